"""Fractions, mixed numbers and powers: "three quarters", "2½", "two and a third", "1.3x10^6".

`number_words.py` asks here before it looks for single numbers; what is found here, it leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import numeric

UNITS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "first": 1, "second": 2,
}  # fmt: skip
ROUND = {
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
    "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 1000,
    "millionth": 10**6, "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip
PARTS = UNITS | ROUND
# As parts of a whole these go only with tens before them: "three twenty-firsts".
ONLY_JOINED = frozenset({"first", "second"})
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
GREAT = {
    "dozen": 12.0,
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
# Denominators that people write with a slash; "9/11" and "24/7" are names.
SLASHED = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 25, 32, 40, 50, 64, 100, 1000})
LARGEST_POWER = 30
TRIGGER = re.compile(
    r"[¼½¾⅐-⅞]|\d\s?/\s?\d|\d(?:e[+-]?\d|\^|\s?[x×]\s?10)|\bover\b|\bhal(?:f|ves)\b|"
    r"(?:third|quarter|ird|th|first|second)s?\b",
    re.IGNORECASE,
)
CLOSED = re.compile(r"\s*(?:of\b|[.,;:!?)]|$)")
PART_OF = re.compile(r" (?:of|an?|miles?|inch(?:es)?|cups?)\b|\s*$")
# "a month and a half", "$3 billion and a half": the number before is not of this fraction's kind.
CUT_OFF = re.compile(r"(?:\band |[$€£¥]\s?)$")
OF_GREAT = re.compile(rf" (?:of an? )?({'|'.join(GREAT)})s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fraction:
    """A span of text and its value; `share` tells a part of one whole."""

    start: int
    end: int
    value: float
    share: bool


@lru_cache(maxsize=1)
def _pattern(cardinal: str) -> re.Pattern[str]:
    parts = "|".join(sorted((p for p in PARTS if p != "halve"), key=len, reverse=True))
    numbers = rf"(?:{cardinal}|an?)(?:[ -]and[ -](?:{cardinal}|an?))*"
    return re.compile(
        rf"(?P<power>(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+\b|\s?[x×]\s?10\^?[+−-]?\d+|\^[+−-]?\d+))|"
        rf"(?<![\w/.,])(?<![\w)/.]-)(?:(?P<whole>\d+)\s+)?(?P<top>\d+)\s?/\s?(?P<bottom>\d+)(?![\w/]|[.,]\d)|"
        rf"(?:(?<![\w.])(?P<before>\d+) ?)?(?P<sign>[¼½¾⅐-⅞])(?!\w)|"
        rf"(?<![\w-])(?P<above>{cardinal}) over (?P<below>{cardinal})(?=\s*(?:[.,;?!)]|$))|"
        rf"(?<![\w-])(?P<upper>{cardinal}|an?)(?: ?- ?| +)one(?: ?- ?| +)"
        rf"(?P<great>hundred|thousand|million)(?:ths?|(?:(?: ?- ?| +)and)?(?: ?- ?| +)"
        rf"(?P<rest>{parts})s?)\b|"
        rf"(?<![\w-])(?P<numbers>{numbers})(?: ?- ?| +)"
        rf"(?P<part>(?:{parts})(?P<plural>s)?|halves)\b",
        re.IGNORECASE,
    )


def find_fractions(
    text: str, cardinal: str, value_of: Callable[[str], float]
) -> Iterator[Fraction]:
    """All fractions of a text in order.

    Args:
        text: any text.
        cardinal: a pattern without groups for numbers in words or digits.
        value_of: what such a number is worth.
    """
    if TRIGGER.search(text) is None:
        return
    for match in _pattern(cardinal).finditer(text):
        found = _read(match, value_of)
        if found is None:
            continue
        value, share = found
        end = match.end()
        great = OF_GREAT.match(text, end)
        if great:
            # "two thirds of a million", "1 1/2 million"
            yield Fraction(match.start(), great.end(), value * GREAT[great[1].lower()], share=False)
        else:
            yield Fraction(match.start(), end, value, share)


def _read(match: re.Match[str], value_of: Callable[[str], float]) -> tuple[float, bool] | None:
    """The value of a match, and whether it is a share; None if it is no fraction."""
    if match["power"]:
        return _power(match["power"])
    if match["bottom"]:
        top, bottom = int(match["top"]), int(match["bottom"])
        if bottom not in SLASHED or top >= bottom:
            return None
        if not match["whole"] and PART_OF.match(match.string, match.end()) is None:
            return None  # "on 5/6" is a day
        return int(match["whole"] or 0) + top / bottom, not match["whole"]
    if match["sign"]:
        return int(match["before"] or 0) + numeric(match["sign"]), not match["before"]
    if match["below"]:
        below = value_of(match["below"])
        return (value_of(match["above"]) / below, False) if below else None
    if match["great"]:
        size = {"hundred": 100, "thousand": 1000, "million": 10**6}[match["great"].lower()]
        rest = (match["rest"] or "").lower()
        return _value(match["upper"], value_of) / (size + PARTS.get(rest, 0)), True
    return _worded(match, value_of)


def _power(text: str) -> tuple[float, bool] | None:
    text = text.replace("−", "-")
    base, power = re.split(r"e|\s?[x×]\s?10\^?|\^", text, maxsplit=1, flags=re.IGNORECASE)
    if abs(int(power)) > LARGEST_POWER:
        return None
    lone = "^" in text and "x" not in text.lower() and "×" not in text
    return (float(base) ** int(power) if lone else float(f"{base}e{int(power)}")), False


def _worded(match: re.Match[str], value_of: Callable[[str], float]) -> tuple[float, bool] | None:
    """“Three quarters”, “two and a third”, “three twenty-firsts”, “six million and a half”."""
    part = "half" if match["part"].lower() == "halves" else match["part"].lower()
    part = part.removesuffix("s") if match["plural"] else part
    several = bool(match["plural"]) or match["part"].lower() == "halves"
    numbers = match["numbers"].lower().replace("-and-", " and ")
    before, _, last = numbers.rpartition(" and ")
    words = re.split(r" ?- ?| +", last)
    size = PARTS[part]
    if len(words) > 1 and words[-1] in TENS and size < 10:  # noqa: PLR2004 - a unit digit
        size += TENS[words.pop()]
    elif part in ONLY_JOINED:
        return None
    top = _value(" ".join(words), value_of)
    if CUT_OFF.search(match.string, max(0, match.start() - 5), match.start()):
        return None
    if before and top >= size:
        # "one hundred and thirty fifths" is 130 of them.
        return _value(match["numbers"], value_of) / size, False
    if before:
        whole = _value(before, value_of)
        great = next((g for w, g in GREAT.items() if before.endswith(w) and g > 1e3), 1.0)  # noqa: PLR2004
        return whole + great * top / size, False
    if not several and (top != 1 or not _is_closed(match)):
        return None  # "twenty fifth", "a third man"
    return top / size, top < size


def _is_closed(match: re.Match[str]) -> bool:
    joined = "-" in match[0] and match["numbers"].lower() == "one"
    return joined or CLOSED.match(match.string, match.end()) is not None


def _value(words: str, value_of: Callable[[str], float]) -> float:
    words = words.strip()
    return 1.0 if words in {"a", "an"} else value_of(re.sub(r"^an? ", "one ", words))
