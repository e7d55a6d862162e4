"""Growing the trees of a trained scorer: gradient boosting on binned features, in numpy.

Small on purpose: some ten thousand pairs, some thirty features. Every run on the same pairs gives
the same trees. What is not known goes to the side of a split on which it fits better.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dateline.errors import TrainingError
from dateline.linking.features import COLUMN, Doubles, Matrix
from dateline.linking.trees import LEAF, Tree, Trees

BINS = 64
Rows = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Growth:
    """How many trees, how large, and how bold each step is."""

    trees: int = 150
    rate: float = 0.08
    depth: int = 4
    fewest: int = 20
    penalty: float = 1.0


@dataclass(slots=True)
class _Making:
    feature: list[int] = field(default_factory=list)
    threshold: list[float] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    unknown_left: list[bool] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def node(self, value: float) -> int:
        """A new node, a leaf at first."""
        self.feature.append(LEAF)
        self.threshold.append(0.0)
        self.left.append(LEAF)
        self.right.append(LEAF)
        self.unknown_left.append(False)
        self.value.append(value)
        return len(self.value) - 1

    def made(self) -> Tree:
        """The tree, with the values of its branches set to the mean of their leaves' values."""
        return Tree(
            tuple(self.feature),
            tuple(self.threshold),
            tuple(self.left),
            tuple(self.right),
            tuple(self.unknown_left),
            tuple(self.value),
        )


@dataclass(frozen=True, slots=True)
class _Binned:
    """Features as small numbers: 0 is unknown, bin k holds values up to `edges[k - 1]`."""

    bins: NDArray[np.int64]
    edges: tuple[Doubles, ...]


def grow(compared: Matrix, same: Truths, features: tuple[str, ...], growth: Growth) -> Trees:
    """Trees that tell pairs that are the same from others.

    Args:
        compared: one row a pair, as `Comparer.compare` gives them.
        same: whether each pair is the same.
        features: names of the features to use.
        growth: number, size and boldness of the trees.

    Raises:
        TrainingError: all pairs are the same, or none is.
    """
    right = int(same.sum())
    if right in {0, len(same)}:
        msg = f"{right} of {len(same)} pairs are the same: give gold with some of both kinds"
        raise TrainingError(msg)
    columns = compared[:, [COLUMN[f] for f in features]].astype(np.float64)
    binned = _bin(columns)
    start = float(np.log(right / (len(same) - right)))
    total = np.full(len(same), start)
    trees = []
    for _ in range(growth.trees):
        p = 1 / (1 + np.exp(-total))
        slope, bend = p - same, p * (1 - p)
        made = _Making()
        _branch(made, binned, (slope, bend), np.arange(len(same)), (growth, growth.depth, total))
        trees.append(made.made())
    return Trees(start, features, tuple(trees))


def _bin(columns: Doubles) -> _Binned:
    bins = np.zeros(columns.shape, np.int64)
    edges = []
    for k in range(columns.shape[1]):
        values = columns[:, k]
        known = values[~np.isnan(values)]
        cuts = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1))) if len(known) else known
        # Thresholds lie between values that occur, so that rounding turns no pair over.
        cuts = (cuts[:-1] + cuts[1:]) / 2 if len(cuts) > 1 else cuts[:0]
        edges.append(cuts)
        bins[:, k] = np.where(np.isnan(values), 0, 1 + np.searchsorted(cuts, values, "left"))
    return _Binned(bins, tuple(edges))


def _branch(
    made: _Making,
    binned: _Binned,
    slopes: tuple[Doubles, Doubles],
    rows: Rows,
    rest: tuple[Growth, int, Doubles],
) -> int:
    """Grow a node over rows, and what is under it; the totals of its leaves' rows are moved on."""
    growth, depth, total = rest
    slope, bend = float(slopes[0][rows].sum()), float(slopes[1][rows].sum())
    value = -growth.rate * slope / (bend + growth.penalty)
    node = made.node(value)
    best = _best_split(binned, slopes, rows, growth) if depth else None
    if best is None:
        total[rows] += value
        return node
    column, cut, unknown_left = best
    bins = binned.bins[rows, column]
    goes = (bins <= cut) & (bins > 0) | ((bins == 0) & unknown_left)
    made.feature[node] = column
    made.threshold[node] = float(binned.edges[column][cut - 1])
    made.unknown_left[node] = unknown_left
    deeper = (growth, depth - 1, total)
    made.left[node] = _branch(made, binned, slopes, rows[goes], deeper)
    made.right[node] = _branch(made, binned, slopes, rows[~goes], deeper)
    return node


def _best_split(
    binned: _Binned, slopes: tuple[Doubles, Doubles], rows: Rows, growth: Growth
) -> tuple[int, int, bool] | None:
    """Column, last bin of the left side, and the side of what is unknown; None if none helps."""
    g, h = slopes[0][rows], slopes[1][rows]
    whole_g, whole_h, count = g.sum(), h.sum(), len(rows)
    base = whole_g**2 / (whole_h + growth.penalty)
    best_gain, best = 1e-3, None
    for column, edges in enumerate(binned.edges):
        if not len(edges):
            continue
        bins = binned.bins[rows, column]
        size = len(edges) + 2
        sums = [np.bincount(bins, w, size) for w in (g, h)]
        counts = np.bincount(bins, minlength=size)
        for unknown_left in (False, True):
            if unknown_left and not counts[0]:
                continue
            left = [np.cumsum(s[1:-1]) + (s[0] if unknown_left else 0) for s in sums]
            there = np.cumsum(counts[1:-1]) + (counts[0] if unknown_left else 0)
            fits = (there >= growth.fewest) & (count - there >= growth.fewest)
            gain = left[0] ** 2 / (left[1] + growth.penalty)
            gain += (whole_g - left[0]) ** 2 / (whole_h - left[1] + growth.penalty)
            gain = np.where(fits, gain - base, -np.inf)
            k = int(gain.argmax())
            if gain[k] > best_gain:
                best_gain, best = float(gain[k]), (column, k + 1, unknown_left)
    return best
