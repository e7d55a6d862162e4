"""FollowTheMoney: statements, one a line of JSON, and the entities that they make.

A statement is one value of one property of one entity, with its dataset and its origin, the event
report that it rests on: so every value keeps its provenance. Events are `Event`, people `Person`,
bodies `Organization` (or `PublicBody`, `LegalEntity`), articles `Article`, places `Address`.
Whoever acts or is acted upon is `involved` in the event; who did what to whom is in its summary.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.event import Actor, EventReport, Origin, Place
from dateline.exports.datasets.cases import Case, Material
from dateline.exports.datasets.files import Output, jsonl
from dateline.exports.datasets.naming import codes_of, full_name, is_proper, name_of
from dateline.exports.datasets.provenance import entry
from dateline.exports.datasets.told import figures_told
from dateline.exports.glance import people, plain
from dateline.knowledge.countries import Countries

DATASET = "dateline"
STATE_BODIES = frozenset({"GOV", "MIL", "COP", "LEG", "JUD"})
# The types of the properties used, as the model has them.
KINDS = {
    "name": "name", "summary": "text", "description": "text", "startDate": "date",
    "endDate": "date", "country": "country", "location": "address", "addressEntity": "entity",
    "involved": "entity",
    "proof": "entity", "keywords": "string", "recordId": "string", "notes": "text",
    "wikidataId": "identifier", "title": "string", "sourceUrl": "url", "publisher": "string",
    "publishedAt": "date", "fileName": "string", "full": "address", "city": "string",
    "state": "string", "latitude": "number", "longitude": "number",
}  # fmt: skip

Statement = dict[str, str | bool | None]


def export(material: Material) -> Output:
    """The statements, and the entities that they make."""
    found: dict[str, Statement] = {}
    origins: dict[str, list[str]] = {}
    accounts = []
    for case in material.cases:
        for statement in _case(case):
            key = str(statement["id"])
            found.setdefault(key, statement)
            # The model has one origin a statement; further ones go into the companion.
            held = origins.setdefault(key, [])
            if statement["origin"] not in held:
                held.append(str(statement["origin"]))
        accounts.append(entry(identity("incident", case.incident.id), [case], {}))
    statements = list(found.values())
    entities = _entities(statements)
    more = [{"statement": k, "origins": v} for k, v in origins.items() if len(v) > 1]
    return Output(
        (
            jsonl(".statements.jsonl", statements),
            jsonl(".entities.jsonl", entities),
            jsonl(".provenance.jsonl", [*accounts, *more]),
        ),
        len(entities),
        Counter(),
        notes=(
            (
                "The origin of a statement is the id of the event report that it rests on, or "
                "of the incident."
            ),
            "All incidents are there; those of plans or denials have their status as a keyword.",
        ),
    )


def identity(*parts: str) -> str:
    """The id of an entity."""
    return f"dl-{hashlib.sha1('|'.join(parts).encode(), usedforsecurity=False).hexdigest()}"


def _statement(entity: tuple[str, str], prop: str, value: str, origin: str) -> Statement:
    identifier, schema = entity
    # How the model names a statement: what it says, whatever its origin.
    key = f"{DATASET}.{identifier}.{prop}.{value}"
    return {
        "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
        "entity_id": identifier,
        "canonical_id": identifier,
        "prop": prop,
        "prop_type": KINDS[prop],
        "schema": schema,
        "value": value,
        "dataset": DATASET,
        "lang": "eng" if KINDS[prop] == "text" else None,
        "original_value": None,
        "external": False,
        "first_seen": None,
        "last_seen": None,
        "origin": origin,
    }


def _case(case: Case) -> Iterator[Statement]:
    incident = case.incident
    event = (identity("incident", incident.id), "Event")
    origin = incident.id

    def say(prop: str, value: str | None, by: str = origin) -> Iterator[Statement]:
        if value:
            yield _statement(event, prop, value, by)

    yield from say("name", _title(case))
    yield from say("recordId", incident.id)
    yield from say("summary", _summary(case))
    if incident.date:
        yield from say("startDate", incident.date.start)
        yield from say("endDate", incident.date.end)
    for word in (incident.type, incident.mode, case.lead.cameo, *_statuses(case)):
        yield from say("keywords", word)
    for sentence in figures_told([case]):
        yield from say("notes", sentence)
    if incident.place:
        yield from say("location", full_name(incident.place))
        yield from say("country", _iso2(incident.place.country))
        address = _place(incident.place, origin)
        yield from address
        yield from say("addressEntity", str(address[0]["entity_id"]))
    for report in case.reports:
        yield from say("description", plain(report.evidence.text), report.id)
        article = _article(report.article, report.id)
        yield from article
        yield from say("proof", str(article[0]["entity_id"]), report.id)
        for actor in (*report.sources, *report.targets):
            entity = _actor(actor, report)
            yield from entity
            if entity:
                yield from say("involved", str(entity[0]["entity_id"]), report.id)


def _title(case: Case) -> str:
    incident = case.incident
    where = f" in {incident.place.name}" if incident.place else ""
    when = f", {incident.date.start}" if incident.date else ""
    what = f"{incident.type} ({incident.mode})" if incident.mode else incident.type
    return f"{what}{where}{when}"


def _summary(case: Case) -> str:
    sources, targets = people(case.incident.sources), people(case.incident.targets)
    return plain(f"{sources or 'somebody'} > {case.incident.type} > {targets or 'nobody named'}")


def _statuses(case: Case) -> list[str]:
    return sorted({r.status for r in case.reports})


def _iso2(country: str | None) -> str | None:
    """FollowTheMoney has the two small letters."""
    known = _COUNTRIES.by_code.get(country or "")
    return known.iso2.lower() if known else None


_COUNTRIES = Countries()


def _place(place: Place, origin: str) -> list[Statement]:
    full = full_name(place)
    entity = (identity("place", str(place.geonameid or full)), "Address")
    values = {
        "full": full,
        "city": place.name if place.precision in {"exact", "city"} else None,
        "state": place.admin1,
        "country": _iso2(place.country),
        "latitude": None if place.latitude is None else f"{place.latitude:g}",
        "longitude": None if place.longitude is None else f"{place.longitude:g}",
    }
    return [_statement(entity, k, v, origin) for k, v in values.items() if v]


def _article(article: Origin, origin: str) -> list[Statement]:
    entity = (identity("article", article.id), "Article")
    values = {
        "title": plain(article.title or article.id),
        "sourceUrl": article.url,
        "publisher": plain(article.outlet or ""),
        "publishedAt": (article.published or "")[:10],
        "fileName": article.path,
    }
    return [_statement(entity, k, v, origin) for k, v in values.items() if v]


def _actor(actor: Actor, report: EventReport) -> list[Statement]:
    """Whoever has a name of his own; “protesters” are in the summary and no entity."""
    if not is_proper(actor):
        return []
    name = name_of(actor)
    country = _iso2(actor.country)
    schema = _schema(actor)
    entity = (identity("actor", actor.wikidata or f"{name}|{actor.country or ''}"), schema)
    values = {"name": name, "country": country, "wikidataId": actor.wikidata}
    return [_statement(entity, k, v, report.id) for k, v in values.items() if v]


def _schema(actor: Actor) -> str:
    if not actor.collective:
        return "Person"
    roles = set(actor.roles)
    codes = codes_of(actor.country)
    return "PublicBody" if roles & STATE_BODIES and codes else "Organization"


def _entities(statements: Sequence[Statement]) -> list[dict[str, object]]:
    """The entities of the statements, in the shape that tools of the model load."""
    entities: dict[str, dict[str, object]] = {}
    schemata: dict[str, Counter[str]] = {}
    values: dict[str, dict[str, list[str]]] = {}
    for one in statements:
        key = str(one["entity_id"])
        schemata.setdefault(key, Counter())[str(one["schema"])] += 1
        held = values.setdefault(key, {}).setdefault(str(one["prop"]), [])
        if one["value"] not in held:
            held.append(str(one["value"]))
    for key, properties in values.items():
        caption = next(
            (properties[p][0] for p in ("name", "title", "full") if p in properties), key
        )
        entities[key] = {
            "id": key,
            "schema": schemata[key].most_common(1)[0][0],
            "caption": caption,
            "properties": properties,
            "datasets": [DATASET],
        }
    return list(entities.values())
