"""The words of speech, `speech_verbs.toml` as tables, and the `Saying` that they make."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import get_args

from dateline.errors import KnowledgeError
from dateline.event import Stance
from dateline.reading.arcs import Token

LISTING = "speech_verbs.toml"
PREPOSITIONS = frozenset("of for against about on as with to at from over".split())
FRAMES = PREPOSITIONS | {"clause", "quote", "to do", "object", "named", "doing"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a word of speech does with a content that stands in one place."""

    stance: Stance
    about: bool = False
    opinion: bool = False


# For every lemma its frames by name.
Words = dict[str, dict[str, Frame]]


@dataclass(frozen=True, slots=True)
class Speech:
    """Verbs, nouns and adjectives with their frames, adverbs of hearsay with their stance."""

    verbs: Words
    nouns: Words
    adjectives: Words
    adverbs: dict[str, Stance]


@dataclass(slots=True)
class Saying:
    """An attribution in the making.

    `quote` is the frame that lets the cue take words in quotation marks, if it has one.
    """

    cue: Token | None
    stance: Stance
    speaker: Token | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)
    quote: Frame | None = None
    about: bool = False
    why: str = ""
    cue_span: tuple[int, int] | None = None
    stance_set: bool = False
    dropped: bool = False

    def holds(self, start: int, end: int) -> bool:
        """Whether most of the range lies in one piece."""
        return any(2 * (min(b, end) - max(a, start)) > end - start for a, b in self.pieces)


@lru_cache(maxsize=1)
def load_speech() -> Speech:
    """Read the words of speech.

    Raises:
        KnowledgeError: the file names a frame or stance that does not exist.
    """
    rows = tomllib.loads(files("dateline.reading").joinpath(LISTING).read_text("utf-8"))
    tables: dict[str, Words] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    adverbs: dict[str, Stance] = {}
    for part, entries in rows.items():
        for entry in entries:
            stance: Stance = entry["stance"]
            frames: list[str] = entry.get("frames", [])
            wrong = [f for f in frames if f not in FRAMES]
            if stance not in get_args(Stance) or wrong or part not in {*tables, "adverbs"}:
                msg = f"{LISTING}: {part} {entry['words'][:40]!r}: no such stance or frame {wrong}"
                raise KnowledgeError(msg)
            for word in entry["words"].split():
                if part == "adverbs":
                    adverbs[word] = stance
                    continue
                held = tables[part].setdefault(word, {})
                for frame in frames:
                    # The first entry that gives a word a frame decides on its stance.
                    held.setdefault(
                        frame,
                        Frame(
                            stance,
                            about=entry.get("about", False) and frame not in {"quote", "clause"},
                            opinion=entry.get("opinion", False),
                        ),
                    )
    return Speech(tables["verbs"], tables["nouns"], tables["adjectives"], adverbs)
