"""The scorers of loose sentences: their own parts, and each once with the whole program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.api import Pipeline
from dateline.errors import EvaluationError
from dateline.evaluation.actors import evaluate_actors
from dateline.evaluation.arguments import evaluate_arguments, joined
from dateline.evaluation.cameo import evaluate_cameo, invented
from dateline.evaluation.tasks import run, score
from dateline.evaluation.types import evaluate_types, spans_of


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_marked_spans() -> None:
    marked = "In May <t>the miners</t> rejected <s>an offer</s>."
    plain = "In May the miners rejected an offer."
    spans = spans_of(marked)
    assert {k: plain[a:b] for k, (a, b) in spans.items()} == {"t": "the miners", "s": "an offer"}


def test_names_of_invented_countries_are_learned() -> None:
    rows = [
        {"text": "Zorland attacked Karnia.", "events": [{"source": "ZOR", "target": "KAR"}]},
        {"text": "Bokra met Karnian envoys.", "events": [{"source": "ZORGOV", "target": "KAR"}]},
        {"text": "France warned Karnia.", "events": [{"source": "FRA", "target": "KAR"}]},
    ]
    learned = dict(invented(rows, lambda name: name == "France"))
    assert learned["Zorland"] == "ZOR"
    assert learned["Karnian"] == "KAR"
    assert learned["Bokra"] == "ZORGOV"
    assert "France" not in learned


def test_relations(tmp_path: Path, pipeline: Pipeline) -> None:
    path = write(
        tmp_path / "r.jsonl",
        {
            "id": "1",
            "text": "Police in Nairobi arrested three journalists.",
            "marked": "<s>Police in Nairobi</s> arrested <t>three journalists</t>.",
            "source": "Police in Nairobi",
            "target": "three journalists",
            "plover_root": "COERCE",
        },
    )
    (table,) = evaluate_types([path], pipeline)
    assert table.value("root accuracy") == 1.0
    assert table.value("both sides found") == 1.0


def test_plover_records(tmp_path: Path, pipeline: Pipeline) -> None:
    path = write(
        tmp_path / "p.jsonl",
        {
            "id": "1",
            "date": "2000-01-01",
            "date_is_placeholder": True,
            "text": "France condemned Iran on Monday.",
            "events": [
                {
                    "event": "DISAPPROVE",
                    "mode": None,
                    "source": [{"actorText": "France", "code": "FRA"}],
                    "target": [{"actorText": "Iran", "code": "IRN", "sector": "GOV"}],
                    "event_text": "condemned",
                }
            ],
        },
    )
    (table,) = evaluate_types([path], pipeline)
    assert table.value("source, target and type F1") == 1.0
    assert table.value("actors F1") == 1.0


def test_cameo(tmp_path: Path, pipeline: Pipeline) -> None:
    examples = write(
        tmp_path / "e.jsonl",
        {"id": "1", "text": "France condemned Iran on Monday.", "code": "111", "root": "11"},
    )
    validation = write(
        tmp_path / "v.jsonl",
        {
            "id": "1",
            "date": "1995-01-01",
            "text": "Zorland condemned Karnia on Monday.",
            "events": [{"source": "ZOR", "target": "KAR", "code": "111"}],
            "noevents": False,
            "active": True,
            "fictional_actors": True,
        },
    )
    first, second = evaluate_cameo([examples, validation], pipeline)
    assert first.value("root right") == 1.0
    assert second.value("records exact") == 1.0


def test_actors(tmp_path: Path, pipeline: Pipeline) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {
            "id": "1",
            "function": "agent_to_code",
            "text": "French police",
            "query_date": None,
            "marked_skip": False,
            "expected": {"country": "FRA", "code_1": "COP"},
        },
    )
    table = evaluate_actors([path], pipeline)
    assert table.value("country") == 1.0
    assert table.value("sector") == 1.0


def test_wrong_use_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="choose one of events"):
        score("sport", [tmp_path / "x.jsonl"])
    with pytest.raises(EvaluationError, match="no gold file"):
        run("events", [])
    with pytest.raises(EvaluationError, match="no gold of a shape"):
        score("types", [write(tmp_path / "x.jsonl", {"text": "A."})])


def test_tokens_are_joined_as_in_print() -> None:
    tokens = ["Chad", "\u2019", "s", "army", "(", "the", "ANT", ")", "didn", "n't", "move", "."]
    text, at = joined(tokens)
    assert text.startswith("Chad\u2019s army (the ANT) ")
    assert [text[a:b] for a, b in at] == tokens


def test_arguments(tmp_path: Path, pipeline: Pipeline) -> None:
    words = "Police in Nairobi arrested three journalists on Monday .".split()
    row = {
        "id": "1",
        "text": " ".join(words),
        "penta": "4",
        "tokens": words,
        "actors": [
            {"role": "source", "text": "Police in Nairobi", "start_tok": 0, "end_tok": 3},
            {"role": "target", "text": "three journalists", "start_tok": 4, "end_tok": 6},
        ],
    }
    (table,) = evaluate_arguments([write(tmp_path / "q.jsonl", row)], pipeline)
    assert table.value("source F1") == table.value("target F1") == 1.0
    assert table.value("swapped") == 0.0
