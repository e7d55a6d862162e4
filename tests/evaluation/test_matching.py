from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.gold import Coded, Who
from dateline.evaluation.matching import (
    assign,
    overlapping,
    pairs,
    same_actor,
    same_claim,
    same_name,
    same_place,
    side_right,
    side_strict,
    trigger_overlap,
)


def who(name: str, country: str | None = None, *roles: str, text: str = "") -> Who:
    return Who(text or name, name, country, roles)


def coded(
    kind: str, trigger: str, sources: tuple[Who, ...] = (), targets: tuple[Who, ...] = ()
) -> Coded:
    return Coded(0, trigger, kind, None, sources, targets, None, None, frozenset(), "occurred", ())


def test_names() -> None:
    assert same_name("Ana Lopes", "President Ana Lopes")
    assert same_name("Ana Lopes", "Mrs Lopes")
    assert same_name("Lopes", "Ana Lopes")
    assert same_name("teachers", "a teacher")
    assert same_name("Álvaro Uribe", "Alvaro Uribe")
    assert not same_name("Ana Lopes", "Ana Prado")
    assert not same_name("he", "he")
    assert not same_name("", "Ana")


def test_actor_by_name_needs_countries_that_agree() -> None:
    assert same_actor(who("Kenyan police", "KEN", "COP"), who("police", "KEN", "COP"))
    assert same_actor(who("Kenyan police", "KEN", "COP"), who("police"))
    assert not same_actor(who("Kenyan police", "KEN", "COP"), who("police", "UGA", "COP"))


def test_actor_by_country_and_role_needs_words_in_common() -> None:
    gold = who("Chinese government", "CHN", "GOV")
    assert same_actor(gold, who("China", "CHN", "GOV"))
    assert not same_actor(gold, who("Beijing", "CHN", "GOV"))
    assert not same_actor(gold, who("China", "CHN", "MIL"))
    assert overlapping("China", "Chinese government")


def test_sides() -> None:
    a, b, c = who("Ana Lopes"), who("Rui Prado"), who("miners")
    assert side_right((), ())
    assert not side_right((), (a,))
    assert not side_right((a,), ())
    assert side_right((a, b), (b, c))
    assert not side_strict((a, b), (b, c))
    assert not side_strict((a, b), (b,))
    assert side_strict((a, b), (b, a))


def test_places_and_claims() -> None:
    assert same_place(None, None)
    assert not same_place(("Lyon", "FRA"), None)
    assert same_place(("Lyon", "FRA"), ("Lyon", None))
    assert not same_place(("Lyon", "FRA"), ("Lyon", "USA"))
    assert same_place(("central Lyon", "FRA"), ("Lyon", "FRA"))
    assert same_claim((), ())
    assert not same_claim(("police",), ())
    assert not same_claim((), ("police",))
    assert same_claim(("Kenyan police",), ("the police",))


def test_triggers() -> None:
    assert trigger_overlap("took to the streets", "streets") == 1.0
    assert trigger_overlap("march", "strike") == 0.0
    assert trigger_overlap("", "strike") == 0.0


def test_pairing_prefers_type_then_actors_then_trigger() -> None:
    police, crowd = who("police"), who("crowd")
    gold = [coded("COERCE", "arrested", (police,), (crowd,)), coded("ASSAULT", "beat", (police,))]
    ours = [coded("ASSAULT", "beat", (crowd,)), coded("COERCE", "held", (police,), (crowd,))]
    assert pairs(gold, ours) == [(0, 1), (1, 0)]


def test_pairing_needs_a_type_or_a_trigger_in_common() -> None:
    assert pairs([coded("COERCE", "arrested")], [coded("PROTEST", "march")]) == []
    assert pairs([coded("COERCE", "arrested")], [coded("ASSAULT", "arrested")]) == [(0, 0)]


@given(
    st.integers(0, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 50), min_size=columns, max_size=columns),
            max_size=4,
        )
    )
)
def test_assignment_is_the_best_there_is(table: list[list[int]]) -> None:
    found = assign(table)
    assert len({r for r, _ in found}) == len(found)
    assert len({c for _, c in found}) == len(found)
    rows, columns = len(table), len(table[0]) if table else 0
    small, large = sorted((rows, columns))
    every = (
        sum(table[k][n] if rows <= columns else table[n][k] for k, n in enumerate(order))
        for order in permutations(range(large), small)
    )
    assert sum(table[r][c] for r, c in found) == max(every, default=0)
