"""What an export needs, out of a store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from dateline.errors import ExportError
from dateline.exports.datasets.cases import Case, Gone, Material, cases_of, unlinked
from dateline.incident import Incident
from dateline.knowledge.gazetteer import Gazetteer
from dateline.linking.rules import rules
from dateline.store import Store
from dateline.store.decisions import incident_named


def linked_material(
    store: Store,
    *,
    where: str | None = None,
    incident: str | None = None,
    policy: str | None = None,
) -> Material:
    """The incidents of a store that a condition holds for, or one by its id, with their reports.

    Raises:
        ExportError: the store was never linked.
        StoreError: the condition cannot be run, or there is no such incident.
    """
    if not store.query("FROM incidents LIMIT 1")[1]:
        msg = (
            f"{store.path} has no incidents: make them with `dateline link {store.path}`, or "
            "export each event report as a row of its own with --reports"
        )
        raise ExportError(msg)
    found: list[Incident] = (
        [incident_named(store, incident)] if incident else list(store.incidents(where))
    )
    wanted = {r for i in found for r in i.reports}
    reports = [r for r in store.reports() if r.id in wanted]
    waiting, never = (0, 0) if incident else _outside(store)
    cases = cases_of(found, reports)
    return Material(
        cases=cases,
        districts=districts_of(cases),
        waiting=waiting,
        never=never,
        gone=_gone(store),
        read_at=_read_at(store),
        written_at=_written_at(store),
        lengths=_lengths(store),
        policy=policy,
    )


def unlinked_material(
    store: Store, *, where: str | None = None, policy: str | None = None
) -> Material:
    """Every event report that a condition holds for, as an incident of its own.

    Raises:
        StoreError: the condition cannot be run.
    """
    sql = f"SELECT id FROM (FROM events WHERE ({where or 'true'}\n))"  # noqa: S608 - the user's own
    wanted = {row[0] for row in store.query(sql)[1]}
    reports = [r for r in store.reports() if r.id in wanted]
    cases = cases_of([unlinked(r) for r in reports], reports)
    return Material(
        cases=cases,
        districts=districts_of(cases),
        read_at=_read_at(store),
        lengths=_lengths(store),
        policy=policy,
        unlinked=True,
    )


def districts_of(cases: Iterable[Case]) -> dict[int, str]:
    """The districts of the places of incidents and reports, by GeoNames id."""
    places = [c.incident.place for c in cases] + [r.place for c in cases for r in c.reports]
    names = {p.geonameid: p.name for p in places if p and p.geonameid and p.precision != "admin2"}
    if not names:
        return {}
    gazetteer = Gazetteer.open()
    found = {}
    for identity, name in names.items():
        entry = next((e for e in gazetteer.find(name) if e.geonameid == identity), None)
        district = gazetteer.get(entry.admin2_id) if entry and entry.admin2_id else None
        if district:
            found[identity] = district.name
    return found


def _outside(store: Store) -> tuple[int, int]:
    """How many event reports wait for linking, and how many are never linked: their status."""
    sql = (
        "SELECT status FROM events WHERE id NOT IN"
        " (SELECT report FROM incident_reports WHERE ended_run IS NULL)"
    )
    linked = rules().statuses
    statuses = [status for (status,) in store.query(sql)[1]]
    waiting = sum(s in linked for s in statuses)
    return waiting, len(statuses) - waiting


def _pairs(store: Store, sql: str) -> Sequence[tuple[Any, ...]]:
    return store.query(sql)[1]


def _read_at(store: Store) -> dict[str, datetime]:
    sql = "SELECT e.id, r.read_at FROM events e JOIN current_readings r USING (reading)"
    return dict(_pairs(store, sql))


def _written_at(store: Store) -> dict[str, datetime]:
    sql = "SELECT i.id, l.started_at FROM incidents i JOIN link_runs l USING (run)"
    return dict(_pairs(store, sql))


def _lengths(store: Store) -> dict[str, int]:
    return dict(_pairs(store, "SELECT id, length(text) FROM articles"))


def _gone(store: Store) -> tuple[Gone, ...]:
    """Incidents that are no more, and those that stood under another country before.

    The country is part of ACLED's ids, so an incident that moves has another id there.
    """
    sql = """
WITH was AS (
  SELECT id, country, max(run) AS run FROM incident_records
  WHERE country IS NOT NULL GROUP BY id, country
),
ways AS (
  SELECT incident, target, 'merged into another incident' AS reason, run
  FROM redirects WHERE ended_run IS NULL
  UNION ALL
  SELECT incident, NULL, reason, run FROM tombstones WHERE ended_run IS NULL
  UNION ALL
  SELECT i.id, i.id, 'filed under another country', i.run
  FROM incidents i JOIN was w ON w.id = i.id AND w.country IS DISTINCT FROM i.country
)
SELECT ways.incident, ways.target, l.started_at, ways.reason, was.country, now.country
FROM ways JOIN link_runs l ON l.run = ways.run LEFT JOIN was ON was.id = ways.incident
  LEFT JOIN incidents now ON now.id = ways.target
WHERE ways.target IS NULL OR ways.incident <> ways.target
  OR was.country IS DISTINCT FROM now.country
ORDER BY ways.incident, was.country
"""
    return tuple(Gone(*row) for row in _pairs(store, sql))
