"""Fractions, powers, cents and signs among the numbers of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.number_words import find_numbers


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("three quarters of the seats", 75, "percent"),
        ("1/2 of the votes", 50, "percent"),
        ("¾ of the land", 75, "percent"),
        ("2½ tonnes", 2.5, None),
        ("1 1/2 million people", 1.5e6, None),
        ("two and a third", 2.3333333, None),
        ("six million and a half", 6.5e6, None),
        ("two thirds of a million", 666666.67, None),
        ("three twenty-firsts", 14.3, "percent"),
        ("one hundred and thirty fifths", 26, None),
        ("1.3x10^6 cells", 1.3e6, None),
        ("4 thousand 3 hundred and 21", 4321, None),
        ("three dollars and 50 cents", 3.5, "USD"),
        ("minus five percent", -5, "percent"),
        ("75 USD million", 75e6, "USD"),
        ("30 MEUR", 30e6, "EUR"),
        ("100元", 100, "CNY"),
        ("-4/5", -80, "percent"),
        ("one and a half dozen eggs", 18, None),
        ("twelve-and-a-half", 12.5, None),
        ("seven and a half percent", 7.5, "percent"),
        ("two and a half million euros", 2.5e6, "EUR"),
        ("one one hundred and fifth", 1.0, "percent"),
        ("3 hundred and one", 301, None),
        ("2.5×10−5", 2.5e-5, None),
        ("$5.2 M", 5.2e6, "USD"),
        ("180ml", 180, None),
        ("50 Bahamian dollars", 50, "BSD"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str | None) -> None:
    (number,) = find_numbers(text)
    assert number.low == pytest.approx(value, rel=1e-3)
    assert number.high == number.low
    assert number.unit == unit


@pytest.mark.parametrize(
    "text",
    ["the second half of the game", "the attacks of 9/11", "open 24/7", "on 5/6 they met",
     "a third man", "the twenty-first century", "a month and a half", "the 2019/20 season"],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at most 100 and at least 20", 20, 100),
        ("less than or equal to 30", None, 30),
        (">= 30", 30, None),
        ("5k-20k", 5000, 20000),
        ("20 through 100", 20, 100),
    ],
)
def test_bounds(text: str, low: float | None, high: float | None) -> None:
    (number,) = find_numbers(text)
    assert (number.low, number.high) == (low, high)


def test_a_percentage_and_an_amount_are_no_range() -> None:
    first, second = find_numbers("rose 4 percent to $2 billion")
    assert (first.unit, second.unit) == ("percent", "USD")


def test_lists_without_blanks() -> None:
    assert [n.low for n in find_numbers("See rooms 22,24,26,31.")] == [22, 24, 26, 31]
    assert [n.low for n in find_numbers("It cost 1,20,000 rupees")] == [120_000]
    assert [n.low for n in find_numbers("It drew 22,240 people")] == [22_240]


def test_two_bounds_do_not_run_together() -> None:
    first, second = find_numbers("no more than 12 and more than 194")
    assert (first.low, first.high) == (None, 12)
    assert (second.low, second.high) == (194, None)


@given(st.text(alphabet="0123456789/.,^ex-×½¾ aofndhirtlfsquoe$%", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
