"""Sentences to batches of tensors, in an order that depends on the seed and the epoch alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import torch
from torch import Tensor

from dateline.evaluation.treebank import Sentence
from dateline.reading.wordpieces import WordPieces, case_of

UNKNOWN = -100
# Pieces of the longest input; the parser reads longer sentences in windows of this length.
LONGEST = 128
# How often an example is more than one sentence, is written as a headline, in capitals, or
# without its full stop: what the parser will meet and the treebanks hold too little of.
JOINED, HEADLINE, SHOUTED, OPEN_ENDED = 0.25, 0.04, 0.03, 0.04
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM"})


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything that the network can say, in the order of its outputs."""

    upos: tuple[str, ...]
    tags: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(slots=True)
class Example:
    """One input: a sentence, or several that follow one another."""

    pieces: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    upos: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    segment: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors; targets are `UNKNOWN` where nothing is known."""

    pieces: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    upos: Tensor
    tags: Tensor
    heads: Tensor
    relations: Tensor
    names: Tensor
    starts: Tensor
    allowed: Tensor


class Encoding:
    """Turns sentences into examples."""

    def __init__(self, pieces: WordPieces, labels: Labels) -> None:
        self.pieces = pieces
        self._upos = {u: k for k, u in enumerate(labels.upos)}
        self._tags = {t: k for k, t in enumerate(labels.tags)}
        self._relations = {r: k for k, r in enumerate(labels.relations)}
        self._names = {n: k for k, n in enumerate(labels.names)}

    def length(self, sentence: Sentence) -> int:
        """How many pieces a sentence has."""
        return sum(len(self.pieces.of(w)[0]) for w in sentence.words)

    def example(self, group: Sequence[Sentence], rng: random.Random) -> Example:
        """The example of a group of sentences that follow one another."""
        made = Example(pieces=[self.pieces.start], cases=[0])
        for n, sentence in enumerate(group):
            self._add(made, sentence, n, rng)
        made.pieces.append(self.pieces.stop)
        made.cases.append(0)
        return made

    def _add(self, made: Example, sentence: Sentence, segment: int, rng: random.Random) -> None:
        base, n = len(made.first), len(sentence.words)
        keep = n
        if n > 2 and sentence.words[-1] == "." and rng.random() < OPEN_ENDED:  # noqa: PLR2004
            keep = n - 1
        words = _respelt(sentence, rng)
        for k in range(keep):
            pieces, case = self.pieces.of(sentence.words[k])
            if words is not None:
                case = case_of(words[k])
            made.first.append(len(made.pieces))
            made.pieces += pieces
            made.cases += [case] * len(pieces)
            made.starts.append(int(k == 0) if sentence.heads else UNKNOWN)
            made.segment.append(segment)
            name = sentence.names[k] if sentence.names else None
            made.names.append(UNKNOWN if name is None else self._names.get(name, UNKNOWN))
            if sentence.heads:
                head = sentence.heads[k]
                made.upos.append(self._upos.get(sentence.upos[k], UNKNOWN))
                made.tags.append(self._tags.get(sentence.tags[k], UNKNOWN))
                made.heads.append(UNKNOWN if head >= keep else base + head + 1 if head >= 0 else 0)
                made.relations.append(self._relations.get(sentence.relations[k], UNKNOWN))
            else:
                for column in (made.upos, made.tags, made.heads, made.relations):
                    column.append(UNKNOWN)


def _respelt(sentence: Sentence, rng: random.Random) -> list[str] | None:
    """The words as a headline or in capitals would have them, now and then."""
    draw = rng.random()
    if draw < HEADLINE and sentence.upos:
        pairs = zip(sentence.words, sentence.upos, strict=True)
        return [w.capitalize() if u in CONTENT and w.islower() else w for w, u in pairs]
    if draw > 1 - SHOUTED:
        return [w.upper() for w in sentence.words]
    return None


def groups(
    sentences: Sequence[Sentence], encoding: Encoding, rng: random.Random
) -> Iterator[list[Sentence]]:
    """Sentences one by one, some of them together with those that follow."""
    room = LONGEST - 2
    held: list[Sentence] = []
    size = 0
    for here, following in pairwise([*sentences, None]):
        if here is None:
            break
        length = encoding.length(here)
        if length > room:
            continue
        held.append(here)
        size += length
        more = (
            following is not None
            and rng.random() < JOINED
            and following.document == here.document
            and bool(following.heads) == bool(here.heads)
            and size + encoding.length(following) <= room
        )
        if not more:
            yield held
            held, size = [], 0


def batches(
    sentences: Sequence[Sentence], encoding: Encoding, most: int, rng: random.Random
) -> list[list[Example]]:
    """Examples in batches of like length with at most `most` pieces, shuffled."""
    examples = [encoding.example(group, rng) for group in groups(sentences, encoding, rng)]
    examples.sort(key=lambda e: len(e.pieces) + rng.random() * 4)
    found: list[list[Example]] = []
    held: list[Example] = []
    for example in examples:
        if held and len(example.pieces) * (len(held) + 1) > most:
            found.append(held)
            held = []
        held.append(example)
    if held:
        found.append(held)
    rng.shuffle(found)
    return found


def tensors(examples: Sequence[Example]) -> Batch:
    """The examples, padded to the longest of them."""
    longest = max(len(e.pieces) for e in examples)
    words = max(len(e.first) for e in examples)

    def padded(rows: list[list[int]], length: int, fill: int) -> Tensor:
        return torch.tensor([row + [fill] * (length - len(row)) for row in rows])

    segment = padded([e.segment for e in examples], words, -1)
    same = segment[:, :, None] == segment[:, None, :]
    same &= (segment >= 0)[:, None, :]
    root = torch.ones(len(examples), words, 1, dtype=torch.bool)
    return Batch(
        pieces=padded([e.pieces for e in examples], longest, 0),
        cases=padded([e.cases for e in examples], longest, 0),
        mask=padded([[1] * len(e.pieces) for e in examples], longest, 0),
        first=padded([e.first for e in examples], words, 0),
        upos=padded([e.upos for e in examples], words, UNKNOWN),
        tags=padded([e.tags for e in examples], words, UNKNOWN),
        heads=padded([e.heads for e in examples], words, UNKNOWN),
        relations=padded([e.relations for e in examples], words, UNKNOWN),
        names=padded([e.names for e in examples], words, UNKNOWN),
        starts=padded([e.starts for e in examples], words, UNKNOWN),
        allowed=torch.cat([root, same], 2),
    )
