"""Rules for dates that name a day, month, season, quarter or year of the calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateline.reading.arcs import Token
from dateline.reading.time_calendar import (
    Stretch,
    century_of,
    day_of,
    decade_of,
    half_of,
    month_of,
    months_on,
    nearest_month,
    part_of,
    quarter_of,
    safe,
    season_of,
    unit_of,
    year_of,
)
from dateline.reading.time_scene import (
    UNKNOWN_YEAR,
    Found,
    Match,
    narrowed,
    stated_year,
    step_of,
    year_for,
)
from dateline.reading.time_words import WORDS, decade_year


def iso_date(m: Match) -> Found | None:
    """2020-09-13."""
    numbers = [int(t.lower) for t in m.all("YD")]
    day = safe(*numbers) if len(numbers) == 3 else None  # noqa: PLR2004 - year, month, day
    return Found("DATE", day_of(day), "full date", "day") if day else None


def slash_date(m: Match) -> Found | None:
    """9/13/2020 in the American order, 13/9/2020 where only the British one can be."""
    one, two, three = (int(x) for x in m.tokens[0].lower.split("/"))
    if one > THOUSAND:
        day = safe(one, two, three)
    else:
        year = three if three >= HUNDRED else _full(three)
        day = safe(year, one, two) or safe(year, two, one)
    return Found("DATE", day_of(day), "full date", "day") if day else None


THOUSAND = 1000


def _full(short: int) -> int:
    """A year of two digits, written out; years from 50 on are those of the last century."""
    return 2000 + short if short < 50 else 1900 + short  # noqa: PLR2004


def _dated(m: Match, month: int, number: int, year: int | None) -> tuple[Stretch, str] | None:
    why = "full date"
    if year is None:
        year, why = year_for(m, month, number)
    if year is None:
        if safe(2000, month, number) is None:
            return None
        return Stretch(f"{UNKNOWN_YEAR}-{month:02d}-{number:02d}", None, None, "day"), why
    day = safe(year, month, number)
    return (day_of(day), why) if day else None


def day_number(token: Token) -> int | None:
    """The day of the month that a token names."""
    if token.lower.isdigit():
        return int(token.lower)
    return WORDS.ordinal(token)


def month_day(m: Match) -> Found | None:
    """Sept. 13; Sunday, Sept. 13, 2020; 13 September 2020; the 13th of September."""
    month = m.entry("months", "M")
    day = m.one("DO")
    if not isinstance(month, int) or day is None:
        return None
    number = day_number(day)
    year = stated_year(m.one("Y"))
    if number is None or (year is None and _counts(m)):
        return None
    if year is None:
        year = _known_year(m, month, number)
    dated = _dated(m, month, number, year)
    if dated is None:
        return None
    return narrowed(m, dated[0], dated[1], "day")


def _known_year(m: Match, month: int, day: int) -> int | None:
    """The year of a day that everybody knows by month and day: "the Sept. 11 attacks"."""
    year, *words = WORDS.tables["known_days"].get(f"{month:02d}-{day:02d}", "0").split()
    after = m.after()
    return int(year) if after is not None and after.lower in words else None


def _counts(m: Match) -> bool:
    """Whether the number after a month counts something: "in May 12 people died"."""
    before, after = m.before(), m.after()
    if before is None or after is None or before.lower not in COUNTED_AFTER:
        return False
    return m.symbols == "MD" and after.tag == "NNS" and not m.tokens[0].lower.endswith(".")


COUNTED_AFTER = frozenset({"in", "since", "during", "of", "between"})


def day_range(m: Match) -> Found | None:
    """9-12 August 2020, Aug. 9-12, from 9 to 12 August."""
    months = m.all("M")
    if not months:
        return None
    numbers = [day_number(t) for t in m.all("DO")]
    compound = m.one("R")
    if compound is not None:
        numbers = [int(x) for x in re.split(r"\D", compound.lower)]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:  # noqa: PLR2004
        return None
    year = stated_year(m.one("Y"))
    first = WORDS.tables["months"][months[0].lower]
    last = WORDS.tables["months"][months[-1].lower]
    start = _dated(m, first, numbers[0], year)
    end = _dated(m, last, numbers[1], year)
    if start is None or end is None:
        return None
    one, other = Found("DATE", start[0], start[1], "day"), Found("DATE", end[0], end[1], "day")
    plus = m.one("+")
    if plus is not None and plus.lower in {"and", "or"} and m.tokens[0].lower != "between":
        return replace(one, also=other, cut=plus.i + 1)
    return joined(one, other)


def joined(one: Found, other: Found) -> Found | None:
    """The range from one date to another, None if they do not follow each other."""
    a, b = one.stretch, other.stretch
    if a.begin is not None and b.finish is not None and (b.begin or b.finish) < a.begin:
        return None
    if "/" in a.value + b.value:
        return None
    known = a.begin is not None and b.finish is not None
    return Found(
        "DATE",
        Stretch(
            f"{a.value}/{b.value}", a.begin if known else None, b.finish if known else None, "range"
        ),
        f"range; {other.why}",
        "range",
    )


def year_range(m: Match) -> Found | None:
    """2015-2018, 2015–18."""
    compound = m.one("G")
    if compound is not None:
        one, two = (int(x) for x in re.split(r"\D", compound.lower))
    else:
        years = [int(t.lower) for t in m.all("YDN")]
        one, two = years[0], years[-1]
    if two < HUNDRED:
        two += one // HUNDRED * HUNDRED
    if not one < two <= one + HUNDRED:
        return None
    return joined(
        Found("DATE", year_of(one), "year", "year"), Found("DATE", year_of(two), "years", "year")
    )


HUNDRED = 100


def month_year(m: Match) -> Found | None:
    """March 1996, February of 1940, June last year, mid-November 2019."""
    month = m.entry("months", "M")
    if not isinstance(month, int):
        return None
    year = stated_year(m.one("Y"))
    why = "month and year"
    if year is None and m.one("u") is not None:
        base = m.scene.published
        if base is None:
            return None
        year = base.year + step_of(m)
        why = "month of the year before, this or after"
    if year is None:
        year = WORDS.spoken_year(m.all("C"))
    if year is None:
        return None
    return narrowed(m, month_of(year, month), why, "month")


def bare_month(m: Match) -> Found | None:
    """In August, early December, last May."""
    token = m.one("M")
    month = m.entry("months", "M")
    if token is None or not isinstance(month, int) or not _is_month(m, token):
        return None
    today = m.scene.published
    marks = set(m.symbols) & set("LTF")
    if marks and today is not None:
        step = step_of(m)
        if step == 0:
            year = today.year
        elif step < 0:
            year = nearest_month(month, date(*months_on(today, -1), 1), "past")
        else:
            year = nearest_month(month, date(*months_on(today, 1), 1), "future")
        return narrowed(m, month_of(year, month), "month with last, this or next", "month")
    year_found, why = year_for(m, month, None)
    if year_found is None:
        return narrowed(
            m, Stretch(f"{UNKNOWN_YEAR}-{month:02d}", None, None, "month"), why, "month"
        )
    return narrowed(m, month_of(year_found, month), why, "month")


def _is_month(m: Match, token: Token) -> bool:
    """Whether a word that may name a month does: not May the person or March the verb."""
    if token.upos in {"AUX", "VERB", "ADJ"} and token.label not in {"DATE", "TIME"}:
        return False
    if token.label in {"PERSON", "ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"}:
        return False
    if token.lower not in WORDS.words["doubtful_months"]:
        return True
    alone = len(m.symbols) == 1
    if alone and any(t.text == token.text and t.label == "PERSON" for t in m.scene.parse.tokens):
        # Where somebody is called May, the word alone is the name.
        return False
    before = m.before()
    if len(m.symbols) > 1 or (token.label == "DATE" and before is not None):
        return True
    return before is not None and before.lower in WORDS.words["before_month"]


def bare_year(m: Match) -> Found | None:
    """In 1998, the 1988 period, mid-2015, fiscal 1989."""
    token = m.one("Yd")
    if token is None or not _is_year(m, token):
        return None
    year = int(token.lower.rpartition("-")[2].rstrip("s"))
    if year < HUNDRED:
        # "In her mid-30s": an age.
        return None
    stretch = decade_of(year) if token.lower.endswith("s") else year_of(year)
    prefix = token.lower.partition("-")[0] if "-" in token.lower else ""
    if prefix:
        return Found("DATE", part_of(stretch, prefix, None), f"year, {prefix} part", "year")
    return narrowed(m, stretch, "year", "year")


def _is_year(m: Match, token: Token) -> bool:
    """Whether a number of four digits is a year and not a count."""
    if (len(m.symbols) > 1 and set(m.symbols) & set("Eufd")) or m.symbols == "d":
        return True
    before, after = m.before(), m.after()
    owned = before is not None and before.tag in {"DT", "PRP$", "POS"}
    if (before is not None and before.text in NOT_YEARS) or (
        after is not None and after.lower in {"%", "percent", "per", "-"}
    ):
        return False
    if after is not None and after.tag == "NNS" and after.lower not in WORDS.symbols:
        return token.label == "DATE" or (owned and token.relation == "nummod")
    year = int(token.lower)
    if token.label == "DATE" or (before is not None and before.lower in WORDS.words["before_year"]):
        return True
    modern = 1800 <= year <= 2100  # noqa: PLR2004 - years that news speaks of without a preposition
    if not modern or token.label in {"CARDINAL", "QUANTITY", "MONEY", "ORDINAL"}:
        return False
    return before is None or owned or before.text == "("


NOT_YEARS = frozenset({"$", "£", "€", "#", "©", "No.", "no.", "Flight", "flight"})


def bc_year(m: Match) -> Found | None:
    """44 BC: before the calendar of `date`, so without days."""
    digits = m.tokens[0].lower.replace(",", "")
    if not digits.isdigit():
        return None
    return Found("DATE", Stretch(f"BC{int(digits):04d}", None, None, "year"), "year before Christ")


def spoken_year(m: Match) -> Found | None:
    """Nineteen ninety-one, the year two thousand."""
    year = WORDS.spoken_year(m.all("C"))
    if year is None:
        return None
    if year < 1100 or (m.tokens[0].lower == "two" and "u" not in m.symbols and len(m.all("C")) < 3):  # noqa: PLR2004
        return None
    return narrowed(m, year_of(year), "year in words", "year")


def decade(m: Match) -> Found | None:
    """The 1980s, the late '90s, the nineties."""
    token = m.one("e")
    year = decade_year(token.lower) if token is not None else None
    if token is None or year is None:
        return None
    if len(token.lower) <= 3 and m.before() is not None and m.symbols[0] not in "HE":  # noqa: PLR2004
        return None
    if not token.lower[0].isdigit() and "H" not in m.symbols:
        return None
    return narrowed(m, decade_of(year), "decade")


def century(m: Match) -> Found | None:
    """The 20th century."""
    token = m.one("O")
    number = WORDS.ordinal(token) if token is not None else None
    return narrowed(m, century_of(number), "century") if number else None


def season(m: Match) -> Found | None:
    """Last summer, the winter of 1994, this past spring, summer 2019."""
    token = m.one("S")
    if token is None:
        return None
    code = str(WORDS.tables["seasons"][token.lower])
    year = stated_year(m.one("Y")) or WORDS.spoken_year(m.all("C"))
    if year is not None:
        return narrowed(m, season_of(year, code), "season and year")
    today = m.scene.base()
    marks = [s for s in m.symbols if s in "LTF"]
    if not marks:
        before = m.before()
        if token.lower in {"fall", "spring"} and (before is None or before.lower != "in"):
            return None
        if before is None or before.lower not in {"in", "during", "since", "by", "until"}:
            return None
    if today is None:
        return Found(
            "DATE", Stretch(f"{UNKNOWN_YEAR}-{code}", None, None, "season"), "no publication date"
        )
    year = _season_year(m, season_of(today.year, code), today, marks)
    return narrowed(m, season_of(year, code), "season, by tense")


def _season_year(m: Match, this_year: Stretch, today: date, marks: list[str]) -> int:
    """The year in which a season without one begins."""
    begin, finish = this_year.begin, this_year.finish
    if begin is None or finish is None or m.scene.narrative or marks[-1:] == ["T"]:
        return today.year
    way = {"L": "past", "F": "future"}[marks[-1]] if marks else m.way("S")
    if way == "future":
        return today.year if begin > today else today.year + 1
    # "Last summer" is over; "in summer" may be the one that is going on.
    over = finish if marks else begin
    return today.year if over <= today else today.year - 1


def quarter(m: Match) -> Found | None:
    """The third quarter, third-quarter 2019, the latest quarter, next year's first quarter."""
    today = m.scene.published
    ordinal = m.one("O")
    number = WORDS.ordinal(ordinal) if ordinal is not None else None
    year = stated_year(m.one("Y"))
    if number is None:
        return _plain_quarter(m, year)
    if not 1 <= number <= 4:  # noqa: PLR2004 - there are no more quarters
        return None
    if year is None and today is not None:
        marks = [s for s in m.symbols if s in "LTF"]
        if marks and m.one("u") is not None:
            year = today.year + {"L": -1, "T": 0, "F": 1}[marks[0]]
        else:
            year = nearest_month(number * 3 - 2, today, "past")
            if m.way("q") == "future" and year < today.year:
                year += 1
    if year is None:
        value = Stretch(f"{UNKNOWN_YEAR}-Q{number}", None, None, "range")
        return Found("DATE", value, "quarter, no date of publication")
    return Found("DATE", quarter_of(year, number), "quarter, by tense", "quarter")


def _plain_quarter(m: Match, year: int | None) -> Found | None:
    """The quarter, the latest quarter, next quarter, last year's quarter."""
    if year is not None or m.one("u") is not None:
        return _quarter_of_year(m, year)
    today, latest = m.scene.published, m.one("L")
    told_again = (latest is None or latest.lower == "latest") and m.one("TF") is None
    if m.scene.told_quarter is not None and told_again:
        return Found("DATE", m.scene.told_quarter, "the quarter told before", "quarter")
    if today is None:
        return None
    step = 0 if m.one("T") is not None else 1 if m.one("F") is not None else -1
    return Found("DATE", unit_of(today, "Q", step), "a quarter from publication", "quarter")


def _quarter_of_year(m: Match, year: int | None) -> Found | None:
    """The 1988 quarter, last year's quarter: the one told before, in another year."""
    today, told = m.scene.published, m.scene.told_quarter
    if year is None:
        if today is None:
            return None
        year = today.year + step_of(m)
    if told is None or told.begin is None:
        return Found("DATE", year_of(year), "year of an unknown quarter", "year")
    number = (told.begin.month + 2) // 3
    return Found("DATE", quarter_of(year, number), "the quarter told before, in that year")


def half_year(m: Match) -> Found | None:
    """The first half of 2019, the second half of the year."""
    ordinal = m.one("O")
    number = WORDS.ordinal(ordinal) if ordinal is not None else None
    year = stated_year(m.one("Y"))
    if year is None and m.scene.published is not None:
        year = m.scene.published.year + (step_of(m) if m.one("LTF") is not None else 0)
    if number not in {1, 2} or year is None:
        return None
    return Found("DATE", half_of(year, number), "half of a year")


def weekday_of_month(m: Match) -> Found | None:
    """The last Sunday in May, the first Monday of September 2019."""
    number, month = m.entry("weekdays", "W"), m.entry("months", "M")
    if not isinstance(number, int) or not isinstance(month, int):
        return None
    year, why = stated_year(m.one("Y")), "weekday counted within its month"
    if year is None:
        year, why = year_for(m, month, None)
    if year is None:
        return None
    days = [d for n in range(1, 32) if (d := safe(year, month, n)) and d.weekday() == number]
    ordinal = m.one("O")
    which = (WORDS.ordinal(ordinal) or 1) - 1 if ordinal is not None else -1
    return Found("DATE", day_of(days[min(which, len(days) - 1)]), why, "day")
