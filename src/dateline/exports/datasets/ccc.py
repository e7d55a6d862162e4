"""Crowd Counting Consortium: one row a protest in the United States, 40 columns and its sources.

Arrests and force at a protest stand in its row (see `folding`). Protests elsewhere, and those
without an exact day, are left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dateline.event import EventReport
from dateline.exports.datasets.cases import TOTAL, Case, Material, number_of, wholes_of
from dateline.exports.datasets.columns import columns, toml
from dateline.exports.datasets.files import Output, Row, Table, jsonl
from dateline.exports.datasets.folding import Folded, folded
from dateline.exports.datasets.naming import (
    STATES,
    is_proper,
    listed,
    name_of,
    names_of,
    source_line,
)
from dateline.exports.datasets.numbers import SECURITY, Picked, picked
from dateline.exports.datasets.provenance import entry
from dateline.exports.datasets.told import figures_told, joined, reported
from dateline.exports.glance import plain
from dateline.incident import Quantity

POLICY = "low-high"
# The least sizes of the categories 1 to 4; 0 is not known.
SIZES = (1, 100, 1000, 10000)


def export(material: Material) -> Output:
    """The table and the provenance."""
    rows: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    groups = folded(material.cases)
    wholes = wholes_of(c for g in groups if not _problem(g.main) for c in g.cases)
    for group in groups:
        reason = _problem(group.main)
        if not reason and group.main.incident.id in wholes:
            reason = TOTAL
        if reason:
            left_out[reason] += len(group.cases)
            continue
        row, number = _row(group, material.policy)
        row["resolved_county"] = material.district(group.main.incident.place)
        rows.append(row)
        key = number_of(group.main.incident.id)
        figures = {"size_low, size_mean, size_high": number}
        accounts.append({"line": 0, **entry(key, group.cases, figures)})
    order = sorted(range(len(rows)), key=lambda n: (str(rows[n]["date"]), n))
    rows = [rows[n] for n in order]
    accounts = [{**accounts[n], "line": line} for line, n in enumerate(order, start=2)]
    names, rows = _spread(rows)
    values = {
        "valence": frozenset("012"),
        "size_cat": frozenset("01234"),
        "state": frozenset(STATES.values()),
        **{n: frozenset("01") for n in names if n.endswith("_any") or n == "online"},
    }
    return Output(
        (Table(".csv", names, rows, values=values), jsonl(".provenance.jsonl", accounts)),
        len(rows),
        left_out,
        notes=(
            "The table has no column for an id: `line` in the provenance is the line of the row.",
            "FIPS codes of counties are not known and empty.",
            "valence is 0: Dateline does not judge for whom a protest speaks.",
        ),
    )


def _problem(case: Case) -> str | None:
    incident = case.incident
    if incident.type != "PROTEST":
        return "no protest"
    if not case.told:
        return "not told as a fact"
    if incident.place is None:
        return "without a place"
    if incident.place.country != "USA":
        return "outside the United States"
    if incident.place.precision not in {"exact", "city", "admin2"}:
        return "without a town"
    when = incident.date
    if when is None or when.start != when.end or when.precision == "publication":
        return "without an exact day"
    if STATES.get(incident.place.admin1 or "") is None:
        return "without a state"
    return None


def _spread(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """A column a source, as many as the row with most of them needs, and at least one."""
    most = max((len(str(r["_sources"]).splitlines()) for r in rows), default=1)
    fixed = columns("ccc")
    cut = fixed.index("notes")
    sources = tuple(f"source_{n}" for n in range(1, max(most, 1) + 1))
    names = (*fixed[:cut], *sources, *fixed[cut:])
    spread = []
    for row in rows:
        given = str(row["_sources"]).splitlines()
        cells = dict(zip(sources, [*given, *[""] * (len(sources) - len(given))], strict=True))
        spread.append({name: cells.get(name, row.get(name)) for name in names})
    return names, spread


def _row(group: Folded, policy: str | None) -> tuple[Row, Picked | None]:
    case = group.main
    incident = case.incident
    place, when = incident.place, incident.date
    assert place is not None  # noqa: S101 - the caller has seen to it
    assert when is not None  # noqa: S101 - likewise
    state = STATES[place.admin1 or ""]
    told = [r for c in group.cases for r in c.told]
    size = picked(case.quantity("participants"), None, POLICY)
    mean = _mean(case.quantity("participants"), policy, size)
    row: Row = {
        "date": when.start,
        "locality": place.name,
        "state": state,
        "location_detail": plain(place.text) if place.precision == "exact" and place.text else "",
        "online": 0,
        "type": listed(_types(told), "; "),
        "title": "",
        "macroevent": "",
        "actors": listed(names_of(incident.sources), "; "),
        "organizations": listed([name_of(a) for a in incident.sources if is_proper(a)], "; "),
        "participants": listed(names_of(incident.sources), "; "),
        "claims": listed([f"for {plain(d)}" for d in case.demands], ", "),
        "valence": 0,
        "issues": listed(list(dict.fromkeys(c for r in case.told for c in r.contexts)), "; "),
        "issues_major": "",
        "size_low": size.low if size else None,
        "size_high": size.high if size else None,
        "size_mean": mean.best if mean else None,
        "size_text": _words(case.quantity("participants")),
        "size_cat": size_category(mean.best if mean else None),
        **_harm(group),
        "notes": " ".join([*(reported(c) for c in group.cases), *figures_told(group.cases)]),
        "lat": place.latitude,
        "lon": place.longitude,
        "resolved_locality": place.name,
        "resolved_county": "",
        "resolved_state": state,
        "fips_code": "",
        "_sources": "\n".join(_sources(told)),
    }
    return row, mean


def _mean(quantity: Quantity | None, policy: str | None, size: Picked | None) -> Picked | None:
    """CCC's mean is the middle between low and high; a policy that is asked for takes its place."""
    if size is None or size.low is None:
        return None
    if policy:
        asked = picked(quantity, policy, POLICY, "ccc")
        if asked is not None:
            why = f"{size.why}; {asked.why}"
            return Picked(size.low, asked.best, size.high, f"{POLICY}, {asked.policy}", why)
    high = size.low if size.high is None else size.high
    why = f"{size.why}; size_mean is the middle between them"
    return Picked(size.low, (size.low + high) // 2, high, POLICY, why)


def _harm(group: Folded) -> Row:
    """Arrests, injuries, deaths, damage, and what either side did."""
    cases = group.cases
    arrests = _words(*(c.quantity("arrests") for c in cases))
    crowd = _words(*(_all_people(c, "injuries") for c in cases))
    police = _words(*(c.quantity_of("injuries", SECURITY) for c in cases))
    told = [r for c in cases for r in c.told]
    # What is not told is not known to be nought; the columns with `_any` are 0 then, as in the CCC.
    damage = [r for r in told if r.mode in {"vandalize", "destroy"}]
    words = " ".join(r.evidence.text.casefold() for r in told)
    data = toml("ccc.toml")
    return {
        "arrests": arrests,
        "arrests_any": int(bool(arrests) or any(r.mode == "arrest" for r in told)),
        "injuries_crowd": crowd,
        "injuries_crowd_any": int(bool(crowd)),
        "injuries_police": police,
        "injuries_police_any": int(bool(police)),
        "property_damage": listed([plain(r.evidence.text) for r in damage], "; "),
        "property_damage_any": int(bool(damage)),
        "chemical_agents": int(any(w in words for w in data["chemical_agents"])),
        "participant_measures": listed(_found(data["participant_measures"], words), "; "),
        "police_measures": listed(_found(data["police_measures"], words), "; "),
        "participant_deaths": _count(*(_all_people(c, "deaths") for c in cases)),
        "police_deaths": _count(*(c.quantity_of("deaths", SECURITY) for c in cases)),
    }


def _all_people(case: Case, what: str) -> Quantity | None:
    return next((q for q in case.incident.figures if q.what == what and q.unit != SECURITY), None)


def _count(*quantities: Quantity | None) -> int | None:
    found = [n for q in quantities if (n := picked(q, "conservative", POLICY)) is not None]
    return max((n.best or 0 for n in found), default=0)


def _words(*quantities: Quantity | None) -> str:
    """The words used, each once."""
    texts = [plain(v.text) for q in quantities if q for v in q.values if v.stance != "denies"]
    return joined(list(dict.fromkeys(texts))).replace(";", ",")


def _found(words: dict[str, list[str]], text: str) -> list[str]:
    return [name for name, cues in words.items() if any(c in text for c in cues)]


def _types(reports: Sequence[EventReport]) -> list[str]:
    """CCC's words for what was done, from the words that the reports use."""
    kinds: dict[str, list[str]] = toml("ccc.toml")["types"]
    words = [w for r in reports if r.type == "PROTEST" for w in r.trigger.text.casefold().split()]
    found = [
        kind for kind, cues in kinds.items() if any(w.startswith(c) for w in words for c in cues)
    ]
    modes: dict[str, str] = toml("ccc.toml")["modes"]
    found += [modes[r.mode] for r in reports if r.type == "PROTEST" and r.mode in modes]
    return list(dict.fromkeys(found)) or ["protest"]


def size_category(size: int | None) -> int:
    """0 not known, 1 up to 99, 2 up to 999, 3 up to 9,999, 4 more."""
    return sum(size >= least for least in SIZES) if size is not None else 0


def _sources(reports: Iterable[EventReport]) -> list[str]:
    """Where it can be read: the address, or the citation where there is none."""
    return list(dict.fromkeys(r.article.url or source_line(r) for r in reports))
