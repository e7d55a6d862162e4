"""A learned second opinion on who stands on which side of an act.

The rules of `arguments.py` and `context.py` read the slots of the act's own clause; news often
names doers and those concerned elsewhere. A log-linear model over the clues of `side_clues.py`
chooses among everybody named in the act's sentence and the three before it, and nobody; what the
rules say is its strongest clue. Its weights stand in `sides.json`, a readable file that
`dateline train sides` writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.coding.arguments import Participant
from dateline.coding.candidate import Candidate
from dateline.coding.scorer import heaviest
from dateline.coding.side_clues import (
    Possible,
    Side,
    common_clues,
    nobody_clues,
    possible,
    scene_of,
    side_clues,
)
from dateline.reading.grammar import with_conjuncts
from dateline.reading.reading import Name, Reading


@dataclass(frozen=True, slots=True)
class SideWeights:
    """Weights of one side."""

    weights: Mapping[str, float]

    def pull(self, found: Sequence[str]) -> float:
        """How much clues speak for somebody, or for nobody: the log of odds, but for a constant."""
        weights = self.weights
        return sum(weights.get(clue, 0.0) for clue in found)

    def told(self, found: Sequence[str], surplus: float) -> str:
        """In words, what weighed most for somebody whom the rules do not have."""
        most = heaviest(self.weights, found)
        why = ", ".join(f"{clue} {weight:+.1f}" for clue, weight in most)
        return f"none; weighed {surplus:+.1f} against nobody ({why})"


@dataclass(frozen=True, slots=True)
class Sides:
    """The weights of both sides."""

    source: SideWeights
    target: SideWeights
    card: Mapping[str, Any] = field(default_factory=dict)
    version: str = "unnamed"

    def choose(self, reading: Reading, found: Sequence[Candidate]) -> None:
        """Fill the sides of every act that is to be a record."""
        scene = scene_of(reading, found)
        chosen = []
        for candidate in found:
            if candidate.dropped or not candidate.match.entry.own:
                # Whoever writes an entry says with its frame who takes part.
                continue
            people = possible(reading, candidate, scene)
            known = [(who, common_clues(reading, candidate, who, scene)) for who in people]
            sources = self._side(reading, candidate, known, "source")
            targets = self._side(reading, candidate, known, "target")
            chosen.append((candidate, apart(sources, targets)))
        # What the rules say of one act is a clue for another, so that all are chosen first.
        for candidate, (first, second) in chosen:
            candidate.arguments.sources, candidate.arguments.targets = first, second

    def _side(
        self,
        reading: Reading,
        candidate: Candidate,
        known: Sequence[tuple[Possible, Sequence[str]]],
        side: Side,
    ) -> list[tuple[Participant, float]]:
        model = self.source if side == "source" else self.target
        sides = candidate.arguments
        mine = sides.sources if side == "source" else sides.targets
        by_rule = {p.name.entity: p for p in mine if p.name.entity >= 0}
        if len(by_rule) < len({id(p.name) for p in mine}) and not by_rule:
            # Somebody is told of whom nothing else is known.
            return [(p, 0.0) for p in mine]
        people = [who for who, _ in known]
        nobody = model.pull(nobody_clues(reading, candidate, people, side))
        best, most, why = None, nobody, []
        for who, common in known:
            clues = side_clues(reading, candidate, who, side, common)
            pull = model.pull(clues)
            if pull > most:
                best, most, why = who, pull, clues
        if best is None:
            return []
        surplus = most - nobody
        if best.name.entity in by_rule:
            return [(p, surplus) for p in mine]
        taken = model.told(why, surplus)
        return [
            (Participant(n, taken, n.head, direct=False), surplus)
            for n in _with_beside(reading, best, people)
        ]


def apart(
    sources: Sequence[tuple[Participant, float]], targets: Sequence[tuple[Participant, float]]
) -> tuple[list[Participant], list[Participant]]:
    """Nobody stands on both sides: each where more speaks for it."""
    first = {p.name.entity: pull for p, pull in sources if p.name.entity >= 0}
    second = {p.name.entity: pull for p, pull in targets if p.name.entity >= 0}
    return (
        [p for p, pull in sources if pull >= second.get(p.name.entity, pull)],
        [p for p, pull in targets if pull > first.get(p.name.entity, pull - 1)],
    )


def _with_beside(reading: Reading, who: Possible, people: Sequence[Possible]) -> list[Name]:
    """Somebody and whoever is coordinated with him: "the army and the police"."""
    parse, head = reading.parse, who.name.head
    token = parse.tokens[head]
    first = token.head if token.relation == "conj" and token.head >= 0 else head
    beside = frozenset(with_conjuncts(parse, [first]))
    others = [p.name for p in people if p.name.head in beside and p.name is not who.name]
    return [who.name, *others]


@lru_cache(maxsize=1)
def load_sides() -> Sides:
    """The model of sides that comes with the package."""
    text = files("dateline.coding").joinpath("sides.json").read_text("utf-8")
    return sides_of(json.loads(text))


def sides_of(data: Mapping[str, Any]) -> Sides:
    """A model from what `sides.json` holds."""
    return Sides(
        SideWeights(data["source"]), SideWeights(data["target"]), data["card"], data["version"]
    )
