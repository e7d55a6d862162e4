"""Which pairs of reports are worth a comparison.

Three roads lead to a pair, each asking that the types may be one happening and that neither place
nor days rule it out: both are in one article; their articles are near in words and time; or they
lie near in space and time. Of very many articles in like words the `MOST_ARTICLES` nearest are
taken, of very many reports near in space and time the `MOST` whose articles are nearest in words:
only there can the rest of a store decide about a pair.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from dateline.linking.bags import Hashed, Ints
from dateline.linking.items import Item
from dateline.linking.rules import Rules

EARTH_KM = 6371.0
NEAR_KM = 50.0
# Days between two reports of one happening: coders differ on the day of four events in ten.
NEAR_DAYS = 3
# A report whose days are no closer told is not looked for by place and day.
NARROW_DAYS = 10
# How near (cosine) two articles must be, and how many days apart, for the road through articles.
NEAR_TEXT = 0.2
TEXT_DAYS = 14
MOST = 40
MOST_ARTICLES = 60
DRAWN = 6
CELL = 0.5
ROWS = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """How far apart two reports may be and still be compared.

    With `sure` off, place and days are guesses that rule nothing out. `most` is the number of
    reports near in space and time that a report is compared with, `text_most` that of articles.
    """

    near_km: float = NEAR_KM
    near_days: int = NEAR_DAYS
    near_text: float = NEAR_TEXT
    text_days: int = TEXT_DAYS
    most: int = MOST
    sure: bool = True
    text_most: int = MOST_ARTICLES


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate pairs as two arrays of positions, the first always the lesser."""

    first: Ints
    second: Ints

    def __len__(self) -> int:
        return len(self.first)


class Blocking:
    """The items of a run, laid out so that the candidates of any of them are found quickly."""

    def __init__(
        self,
        items: Sequence[Item],
        pages: tuple[Mapping[str, int], Hashed],
        rules: Rules,
        limits: Limits | None = None,
    ) -> None:
        self.items, self.rules = items, rules
        at, vectors = pages
        self.vectors = vectors
        self.limits = limits or Limits()
        self.article_of = [at[item.article] for item in items]
        self.members: list[list[int]] = [[] for _ in range(len(vectors))]
        for i, article in enumerate(self.article_of):
            self.members[article].append(i)
        self._cells: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for i in range(len(items)):
            for cell in self._own_cells(i):
                self._cells[cell].append(i)
        self._neighbours: dict[int, list[int]] = {}

    def pairs(self, of: AbstractSet[int]) -> Found:
        """All candidate pairs with at least one of the given items."""
        self._find_neighbours({self.article_of[i] for i in of})
        found: set[tuple[int, int]] = set()
        for i in sorted(of):
            for j in self._through_articles(i):
                found.add((i, j) if i < j else (j, i))
            for j in self._through_space(i):
                found.add((i, j) if i < j else (j, i))
        ordered = np.array(sorted(found), np.int64).reshape(-1, 2)
        return Found(ordered[:, 0].copy(), ordered[:, 1].copy())

    def _through_articles(self, i: int) -> Iterable[int]:
        own = self.article_of[i]
        for article in (own, *self._neighbours.get(own, ())):
            for j in self.members[article]:
                if j != i and self.possible(i, j):
                    yield j

    def _through_space(self, i: int) -> Iterable[int]:
        near = [
            j
            for cell in self._cells_around(i)
            for j in self._cells.get(cell, ())
            if j != i and self.article_of[j] != self.article_of[i] and self.possible(i, j)
        ]
        near = sorted(set(near))
        if len(near) <= self.limits.most:
            return near
        return self._nearest(i, near)

    def _nearest(self, i: int, near: Sequence[int]) -> Iterable[int]:
        own = self.vectors.rows([self.article_of[i]])[0]
        articles = sorted({self.article_of[j] for j in near})
        likeness = dict(zip(articles, self.vectors.rows(articles) @ own, strict=True))
        # Ties go by id, never by position.
        ranked = sorted(
            near, key=lambda j: (-float(likeness[self.article_of[j]]), self.items[j].id)
        )
        rest = ranked[self.limits.most :]
        # A few of the others, by the hash of the pair, so that a crowd hangs together.
        drawn = sorted(rest, key=lambda j: (_drawn(self.items[i].id, self.items[j].id), j))
        return [*ranked[: self.limits.most], *drawn[:DRAWN]]

    def possible(self, i: int, j: int) -> bool:
        """Whether nothing plain speaks against a pair."""
        one, other = self.items[i], self.items[j]
        if not self.rules.compatible(one.type, other.type):
            return False
        if not self.limits.sure:
            return True
        if one.days and other.days:
            # A day that only follows from the day of publication leaves more room.
            sure = one.dated and other.dated
            most = self.limits.near_days if sure else self.limits.text_days
            if (one.status == "planned") != (other.status == "planned"):
                # What was planned is what was done only if both are told for the same day.
                most = 0 if sure else -1
            if _gap(one.days, other.days) > most:
                return False
        a, b = one.spot, other.spot
        if a is None or b is None:
            return True
        if a.country and b.country and a.country != b.country:
            return False
        if a.narrow and b.narrow and a.point and b.point and a.key != b.key:
            return kilometres(a.point, b.point) <= self.limits.near_km
        return True

    def _own_cells(self, i: int) -> Iterable[tuple[int, int, int]]:
        item = self.items[i]
        spot, days = item.spot, item.days
        if spot is None or spot.point is None or not spot.narrow or days is None:
            return
        if days[1] - days[0] > NARROW_DAYS:
            return
        row, column = _cell(spot.point)
        for day in range(days[0], days[1] + 1):
            yield row, column, day

    def _cells_around(self, i: int) -> Iterable[tuple[int, int, int]]:
        own = list(self._own_cells(i))
        if not own:
            return
        spot = self.items[i].spot
        assert spot is not None  # noqa: S101 - it has cells  # nosec
        assert spot.point is not None  # noqa: S101  # nosec
        row, column = own[0][0], own[0][1]
        reach = self.limits.near_km / 111.0
        up = math.ceil(reach / CELL)
        wide = math.ceil(reach / CELL / max(0.05, math.cos(math.radians(spot.point[0]))))
        around = int(360 / CELL)
        first = own[0][2] - self.limits.near_days
        last = own[-1][2] + self.limits.near_days
        for r in range(row - up, row + up + 1):
            for c in range(column - wide, column + wide + 1):
                for day in range(first, last + 1):
                    yield r, c % around, day

    def _find_neighbours(self, wanted: AbstractSet[int]) -> None:
        """For each article wanted, those near to it in words and time (both ways the same)."""
        missing = sorted(wanted - self._neighbours.keys())
        if not missing:
            return
        days = [self.items[m[0]].published if m else None for m in self.members]
        order = sorted(
            (a for a, m in enumerate(self.members) if m),
            key=lambda a: (days[a] is not None, days[a] or 0, a),
        )
        dated = np.array([d if d is not None else -(10**9) for d in (days[a] for a in order)])
        asked = sorted(missing, key=lambda a: (days[a] is not None, days[a] or 0, a))
        for at in range(0, len(asked), ROWS):
            batch = asked[at : at + ROWS]
            self._compare(batch, days, (order, dated))

    def _compare(
        self,
        batch: Sequence[int],
        days: Sequence[int | None],
        timeline: tuple[list[int], Ints],
    ) -> None:
        order, dated = timeline
        reach = self.limits.text_days
        told = [d for a in batch if (d := days[a]) is not None]
        undated = len(told) < len(batch)
        low = 0 if undated else int(np.searchsorted(dated, min(told) - reach))
        high = len(order) if undated else int(np.searchsorted(dated, max(told) + reach, "right"))
        # Articles without a day stand first; they may be of any day.
        without = int(np.searchsorted(dated, -(10**8)))
        others = [*order[:without], *order[max(low, without) : high]]
        rows = self.vectors.rows(batch)
        near: list[list[tuple[float, int]]] = [[] for _ in batch]
        for start in range(0, len(others), 4 * ROWS):
            part = others[start : start + 4 * ROWS]
            likeness = rows @ self.vectors.rows(part).T
            for k, m in zip(*np.nonzero(likeness >= self.limits.near_text), strict=True):
                a, b = days[batch[k]], days[part[m]]
                if part[m] != batch[k] and (a is None or b is None or abs(a - b) <= reach):
                    near[k].append((-float(likeness[k, m]), part[m]))
        for article, found in zip(batch, near, strict=True):
            self._neighbours[article] = [a for _, a in sorted(found)[: self.limits.text_most]]


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two spans of days, 0 if they touch."""
    return max(0, one[0] - other[1], other[0] - one[1])


def _drawn(one: str, other: str) -> int:
    return crc32(f"{min(one, other)}|{max(one, other)}".encode("utf-8", "surrogatepass"))


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return math.floor(point[0] / CELL), math.floor((point[1] + 180) / CELL) % int(360 / CELL)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two points (latitude, longitude)."""
    a, b, c, d = map(math.radians, (*one, *other))
    half = math.sin((c - a) / 2) ** 2
    half += math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
