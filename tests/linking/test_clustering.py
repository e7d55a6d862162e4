"""Greedy average link with what must and must not be together."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.clustering import clusters

IDS = [f"r{k}" for k in range(8)]


def test_a_weak_chain_does_not_pull_two_groups_together() -> None:
    scored = {("a", "b"): 0.9, ("c", "d"): 0.9, ("b", "c"): 0.9}
    # Of the four pairs between the groups only one was scored: their mean is too low.
    assert clusters(["a", "b", "c", "d"], scored, 0.5) == [("a", "b"), ("c", "d")]


def test_the_likeliest_pair_is_joined_first() -> None:
    scored = {("a", "b"): 0.6, ("b", "c"): 0.9, ("a", "c"): 0.1}
    assert clusters(["a", "b", "c"], scored, 0.5) == [("a",), ("b", "c")]


def test_what_may_not_be_together_is_not_joined_through_others() -> None:
    scored = {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.9}
    groups = clusters(["a", "b", "c"], scored, 0.5, apart=[("a", "c")])
    assert groups == [("a", "b"), ("c",)]


def test_what_people_put_together_joins_their_groups_against_all_scores() -> None:
    scored = {("a", "b"): 0.8, ("c", "d"): 0.9}
    groups = clusters(["a", "b", "c", "d", "e"], scored, 0.5, together=[("a", "c")])
    assert groups == [("a", "b", "c", "d"), ("e",)]


def test_people_s_same_wins_over_different() -> None:
    groups = clusters(["a", "b"], {}, 0.5, together=[("a", "b")], apart=[("a", "b")])
    assert groups == [("a", "b")]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1]),
        st.sampled_from([0.2, 0.5, 0.6, 0.6, 0.8, 1.0]),
    ),
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_groups_part_the_ids_whatever_the_order(
    scored: dict[tuple[str, str], float], apart: list[tuple[str, str]], chance: random.Random
) -> None:
    apart = [(a, b) for a, b in apart if a != b]
    groups = clusters(IDS, scored, 0.5, apart=apart)
    assert sorted(i for g in groups for i in g) == IDS
    for a, b in apart:
        assert not any(a in g and b in g for g in groups)
    mixed = list(scored.items())
    chance.shuffle(mixed)
    ids = list(IDS)
    chance.shuffle(ids)
    assert clusters(ids, dict(mixed), 0.5, apart=apart) == groups
