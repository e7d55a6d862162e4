"""The `Reading`: an article with everything that the layers found in it.

Each layer is a list of small records with character offsets into the cleaned text. A layer is made
by one component (see `components.py`) and read by those that come after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dateline.article import Article
from dateline.event import PlacePrecision, Stance, Status, What
from dateline.reading.arcs import Parse

NameKind = Literal["PERSON", "GROUP", "ORG", "PLACE", "NORP", "FAC", "EVENT", "PRON"]


@dataclass(slots=True)
class Name:
    """A mention of somebody or something that can act: a name, a role noun, a group, a pronoun.

    `head` is the index of the token that heads the phrase; `first` and `last` are its outermost
    tokens (both inclusive). `entity` is the index into `Reading.entities`. `why` is the rule that
    found it.
    """

    start: int
    end: int
    text: str
    kind: NameKind
    head: int
    first: int
    last: int
    entity: int = -1
    why: str = ""


@dataclass(slots=True)
class Entity:
    """Somebody, over the whole article: all mentions that mean the same actor.

    `roles` are sector codes, best first; `country` is ISO 3166 alpha-3, IGO, NGO, MNC, INT or None.
    `why` tells which entry or rule gave country and roles. `members` are the entities that a pair
    such as "the two countries" stands for.
    """

    index: int
    name: str
    kind: NameKind
    country: str | None = None
    roles: tuple[str, ...] = ()
    wikidata: str | None = None
    collective: bool = False
    gender: Literal["m", "f", ""] = ""
    offices: tuple[str, ...] = ()
    why: str = ""
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A gazetteer entry that a place mention might mean, with its score."""

    geonameid: int | None
    name: str
    country: str | None
    score: float


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in the text and the place it was resolved to (name None: not found)."""

    start: int
    end: int
    text: str
    head: int
    name: str | None
    geonameid: int | None
    latitude: float | None
    longitude: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    precision: PlacePrecision | None
    confidence: float
    candidates: tuple[PlaceCandidate, ...] = ()
    kind: Literal["place", "adjective", "metonym"] = "place"
    why: str = ""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: TIMEX3 type and value, and the days it covers (None if unknown).

    `head` is the index of its head token. `precision` is that of the days.
    """

    start: int
    end: int
    text: str
    head: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    begin: date | None
    finish: date | None
    precision: Literal["day", "week", "month", "season", "year", "range", ""] = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A number with its bounds and what it counts; `head` is the token of the counted noun."""

    start: int
    end: int
    text: str
    head: int
    what: What
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """An attribution: who says what.

    `source_head` and `cue_head` are token indices (-1: not in the text). `content` holds character
    ranges, usually one. `about` is true where the content is what the words are about, not what
    they say: "condemned the raid" does not tell us that there was one.
    """

    source_start: int
    source_end: int
    source_head: int
    cue_start: int
    cue_end: int
    cue_head: int
    content: tuple[tuple[int, int], ...]
    kind: Literal["direct", "indirect", "mixed"]
    stance: Stance
    why: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an event word's event happened: status, score from -3 to 3, and the cue words."""

    start: int
    end: int
    head: int
    status: Status
    score: float
    cue: str
    why: str = ""


@dataclass(slots=True)
class Reading:
    """An article, its parse, and the layers found in it."""

    article: Article
    parse: Parse
    names: list[Name] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    references: list[Name] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    # The place of the report's dateline, if it has one (no offsets: the dateline is cut).
    origin: list[PlaceMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    figures: list[FigureMention] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    _by_token: dict[int, Name] | None = None
    _by_head: dict[int, Standing] | None = None

    def name_at(self, i: int) -> Name | None:
        """The name, or after coreference the pronoun or description, that holds token `i`."""
        if self._by_token is None:
            table: dict[int, Name] = {}
            for name in [*self.references, *self.names]:
                for k in range(name.first, name.last + 1):
                    # The smallest mention around a token wins: "Minsk" in "the mayor of Minsk".
                    held = table.get(k)
                    if held is None or name.last - name.first <= held.last - held.first:
                        table[k] = name
            self._by_token = table
        return self._by_token.get(i)

    def standing_at(self, i: int) -> Standing | None:
        """The standing of the event word headed by token `i`, if that layer judged it."""
        if self._by_head is None:
            self._by_head = {s.head: s for s in self.standing}
        return self._by_head.get(i)

    def forget_lookups(self) -> None:
        """Drop the look-up tables after a layer has changed."""
        self._by_token = None
        self._by_head = None
