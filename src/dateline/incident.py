"""What linking makes of event reports: the `Incident`, with every report and competing number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.event import Actor, Place, Stance, What, When

# How two values of one quantity of one incident relate.
Relation = Literal["agreement", "conflict", "revision", "scope_difference", "inconsistency"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a number counts: the place (null: not said) and the days, ISO, both ends included."""

    place: str | None
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One number that one report gives, with whose word it is; `speaker` null is the outlet's."""

    low: float | None
    high: float | None
    approximate: bool
    text: str
    speaker: Actor | None
    stance: Stance | None
    outlet: str | None
    published: str | None
    report: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two values, by their index in `Quantity.values`, relate, and why.

    Of a revision `first` is the earlier number, as far as that can be told.
    """

    first: int
    second: int
    relation: Relation
    reason: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """Everything said about one quantity of an incident; nothing is averaged away.

    `voices` counts independent voices: copies of one text are one. `disputed` is true only for a
    conflict: different claimants, same scope, ranges that do not overlap.
    """

    what: What
    unit: str | None
    values: tuple[Value, ...]
    relations: tuple[Comparison, ...]
    voices: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening, with the ids of the event reports that speak of it.

    `part_of` is the incident of which this is a part (a day's march, of the day's total).
    `confidence` is the lowest of the link probabilities that hold it together; 1 for one report.
    """

    id: str
    type: str
    mode: str | None
    reports: tuple[str, ...]
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    place: Place | None
    date: When | None
    figures: tuple[Quantity, ...]
    part_of: str | None
    confidence: float
