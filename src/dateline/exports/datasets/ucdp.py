"""UCDP GED: one row an incident with at least one death, 49 columns.

UCDP's own numbers of conflicts, dyads and sides are its editors' to give; they stay empty. What has
no deaths, or no side that bears arms, is left out and counted. `active_year` is counted over the
rows of this export, which need not be all of a year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from dateline.event import Actor, When
from dateline.exports.datasets.cases import TOTAL, Case, Material, day, number_of, wholes_of
from dateline.exports.datasets.columns import columns
from dateline.exports.datasets.files import Output, Row, Table, jsonl
from dateline.exports.datasets.naming import (
    ARMED_STATE,
    STATE,
    codes_of,
    is_proper,
    length,
    listed,
    name_of,
)
from dateline.exports.datasets.numbers import SECURITY, Picked, picked, summed, total
from dateline.exports.datasets.provenance import claimant, entry
from dateline.exports.glance import plain

POLICY = "low-best-high"
# How many deaths make a dyad's year an active one.
ACTIVE = 25
PLACES = {"exact": 1, "city": 1, "admin2": 3, "admin1": 4, "country": 6}
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
CIVILIANS = "Civilians"
# UCDP asks that a person looks at what a machine has coded.
STATUS = "Check machine coding"


@dataclass(frozen=True, slots=True)
class Side:
    """A side: its name, whether a state stands behind it, and which."""

    name: str
    state: bool
    gw: int | None = None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Both sides in UCDP's order, and the type of violence; `turned` if the target is side A."""

    kind: int
    a: Side
    b: Side
    turned: bool = False


def export(material: Material) -> Output:
    """The table and the provenance."""
    rows: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    found = []
    for case in material.cases:
        made = _row(case, material.policy)
        if isinstance(made, str):
            left_out[made] += 1
        else:
            found.append((case, *made))
    wholes = wholes_of(case for case, *_ in found)
    for case, row, number in found:
        if case.incident.id in wholes:
            left_out[TOTAL] += 1
            continue
        row["adm_2"] = material.district(case.incident.place)
        rows.append(row)
        accounts.append(entry(row["id"], [case], {"best": number}))  # type: ignore[arg-type]
    _mark_active(rows)
    rows.sort(key=lambda r: (str(r["date_start"]), str(r["id"])))
    values = {
        "type_of_violence": frozenset("123"),
        "where_prec": frozenset("1234567"),
        "date_prec": frozenset("12345"),
        "event_clarity": frozenset("12"),
        "region": frozenset({"Africa", "Americas", "Asia", "Europe", "Middle East"}),
    }
    table = Table(".csv", columns("ucdp"), rows, key="id", values=values)
    return Output(
        (table, jsonl(".provenance.jsonl", accounts)),
        len(rows),
        left_out,
        notes=(
            "UCDP's numbers of conflicts, dyads and sides are not known and empty.",
            f"code_status is “{STATUS}”: no row has been seen by a person.",
            f"active_year: the dyad has {ACTIVE} deaths or more in the rows of this file.",
        ),
    )


def _mark_active(rows: Sequence[Row]) -> None:
    deaths: Counter[tuple[object, object]] = Counter()
    for row in rows:
        deaths[row["dyad_name"], row["year"]] += int(str(row["best"]))
    for row in rows:
        row["active_year"] = int(deaths[row["dyad_name"], row["year"]] >= ACTIVE)


def _row(case: Case, policy: str | None) -> tuple[Row, Picked] | str:
    incident = case.incident
    place, when = incident.place, incident.date
    if not case.told:
        return "not told as a fact"
    deaths = total(case, "deaths", (policy, POLICY))
    bounds = total(case, "deaths", (None, POLICY))
    if deaths is None or bounds is None or (deaths.best or 0) < 1:
        return "without a death"
    dyad = dyad_of(case)
    if dyad is None:
        return "without a side that bears arms"
    codes = codes_of(place.country) if place else None
    if place is None or codes is None or place.latitude is None or place.longitude is None:
        return "without a place"
    if place.precision not in PLACES:
        return "without a country"
    if when is None:
        return "without a day"
    first, last = day(when.start), day(when.end)
    best = deaths.best or 0
    row: Row = dict.fromkeys(columns("ucdp"))
    row.update(
        id=number_of(incident.id),
        relid=f"{codes.iso3}-{first.year}-{dyad.kind}-{number_of(incident.id)}",
        year=first.year,
        active_year=0,
        code_status=STATUS,
        type_of_violence=dyad.kind,
        conflict_name=_conflict(dyad, codes.ucdp),
        dyad_name=f"{dyad.a.name} - {dyad.b.name}",
        side_a=dyad.a.name,
        side_b=dyad.b.name,
        where_prec=PLACES[place.precision],
        where_coordinates=place.name,
        where_description=plain(place.text or place.name),
        adm_1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        geom_wkt=f"POINT ({place.longitude:g} {place.latitude:g})",
        priogrid_gid=cell_of(place.latitude, place.longitude),
        country=codes.ucdp,
        country_id=codes.ucdp_gw,
        region=codes.ucdp_region,
        event_clarity=1 if length(when) <= 1 and case.lead.status == "occurred" else 2,
        date_prec=_date_precision(when),
        date_start=first.isoformat(),
        date_end=last.isoformat(),
        best=best,
        high=max(bounds.high or 0, best),
        low=min(bounds.low if bounds.low is not None else best, best),
        gwnoa=dyad.a.gw,
        gwnob=dyad.b.gw,
    )
    row.update(_sources(case))
    row.update(_by_side(case, dyad, best, policy))
    return row, deaths


def _conflict(dyad: Dyad, country: str) -> str:
    return (
        f"{country}: Government" if dyad.kind == STATE_BASED else f"{dyad.a.name} - {dyad.b.name}"
    )


def _date_precision(when: When) -> int:
    days = length(when)
    if days == 1:
        # A report that names no day speaks of the days before it.
        return 2 if when.precision == "publication" else 1
    for most, precision in ((6, 2), (7, 3), (31, 4)):
        if days <= most:
            return precision
    return 5


def cell_of(latitude: float, longitude: float) -> int:
    """The PRIO-GRID cell: half a degree each way, numbered from the south-west, row by row."""
    row = min(floor((latitude + 90) * 2), 359)
    column = min(floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _sources(case: Case) -> Row:
    articles = case.articles
    cited = ";".join(
        '"' + ",".join(
            (plain(a.outlet or "").replace('"', "'"), (a.published or "")[:10],
             plain(a.title or "").replace('"', "'"))
        ) + '"'
        for a in articles
    )  # fmt: skip
    values = [v for q in summed(case, "deaths") for v in q.values]
    voices = dict.fromkeys(plain(claimant(v) or "") for v in values)
    return {
        "number_of_sources": len(articles),
        "source_article": cited,
        "source_office": listed([plain(a.outlet or "") for a in articles], ";"),
        "source_date": ";".join((a.published or "")[:10] for a in articles),
        "source_headline": listed([plain(a.title or "") for a in articles], ";"),
        "source_original": listed([v for v in voices if v], ";"),
    }


def _by_side(case: Case, dyad: Dyad, best: int, policy: str | None) -> Row:
    """The best estimate by who died; unknown where the dead are not of one side."""
    parts: Row = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 0}
    quantities = summed(case, "deaths")
    forces = quantities[-1] if quantities and quantities[-1].unit == SECURITY else None
    own = picked(forces, policy, POLICY)
    # Security forces are of the state's side, if one side is a state and the other is not.
    states = [side for side, of in (("deaths_a", dyad.a), ("deaths_b", dyad.b)) if of.state]
    fallen = min(own.best or 0, best) if own and len(states) == 1 else 0
    if fallen:
        parts[states[0]] = fallen
    rest = best - fallen
    dead = case.incident.targets
    if dyad.kind == ONE_SIDED or (dead and all(_side(a) is None for a in dead)):
        column = "deaths_civilians"
    elif dead and all(_side(a) is not None for a in dead):
        column = "deaths_a" if dyad.turned else "deaths_b"
    else:
        column = "deaths_unknown"
    parts[column] = int(str(parts[column])) + rest
    return parts


# --- sides ----------------------------------------------------------------------------------------


def dyad_of(case: Case) -> Dyad | None:
    """Both sides and the type of violence; None if nobody who acts is organised and armed."""
    incident = case.incident
    doers = [s for a in incident.sources if (s := _side(a))]
    hit = [s for a in incident.targets if (s := _side(a))]
    if not doers:
        return None
    one = doers[0]
    if not hit:
        if not incident.targets and incident.type != "ASSAULT":
            return None
        return Dyad(ONE_SIDED, one, Side(CIVILIANS, state=False))
    two = hit[0]
    if one.state or two.state:
        # The state is side A, whoever attacked.
        if one.state:
            return Dyad(STATE_BASED, one, two)
        return Dyad(STATE_BASED, two, one, turned=True)
    return Dyad(NON_STATE, one, two)


def _side(actor: Actor) -> Side | None:
    """A state or an armed group; None for civilians and for nobody in particular."""
    roles = set(actor.roles)
    codes = codes_of(actor.country)
    if roles & STATE and codes and (roles & ARMED_STATE or "GOV" in roles):
        return Side(f"Government of {codes.ucdp}", state=True, gw=codes.gw)
    if roles & {"REB", "CRM"} and is_proper(actor):
        return Side(name_of(actor), state=False)
    if roles & {"REB", "CRM"}:
        where = f" ({codes.ucdp})" if codes else ""
        return Side(f"Unidentified armed group{where}", state=False)
    return None
