"""Words to values, for whoever corrects a field: types, places, actors."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from dateline.desk.desk import Desk
from dateline.knowledge import Knowledge
from dateline.knowledge.gazetteer import GazetteerEntry
from dateline.knowledge.ontology import Ontology

MOST = 20
# What a place of this precision is; towns are what one expects.
KINDS = {"admin1": "province", "admin2": "district", "region": "region", "country": "country"}
# The gazetteer's connection is used by one thread at a time.
_ASKING = threading.Lock()


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    return Knowledge()


def types(asked: str = "") -> dict[str, Any]:
    """The event types, those that have the words in name, label or description."""
    wanted = asked.strip().casefold()
    found = []
    for kind in Ontology().types.values():
        if wanted in f"{kind.name} {kind.description}".casefold():
            found.append(
                {
                    "value": kind.name,
                    "label": kind.name,
                    "hint": kind.description,
                    "modes": kind.modes,
                }
            )
        found.extend(
            {
                "value": f"{kind.name}:{mode}",
                "label": f"{kind.name}:{mode}",
                "hint": "",
                "modes": (),
            }
            for mode in kind.modes
            if wanted and (wanted in mode or wanted in f"{kind.name}:{mode}".casefold())
        )
    return {"found": found}


def places(asked: str) -> dict[str, Any]:
    """Places of this name in the gazetteer, or with a word that begins so, the largest first."""
    words = asked.strip()
    if not words:
        return {"found": []}
    with _ASKING:
        entries = _knowledge().gazetteer.having(words, MOST)
    return {"found": [_place(entry) for entry in entries]}


def _place(entry: GazetteerEntry) -> dict[str, Any]:
    inside = entry.admin1 if entry.admin1 != entry.name else None
    hint = ", ".join(p for p in (KINDS.get(entry.precision), inside, entry.country) if p)
    return {
        "value": entry.name,
        "label": entry.name,
        "hint": hint,
        "country": entry.country,
        "geonameid": entry.id,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
    }


def actors(desk: Desk, asked: str) -> dict[str, Any]:
    """Actors of the store whose name or code has these words, then those that we know by name."""
    words = asked.strip()
    if not words:
        return {"found": []}
    rows = desk.index.ask(
        "SELECT name, code, country, role, count(*) AS n FROM ("
        " SELECT unnest(sources) AS name, unnest(source_code_list) AS code,"
        " unnest(string_split(source_countries, ';')) AS country,"
        " unnest(string_split(source_roles, ';')) AS role FROM events"
        " UNION ALL SELECT unnest(targets), unnest(target_code_list),"
        " unnest(string_split(target_countries, ';')), unnest(string_split(target_roles, ';'))"
        " FROM events) WHERE contains(lower(name), ?) OR contains(lower(code), ?)"
        " GROUP BY ALL ORDER BY n DESC, name LIMIT ?",
        [words.lower(), words.lower(), MOST],
    )
    found = [
        {
            "value": name,
            "label": name,
            "hint": f"{code}, {n} events of this store",
            "country": country or None,
            "role": (role or "").split("/")[0] or None,
        }
        for name, code, country, role, n in rows
    ]
    knowledge = _knowledge()
    known = {f["value"].casefold() for f in found if f["value"]}
    person = knowledge.people.find(words)
    if person is not None and person.name.casefold() not in known:
        found.append(
            {
                "value": person.name,
                "label": person.name,
                "hint": "known by name",
                "country": next((o.country for o in reversed(person.offices)), None),
                "role": next((o.role for o in reversed(person.offices)), None),
            }
        )
    return {"found": found[:MOST]}
