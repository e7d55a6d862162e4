"""The reader network as a parser: offsets, trees, names, lemmas, and texts of any shape."""

from __future__ import annotations

import shutil
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import ReadingError
from dateline.reading.arcs import Parse
from dateline.reading.network_model import FOLDER, WINDOW, NetworkModel
from dateline.reading.network_parser import NetworkParser
from dateline.reading.parsers import make_parser
from dateline.reading.sentence_ends import sure_ends
from dateline.reading.spacy_parser import SpacyParser
from dateline.reading.trees import best_tree, crosses, is_tree
from dateline.reading.wordpieces import case_of


@pytest.fixture(scope="module")
def network() -> NetworkParser:
    return NetworkParser()


def arcs(parse: Parse) -> set[tuple[str, str, str]]:
    return {
        (t.lower, t.relation, parse.tokens[t.head].lower if t.head >= 0 else "")
        for t in parse.tokens
    }


def check_whole(parse: Parse, text: str) -> None:
    """Offsets hold, every sentence is a tree with one root, none crosses a line."""
    for token in parse.tokens:
        assert text[token.start : token.end] == token.text
        steps, k = 0, token.i
        while parse.tokens[k].head >= 0:
            k, steps = parse.tokens[k].head, steps + 1
            assert steps <= len(parse.tokens)
        assert parse.tokens[k].sentence == token.sentence
    covered = 0
    for sentence in parse.sentences:
        assert sentence.first == covered
        covered = sentence.last
        inside = parse.tokens[sentence.first : sentence.last]
        assert sum(t.head < 0 for t in inside) == 1
        assert all((t.relation == "root") == (t.head < 0) for t in inside)
        assert "\n" not in text[sentence.start : sentence.end]
    assert covered == len(parse.tokens)


def test_subjects_objects_agents(network: NetworkParser) -> None:
    parse = network.parse("Riot police beat protesters. Three men were arrested by the army.")
    found = arcs(parse)
    assert ("police", "nsubj", "beat") in found
    assert ("protesters", "obj", "beat") in found
    assert ("men", "nsubj:pass", "arrested") in found
    assert ("army", "obl:agent", "arrested") in found
    assert len(parse.sentences) == 2


def test_cases_and_marks(network: NetworkParser) -> None:
    parse = network.parse("The march was called off because of rain, officials said in Minsk.")
    by_word = {t.lower: t for t in parse.tokens}
    assert by_word["rain"].case == "because of"
    assert by_word["minsk"].case == "in"
    parse = network.parse("The union said that it would strike if talks failed.")
    by_word = {t.lower: t for t in parse.tokens}
    assert by_word["strike"].mark == "that"
    assert by_word["failed"].mark == "if"


def test_a_name_hangs_on_its_last_word(network: NetworkParser) -> None:
    parse = network.parse("President Barack Obama met Chancellor Angela Merkel in Berlin.")
    by_word = {t.lower: t for t in parse.tokens}
    assert by_word["obama"].relation == "nsubj"
    assert by_word["merkel"].relation == "obj"
    assert parse.tokens[by_word["barack"].head].lower == "obama"
    assert by_word["obama"].label == by_word["merkel"].label == "PERSON"
    assert by_word["berlin"].label == "GPE"


def test_lemmas(network: NetworkParser) -> None:
    pairs = {
        ("staged", "VBD"): "stage", ("stopping", "VBG"): "stop", ("said", "VBD"): "say",
        ("men", "NNS"): "man", ("cities", "NNS"): "city", ("clashes", "NNS"): "clash",
        ("condemned", "VBN"): "condemn", ("undergone", "VBN"): "undergo", ("n't", "RB"): "not",
        ("using", "VBG"): "use", ("denied", "VBD"): "deny", ("larger", "JJR"): "large",
        ("diseases", "NNS"): "disease", ("is", "VBZ"): "be", ("fled", "VBD"): "flee",
        ("Reuters", "NNP"): "reuters",
    }  # fmt: skip
    for (word, tag), lemma in pairs.items():
        assert network.lemma(word, tag) == lemma, word


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Gen. Ali Hassan spoke on Monday. Nobody answered.", 2),
        ("“We will march,” she said. “Nothing stops us!” The crowd cheered.", 3),
        ("The U.S. Embassy closed at 5 p.m. on Friday.", 1),
        ("Police fired tear gas", 1),
    ],
)
def test_sentences(network: NetworkParser, line: str, count: int) -> None:
    assert len(network.parse(line).sentences) == count


def test_lines_and_blank_texts(network: NetworkParser) -> None:
    text = "\n\n  A headline without a stop\n\n\tPolice said so.  \n \n"
    parse = network.parse(text)
    check_whole(parse, text)
    assert [s.paragraph for s in parse.sentences] == [0, 1]
    for empty in ("", " \n\t\n "):
        assert len(network.parse(empty)) == 0


def test_long_sentences_are_read_whole(network: NetworkParser) -> None:
    places = " , ".join(f"the people of village {k} in the north" for k in range(90))
    text = f"Rebels who came from {places} attacked the army ."
    parse = network.parse(text)
    check_whole(parse, text)
    assert len(parse.tokens) == len(text.split())
    once = "Rebels who " + "marched and sang and " * 30 + "shouted attacked the army."
    assert len(once.split()) > WINDOW * 0.6
    parse = network.parse(once)
    check_whole(parse, once)
    assert len(parse.sentences) == 1


def test_the_company_of_a_text_changes_nothing(network: NetworkParser) -> None:
    texts = [
        "Police detained 40 people in Lagos on Tuesday.",
        "Thousands marched. The minister, who had denied it, resigned! Why did he wait so long?",
        "Rain.",
    ]
    alone = [network.parse(t) for t in texts]
    together = list(NetworkParser(threads=2).parse_all(texts))
    for one, other in zip(alone, together, strict=True):
        assert one.tokens == other.tokens
        assert one.sentences == other.sentences


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_a_forest(network: NetworkParser, text: str) -> None:
    check_whole(network.parse(text), text)


def test_parsers_by_name(tmp_path: Path) -> None:
    assert isinstance(make_parser("network"), NetworkParser)
    assert isinstance(make_parser(None), NetworkParser)
    assert isinstance(make_parser("spacy"), SpacyParser)
    with pytest.raises(ReadingError, match="no spaCy model named 'en_core_web_none'"):
        make_parser("en_core_web_none")
    own = tmp_path / "own"
    shutil.copytree(FOLDER, own)
    assert isinstance(make_parser(str(own)), NetworkParser)
    (own / "labels.json").write_text("{}", "utf-8")
    with pytest.raises(ReadingError, match=r"labels\.json of the reader network is not the one"):
        make_parser(str(own))
    with pytest.raises(ReadingError, match="no reader network"):
        NetworkModel(tmp_path)


def test_best_tree_is_the_best() -> None:
    rng = np.random.default_rng(0)
    for n in (1, 2, 3, 4, 5):
        for _ in range(20):
            scores = rng.normal(size=(n, n + 1)).astype(np.float32) * 2
            scores[np.arange(n), np.arange(1, n + 1)] = -1e9
            logs = scores - np.log(np.exp(scores).sum(1))[:, None]
            totals = [
                sum(logs[k, h] for k, h in enumerate(heads))
                for heads in product(range(n + 1), repeat=n)
                if heads.count(0) == 1 and _is_tree(heads) and not _crosses(heads)
            ]
            found = best_tree(scores)
            assert sum(logs[k, h + 1] for k, h in enumerate(found)) == pytest.approx(max(totals))


def _is_tree(heads: tuple[int, ...]) -> bool:
    for start in range(len(heads)):
        k, steps = start + 1, 0
        while k and steps <= len(heads):
            k, steps = heads[k - 1], steps + 1
        if k:
            return False
    return True


def _crosses(heads: tuple[int, ...]) -> bool:
    arcs = [tuple(sorted((k, h))) for k, h in enumerate(heads, 1)]
    return any(a < c < b < d for a, b in arcs for c, d in arcs)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=7))
def test_trees_are_told_from_others(heads: list[int]) -> None:
    heads = [min(h, len(heads)) for h in heads]
    plain = [h - 1 for h in heads]
    assert is_tree(plain) == (heads.count(0) == 1 and _is_tree(tuple(heads)))
    if is_tree(plain):
        assert crosses(plain) == _crosses(tuple(heads))


def test_spelling_classes() -> None:
    words = ["police", "2,000", "–", "UN", "A", "Minsk", "McDonald", "iPhone"]
    assert [case_of(w) for w in words] == list(range(8))


def test_sure_ends_leave_short_words_open() -> None:
    words = ["He", "left", ".", "Maj", ".", "Ali", "stayed", ".", "Then", "he", "…"]
    spaces = [True] * len(words)
    assert sure_ends(words, spaces) == [0, 3, 8]
    assert sure_ends([], []) == []


def test_without_onnx_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ReadingError, match=r"pip install onnxruntime"):
        make_parser("network")
