from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.agreement import (
    alpha,
    by_field,
    by_pair,
    interval,
    nominal,
    shared_events,
)
from dateline.evaluation.gold import Coded, Who

# Krippendorff's own example: four observers, twelve units, "." for a gap.
OBSERVERS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
UNITS = [
    {who: int(said.split()[n]) for who, said in OBSERVERS.items() if said.split()[n] != "."}
    for n in range(12)
]


def test_alpha_is_that_of_the_textbook() -> None:
    assert alpha(UNITS, nominal) == pytest.approx(0.743, abs=0.001)
    assert alpha(UNITS, interval) == pytest.approx(0.849, abs=0.001)


def test_alpha_is_one_for_agreement_and_not_defined_without_a_choice() -> None:
    assert alpha([{"A": "x", "B": "x"}, {"A": "y", "B": "y"}]) == 1
    assert alpha([{"A": "x", "B": "x"}, {"A": "x", "B": "x"}]) is None
    assert alpha([{"A": "x"}, {"B": "y"}]) is None
    assert alpha([]) is None


@given(st.lists(st.dictionaries(st.sampled_from("ABC"), st.integers(0, 3), max_size=3), max_size=8))
def test_alpha_is_the_same_whoever_the_coders_are_called(units: list[dict[str, int]]) -> None:
    renamed = [{f"{who}x": v for who, v in reversed(unit.items())} for unit in units]
    ours = alpha(units)
    assert ours == (pytest.approx(alpha(renamed)) if ours is not None else None)
    assert ours is None or ours <= 1


def event(sentence: int, trigger: str, kind: str, sources: Sequence[str] = ()) -> Coded:
    who = tuple(Who(name, name, None, ()) for name in sources)
    return Coded(sentence, trigger, kind, None, who, (), None, None, frozenset(), "occurred", ())


ANA = [event(0, "marched", "PROTEST", ["miners"]), event(1, "held", "COERCE")]
BEN = [event(0, "marched", "PROTEST", ["Miners"]), event(1, "held", "ASSAULT"),
       event(2, "burned", "ASSAULT")]  # fmt: skip
CODINGS = {"one": {"Ana": ANA, "Ben": BEN}}


def test_events_of_one_happening_are_joined_and_the_rest_stand_alone() -> None:
    assert [sorted(shared.events) for shared in shared_events(CODINGS)] == [
        ["Ana", "Ben"],
        ["Ana", "Ben"],
        ["Ben"],
    ]
    three = {"one": {"Ana": ANA, "Ben": BEN, "Cem": [BEN[2]]}}
    assert sorted(shared_events(three)[2].events) == ["Ben", "Cem"]


def test_fields_are_compared_over_what_coders_share() -> None:
    fields = {f.field: f for f in by_field(CODINGS)}
    assert (fields["type"].units, fields["type"].share) == (2, 0.5)
    assert fields["event"].units == 3
    assert fields["sources"].share == 1
    assert fields["sources"].alpha == 1


def test_matched_event_f1_counts_pairs_of_one_type() -> None:
    (pair,) = by_pair(CODINGS)
    assert (pair.matched, pair.same_type, pair.f1) == (2, 1, 0.4)
    assert by_pair({"one": {"Ana": ANA}, "two": {"Ben": BEN}}) == []
    (empty,) = by_pair({"one": {"Ana": [], "Ben": []}})
    assert empty.f1 is None
