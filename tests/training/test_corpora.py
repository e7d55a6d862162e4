"""What the reader network learns from: treebanks, name labels, sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import EvaluationError, TrainingError
from dateline.evaluation.treebank import read_conllu
from dateline.knowledge import Knowledge
from dateline.training.corpora import read_own
from dateline.training.named import LABELS, Namer, chunks


def test_reads_words_heads_mentions_and_spaces(treebank: Path) -> None:
    first, second = read_conllu(treebank)
    assert first.text == "President Ana Lopez visited the University of Leeds on Monday."
    assert first.heads[:4] == [2, 3, 1, -1]
    assert ("place", 7, 7) in {(m.kind, m.first, m.last) for m in first.mentions}
    assert ("organization", 4, 7) in {(m.kind, m.first, m.last) for m in first.mentions}
    assert second.text == "Hungarian police freed don't."


def test_a_line_of_other_columns_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text("1\tPolice\tNOUN\n\n", "utf-8")
    with pytest.raises(EvaluationError, match="line 1: 3 columns"):
        read_conllu(path)


def test_names_are_read_off_the_tree(treebank: Path, knowledge: Knowledge) -> None:
    sentences = read_conllu(treebank)
    assert (5, 7, 5) in chunks(sentences[0])
    Namer(knowledge, None).label_marked(sentences)
    assert sentences[0].names == [
        "O", "B-PERSON", "I-PERSON", "O", "O", "B-ORG", "I-ORG", "I-ORG", "O", "B-DATE", "O",
    ]  # fmt: skip
    assert sentences[1].names[0] == "B-NORP"
    assert {n for s in sentences for n in s.names} <= set(LABELS)


def test_own_names_must_begin_and_end_with_words(tmp_path: Path) -> None:
    tokenizer = pytest.importorskip("spacy").blank("en").tokenizer
    good = '{"text": "Police in Minsk held Ana.", "names": [[10, 15, "PLACE"], [21, 24, "PERSON"]]}'
    (tmp_path / "train-1.jsonl").write_text(good + "\n", "utf-8")
    (tmp_path / "dev.jsonl").write_text("not read", "utf-8")
    (sentence,) = read_own(tmp_path, tokenizer)
    assert sentence.names == ["O", "O", "B-PLACE", "O", "B-PERSON", "O"]
    (tmp_path / "train-1.jsonl").write_text(good.replace("[10, 15", "[10, 14") + "\n", "utf-8")
    with pytest.raises(TrainingError, match=r"train-1\.jsonl, line 1"):
        read_own(tmp_path, tokenizer)
