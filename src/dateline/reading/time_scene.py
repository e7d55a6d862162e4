"""What the rules for time expressions share: the match, the scene it stands in, and small steps."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dateline.reading.arcs import Parse, Token
from dateline.reading.time_calendar import (
    Stretch,
    months_on,
    nearest_month,
    nearest_year,
    part_of,
    safe,
    shifted,
)
from dateline.reading.time_tense import Way, way_of
from dateline.reading.time_words import WORDS

Kind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a match means.

    `key` tells what may be joined with what ("day", "clock", …). `skip` says that the words are
    used up though they are no time. `also` is a second date in the same words ("16 and 23 August"),
    which begins at token `cut`.
    """

    kind: Kind
    stretch: Stretch
    why: str
    key: str = ""
    skip: bool = False
    also: Found | None = None
    cut: int = 0


@dataclass(slots=True)
class Scene:
    """What resolution goes by: the parse, the day of publication, and the last date told."""

    parse: Parse
    symbols: str
    published: date | None
    told: Stretch | None = None
    told_sentence: int = -1
    told_year_stated: bool = False
    told_quarter: Stretch | None = None
    narrative: bool = False

    def base(self) -> date | None:
        """The day that time runs by: of publication, in history that of the last date told."""
        if self.narrative and self.told is not None and self.told.begin is not None:
            return self.told.begin
        return self.published

    def finer_than_told(self, unit: str) -> bool:
        """Whether steps of `unit` cannot be counted from the last date told, for it is coarser."""
        order = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4}
        steps = {"D": 0, "W": 1, "F": 1, "M": 2, "Q": 3, "Y": 4}
        told = "day" if self.told is None else self.told.precision
        return steps.get(unit, 4) < order.get(told, 0)

    def anchor(self) -> date | None:
        """The day from which "a day earlier" counts: of the last date told, else publication."""
        if self.told is not None and self.told.begin is not None:
            return self.told.begin
        return self.published


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens that a rule matched."""

    scene: Scene
    first: int
    last: int

    @property
    def tokens(self) -> list[Token]:
        """Its tokens."""
        return self.scene.parse.tokens[self.first : self.last]

    @property
    def symbols(self) -> str:
        """Their symbols."""
        return self.scene.symbols[self.first : self.last]

    def all(self, symbols: str) -> list[Token]:
        """Tokens with one of these symbols."""
        return [t for t, s in zip(self.tokens, self.symbols, strict=True) if s in symbols]

    def one(self, symbols: str) -> Token | None:
        """The first token with one of these symbols."""
        return next(iter(self.all(symbols)), None)

    def entry(self, table: str, symbols: str) -> str | int | None:
        """What a table says of the first token with one of these symbols."""
        token = self.one(symbols)
        return None if token is None else WORDS.tables[table].get(token.lower)

    def before(self) -> Token | None:
        """The token before, if it stands in the same sentence."""
        return self._near(self.first - 1)

    def after(self) -> Token | None:
        """The token after, if it stands in the same sentence."""
        return self._near(self.last)

    def _near(self, i: int) -> Token | None:
        tokens = self.scene.parse.tokens
        if not 0 <= i < len(tokens) or tokens[i].sentence != tokens[self.first].sentence:
            return None
        return tokens[i]

    def way(self, symbols: str) -> Way:
        """Past or future, by the verb over the first token with one of these symbols."""
        if self.one(symbols) is None:
            return ""
        return way_of(self.scene.parse, self.top(symbols).i)

    def pluperfect(self, symbols: str) -> bool:
        """Whether the clause says "had …"."""
        parse = self.scene.parse
        clause = parse.clause_of(self.top(symbols).i)
        return any(t.lower == "had" for t in parse.kids(clause.i, "aux"))

    def top(self, symbols: str) -> Token:
        """The token of the match over the first one with one of these symbols."""
        token = self.one(symbols) or self.tokens[0]
        while self.first <= token.head < self.last:
            token = self.scene.parse.tokens[token.head]
        return token

    def part(self) -> str:
        """The part of a period that is meant ("early", "mid", "late"), or ""."""
        token = self.one("E")
        return "" if token is None else str(WORDS.tables["parts"][token.lower])

    def shown(self) -> str:
        """Its words."""
        return self.scene.parse.slice(self.first, self.last - 1)


TELLING = {
    "past": "past tense: the last such {} up to publication",
    "future": "future: the next such {} from publication on",
    "": "no tense: the nearest such {} to publication",
}


UNKNOWN_YEAR = "XXXX"


FAR_YEARS = 2
FORWARD = 60


def narrowed(m: Match, stretch: Stretch, why: str, key: str = "") -> Found:
    """A date, narrowed by an "early" or "late" before it."""
    part = m.part()
    if part:
        stretch = part_of(stretch, part, m.scene.published)
        why = f"{why}, {part} part"
    return Found("DATE", stretch, why, key)


def year_for(m: Match, month: int, day: int | None) -> tuple[int | None, str]:
    """The year of a month without one, and the rule that gave it."""
    scene, what = m.scene, "day" if day else "month"
    told = scene.told
    if scene.narrative and told is not None and told.begin is not None:
        if told.precision == "year":
            return told.begin.year, "month without year: the year told before"
        # A history goes forward: rather eight months on than four back.
        year = nearest_year(month, day or 15, shifted(told.begin, FORWARD), "")
        return year, "month without year: the one nearest to the date told before"
    if scene.published is None:
        if told is not None and told.begin is not None:
            return told.begin.year, "month without year: the year told before"
        return None, "month without year, and no date of publication"
    way = m.way("M")
    if way != "future" and told is not None and told.begin is not None and _goes_on(m, told.begin):
        return told.begin.year, "month without year: the year told just before"
    top = m.top("M")
    if top.case in LIMITS or top.relation in NOMINAL:
        # "by Nov. 9" is to come; of "the Aug. 9 election" the verb says nothing.
        way = "future" if top.case in {"by", "until"} and way != "past" else ""
    if day:
        year = nearest_year(month, day, scene.published, way)
    else:
        year = nearest_month(month, scene.published, way)
    return year, f"{what} without year, " + TELLING[way].format(what)


LIMITS = frozenset({"by", "until", "till", "through", "to"})
# "December's shooting" is as far from the verb's tense as "the December shooting".
NOMINAL = frozenset({"compound", "nmod", "nmod:poss", "nummod", "amod"})


def _goes_on(m: Match, told: date) -> bool:
    """Whether a month goes on from a date of long ago, told with its year just before."""
    scene = m.scene
    if not scene.told_year_stated or scene.published is None or scene.told_sentence < 0:
        return False
    here = scene.parse.sentences[scene.parse.tokens[m.first].sentence]
    there = scene.parse.sentences[scene.told_sentence]
    return (
        told.year <= scene.published.year - FAR_YEARS
        and here.index - there.index <= 1
        and here.paragraph == there.paragraph
    )


def stated_year(token: Token | None) -> int | None:
    """The number of a year token, None if there is none."""
    return int(token.lower) if token is not None and token.lower.isdigit() else None


def step_of(m: Match) -> int:
    """-1 for last, 0 for this, 1 for next; the word nearest to the noun tells."""
    steps = {"L": -1, "T": 0, "F": 1}
    for symbol in reversed(m.symbols):
        if symbol in steps:
            return steps[symbol]
    return 0


def timed(m: Match, stretch: Stretch, why: str) -> Found:
    """A day, with the part of the day that is told."""
    part = m.entry("dayparts", "P")
    if part is not None:
        return Found("TIME", replace(stretch, value=f"{stretch.value}T{part}"), why, "day")
    clock = m.entry("clocks", "n")
    if clock is not None:
        return Found("TIME", replace(stretch, value=f"{stretch.value}T{clock}"), why, "day")
    return Found("DATE", stretch, why, "day")


PRECISIONS: dict[str, Literal["day", "week", "month", "year", "range"]] = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Y": "year",
}


def unit_letter(m: Match) -> str:
    """The TIMEX3 letter of the unit in a match, `w` for a weekend."""
    token = m.one("uUwc") or m.one("q")
    if token is None:
        return ""
    if token.lower in {"weekend", "weekends"}:
        return "w"
    if token.lower == "quarter":
        return "Q"
    tables = WORDS.tables
    return str(tables["units"].get(token.lower) or tables["unit_plurals"].get(token.lower) or "")


def amount(unit: str, number: float | None) -> str:
    """A TIMEX3 duration: P3D, PT10H, P2Y6M, PXW for an unknown number."""
    prefix, letter = ("PT", unit[1]) if unit[0] == "T" else ("P", unit)
    if number is None:
        return f"{prefix}X{letter}"
    if letter in FACTORS:
        factor, letter = FACTORS[letter]
        number *= factor
    whole = int(number)
    rest = number - whole
    if rest and unit in SMALLER:
        per, small = SMALLER[unit]
        inner = "" if prefix == "PT" or letter != "D" else "T"
        return f"{prefix}{whole or ''}{letter if whole else ''}{inner}{round(rest * per)}{small}"
    return f"{prefix}{number:g}{letter}"


FACTORS = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}


SMALLER = {
    "Y": (12, "M"),
    "E": (12, "M"),
    "C": (12, "M"),
    "M": (30, "D"),
    "W": (7, "D"),
    "D": (24, "H"),
    "TH": (60, "M"),
    "TM": (60, "S"),
}


UNIT_DAYS = {"D": 1, "W": 7, "F": 14, "M": 30, "Q": 91, "Y": 365, "E": 3652, "C": 36524}


# "two to three", "10-12"; but "twenty-four" is one number.
UPPER_LIMIT = re.compile(r"(?<=.)(?:\+(?=[DNCY])|(?<=[DNY])-(?=[DNY]))")


def count_of(m: Match) -> float | None:
    """The number in a match, None for an unknown one ("several")."""
    if m.one("i") is not None and m.one("i").lower != "couple":  # type: ignore[union-attr]
        return None
    # Of "two to three weeks" the lower number counts.
    stop = len(m.symbols)
    plus = UPPER_LIMIT.search(m.symbols)
    if plus is not None:
        stop = plus.start()
    tokens = [t for t, s in zip(m.tokens[:stop], m.symbols, strict=False) if s in "DNCYA"]
    if m.one("i") is not None:
        return 2.0
    number = WORDS.number(tokens)
    if number is None:
        number = 1.0
    if "h" in m.symbols:
        number = 0.5 if m.symbols.startswith("h") else number + 0.5
    if any(t.lower == "1/2" for t in m.tokens):
        number += 0.5
    return number


def past_span(m: Match, unit: str, number: float | None) -> Found:
    """A stretch up to the day of publication."""
    return _spanned(m, unit, number, -1)


def coming_span(m: Match, unit: str, number: float | None) -> Found:
    """A stretch from the day of publication on."""
    return _spanned(m, unit, number, 1)


def _spanned(m: Match, unit: str, number: float | None, way: int) -> Found:
    today, value = m.scene.published, amount(unit, number)
    why = "up to the day of publication" if way < 0 else "from the day of publication on"
    if today is None or number is None or unit not in UNIT_DAYS:
        return Found("DURATION", Stretch(value, None, None, ""), why)
    if unit in {"M", "Q", "Y", "E", "C"}:
        months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit]
        year, month = months_on(today, round(way * months * number))
        other = next(d for n in range(4) if (d := safe(year, month, today.day - n)))
    else:
        other = shifted(today, round(way * number * UNIT_DAYS[unit]))
    begin, finish = (other, today) if way < 0 else (today, other)
    return Found("DURATION", Stretch(value, begin, finish, "range"), why)
