"""Dates of publication as people write them into headers and tables."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_DAY_FIRST = re.compile(
    r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]+)\.?,?[\s-]+(\d{4})"
)
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]+day,?\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
)
_SLASHED = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?!\d)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?$")
_LAST_MONTH = 12


def parse_day(value: object) -> date | None:
    """The day that `value` names; None if it names none or may name two (04/05/2020)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        return _day(text)
    except (ValueError, OverflowError, OSError):
        return None


def _day(text: str) -> date | None:
    if match := _ISO.match(text) or _COMPACT.match(text):
        year, month, day = match.group(1, 2, 3)
        return date(int(year), int(month), int(day))
    if match := _DAY_FIRST.match(text):
        return _named(match.group(3), match.group(2), match.group(1))
    if match := _MONTH_FIRST.match(text):
        return _named(match.group(3), match.group(1), match.group(2))
    if match := _SLASHED.match(text):
        return _slashed(*(int(g) for g in match.groups()))
    if match := _EPOCH.match(text):
        return datetime.fromtimestamp(int(match.group(1)), tz=UTC).date()
    return _mailed(text)


def _slashed(one: int, two: int, year: int) -> date | None:
    """13/4/2020 or 4/13/2020; None for 4/5/2020, which is two days."""
    if one > _LAST_MONTH >= two or one == two:
        return date(year, two, one)
    return date(year, one, two) if two > _LAST_MONTH >= one else None


def _mailed(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError):
        return None


def _named(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month.lower())
    return date(int(year), number, int(day)) if number else None
