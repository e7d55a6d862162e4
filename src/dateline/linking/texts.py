"""Same text: copies of one report, such as a wire story in five papers, have one vote together.

Texts are cut into runs of five words; two are copies if at least half of their runs are shared
(estimated by MinHash) and neither is too short to tell. Copies of a copy are in the same group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

WORD = re.compile(r"\w+")
RUN = 5
# Half of the runs of a text that another shares: an editor changed a sentence here and there.
ALIKE = 0.5
# Shorter texts (in words) share their runs by chance, or by a furniture line.
SHORTEST = 20
PERMUTATIONS = 128
# 42 bands of 3: two texts that share half of their runs meet in one with 99.6 %.
BANDS = 32
SEED = 42


def groups_of(texts: Sequence[str]) -> list[int]:
    """The number of the group of each text; texts that are alone have groups of their own.

    Groups are numbered by their first member, so that what comes in another order is grouped in
    the same way.
    """
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - a compiled library, first use

    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    table = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes: dict[int, Any] = {}
    exact: dict[str, int] = {}
    for i, text in enumerate(texts):
        words = WORD.findall(text.lower())
        if len(words) < SHORTEST:
            continue
        plain = " ".join(words)
        first = exact.setdefault(plain, i)
        if first != i:
            parent[root(i)] = root(first)
            continue
        runs = [" ".join(words[k : k + RUN]) for k in range(len(words) - RUN + 1)]
        made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        made.update(runs)
        for j in table.query(made):
            if root(i) != root(j) and made.jaccard(hashes[j]) >= ALIKE:
                parent[max(root(i), root(j))] = min(root(i), root(j))
        table.insert(i, made)
        hashes[i] = made
    return [root(i) for i in range(len(texts))]
