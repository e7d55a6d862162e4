"""Trees as the rules expect them, whichever way the treebanks hang things."""

from __future__ import annotations

from dateline.reading.network_model import Analysis
from dateline.reading.settling import settle

Row = tuple[str, str, str, int, str, str]


def settled(*rows: Row) -> tuple[Analysis, dict[str, tuple[str, str]]]:
    """Rows of word, part of speech, tag, head (1-based), relation and name label; settled.

    Gives the analysis, and for each word the word above it and the relation.
    """
    words = [r[0] for r in rows]
    analysis = Analysis(
        [r[1] for r in rows], [r[2] for r in rows], [r[3] - 1 for r in rows],
        [r[4] for r in rows], [r[5] for r in rows], [0],
    )  # fmt: skip
    settle(words, analysis)
    above = {
        word: (words[head] if head >= 0 else "", relation)
        for word, head, relation in zip(words, analysis.heads, analysis.relations, strict=True)
    }
    return analysis, above


def test_an_adjective_in_a_name_is_a_part_of_it() -> None:
    analysis, above = settled(
        ("United", "ADJ", "NNP", 2, "amod", "B-ORG"),
        ("Nations", "PROPN", "NNPS", 3, "nsubj", "I-ORG"),
        ("spoke", "VERB", "VBD", 0, "root", "O"),
    )
    assert analysis.upos[0] == "PROPN"
    assert above["United"] == ("Nations", "compound")


def test_whoever_is_told_is_the_object() -> None:
    rows: list[Row] = [
        ("Tan", "PROPN", "NNP", 2, "nsubj", "B-PERSON"),
        ("told", "VERB", "VBD", 0, "root", "O"),
        ("them", "PRON", "PRP", 2, "iobj", "O"),
    ]
    _, above = settled(*rows, ("won", "VERB", "VBD", 2, "ccomp", "O"))
    assert above["them"] == ("told", "obj")
    _, above = settled(*rows, ("lies", "NOUN", "NNS", 2, "obj", "O"))
    assert above["them"] == ("told", "iobj")


def test_a_day_is_no_part_of_a_name() -> None:
    analysis, above = settled(
        ("He", "PRON", "PRP", 2, "nsubj", "O"),
        ("met", "VERB", "VBD", 0, "root", "O"),
        ("with", "ADP", "IN", 4, "case", "O"),
        ("Tan", "PROPN", "NNP", 2, "obl", "B-PERSON"),
        ("Tuesday", "PROPN", "NNP", 4, "nmod:unmarked", "I-PERSON"),
    )
    assert analysis.names[4] == "B-DATE"
    assert above["Tuesday"] == ("met", "obl:unmarked")


def test_of_two_subjects_the_day_is_none() -> None:
    _, above = settled(
        ("Scuffles", "NOUN", "NNS", 3, "nsubj", "O"),
        ("Friday", "PROPN", "NNP", 3, "nsubj", "B-DATE"),
        ("followed", "VERB", "VBD", 0, "root", "O"),
    )
    assert above["Friday"] == ("Scuffles", "obl:unmarked")


def test_the_preposition_is_that_of_the_name() -> None:
    _, above = settled(
        ("talks", "NOUN", "NNS", 0, "root", "O"),
        ("with", "ADP", "IN", 3, "case", "O"),
        ("chief", "NOUN", "NN", 4, "compound", "O"),
        ("Tan", "PROPN", "NNP", 1, "nmod", "B-PERSON"),
    )
    assert above["with"] == ("Tan", "case")


def test_a_name_hangs_by_one_word() -> None:
    _, above = settled(
        ("for", "ADP", "IN", 2, "case", "O"),
        ("Bank", "PROPN", "NNP", 0, "root", "B-ORG"),
        ("Tirana", "PROPN", "NNP", 4, "compound", "I-ORG"),
        ("Holding", "PROPN", "NNP", 5, "nmod", "I-ORG"),
        ("spoke", "VERB", "VBD", 2, "dep", "O"),
    )
    assert above["Holding"] == ("", "root")
    assert above["Bank"] == ("Holding", "compound")
    assert above["for"] == ("Holding", "case")
    assert above["spoke"] == ("Holding", "dep")


def test_a_clause_under_a_noun_modifies_it() -> None:
    analysis, above = settled(
        ("aid", "NOUN", "NN", 0, "root", "O"),
        ("to", "PART", "TO", 3, "mark", "O"),
        ("help", "VERB", "VB", 1, "advcl", "O"),
    )
    assert above["help"] == ("aid", "acl")
    analysis, above = settled(
        ("He", "PRON", "PRP", 3, "nsubj:pass", "O"),
        ("was", "AUX", "VBD", 3, "cop", "O"),
        ("shaken", "VERB", "JJ", 0, "root", "O"),
    )
    assert analysis.tags[2] == "VBN"
    assert above["was"] == ("shaken", "aux:pass")
