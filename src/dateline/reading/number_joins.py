"""What belongs to a number: the cents to the dollars, the rest to the thousands, a minus sign."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.reading.number_words import Number

_CENTS = re.compile(r" ?(?:cents?|pence|kope[ck]ks?|centimes?|¢)(?!\w)", re.IGNORECASE)
_MINUS = re.compile(r"(?:\b(?:minus|negative) |(?:^|(?<=[\s(<>=]))[-−]|^\s*[-−] )$", re.IGNORECASE)

_LIST = re.compile(r"(?<![\w.,/:-])\d{1,2}(?:,\d{1,2}){2,}(?![\w/:-]|[.,]\d)")
_DIGITS = re.compile(r"\d+")


def with_cents(text: str, atoms: list[Number]) -> list[Number]:
    """“Three dollars and 50 cents” is one amount."""
    found: list[Number] = []
    for atom in atoms:
        last = found[-1] if found else None
        cents = _CENTS.match(text, atom.end) if last is not None and last.unit else None
        if (
            last is not None
            and cents
            and last.unit != "percent"
            and atom.unit is None
            and text[last.end : atom.start] in {" ", ", ", " and "}
        ):
            value = last.value + atom.value / 100
            found[-1] = replace(last, end=cents.end(), low=value, high=value)
        else:
            found.append(atom)
    return found


def with_rest(text: str, atoms: list[Number]) -> list[Number]:
    """“4 thousand 3 hundred and 21” is one number."""
    found: list[Number] = []
    for atom in atoms:
        last = found[-1] if found else None
        if (
            last is not None
            and last.unit is None
            and last.why == "numeral"
            and (atom.why == "numeral" or (atom.why == "words" and atom.unit is None))
            and last.magnitude > max(atom.value, 1.0)
            and last.magnitude < 1e6  # noqa: PLR2004 - "3 million and 5 others"
            and text[last.end : atom.start] in {" ", " and "}
        ):
            value = last.value + atom.value
            found[-1] = replace(
                last, end=atom.end, low=value, high=value, unit=atom.unit, magnitude=atom.magnitude
            )
        else:
            found.append(atom)
    return found


def listed(text: str) -> list[tuple[int, int]]:
    """The single numbers of lists without blanks: digits are not grouped as in "22,24,26"."""
    return [
        (match.start() + part.start(), match.start() + part.end())
        for match in _LIST.finditer(text)
        for part in _DIGITS.finditer(match[0])
    ]


def signed(text: str, number: Number) -> Number:
    """“Minus five percent”, “-5%”."""
    minus = _MINUS.search(text, max(0, number.start - 10), number.start)
    if minus is None or number.low is None or number.high is None:
        return number
    return replace(
        number, start=minus.start(), low=-number.high, high=-number.low, plain=False,
    )  # fmt: skip
