"""The model of sides: whom it weighs, what it looks at, and what an explanation tells of it."""

from __future__ import annotations

import pytest

from dateline.api import Pipeline
from dateline.article import make_article
from dateline.coding.candidate import Candidate
from dateline.coding.candidates import ruled
from dateline.coding.side_clues import (
    common_clues,
    nobody_clues,
    possible,
    scene_of,
    side_clues,
    steps_between,
)
from dateline.coding.sides import Sides, SideWeights, load_sides
from dateline.reading.reading import Reading

TEXT = (
    "Soldiers entered the port of Lamu on Sunday.\n\n"
    "Three fishermen were beaten, and the governor criticised the army in a statement."
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(model=False)


@pytest.fixture(scope="module")
def reading(pipeline: Pipeline) -> Reading:
    return pipeline.read(make_article(TEXT))


def act(reading: Reading, pipeline: Pipeline, word: str) -> tuple[list[Candidate], Candidate]:
    found = ruled(reading, pipeline.coder.lexicon)
    return found, next(c for c in found if c.token.text == word)


def model(source: dict[str, float], target: dict[str, float] | None = None) -> Sides:
    return Sides(SideWeights(source), SideWeights(target or {"by rule": 5.0, "nobody": 2.0}))


def names(reading: Reading, candidate: Candidate, side: str) -> list[str]:
    people = getattr(candidate.arguments, side)
    return [reading.entities[p.name.entity].name for p in people]


def test_somebody_of_the_sentence_before_can_be_the_doer(
    reading: Reading, pipeline: Pipeline
) -> None:
    found, beaten = act(reading, pipeline, "beaten")
    assert beaten.arguments.sources == []
    model({"MIL": 3.0, "1 sentences back": 1.0, "nobody": 2.0}).choose(reading, [*found])
    (doer,) = beaten.arguments.sources
    assert doer.name.text == "Soldiers"
    assert doer.slot.startswith("none; weighed +2.0 against nobody (MIL +3.0")


def test_nobody_wins_when_nothing_speaks_for_anybody(reading: Reading, pipeline: Pipeline) -> None:
    found, beaten = act(reading, pipeline, "beaten")
    model({"nobody": 1.0}).choose(reading, found)
    assert beaten.arguments.sources == []


def test_whom_the_rules_have_stay_as_they_are(reading: Reading, pipeline: Pipeline) -> None:
    found, criticised = act(reading, pipeline, "criticised")
    before = list(criticised.arguments.sources)
    model({"by rule": 5.0, "nobody": 2.0}).choose(reading, found)
    assert criticised.arguments.sources == before != []
    assert names(reading, criticised, "targets")


def test_nobody_stands_on_both_sides(reading: Reading, pipeline: Pipeline) -> None:
    found, criticised = act(reading, pipeline, "criticised")
    everyone = {"before the word": 2.0, "nobody": 1.0}
    model(everyone, everyone).choose(reading, found)
    sources = {p.name.entity for p in criticised.arguments.sources}
    assert sources.isdisjoint(p.name.entity for p in criticised.arguments.targets)


def test_clues_tell_the_way_the_rule_and_the_person(reading: Reading, pipeline: Pipeline) -> None:
    found, criticised = act(reading, pipeline, "criticised")
    scene = scene_of(reading, found)
    people = possible(reading, criticised, scene)
    governor = next(p for p in people if p.name.text.endswith("governor"))
    common = common_clues(reading, criticised, governor, scene)
    given = side_clues(reading, criticised, governor, "source", common)
    assert len(given) == len(set(given))
    assert {"by rule in slot subject", "way >nsubj", "ACCUSE GOV", "in the act's clause"} <= set(
        given
    )
    assert "nobody, by rule in slot subject" in nobody_clues(reading, criticised, people, "source")


def test_the_way_goes_up_and_down_the_tree(pipeline: Pipeline) -> None:
    parse = pipeline.read(make_article("The army shelled the town near the river.")).parse
    at = {t.text: t.i for t in parse.tokens}
    assert steps_between(parse, at["shelled"], at["army"]) == [">nsubj"]
    assert steps_between(parse, at["army"], at["town"]) == ["<nsubj", ">obj"]
    assert steps_between(parse, at["town"], at["town"]) == []


def test_each_person_is_weighed_once(reading: Reading, pipeline: Pipeline) -> None:
    found, beaten = act(reading, pipeline, "beaten")
    entities = [p.name.entity for p in possible(reading, beaten, scene_of(reading, found))]
    assert len(entities) == len(set(entities))


def test_the_model_that_ships_names_its_sets_and_figures() -> None:
    shipped = load_sides()
    assert shipped.version != "unnamed"
    assert shipped.source.weights["by rule"] > 0
    assert {"acts", "sets", "on texts unknown to the fit"} <= shipped.card.keys()
    gain = shipped.card["on texts unknown to the fit"]
    assert gain["source right, news"] > gain["source right by rules alone, news"]
