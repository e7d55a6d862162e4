"""How the days of a time expression become those of an act: ranges, lengths, and days counted."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.event import When
from dateline.reading.arcs import Parse, Token
from dateline.reading.reading import Reading, TimeMention
from dateline.reading.time_calendar import month_of, months_on, year_of

MEASURE = re.compile(r"P(\d+)([DWMY])")
# TIMEX3 values of a whole month or year, which stand for it even where only a part is meant.
WHOLE = re.compile(r"(\d{4})(?:-(\d\d))?")
DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
NEXT = timedelta(days=1)
# How many characters before a noun its own measure of time may begin.
LONG_PHRASE = 60
# Within how many sentences a following saying tells its own day, or a longer stretch its end.
BEFORE_NOUN = frozenset({"amod", "compound", "nummod", "nmod:poss"})
MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
# Verbs that tell the first and the last day of what goes on for several.
STARTING = frozenset({"begin", "start", "open", "launch", "kick"})
ENDING = frozenset({"end", "conclude", "close", "finish", "wrap"})


def counting(reading: Reading, token: Token) -> TimeMention | None:
    """The measure that an act is counted by: "a day after he had accused the president"."""
    parse = reading.parse
    sentence = parse.sentence_of(token.i)
    if token.relation == "advcl" and token.tag == "VBG" and token.head >= 0:
        # "Three months after he took office, promising reform"
        token = parse.tokens[token.head]
    for t in reading.times:
        if not sentence.start <= t.start < sentence.end or t.end > token.start:
            continue
        way = t.text.rsplit(None, 1)[-1].lower()
        if MEASURE.fullmatch(t.value) is None or way not in {"after", "before"}:
            continue
        last = parse.between(t.start, t.end)[-1]
        if last.head == token.i and last.relation in {"mark", "advmod", "case"}:
            return t
        between = [x for x in parse.between(t.end, token.start) if x.start >= t.end]
        if not any(x.upos in {"VERB", "PUNCT"} and x.i != token.i for x in between):
            return t
    return None


def measured(
    reading: Reading, token: Token, established: date | None
) -> tuple[When, TimeMention] | None:
    """The day of an act that another one came "a day after": counted back from that one's day."""
    t = counting(reading, token)
    measure = MEASURE.fullmatch(t.value) if t is not None else None
    if t is None or measure is None:
        return None
    sentence = reading.parse.sentence_of(token.i)
    base = next(
        (
            x.begin
            for x in reversed(reading.times)
            if sentence.start <= x.start and x.end <= t.start and x.precision == "day"
        ),
        None,
    )
    back = t.text.rsplit(None, 1)[-1].lower() == "after"
    count, unit = int(measure[1]), measure[2]
    if unit in "MY":
        base = base or reading.article.published
        if base is None or not back:
            return None
        months = count * (12 if unit == "Y" else 1)
        year, month = months_on(base, -months)
        stretch = year_of(year) if unit == "Y" else month_of(year, month)
        if stretch.begin is None or stretch.finish is None:
            return None
        begin, finish = stretch.begin.isoformat(), stretch.finish.isoformat()
        return When(t.text, begin, finish, "year" if unit == "Y" else "month"), t
    over = reading.parse.clause_of(token.i)
    main = reading.parse.clause_of(over.head) if over.head >= 0 else over
    if main.tag in {"VBZ", "VBP"}:
        # "The talks come a day after the army took the town": they come today.
        base = base or reading.article.published
    base = base or established
    if base is None:
        return None
    days = count * DAYS[unit]
    day = (base + timedelta(days=-days if back else days)).isoformat()
    return When(t.text, day, day, "day"), t


def stretched(
    reading: Reading, t: TimeMention, token: Token, *, point: bool = False
) -> When | None:
    """The days of a time expression, with those it is coordinated with or reaches to.

    A `point` is one that the act fell on, though something else lasts since then.
    """
    if t.begin is None:
        return None
    begin, finish, text = *_whole(t), t.text
    precision = t.precision or "day"
    parse = reading.parse
    published = reading.article.published
    k = reading.times.index(t)
    following = reading.times[k + 1] if k + 1 < len(reading.times) else None
    if following is not None and following.begin is not None and following.type == "DATE":
        gap = parse.text[t.end : following.start].strip().lower()
        last = following.finish or following.begin
        if gap == "," and following.precision == t.precision == "day" and _has_month(following):
            # "Tomorrow, the first of May": the date tells which day it is.
            begin, finish, text = following.begin, last, following.text
        elif gap in {"and", "and on"} and begin < following.begin <= begin + NEXT:
            finish, precision, text = last, "range", parse.text[t.start : following.end]
    since = parse.tokens[t.head].case.split()[:1] == ["since"]
    if since and not point and published and begin < published:
        finish, precision = published, "range"
    if begin == finish:
        sides = _own_days(reading, token, t) or _night_before(parse, token)
        if sides is not None:
            begin, finish = begin - sides[0], finish + sides[1]
            precision = "range" if begin < finish else precision
    return When(text, begin.isoformat(), finish.isoformat(), precision)


def _whole(t: TimeMention) -> tuple[date, date]:
    """The first and last day; of "earlier this month" and "early 2013" those of the whole."""
    begin = t.begin or date.min
    finish = t.finish or begin
    value = WHOLE.fullmatch(t.value)
    if value is None or t.type != "DATE" or finish == begin:
        return begin, finish
    year = int(value[1])
    stretch = month_of(year, int(value[2])) if value[2] else year_of(year)
    return stretch.begin or begin, stretch.finish or finish


def lasting(reading: Reading, token: Token) -> When | None:
    """The days of an act of which only the length is told: "more than two months of protests"."""
    published = reading.article.published
    parse = reading.parse
    if published is None or token.upos == "VERB" or token.head < 0:
        return None
    for t in reading.times:
        measure = MEASURE.fullmatch(t.value) if t.type == "DURATION" else None
        if measure is None or not token.start - LONG_PHRASE <= t.start < token.start:
            continue
        head = parse.tokens[t.head]
        of = token.relation == "nmod" and token.case == "of" and token.head == t.head
        if of or _measures(parse, head, token):
            days = timedelta(days=int(measure[1]) * DAYS[measure[2]])
            if days <= NEXT:
                continue
            begin, finish = published - days, published
            if measure[2] == "M":
                # A length in months is told to the month.
                first, last = months_on(published, -int(measure[1])), (finish.year, finish.month)
                begin = month_of(*first).begin or begin
                finish = month_of(*last).finish or finish
            return When(t.text, begin.isoformat(), finish.isoformat(), "range")
    return None


def _measures(parse: Parse, head: Token, token: Token) -> bool:
    """Whether a length belongs to a noun: "two-day summit meeting", "week-old protest"."""
    over = parse.tokens[head.head] if head.head >= 0 else head
    if over.lower == "old" or over.relation == "compound":
        head, over = over, parse.tokens[over.head]
    return over.i == token.i and head.relation in BEFORE_NOUN


def _has_month(t: TimeMention) -> bool:
    """Whether an expression names a month."""
    return any(word.strip(".,").lower()[:3] in MONTHS for word in t.text.split())


def _own_days(reading: Reading, token: Token, t: TimeMention) -> tuple[timedelta, timedelta] | None:
    """How many days before and after the one told a noun's act goes on.

    "The week-old protests" were a week old on that day; "a two-day summit" that ends on a Friday
    began on the Thursday.
    """
    if token.upos == "VERB":
        return None
    parse = reading.parse
    for length in reading.times:
        if length.type != "DURATION" or not token.start - LONG_PHRASE <= length.start < token.start:
            continue
        measure = MEASURE.fullmatch(length.value)
        head = parse.tokens[length.head]
        if measure is None or not _measures(parse, head, token):
            continue
        rest = timedelta(days=int(measure[1]) * DAYS[measure[2]] - 1)
        verbs = {parse.clause_of(i).lemma for i in (t.head, token.i)}
        if verbs & STARTING:
            return timedelta(), rest
        if "old" in length.text.lower() or verbs & ENDING:
            return rest, timedelta()
    return None


def _night_before(parse: Parse, token: Token) -> tuple[timedelta, timedelta] | None:
    """What came before the day told: "after a night of clashes" it began the day before."""
    over = parse.tokens[token.head] if token.head >= 0 else token
    if token.relation != "nmod" or token.case != "of" or over.case not in {"after", "following"}:
        return None
    if over.lower == "night":
        return NEXT, timedelta()
    return (NEXT, -NEXT) if over.lower == "day" else None
