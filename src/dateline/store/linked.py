"""What linking made of a store, as it stands, and what linking reads of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dateline.event import EventReport
from dateline.linking.linker import Known, LinkText
from dateline.store.records import decode
from dateline.store.store import Store

Members = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Incidents as they stand: the living by age, the gone with their last reports, and the rest.

    `founders` are the reports that a living incident began with. `texts` and `stories` lead from an
    article to the name of its group.
    """

    living: Mapping[str, Members]
    founders: Mapping[str, Members]
    gone: Mapping[str, Members]
    redirects: Mapping[str, str]
    part_of: Mapping[str, str]
    texts: Mapping[str, str]
    stories: Mapping[str, str]

    def home(self, report: str) -> str | None:
        """The incident of a report."""
        return self.homes().get(report)

    def homes(self) -> dict[str, str]:
        """The incident of every report that is in one."""
        return {r: incident for incident, members in self.living.items() for r in members}

    def leads_to(self, incident: str) -> str:
        """The living incident to which an id leads; the id itself if it leads nowhere."""
        seen = set()
        while incident in self.redirects and incident not in seen:
            seen.add(incident)
            incident = self.redirects[incident]
        return incident


def standing(store: Store) -> Standing:
    """The incidents of a store as they are now."""
    ask = store.select
    living: dict[str, list[str]] = {}
    for incident, report in ask(
        "SELECT incident, report FROM incident_reports JOIN"
        " (SELECT incident, min(run) AS born FROM incident_reports GROUP BY incident)"
        " USING (incident) WHERE ended_run IS NULL ORDER BY born, incident, report"
    )[1]:
        living.setdefault(incident, []).append(report)
    founders: dict[str, list[str]] = {}
    for incident, report in ask(
        "SELECT incident, report FROM incident_reports"
        " QUALIFY run = min(run) OVER (PARTITION BY incident) ORDER BY report"
    )[1]:
        founders.setdefault(incident, []).append(report)
    redirects = dict(ask("SELECT incident, target FROM redirects WHERE ended_run IS NULL")[1])
    gone: dict[str, list[str]] = {}
    for incident, report in ask(
        "SELECT incident, report FROM incident_reports WHERE incident NOT IN"
        " (SELECT incident FROM incident_reports WHERE ended_run IS NULL)"
        " QUALIFY ended_run = max(ended_run) OVER (PARTITION BY incident)"
        " ORDER BY min(run) OVER (PARTITION BY incident), incident, report"
    )[1]:
        gone.setdefault(incident, []).append(report)
    part_of = dict(ask("SELECT id, part_of FROM incidents WHERE part_of IS NOT NULL")[1])
    articles = ask("SELECT article, same_text, story FROM article_groups WHERE ended_run IS NULL")[
        1
    ]
    return Standing(
        living={i: tuple(members) for i, members in living.items()},
        founders={i: tuple(founders[i]) for i in living},
        gone={i: tuple(members) for i, members in gone.items()},
        redirects=redirects,
        part_of=part_of,
        texts={article: text for article, text, _ in articles},
        stories={article: story for article, _, story in articles},
    )


def reports_of(store: Store, ids: Collection[str]) -> dict[str, EventReport]:
    """Event reports of the newest readings by their ids, in order of reading."""
    sql = (
        "SELECT record FROM events WHERE id IN (SELECT unnest(?::VARCHAR[]))"
        " ORDER BY reading, position"
    )
    found = (decode(record) for (record,) in store.select(sql, [sorted(ids)])[1])
    return {report.id: report for report in found}


@dataclass(frozen=True, slots=True)
class Material:
    """What linking reads of a store: reports, and their articles' texts by id."""

    reports: Sequence[EventReport]
    texts: Mapping[str, LinkText]


def material_of(store: Store, ids: Collection[str]) -> Material:
    """The reports of some ids, and the texts of their articles."""
    reports = list(reports_of(store, ids).values())
    rows = store.select(
        "SELECT id, title, outlet, CAST(published AS VARCHAR), text FROM articles"
        " WHERE id IN (SELECT unnest(?::VARCHAR[])) ORDER BY reading",
        [sorted({r.article.id for r in reports})],
    )[1]
    return Material(reports, {row[0]: LinkText(*row) for row in rows})


def known_of(was: Standing, here: AbstractSet[str]) -> Known:
    """The groups as they stand, with the reports that are there only."""
    groups = {i: tuple(r for r in members if r in here) for i, members in was.living.items()}
    return Known({i: members for i, members in groups.items() if members})


# Reports may speak of one happening if they are told, or if it is told to be, so many days apart.
AROUND = 30


def around(store: Store, was: Standing, reports: Collection[str]) -> set[str]:
    """Reports near in time to some, and all others of the incidents that those are in.

    Time goes by blocks of a month, the block before and the one after included; what has no day at
    all is near to everything.
    """
    days = "unnest([published, date_start, date_end])"
    block = f"CAST(floor(date_diff('day', DATE '1970-01-01', day) / {AROUND}) AS INTEGER)"
    rows = store.select(
        f"WITH dated AS (SELECT id, {days} AS day FROM events),"  # noqa: S608 - ours
        f" blocks AS (SELECT DISTINCT id, {block} AS block FROM dated WHERE day IS NOT NULL),"
        " wanted AS (SELECT unnest(?::VARCHAR[]) AS id),"
        " near AS (SELECT DISTINCT block + unnest([-1, 0, 1]) AS block"
        " FROM blocks SEMI JOIN wanted USING (id))"
        " SELECT DISTINCT id FROM blocks SEMI JOIN near USING (block)"
        " UNION SELECT id FROM events WHERE published IS NULL AND date_start IS NULL",
        [sorted(reports)],
    )[1]
    near = {*reports, *(r for (r,) in rows)}
    homes = was.homes()
    return near | {m for i in {homes[r] for r in near if r in homes} for m in was.living[i]}
