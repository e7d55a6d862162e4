"""The files of an export: tables and texts, checked against their columns, written whole."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import msgspec

from dateline.errors import ExportError
from dateline.exports.files import draft_of

Cell = str | int | float | bool | date | datetime | None
Row = dict[str, Cell]
# Up to here every whole number is a float of its own.
EXACT = 1e15


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written: what parts cells, whether names stand above, what nothing is."""

    delimiter: str = ","
    header: bool = True
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. `values` are the lists that the data set controls, by column."""

    ending: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    shape: Shape = Shape()
    key: str | None = None
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def check(self) -> None:
        """See that every row has every column, and nothing that the columns cannot hold.

        Raises:
            ExportError: a row does not fit; the message names it.
        """
        seen: set[Cell] = set()
        for number, row in enumerate(self.rows, start=1):
            name = f"row {number} ({self.key} {row.get(self.key)})" if self.key else f"row {number}"
            if tuple(row) != self.columns:
                odd = sorted(set(row) ^ set(self.columns)) or ["their order"]
                msg = f"{self.ending}: {name} has other columns than the format: {', '.join(odd)}"
                raise ExportError(msg)
            for column, allowed in self.values.items():
                cell = row[column]
                if cell not in {None, ""} and str(cell) not in allowed:
                    msg = (
                        f"{self.ending}: {name}: {column} is {cell!r}, which is none of the "
                        f"{len(allowed)} values that the data set knows"
                    )
                    raise ExportError(msg)
            for column, cell in row.items():
                if isinstance(cell, float) and not math.isfinite(cell):
                    msg = f"{self.ending}: {name}: {column} is {cell}, which is no number"
                    raise ExportError(msg)
            if self.key is not None:
                if row[self.key] in seen:
                    msg = f"{self.ending}: {name} stands twice"
                    raise ExportError(msg)
                seen.add(row[self.key])

    def write(self, stream: TextIO) -> None:
        """Write the rows; tabs and line ends inside a cell become blanks in tables with tabs."""
        shape = self.shape
        if shape.delimiter == "\t":
            if shape.header:
                stream.write("\t".join(self.columns) + "\n")
            stream.writelines(
                "\t".join(" ".join(cell_text(c, shape.nothing).split()) for c in row.values())
                + "\n"
                for row in self.rows
            )
            return
        writer = csv.writer(stream, lineterminator="\n")
        if shape.header:
            writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow([cell_text(c, shape.nothing) for c in row.values()])


@dataclass(frozen=True, slots=True)
class Text:
    """A file of text, line by line."""

    ending: str
    lines: Sequence[str]

    def check(self) -> None:
        """A text fits everywhere."""

    def write(self, stream: TextIO) -> None:
        """Write the lines."""
        stream.writelines(line + "\n" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Binary:
    """A file that is no text; `save` writes it to a path."""

    ending: str
    save: Callable[[Path], None]

    def check(self) -> None:
        """Whatever saves it checks it."""


File = Table | Text | Binary


@dataclass(slots=True)
class Output:
    """What an export gives: the main file first, then those that go with it.

    `left_out` counts what the format cannot hold, by reason; `dropped`
    counts values that are missing from rows that are there. `notes` are for the reader of the file;
    `unit` is what is left out.
    """

    files: tuple[File, ...]
    rows: int
    left_out: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()
    unit: str = "incident(s)"


def cell_text(cell: Cell, nothing: str) -> str:
    """A cell as text: ISO days, numbers without useless zeros, `nothing` for what is not known."""
    if cell is None or cell == "":
        return nothing
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < EXACT else repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def jsonl(ending: str, records: Iterable[Any]) -> Text:
    """One JSON object a line."""
    return Text(ending, [msgspec.json.encode(r).decode() for r in records])


def save(files: Sequence[File], main: Path) -> list[Path]:
    """Write the files beside `main`, all of them or, after an error, none.

    `main` is the path of the first; the others are named after it, with their own endings.

    Raises:
        ExportError: a row does not fit the format.
        OSError: the folder cannot be written to.
    """
    for file in files:
        file.check()
    own = files[0].ending
    paths = [main, *(companion(main, own, f.ending) for f in files[1:])]
    with ExitStack() as stack:
        for file, path in zip(files, paths, strict=True):
            draft = stack.enter_context(draft_of(path))
            if isinstance(file, Binary):
                file.save(draft)
                continue
            with draft.open("w", encoding="utf-8", newline="") as stream:
                file.write(stream)
    return paths


def companion(main: Path, own: str, ending: str) -> Path:
    """The path of a file that goes with another: its name with this ending in place of its own."""
    stem = main.name.removesuffix(own) if main.name.endswith(own) else main.stem
    return main.with_name(stem + ending)
