"""ACLED: one row an incident and day, 31 columns, the words of 2024 and after.

Arrests and force at a protest go into the protest's row (see `folding`), as ACLED codes them.
Actors have ACLED's names without the years of a regime, which nobody says in a report. What has no
place, no day, or no kind of event in ACLED's terms is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from dateline.event import Actor, Place
from dateline.exports.datasets.cases import TOTAL, Case, Material, day, middle, number_of, wholes_of
from dateline.exports.datasets.columns import columns, toml
from dateline.exports.datasets.files import Output, Row, Table, jsonl
from dateline.exports.datasets.folding import Folded, folded
from dateline.exports.datasets.naming import (
    ARMED,
    Side,
    codes_of,
    is_country,
    is_proper,
    is_unarmed,
    length,
    listed,
    name_of,
    side_of,
    spoken_day,
    spoken_names,
    where_text,
)
from dateline.exports.datasets.numbers import Picked, total
from dateline.exports.datasets.provenance import entry
from dateline.exports.datasets.told import figures_told, joined, reported
from dateline.exports.glance import plain
from dateline.knowledge.country_codes import CountryCodes
from dateline.knowledge.ontology import Ontology
from dateline.knowledge.organisations import Organisations
from dateline.knowledge.tables import fold

POLICY = "conservative"
ONTOLOGY = Ontology()
PLACES = {"exact": 1, "city": 1, "admin2": 2, "admin1": 3, "country": 3}
NAMES: dict[Side, tuple[str, str]] = {
    "rebels": ("Unidentified Armed Group", "Political militia"),
    "criminals": ("Unidentified Gang", "Political militia"),
    "unknown": ("Unidentified Armed Group", "Political militia"),
    "civilians": ("Civilians", "Civilians"),
}
STATE_NAMES = {"COP": "Police Forces of", "MIL": "Military Forces of"}
WEEK = 7


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a row: ACLED's name, kind, and the groups that go with it."""

    name: str
    inter: str
    groups: tuple[str, ...] = ()


def export(material: Material) -> Output:
    """The table, the deletions and the provenance."""
    rows: list[Row] = []
    accounts = []
    left_out: Counter[str] = Counter()
    groups = folded(material.cases)
    found = []
    for group in groups:
        made = _rows(group, material)
        if isinstance(made, str):
            left_out[made] += len(group.cases)
        else:
            found.append((group, made))
    wholes = wholes_of(c for group, _ in found for c in group.cases)
    for group, made in found:
        if group.main.incident.id in wholes:
            left_out[TOTAL] += len(group.cases)
            continue
        for row, number in made:
            rows.append(row)
            accounts.append(entry(str(row["event_id_cnty"]), group.cases, {"fatalities": number}))
    rows.sort(key=lambda r: (str(r["event_date"]), str(r["event_id_cnty"])))
    table = Table(".csv", columns("acled"), rows, key="event_id_cnty", values=_values())
    return Output(
        (table, _deleted(material, [g for g, _ in found]), jsonl(".provenance.jsonl", accounts)),
        len(rows),
        left_out,
        notes=(
            "Actors have no years of a regime; admin3 is not known.",
            "A row of a region has the region's own point, not that of its capital.",
            "source_scale is told from Dateline's list of media; other outlets are Other.",
        ),
    )


def _values() -> dict[str, frozenset[str]]:
    data = toml("acled.toml")
    return {
        "time_precision": frozenset("123"),
        "geo_precision": frozenset("123"),
        "disorder_type": frozenset(row[1] for row in data["sub_events"].values()),
        "event_type": frozenset(row[0] for row in data["sub_events"].values()),
        "sub_event_type": frozenset(data["sub_events"]),
        "inter1": frozenset(data["inter"]),
        "inter2": frozenset(data["inter"]),
        "civilian_targeting": frozenset({"Civilian targeting"}),
    }


def _deleted(material: Material, groups: Sequence[Folded]) -> Table:
    """Ids that an earlier export may have had as rows, and the rows that they are part of now."""
    rows: list[Row] = [
        {
            "event_id_cnty": f"{gone.country or ''}{number_of(gone.incident)}",
            "deleted_timestamp": _stamp(gone.at),
            "reason": gone.reason,
            "now": f"{gone.now_in or ''}{number_of(gone.into)}" if gone.into else None,
        }
        for gone in material.gone
    ]
    for group in groups:
        place = group.main.incident.place
        country = (place.country if place else None) or ""
        for case in group.force:
            changed = material.changed_at(group.main)
            rows.append(
                {
                    "event_id_cnty": f"{country}{number_of(case.incident.id)}",
                    "deleted_timestamp": _stamp(changed) if changed else None,
                    "reason": "told in the row of its protest",
                    "now": f"{country}{number_of(group.main.incident.id)}",
                }
            )
    return Table(".deleted.csv", columns("acled_deleted"), rows, key="event_id_cnty")


def _rows(group: Folded, material: Material) -> list[tuple[Row, Picked | None]] | str:
    """The rows of one incident, one a day, or why there are none."""
    case = group.main
    place, when = case.incident.place, case.incident.date
    if not case.told:
        return "not told as a fact"
    if _by_nobody(case):
        return "of violence against protesters by nobody named"
    kind = kind_of(group)
    if kind is None:
        return "of no kind that ACLED collects"
    if place is None or place.latitude is None or place.longitude is None:
        return "without a place"
    codes = codes_of(place.country)
    if codes is None or place.precision not in PLACES:
        return "without a country"
    if when is None:
        return "without a day"
    days, precision = _days(case)
    number = _deaths(group, material.policy)
    made = []
    for n, on in enumerate(days):
        # Whoever died on several days is counted once, on the first.
        dead = number if n == 0 else None
        row = _row(group, kind, codes, place, (on, precision))
        row["event_id_cnty"] = codes.iso3 + str(
            number_of(case.incident.id, *([on.isoformat()] if n else []))
        )
        row["fatalities"] = dead.best if dead else 0
        if dead:
            row["notes"] = f"{row['notes']} Fatalities by the policy {dead.policy}: {dead.best}."
        row["timestamp"] = _changed(material, group)
        row["admin2"] = material.district(place)
        made.append((row, dead))
    return made


def _row(
    group: Folded, kind: str, codes: CountryCodes, place: Place, when: tuple[date, int]
) -> Row:
    case, (on, precision) = group.main, when
    event_type, disorder, _ = toml("acled.toml")["sub_events"][kind]
    one, two = parties(group, kind, codes)
    demonstration = "Demonstrations" in disorder
    outlets = list(dict.fromkeys(plain(o) for c in group.cases for o in c.outlets))
    row: Row = dict.fromkeys(columns("acled"))
    row.update(
        event_id_cnty="",
        event_date=on.isoformat(),
        year=on.year,
        time_precision=precision,
        disorder_type=disorder,
        event_type=event_type,
        sub_event_type=kind,
        actor1=one.name,
        assoc_actor_1=listed(one.groups, "; "),
        inter1=one.inter,
        actor2=two.name if two else None,
        assoc_actor_2=listed(two.groups, "; ") if two else None,
        inter2=two.inter if two else None,
        interaction=interaction(one, two),
        civilian_targeting="Civilian targeting" if _hits_civilians(kind, event_type, two) else None,
        iso=codes.acled_iso,
        region=codes.acled_region,
        country=codes.acled,
        admin1=place.admin1,
        location=place.name,
        latitude=_point(place.latitude),
        longitude=_point(place.longitude),
        geo_precision=PLACES[place.precision],
        source=listed(outlets, "; "),
        source_scale=scale(outlets, codes.iso3),
        notes=_notes(group, kind, place, on),
        fatalities=0,
        tags=_tags(case) if demonstration else None,
        timestamp=None,
    )
    return row


def _point(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 4)


def _changed(material: Material, group: Folded) -> int | None:
    times = [t for c in group.cases if (t := material.changed_at(c))]
    return _stamp(max(times)) if times else None


def _stamp(at: datetime) -> int:
    """Seconds since 1970; the store keeps times in UTC."""
    return int((at - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - both without a zone


# --- what and when --------------------------------------------------------------------------------


def kind_of(group: Folded) -> str | None:
    """The sub-event type; None for what ACLED does not collect."""
    case = group.main
    incident = case.incident
    found = ONTOLOGY.acled_of(incident.type, incident.mode, case.lead.cameo)
    if found is None:
        return None
    kind = found.sub_event_type
    if incident.type == "PROTEST":
        return _protest(group, kind)
    if incident.type == "ASSAULT" and kind in {
        "Armed clash",
        "Attack",
        "Protest with intervention",
        "Excessive force against protesters",
    }:
        return _assault(case, kind)
    return kind


def _protest(group: Folded, kind: str) -> str:
    if kind != "Peaceful protest":
        return kind
    # Where nobody is named who hurt the protesters, nobody is said to have intervened.
    done = [c.incident for c in group.force if c.incident.sources or c.incident.type == "COERCE"]
    if any(i.type == "ASSAULT" and i.mode != "crowd-control" for i in done):
        return "Excessive force against protesters"
    return "Protest with intervention" if done or group.main.quantity("arrests") else kind


def _by_nobody(case: Case) -> bool:
    """“Four protesters were hurt”: whether by the police, others or a fall is not told."""
    incident = case.incident
    return (
        incident.type == "ASSAULT"
        and not incident.sources
        and any(side_of(a) == "protesters" for a in incident.targets)
    )


def _assault(case: Case, kind: str) -> str:
    """Who is hit decides between battle, violence against civilians, and force at a protest."""
    sources, targets = case.incident.sources, case.incident.targets
    if any(side_of(a) == "protesters" for a in targets):
        gentle = case.incident.mode == "crowd-control"
        return "Protest with intervention" if gentle else "Excessive force against protesters"
    if any(side_of(a) == "protesters" for a in sources):
        return "Violent demonstration"
    if targets and all(is_unarmed(a) for a in targets):
        by_crowd = sources and all(is_unarmed(a) for a in sources)
        return "Mob violence" if by_crowd else "Attack"
    if any(ARMED & set(a.roles) for a in targets):
        by_crowd = sources and all(is_unarmed(a) for a in sources)
        return "Mob violence" if by_crowd else "Armed clash"
    return "Attack" if kind != "Armed clash" else kind


def _days(case: Case) -> tuple[list[date], int]:
    """The days of an incident, and ACLED's precision of them.

    An incident that its reports tell of several days, each by its date, has a row for each of them;
    of a span that is only known as such, the middle stands for it.
    """
    when = case.incident.date
    assert when is not None  # noqa: S101 - the caller has seen to it
    if when.start == when.end:
        return [day(when.start)], 2 if when.precision == "publication" else 1
    exact = sorted(
        {
            r.date.start
            for r in case.told
            if r.date and r.date.precision == "day" and when.start <= r.date.start <= when.end
        }
    )
    if exact:
        return [day(d) for d in exact], 1
    return [middle(when.start, when.end)], 2 if length(when) <= WEEK else 3


def _hits_civilians(kind: str, event_type: str, two: Party | None) -> bool:
    if kind == "Excessive force against protesters" or event_type == "Violence against civilians":
        return True
    against = two is not None and two.inter == "Civilians"
    return against and event_type in {"Explosions/Remote violence", "Riots"}


def _deaths(group: Folded, policy: str | None) -> Picked | None:
    found = [total(c, "deaths", (policy, POLICY), "acled") for c in group.cases]
    numbers = [n for n in found if n is not None]
    # The protest's own count comes first; of counts of the force used there, the highest is whole.
    return found[0] or max(numbers, key=lambda n: n.best or 0, default=None)


# --- who ------------------------------------------------------------------------------------------


def parties(group: Folded, kind: str, codes: CountryCodes) -> tuple[Party, Party | None]:
    """Both sides in ACLED's names; the second is None where ACLED leaves it empty."""
    case = group.main
    sources, targets = case.incident.sources, case.incident.targets
    event_type = toml("acled.toml")["sub_events"][kind][0]
    if event_type in {"Protests", "Riots"}:
        crowd = "Rioters" if event_type == "Riots" else "Protesters"
        if case.incident.type == "PROTEST":
            force = group.forces or [a for a in targets if ARMED & set(a.roles)]
            intervened = kind in {"Protest with intervention", "Excessive force against protesters"}
            two = _party(force, codes) if intervened or event_type == "Riots" else None
            return _crowd(crowd, sources, codes), two
        if kind in {"Protest with intervention", "Excessive force against protesters"}:
            return _crowd(crowd, targets, codes), _party(sources, codes)
        return _crowd(crowd, sources, codes), _party(targets, codes)
    one, two = _party(sources, codes), _party(targets, codes)
    if event_type == "Violence against civilians":
        attacker = one or _named("unknown", codes)
        return attacker, two or _named("civilians", codes)
    if event_type in {"Battles", "Explosions/Remote violence"}:
        one = one or _named("unknown", codes)
        if two is None and event_type == "Battles":
            two = _named("unknown", codes)
        return one, two
    # A strategic development whose doer nobody names still has the one whom it happened to.
    return (one, two) if one else (two or _named("unknown", codes), None)


def _crowd(name: str, actors: Sequence[Actor], codes: CountryCodes) -> Party:
    country = _country(actors, codes)
    return Party(f"{name} ({country})", name, tuple(dict.fromkeys(_groups(actors, country))))


def _groups(actors: Sequence[Actor], country: str) -> Iterator[str]:
    groups: dict[str, str] = toml("acled.toml")["groups"]
    nouns: dict[str, str] = toml("acled.toml")["nouns"]
    for actor in actors:
        if is_proper(actor):
            # "Thousands of Americans" are the crowd itself and no group within it.
            if not is_country(actor):
                yield name_of(actor)
            continue
        labels = [nouns[w] for w in fold(name_of(actor)).split() if w in nouns]
        labels = labels or [groups[r] for r in actor.roles if r in groups]
        yield from (f"{label} ({country})" for label in labels)


def _country(actors: Sequence[Actor], codes: CountryCodes) -> str:
    """The country after a crowd's name: its own if it is from elsewhere."""
    own = [c for a in actors if (c := codes_of(a.country))]
    return own[0].acled if own and all(c.iso3 != codes.iso3 for c in own) else codes.acled


def _party(actors: Sequence[Actor], codes: CountryCodes) -> Party | None:
    """The first actor names the side, and the others go with it."""
    if not actors:
        return None
    found = [_one(a, codes) for a in actors]
    first = found[0]
    groups = [n for p in found[1:] for n in (p.name, *p.groups)]
    return Party(
        first.name,
        first.inter,
        tuple(g for g in dict.fromkeys([*first.groups, *groups]) if g != first.name),
    )


def _one(actor: Actor, codes: CountryCodes) -> Party:
    side = side_of(actor, codes.iso3)
    own = codes_of(actor.country)
    country = own.acled if own else codes.acled
    if side == "protesters":
        return Party(f"Protesters ({country})", "Protesters", tuple(_groups([actor], country)))
    if side in {"state", "abroad"} and (own or side == "state"):
        head = next((STATE_NAMES[r] for r in actor.roles if r in STATE_NAMES), "Government of")
        inter = "State forces" if side == "state" else "External/Other forces"
        group = (name_of(actor),) if is_proper(actor) and not is_country(actor) else ()
        return Party(f"{head} {_the(country)}", inter, group)
    if side == "abroad":
        return Party(name_of(actor) or "Unidentified Force", "External/Other forces")
    if side in {"rebels", "criminals"} and is_proper(actor):
        inter = "Rebel group" if side == "rebels" else "Political militia"
        return Party(name_of(actor), inter)
    name, inter = NAMES[side]
    if side == "unknown" and is_proper(actor):
        # A named person of whom no more is known is a civilian, not an armed group.
        name, inter = NAMES["civilians"]
    return Party(f"{name} ({country})", inter, tuple(_groups([actor], country)))


def _the(country: str) -> str:
    return f"the {country}" if country in toml("acled.toml")["article"]["the"] else country


def _named(side: Side, codes: CountryCodes) -> Party:
    name, inter = NAMES[side]
    return Party(f"{name} ({codes.acled})", inter)


def interaction(one: Party, two: Party | None) -> str:
    """Both kinds, the lower number first; a side alone is “only”."""
    if two is None:
        return f"{one.inter} only"
    numbers = toml("acled.toml")["inter"]
    return "-".join(sorted((one.inter, two.inter), key=lambda name: numbers[name]))


# --- words ----------------------------------------------------------------------------------------


def _notes(group: Folded, kind: str, place: Place, on: date) -> str:
    case = group.main
    sentence: str = toml("acled.toml")["sub_events"][kind][2]
    one, two = _sides(group, kind)
    # Where nobody is named on a side, the sentence does without it.
    if not two and "{two}" in sentence:
        sentence = sentence.split(" {two}", maxsplit=1)[0].removesuffix(" and")
        for word in (" with", " against", " from", " to", " at", " towards", " of"):
            sentence = sentence.removesuffix(word)
    demands = joined([plain(d) for d in case.demands])
    wanted = f" to demand {demands}" if demands else ""
    told = sentence.format(one=one or "somebody", two=two, wanted=wanted)
    parts = [f"On {spoken_day(on)}, in {plain(where_text(place))}, {told}."]
    parts += dict.fromkeys(reported(c) for c in group.cases)
    parts += figures_told(group.cases)
    return " ".join(parts)


def _sides(group: Folded, kind: str) -> tuple[str, str]:
    sources, targets = group.main.incident.sources, group.main.incident.targets
    one, two = joined(spoken_names(sources)), joined(spoken_names(targets))
    if kind in {"Protest with intervention", "Excessive force against protesters"}:
        if group.main.incident.type == "PROTEST":
            return one or "protesters", joined(spoken_names(group.forces)) or "the authorities"
        return two or "protesters", one or "the authorities"
    return one, two


def _tags(case: Case) -> str:
    """The size in the words of the reports, or its bounds where they differ."""
    quantity = case.quantity("participants")
    values = (
        [v for v in quantity.values if v.stance not in {"denies", "predicts", "demands"}]
        if quantity
        else []
    )
    words = list(dict.fromkeys(plain(v.text).casefold() for v in values))
    if not words:
        return "crowd size=no report"
    if len(words) == 1:
        return f"crowd size={words[0].replace(';', ',')}"
    ends = [b for v in values for b in (v.low, v.high) if b is not None]
    return (
        f"crowd size=between {min(ends):.0f} and {max(ends):.0f}"
        if ends
        else (f"crowd size={' or '.join(words).replace(';', ',')}")
    )


@lru_cache(maxsize=1)
def _media() -> Organisations:
    return Organisations()


def scale(outlets: Sequence[str], iso3: str) -> str:
    """How wide the outlets look: National in their own country, else International."""
    found = set()
    for outlet in outlets:
        known = _media().find(outlet)
        if known is None or known.kind not in {"media", "agency"}:
            found.add("Other")
        else:
            found.add("National" if known.country == iso3 else "International")
    return "-".join(s for s in ("Other", "National", "International") if s in found) or "Other"
