"""The scorer: what it keeps, takes back and proposes, and how an account tells of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from dateline.api import Pipeline
from dateline.article import make_article
from dateline.coding.candidates import candidates, other_readings, ruled
from dateline.coding.clues import clues, surroundings
from dateline.coding.scorer import NEVER, Scorer, load_scorer
from dateline.reading.reading import Reading

TEXT = "Riot police in Kampala arrested two dozen opposition supporters on Thursday."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def reading(pipeline: Pipeline) -> Reading:
    return pipeline.read(make_article(TEXT))


def kept(reading: Reading, pipeline: Pipeline, scorer: Scorer | None) -> list[str]:
    found = candidates(reading, pipeline.coder.lexicon, scorer)
    return [c.type for c in found if not c.dropped]


def test_a_scorer_that_trusts_all_keeps_what_the_rules_keep(
    reading: Reading, pipeline: Pipeline
) -> None:
    trusting = Scorer(start=5.0, weights={}, propose=NEVER)
    assert kept(reading, pipeline, trusting) == kept(reading, pipeline, None) == ["COERCE"]


def test_a_scorer_that_doubts_says_why(reading: Reading, pipeline: Pipeline) -> None:
    doubting = Scorer(start=-5.0, weights={}, propose=NEVER)
    found = candidates(reading, pipeline.coder.lexicon, doubting)
    assert [c.dropped for c in found] == ["the scorer doubts it (-5.0)"]


def test_what_the_rules_drop_can_be_taken_back(pipeline: Pipeline) -> None:
    reading = pipeline.read(make_article("The two firms signed an agreement on Monday."))
    before = candidates(reading, pipeline.coder.lexicon)
    assert before
    assert all(c.dropped for c in before)
    trusting = Scorer(start=5.0, weights={}, propose=NEVER)
    assert kept(reading, pipeline, trusting)


def test_clues_are_named_once_and_tell_type_word_and_people(
    reading: Reading, pipeline: Pipeline
) -> None:
    lexicon = pipeline.coder.lexicon
    found = ruled(reading, lexicon)
    pool = [*found, *other_readings(reading, lexicon, found)]
    given = clues(reading, found[0], surroundings(reading, lexicon, pool))
    assert len(given) == len(set(given))
    assert {"COERCE", "word arrest", "source COP", "target OPP", "rules keep it"} <= set(given)


def test_one_clue_decides_by_its_weight(reading: Reading, pipeline: Pipeline) -> None:
    scorer = Scorer(start=1.0, weights={"source COP": -3.0}, propose=NEVER)
    assert kept(reading, pipeline, scorer) == []
    assert kept(reading, pipeline, replace(scorer, keep=-2.5)) == ["COERCE"]


def test_the_account_ends_at_the_confidence(reading: Reading, pipeline: Pipeline) -> None:
    (report,) = pipeline.code(reading)
    account = [r for r in report.reasons if r.field == "confidence"]
    assert account[-1].rule.startswith("the scorer gives")
    total = sum(r.weight or 0.0 for r in account)
    assert report.confidence == pytest.approx(1 / (1 + math.exp(-total)), abs=0.01)


def test_without_the_model_no_bar_of_the_scorer() -> None:
    plain = Pipeline(model=False)
    (report,) = plain.code(plain.read(make_article(TEXT)))
    assert not any(r.rule.startswith("the scorer") for r in report.reasons)
    assert plain.version != Pipeline().version
    assert "scorer-none" in plain.version


def test_the_shipped_weights_are_finite_and_their_card_names_the_sets() -> None:
    scorer = load_scorer()
    assert all(math.isfinite(w) for w in scorer.weights.values())
    assert scorer.card["sets"]
    assert all(len(s["sha256"]) == 64 for s in scorer.card["sets"].values())


def test_history_told_by_years_is_not_coded(pipeline: Pipeline) -> None:
    text = "Norway restored diplomatic ties with Chad ten years after mobs burned its embassy."
    reading = pipeline.read(make_article(text))
    assert kept(reading, pipeline, None) == ["SUPPORT"]
