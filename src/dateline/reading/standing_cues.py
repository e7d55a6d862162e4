"""The cue words of the standing layer, and what a verdict is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.event import Status
from dateline.reading.arcs import Token


@dataclass(frozen=True, slots=True)
class Verdict:
    """Status and score of an event word, the word that decided, and the rule."""

    status: Status
    score: float
    cue: str = ""
    why: str = "told as a fact"


FACT = Verdict("occurred", 3.0)


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of `standing.toml`; each table maps a lemma to what it does to its event."""

    infinitive: dict[str, str]
    clause: dict[str, str]
    noun: dict[str, str]
    object: dict[str, str]
    wished_for: frozenset[str]
    subject: frozenset[str]
    said: frozenset[str]
    modifiers: dict[str, Status]
    adverbs: dict[str, str]
    negatives: frozenset[str]
    modals: dict[str, str]
    speech: frozenset[str]
    expressive: frozenset[str]
    doubtful: frozenset[str]
    events: frozenset[str]
    endings: tuple[str, ...]
    others: frozenset[str]
    running: frozenset[str]
    running_with: dict[str, str]
    gripping: frozenset[str]
    ending: frozenset[str]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Compile the cue lists."""
    text = files("dateline.reading").joinpath("standing.toml").read_text("utf-8")
    data = tomllib.loads(text)

    def table(name: str) -> dict[str, Any]:
        return {
            word: effect
            for effect, words in data[name].items()
            if effect not in {"wished_for", "doubtful", "said"}
            for word in words
        }

    return Cues(
        infinitive=table("infinitive"),
        clause=table("clause"),
        noun=table("noun"),
        object=table("object"),
        wished_for=frozenset(data["object"]["wished_for"]),
        subject=frozenset(data["subject"]["through"]),
        said=frozenset(data["subject"]["said"]),
        modifiers=table("modifiers"),
        adverbs=table("adverbs"),
        negatives=frozenset(data["negatives"]["words"]),
        modals=table("modals"),
        speech=frozenset(data["speech"]["words"]),
        expressive=frozenset(data["speech"]["expressive"]),
        doubtful=frozenset(data["clause"]["doubtful"]),
        events=frozenset(data["events"]["words"]),
        endings=tuple(data["events"]["endings"]),
        others=frozenset(data["events"]["others"]),
        running=frozenset(data["running"]["predicates"]),
        running_with=data["running"]["with_case"],
        gripping=frozenset(data["running"]["gripping"]),
        ending=frozenset(data["running"]["ending"]),
    )


def is_event_word(token: Token) -> bool:
    """Verbs that are no auxiliaries, and nouns that name events."""
    if token.upos == "VERB":
        return True
    if token.upos != "NOUN":
        return False
    cues, lemma = load_cues(), token.lemma
    if lemma in cues.events:
        return True
    return len(lemma) > 5 and lemma.endswith(cues.endings) and lemma not in cues.others  # noqa: PLR2004


def negate(verdict: Verdict, word: str) -> Verdict:
    """The verdict on a clause that is negated."""
    why, cue = "negated", f"{verdict.cue} {word}".strip() if verdict.cue else word
    lower = verdict.cue.lower()
    if verdict.status == "denied":
        return Verdict("occurred", 1.8, cue, "negated twice")
    if verdict.status in {"occurred", "ongoing", "habitual"}:
        return Verdict("denied", -2.6 if verdict.score > 2 else -1.6, word, why)  # noqa: PLR2004
    if verdict.status == "planned":
        return Verdict("denied", -2.4 if verdict.score >= 1.7 else -0.8, cue, why)  # noqa: PLR2004
    if lower in {"can", "ca", "could", "would", "'d"}:
        return Verdict("denied", -2.3, cue, why)
    if verdict.status == "conditional":
        return Verdict("conditional", -0.8, cue, f"{verdict.why}, negated")
    return Verdict("hypothetical", -1.0, cue, f"{verdict.why}, negated")
