"""Longest match of known names over a text: an index from first words to whole phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from dateline.knowledge.tables import fold

T = TypeVar("T")

FIRST_WORD = re.compile(r"\w+")
# An acronym shorter than this may be an everyday word in capitals (US, WHO, IT).
SHORT = 5


class PhraseIndex(Generic[T]):
    """Phrases by their first word, longest first, each with what it may mean."""

    def __init__(self) -> None:
        self._table: dict[str, dict[str, tuple[bool, bool, list[T]]]] = {}
        self._sorted: dict[str, list[tuple[str, bool, bool, list[T]]]] | None = None

    def add(self, phrase: str, meaning: T, *, any_case: bool = False) -> None:
        """Add one reading of a phrase; `any_case` phrases need no capital letter."""
        phrase = phrase.removeprefix("the ").removeprefix("The ")
        folded = fold(phrase)
        first = FIRST_WORD.match(folded)
        if first is None:
            return
        acronym = phrase.isupper() and len(phrase) <= SHORT
        held = self._table.setdefault(first.group(), {})
        if folded in held:
            acronym_before, case_before, meanings = held[folded]
            held[folded] = (acronym and acronym_before, any_case or case_before, meanings)
            if meaning not in meanings:
                meanings.append(meaning)
        else:
            held[folded] = (acronym, any_case, [meaning])
        self._sorted = None

    def add_all(self, phrases: Iterable[str], meaning: T, *, any_case: bool = False) -> None:
        """Add several phrases of one meaning."""
        for phrase in phrases:
            self.add(phrase, meaning, any_case=any_case)

    def ready(self) -> dict[str, list[tuple[str, bool, bool, list[T]]]]:
        """The table with the longest phrases first."""
        if self._sorted is None:
            self._sorted = {
                first: sorted(
                    ((p, a, c, m) for p, (a, c, m) in held.items()), key=lambda e: -len(e[0])
                )
                for first, held in self._table.items()
            }
        return self._sorted

    def longest(self, text: str, folded: str, start: int) -> tuple[int, Sequence[T]] | None:
        """End and meanings of the longest phrase that begins at `start`, None if there is none."""
        first = FIRST_WORD.match(folded, start)
        if first is None:
            return None
        for phrase, acronym, any_case, meanings in self.ready().get(first.group(), ()):
            end = start + len(phrase)
            if not folded.startswith(phrase, start) or folded[end : end + 1].isalnum():
                continue
            seen = text[start:end]
            if acronym and not seen.isupper():
                continue
            if not any_case and not (seen[0].isupper() or seen[0].isdigit()):
                continue
            return end, meanings
        return None


VOWELS = re.compile(r"[aeiouyj]+|[^a-z]+")
DOUBLES = re.compile(r"(.)\1+")
SOUNDS = (("kh", "h"), ("ph", "f"), ("ck", "k"), ("sch", "sh"), ("tch", "ch"), ("w", "v"),
          ("q", "k"), ("x", "ks"), ("ts", "c"), ("tz", "c"), ("gh", "g"))  # fmt: skip


def skeleton(name: str) -> str:
    """The consonants of a name, the same for the ways in which it is written in Latin letters."""
    found = fold(name)
    for seen, written in SOUNDS:
        found = found.replace(seen, written)
    words = [VOWELS.sub("", word) or word[:1] for word in found.replace("-", " ").split()]
    return DOUBLES.sub(r"\1", "".join(words))
