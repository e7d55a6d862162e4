"""From a mention to the `Actor` that a record prints."""

from __future__ import annotations

from dateline.event import Actor, actor_code
from dateline.reading.reading import Entity, Name, Reading


def actor_of(reading: Reading, name: Name) -> Actor:
    """The actor that a mention means: its words, and name, country and roles of its entity."""
    mention = _proper_beside(reading, name)
    entity = reading.entities[name.entity] if name.entity >= 0 else None
    if entity is None:
        return Actor(
            text=name.text,
            start=name.start,
            end=name.end,
            name=None,
            country=None,
            roles=(),
            code="---",
            wikidata=None,
            collective=False,
        )
    return _actor(mention, entity)


def _actor(mention: Name, entity: Entity) -> Actor:
    """The words of a mention with who its entity is."""
    return Actor(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=entity.name,
        country=entity.country,
        roles=entity.roles,
        code=actor_code(entity.country, entity.roles),
        wikidata=entity.wikidata,
        collective=entity.collective,
    )


def _proper_beside(reading: Reading, name: Name) -> Name:
    """For "the leader, Ann Lee," the name itself, which is the shorter and surer mention."""
    if not name.why.startswith("noun "):
        return name
    tokens = reading.parse.tokens
    for kid in (name.last + 1, *reading.parse.children[name.head]):
        if kid >= len(tokens) or kid > name.last + 4:
            continue
        other = reading.name_at(kid)
        if other is None or other.kind == "PRON" or other.why.startswith("noun "):
            continue
        if other.entity == name.entity:
            return other
    return name


def actors_of(reading: Reading, name: Name) -> list[Actor]:
    """The actors that a mention means: one, or both of a pair such as "the two countries"."""
    entity = reading.entities[name.entity] if name.entity >= 0 else None
    if entity is None or not entity.members:
        return [actor_of(reading, name)]
    return [_actor(name, reading.entities[k]) for k in entity.members]
