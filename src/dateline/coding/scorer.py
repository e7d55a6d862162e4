"""A learned second opinion on what the lexicon proposes: is this word, here, an act of this type?

A linear model over the clues of `clues.py`. Its weights stand in `scorer.json`, a readable file
that `dateline train types` writes; its card there names what it was trained on. It keeps or drops
what the rules give, takes back what they dropped, and chooses among the readings of a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.coding.candidate import Candidate
from dateline.coding.clues import clues, surroundings
from dateline.coding.lexicon import Lexicon
from dateline.reading.reading import Reading

# So many of the clues that weighed most are told in an explanation.
TOLD = 3
# How reasons of the rules begin that the scorer may not overrule.
FINAL = ("history",)
# Log-odds that nothing reaches: a scorer that asks for them proposes nothing.
NEVER = 9.0
# What the codebook itself rules out: what is demanded, promised or threatened has not happened.
ABSORBED = "content of "


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of clues, and the log-odds from which a candidate is kept.

    `keep` is for what the rules keep, `take_back` for what they drop, `propose` for other readings
    of a word. What the scorer says counts in the confidence by `scale`, as far as it is more or
    less than `middle`, its mean.
    """

    start: float
    weights: Mapping[str, float]
    keep: float = 0.0
    take_back: float = 0.0
    propose: float = 0.0
    scale: float = 0.0
    middle: float = 0.0
    card: Mapping[str, Any] = field(default_factory=dict)
    version: str = "unnamed"

    @property
    def proposes(self) -> bool:
        """Whether it may choose other readings of words at all."""
        return self.propose < NEVER

    def pull(self, found: Sequence[str]) -> float:
        """The log-odds that clues give."""
        weights = self.weights
        return self.start + sum(weights.get(clue, 0.0) for clue in found)

    def choose(
        self, reading: Reading, lexicon: Lexicon, pool: Sequence[Candidate]
    ) -> list[Candidate]:
        """Decide on every candidate of the pool: at most one reading a word, in text order."""
        around = surroundings(reading, lexicon, pool)
        by_word: dict[int, list[Candidate]] = {}
        given: dict[int, list[str]] = {}
        for candidate in pool:
            found = clues(reading, candidate, around)
            candidate.pull = self.pull(found)
            given[id(candidate)] = found
            candidate.counts = self.scale * (candidate.pull - self.middle)
            by_word.setdefault(candidate.match.act.first, []).append(candidate)
        chosen = [self._best(here) for _, here in sorted(by_word.items())]
        kept = [c for c in chosen if not (c.match.loose and c.dropped)]
        for candidate in kept:
            candidate.weighed = self.weighed(given[id(candidate)])
        return kept

    def _best(self, here: Sequence[Candidate]) -> Candidate:
        """Of the readings of a word the one that the scorer trusts most."""
        best = max(here, key=lambda c: (c.pull or 0.0) - self._least(c))
        pull = best.pull or 0.0
        if best.dropped.startswith(FINAL):
            return best
        if pull >= self._least(best):
            best.dropped = ""
        elif not best.dropped:
            best.dropped = f"the scorer doubts it ({pull:+.1f})"
        return best

    def _least(self, candidate: Candidate) -> float:
        if candidate.match.loose:
            return self.propose
        if candidate.dropped.startswith(ABSORBED):
            return NEVER
        if not candidate.match.entry.own:
            # Whoever writes an entry wants what it finds.
            return -NEVER
        return self.take_back if candidate.dropped else self.keep

    def weighed(self, found: Sequence[str]) -> tuple[tuple[str, float], ...]:
        """The clues that weighed most."""
        return heaviest(self.weights, found)


def heaviest(weights: Mapping[str, float], found: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The few clues, with their weights, that weigh most either way."""
    held = [(clue, weights[clue]) for clue in found if clue in weights]
    return tuple(sorted(held, key=lambda pair: -abs(pair[1]))[:TOLD])


@lru_cache(maxsize=1)
def load_scorer() -> Scorer:
    """The scorer that comes with the package."""
    text = files("dateline.coding").joinpath("scorer.json").read_text("utf-8")
    return scorer_of(json.loads(text))


def scorer_of(data: Mapping[str, Any]) -> Scorer:
    """A scorer from what `scorer.json` holds."""
    return Scorer(
        start=float(data["start"]),
        weights=data["weights"],
        keep=float(data["keep"]),
        take_back=float(data["take_back"]),
        propose=float(data["propose"]),
        scale=float(data["scale"]),
        middle=float(data["middle"]),
        card=data["card"],
        version=data["version"],
    )
