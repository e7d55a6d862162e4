"""From groups of reports to incidents, with ids that last.

An incident keeps its id while it grows. When two become one, the id that is older stays and the
other one leads to it (a redirect); when they are parted again, the other one comes back. An id is
never given to a second incident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dateline.article import hash_of
from dateline.event import Actor, EventReport, Place, When
from dateline.incident import Incident
from dateline.knowledge.tables import fold
from dateline.linking.claims import quantities

PRECISIONS = ("exact", "city", "admin2", "admin1", "country", "region")
DATE_PRECISIONS = ("day", "range", "week", "month", "season", "year", "publication")
ID_LENGTH = 12

Item = TypeVar("Item")


def incident_of(
    identity: str,
    reports: Sequence[EventReport],
    same_text: Mapping[str, int | str] | None = None,
    *,
    confidence: float = 1.0,
    part_of: str | None = None,
) -> Incident:
    """One incident of the reports of a group.

    Type, mode and day go by vote, copies of one text having one vote together; the place is the
    closest that any report names, in the country that most do; actors are everybody named.
    """
    same_text = same_text or {}
    listed = sorted(reports, key=_by_day)
    votes = _votes(listed, same_text)
    kind = _most((r.type, votes[r.id]) for r in listed) or ""
    modes = [(r.mode, votes[r.id]) for r in listed if r.type == kind]
    return Incident(
        id=identity,
        type=kind,
        mode=_most((m, v) for m, v in modes if m is not None),
        reports=tuple(r.id for r in listed),
        articles=tuple(dict.fromkeys(r.article.id for r in listed)),
        outlets=tuple(dict.fromkeys(r.article.outlet for r in listed if r.article.outlet)),
        sources=_union((r.sources, votes[r.id]) for r in listed),
        targets=_union((r.targets, votes[r.id]) for r in listed),
        place=_place([(r.place, votes[r.id]) for r in listed if r.place]),
        date=_date([(r.date, votes[r.id]) for r in listed if r.date]),
        figures=quantities(listed, same_text),
        part_of=part_of,
        confidence=confidence,
    )


def _by_day(report: EventReport) -> tuple[str, str, int, str]:
    article = report.article
    return article.published or "9999", article.id, report.evidence.start, report.id


def _votes(reports: Sequence[EventReport], same_text: Mapping[str, int | str]) -> dict[str, float]:
    """What each report's word weighs: a text has one vote, however often it is copied or told."""
    groups = {r.id: _text_of(r, same_text) for r in reports}
    sizes = Counter(groups.values())
    return {r.id: 1 / sizes[groups[r.id]] for r in reports}


def _text_of(report: EventReport, same_text: Mapping[str, int | str]) -> str:
    group = same_text.get(report.article.id)
    return f"article {report.article.id}" if group is None else f"text {group}"


def _most(votes: Iterable[tuple[Item, float]]) -> Item | None:
    """The item of most votes; of equals the one that came first. None if there are none."""
    counted: dict[Item, float] = {}
    for item, weight in votes:
        counted[item] = counted.get(item, 0.0) + weight
    # Rounded, because thirds do not add up to one.
    return max(counted, key=lambda item: round(counted[item], 6), default=None)


def _place(places: Sequence[tuple[Place, float]]) -> Place | None:
    """The closest place, in the country that most reports name; of several, the one of most."""
    if not places:
        return None
    country = _most((p.country, v) for p, v in places if p.country)
    here = [(p, v) for p, v in places if country is None or p.country == country]
    closest = min(PRECISIONS.index(p.precision) for p, _ in here)
    close = [(p, v) for p, v in here if PRECISIONS.index(p.precision) == closest]
    key = _most(((p.geonameid, fold(p.name)), v) for p, v in close)
    chosen = next(p for p, _ in close if (p.geonameid, fold(p.name)) == key)
    # Offsets would be those of one report's text, and an incident has many.
    return replace(chosen, start=None, end=None, others=())


def _date(dates: Sequence[tuple[When, float]]) -> When | None:
    """The most precise days, and of those the days that most reports name."""
    if not dates:
        return None
    best = min(DATE_PRECISIONS.index(d.precision) for d, _ in dates)
    precise = [(d, v) for d, v in dates if DATE_PRECISIONS.index(d.precision) == best]
    days = _most(((d.start, d.end), v) for d, v in precise)
    return next(d for d, _ in precise if (d.start, d.end) == days)


def _union(sides: Iterable[tuple[Sequence[Actor], float]]) -> tuple[Actor, ...]:
    """Everybody on one side, each once, those first whom most reports name."""
    votes: dict[tuple[str, ...], float] = {}
    shown: dict[tuple[str, ...], Actor] = {}
    for actors, weight in sides:
        for actor in {_entity(a): a for a in actors}.values():
            key = _entity(actor)
            votes[key] = votes.get(key, 0.0) + weight
            shown[key] = _fuller(shown.get(key), actor)
    ordered = sorted(votes, key=lambda key: -round(votes[key], 6))
    return tuple(replace(shown[key], start=None, end=None) for key in ordered)


def _entity(actor: Actor) -> tuple[str, ...]:
    """What makes two mentions one actor: the Wikidata id, the name, or words and code."""
    if actor.wikidata:
        return ("wikidata", actor.wikidata)
    if actor.name:
        return ("name", fold(actor.name), actor.country or "")
    words = fold(actor.text or "").removeprefix("the ").strip()
    return ("words", words, actor.code)


def _fuller(known: Actor | None, other: Actor) -> Actor:
    """Of two mentions of one actor, the one of whom more is known."""
    if known is None:
        return other
    richer = (bool(other.country), len(other.roles)) > (bool(known.country), len(known.roles))
    return other if richer else known


# --- ids ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of ids: the living in order of age, and the reports that each had last.

    `gone` are ids that led to another incident or had no report left; they may come back.
    """

    living: Mapping[str, Collection[str]]
    gone: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """Groups with their ids, ids that went up in another, and ids of which nothing is left."""

    groups: dict[str, tuple[str, ...]]
    redirects: dict[str, str]
    emptied: tuple[str, ...]


def name_groups(groups: Iterable[Collection[str]], past: Past) -> Named:
    """Give every group of reports an id.

    Living ids choose first, the oldest before the others: each stays with the group that has most
    of its reports. Of several ids in one group the oldest stays and the others lead to it. Then
    ids that were gone come back to groups that hold their reports and have no id; what is left is
    named after its first report.
    """
    listed = [tuple(sorted(group)) for group in groups]
    group_of = {report: n for n, group in enumerate(listed) for report in group}
    named: dict[int, str] = {}
    redirects: dict[str, str] = {}
    emptied: list[str] = []
    lost: list[tuple[str, int]] = []
    for identity, members in past.living.items():
        home = _home(members, group_of, listed)
        if home is None:
            emptied.append(identity)
        elif home in named:
            lost.append((identity, home))
        else:
            named[home] = identity
    redirects.update({identity: named[home] for identity, home in lost})
    for identity, members in past.gone.items():
        home = _home(members, group_of, listed)
        if home is not None and home not in named and identity not in redirects:
            named[home] = identity
    taken = {*past.living, *past.gone}
    for n, group in enumerate(listed):
        if n not in named:
            named[n] = new_id(group, taken)
            taken.add(named[n])
    return Named({named[n]: group for n, group in enumerate(listed)}, redirects, tuple(emptied))


def _home(
    members: Collection[str], group_of: Mapping[str, int], groups: Sequence[Sequence[str]]
) -> int | None:
    """The group that has most of an incident's reports; of equals that with its first report."""
    shares = Counter(group_of[m] for m in members if m in group_of)
    if not shares:
        return None
    return min(shares, key=lambda n: (-shares[n], groups[n]))


def new_id(group: Sequence[str], taken: Collection[str]) -> str:
    """An id after the group's first report, which no incident has had yet."""
    first = min(group)
    tries = 0
    while True:
        made = hash_of("incident", first, str(tries) if tries else None)[:ID_LENGTH]
        if made not in taken:
            return made
        tries += 1


# --- how well a group holds together --------------------------------------------------------------


def weakest_link(group: Collection[str], pairs: Iterable[tuple[str, str, float]]) -> float:
    """The lowest probability without which a group would fall apart; 1 for a single report.

    The strongest links are taken first until all hang together; where the scored pairs do not
    reach everybody, the lowest of those that were taken stands for the rest.
    """
    heads = {report: report for report in group}
    parts = len(heads)

    def head(report: str) -> str:
        while heads[report] != report:
            heads[report] = heads[heads[report]]
            report = heads[report]
        return report

    weakest = 1.0
    for first, second, probability in sorted(pairs, key=lambda p: (-p[2], p[0], p[1])):
        if parts == 1:
            break
        if first not in heads or second not in heads:
            continue
        one, two = head(first), head(second)
        if one != two:
            heads[one] = two
            parts -= 1
            weakest = min(weakest, probability)
    return weakest
