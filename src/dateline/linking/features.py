"""How the two reports of a pair compare: a row of numbers a pair, NaN where one side is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.linking.bags import Bags, Ints
from dateline.linking.items import Item, Pages
from dateline.linking.rules import Rules
from dateline.linking.words import one_act, rarity

# Name of each column and what it says; the order is that of the matrix.
FEATURES: dict[str, str] = {
    "sentence": "likeness of the two sentences, 0 to 1",
    "article": "likeness of the two articles, 0 to 1",
    "same article": "1 in one article",
    "same text": "1 if the articles are copies of one text",
    "depth": "number of the sentence, of the report that stands deeper in its article",
    "names": "share of names (weighted by rarity) that both articles have",
    "rare names": "rarity of the names that both articles have, summed",
    "numbers": "how many numbers both articles have",
    "trigger": "1 if the same word tells the act, 0.7 one of its family, 0 quite another",
    "rare trigger": "rarity of the commoner of the two words that tell the act",
    "type": "1 if the types are the same, 0 if they may go together",
    "mode": "1 the same mode, 0 another, -1 modes that exclude each other",
    "km": "kilometres between the places",
    "place": "1 the same narrow place, 0.5 one within the other, 0 two places",
    "places": "share of the places named (by weight) that both have",
    "inside": "1 the same place inside the place, 0 another",
    "days": "days between the days told (0: they may be one)",
    "told days": "days between, where both reports tell the day themselves",
    "width": "days that the wider of the two dates covers",
    "published": "days between the days of publication",
    "sources": "share of doers (weighted by rarity) that both have",
    "targets": "share of targets (weighted by rarity) that both have",
    "rare actors": "rarity of the actors that both have, summed",
    "crossed": "share of actors that are doers in one and targets in the other",
    "figures": "share of figures of one kind that do not contradict each other",
    "deaths": "0 the same number of dead, else the logarithm of the ratio",
    "injuries": "the same for the injured",
    "participants": "the same for participants",
    "arrests": "the same for arrests",
    "outlet": "1 the same outlet",
    "plan": "1 if one tells a plan and the other a deed",
    "plan elsewhere": "1 if so, and place and day do not both agree",
    "wide": "1 if one tells a total over places and the other does not",
    "another": "1 if one sets itself off from what its article told before",
}
COLUMN = {name: k for k, name in enumerate(FEATURES)}
COUNTED = ("deaths", "injuries", "participants", "arrests")
# The weight from which an actor is somebody, and not only "police" or "people".
NAMED = 2.0
UNKNOWN_DAY = -(10**6)
Matrix = NDArray[np.float32]
Doubles = NDArray[np.float64]


class Comparer:
    """The items of a run, ready to be compared in any pairs."""

    def __init__(
        self,
        items: Sequence[Item],
        pages: Pages,
        same_text: Mapping[str, int],
        rules: Rules,
    ) -> None:
        self.items, self.rules = items, rules
        self.pages = pages
        self.article = np.array([pages.at[i.article] for i in items], np.int64)
        self.copy = np.array([same_text.get(i.article, -1 - n) for n, i in enumerate(items)])
        self.words = Bags.of([i.words for i in items])
        self.sources = Bags.of([i.sources for i in items])
        self.targets = Bags.of([i.targets for i in items])
        self.places = Bags.of([i.places for i in items])
        self.actors = Bags.of([{**i.sources, **i.targets} for i in items])
        # Each item twice: with its sides as they are, and, behind all of those, swapped.
        swapped = [_marked(i, swap=True) for i in items]
        self.sides = Bags.of([*(_marked(i) for i in items), *swapped])
        self._lay_out(items)

    def _lay_out(self, items: Sequence[Item]) -> None:
        self.type = _codes([i.type for i in items])
        self.mode = _codes([i.mode for i in items])
        self.trigger = _codes([i.trigger or None for i in items])
        # The triggers by their numbers.
        self.trigger_rarity = np.array(
            [rarity(i.trigger.split()[0]) if i.trigger else np.nan for i in items], np.float32
        )
        self.words_told = list(dict.fromkeys(i.trigger for i in items if i.trigger))
        self.outlet = _codes([i.outlet for i in items])
        self.inside = _codes([i.spot.inside if i.spot else None for i in items])
        self.key = _codes([i.spot.key if i.spot else None for i in items])
        self.country = _codes([i.spot.country if i.spot else None for i in items])
        self.admin = _codes([i.spot.admin1 if i.spot else None for i in items])
        self.narrow = np.array([bool(i.spot and i.spot.narrow) for i in items])
        points = [i.spot.point if i.spot and i.spot.point else (np.nan, np.nan) for i in items]
        self.points = np.radians(np.array(points, np.float64).reshape(-1, 2))
        days = [i.days or (UNKNOWN_DAY, UNKNOWN_DAY) for i in items]
        self.days = np.array(days, np.int64).reshape(-1, 2)
        self.dated = np.array([i.dated for i in items], bool)
        published = [UNKNOWN_DAY if i.published is None else i.published for i in items]
        self.published = np.array(published, np.int64)
        depth = [np.nan if i.sentence is None else i.sentence for i in items]
        self.depth = np.array(depth, np.float32)
        self.planned = np.array([i.status == "planned" for i in items], bool)
        self.wide = np.array([i.wide for i in items], bool)
        self.another = np.array([i.another for i in items], bool)
        self.bounds = {
            what: np.array(
                [i.figures.get(what, (np.nan, np.nan)) for i in items], np.float64
            ).reshape(-1, 2)
            for what in COUNTED
        }

    def compare(self, a: Ints, b: Ints) -> Matrix:
        """The features of the pairs of items `a[k]`, `b[k]`, one row a pair."""
        made = np.full((len(a), len(FEATURES)), np.nan, np.float32)

        def put(name: str, values: NDArray[np.generic]) -> None:
            made[:, COLUMN[name]] = values

        self._words(a, b, made)
        put("type", self.type[a] == self.type[b])
        put("mode", self._modes(a, b))
        put("trigger", self._triggers(a, b))
        put("rare trigger", np.minimum(self.trigger_rarity[a], self.trigger_rarity[b]))
        put("outlet", _same(self.outlet[a], self.outlet[b]))
        self._place(a, b, made)
        put("places", self.places.overlap(a, b)[0])
        self._time(a, b, made)
        put("sources", _alike(self.sources, a, b))
        put("targets", _alike(self.targets, a, b))
        put("rare actors", self.actors.shared(a, b)[1])
        put("crossed", self.sides.overlap(a, b + len(self.items))[0])
        self._figures(a, b, made)
        put("depth", np.maximum(self.depth[a], self.depth[b]))
        put("wide", self.wide[a] != self.wide[b])
        put("another", self.another[a] | self.another[b])
        plan = self.planned[a] != self.planned[b]
        put("plan", plan)
        agree = (made[:, COLUMN["place"]] == 1) & (made[:, COLUMN["told days"]] == 0)
        put("plan elsewhere", plan & ~agree)
        return made

    def _words(self, a: Ints, b: Ints, made: Matrix) -> None:
        one, other = self.article[a], self.article[b]
        made[:, COLUMN["sentence"]] = self.words.cosine(a, b)
        made[:, COLUMN["article"]] = self.pages.words.cosine(one, other)
        made[:, COLUMN["same article"]] = one == other
        copies = (self.copy[a] == self.copy[b]) & (one != other)
        made[:, COLUMN["same text"]] = copies
        share, rare = self.pages.names.overlap(one, other)
        made[:, COLUMN["names"]] = share
        made[:, COLUMN["rare names"]] = rare
        made[:, COLUMN["numbers"]] = self.pages.numbers.shared(one, other)[1]

    def _triggers(self, a: Ints, b: Ints) -> NDArray[np.float32]:
        one, other = self.trigger[a], self.trigger[b]
        both = (one >= 0) & (other >= 0)
        # There are few triggers: each pair of them is looked up once.
        keys, back = np.unique(one[both] * len(self.words_told) + other[both], return_inverse=True)
        told, count = self.words_told, max(1, len(self.words_told))
        alike = [one_act(*sorted((told[k // count], told[k % count]))) for k in keys.tolist()]
        made = np.full(len(a), np.nan, np.float32)
        made[both] = np.array(alike, np.float32)[back]
        return made

    def _modes(self, a: Ints, b: Ints) -> NDArray[np.float32]:
        same = _same(self.mode[a], self.mode[b])
        for k in np.nonzero(same == 0)[0]:
            if self.rules.modes_apart(self.items[a[k]].mode, self.items[b[k]].mode):
                same[k] = -1
        return same

    def _place(self, a: Ints, b: Ints, made: Matrix) -> None:
        p, q = self.points[a], self.points[b]
        half = np.sin((q[:, 0] - p[:, 0]) / 2) ** 2
        half += np.cos(p[:, 0]) * np.cos(q[:, 0]) * np.sin((q[:, 1] - p[:, 1]) / 2) ** 2
        km = 2 * 6371.0 * np.arcsin(np.minimum(1.0, np.sqrt(half)))
        both = self.narrow[a] & self.narrow[b]
        made[:, COLUMN["km"]] = np.where(both, km, np.nan)
        key, known = self.key[a] == self.key[b], (self.key[a] >= 0) & (self.key[b] >= 0)
        land = _same(self.country[a], self.country[b])
        value = np.where(both, np.where(key, 1.0, 0.0), np.where(key, 0.75, 0.5))
        value = np.where(land == 0, 0.0, value)
        made[:, COLUMN["place"]] = np.where(known, value, np.nan)
        made[:, COLUMN["inside"]] = _same(self.inside[a], self.inside[b])

    def _time(self, a: Ints, b: Ints, made: Matrix) -> None:
        one, other = self.days[a], self.days[b]
        gap = np.maximum(0, np.maximum(one[:, 0] - other[:, 1], other[:, 0] - one[:, 1]))
        known = (one[:, 0] != UNKNOWN_DAY) & (other[:, 0] != UNKNOWN_DAY)
        made[:, COLUMN["days"]] = np.where(known, gap, np.nan)
        told = self.dated[a] & self.dated[b]
        made[:, COLUMN["told days"]] = np.where(known & told, gap, np.nan)
        width = np.maximum(one[:, 1] - one[:, 0], other[:, 1] - other[:, 0])
        made[:, COLUMN["width"]] = np.where(known, width, np.nan)
        p, q = self.published[a], self.published[b]
        known = (p != UNKNOWN_DAY) & (q != UNKNOWN_DAY)
        made[:, COLUMN["published"]] = np.where(known, np.abs(p - q), np.nan)

    def _figures(self, a: Ints, b: Ints, made: Matrix) -> None:
        agree = np.zeros(len(a))
        told = np.zeros(len(a))
        for what, bounds in self.bounds.items():
            p, q = bounds[a], bounds[b]
            there = ~np.isnan(p[:, 0]) & ~np.isnan(q[:, 0])
            low = np.log((1 + np.maximum(p[:, 0], q[:, 0])) / (1 + np.minimum(p[:, 1], q[:, 1])))
            apart = np.where(there, np.maximum(0.0, low), np.nan)
            made[:, COLUMN[what]] = apart
            told += there
            agree += there & (apart == 0)
        made[:, COLUMN["figures"]] = np.where(told > 0, agree / np.maximum(told, 1), np.nan)


def _alike(actors: Bags, a: Ints, b: Ints) -> NDArray[np.float32]:
    """How much of the actors both have, where rare names weigh and common words hardly do.

    That two have no actor in common says something only if both name somebody.
    """
    sums = actors.sums()
    _, shared = actors.shared(a, b)
    union = sums[a] + sums[b] - shared
    silent = (shared == 0) & (np.minimum(sums[a], sums[b]) < NAMED)
    return np.where(silent, np.nan, shared / (union + NAMED)).astype(np.float32)


def _codes(values: Sequence[str | None]) -> Ints:
    """A number for each value, -1 for none."""
    known: dict[str, int] = {}
    return np.array(
        [-1 if v is None else known.setdefault(v, len(known)) for v in values], np.int64
    )


def _same(a: Ints, b: Ints) -> NDArray[np.float32]:
    """1 the same, 0 not, NaN where one is not known."""
    return np.where((a >= 0) & (b >= 0), a == b, np.nan).astype(np.float32)


def _marked(item: Item, *, swap: bool = False) -> dict[str, float]:
    """Actors with their side in front; with `swap` the other side."""
    doer, target = ("t ", "s ") if swap else ("s ", "t ")
    return {
        **{doer + k: v for k, v in item.sources.items()},
        **{target + k: v for k, v in item.targets.items()},
    }
