"""Claims measured: how numbers of one event relate, cell by cell, against labels set by hand.

The gold is a file of claims, one a line: event, indicator, value, scope, claimant, as-of. Its cells
(event, indicator, scope) have no labels of their own; ours stand in `evaluation/own/`, ids and
reasons only. A cell's label is the strongest relation that any of its numbers has: conflict, then
inconsistency, revision, scope difference, agreement.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import EvaluationError
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.event import Actor, What, actor_code
from dateline.incident import Relation, Scope, Value
from dateline.linking.claims import Said, comparisons, strongest
from dateline.linking.speakers import own_voice, voice_of

OWN = Path(__file__).parents[3] / "evaluation" / "own"
CELLS, PAIRS = "belarus2020_cells.csv", "belarus2020_pairs.csv"
COUNTRY = "BLR"
INDICATORS: dict[str, tuple[What, str | None]] = {
    "detained": ("arrests", None),
    "detained_journalists": ("arrests", "journalists"),
    "injured_civilians": ("injuries", None),
    "injured_police": ("injuries", "security forces"),
    "killed": ("deaths", None),
    "participants": ("participants", None),
}
ROLES = {
    "government": ("GOV",),
    "ngo": ("NGO",),
    "media": ("JRN",),
    "state_media": ("JRN",),
    "opposition": ("OPP",),
}

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What we say of the claims: a label a cell, a relation a pair (ids in order of the file)."""

    cells: dict[Cell, Relation]
    pairs: dict[frozenset[str], Relation]


def evaluate_claims(paths: Iterable[Path | str], part: Part = "all") -> list[Table]:
    """Score the relations of a file of claims; label files (`.csv`) may be named beside it.

    A part of the set is a part of its events.

    Raises:
        EvaluationError: no claims, no labels, or labels of other claims.
    """
    listed = [Path(p) for p in paths]
    rows = [row for p in listed if p.suffix != ".csv" for row in rows_of(p)]
    if not rows or not all({"claim_id", "event_id", "indicator", "scope"} <= set(r) for r in rows):
        msg = f"{', '.join(map(str, listed))}: no claims (event_id, indicator, scope, claim_id …)"
        raise EvaluationError(msg)
    rows = [row for row in rows if within(part, row["event_id"])]
    labels = [p for p in listed if p.suffix == ".csv"] or [OWN / CELLS, OWN / PAIRS]
    found = relations_of(rows)
    tables = []
    for path in labels:
        if not path.is_file():
            msg = f"{path} is not there: name the file of labels beside the claims"
            raise EvaluationError(msg)
        with path.open(encoding="utf-8", newline="") as file:
            lines = [line for line in csv.DictReader(file) if _is_of(line, rows, part)]
        score = _score_cells if lines and "indicator" in lines[0] else _score_pairs
        tables.append(score(path, lines, found))
    return tables


def _is_of(line: Mapping[str, str], rows: Sequence[Mapping[str, Any]], part: Part) -> bool:
    if "event" in line:
        return within(part, line["event"])
    return part == "all" or line["first"] in {row["claim_id"] for row in rows}


def relations_of(rows: Sequence[Mapping[str, Any]]) -> Found:
    """The relation of every two claims of one event and indicator, and the label of each cell."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["event_id"], row["indicator"]), []).append(row)
    pairs: dict[frozenset[str], Relation] = {}
    cells: dict[Cell, Relation] = {}
    for group in groups.values():
        touching: dict[Cell, list[Relation]] = {_cell(row): [] for row in group}
        for c in comparisons([said_of_row(row) for row in group]):
            first, second = group[c.first], group[c.second]
            pairs[frozenset((first["claim_id"], second["claim_id"]))] = c.relation
            for cell in {_cell(first), _cell(second)}:
                touching[cell].append(c.relation)
        cells.update({cell: strongest(seen) for cell, seen in touching.items()})
    return Found(cells, pairs)


def _cell(row: Mapping[str, Any]) -> Cell:
    return row["event_id"], row["indicator"], row["scope"]


def said_of_row(row: Mapping[str, Any]) -> Said:
    """A claim of the gold file as linking has numbers."""
    what, unit = INDICATORS[row["indicator"]]
    low, high = _bounds(row)
    as_of = re.match(r"[\d-]{10}(?:T\d\d:\d\d)?", row["as_of"])
    told = as_of[0] if as_of else row["pub_date"]
    speaker = _speaker(row)
    article = row["url"]
    return Said(
        what=what,
        unit=unit,
        value=Value(
            low=low,
            high=high,
            approximate=row["modifier"] in {"about", "several tens", "tens of thousands"},
            text=f"{row['modifier']} {row['value'] or ''}".strip(),
            speaker=speaker,
            stance="asserts" if speaker else None,
            outlet=row["outlet"],
            published=told,
            report=row["claim_id"],
            scope=Scope(row["scope"], row["event_date"], row["event_date"]),
        ),
        voice=voice_of(speaker) if speaker else own_voice(row["outlet"], article, None),
        article=article,
        comparable=True,
        exact=False,
        event_end=row["event_date"],
    )


def _bounds(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    value = row["value"]
    match row["modifier"]:
        case ">" | ">=":
            return value, None
        case "<" | "no_more_than":
            return None, value
    return (row["low"], row["high"]) if value is None else (value, value)


def _speaker(row: Mapping[str, Any]) -> Actor | None:
    """Who is named as the claimant, without what stands in brackets or after "via"."""
    name = re.sub(r"\s*\(.*?\)|\s+via\s.*", "", row["claimant"]).strip()
    if not name:
        return None
    roles = ROLES[row["claimant_type"]]
    country = None if roles == ("JRN",) else COUNTRY
    code = actor_code(country, roles)
    return Actor(name, None, None, name, country, roles, code, None, collective=True)


# --- scoring --------------------------------------------------------------------------------------


def _score_cells(path: Path, lines: Sequence[Mapping[str, str]], found: Found) -> Table:
    ours: list[str] = []
    gold: list[str] = []
    several: list[bool] = []
    misses = []
    for line in lines:
        cell = (line["event"], line["indicator"], line["scope"])
        if cell not in found.cells:
            msg = f"{path}: the claims have no cell {' '.join(cell)}"
            raise EvaluationError(msg)
        ours.append(found.cells[cell])
        gold.append(line["label"])
        several.append(len(line["claims"].split()) > 1)
        if ours[-1] != gold[-1]:
            misses.append(Miss(gold[-1], " ".join(cell), line["reason"], gold[-1], ours[-1]))
    most = Counter(gold).most_common(1)[0][0]
    scores = [
        *_accuracy("cells", ours, gold, most),
        *_accuracy(
            "cells of several claims",
            [o for o, s in zip(ours, several, strict=True) if s],
            [g for g, s in zip(gold, several, strict=True) if s],
            most,
        ),
    ]
    for label in sorted(set(gold)):
        right = sum(o == g == label for o, g in zip(ours, gold, strict=True))
        f1 = precision_recall(right, ours.count(label), gold.count(label))[2]
        base = precision_recall(gold.count(most), len(gold), gold.count(most))[2]
        scores.append(
            Score(f"{label} F1", f1, base if label == most else 0.0, of=gold.count(label))
        )
    missing = len(found.cells) - len(lines)
    notes = (f"{missing} cells of the claims have no label",) if missing else ()
    return Table("claims: cells", tuple(scores), f"every cell is {most}", notes, tuple(misses))


def _score_pairs(path: Path, lines: Sequence[Mapping[str, str]], found: Found) -> Table:
    ours, gold, misses = [], [], []
    for line in lines:
        pair = frozenset((line["first"], line["second"]))
        ours.append(found.pairs.get(pair, "none"))
        gold.append(line["label"])
        if ours[-1] != gold[-1]:
            where = f"{line['first']} {line['second']}"
            misses.append(Miss(gold[-1], where, line["reason"], gold[-1], ours[-1]))
    if not gold:
        msg = f"{path} holds no labels"
        raise EvaluationError(msg)
    most = Counter(gold).most_common(1)[0][0]
    scores = _accuracy("pairs", ours, gold, most)
    return Table("claims: pairs", tuple(scores), f"every pair is {most}", (), tuple(misses))


def _accuracy(name: str, ours: Sequence[str], gold: Sequence[str], most: str) -> list[Score]:
    right = sum(o == g for o, g in zip(ours, gold, strict=True))
    return [Score(name, share(right, len(gold)), share(gold.count(most), len(gold)), of=len(gold))]
