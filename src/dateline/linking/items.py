"""What of an event report can be compared with another's: the `Item`.

An item may be made from a coded `EventReport`, from a whole article, or from a row that people
coded: linking asks no more than this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.event import Actor, EventReport, Figure, Place
from dateline.linking.bags import BagMaker, Bags
from dateline.linking.rules import Rules
from dateline.linking.words import NUMBER, rarity, stems, weights

# An actor without a name is known by country and roles only, which many share.
UNNAMED = 0.5
NAME = re.compile(r"[A-Z][\w’'-]+")
SENTENCE_ENDS = ".!?:\n“\"'("
CITY = frozenset({"exact", "city", "admin2"})
# Of a long article the first characters are looked at.
MOST = 5000
# A day that is told only by the date of publication may lie this many days before it.
BEFORE_PUBLICATION = 3


@dataclass(frozen=True, slots=True)
class LinkText:
    """What linking needs of an article."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something happened: the place's id or name, its point, and how narrow it is."""

    key: str
    name: str
    point: tuple[float, float] | None
    country: str | None
    admin1: str | None = None
    narrow: bool = True
    # A place inside the place: a street, a square, a school.
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One report, as far as linking looks at it.

    `days` are the first and last day (ordinals) on which it may have happened; `dated` tells
    whether the report says so itself. `sources` and `targets` map actors to their rarity,
    `figures` what is counted to bounds, `places` all places named with it to their weight. `wide`
    is a total over several places, `another` a report that sets itself off from what its article
    told before; `order` and `sentence` are its place in the article.
    """

    id: str
    article: str
    type: str
    mode: str | None = None
    status: str = "occurred"
    spot: Spot | None = None
    days: tuple[int, int] | None = None
    dated: bool = False
    published: int | None = None
    outlet: str | None = None
    sources: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    places: Mapping[str, float] = field(default_factory=dict)
    trigger: str = ""
    words: Mapping[str, float] = field(default_factory=dict)
    wide: bool = False
    another: bool = False
    order: int = 0
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """The words of many articles: all, the names among them, and the numbers; by place in `at`."""

    at: Mapping[str, int]
    words: Bags
    names: Bags
    numbers: Bags


def pages_of(articles: Iterable[LinkText]) -> Pages:
    """The words of articles; of long ones those near the beginning."""
    at: dict[str, int] = {}
    words, names, numbers = BagMaker(), BagMaker(), BagMaker()
    for article in articles:
        if article.id in at:
            continue
        at[article.id] = len(at)
        text = article.text[:MOST]
        title = article.title or ""
        words.add(weights(stems(f"{title}. {title}. {text}" if title else text)))
        names.add({n: rarity(n) for n in names_in(text)})
        found = NUMBER.findall(f"{title}. {text}")
        numbers.add(dict.fromkeys((n.rstrip(".,").replace(",", "") for n in found), 1.0))
    return Pages(at, words.made(), names.made(), numbers.made())


def names_in(text: str) -> set[str]:
    """Words with a capital that do not open a sentence, in small letters."""
    found = set()
    for match in NAME.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()].rstrip(" ")
        if before and before[-1] not in SENTENCE_ENDS:
            found.add(match.group().removesuffix("’s").removesuffix("'s").lower())
    return found


def item_of(report: EventReport, rules: Rules) -> Item:
    """What linking looks at in a coded report."""
    published = day_of(report.article.published)
    days, dated = _days(report, published)
    told = report.evidence.text
    at = report.trigger.start - report.evidence.start
    return Item(
        id=report.id,
        article=report.article.id,
        type=report.type,
        mode=report.mode,
        status=report.status,
        spot=_spot(report.place) if report.place else None,
        days=days,
        dated=dated,
        published=published,
        outlet=report.article.outlet,
        sources=_actors(report.sources),
        targets=_actors(report.targets),
        figures=_figures(report.figures),
        places=_places(report.place),
        trigger=" ".join(stems(report.trigger.text)),
        words=weights(stems(told)),
        wide=rules.is_wide(told) or _several(report, rules),
        another=rules.is_another(told[: max(0, at)]),
        order=report.trigger.start,
        sentence=report.sentence,
    )


def _several(report: EventReport, table: Rules) -> bool:
    """Whether a trigger in the plural ("marches") stands without a narrow place of its own."""
    narrow = report.place is not None and report.place.precision in CITY
    return not narrow and table.is_several(report.trigger.text)


def day_of(value: str | None) -> int | None:
    """The ordinal of an ISO day, None if there is none."""
    try:
        return date.fromisoformat(value[:10]).toordinal() if value else None
    except ValueError:
        return None


def _days(report: EventReport, published: int | None) -> tuple[tuple[int, int] | None, bool]:
    when = report.date
    start = day_of(when.start) if when else None
    end = day_of(when.end) if when else None
    if when and start is not None and end is not None:
        if when.precision == "publication":
            return (start - BEFORE_PUBLICATION, end), False
        return (min(start, end), max(start, end)), True
    if published is None:
        return None, False
    return (published - BEFORE_PUBLICATION, published), False


def _spot(place: Place) -> Spot:
    point = None
    if place.latitude is not None and place.longitude is not None:
        point = (place.latitude, place.longitude)
    key = str(place.geonameid) if place.geonameid is not None else place.name.lower()
    narrow = place.precision in CITY
    return Spot(key, place.name, point, place.country, place.admin1, narrow)


def _places(place: Place | None) -> dict[str, float]:
    """The place and those beside it, and the unit and country that hold it at less weight."""
    if place is None:
        return {}
    found = {place.name.lower(): 1.0}
    found.update((str(o["name"]).lower(), 1.0) for o in place.others if o.get("name"))
    for around, weight in ((place.admin1, 0.5), (place.country, 0.25)):
        if around:
            found.setdefault(around.lower(), weight)
    return found


def _actors(actors: Sequence[Actor]) -> dict[str, float]:
    """Actors by name (or Wikidata id), with the rarity of the rarest word of the name."""
    found: dict[str, float] = {}
    for actor in actors:
        if actor.name:
            words = stems(actor.name)
            weight = max((rarity(w) for w in words), default=UNNAMED)
            found[actor.wikidata or actor.name.lower()] = max(weight, UNNAMED)
        elif actor.text and actor.code == "---":
            found[actor.text.lower()] = UNNAMED
        if actor.code != "---":
            found[actor.code] = UNNAMED
    return found


def _figures(figures: Sequence[Figure]) -> dict[str, tuple[float, float]]:
    """The first figure of each kind as a range; an open end reaches far."""
    found: dict[str, tuple[float, float]] = {}
    for figure in figures:
        low, high = figure.low, figure.high
        if low is None and high is None:
            continue
        floor = low if low is not None else 0.0
        found.setdefault(figure.what, (floor, high if high is not None else floor * 3))
    return found
