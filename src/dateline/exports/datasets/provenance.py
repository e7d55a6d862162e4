"""Which reports, words and voices a row rests on, for formats without room for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.event import Actor, EventReport
from dateline.exports.datasets.cases import Case
from dateline.exports.datasets.naming import name_of
from dateline.exports.datasets.numbers import Picked
from dateline.incident import Quantity, Value


def entry(
    row: str | int | None, cases: Sequence[Case], picked: Mapping[str, Picked | None]
) -> dict[str, Any]:
    """The account of one row: `picked` has the figures by the column in which they stand."""
    ids = {r.id for c in cases for r in c.reports}
    return {
        "row": row,
        "incidents": [c.incident.id for c in cases],
        "reports": [report_entry(r) for c in cases for r in c.reports],
        "figures": {
            column: {
                "value": number.best,
                "low": number.low,
                "high": number.high,
                "policy": number.policy,
                "why": number.why,
            }
            for column, number in picked.items()
            if number is not None
        },
        "claims": [
            claim
            for c in cases
            for q in c.incident.figures
            for claim in _claims(q)
            if claim["report"] in ids
        ],
        "place": place_entry(cases[0]),
        "link_confidence": min(c.incident.confidence for c in cases),
    }


def report_entry(report: EventReport) -> dict[str, Any]:
    """A report: its article, and the words in it."""
    article, evidence = report.article, report.evidence
    return {
        "id": report.id,
        "article": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
        "path": article.path,
        "published": article.published,
        "evidence": {"start": evidence.start, "end": evidence.end, "text": evidence.text},
        "voices": [voice(c.speaker) for c in report.claims],
        "date": {"start": report.date.start, "end": report.date.end} if report.date else None,
        "status": report.status,
        "confidence": report.confidence,
    }


def place_entry(case: Case) -> dict[str, Any] | None:
    """The place with its GeoNames id."""
    place = case.incident.place
    if place is None:
        return None
    return {"name": place.name, "geonameid": place.geonameid, "precision": place.precision}


def _claims(quantity: Quantity) -> Iterable[dict[str, Any]]:
    related: dict[int, set[str]] = {}
    for pair in quantity.relations:
        for index in (pair.first, pair.second):
            related.setdefault(index, set()).add(pair.relation)
    for index, value in enumerate(quantity.values):
        yield {
            "what": quantity.what,
            "unit": quantity.unit,
            "text": value.text,
            "low": value.low,
            "high": value.high,
            "approximate": value.approximate,
            "voice": claimant(value),
            "stance": value.stance,
            "outlet": value.outlet,
            "as_of": value.published,
            "report": value.report,
            "scope": {
                "place": value.scope.place,
                "start": value.scope.start,
                "end": value.scope.end,
            },
            "relations": sorted(related.get(index, ())),
        }


def claimant(value: Value) -> str | None:
    """Whose word a number is: the speaker's, else the outlet's."""
    return voice(value.speaker) if value.speaker else value.outlet


def voice(speaker: Actor) -> str:
    """The name of a voice."""
    return name_of(speaker) or "somebody"
