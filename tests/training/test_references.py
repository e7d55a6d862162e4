"""Training whom a pronoun means, on a treebank and an ECB+ of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import main
from dateline.errors import TrainingError
from dateline.reading.antecedents import Candidate
from dateline.reading.ranking import Ranker, ranker_of
from dateline.training.references import FEWEST, Case, ecb_documents, fit, is_news

NEAR, FAR = "mentioned last of all", "far before"

# Word, part of speech, head, relation, entity marks.
TOLD = """
Angela PROPN 3 nsubj (1-person-new
Merkel PROPN 1 flat 1)
met VERB 0 root _
Vladimir PROPN 3 obj (2-person-new
Putin PROPN 4 flat 2)
in ADP 7 case _
Minsk PROPN 3 obl (3-place-new)
. PUNCT 3 punct _

She PRON 2 nsubj (1-person-giv)
praised VERB 0 root _
him PRON 2 obj (2-person-giv)
. PUNCT 2 punct _

They PRON 2 nsubj (4-person-acc)|SplitAnte=1<4,2<4
left VERB 0 root _
the DET 4 det (5-place-new
city NOUN 2 obj 5)
because SCONJ 8 mark _
its PRON 7 nmod:poss (5-place-giv)
mayor NOUN 8 nsubj _
quit VERB 2 advcl _
. PUNCT 2 punct _
"""


def treebank(folder: Path, documents: int) -> Path:
    lines = []
    for n in range(documents):
        lines += [f"# newdoc id = GUM_bio_own{n}", "# newpar"]
        for block in TOLD.strip().split("\n\n"):
            for k, line in enumerate(block.split("\n"), 1):
                word, upos, head, relation, marks = line.split(" ")
                entity = "_" if marks == "_" else f"Entity={marks}"
                lines.append(f"{k}\t{word}\t_\t{upos}\t_\t_\t{head}\t{relation}\t_\t{entity}")
            lines.append("")
    path = folder / "own.conllu"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def case(document: int, right: tuple[bool, ...]) -> Case:
    options = (Candidate((0,), 4, (NEAR,)), Candidate((1,), 2, (FAR,)))
    return Case("he and she", f"GUM_bio_{document}", options, right)


def test_the_fit_prefers_the_clues_of_the_right_ones() -> None:
    cases = [case(n, (True, False, False)) for n in range(2 * FEWEST)]
    cases += [case(n, (False, True, False)) for n in range(FEWEST // 3)]
    weights = fit(cases)
    assert weights[NEAR] > 0 > weights[FAR]
    ranker = Ranker({"he and she": weights}, {"he and she": 0.0})
    chosen = ranker.choose("f", cases[0].options)
    assert chosen is not None
    assert chosen[0] == 0


def test_rare_clues_are_not_learned_from() -> None:
    assert fit([case(n, (True, False, False)) for n in range(FEWEST - 1)]) == {}


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(TrainingError, match="no pronoun"):
        fit([])


def test_the_command_writes_weights_that_the_reader_can_use(tmp_path: Path) -> None:
    out = tmp_path / "references.json"
    arguments = ["train", "references", str(treebank(tmp_path, 20)), "-o", str(out)]
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 0, ran.output
    data = json.loads(out.read_text("utf-8"))
    assert data["card"]["documents"] == 20
    assert data["card"]["pronouns"]["he and she"] == 40
    assert data["card"]["pronouns"]["they"] == 20
    # In every document "she" is the woman and "him" the man, and the fit sees it.
    unknown = data["card"]["right of those resolved, in documents unknown to the fit"]
    assert unknown["he and she"] == 1
    assert ranker_of(data).weights["he and she"]


def test_ecb_gives_documents_as_they_were_written(tmp_path: Path) -> None:
    words = [["Ana", "Ray", "left", ",", "she", "said", "."], ["``", "Go", ",", "''", "he", "said"]]
    document = {"doc_id": "1_1ecb", "sent_ids": [0, 1], "sentences": words}
    marks = [
        {"sent_id": 0, "token_ids": [0, 1], "text": "Ana Ray", "cluster": "HUM1"},
        {"sent_id": 0, "token_ids": [4], "text": "she", "cluster": "HUM1"},
    ]
    rest = {"doc_id": "1_1ecb", "split": "train", "type": "HUMAN_PART_PER"}
    documents, mentions = tmp_path / "docs.jsonl", tmp_path / "mentions.jsonl"
    documents.write_text(json.dumps(document) + "\n", "utf-8")
    mentions.write_text("".join(json.dumps(m | rest) + "\n" for m in marks), "utf-8")
    (found,) = ecb_documents(documents, mentions)
    assert found.text == "Ana Ray left, she said. “Go,” he said"
    assert [found.text[s] for s in found.starts[:3]] == ["A", "R", "l"]
    assert {m.identity for m in found.mentions} == {"HUM1"}
    assert is_news(found.id)
    assert not is_news("GUM_bio_own")
