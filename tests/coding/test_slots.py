"""Who stands where around a word, through what news does to a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.coding.slots import Act
from dateline.reading.reading import Reading

LIGHT = frozenset({"stage", "hold", "make", "arrive"})


def slot(parsed: Callable[..., Reading], text: str, word: str, name: str, pos: str) -> list[str]:
    parse = parsed(text).parse
    token = next(t for t in parse.tokens if t.text == word)
    return [parse.tokens[k].text for k in Act(parse, token.i, pos, LIGHT).slot(name)]


VERBS = [
    ("Police arrested the protesters.", "arrested", "subject", ["Police"]),
    ("Police arrested the protesters.", "arrested", "object", ["protesters"]),
    ("The protesters were arrested by soldiers.", "arrested", "object", ["protesters"]),
    ("The protesters were arrested by soldiers.", "arrested", "subject", ["soldiers"]),
    ("The army, which shelled the town, denied it.", "shelled", "subject", ["army"]),
    ("The town, shelled by rebels, was empty.", "shelled", "object", ["town"]),
    ("The town, shelled by rebels, was empty.", "shelled", "subject", ["rebels"]),
    ("Soldiers entered the city and killed the mayor.", "killed", "subject", ["Soldiers"]),
    ("The minister refused to meet the strikers.", "meet", "subject", ["minister"]),
    ("The union urged workers to strike.", "strike", "subject", ["workers"]),
    ("The union urged workers to strike.", "urged", "clause", ["workers"]),
    ("Kenya and Uganda condemned the raid.", "condemned", "subject", ["Kenya", "Uganda"]),
    ("France accused Mali of lying.", "accused", "object", ["Mali"]),
    ("The envoy met with rebel leaders.", "met", "with", ["leaders"]),
    ("The court rejected the government's appeal.", "rejected", "poss", ["government"]),
]
NOUNS = [
    ("The arrest of the journalist by police drew anger.", "arrest", "of", ["journalist"]),
    ("The arrest of the journalist by police drew anger.", "arrest", "by", ["police"]),
    ("Farmers staged a protest against the tax.", "protest", "subject", ["Farmers"]),
    ("Farmers staged a protest against the tax.", "protest", "against", ["tax"]),
    ("Russia's attack on the port went on.", "attack", "poss", ["Russia"]),
    ("Talks between Israel and Egypt ended.", "Talks", "between", ["Israel", "Egypt"]),
]


@pytest.mark.parametrize(("text", "word", "name", "expected"), VERBS)
def test_verb_slots(
    parsed: Callable[..., Reading], text: str, word: str, name: str, expected: list[str]
) -> None:
    assert slot(parsed, text, word, name, "verb") == expected


@pytest.mark.parametrize(("text", "word", "name", "expected"), NOUNS)
def test_noun_slots(
    parsed: Callable[..., Reading], text: str, word: str, name: str, expected: list[str]
) -> None:
    assert slot(parsed, text, word, name, "noun") == expected
