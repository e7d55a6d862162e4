"""Which place a name means: candidates from the gazetteer, scored by the whole article.

Two passes: the first weighs candidates by what they are (type, population), the second also by
how well they agree with the likely meanings of the article's other places.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.knowledge.gazetteer import GazetteerEntry

# Weights of the evidence, in units of a factor of ten in population.
COUNTRY = 3.0
ADMIN1 = 1.6
ADMIN2 = -0.7
REGION = 5.0
SITE = 4.5
UNPEOPLED = 5.5
OWN_UNIT = 1.0
OWN_CITY = 0.8
CAPITAL = 0.5
MAIN_NAME = 1.6
SAME_COUNTRY = 4.5
SAME_ADMIN1 = 3.6
NEARBY = 2.4
INSIDE_FOLLOWING = 8.0
HOLDS_PRECEDING = 6.0
COUNTRY_NAMED = 1.0
ADMIN1_NAMED = 1.2
ADJECTIVE_BEFORE = 5.0
UNIT_WORD = 3.0
UNIT_BEHIND_CITY = -4.5
BEHIND_OWN_NAME = -5.0
UNIT_BY_ALIAS = -2.0
# Sharpness of the weights that scores are turned into.
SHARP = 1.8

# A candidate: its score, the entry, and the evidence that weighed most.
Scored = tuple[float, "GazetteerEntry", str]

WIDE = frozenset({"country", "admin1", "exact"})
# Cities below this do not take a name from the unit around them.
TOWN = 10_000
# How sure a reading of a name must be for others to lean on it, and how little counts at all.
LIKELY = 0.5
PULL = 0.3
SLIGHT = 0.01
HELD = 100_000
# Cosine of the angle beyond which two places do not count as near (about 1,275 km).
FAR = 0.98
MOST = 40
PASSES = 3
NEAR_KM = 200.0
EARTH = 6371.0


@dataclass(slots=True)
class Toponym:
    """A recognised place name on its way to a place.

    `unit_word` is whether a word says that a unit is meant ("Minsk region"), `city_word` whether
    one says that it is not ("the city of Brest"). `within` holds the entries that the text names as
    what holds it ("Paris, Texas"), `adjective` the countries of an adjective before it ("the
    Belarusian city of Brest").
    """

    first: int
    last: int
    key: str
    entries: tuple[GazetteerEntry, ...]
    kind: str = "place"
    unit_word: bool = False
    city_word: bool = False
    within: int = -1
    adjective: frozenset[str] = frozenset()
    scored: list[Scored] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The key, with adjectives kept apart from places."""
        return f"\0{self.key}" if self.kind == "adjective" else self.key


@dataclass(slots=True)
class _Anchor:
    """The likely meanings of one name, as the other names see it."""

    entries: list[GazetteerEntry]
    weights: list[float]
    countries: dict[str, float]
    units: dict[int, float]
    point: tuple[float, float, float]
    sharpness: float
    local: bool


def rank(toponyms: Sequence[Toponym], byline: Sequence[GazetteerEntry] = ()) -> None:
    """Score the candidates of every toponym, in place; best candidates come first."""
    priors: dict[str, list[Scored]] = {}
    for t in toponyms:
        if t.name not in priors:
            priors[t.name] = prior(t.entries)
        t.scored = _with_own_context(t, priors[t.name])
        t.weights = _weights(t.scored)
    for t in toponyms:
        _with_neighbours(t, toponyms)
    rescored = [t.scored for t in toponyms]
    for _ in range(PASSES):
        anchors = _anchors(toponyms)
        if byline:
            anchors["\0byline"] = _byline_anchor(byline)
        context = _Context(anchors)
        rescored = [context.score(t) for t in toponyms]
        for t, scored in zip(toponyms, rescored, strict=True):
            t.weights = _weights(scored)
    for t, scored in zip(toponyms, rescored, strict=True):
        t.scored = sorted(scored, key=lambda c: -c[0])
        t.weights = _weights(t.scored)


def prior(entries: Sequence[GazetteerEntry]) -> list[Scored]:
    """What the entries are worth without any context."""
    cities = [e for e in entries if e.precision == "city" and e.population > TOWN]
    namesake = any(e.use == "name" for e in cities)
    # "Wales" is also a loose word for the United Kingdom, "Mexico" for its capital; the place that
    # bears the name itself comes first.
    named = any(e.own and e.use == "name" and e.precision in WIDE for e in entries)
    part = any(e.own and e.precision == "admin1" for e in entries)
    found = []
    for e in entries:
        score, why = _standing(e)
        if e.use == "name":
            score += MAIN_NAME
        elif (named and e.use == "alias" and not (e.precision == "city" and e.own)) or (
            part and e.precision == "country"
        ):
            score += BEHIND_OWN_NAME
        elif namesake and e.use == "alias" and e.precision in ("admin1", "admin2"):
            # "Columbia" is a city before it is the District of Columbia.
            score += UNIT_BY_ALIAS
        if e.precision in ("admin1", "admin2") and _has_city(e, cities):
            score += UNIT_BEHIND_CITY
        found.append((score, e, why))
    found.sort(key=lambda c: -c[0])
    return found[:MOST]


def _standing(e: GazetteerEntry) -> tuple[float, str]:
    """What a place is worth for what it is: its population and its type."""
    score = math.log10(e.population + 10)
    if e.precision == "country":
        return score + COUNTRY, "country"
    if e.precision == "admin1":
        # Our table's units often lack a population; they are well known.
        known = UNPEOPLED if e.population == 0 else 0.0
        return score + ADMIN1 + known + (OWN_UNIT if e.own else 0.0), "population"
    if e.precision == "admin2":
        return score + ADMIN2, "population"
    if e.precision in ("region", "exact"):
        # Those of our table are known to the world; the dumps have a thousand Black Rivers.
        known = REGION if e.precision == "region" else SITE
        return (score + known, "own place") if e.own else (score, "population")
    if e.feature == "PPLC":
        return score + CAPITAL + (OWN_CITY if e.own else 0.0), "capital"
    return score + (OWN_CITY if e.own else 0.0), "population"


def _has_city(unit: GazetteerEntry, cities: list[GazetteerEntry]) -> bool:
    """Whether a city of the same name lies in the unit: the bare name means the city."""
    return any(
        city.country == unit.country
        and (
            (unit.id in (city.admin1_id, city.admin2_id) and (city.own or not unit.own))
            or city.feature == "PPLC"
        )
        for city in cities
    )


def _with_own_context(t: Toponym, base: list[Scored]) -> list[Scored]:
    """The prior plus what stands right at this mention."""
    if not (t.unit_word or t.city_word or t.adjective):
        return list(base)
    return [_in_own_context(t, candidate) for candidate in base]


def _in_own_context(t: Toponym, candidate: Scored) -> Scored:
    score, e, why = candidate
    unit = e.precision in ("admin1", "admin2")
    if t.unit_word and unit:
        score, why = score + UNIT_WORD - UNIT_BEHIND_CITY, "unit word"
    elif t.city_word and not unit and e.precision != "country":
        score, why = score + UNIT_WORD, "city word"
    if t.adjective and e.country in t.adjective:
        score, why = score + ADJECTIVE_BEFORE, "adjective before"
    return score, e, why


def _with_neighbours(t: Toponym, toponyms: Sequence[Toponym]) -> None:
    """`Paris, Texas`: what follows a comma holds what stands before it."""
    if t.within < 0:
        return
    outer = toponyms[t.within]
    if outer.kind == "adjective":
        return
    pulls: dict[int, float] = defaultdict(float)
    raised = []
    for (score, e, why), weight in zip(t.scored, t.weights, strict=True):
        best = 0.0
        for (_, o, _), outer_weight in zip(outer.scored, outer.weights, strict=True):
            if holds(o, e):
                pulls[o.id] += weight
                best = max(best, 0.5 + 0.5 * outer_weight)
        reason = f"inside {outer.key!r}" if best else why
        raised.append((score + INSIDE_FOLLOWING * best, e, reason))
    t.scored = raised
    t.weights = _weights(raised)
    outer.scored = [
        (
            score + HOLDS_PRECEDING * pulls[o.id],
            o,
            f"holds {t.key!r}" if pulls[o.id] > PULL else why,
        )
        for score, o, why in outer.scored
    ]
    outer.weights = _weights(outer.scored)


def holds(outer: GazetteerEntry, inner: GazetteerEntry) -> bool:
    """Whether one entry lies in the other: its country or one of its units."""
    if outer.id == inner.id:
        return False
    if outer.precision == "country":
        return outer.country == inner.country
    if outer.id in (inner.admin1_id, inner.admin2_id):
        return True
    return outer.precision == "city" and inner.precision == "exact" and _near(outer, inner, 40)


def _near(one: GazetteerEntry, other: GazetteerEntry, km: float) -> bool:
    a, b = _vector(one), _vector(other)
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] > math.cos(km / EARTH)


def _weights(scored: Sequence[Scored]) -> list[float]:
    if not scored:
        return []
    top = max(c[0] for c in scored)
    raw = [math.exp(SHARP * (c[0] - top)) for c in scored]
    total = sum(raw)
    return [w / total for w in raw]


_VECTORS: dict[int, tuple[float, float, float]] = {}


def _vector(e: GazetteerEntry) -> tuple[float, float, float]:
    found = _VECTORS.get(e.id)
    if found is None:
        la, lo = math.radians(e.latitude), math.radians(e.longitude)
        found = (math.cos(la) * math.cos(lo), math.cos(la) * math.sin(lo), math.sin(la))
        if len(_VECTORS) < HELD:
            _VECTORS[e.id] = found
    return found


def _anchor(entries: list[GazetteerEntry], weights: list[float]) -> _Anchor:
    countries: dict[str, float] = defaultdict(float)
    units: dict[int, float] = defaultdict(float)
    for e, w in zip(entries, weights, strict=True):
        if w < SLIGHT:
            continue
        if e.country:
            countries[e.country] += w
        if e.precision == "admin1":
            units[e.id] += w
        elif e.admin1_id:
            units[e.admin1_id] += w
    best = max(range(len(entries)), key=lambda k: weights[k])
    return _Anchor(
        entries=entries,
        weights=weights,
        countries=dict(countries),
        units=dict(units),
        point=_vector(entries[best]),
        sharpness=weights[best],
        local=entries[best].precision in ("city", "admin2", "exact"),
    )


def _anchors(toponyms: Sequence[Toponym]) -> dict[str, _Anchor]:
    """One anchor a name: its most certain mention speaks for it."""
    best: dict[str, Toponym] = {}
    for t in toponyms:
        if not t.scored:
            continue
        held = best.get(t.name)
        if held is None or max(t.weights) > max(held.weights):
            best[t.name] = t
    return {key: _anchor([c[1] for c in t.scored], t.weights) for key, t in best.items()}


def _byline_anchor(entries: Sequence[GazetteerEntry]) -> _Anchor:
    scored = [(math.log10(e.population + 10), e, "") for e in entries]
    return _anchor([e for _, e, _ in scored], _weights(scored))


class _Context:
    """What the article's names say together, and the scores that follow from it."""

    def __init__(self, anchors: dict[str, _Anchor]) -> None:
        self.anchors = anchors
        self.countries: dict[str, float] = defaultdict(float)
        self.units: dict[int, float] = defaultdict(float)
        for anchor in anchors.values():
            for c, w in anchor.countries.items():
                self.countries[c] += w
            for u, w in anchor.units.items():
                self.units[u] += w
        self.local = [(k, a.point, a.sharpness) for k, a in anchors.items() if a.local]
        self.total = sum(w for _, _, w in self.local)
        self.named: dict[int, str] = {}
        self.named_countries: dict[str, str] = {}
        for k, a in anchors.items():
            top = max(range(len(a.weights)), key=lambda n: a.weights[n])
            e = a.entries[top]
            if a.weights[top] > LIKELY and e.precision == "admin1":
                self.named[e.id] = k
            if a.weights[top] > LIKELY and e.precision == "country":
                self.named_countries[e.country] = k

    def score(self, t: Toponym) -> list[Scored]:
        """The candidates of a toponym with the article's evidence added."""
        if len(t.scored) < 2:  # noqa: PLR2004 - nothing to choose from
            return list(t.scored)
        name, own = t.name, self.anchors.get(t.name)
        others = max(1, len(self.anchors) - 1)
        found = []
        for base, e, why in t.scored:
            added, top, reason = 0.0, 0.8, why
            for value, cause in self._evidence(e, name, own, others):
                added += value
                if value > top:
                    top, reason = value, cause
            found.append((base + added, e, reason))
        return found

    def _evidence(
        self, e: GazetteerEntry, name: str, own: _Anchor | None, others: int
    ) -> list[tuple[float, str]]:
        mine = own.countries.get(e.country, 0.0) if own else 0.0
        share = (self.countries.get(e.country, 0.0) - mine) / others if e.country else 0.0
        evidence = [(SAME_COUNTRY * share, "country of other places")]
        unit = e.id if e.precision == "admin1" else e.admin1_id
        if unit:
            mine = own.units.get(unit, 0.0) if own else 0.0
            near = (self.units.get(unit, 0.0) - mine) / others
            evidence.append((SAME_ADMIN1 * near, "unit of other places"))
        if e.precision != "country":
            if self.named_countries.get(e.country, name) != name:
                evidence.append((COUNTRY_NAMED, "country named"))
            if e.precision != "admin1" and self.named.get(e.admin1_id, name) != name:
                evidence.append((ADMIN1_NAMED, "unit named"))
            evidence.append((NEARBY * self._nearness(e, name), "near other places"))
        return evidence

    def _nearness(self, e: GazetteerEntry, name: str) -> float:
        x, y, z = _vector(e)
        total = self.total
        near = 0.0
        for key, point, weight in self.local:
            if key == name:
                total -= weight
                continue
            dot = x * point[0] + y * point[1] + z * point[2]
            if dot > FAR:
                near += weight * math.exp(-EARTH * math.acos(min(1.0, dot)) / NEAR_KM)
        return near / total if total > SLIGHT else 0.0
