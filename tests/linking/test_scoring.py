"""Models: their pulls, their bands, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dateline.errors import LinkingError
from dateline.linking.features import COLUMN, FEATURES
from dateline.linking.scoring import Bands, as_text, load
from dateline.linking.trees import Tree, Trees

HEAD = "version = 1\nstart = 0\n[bands]\nsame = 0.6\nreview = 0.4\n"
UNKNOWN = np.full((1, len(FEATURES)), np.nan, np.float32)


def row(**values: float) -> np.ndarray:
    made = UNKNOWN.copy()
    for name, value in values.items():
        made[0, COLUMN[name.replace("_", " ")]] = value
    return made


@pytest.mark.parametrize("model", ["default", "articles", "coded", "mentions"])
def test_accounts_add_up_for_every_model_that_ships(model: str) -> None:
    scorer = load(model)
    rows = np.concatenate([row(sentence=0.6, place=1, km=0), row(sentence=0, told_days=3), UNKNOWN])
    probabilities = scorer.score(rows)
    for probability, account in zip(probabilities, scorer.accounts(rows), strict=True):
        total = sum(f.pull for f in account)
        assert 1 / (1 + np.exp(-total)) == pytest.approx(probability, abs=0.02)
        assert account[0].name == "start"


def test_the_default_knows_what_speaks_for_one_happening() -> None:
    scorer = load()
    told = {"sentence": 0.6, "article": 0.5, "mode": 1, "trigger": 1}
    alike = row(**told, place=1, km=0, days=0, told_days=0)
    days_apart = row(**told, place=1, km=0, days=3, told_days=3)
    far = row(**told, place=0, km=300, days=0, told_days=0)
    bands = [scorer.bands.of(float(scorer.score(r)[0])) for r in (alike, days_apart, far)]
    assert bands[0] == "same"
    assert bands[1] != "same"
    assert bands[2] == "different"


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(
        "version = 3\nstart = 0\n[bands]\nsame = 0.7\nreview = 0.4\n"
        "[factors.sentence]\npoints = [[0, -2], [1, 2]]\nunknown = 1\n"
    )
    scorer = load(own)
    assert scorer.version == "mine-3"
    assert scorer.score(row(sentence=0.5))[0] == pytest.approx(0.5)
    assert scorer.score(UNKNOWN)[0] == pytest.approx(1 / (1 + np.exp(-1)))


@pytest.mark.parametrize(
    "text",
    [
        "version = 1",
        "version = 1\nstart = 0\n[bands]\nsame = 0.2\nreview = 0.4\n[factors]\n",
        f"{HEAD}[factors.moon]\npoints = [[0, 1]]\n",
        f"{HEAD}[factors.km]\npoints = [[5, 1], [0, 1]]\n",
        "no toml",
    ],
)
def test_a_file_that_is_no_model_says_so(tmp_path: Path, text: str) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(text)
    with pytest.raises(LinkingError, match=r"mine\.toml"):
        load(own)


def test_a_model_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(LinkingError, match="no model of linking is called 'best'"):
        load("best")
    with pytest.raises(LinkingError, match="cannot be read"):
        load(tmp_path / "none.json")


def test_trees_come_back_from_their_text(tmp_path: Path) -> None:
    tree = Tree((0, -1, -1), (0.5, 0.0, 0.0), (1, -1, -1), (2, -1, -1), (True,) * 3, (0.1, -1, 1.5))
    trees = Trees(-0.25, ("sentence",), (tree,))
    path = tmp_path / "own.json"
    path.write_text(as_text(trees, Bands(0.5, 0.2), "1", ["by hand"]))
    scorer = load(path)
    rows = np.concatenate([row(sentence=0.2), row(sentence=0.9), UNKNOWN])
    assert scorer.score(rows) == pytest.approx(1 / (1 + np.exp([1.25, -1.25, 1.25])))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("left", [0, -1, -1]),  # round in a circle
        ("right", [9, -1, -1]),  # out of the tree
        ("feature", [4, -1, -1]),  # a feature that is not listed
        ("value", [0.1]),  # too few
    ],
)
def test_broken_trees_are_refused(tmp_path: Path, field: str, value: list[float]) -> None:
    tree = Tree((0, -1, -1), (0.5, 0.0, 0.0), (1, -1, -1), (2, -1, -1), (True,) * 3, (0.1, -1, 1.5))
    trees = Trees(-0.25, ("sentence",), (tree,))
    data = json.loads(as_text(trees, Bands(0.5, 0.2), "1", []))
    data["trees"][0][field] = value
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data))
    with pytest.raises(LinkingError):
        load(path)
