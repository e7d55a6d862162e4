"""What the incident pages show: the list, and one happening with its reports, claims and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.desk.errors import DeskError
from dateline.store import Store
from dateline.store.decisions import decisions

if TYPE_CHECKING:
    from dateline.desk.desk import Desk
    from dateline.desk.filters import Filters, Paged

NOT_LINKED = "These reports are not linked yet."
HOW_TO_LINK = "dateline link {path}"
MOST_PAIRS = 200
COLUMNS = (
    "id",
    "type",
    "mode",
    "reports",
    "articles",
    "outlets",
    "source_names",
    "target_names",
    "place_name",
    "country",
    "latitude",
    "longitude",
    "place_precision",
    "date_start",
    "date_end",
    "participants_low",
    "participants_high",
    "arrests_low",
    "arrests_high",
    "injuries_low",
    "injuries_high",
    "deaths_low",
    "deaths_high",
    "figures",
    "disputed",
    "part_of",
    "confidence",
)


@dataclass(frozen=True, slots=True)
class Linked:
    """Which incident each report belongs to, with the incident's number of reports and dispute."""

    reports: dict[str, tuple[str, int, bool]] = field(default_factory=dict)

    def incident_of(self, report: str) -> str | None:
        """The incident of a report."""
        found = self.reports.get(report)
        return found[0] if found else None

    def rows(self) -> list[tuple[str, str, int, bool]]:
        """The same as rows for the index."""
        return [(report, *rest) for report, rest in self.reports.items()]


def linked_of(store: Store) -> Linked:
    """What linking made of a store's reports; nothing if it has not run."""
    rows = store.select(
        "SELECT m.report, m.incident, i.reports, i.disputed FROM incident_reports m"
        " JOIN incidents i ON i.id = m.incident WHERE m.ended_run IS NULL"
    )[1]
    return Linked({report: (incident, n, bool(d)) for report, incident, n, d in rows})


def is_linked(desk: Desk) -> bool:
    """Whether linking has run on this store."""
    return bool(desk.linked.reports)


def list_incidents(desk: Desk, asked: Filters) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The incidents of which a report passes the filters."""
    from dateline.desk.filters import where  # noqa: PLC0415 - it knows of the index, not of us

    names = ", ".join(f'"{name}"' for name in COLUMNS)
    rows = desk.store.select(f"SELECT {names} FROM incidents ORDER BY date_start, id")[1]
    if asked.narrowed():
        sql, values = where(asked)
        chosen = {
            row[0]
            for row in desk.index.ask(
                f"SELECT DISTINCT incident FROM events WHERE incident IS NOT NULL AND ({sql})",
                values,
            )
        }
        rows = [row for row in rows if row[0] in chosen]
    return list(COLUMNS), rows


def incidents(desk: Desk, asked: Paged) -> dict[str, Any]:
    """One part of the list of incidents."""
    from dateline.desk.overview import paged  # noqa: PLC0415 - see above

    names, rows = list_incidents(desk, asked)
    if asked.sort:
        column = asked.sort.removeprefix("-")
        if column not in COLUMNS:
            raise DeskError(
                "bad_request",
                f"there is no column {column!r} to sort by",
                f"choose one of {', '.join(sorted(COLUMNS))}",
            )
        at, down = COLUMNS.index(column), asked.sort.startswith("-")
        known = sorted((r for r in rows if r[at] is not None), key=lambda r: r[at], reverse=down)
        rows = [*known, *(r for r in rows if r[at] is None)]
    part = rows[(asked.page - 1) * asked.size : asked.page * asked.size]
    return paged(asked, len(rows), names, part) | {
        "linked": is_linked(desk),
        "note": "" if is_linked(desk) else NOT_LINKED,
        "command": "" if is_linked(desk) else HOW_TO_LINK.format(path=desk.path),
    }


MOST_NEAR = 30
NEAR = ("id", "type", "mode", "place", "date", "evidence")


def incident(desk: Desk, identity: str) -> dict[str, Any]:
    """One incident with everything that its page shows.

    Raises:
        DeskError: there is none of this id.
    """
    rows = desk.store.select("SELECT record FROM incidents WHERE id = ?", [identity])[1]
    if not rows:
        raise _gone(desk, identity)
    record: dict[str, Any] = msgspec.json.decode(rows[0][0])
    names, found = desk.index.table(
        "SELECT id, article_key, article_id, title, outlet, published, evidence, trigger, type,"
        " mode, source_names, target_names, place_name, country, latitude, longitude,"
        " place_precision,"
        " date_start, date_end, figures, status, claims, confidence"
        " FROM events WHERE incident = ? ORDER BY published NULLS LAST, reading, position",
        [identity],
    )
    reports = [dict(zip(names, row, strict=True)) for row in found]
    copies = _copies(desk, [r["article_id"] for r in reports])
    for report in reports:
        report["same_text"] = copies.get(report["article_id"])
    return {
        "incident": record,
        "reports": reports,
        "claims": [claim_table(q, reports) for q in record["figures"]],
        "pairs": pairs(desk, [r["id"] for r in reports]),
        "decisions": decisions_on(desk, record["reports"]),
        "parts": [
            row[0]
            for row in desk.store.select(
                "SELECT id FROM incidents WHERE part_of = ? ORDER BY id", [identity]
            )[1]
        ],
        "near": near(desk, record),
    }


def near(desk: Desk, record: dict[str, Any]) -> list[dict[str, Any]]:
    """Other incidents of the type, nearest in time: those that somebody may want to put with it."""
    rows = desk.index.ask(
        "SELECT incident, any_value(type), any_value(mode), any_value(place_name),"
        " min(date_start) AS day, any_value(evidence) FROM events"
        " WHERE incident IS NOT NULL AND incident <> ? AND type = ? GROUP BY incident"
        " ORDER BY abs(day - TRY_CAST(? AS DATE)) NULLS LAST, count(*) DESC, incident LIMIT ?",
        [record["id"], record["type"], (record["date"] or {}).get("start"), MOST_NEAR],
    )
    return [dict(zip(NEAR, row, strict=True)) for row in rows]


def leads_to(desk: Desk, identity: str) -> str | None:
    """The incident that another one went up in; None for those that have not gone."""
    rows = desk.store.select(
        "SELECT target FROM redirects WHERE incident = ? AND ended_run IS NULL", [identity]
    )[1]
    return str(rows[0][0]) if rows else None


def _gone(desk: Desk, identity: str) -> DeskError:
    moved = leads_to(desk, identity)
    if moved is not None:
        return DeskError(
            "not_found", f"incident {identity} went up in another one", f"see incident {moved}"
        )
    hint = "look for it in the list of incidents"
    if not is_linked(desk):
        hint = f"link the reports first: {HOW_TO_LINK.format(path=desk.path)}"
    return DeskError("not_found", "no incident has this id", hint)


def _copies(desk: Desk, articles: Sequence[str]) -> dict[str, str]:
    """Groups of articles with one text."""
    rows = desk.store.select(
        "SELECT article, same_text FROM article_groups WHERE ended_run IS NULL"
        " AND list_contains(?::VARCHAR[], article)",
        [list(articles)],
    )[1]
    return dict(rows)


def claim_table(quantity: dict[str, Any], reports: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One quantity as a table: who says in the rows, as of when in the columns.

    The same words of one speaker from copies of one text are one cell that counts its copies.
    """
    groups = {r["id"]: r["same_text"] for r in reports}
    # For each value its relations, each with the reports at the other end.
    relations: dict[int, dict[str, list[str]]] = {}
    for comparison in quantity["relations"]:
        ends = comparison["first"], comparison["second"]
        for end, other in (ends, ends[::-1]):
            with_it = relations.setdefault(end, {}).setdefault(comparison["relation"], [])
            with_it.append(quantity["values"][other]["report"])
    rows: dict[tuple[str, bool], dict[str, Any]] = {}
    columns: set[str] = set()
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for number, value in enumerate(quantity["values"]):
        speaker = value["speaker"]
        own = speaker is None
        name = value["outlet"] or "an outlet that is not named"
        if speaker is not None:
            name = speaker["name"] or speaker["text"] or "somebody"
        as_of = value["published"] or ""
        columns.add(as_of)
        row = rows.setdefault(
            (name.casefold(), own),
            {
                "speaker": name,
                "own_word": own,
                "stance": value["stance"],
                "outlets": [],
                "cells": [],
            },
        )
        if value["outlet"] and value["outlet"] not in row["outlets"]:
            row["outlets"].append(value["outlet"])
        text = groups.get(value["report"])
        same = (name.casefold(), own, as_of, value["low"], value["high"], text)
        if text is not None and same in seen:
            seen[same]["copies"] += 1
            continue
        cell = {
            "as_of": as_of,
            "low": value["low"],
            "high": value["high"],
            "approximate": value["approximate"],
            "text": value["text"],
            "report": value["report"],
            "outlet": value["outlet"],
            "scope": value["scope"],
            "relations": sorted(relations.get(number, ())),
            "with": relations.get(number, {}),
            "copies": 1,
        }
        seen[same] = cell
        row["cells"].append(cell)
    return {
        "what": quantity["what"],
        "unit": quantity["unit"],
        "disputed": quantity["disputed"],
        "voices": quantity["voices"],
        "columns": sorted(columns),
        "rows": list(rows.values()),
        "relations": quantity["relations"],
    }


def claim_rows(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The claim tables of an incident, one row a value: what its CSV holds."""
    return [
        {
            "incident": shown["incident"]["id"],
            "what": table["what"],
            "unit": table["unit"],
            "disputed": table["disputed"],
            "speaker": row["speaker"],
            "own_word": row["own_word"],
            "stance": row["stance"],
            "as_of": cell["as_of"],
            "low": cell["low"],
            "high": cell["high"],
            "approximate": cell["approximate"],
            "text": cell["text"],
            "scope_place": cell["scope"]["place"],
            "scope_start": cell["scope"]["start"],
            "scope_end": cell["scope"]["end"],
            "relations": ";".join(cell["relations"]),
            "outlet": cell["outlet"],
            "copies": cell["copies"],
            "report": cell["report"],
        }
        for table in shown["claims"]
        for row in table["rows"]
        for cell in row["cells"]
    ]


def pairs(desk: Desk, reports: Sequence[str]) -> list[dict[str, Any]]:
    """What the scorer said of each two reports of an incident, most probable first."""
    rows = desk.store.select(
        "SELECT first, second, probability, band, factors FROM pair_scores"
        " WHERE list_contains(?::VARCHAR[], first) AND list_contains(?::VARCHAR[], second)"
        " QUALIFY row_number() OVER (PARTITION BY first, second ORDER BY run DESC) = 1"
        f" ORDER BY probability DESC, first, second LIMIT {MOST_PAIRS}",
        [list(reports), list(reports)],
    )[1]
    return [
        {
            "first": first,
            "second": second,
            "probability": probability,
            "band": band,
            "reasons": msgspec.json.decode(factors) if factors else [],
        }
        for first, second, probability, band, factors in rows
    ]


def decisions_on(desk: Desk, reports: Sequence[str]) -> list[dict[str, Any]]:
    """What people said of these reports being one happening or not; undone ones too."""
    here = set(reports)
    return [
        {
            "id": d.number,
            "verdict": d.verdict,
            "first": d.first,
            "second": d.second,
            "person": d.person,
            "note": d.note,
            "decided_at": d.decided_at,
            "undone_at": d.undone_at,
            "undone_by": d.undone_by,
        }
        for d in decisions(desk.store)
        if not here.isdisjoint(d.first) or not here.isdisjoint(d.second)
    ]


def members_of(desk: Desk, identity: str) -> list[str]:
    """The reports of an incident."""
    return [report for report, (of, *_) in desk.linked.reports.items() if of == identity]


def exists(desk: Desk, identity: str) -> None:
    """Refuse to go on with an incident that is not there.

    Raises:
        DeskError: it is not.
    """
    if not members_of(desk, identity):
        raise _gone(desk, identity)
