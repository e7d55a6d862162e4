"""Trees learn what separates pairs, and say the same on every run."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.errors import TrainingError
from dateline.linking.features import COLUMN, FEATURES
from dateline.training.boosting import Growth, grow

SMALL = Growth(trees=30, rate=0.2, depth=3, fewest=5)


def some(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that are the same where they are near in place, or where the place is unknown but the
    sentences are alike.
    """
    chance = np.random.default_rng(4)
    compared = np.full((count, len(FEATURES)), np.nan, np.float32)
    km, alike = chance.random(count) * 40, chance.random(count)
    unknown = chance.random(count) < 0.3
    compared[:, COLUMN["km"]] = np.where(unknown, np.nan, km)
    compared[:, COLUMN["sentence"]] = alike
    return compared, np.where(unknown, alike > 0.5, km < 10)


def test_trees_learn_a_rule_with_what_is_unknown() -> None:
    compared, same = some()
    trees = grow(compared, same, ("km", "sentence"), SMALL)
    others, truth = some(300)
    assert ((trees.total(others) > 0) == truth).mean() > 0.97


def test_pulls_of_a_row_add_up_to_its_total() -> None:
    compared, same = some()
    trees = grow(compared, same, ("km", "sentence"), SMALL)
    for row, total in zip(compared[:20], trees.total(compared[:20]), strict=True):
        start, pulls = trees.pulls(row)
        assert start + sum(pulls.values()) == pytest.approx(total)


def test_the_same_pairs_give_the_same_trees() -> None:
    compared, same = some()
    assert grow(compared, same, ("km",), SMALL) == grow(compared, same, ("km",), SMALL)


def test_pairs_of_one_kind_only_teach_nothing() -> None:
    compared, same = some(20)
    with pytest.raises(TrainingError, match="20 of 20 pairs are the same"):
        grow(compared, np.ones_like(same), ("km",), SMALL)
