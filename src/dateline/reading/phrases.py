"""Longest match of known names over a text: an index from first words to whole phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from dateline.knowledge.tables import fold

T = TypeVar("T")

FIRST_WORD = re.compile(r"\w+")
# An acronym shorter than this may be an everyday word in capitals (US, WHO, IT).
SHORT = 5
# Last words of names (of papers, mostly) that without a capital are everyday words.
DAY_WORDS = frozenset("today times week nation post standard star sun now live".split())
# How much of two spellings of one name is the same: Sissi and Sisi, but not Hassan and Hussein.
NEAR = 0.85


class PhraseIndex(Generic[T]):
    """Phrases by their first word, longest first, each with what it may mean."""

    def __init__(self) -> None:
        self._table: dict[str, dict[str, tuple[bool, bool, list[T]]]] = {}
        self._sorted: dict[str, list[tuple[str, bool, bool, list[T]]]] = {}

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
        self._sorted.pop(first.group(), None)

    def add_all(self, phrases: Iterable[str], meaning: T, *, any_case: bool = False) -> None:
        """Add several phrases of one meaning."""
        for phrase in phrases:
            self.add(phrase, meaning, any_case=any_case)

    def _phrases(self, first: str) -> Sequence[tuple[str, bool, bool, list[T]]]:
        """The phrases that begin with a word, longest first; sorted when first asked for."""
        found = self._sorted.get(first)
        if found is None:
            held = self._table.get(first)
            if held is None:
                return ()
            found = sorted(
                ((p, a, c, m) for p, (a, c, m) in held.items()), key=lambda e: -len(e[0])
            )
            self._sorted[first] = found
        return found

    def longest(self, text: str, folded: str, start: int) -> tuple[int, Sequence[T]] | None:
        """End and meanings of the longest phrase that begins at `start`, None if there is none."""
        first = FIRST_WORD.match(folded, start)
        if first is None:
            return None
        for phrase, acronym, any_case, meanings in self._phrases(first.group()):
            end = start + len(phrase)
            if not folded.startswith(phrase, start) or folded[end : end + 1].isalnum():
                continue
            seen = text[start:end]
            if acronym and not seen.isupper():
                continue
            if " " in seen and seen.rsplit(None, 1)[1] in DAY_WORDS:
                # "visited Russia today" is no paper of that name.
                continue
            if not any_case and not (any(c.isupper() for c in seen[:4]) or seen[0].isdigit()):
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


def same_spelling(one: str, two: str) -> bool:
    """Whether two names with the same consonants are near enough to be one name spelt twice.

    Hassan and Hussein share their consonants; the rest must agree as well.
    """
    return SequenceMatcher(None, fold(one), fold(two)).ratio() >= NEAR
