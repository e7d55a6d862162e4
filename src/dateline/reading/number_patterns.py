"""How numbers are written: the words that make them up, and the pattern that finds them.

`number_words.py` reads what the pattern finds.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
SMALL |= {"nought": 0, "naught": 0}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
MAGNITUDES = {
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "doz": 12.0,
    "dz": 12.0,
    "score": 20.0,
    "lakh": 1e5,
    "crore": 1e7,
}
SUFFIXES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "mil": 1e6,
    "tn": 1e12,
    "tln": 1e12,
    "mm": 1e6,
    "t": 1e12,
}
# The codebook's lower bounds of vague words; "several" and its like also multiply: several hundred.
VAGUE = {
    "several": 3.0,
    "few": 3.0,
    "handful": 3.0,
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
    "tens of thousands": 2e4,
    "hundreds of thousands": 2e5,
    "tens of millions": 2e7,
    "hundreds of millions": 2e8,
    "tens of billions": 2e10,
    "hundreds of billions": 2e11,
    "thousands of millions": 2e9,
}
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip


@lru_cache(maxsize=1)
def figure_data() -> dict[str, Any]:
    """The tables of `figures.toml`."""
    return tomllib.loads(files("dateline.reading").joinpath("figures.toml").read_text("utf-8"))


_N1 = "|".join(sorted(SMALL, key=len, reverse=True))
_N10 = "|".join(TENS)
# "fifty-two", "fifty two"; tokenised texts have "fifty - two".
_S = "(?: ?- ?| {1,3})"
_NN = rf"(?:(?:{_N10})(?:{_S}(?:{_N1}))?|{_N1})"
_MAG = "(?:(?:" + "|".join(MAGNITUDES) + r")(?:s\b)?)"
_BASE = rf"(?:{_NN}(?: and (?:a half|a quarter|three quarters))?(?: point(?: {_NN})+)?)"
# "1,500", "1,20,000" as India writes it, "10 000" as much of Europe does.
_NUMERAL = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?:\.\d+)?|"
    r"\d{1,3}(?: \d{3})* 000(?!\d)|\d{1,3}(?: \d{3}){2,}(?!\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
)
_HEAD = (
    rf"(?:(?:half|quarter)(?: an?)? {{1,3}}{_MAG}|hundred {_MAG}|"
    rf"(?:(?:{_BASE}|several|(?:a )?few|(?:a )?couple(?: of)?){_S}{_MAG}|an?{_S}{_MAG}(?<!s))"
    rf"(?:{_S}{_MAG})*(?: and a half)?)"
)
_AND = r"(?: {1,3}and {1,3}|, and |, | {1,3}|-)"
_WORDS = rf"(?:{_HEAD}(?:{_AND}{_BASE}(?:{_S}{_MAG})*)*|{_BASE})"
# Numbers that a fraction is made of.
CARDINAL = (
    rf"(?:\d+(?:{_S}{_MAG})?|(?:{_NN}|an?){_S}{_MAG}(?:(?:{_S}| and ){_NN}(?:{_S}{_MAG})*)*|"
    rf"{_NN}(?:{_S}{_NN})?)"
)
# "the twenty-first century"
_ORDINAL = r"[ -](?:first|second|third|(?:four|fif|six|seven|eigh|nin)th)\b"
_VAGUE = (
    r"(?:(?:tens|hundreds|thousands) of (?:thousands|millions|billions)|hundreds|thousands|"
    r"millions|billions|trillions|dozens|scores(?= of| (?:were|are|have|had|more|killed|wounded|"
    r"injured|dead|arrested|detained))|a handful|a couple(?= of)|"
    rf"(?:several|a few)(?! {_MAG}\b))"
)
_FRACTION = (
    r"(?:(?:an?|one|two|three|four|five|seven|nine)[- ](?:third|quarter|fifth|sixth|seventh|eighth|"
    r"ninth|tenth)(?:s\b|(?= of ))|one[- ](?:third|quarter|fifth|sixth|eighth|tenth)\b|"
    r"(?<!first )(?<!second )(?<!other )(?<!latter )half"
    r"(?= (?:of|the|its|their|all|his|our|those|these)\b)|"
    r"(?:(?<=than )|(?<=over )|(?<=nearly )|(?<=almost )|(?<=about ))half(?= [a-z]+\b)(?! an?\b))"
)
_SHARE = rf"(?:(?:{_NN}|\d+) (?:in|out of)(?: every)? (?:{_NN}|\d+)(?= [a-z]+|\s*$))"
# Measures that are written without a blank: "180ml"; "10m" is ten million.
_MEASURE = r"(?:km|kms|kg|kgs|cm|ml|mg|kw|mw|gw|kwh|mph|kph|kmh|lbs?|oz|ft|km²|ha)\b"
_PERCENT = r"(?:\s?%|[ -]per ?cent(?:age points?|age|s)?\b|\s?pct\b|[ -]percentage points?\b)"


@lru_cache(maxsize=1)
def number_pattern() -> re.Pattern[str]:
    """A single number with its unit, a named group for each way of writing one."""
    money = figure_data()["currencies"]
    signs = "|".join(
        rf"\b{re.escape(s[:-1])}\s?{re.escape(s[-1])}" if len(s) > 1 else re.escape(s)
        for s in sorted(money["signs"], key=len, reverse=True)
    )
    names = "|".join(
        re.escape(w) for w in sorted((*money["words"], *money["codes"]), key=len, reverse=True)
    )
    codes = "|".join(money["codes"])
    trailing = "".join(re.escape(s) for s in money["signs"] if len(s) == 1)
    whose = "|".join(
        re.escape(a) for a in sorted({a for t in money["whose"].values() for a in t}, key=len)
    )
    return re.compile(
        rf"(?<!\w)(?:(?P<share>(?<![\w-]){_SHARE})|(?P<fraction>(?<![\w-]){_FRACTION})|"
        rf"(?P<vague>(?<![\w-]){_VAGUE}(?!\w|-(?!strong\b)))|"
        rf"(?:(?P<sign>{signs}|\b(?:{codes}))\s?|"
        rf"(?:(?<=\dk-)|(?<=\dm-)|(?<=\dbn-)|(?<![\w./:@#,])(?<![A-Za-z]-)))"
        rf"(?:(?P<numeral>{_NUMERAL})(?:(?P<suffix>k|mn|mln|mil|mm|m|bn|bln|b|tn|tln|t)\b|"
        rf"(?:[ -]?|  )(?P<spaced>mn|mln|bn|bln|tn|tln|k|(?-i:M))\b|(?:[ -](?P<magnitude>{_MAG}))*"
        rf"(?!(?!元|(?:{codes})\b|{_MEASURE})[\w:@]|/\d|[.,]\d))|"
        rf"(?P<words>(?<![\w'’-]){_WORDS}(?!\w|{_ORDINAL})))"
        rf")(?:(?P<percent>{_PERCENT})|(?:[ -](?P<whose>{whose}))?[ -](?P<currency>{names})s?\b"
        rf"(?P<late> (?:thousand|million|billion|trillion)\b)?|[ ]?(?P<mega>M)?(?P<code>{codes})\b|"
        rf"\s?(?P<trailing>[{trailing}])(?!\s?\d))?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def unit_pattern() -> re.Pattern[str]:
    """The unit after a number written as a fraction: percent, or a currency word."""
    words = figure_data()["currencies"]["words"]
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    empty = "|".join(rf"(?P<{name}>(?!))" for name in ("code", "whose", "sign", "trailing"))
    return re.compile(
        rf"(?P<percent>(?: an?)?{_PERCENT})|(?: an?)? (?P<currency>{names})s?\b|{empty}",
        re.IGNORECASE,
    )
