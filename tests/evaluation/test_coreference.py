"""The scorer of coreference, on a treebank of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.article import Article
from dateline.evaluation.coreference import documents, evaluate_coreference
from dateline.evaluation.report import Table
from dateline.reading.arcs import Parse, Sentence, Token
from dateline.reading.reading import Entity, Name, Reading

# Word, part of speech, head, relation, entity marks; a blank line between sentences.
NEWS = """
Ana PROPN 3 nsubj (1-person-new
Ray PROPN 1 flat 1)
met VERB 0 root _
Ben PROPN 3 obj (2-person-new
Lee PROPN 4 flat 2)

She PRON 2 nsubj (1-person-giv)
thanked VERB 0 root _
him PRON 2 obj (2-person-giv)

They PRON 2 nsubj (3-person-acc)|SplitAnte=1<3,2<3
said VERB 0 root _
Lee PROPN 4 nsubj (2-person-giv)
won VERB 2 ccomp _

The DET 2 det (1-person-giv
minister NOUN 3 nsubj 1)
left VERB 0 root _
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    lines = ["# newdoc id = GUM_news_own", "# meta::dateCreated = 2020-05-01", "# newpar"]
    for block in NEWS.strip().split("\n\n"):
        for k, line in enumerate(block.split("\n"), 1):
            word, upos, head, relation, marks = line.split(" ")
            entity = "_" if marks == "_" else f"Entity={marks}"
            lines.append(f"{k}\t{word}\t_\t{upos}\t_\t_\t{head}\t{relation}\t_\t{entity}")
        lines.append("")
    lines += ["# newdoc id = GUM_bio_own", "# newpar"]
    lines += ["1\tHe\t_\tPRON\tPRP\t_\t0\troot\t_\tEntity=(1-person-new)", ""]
    path = tmp_path / "own.conllu"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


class Layers:
    """Readings that mean what they are told to, mention by mention in text order."""

    def __init__(self, *meant: tuple[str, int]) -> None:
        self.meant = meant
        self.seen: list[Article] = []

    def __call__(self, article: Article) -> Reading:
        self.seen.append(article)
        tokens, at = [], 0
        for k, word in enumerate(article.text.split()):
            at = article.text.index(word, at)
            tokens.append(
                Token(k, at, at + len(word), word, word.lower(), word, "X", "X", -1, "root", 0)
            )
            at += len(word)
        parse = Parse(article.text, tokens, [Sentence(0, 0, len(tokens), 0, len(article.text), 0)])
        reading = Reading(article, parse)
        reading.entities = [
            Entity(0, "Ana Ray", "PERSON"),
            Entity(1, "Ben Lee", "PERSON"),
            Entity(2, "Ana Ray and Ben Lee", "GROUP", members=(0, 1)),
            Entity(3, "minister", "PERSON"),
        ]
        k = -1
        for text, entity in self.meant:
            k = next(t.i for t in tokens if t.i > k and t.text == text)
            token = tokens[k]
            name = Name(token.start, token.end, text, "PERSON", k, k, k, entity, "told so")
            where = reading.references if text in {"She", "him", "They"} else reading.names
            where.append(name)
        return reading


def figures(table: Table) -> dict[str, float]:
    return {s.name: s.value for s in table.scores}


def test_all_right(treebank: Path) -> None:
    # Our head of a name is its last word, the treebank's the first.
    layers = Layers(
        ("Ray", 0), ("Lee", 1), ("She", 0), ("him", 1), ("They", 2), ("Lee", 1), ("minister", 0)
    )
    (table,) = evaluate_coreference([treebank], layers)
    assert set(figures(table).values()) == {1.0}
    assert not table.misses
    assert table.notes == ("1 documents of news",)
    assert str(layers.seen[0].published) == "2020-05-01"


def test_wrong_and_open_ones(treebank: Path) -> None:
    layers = Layers(("Ray", 0), ("Lee", 1), ("She", 1), ("They", 0), ("Lee", 0), ("minister", 3))
    (table,) = evaluate_coreference([treebank], layers)
    values = figures(table)
    assert values["she, right of those resolved"] == 0
    assert values["he, right of those resolved"] == 0
    assert values["they, right of all"] == 0
    assert values["person names, right of all"] == 0
    assert {s.name: s.of for s in table.scores}["he, right of those resolved"] == 0
    assert {s.name: s.of for s in table.scores}["descriptions, right of those resolved"] == 0
    assert [m.kind for m in table.misses] == [
        "she", "he", "they", "person names", "descriptions",
    ]  # fmt: skip
    assert table.misses[0].gold == "'She' is 'Ana Ray'"


def test_the_nearest_name_is_the_baseline(treebank: Path) -> None:
    (table,) = evaluate_coreference([treebank], Layers(("Ray", 0), ("Lee", 1), ("Lee", 1)))
    plain = {s.name: s.baseline for s in table.scores}
    assert plain["she, right of all"] == 0  # Ben Lee is nearer
    assert plain["he, right of all"] == 1
    assert plain["person names, right of all"] == 1  # "Lee" stood in "Ben Lee"


def test_documents_are_running_text(treebank: Path) -> None:
    news, other = documents(treebank)
    assert news.text.startswith("Ana Ray met Ben Lee She thanked him")
    assert all(
        news.text[start:].startswith(word)
        for start, word in zip(news.starts, news.words, strict=True)
    )
    assert news.split == {"3": {"1", "2"}}
    assert other.published is None
