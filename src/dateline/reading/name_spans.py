"""Where a person's name begins and ends, where the words decide it whatever the network says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

# A title by itself names nobody.
TITLES = frozenset(
    "president professor minister chancellor pope king queen prince princess senator governor "
    "mayor judge justice general colonel captain sheriff secretary ambassador bishop".split()
)
# Storms have people's names.
STORMS = frozenset({"hurricane", "typhoon", "cyclone", "storm"})
QUOTES = frozenset({'"', "“", "”", "``", "''"})
# What an American lawmaker is of: Republican, Democrat, independent.
PARTIES = frozenset({"R", "D", "I"})
DASHES = frozenset({"-", "–", "—"})
CLOSING = frozenset({",", ")", ".", ";", ":"})
Span = tuple[int, int]


def mend_people(words: Sequence[str], names: list[str]) -> None:
    """Put the spans of people's names right, in place."""
    spans = _people(names)
    for first, last in spans:
        if first == last and words[first].lower() in TITLES:
            names[first] = "O"
        elif first and words[first - 1].lower() in STORMS:
            names[first : last + 1] = ["B-EVENT", *["I-EVENT"] * (last - first)]
    for (first, last), (after, end) in pairwise(spans):
        if names[first] != "B-PERSON" or names[after] != "B-PERSON":
            continue
        initials = all(_is_initial(w) for w in words[first : last + 1])
        if (after == last + 1 and initials) or _is_inverted(words, (first, last), (after, end)):
            names[last + 1 : after + 1] = ["I-PERSON"] * (after - last)


def seat_end(words: Sequence[str], k: int) -> int | None:
    """The last word of a seat that begins at `k`: "D-Ore." in "Ann Lee, D-Ore., said"."""
    if k < 1 or words[k - 1] not in {",", "("}:
        return None
    if words[k][:1] in PARTIES and words[k][1:2] in DASHES and words[k][2:3].isupper():
        last = k
    elif (
        k + 2 < len(words)
        and words[k] in PARTIES
        and words[k + 1] in DASHES
        and words[k + 2][:1].isupper()
    ):
        last = k + 2
    else:
        return None
    for end in range(last + 1, min(last + 3, len(words))):
        # "R-New York"
        if words[end] in CLOSING:
            return end - 1
        if not words[end][:1].isupper():
            break
    return last


def _people(names: Sequence[str]) -> list[Span]:
    found: list[Span] = []
    for k, name in enumerate(names):
        if name == "B-PERSON":
            found.append((k, k))
        elif name == "I-PERSON" and found and found[-1][1] == k - 1:
            found[-1] = (found[-1][0], k)
    return found


def _is_initial(word: str) -> bool:
    return word.isupper() and all(len(part) <= 1 for part in word.split("."))


def _is_inverted(words: Sequence[str], surname: Span, given: Span) -> bool:
    """ "Ray, Ana" in quotation marks: a list's way to write one person."""
    first, last = surname
    return (
        first > 0
        and words[first - 1] in QUOTES
        and given[0] == last + 2
        and words[last + 1] == ","
        and given[1] + 1 < len(words)
        and words[given[1] + 1] in QUOTES
    )
