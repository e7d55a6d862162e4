"""One number, or its bounds, out of all that voices say, by a policy with a name."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.event import What
from dateline.exports.datasets.cases import Case
from dateline.incident import Quantity
from dateline.linking.policies import apply

SECURITY = "security forces"
# Words that may mean everybody, the security forces among them.
ANYBODY = frozenset(
    "people person man men woman women dead victim victims casualty casualties other others body "
    "bodies life lives".split()
)


@dataclass(frozen=True, slots=True)
class Picked:
    """Whole numbers for a row; `policy` is the policy that gave them, `why` its account."""

    low: int | None
    best: int | None
    high: int | None
    policy: str
    why: str


def picked(
    quantity: Quantity | None, policy: str | None, default: str, words: str | None = None
) -> Picked | None:
    """What a policy makes of a quantity.

    Args:
        quantity: all that is said, or None.
        policy: the policy that the user asks for, if any.
        default: the policy of the data set, which also decides where the other finds no number.
        words: the convention for vague words.

    Raises:
        PolicyError: there is no policy of that name.
    """
    if quantity is None:
        return None
    name = policy or default
    chosen = apply(name, quantity, words)
    why = chosen.how
    if chosen.low is None and chosen.best is None and name != default:
        chosen = apply(default, quantity, words)
        why = f"{why}; so {chosen.how}"
        name = default
    low = _whole(chosen.low, math.floor)
    best = _whole(chosen.best, round)
    high = _whole(chosen.high, math.ceil)
    if best is None and low is None:
        return None
    return Picked(low, low if best is None else best, high, name, why)


def total(
    case: Case, what: What, policies: tuple[str | None, str], words: str | None = None
) -> Picked | None:
    """What a policy makes of everybody together.

    People of the security forces are counted apart from others. Where the others are said to be
    some others (civilians, villagers) and not just people, both numbers are added up.

    Args:
        case: an incident.
        what: what is counted.
        policies: the one that the user asks for, if any, and that of the data set.
        words: the convention for vague words.
    """
    parts = [picked(q, *policies, words) for q in summed(case, what)]
    found = [p for p in parts if p is not None]
    if len(found) < 2:  # noqa: PLR2004 - nothing to add
        return found[0] if found else None
    return Picked(
        _sum([p.low for p in found]),
        _sum([p.best for p in found]),
        _sum([p.high for p in found]),
        found[0].policy,
        "added up: " + "; and ".join(p.why for p in found),
    )


def summed(case: Case, what: What) -> list[Quantity]:
    """The quantities that make the whole, the main one first."""
    main = case.quantity(what)
    if main is None:
        return []
    forces = case.quantity_of(what, SECURITY)
    if forces is None or forces is main or main.unit is not None:
        return [main]
    told = {v.report for v in main.values}
    texts = {v.text for v in main.values}
    units = {
        (f.unit or "people").casefold()
        for r in case.reports
        if r.id in told
        for f in r.figures
        if f.what == what and f.text in texts
    }
    return [main] if units & ANYBODY else [main, forces]


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


def _whole(value: float | None, rounded: Callable[[float], int]) -> int | None:
    return None if value is None or not math.isfinite(value) else rounded(value)
