"""From scores of arcs to a tree: the best head of every word, one root, no cycle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
BARRED = -1e9
# How many of the words that want to be the root are tried as the only one.
ROOTS_TRIED = 3


def best_tree(scores: Scores) -> list[int]:
    """Heads (-1: the root) of `n` words from scores `n` by `n + 1`, where column 0 is the root."""
    n = scores.shape[0]
    scores = scores.copy()
    scores[np.arange(n), np.arange(1, n + 1)] = BARRED
    greedy = [int(k) for k in scores.argmax(1)]
    if sum(k == 0 for k in greedy) == 1 and not _cycle([-1, *greedy]):
        return [k - 1 for k in greedy]
    # Probabilities, so that what is given up at one word is weighed against the gain at another.
    logs = scores - _log_sum(scores)[:, None]
    full = np.full((n + 1, n + 1), BARRED)
    full[1:] = logs
    heads = _arborescence(full)
    roots = [k for k in range(1, n + 1) if heads[k] == 0]
    if len(roots) > 1:
        heads = _one_root(full, roots)
    return [k - 1 for k in heads[1:]]


def _one_root(full: NDArray[np.float64], roots: list[int]) -> list[int]:
    best: list[int] = []
    most = -np.inf
    for root in sorted(roots, key=lambda k: -full[k, 0])[:ROOTS_TRIED]:
        tried = full.copy()
        tried[1:, 0] = BARRED
        tried[root] = BARRED
        tried[root, 0] = full[root, 0]
        heads = _arborescence(tried)
        total = float(sum(tried[k, heads[k]] for k in range(1, len(heads))))
        if total > most:
            best, most = heads, total
    return best


def _log_sum(scores: Scores) -> Scores:
    top = scores.max(1)
    total: Scores = top + np.log(np.exp(scores - top[:, None]).sum(1))
    return total


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of one cycle, or nothing; node 0 is the root and has no head."""
    state = [0] * len(heads)
    state[0] = -1
    for start in range(1, len(heads)):
        k = start
        while state[k] == 0:
            state[k] = start
            k = heads[k]
        if state[k] == start:
            cycle = [k]
            while heads[cycle[-1]] != k:
                cycle.append(heads[cycle[-1]])
            return cycle
    return []


def _arborescence(scores: NDArray[np.float64]) -> list[int]:
    """Chu-Liu/Edmonds: `scores[i, j]` for j as head of i; node 0 is the root."""
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = [-1, *(int(k) for k in scores[1:].argmax(1))]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    within = set(cycle)
    rest = [k for k in range(len(heads)) if k not in within]
    number = {k: n for n, k in enumerate(rest)}
    joint = len(rest)
    smaller = np.full((joint + 1, joint + 1), -np.inf)
    smaller[:joint, :joint] = scores[np.ix_(rest, rest)]
    kept = scores[cycle, [heads[k] for k in cycle]]
    # Out of the cycle: its best head for each outer word; into it: where breaking costs least.
    leaving = scores[np.ix_(rest, cycle)]
    smaller[:joint, joint] = leaving.max(1)
    entering = scores[np.ix_(cycle, rest)] - kept[:, None]
    smaller[joint, :joint] = entering.max(0) + kept.sum()
    found = _arborescence(smaller)
    result = list(heads)
    for k in rest[1:]:
        head = found[number[k]]
        result[k] = cycle[int(leaving[number[k]].argmax())] if head == joint else rest[head]
    outer = found[joint]
    broken = cycle[int(entering[:, outer].argmax())]
    result[broken] = rest[outer]
    return result
