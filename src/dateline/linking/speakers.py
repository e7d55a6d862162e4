"""Who counts: speakers compared by body, country and side, so that one ministry is one voice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from dateline.event import Actor
from dateline.knowledge.countries import Countries
from dateline.knowledge.people import People, standing_on
from dateline.knowledge.tables import fold

Sameness = Literal["same", "maybe", "different"]
# How far beside a name its office stands: "Interior Ministry spokeswoman Olga Chemodanova".
BESIDE = 60


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word a number is.

    `body` is what two speakers share when they speak for one office, in folded words. `side` is
    set for words that name nobody ("officials") and for the speakers who may be meant by them.
    An outlet's own word has `own`, with the article's same-text group, so that copies are one.
    """

    body: str
    country: str | None
    side: str | None
    generic: bool
    own: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An office or service that exists once a country."""

    name: str
    words: re.Pattern[str]
    whole: str | None
    not_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """Words that name nobody, and the roles of those who may be meant."""

    name: str
    words: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of `voices.toml`."""

    bodies: tuple[Body, ...]
    sides: tuple[Side, ...]
    modifiers: frozenset[str]


@lru_cache(maxsize=1)
def _tables() -> Tables:
    text = files("dateline.linking").joinpath("data/voices.toml").read_text("utf-8")
    data = tomllib.loads(text)
    bodies = tuple(
        Body(
            row["name"],
            _any_of(row["words"]),
            row.get("whole"),
            frozenset(row.get("not_in", ())),
        )
        for row in data["body"]
    )
    sides = tuple(
        Side(row["side"], frozenset(fold(w) for w in row["words"]), frozenset(row["roles"]))
        for row in data["generic"]
    )
    return Tables(bodies, sides, frozenset(data["modifiers"]))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted((fold(w) for w in words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@lru_cache(maxsize=1)
def _countries() -> Countries:
    return Countries()


@lru_cache(maxsize=1)
def _people() -> People:
    return People()


def body_of(words: str, country: str | None) -> str | None:
    """The body that words name, and of that the whole it belongs to; None if they name none."""
    bodies = _tables().bodies
    folded = fold(words)
    by_name = {b.name: b for b in bodies}
    for body in bodies:
        if body.words.search(folded):
            if body.whole and country not in body.not_in:
                return by_name[body.whole].name
            return body.name
    return None


def voice_of(speaker: Actor, beside: Sequence[str] = (), published: str | None = None) -> Voice:
    """The voice of a speaker.

    Args:
        speaker: who is cited.
        beside: words around mentions of the speaker, in which an office may stand.
        published: the day of the report, for offices that our tables of people know.
    """
    name = fold(speaker.name or speaker.text or "somebody").strip()
    country = speaker.country
    named = bool(speaker.name) and not speaker.collective
    offices = _offices(speaker, published) if named else ()
    for words in (name, fold(speaker.text or ""), *offices, *(beside if named else ())):
        body = body_of(words, country)
        if body:
            return Voice(body, country, _side_of(speaker), generic=False)
    plain = _bare(name)
    for side in _tables().sides:
        if plain in side.words:
            return Voice(plain, country, side.name, generic=True)
    return Voice(name, country, _side_of(speaker), generic=False)


def _bare(name: str) -> str:
    """A name without what says nothing of who it is: "the Belarusian authorities"."""
    words = name.split()
    while len(words) > 1 and (words[0] in _tables().modifiers or _countries().find(words[0])):
        words.pop(0)
    return " ".join(words)


def _side_of(speaker: Actor) -> str | None:
    return next((s.name for s in _tables().sides if s.roles & set(speaker.roles)), None)


def _offices(speaker: Actor, published: str | None) -> tuple[str, ...]:
    day = date.fromisoformat(published[:10]) if published else None
    person = _people().find(speaker.name or "", day)
    return standing_on(person, day).offices if person else ()


def own_voice(outlet: str | None, article: str, group: str | None) -> Voice:
    """The voice of an outlet that asserts something on its own word."""
    name = fold(outlet) if outlet else f"article {article}"
    return Voice(name, None, None, generic=False, own=True, group=group)


def sameness(first: Voice, second: Voice) -> Sameness:
    """Whether two voices are one, may be one, or are two."""
    if first.own and second.own:
        copies = first.group is not None and first.group == second.group
        return "same" if first.body == second.body or copies else "different"
    if first.country and second.country and first.country != second.country:
        return "different"
    if first.body == second.body:
        return "same"
    may_be = first.generic or second.generic
    if may_be and first.side is not None and first.side == second.side:
        return "maybe"
    return "different"
