"""Groups from scored pairs: greedy average link, with pairs that must and must not be together.

The two groups with the highest mean probability over all pairs between them are joined, again and
again, as long as that mean reaches the threshold; a pair that was never scored counts as 0. What
people decided is absolute: told "same" is joined, told "different" is never joined, whatever the
scores say. Ties go by id, so that the order of the input does not matter.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


class _Groups:
    """The groups as they grow, with the sum of probabilities between any two of them."""

    def __init__(self, ids: Iterable[str], apart: Iterable[Pair]) -> None:
        self.members: dict[str, list[str]] = {i: [i] for i in ids}
        self.group: dict[str, str] = {i: i for i in self.members}
        self.between: dict[str, dict[str, float]] = defaultdict(dict)
        self.apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self.apart[one].add(other)
            self.apart[other].add(one)

    def mean(self, one: str, other: str) -> float:
        """Mean probability over all pairs between two groups."""
        count = len(self.members[one]) * len(self.members[other])
        return self.between[one].get(other, 0.0) / count

    def join(self, one: str, other: str) -> str:
        """Make two groups one; it is named by the lesser of the two names."""
        kept, gone = (one, other) if one < other else (other, one)
        for member in self.members[gone]:
            self.group[member] = kept
        self.members[kept].extend(self.members.pop(gone))
        for third, total in self.between.pop(gone, {}).items():
            self.between[third].pop(gone, None)
            if third != kept:
                summed = self.between[kept].get(third, 0.0) + total
                self.between[kept][third] = self.between[third][kept] = summed
        for third in self.apart.pop(gone, set()):
            self.apart[third].discard(gone)
            self.apart[third].add(kept)
            self.apart[kept].add(third)
        return kept


def clusters(
    ids: Sequence[str],
    scored: Mapping[Pair, float],
    threshold: float,
    *,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> list[tuple[str, ...]]:
    """Groups of ids, each sorted, in the order of their first member.

    Args:
        ids: everything to be grouped.
        scored: probability of each scored pair of ids.
        threshold: the mean probability from which two groups are joined.
        together: pairs that people put together. The groups that scores make are joined whole, so
            that a report like one half of such a group is not kept out by the other half; only
            where that puts a pair together that may not be, they are joined before the rest.
        apart: pairs that may not be in one group; of a pair in both, `together` wins.
    """
    together, apart = list(together), list(apart)
    plain = _by_score(ids, scored, threshold, (), apart)
    if not together:
        return plain
    group = {i: n for n, members in enumerate(plain) for i in members}
    joined = _rooted(ids, together)
    named = [str(n) for n in range(len(plain))]
    found = []
    for union in components(named, [(str(group[a]), str(group[b])) for a, b in together]):
        members = sorted(i for n in union for i in plain[int(n)])
        inside = set(members)
        forbidden = [p for p in apart if inside.issuperset(p) and joined[p[0]] != joined[p[1]]]
        if len(union) == 1 or not forbidden:
            found.append(tuple(members))
            continue
        near = {p: v for p, v in scored.items() if inside.issuperset(p)}
        held = [p for p in together if inside.issuperset(p)]
        found.extend(_by_score(members, near, threshold, held, forbidden))
    return sorted(found)


def _by_score(
    ids: Sequence[str],
    scored: Mapping[Pair, float],
    threshold: float,
    together: Iterable[Pair],
    apart: Iterable[Pair],
) -> list[tuple[str, ...]]:
    """Groups by average link, with the pairs of `together` joined before the rest."""
    joined = _rooted(ids, together)
    held = {_ordered(joined[a], joined[b]) for a, b in apart if joined[a] != joined[b]}
    groups = _Groups(ids, ())
    for i in sorted(ids):
        root = groups.group[joined[i]]
        if groups.group[i] != root:
            groups.join(groups.group[i], root)
    for a, b in held:
        one, other = groups.group[a], groups.group[b]
        groups.apart[one].add(other)
        groups.apart[other].add(one)
    for (a, b), probability in sorted(scored.items()):
        one, other = groups.group[a], groups.group[b]
        if one != other:
            summed = groups.between[one].get(other, 0.0) + probability
            groups.between[one][other] = groups.between[other][one] = summed
    _merge(groups, threshold)
    return sorted(tuple(sorted(members)) for members in groups.members.values())


def _merge(groups: _Groups, threshold: float) -> None:
    queue: list[tuple[float, str, str]] = []

    def offer(one: str, other: str) -> None:
        if other not in groups.apart[one] and (mean := groups.mean(one, other)) >= threshold:
            heapq.heappush(queue, (-mean, *_ordered(one, other)))

    for one, others in groups.between.items():
        for other in others:
            if one < other:
                offer(one, other)
    while queue:
        mean, one, other = heapq.heappop(queue)
        # An entry made before one of the two grew says nothing any more.
        if one not in groups.members or other not in groups.members:
            continue
        if other in groups.apart[one] or -mean != groups.mean(one, other):
            continue
        kept = groups.join(one, other)
        for third in groups.between[kept]:
            offer(kept, third)


def _rooted(ids: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """The least id of everything that pairs hold together, for each id."""
    root = {i: i for i in ids}

    def find(i: str) -> str:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in pairs:
        one, other = sorted((find(a), find(b)))
        root[other] = one
    return {i: find(i) for i in root}


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """What pairs hold together, directly or through others."""
    found: dict[str, list[str]] = defaultdict(list)
    for i, root in _rooted(ids, pairs).items():
        found[root].append(i)
    return list(found.values())


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
