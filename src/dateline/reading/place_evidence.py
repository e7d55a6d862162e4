"""What speaks for a place being meant: for what it is, and by the words right around its name.

Evidence is a list of (name, value); what each is worth stands in `place_weights.json`.
"""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.knowledge.gazetteer import GazetteerEntry
    from dateline.reading.place_ranking import Toponym

Evidence = list[tuple[str, float]]

WIDE = frozenset({"country", "admin1", "exact"})
UNITS = frozenset({"admin1", "admin2"})
# Cities below this do not take a name from the unit around them.
TOWN = 10_000
# A lead in population beyond a hundred times says no more.
MOST_LEAD = 2.0


def load_weights() -> Mapping[str, float]:
    """The weights of the evidence that ship with the package."""
    text = files("dateline.reading").joinpath("place_weights.json").read_text("utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def standing_evidence(
    entries: Sequence[GazetteerEntry],
) -> list[tuple[GazetteerEntry, Evidence]]:
    """The entries, each with what it is worth without any context."""
    cities = [e for e in entries if e.precision == "city"]
    towns = [e for e in cities if e.population > TOWN]
    own_name = [e for e in cities if e.use == "name"]
    namesake = any(e.use == "name" for e in towns)
    sizes = sorted((e.population for e in own_name), reverse=True)
    # "Wales" is also a loose word for the United Kingdom, "Mexico" for its capital; the place that
    # bears the name itself comes first.
    named = any(e.own and e.use == "name" and e.precision in WIDE for e in entries)
    part = any(e.own and e.precision == "admin1" for e in entries)
    found = []
    for e in entries:
        evidence = _standing(e)
        if e.use == "name":
            evidence.append(("bears the name itself", 1.0))
            if e.precision == "city" and e.population == sizes[0] > 0:
                second = sizes[1] if len(sizes) > 1 else 0
                lead = math.log10((e.population + 10) / (second + 10))
                evidence.append(("largest of its name, by", min(lead, MOST_LEAD)))
        elif (named and e.use == "alias" and not (e.precision == "city" and e.own)) or (
            part and e.precision == "country"
        ):
            evidence.append(("a by-name where a known place bears it", 1.0))
        elif namesake and e.use == "alias" and e.precision in UNITS:
            # "Columbia" is a city before it is the District of Columbia.
            level = "first" if e.precision == "admin1" else "second"
            evidence.append((f"a {level}-level unit's by-name where a city bears it", 1.0))
        elif own_name and e.use == "alias" and e.precision == "city" and not e.own:
            evidence.append(("a city's by-name where another bears it", 1.0))
        if e.precision in UNITS and _has_city(e, towns):
            evidence.append(("a unit behind its city", 1.0))
        found.append((e, evidence))
    return found


def _standing(e: GazetteerEntry) -> Evidence:
    """What a place is worth for what it is: its population and its type."""
    evidence: Evidence = [("population", math.log10(e.population + 10))]
    if e.precision == "country":
        evidence.append(("country", 1.0))
    elif e.precision == "admin1":
        evidence.append(("first-level unit", 1.0))
        if e.population == 0:
            # Our table's units often lack a population; they are well known.
            evidence.append(("unit of unknown population", 1.0))
        if e.own:
            evidence.append(("well-known unit", 1.0))
    elif e.precision == "admin2":
        evidence.append(("second-level unit", 1.0))
    elif e.own and e.precision in ("region", "exact"):
        # Those of our table are known to the world; the dumps have a thousand Black Rivers.
        evidence.append((f"well-known {'region' if e.precision == 'region' else 'site'}", 1.0))
    elif e.precision == "city":
        if e.own:
            evidence.append(("well-known city", 1.0))
        if e.feature == "PPLC" and e.use == "name":
            evidence.append(("capital", 1.0))
    return evidence


def _has_city(unit: GazetteerEntry, cities: list[GazetteerEntry]) -> bool:
    """Whether a city of the same name lies in the unit: the bare name means the city."""
    return any(
        city.country == unit.country
        and (
            (unit.id in (city.admin1_id, city.admin2_id) and (city.own or not unit.own))
            or city.feature == "PPLC"
        )
        for city in cities
    )


def own_evidence(t: Toponym, e: GazetteerEntry, cues: Mapping[str, float] | None) -> Evidence:
    """What stands right at this mention, and what the article's own words say of the country."""
    evidence: Evidence = []
    if t.unit_word and e.precision in UNITS:
        evidence.append(("unit word", 1.0))
    elif t.city_word and e.precision not in ("admin1", "admin2", "country"):
        evidence.append(("city word", 1.0))
    if t.adjective and e.country in t.adjective:
        evidence.append(("adjective before", 1.0))
    if cues and e.country in cues and e.precision != "country":
        evidence.append(("words used in that country", cues[e.country]))
    return evidence
