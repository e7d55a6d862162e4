"""One event report as one flat row, for tables: the store's, CSV, Parquet, data frames.

A cell that holds several values joins them with `;`, and the cells of one side keep step: the
second name belongs to the second country, roles and code, and nothing between two `;` is a value
that is not known. Roles of one actor are joined with `/`. A `;` inside a name becomes `,`, so that
splitting a cell always gives one part a value; the JSON lines keep names as they stand.

The columns `participants_low` to `deaths_high` hold the first figure of their kind; `figures` has
all of them in the report's own words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from dateline.event import Actor, Claim, EventReport, Figure, What
from dateline.incident import Incident, Quantity
from dateline.knowledge.ontology import Ontology

ONTOLOGY = Ontology()
COUNTED: tuple[What, ...] = ("participants", "arrests", "injuries", "deaths")
# More than this counts no people on Earth, and soon no integer column would hold it.
MOST = 10**15

# What reports and incidents have alike, in this order.
WHO_AND_WHERE: dict[str, type] = {
    "source_names": str,
    "source_countries": str,
    "source_roles": str,
    "source_codes": str,
    "target_names": str,
    "target_countries": str,
    "target_roles": str,
    "target_codes": str,
    "place_name": str,
    "latitude": float,
    "longitude": float,
    "country": str,
    "admin1": str,
    "geonameid": int,
    "place_precision": str,
}
WHEN_AND_HOW_MANY: dict[str, type] = {
    "date_start": date,
    "date_end": date,
    "date_precision": str,
    **{f"{what}_{bound}": int for what in COUNTED for bound in ("low", "high")},
    "figures": str,
}

COLUMNS: dict[str, type] = {
    "id": str,
    "article_id": str,
    "title": str,
    "outlet": str,
    "url": str,
    "published": date,
    "path": str,
    "sentence": int,
    "evidence": str,
    "evidence_start": int,
    "evidence_end": int,
    "trigger": str,
    "trigger_start": int,
    "trigger_end": int,
    "type": str,
    "mode": str,
    "contexts": str,
    "cameo": str,
    "quad": int,
    "goldstein": float,
    "acled_event_type": str,
    "acled_sub_event_type": str,
    **WHO_AND_WHERE,
    "place_how": str,
    "other_places": str,
    **WHEN_AND_HOW_MANY,
    "status": str,
    "claims": str,
    "demand": str,
    "confidence": float,
}


# An incident as a row: what a report has, and how many reports, articles, outlets it rests on.
INCIDENT_COLUMNS: dict[str, type] = {
    "id": str,
    "type": str,
    "mode": str,
    "reports": int,
    "articles": int,
    "outlets": int,
    **WHO_AND_WHERE,
    **WHEN_AND_HOW_MANY,
    "disputed": bool,
    "part_of": str,
    "confidence": float,
}


def flat(report: EventReport) -> dict[str, Any]:
    """The columns of `COLUMNS`, in their order; what is not known is None.

    Raises:
        ValueError: a date of the report is no ISO date.
    """
    article, place, when = report.article, report.place, report.date
    acled = ONTOLOGY.acled_of(report.type, report.mode, report.cameo)
    return {
        "id": report.id,
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": _day(article.published),
        "path": article.path,
        "sentence": report.sentence,
        "evidence": report.evidence.text,
        "evidence_start": report.evidence.start,
        "evidence_end": report.evidence.end,
        "trigger": report.trigger.text,
        "trigger_start": report.trigger.start,
        "trigger_end": report.trigger.end,
        "type": report.type,
        "mode": report.mode,
        "contexts": _joined(report.contexts),
        "cameo": report.cameo,
        "quad": report.quad,
        "goldstein": float(report.goldstein),
        "acled_event_type": acled.event_type if acled else None,
        "acled_sub_event_type": acled.sub_event_type if acled else None,
        **_side("source", report.sources),
        **_side("target", report.targets),
        "place_name": place.name if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None,
        "place_precision": place.precision if place else None,
        "place_how": place.how if place else None,
        "other_places": _joined(str(o.get("name") or "") for o in place.others) if place else None,
        "date_start": _day(when.start) if when else None,
        "date_end": _day(when.end) if when else None,
        "date_precision": when.precision if when else None,
        **_counts(report.figures),
        "figures": _joined(f"{f.what}: {f.text}" for f in report.figures),
        "status": report.status,
        "claims": _joined(_claim(c) for c in report.claims),
        "demand": report.demand,
        "confidence": float(report.confidence),
    }


def flat_incident(incident: Incident) -> dict[str, Any]:
    """The columns of `INCIDENT_COLUMNS`, in their order; what is not known is None.

    Of each count they hold the lowest and the highest number that anybody gives; who gives which
    stands in the incident's record.
    """
    place, when = incident.place, incident.date
    return {
        "id": incident.id,
        "type": incident.type,
        "mode": incident.mode,
        "reports": len(incident.reports),
        "articles": len(incident.articles),
        "outlets": len(incident.outlets),
        **_side("source", incident.sources),
        **_side("target", incident.targets),
        "place_name": place.name if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None,
        "place_precision": place.precision if place else None,
        "date_start": _day(when.start) if when else None,
        "date_end": _day(when.end) if when else None,
        "date_precision": when.precision if when else None,
        **_ranges(incident.figures),
        "figures": _joined(
            f"{q.what}: {' / '.join(dict.fromkeys(v.text for v in q.values))}"
            for q in incident.figures
        ),
        "disputed": any(q.disputed for q in incident.figures),
        "part_of": incident.part_of,
        "confidence": float(incident.confidence),
    }


def _ranges(figures: Sequence[Quantity]) -> dict[str, int | None]:
    cells: dict[str, int | None] = {}
    for what in COUNTED:
        values = [v for q in figures if q.what == what for v in q.values]
        bounds = [b for v in values for b in (v.low, v.high) if b is not None]
        cells[f"{what}_low"] = _whole(min(bounds), math.floor) if bounds else None
        cells[f"{what}_high"] = _whole(max(bounds), math.ceil) if bounds else None
    return cells


def _day(value: str | None) -> date | None:
    """A day; a time of day after it is left to the JSON lines."""
    return date.fromisoformat(value[:10]) if value else None


def _joined(values: Iterable[str | None]) -> str | None:
    """The values in one cell, or None if there are none."""
    parts = [(v or "").replace(";", ",") for v in values]
    return ";".join(parts) if parts else None


def _side(side: str, actors: Sequence[Actor]) -> dict[str, str | None]:
    return {
        f"{side}_names": _joined(a.name or a.text for a in actors),
        f"{side}_countries": _joined(a.country for a in actors),
        f"{side}_roles": _joined("/".join(a.roles) for a in actors),
        f"{side}_codes": _joined(a.code for a in actors),
    }


def _counts(figures: Sequence[Figure]) -> dict[str, int | None]:
    cells: dict[str, int | None] = {}
    for what in COUNTED:
        figure = next((f for f in figures if f.what == what), None)
        cells[f"{what}_low"] = _whole(figure.low, math.floor) if figure else None
        cells[f"{what}_high"] = _whole(figure.high, math.ceil) if figure else None
    return cells


def _whole(value: float | None, outwards: Callable[[float], int]) -> int | None:
    """A bound as a whole number of people, rounded outwards so that it stays a bound."""
    if value is None or not math.isfinite(value) or abs(value) > MOST:
        return None
    return outwards(value)


def _claim(claim: Claim) -> str:
    speaker = claim.speaker.name or claim.speaker.text or "somebody"
    return f"{speaker}: {claim.cue} ({claim.stance})"
