"""ICEWS coded events: 20 columns with tabs, one row a report and pair of source and target.

ICEWS dates an event by its story, so a report without a day of publication is left out. Its
sectors are finer than our roles; each role has the sector that says as much.
"""

from __future__ import annotations

from collections import Counter

from dateline.event import Actor, EventReport, Place
from dateline.exports.datasets.cases import Case, Material, number_of
from dateline.exports.datasets.columns import columns, icews_events
from dateline.exports.datasets.files import Output, Row, Shape, Table, jsonl
from dateline.exports.datasets.naming import codes_of, is_proper, listed, name_of
from dateline.exports.datasets.provenance import entry
from dateline.exports.glance import plain
from dateline.knowledge.ontology import Ontology

SHAPE = Shape(delimiter="\t", nothing="NA")
ONTOLOGY = Ontology()
SECTORS = {
    "GOV": "Government",
    "MIL": "Military",
    "COP": "Police",
    "LEG": "Legislative / Parliamentary",
    "JUD": "Judicial",
    "PTY": "Parties",
    "OPP": "Dissident",
    "REB": "Insurgents",
    "PRO": "Protestors / Popular Opposition / Mobs",
    "CVL": "General Population / Civilian / Social",
    "JRN": "Media",
    "NGO": "Nongovernmental Organizations / Activists",
    "IGO": "International Government Organization",
    "BUS": "Business",
    "LAB": "Labor",
    "EDU": "Education",
    "REL": "Religious",
    "ELI": "Elite",
    "CRM": "Criminals / Gangs",
    "UNK": "Unidentified Forces",
}


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
            for row in _rows(report, dropped):
                row["District"] = material.district(report.place)
                rows.append(row)
                accounts.append(
                    entry(row["Event ID"], [Case(case.incident, (report,))], {})  # type: ignore[arg-type]
                )
    rows.sort(key=lambda r: (str(r["Event Date"]), str(r["Event ID"])))
    values = {
        "CAMEO Code": frozenset(icews_events()),
        "Event Text": frozenset(icews_events().values()),
    }
    table = Table(".tab", columns("icews"), rows, SHAPE, "Event ID", values)
    return Output(
        (table, jsonl(".provenance.jsonl", accounts)),
        len(rows),
        left_out,
        dropped,
        notes=(
            (
                "Event Date is the day of the story, as in ICEWS; the day of the event is in the "
                "provenance."
            ),
            "Intensity is the Goldstein score of the CAMEO code.",
        ),
        unit="event report(s)",
    )


def _problem(report: EventReport, case: Case) -> str | None:
    if report not in case.told:
        return "not told as a fact"
    return None if report.article.published else "without a day of publication"


def _rows(report: EventReport, dropped: Counter[str]) -> list[Row]:
    sources: list[Actor | None] = list(report.sources) or [None]
    targets: list[Actor | None] = list(report.targets) or [None]
    if report.place and report.place.precision == "region":
        dropped["places of several countries"] += 1
    return [
        _row(report, source, target, f"{n}-{m}")
        for n, source in enumerate(sources)
        for m, target in enumerate(targets)
    ]


def _row(report: EventReport, source: Actor | None, target: Actor | None, pair: str) -> Row:
    article = report.article
    code = ONTOLOGY.closest(report.cameo)
    row: Row = {
        "Event ID": number_of(report.id, pair),
        "Event Date": (article.published or "")[:10],
        "Source Name": _name(source),
        "Source Sectors": _sectors(source),
        "Source Country": _country(source),
        "Event Text": icews_events()[code.code],
        "CAMEO Code": code.code,
        "Intensity": code.goldstein,
        "Target Name": _name(target),
        "Target Sectors": _sectors(target),
        "Target Country": _country(target),
        "Story ID": number_of("article", article.id),
        "Sentence Number": report.sentence + 1,
        "Publisher": plain(article.outlet or "") or None,
    }
    row.update(_place(report.place))
    return row


def _name(actor: Actor | None) -> str | None:
    """A name, or what somebody is with the country, in ICEWS's manner: “Police (Belarus)”."""
    if actor is None:
        return None
    name = name_of(actor)
    country = _country(actor)
    if is_proper(actor) or not name or country is None:
        return name or None
    return f"{name[:1].upper()}{name[1:]} ({country})"


def _sectors(actor: Actor | None) -> str | None:
    if actor is None:
        return None
    return listed([SECTORS[r] for r in actor.roles if r in SECTORS], ",") or None


def _country(actor: Actor | None) -> str | None:
    codes = codes_of(actor.country) if actor else None
    return codes.icews if codes else None


def _place(place: Place | None) -> Row:
    codes = codes_of(place.country) if place else None
    if place is None or codes is None:
        return dict.fromkeys(("City", "District", "Province", "Country", "Latitude", "Longitude"))
    close = place.precision in {"exact", "city"}
    return {
        "City": place.name if close else None,
        "District": None,
        "Province": place.name if place.precision == "admin1" else place.admin1,
        "Country": codes.icews,
        "Latitude": place.latitude,
        "Longitude": place.longitude,
    }
