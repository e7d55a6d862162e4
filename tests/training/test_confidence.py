"""The pulls of the confidence: fitted to known odds, and made by the command."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import main
from dateline.errors import TrainingError
from dateline.evaluation.confidence import Judged
from dateline.training.confidence import as_toml, fit

OWN = Path(__file__).resolve().parents[2] / "evaluation" / "own" / "articles.jsonl"


def reports(right: int, wrong: int, *evidence: str) -> list[Judged]:
    return [Judged(0.5, evidence, right=k < right) for k in range(right + wrong)]


def test_pulls_are_the_log_odds_of_the_reports() -> None:
    judged = [*reports(300, 100, "a doer"), *reports(100, 300)]
    pulls = fit(judged)
    assert list(pulls) == ["start", "a doer"]
    assert pulls["start"] == pytest.approx(math.log(1 / 3), abs=0.05)
    assert pulls["a doer"] == pytest.approx(math.log(9), abs=0.1)


def test_rare_evidence_gets_no_pull() -> None:
    judged = [*reports(30, 10, "often"), *reports(10, 27), *reports(3, 0, "rare")]
    assert "rare" not in fit(judged)


@pytest.mark.parametrize("judged", [[], reports(5, 0, "a doer"), reports(0, 5)])
def test_nothing_to_tell_right_from_wrong(judged: list[Judged]) -> None:
    with pytest.raises(TrainingError, match="give more gold"):
        fit(judged)


def test_toml_gives_the_pulls_back() -> None:
    pulls = {"start": -0.25, "doer found": 0.5, "type PROTEST": 1.0}
    assert tomllib.loads(as_toml(pulls, reports(1, 1)))["pulls"] == pulls


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "pulls.toml"
    call = ["train", "confidence", str(OWN), "--part", "all", "-o", str(out)]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    pulls = tomllib.loads(out.read_text("utf-8"))["pulls"]
    assert "start" in pulls
    assert len(pulls) > 3
    assert f"{len(pulls)} pulls" in result.output


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("no gold\n", "utf-8")
    out = tmp_path / "pulls.toml"
    result = CliRunner().invoke(main, ["train", "confidence", str(gold), "-o", str(out)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert not out.exists()
