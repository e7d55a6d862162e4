"""What the overview shows: map, time line, crowds, who-to-whom, facets, and the table of events.

Which events a filter lets through is asked in SQL; they are counted over arrays (`counting.py`), so
that a change of a filter stays quick with 100,000 events. What is too much to draw is left out and
counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dateline.desk import counting
from dateline.desk.counting import BARS, CELLS, CROWDS, PLACES
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Filters, Matrix, Paged, where
from dateline.desk.index import Seen
from dateline.store.rows import COLUMNS

__all__ = ["BARS", "CELLS", "CROWDS", "PLACES"]


def overview(desk: Desk, filters: Filters) -> dict[str, Any]:
    """All parts of the overview for one set of filters."""
    seen = _seen(desk, filters)
    columns, mask = seen.columns, seen.mask
    return {
        "filters": filters.narrowed(),
        "query": filters.query(),
        "total": columns.events,
        "events": int(np.count_nonzero(mask)),
        "map": counting.places(columns, mask),
        "timeline": counting.timeline(columns, mask),
        "crowds": counting.crowds(columns, mask),
        "matrix": counting.matrix(columns, mask, "code"),
        "facets": counting.facets(columns, mask),
    }


def _seen(desk: Desk, filters: Filters) -> Seen:
    return desk.index.seen(*where(filters))


def places(desk: Desk, filters: Filters) -> dict[str, Any]:
    """Events by place. Places of one key and precision are one point."""
    seen = _seen(desk, filters)
    return counting.places(seen.columns, seen.mask)


def timeline(desk: Desk, filters: Filters) -> dict[str, Any]:
    """Events by the day, week, month or year of their first day."""
    seen = _seen(desk, filters)
    return counting.timeline(seen.columns, seen.mask)


def crowds(desk: Desk, filters: Filters) -> dict[str, Any]:
    """Numbers of people, each with its bounds and on whose word, largest first."""
    seen = _seen(desk, filters)
    return counting.crowds(seen.columns, seen.mask)


def matrix(desk: Desk, filters: Matrix) -> dict[str, Any]:
    """Who to whom: the sides with most events, and how many events of each quad between them."""
    seen = _seen(desk, filters)
    return counting.matrix(seen.columns, seen.mask, filters.by)


def facets(desk: Desk, filters: Filters) -> dict[str, Any]:
    """The values that occur in each field, with how many events have them."""
    seen = _seen(desk, filters)
    return counting.facets(seen.columns, seen.mask)


EVENT_COLUMNS = (*COLUMNS, "article_key", "incident", "review")
# In what order a table may be asked for.
SORTS = frozenset(COLUMNS) | {"incident", "size"}


def events(desk: Desk, asked: Paged) -> dict[str, Any]:
    """One part of the table of events."""
    seen = _seen(desk, asked)
    begin = (asked.page - 1) * asked.size
    if asked.sort:
        rows = _sorted_rows(desk, asked, begin)
    else:
        rows = np.flatnonzero(seen.mask)[begin : begin + asked.size].tolist()
    # The rows are found first, and only theirs are taken out of the wide table.
    marks = ", ".join(str(row) for row in rows) or "NULL"
    between = f"row BETWEEN {min(rows, default=0)} AND {max(rows, default=0)} AND row IN ({marks})"
    names, found = desk.index.table(_selected(between, ", row"))
    place = {row: at for at, row in enumerate(rows)}
    # An event that is gone since then, because the store was taken over anew, is left out.
    found = sorted((r for r in found if r[-1] in place), key=lambda r: place[r[-1]])
    total = int(np.count_nonzero(seen.mask))
    return paged(asked, total, names[:-1], [row[:-1] for row in found])


def _sorted_rows(desk: Desk, asked: Paged, begin: int) -> list[int]:
    sql, values = where(asked)
    return [
        row
        for (row,) in desk.index.ask(
            f"SELECT row FROM events WHERE {sql} {order_of(asked.sort, SORTS)} LIMIT ? OFFSET ?",
            [*values, asked.size, begin],
        )
    ]


def all_events(desk: Desk, filters: Filters) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The whole table: what its CSV holds."""
    sql, values = where(filters)
    return desk.index.table(f"{_selected(sql)} {order_of(None, SORTS)}", values)


def _selected(sql: str, more: str = "") -> str:
    columns = ", ".join(f'"{name}"' for name in (*COLUMNS, "article_key", "incident"))
    return (
        f"SELECT {columns}, decided.verdict AS review{more} FROM events"
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
