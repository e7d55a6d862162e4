"""What becomes of numbers, voices and standing when an act is written down."""

from __future__ import annotations

import pytest

import dateline
from dateline.event import EventReport


def only(text: str, kind: str) -> EventReport:
    reports = dateline.code(text, published="2024-05-15", outlet="The Bay Times", model=False)
    found = [r for r in reports if r.type == kind]
    assert found, [(r.type, r.trigger.text) for r in reports]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "what", "low"),
    [
        ("The strike on the barracks killed at least 37 people.", "ASSAULT", "deaths", 37),
        ("Police detained or intimidated dozens of students.", "COERCE", "arrests", 24),
        (
            "Unrest spread in a day of protests in Quito, leaving 100 injured.",
            "PROTEST",
            "injuries",
            100,
        ),
        ("The unions held a 5,000-strong march in Lima.", "PROTEST", "participants", 5000),
        ("Hundreds of nurses rallied in Quito.", "PROTEST", "participants", 200),
    ],
)
def test_numbers_of_the_clause(text: str, kind: str, what: str, low: float) -> None:
    assert [(f.what, f.low) for f in only(text, kind).figures] == [(what, low)]


def test_two_leaders_are_no_crowd() -> None:
    assert only("The two leaders agreed to a ceasefire in Kenya.", "AGREE").figures == ()


def test_those_who_do_something_else_are_not_counted() -> None:
    text = (
        "Challenges to the student demonstrations in Lima mounted on Friday, with hundreds of "
        "government supporters clashing with the police."
    )
    assert only(text, "PROTEST").figures == ()
    assert [f.low for f in only(text, "ASSAULT").figures] == [200]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The protests in Chile are the largest since 2019.", "PROTEST", "ongoing"),
        ("Traders dislike the week-old student protests in Quito.", "PROTEST", "ongoing"),
        ("The city of Quito has been rocked by two months of protests.", "PROTEST", "ongoing"),
        ("Mass protests broke out in Chile on Monday.", "PROTEST", "occurred"),
        ("The opposition leader remained in detention in Niger.", "COERCE", "ongoing"),
        ("France backs the military junta in Niger.", "SUPPORT", "ongoing"),
        ("France backs the military junta in Niger", "SUPPORT", "occurred"),
        ("France backed the military junta in Niger.", "SUPPORT", "occurred"),
    ],
)
def test_what_lasts_is_ongoing(text: str, kind: str, status: str) -> None:
    assert only(text, kind).status == status
