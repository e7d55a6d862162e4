"""Lemmas by rule: irregular forms by table, regular ones by their ending and the words there are.

`stating` may come from `state` or `stat`; of the candidates, the one that stands earliest in the
network's vocabulary, which is ordered by how common words are, is taken. What comes of a verb's
form and is no verb (`verbs.txt`) is put right by one that is.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

VOWELS = frozenset("aeiou")
# A stem that ends so has lost an "e": stat(e), realiz(e), tabl(e), liv(e), forc(e), charg(e).
_LOST_E = (
    "at", "iz", "yz", "is", "bl", "dl", "gl", "pl", "tl", "v", "c", "rg", "dg", "ng", "u", "ns",
    "ps", "rs", "cut", "lut", "ibut", "titut", "duc", "quir", "cid", "ud", "um", "ir", "ac", "eg",
    "ok", "ag", "id",
)  # fmt: skip
# These have not: wonder, visit, seat, applaud.
_WHOLE = ("er", "or", "on", "en", "it", "et", "eat", "oat", "aud", "oud", "eed", "raid")
_VERBS = {"VBZ": "s", "VBD": "ed", "VBN": "ed", "VBG": "ing"}
_DEGREES = {"JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est"}


class Lemmatizer:
    """Lemmas of words by their Penn tag; lower case throughout."""

    def __init__(self, ranks: Mapping[str, int], irregular: Path, fixes: Mapping[str, str]) -> None:
        self._ranks = ranks
        self._irregular: dict[tuple[str, str], str] = {}
        with irregular.open(encoding="utf-8", newline="") as file:
            rows = (row for row in file if not row.startswith("#"))
            for form, tag, lemma in csv.reader(rows):
                self._irregular[form, tag] = lemma
        self._fixes = fixes
        self._verbs = _verbs()
        self._of = lru_cache(maxsize=50_000)(self._lemma)

    def of(self, lower: str, tag: str) -> str:
        """The lemma of a lower-case word with a Penn tag."""
        return self._of(lower.replace("’", "'"), tag)

    def _lemma(self, word: str, tag: str) -> str:
        if tag.startswith("VB") and word in self._fixes:
            return self._fixes[word]
        before, hyphen, last = word.rpartition("-")
        if hyphen and last and tag[:2] in {"VB", "NN"} and tag[:3] != "NNP":
            return f"{before}-{self._lemma(last, tag)}"
        found = self._irregular.get((word, tag))
        if found is not None:
            return found
        if tag == "NNS":
            return self._without_s(word)
        if tag in _VERBS:
            ending = _VERBS[tag]
            found = self._without_s(word) if ending == "s" else self._without(word, ending)
            return found if found in self._verbs else self._verb(word, ending) or found
        if tag in _DEGREES:
            return self._without(word, _DEGREES[tag])
        return word

    def _verb(self, word: str, ending: str) -> str | None:
        """The likeliest verb that a form may come from, None if no verb we know fits."""
        if not word.endswith(ending):
            return None
        stem = word[: -len(ending)]
        found = [stem, stem + "e"]
        if stem[-2:-1] == stem[-1:]:
            found.append(stem[:-1])
        if stem.endswith("i"):
            found.append(stem[:-1] + "y")
        if ending == "s" and stem.endswith("e"):
            found.append(stem[:-1])
        known = [verb for verb in found if verb in self._verbs]
        return self._first(known) if known else None

    def _without_s(self, word: str) -> str:
        if not word.endswith("s") or word.endswith("ss") or len(word) < 3:  # noqa: PLR2004
            return word
        if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - not ties, dies
            return self._first([word[:-3] + "y", word[:-1]])
        if word.endswith("es"):
            stem = word[:-2]
            if stem.endswith(("ss", "x", "zz", "ch", "sh", "o", "us")):
                return self._first([stem, word[:-1]])
            if stem.endswith(("s", "z")):
                return self._first([word[:-1], stem])
        return word[:-1]

    def _without(self, word: str, ending: str) -> str:
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            return word
        stem = word[: -len(ending)]
        if ending != "ing" and stem.endswith("i"):
            return self._first([stem[:-1] + "y", stem + "e"])
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in VOWELS:  # noqa: PLR2004
            # "stopped", "planned"; but "killed", "passed", "added" are not from "kil", "pas", "ad".
            if stem[-1] in "lsfz":
                return self._first([stem[:-1], stem] if stem[-1] == "l" else [stem, stem[:-1]])
            return stem[:-1]
        if _short(stem):
            return stem + "e"
        lost = not stem.endswith(_WHOLE) and (
            stem.endswith(_LOST_E) or (stem not in self._ranks and _seems_cut(stem))
        )
        return self._first([stem + "e", stem] if lost else [stem, stem + "e"])

    def _first(self, candidates: list[str]) -> str:
        known = [c for c in candidates if c in self._ranks]
        if not known:
            return candidates[0]
        return min(known, key=lambda c: self._ranks[c])


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """The verbs of English in their plain form."""
    listing = files("dateline.reading").joinpath("verbs.txt").read_text("utf-8")
    return frozenset(line for line in listing.splitlines() if not line.startswith("#"))


def _seems_cut(stem: str) -> bool:
    """Whether a stem that is no known word looks as if an "e" were missing: "sidelin", "stifl"."""
    if stem[-1:] == "l" or stem.endswith("lg"):
        return stem[-2:-1] not in VOWELS
    vowels = [c in VOWELS for c in stem[-3:]]
    return stem[-1:] in frozenset("mntsdr") and vowels == [False, True, False]


def _short(stem: str) -> bool:
    """Whether a stem would have doubled its consonant had it no "e": hop(e), car(e), cit(e)."""
    letters = stem[-3:]
    return (
        len(letters) == 3  # noqa: PLR2004 - consonant, vowel, consonant
        and letters[0] not in VOWELS
        and letters[1] in VOWELS
        and letters[2] not in VOWELS | frozenset("wxyh")
        and sum(c in VOWELS for c in stem) == 1
    )
