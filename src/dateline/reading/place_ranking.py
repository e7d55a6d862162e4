"""Which place a name means: candidates from the gazetteer, scored by the whole article.

A candidate's score is the sum of its evidence, each piece a value times a weight of
`place_weights.json`. The first pass weighs candidates by what they are (type, population) and by
the words right around; the later ones also by how well they agree with the likely meanings of the
article's other places.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dateline.knowledge.gazetteer import normalise
from dateline.reading.place_evidence import (
    Evidence,
    load_weights,
    own_evidence,
    standing_evidence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.knowledge.gazetteer import GazetteerEntry

# A candidate: its score, the entry, and the evidence that weighed most.
Scored = tuple[float, "GazetteerEntry", str]

# Sharpness of the weights that scores are turned into.
SHARP = 1.8
# How sure a reading of a name must be for others to lean on it, and how little counts at all.
LIKELY = 0.5
SLIGHT = 0.01
HELD = 100_000
# Cosine of the angle beyond which two places do not count as near (about 1,275 km).
FAR = 0.98
MOST = 40
# Larger cities are known by all of their names.
KNOWN_BY_ALL_NAMES = 100_000
PASSES = 3
# Leads below this are not told.
SHOWN = 0.05
NEAR_KM = 200.0
WIDE_KM = 800.0
EARTH = 6371.0
# What of its weight counts for a county that other names may lie in, however unlikely it looks.
FLOOR = 0.3


@dataclass(slots=True)
class Toponym:
    """A recognised place name on its way to a place.

    `unit_word` is whether a word says that a unit is meant ("Minsk region"), `city_word` whether
    one says that it is not ("the city of Brest"). `within` holds the entries that the text names as
    what holds it ("Paris, Texas"), `adjective` the countries of an adjective before it ("the
    Belarusian city of Brest"). `listed` are the names that it is listed with ("Ohio, Utah and
    Maine"). A `hint` is no place of the article, only evidence ("Ohio State University").
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
    listed: tuple[int, ...] = ()
    hint: bool = False
    scored: list[Scored] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

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
    wide: bool
    hint: bool


@cache
def weights_in_use() -> Mapping[str, float]:
    """The weights that ship with the package."""
    return load_weights()


def rank(
    toponyms: Sequence[Toponym],
    byline: Sequence[GazetteerEntry] = (),
    cues: Mapping[str, float] | None = None,
    pull: Mapping[str, float] | None = None,
) -> None:
    """Score the candidates of every toponym, in place; best candidates come first.

    Args:
        toponyms: the names, in the order of the text.
        byline: the places that the dateline may mean.
        cues: how strongly the article's own words speak for each country.
        pull: weights of the evidence instead of those that ship.
    """
    pull = pull if pull is not None else weights_in_use()
    standing: dict[str, list[tuple[GazetteerEntry, Evidence]]] = {}
    bases: list[list[tuple[GazetteerEntry, Evidence, float]]] = []
    for t in toponyms:
        if t.name not in standing:
            standing[t.name] = candidates(t.entries, pull)
        base = []
        for e, evidence in standing[t.name]:
            whole = evidence + own_evidence(t, e, cues)
            base.append((e, whole, _sum(whole, pull)))
        bases.append(base)
        t.scored = [(score, e, "") for e, _, score in base]
        t.weights = _weights(t.scored)
    added: list[list[Evidence]] = []
    for _ in range(PASSES):
        context = _Context(_anchors(toponyms, byline))
        added = [_around(t, toponyms, context) for t in toponyms]
        _containments(toponyms, added)
        for t, base, more in zip(toponyms, bases, added, strict=True):
            t.scored = [
                (score + _sum(beside, pull), e, "")
                for (e, _, score), beside in zip(base, more, strict=True)
            ]
        for t in toponyms:
            t.weights = _weights(t.scored)
    for t, base, more in zip(toponyms, bases, added, strict=True):
        order = sorted(range(len(base)), key=lambda k, t=t: -t.scored[k][0])  # type: ignore[misc]
        t.evidence = [base[k][1] + more[k] for k in order]
        scored = [t.scored[k] for k in order]
        t.scored = [
            (score, e, _strongest(evidence, pull))
            for (score, e, _), evidence in zip(scored, t.evidence, strict=True)
        ]
        t.weights = _weights(t.scored)
    _leave_unsupported(toponyms, byline)


def shaky(key: str, e: GazetteerEntry) -> bool:
    """Whether a name is a little-known by-name of a town, which resolves nothing by itself.

    The dumps list spellings in all the world's languages without saying so: Kewanee is "Kivani"
    somewhere. "Clacton" for Clacton-on-Sea is no such name.
    """
    if e.use != "alias" or e.own or e.precision != "city" or e.population >= KNOWN_BY_ALL_NAMES:
        return False
    name = normalise(e.name)
    return not (name.startswith(f"{key} ") or key.startswith(f"{name} ") or name == key)


def _leave_unsupported(toponyms: Sequence[Toponym], byline: Sequence[GazetteerEntry]) -> None:
    """Take away shaky candidates in countries that nothing else in the article speaks of."""
    firm = {e.country for e in byline}
    for t in toponyms:
        if t.scored and not shaky(t.key, t.scored[0][1]):
            firm.add(t.scored[0][1].country)
    for t in toponyms:
        keep = [
            k
            for k, (_, e, _) in enumerate(t.scored)
            if e.country in firm or e.country in t.adjective or not shaky(t.key, e)
        ]
        if len(keep) < len(t.scored):
            t.scored = [t.scored[k] for k in keep]
            t.evidence = [t.evidence[k] for k in keep]
            t.weights = _weights(t.scored)


def candidates(
    entries: Sequence[GazetteerEntry], pull: Mapping[str, float]
) -> list[tuple[GazetteerEntry, Evidence]]:
    """The entries with what they are worth without any context, the best first."""
    found = standing_evidence(entries)
    if len(found) > MOST:
        found.sort(key=lambda c: -_sum(c[1], pull))
    return found[:MOST]


def prior(entries: Sequence[GazetteerEntry]) -> list[Scored]:
    """The entries by what they are worth without any context, the best first."""
    pull = weights_in_use()
    found = [(_sum(evidence, pull), e, _strongest(evidence, pull))
             for e, evidence in candidates(entries, pull)]  # fmt: skip
    return sorted(found, key=lambda c: -c[0])


def reasons(t: Toponym, pull: Mapping[str, float] | None = None) -> str:
    """What spoke for the best candidate of a ranked toponym, each with its pull.

    The pull is the lead over the second candidate that the evidence gave; with one candidate only
    there was nothing to choose.
    """
    if not t.scored:
        shaken = next((e for e in t.entries if shaky(t.key, e)), None)
        if shaken is None:
            return "not in the gazetteer"
        return f"only a by-name of {shaken.name}, {shaken.country}, of which nothing else speaks"
    if len(t.scored) == 1:
        return "the only place of that name"
    pull = pull if pull is not None else weights_in_use()
    leads: dict[str, float] = defaultdict(float)
    for sign, evidence in ((1, t.evidence[0]), (-1, t.evidence[1])):
        for name, value in evidence:
            leads[name] += sign * value * pull.get(name, 0.0)
    told = sorted(leads.items(), key=lambda i: -abs(i[1]))[:3]
    other = t.scored[1][1]
    second = ", ".join(part for part in (other.name, other.admin1, other.country) if part)
    said = ", ".join(f"{name} {value:+.1f}" for name, value in told if abs(value) >= SHOWN)
    return f"{said or 'evenly matched'} against {second}"


def _sum(evidence: Evidence, pull: Mapping[str, float]) -> float:
    return sum(value * pull.get(name, 0.0) for name, value in evidence)


def _strongest(evidence: Evidence, pull: Mapping[str, float]) -> str:
    return max(evidence, key=lambda i: i[1] * pull.get(i[0], 0.0), default=("", 0.0))[0]


def _around(t: Toponym, toponyms: Sequence[Toponym], context: _Context) -> list[Evidence]:
    """For every candidate, what the other names say."""
    if len(t.scored) < 2:  # noqa: PLR2004 - nothing to choose from
        return [[] for _ in t.scored]
    found = context.evidence(t)
    for n in t.listed:
        other = toponyms[n]
        kinds: dict[str, float] = defaultdict(float)
        for (_, o, _), w in zip(other.scored, other.weights, strict=True):
            kinds[o.precision] += w / len(t.listed)
        for (_, e, _), evidence in zip(t.scored, found, strict=True):
            evidence.append(("of a kind with what it is listed with", kinds[e.precision]))
    return found


def _containments(toponyms: Sequence[Toponym], added: list[list[Evidence]]) -> None:
    """`Paris, Texas`: what follows a comma holds what stands before it."""
    for n, t in enumerate(toponyms):
        if t.within < 0 or toponyms[t.within].kind == "adjective":
            continue
        outer = toponyms[t.within]
        pulls: dict[int, float] = defaultdict(float)
        for k, (_, e, _) in enumerate(t.scored):
            best = 0.0
            for (_, o, _), outer_weight in zip(outer.scored, outer.weights, strict=True):
                if holds(o, e):
                    pulls[o.id] += t.weights[k]
                    best = max(best, 0.5 + 0.5 * outer_weight)
            if best:
                added[n][k].append(("inside the place named after it", best))
        for k, (_, o, _) in enumerate(outer.scored):
            if pulls[o.id] > SLIGHT:
                added[t.within][k].append(("holds the place named before it", pulls[o.id]))


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


def _anchor(entries: list[GazetteerEntry], weights: list[float], *, hint: bool = False) -> _Anchor:
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
        wide=entries[best].precision in ("country", "admin1"),
        hint=hint,
    )


def _anchors(toponyms: Sequence[Toponym], byline: Sequence[GazetteerEntry]) -> dict[str, _Anchor]:
    """One anchor a name: its most certain mention speaks for it."""
    best: dict[str, Toponym] = {}
    for t in toponyms:
        if not t.scored:
            continue
        held = best.get(t.name)
        if held is None or max(t.weights) > max(held.weights):
            best[t.name] = t
    anchors = {k: _anchor([c[1] for c in t.scored], t.weights, hint=t.hint)
               for k, t in best.items()}  # fmt: skip
    if byline:
        scored = [(math.log10(e.population + 10), e, "") for e in byline]
        anchors["\0byline"] = _anchor([e for _, e, _ in scored], _weights(scored))
    return anchors


def akin(one: str, other: str) -> bool:
    """Whether one name is the other with more words: "DeKalb County" is no witness for "DeKalb"."""
    return one == other or one.startswith(f"{other} ") or other.startswith(f"{one} ")


class _Context:
    """What the article's names say together, and the evidence that follows from it."""

    def __init__(self, anchors: dict[str, _Anchor]) -> None:
        self.anchors = anchors
        self.told: dict[str, list[Evidence]] = {}
        self.countries: dict[str, float] = defaultdict(float)
        self.units: dict[int, float] = defaultdict(float)
        # Counties by name, and counties that the named cities lie in.
        self.counties: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self.seats: dict[int, list[tuple[str, float]]] = defaultdict(list)
        for key, anchor in anchors.items():
            for c, w in anchor.countries.items():
                self.countries[c] += w
            for u, w in anchor.units.items():
                self.units[u] += w
            for e, w in zip(anchor.entries, anchor.weights, strict=True):
                if e.precision == "admin2":
                    self.counties[e.id].append((key, FLOOR + (1 - FLOOR) * w))
                elif e.admin2_id:
                    self.seats[e.admin2_id].append((key, FLOOR + (1 - FLOOR) * w))
        self.local = [(k, a.point, a.sharpness) for k, a in anchors.items() if a.local]
        self.wide = [(k, a.point, a.sharpness) for k, a in anchors.items() if a.wide]
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

    def evidence(self, t: Toponym) -> list[Evidence]:
        """The article's evidence for each candidate of a toponym."""
        name = t.name
        found = self.told.get(name)
        if found is None:
            own, others = self.anchors.get(name), max(1, len(self.anchors) - 1)
            found = self.told[name] = [self._for(e, name, own, others) for _, e, _ in t.scored]
        return [list(evidence) for evidence in found]

    def _for(self, e: GazetteerEntry, name: str, own: _Anchor | None, others: int) -> Evidence:
        evidence = self._shares(e, own, others)
        if e.own and e.precision in ("country", "admin1"):
            near = self._beside(e, name)
            if near > SLIGHT:
                evidence.append(("near other countries or states", near))
        if e.precision == "country":
            return evidence
        if self.named_countries.get(e.country, name) != name:
            evidence.append(("country named", 1.0))
        if e.precision != "admin1" and self.named.get(e.admin1_id, name) != name:
            evidence.append(("unit named", 1.0))
        near = self._nearness(e, name)
        if near > SLIGHT:
            evidence.append(("near other places", near))
        evidence.extend(self._county(e, name))
        return evidence

    def _shares(self, e: GazetteerEntry, own: _Anchor | None, others: int) -> Evidence:
        """The share of the other places that lie in the same country and unit."""
        evidence: Evidence = []
        if e.country:
            mine = own.countries.get(e.country, 0.0) if own else 0.0
            share = (self.countries.get(e.country, 0.0) - mine) / others
            evidence.append(("country of other places", share))
        unit = e.id if e.precision == "admin1" else e.admin1_id
        if unit:
            mine = own.units.get(unit, 0.0) if own else 0.0
            near = (self.units.get(unit, 0.0) - mine) / others
            evidence.append(("unit of other places", near))
        return evidence

    def _county(self, e: GazetteerEntry, name: str) -> Evidence:
        """A county whose towns are named, or a town whose county is."""
        if e.precision == "admin2":
            told, holder, held = "holds a place named", e.id, self.seats
        else:
            told, holder, held = "county named", e.admin2_id, self.counties
        best = max((w for k, w in held.get(holder, ()) if not akin(k, name)), default=0.0)
        return [(told, best)] if best else []

    def _beside(self, e: GazetteerEntry, name: str) -> float:
        """How near a country or state is to those named, as a mean that fades with distance."""
        total = near = 0.0
        x, y, z = _vector(e)
        for key, point, weight in self.wide:
            if key != name:
                total += weight
                dot = x * point[0] + y * point[1] + z * point[2]
                near += weight * math.exp(-EARTH * math.acos(max(-1.0, min(1.0, dot))) / WIDE_KM)
        return near / total if total else 0.0

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
