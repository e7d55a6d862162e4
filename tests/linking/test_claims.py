"""Numbers of one incident: who says which, of what, and how any two relate."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dateline
from dateline.event import Actor, EventReport, When
from dateline.incident import Quantity, Scope, Value
from dateline.linking.claims import bounds, later, overlap, quantities
from dateline.linking.scopes import difference
from dateline.linking.speakers import own_voice, sameness, voice_of
from tests.linking.made import actor, told

MINISTRY = actor("interior ministry", "GOV")
SPOKESWOMAN = actor("Olga Chemodanova", "GOV", name="Olga Chemodanova")
POLICE = actor("police", "COP")
RIGHTS = actor("Lantern", "NGO")


def one(*tellings: EventReport, texts: dict[str, int] | None = None) -> Quantity:
    """The only quantity of some reports."""
    (quantity,) = quantities(tellings, texts)
    return quantity


def relation(*tellings: EventReport) -> str | None:
    """How the two numbers of two reports relate."""
    relations = one(*tellings).relations
    assert len(relations) <= 1
    return relations[0].relation if relations else None


def said(words: str, low: float | None, high: float | None, **more: Any) -> EventReport:
    """A count of people detained in Minsk."""
    sentence = f"Police detained {words} people{more.pop('after', '')}, it was said."
    return told(sentence, number=(words, low, high), **more).report


# --- the five relations ---------------------------------------------------------------------------


def test_two_voices_whose_ranges_do_not_meet_are_a_conflict() -> None:
    low = said("18", 18, 18, speaker=MINISTRY, what="participants")
    high = said("at least 100", 100, None, outlet="Herald", what="participants")
    quantity = one(low, high)
    assert [c.relation for c in quantity.relations] == ["conflict"]
    assert quantity.disputed
    assert quantity.voices == 2


def test_one_voice_with_a_later_number_is_a_revision_and_no_dispute() -> None:
    first = said("about 250", 250, 250, speaker=MINISTRY)
    second = said("774", 774, 774, speaker=SPOKESWOMAN, published="2020-09-14")
    quantity = one(second, first)
    (revision,) = quantity.relations
    assert revision.relation == "revision"
    assert quantity.values[revision.first].text == "about 250"
    assert not quantity.disputed
    assert quantity.voices == 1


def test_a_number_for_the_country_is_no_rival_of_one_for_the_town() -> None:
    town = said("400", 400, 400, speaker=MINISTRY)
    country = said("774", 774, 774, speaker=MINISTRY, after=" across the country")
    assert one(country).values[0].scope.place == "Belarus"
    assert relation(town, country) == "scope_difference"


def test_another_period_is_another_scope() -> None:
    day = said("400", 400, 400, speaker=POLICE)
    week = said("900", 900, 900, speaker=RIGHTS, date=When("", "2020-09-07", "2020-09-13", "week"))
    since = said("9,000", 9000, 9000, speaker=RIGHTS, after=" since the vote")
    assert relation(day, week) == "scope_difference"
    assert relation(day, since) == "scope_difference"


def test_a_day_off_is_the_same_day_told_otherwise() -> None:
    sunday = said("400", 400, 400, speaker=POLICE)
    monday = said("600", 600, 600, speaker=RIGHTS, date=When("", "2020-09-14", "2020-09-14", "day"))
    assert relation(sunday, monday) == "conflict"


def test_one_article_that_gives_one_voice_two_numbers_is_inconsistent() -> None:
    text = said("about 31,000", 31000, 31000, speaker=MINISTRY, what="participants", id="one")
    headline = said(
        "32,000", 32000, 32000, speaker=MINISTRY, what="participants", id="one", report="headline"
    )
    rounded = said(
        "about 30,000", 30000, 30000, speaker=MINISTRY, what="participants", id="one", report="x"
    )
    assert relation(text, headline) == "inconsistency"
    assert relation(headline, rounded) == "agreement"


def test_ranges_that_meet_agree() -> None:
    fewer = said("fewer than 30", None, 30, speaker=MINISTRY)
    exact = said("27", 27, 27, speaker=RIGHTS)
    vague = said("dozens", 24, None, outlet="Herald")
    assert relation(fewer, exact) == "agreement"
    assert relation(exact, vague) == "agreement"


def test_while_people_are_counted_an_earlier_lower_number_is_no_conflict() -> None:
    evening = said("165", 165, 165, speaker=RIGHTS)
    morning = said("266", 266, 266, speaker=MINISTRY, published="2020-09-14")
    assert relation(evening, morning) == "agreement"
    # A week later nobody is counting any more, and marchers do not grow overnight.
    late = [replace(r, article=replace(r.article, published=d)) for r, d in (
        (evening, "2020-09-20"), (morning, "2020-09-21"))]  # fmt: skip
    assert relation(*late) == "conflict"
    marchers = [
        replace(r, figures=(replace(r.figures[0], what="participants"),))
        for r in (evening, morning)
    ]
    assert relation(*marchers) == "conflict"


def test_what_a_voice_has_revised_is_held_against_nobody() -> None:
    reports = [
        said("12", 12, 12, speaker=MINISTRY),
        said("40", 40, 40, speaker=MINISTRY, published="2020-09-14"),
        said("at least 40", 40, None, speaker=RIGHTS),
    ]
    assert not one(*reports).disputed
    assert one(reports[0], reports[2]).disputed


def test_a_denial_is_a_conflict_with_whom_it_denies() -> None:
    dead = said("three", 3, 3, speaker=RIGHTS, what="deaths")
    denial = said("three", 3, 3, speaker=MINISTRY, what="deaths", stance="denies")
    again = said("three", 3, 3, speaker=MINISTRY, what="deaths", stance="denies", outlet="Herald")
    assert relation(dead, denial) == "conflict"
    assert relation(denial, again) is None


def test_what_is_expected_or_a_part_is_kept_and_not_compared() -> None:
    count = said("400", 400, 400, speaker=MINISTRY)
    forecast = said("9,000", 9000, 9000, speaker=RIGHTS, stance="predicts")
    planned = said("8,000", 8000, 8000, speaker=RIGHTS, status="planned")
    part = told(
        "Police detained 400 people, among them 14 minors.",
        number=("14", 14, 14), speaker=RIGHTS,
    ).report  # fmt: skip
    single = told(
        "Police detained a 42-year-old man, it was said.",
        number=("a 42-year-old man", 1, 1), speaker=RIGHTS,
    ).report  # fmt: skip
    quantity = one(count, forecast, planned, part, single)
    assert len(quantity.values) == 5
    assert quantity.relations == ()


def test_what_is_counted_as_something_else_is_not_compared() -> None:
    freed = said("21", 21, 21, what="other", unit="schoolgirl")
    taken = said("276", 276, 276, what="other", unit="schoolgirl", outlet="Herald")
    assert relation(freed, taken) is None


@pytest.mark.parametrize(
    ("what", "after", "compared"),
    [
        ("arrests", "", True), ("arrests", " others", False), ("arrests", " of them", False),
        ("injuries", " others", True), ("injuries", " of whom", False),
    ],
)  # fmt: skip
def test_others_are_more_than_the_dead_and_an_addition_to_the_rest(
    what: str, after: str, *, compared: bool
) -> None:
    sentence = f"Police said 40{after} were counted."
    one_of_two = told(sentence, number=("40", 40, 40), what=what, trigger="counted").report
    other = said("90", 90, 90, what=what, outlet="Herald")
    assert (relation(one_of_two, other) == "conflict") is compared


def test_the_same_words_of_one_article_are_one_value() -> None:
    report = said("400", 400, 400, speaker=MINISTRY)
    assert len(one(report, replace(report, id="again", type="PROTEST")).values) == 1


def test_officers_are_counted_apart_from_marchers() -> None:
    marchers = said("51", 51, 51, what="injuries", unit="protester")
    officers = said("14", 14, 14, what="injuries", unit="officer", outlet="Herald")
    found = {(q.unit, len(q.values)) for q in quantities([marchers, officers])}
    assert found == {(None, 1), ("security forces", 1)}


# --- voices ---------------------------------------------------------------------------------------


def test_ten_copies_of_one_wire_story_are_one_voice() -> None:
    copies = [said("400", 400, 400, outlet=f"Paper {n}", id=f"a{n}") for n in range(10)]
    assert one(*copies).voices == 10
    assert one(*copies, texts={f"a{n}": 7 for n in range(10)}).voices == 1
    changed = said("450", 450, 450, outlet="Paper 3", id="a3", published="2020-09-14")
    quantity = one(copies[0], changed, texts={"a0": 7, "a3": 7})
    assert [c.relation for c in quantity.relations] == ["revision"]


def test_a_body_speaks_through_its_people_and_services() -> None:
    ministry = voice_of(MINISTRY)
    assert sameness(ministry, voice_of(SPOKESWOMAN, published="2020-09-14")) == "same"
    assert sameness(ministry, voice_of(POLICE)) == "same"
    assert sameness(ministry, voice_of(actor("authorities", "GOV"))) == "maybe"
    assert sameness(ministry, voice_of(actor("health ministry", "GOV"))) == "different"
    assert sameness(ministry, voice_of(actor("rights activists", "NGO"))) == "different"
    assert sameness(voice_of(RIGHTS), voice_of(actor("rights activists", "NGO"))) == "maybe"
    assert sameness(voice_of(RIGHTS), voice_of(actor("Beacon", "NGO"))) == "different"
    officials = voice_of(actor("two senior Belarusian officials", "GOV"))
    assert officials == voice_of(actor("officials", "GOV"))


def test_police_answer_to_no_ministry_where_they_are_a_citys() -> None:
    def american(text: str, role: str) -> Actor:
        return actor(text, role, country="USA")

    police = voice_of(american("police", "COP"))
    assert sameness(police, voice_of(american("interior ministry", "GOV"))) == "different"
    assert sameness(police, voice_of(POLICE)) == "different"


def test_an_unknown_spokesman_is_known_by_the_words_beside_his_name() -> None:
    speaker = Actor(
        "Ivan Petrov", 28, 39, "Ivan Petrov", "BLR", ("GOV",), "BLRGOV", None, collective=False
    )
    title = told(
        "Interior Ministry spokesman Ivan Petrov said 250 people were detained.",
        number=("250", 250, 250), speaker=speaker,
    ).report  # fmt: skip
    later_on = said("400", 400, 400, speaker=replace(speaker, start=None), published="2020-09-14")
    body = said("410", 410, 410, speaker=MINISTRY, published="2020-09-15")
    assert one(title, later_on, body).voices == 1
    assert one(later_on, body).voices == 2


# --- from articles --------------------------------------------------------------------------------


def coded(text: str, outlet: str, published: str) -> list[EventReport]:
    reports = dateline.code(text, published=published, outlet=outlet)
    return [r for r in reports if r.type == "COERCE"]


def test_one_ministry_of_three_articles_revises_and_widens_its_count() -> None:
    reports = [
        *coded(
            "MINSK - Thousands marched through Minsk on Sunday. Police detained about 250 people in"
            " the city, Interior Ministry spokeswoman Olga Chemodanova said.",
            "Courier", "2020-09-13",
        ),
        *coded(
            "MINSK - The Belarusian interior ministry said more than 400 people were detained in"
            " Minsk on Sunday.", "Herald", "2020-09-13",
        ),
        *coded(
            "MINSK - Police detained 774 people across the country on Sunday, the interior ministry"
            " of Belarus said on Monday.", "Star", "2020-09-14",
        ),
    ]  # fmt: skip
    (arrests,) = [q for q in quantities(reports) if q.what == "arrests"]
    assert {v.text for v in arrests.values} == {"about 250", "more than 400", "774"}
    assert arrests.voices == 1
    assert not arrests.disputed
    kinds = sorted(c.relation for c in arrests.relations)
    assert kinds == ["revision", "scope_difference", "scope_difference"]
    assert {v.scope.place for v in arrests.values} == {"Minsk", "Belarus"}


def test_a_ministry_and_a_newspaper_disagree_on_one_march() -> None:
    low = "MINSK - About 18,000 people marched through Minsk on Sunday, the interior ministry said."
    high = "MINSK - More than 100,000 people marched through Minsk on Sunday."
    texts = [(low, "Courier"), (high, "Herald")]
    reports = [
        r
        for text, outlet in texts
        for r in dateline.code(text, published="2020-09-20", outlet=outlet)
    ]
    (crowd,) = quantities(reports)
    assert [c.relation for c in crowd.relations] == ["conflict"]
    assert crowd.disputed


# --- numbers --------------------------------------------------------------------------------------


def value(low: float | None, high: float | None, *, about: bool = False) -> Value:
    scope = Scope(None, None, None)
    return Value(low, high, about, "n", None, None, None, None, "r", scope)


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        (value(31000, 31000, about=True), (27900, 34100)),
        (value(400, 400, about=True), (350, 450)),
        (value(250, 250), (250, 250)),
        (value(200, None, about=True), (200, float("inf"))),
        (value(None, 30), (-float("inf"), 30)),
    ],
)
def test_what_a_number_allows(number: Value, allowed: tuple[float, float]) -> None:
    assert bounds(number) == pytest.approx(allowed)


NUMBERS = st.one_of(st.none(), st.integers(0, 10**6).map(float))
VALUES = st.builds(
    lambda a, b, about: value(*sorted((a, b)) if None not in {a, b} else (a, b), about=about),
    NUMBERS, NUMBERS, st.booleans(),
).filter(lambda v: not (v.low is None and v.high is None))  # fmt: skip


@given(VALUES, VALUES)
def test_overlap_has_no_direction_and_holds_of_oneself(one: Value, other: Value) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert overlap(one, one)


@given(st.lists(st.sampled_from([
    ("250", 250, "2020-09-13", MINISTRY, "Minsk"), ("400", 400, "2020-09-14", MINISTRY, "Minsk"),
    ("90", 90, "2020-09-13", RIGHTS, "Minsk"), ("500", 500, "2020-09-14", None, "Minsk"),
    ("12", 12, "2020-09-13", MINISTRY, "Brest"), ("410", 410, "2020-09-14", POLICE, None),
]), unique=True, min_size=2, max_size=4))  # fmt: skip
def test_the_order_of_reports_changes_nothing(rows: list[Any]) -> None:
    reports = [
        said(n, v, v, published=day, speaker=who, place=where, report=f"id{v}")
        for n, v, day, who, where in rows
    ]
    seen = [quantities(order) for order in permutations(reports)]
    assert all(found == seen[0] for found in seen)


@pytest.mark.parametrize(
    ("first", "second", "is_later"),
    [
        ("2020-09-14", "2020-09-13", True),
        ("2020-09-13", "2020-09-14", False),
        ("2020-09-13T23:00", "2020-09-13", False),
        ("2020-09-13", "2020-09-13T11:00", False),
        ("2020-09-13T23:00", "2020-09-13T11:00", True),
        (None, "2020-09-13", False),
    ],
)
def test_later_is_sure(first: str | None, second: str | None, *, is_later: bool) -> None:
    assert later(first, second) is is_later


def test_a_square_is_in_its_town_and_not_the_country() -> None:
    square, town, country = (Scope(p, None, None) for p in ("Victory Square", "Minsk", "Belarus"))
    exact = frozenset({"Victory Square"})
    assert difference(square, town, exact) is None
    assert difference(square, town)
    assert difference(square, country, exact)
    assert difference(town, country, exact)
    assert difference(town, Scope(None, None, None)) is None


def test_an_outlets_own_word_is_its_own() -> None:
    assert sameness(own_voice("Courier", "a", None), own_voice("courier", "b", None)) == "same"
    assert sameness(own_voice(None, "a", None), own_voice(None, "b", None)) == "different"
    assert sameness(own_voice("Courier", "a", None), voice_of(MINISTRY)) == "different"
