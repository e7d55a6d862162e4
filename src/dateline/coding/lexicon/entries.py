"""The records that the lexicon is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from dateline.knowledge.ontology import PloverType

VERB_SLOTS = frozenset({"subject", "object", "indirect", "clause", "poss", "objectmod", "none"})
TESTS = frozenset({"prt", "comp", "that", "mod", "verb", "prep", "neg", "voice", "be", "near"})
KINDS = frozenset({"#actor", "#person", "#group", "#state", "#place", "#number", "#money"})
PREPOSITIONS = frozenset(
    "about above across after against along alongside amid among around as at before behind "
    "below beneath beside between beyond by despite during for from in inside into like near of "
    "off on onto out outside over past since through throughout to toward towards under until "
    "up upon via with within without".split()
)


@dataclass(frozen=True, slots=True)
class Condition:
    """`slot:value|value`: one of the values stands in the slot.

    `words` are lemmas (classes already resolved), `kinds` the `#…` values, `anything` is `*`.
    `weight` says how much it narrows the reading: a lemma more than a class, a class more than `*`.
    """

    slot: str
    words: frozenset[str]
    kinds: frozenset[str]
    anything: bool
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Which slots name the doers and which the targets, in the order to try them."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    mutual: bool
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of one word; `type` None means that this reading is no event."""

    words: tuple[str, ...]
    pos: str
    type: str | None
    frame: Frame
    cameo: str
    mode: str | None
    conditions: tuple[Condition, ...]
    exceptions: tuple[Condition, ...]
    where: str
    own: bool = True

    @property
    def name(self) -> str:
        """How an explanation names this entry: word, part of speech, conditions, file and line."""
        conditions = "; ".join(c.text for c in self.conditions)
        shown = f"{' '.join(self.words)} ({self.pos}{', ' + conditions if conditions else ''})"
        return f"{shown} [{self.where}]"

    @property
    def weight(self) -> float:
        """How specific the reading is; of several that hold, the heaviest wins."""
        extra = len(self.words) - 1
        return sum(c.weight for c in self.conditions) + 3.0 * extra + (0.0 if self.own else 100.0)


@dataclass
class Lexicon:
    """All entries, by part of speech and first word, heaviest first.

    `types` are those that the user declared beside PLOVER's.
    """

    by_word: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    size: int = 0
    types: dict[str, PloverType] = field(default_factory=dict)

    @cached_property
    def classes_of(self) -> dict[str, tuple[str, ...]]:
        """The names of the word classes that a lemma is in, in alphabetical order."""
        table: dict[str, list[str]] = {}
        for name, words in sorted(self.classes.items()):
            for word in words:
                table.setdefault(word, []).append(name)
        return {word: tuple(names) for word, names in table.items()}

    def lookup(self, pos: str, lemma: str) -> list[Entry]:
        """Entries whose (first) word is `lemma`, heaviest first; empty if there is none."""
        return self.by_word.get((pos, lemma), [])
