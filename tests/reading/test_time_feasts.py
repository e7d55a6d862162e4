"""Feasts that move, against the days on which they fell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.reading import times
from dateline.reading.reading import Reading
from dateline.reading.time_feasts import MOVING, easter, islamic_day


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, date(1818, 3, 22)), (1961, date(1961, 4, 2)), (2024, date(2024, 3, 31)),
     (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))],
)  # fmt: skip
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    ("feast", "year", "day"),
    [
        ("thanksgiving", 2023, date(2023, 11, 23)),
        ("labor day", 2024, date(2024, 9, 2)),
        ("memorial day", 2024, date(2024, 5, 27)),
        ("election day", 2022, date(2022, 11, 8)),
        ("good friday", 2024, date(2024, 3, 29)),
        ("easter monday", 2024, date(2024, 4, 1)),
    ],
)
def test_days_of_a_year(feast: str, year: int, day: date) -> None:
    stretch = MOVING[feast](year)
    assert (stretch.begin, stretch.finish) == (day, day)


@pytest.mark.parametrize(
    ("feast", "year", "day"),
    [("ramadan", 2015, date(2015, 6, 18)), ("ramadan", 2024, date(2024, 3, 11)),
     ("eid al-fitr", 2020, date(2020, 5, 24)), ("eid al-adha", 2023, date(2023, 6, 28))],
)  # fmt: skip
def test_islamic_feasts_within_a_day(feast: str, year: int, day: date) -> None:
    begin = MOVING[feast](year).begin
    assert begin is not None
    assert abs((begin - day).days) <= 1


def test_every_year_has_each_feast() -> None:
    for feast, rule in MOVING.items():
        for year in range(1900, 2100):
            begin = rule(year).begin
            assert begin is not None, feast
            assert begin.year == year, (feast, year)


def test_the_first_islamic_day() -> None:
    # 16 July 622 of the Julian calendar.
    assert islamic_day(1, 1, 1) == date(622, 7, 19)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Police will guard churches on Easter Sunday.", "Easter Sunday", "2025-04-20"),
        ("A truce was signed last Thanksgiving.", "Thanksgiving", "2023-11-23"),
        ("The camp was shelled during Ramadan 2019.", "Ramadan", "2019-05-06/2019-06-04"),
        ("The city was sacked in 331 BC by the king.", "331 BC", "BC0331"),
        ("Shops closed on Wed. for the strike.", "Wed.", "2024-05-15"),
        ("The raid came Sat night in the north.", "Sat night", "2024-05-11TNI"),
        ("The talks resume in Geneva Monday afternoon, they say.", "Monday afternoon",
         "2024-05-20TAF"),
    ],
)  # fmt: skip
def test_in_text(parsed: Callable[..., Reading], text: str, words: str, value: str) -> None:
    found = {t.text: t.value for t in times.run(parsed(text))["times"]}
    assert found.get(words) == value
