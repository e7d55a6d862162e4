"""What every scorer gives back: a table of figures with the baseline beside, and the misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True, slots=True)
class Score:
    """One figure: ours, the baseline's, and what is known of others on the same task.

    `of` is the number of cases that the figure is a share of (for an F1, the number of gold
    records). `peer` names the system or people that reached `peer_value`. `beside` holds the same
    figure of ours in other settings, by their name, where a table shows several.
    """

    name: str
    value: float
    baseline: float | None = None
    of: int | None = None
    peer: str = ""
    peer_value: float | None = None
    beside: tuple[tuple[str, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Miss:
    """One disagreement with the gold: its kind, where it stands, and what both sides say."""

    kind: str
    where: str
    sentence: str
    gold: str
    ours: str


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one task on one set of files."""

    task: str
    scores: tuple[Score, ...]
    baseline: str = ""
    notes: tuple[str, ...] = ()
    misses: tuple[Miss, ...] = field(default=(), compare=False)
    ours: str = "ours"

    def value(self, name: str) -> float:
        """The figure called `name`.

        Raises:
            KeyError: there is none.
        """
        for score in self.scores:
            if score.name == name:
                return score.value
        raise KeyError(name)


def side_by_side(runs: Mapping[str, Sequence[Table]]) -> list[Table]:
    """The tables of the first run with the same figures of the others in columns of their own.

    The misses are those of the first. A figure that a run does not have is left blank there.
    """
    (first, tables), *others = runs.items()
    found = []
    for table in tables:
        same = {name: next((t for t in run if t.task == table.task), None) for name, run in others}
        values = {
            name: {s.name: s.value for s in other.scores} if other is not None else {}
            for name, other in same.items()
        }
        scores = tuple(
            replace(s, beside=tuple((name, held.get(s.name)) for name, held in values.items()))
            for s in table.scores
        )
        notes = [*table.notes]
        for name, other in same.items():
            notes.extend(f"{name}: {n}" for n in (other.notes if other else ()) if n not in notes)
        found.append(replace(table, scores=scores, notes=tuple(notes), ours=first))
    return found


def as_dict(table: Table, misses: int = 0) -> dict[str, Any]:
    """A table as plain data for JSON, with the first `misses` disagreements."""
    return {
        "task": table.task,
        "scores": [
            {
                "name": s.name,
                "value": round(s.value, 4),
                "baseline": _rounded(s.baseline),
                "of": s.of,
                "peer": s.peer or None,
                "peer_value": s.peer_value,
                **({"beside": {n: _rounded(v) for n, v in s.beside}} if s.beside else {}),
            }
            for s in table.scores
        ],
        "baseline": table.baseline,
        **({"ours": table.ours} if table.ours != "ours" else {}),
        "notes": list(table.notes),
        "misses": [
            {
                "kind": m.kind,
                "where": m.where,
                "sentence": m.sentence,
                "gold": m.gold,
                "ours": m.ours,
            }
            for m in spread(table.misses, misses)
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def spread(misses: Sequence[Miss], count: int) -> list[Miss]:
    """At most `count` misses, of every kind in turn, so that no kind hides the others."""
    if count <= 0:
        return []
    kinds: dict[str, list[Miss]] = {}
    for miss in misses:
        kinds.setdefault(miss.kind, []).append(miss)
    taken: set[int] = set()
    depth = 0
    while len(taken) < min(count, len(misses)):
        for group in kinds.values():
            if depth < len(group) and len(taken) < count:
                taken.add(id(group[depth]))
        depth += 1
    return [m for m in misses if id(m) in taken]


def rendered(tables: Iterable[Table], misses: int = 0) -> RenderableType:
    """Tables for a terminal, the misses below each."""
    from rich.console import Group  # noqa: PLC0415 - a tenth of a second
    from rich.table import Table as Grid  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    parts: list[RenderableType] = []
    for table in tables:
        grid = Grid(title=table.task, title_justify="left", title_style="bold", min_width=60)
        grid.add_column("figure")
        grid.add_column(table.ours, justify="right")
        others = [name for name, _ in table.scores[0].beside] if table.scores else []
        for name in others:
            grid.add_column(name, justify="right")
        grid.add_column("baseline", justify="right")
        grid.add_column("others", justify="left")
        grid.add_column("of", justify="right")
        for s in table.scores:
            grid.add_row(
                s.name,
                _number(s.value),
                *("" if v is None else _number(v) for _, v in s.beside),
                "" if s.baseline is None else _number(s.baseline),
                f"{_number(s.peer_value)} {s.peer}" if s.peer_value is not None else s.peer,
                "" if s.of is None else str(s.of),
            )
        parts.append(grid)
        if table.baseline:
            parts.append(Text(f"baseline: {table.baseline}", style="dim"))
        parts.extend(Text(note, style="dim") for note in table.notes)
        parts.extend(_miss_lines(table, misses))
    return Group(*parts)


def _miss_lines(table: Table, misses: int) -> list[RenderableType]:
    from rich.text import Text  # noqa: PLC0415

    lines: list[RenderableType] = []
    for miss in spread(table.misses, misses):
        lines.append(
            Text.assemble((f"{miss.kind:<8}", "bold red"), f"{miss.where}  {miss.sentence}")
        )
        lines.append(Text(f"         gold  {miss.gold}"))
        lines.append(Text(f"         ours  {miss.ours}"))
    return lines


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:g}"


def precision_recall(right: int, ours: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where there is nothing to divide by."""
    p = right / ours if ours else 0.0
    r = right / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def share(right: int, of: int) -> float:
    """A share; 0 of nothing is 0."""
    return right / of if of else 0.0
