"""Reading data files: rows with their line numbers, and errors that name file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.errors import KnowledgeError

DATA = Path(__file__).parent / "data"

DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
CODE = re.compile(r"[A-Z]{3}")


class Row:
    """One line of a data file: its cells by column, and where it stands."""

    __slots__ = ("cells", "columns", "line", "path")

    def __init__(self, path: Path, line: int, columns: dict[str, int], cells: list[str]) -> None:
        self.path = path
        self.line = line
        self.columns = columns
        self.cells = cells

    def __getitem__(self, column: str) -> str:
        return self.cells[self.columns[column]].strip()

    def many(self, column: str) -> tuple[str, ...]:
        """A cell with several values, separated by `|`."""
        cell = self.cells[self.columns[column]]
        return tuple(v for part in cell.split("|") if (v := part.strip())) if cell else ()

    def fault(self, seen: str, remedy: str) -> KnowledgeError:
        """The error that names this line, what is wrong in it and what to do."""
        return KnowledgeError(f"{self.path}:{self.line}: {seen}; {remedy}")

    def need(self, column: str) -> str:
        """A cell that may not be empty."""
        value = self[column]
        if not value:
            msg = f"the column {column!r} is empty"
            raise self.fault(msg, "give it a value or drop the line")
        return value

    def day(self, column: str) -> str:
        """A cell with a day, a month, a year, or nothing."""
        value = self[column]
        if value and not DAY.fullmatch(value):
            msg = f"{column} is {value!r}"
            raise self.fault(msg, "write YYYY-MM-DD, YYYY-MM or YYYY, or leave it empty")
        return value

    def code(self, column: str, *, empty: bool = True) -> str:
        """A cell with a code of three capitals, or nothing."""
        value = self[column]
        if not (empty and not value) and not CODE.fullmatch(value):
            msg = f"{column} is {value!r}"
            raise self.fault(msg, "write a code of three capital letters")
        return value

    def codes(self, column: str) -> tuple[str, ...]:
        """A cell with several codes."""
        found = self.many(column)
        for value in found:
            if not CODE.fullmatch(value):
                msg = f"{column} is {value!r}"
                raise self.fault(msg, "write codes of three capital letters")
        return found


def read_rows(path: Path, header: Sequence[str]) -> Iterator[Row]:
    """All rows of a CSV file whose first line must be `header`."""
    try:
        stream = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path"
        raise KnowledgeError(msg) from error
    with stream:
        lines = csv.reader(stream)
        columns = {name: n for n, name in enumerate(header)}
        try:
            first = next(lines, [])
            if [c.strip() for c in first] != list(header):
                msg = f"{path}:1: the header is {','.join(first)!r}; write {','.join(header)!r}"
                raise KnowledgeError(msg)
            for cells in lines:
                if not cells or cells[0].startswith("#"):
                    continue
                row = Row(path, lines.line_num, columns, cells)
                if len(cells) != len(header):
                    msg_0 = f"{len(cells)} cells where the header has {len(header)}"
                    raise row.fault(
                        msg_0,
                        "quote values that hold a comma",
                    )
                yield row
        except (UnicodeDecodeError, csv.Error) as error:
            msg = f"{path}:{lines.line_num + 1}: {error}; save the file as UTF-8 CSV"
            raise KnowledgeError(msg) from error


# Letters that have no decomposition but a plain twin; every twin is one character long, so that
# offsets into a folded text stay offsets into the text.
PLAIN = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "İ": "I", "ə": "a",
    "ð": "d", "þ": "t", "æ": "a", "œ": "o", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'",
    "“": '"', "”": '"', "\u00a0": " ", "–": "-", "‑": "-",
}  # fmt: skip


class _Folds(dict[int, str]):
    """Character to its lower-case, accent-free twin of one character, made as they are met."""

    def __missing__(self, code: int) -> str:
        import unicodedata  # noqa: PLC0415 - only texts with rare letters come here

        letter = PLAIN.get(chr(code), chr(code))
        base = unicodedata.normalize("NFD", letter)[0].lower()
        self[code] = base if len(base) == 1 else letter
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """`text` in lower case without accents, of the same length."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDS)
