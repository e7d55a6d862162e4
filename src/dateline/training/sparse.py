"""Logistic regression on rows of named facts: L2 penalty, L-BFGS, nothing but NumPy."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
# Steps remembered by L-BFGS, and how often a step is halved before giving up.
MEMORY, HALVINGS = 10, 30
ENOUGH = 1e-5


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of facts in compressed form: the columns of row n are `columns[ends[n-1]:ends[n]]`."""

    names: tuple[str, ...]
    columns: NDArray[np.int64]
    ends: NDArray[np.int64]
    labels: Vector
    weights: Vector

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.labels)


def rows_of(
    facts: Sequence[Sequence[str]],
    labels: Sequence[float],
    weights: Sequence[float],
    fewest: int = 1,
) -> Rows:
    """Rows with a column for each fact that holds in at least `fewest` of them."""
    counts = Counter(fact for row in facts for fact in row)
    names = sorted(name for name, n in counts.items() if n >= fewest)
    at = {name: n for n, name in enumerate(names)}
    held = [[at[fact] for fact in row if fact in at] for row in facts]
    return Rows(
        tuple(names),
        np.array([k for row in held for k in row], dtype=np.int64),
        np.cumsum([len(row) for row in held], dtype=np.int64),
        np.array(labels, dtype=np.float64),
        np.array(weights, dtype=np.float64),
    )


def fit(rows: Rows, penalties: Vector, steps: int = 150) -> tuple[float, Vector]:
    """The start and the weights of the columns that make the labels likeliest.

    Args:
        rows: what holds for each case, and whether it is one.
        penalties: half the L2 penalty of each column; the start has none.
        steps: after so many steps it ends, if it has not settled before.
    """
    owner = np.repeat(np.arange(rows.size), np.diff(rows.ends, prepend=0))
    width = len(rows.names)

    def loss(values: Vector) -> tuple[float, Vector]:
        start, weights = values[0], values[1:]
        logits = start + np.bincount(owner, weights[rows.columns], minlength=rows.size)
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        gaps = rows.weights * (chance - rows.labels)
        slopes = np.bincount(rows.columns, gaps[owner], minlength=width)
        cost = rows.weights * (np.logaddexp(0, logits) - rows.labels * logits)
        total = float(cost.sum() + (penalties * weights**2).sum())
        return total, np.concatenate(([gaps.sum()], slopes + 2 * penalties * weights))

    values = minimised(loss, np.zeros(width + 1), steps)
    return float(values[0]), values[1:]


def minimised(loss: Callable[[Vector], tuple[float, Vector]], values: Vector, steps: int) -> Vector:
    """Where a smooth function of many numbers is least, by L-BFGS."""
    memory: deque[tuple[Vector, Vector, float]] = deque(maxlen=MEMORY)
    cost, slope = loss(values)
    for _ in range(steps):
        way = -_turned(slope, memory)
        downhill = float(way @ slope)
        if downhill > -ENOUGH * (1 + cost):
            break
        size = 1.0 if memory else min(1.0, 1.0 / float(np.abs(slope).sum()))
        for _ in range(HALVINGS):
            there = values + size * way
            new_cost, new_slope = loss(there)
            if new_cost <= cost + 1e-4 * size * downhill:
                break
            size /= 2
        else:
            break
        moved, turned = there - values, new_slope - slope
        bend = float(moved @ turned)
        if bend > 0:
            memory.append((moved, turned, 1.0 / bend))
        settled = cost - new_cost < ENOUGH * cost
        values, cost, slope = there, new_cost, new_slope
        if settled:
            break
    return values


def _turned(slope: Vector, memory: deque[tuple[Vector, Vector, float]]) -> Vector:
    """The slope, multiplied by what the last steps tell of the inverse curvature."""
    way = slope.copy()
    shares = []
    for moved, turned, scale in reversed(memory):
        share = scale * float(moved @ way)
        way -= share * turned
        shares.append(share)
    if memory:
        moved, turned, scale = memory[-1]
        way *= 1.0 / (scale * float(turned @ turned))
    for (moved, turned, scale), share in zip(memory, reversed(shares), strict=True):
        way += moved * (share - scale * float(turned @ way))
    return way
