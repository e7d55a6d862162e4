"""People's names, where the words decide what is one."""

from __future__ import annotations

import pytest

from dateline.reading.name_spans import mend_people


@pytest.mark.parametrize(
    ("words", "given", "mended"),
    [
        # Word by word: B and I of a person's name, E and F of an event's, O of none.
        ("the President left", "OBO", "OOO"),
        ("President Tan left", "BIO", "BIO"),
        ("King left", "BO", "OO"),
        ("A. B. Tan left", "BIBO", "BIIO"),
        ("Ann Tan Ben Lee", "BIBI", "BIBI"),
        ("typhoon Ana hit", "OBO", "OEO"),
        ("Hurricane Ana Maria hit", "OBIO", "OEFO"),
        ('" Tan , Ann "', "OBOBO", "OBIIO"),
        ("for Tan , Ann and Ben", "OBOBOB", "OBOBOB"),
    ],
)
def test_people(words: str, given: str, mended: str) -> None:
    labels = {"B": "B-PERSON", "I": "I-PERSON", "E": "B-EVENT", "F": "I-EVENT", "O": "O"}
    names = [labels[c] for c in given]
    mend_people(words.split(), names)
    assert names == [labels[c] for c in mended]


def test_nothing() -> None:
    names: list[str] = []
    mend_people([], names)
    assert names == []
