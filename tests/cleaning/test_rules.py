from __future__ import annotations

import re

import pytest

from dateline.cleaning.rules import WHOLE, Rule, load_rules, rules_of
from dateline.errors import KnowledgeError

RULES: list[Rule] = [rule for rule, _ in (*load_rules().whole, *load_rules().edges)]
EXAMPLES = [(r, e) for r in RULES for e in r.examples]
KEEPS = sorted({k for r in RULES for k in r.keeps})
EVERYWHERE = ("head", "tail")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[e for _, e in EXAMPLES])
def test_examples_are_found(rule: Rule, example: str) -> None:
    if rule.where in WHOLE:
        assert load_rules().line(example, EVERYWHERE) is not None
        own = re.compile(rule.expression())
        found = own.match if rule.where in ("line", "begins") else own.search
        assert found(example), f"another rule than {rule.reason!r} finds it"
    else:
        line = example.replace("|", "")
        cuts = [line[f.start : f.end].strip() for f in load_rules().parts(line)]
        at = example.index("|")
        gone = example[:at] if rule.where == "start" else example[at + 1 :]
        assert gone.strip() in cuts


@pytest.mark.parametrize("line", KEEPS)
def test_story_lines_stay(line: str) -> None:
    found = load_rules().line(line, EVERYWHERE)
    assert found is None, found
    assert load_rules().parts(line) == []


def test_every_rule_has_an_example() -> None:
    assert [r.reason for r in RULES if not r.examples] == []


@pytest.mark.parametrize(
    "row",
    [
        {"where": "line", "patterns": ["a"]},
        {"reason": "x", "where": "somewhere", "patterns": ["a"]},
        {"reason": "x", "where": "line", "patterns": ["("]},
        {"reason": "x", "where": "line", "zone": "middle", "patterns": ["a"]},
    ],
)
def test_a_broken_rule_is_named(row: dict[str, object]) -> None:
    with pytest.raises(KnowledgeError, match="rule 1"):
        rules_of({"rule": [row]})
