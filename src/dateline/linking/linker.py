"""The same event: reports of one happening, whoever tells it, as groups with an account a pair.

The result is a function of the reports, the texts and what people told, and not of the order in
which they came: the score of a pair looks at the two reports and their articles alone, and groups
are made anew wherever a new report is linked to them. Two things bound this. Where a report has
more others near to it than `blocking.Limits` allows, only those nearest in words are compared, and
a later report may displace one. And decisions count from the run that knows them: after one was
taken back, name its two reports in `new`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from dateline.event import EventReport
from dateline.linking import texts as same_texts
from dateline.linking.bags import Bags, Hashed
from dateline.linking.blocking import Blocking, Found, Limits, kilometres
from dateline.linking.clustering import Pair, clusters
from dateline.linking.features import Comparer
from dateline.linking.items import Item, LinkText, Pages, day_of, item_of, pages_of
from dateline.linking.parts import parts_of
from dateline.linking.rules import Rules, rules
from dateline.linking.scoring import DEFAULT, Band, Factor, Scorer, load
from dateline.linking.stories import stories_of

__all__ = ["Factor", "Known", "LinkText", "Linked", "Linker", "PairScore", "Told"]

# The version of what is compared and how groups are made; the scorer has its own.
VERSION = "1"
SCORED = 50_000
# Pairs less probable are not kept: they count as 0, as one that was never scored does.
KEPT = 0.02
# Who has more friends than this joins none of them to each other: they meet through others.
FRIENDS = 80
# Two groups with so many pairs between them are large: of these pairs a sample is scored.
LARGE, SAMPLE = 100, 150
# Two places of one article that are further apart than this are two happenings.
APART_KM = 15.0
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class PairScore:
    """A scored pair of report ids, `first` the lesser, with the account of its probability."""

    first: str
    second: str
    probability: float
    band: Band
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a person decided about two reports: absolute."""

    first: str
    second: str
    same: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The incidents of the last run: their ids, and the ids of their reports."""

    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found.

    `groups` has the report ids of each incident; reports of what is only imagined, usual or tied to
    a condition are in none. `pairs` are the pairs scored in this run that are the same or that a
    person should look at. `same_text` and `stories` number the articles that are copies of one
    text, or on one matter. `part_of` leads from the first report id of a group to that of the group
    of which it is part.
    """

    groups: tuple[tuple[str, ...], ...]
    pairs: tuple[PairScore, ...]
    same_text: Mapping[str, int]
    stories: Mapping[str, int]
    part_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """All that pairs are made from and compared by: of reports, or of anything made into items."""

    items: Sequence[Item]
    pages: Pages
    same_text: Mapping[str, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


class Run:
    """One run over items: candidates, scores, groups."""

    def __init__(
        self, material: Material, scorer: Scorer, progress: Progress | None = None
    ) -> None:
        self.items = sorted(material.items, key=lambda i: i.id)
        self.at = {item.id: n for n, item in enumerate(self.items)}
        self.scorer, self.progress = scorer, progress or _quiet
        self.material = material
        # Probabilities by the positions of two items, the lesser first; of low ones nothing.
        self.scored: dict[tuple[int, int], float] = {}
        self.strong: dict[int, set[int]] = defaultdict(set)

    @cached_property
    def vectors(self) -> Hashed:
        """The words of the articles as vectors."""
        return Hashed(self.material.pages.words)

    @cached_property
    def blocking(self) -> Blocking:
        """What picks the pairs worth a look."""
        placed = self.material.pages.at, self.vectors
        return Blocking(self.items, placed, rules(), self.material.limits)

    @cached_property
    def comparer(self) -> Comparer:
        """Made when first needed: a dry run compares nothing."""
        material = self.material
        return Comparer(self.items, material.pages, material.same_text, rules())

    def groups(self, of: AbstractSet[int], told: Sequence[Told] = ()) -> list[tuple[str, ...]]:
        """The groups of the given items and of all that is linked to them, as report ids."""
        reached = self._reach(set(of))
        self._close(reached)
        return self._grouped(reached, told)

    def groups_from(self, found: Found) -> list[tuple[str, ...]]:
        """The groups of all items by the given pairs alone."""
        self._strengthen(self.score(found))
        everything = set(range(len(self.items)))
        self._close(everything)
        return self._grouped(everything, ())

    def groups_by(self, scorer: Scorer) -> list[tuple[str, ...]]:
        """The groups of all items by pairs scored before, with the threshold of another scorer.

        From the highest threshold to the lowest each gives what a run of its own would give.
        """
        self.scorer = scorer
        self.strong.clear()
        self._strengthen(p for p, v in self.scored.items() if v >= scorer.bands.same)
        everything = set(range(len(self.items)))
        self._close(everything)
        return self._grouped(everything, ())

    def _grouped(self, reached: AbstractSet[int], told: Sequence[Told]) -> list[tuple[str, ...]]:
        ids = [self.items[i].id for i in sorted(reached)]
        inside = set(ids)
        scored = {
            (self.items[i].id, self.items[j].id): p
            for (i, j), p in self.scored.items()
            if i in reached and j in reached
        }
        told = [t for t in told if {t.first, t.second} <= inside and t.first != t.second]
        together = [(t.first, t.second) for t in told if t.same]
        apart = [(t.first, t.second) for t in told if not t.same]
        decided = {frozenset((t.first, t.second)) for t in told if t.same}
        apart += [p for p in self._two_of_one_article(reached) if frozenset(p) not in decided]
        threshold = self.scorer.bands.same
        groups = clusters(ids, scored, threshold, together=together, apart=apart)
        return self._large_joined(groups, apart)

    def _large_joined(
        self, groups: list[tuple[str, ...]], apart: Sequence[Pair]
    ) -> list[tuple[str, ...]]:
        """Join large groups that blocking held apart.

        Of a crowd of reports each is compared with some only, and pairs that were not count as 0.
        Between two large groups with a strong pair, some pairs spread evenly over both are scored,
        and their mean stands for that of all.
        """
        group = {self.at[i]: n for n, members in enumerate(groups) for i in members}
        near = {
            (min(a, b), max(a, b))
            for i, friends in self.strong.items()
            for j in friends
            if (a := group.get(i)) is not None
            and (b := group.get(j)) is not None
            and a != b
            and len(groups[a]) * len(groups[b]) >= LARGE
        }
        if not near:
            return groups
        samples = {pair: self._spread(groups[pair[0]], groups[pair[1]]) for pair in near}
        asked = sorted({p for some in samples.values() for p in some if p not in self.scored})
        possible = [p for p in asked if self.blocking.possible(*p)]
        table = np.array(possible, np.int64).reshape(-1, 2)
        self.score(Found(table[:, 0], table[:, 1]))
        # Named by their first report, so that ties go by id.
        name = [members[0] for members in groups]
        means = {
            tuple(sorted((name[a], name[b]))): sum(self.scored.get(p, 0.0) for p in some)
            / len(some)
            for (a, b), some in samples.items()
        }
        held = ((group.get(self.at[a]), group.get(self.at[b])) for a, b in apart)
        kept_apart = [(name[a], name[b]) for a, b in held if a is not None and b is not None]
        whole = clusters(
            name,
            {(a, b): mean for (a, b), mean in means.items()},
            self.scorer.bands.same,
            apart=[(a, b) for a, b in kept_apart if a != b],
        )
        members = dict(zip(name, groups, strict=True))
        return sorted(tuple(sorted(i for n in names for i in members[n])) for names in whole)

    def _spread(self, one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
        """Pairs of positions spread evenly over all pairs between two groups."""
        count = len(one) * len(other)
        taken = min(SAMPLE, count)
        found = []
        for k in range(taken):
            n = k * count // taken
            i, j = self.at[one[n // len(other)]], self.at[other[n % len(other)]]
            found.append((min(i, j), max(i, j)))
        return found

    def _reach(self, frontier: set[int]) -> set[int]:
        """Score all pairs of the given items, and of all that turn out to be linked to them."""
        reached: set[int] = set()
        while frontier:
            self._strengthen(self.score(self.blocking.pairs(frontier)))
            reached |= frontier
            linked = {j for i in frontier for j in self.strong.get(i, ())}
            frontier = linked - reached
        return reached

    def _strengthen(self, pairs: Iterable[tuple[int, int]]) -> None:
        for i, j in pairs:
            self.strong[i].add(j)
            self.strong[j].add(i)

    def _close(self, reached: AbstractSet[int]) -> None:
        """Score also the friends of one's friends: blocking may have left out such a pair."""
        pairs: set[tuple[int, int]] = set()
        for i in reached:
            friends = sorted(self.strong.get(i, ()))
            if len(friends) <= FRIENDS:
                pairs.update(
                    (a, b)
                    for k, a in enumerate(friends)
                    for b in friends[k + 1 :]
                    if b not in self.strong[a] and (a, b) not in self.scored
                )
        possible = sorted(p for p in pairs if self.blocking.possible(*p))
        table = np.array(possible, np.int64).reshape(-1, 2)
        self.score(Found(table[:, 0], table[:, 1]))

    def score(self, found: Found) -> list[tuple[int, int]]:
        """Score pairs; those in the band of the same happening come back."""
        strong = []
        same = self.scorer.bands.same
        for start in range(0, len(found), SCORED):
            a, b = found.first[start : start + SCORED], found.second[start : start + SCORED]
            scores = self.scorer.score(self.comparer.compare(a, b))
            for k in np.nonzero(scores >= KEPT)[0].tolist():
                pair = int(a[k]), int(b[k])
                self.scored[pair] = float(scores[k])
                if scores[k] >= same:
                    strong.append(pair)
            self.progress(min(start + SCORED, len(found)), len(found), "pairs scored")
        return strong

    def _two_of_one_article(self, reached: AbstractSet[int]) -> Iterable[Pair]:
        """Pairs that one article tells apart: they are in no group together."""
        articles: dict[str, list[int]] = defaultdict(list)
        for i in sorted(reached):
            articles[self.items[i].article].append(i)
        for members in articles.values():
            for k, i in enumerate(members):
                for j in members[k + 1 :]:
                    if told_apart(self.items[i], self.items[j], rules()):
                        yield self.items[i].id, self.items[j].id

    def shown(self, told: Iterable[Told], of: AbstractSet[int]) -> tuple[PairScore, ...]:
        """The pairs scored that are the same or for review, and those that people decided."""
        wanted = {p for p, v in self.scored.items() if v >= self.scorer.bands.review}
        decided = ((self.at.get(t.first), self.at.get(t.second)) for t in told)
        wanted |= {(min(i, j), max(i, j)) for i, j in decided
                   if i is not None and j is not None and i != j}  # fmt: skip
        pairs = sorted(p for p in wanted if p[0] in of or p[1] in of)
        made = []
        for start in range(0, len(pairs), SCORED):
            table = np.array(pairs[start : start + SCORED], np.int64).reshape(-1, 2)
            compared = self.comparer.compare(table[:, 0], table[:, 1])
            scores = self.scorer.score(compared).tolist()
            accounts = self.scorer.accounts(compared)
            for (i, j), p, account in zip(table.tolist(), scores, accounts, strict=True):
                band = self.scorer.bands.of(p)
                one, other = self.items[i].id, self.items[j].id
                made.append(PairScore(one, other, round(p, 4), band, account))
        return tuple(made)


class Linker:
    """Links event reports by a model: `default`, one that ships, or a file of your own."""

    def __init__(self, model: str | Path = DEFAULT, *, limits: Limits | None = None) -> None:
        self.scorer = load(model)
        self.limits = limits or Limits()
        self.version = f"linker-{VERSION};{self.scorer.version}"

    def count_pairs(
        self,
        reports: Sequence[EventReport],
        texts: Mapping[str, LinkText],
        new: AbstractSet[str] | None = None,
    ) -> int:
        """How many pairs `link` would score at first, without scoring any."""
        run = self._run(reports, texts, ())
        return len(run.blocking.pairs(_positions(run, new)))

    def link(
        self,
        reports: Sequence[EventReport],
        texts: Mapping[str, LinkText],
        *,
        new: AbstractSet[str] | None = None,
        known: Known | None = None,
        told: Sequence[Told] = (),
        progress: Progress | None = None,
    ) -> Linked:
        """Group reports by the happening that they speak of.

        Args:
            reports: all reports, those linked before too.
            texts: the article of every report, by its id; others are numbered and sorted into
                stories as well.
            new: ids of reports not linked before; None for all. Pairs are scored that have at least
                one new report, and the pairs of whatever turns out to be linked to it.
            known: the groups of the last run; groups that no new report touches stay as they are.
            told: what people decided; absolute. Of two that contradict each other, "same" wins.
            progress: called with pairs done, pairs in all, and what is being done.
        """
        articles = sorted(texts.values(), key=lambda t: t.id)
        copies = same_texts.groups_of([t.text for t in articles])
        same_text = {t.id: n for t, n in zip(articles, copies, strict=True)}
        run = self._run(reports, texts, told, same_text, progress)
        held = {i for g in known.groups.values() for i in g} if known else set()
        fresh = _positions(run, None if known is None else new)
        if known is not None:
            fresh |= {n for i, n in run.at.items() if i not in held}
        decided = {i for t in told for i in (t.first, t.second)}
        fresh |= {run.at[i] for i in decided if i in run.at}
        groups = run.groups(fresh, told)
        done = {i for g in groups for i in g}
        for group in known.groups.values() if known else ():
            rest = tuple(sorted(i for i in group if i not in done and i in run.at))
            if rest:
                groups.append(rest)
        groups.sort()
        items = {item.id: item for item in run.items}
        days = [day_of(t.published) for t in articles]
        where = [run.material.pages.at[t.id] for t in articles]
        return Linked(
            groups=tuple(groups),
            pairs=run.shown(told, {run.at[i] for i in done}),
            same_text=same_text,
            stories=_stories(articles, run.material.pages.words, days, where),
            part_of=parts_of(groups, items, rules()),
        )

    def _run(
        self,
        reports: Sequence[EventReport],
        texts: Mapping[str, LinkText],
        told: Sequence[Told],
        same_text: Mapping[str, int] | None = None,
        progress: Progress | None = None,
    ) -> Run:
        decided = {i for t in told for i in (t.first, t.second)}
        linked = rules().statuses
        items = [item_of(r, rules()) for r in reports if r.status in linked or r.id in decided]
        articles = [*sorted(texts.values(), key=lambda t: t.id), *_without_text(reports, texts)]
        material = Material(items, pages_of(articles), same_text or {}, self.limits)
        return Run(material, self.scorer, progress)


def told_apart(one: Item, other: Item, table: Rules) -> bool:
    """Whether one article sets two reports apart: two types, places or days, or "another"."""
    if one.type != other.type:
        # One article that tells of two acts of different types tells of two acts.
        return True
    if not table.compatible(one.type, other.type):
        return False
    a, b = one.spot, other.spot
    if (
        a is not None
        and b is not None
        and a.narrow
        and b.narrow
        and a.key != b.key
        and a.point
        and b.point
        and kilometres(a.point, b.point) > APART_KM
    ):
        return True
    if one.dated and other.dated and one.days and other.days:
        days = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
        if days > 0:
            return True
    later = one if one.order > other.order else other
    return later.another


def _without_text(
    reports: Sequence[EventReport], texts: Mapping[str, LinkText]
) -> Iterable[LinkText]:
    """What is known of articles whose text was not given: the sentences of their reports."""
    missing: dict[str, list[EventReport]] = defaultdict(list)
    for report in reports:
        if report.article.id not in texts:
            missing[report.article.id].append(report)
    for key, told in sorted(missing.items()):
        origin = told[0].article
        words = dict.fromkeys(r.evidence.text for r in sorted(told, key=lambda r: r.sentence))
        yield LinkText(key, origin.title, origin.outlet, origin.published, " ".join(words))


def _stories(
    articles: Sequence[LinkText], bags: Bags, days: Sequence[int | None], at: Sequence[int]
) -> dict[str, int]:
    # The articles given stand first in the pages, in this order.
    numbers = stories_of(bags, days)
    return {t.id: numbers[k] for t, k in zip(articles, at, strict=True)}


def _positions(run: Run, ids: AbstractSet[str] | None) -> set[int]:
    if ids is None:
        return set(range(len(run.items)))
    return {run.at[i] for i in ids if i in run.at}


def _quiet(_done: int, _of: int, _what: str) -> None:
    """Progress that nobody asked for."""
