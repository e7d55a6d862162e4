"""The gate: figures on our own articles that may rise and never fall.

A file of floors names a gold file, its digest, and for each figure the lowest value allowed:

    gold = "own/articles.jsonl"
    digest = "sha256 of that file"
    task = "events"

    [floors]
    "type F1" = 0.70

`check` gives the figures that fell below by more than a hundredth. `raised` gives the floors after
an update: each is the better of old and new, so an update never lowers one. When the gold file
itself has changed, old floors say nothing about it: the check fails until an update starts them
anew.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.errors import EvaluationError
from dateline.evaluation.report import Table

# Another processor rounds a parser's scores differently, which may turn one event of a hundred.
SLACK = 0.01
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one gold file."""

    path: Path
    gold: str
    digest: str
    task: str
    floors: dict[str, float]

    @property
    def gold_path(self) -> Path:
        """Where the gold file lies: beside the file of floors."""
        return self.path.parent / self.gold


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is below its floor."""

    name: str
    floor: float
    value: float | None

    def line(self) -> str:
        """One line that says what fell."""
        if self.value is None:
            return f"{self.name}: floor {self.floor:.4f}, no such figure any more"
        return f"{self.name}: {self.value:.4f} is below its floor {self.floor:.4f}"


def read_floors(path: Path) -> Floors:
    """The floors of a file.

    Raises:
        EvaluationError: the file is missing or has another shape.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        floors = {str(k): float(v) for k, v in data["floors"].items()}
        return Floors(path, data["gold"], data["digest"], data["task"], floors)
    except OSError as error:
        msg = f"{path}: no such file of floors ({error.strerror})"
        raise EvaluationError(msg) from error
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{path}: needs gold, digest, task and a table [floors] of numbers ({error})"
        raise EvaluationError(msg) from error


def digest_of(path: Path) -> str:
    """SHA-256 of a gold file.

    Raises:
        EvaluationError: the file is missing.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        msg = f"{path}: the gold file that the floors name is not there"
        raise EvaluationError(msg) from error


def check(floors: Floors, table: Table) -> list[Fall]:
    """The figures that are below their floors or gone.

    Raises:
        EvaluationError: the gold file is not the one that the floors were set on.
    """
    if digest_of(floors.gold_path) != floors.digest:
        msg = (
            f"{floors.gold_path} has changed since {floors.path} was set; "
            "look at the figures, then set the floors anew with --update"
        )
        raise EvaluationError(msg)
    values = {s.name: s.value for s in table.scores}
    return [
        Fall(name, floor, values.get(name))
        for name, floor in floors.floors.items()
        if name not in values or values[name] < floor - SLACK
    ]


def raised(floors: Floors, table: Table) -> Floors:
    """The floors after an update: none is lower than before, unless the gold file is another."""
    digest = digest_of(floors.gold_path)
    values = {s.name: s.value for s in table.scores}
    renewed = digest != floors.digest
    new = {
        name: round(
            values.get(name, floor) if renewed else max(floor, values.get(name, floor)), DIGITS
        )
        for name, floor in floors.floors.items()
    }
    return replace(floors, digest=digest, floors=new)


def write_floors(floors: Floors) -> None:
    """Write a file of floors."""
    lines = [
        "# Figures on our own hand-coded articles that may rise and never fall. Written by",
        "# `dateline evaluate events --floors evaluation/floors.toml --update`; it lowers none.",
        f'gold = "{floors.gold}"',
        f'digest = "{floors.digest}"',
        f'task = "{floors.task}"',
        "",
        "[floors]",
        *(f'"{name}" = {value:.4f}' for name, value in floors.floors.items()),
    ]
    floors.path.write_text("\n".join(lines) + "\n", "utf-8")
