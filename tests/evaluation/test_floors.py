from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import EvaluationError
from dateline.evaluation.floors import (
    Fall,
    Floors,
    check,
    digest_of,
    raised,
    read_floors,
    write_floors,
)
from dateline.evaluation.report import Score, Table


@pytest.fixture
def floors(tmp_path: Path) -> Floors:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("{}\n")
    values = {"type F1": 0.7, "place": 0.5}
    made = Floors(tmp_path / "floors.toml", "gold.jsonl", digest_of(gold), "events", values)
    write_floors(made)
    return made


def table(kind: float, place: float) -> Table:
    return Table("events", (Score("type F1", kind), Score("place", place), Score("new", 0.1)))


def test_written_floors_are_read_back(floors: Floors) -> None:
    assert read_floors(floors.path) == floors


def test_a_figure_below_its_floor_is_a_fall(floors: Floors) -> None:
    assert check(floors, table(0.7, 0.9)) == []
    assert check(floors, table(0.6951, 0.5)) == []
    assert check(floors, table(0.68, 0.5)) == [Fall("type F1", 0.7, 0.68)]
    assert "0.6800 is below its floor 0.7000" in check(floors, table(0.68, 0.5))[0].line()


def test_a_figure_that_is_gone_is_a_fall(floors: Floors) -> None:
    falls = check(floors, Table("events", (Score("place", 0.5),)))
    assert falls == [Fall("type F1", 0.7, None)]
    assert "no such figure" in falls[0].line()


def test_an_update_lowers_nothing(floors: Floors) -> None:
    assert raised(floors, table(0.6, 0.8)).floors == {"type F1": 0.7, "place": 0.8}


def test_changed_gold_fails_until_floors_are_set_anew(floors: Floors) -> None:
    floors.gold_path.write_text('{"more": 1}\n')
    with pytest.raises(EvaluationError, match="has changed"):
        check(floors, table(0.9, 0.9))
    anew = raised(floors, table(0.6, 0.8))
    assert anew.floors == {"type F1": 0.6, "place": 0.8}
    assert check(anew, table(0.6, 0.8)) == []


def test_bad_files_of_floors_are_told(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    with pytest.raises(EvaluationError, match="no such file"):
        read_floors(path)
    path.write_text("task = 'events'")
    with pytest.raises(EvaluationError, match="needs gold"):
        read_floors(path)
