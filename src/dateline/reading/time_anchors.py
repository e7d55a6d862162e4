"""Days counted from an act whose day the text tells: "a day after the vote", "the Sunday vote".

A span of time before "after" or "before" and a noun becomes a date where the day of that noun is
told, beside it ("a day after the vote on Sunday") or anywhere in the text ("Sunday's vote").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dateline.reading.arcs import Parse, Token
from dateline.reading.reading import TimeMention
from dateline.reading.time_calendar import (
    Stretch,
    day_of,
    month_of,
    months_on,
    shifted,
    week_of,
    year_of,
)

COUNTED = re.compile(r"P(\d{1,3})([DWMY])")
SIDES = {"after": 1, "before": -1}
# The noun stands at most so many words after "after"; its day at most so many after the noun.
REACH, BESIDE = 6, 4
BOUND = frozenset({"nmod", "nmod:poss", "compound", "amod", "obl", "nmod:unmarked", "nummod"})
INSIDE = frozenset({"DET", "ADJ", "PRON", "NUM", "PROPN", "PART"})


def anchored(
    parse: Parse, mentions: Sequence[TimeMention], published: date | None
) -> list[TimeMention]:
    """The mentions, with spans counted from an act of a known day turned into dates."""
    if not any(_side(m) for m in mentions):
        return list(mentions)
    known = _days_of_acts(parse, mentions)
    found = []
    for mention in mentions:
        side = _side(mention)
        noun = _noun_after(parse, mention) if side else None
        if noun is None:
            found.append(mention)
            continue
        base = _day_beside(parse, mentions, noun) or known.get(noun.lemma)
        stretch = _counted(mention.value, side, base) if base is not None else None
        too_late = (
            stretch is not None
            and published is not None
            and stretch.begin is not None
            and (stretch.begin > published)
        )
        if stretch is None or too_late:
            found.append(mention)
            continue
        found.append(
            replace(
                mention,
                type="DATE",
                value=stretch.value,
                begin=stretch.begin,
                finish=stretch.finish,
                precision=stretch.precision,
                why=f"{mention.text.lower()} the {noun.lemma} of {base}",
            )
        )
    return found


def _side(mention: TimeMention) -> int:
    """1 for "a day after", -1 for "a day before", 0 for all else."""
    if mention.type != "DURATION" or not COUNTED.fullmatch(mention.value):
        return 0
    return SIDES.get(mention.text.rpartition(" ")[2].lower(), 0)


def _noun_after(parse: Parse, mention: TimeMention) -> Token | None:
    """The noun of the phrase right after a mention."""
    first = parse.token_at(mention.end)
    if first is None:
        return None
    for token in parse.tokens[first : first + REACH]:
        if token.sentence != parse.tokens[mention.head].sentence:
            return None
        if token.upos == "NOUN" and token.relation != "compound":
            return token
        if token.upos not in INSIDE and token.relation != "compound":
            return None
    return None


def _days_of_acts(parse: Parse, mentions: Sequence[TimeMention]) -> dict[str, date]:
    """The day of each noun that one is told for: "Sunday's vote", "the vote on Sunday"."""
    days: dict[str, date] = {}
    for mention in mentions:
        if not _is_day(mention):
            continue
        token = parse.tokens[mention.head]
        above = parse.tokens[token.head] if token.head >= 0 else None
        if above is not None and above.upos == "NOUN" and token.relation in BOUND:
            days.setdefault(above.lemma, mention.begin or date.min)
    return days


def _day_beside(parse: Parse, mentions: Sequence[TimeMention], noun: Token) -> date | None:
    """The day told right after a noun: "the vote on 9 August"."""
    for mention in mentions:
        if not _is_day(mention) or mention.start < noun.end:
            continue
        first = parse.token_at(mention.start)
        if first is None or first - noun.i > BESIDE:
            return None
        between = parse.tokens[noun.i + 1 : first]
        if all(t.upos in {"ADP", "DET"} or t.upos in INSIDE for t in between):
            return mention.begin
    return None


def _is_day(mention: TimeMention) -> bool:
    told = mention.begin is not None and mention.begin == mention.finish
    return told and mention.type == "DATE" and not mention.value.endswith("_REF")


def _counted(value: str, side: int, base: date) -> Stretch | None:
    """The day, week, month or year so far from another day."""
    match = COUNTED.fullmatch(value)
    if match is None:
        return None
    count, unit = side * int(match[1]), match[2]
    if unit == "D":
        return day_of(shifted(base, count))
    if unit == "W":
        return week_of(shifted(base, 7 * count))
    if unit == "M":
        return month_of(*months_on(base, count))
    return year_of(max(base.year + count, 1))
