"""Scores of groups against groups: pairs, B³, MUC, CEAF over entities, and their CoNLL mean.

Groups are given as the label of each item. Every figure comes as precision, recall, F1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.evaluation.report import precision_recall

Labels = Sequence[Hashable]
Figures = tuple[float, float, float]
Doubles = NDArray[np.float64]


def pairs(ours: Labels, gold: Labels) -> Figures:
    """Pairs of items in one group of ours against those in one group of the gold."""
    both = _pairs(Counter(zip(ours, gold, strict=True)))
    return precision_recall(both, _pairs(Counter(ours)), _pairs(Counter(gold)))


def _pairs(sizes: Mapping[object, int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def b_cubed(ours: Labels, gold: Labels) -> Figures:
    """For each item the share of its group that is right, and the share of its gold group found."""
    if not ours:
        return 0.0, 0.0, 0.0
    mine, theirs = Counter(ours), Counter(gold)
    both = Counter(zip(ours, gold, strict=True))
    p = sum(n * n / mine[a] for (a, _), n in both.items()) / len(ours)
    r = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(ours)
    return p, r, _f1(p, r)


def muc(ours: Labels, gold: Labels) -> Figures:
    """Links that would have to be added to ours (recall), or to the gold (precision)."""
    r, p = _links(gold, ours), _links(ours, gold)
    return p, r, _f1(p, r)


def _links(groups: Labels, cuts: Labels) -> float:
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for group, cut in zip(groups, cuts, strict=True):
        parts[group].add(cut)
    sizes = Counter(groups)
    of = sum(n - 1 for n in sizes.values())
    return sum(sizes[g] - len(p) for g, p in parts.items()) / of if of else 0.0


def ceaf(ours: Labels, gold: Labels) -> Figures:
    """Each group of ours with at most one of the gold, matched so that they share the most."""
    mine, theirs = Counter(ours), Counter(gold)
    both = Counter(zip(ours, gold, strict=True))
    shared = {(a, b): 2 * n / (mine[a] + theirs[b]) for (a, b), n in both.items()}
    total = sum(_matched(block) for block in _blocks(shared))
    p = total / len(mine) if mine else 0.0
    r = total / len(theirs) if theirs else 0.0
    return p, r, _f1(p, r)


def conll(ours: Labels, gold: Labels) -> float:
    """Mean of the F1 of MUC, B³ and CEAF."""
    return (muc(ours, gold)[2] + b_cubed(ours, gold)[2] + ceaf(ours, gold)[2]) / 3


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


Edges = dict[tuple[Hashable, Hashable], float]


def _blocks(shared: Edges) -> list[Edges]:
    """The pairs of groups, parted into blocks that have no group in common."""
    root: dict[tuple[str, Hashable], tuple[str, Hashable]] = {}

    def find(x: tuple[str, Hashable]) -> tuple[str, Hashable]:
        root.setdefault(x, x)
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    for a, b in shared:
        root[find(("ours", a))] = find(("gold", b))
    blocks: dict[tuple[str, Hashable], Edges] = defaultdict(dict)
    for (a, b), value in shared.items():
        blocks[find(("ours", a))][a, b] = value
    return list(blocks.values())


def _matched(block: Edges) -> float:
    """The largest sum of a matching of one block."""
    rows = {a: k for k, a in enumerate(dict.fromkeys(a for a, _ in block))}
    columns = {b: k for k, b in enumerate(dict.fromkeys(b for _, b in block))}
    worth = np.zeros((len(rows), len(columns)))
    for (a, b), value in block.items():
        worth[rows[a], columns[b]] = value
    return best_matching(worth)


def best_matching(worth: Doubles) -> float:
    """The largest sum of entries no two of which share a row or column (Hungarian method)."""
    cost = -worth if worth.shape[0] <= worth.shape[1] else -worth.T
    n, m = cost.shape
    over_rows, over_columns = np.zeros(n + 1), np.zeros(m + 1)
    row_of = np.zeros(m + 1, np.int64)
    for row in range(1, n + 1):
        row_of[0] = row
        column = 0
        least = np.full(m + 1, np.inf)
        before = np.zeros(m + 1, np.int64)
        used = np.zeros(m + 1, bool)
        while row_of[column]:
            used[column] = True
            i = row_of[column]
            free = np.nonzero(~used[1:])[0] + 1
            reduced = cost[i - 1, free - 1] - over_rows[i] - over_columns[free]
            better = reduced < least[free]
            least[free[better]] = reduced[better]
            before[free[better]] = column
            following = int(free[least[free].argmin()])
            step = least[following]
            over_rows[row_of[used]] += step
            over_columns[used] -= step
            least[~used] -= step
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    taken = [(row_of[c] - 1, c - 1) for c in range(1, m + 1) if row_of[c]]
    return float(-sum(cost[r, c] for r, c in taken))
