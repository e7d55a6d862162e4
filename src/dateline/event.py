"""What Dateline writes down: the `EventReport` and the nouns it is made of.

The fields are those of the output contract; `reasons` is what `explain` prints.
All offsets are code points into the article's cleaned text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal[
    "occurred", "ongoing", "planned", "conditional", "denied", "hypothetical", "habitual"
]
Stance = Literal["asserts", "denies", "accuses", "doubts", "demands", "predicts"]
DatePrecision = Literal["day", "week", "month", "season", "year", "range", "publication"]
PlacePrecision = Literal["exact", "city", "admin2", "admin1", "country", "region"]
PlaceHow = Literal["clause", "sentence", "paragraph", "dateline", "lead", "document", "inherited"]
What = Literal[
    "participants",
    "arrests",
    "injuries",
    "deaths",
    "displaced",
    "troops",
    "money",
    "votes",
    "other",
]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A slice of the cleaned text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, is acted upon, or speaks."""

    text: str | None
    start: int | None
    end: int | None
    name: str | None
    country: str | None
    roles: tuple[str, ...]
    code: str
    wikidata: str | None
    collective: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened, and how the place was tied to the act."""

    text: str | None
    start: int | None
    end: int | None
    name: str
    geonameid: int | None
    latitude: float | None
    longitude: float | None
    country: str | None
    admin1: str | None
    precision: PlacePrecision
    how: PlaceHow
    others: tuple[dict[str, str | float | int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: ISO days, `start` and `end` the same for one day."""

    text: str | None
    start: str
    end: str
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of what: a number with its bounds."""

    what: What
    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """On whose word a record rests; `start` and `end` bound the claimed content."""

    speaker: Actor
    cue: str
    stance: Stance
    quoted: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one field has its value: the rule or entry, and the words (if any) that it read."""

    field: str
    value: str
    rule: str
    text: str | None = None
    start: int | None = None
    end: int | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The article that a report comes from, as the contract prints it."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class EventReport:
    """One thing that one sentence says somebody did, will do, refused or is accused of."""

    id: str
    article: Origin
    sentence: int
    evidence: Excerpt
    trigger: Excerpt
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    quad: int
    goldstein: float
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    place: Place | None
    date: When | None
    figures: tuple[Figure, ...]
    status: Status
    claims: tuple[Claim, ...]
    demand: str | None
    confidence: float
    reasons: tuple[Reason, ...] = field(default=(), compare=False)


def actor_code(country: str | None, roles: tuple[str, ...]) -> str:
    """Country and roles joined in the manner of CAMEO: `BLROPP`, `RUSGOV`, `---` if unknown."""
    return ((country or "") + "".join(roles)) or "---"


def claim_over(report: EventReport, start: int | None, end: int | None) -> Claim | None:
    """The innermost claim on which words rest.

    Words of the report's sentence that stand outside every claim are the outlet's own; words from
    elsewhere (a place told before) came into the record with the act, and rest on its speaker.
    """
    evidence, trigger = report.evidence, report.trigger
    if start is None or end is None or not evidence.start <= start < evidence.end:
        start, end = trigger.start, trigger.end
    over = [c for c in report.claims if c.start <= start and end <= c.end]
    return over[-1] if over else None
