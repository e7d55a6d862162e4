"""The scorer of who is held responsible, on gold made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.api import Pipeline
from dateline.errors import EvaluationError
from dateline.evaluation.templates import evaluate_templates


def case(key: str, text: str, confidence: str, org: str) -> str:
    told = {"value": [confidence], "of": [org]}
    template = {"optional": False, "perp_org_confidence": [told]}
    return json.dumps({"id": key, "date": "1989-05-03", "text": text, "templates": [template]})


def test_how_surely_it_is_said(tmp_path: Path) -> None:
    rows = [
        case("1", "Hezbollah fighters attacked an army post on Monday.", "REPORTED AS FACT",
             "HEZBOLLAH"),
        case("2", "The ministry accused Hezbollah of shelling the town.",
             "SUSPECTED OR ACCUSED BY AUTHORITIES", "HEZBOLLAH"),
        case("3", "Nothing happened in the town.", "POSSIBLE", "HAMAS"),
    ]  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    table = evaluate_templates([path], Pipeline(parser="spacy", model=False))
    assert table.value("how sure, of those found") == 1.0
    assert table.value("how sure, of all") == pytest.approx(2 / 3)
    assert [m.ours for m in table.misses] == ["not found"]


def test_gold_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "x"}\n', "utf-8")
    with pytest.raises(EvaluationError, match="responsible"):
        evaluate_templates([path], Pipeline(parser="spacy", model=False))
