"""The queue of reports to decide about, and the decisions themselves."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from dateline.desk.articles import as_dict, sha_of
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Paged, where
from dateline.desk.forms import Decision, checked_value
from dateline.errors import StoreError
from dateline.store.reviews import Review, add_review, reviews, undo_review

# A report whose confidence is here may be right or wrong: a decision about it teaches most.
LINE = 0.5
QUEUE = (
    "id",
    "article_key",
    "title",
    "outlet",
    "evidence",
    "trigger",
    "type",
    "mode",
    "source_names",
    "source_countries",
    "source_roles",
    "target_names",
    "target_countries",
    "target_roles",
    "place_name",
    "country",
    "date_start",
    "date_end",
    "figures",
    "status",
    "claims",
    "confidence",
    "incident",
    "told",
    "disputed",
    "size",
)
REVIEW = tuple(f.name for f in fields(Review))
# How much a decision would change: near the line, told often, about many people, in dispute.
SCORE = (
    f"(1 - 2 * abs(confidence - {LINE})) * (1 + 0.5 * log10(told)) * (1 + 0.25 * log10(1 + size))"
    " * (CASE WHEN disputed THEN 1.5 ELSE 1 END)"
)


def queue(desk: Desk, asked: Paged) -> dict[str, Any]:
    """Reports that nobody has decided about, those first from which most can be learnt."""
    sql, values = where(asked)
    undecided = (
        f"FROM events WHERE ({sql}) AND id NOT IN"
        " (SELECT report FROM decided WHERE verdict <> 'unsure')"
    )
    ((total,),) = desk.index.ask(f"SELECT count(*) {undecided}", values)
    ((decided,),) = desk.index.ask("SELECT count(*) FROM decided WHERE verdict <> 'unsure'")
    columns = ", ".join(f'"{name}"' for name in QUEUE)
    rows = desk.index.ask(
        # What somebody was unsure about waits behind the rest.
        f"SELECT {columns}, {SCORE} AS score, id IN (SELECT report FROM decided) AS unsure"
        f" {undecided} ORDER BY unsure, score DESC, reading, position LIMIT ? OFFSET ?",
        [*values, asked.size, (asked.page - 1) * asked.size],
    )
    names = (*QUEUE, "score", "unsure")
    items = [dict(zip(names, row, strict=True)) for row in rows]
    for item in items:
        item["event"], item["article"] = item["id"], item["article_key"]
        for side in ("source", "target"):
            item[f"{side}s"] = _actors(item, side)
        item["score"] = round(item["score"], 3)
        item["why"] = why(item)
    return {
        "queue": items,
        "total": total,
        "decided": decided,
        "page": asked.page,
        "size": asked.size,
        "pages": max(1, -(-total // asked.size)),
        "filters": asked.narrowed(),
    }


def _actors(item: dict[str, Any], side: str) -> list[dict[str, Any]]:
    """The actors of a side in the form of hand-coded gold."""
    if not item[f"{side}_names"]:
        return []
    cells = [item[f"{side}_{what}"].split(";") for what in ("names", "countries", "roles")]
    return [
        {"text": name, "name": name, "country": country or None, "role": role.split("/")[0] or None}
        for name, country, role in zip(*cells, strict=True)
    ]


def why(item: dict[str, Any]) -> str:
    """Why a report stands where it does in the queue, in words."""
    parts = [f"confidence {item['confidence']:.2f}"]
    if item["told"] > 1:
        parts.append(f"told by {item['told']} reports")
    if item["size"] > 0:
        parts.append(f"about {item['size']:,.0f} people")
    if item["disputed"]:
        parts.append("numbers in dispute")
    if item["unsure"]:
        parts.append("somebody was unsure")
    return ", ".join(parts)


def decide(desk: Desk, decision: Decision) -> dict[str, Any]:
    """Write a decision down.

    Raises:
        DeskError: it says too little, names what is not there, or nothing can be written.
    """
    desk.must_write()
    value = checked_value(decision)
    article = None if decision.article is None else sha_of(desk, decision.article)
    with desk.changing():
        try:
            made = add_review(
                desk.store,
                verdict=decision.verdict,
                person=decision.person,
                report=decision.report,
                article=article,
                field=decision.field,
                value=value,
                note=decision.note,
            )
        except StoreError as error:
            missing = str(error).startswith("no ")
            code = "not_found" if missing else "bad_request"
            raise DeskError(code, str(error), "see /api/openapi.json") from error
        desk.index.decide(desk.store)
    return as_dict(made)


def undo(desk: Desk, identity: str, person: str) -> dict[str, Any]:
    """Take a decision back.

    Raises:
        DeskError: there is none of this id, it is undone already, or nothing can be written.
    """
    desk.must_write()
    with desk.changing():
        try:
            made = undo_review(desk.store, identity, person)
        except StoreError as error:
            code = "conflict" if "already" in str(error) else "not_found"
            raise DeskError(code, str(error), "the list of decisions is at /api/reviews") from error
        desk.index.decide(desk.store)
    return as_dict(made)


def decisions(desk: Desk) -> list[dict[str, Any]]:
    """Every decision, undone ones too, in the order in which they were made."""
    return [as_dict(review) for review in reviews(desk.store)]
