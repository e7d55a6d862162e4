"""How a new grouping is written over what stands.

Nothing is deleted. A row that no longer holds gets the number of the run that ended it, so that
every earlier state can be read, and a merge can be taken back to the very groups it joined.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.linking.incidents import Named, Past, incident_of, name_groups, weakest_link
from dateline.linking.linker import PairScore
from dateline.store import schema
from dateline.store.bulk import insert
from dateline.store.linked import Members, Standing, reports_of
from dateline.store.opening import now
from dateline.store.records import encode_incident
from dateline.store.rows import flat_incident
from dateline.store.store import Store

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Act:
    """One act that changes incidents: what it was, by which linker, on how much."""

    what: str
    version: str | None = None
    reports: int = 0
    new: int = 0
    pairs: int = 0
    decision: int | None = None
    started: datetime = field(default_factory=now)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A new grouping of some reports, with what goes with it.

    `groups` hold all reports of the incidents they touch. `part_of` leads from a report to one of
    the whole. `texts` and `stories` are null where articles were not looked at again.
    """

    groups: Sequence[Members]
    pairs: Sequence[PairScore] = ()
    part_of: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)
    together: Sequence[tuple[str, str]] = ()
    gone: Collection[str] = ()
    rebuild: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a run changed: ids of incidents made or written anew, redirects, and ids emptied."""

    run: int
    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()


def write(
    store: Store,
    was: Standing,
    act: Act,
    grouping: Grouping,
    also: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
) -> Change:
    """Write a grouping over what stands; all of it, or after an error nothing.

    Incidents that share no report with the groups stay as they are, but for reports that are gone.
    `also` writes what belongs to the same act.
    """
    gone = set(grouping.gone)
    grouped = {r for group in grouping.groups for r in group}
    # Of an incident that lost a report and is in no group, the rest is a group.
    rests = [
        rest
        for members in was.living.values()
        if not gone.isdisjoint(members) and grouped.isdisjoint(members)
        if (rest := tuple(r for r in members if r not in gone))
    ]
    groups = [*grouping.groups, *rests]
    grouped |= {*gone, *(r for rest in rests for r in rest)}
    touched = {i: m for i, m in was.living.items() if not grouped.isdisjoint(m)}
    here = grouped - gone
    past = {
        i: was.founders[i] if not here.isdisjoint(was.founders[i]) else members
        for i, members in touched.items()
    }
    named = name_groups(groups, Past(past, was.gone))
    with store.transaction() as connection:
        (newest,) = connection.execute("SELECT coalesce(max(run), 0) FROM link_runs").fetchone()
        run = int(newest) + 1
        if also:
            also(connection)
        texts = _write_articles(connection, run, was, grouping)
        _write_pairs(connection, run, act, grouping.pairs)
        _write_members(connection, run, touched, named)
        _write_ways(connection, run, was, named)
        changed = _write_records(
            store, connection, run, _Plan(was, touched, named, grouping, texts)
        )
        insert(
            connection,
            "link_runs",
            schema.LINK_RUNS,
            [
                (
                    run,
                    act.what,
                    act.version,
                    act.started,
                    now(),
                    act.reports,
                    act.new,
                    act.pairs,
                    act.decision,
                )
            ],
        )
    made = tuple(i for i in named.groups if i not in was.living)
    return Change(run, made, changed, named.redirects, named.emptied)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the records of incidents are made from."""

    was: Standing
    touched: Mapping[str, Members]
    named: Named
    grouping: Grouping
    texts: Mapping[str, str]


def _write_articles(
    connection: duckdb.DuckDBPyConnection, run: int, was: Standing, grouping: Grouping
) -> Mapping[str, str]:
    """The groups of articles that changed; all groups of copies come back."""
    rows = [
        (article, text, grouping.stories[article], run, None)
        for article, text in grouping.texts.items()
        if (was.texts.get(article), was.stories.get(article)) != (text, grouping.stories[article])
    ]
    _end(connection, "article_groups", "article", [row[0] for row in rows], run)
    insert(connection, "article_groups", schema.ARTICLE_GROUPS, rows)
    return {**was.texts, **grouping.texts}


def _write_pairs(
    connection: duckdb.DuckDBPyConnection, run: int, act: Act, pairs: Iterable[PairScore]
) -> None:
    time = now()
    rows = [
        (
            run,
            p.first,
            p.second,
            p.probability,
            p.band,
            msgspec.json.encode(p.factors).decode(),
            act.version or "",
            time,
        )
        for p in pairs
    ]
    insert(connection, "pair_scores", schema.PAIR_SCORES, rows)


def _write_members(
    connection: duckdb.DuckDBPyConnection, run: int, touched: Mapping[str, Members], named: Named
) -> None:
    before = {(i, r) for i, members in touched.items() for r in members}
    after = {(i, r) for i, members in named.groups.items() for r in members}
    left = sorted(before - after)
    if left:
        connection.execute(
            "UPDATE incident_reports SET ended_run = ? FROM"
            " (SELECT unnest(?::VARCHAR[]) AS i, unnest(?::VARCHAR[]) AS r) AS gone"
            " WHERE incident = gone.i AND report = gone.r AND ended_run IS NULL",
            [run, [i for i, _ in left], [r for _, r in left]],
        )
    rows = [(i, r, run, None) for i, r in sorted(after - before)]
    insert(connection, "incident_reports", schema.INCIDENT_REPORTS, rows)


def _write_ways(
    connection: duckdb.DuckDBPyConnection, run: int, was: Standing, named: Named
) -> None:
    """Where ids lead that are no incident any more, and those that are one again."""
    back = [i for i in named.groups if i in was.gone]
    _end(connection, "redirects", "incident", back, run)
    _end(connection, "tombstones", "incident", back, run)
    rows = [(i, target, run, None) for i, target in named.redirects.items()]
    insert(connection, "redirects", schema.REDIRECTS, rows)
    stones = [(i, "none of its reports is left", run, None) for i in named.emptied]
    insert(connection, "tombstones", schema.TOMBSTONES, stones)


def _write_records(
    store: Store, connection: duckdb.DuckDBPyConnection, run: int, plan: _Plan
) -> tuple[str, ...]:
    """The records of incidents that are not what they were."""
    part_of = _parts(plan)
    named, was = plan.named, plan.was
    # Where copies of a text were found among articles known before, votes and voices change.
    restless = {a for a, text in plan.grouping.texts.items() if was.texts.get(a, text) != text}
    revoted = set(_reports_in(connection, restless))
    stale = {i for i, parent in was.part_of.items() if part_of.get(i) != parent} & set(was.living)
    known = {i: m for i, m in was.living.items() if i not in plan.touched}
    groups = {**{i: known[i] for i in stale if i in known}, **named.groups}
    wanted = {
        i: members
        for i, members in groups.items()
        if i in stale
        or plan.grouping.rebuild
        or tuple(was.living.get(i, ())) != tuple(members)
        or part_of.get(i) != was.part_of.get(i)
        or not revoted.isdisjoint(members)
    }
    gone = [*named.redirects, *named.emptied]
    _end(connection, "incident_records", "id", gone, run)
    if not wanted:
        return ()
    ids = {r for members in wanted.values() for r in members}
    reports = reports_of(store, ids)
    pairs = _pairs_of(connection, ids, plan.grouping)
    old = dict(
        connection.execute(
            "SELECT id, CAST(record AS VARCHAR) FROM incident_records WHERE ended_run IS NULL"
            " AND id IN (SELECT unnest(?::VARCHAR[]))",
            [list(wanted)],
        ).fetchall()
    )
    rows: list[tuple[Any, ...]] = []
    for identity, members in sorted(wanted.items()):
        inside = set(members)
        incident = incident_of(
            identity,
            [reports[r] for r in members if r in reports],
            plan.texts,
            confidence=weakest_link(
                members, (p for r in members for p in pairs.get(r, ()) if p[1] in inside)
            ),
            part_of=part_of.get(identity),
        )
        record = encode_incident(incident).decode()
        if record != old.get(identity):
            rows.append((*flat_incident(incident).values(), record, run, None))
    _end(connection, "incident_records", "id", [row[0] for row in rows], run)
    insert(connection, "incident_records", schema.INCIDENT_RECORDS, rows)
    return tuple(row[0] for row in rows)


def _reports_in(connection: duckdb.DuckDBPyConnection, articles: Collection[str]) -> Iterable[str]:
    if not articles:
        return ()
    sql = "SELECT id FROM events WHERE article_id IN (SELECT unnest(?::VARCHAR[]))"
    return [report for (report,) in connection.execute(sql, [sorted(articles)]).fetchall()]


def _parts(plan: _Plan) -> dict[str, str]:
    """Which incident is part of which, over all incidents that live after the run."""
    named, was = plan.named, plan.was
    living = {i for i in was.living if i not in plan.touched} | set(named.groups)
    home = {r: i for i, members in was.living.items() if i not in plan.touched for r in members}
    home.update((r, i) for i, members in named.groups.items() for r in members)
    ways = {**was.redirects, **named.redirects}

    def led(incident: str) -> str:
        seen: set[str] = set()
        while incident not in living and incident in ways and incident not in seen:
            seen.add(incident)
            incident = ways[incident]
        return incident

    # An incident that is what it was may have its whole beyond the time that was looked at.
    kept = {
        i: led(parent)
        for i, parent in was.part_of.items()
        if i in living and named.groups.get(i, was.living[i]) == was.living[i]
    }
    kept.update(
        (home[part], home[whole])
        for part, whole in plan.grouping.part_of.items()
        if part in home and whole in home
    )
    return {i: parent for i, parent in kept.items() if i != parent and parent in living}


def _pairs_of(
    connection: duckdb.DuckDBPyConnection, ids: Collection[str], grouping: Grouping
) -> dict[str, list[tuple[str, str, float]]]:
    """The newest score of each pair among the reports, by its first one."""
    rows = connection.execute(
        "SELECT first, second, arg_max(probability, run) FROM pair_scores"
        " WHERE first IN (SELECT unnest(?::VARCHAR[])) GROUP BY first, second",
        [sorted(ids)],
    ).fetchall()
    found: dict[tuple[str, str], float] = {(a, b): float(p) for a, b, p in rows}
    for a, b in grouping.together:
        found[min(a, b), max(a, b)] = 1.0
    by_first: dict[str, list[tuple[str, str, float]]] = {}
    for (a, b), p in found.items():
        by_first.setdefault(a, []).append((a, b, p))
    return by_first


def _end(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, keys: Sequence[str], run: int
) -> None:
    """Mark the living rows of the keys as ended by a run."""
    if keys:
        connection.execute(
            f"UPDATE {table} SET ended_run = ? WHERE ended_run IS NULL"  # noqa: S608 - ours
            f" AND {column} IN (SELECT unnest(?::VARCHAR[]))",
            [run, list(keys)],
        )
