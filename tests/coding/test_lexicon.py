"""The lexicon's files and what a wrong line in one says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.lexicon import load_lexicon
from dateline.errors import KnowledgeError
from dateline.knowledge.ontology import Ontology

HEADER = "word,pos,type,frame,cameo,mode,if,unless,note\n"


def test_packaged_lexicon_covers_every_type() -> None:
    lexicon = load_lexicon()
    entries = [e for found in lexicon.by_word.values() for e in found]
    types = {e.type for e in entries if e.type}
    assert types == set(Ontology().types)
    assert lexicon.size >= 2500
    for kind in types:
        assert sum(e.type == kind for e in entries) >= 100, kind


def test_every_code_is_a_cameo_code() -> None:
    ontology = Ontology()
    for found in load_lexicon().by_word.values():
        for entry in found:
            if entry.type:
                assert entry.cameo in ontology.cameo, entry.name


def test_heaviest_reading_comes_first() -> None:
    for found in load_lexicon().by_word.values():
        weights = [e.weight for e in found]
        assert weights == sorted(weights, reverse=True)


def test_own_rows_replace_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "zap,verb,ASSAULT,subject>object,190,,object:#actor,,\n", "utf-8")
    lexicon = load_lexicon([own])
    (entry,) = lexicon.lookup("verb", "zap")
    assert entry.type == "ASSAULT"
    assert "own.csv:2" in entry.name
    assert lexicon.size == load_lexicon().size + 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("zap,verb,ASSAULT,subject>object,19x,,,,", "cameo"),
        ("zap,verb,,subject>object,190,,,,", "type is empty"),
        ("zap,adverb,ASSAULT,subject>object,190,,,,", "pos must be"),
        ("zap,verb,ASSAULT,subject,190,,,,", "frame must be"),
        ("zap,verb,ASSAULT,subjet>object,190,,,,", "unknown slot 'subjet'"),
        ("zap,verb,ASSAULT,,190,,object:@nosuchclass,,", "unknown class"),
        ("zap,verb,ASSAULT,,190,,object,,", "slot:value"),
        ("zap,verb,ASSAULT", "3 columns"),
    ],
)
def test_wrong_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + line + "\n", "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lexicon([own])
    assert "own.csv, line 2" in str(caught.value)
    assert fault in str(caught.value)


def test_wrong_header_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("word,type\n", "utf-8")
    with pytest.raises(KnowledgeError, match="line 1: expected the columns"):
        load_lexicon([own])


@given(line=st.text(max_size=80))
def test_any_line_loads_or_is_refused_with_its_number(
    tmp_path_factory: pytest.TempPathFactory, line: str
) -> None:
    own = tmp_path_factory.mktemp("lexicon") / "own.csv"
    own.write_text(HEADER + line, "utf-8")
    try:
        load_lexicon([own])
    except KnowledgeError as error:
        assert "own.csv" in str(error)  # noqa: PT017 - both outcomes are right
