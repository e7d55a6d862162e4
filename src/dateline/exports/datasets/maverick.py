"""MAVERICK's report level: one row a report of violence, 108 columns, up to six actors each.

It is the closest published design to ours: every report is a row of its own, with the id of the
event that it speaks of. What only its coders can say (the election, how certain they are) is empty.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from dateline.event import Actor, EventReport, What
from dateline.exports.datasets.cases import Case, Material
from dateline.exports.datasets.columns import columns, toml
from dateline.exports.datasets.files import Output, Row, Table, jsonl
from dateline.exports.datasets.naming import (
    ARMED_STATE,
    codes_of,
    is_proper,
    name_of,
    side_of,
    source_line,
)
from dateline.exports.datasets.numbers import Picked, picked
from dateline.exports.datasets.provenance import entry
from dateline.exports.glance import plain
from dateline.knowledge.organisations import Organisations
from dateline.linking.claims import quantities

POLICY = "low-best-high"
ACTORS = 6
PLACES = {"exact": 6, "city": 4, "admin2": 3, "admin1": 2, "country": 1}
ROLES = ("initiator", "perpetrator", "intervener", "bystander", "victim")


def export(material: Material) -> Output:
    """The table and the provenance."""
    rows: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for case in material.cases:
        for report in case.reports:
            problem = _problem(report, case)
            if problem:
                left_out[problem] += 1
                continue
            row, deaths = _row(report, case, material.policy)
            rows.append(row)
            more = len(report.sources) + len(report.targets) - ACTORS
            dropped["actors beyond the sixth"] += max(more, 0)
            alone = Case(case.incident, (report,))
            accounts.append(entry(report.id, [alone], {"deaths_best": deaths}))
    rows.sort(key=lambda r: (str(r["date_start"]), str(r["id"])))
    data = toml("maverick.toml")
    types = frozenset(pair[0] for pair in data["actors"].values())
    values = {
        "geo_precision": frozenset("123456"),
        "event_context": frozenset(data["contexts"]["values"]),
        "target": frozenset(data["targets"].values()) | {"Unknown"},
        "source_type": frozenset(data["source_types"]["values"]),
        **{f"actor{k}_type": types for k in range(1, ACTORS + 1)},
    }
    return Output(
        (
            Table(".csv", columns("maverick"), rows, key="id", values=values),
            jsonl(".provenance.jsonl", accounts),
        ),
        len(rows),
        left_out,
        +dropped,
        notes=(
            (
                "election, certain, certain1 to certain6, actor precision and "
                "source_classification are the coders' to give and empty."
            ),
        ),
        unit="event report(s)",
    )


def _problem(report: EventReport, case: Case) -> str | None:
    if report not in case.told:
        return "not told as a fact"
    harmed = any(f.what in {"deaths", "injuries"} for f in report.figures)
    riot = report.type == "PROTEST" and report.mode in {"riot", "vandalize"}
    if report.type != "ASSAULT" and not harmed and not riot:
        return "without violence"
    if report.date is None:
        return "without a day"
    if report.place is None or codes_of(report.place.country) is None:
        return "without a place"
    return None


def _row(report: EventReport, case: Case, policy: str | None) -> tuple[Row, Picked | None]:
    place, when, article = report.place, report.date, report.article
    assert place is not None  # noqa: S101 - the caller has seen to it
    assert when is not None  # noqa: S101 - likewise
    codes = codes_of(place.country)
    close = place.precision in {"exact", "city"}
    deaths, injuries = (_figure(report, what, policy) for what in ("deaths", "injuries"))
    row: Row = dict.fromkeys(columns("maverick"))
    row.update(
        id=report.id,
        event_id=case.incident.id,
        country=codes.acled if codes else None,
        date_start=when.start,
        date_end=when.end,
        city=place.name if close else None,
        location=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        geo_precision=PLACES.get(place.precision),
        event_context=_context(report),
        target=_target(report),
        displacement=int(any(f.what == "displaced" for f in report.figures)),
        damage=int(report.mode in {"destroy", "vandalize"}),
        source=source_line(report),
        number_of_sources=1,
        source_author=plain(article.outlet or "") or None,
        source_type=source_type(article.outlet, place.country),
        sampling=0,
        unit_of_analysis="Event report",
        aggregation="None",
    )
    for what, number in (("deaths", deaths), ("injuries", injuries)):
        row[f"{what}_best"] = number.best if number else 0
        row[f"{what}_low"] = number.low if number else 0
        row[f"{what}_high"] = number.high if number else 0
    doers = [(a, "perpetrator") for a in report.sources]
    hit = [(a, "victim") for a in report.targets]
    for k, (actor, part) in enumerate([*doers, *hit][:ACTORS], start=1):
        row.update(_actor(k, actor, part, report.mode))
    return row, deaths


def _figure(report: EventReport, what: What, policy: str | None) -> Picked | None:
    own = next((q for q in quantities([report]) if q.what == what), None)
    bounds = picked(own, None, POLICY)
    asked = picked(own, policy, POLICY)
    if bounds is None or asked is None:
        return None
    return Picked(bounds.low, asked.best, bounds.high, asked.policy, asked.why)


def _actor(k: int, actor: Actor, part: str, mode: str | None) -> Row:
    data = toml("maverick.toml")
    kind = next((data["actors"][r] for r in actor.roles if r in data["actors"]), ["Other", "Other"])
    codes = codes_of(actor.country)
    name = name_of(actor)
    if not is_proper(actor) and codes:
        name = f"{name[:1].upper()}{name[1:]} ({codes.acled})"
    return {
        f"actor{k}": name or None,
        f"actor{k}_id": actor.wikidata,
        f"actor{k}_type": kind[0],
        f"actor{k}_subtype": kind[1],
        f"actor{k}_party": name_of(actor) if "PTY" in actor.roles else None,
        f"actor{k}_violence": data["violence"].get(mode or "", "Unknown")
        if part == "perpetrator"
        else None,
        **{f"actor{k}_{role}": int(role == part) for role in ROLES},
    }


def _target(report: EventReport) -> str:
    targets: dict[str, str] = toml("maverick.toml")["targets"]
    roles = [r for a in report.targets for r in a.roles]
    return next((targets[r] for r in roles if r in targets), "Unknown")


def _context(report: EventReport) -> str:
    if report.mode == "riot":
        return "Riot"
    if report.type == "PROTEST":
        return "Protest"
    if any(side_of(a) == "protesters" for a in report.targets):
        return "Security force crack-down on protest"
    if report.mode == "arrest":
        return "Arrest or raid"
    by_army = any("MIL" in a.roles for a in report.sources)
    against_army = any(ARMED_STATE & set(a.roles) for a in report.targets)
    if by_army and not against_army:
        return "Military operation"
    return "Clash" if against_army else "Unknown"


@lru_cache(maxsize=1)
def _media() -> Organisations:
    return Organisations()


def source_type(outlet: str | None, country: str | None) -> str:
    """Agency or media, of the country or from abroad; Other for outlets that we do not know."""
    known = _media().find(outlet) if outlet else None
    if known is None or known.kind not in {"media", "agency"}:
        return "Other"
    if known.country == country:
        return "National news media"
    return "International news agency" if known.kind == "agency" else "International news media"
