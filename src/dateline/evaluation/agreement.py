"""How far people who coded the same articles agree.

*Matched-event F1*: the events of two coders are paired within each sentence as `matching` pairs
gold and ours; the share of events that have a pair of the same type. *Krippendorff's alpha*, field
by field, over the events that coders have in common: 1 is full agreement, 0 what chance would give,
below 0 worse than chance. It takes any number of coders and gaps.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dateline.evaluation.gold import Coded
from dateline.evaluation.matching import pairs

# One unit: what each coder who judged it said.
Unit = Mapping[str, Hashable]
Distance = Callable[[Hashable, Hashable], float]
NOTHING = "none"


def nominal(one: Hashable, other: Hashable) -> float:
    """0 for the same, 1 for anything else."""
    return float(one != other)


def interval(one: Hashable, other: Hashable) -> float:
    """The square of the difference of two numbers."""
    return (float(str(one)) - float(str(other))) ** 2


def alpha(units: Sequence[Unit], distance: Distance = nominal) -> float | None:
    """Krippendorff's alpha; None if it is not defined.

    That is so where no unit was judged twice, and where all judgements are the same value, for then
    nothing shows whether the coders could have told another.
    """
    judged = [[v for v in unit.values() if v is not None] for unit in units]
    judged = [values for values in judged if len(values) > 1]
    if not judged:
        return None
    # Coincidences: each pair of judgements of a unit, weighted so that a unit counts by its values.
    observed = 0.0
    for values in judged:
        apart = sum(distance(a, b) for a, b in combinations(values, 2))
        observed += 2 * apart / (len(values) - 1)
    counts = Counter(value for values in judged for value in values)
    number = sum(counts.values())
    expected = 2 * sum(counts[a] * counts[b] * distance(a, b) for a, b in combinations(counts, 2))
    if not expected:
        return None
    return 1 - (number - 1) * observed / expected


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """The agreement on one field: alpha, and how many events and judgements it rests on."""

    field: str
    alpha: float | None
    units: int
    same: int

    @property
    def share(self) -> float | None:
        """Share of units on which all who judged said the same."""
        return self.same / self.units if self.units else None


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How two coders' events match."""

    first: str
    second: str
    first_events: int
    second_events: int
    matched: int
    same_type: int

    @property
    def f1(self) -> float | None:
        """Twice the pairs of the same type over all events of both; None if there are none."""
        events = self.first_events + self.second_events
        return 2 * self.same_type / events if events else None


@dataclass(frozen=True, slots=True)
class Shared:
    """One happening as several coders coded it: coder to event."""

    article: str
    events: Mapping[str, Coded]


# What is compared of each field; a figure's lower bound on a log scale, since 10 and 20 differ as
# much as 10,000 and 20,000.
FIELDS: dict[str, Callable[[Coded], Hashable]] = {
    "type": lambda e: e.type,
    "mode": lambda e: e.mode or NOTHING,
    "sources": lambda e: _sides(e.sources),
    "targets": lambda e: _sides(e.targets),
    "place": lambda e: e.place[0].casefold() if e.place else NOTHING,
    "date": lambda e: e.date[0] if e.date else NOTHING,
    "status": lambda e: e.status,
    "claim": lambda e: " ".join(e.claim).casefold() or NOTHING,
}
FIGURES = "figures (interval, log)"


def _sides(actors: Sequence[object]) -> Hashable:
    names = sorted(str(getattr(a, "name", "")).casefold() for a in actors)
    return tuple(names) or NOTHING


def _size(event: Coded) -> Hashable | None:
    lows = [low if low is not None else high for _, low, high in event.figures]
    known = [value for value in lows if value is not None and value >= 0]
    return math.log10(1 + max(known)) if known else None


Codings = Mapping[str, Mapping[str, Sequence[Coded]]]  # article to coder to events


def shared_events(codings: Codings) -> list[Shared]:
    """The events of all articles, those that are the same joined across coders.

    Each coder's events are matched with what the coders before have found.
    """
    found: list[Shared] = []
    for article, by_coder in codings.items():
        groups: list[dict[str, Coded]] = []
        for coder in sorted(by_coder):
            groups = _joined(groups, coder, by_coder[coder])
        found.extend(Shared(article, group) for group in groups)
    return found


def _joined(
    groups: list[dict[str, Coded]], coder: str, events: Sequence[Coded]
) -> list[dict[str, Coded]]:
    added = list(groups)
    sentences = sorted({e.sentence for e in events})
    for sentence in sentences:
        theirs = [e for e in events if e.sentence == sentence]
        places = [n for n, g in enumerate(groups) if _first(g).sentence == sentence]
        taken = set()
        for at, mine in pairs([_first(groups[n]) for n in places], theirs):
            taken.add(mine)
            added[places[at]] = {**added[places[at]], coder: theirs[mine]}
        added.extend({coder: e} for n, e in enumerate(theirs) if n not in taken)
    return added


def _first(group: Mapping[str, Coded]) -> Coded:
    return next(iter(group.values()))


def by_field(codings: Codings) -> list[FieldAgreement]:
    """Alpha for each field; `event` is whether there is one, and of which type."""
    shared = shared_events(codings)
    # Who coded the article and has no such event says that there is none.
    presence: list[Unit] = [
        {
            coder: (group.events[coder].type if coder in group.events else NOTHING)
            for coder in codings[group.article]
        }
        for group in shared
    ]
    units: dict[str, list[Unit]] = {"event": presence}
    for name, value in FIELDS.items():
        units[name] = [{c: value(e) for c, e in group.events.items()} for group in shared]
    results = [_agreement(name, given, nominal) for name, given in units.items()]
    sizes: list[Unit] = [
        {c: size for c, e in group.events.items() if (size := _size(e)) is not None}
        for group in shared
    ]
    results.append(_agreement(FIGURES, sizes, interval))
    return results


def _agreement(name: str, units: Sequence[Unit], distance: Distance) -> FieldAgreement:
    judged = [unit for unit in units if len(unit) > 1]
    same = sum(len(set(unit.values())) == 1 for unit in judged)
    return FieldAgreement(name, alpha(judged, distance), len(judged), same)


def by_pair(codings: Codings) -> list[PairAgreement]:
    """Matched-event counts for each two coders, over the articles that both have coded."""
    coders = sorted({coder for by_coder in codings.values() for coder in by_coder})
    results = []
    for first, second in combinations(coders, 2):
        both = [c for c in codings.values() if first in c and second in c]
        if not both:
            continue
        matched = same = 0
        for by_coder in both:
            for sentence in {e.sentence for e in by_coder[first]}:
                one = [e for e in by_coder[first] if e.sentence == sentence]
                other = [e for e in by_coder[second] if e.sentence == sentence]
                for a, b in pairs(one, other):
                    matched += 1
                    same += one[a].type == other[b].type
        results.append(
            PairAgreement(
                first,
                second,
                sum(len(c[first]) for c in both),
                sum(len(c[second]) for c in both),
                matched,
                same,
            )
        )
    return results
