"""The scorer's training: the fit, the examples that sentences give, the file that it writes."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dateline.api import Pipeline
from dateline.cli import main
from dateline.coding.scorer import scorer_of
from dateline.errors import TrainingError
from dateline.training.examples import examples, texts_of
from dateline.training.sparse import fit, minimised, rows_of

ROWS = [
    {
        "text": "Police in Oslo arrested three opposition activists on Friday.",
        "events": [{"trigger": "arrested", "type": "COERCE"}],
        "topic": "arrest",
    },
    {
        "text": "The drug arrested the disease, doctors at the French ministry said.",
        "events": [],
        "topic": "arrest",
    },
]


def written(folder: Path, rows: list[dict[str, object]]) -> Path:
    path = folder / "own.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


def test_the_fit_finds_the_log_odds() -> None:
    facts = [["a"]] * 40 + [[]] * 40
    labels = [1.0] * 30 + [0.0] * 10 + [1.0] * 10 + [0.0] * 30
    rows = rows_of(facts, labels, [1.0] * 80)
    start, weights = fit(rows, np.zeros(1))
    assert start == pytest.approx(-math.log(3), abs=0.02)
    assert weights[0] == pytest.approx(2 * math.log(3), abs=0.03)


def test_the_least_of_a_bowl_is_found() -> None:
    def bowl(values: np.ndarray) -> tuple[float, np.ndarray]:
        away = values - np.array([1.0, -2.0])
        return float((away**2 * [1, 10]).sum()), 2 * away * [1, 10]

    assert minimised(bowl, np.zeros(2), 50) == pytest.approx([1.0, -2.0], abs=0.05)


def test_sentences_say_which_candidates_are_right(tmp_path: Path) -> None:
    found = list(examples(texts_of(written(tmp_path, ROWS)), Pipeline(model=False)))
    firm = [e for e in found if not e.loose]
    assert [e.right for e in firm if e.key == "own:1"] == [True]
    assert not any(e.right for e in found if e.key == "own:2")


def test_a_trigger_must_stand_in_its_sentence(tmp_path: Path) -> None:
    row = {"text": "Nothing.", "events": [{"trigger": "arrested", "type": "COERCE"}], "topic": "x"}
    with pytest.raises(TrainingError, match="does not stand"):
        texts_of(written(tmp_path, [row]))


def test_the_command_writes_a_scorer(tmp_path: Path) -> None:
    written(tmp_path, ROWS * 3)
    out = tmp_path / "scorer.json"
    result = CliRunner().invoke(main, ["train", "types", "--own", str(tmp_path), "-o", str(out)])
    assert result.exit_code == 0, result.output
    scorer = scorer_of(json.loads(out.read_text("utf-8")))
    assert scorer.card["acts"] == {"own": 3}
    assert scorer.pull(["COERCE COP>OPP"]) > scorer.pull([])
