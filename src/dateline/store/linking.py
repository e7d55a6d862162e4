"""Linking a store: new reports join the incidents, and everything is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.linking.linker import Linker
from dateline.linking.rules import rules
from dateline.store.decisions import active, together, told_of
from dateline.store.link_writing import Act, Change, Grouping, write
from dateline.store.linked import Standing, around, known_of, material_of, standing
from dateline.store.opening import now
from dateline.store.store import Store

# Called with what is done, of how many, and in which step.
Progress = Callable[[int, int, str], None]
# New reports that are linked at once; what is linked is kept when the rest is stopped.
BATCH = 25_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a linking did: reports in the store, those that were linked, and what it changed."""

    reports: int
    new: int
    changes: tuple[Change, ...]
    incidents: int
    pairs: int = 0

    @property
    def made(self) -> int:
        """How many incidents are new."""
        return sum(len(c.made) for c in self.changes)

    @property
    def merged(self) -> int:
        """How many incidents went up in others."""
        return sum(len(c.redirects) for c in self.changes)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a linking would do: reports to link, of how many, and pairs to score at first."""

    reports: int
    new: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to link: reports in order, those there are, and those that are there no more.

    With a report that is gone, because its article was read anew, the rest of its incident is
    linked again too.
    """

    reports: int
    new: tuple[str, ...]
    gone: frozenset[str]

    def batches(self, size: int = BATCH) -> list[tuple[str, ...]]:
        """The reports in batches; one without any where reports are gone and there is no other."""
        parts = [self.new[n : n + size] for n in range(0, len(self.new), size)]
        return parts or ([()] if self.gone else [])


def work_of(store: Store, was: Standing, *, anew: bool = False) -> Work:
    """What there is to link, in the order of publication: all of it, or what is in no incident."""
    store.flush()
    rows = store.select(
        "SELECT id, status FROM events ORDER BY published NULLS LAST, article_id, id"
    )[1]
    here = {report for report, _ in rows}
    whole = {r for members in was.living.values() if here.issuperset(members) for r in members}
    wanted = [
        report
        for report, status in rows
        if (anew or report not in whole) and status in rules().statuses
    ]
    gone = {r for members in was.living.values() for r in members} - here
    return Work(len(rows), tuple(dict.fromkeys(wanted)), frozenset(gone))


def waiting(store: Store, *, model: str | Path = "default", anew: bool = False) -> Waiting:
    """What `link` would do, without doing it."""
    was = standing(store)
    work = work_of(store, was, anew=anew)
    linker = Linker(model)
    pairs = 0
    waits = set(work.new)
    for wanted in work.batches():
        waits.difference_update(wanted)
        material = material_of(store, around(store, was, wanted) - waits)
        pairs += linker.count_pairs(material.reports, material.texts, set(wanted))
    return Waiting(work.reports, len(work.new), pairs)


def link(
    store: Store,
    *,
    model: str | Path = "default",
    anew: bool = False,
    progress: Progress | None = None,
    batch: int = BATCH,
) -> Outcome:
    """Link the reports of a store that are in no incident yet.

    They are compared with the reports near to them in time. Reports that were linked before keep
    their incidents, unless a new report brings two of them together. When it is stopped, the
    batches that were done are kept.

    Args:
        store: a store that is open for writing.
        model: the scorer of pairs: `default`, another one that ships, or a file.
        anew: link everything again, as after an update or by another model. What people decided
            holds, and incidents keep their ids.
        progress: called with what is done, of how many, and in which step.
        batch: how many new reports are linked at once.

    Raises:
        LinkingError: there is no such model.
        StoreError: the store cannot be written.
    """
    linker = Linker(model)
    work = work_of(store, standing(store), anew=anew)
    batches = work.batches(batch)
    waits = set(work.new)
    changes: list[Change] = []
    pairs = 0
    for number, wanted in enumerate(batches):
        waits.difference_update(wanted)
        step = f", batch {number + 1} of {len(batches)}" if len(batches) > 1 else ""
        now_linking = _Batch(frozenset(wanted), waits, work.gone, anew)
        change, scored = _link_batch(store, linker, now_linking, _named(progress, step))
        changes.append(change)
        pairs += scored
    living = len(standing(store).living)
    return Outcome(work.reports, len(work.new), tuple(changes), living, pairs)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Reports to link now, those that wait for a later batch, and those that are gone."""

    wanted: frozenset[str]
    waits: Collection[str]
    gone: frozenset[str]
    anew: bool


def _named(progress: Progress | None, step: str) -> Progress | None:
    if progress is None:
        return None
    return lambda done, total, what: progress(done, total, what + step)


def _link_batch(
    store: Store, linker: Linker, batch: _Batch, progress: Progress | None
) -> tuple[Change, int]:
    started = now()
    was = standing(store)
    homes = was.homes()
    # What waits is not there yet, unless it has an incident already.
    waits = {r for r in batch.waits if r not in homes}
    material = material_of(store, around(store, was, batch.wanted) - waits)
    here = {r.id for r in material.reports}
    told = active(store)
    linked = linker.link(
        material.reports,
        material.texts,
        new=batch.wanted,
        known=known_of(was, here - batch.wanted),
        told=told_of(told, here),
        progress=progress,
    )
    grouping = Grouping(
        groups=linked.groups,
        pairs=linked.pairs,
        part_of=linked.part_of,
        texts=names_of(linked.same_text, was.texts),
        stories=names_of(linked.stories, was.stories),
        together=together(told),
        gone=batch.gone,
        rebuild=batch.anew,
    )
    act = Act(
        what="link",
        version=linker.version,
        reports=len(here),
        new=len(batch.wanted),
        pairs=len(linked.pairs),
        started=started,
    )
    return write(store, was, act, grouping), len(linked.pairs)


def names_of(numbers: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """The groups of articles by name: the name most of them have, or that of the first article.

    The numbers are those of one run, and count for nothing in the next.
    """
    groups: dict[int, list[str]] = {}
    for article in sorted(numbers):
        groups.setdefault(numbers[article], []).append(article)
    found = {}
    for members in groups.values():
        names = Counter(known[a] for a in members if a in known)
        name = min(names, key=lambda n: (-names[n], n)) if names else members[0]
        found.update(dict.fromkeys(members, name))
    return found
