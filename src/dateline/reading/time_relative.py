"""Rules for dates that count from the day of publication or from the last date told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateline.reading.arcs import Token
from dateline.reading.time_calendar import (
    Stretch,
    day_of,
    month_of,
    months_on,
    near,
    part_of,
    quarter_of,
    shifted,
    unit_of,
    week_of,
    weekend_of,
    year_of,
)
from dateline.reading.time_dates import quarter
from dateline.reading.time_scene import (
    FAR_YEARS,
    PRECISIONS,
    UNIT_DAYS,
    Found,
    Match,
    amount,
    count_of,
    narrowed,
    past_span,
    step_of,
    timed,
    unit_letter,
)
from dateline.reading.time_spans import duration
from dateline.reading.time_words import WORDS


def weekday(m: Match) -> Found | None:
    """Sunday, last Sunday, next Monday, Thursday evening, the fifth Sunday."""
    number = m.entry("weekdays", "W")
    if not isinstance(number, int):
        return None
    token = m.one("W")
    if (
        token is not None
        and token.label in {"WORK_OF_ART", "ORG", "PERSON", "PRODUCT"}
        and (len(m.symbols) == 1 and token.case != "on" and token.relation == "compound")
    ):
        return None
    today = m.scene.published
    if today is None:
        value = f"XXXX-WXX-{number + 1}"
        return timed(m, Stretch(value, None, None, "day"), "weekday, no date of publication")
    if m.scene.narrative and m.scene.told is not None and m.scene.told.begin is not None:
        today = m.scene.told.begin
    day, why = _weekday_day(m, number, today)
    return timed(m, day_of(day), why)


def overnight(m: Match) -> Found | None:
    """Overnight on Saturday."""
    token = m.tokens[0]
    found = weekday(m) if token.lower == "overnight" else None
    if found is None:
        return None
    stretch = replace(found.stretch, value=found.stretch.value + "TNI")
    return replace(found, kind="TIME", stretch=stretch)


def _weekday_day(m: Match, number: int, today: date) -> tuple[date, str]:
    """The day that a weekday means, and the rule."""
    marks = [s for s in m.symbols if s in "LTF"]
    words = {t.lower for t in m.all("LTF")}
    if marks and marks[-1] == "L":
        told = m.scene.told.begin if "previous" in words and m.scene.told is not None else None
        day = near(shifted(told or today, -1), number, "past")
        return day, "last weekday: the one before the day of publication"
    if words & FROM_TOLD:
        base = m.scene.anchor() or today
        return near(shifted(base, 1), number, "future"), "following weekday: after the date told"
    if "next" in words:
        monday = shifted(today, 7 - today.weekday())
        return shifted(monday, number), "next weekday: that of the week after publication"
    if "F" in marks:
        return near(shifted(today, 1), number, "future"), "coming weekday: after publication"
    if today.weekday() == number:
        return today, "weekday: the day of publication itself"
    way = m.way("W")
    until = way != "future" and m.top("W").case == "until" and not m.pluperfect("W")
    if way == "future" or until or (marks and way != "past"):
        day = near(today, number, "future")
        return day, "weekday, future: the next one from publication on"
    told_as = "past tense" if way == "past" else "no tense"
    return near(today, number, "past"), f"weekday, {told_as}: the last one before publication"


def deictic(m: Match) -> Found | None:
    """Today, yesterday, tonight, tomorrow morning, late yesterday, the day before yesterday."""
    token = m.one("y")
    if token is None:
        return None
    shift = int(WORDS.tables["deictics"][token.lower])
    beyond = m.one("b")
    if beyond is not None:
        shift += 1 if beyond.lower == "after" else -1
    today = m.scene.published
    suffix = "TNI" if token.lower in {"tonight", "overnight"} else ""
    if token.lower == "overnight" and today is not None:
        night = shifted(today, -1)
        return Found(
            "TIME",
            Stretch(f"{night.isoformat()}TNI", night, today, "range"),
            "overnight: the night before publication",
            "day",
        )
    why = (
        f"{m.shown().lower()}: {shift:+d} days from publication"
        if shift
        else (f"{token.lower}: the day of publication")
    )
    if today is None:
        names = {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}
        value = names.get(shift, "PAST_REF" if shift < 0 else "FUTURE_REF")
        return Found("DATE", Stretch(value, None, None, "day"), "no date of publication", "day")
    stretch = day_of(shifted(today, shift))
    if suffix:
        return Found("TIME", replace(stretch, value=stretch.value + suffix), why, "day")
    return timed(m, stretch, why)


def relative_unit(m: Match) -> Found | None:
    """Last week, this month, next year, the past weekend, the following day, last quarter."""
    unit = unit_letter(m)
    if not unit:
        return None
    word = m.one("LTF")
    step = step_of(m)
    if word is None:
        return None
    if unit in {"TH", "TM", "TS"}:
        return Found("DURATION", Stretch(f"PT1{unit[1]}", None, None, ""), "one unit of time")
    forward = m.all("LTF")[-1].lower
    if step < 0 and forward == "past" and "T" not in m.symbols and unit != "w":
        return past_span(m, unit, 1)
    if forward == "latest" and unit == "Q":
        return quarter(m)
    return None if unit == "D" and step == 0 else _stepped(m, unit, step, forward)


def _stepped(m: Match, unit: str, step: int, forward: str) -> Found:
    """The period so many steps from that of publication, or of the date told."""
    from_told = forward in FROM_TOLD or (
        # "The next day he fled": the day after the one told.
        forward == "next" and "H" in m.symbols and (unit == "D" or m.way("u") == "past")
    )
    base = m.scene.anchor() if from_told else m.scene.published
    if base is None:
        value = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[step]
        return Found(
            "DATE",
            Stretch(value, None, None, PRECISIONS.get(unit, "range")),
            "relative, and no date of publication",
        )
    side = "before" if step < 0 else "after" if step > 0 else "of"
    origin = "the date told" if from_told else "publication"
    names = {"D": "day", "W": "week", "M": "month", "Y": "year", "w": "weekend", "Q": "quarter"}
    why = f"the {names.get(unit, 'period')} {side} {origin}"
    stretch = _weekend(base, step) if unit == "w" else unit_of(base, unit, step)
    return narrowed(m, stretch, why, unit)


FROM_TOLD = frozenset({"following", "previous", "preceding", "subsequent", "ensuing"})


def _weekend(base: date, step: int) -> Stretch:
    saturday = 5
    if step == 0:
        return weekend_of(base)
    if step > 0:
        return weekend_of(shifted(base, 7) if base.weekday() >= saturday else base)
    return weekend_of(shifted(base, -7))


def weekend(m: Match) -> Found | None:
    """Over the weekend: the one that publication falls in, else the last or the next by tense."""
    today = m.scene.base()
    if today is None:
        return Found("DATE", Stretch("XXXX-WXX-WE", None, None, "range"), "no date of publication")
    before = m.before()
    way = "past" if before is not None and before.lower == "a" else m.way("w")
    saturday = 5
    if today.weekday() >= saturday or way == "future":
        return narrowed(m, weekend_of(today), "the weekend of the week of publication")
    return narrowed(m, weekend_of(shifted(today, -7)), "the weekend before publication")


def ago(m: Match) -> Found | None:
    """Two days ago, a year ago, six weeks ago."""
    unit = unit_letter(m)
    number = count_of(m) if "U" not in m.symbols or len(m.symbols.replace("-", "")) > 2 else None  # noqa: PLR2004
    if unit in {"TH", "TM", "TS"}:
        today = m.scene.published
        if today is None or number is None:
            return Found("DATE", Stretch("PAST_REF", None, None, ""), "hours ago")
        return Found("TIME", day_of(today), "hours ago: the day of publication")
    today = m.scene.published
    if number is None or today is None or not unit:
        return Found("DATE", Stretch("PAST_REF", None, None, ""), "an unknown time ago")
    quarter_told = _quarter_before(m, "Y" if "q" in m.symbols else unit, number)
    if quarter_told is not None:
        return quarter_told
    return Found(
        "DATE", _back(today, unit, -number), f"{m.shown().lower()}, from publication", unit
    )


def _quarter_before(m: Match, unit: str, number: float) -> Found | None:
    """In a report of quarterly figures "a year ago" is the same quarter of the year before."""
    told = m.scene.told_quarter
    if unit != "Y" or number != 1 or told is None or told.begin is None:
        return None
    if m.scene.parse.tokens[m.first].sentence - m.scene.told_sentence > FAR_YEARS:
        return None
    return Found(
        "DATE",
        quarter_of(told.begin.year - 1, (told.begin.month + 2) // 3),
        "the same quarter of the year before",
    )


def _back(day: date, unit: str, number: float) -> Stretch:
    """The day, week, month or year that lies so many units from a day (negative: before)."""
    if unit in {"D", "W", "F"} and number == int(number):
        days = int(number) * {"D": 1, "W": 7, "F": 14}[unit]
        moved = shifted(day, days)
        return day_of(moved) if unit == "D" else week_of(moved)
    if number != int(number):
        per = {"Y": 12, "M": 1, "E": 120, "C": 1200}.get(unit, 0)
        if unit in {"Y", "E", "C"}:
            return month_of(*months_on(day, round(number * per)))
        return day_of(shifted(day, round(number * UNIT_DAYS.get(unit, 1))))
    if unit in {"E", "C"}:
        return year_of(max(day.year + int(number) * (10 if unit == "E" else 100), 1))
    return unit_of(day, unit, int(number))


def shift(m: Match) -> Found | None:
    """A day earlier, three weeks later, the day before, two years after: from the date told."""
    unit = unit_letter(m)
    word = m.all("Eb")[-1].lower if m.all("Eb") else ""
    if word not in SHIFTERS or not unit:
        return None
    if word in {"before", "after"}:
        # "three days after the vote" counts from the vote, whose day is not told.
        after = m.after()
        if after is not None and after.upos not in {"PUNCT", "CCONJ"} and m.symbols[0] != "H":
            return duration(replace(m, last=m.last - 1))
        if after is not None and after.upos in {"DET", "PROPN", "NOUN", "PRON", "VERB", "NUM"}:
            return None
    number = count_of(m) if "U" not in m.symbols or len(m.symbols) > 2 else None  # noqa: PLR2004
    if unit in {"TH", "TM", "TS"}:
        return Found("DURATION", Stretch(amount(unit, number), None, None, ""), "hours or minutes")
    return _from_told(m, unit, number, SHIFTERS[word])


def _from_told(m: Match, unit: str, number: float | None, side: int) -> Found:
    """So many units before (`side` -1) or after (1) the date told."""
    base, today = m.scene.anchor(), m.scene.published
    if number is None or base is None or m.scene.finer_than_told(unit):
        value = "PAST_REF" if side < 0 else "FUTURE_REF"
        return Found("DATE", Stretch(value, None, None, ""), "an unknown time from the date told")
    quarter_told = _quarter_before(m, unit, number) if side < 0 else None
    if quarter_told is not None:
        return quarter_told
    moved = _back(base, unit, side * number)
    ahead = today is not None and moved.begin is not None and moved.begin > today
    if side > 0 and ahead and m.way("uU") == "past":
        # It counts from something else than the date told: told as past, it cannot lie ahead.
        return Found("DATE", Stretch("PAST_REF", None, None, ""), "later than a day not known")
    return Found("DATE", moved, f"{m.shown().lower()}, from the date told", unit)


SHIFTERS = {"earlier": -1, "before": -1, "later": 1, "after": 1}


def same(m: Match) -> Found | None:
    """That year, the same day, that night: the one of the date told."""
    base = m.scene.anchor()
    unit = unit_letter(m) or ("D" if m.one("PW") is not None else "")
    if not unit or unit in {"TH", "TM", "TS"}:
        return None
    if base is None:
        return None
    if unit == "w":
        return Found("DATE", weekend_of(base), "the weekend of the date told")
    if m.scene.finer_than_told(unit):
        return Found("DATE", Stretch("XXXX-XX-XX", None, None, "day"), "the day told is not known")
    stretch = unit_of(base, unit, 0)
    return timed(m, stretch, f"the {m.tokens[-1].lower} of the date told")


def part_of_unit(m: Match) -> Found | None:
    """The end of the month, year-end, later in the day."""
    unit = unit_letter(m)
    base = m.scene.base()
    if not unit or unit[0] == "T" or base is None:
        return None
    if unit == "D":
        base = m.scene.anchor() or base
    if unit == "w":
        return weekend(m)
    stretch = unit_of(base, unit, 0)
    if m.part() == "late" and unit in {"M", "Y"} and stretch.finish is not None:
        near_end = part_of(stretch, "late", base)
        return Found("DATE", replace(near_end, value=stretch.value), "the end of the period")
    return narrowed(m, stretch, "the period of publication", unit)


def whole_unit(m: Match) -> Found | None:
    """For the year, during the week: the one of publication."""
    unit, today, before, after = unit_letter(m), m.scene.published, m.before(), m.after()
    if unit not in {"W", "M", "Y"} or today is None or before is None:
        return None
    if before.lower == "of":
        i = m.first - 2
        if i < 0 or m.scene.symbols[i] not in "uUqhE":
            return None
    elif before.lower not in WORDS.words["before_whole"]:
        return None
    if after is not None and after.lemma in {"end", "begin", "start", "before", "after", "that"}:
        return Found("DURATION", Stretch(amount(unit, 1), None, None, ""), "how long, not when")
    return Found("DATE", unit_of(today, unit, 0), "the one of publication", unit)


def year_end(m: Match) -> Found | None:
    """By year-end."""
    today = m.scene.published
    if m.tokens[0].lower != "year" or m.part() != "late" or today is None:
        return None
    way = m.way("u")
    year = today.year - 1 if way == "past" else today.year
    return Found("DATE", month_of(year, 12), "the end of the year", "month")


def daypart(m: Match) -> Found | None:
    """This morning, last night, the morning, mid-afternoon."""
    today = m.scene.published
    marks = [s for s in m.symbols if s in "LTF"]
    if not marks:
        before = m.before()
        if "E" not in m.symbols and (
            "H" not in m.symbols
            or before is None
            or before.lower not in WORDS.words["before_daypart"]
        ):
            return None
        after = m.after()
        if after is not None and after.lower == "of" and not _is_day_next(m):
            # "On the night of the attack": of a day that is not told here.
            return None
        today = m.scene.anchor()
    if today is None:
        return None
    step = step_of(m)
    why = "part of the day of publication" if marks else "part of the day told"
    if step < 0:
        why = "the night before publication"
    return replace(timed(m, day_of(shifted(today, step)), why), key="daypart")


def _is_day_next(m: Match) -> bool:
    """Whether a date follows after "of": "the night of 12 September", "of the 12th"."""
    next_symbols = m.scene.symbols[m.last + 1 : m.last + 3]
    return next_symbols.lstrip("H")[:1] in set("DOMWYXRLTF")


def clock(m: Match) -> Found | None:
    """10 a.m., 10:30, noon: on the day told in the sentence, else on the day of publication."""
    token = m.one("KDCnYN")
    if token is None:
        return None
    if token.lower in WORDS.tables["clocks"]:
        value = str(WORDS.tables["clocks"][token.lower])
    else:
        value = _clock_value(m, token)
        if not value:
            return None
    before = m.before()
    if set(m.symbols) == {"K"} and (
        before is None or before.lower not in WORDS.words["before_clock"]
    ):
        return None
    day = m.scene.base()
    told = m.scene.told
    here = m.scene.told_sentence == m.scene.parse.tokens[m.first].sentence
    if told is not None and told.begin is not None and told.begin == told.finish and here:
        day = told.begin
    if day is None:
        return Found(
            "TIME", Stretch(f"XXXX-XX-XXT{value}", None, None, "day"), "time of day", "clock"
        )
    stretch = day_of(day)
    return Found("TIME", replace(stretch, value=f"{stretch.value}T{value}"), "time of day", "clock")


def _clock_value(m: Match, token: Token) -> str:
    if "z" in m.symbols and token.lower.isdigit() and len(token.lower) == 4:  # noqa: PLR2004
        return f"{token.lower[:2]}:{token.lower[2:]}" if token.lower < "2400" else ""
    hour_text, _, rest = token.lower.partition(":")
    digits = re.match(r"\d+", hour_text)
    hour = int(digits.group()) if digits else int(WORDS.number([token]) or 0)
    minute = int(rest[:2]) if rest[:2].isdigit() else 0
    half = (m.one("p").lower if m.one("p") is not None else token.lower).replace(".", "")  # type: ignore[union-attr]
    noon = 12
    if half.endswith("pm"):
        hour = hour % noon + noon
    elif half.endswith("am"):
        hour %= noon
    elif m.one("p") is None and "K" not in m.symbols:
        return ""
    if hour > noon * 2:
        return ""
    return f"{hour:02d}:{minute:02d}"


def counted_day(m: Match) -> Found | None:
    """A third day, the fifth consecutive night: the day told in the sentence, else publication."""
    ordinal = m.one("O")
    number = WORDS.ordinal(ordinal) if ordinal is not None else None
    if number is None or number < 2 or unit_letter(m) not in {"D", ""}:  # noqa: PLR2004
        return None
    told = m.scene.told
    sentence = m.scene.parse.tokens[m.first].sentence
    day = m.scene.base()
    if told is not None and told.precision == "day" and m.scene.told_sentence == sentence:
        day = told.begin
    if day is None:
        return None
    return timed(m, day_of(day), "counted day: the one being told")
