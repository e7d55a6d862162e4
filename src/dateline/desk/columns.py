"""The index's events as arrays: what the overview counts, a number an event.

Words are numbered in their order, so that a count is a look into an array and not a comparison of
words. With 100,000 events a view is counted in a few milliseconds, where SQL over lists of words
takes a tenth of a second; which events a filter lets through is still SQL's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
Mask = NDArray[np.bool_]
# Rows of a question of ours about the table that the arrays are made from.
Ask = Callable[[str], list[tuple[Any, ...]]]
# Days that are not known, and places without a point.
NONE = -1
FIGURES = ("participants", "arrests", "injuries", "deaths")
# Fields with one value an event, and the columns of the index that hold them.
SINGLE = {
    "type": "type",
    "mode": "mode",
    "country": "country",
    "outlet": "outlet",
    "standing": "status",
    "confidence": "printf('%.1f', least(floor(confidence * 10), 9) / 10)",
    "place": "place_key",
}
# Fields with several.
SEVERAL = {"actor": "actors", "voice": "voice_side"}
# The sides of who-to-whom, by what they are called.
SIDES = {"code": ("source_code_side", "target_code_side"), "name": ("source_side", "target_side")}


@dataclass(frozen=True, slots=True)
class Coded:
    """A field: the number of each event's value (NONE without one), and the values in order."""

    codes: Numbers
    values: list[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A field with several values: an entry a value, with the row of its event."""

    rows: Numbers
    codes: Numbers
    values: list[str]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who to whom: an entry a source and a target of an event."""

    rows: Numbers
    sources: Numbers
    targets: Numbers
    source_values: list[str]
    target_values: list[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """All events, an entry an event in the order of the table.

    `spots` numbers the points of the map, whose own words are in `places`; `crowds` are the numbers
    of people, largest first, and `crowd_rows` the events that they belong to.
    """

    events: int
    single: dict[str, Coded]
    several: dict[str, Listed]
    pairs: dict[str, Pairs]
    place_labels: list[str]
    spots: Numbers
    places: list[tuple[Any, ...]]
    days: Numbers
    confidence: Reals
    goldstein: Reals
    quads: Numbers
    crowd_rows: Numbers
    crowds: list[tuple[Any, ...]]


def columns_of(ask: Ask, table: str) -> Columns:
    """The arrays of a table of events that are numbered by `row` from 0."""
    single = {name: _coded(ask, table, column) for name, column in SINGLE.items()}
    labels = ask(
        "SELECT any_value(place_name), any_value(country)"
        f" FROM {table} WHERE place_key IS NOT NULL GROUP BY place_key ORDER BY place_key"
    )
    plain = ask(
        f"SELECT coalesce(date_start - DATE '1970-01-01', {_NO_DAY}), confidence, goldstein,"
        f" coalesce(quad, 0) FROM {table} ORDER BY row"
    )
    days, confidence, goldstein, quads = zip(*plain, strict=True) if plain else ((), (), (), ())
    spots, places = _spots(ask, table)
    crowds = ask(
        "SELECT row, id, article_key, f.what, date_start, f.low, f.high, f.approximate, f.text,"
        " place_name, outlet, voices[1] FROM"
        f" (SELECT *, unnest(counted) AS f FROM {table} WHERE size > 0)"
        f" WHERE f.what IN ({', '.join(repr(what) for what in FIGURES)})"
        " ORDER BY coalesce(f.high, f.low) DESC, id"
    )
    return Columns(
        events=len(plain),
        single=single,
        several={name: _listed(ask, table, column) for name, column in SEVERAL.items()},
        pairs={by: _pairs(ask, table, *sides) for by, sides in SIDES.items()},
        place_labels=[f"{name}, {country}" if country else name for name, country in labels],
        spots=spots,
        places=places,
        days=_numbers(days),
        confidence=np.asarray(confidence, dtype=np.float64),
        goldstein=np.asarray(goldstein, dtype=np.float64),
        quads=_numbers(quads),
        crowd_rows=_numbers([row for row, *_ in crowds]),
        crowds=[rest for _, *rest in crowds],  # type: ignore[misc]
    )


# No day of any calendar.
_NO_DAY = -(2**40)


def is_day(days: Numbers) -> Mask:
    """Which of the days are known."""
    known: Mask = days != _NO_DAY
    return known


def _numbers(values: Any) -> Numbers:  # noqa: ANN401 - any sequence of numbers
    return np.asarray(values, dtype=np.int64)


def _coded(ask: Ask, table: str, column: str) -> Coded:
    """The values of a column in order, and their numbers."""
    values = [
        value
        for (value,) in ask(
            f"SELECT DISTINCT {column} AS v FROM {table} WHERE v IS NOT NULL ORDER BY v"
        )
    ]
    number = {value: n for n, value in enumerate(values)}
    number[None] = NONE
    codes = [number[value] for (value,) in ask(f"SELECT {column} FROM {table} ORDER BY row")]
    return Coded(_numbers(codes), values)


def _listed(ask: Ask, table: str, column: str) -> Listed:
    entries = ask(f"SELECT row, unnest({column}) AS v FROM {table}")
    values = sorted({value for _, value in entries if value is not None})
    number = {value: n for n, value in enumerate(values)}
    kept = [(row, number[value]) for row, value in entries if value is not None]
    return Listed(_numbers([r for r, _ in kept]), _numbers([c for _, c in kept]), values)


def _pairs(ask: Ask, table: str, source: str, target: str) -> Pairs:
    """An actor counts once an event; whoever acts on nobody has a target of their own."""
    entries = ask(
        f"SELECT row, source, unnest({target}) AS target FROM"
        f" (SELECT row, unnest({source}) AS source, {target} FROM {table})"
    )
    sources = sorted({s for _, s, _ in entries})
    targets = sorted({t for _, _, t in entries})
    of_source = {value: n for n, value in enumerate(sources)}
    of_target = {value: n for n, value in enumerate(targets)}
    return Pairs(
        _numbers([row for row, _, _ in entries]),
        _numbers([of_source[s] for _, s, _ in entries]),
        _numbers([of_target[t] for _, _, t in entries]),
        sources,
        targets,
    )


def _spots(ask: Ask, table: str) -> tuple[Numbers, list[tuple[Any, ...]]]:
    """The points of the map in the order of their keys; places of one key and precision are one."""
    has = "latitude IS NOT NULL AND longitude IS NOT NULL"
    places = ask(
        "SELECT place_key, any_value(place_name), any_value(country), any_value(admin1),"
        f" avg(latitude), avg(longitude), place_precision FROM {table}"
        f" WHERE {has} GROUP BY place_key, place_precision ORDER BY place_key, place_precision"
    )
    number = {(place[0], place[-1]): n for n, place in enumerate(places)}
    rows = ask(f"SELECT {has}, place_key, place_precision FROM {table} ORDER BY row")
    codes = [number[key, precision] if point else NONE for point, key, precision in rows]
    return _numbers(codes), places
