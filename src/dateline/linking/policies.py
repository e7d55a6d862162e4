"""One number out of many, for those who need one: by a rule with a name, and with the account.

No rule is the right one; which voice is low differs from quantity to quantity. Each policy says in
words what it did, and exports write that beside the number.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from statistics import median

from dateline.errors import DatelineError
from dateline.incident import Quantity, Value
from dateline.knowledge.tables import fold
from dateline.linking.scopes import counted
from dateline.linking.speakers import voice_of

# Speakers who count for a state.
OFFICIAL = frozenset({"GOV", "COP", "MIL", "JUD", "LEG"})
SHOWN = 3


class PolicyError(DatelineError):
    """There is no policy, or no convention, of that name."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a policy makes of a quantity: one number or bounds of it, and how it came about.

    `best` is null where the values allow none; `how` is never empty.
    """

    low: float | None
    best: float | None
    high: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Convention:
    """What vague words are worth in one target."""

    name: str
    says: str
    words: Mapping[str, float]


@lru_cache(maxsize=1)
def conventions() -> Mapping[str, Convention]:
    """The conventions of `data/vague.toml`, by name."""
    text = files("dateline.linking").joinpath("data/vague.toml").read_text("utf-8")
    return {
        name: Convention(
            name,
            row["says"],
            {w: float(n) for w, n in row.items() if w != "says"},
        )
        for name, row in tomllib.loads(text).items()
    }


def convention(name: str | None) -> Convention | None:
    """The convention of that name; None for no name.

    Raises:
        PolicyError: there is none.
    """
    if name is None:
        return None
    if name not in conventions():
        msg = f"no convention {name!r} for vague words; choose one of {', '.join(conventions())}"
        raise PolicyError(msg)
    return conventions()[name]


def vague(text: str, by: Convention) -> float | None:
    """What vague words ("hundreds") are worth by a convention; None if they hold none or digits."""
    words = fold(text)
    if any(c.isdigit() for c in words):
        return None
    padded = f" {words} "
    for phrase in sorted(by.words, key=len, reverse=True):
        if f" {phrase} " in padded:
            return by.words[phrase]
    return None


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the one number that stands for it, and its bounds."""

    value: Value
    low: float
    number: float
    high: float


def numbers(quantity: Quantity, by: Convention | None = None) -> list[Number]:
    """The values that can be put as a number, in the quantity's order.

    Left out are values of another scope than the one most values have, values that are denials or
    forecasts, and values that their own voice has revised; the account of every policy counts them.
    """
    return [_number(v, by) for v in _standing(quantity) if v.low is not None or v.high is not None]


def _number(value: Value, by: Convention | None) -> Number:
    word = vague(value.text, by) if by else None
    if word is not None:
        return Number(value, word, word, max(word, value.high or word))
    low = value.low if value.low is not None else value.high
    high = value.high if value.high is not None else value.low
    assert low is not None  # noqa: S101 - the caller leaves out what has neither
    assert high is not None  # noqa: S101 - likewise
    # "At least 200" is 200; "20 to 99" is the middle; "fewer than 30" is 30.
    return Number(value, low, (low + high) / 2, high)


def _standing(quantity: Quantity) -> list[Value]:
    """The values of the main scope that their voice still stands by."""
    revised = {
        c.first
        for c in quantity.relations
        if c.relation == "revision" and _is_certain(quantity, c.first, c.second)
    }
    apart = {
        frozenset((c.first, c.second))
        for c in quantity.relations
        if c.relation == "scope_difference"
    }
    meant = [
        n
        for n, v in enumerate(quantity.values)
        if v.stance not in {"denies", "predicts", "demands", "doubts"}
    ]
    # The scope of the incident is the one that most values share; of equals, the first told.
    main = max(
        meant,
        key=lambda n: (sum(frozenset((n, m)) not in apart for m in meant), -n),
        default=None,
    )
    kept = [n for n in meant if n not in revised and frozenset((n, main)) not in apart]
    return [quantity.values[n] for n in kept]


def _is_certain(quantity: Quantity, old: int, new: int) -> bool:
    """Whether one voice surely gave the one number before the other.

    Of two numbers of one day only those of a growing count have an order.
    """
    first, second = quantity.values[old], quantity.values[new]
    if _voice(first) != _voice(second):
        return False
    growing = quantity.what in counted().running
    return growing or (first.published or "") < (second.published or "")


Policy = Callable[[Quantity, Convention | None], Chosen]


def apply(name: str, quantity: Quantity, words: str | None = None) -> Chosen:
    """What the policy of that name makes of a quantity.

    Args:
        name: one of `POLICIES`.
        quantity: all values of one quantity of an incident.
        words: the convention for vague words (`acled`, `ccc`); without one they are as read.

    Raises:
        PolicyError: there is no policy or convention of that name.
    """
    if name not in POLICIES:
        msg = f"no policy {name!r}; choose one of {', '.join(POLICIES)}"
        raise PolicyError(msg)
    return POLICIES[name](quantity, convention(words))


def lowest(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The lowest number anybody stands by."""
    return _extreme(quantity, by, "lowest", min)


def highest(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The highest number anybody stands by."""
    return _extreme(quantity, by, "highest", max)


def _extreme(
    quantity: Quantity,
    by: Convention | None,
    name: str,
    pick: Callable[[Sequence[float]], float],
) -> Chosen:
    found = numbers(quantity, by)
    if not found:
        return _nothing(quantity, name)
    best = pick([n.number for n in found])
    whose = _whose([n for n in found if n.number == best])
    return Chosen(None, best, None, _how(quantity, found, name, f"by {whose}", by))


def latest_official(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The number that a state's body told last; of one day, the last in the order of reports."""
    found = [n for n in numbers(quantity, by) if _official(n.value)]
    if not found:
        return Chosen(None, None, None, "latest-official: no official gives a number")
    last = max(enumerate(found), key=lambda pair: (pair[1].value.published or "", pair[0]))[1]
    account = f"by {_whose([last])} as of {last.value.published or 'an unknown day'}"
    return Chosen(None, last.number, None, _how(quantity, found, "latest-official", account, by))


def _official(value: Value) -> bool:
    return value.speaker is not None and bool(OFFICIAL & set(value.speaker.roles))


def conservative(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The lowest number, vague words by ACLED's convention, which this policy follows."""
    by = by or conventions()["acled"]
    found = numbers(quantity, by)
    if not found:
        return _nothing(quantity, "conservative")
    best = min(n.low for n in found)
    account = f"the lowest, as ACLED has it, by {_whose([n for n in found if n.low == best])}"
    return Chosen(None, best, None, _how(quantity, found, "conservative", account, by))


def low_best_high(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The lowest, the middle and the highest, as UCDP has them.

    The middle is the median over voices, each with the last number it gives, so that a voice that
    ten outlets cite weighs no more than one that a single outlet does.
    """
    found = numbers(quantity, by)
    if not found:
        return _nothing(quantity, "low-best-high")
    voices: dict[str, float] = {}
    for n in sorted(found, key=lambda n: n.value.published or ""):
        voices[_voice(n.value)] = n.number
    # UCDP's best is a number that somebody gives: of an even count, the lower middle one.
    ordered = sorted(voices.values())
    best = ordered[(len(ordered) - 1) // 2]
    account = f"best is the middle of {len(voices)} voice(s), low and high the ends"
    low, high = min(n.low for n in found), max(n.high for n in found)
    return Chosen(low, best, high, _how(quantity, found, "low-best-high", account, by))


def low_high(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The lowest and the highest number, vague words by the CCC's convention."""
    by = by or conventions()["ccc"]
    found = numbers(quantity, by)
    if not found:
        return _nothing(quantity, "low-high")
    low, high = min(n.number for n in found), max(n.number for n in found)
    lows = _whose([n for n in found if n.number == low])
    account = f"low by {lows}, high by {_whose([n for n in found if n.number == high])}"
    return Chosen(low, None, high, _how(quantity, found, "low-high", account, by))


def mean(quantity: Quantity, by: Convention | None = None) -> Chosen:
    """The mean over reports, as MMAD has it."""
    found = numbers(quantity, by)
    if not found:
        return _nothing(quantity, "mean")
    value = sum(n.number for n in found) / len(found)
    middle = median(n.number for n in found)
    account = f"the mean of {len(found)} report(s), as MMAD has it; their median is {middle:g}"
    return Chosen(None, value, None, _how(quantity, found, "mean", account, by))


POLICIES: Mapping[str, Policy] = {
    "lowest": lowest,
    "highest": highest,
    "latest-official": latest_official,
    "conservative": conservative,
    "low-best-high": low_best_high,
    "low-high": low_high,
    "mean": mean,
}


def _nothing(quantity: Quantity, name: str) -> Chosen:
    return Chosen(None, None, None, f"{name}: no number among {len(quantity.values)} value(s)")


def _how(
    quantity: Quantity, used: Sequence[Number], name: str, account: str, by: Convention | None
) -> str:
    parts = [f"{name}: {account}; of {len(quantity.values)} value(s) {len(used)} used"]
    if by is not None and any(vague(n.value.text, by) is not None for n in used):
        parts.append(f"vague words by {by.says}")
    if quantity.disputed:
        parts.append("the number is disputed")
    return "; ".join(parts)


def _whose(found: Sequence[Number]) -> str:
    names = list(dict.fromkeys(_name(n.value) for n in found))
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _voice(value: Value) -> str:
    """What makes two values those of one voice: a ministry is one with its spokeswoman."""
    speaker = value.speaker
    if speaker is None:
        return f"own word: {value.outlet or value.report}"
    return voice_of(speaker, (), value.published).body


def _name(value: Value) -> str:
    speaker = value.speaker
    if speaker is None:
        return value.outlet or "the report itself"
    return speaker.name or speaker.text or "somebody"
