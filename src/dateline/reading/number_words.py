"""Numbers in a text: numerals and number words with their bounds, ranges, percent and currency.

Nothing here looks at a parse; `figures.py` decides which of these numbers count something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.reading.fractions import find_fractions
from dateline.reading.number_joins import listed, signed, with_cents, with_rest
from dateline.reading.number_patterns import (
    CARDINAL,
    MAGNITUDES,
    PARTS,
    SMALL,
    SUFFIXES,
    TENS,
    VAGUE,
    figure_data,
    number_pattern,
    unit_pattern,
)

GROUPING = re.compile(r"[,\u202f\u00a0 ]")
# "Three in ten" is a share, "13 out of 19" is thirteen.
SHARES = frozenset({2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 20.0, 100.0})
AFTER_FRACTION = unit_pattern()
LEFT = re.compile(r"[~\w.]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text with its bounds; `core` is where the number itself starts.

    `unit` is "percent", a currency code or None. `magnitude` is the factor written as a word
    ("million" in "1.5 million"), 1 if none. `plain` tells a bare numeral without comma or sign.
    """

    start: int
    end: int
    core: int
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str | None = None
    magnitude: float = 1.0
    plain: bool = False
    why: str = ""

    @property
    def value(self) -> float:
        """The number, or the first bound there is."""
        return self.low if self.low is not None else self.high or 0.0


@lru_cache(maxsize=1)
def _bounds() -> tuple[dict[tuple[str, ...], str], frozenset[str]]:
    """Bound phrases, word by word, with what they say; and the words that they end in."""
    table = {
        tuple(phrase.split()): kind
        for kind, phrases in figure_data()["bounds"].items()
        for phrase in phrases
    }
    return table, frozenset(words[-1] for words in table)


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in order, ranges joined and bound words taken in."""
    fractions: list[Number] = []
    for part in find_fractions(text, CARDINAL, _cardinal):
        value, end = part.value, part.end
        unit = "percent" if part.share else None
        after = AFTER_FRACTION.match(text, end)
        if after:
            # "seven and a half percent", "half a percent"; "two and a half euros"
            end, unit = after.end(), _unit(after.groupdict())
        elif part.share:
            value = round(100 * value, 1)
        fractions.append(
            Number(part.start, end, part.start, value, value, unit=unit, why="fraction")
        )
    for start, end in listed(text):
        value = float(text[start:end])
        fractions.append(Number(start, end, start, value, value, plain=True, why="of a list"))
    atoms = list(_atoms(text))
    if fractions:
        free = [a for a in atoms if all(a.end <= f.start or f.end <= a.start for f in fractions)]
        atoms = sorted([*free, *fractions], key=lambda n: n.start)
    found = _joined(text, [signed(text, n) for n in with_cents(text, with_rest(text, atoms))])
    return _between(text, [_bounded(text, number) for number in found])


def value_of(phrase: str) -> float | None:
    """The value of a number written in words or digits, None if it is none."""
    atoms = list(_atoms(phrase))
    return atoms[0].value if atoms else None


def _cardinal(phrase: str) -> float:
    """The value of words or digits that a fraction is made of."""
    number = re.match(r"\d+", phrase)
    if number is None:
        return _words(phrase.lower())[0]
    value = float(number[0])
    for word in re.findall(r"[a-z]+", phrase.lower()):
        value *= MAGNITUDES.get(word.removesuffix("s"), 1.0)
    return value


# --- single numbers -------------------------------------------------------------------------------


def _atoms(text: str) -> Iterator[Number]:
    """Single numbers with unit; "a" alone is none."""
    for match in number_pattern().finditer(text):
        groups = match.groupdict()
        unit = _unit(groups)
        start, end = match.span()
        if groups["vague"]:
            yield _vague(match, unit)
        elif groups["fraction"] or groups["share"]:
            share = _share(groups["fraction"] or groups["share"])
            if share is None and groups["share"]:
                top = _plain(groups["share"].split()[0].lower())  # "13 out of 19 sailors"
                yield Number(start, end, start, top, top, why="part of a number")
            elif share is not None:
                yield Number(start, end, start, share, share, unit="percent", why="fraction")
        elif groups["numeral"]:
            yield _numeral(match, unit)
        else:
            words = groups["words"].lower()
            value, magnitude = _words(words)
            if words.startswith(("several", "few", "a few", "couple", "a couple")):
                high = value if "couple" in words else None
                yield Number(
                    start,
                    end,
                    start,
                    value,
                    high,
                    approximate=True,
                    unit=unit,
                    magnitude=magnitude,
                    why="vague",
                )
            else:
                yield Number(
                    start, end, start, value, value, unit=unit, magnitude=magnitude, why="words"
                )


def _vague(match: re.Match[str], unit: str | None) -> Number:
    words = match["vague"].lower()
    if words == "a couple":
        return Number(
            *match.span(),
            match.start(),
            2,
            2,
            approximate=True,
            unit=unit,
            why="vague word: a couple",
        )
    low = VAGUE[words.removeprefix("a ")]
    return Number(
        *match.span(),
        match.start(),
        low,
        None,
        approximate=True,
        unit=unit,
        why=f"vague word: {words}",
    )


def _numeral(match: re.Match[str], unit: str | None) -> Number:
    numeral = match["numeral"]
    value = float(GROUPING.sub("", numeral))
    magnitude = 1.0
    suffix = match["suffix"] or match["spaced"]
    if suffix:
        magnitude = SUFFIXES[suffix.lower()]
    for word in re.findall(r"[a-z]+", match[0][len(match["sign"] or "") :].lower()):
        magnitude *= MAGNITUDES.get(word, MAGNITUDES.get(word.removesuffix("s"), 1.0))
    if match["mega"]:
        magnitude = 1e6  # "30 MUSD"
    value *= magnitude
    return Number(
        *match.span(), match.start(), value, value, unit=unit, magnitude=magnitude,
        plain=unit is None and magnitude == 1.0 and numeral.isdigit(), why="numeral",
    )  # fmt: skip


def _unit(groups: dict[str, str | None]) -> str | None:
    if groups["percent"]:
        return "percent"
    money = figure_data()["currencies"]
    if groups["code"]:
        known: str = money["words"].get(groups["code"].lower(), groups["code"].upper())
        return known
    if groups["currency"]:
        name = groups["currency"].lower()
        whose = money["whose"].get(name, {}).get((groups["whose"] or "").lower())
        code: str = whose or money["words"].get(name) or name.upper()
        return code
    sign = (groups["sign"] or groups["trailing"] or "").replace(" ", "")
    if sign:
        found: str = money["signs"].get(sign) or money["signs"].get(sign.upper()) or sign.upper()
        return found
    return None


def _share(words: str) -> float | None:
    """Percent of "two-thirds", "half", "one in five"."""
    words = words.lower()
    share = re.fullmatch(r"(.+?) (?:in|out of)(?: every)? (.+)", words)
    if share:
        top, bottom = _plain(share[1]), _plain(share[2])
    elif words == "half":
        top, bottom = 1.0, 2.0
    else:
        first, part = re.split(r"[- ]", words)
        top, bottom = _plain(first), float(PARTS[part.removesuffix("s")])
    if top >= bottom or (share and bottom not in SHARES):
        return None
    return round(100 * top / bottom, 1)


def _plain(word: str) -> float:
    return float(word) if word.isdigit() else 1.0 if word in {"a", "an"} else _words(word)[0]


def _words(phrase: str) -> tuple[float, float]:  # noqa: C901, PLR0912 - one line a kind of word
    """Value of number words, and the magnitude that closes them (for "two to three thousand")."""
    total = current = 0.0
    magnitude = last = 1.0
    words = re.findall(r"[a-z]+", phrase)
    k = 0
    while k < len(words):
        word = words[k]
        if word not in MAGNITUDES and word.removesuffix("s") in MAGNITUDES:
            word = word.removesuffix("s")
        if word in SMALL:
            current += SMALL[word]
        elif word in TENS:
            current += TENS[word]
        elif word == "half":
            # "half a million", "one and a half thousand", "a million and a half"
            if k == 0:
                current = 0.5
            else:
                total, current = (total + 0.5 * last, current) if total else (total, current + 0.5)
        elif word in {"quarter", "quarters"}:
            # "three quarters": the three has been added already.
            current += 0.75 - 3 if word == "quarters" else 0.25
        elif word == "point":
            digits = "".join(str(SMALL.get(w, "")) for w in words[k + 1 :])
            return total + current + float(f"0.{digits or 0}"), 1.0
        elif word in {"several", "few"}:
            current = 3.0
        elif word == "couple":
            current = 2.0
        elif word in MAGNITUDES:
            factor = MAGNITUDES[word]
            if word == "hundred":
                current = (current or 1.0) * factor
                last = factor
                if words[k + 1 :] == ["and", "a", "half"]:
                    return total + current + 50.0, factor
            elif total and not current:
                total, last = total * factor, factor
            else:
                # "two hundred thousand": all that stands before is multiplied.
                total, current, last = total + (current or 1.0) * factor, 0.0, factor
            magnitude = factor if k == len(words) - 1 else 1.0
        k += 1
    return total + current, magnitude


# --- ranges and bounds ----------------------------------------------------------------------------

_HYPHEN = re.compile(r"\s?[-–—~]\s?")
_TO = re.compile(r" (?:to|or|through) ")
_BOTH = re.compile(r" and ")
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+(?:about |around |some |roughly |an estimated )?$", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:rise|rose|risen|rising|climb\w*|gr[eo]w\w*|jump\w*|f[ea]ll\w*|drop\w*|increas\w*|cut\w*|"
    r"decreas\w*|rais\w*|declin\w*|up|down)\b[^.;]{0,40}\bfrom\s+$",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"\b(?:vote|voted|votes|voting|ballot|passed|approved|rejected)\b", re.IGNORECASE
)
YEARS = range(1400, 2101)


def _joined(text: str, atoms: list[Number]) -> list[Number]:
    """Ranges in one; dates, phone numbers and sports scores left out."""
    found: list[Number] = []
    k = 0
    while k < len(atoms):
        first = atoms[k]
        chain = [first]
        while k + len(chain) < len(atoms) and _HYPHEN.fullmatch(
            text, chain[-1].end, atoms[k + len(chain)].start
        ):
            chain.append(atoms[k + len(chain)])
        if len(chain) > 2:  # noqa: PLR2004 - a date or a phone number
            k += len(chain)
            continue
        if len(chain) == 1 and k + 1 < len(atoms):
            second = atoms[k + 1]
            before = text[max(0, first.start - 60) : first.start]
            between = _BETWEEN.search(before)
            gap = (first.end, second.start)
            if (between and _CHANGE.search(before)) or not _same_kind(first, second):
                pass
            elif _TO.fullmatch(text, *gap) or (
                between and between[0].lower().startswith("between") and _BOTH.fullmatch(text, *gap)
            ):
                chain.append(second)
        if len(chain) == 1:
            found.append(first)
            k += 1
            continue
        found.extend(_pair(text, *chain))
        k += 2
    return found


def _same_kind(first: Number, second: Number) -> bool:
    """Not so in "rose 4 % to $2 billion"."""
    return first.unit is None or second.unit is None or first.unit == second.unit


def _pair(text: str, first: Number, second: Number) -> list[Number]:
    """A range; or two numbers that are none; or nothing, if it is a score or a date."""
    hyphen = _HYPHEN.fullmatch(text, first.end, second.start) is not None
    low, high = first.low, second.high
    if low is None or high is None:
        return [first, second]
    if first.magnitude == 1.0 and second.magnitude > 1.0 and low < high / second.magnitude:
        low *= second.magnitude
    elif hyphen and first.plain and low < 1000 <= high and not high % 1000 and low < high / 1000:  # noqa: PLR2004
        low *= 1000  # "10-15,000"
    if first.plain and second.plain and hyphen:
        years = low in YEARS and (high in YEARS or high < 100)  # noqa: PLR2004
        if years or text[second.start] == "0":
            return []
    around = text[max(0, first.start - 50) : second.end + 30]
    voted = _SCORE.search(around) is not None
    if low >= high or (voted and hyphen):
        # A score: figures only where something was voted on.
        if hyphen and first.plain and second.plain and not voted:
            return []
        return [first, second]
    unit = second.unit or first.unit
    start = first.start
    between = _BETWEEN.search(text, max(0, start - 40), start)
    if between:
        start = between.start()
    approximate = first.approximate or second.approximate
    return [Number(start, second.end, first.core, low, high, approximate, unit, why="range")]


_LINK = re.compile(r",? (?:and|but) |, ")


def _between(text: str, numbers: list[Number]) -> list[Number]:
    """“More than 100 and fewer than 200” is one range."""
    found: list[Number] = []
    for number in numbers:
        last = found[-1] if found else None
        if (
            last is not None
            and last.high is None
            and number.low is None
            and last.low is not None
            and number.high is not None
            and last.low < number.high
            and last.why.endswith("low")
            and _LINK.fullmatch(text, last.end, number.start)
        ):
            found[-1] = replace(last, end=number.end, high=number.high, why="range of two bounds")
        elif (
            last is not None
            and last.low is None
            and number.high is None
            and last.high is not None
            and number.low is not None
            and number.low < last.high
            and number.why.endswith("low")
            and _LINK.fullmatch(text, last.end, number.start)
        ):
            # "at most 100 and at least 20"
            found[-1] = replace(last, end=number.end, low=number.low, why="range of two bounds")
        else:
            found.append(number)
    return found


_AFTER = re.compile(
    r"(?P<low> or more\b| or (?:greater|higher|larger)\b| and more\b(?! than)| or above\b|"
    r" and above\b|"
    r"-plus\b|\+)|"
    r"(?P<high> or (?:fewer|less|lower|smaller)\b| at most\b| or under\b)|"
    r"(?P<about> or so\b|-odd\b|-some\b)"
)


_COMPARED = re.compile(r"([<>] ?=|[<>≤≥])\s*$")


def _bounded(text: str, number: Number) -> Number:  # noqa: C901 - left, then right
    """Take in the bound words before and after a number."""
    start, end = number.start, number.end
    kinds: list[str] = []
    bounds, ends = _bounds()
    window = max(0, start - 45)
    newline = text.rfind("\n", window, start)
    words = list(LEFT.finditer(text, max(window, newline + 1), start))
    while words and words[-1][0].lower() in ends:
        gap = text[words[-1].end() : start]
        if gap.strip(" \u00a0") or (not gap and words[-1][0] != "~"):
            break
        for size in (5, 4, 3, 2, 1):
            phrase = tuple(w[0].lower() for w in words[-size:])
            if len(phrase) == size and phrase in bounds:
                kinds.append(bounds[phrase])
                start = words[-size].start()
                del words[-size:]
                break
        else:
            break
    if len(words) > 0 and kinds and words[-1][0].lower() in {"well", "just", "only", "somewhat"}:
        gap = text[words[-1].end() : start]
        if not gap.strip():
            start = words[-1].start()
    compared = _COMPARED.search(text, max(0, start - 6), start)
    if compared and not kinds:
        kinds.append("low" if compared[1][0] in ">≥" else "high")
        start = compared.start()
    after = _AFTER.match(text, end)
    if after:
        kinds.append(next(k for k, v in after.groupdict().items() if v))
        end = after.end()
    if not kinds:
        return number
    low, high, approximate = number.low, number.high, number.approximate or "about" in kinds
    if "low" in kinds:
        high = None if number.low == number.high else high
    elif "high" in kinds:
        high = high if high is not None else low
        low = None
    why = f"{number.why}; bounds: {', '.join(kinds)}"
    return replace(
        number, start=start, end=end, low=low, high=high, approximate=approximate, plain=False,
        why=why,
    )  # fmt: skip
