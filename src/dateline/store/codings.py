"""Samples of articles that several people code without seeing each other, and their codings.

A coding is added, never changed: the newest row of a coder for an article is what counts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from dateline.article import hash_of
from dateline.errors import StoreError
from dateline.store.opening import now
from dateline.store.store import Store

# Whose coding settles what the coders of a sample disagree on.
ADJUDICATED = "@adjudicated"


@dataclass(frozen=True, slots=True)
class Sample:
    """Articles (by SHA-256) drawn for a number of coders."""

    id: str
    made_at: datetime
    made_by: str
    seed: int
    coders: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """The events that a coder sees in an article, in the form of hand-coded gold."""

    sample: str
    article: str
    coder: str
    events: tuple[dict[str, Any], ...]
    done: bool
    made_at: datetime


def draw_sample(
    store: Store, size: int, coders: Sequence[str], *, seed: int, person: str
) -> Sample:
    """Draw articles at random; the same seed on the same store draws the same ones.

    Raises:
        StoreError: fewer than two coders, or no article to draw.
    """
    names = tuple(dict.fromkeys(name.strip() for name in coders if name.strip()))
    if len(names) < 2 or ADJUDICATED in names:  # noqa: PLR2004 - agreement takes two
        msg = "a sample for double coding has at least two coders, each with a name of their own"
        raise StoreError(msg)
    known = [row[0] for row in store.select("SELECT sha256 FROM articles ORDER BY sha256")[1]]
    if not known:
        msg = "the store has no article to draw; import some first"
        raise StoreError(msg)
    drawn = random.Random(seed).sample(known, min(size, len(known)))  # noqa: S311 - no secret
    made_at = now()
    identity = hash_of(*drawn, *names, str(seed), made_at.isoformat())[:12]
    sample = Sample(identity, made_at, person, seed, names, tuple(drawn))
    row = (identity, made_at, person, seed, _json(names), _json(drawn))
    store.change([("INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?)", row)])
    return sample


def samples(store: Store) -> list[Sample]:
    """All samples, oldest first."""
    rows = store.select(
        "SELECT id, made_at, made_by, seed, coders, articles FROM samples ORDER BY made_at, id"
    )[1]
    return [
        Sample(
            identity,
            made_at,
            made_by,
            seed,
            tuple(msgspec.json.decode(coders)),
            tuple(msgspec.json.decode(articles)),
        )
        for identity, made_at, made_by, seed, coders, articles in rows
    ]


def add_coding(
    store: Store,
    sample: Sample,
    article: str,
    coder: str,
    events: Sequence[dict[str, Any]],
    *,
    done: bool,
) -> Coding:
    """Write down what a coder sees in an article, finished or not.

    Raises:
        StoreError: the article is not of the sample or the coder not of its coders.
    """
    if article not in sample.articles:
        msg = f"article {article[:16]} is not in sample {sample.id}"
        raise StoreError(msg)
    if coder not in {*sample.coders, ADJUDICATED}:
        msg = f"{coder!r} is no coder of sample {sample.id}: {', '.join(sample.coders)}"
        raise StoreError(msg)
    ((last,),) = store.select("SELECT coalesce(max(number), 0) FROM codings")[1]
    made_at = now()
    row = (last + 1, sample.id, article, coder, _json(list(events)), done, made_at)
    store.change([("INSERT INTO codings VALUES (?, ?, ?, ?, ?, ?, ?)", row)])
    return Coding(sample.id, article, coder, tuple(events), done, made_at)


def codings(store: Store, sample: str | None = None) -> list[Coding]:
    """The newest coding of each coder for each article."""
    rows = store.select(
        "SELECT sample, article, coder, events, done, made_at FROM codings"
        " WHERE ? IS NULL OR sample = ?"
        " QUALIFY row_number() OVER (PARTITION BY sample, article, coder ORDER BY number DESC) = 1"
        " ORDER BY number",
        [sample, sample],
    )[1]
    return [
        Coding(where, article, coder, tuple(msgspec.json.decode(events)), done, made_at)
        for where, article, coder, events, done, made_at in rows
    ]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
