"""Same story: articles on one matter in one time, for the order of reading.

Articles come in the order of their publication. Each joins the story whose articles are nearest to
it in words (TF-IDF, centre of the story), if it is near enough; the longer the story has been
silent, the nearer it must be. A story without a new article for `WINDOW` days is closed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dateline.linking.bags import Bags, Floats, Hashed

# How near (cosine) an article must be to a story on the day of its last article.
NEAR = 0.2
WINDOW = 60
# After so many days of silence nearness counts a bit more than half (as a Gauss curve falls).
FADING = 60.0
BATCH = 256
# Of ten thousand open stories none may seem near by chance.
DIMENSIONS = 1024


@dataclass(slots=True)
class _Open:
    """The stories that may still grow, as rows of a matrix of summed vectors."""

    sums: Floats
    squares: Floats = field(default_factory=lambda: np.zeros(64, np.float32))
    last: Floats = field(default_factory=lambda: np.zeros(64, np.float32))
    labels: list[int] = field(default_factory=list)

    def room(self) -> None:
        """Make place for one more story."""
        if len(self.labels) == len(self.last):
            self.sums = np.concatenate((self.sums, np.zeros_like(self.sums)))
            self.squares = np.concatenate((self.squares, np.zeros_like(self.squares)))
            self.last = np.concatenate((self.last, np.zeros_like(self.last)))

    def close(self, today: float) -> None:
        """Leave out stories that have been silent for too long."""
        kept = [k for k in range(len(self.labels)) if today - self.last[k] <= WINDOW]
        if len(kept) < len(self.labels):
            self.sums, self.squares = self.sums[kept], self.squares[kept]
            self.last, self.labels = self.last[kept], [self.labels[k] for k in kept]


def stories_of(bags: Bags, days: Sequence[int | None], near: float = NEAR) -> list[int]:
    """The number of the story of each article.

    Args:
        bags: the words of the articles, in any order.
        days: day of publication of each, None if unknown: such articles come first and fade not.
        near: how near an article must be to a story to join it.

    Returns:
        A number an article, from 0; articles that are alone have stories of their own.
    """
    order = sorted(range(len(days)), key=lambda i: (days[i] is not None, days[i] or 0, i))
    labels = [0] * len(days)
    vectors = Hashed(bags, DIMENSIONS)
    stories, made = _Open(np.zeros((64, DIMENSIONS), np.float32)), 0
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        today = days[batch[0]]
        if today is not None:
            stories.close(today)
        made = _place(batch, vectors.rows(batch), days, (stories, labels, made, near))
    return labels


def _place(
    batch: Sequence[int],
    rows: Floats,
    days: Sequence[int | None],
    state: tuple[_Open, list[int], int, float],
) -> int:
    """Give a story to each article of a batch; the number of stories made so far comes back.

    The products with all stories are taken once a batch; what joins a story within the batch adds
    its own product with each article to come.
    """
    stories, labels, made, near = state
    before = len(stories.labels)
    products = rows @ stories.sums[:before].T
    among = rows @ rows.T
    joined: dict[int, list[int]] = {}
    for i, article in enumerate(batch):
        n = len(stories.labels)
        sums = np.zeros(n, np.float32)
        sums[:before] = products[i]
        for story, members in joined.items():
            sums[story] += among[i, members].sum()
        day = days[article]
        nearness = sums / np.sqrt(np.maximum(stories.squares[:n], 1e-9))
        if day is not None:
            silent = day - stories.last[:n]
            nearness *= np.exp(-(silent**2) / (2 * FADING**2)) * (silent <= WINDOW)
        best = int(nearness.argmax()) if n else -1
        if best < 0 or nearness[best] < near:
            stories.room()
            best = n
            stories.labels.append(made)
            stories.squares[best], stories.last[best] = 0.0, -math.inf
            stories.sums[best] = 0
            made += 1
            added = float(among[i, i])
        else:
            added = float(2 * sums[best] + among[i, i])
        stories.squares[best] += added
        stories.last[best] = max(stories.last[best], day if day is not None else -math.inf)
        joined.setdefault(best, []).append(i)
        labels[article] = stories.labels[best]
    for story, members in joined.items():
        stories.sums[story] += rows[members].sum(axis=0)
    return made
