"""Feasts that move through the year, and the days of a year on which they fall.

Islamic feasts are computed by the tabular calendar; what a country sees in the sky may lie a day
beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dateline.reading.time_calendar import Stretch, day_of, shifted

THURSDAY, MONDAY = 3, 0
# Day 1 of the Islamic calendar, as a proleptic Gregorian ordinal.
ISLAMIC_EPOCH = 227015
RAMADAN, SHAWWAL, PILGRIMAGE = 9, 10, 12


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    leap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * leap) // 433
    month = (h + leap - 7 * m + 90) // 25
    return date(year, month, (h + leap - 7 * m + 33 * month + 19) % 32)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The second Monday of a month and the like; number -1 for the last."""
    if number < 0:
        start = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return start - timedelta(days=(start.weekday() - weekday) % 7)
    start = date(year, month, 1)
    return start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (number - 1))


def islamic_day(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar."""
    days = day + (29 * (month - 1) + month // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(ISLAMIC_EPOCH - 1 + days)


def _islamic(year: int, month: int, day: int) -> date:
    """That Islamic day of the Islamic year of which it falls in a Gregorian year."""
    guess = (year - 622) * 33 // 32
    days = [islamic_day(guess + n, month, day) for n in range(-1, 3)]
    return next((d for d in days if d.year == year), days[2])


def _ramadan(year: int) -> Stretch:
    begin = _islamic(year, RAMADAN, 1)
    # In the tabular calendar the ninth month always has thirty days.
    finish = shifted(begin, 29)
    return Stretch(f"{begin.isoformat()}/{finish.isoformat()}", begin, finish, "range")


def _days_from_easter(days: int) -> Callable[[int], Stretch]:
    return lambda year: day_of(easter(year) + timedelta(days=days))


MOVING: dict[str, Callable[[int], Stretch]] = {
    "thanksgiving": lambda year: day_of(nth_weekday(year, 11, THURSDAY, 4)),
    "labor day": lambda year: day_of(nth_weekday(year, 9, MONDAY, 1)),
    "memorial day": lambda year: day_of(nth_weekday(year, 5, MONDAY, -1)),
    "election day": lambda year: day_of(nth_weekday(year, 11, MONDAY, 1) + timedelta(days=1)),
    "good friday": _days_from_easter(-2),
    "easter": _days_from_easter(0),
    "easter monday": _days_from_easter(1),
    "palm sunday": _days_from_easter(-7),
    "ash wednesday": _days_from_easter(-46),
    "pentecost": _days_from_easter(49),
    "ramadan": _ramadan,
    "eid al-fitr": lambda year: day_of(_islamic(year, SHAWWAL, 1)),
    "eid al-adha": lambda year: day_of(_islamic(year, PILGRIMAGE, 10)),
}
