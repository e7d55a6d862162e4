"""Part of: the marches of one day, and the report that counts them all together.

A group is a total if most of its reports speak of a wide place (a country, a region) or of several
places together. It has as parts the groups of a type that may go with its own, in a narrow place
inside its place, within its days. A part belongs to the narrowest total that holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.linking.items import Item
from dateline.linking.rules import Rules

# A total over a longer time is a campaign, and not a day's sum.
LONGEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a group says as one: where, when, what."""

    name: str
    type: str
    mode: str | None
    country: str | None
    admin1: str | None
    key: str | None
    narrow: bool
    wide: bool
    days: tuple[int, int]


def parts_of(
    groups: Sequence[Sequence[str]], items: Mapping[str, Item], rules: Rules
) -> dict[str, str]:
    """For each group that is part of a total: its first report's id to the total's first one's."""
    wholes = [w for g in groups if (w := _whole([items[i] for i in g])) is not None]
    totals: dict[tuple[str, int], list[_Whole]] = defaultdict(list)
    for whole in wholes:
        if whole.wide and whole.country:
            for day in range(whole.days[0], whole.days[1] + 1):
                totals[whole.country, day].append(whole)
    found = {}
    for part in wholes:
        if part.wide or not part.narrow or part.country is None:
            continue
        holding = [
            t
            for t in totals.get((part.country, part.days[0]), ())
            if t.name != part.name and _holds(t, part, rules)
        ]
        if holding:
            best = min(holding, key=lambda t: (_breadth(t), t.days[1] - t.days[0], t.name))
            found[part.name] = best.name
    return found


def _whole(members: Sequence[Item]) -> _Whole | None:
    """The first dated and placed report speaks for the group; None if there is none."""
    told = [m for m in members if m.days and m.spot and m.days[1] - m.days[0] <= LONGEST_DAYS]
    # A report that gives the day itself, then a narrow place, then the order of ids.
    told.sort(key=lambda m: (not m.dated, not (m.spot and m.spot.narrow), m.id))
    if not told:
        return None
    wide = [m for m in members if m.wide or (m.spot is not None and not m.spot.narrow)]
    total = 2 * len(wide) > len(members) and any(m.wide or m.figures for m in wide)
    chosen = next((m for m in told if m.wide), told[0]) if total else told[0]
    spot = chosen.spot
    if spot is None or chosen.days is None:
        return None
    return _Whole(
        name=min(m.id for m in members),
        type=chosen.type,
        mode=chosen.mode,
        country=spot.country,
        admin1=spot.admin1,
        key=spot.key,
        narrow=spot.narrow,
        wide=total,
        days=chosen.days,
    )


def _holds(total: _Whole, part: _Whole, rules: Rules) -> bool:
    if total.type != part.type or rules.modes_apart(total.mode, part.mode):
        return False
    if total.days[0] > part.days[0] or part.days[1] > total.days[1]:
        return False
    # A total told at a narrow place ("in Minsk and other cities") is one over its country.
    return total.narrow or total.admin1 is None or total.admin1 == part.admin1


def _breadth(total: _Whole) -> int:
    return 0 if total.admin1 and not total.narrow else 1
