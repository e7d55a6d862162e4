"""What the overview shows: map, time line, crowds, who-to-whom, facets, and the table of events.

Everything is counted in SQL over the index, so that a change of a filter stays quick with 100,000
events; what is too much to draw is left out and counted.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Filters, Matrix, Paged, where
from dateline.desk.index import Ask
from dateline.store.rows import COLUMNS

MOST_PLACES = 2000
MOST_CROWDS = 300
MOST_SIDES = 20
MOST_FACETS = 30
COUNTED = ("participants", "arrests", "injuries", "deaths")
# The step of the time line for a range of so many days or fewer.
STEPS = ((120, "day"), (920, "week"), (4400, "month"))
WEEK, DECEMBER = 7, 12
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


def overview(desk: Desk, filters: Filters) -> dict[str, Any]:
    """All parts of the overview for one set of filters."""
    ((total,),) = desk.index.ask("SELECT count(*) FROM base")
    with _shown(desk, filters) as ask:
        ((events,),) = ask("SELECT count(*) FROM shown")
        return {
            "filters": filters.narrowed(),
            "query": filters.query(),
            "total": total,
            "events": events,
            "map": _places(ask),
            "timeline": _timeline(ask),
            "crowds": _crowds(ask),
            "matrix": _matrix(ask, "code"),
            "facets": _facets(ask),
        }


def _shown(desk: Desk, filters: Filters) -> AbstractContextManager[Ask]:
    return desk.index.shown(*where(filters))


def count(desk: Desk, filters: Filters) -> int:
    """How many events the filters let through."""
    sql, values = where(filters)
    ((number,),) = desk.index.ask(f"SELECT count(*) FROM base WHERE {sql}", values)
    return int(number)


def places(desk: Desk, filters: Filters) -> dict[str, Any]:
    """Events by place. Places of one key and precision are one point."""
    with _shown(desk, filters) as ask:
        return _places(ask)


def _places(ask: Ask) -> dict[str, Any]:
    rows = ask(
        "SELECT place_key, any_value(place_name), any_value(country), any_value(admin1),"
        " avg(latitude), avg(longitude), any_value(place_precision), count(*) AS n,"
        " avg(confidence), histogram(type) FROM shown"
        " WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
        " GROUP BY place_key, place_precision ORDER BY n DESC, place_key"
    )
    ((without,),) = ask("SELECT count(*) FROM shown WHERE latitude IS NULL OR longitude IS NULL")
    return {
        "places": [
            dict(zip(PLACES, row, strict=True)) | {"confidence": round(row[8], 3)}
            for row in rows[:MOST_PLACES]
        ],
        "left_out": len(rows[MOST_PLACES:]),
        "without_point": without,
    }


def timeline(desk: Desk, filters: Filters) -> dict[str, Any]:
    """Events by the day, week, month or year of their first day."""
    with _shown(desk, filters) as ask:
        return _timeline(ask)


def _timeline(ask: Ask) -> dict[str, Any]:
    ((first, last, undated),) = ask(
        "SELECT min(date_start), max(date_start), count(*) - count(date_start) FROM shown"
    )
    if first is None:
        return {"step": "day", "bars": [], "undated": undated, "from": None, "to": None}
    span = (last - first).days
    step = next((name for most, name in STEPS if span <= most), "year")
    rows = ask(
        f"SELECT date_trunc('{step}', date_start)::DATE AS start, count(*), histogram(type)"
        " FROM shown WHERE date_start IS NOT NULL GROUP BY start ORDER BY start"
    )
    return {
        "step": step,
        "bars": [
            {"start": start, "end": _end(start, step), "events": n, "types": types}
            for start, n, types in rows
        ],
        "undated": undated,
        "from": first,
        "to": last,
    }


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


def crowds(desk: Desk, filters: Filters) -> dict[str, Any]:
    """Numbers of people, each with its bounds and on whose word, largest first."""
    with _shown(desk, filters) as ask:
        return _crowds(ask)


def _crowds(ask: Ask) -> dict[str, Any]:
    kinds = ", ".join(f"'{what}'" for what in COUNTED)
    rows = ask(
        "SELECT id, article_key, f.what, date_start, f.low, f.high, f.approximate, f.text,"
        " place_name, outlet, voices[1], count(*) OVER () FROM"
        " (SELECT *, unnest(counted) AS f FROM shown WHERE size > 0)"
        f" WHERE f.what IN ({kinds})"
        f" ORDER BY coalesce(f.high, f.low) DESC, id LIMIT {MOST_CROWDS}"
    )
    return {
        "crowds": [dict(zip(CROWDS, row[:-1], strict=True)) for row in rows],
        "left_out": max(0, rows[0][-1] - len(rows)) if rows else 0,
    }


def matrix(desk: Desk, filters: Matrix) -> dict[str, Any]:
    """Who to whom: the sides with most events, and how many events of each quad between them."""
    with _shown(desk, filters) as ask:
        return _matrix(ask, filters.by)


def _matrix(ask: Ask, by: str) -> dict[str, Any]:
    side = "{}_code_side" if by == "code" else "{}_side"
    # An actor counts once an event; whoever acts on nobody has a column of their own.
    cells = ask(
        "SELECT source, target, count(*) AS n, avg(goldstein),"
        " count(*) FILTER (quad = 1), count(*) FILTER (quad = 2),"
        " count(*) FILTER (quad = 3), count(*) FILTER (quad = 4)"
        f" FROM (SELECT source, unnest({side.format('target')}) AS target, quad, goldstein"
        f" FROM (SELECT unnest({side.format('source')}) AS source,"
        f" {side.format('target')}, quad, goldstein FROM shown)) GROUP BY source, target"
    )
    rows, columns = _largest(cells, 0), _largest(cells, 1)
    kept_rows, kept_columns = {r["key"] for r in rows}, {c["key"] for c in columns}
    shown = [c for c in cells if c[0] in kept_rows and c[1] in kept_columns]
    return {
        "by": by,
        "sources": rows,
        "targets": columns,
        "cells": [
            {
                "source": c[0],
                "target": c[1],
                "events": c[2],
                "goldstein": None if c[3] is None else round(c[3], 2),
                "quads": {str(quad): c[3 + quad] for quad in range(1, 5)},
            }
            for c in sorted(shown, key=lambda c: (-c[2], c[0], c[1]))
        ],
        "others": sum(c[2] for c in cells) - sum(c[2] for c in shown),
    }


def _largest(cells: list[tuple[Any, ...]], at: int) -> list[dict[str, Any]]:
    sums: dict[str, int] = {}
    for cell in cells:
        sums[cell[at]] = sums.get(cell[at], 0) + cell[2]
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:MOST_SIDES]
    return [{"key": k, "label": k or "nobody named", "events": n} for k, n in ordered]


def facets(desk: Desk, filters: Filters) -> dict[str, Any]:
    """The values that occur in each field, with how many events have them."""
    with _shown(desk, filters) as ask:
        return _facets(ask)


# Fields with one value an event are counted in one pass; those with several one by one.
SINGLE = {
    "type": "type",
    "mode": "mode",
    "country": "country",
    "outlet": "outlet",
    "standing": "status",
    "confidence": "tenth",
    "place": "place_key",
}
SEVERAL = {"actor": "actors", "voice": "voice_side"}


def _facets(ask: Ask) -> dict[str, Any]:
    columns = list(SINGLE.values())
    sets = ", ".join(f"({column})" for column in columns)
    rows = ask(
        f"SELECT {', '.join(columns)}, count(*) AS n,"
        " CASE WHEN grouping(place_key) = 0 THEN any_value(place_name) END,"
        f" CASE WHEN grouping(place_key) = 0 THEN any_value(shown_country) END"
        " FROM (SELECT *, country AS shown_country,"
        " printf('%.1f', least(floor(confidence * 10), 9) / 10) AS tenth FROM shown)"
        f" GROUP BY GROUPING SETS ({sets})"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for at, name in enumerate(SINGLE):
        entries = [
            {"value": row[at], "events": row[len(columns)]}
            | ({"label": _placed(row[-2], row[-1])} if name == "place" else {})
            for row in rows
            if row[at] is not None
        ]
        entries.sort(key=lambda e: (-e["events"], e["value"]))
        found[name] = entries[:MOST_FACETS]
    found["confidence"].sort(key=lambda e: e["value"])
    for name, column in SEVERAL.items():
        found[name] = [
            {"value": value, "events": n}
            for value, n in ask(
                f"SELECT value, count(*) AS n FROM (SELECT unnest({column}) AS value FROM shown)"
                f" GROUP BY value ORDER BY n DESC, value LIMIT {MOST_FACETS}"
            )
        ]
    return found


def _placed(name: str, country: str | None) -> str:
    return f"{name}, {country}" if country else name


EVENT_COLUMNS = (*COLUMNS, "article_key", "incident", "review")
# In what order a table may be asked for.
SORTS = frozenset(COLUMNS) | {"incident", "size"}


def events(desk: Desk, asked: Paged) -> dict[str, Any]:
    """One part of the table of events."""
    sql, values = where(asked)
    total = count(desk, asked)
    names, rows = desk.index.table(
        f"{_selected(sql)} {order_of(asked.sort, SORTS)} LIMIT ? OFFSET ?",
        [*values, asked.size, (asked.page - 1) * asked.size],
    )
    return paged(asked, total, names, rows)


def all_events(desk: Desk, filters: Filters) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The whole table: what its CSV holds."""
    sql, values = where(filters)
    return desk.index.table(f"{_selected(sql)} {order_of(None, SORTS)}", values)


def _selected(sql: str) -> str:
    columns = ", ".join(f'"{name}"' for name in (*COLUMNS, "article_key", "incident"))
    return (
        f"SELECT {columns}, decided.verdict AS review FROM events"
        f" LEFT JOIN decided ON decided.report = id WHERE {sql}"
    )


def order_of(sort: str | None, known: frozenset[str]) -> str:
    """`ORDER BY` for a column that is known, downwards with a minus before it.

    Raises:
        DeskError: there is no such column.
    """
    if not sort:
        return "ORDER BY reading, position"
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in known:
        raise DeskError(
            "bad_request",
            f"there is no column {name!r} to sort by",
            f"choose one of {', '.join(sorted(known))}",
        )
    return f'ORDER BY "{name}" {"DESC" if down else "ASC"} NULLS LAST, reading, position'


def paged(
    asked: Paged, total: int, names: list[str], rows: list[tuple[Any, ...]]
) -> dict[str, Any]:
    """A part of a table with what one needs to turn its pages."""
    return {
        "rows": [dict(zip(names, row, strict=True)) for row in rows],
        "columns": names,
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "pages": max(1, -(-total // asked.size)),
        "sort": asked.sort,
        "filters": asked.narrowed(),
    }
