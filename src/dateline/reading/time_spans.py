"""Rules for how long and how often: durations, stretches up to now, and sets."""

from __future__ import annotations

from dateline.reading.time_calendar import Stretch, shifted, unit_of, week_of
from dateline.reading.time_scene import (
    Found,
    Match,
    amount,
    coming_span,
    count_of,
    past_span,
    step_of,
    unit_letter,
)
from dateline.reading.time_words import SPANNED, WORDS


def every(m: Match) -> Found | None:
    """Every Sunday, each month, every two years, daily, on Sundays."""
    number = m.entry("weekdays", "W")
    plural = m.one("V")
    if plural is not None:
        number = WORDS.tables["weekdays"][plural.lower[:-1]]
    if isinstance(number, int):
        return _set(f"XXXX-WXX-{number + 1}")
    month, season_code = m.entry("months", "M"), m.entry("seasons", "S")
    if isinstance(month, int):
        return _set(f"XXXX-{month:02d}")
    if season_code:
        return _set(f"XXXX-{season_code}")
    part = m.entry("dayparts", "P")
    if part:
        return _set(f"XXXX-XX-XXT{part}")
    adverb = m.entry("sets", "@")
    if adverb:
        return _set(str(adverb))
    unit = unit_letter(m)
    if not unit:
        return None
    if unit == "w":
        return _set("XXXX-WXX-WE")
    return _set(amount(unit, count_of(m)))


def _set(value: str) -> Found:
    return Found("SET", Stretch(value, None, None, ""), "comes back again and again")


def duration(m: Match) -> Found | None:
    """Three days, a month, two and a half years, 26 years, weeks."""
    unit = unit_letter(m)
    if not unit:
        return None
    if m.one("k") is not None and (unit == "Y" or "U" in m.symbols):
        return Found("DURATION", Stretch("", None, None, ""), "an age", skip=True)
    # "The month-old protest" has gone on for one.
    number = 1.0 if m.symbols == "u-k" else count_of(m)
    if m.symbols in {"U", "U+U"}:
        before = m.before()
        if before is None or before.lower not in WORDS.words["before_span"]:
            return None
        number = None
    ahead = _ahead(m, unit, number)
    if ahead is not None:
        return ahead
    if _is_rate(m):
        return Found("SET", Stretch(amount(unit, number), None, None, ""), "a rate")
    return Found("DURATION", Stretch(amount(unit, number), None, None, ""), "how long, not when")


def spanned_word(m: Match) -> Found | None:
    """A five-day strike, a weeks-long siege: words that the tokenizer leaves whole."""
    match = SPANNED.fullmatch(m.tokens[0].lower)
    if match is None:
        return None
    tables = WORDS.tables
    long = match["long"]
    if long:
        plural = tables["unit_plurals"].get(long)
        value = amount(plural, None) if plural else amount(tables["units"][long], 1)
    else:
        count = match["count"]
        number = float(count) if count.isdigit() else tables["cardinals"].get(count)
        if number is None:
            return None
        value = amount(tables["units"][match["unit"]], number)
    return Found("DURATION", Stretch(value, None, None, ""), "how long, not when")


def _ahead(m: Match, unit: str, number: float | None) -> Found | None:
    """A day to come, if told as future: "in two weeks the courts close"."""
    before, today = m.before(), m.scene.published
    if before is None or before.lower != "in" or today is None or number is None:
        return None
    if number != int(number) or unit not in {"D", "W", "M", "Y"} or m.way("uU") != "future":
        return None
    count = int(number)
    stretch = week_of(shifted(today, 7 * count)) if unit == "W" else unit_of(today, unit, count)
    return Found("DATE", stretch, "so long after publication")


def _is_rate(m: Match) -> bool:
    """Whether "a day" tells how often: "thirty a day"."""
    if m.symbols != "Au":
        return False
    before = m.before()
    return (
        before is not None
        and (
            before.tag in {"NNS", "CD"}
            or before.lower in {"once", "twice", "times", "%", "percent"}
        )
        and m.tokens[-1].relation in {"obl:unmarked", "nmod", "appos", "obl"}
    )


def span(m: Match) -> Found | None:
    """The past two days, the next few weeks, the last 26 years: a duration with known days."""
    unit = unit_letter(m)
    if not unit:
        return None
    number = count_of(m)
    return past_span(m, unit, number) if step_of(m) < 0 else coming_span(m, unit, number)


def recent(m: Match) -> Found | None:
    """Recent days, recent years."""
    unit = unit_letter(m)
    if not unit:
        return None
    if m.one("F") is not None:
        return Found("DATE", Stretch("FUTURE_REF", None, None, ""), "some time to come")
    if unit[0] == "D" or m.one("L") is not None:
        return Found("DATE", Stretch("PAST_REF", None, None, ""), "some time gone by")
    return Found("DURATION", Stretch(amount(unit, None), None, None, ""), "recent time")
