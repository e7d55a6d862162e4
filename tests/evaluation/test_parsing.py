"""The scorer of parsers, on two sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.evaluation.parsing import evaluate_parse, paragraphs, sentence_ends
from dateline.evaluation.treebank import read_conllu
from dateline.reading.arcs import Parse, Sentence, Token
from dateline.reading.network_model import Analysis

ROWS = [
    ("Police", "NOUN", "NNS", 2, "nsubj"), ("beat", "VERB", "VBD", 0, "root"),
    ("Ana", "PROPN", "NNP", 2, "obj"), (".", "PUNCT", ".", 2, "punct"),
]  # fmt: skip


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "own.conllu"
    lines = ["# newdoc id = a", "# newpar"]
    for k, (word, upos, tag, head, relation) in enumerate(ROWS, 1):
        space = "SpaceAfter=No" if word == "Ana" else "_"
        lines.append(f"{k}\t{word}\t{word}\t{upos}\t{tag}\t_\t{head}\t{relation}\t_\t{space}")
    path.write_text("\n".join([*lines, ""]) + "\n" + "\n".join([*lines[2:], ""]) + "\n", "utf-8")
    return path


class Words:
    """A parser of given words that takes the object for a second subject."""

    name, version = "words", "1"

    def parse(self, text: str) -> Parse:
        raise NotImplementedError

    def analyse_words(self, sentences: list[list[str]]) -> list[Analysis]:
        return [
            Analysis(
                [u for _, u, *_ in ROWS], [t for _, _, t, *_ in ROWS], [1, -1, 1, 1],
                ["nsubj", "root", "nsubj:pass", "punct"], ["O", "O", "B-PERSON", "O"], [0],
            )
            for _ in sentences
        ]  # fmt: skip


class Texts:
    """A parser of text that cuts the last word wrongly."""

    name, version = "texts", "1"

    def parse(self, text: str) -> Parse:
        cut = [("Police", 0), ("beat", 7), ("Ana.", 12)]
        tokens = [
            Token(
                i=k, start=at, end=at + len(word), text=word, lower=word.lower(), lemma="",
                upos=ROWS[k][1], tag=ROWS[k][2], head=ROWS[k][3] - 1, relation=ROWS[k][4],
                sentence=0, label="PERSON" if k == 2 else "", label_start=k == 2,
            )
            for k, (word, at) in enumerate(cut)
        ]  # fmt: skip
        return Parse(text, tokens, [Sentence(0, 0, 3, 0, 16, 0)])

    def parse_all(self, texts: list[str]) -> list[Parse]:
        return [self.parse(text) for text in texts]


def test_given_words(treebank: Path) -> None:
    (table,) = evaluate_parse([treebank], Words())  # type: ignore[arg-type]
    assert table.value("UAS") == 1
    assert table.value("LAS") == pytest.approx(2 / 3)
    assert table.value("UPOS") == 1
    assert table.value("subject arcs F1") == pytest.approx(2 / 3)
    assert table.value("object arcs F1") == 0


def test_a_word_cut_otherwise_is_wrong(treebank: Path) -> None:
    (table,) = evaluate_parse([treebank], Texts())  # type: ignore[arg-type]
    assert table.value("UAS") == pytest.approx(2 / 3)
    assert table.value("object arcs F1") == 0


def test_names(tmp_path: Path) -> None:
    iob = tmp_path / "own.iob2"
    rows = [
        f"{k}\t{word}\t{label}"
        for k, (word, label) in enumerate(
            [("Police", "O"), ("beat", "O"), ("Ana", "B-PER"), (".", "O")], 1
        )
    ]
    iob.write_text("# text\n" + "\n".join(rows) + "\n\n", "utf-8")
    own = tmp_path / "own.jsonl"
    record = {"text": "Police beat Ana.", "names": [[12, 15, "PERSON"]]}
    own.write_text(json.dumps(record) + "\n", "utf-8")
    (table,) = evaluate_parse([iob], Words())  # type: ignore[arg-type]
    assert table.value("PER F1") == 1
    (table,) = evaluate_parse([own], Texts())  # type: ignore[arg-type]
    assert table.value("names F1") == 0  # "Ana." is not "Ana"


def test_running_text(treebank: Path) -> None:
    assert list(paragraphs(read_conllu(treebank))) == [
        ("Police beat Ana. Police beat Ana.", [16, 33])
    ]
    score = sentence_ends(treebank, Texts())  # type: ignore[arg-type]
    assert (score.value, score.of) == (pytest.approx(2 / 3), 2)
