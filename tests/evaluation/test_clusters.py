"""Scores of groups, against figures worked out by hand and against plain counting."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.clusters import b_cubed, best_matching, ceaf, conll, muc, pairs

# Gold: {a b c} {d e f g}; ours: {a b} {c d} {e f g}.
GOLD = [1, 1, 1, 2, 2, 2, 2]
OURS = [1, 1, 2, 2, 3, 3, 3]
LABELS = st.lists(st.integers(0, 4), min_size=1, max_size=9)


def test_figures_of_a_small_case_worked_out_by_hand() -> None:
    # Pairs: ours 1 + 1 + 3, gold 3 + 6, in both 1 + 0 + 3.
    assert pairs(OURS, GOLD) == pytest.approx((4 / 5, 4 / 9, 8 / 14))
    # MUC: gold has 2 + 3 links; ours leaves {a b c} in two parts and {d e f g} in two.
    assert muc(OURS, GOLD) == pytest.approx((3 / 4, 3 / 5, 2 / 3))
    # B³ precision: a and b 1, c and d 1/2, e f g 1; recall: 2/3 2/3 1/3, 1/4, 3/4 three times.
    p, r = 6 / 7, (2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 9 / 4) / 7
    assert b_cubed(OURS, GOLD) == pytest.approx((p, r, 2 * p * r / (p + r)))
    # CEAF: {a b} with {a b c}: 4/5; {e f g} with {d e f g}: 6/7.
    shared = 4 / 5 + 6 / 7
    assert ceaf(OURS, GOLD)[:2] == pytest.approx((shared / 3, shared / 2))


@given(LABELS)
def test_the_gold_itself_is_perfect_and_names_do_not_matter(labels: list[int]) -> None:
    other = [f"group {9 - n}" for n in labels]
    assert b_cubed(labels, other)[2] == pytest.approx(1)
    assert ceaf(labels, other)[2] == pytest.approx(1)
    if len(set(labels)) < len(labels):
        assert conll(labels, other) == pytest.approx(1)
        assert pairs(labels, other) == (1, 1, 1)


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_best_matching_is_the_best_of_all(rows: int, columns: int, chance: object) -> None:
    worth = np.array([[chance.random() for _ in range(columns)] for _ in range(rows)])  # type: ignore[attr-defined]
    size = min(rows, columns)
    best = max(
        sum(worth[r, c] for r, c in zip(chosen, order, strict=True))
        for chosen in combinations(range(rows), size)
        for order in permutations(range(columns), size)
    )
    assert best_matching(worth) == pytest.approx(best)


def test_nothing_scores_nothing() -> None:
    assert pairs([], []) == b_cubed([], []) == (0, 0, 0)
    assert conll([], []) == 0
