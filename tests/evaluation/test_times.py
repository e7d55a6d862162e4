"""The scorer of time expressions, on gold made by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.errors import EvaluationError
from dateline.evaluation.times import Counts, Timex, baseline, compare, ends, evaluate_times
from dateline.reading.reading import Reading, TimeMention
from dateline.reading.spacy_parser import SpacyParser
from dateline.reading.times import run

TEXT = "The ministers met on Monday. They will meet again on 3 May 2021."


def gold_file(folder: Path, timexes: list[dict[str, object]]) -> Path:
    path = folder / "gold.jsonl"
    row = {"doc_id": "one", "dct": "2020-09-14", "text": TEXT, "timexes": timexes}
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


def test_right_and_wrong_are_counted(tmp_path: Path, parser: SpacyParser) -> None:
    def read(article: Article) -> Reading:
        reading = Reading(article=article, parse=parser.parse(article.text))
        reading.times = run(reading)["times"]
        return reading

    path = gold_file(
        tmp_path,
        [
            {"start": 21, "end": 27, "type": "DATE", "value": "2020-09-14"},
            {"start": 55, "end": 63, "type": "DATE", "value": "2021-05-30"},
        ],
    )
    table = evaluate_times([path], read)
    assert table.value("spans F1") == 1.0
    assert table.value("exact spans F1") == 0.5
    assert table.value("value F1") == 0.5
    # The baseline takes "Monday" for the one a week before.
    assert next(s for s in table.scores if s.name == "value F1").baseline == 0.0
    assert [m.kind for m in table.misses] == ["value"]


def test_each_of_ours_counts_once() -> None:
    counts = Counts()
    gold = [Timex(0, 5, "DATE", "2020"), Timex(6, 10, "DATE", "2021")]
    compare(gold, [Timex(0, 10, "DATE", "2020/2021")], ("one", "from 2020 on"), counts)
    assert (counts.found, counts.valued) == (1, 0)
    assert sorted(m.kind for m in counts.misses) == ["missed", "value"]


def test_baseline_reads_words_in_the_simplest_way() -> None:
    found = baseline("On Tuesday, March 3, 2020, yesterday, in 1997.", date(2020, 3, 10))
    assert [t.value for t in found] == ["2020-03-03", "2020-03-03", "2020-03-09", "1997"]


def test_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"text": "No times here."}\n', "utf-8")
    with pytest.raises(EvaluationError, match="timexes"):
        evaluate_times([path], lambda article: Reading(article, SpacyParser().parse(article.text)))


def test_a_range_is_scored_as_its_two_ends() -> None:
    text = "from May 3 to May 9"
    mention = TimeMention(
        0, len(text), text, 1, "DATE", "2024-05-03/2024-05-09", date(2024, 5, 3), date(2024, 5, 9),
        "range", "range",
    )  # fmt: skip
    assert [(text[t.start : t.end], t.value) for t in ends(mention)] == [
        ("from May 3", "2024-05-03"),
        ("May 9", "2024-05-09"),
    ]
