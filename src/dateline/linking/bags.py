"""Many small weighted sets of words, compared a pair at a time without a loop in Python."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
# Pairs compared in one go: a few hundred thousand words at a time.
CHUNK = 20_000
DIMENSIONS = 512


@dataclass(frozen=True, slots=True)
class Bags:
    """One bag an item: numbers of words in rising order, with their weights.

    `starts[i]` to `starts[i + 1]` are the words of item `i`, numbers of the `vocabulary`.
    """

    starts: Ints
    words: NDArray[np.int32]
    weights: Floats
    vocabulary: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many words are known; at least 1."""
        return max(1, len(self.vocabulary))

    @classmethod
    def of(cls, bags: Iterable[Mapping[str, float]]) -> Bags:
        """Bags from the words and weights of each item."""
        maker = BagMaker()
        for bag in bags:
            maker.add(bag)
        return maker.made()

    @property
    def lengths(self) -> Ints:
        """How many words each item has."""
        return np.diff(self.starts)

    def sums(self) -> Floats:
        """The weight of each item's words together."""
        return self._row_sums(self.weights)

    def norms(self) -> Floats:
        """The length of each item's vector of weights."""
        return np.sqrt(self._row_sums(self.weights**2))

    def _row_sums(self, values: Floats) -> Floats:
        total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        return (total[self.starts[1:]] - total[self.starts[:-1]]).astype(np.float32)

    def shared(self, first: Ints, second: Ints) -> tuple[Floats, Floats]:
        """Of each pair of items: sum of products, and sum of the lesser weights, of shared words.

        With equal weights in both, the second is the weight of the words that both have.
        """
        products = np.zeros(len(first), np.float32)
        lesser = np.zeros(len(first), np.float32)
        for at in range(0, len(first), CHUNK):
            one, pair_one = self.taken(first[at : at + CHUNK])
            two, pair_two = self.taken(second[at : at + CHUNK])
            keys = pair_one * self.size + self.words[one]
            others = pair_two * self.size + self.words[two]
            if not len(keys) or not len(others):
                continue
            where = np.minimum(np.searchsorted(others, keys), len(others) - 1)
            both = others[where] == keys
            a, b = self.weights[one[both]], self.weights[two[where[both]]]
            n = len(first[at : at + CHUNK])
            products[at : at + n] = np.bincount(pair_one[both], a * b, n)
            lesser[at : at + n] = np.bincount(pair_one[both], np.minimum(a, b), n)
        return products, lesser

    def taken(self, items: Ints) -> tuple[Ints, Ints]:
        """Positions of all words of the items, and for each which of the items it is of."""
        lengths = self.starts[items + 1] - self.starts[items]
        owner = np.repeat(np.arange(len(items)), lengths)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return self.starts[items][owner] + offset, owner

    def cosine(self, first: Ints, second: Ints) -> Floats:
        """Cosine of each pair; NaN where an item has no words."""
        norms = self.norms()
        below = norms[first] * norms[second]
        products, _ = self.shared(first, second)
        return np.where(below > 0, products / np.where(below > 0, below, 1), np.nan)

    def overlap(self, first: Ints, second: Ints) -> tuple[Floats, Floats]:
        """Weighted Jaccard of each pair (NaN where an item has none), and the weight shared."""
        sums = self.sums()
        _, shared = self.shared(first, second)
        union = sums[first] + sums[second] - shared
        there = (sums[first] > 0) & (sums[second] > 0)
        return np.where(there, shared / np.where(union > 0, union, 1), np.nan), shared


class BagMaker:
    """Bags in the making, kept as plain numbers so that a hundred thousand texts have room."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._starts = array("q", [0])
        self._words = array("i")
        self._weights = array("f")

    def add(self, bag: Mapping[str, float]) -> None:
        """Append the bag of the next item."""
        known = self._known
        words = np.fromiter((known.setdefault(w, len(known)) for w in bag), np.int32, len(bag))
        weights = np.fromiter(bag.values(), np.float32, len(bag))
        order = words.argsort()
        self._words.frombytes(words[order].tobytes())
        self._weights.frombytes(weights[order].tobytes())
        self._starts.append(len(self._words))

    def made(self) -> Bags:
        """The bags of all items added; nothing may be added after it."""
        return Bags(
            np.frombuffer(self._starts, np.int64),
            np.frombuffer(self._words, np.int32) if len(self._words) else np.zeros(0, np.int32),
            np.frombuffer(self._weights, np.float32)
            if len(self._words)
            else np.zeros(0, np.float32),
            tuple(self._known),
        )


def slot_of(word: str, dimensions: int) -> tuple[int, float]:
    """The dimension that a word is hashed to, and its sign there: the same in every run."""
    code = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(code[:2]) % dimensions, 1.0 if code[2] & 1 else -1.0


class Hashed:
    """Vectors of unit length, one an item: words hashed to dimensions, for nearest neighbours.

    They are laid out only for the rows that are asked for. The more dimensions, the less do unlike
    items seem alike by chance: about by one over the root of their number.
    """

    def __init__(self, bags: Bags, dimensions: int = DIMENSIONS) -> None:
        self.bags, self.dimensions = bags, dimensions
        slots = [slot_of(word, dimensions) for word in bags.vocabulary]
        self._dimension = np.array([d for d, _ in slots], np.int64)
        self._sign = np.array([s for _, s in slots], np.float32)
        norms = bags.norms()
        self._scale = np.where(norms > 0, 1 / np.where(norms > 0, norms, 1), 0).astype(np.float32)

    def __len__(self) -> int:
        return len(self._scale)

    def rows(self, items: Sequence[int] | Ints) -> Floats:
        """The vectors of items as a matrix."""
        asked = np.asarray(items, np.int64)
        size = len(asked) * self.dimensions
        if not len(self._dimension) or not size:
            return np.zeros((len(asked), self.dimensions), np.float32)
        at, row = self.bags.taken(asked)
        words = self.bags.words[at]
        values = self.bags.weights[at] * self._sign[words] * self._scale[asked][row]
        # Two words may share a dimension: their weights are added.
        laid = np.bincount(row * self.dimensions + self._dimension[words], values, size)
        return laid.astype(np.float32).reshape(len(asked), self.dimensions)
