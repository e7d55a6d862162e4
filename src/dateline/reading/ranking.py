"""Weighing the clues of `antecedents.py`: which of the candidates a pronoun means.

A log-linear model: the weights of a candidate's clues are added up, and the sums of all candidates
and of "nobody" share out the probability. The weights stand in `references.json`, a readable file
that `dateline train references` writes; its card there names what it was trained on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.reading.antecedents import Candidate, nobody

LISTING = "references.json"
# The weights that a kind of pronoun goes by: "he" and "she" share them.
TABLES = {"m": "he and she", "f": "he and she", "p": "they", "n": "it"}
# So many of the clues that weighed most are told in an explanation.
TOLD = 3


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of clues by table, and how probable an antecedent has to be to be taken."""

    weights: Mapping[str, Mapping[str, float]]
    least: Mapping[str, float]

    def shares(self, kind: str, found: Sequence[Candidate]) -> list[float]:
        """How probable each candidate is, and last that nobody is meant."""
        weights = self.weights[TABLES[kind]]
        sums = [
            sum(weights.get(clue, 0.0) for clue in clues)
            for clues in (*(c.clues for c in found), nobody(found))
        ]
        top = max(sums)
        powers = [math.exp(s - top) for s in sums]
        total = sum(powers)
        return [p / total for p in powers]

    def choose(self, kind: str, found: Sequence[Candidate]) -> tuple[int, float] | None:
        """The candidate that is meant and its probability; None: it is left open."""
        shares = self.shares(kind, found)
        best = max(range(len(shares)), key=lambda k: (shares[k], -k))
        if best == len(found) or not found[best].members:
            return None
        return (best, shares[best]) if shares[best] >= self.least[TABLES[kind]] else None

    def reason(self, kind: str, found: Sequence[Candidate], best: int, share: float) -> str:
        """What told most for the candidate and not for the others, in words."""
        weights = self.weights[TABLES[kind]]
        others = [set(c.clues) for k, c in enumerate(found) if k != best]
        told = [
            (weights.get(clue, 0.0) * (1 - sum(clue in o for o in others) / max(1, len(others))))
            for clue in found[best].clues
        ]
        ranked = sorted(zip(told, found[best].clues, strict=True), key=lambda p: (-p[0], p[1]))
        words = [clue for weight, clue in ranked[:TOLD] if weight > 0]
        return f"pronoun, {share:.0%} sure: {'; '.join(words) or 'nobody else fits'}"


def ranker_of(data: Mapping[str, Any]) -> Ranker:
    """The ranker of a file's content."""
    return Ranker(data["weights"], data["least"])


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """The ranker that ships with the package."""
    text = files("dateline.reading").joinpath(LISTING).read_text("utf-8")
    return ranker_of(json.loads(text))
