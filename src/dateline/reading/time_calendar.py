"""Stretches of the calendar: what a TIMEX3 value covers, and steps from one to another."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "week", "month", "season", "year", "range", ""]
FIRST_YEAR, LAST_YEAR = 1, 9998
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """A TIMEX3 value with the days it covers (both None: unknown)."""

    value: str
    begin: date | None
    finish: date | None
    precision: Precision


def safe(year: int, month: int, day: int) -> date | None:
    """That day, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int) -> date:
    """The day so many days on, held within the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_on(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months on."""
    count = day.year * 12 + day.month - 1 + months
    count = min(max(count, FIRST_YEAR * 12), LAST_YEAR * 12 + 11)
    return count // 12, count % 12 + 1


def day_of(day: date) -> Stretch:
    """One day."""
    return Stretch(day.isoformat(), day, day, "day")


def week_of(day: date) -> Stretch:
    """The ISO week that holds a day."""
    year, week, weekday = day.isocalendar()
    begin = shifted(day, 1 - weekday)
    return Stretch(f"{year:04d}-W{week:02d}", begin, shifted(begin, 6), "week")


def weekend_of(day: date) -> Stretch:
    """The weekend of the ISO week that holds a day."""
    week = week_of(day)
    begin = week.begin or day
    return Stretch(f"{week.value}-WE", shifted(begin, 5), shifted(begin, 6), "range")


def month_of(year: int, month: int) -> Stretch:
    """A calendar month."""
    last = calendar.monthrange(year, month)[1]
    return Stretch(
        f"{year:04d}-{month:02d}", date(year, month, 1), date(year, month, last), "month"
    )


def year_of(year: int) -> Stretch:
    """A calendar year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Stretch(f"{year:04d}", None, None, "year")
    return Stretch(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), "year")


def quarter_of(year: int, quarter: int) -> Stretch:
    """A calendar quarter."""
    end = month_of(year, quarter * 3)
    return Stretch(f"{year:04d}-Q{quarter}", date(year, quarter * 3 - 2, 1), end.finish, "range")


def half_of(year: int, half: int) -> Stretch:
    """The first or second half of a year."""
    end = month_of(year, half * 6)
    return Stretch(f"{year:04d}-H{half}", date(year, half * 6 - 5, 1), end.finish, "range")


def season_of(year: int, season: str) -> Stretch:
    """A season of the northern hemisphere; a winter runs into the year after its own."""
    first = SEASONS[season]
    last = month_of(year + 1, 2) if first == LAST_MONTH else month_of(year, first + 2)
    return Stretch(f"{year:04d}-{season}", date(year, first, 1), last.finish, "season")


def decade_of(year: int) -> Stretch:
    """The ten years from a round one."""
    first = year // 10 * 10
    return Stretch(f"{first // 10:03d}", date(first or 1, 1, 1), date(first + 9, 12, 31), "range")


def century_of(number: int) -> Stretch:
    """The 20th century is 1900 to 1999, as its TIMEX3 value 19 says."""
    first = (number - 1) * 100
    if not 0 < number < LAST_YEAR // 100:
        return Stretch(f"{number - 1:02d}", None, None, "range")
    return Stretch(f"{number - 1:02d}", date(first or 1, 1, 1), date(first + 99, 12, 31), "range")


def unit_of(day: date, unit: str, count: int) -> Stretch:
    """The period of kind `unit` (TIMEX3 letter) that lies `count` of them from the one of `day`."""
    if unit == "W":
        return week_of(shifted(day, 7 * count))
    if unit == "F":
        return week_of(shifted(day, 14 * count))
    if unit == "M":
        return month_of(*months_on(day, count))
    if unit == "Q":
        year, month = months_on(day, 3 * count)
        return quarter_of(year, (month + 2) // 3)
    if unit in YEARS:
        year = min(max(day.year + YEARS[unit] * count, FIRST_YEAR), LAST_YEAR - 100)
        if unit == "E":
            return decade_of(year)
        return year_of(year) if unit == "Y" else century_of(year // 100 + 1)
    return day_of(shifted(day, count if unit == "D" else 0))


YEARS = {"Y": 1, "E": 10, "C": 100}


PART_MONTHS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
PART_YEARS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def part_of(stretch: Stretch, part: str, today: date | None) -> Stretch:
    """The early, middle or late part of a period; `before` and `after` are seen from `today`."""
    begin, finish = stretch.begin, stretch.finish
    if begin is None or finish is None or stretch.precision == "day":
        return stretch
    if part in {"before", "after"}:
        if today is None or not begin <= today <= finish:
            return stretch
        cut = replace(stretch, finish=today) if part == "before" else replace(stretch, begin=today)
        return replace(cut, precision="range")
    if part in PART_MONTHS and stretch.precision == "year":
        first, last = PART_MONTHS[part]
        begin, finish = date(begin.year, first, 1), month_of(begin.year, last).finish
        return replace(stretch, begin=begin, finish=finish, precision="range")
    if part in PART_YEARS and finish.year - begin.year == 9:  # noqa: PLR2004 - a decade
        first, last = PART_YEARS[part]
        year = begin.year
        return replace(stretch, begin=date(year + first, 1, 1), finish=date(year + last, 12, 31))
    # Months are cut by days of the month, all else into thirds of its days.
    third = 10 if stretch.precision == "month" else ((finish - begin).days + 1) // 3
    if third == 0:
        return stretch
    one, two = shifted(begin, third), shifted(begin, 2 * third)
    cuts = {
        "early": (begin, shifted(one, -1)),
        "mid": (one, shifted(two, -1)),
        "late": (two, finish),
    }
    start, end = cuts[part]
    return replace(stretch, begin=start, finish=end, precision="range")


def near(day: date, weekday: int, way: str) -> date:
    """The weekday on or before `day` (`way` past), or on or after it (future)."""
    if way == "future":
        return shifted(day, (weekday - day.weekday()) % 7)
    return shifted(day, -((day.weekday() - weekday) % 7))


def nearest_year(month: int, day: int, today: date, way: str) -> int:
    """The year in which a month and day lie nearest to today, or last, or next."""
    choices = [d for y in (-1, 0, 1) if (d := safe(today.year + y, month, day))]
    if not choices:
        return today.year
    nearest = min(choices, key=lambda d: abs((d - today).days))
    told = [d for d in choices if (d <= today if way == "past" else d >= today)] if way else []
    if not told:
        return nearest.year
    best = min(told, key=lambda d: abs((d - today).days))
    # Nobody leaves out the year of a day ten months away: then the verb was misread.
    far = LONG_PAST if way == "past" else LONG
    return best.year if abs((best - today).days) <= far else nearest.year


LONG = 300
LONG_PAST = 320


def nearest_month(month: int, today: date, way: str) -> int:
    """The year in which a month lies nearest to this month, or last, or next."""
    gap = month - today.month
    # A month told as past that would lie ten months back or more is a month to come.
    close = 1
    if way == "past":
        return today.year if gap <= close else today.year - 1
    if way == "future":
        return today.year if gap >= 0 else today.year + 1
    # Without a tense: news tells more of what was than of what is to come.
    ahead, months = 4, 12
    return (
        today.year - 1 if gap >= ahead else today.year + 1 if gap + months < ahead else today.year
    )
