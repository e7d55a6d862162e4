"""What the article pages show: the list, and one text with its marks, cards and cuts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Filters, Paged, where
from dateline.desk.overview import order_of, paged
from dateline.store.reviews import Review, reviews

COLUMNS = (
    "article_key",
    "id",
    "title",
    "outlet",
    "published",
    "url",
    "path",
    "read_at",
    "reports",
    "chosen",
    "decided",
)
SORTS = frozenset(COLUMNS) - {"article_key"}
KEY = re.compile(r"[0-9a-f]{8,64}")
# The letters at the beginning of a text that say which way it is written.
LOOKED_AT = 400


def articles(desk: Desk, asked: Paged) -> dict[str, Any]:
    """One part of the list of articles; without filters those without events are in it too."""
    names, rows = list_articles(desk, asked)
    part = rows[(asked.page - 1) * asked.size : asked.page * asked.size]
    return paged(asked, len(rows), names, part)


def list_articles(desk: Desk, asked: Filters) -> tuple[list[str], list[tuple[Any, ...]]]:
    """All articles that have an event which the filters let through."""
    sql, values = where(asked)
    chosen = {
        key: (n, decided)
        for key, n, decided in desk.index.ask(
            "SELECT sha256, count(*), count(decided.report) FROM events"
            f" LEFT JOIN decided ON decided.report = id WHERE {sql} GROUP BY sha256",
            values,
        )
    }
    sort = asked.sort if isinstance(asked, Paged) else None
    order = _order(sort)
    rows = desk.store.select(
        "SELECT left(sha256, 16), id, title, outlet, published, url, path, read_at, reports, sha256"
        f" FROM articles {order}"
    )[1]
    everything = not asked.narrowed()
    found = [
        (*row[:-1], *chosen.get(row[-1], (0, 0))) for row in rows if everything or row[-1] in chosen
    ]
    if sort and sort.removeprefix("-") in {"chosen", "decided"}:
        at = COLUMNS.index(sort.removeprefix("-"))
        found.sort(key=lambda row: row[at], reverse=sort.startswith("-"))
    return list(COLUMNS), found


def _order(sort: str | None) -> str:
    if sort and sort.removeprefix("-") in {"chosen", "decided"}:
        return "ORDER BY reading"
    if not sort:
        return "ORDER BY reading"
    return order_of(sort, SORTS).replace(", reading, position", ", reading")


def sha_of(desk: Desk, key: str) -> str:
    """The SHA-256 of the article that a key names: its first digits, or the article's own id.

    Raises:
        DeskError: there is none, or there are several.
    """
    found: list[tuple[Any, ...]] = []
    if KEY.fullmatch(key):
        found = desk.store.select(
            "SELECT DISTINCT sha256 FROM current_readings WHERE starts_with(sha256, ?) LIMIT 2",
            [key],
        )[1]
    if not found:
        found = desk.store.select(
            "SELECT DISTINCT sha256 FROM articles WHERE id = ? LIMIT 2", [key]
        )[1]
    if not found:
        raise DeskError(
            "not_found", "no article has this key or id", "look for it in the list of articles"
        )
    if len(found) > 1:
        raise DeskError(
            "conflict",
            "several articles have this id",
            "name it by the first digits of its SHA-256, as the list of articles does",
        )
    return str(found[0][0])


def article(desk: Desk, key: str) -> dict[str, Any]:
    """One article with everything that its page shows.

    Raises:
        DeskError: there is no such article.
    """
    sha = sha_of(desk, key)
    ((*row, cuts, byline, reading),) = desk.store.select(
        "SELECT id, title, outlet, url, published, path, reader_version, read_at, text, cuts,"
        " byline, reading FROM articles WHERE sha256 = ?",
        [sha],
    )[1]
    names = ("id", "title", "outlet", "url", "published", "path", "reader_version", "read_at")
    *fields, text = row
    decided = by_report(reviews(desk.store, "article = ?", [sha]))
    found = [
        event_of(record, reasons, number, decided)
        | {"incident": desk.linked.incident_of(str(identity))}
        for number, (identity, record, reasons) in enumerate(
            desk.store.select(
                "SELECT id, record, reasons FROM reports WHERE reading = ? ORDER BY position",
                [reading],
            )[1],
            start=1,
        )
    ]
    marks = marks_of(found)
    return {
        "article": {
            "key": sha[:16],
            "sha256": sha,
            **dict(zip(names, fields, strict=True)),
            "byline": msgspec.json.decode(byline) if byline else None,
            "direction": direction(text),
        },
        "text": text,
        "cuts": msgspec.json.decode(cuts),
        "events": found,
        "missed": decided.get(None, []),
        "marks": marks,
        "segments": segments(text, marks),
    }


def event(desk: Desk, identity: str) -> dict[str, Any]:
    """One event of a newest reading, with reasons, decisions and what looks like it.

    Raises:
        DeskError: there is no such event.
    """
    rows = desk.store.select(
        "SELECT p.record, p.reasons, r.sha256, p.reading, p.position FROM reports p"
        " JOIN current_readings r USING (reading) WHERE p.id = ? LIMIT 1",
        [identity],
    )[1]
    if not rows:
        raise DeskError(
            "not_found", "no event has this id", "it may be one of an older reading of its article"
        )
    record, reasons, sha, _, position = rows[0]
    decided = by_report(reviews(desk.store, "report = ?", [identity]))
    return event_of(record, reasons, position + 1, decided) | {
        "article_key": sha[:16],
        "incident": desk.linked.incident_of(identity),
        "similar": similar(desk, identity),
    }


def similar(desk: Desk, identity: str) -> list[dict[str, Any]]:
    """Events of other articles of the same type, place and days: perhaps the same happening."""
    names, rows = desk.index.table(
        "SELECT o.id, o.article_key, o.title, o.outlet, o.evidence, o.type, o.date_start,"
        " o.place_name, o.incident FROM events e JOIN events o ON o.type = e.type"
        " AND o.place_key = e.place_key AND o.date_start <= e.date_end"
        " AND o.date_end >= e.date_start AND o.id <> e.id"
        " WHERE e.id = ? ORDER BY o.reading, o.position LIMIT 10",
        [identity],
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def event_of(
    record: str, reasons: str, number: int, decided: dict[str | None, list[dict[str, Any]]]
) -> dict[str, Any]:
    """The contract's record with its number, reasons and decisions."""
    fields: dict[str, Any] = msgspec.json.decode(record)
    return fields | {
        "number": number,
        "reasons": msgspec.json.decode(reasons),
        "reviews": decided.get(fields["id"], []),
    }


def by_report(found: Iterable[Review]) -> dict[str | None, list[dict[str, Any]]]:
    """Decisions by the report that they are about; missed events under None."""
    grouped: dict[str | None, list[dict[str, Any]]] = {}
    for review in found:
        grouped.setdefault(review.report, []).append(as_dict(review))
    return grouped


def as_dict(review: Review) -> dict[str, Any]:
    """A decision as the API gives it."""
    fields: dict[str, Any] = msgspec.to_builtins(review)
    fields["article"] = review.article[:16]
    return fields


# --- marks ----------------------------------------------------------------------------------------


def marks_of(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which words of the text which field of which event rests on."""
    found: list[dict[str, Any]] = []

    def mark(event: dict[str, Any], kind: str, field: str, words: dict[str, Any] | None) -> None:
        if words is None or words.get("start") is None or words.get("end") is None:
            return
        if words["end"] <= words["start"]:
            return
        label = words.get("name") or words.get("what") or words.get("text") or ""
        found.append(
            {
                "mark": len(found),
                "start": words["start"],
                "end": words["end"],
                "kind": kind,
                "event": event["id"],
                "field": field,
                "label": label,
            }
        )

    for one in events:
        mark(one, "evidence", "evidence", one["evidence"])
        for claim in one["claims"]:
            claimed = {"start": claim["start"], "end": claim["end"], "text": claim["cue"]}
            mark(one, "claim", "claims", claimed)
            mark(one, "voice", "claims", claim["speaker"])
        mark(one, "trigger", "type", one["trigger"])
        for side, kind in (("sources", "source"), ("targets", "target")):
            for actor in one[side]:
                mark(one, kind, side, actor)
        mark(one, "place", "place", one["place"])
        when = one["date"]
        if when is not None and when.get("text"):
            mark(one, "date", "date", _dated(one, when))
        for figure in one["figures"]:
            mark(one, "figure", "figures", figure)
    return found


def _dated(event: dict[str, Any], when: dict[str, Any]) -> dict[str, Any] | None:
    """Where the words of a date stand: `start` and `end` of a date are its days."""
    for reason in event["reasons"]:
        if reason["field"] == "date" and reason.get("start") is not None:
            return {"start": reason["start"], "end": reason["end"], "text": when["text"]}
    evidence = event["evidence"]
    at = evidence["text"].find(when["text"])
    if at < 0:
        return None
    start = evidence["start"] + at
    return {"start": start, "end": start + len(when["text"]), "text": when["text"]}


def segments(text: str, marks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The text in stretches that carry the same marks throughout."""
    edges = {0, len(text)}
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for mark in marks:
        start, end = max(0, mark["start"]), min(len(text), mark["end"])
        if start >= end:
            continue
        edges.update((start, end))
        begins.setdefault(start, []).append(mark["mark"])
        ends.setdefault(end, []).append(mark["mark"])
    cut = sorted(edges)
    open_marks: dict[int, None] = {}
    found = []
    for start, end in pairwise(cut):
        for number in ends.get(start, ()):
            open_marks.pop(number, None)
        open_marks.update(dict.fromkeys(begins.get(start, ())))
        found.append(
            {"start": start, "end": end, "text": text[start:end], "marks": sorted(open_marks)}
        )
    return found


def direction(text: str) -> str:
    """`rtl` if most letters at the beginning are written from right to left."""
    kinds = [unicodedata.bidirectional(c) for c in text[:LOOKED_AT] if c.isalpha()]
    rightwards = sum(kind in {"R", "AL"} for kind in kinds)
    return "rtl" if rightwards * 2 > len(kinds) else "ltr"
