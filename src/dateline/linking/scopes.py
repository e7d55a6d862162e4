"""What a number counts: the place and the days, from the event and from the number's own words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.event import EventReport, Figure, Place
from dateline.incident import Scope
from dateline.knowledge.countries import Countries
from dateline.knowledge.tables import fold

# A place told of another sentence than the number's says little about a whole country.
NEAR = frozenset({"clause", "sentence"})
WIDE = frozenset({"country", "region"})
# A number's own words end where the next number begins; so many words of counts do as well.
NUMBER = re.compile(
    r"\d[\d,.]*\d|\d|\b(?:dozens|hundreds|thousands|scores|tens of)\b", re.IGNORECASE
)
# Coders of one event's reports differ on its day more often than not by one.
DAYS_OFF = 1


@dataclass(frozen=True, slots=True)
class Counted:
    """The tables of `counted.toml`."""

    kinds: dict[str, str]
    running: frozenset[str]
    running_days: int
    nation: re.Pattern[str]
    nation_before: tuple[str, ...]
    elsewhere: re.Pattern[str]
    period: re.Pattern[str]
    part_before: re.Pattern[str]
    part_after: re.Pattern[str]
    others_after: re.Pattern[str]
    others_not: frozenset[str]


@lru_cache(maxsize=1)
def counted() -> Counted:
    """The tables, read once."""
    text = files("dateline.linking").joinpath("data/counted.toml").read_text("utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    scope = data["scope"]
    return Counted(
        kinds={unit: row["name"] for row in data["kind"] for unit in row["units"]},
        running=frozenset(data["running"]["what"]),
        running_days=data["running"]["days"],
        nation=_words(scope["nation"]),
        nation_before=tuple(scope["nation_before"]),
        elsewhere=_words(scope["elsewhere"]),
        period=_words(scope["period"]),
        # "including 14", "of them about 14": a hedge may stand between.
        part_before=re.compile(
            rf"\b(?:{_alternatives(data['part']['before'])})"
            r"(?:\s+(?:at least|about|some|around|more than|over|nearly|almost))?\s*$"
        ),
        part_after=re.compile(rf"\s*(?:{_alternatives(data['part']['after'])})\b"),
        others_after=re.compile(rf"\s*(?:{_alternatives(data['part']['others'])})\b"),
        others_not=frozenset(data["part"]["others_not"]),
    )


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(words)})\b")


@lru_cache(maxsize=1)
def _countries() -> Countries:
    return Countries()


def scope_of(report: EventReport, figure: Figure) -> Scope:
    """Place and days that a figure of a report counts over."""
    after, before = words_beside(report, figure)
    place = _own_place(report, after, figure.end) or _own_place(report, before, None)
    start, end = _days(report)
    if counted().period.search(after) or counted().period.search(before):
        # Since when is seldom told; what is sure is that it ends with the report.
        day = report.article.published
        start, end = None, day[:10] if day else end
    return Scope(place or _place(report), start, end)


def is_part(report: EventReport, figure: Figure) -> bool:
    """Whether a figure counts a part of another ("including 14"), or comes on top of one."""
    after, _ = words_beside(report, figure)
    before = fold(report.evidence.text[: max(0, figure.start - report.evidence.start)])
    table = counted()
    if figure.what not in table.others_not and table.others_after.match(after):
        return True
    return bool(table.part_before.search(before) or table.part_after.match(after))


def words_beside(report: EventReport, figure: Figure) -> tuple[str, str]:
    """The folded words of a figure up to the next number, and those before the first number."""
    text, start = report.evidence.text, report.evidence.start
    if not start <= figure.start < start + len(text):
        return "", ""
    tail = text[figure.end - start :]
    following = NUMBER.search(tail)
    after = tail[: following.start()] if following else tail
    head = text[: figure.start - start]
    before = "" if NUMBER.search(head) else head
    return fold(after), fold(before)


def _own_place(report: EventReport, words: str, end: int | None) -> str | None:
    """The place that a number's own words give it."""
    table = counted()
    place = report.place
    country = place.country if place else None
    name = _countries().name_of(country) if country else None
    if table.nation.search(words):
        return name or "the whole country"
    if name and any(f"{w} {fold(name)}" in words for w in table.nation_before):
        return name
    if elsewhere := table.elsewhere.search(words):
        return elsewhere[0]
    if end is None or place is None or not place.others:
        return None
    # Of several places of the event, the one that stands among the number's words is its own.
    spots = [(place.name, place.start), *((o.get("name"), o.get("start")) for o in place.others)]
    mine = [
        name
        for name, start in spots
        if isinstance(name, str) and isinstance(start, int) and end <= start < end + len(words)
    ]
    return mine[0] if len(mine) == 1 else None


def _place(report: EventReport) -> str | None:
    place = report.place
    if place is None or (place.precision in WIDE and place.how not in NEAR):
        return None
    names = [place.name, *(str(o["name"]) for o in place.others if _is_beside(place, o))]
    return " and ".join(dict.fromkeys(names))


def _is_beside(place: Place, other: Mapping[str, object]) -> bool:
    """Whether a further place of an event is one like the first, and not what holds both."""
    narrow = other.get("precision") not in WIDE
    return bool(other.get("name")) and narrow and other.get("country") == place.country


def _days(report: EventReport) -> tuple[str | None, str | None]:
    when = report.date
    if when is None or when.precision == "publication":
        return None, None
    return when.start[:10], when.end[:10]


def difference(first: Scope, second: Scope, exact: frozenset[str] = frozenset()) -> str | None:
    """What two scopes differ in, in words; None if they count the same.

    `exact` are the squares and streets among the places: a march is in the city, wherever in it,
    so that only a country is another scope than they are.
    """
    one, two = first.place, second.place
    if one and two and fold(one) != fold(two):
        spots = {one, two} & exact
        if not spots or any(_is_country(p) for p in {one, two} - spots):
            return f"{one} and {two}"
    if not (first.end and second.end):
        return None
    if (first.start is None) != (second.start is None):
        return "one of them counts more than the event's days"
    a, b = _span(first), _span(second)
    if a is None or b is None:
        return None
    if (a[1] - a[0]) != (b[1] - b[0]) and not (_imprecise(a) or _imprecise(b)):
        return f"{shown_days(first)} and {shown_days(second)}"
    apart = max(a[0], b[0]) - min(a[1], b[1])
    if apart > timedelta(days=DAYS_OFF):
        return f"{shown_days(first)} and {shown_days(second)}"
    return None


def _is_country(name: str) -> bool:
    word = _countries().find(name)
    return word is not None and word.kind == "name"


# A date no closer than a month names when it was, not over how long the number counts.
MONTH = timedelta(days=27)


def _imprecise(span: tuple[date, date]) -> bool:
    return span[1] - span[0] >= MONTH


def _span(scope: Scope) -> tuple[date, date] | None:
    if scope.start is None or scope.end is None:
        return None
    return date.fromisoformat(scope.start[:10]), date.fromisoformat(scope.end[:10])


def shown_days(scope: Scope) -> str:
    """The days of a scope in words; "" if none are said."""
    if scope.start == scope.end:
        return scope.start or ""
    return f"{scope.start} to {scope.end}" if scope.start else f"up to {scope.end}"
