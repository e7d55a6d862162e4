"""The scorer of a whole article's killed and hurt, on gold made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dateline.article import Article
from dateline.evaluation.gold import Row
from dateline.evaluation.tasks import reader_up_to
from dateline.evaluation.tolls import evaluate_tolls, sampled, victims
from dateline.reading.reading import Reading

CROWD = "The road was closed for hours. " * 9


@pytest.fixture(scope="module")
def read() -> Callable[[Article], Reading]:
    return reader_up_to("figures", "spacy")


def written(folder: Path, rows: list[Mapping[str, Any]]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


def test_articles_against_their_incidents(
    tmp_path: Path, read: Callable[[Article], Reading]
) -> None:
    rows: list[Mapping[str, Any]] = [
        {"incident_id": "1", "num_killed": 2, "num_injured": 3},
        {"incident_id": "2", "num_killed": 1, "num_injured": 0},
        {"incident_id": "1", "doc_id": "a", "title": "Two men dead, 3 wounded in Basra",
         "source": "x", "date": "2020-01-02", "text": "Gunmen fired on a bus. " + CROWD},
        {"incident_id": "2", "doc_id": "b", "title": "Teacher dies in attack", "source": "x",
         "date": "2020-01-02", "text": "The teacher was 40, her family said. " + CROWD},
        {"incident_id": "2", "doc_id": "c", "title": "Gone", "source": "x", "date": None,
         "text": "This page is gone."},
    ]  # fmt: skip
    (table,) = evaluate_tolls([written(tmp_path, rows)], read)
    killed = table.scores[0]
    assert (killed.value, killed.baseline, killed.of) == (1.0, 0.5, 2)
    assert killed.peer_value == 0.5
    assert table.value("hurt right") == 1.0
    assert table.misses == ()


def test_victims_of_a_template() -> None:
    template = Row(
        hum_target_number=[
            {"value": ["6"], "of": ["PRIESTS"]},
            {"value": ["2"], "of": ["MAIDS"]},
            {"value": ["PLURAL"], "of": ["STUDENTS"]},
        ],
        hum_target_effect=[
            {"value": ["DEATH"], "of": ["PRIESTS"]},
            {"value": ["DEATH"], "of": ["MAIDS"]},
            {"value": ["INJURY"], "of": ["STUDENTS"]},
        ],
    )
    assert victims(template, "DEATH") == 8
    assert victims(template, "INJURY") is None
    assert victims(Row(), "DEATH") == 0


def test_files_of_another_shape_give_nothing(
    tmp_path: Path, read: Callable[[Article], Reading]
) -> None:
    assert evaluate_tolls([written(tmp_path, [{"text": "x"}])], read) == []


def test_the_sample_hangs_on_the_rows_alone() -> None:
    rows = [Row(id=str(n)) for n in range(30)]
    assert sampled(rows, "id", 7) == sampled(rows[::-1], "id", 7)
    assert len(sampled(rows, "id", 7)) == 7
