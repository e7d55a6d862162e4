"""When two actors, places, dates or speakers are the same, and how events are paired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from dateline.evaluation.gold import Coded, Who

TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady dame president prime minister premier chancellor secretary "
    "general gen col colonel capt captain senator sen gov governor king queen prince princess "
    "spokesman spokeswoman foreign defence defense interior deputy vice former the a an of".split()
)
PRONOUNS = frozenset(
    "he she it they him her them his hers its their theirs i we us our you who which that this "
    "these those one himself herself itself themselves".split()
)
# So many letters in common make "China" and "Chinese", "Russia" and "Russian" overlap.
STEM = 4


# "U.S." and "US" are one word, and no pronoun.
POINTS = re.compile(r"\b(?:[A-Z]\.){2,}")
AMERICA = re.compile(r"\bUSA?\b")


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name: plain letters, lower case, no possessive `s`, acronyms as one word."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = POINTS.sub(lambda m: m[0].replace(".", ""), plain)
    plain = AMERICA.sub("usa", plain).lower()
    plain = re.sub(r"'s\b|’s\b", " ", plain)
    return tuple(re.sub(r"[^a-z0-9 ]", " ", plain).split())


@lru_cache(maxsize=65536)
def _bare(text: str) -> tuple[str, ...]:
    """The words of a name without titles and articles (all of them, if nothing else is left)."""
    words = tuple(w for w in words_of(text) if w not in TITLES)
    return words or words_of(text)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > STEM else word


def same_name(gold: str, ours: str) -> bool:
    """Whether every word of the gold name is in ours, or the last words are the same."""
    wanted, got = _bare(gold), _bare(ours)
    if not wanted or not got or wanted[-1] in PRONOUNS or got[-1] in PRONOUNS:
        return False
    if {_singular(w) for w in wanted} <= {_singular(w) for w in got}:
        return True
    return _singular(wanted[-1]) == _singular(got[-1])


def overlapping(one: str, other: str) -> bool:
    """Whether two texts share a word, or words with the same beginning."""
    first = {w[:STEM] if len(w) > STEM else w for w in _bare(one) if w not in PRONOUNS}
    second = {w[:STEM] if len(w) > STEM else w for w in _bare(other) if w not in PRONOUNS}
    return bool(first & second)


def same_actor(gold: Who, ours: Who) -> bool:
    """Whether our actor is the gold one.

    Either the names agree (ours or our words against the gold's name or words) and the countries do
    not contradict each other, or country and role (where gold has one) are equal and the words
    overlap.
    """
    if gold.country and ours.country and gold.country != ours.country:
        return False
    for wanted in {gold.name, gold.text}:
        for got in {ours.name, ours.text}:
            if same_name(wanted, got):
                return True
    if gold.country != ours.country or (gold.roles and not set(gold.roles) & set(ours.roles)):
        return False
    return overlapping(f"{gold.name} {gold.text}", f"{ours.name} {ours.text}")


def side_right(gold: Sequence[Who], ours: Sequence[Who]) -> bool:
    """Whether one side of an event is right: both empty, or at least one actor the same.

    Gold empty and ours filled is wrong, and so is the reverse.
    """
    if not gold or not ours:
        return not gold and not ours
    return any(same_actor(g, o) for g in gold for o in ours)


def side_strict(gold: Sequence[Who], ours: Sequence[Who]) -> bool:
    """Whether every gold actor is among ours and none of ours is too many."""
    return (
        side_right(gold, ours)
        and all(any(same_actor(g, o) for o in ours) for g in gold)
        and all(any(same_actor(g, o) for g in gold) for o in ours)
    )


def same_place(gold: tuple[str, str | None] | None, ours: tuple[str, str | None] | None) -> bool:
    """Whether two places share a word of their names and do not differ in country."""
    if gold is None or ours is None:
        return gold is ours
    if gold[1] and ours[1] and gold[1] != ours[1]:
        return False
    return bool(set(words_of(gold[0])) & set(words_of(ours[0])))


def same_claim(gold: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether nobody is named on either side, or one of our speakers shares a word with gold's."""
    if not gold or not ours:
        return not gold and not ours
    wanted = {_singular(w) for g in gold for w in _bare(g)}
    return any(wanted & {_singular(w) for w in _bare(o)} for o in ours)


def trigger_overlap(gold: str, ours: str) -> float:
    """Share of the shorter trigger's words that the other has too."""
    one, other = set(words_of(gold)), set(words_of(ours))
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def weight(gold: Coded, ours: Coded) -> float:
    """How much speaks for pairing two events of one sentence; 0 if they may not be paired.

    A pair must have the same type or overlapping triggers. The type counts most, then both actors,
    then the trigger.
    """
    overlap = trigger_overlap(gold.trigger, ours.trigger)
    same_type = gold.type == ours.type
    if not same_type and not overlap:
        return 0.0
    source, target = side_right(gold.sources, ours.sources), side_right(gold.targets, ours.targets)
    return 1000 * same_type + 100 * (source and target) + 30 * (source + target) + 40 * overlap


def pairs(gold: Sequence[Coded], ours: Sequence[Coded]) -> list[tuple[int, int]]:
    """The one-to-one pairing of a sentence's events with the greatest total weight."""
    table = [[weight(g, o) for o in ours] for g in gold]
    return [(g, o) for g, o in assign(table) if table[g][o] > 0]


def assign(table: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) that maximise the sum of a table of weights (Hungarian method)."""
    if not table or not table[0]:
        return []
    if len(table) > len(table[0]):
        flipped = [list(column) for column in zip(*table, strict=True)]
        return sorted((row, column) for column, row in assign(flipped))
    rows, columns = len(table), len(table[0])
    # Potentials of rows and columns; `held[j]` is the row (from 1) that column j is given to.
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    held = [0] * (columns + 1)
    for row in range(1, rows + 1):
        _place_row(table, row, (u, v), held)
    return sorted((held[j] - 1, j - 1) for j in range(1, columns + 1) if held[j])


def _place_row(
    table: Sequence[Sequence[float]],
    row: int,
    potentials: tuple[list[float], list[float]],
    held: list[int],
) -> None:
    """Give one more row a column, along the cheapest path of changes to those given before."""
    u, v = potentials
    columns = len(held) - 1
    held[0] = row
    least = [float("inf")] * (columns + 1)
    way = [0] * (columns + 1)
    used = [False] * (columns + 1)
    at = 0
    while True:
        used[at] = True
        here, delta, follow = held[at], float("inf"), 0
        for j in range(1, columns + 1):
            if used[j]:
                continue
            cost = -table[here - 1][j - 1] - u[here] - v[j]
            if cost < least[j]:
                least[j], way[j] = cost, at
            if least[j] < delta:
                delta, follow = least[j], j
        for j in range(columns + 1):
            if used[j]:
                u[held[j]] += delta
                v[j] -= delta
            else:
                least[j] -= delta
        at = follow
        if held[at] == 0:
            break
    while at:
        held[at] = held[way[at]]
        at = way[at]
