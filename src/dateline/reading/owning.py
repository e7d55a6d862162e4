"""Whom a description belongs to: "her supporters", "its neighbour", "Lakeside police".

Run after the walk through an article that settles pronouns: a phrase whose own words give no
country takes that of its possessor, or of the town in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.reading.reading import Entity, Name, PlaceMention, Reading

COUNTRY_NOUNS = frozenset({"country", "nation", "state", "republic", "kingdom"})


@dataclass(slots=True)
class Seen:
    """What the text so far has said of an entity."""

    last: int
    sentence: int
    count: int = 0
    subjects: list[int] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)


def is_country(entity: Entity) -> bool:
    """Whether an entity is a state or a part of one."""
    return entity.kind != "GROUP" and entity.why.startswith(("country ", "region "))


def country_of(entities: Sequence[Entity], code: str | None) -> int | None:
    """The entity of a country, if the text named it."""
    for entity in entities:
        if code and entity.country == code and is_country(entity) and entity.roles:
            return entity.index
    return None


class Owners:
    """Countries of descriptions from their possessors and places, over one article."""

    def __init__(
        self,
        reading: Reading,
        entities: list[Entity],
        references: Sequence[Name],
        seen: Mapping[int, Seen],
    ) -> None:
        self.reading = reading
        self.parse = reading.parse
        self.tokens = reading.parse.tokens
        self.entities = entities
        self.references = references
        self.seen = seen

    def run(self) -> None:
        """Settle all descriptions; new groups are added to the entities."""
        self._possessed()
        self._placed()

    def _possessed(self) -> None:
        """ "his opponents": the country of him, where the words gave none."""
        by_token = {r.head: r.entity for r in self.references}
        for name in self.reading.names:
            if not name.why.startswith("noun ") or "country of the article" not in name.why:
                continue
            owner = self.parse.kid(name.head, "nmod:poss")
            index = by_token.get(owner.i) if owner is not None else None
            if index is None:
                continue
            country = self.entities[index].country
            entity = self.entities[name.entity]
            lemma = self.tokens[name.head].lemma
            if lemma in COUNTRY_NOUNS and (own := country_of(self.entities, country)) is not None:
                name.entity, name.why = own, f"{name.why}, of the possessor"
                continue
            if lemma in {"neighbor", "neighbour"}:
                self._neighbour(name, country)
                continue
            if country and country != entity.country and not entity.name[:1].isupper():
                self._split(name, entity, country)

    def _neighbour(self, name: Name, country: str | None) -> None:
        """ "its neighbour": the other country that the article speaks of most."""
        others = [
            (held.count, -index) for index, held in self.seen.items()
            if is_country(self.entities[index]) and self.entities[index].country != country
            and "GOV" in self.entities[index].roles
        ]  # fmt: skip
        if others:
            name.entity, name.why = -max(others)[1], f"{name.why}, the other country"

    def _placed(self) -> None:
        """ "Lakeside police": the country of the town in the phrase, from the places layer."""
        towns = {p.head: p for p in self.reading.places if p.country and p.kind != "adjective"}
        if not towns:
            return
        for name in self.reading.names:
            town = towns.get(name.head)
            if town is not None:
                self._told_by_place(name, town)
            if not name.why.startswith("noun ") or "country of the article" not in name.why:
                continue
            held = [
                towns[k]
                for k in range(name.first, name.head)
                if k in towns and self.tokens[k].upos == "PROPN"
            ]
            held += [
                towns[k.i] for k in self.parse.kids(name.head, "nmod", "nmod:poss") if k.i in towns
            ]
            entity = self.entities[name.entity]
            named = entity.name[:1].isupper() and entity.name != name.text
            if held and held[0].country and held[0].country != entity.country and not named:
                self._split(name, entity, held[0].country)

    def _told_by_place(self, name: Name, town: PlaceMention) -> None:
        """Take over the country that the places layer found for a place name."""
        entity = self.entities[name.entity]
        if entity.kind == "PLACE" and entity.country is None:
            entity.country = town.country
            if town.kind == "metonym" and town.precision == "admin1" and not entity.roles:
                # A region that acts is its authorities.
                entity.roles = ("GOV",)
        elif name.kind == "PLACE" and name.why == "country name" and town.country != entity.country:
            # "Georgia" that the places layer found in America.
            name.entity = self._place_entity(town.name or name.text, town.country)
            name.why = "place"

    def _place_entity(self, text: str, country: str | None) -> int:
        for entity in self.entities:
            if entity.kind == "PLACE" and (entity.name, entity.country) == (text, country):
                return entity.index
        index = len(self.entities)
        self.entities.append(Entity(index, text, "PLACE", country, why="place", collective=True))
        return index

    def _split(self, name: Name, entity: Entity, country: str) -> None:
        """A group of its own for "her supporters" beside those of somebody elsewhere."""
        index = len(self.entities)
        self.entities.append(
            Entity(
                index=index,
                name=entity.name,
                kind=entity.kind,
                country=country,
                roles=entity.roles,
                collective=entity.collective,
                gender=entity.gender,
                why="country of the possessor",
            )
        )
        name.entity = index
