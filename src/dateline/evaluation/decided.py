"""What people decided in a store, as gold: the shape of hand-coded articles.

An article is gold when every report of its newest reading was accepted, corrected or rejected, or
when it was coded blind and adjudicated (or coded by everybody alike). Its events are the accepted
reports with their corrections, and those that people found missing.

    dateline evaluate events crisis.duckdb
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from dateline.errors import EvaluationError
from dateline.store import Store
from dateline.store.codings import ADJUDICATED, codings
from dateline.store.reviews import Review, standing

ENDINGS = (".duckdb", ".db", ".ddb")
Span = tuple[int, int]

# Where a sentence ends, for text that no parser has read here: a mark, then a capital or quote.
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-ÞА-Я0-9])|\n+")


def is_store(path: Path) -> bool:
    """Whether a gold file is a store by its name."""
    return path.suffix.lower() in ENDINGS


def gold_rows(path: Path) -> list[dict[str, Any]]:
    """The decided articles of a store's file.

    Raises:
        EvaluationError: no article is decided.
        StoreError: the store cannot be opened.
    """
    with Store(path, read_only=True) as store:
        rows = list(gold_of(store))
    if not rows:
        msg = (
            f"{path}: no article of this store is decided; accept, correct or reject all reports "
            "of an article (`dateline desk`), or adjudicate a sample"
        )
        raise EvaluationError(msg)
    return rows


def gold_of(store: Store) -> Iterator[dict[str, Any]]:
    """Every decided article of a store in the shape of `articles.jsonl`, in order of reading."""
    decided: dict[str, list[Review]] = {}
    for review in standing(store):
        decided.setdefault(review.article, []).append(review)
    coded = settled(store)
    rows = store.select(
        "SELECT sha256, id, title, outlet, published, text, reading FROM articles ORDER BY reading"
    )[1]
    for sha, identity, title, outlet, published, text, reading in rows:
        records = (
            [
                msgspec.json.decode(record)
                for (record,) in store.select(
                    "SELECT record FROM reports WHERE reading = ? ORDER BY position", [reading]
                )[1]
            ]
            if sha in decided and sha not in coded
            else []
        )
        if sha in coded:
            events: Sequence[dict[str, Any]] | None = coded[sha]
        else:
            events = decided_events(records, decided.get(sha, ()))
        if events is None:
            continue
        spans = sentences(text, [_span(record) for record in records])
        yield {
            "id": identity,
            "text": text,
            "title": title,
            "outlet": outlet,
            "published": published.isoformat() if published else None,
            "sentences": [list(span) for span in spans],
            "events": [_placed(event, spans) for event in events],
        }


def settled(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Articles that were coded blind and settled, with their events."""
    return {
        coding.article: list(coding.events)
        for coding in codings(store)
        if coding.coder == ADJUDICATED and coding.done
    }


def decided_events(
    records: Sequence[Mapping[str, Any]], reviews: Sequence[Review]
) -> list[dict[str, Any]] | None:
    """The events that stand after all decisions; None while something is open."""
    if not reviews:
        return None
    by_report: dict[str | None, list[Review]] = {}
    for review in reviews:
        by_report.setdefault(review.report, []).append(review)
    events = []
    for record in records:
        made = by_report.get(record["id"], [])
        if not made or made[-1].verdict == "unsure":
            return None
        if made[-1].verdict == "reject":
            continue
        events.append(corrected(record, made))
    events.extend(dict(review.value) for review in by_report.get(None, ()))
    return sorted(events, key=lambda e: (e["start"], e["end"]))


def corrected(record: Mapping[str, Any], reviews: Sequence[Review]) -> dict[str, Any]:
    """A report as gold, with the corrections in the order in which they were made."""
    event = as_gold(record)
    for review in reviews:
        if review.verdict == "correct" and review.field is not None:
            event[review.field] = review.value
    return event


def as_gold(record: Mapping[str, Any]) -> dict[str, Any]:
    """A report of the output contract in the shorter form of hand-coded files."""
    trigger, place, when = record["trigger"], record["place"], record["date"]
    date = None
    if when is not None:
        date = when["start"] if when["start"] == when["end"] else f"{when['start']}/{when['end']}"
    claims = record["claims"]
    return {
        "trigger": trigger["text"],
        "start": trigger["start"],
        "end": trigger["end"],
        "type": record["type"],
        "mode": record["mode"],
        "sources": [_actor(a) for a in record["sources"]],
        "targets": [_actor(a) for a in record["targets"]],
        "place": {"name": place["name"], "country": place["country"]} if place else None,
        "date": date,
        "figures": [{k: f[k] for k in ("what", "low", "high")} for f in record["figures"]],
        "status": record["status"],
        "claim": (claims[-1]["speaker"]["name"] or claims[-1]["speaker"]["text"])
        if claims
        else None,
    }


def _actor(actor: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": actor["text"] or actor["name"] or "",
        "name": actor["name"] or actor["text"] or "",
        "country": actor["country"],
        "role": actor["roles"][0] if actor["roles"] else None,
    }


def _span(record: Mapping[str, Any]) -> Span:
    return record["evidence"]["start"], record["evidence"]["end"]


def _placed(event: dict[str, Any], spans: Sequence[Span]) -> dict[str, Any]:
    """The event with the number of the sentence in which its trigger begins."""
    at = next((n for n, (a, b) in enumerate(spans) if a <= event["start"] < b), 0)
    return {"sent": at, **event}


def sentences(text: str, known: Sequence[Span] = ()) -> list[Span]:
    """The sentences of a text: the known ones as they are, the rest told by their marks."""
    found: list[Span] = []
    at = 0
    for start, end in sorted(set(known)):
        if start < at:
            continue
        found.extend(_split(text, at, start))
        found.append((start, end))
        at = end
    found.extend(_split(text, at, len(text)))
    return found


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for mark in _END.finditer(text, start, end):
        yield from _trimmed(text, at, mark.start())
        at = mark.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    left, right = len(words) - len(words.lstrip()), len(words.rstrip())
    if right > left:
        yield start + left, start + right
