"""The vocabulary of time expressions: each token's symbol, and the numbers that words spell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.reading.arcs import Token

# A symbol for each kind of table; the classes of single words have theirs in the data file.
TABLE_SYMBOLS = {
    "weekdays": "W",
    "months": "M",
    "units": "u",
    "unit_plurals": "U",
    "seasons": "S",
    "dayparts": "P",
    "clocks": "n",
    "deictics": "y",
    "cardinals": "C",
    "ordinals": "O",
    "decades": "e",
    "parts": "E",
    "sets": "@",
}
NOTHING = "."
# Symbols from which an expression can be made; a sentence without one is not looked at.
TRIGGERS = frozenset("ZWVMYXuUSPnyKec@wqpGdl")
PART_PREFIXES = ("early-", "mid-", "late-")
# Days cut short without a dot, which are other words as well.
SHORT_DAYS = frozenset({"mon", "wed", "thu", "fri", "sat", "sun"})
DECADE_ENDS = frozenset("0123456789s")
NUMERIC: tuple[tuple[str, str], ...] = (
    (r"(?:0?[1-9]|[12]\d|3[01])", "D"),
    (r"(?:1\d|20)\d\d", "Y"),
    (r"\d+(?:,\d{3})*(?:\.\d+)?", "N"),
    (r"\d{1,2}(?:st|nd|rd|th)", "O"),
    (r"(?:(?:1\d|20)?\d0s)", "e"),
    (r"\d{1,2}:[0-5]\d(?:am|pm|a\.m\.|p\.m\.)?|\d{1,2}(?:am|pm|a\.m\.|p\.m\.)", "K"),
    (r"(?:0?[1-9]|[12]\d|3[01])[-–](?:0?[1-9]|[12]\d|3[01])", "R"),
    (r"(?:1\d|20)\d\d[-–/](?:(?:1\d|20)\d\d|\d\d)", "G"),
    (r"(?:early|mid|late)-(?:(?:1\d|20)\d\d|(?:(?:1\d|20)?\d0s))", "d"),
    (r"\d{1,2}/\d{1,2}/(?:19|20)?\d\d|(?:19|20)\d\d/\d{1,2}/\d{1,2}", "X"),
)
# One word for how long: "five-day", "10-year", "weeks-long".
SPANNED = re.compile(
    r"(?P<count>[a-z]+|\d+)-(?P<unit>day|week|month|year|hour|minute|decade)"
    r"|(?P<long>days?|weeks?|months?|years?|hours?|decades?)-long"
)
SHAPES = re.compile("|".join(f"(?P<{symbol}>{pattern})" for pattern, symbol in NUMERIC))
HUNDRED, THOUSAND = 100, 1000
TWO_DIGITS = 2
SHORT_CENTURY = 1900


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The tables of `time_words.toml` and the symbol of every word in them."""

    tables: dict[str, dict[str, Any]]
    symbols: dict[str, str]
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]]
    # The second words of the phrases that begin with a word; empty if one of them is that word.
    seconds: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    ahead: frozenset[str]
    setting: frozenset[str]

    def symbols_of(self, tokens: Sequence[Token]) -> str:
        """The string of symbols of a text's tokens."""
        symbol, known = self.symbol, KNOWN
        return "".join([known[t.lower] or symbol(t) for t in tokens])

    def starts(self, tokens: Sequence[Token]) -> list[int]:
        """The tokens at which a fixed phrase may start, by their index and in order."""
        seconds = self.seconds
        found = [t.i for t in tokens if t.lower in seconds]
        last = len(tokens) - 1
        starts = []
        for i in found:
            after = seconds[tokens[i].lower]
            if not after or (i < last and tokens[i + 1].lower in after):
                starts.append(i)
        return starts

    def symbol(self, token: Token) -> str:
        """The one-letter class of a token, `.` for a word that has none."""
        lower = token.lower
        found = self.symbols.get(lower)
        if found is None:
            found = _unlisted(lower)
            if found is None:
                return "W" if _is_short_day(token) else NOTHING
            return found
        if found == "E" and token.upos == "VERB":
            return NOTHING
        if found in "MW" and not token.text[0].isupper():
            return NOTHING
        return found

    def number(self, tokens: Sequence[Token]) -> float | None:
        """The number that tokens spell ("twenty four", "2.5", "a hundred"), None if none."""
        total, current, seen = 0.0, 0.0, False
        for token in tokens:
            word = token.lower
            if word in ("a", "an") and not seen:
                continue
            value: float | None = self.tables["cardinals"].get(word)
            if value is None:
                value = _digits(word)
            if value is None:
                continue
            if value == HUNDRED and word == "hundred":
                current = (current or 1) * HUNDRED
            elif value == THOUSAND and word == "thousand":
                total, current = total + (current or 1) * THOUSAND, 0.0
            elif word == "dozen":
                current = (current or 1) * value
            else:
                current += value
            seen = True
        return total + current if seen else None

    def spoken_year(self, tokens: Sequence[Token]) -> int | None:
        """The year that words spell: "nineteen ninety-one", "two thousand five"."""
        table = self.tables["cardinals"]
        values = [table[t.lower] for t in tokens if t.lower in table]
        if not values:
            return None
        if values[0] in (18, 19, 20) and len(values) > 1 and 10 <= values[1] < HUNDRED:  # noqa: PLR2004
            return int(values[0] * HUNDRED + sum(values[1:]))
        if values[:2] == [2, THOUSAND]:
            return int(2 * THOUSAND + sum(values[2:]))
        return None

    def ordinal(self, token: Token) -> int | None:
        """The number of an ordinal ("third", "3rd")."""
        value = self.tables["ordinals"].get(token.lower)
        if value is None and token.lower[:1].isdigit():
            return int(re.sub(r"\D", "", token.lower) or 0)
        return value


def _unlisted(lower: str) -> str | None:
    """The symbol of a word in no table, by its letters alone; None for "sat", "wed"."""
    if lower in SHORT_DAYS:
        return None
    if (
        lower[0].isdigit()
        or lower[0] in "'’"
        or (lower[-1] in DECADE_ENDS and lower.startswith(PART_PREFIXES))
    ):
        return _shape(lower)
    return "l" if "-" in lower and SPANNED.fullmatch(lower) else NOTHING


def _is_short_day(token: Token) -> bool:
    """Whether "Sat" or "Wed" is the day: with a capital, and a date or bound as one."""
    if not token.text[0].isupper() or token.text[1].isupper():
        return False
    bound = token.relation in ("compound", "obl:unmarked", "nmod:unmarked")
    return token.label == "DATE" or (bound and token.upos == "PROPN" and token.lower != "sun")


class _Known(dict[str, str]):
    """The symbols of words by their letters alone, empty where the token must be looked at."""

    MOST = 50_000

    def __missing__(self, lower: str) -> str:
        if len(self) >= self.MOST:
            self.clear()  # many texts have many words
        listed = WORDS.symbols.get(lower)
        symbol = (_unlisted(lower) or "") if listed is None else listed
        self[lower] = symbol = "" if symbol in TOKENWISE else symbol
        return symbol


# Symbols that hang on the token's tag or capital, not on its letters alone.
TOKENWISE = frozenset({"E", "M", "W"})
KNOWN = _Known()


def _digits(word: str) -> float | None:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None


def _shape(lower: str) -> str:
    match = SHAPES.fullmatch(lower.lstrip("'’"))
    return match.lastgroup or NOTHING if match else NOTHING


def decade_year(word: str) -> int | None:
    """The first year of a decade: "1980s", "'80s", "eighties"."""
    named = WORDS.tables["decades"].get(word)
    if named is not None:
        return int(named)
    digits = re.sub(r"\D", "", word)
    if not digits:
        return None
    return SHORT_CENTURY + int(digits) if len(digits) == TWO_DIGITS else int(digits)


@lru_cache(maxsize=1)
def _load() -> TimeWords:
    data = tomllib.loads(files("dateline.reading").joinpath("time_words.toml").read_text("utf-8"))
    symbols: dict[str, str] = {}
    for table, symbol in TABLE_SYMBOLS.items():
        symbols.update(dict.fromkeys(data[table], symbol))
    for symbol, words in data["classes"].items():
        symbols.update(dict.fromkeys(words.split(), symbol))
    for word in SHORT_DAYS:
        del symbols[word]
    symbols["century"] = "c"
    for word in data["weekdays"]:
        if word.endswith("day"):
            symbols[word + "s"] = "V"
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for table in ("references", "feasts", "moving"):
        for phrase, value in data[table].items():
            words = tuple(phrase.split())
            phrases.setdefault(words[0], []).append((words, value, table))
    for group in phrases.values():
        group.sort(key=lambda entry: -len(entry[0]))
    seconds = {
        first: frozenset(words[1] for words, _, _ in group) if all(len(w) > 1 for w, _, _ in group)
        else frozenset()
        for first, group in phrases.items()
    }  # fmt: skip
    return TimeWords(
        tables={
            k: v for k, v in data.items() if k in TABLE_SYMBOLS or k in {"feasts", "known_days"}
        },
        symbols=symbols,
        phrases=phrases,
        seconds=seconds,
        words={name: frozenset(listed.split()) for name, listed in data["words"].items()},
        ahead=frozenset(data["ahead"]["verbs"].split()),
        setting=frozenset(data["ahead"]["setting"].split()),
    )


WORDS = _load()
