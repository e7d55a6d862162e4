"""Candidates of a pronoun, the clues that speak for them, and how those are weighed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.reading.antecedents import Candidate, nobody
from dateline.reading.ranking import TABLES, Ranker, load_ranker
from dateline.reading.reading import Reading

Read = Callable[..., Reading]
NEAR, FAR = "mentioned last of all", "far before"


def ranker(near: float, least: float) -> Ranker:
    tables = set(TABLES.values())
    return Ranker({table: {NEAR: near} for table in tables}, dict.fromkeys(tables, least))


def test_the_clues_share_out_the_probability() -> None:
    found = [Candidate((0,), 4, (NEAR,)), Candidate((1,), 2, (FAR,))]
    shares = ranker(2.0, 0.4).shares("m", found)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] == pytest.approx(shares[1] * 2.718281828**2)
    assert ranker(2.0, 0.4).choose("m", found) == (0, shares[0])


def test_what_is_not_probable_enough_is_left_open() -> None:
    found = [Candidate((0,), 4, (NEAR,)), Candidate((1,), 2, (FAR,))]
    assert ranker(2.0, 0.95).choose("m", found) is None


def test_a_thing_that_is_meant_gives_nobody() -> None:
    found = [Candidate((), 4, (NEAR,)), Candidate((1,), 2, (FAR,))]
    assert ranker(2.0, 0.0).choose("p", found) is None
    assert ranker(-2.0, 0.0).choose("p", found) is not None


def test_the_reason_names_what_tells_the_one_from_the_others() -> None:
    found = [Candidate((0,), 4, (NEAR, FAR)), Candidate((1,), 2, (FAR,))]
    weights = {NEAR: 1.0, FAR: 5.0}
    told = Ranker({"they": weights}, {"they": 0.0}).reason("p", found, 0, 0.73)
    assert told == f"pronoun, 73% sure: {NEAR}"


def test_nobody_is_likelier_where_few_can_be_meant() -> None:
    few = [Candidate((0,), 1)]
    assert len(nobody(few)) == len(nobody(few * 9)) + 1


def test_the_weights_that_ship_name_clues_that_occur(read: Read) -> None:
    shipped = load_ranker()
    assert set(shipped.weights) == set(TABLES.values()) == set(shipped.least)
    assert shipped.weights["he and she"]["the nearest subject over it"] > 0
    reading = read("Angela Merkel met Theresa May. Merkel praised her.")
    (reference,) = [r for r in reading.references if r.text == "her"]
    told = reference.why.partition("sure: ")[2].split("; ")
    assert all(clue in shipped.weights["he and she"] for clue in told)
