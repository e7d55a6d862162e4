"""What exports are made of: an incident with the event reports that speak of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from dateline.errors import ExportError
from dateline.event import EventReport, Origin, Place, What
from dateline.incident import Incident, Quantity
from dateline.linking.incidents import incident_of

# Reports of these are of things that happened or go on; others are plans, denials, conditions.
REAL = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True)
class Case:
    """An incident and its reports."""

    incident: Incident
    reports: tuple[EventReport, ...]

    @cached_property
    def told(self) -> tuple[EventReport, ...]:
        """The reports that tell it as a fact."""
        return tuple(r for r in self.reports if r.status in REAL)

    @cached_property
    def lead(self) -> EventReport:
        """The report that speaks for it: of its type and mode, told as a fact, the surest."""
        incident = self.incident
        return max(
            self.reports,
            key=lambda r: (
                r.status in REAL,
                r.type == incident.type,
                r.mode == incident.mode,
                r.confidence,
                r.id,
            ),
        )

    @cached_property
    def articles(self) -> tuple[Origin, ...]:
        """The articles it is told in, each once, the first published first."""
        seen = {r.article.id: r.article for r in self.reports}
        return tuple(sorted(seen.values(), key=lambda a: (a.published or "9999", a.id)))

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it, in the order of their first word."""
        return tuple(dict.fromkeys(a.outlet for a in self.articles if a.outlet))

    @property
    def demands(self) -> tuple[str, ...]:
        """What is demanded, in the words of the reports, each wish once."""
        found = {" ".join(r.demand.split()).casefold(): r.demand for r in self.told if r.demand}
        return tuple(" ".join(d.split()) for d in found.values())

    def quantity(self, what: What) -> Quantity | None:
        """Everything said about how many, of all kinds of people together where that is said."""
        found = [q for q in self.incident.figures if q.what == what]
        return next((q for q in found if q.unit is None), found[0] if found else None)

    def quantity_of(self, what: What, unit: str) -> Quantity | None:
        """Everything said about how many of one kind."""
        return next((q for q in self.incident.figures if q.what == what and q.unit == unit), None)


@dataclass(frozen=True, slots=True)
class Gone:
    """An incident that is no more: what it was merged into, if so, when and why.

    `country` is where it was, `now_in` where that which it is part of now is.
    """

    incident: str
    into: str | None
    at: datetime
    reason: str
    country: str | None = None
    now_in: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """All that an export may use.

    `read_at` is by report, `written_at` (when linking last changed it) by incident, `lengths`
    (characters) by article, `districts` by the GeoNames id of places in them. `unlinked` is
    whether each report stands for itself.
    `waiting` reports are in no incident yet, `never` ones are of a status that is not linked.
    `version` is Dateline's, where an export names it.
    """

    cases: tuple[Case, ...]
    gone: tuple[Gone, ...] = ()
    read_at: Mapping[str, datetime] = field(default_factory=dict)
    written_at: Mapping[str, datetime] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    districts: Mapping[int, str] = field(default_factory=dict)
    policy: str | None = None
    unlinked: bool = False
    waiting: int = 0
    never: int = 0
    version: str = ""

    @property
    def maker(self) -> str:
        """Who writes the export."""
        return f"Dateline {self.version}".strip()

    def district(self, place: Place | None) -> str | None:
        """The district (second-level unit) of a place, or that it is."""
        if place is None:
            return None
        if place.precision == "admin2":
            return place.name
        return self.districts.get(place.geonameid or 0)

    def changed_at(self, case: Case) -> datetime | None:
        """When it was linked last, or when the newest of its reports was read."""
        read = [t for r in case.reports if (t := self.read_at.get(r.id))]
        written = self.written_at.get(case.incident.id)
        return max([*read, *([written] if written else [])], default=None)

    def first_read_at(self, case: Case) -> datetime | None:
        """When the first of its reports was read."""
        return min((t for r in case.reports if (t := self.read_at.get(r.id))), default=None)


def cases_of(incidents: Iterable[Incident], reports: Iterable[EventReport]) -> tuple[Case, ...]:
    """Incidents with their reports.

    Raises:
        ExportError: a report of an incident is not there.
    """
    known = {r.id: r for r in reports}
    cases = []
    for incident in incidents:
        missing = [r for r in incident.reports if r not in known]
        if missing:
            msg = (
                f"incident {incident.id} names the event report {missing[0]}, which is not there: "
                "link the store again"
            )
            raise ExportError(msg)
        cases.append(Case(incident, tuple(known[r] for r in incident.reports)))
    return tuple(cases)


def unlinked(report: EventReport) -> Incident:
    """A report as an incident of its own, with the report's id."""
    return incident_of(report.id, [report])


TOTAL = "the total of incidents that are rows themselves"


def wholes_of(cases: Iterable[Case]) -> frozenset[str]:
    """The incidents that some of the cases are parts of: a day's total over its marches."""
    return frozenset(c.incident.part_of for c in cases if c.incident.part_of)


def number_of(*parts: str) -> int:
    """A whole number that stands for a text: the same text, the same number, of 15 digits at most.

    It is small enough for the tools that keep whole numbers as floats.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 10**15


def day(text: str) -> date:
    """A day from its ISO form; a time after it is left."""
    return date.fromisoformat(text[:10])


def middle(start: str, end: str) -> date:
    """The day in the middle of a span; of two, the earlier."""
    first = day(start)
    return first + timedelta(days=(day(end) - first).days // 2)
