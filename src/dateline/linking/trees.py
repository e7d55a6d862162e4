"""Small decision trees whose values add up, as plain numbers: read from JSON, never from a pickle.

`training/boosting.py` grows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from dateline.linking.bags import Ints
from dateline.linking.features import FEATURES, Doubles, Matrix

LEAF = -1


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as parallel tuples, one entry a node; node 0 is the root.

    A row goes to `left` if its feature is at most the threshold, or unknown and `unknown_left`.
    `value` is what a leaf adds; in a node with branches it is the mean of its rows' leaves, from
    which the pull of each split is told.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    unknown_left: tuple[bool, ...]
    value: tuple[float, ...]

    def leaves(self, compared: Matrix) -> Ints:
        """The leaf that each row comes to."""
        feature, left = np.array(self.feature), np.array(self.left)
        right, threshold = np.array(self.right), np.array(self.threshold, np.float32)
        unknown = np.array(self.unknown_left)
        at = np.zeros(len(compared), np.int64)
        rows = np.arange(len(compared))
        while len(rows):
            rows = rows[feature[at[rows]] != LEAF]
            node = at[rows]
            values = compared[rows, feature[node]]
            goes = np.where(np.isnan(values), unknown[node], values <= threshold[node])
            at[rows] = np.where(goes, left[node], right[node])
        return at

    def path(self, row: Matrix) -> list[int]:
        """The nodes from the root to the leaf of one row."""
        nodes = [0]
        while self.feature[nodes[-1]] != LEAF:
            n = nodes[-1]
            value = float(row[self.feature[n]])
            goes = self.unknown_left[n] if np.isnan(value) else value <= self.threshold[n]
            nodes.append(self.left[n] if goes else self.right[n])
        return nodes


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees over the features named, in that order; their sum and the start are log-odds."""

    start: float
    features: tuple[str, ...]
    trees: tuple[Tree, ...]

    def total(self, compared: Matrix) -> Doubles:
        """The log-odds of each row."""
        total = np.full(len(compared), self.start)
        rows = compared[:, self._columns()]
        for tree in self.trees:
            total += np.array(tree.value)[tree.leaves(rows)]
        return total

    def pulls(self, row: Matrix) -> tuple[float, dict[str, float]]:
        """Where the score starts, and what each feature's splits on the row's way changed."""
        start, pulls = self.start, dict.fromkeys(self.features, 0.0)
        taken = row[self._columns()]
        for tree in self.trees:
            nodes = tree.path(taken)
            start += tree.value[0]
            for node, following in pairwise(nodes):
                name = self.features[tree.feature[node]]
                pulls[name] += tree.value[following] - tree.value[node]
        return start, pulls

    def _columns(self) -> list[int]:
        order = list(FEATURES)
        return [order.index(name) for name in self.features]

    def as_dict(self) -> dict[str, Any]:
        """The trees as plain data, numbers rounded to what they are worth."""
        return {
            "start": round(self.start, 5),
            "features": list(self.features),
            "trees": [
                {
                    "feature": list(t.feature),
                    "threshold": [round(v, 5) for v in t.threshold],
                    "left": list(t.left),
                    "right": list(t.right),
                    "unknown_left": [int(v) for v in t.unknown_left],
                    "value": [round(v, 5) for v in t.value],
                }
                for t in self.trees
            ],
        }


def trees_from(data: Mapping[str, Any]) -> Trees:
    """Trees from plain data.

    Raises:
        ValueError: a feature that does not exist, or a tree that is none.
    """
    features = tuple(str(f) for f in data["features"])
    if unknown := [f for f in features if f not in FEATURES]:
        msg = f"no such feature: {', '.join(unknown)}"
        raise ValueError(msg)
    return Trees(
        float(data["start"]), features, tuple(_tree(t, len(features)) for t in data["trees"])
    )


def _tree(data: Mapping[str, Any], features: int) -> Tree:
    tree = Tree(
        tuple(int(v) for v in data["feature"]),
        tuple(float(v) for v in data["threshold"]),
        tuple(int(v) for v in data["left"]),
        tuple(int(v) for v in data["right"]),
        tuple(bool(v) for v in data["unknown_left"]),
        tuple(float(v) for v in data["value"]),
    )
    size = len(tree.feature)
    lengths = {len(tree.threshold), len(tree.left), len(tree.right), len(tree.value)}
    if not size or lengths | {len(tree.unknown_left)} != {size}:
        msg = "a tree's lists differ in length"
        raise ValueError(msg)
    for n in range(size):
        if tree.feature[n] == LEAF:
            continue
        # A branch leads to a later node: so no walk goes round in a circle.
        if not (n < tree.left[n] < size and n < tree.right[n] < size):
            msg = f"node {n} of a tree leads nowhere"
            raise ValueError(msg)
        if not 0 <= tree.feature[n] < features:
            msg = f"node {n} of a tree asks for a feature that is not listed"
            raise ValueError(msg)
    return tree
