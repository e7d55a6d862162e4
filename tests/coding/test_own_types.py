"""Types of the user's own, as docs/your-own-ontology.md shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.api import code
from dateline.coding.lexicon import load_lexicon
from dateline.errors import KnowledgeError

EXAMPLE = Path(__file__).parents[2] / "docs" / "election"
HEADER = "word,pos,type,frame,cameo,mode,if,unless,note\n"


def test_the_example_codes_what_its_page_says() -> None:
    reports = code(
        (EXAMPLE / "malawi.txt").read_text("utf-8"),
        published="2024-03-08",
        lexicon=[EXAMPLE / "types.toml", EXAMPLE / "lexicon.csv"],
    )
    found = [(r.type, r.mode, r.trigger.text) for r in reports]
    assert found == [
        ("IRREGULARITY", "stuffing", "stuffed"),
        ("IRREGULARITY", "turned-away", "turned"),
        ("IRREGULARITY", "late-opening", "opened"),
        ("IRREGULARITY", "observers", "expelled"),
        ("REQUEST", None, "called"),
    ]
    assert {r.quad for r in reports[:4]} == {4}
    assert any("lexicon.csv:2" in reason.rule for reason in reports[0].reasons)


def test_without_the_files_nothing_of_it_is_known() -> None:
    reports = code((EXAMPLE / "malawi.txt").read_text("utf-8"), published="2024-03-08")
    assert "IRREGULARITY" not in {r.type for r in reports}


def test_a_type_that_nobody_declared_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "stuff,verb,PROTSET,subject>object,141,,,,\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"own\.csv:2: unknown type 'PROTSET'"):
        load_lexicon([path])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[types.FRAUD]\nquad = 4\ncameo = "17"\n', "'description' is missing"),
        ('[types.FRAUD]\ndescription = "x"\nquad = 9\ncameo = "17"\n', "quad is 1 to 4"),
        ('[types.FRAUD]\ndescription = "x"\nquad = 4\ncameo = "99"\n', "no CAMEO code"),
        ('[types.FRAUD]\ndescription = "x"\nquad = 4\ncameo = "17"\nmood = 1\n', "'mood'"),
        ("[type.FRAUD]\n", "unknown table 'type'"),
        ("[types\n", "cannot read the ontology file"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "types.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=told):
        load_lexicon([path])
