"""What people decide about incidents: same or different, by whom, when; and how it is taken back.

A decision is a row that stays. It is absolute: linking never goes against one that stands. Taking
it back marks the row and brings the reports it touched back to the groups they were in before; if
linking has changed these since, they are grouped anew without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, product
from typing import TYPE_CHECKING, Literal

from dateline.errors import StoreError
from dateline.incident import Incident
from dateline.linking.clustering import components
from dateline.linking.linker import Linker, Told
from dateline.store import schema
from dateline.store.bulk import insert
from dateline.store.link_writing import Act, Change, Grouping, write
from dateline.store.linked import Members, Standing, around, known_of, material_of, standing
from dateline.store.opening import now
from dateline.store.records import decode_incident
from dateline.store.store import Store

if TYPE_CHECKING:
    import duckdb

Verdict = Literal["same", "different"]
# Two large incidents are told apart by this many reports of each.
APART = 50
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, with the reports that it holds for."""

    number: int
    verdict: Verdict
    first: Members
    second: Members
    given: tuple[str, str]
    person: str
    note: str | None
    decided_at: datetime
    undone_at: datetime | None
    undone_by: str | None

    def told(self) -> list[Told]:
        """The decision as linking takes it: pairs of reports."""
        if self.verdict == "same":
            everybody = sorted({*self.first, *self.second})
            return [Told(a, b, same=True) for a, b in pairwise(everybody)]
        pairs = product(self.first[:APART], self.second[:APART])
        return [Told(min(a, b), max(a, b), same=False) for a, b in pairs]


@dataclass(frozen=True, slots=True)
class Named:
    """What an id given by a person stands for."""

    id: str
    kind: Literal["incident", "report"]
    reports: Members


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision made or taken back, and what it changed."""

    decision: Decision
    change: Change
    incidents: tuple[str, ...]


def decisions(store: Store) -> list[Decision]:
    """Every decision ever made, those taken back too, in order."""
    rows = store.select(
        "SELECT decision, verdict, first, second, given_first, given_second, person, note,"
        " decided_at, undone_at, undone_by FROM decisions ORDER BY decision"
    )[1]
    return [
        Decision(
            number,
            verdict,
            tuple(first.split()),
            tuple(second.split()),
            (given_first, given_second),
            *rest,
        )
        for number, verdict, first, second, given_first, given_second, *rest in rows
    ]


def active(store: Store) -> list[Decision]:
    """The decisions that stand."""
    return [d for d in decisions(store) if d.undone_at is None]


def told_of(standing_decisions: Iterable[Decision], here: AbstractSet[str]) -> list[Told]:
    """Decisions as linking takes them, without reports that are not there (any more)."""
    return [t for d in standing_decisions for t in d.told() if t.first in here and t.second in here]


def together(standing_decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Pairs of reports that people put together."""
    return [(t.first, t.second) for d in standing_decisions for t in d.told() if t.same]


def named(store: Store, was: Standing, given: str) -> Named:
    """What an id, or the beginning of one, stands for: an incident or a report.

    An id that was merged stands for the incident that it went up in. Several ids, parted by blanks,
    stand for the reports of all of them.

    Raises:
        StoreError: nothing has this id, or several do.
    """
    given = given.strip()
    if " " in given:
        parts = [named(store, was, one).reports for one in given.split()]
        return Named(given, "report", tuple(dict.fromkeys(r for part in parts for r in part)))
    incidents = {*was.living, *was.gone}
    if given in incidents:
        found = [given]
    else:
        starts = {i for i in incidents if i.startswith(given)}
        reports = store.select(
            "SELECT DISTINCT id FROM events WHERE starts_with(id, ?) ORDER BY id LIMIT ?",
            [given, SHOWN + 1],
        )[1]
        ids = [r for (r,) in reports]
        found = [given] if given in ids else [*sorted(starts), *ids]
    if not given or not found:
        msg = f"no incident or event report has the id {given!r}; `dateline incidents` lists them"
        raise StoreError(msg)
    if len(found) > 1:
        more = " …" if len(found) > SHOWN else ""
        listed = ", ".join(found[:SHOWN])
        msg = f"{given!r} begins several ids ({listed}{more}): give more of it"
        raise StoreError(msg)
    (identity,) = found
    if identity not in incidents:
        return Named(identity, "report", (identity,))
    living = was.leads_to(identity)
    if living not in was.living:
        msg = f"of the incident {identity} no report is left; name another one"
        raise StoreError(msg)
    return Named(living, "incident", was.living[living])


def incident_named(store: Store, given: str) -> Incident:
    """The incident of an id or the beginning of one; a report's id gives its incident.

    Raises:
        StoreError: nothing has this id, several do, or the report is in no incident.
    """
    was = standing(store)
    found = named(store, was, given)
    identity = found.id if found.kind == "incident" else was.home(found.id)
    if identity is None:
        raise StoreError(_in_none(found.id))
    rows = store.select("SELECT record FROM incidents WHERE id = ?", [identity])[1]
    return decode_incident(rows[0][0])


def _in_none(report: str) -> str:
    return (
        f"the event report {report} is in no incident: run `dateline link STORE` first "
        "(reports of what is only imagined, usual or tied to a condition are in none)"
    )


def decide(
    store: Store,
    verdict: Verdict,
    pair: tuple[str, str],
    person: str,
    *,
    note: str | None = None,
) -> Decided:
    """Put two incidents (or those of two reports) together, or keep them apart, from now on.

    Args:
        store: a store that is open for writing and linked.
        verdict: `same` or `different`.
        pair: ids of incidents or reports, or their beginnings.
        person: who decides.
        note: why.

    Raises:
        StoreError: an id is unknown, or the decision goes against one that stands.
    """
    was = standing(store)
    first, second = (named(store, was, given) for given in pair)
    one, two = _sides(was, verdict, first, second)
    held = decisions(store)
    decision = Decision(
        number=max((d.number for d in held), default=0) + 1,
        verdict=verdict,
        first=one,
        second=two,
        given=(first.id, second.id),
        person=person,
        note=note,
        decided_at=now(),
        undone_at=None,
        undone_by=None,
    )
    stands = [d for d in held if d.undone_at is None]
    _check(decision, stands)
    touched = _touched(was, {*one, *two})
    if verdict == "same":
        groups, version = [tuple(sorted({*touched, *one, *two}))], None
    elif _apart(was, one, two):
        groups, version = _groups_of(was, touched), None
    else:
        groups, version = _regrouped(store, touched, [*stands, decision])
    act = Act(verdict, version=version, reports=len(touched), decision=decision.number)
    grouping = Grouping(groups, together=together([*stands, decision]))
    change = write(store, was, act, grouping, lambda c: _write(c, decision))
    return _result(store, decision, change)


def undo(store: Store, person: str, number: int | None = None) -> Decided:
    """Take back a decision: the one of that number, or the last that stands.

    Raises:
        StoreError: there is none, or it was taken back before.
    """
    held = decisions(store)
    decision = _to_undo(held, number)
    was = standing(store)
    rest = [d for d in held if d.undone_at is None and d.number != decision.number]
    touched = _touched(was, {*decision.first, *decision.second})
    earlier = _before(store, decision, touched)
    if earlier is not None:
        (groups, parts), version = earlier, None
    else:
        (groups, version), parts = _relinked(store, was, touched, rest), {}
    act = Act("undo", version=version, reports=len(touched), decision=decision.number)
    time = now()

    def mark(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            "UPDATE decisions SET undone_at = ?, undone_by = ? WHERE decision = ?",
            [time, person, decision.number],
        )

    grouping = Grouping(groups, part_of=parts, together=together(rest))
    change = write(store, was, act, grouping, mark)
    return _result(store, next(d for d in decisions(store) if d.number == decision.number), change)


def _to_undo(held: Sequence[Decision], number: int | None) -> Decision:
    stands = [d for d in held if d.undone_at is None]
    if number is None:
        if not stands:
            msg = "there is no decision to take back"
            raise StoreError(msg)
        return stands[-1]
    for decision in held:
        if decision.number == number:
            if decision.undone_at is not None:
                msg = f"decision {number} was taken back before, by {decision.undone_by}"
                raise StoreError(msg)
            return decision
    msg = f"there is no decision {number}; `dateline undo STORE --list` shows them"
    raise StoreError(msg)


def _sides(was: Standing, verdict: Verdict, first: Named, second: Named) -> tuple[Members, Members]:
    """The reports that a decision holds for.

    Who is the same as somebody takes his whole incident along; who is different may leave alone.
    """
    if first.id == second.id:
        msg = f"both ids lead to {first.kind} {first.id}: give two that are not the same"
        raise StoreError(msg)
    homes = was.homes()
    one, two = first.reports, second.reports
    for report in (*one, *two):
        if report not in homes:
            raise StoreError(_in_none(report))
    if verdict == "same":
        return was.living[homes[one[0]]], was.living[homes[two[0]]]
    # A report against its own incident is set apart from the others in it.
    one, two = tuple(r for r in one if r not in two) or one, tuple(r for r in two if r not in one)
    if not two or set(one) & set(two):
        msg = f"{first.kind} {first.id} and {second.kind} {second.id} are the same reports"
        raise StoreError(msg)
    return one, two


def _check(decision: Decision, stands: Sequence[Decision]) -> None:
    """Refuse what goes against a decision that stands.

    Raises:
        StoreError: it does; the message names the decisions to take back first.
    """
    everything = [*stands, decision]
    told = [t for d in everything for t in d.told()]
    reports = {i for t in told for i in (t.first, t.second)}
    joined = components(sorted(reports), [(t.first, t.second) for t in told if t.same])
    group = {i: n for n, members in enumerate(joined) for i in members}
    against = [
        d.number
        for d in everything
        for t in d.told()
        if not t.same and group[t.first] == group[t.second]
    ]
    if not against:
        return
    if decision.verdict == "same":
        numbers = sorted({n for n in against if n != decision.number})
        what = "holds them apart"
    else:
        mine = {group[i] for t in decision.told() for i in (t.first, t.second)}
        numbers = sorted(
            d.number
            for d in stands
            if d.verdict == "same" and any(group[t.first] in mine for t in d.told())
        )
        what = "holds them together"
    listed = ", ".join(map(str, numbers))
    msg = f"decision {listed} {what}: take it back first (`dateline undo STORE {numbers[-1]}`)"
    raise StoreError(msg)


def _touched(was: Standing, reports: Collection[str]) -> Members:
    """All reports of the incidents that some reports are in, and the reports themselves."""
    homes = was.homes()
    incidents = {homes[r] for r in reports if r in homes}
    return tuple(sorted({*reports, *(m for i in incidents for m in was.living[i])}))


def _apart(was: Standing, one: Members, two: Members) -> bool:
    homes = was.homes()
    return {homes.get(r, r) for r in one}.isdisjoint(homes.get(r, r) for r in two)


def _groups_of(was: Standing, reports: Members) -> list[Members]:
    """The groups that reports are in now."""
    homes = was.homes()
    groups: dict[str, list[str]] = {}
    for report in reports:
        groups.setdefault(homes.get(report, report), []).append(report)
    return [tuple(members) for members in groups.values()]


def _regrouped(
    store: Store, reports: Members, stands: Sequence[Decision]
) -> tuple[list[Members], str]:
    """Reports grouped anew among themselves by what people decided and, for the rest, by score."""
    material = material_of(store, reports)
    here = {r.id for r in material.reports}
    linker = Linker()
    linked = linker.link(material.reports, material.texts, told=told_of(stands, here))
    return list(linked.groups), linker.version


def _relinked(
    store: Store, was: Standing, reports: Members, stands: Sequence[Decision]
) -> tuple[list[Members], str]:
    """The groups near some reports, when these are linked as if they were new."""
    material = material_of(store, around(store, was, reports))
    here = {r.id for r in material.reports}
    linker = Linker()
    linked = linker.link(
        material.reports,
        material.texts,
        new=set(reports),
        known=known_of(was, here - set(reports)),
        told=told_of(stands, here),
    )
    return list(linked.groups), linker.version


def _before(
    store: Store, decision: Decision, touched: Members
) -> tuple[list[Members], dict[str, str]] | None:
    """The groups as they were before a decision, and what was part of what, by their reports.

    None if anything has changed them since.
    """
    acts = store.select("SELECT run, decision FROM link_runs WHERE decision IS NOT NULL")[1]
    run = next((r for r, number in acts if number == decision.number), None)
    if run is None:
        return None
    # Another decision taken or taken back since may be what put them where they were.
    since = {number for r, number in acts if r > run}
    later = [d for d in decisions(store) if d.number in since]
    if any(not {*d.first, *d.second}.isdisjoint(touched) for d in later):
        return None
    rows = store.select(
        "SELECT incident, report, run, ended_run FROM incident_reports WHERE incident IN (SELECT"
        " incident FROM incident_reports WHERE report IN (SELECT unnest(?::VARCHAR[])))"
        " AND (ended_run IS NULL OR ended_run >= ?)",
        [list(touched), run],
    )[1]
    if any(begun > run or (ended or 0) > run for _, _, begun, ended in rows):
        return None
    groups: dict[str, list[str]] = {}
    for incident, report, begun, _ in rows:
        if begun < run:
            groups.setdefault(incident, []).append(report)
    before = [tuple(sorted(members)) for members in groups.values()]
    if {r for g in before for r in g} != set(touched):
        return None
    return before, _parts_before(store, run)


def _parts_before(store: Store, run: int) -> dict[str, str]:
    """What was part of what among the incidents that a run changed, by a report of each."""
    rows = store.select(
        "WITH old AS (SELECT incident, min(report) AS report FROM incident_reports"
        " WHERE run < ? AND (ended_run IS NULL OR ended_run >= ?) GROUP BY incident)"
        " SELECT part.report, whole.report FROM incident_records"
        " JOIN old AS part ON part.incident = id JOIN old AS whole ON whole.incident = part_of"
        " WHERE incident_records.run < ? AND incident_records.ended_run = ?",
        [run, run, run, run],
    )[1]
    return dict(rows)


def _write(connection: duckdb.DuckDBPyConnection, d: Decision) -> None:
    row = (
        d.number,
        d.verdict,
        " ".join(d.first),
        " ".join(d.second),
        *d.given,
        d.person,
        d.note,
        d.decided_at,
        None,
        None,
    )
    insert(connection, "decisions", schema.DECISIONS, [row])


def _result(store: Store, decision: Decision, change: Change) -> Decided:
    homes = standing(store).homes()
    reports = (*decision.first, *decision.second)
    return Decided(decision, change, tuple(dict.fromkeys(homes[r] for r in reports if r in homes)))
