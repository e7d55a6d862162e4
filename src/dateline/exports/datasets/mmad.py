"""Mass Mobilization in Autocracies: a row a report of a protest, and a row a city, day and side.

The second table is made of the first by the statement that the project publishes: the highest
code and the mean size over the reports. The codes of violence and of the security forces follow
our memory of the codebook and want checking against it; `scope` is not known.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from dateline.event import EventReport
from dateline.exports.datasets.cases import Case, Material, number_of
from dateline.exports.datasets.columns import columns
from dateline.exports.datasets.files import Cell, Output, Row, Shape, Table, jsonl
from dateline.exports.datasets.folding import Folded, folded
from dateline.exports.datasets.naming import STATE, codes_of, listed, names_of
from dateline.exports.datasets.numbers import Picked, picked
from dateline.exports.datasets.provenance import entry
from dateline.exports.glance import plain
from dateline.linking.claims import quantities

SHAPE = Shape(nothing="NA")
POLICY = "mean"
# A protest for the government would be 0; what the reports tell does not show it.
ANTI, OTHER = 1, 3
LETTERS = str.maketrans(dict(zip("łŁøØıđĐðæœþ", "lLoOidDdaot", strict=True)) | {"ß": "ss"})
# Violence of participants: none told, damage, people hurt, people killed; and of security forces:
# none told, present, force or arrests, people killed.
NONE, FIRST, SECOND, THIRD = 0, 1, 2, 3


def export(material: Material) -> Output:
    """Both tables and the provenance."""
    rows: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    for group in folded(material.cases):
        case = group.main
        used: set[str] = set()
        for report in case.reports:
            problem = _problem(report, case)
            if problem:
                left_out[problem] += 1
                continue
            row, number = _row(group, report, material.policy)
            rows.append(row)
            cases = [Case(case.incident, (report,)), *_force_in(group, report)]
            used.update(r.id for c in cases for r in c.reports)
            accounts.append(entry(row["id"], cases, {"avg_numparticipants": number}))  # type: ignore[arg-type]
        beside = [r for c in group.force for r in c.reports if r.id not in used]
        if beside:
            left_out["of force at a protest that its article does not tell"] += len(beside)
    rows.sort(key=lambda r: (str(r["event_date"]), str(r["id"])))
    values = {"side": frozenset({"0", "1", "3"})}
    return Output(
        (
            Table(".csv", columns("mmad"), rows, SHAPE, "id", values),
            Table(".events.csv", columns("mmad_events"), events_of(rows), SHAPE, values=values),
            jsonl(".provenance.jsonl", accounts),
        ),
        len(rows),
        left_out,
        notes=(
            (
                "part_violence: 0 none told, 1 damage, 2 people hurt, 3 people killed; "
                "sec_engagement: 0 none told, 1 present, 2 force or arrests, 3 people killed. "
                "Both, and the names of the columns of size, want checking against the codebook."
            ),
            "scope is not known; no country and year is left out for being a democracy.",
        ),
        unit="event report(s)",
    )


def _problem(report: EventReport, case: Case) -> str | None:
    if case.incident.type != "PROTEST" or report.type != "PROTEST":
        return "no protest"
    if report not in case.told:
        return "not told as a fact"
    place = case.incident.place
    codes = codes_of(place.country) if place else None
    if place is None or codes is None or place.precision not in {"exact", "city"}:
        return "without a town"
    if codes.cow is None:
        return "in no state of the Correlates of War"
    when = report.date or case.incident.date
    if when is None or when.start != when.end:
        return "without an exact day"
    return None


def _row(group: Folded, report: EventReport, policy: str | None) -> tuple[Row, Picked | None]:
    place, when = group.main.incident.place, report.date or group.main.incident.date
    assert place is not None  # noqa: S101 - the caller has seen to it
    assert when is not None  # noqa: S101 - likewise
    codes = codes_of(place.country)
    own = next((q for q in quantities([report]) if q.what == "participants"), None)
    ends = picked(own, "low-best-high", POLICY)
    mean = picked(own, policy, POLICY)
    row: Row = {
        "id": number_of(report.id),
        "cowcode": codes.cow if codes else None,
        "location": place.geonameid,
        "asciiname": ascii_of(place.name),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "event_date": when.start,
        "side": side_of_protest(group.main),
        "actor": listed(names_of(report.sources), "; "),
        "issue": plain(report.demand or "") or listed(report.contexts, "; "),
        "scope": None,
        "part_violence": _violence(report),
        "sec_engagement": _engagement(group, report),
        "min_numparticipants": ends.low if ends else None,
        "max_numparticipants": ends.high if ends else None,
        "avg_numparticipants": mean.best if mean else None,
        "source": plain(report.article.outlet or ""),
    }
    return row, mean


def ascii_of(name: str) -> str:
    """A name in plain letters."""
    spelled = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return spelled.encode("ascii", "ignore").decode()


def side_of_protest(case: Case) -> int:
    """Against the government if it is aimed at the state; otherwise no side that we know of."""
    if any(STATE & set(a.roles) for a in case.incident.targets):
        return ANTI
    contexts = {c for r in case.told for c in r.contexts}
    return ANTI if case.demands and contexts & {"election", "human_rights"} else OTHER


def _violence(report: EventReport) -> int:
    if report.mode == "vandalize":
        return FIRST
    return SECOND if report.mode == "riot" else NONE


def _force_in(group: Folded, report: EventReport) -> list[Case]:
    """The acts of force at the protest, with the reports of one article only."""
    article = report.article.id
    found = [
        Case(c.incident, tuple(r for r in c.reports if r.article.id == article))
        for c in group.force
    ]
    return [c for c in found if c.reports]


def _engagement(group: Folded, report: EventReport) -> int:
    """What the security forces did, as the article of this report tells it."""
    told = [r for c in _force_in(group, report) for r in c.told]
    if any(f.what == "deaths" for r in told for f in r.figures):
        return THIRD
    if told or any(f.what == "arrests" for f in report.figures):
        return SECOND
    return NONE


def events_of(rows: Sequence[Row]) -> list[Row]:
    """One row a city, day and side: the project's own statement, in Python."""
    keys = ("cowcode", "location", "asciiname", "latitude", "longitude", "event_date", "side")
    groups: dict[tuple[Cell, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[k] for k in keys), []).append(row)
    return [_event(dict(zip(keys, key, strict=True)), found) for key, found in groups.items()]


def _event(keys: Row, rows: Sequence[Row]) -> Row:
    def highest(column: str) -> Cell:
        return max((int(str(c)) for r in rows if (c := r[column]) is not None), default=None)

    sizes = [float(str(c)) for r in rows if (c := r["avg_numparticipants"]) is not None]
    return {
        **keys,
        "numreports": len(rows),
        "max_scope": highest("scope"),
        "max_partviolence": highest("part_violence"),
        "max_secengagement": highest("sec_engagement"),
        "mean_avg_numparticipants": sum(sizes) / len(sizes) if sizes else None,
    }
