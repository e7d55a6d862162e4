"""Acts of the police at a protest, as data sets of protests have them: in the protest's own row.

Dateline keeps a march and the arrests at it as two incidents. ACLED and the Crowd Counting
Consortium have one row for both. An act of force against people is taken to be at a protest if it
is of the same day and place, one article tells of both, and that day had one protest there only;
otherwise nobody could say which protest it belongs to, and it stays a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.event import Actor, Place
from dateline.exports.datasets.cases import Case
from dateline.exports.datasets.naming import STATE, is_unarmed, side_of

FORCE = {("COERCE", "arrest"), ("ASSAULT", "crowd-control"), ("ASSAULT", "beat")}
REPRESSION = "175"


@dataclass(frozen=True, slots=True)
class Folded:
    """A case with the acts of force that belong to it."""

    main: Case
    force: tuple[Case, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """All of them, the main one first."""
        return (self.main, *self.force)

    @property
    def forces(self) -> tuple[Actor, ...]:
        """Those who use the force."""
        return tuple(a for c in self.force for a in c.incident.sources)


def folded(cases: Sequence[Case]) -> list[Folded]:
    """The cases in their order, those that belong to a protest with it."""
    protests: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        spot = _spot(case)
        if case.incident.type == "PROTEST" and case.told and spot:
            protests.setdefault(spot, []).append(case)
    home: dict[str, str] = {}
    force: dict[str, list[Case]] = {}
    for case in cases:
        spot = _spot(case)
        there = protests.get(spot, []) if spot else []
        if len(there) != 1 or not _is_force(case):
            continue
        protest = there[0]
        if set(case.incident.articles) & set(protest.incident.articles):
            home[case.incident.id] = protest.incident.id
            force.setdefault(protest.incident.id, []).append(case)
    return [
        Folded(case, tuple(force.get(case.incident.id, ())))
        for case in cases
        if case.incident.id not in home
    ]


def _is_force(case: Case) -> bool:
    """Arrests, crowd control, and harm done to protesters by the state or by nobody named."""
    incident = case.incident
    hurt = incident.type == "ASSAULT" and bool(incident.targets)
    hurt = hurt and all(side_of(a) == "protesters" for a in incident.targets)
    known = (incident.type, incident.mode) in FORCE or case.lead.cameo.startswith(REPRESSION)
    if not known and not hurt:
        return False
    by_state = not incident.sources or any(STATE & set(a.roles) for a in incident.sources)
    # "Nine people were arrested" names nobody whose part in the protest could be doubted.
    return by_state and all(is_unarmed(a) or not a.roles for a in incident.targets)


def _spot(case: Case) -> tuple[str, str] | None:
    """The place and the day, if both are told closely enough to be one spot."""
    place, when = case.incident.place, case.incident.date
    if place is None or when is None or when.start != when.end:
        return None
    if place.precision not in {"exact", "city"}:
        return None
    return _place_key(place), when.start


def _place_key(place: Place) -> str:
    return str(place.geonameid) if place.geonameid else f"{place.name}|{place.country}"
