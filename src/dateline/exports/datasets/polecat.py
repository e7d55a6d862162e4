"""POLECAT: 40 columns with tabs, one row a report; nothing is `None`, lists are joined with `; `.

Intensities are those of the PLOVER manual for protest, coercion and assault; those of other types
are not known here and `None`. A mode that POLECAT has not is `None` and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dateline.event import Actor, EventReport, Place
from dateline.exports.datasets.cases import Case, Material
from dateline.exports.datasets.columns import columns
from dateline.exports.datasets.files import Output, Row, Shape, Table, jsonl
from dateline.exports.datasets.naming import codes_of, is_proper, listed, name_of, names_of
from dateline.exports.datasets.provenance import entry
from dateline.exports.glance import plain

SHAPE = Shape(delimiter="\t", nothing="None")
TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
    "SANCTION MOBILIZE COERCE ASSAULT".split()
)
# The modes of the types whose lists are published; other types' modes are ours, which are PLOVER's.
MODES: Mapping[str, frozenset[str]] = {
    "PROTEST": frozenset("demo riot strike hunger boycott obstruct vandalize".split()),
    "COERCE": frozenset(
        "seize restrict censor curfew martial-law arrest deport withhold misinformation "
        "cyber".split()
    ),
    "ASSAULT": frozenset(
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack "
        "aerial drone heavy-weapons crowd-control unconventional".split()
    ),
}
RENAMED = {
    ("COERCE", "ban"): "restrict",
    ("ASSAULT", "assassinate"): "targeted",
    ("ASSAULT", "execute"): "targeted",
}
QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
# By type and mode; a type alone stands for its other modes.
INTENSITY: Mapping[tuple[str, str | None], float] = {
    ("PROTEST", None): -5.0,
    ("PROTEST", "riot"): -7.0,
    ("PROTEST", "hunger"): -4.5,
    ("PROTEST", "boycott"): -4.5,
    ("PROTEST", "obstruct"): -4.5,
    ("COERCE", None): -7.0,
    ("ASSAULT", None): -9.0,
    ("ASSAULT", "crowd-control"): -7.5,
}
# Crowds in the street are civilians in PLOVER's sectors.
ROLES = {"PRO": "CVL"}
FEATURES = {"exact": "S", "city": "PPL", "admin2": "ADM2", "admin1": "ADM1", "country": "PCLI"}


def export(material: Material) -> Output:
    """The table and the provenance."""
    rows: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    stories = _stories(material.cases)
    for case in material.cases:
        for report in case.reports:
            if report not in case.told:
                left_out["not told as a fact"] += 1
                continue
            if report.date is None:
                left_out["without a day"] += 1
                continue
            row = _row(report, stories[report.article.id], dropped)
            row["Version"] = material.maker
            row["District"] = material.district(report.place)
            rows.append(row)
            alone = Case(case.incident, (report,))
            accounts.append(entry(row["Event ID"], [alone], {}))  # type: ignore[arg-type]
    rows.sort(key=lambda r: (str(r["Event Date"]), str(r["Event ID"])))
    values = {
        "Event Type": TYPES,
        "Quad Code": frozenset(QUADS.values()),
    }
    table = Table(".txt", columns("polecat"), rows, SHAPE, "Event ID", values)
    return Output(
        (table, jsonl(".provenance.jsonl", accounts)),
        len(rows),
        left_out,
        dropped,
        notes=(
            "Intensity is given for PROTEST, COERCE and ASSAULT, whose scores are published.",
            "Story people, organisations and places are those of the article's event reports.",
        ),
        unit="event report(s)",
    )


def _stories(cases: Sequence[Case]) -> dict[str, dict[str, list[str]]]:
    """People, organisations and places of each article's reports."""
    stories: dict[str, dict[str, list[str]]] = {}
    for report in (r for c in cases for r in c.reports):
        story = stories.setdefault(report.article.id, {"people": [], "bodies": [], "places": []})
        for actor in (*report.sources, *report.targets, *(c.speaker for c in report.claims)):
            if is_proper(actor):
                story["bodies" if actor.collective else "people"].append(name_of(actor))
        if report.place:
            story["places"].append(report.place.name)
    return stories


def _row(report: EventReport, story: Mapping[str, list[str]], dropped: Counter[str]) -> Row:
    article = report.article
    assert report.date is not None  # noqa: S101 - the caller has seen to it
    mode = RENAMED.get((report.type, report.mode or ""), report.mode)
    if mode and mode not in MODES.get(report.type, frozenset({mode})):
        dropped[f"the mode {mode} of {report.type}"] += 1
        mode = None
    intensity = INTENSITY.get((report.type, mode), INTENSITY.get((report.type, None)))
    if intensity is None:
        dropped[f"the intensity of {report.type}"] += 1
    row: Row = {
        "Event ID": report.id,
        "Event Date": report.date.start,
        "Event Type": report.type,
        "Event Mode": mode,
        "Intensity": intensity,
        "Quad Code": QUADS[report.quad],
        "Contexts": _list(report.contexts),
    }
    row.update(_actors("Actor", "Actor", report.sources))
    row.update(_actors("Recipient", "Recipient", report.targets))
    row.update(_place(report.place))
    row.update(
        {
            "Source": plain(article.outlet or "") or None,
            "Publication Date": (article.published or "")[:10] or None,
            "Story People": _list(story["people"]),
            "Story Organizations": _list(story["bodies"]),
            "Story Locations": _list(story["places"]),
            "Language": "en",
            "Version": None,
        }
    )
    return row


def _list(values: Sequence[str]) -> str | None:
    return listed(list(dict.fromkeys(plain(v) for v in values)), "; ") or None


def _actors(side: str, word: str, actors: Sequence[Actor]) -> Row:
    sectors = [ROLES.get(r, r) for a in actors for r in a.roles]
    countries = [c for a in actors if (c := codes_of(a.country))]
    return {
        f"{side} Name": _list(names_of(actors)),
        f"{side} Country": _list([c.iso3 for c in countries]),
        f"{side} COW": _list([str(c.cow) for c in countries if c.cow]),
        f"Primary {word} Sector": sectors[0] if sectors else None,
        f"{side} Sectors": _list(sectors),
        f"{side} Title": None,
        f"{side} Name Raw": _list([a.text for a in actors if a.text]),
        f"Wikipedia {word} ID": None,
    }


def _place(place: Place | None) -> Row:
    codes = codes_of(place.country) if place else None
    if place is None:
        names = (
            "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
            "GeoNames ID", "Raw Placename", "Feature Type",
        )  # fmt: skip
        return dict.fromkeys(names)
    close = place.precision in {"exact", "city"}
    return {
        "Placename": place.name,
        "City": place.name if close else None,
        "District": None,
        "Province": place.name if place.precision == "admin1" else place.admin1,
        "Country": codes.iso3 if codes else None,
        "Latitude": place.latitude,
        "Longitude": place.longitude,
        "GeoNames ID": place.geonameid,
        "Raw Placename": plain(place.text) if place.text else None,
        "Feature Type": FEATURES.get(place.precision),
    }
