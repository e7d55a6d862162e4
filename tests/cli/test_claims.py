"""`dateline claims`: reports and stores, choices, formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import main
from dateline.store import Store
from tests import examples

REPORT = """Peru: miners block road

About 300 miners blocked a road near Arequipa on Monday. Police said 14 miners were arrested.
"""


def dateline(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.duckdb"
    with Store(path) as made:
        made.add(examples.article(), examples.reports(), "test")
    return path


def test_a_report_is_read_and_its_voices_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    done = dateline(
        "claims", path, "--published", "2021-03-09", "--outlet", "Andes Daily", "-f", "jsonl"
    )
    assert done.exit_code == 0, done.output
    said = [json.loads(line) for line in done.stdout.splitlines()]
    arrests = next(s for s in said if s["what"] == "arrests")
    assert (arrests["own_word"], arrests["low"]) == (False, 14)
    assert "olice" in arrests["voice"]
    road = next(s for s in said if s["own_word"])
    assert (road["voice"], road["status"]) == ("Andes Daily", "occurred")
    assert said.index(road) < said.index(arrests)


def test_a_store_is_asked_without_reading_again(store: Path) -> None:
    done = dateline("claims", store)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("■ The Harbour Post: its own word (1)")
    assert "“ Rosa Quiroga [CHLLAB] (1)" in done.stdout


@pytest.mark.parametrize(
    ("choice", "voices"),
    [
        (("--voice", "QUIROGA"), ["Rosa Quiroga"]),
        (("--others",), ["Rosa Quiroga", "a police spokeswoman"]),
        (("--numbers",), ["The Harbour Post", "a police spokeswoman"]),
        (("--stance", "denies"), ["Rosa Quiroga"]),
        (("--type", "protest"), ["The Harbour Post"]),
        (("--min-confidence", "0.7"), ["The Harbour Post"]),
    ],
)
def test_choices(store: Path, choice: tuple[str, ...], voices: list[str]) -> None:
    done = dateline("claims", store, *choice, "-f", "jsonl")
    assert [json.loads(line)["voice"] for line in done.stdout.splitlines()] == voices


def test_nothing_that_fits_is_said(store: Path) -> None:
    done = dateline("claims", store, "--voice", "nobody at all")
    assert done.exit_code == 0
    assert "no saying fits, among those of 3 event reports" in done.stderr


def test_the_format_follows_the_files_ending(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.csv"
    assert dateline("claims", store, "-o", out).exit_code == 0
    assert out.read_text("utf-8").startswith("voice,code,own_word,stance,")
    wrong = dateline("claims", store, "-o", tmp_path / "said.xlsx")
    assert wrong.exit_code == 2
    assert "no format is known for 'said.xlsx'" in wrong.stderr


def test_help_has_examples() -> None:
    assert "dateline claims crisis.duckdb --voice police" in dateline("claims", "--help").stdout
