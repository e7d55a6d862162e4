"""The parts of the overview, counted over the events that a filter lets through."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from dateline.desk.columns import SEVERAL, SINGLE, Columns, Mask, Numbers, Reals, is_day

MOST_PLACES = 2000
MOST_CROWDS = 300
MOST_SIDES = 20
MOST_FACETS = 30
# The step of the time line for a range of so many days or fewer.
STEPS = ((120, "day"), (920, "week"), (4400, "month"))
WEEK, DECEMBER, QUADS = 7, 12, 5
# The number that Python gives the first of January 1970, from which days are counted here.
EPOCH = date(1970, 1, 1).toordinal()
# The fields of each part's rows.
PLACES = (
    "key",
    "name",
    "country",
    "admin1",
    "latitude",
    "longitude",
    "precision",
    "events",
    "confidence",
    "types",
)
BARS = ("start", "end", "events", "types")
CROWDS = (
    "event",
    "article",
    "what",
    "start",
    "low",
    "high",
    "approximate",
    "text",
    "place",
    "outlet",
    "voice",
)
CELLS = ("source", "target", "events", "goldstein", "quads")


def places(columns: Columns, mask: Mask) -> dict[str, Any]:
    """Events by place, most events first."""
    rows = np.flatnonzero(mask & (columns.spots >= 0))
    spots = columns.spots[rows]
    counts = _count(spots, len(columns.places))
    sums = np.bincount(spots, columns.confidence[rows], len(columns.places))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    kept = order[:MOST_PLACES]
    types = _types(columns, rows, spots, len(columns.places))
    return {
        "places": [
            dict(zip(PLACES, columns.places[at], strict=False))
            | {
                "events": int(counts[at]),
                "confidence": round(float(sums[at] / counts[at]), 3),
                "types": types(at),
            }
            for at in kept.tolist()
        ],
        "left_out": len(order) - len(kept),
        "without_point": int(np.count_nonzero(mask)) - len(rows),
    }


def _count(codes: Numbers, values: int) -> Numbers:
    counts: Numbers = np.bincount(codes, minlength=values)
    return counts


def _types(columns: Columns, rows: Numbers, groups: Numbers, many: int) -> Any:  # noqa: ANN401 - see below
    """A function that gives the types of a group with their numbers of events."""
    names = columns.single["type"].values
    width = len(names)
    table = _count(groups * width + columns.single["type"].codes[rows], many * width)
    table = table.reshape(many, width)

    def of(group: int) -> dict[str, int]:
        line = table[group].tolist()
        return {name: n for name, n in zip(names, line, strict=True) if n}

    return of


def timeline(columns: Columns, mask: Mask) -> dict[str, Any]:
    """Events by the day, week, month or year of their first day."""
    rows = np.flatnonzero(mask & is_day(columns.days))
    undated = int(np.count_nonzero(mask)) - len(rows)
    if not len(rows):
        return {"step": "day", "bars": [], "undated": undated, "from": None, "to": None}
    days = columns.days[rows]
    first, last = int(days.min()), int(days.max())
    step = next((name for most, name in STEPS if last - first <= most), "year")
    starts, groups = np.unique(_begin(days, step), return_inverse=True)
    counts = _count(groups, len(starts))
    types = _types(columns, rows, groups, len(starts))
    begins = [_date(day) for day in starts.tolist()]
    return {
        "step": step,
        "bars": [
            {"start": start, "end": _end(start, step), "events": n, "types": types(at)}
            for at, (start, n) in enumerate(zip(begins, counts.tolist(), strict=True))
        ],
        "undated": undated,
        "from": _date(first),
        "to": _date(last),
    }


def _date(day: int) -> date:
    return date.fromordinal(EPOCH + day)


def _begin(days: Numbers, step: str) -> Numbers:
    """The first day of the step that each day lies in."""
    if step == "week":
        # The first of January 1970 was a Thursday.
        starts: Numbers = days - (days + 3) % WEEK
        return starts
    unit = {"day": "D", "month": "M", "year": "Y"}[step]
    whole = days.astype("datetime64[D]").astype(f"datetime64[{unit}]")
    found: Numbers = whole.astype("datetime64[D]").astype(np.int64)
    return found


def _end(start: date, step: str) -> date:
    """The last day of the step that begins on a day."""
    if step == "week":
        return start + timedelta(days=WEEK - 1)
    try:
        if step == "month":
            return date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(1)
        if step == "year":
            return date(start.year, DECEMBER, 31)
    except ValueError:  # beyond the last year of the calendar
        return date.max
    return start


def crowds(columns: Columns, mask: Mask) -> dict[str, Any]:
    """Numbers of people, each with its bounds and on whose word, largest first."""
    found = np.flatnonzero(mask[columns.crowd_rows])
    return {
        "crowds": [
            dict(zip(CROWDS, columns.crowds[at], strict=True))
            for at in found[:MOST_CROWDS].tolist()
        ],
        "left_out": max(0, len(found) - MOST_CROWDS),
    }


def matrix(columns: Columns, mask: Mask, by: str) -> dict[str, Any]:
    """Who to whom: the sides with most events, and how many events of each quad between them."""
    pairs = columns.pairs[by]
    kept = mask[pairs.rows]
    rows, source, target = pairs.rows[kept], pairs.sources[kept], pairs.targets[kept]
    width = max(1, len(pairs.target_values))
    cells, inside = np.unique(source * width + target, return_inverse=True)
    counts = _count(inside, len(cells))
    means = _means(columns.goldstein[rows], inside, len(cells))
    quads = _count(inside * QUADS + columns.quads[rows], len(cells) * QUADS)
    quads = quads.reshape(len(cells), QUADS)
    sources = _largest(source, pairs.source_values)
    targets = _largest(target, pairs.target_values)
    wanted = {s["key"] for s in sources}, {t["key"] for t in targets}
    shown = []
    for at, cell in enumerate(cells.tolist()):
        doer = pairs.source_values[cell // width]
        to = pairs.target_values[cell % width]
        if doer in wanted[0] and to in wanted[1]:
            shown.append((at, doer, to, int(counts[at])))
    shown.sort(key=lambda c: (-c[3], c[1], c[2]))
    return {
        "by": by,
        "sources": sources,
        "targets": targets,
        "cells": [
            {
                "source": doer,
                "target": to,
                "events": n,
                "goldstein": means[at],
                "quads": {str(quad): int(quads[at, quad]) for quad in range(1, QUADS)},
            }
            for at, doer, to, n in shown
        ],
        "others": len(rows) - sum(n for *_, n in shown),
    }


def _means(values: Reals, groups: Numbers, many: int) -> list[float | None]:
    """The mean of each group, of the values that are there."""
    there = ~np.isnan(values)
    counts = np.bincount(groups[there], minlength=many)
    sums = np.bincount(groups[there], values[there], many)
    return [
        round(total / n, 2) if n else None
        for total, n in zip(sums.tolist(), counts.tolist(), strict=True)
    ]


def _largest(codes: Numbers, values: list[str]) -> list[dict[str, Any]]:
    return [
        {"key": value, "label": value or "nobody named", "events": n}
        for value, n in _top(codes, values, MOST_SIDES)
    ]


def _top(codes: Numbers, values: list[str], most: int) -> list[tuple[str, int]]:
    """The values that occur most, with how often; of equal ones the first in their order."""
    counts = _count(codes, len(values))
    order = np.argsort(-counts, kind="stable")[:most].tolist()
    return [(values[at], int(counts[at])) for at in order if counts[at]]


def facets(columns: Columns, mask: Mask) -> dict[str, Any]:
    """The values that occur in each field, with how many events have them."""
    found: dict[str, list[dict[str, Any]]] = {}
    labels = dict(zip(columns.single["place"].values, columns.place_labels, strict=True))
    for name in SINGLE:
        field = columns.single[name]
        codes = field.codes[mask & (field.codes >= 0)]
        found[name] = [
            {"value": value, "events": n} | ({"label": labels[value]} if name == "place" else {})
            for value, n in _top(codes, field.values, MOST_FACETS)
        ]
    found["confidence"].sort(key=lambda entry: str(entry["value"]))
    for name in SEVERAL:
        listed = columns.several[name]
        codes = listed.codes[mask[listed.rows]]
        found[name] = [
            {"value": value, "events": n} for value, n in _top(codes, listed.values, MOST_FACETS)
        ]
    return found
