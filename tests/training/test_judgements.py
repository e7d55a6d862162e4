"""Judged candidates of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.api import Pipeline
from dateline.errors import TrainingError
from dateline.training.examples import examples
from dateline.training.judgements import judged_texts

TEXT = "Police arrested six students in Kampala on Monday. The frost arrested the growth of coffee."


def files(folder: Path, *judgements: dict[str, object]) -> tuple[Path, Path]:
    corpus = folder / "corpus.jsonl"
    row = {"doc_id": "a1", "text": TEXT, "title": None, "date": "2019-05-06"}
    corpus.write_text(json.dumps(row) + "\n", "utf-8")
    judged = folder / "judged.jsonl"
    judged.write_text("".join(json.dumps(j) + "\n" for j in judgements), "utf-8")
    return judged, corpus


def line(start: int, trigger: str, kind: str | None, article: str = "a1") -> dict[str, object]:
    end = start + len(trigger)
    return {"article": article, "start": start, "end": end, "trigger": trigger, "type": kind}


def test_a_judged_word_is_right_or_wrong_and_others_are_not_judged(tmp_path: Path) -> None:
    second = TEXT.index("arrested", 20)
    judged = files(tmp_path, line(7, "arrested", "COERCE"), line(second, "arrested", None))
    found = list(examples(judged_texts(*judged), Pipeline(model=False)))
    rights = {e.right for e in found if not e.loose}
    assert True in rights
    assert all(e.set == "news" for e in found)


def test_a_word_that_moved_is_left_out(tmp_path: Path) -> None:
    judged = files(tmp_path, line(8, "arrested", "COERCE"), line(7, "arrested", "COERCE"))
    (text,) = judged_texts(*judged)
    assert text.verdicts == {(7, 15): "COERCE"}


def test_another_corpus_is_told(tmp_path: Path) -> None:
    judged = files(tmp_path, line(7, "arrested", "COERCE", article="z9"))
    with pytest.raises(TrainingError, match="none of the articles"):
        judged_texts(*judged)
