from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.errors import EvaluationError
from dateline.evaluation.voices import Said, baseline, evaluate_voices, pair
from dateline.reading.spacy_parser import SpacyParser

TEXT = '"We will stay here tonight," Ana Reyes said. Police denied that anybody was hurt.'


def _said(text: str, content: str, source: str, kind: str) -> dict[str, object]:
    a, s = text.index(content), text.index(source)
    return {
        "content_spans": [[a, a + len(content)]],
        "source_spans": [[s, s + len(source)]],
        "type": kind,
    }


def _write(path: Path, split: str = "train") -> Path:
    row = {
        "doc_id": "one",
        "split": split,
        "text": TEXT,
        "attributions": [
            _said(TEXT, "We will stay here tonight", "Ana Reyes", "direct"),
            _said(TEXT, "that anybody was hurt", "Police", "indirect"),
        ],
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_all_right(tmp_path: Path, parser: SpacyParser) -> None:
    table = evaluate_voices([_write(tmp_path / "gold.jsonl")], parser.parse)
    assert table.value("content F1") == 1
    assert table.value("recall with the right source") == 1
    assert table.value("indirect recall") == 1
    assert [s.baseline for s in table.scores if s.name == "indirect recall"] == [0]


def test_the_sets_own_split_is_kept(tmp_path: Path, parser: SpacyParser) -> None:
    path = _write(tmp_path / "gold.jsonl", "dev")
    with pytest.raises(EvaluationError, match="part 'dev'"):
        evaluate_voices([path], parser.parse)
    assert evaluate_voices([path], parser.parse, "kept").value("content F1") == 1


def test_half_of_the_letters_make_a_pair() -> None:
    gold = [Said(((0, 10),), ())]
    assert pair(gold, [Said(((0, 5),), ())]) == {0: 0}
    assert pair(gold, [Said(((0, 4),), ())]) == {}
    assert pair(gold, [Said(((0, 6),), ()), Said(((1, 10),), ())]) == {0: 1}


def test_baseline_takes_the_name_beside() -> None:
    (said,) = baseline(TEXT)
    assert TEXT[slice(*said.content[0])] == "We will stay here tonight,"
    assert TEXT[slice(*said.source[0])].strip() == "Ana Reyes"
