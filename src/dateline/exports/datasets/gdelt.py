"""GDELT 2.0: events (61 columns) and mentions (16), with tabs and without names of columns.

An event is an incident, a mention one of its reports. Tone is not measured and empty; codes of
districts (ADM1 outside the United States, ADM2) and of features are not known and empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from dateline.event import Actor, EventReport, Place
from dateline.exports.datasets.cases import Case, Material, day, number_of
from dateline.exports.datasets.columns import columns
from dateline.exports.datasets.files import Cell, Output, Row, Shape, Table, jsonl
from dateline.exports.datasets.naming import STATES, codes_of, full_name, name_of, source_line
from dateline.exports.datasets.provenance import entry
from dateline.knowledge.ontology import Ontology
from dateline.knowledge.tables import DATA, read_rows

RAW = Shape(delimiter="\t", header=False)
ONTOLOGY = Ontology()
# Our roles in CAMEO's letters; those that are the same stand for themselves.
TYPES = {"PRO": "CVL", "JRN": "MED", "UNK": ""}
WEB, CITED = 1, 2
# A place is a country, a state or city of the United States, or a city or state elsewhere.
COUNTRY, US_STATE, US_CITY, CITY, STATE = 1, 2, 3, 4, 5
DAYS_OF_MONTH, DAYS_OF_YEAR = 30, 365


def export(material: Material) -> Output:
    """Both tables and the provenance."""
    events: list[Row] = []
    mentions: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    for case in material.cases:
        if not case.told:
            left_out["not told as a fact"] += 1
            continue
        if case.incident.date is None:
            left_out["without a day"] += 1
            continue
        added = material.first_read_at(case)
        number = number_of(case.incident.id)
        events.append(_event(case, number, day(case.incident.date.start), added))
        mentions.extend(_mention(r, number, added, material) for r in case.told)
        accounts.append(entry(number, [case], {}))
    order = sorted(range(len(events)), key=lambda n: (str(events[n]["SQLDATE"]), n))
    values = {"QuadClass": frozenset("1234"), "ActionGeo_Type": frozenset("012345")}
    return Output(
        (
            Table(
                ".export.CSV",
                columns("gdelt"),
                [events[n] for n in order],
                RAW,
                key="GLOBALEVENTID",
                values=values,
            ),
            Table(".mentions.CSV", columns("gdelt_mentions"), mentions, RAW),
            jsonl(".provenance.jsonl", accounts),
        ),
        len(events),
        left_out,
        notes=(
            "AvgTone and MentionDocTone are not measured and empty.",
            "An actor's place is the point of the actor's country.",
            (
                "ADM1 codes stand for the states of the United States only; ADM2 codes and feature "
                "ids are empty."
            ),
        ),
    )


def fraction(on: date) -> float:
    """GDELT's FractionDate: months of thirty days in a year of 365."""
    return round(on.year + ((on.month - 1) * DAYS_OF_MONTH + on.day) / DAYS_OF_YEAR, 4)


def _time(at: datetime | None) -> Cell:
    return at.strftime("%Y%m%d%H%M%S") if at else None


def _event(case: Case, number: int, on: date, added: datetime | None) -> Row:
    incident = case.incident
    cameo = ONTOLOGY.closest(case.lead.cameo)
    first, second = (next(iter(side), None) for side in (incident.sources, incident.targets))
    row: Row = {
        "GLOBALEVENTID": number,
        "SQLDATE": f"{on:%Y%m%d}",
        "MonthYear": f"{on:%Y%m}",
        "Year": on.year,
        "FractionDate": fraction(on),
    }
    row.update(_actor("Actor1", first))
    row.update(_actor("Actor2", second))
    articles = case.articles
    row.update(
        IsRootEvent=int(any(r.sentence == 0 for r in case.told)),
        EventCode=cameo.code,
        EventBaseCode=cameo.code[:3],
        EventRootCode=cameo.code[:2],
        QuadClass=cameo.quad,
        GoldsteinScale=cameo.goldstein,
        NumMentions=len(case.told),
        NumSources=max(len(case.outlets), 1),
        NumArticles=len(articles),
        AvgTone=None,
    )
    row.update(_actor_place("Actor1", first))
    row.update(_actor_place("Actor2", second))
    row.update(_place("ActionGeo", incident.place))
    row["DATEADDED"] = _time(added)
    row["SOURCEURL"] = _source(case.reports[0] if not articles else _first(case))
    return row


def _first(case: Case) -> EventReport:
    """The report that was published first."""
    return min(case.told, key=lambda r: (r.article.published or "9999", r.article.id, r.sentence))


def _source(report: EventReport) -> str:
    return report.article.url or source_line(report)


def _actor(side: str, actor: Actor | None) -> Row:
    codes = codes_of(actor.country) if actor else None
    types = [TYPES.get(r, r) for r in actor.roles] if actor else []
    types = list(dict.fromkeys(t for t in types if t))
    if actor and actor.country in {"IGO", "NGO", "MNC"} and actor.country not in types:
        types.insert(0, actor.country)
    country = codes.cameo if codes else ""
    three = [*types[:3], "", "", ""]
    return {
        f"{side}Code": country + "".join(types) or None,
        f"{side}Name": name_of(actor).upper() if actor else None,
        f"{side}CountryCode": country or None,
        f"{side}KnownGroupCode": None,
        f"{side}EthnicCode": None,
        f"{side}Religion1Code": None,
        f"{side}Religion2Code": None,
        f"{side}Type1Code": three[0],
        f"{side}Type2Code": three[1],
        f"{side}Type3Code": three[2],
    }


@lru_cache(maxsize=1)
def _points() -> Mapping[str, tuple[float, float]]:
    rows = read_rows(DATA / "country_points.csv", ("iso3", "lat", "lon"))
    return {row["iso3"]: (float(row["lat"]), float(row["lon"])) for row in rows}


def _actor_place(side: str, actor: Actor | None) -> Row:
    codes = codes_of(actor.country) if actor else None
    point = _points().get(codes.iso3) if codes else None
    if codes is None or point is None:
        return _geo(f"{side}Geo", 0, {})
    return _geo(
        f"{side}Geo",
        COUNTRY,
        {"FullName": codes.icews, "CountryCode": codes.fips, "ADM1Code": codes.fips,
         "Lat": point[0], "Long": point[1], "FeatureID": codes.fips},
    )  # fmt: skip


def _place(side: str, place: Place | None) -> Row:
    codes = codes_of(place.country) if place else None
    if place is None or codes is None:
        return _geo(side, 0, {})
    american = codes.iso3 == "USA"
    state = STATES.get(place.admin1 or place.name, "") if american else ""
    if place.precision == "country":
        kind = COUNTRY
    elif place.precision == "admin1":
        kind = US_STATE if american else STATE
    else:
        kind = US_CITY if american else CITY
    adm1 = codes.fips if kind == COUNTRY else codes.fips + state if state else None
    feature = codes.fips if kind == COUNTRY else state if kind == US_STATE else None
    return _geo(
        side,
        kind,
        {"FullName": full_name(place), "CountryCode": codes.fips, "ADM1Code": adm1,
         "Lat": place.latitude, "Long": place.longitude, "FeatureID": feature},
    )  # fmt: skip


def _geo(side: str, kind: int, cells: Row) -> Row:
    names = ("FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return {f"{side}_Type": kind, **{f"{side}_{name}": cells.get(name) for name in names}}


def _mention(report: EventReport, number: int, added: datetime | None, material: Material) -> Row:
    article = report.article
    domain = (urlsplit(article.url).hostname or "") if article.url else ""
    read = material.read_at.get(report.id)
    row: Row = {
        "GLOBALEVENTID": number,
        "EventTimeDate": _time(added),
        "MentionTimeDate": _time(read),
        "MentionType": WEB if article.url else CITED,
        "MentionSourceName": domain.removeprefix("www.") or article.outlet,
        "MentionIdentifier": _source(report),
        "SentenceID": report.sentence + 1,
        "Actor1CharOffset": _offset(report.sources),
        "Actor2CharOffset": _offset(report.targets),
        "ActionCharOffset": report.trigger.start,
        "InRawText": 1,
        "Confidence": round(report.confidence * 100),
        "MentionDocLen": material.lengths.get(article.id),
        "MentionDocTone": None,
        "MentionDocTranslationInfo": None,
        "Extras": None,
    }
    return row


def _offset(actors: tuple[Actor, ...]) -> int:
    return next((a.start for a in actors if a.start is not None), -1)
