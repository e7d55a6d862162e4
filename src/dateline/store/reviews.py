"""What people decide about event reports: rows that are added and may be undone, never removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from dateline.article import hash_of
from dateline.errors import StoreError
from dateline.store.opening import now
from dateline.store.schema import REVIEWS
from dateline.store.store import Store

Verdict = Literal["accept", "correct", "reject", "unsure", "missed"]
VERDICTS: tuple[Verdict, ...] = ("accept", "correct", "reject", "unsure", "missed")
# The fields of a report that a person may correct, in the order in which they are shown.
FIELDS = (
    "type",
    "mode",
    "sources",
    "targets",
    "place",
    "date",
    "figures",
    "status",
    "claim",
)
_NAMES = ", ".join(f'"{name}"' for name in REVIEWS if name != "record")


@dataclass(frozen=True, slots=True)
class Review:
    """One decision. `report` is null for a missed event, `field` for the report as a whole.

    `article` is the SHA-256 of the article. `value` is what a corrected field should be, or the
    missed event, in the form of hand-coded gold. `undone_at` is null while the decision stands.
    """

    number: int
    id: str
    report: str | None
    article: str
    field: str | None
    verdict: Verdict
    value: Any
    person: str
    note: str
    made_at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None


def add_review(  # noqa: PLR0913 - the columns of one row, all by keyword
    store: Store,
    *,
    verdict: Verdict,
    person: str,
    report: str | None = None,
    article: str | None = None,
    field: str | None = None,
    value: Any = None,  # noqa: ANN401 - whatever the field holds
    note: str = "",
) -> Review:
    """Write down a decision of a person.

    Raises:
        StoreError: the report or article is not in the store, the decision says too little, or the
            store cannot be written.
    """
    _check(verdict, report, field, value)
    record: str | None = None
    if report is not None:
        article, record = _judged(store, report)
    elif article is None or not _known(store, article):
        msg = f"no article {article!r} in the store; a missed event names the one it stands in"
        raise StoreError(msg)
    ((last,),) = store.select("SELECT coalesce(max(number), 0) FROM reviews")[1]
    made_at = now()
    encoded = None if value is None else msgspec.json.encode(value).decode()
    identity = hash_of(
        str(last + 1), report, article, field, verdict, encoded, person, made_at.isoformat()
    )[:16]
    review = Review(
        last + 1, identity, report, article, field, verdict, value, person, note, made_at
    )
    values = (
        review.number,
        review.id,
        report,
        article,
        field,
        verdict,
        encoded,
        person,
        note,
        made_at,
        record,
        None,
        None,
    )
    marks = ", ".join("?" for _ in values)
    names = ", ".join(f'"{name}"' for name in REVIEWS)
    store.change([(f"INSERT INTO reviews ({names}) VALUES ({marks})", values)])  # noqa: S608
    return review


def undo_review(store: Store, identity: str, person: str) -> Review:
    """Take a decision back; the row stays and says when and by whom.

    Raises:
        StoreError: there is no such decision, or it is undone already.
    """
    found = reviews(store, "id = ?", [identity])
    if not found:
        msg = f"no decision {identity!r} in the store"
        raise StoreError(msg)
    if found[0].undone_at is not None:
        msg = f"decision {identity!r} is undone already"
        raise StoreError(msg)
    sql = "UPDATE reviews SET undone_at = ?, undone_by = ? WHERE id = ?"
    store.change([(sql, (now(), person, identity))])
    return reviews(store, "id = ?", [identity])[0]


def reviews(store: Store, where: str = "true", values: Sequence[Any] = ()) -> list[Review]:
    """Decisions in the order in which they were made; `where` is SQL of our own."""
    sql = f"SELECT {_NAMES} FROM reviews WHERE {where} ORDER BY number"  # noqa: S608 - ours
    names, rows = store.select(sql, values)
    made = []
    for row in rows:
        fields = dict(zip(names, row, strict=True))
        if fields["value"] is not None:
            fields["value"] = msgspec.json.decode(fields["value"])
        made.append(Review(**fields))
    return made


def standing(store: Store) -> list[Review]:
    """The decisions that are not undone."""
    return reviews(store, "undone_at IS NULL")


def _check(verdict: str, report: str | None, field: str | None, value: object) -> None:
    if verdict not in VERDICTS:
        msg = f"no verdict {verdict!r}; choose one of {', '.join(VERDICTS)}"
        raise StoreError(msg)
    if verdict == "missed":
        if report is not None or not isinstance(value, dict):
            msg = "a missed event has no report, and its value says what happened"
            raise StoreError(msg)
        return
    if report is None:
        msg = f"verdict {verdict!r} is about a report: name it"
        raise StoreError(msg)
    if field is not None and field not in FIELDS:
        msg = f"no field {field!r} to correct; choose one of {', '.join(FIELDS)}"
        raise StoreError(msg)
    if verdict == "correct" and field is None:
        msg = "a correction names the field that it corrects"
        raise StoreError(msg)


def _judged(store: Store, report: str) -> tuple[str, str]:
    """The article and the record of the newest reading that has this report."""
    sql = (
        "SELECT r.sha256, p.record FROM reports p JOIN readings r USING (reading)"
        " WHERE p.id = ? ORDER BY p.reading DESC LIMIT 1"
    )
    rows = store.select(sql, [report])[1]
    if not rows:
        msg = f"no event report {report!r} in the store"
        raise StoreError(msg)
    return str(rows[0][0]), str(rows[0][1])


def _known(store: Store, article: str) -> bool:
    return bool(store.select("SELECT 1 FROM texts WHERE sha256 = ? LIMIT 1", [article])[1])
