"""Whom definite descriptions mean: "the president", "the group", "the two countries".

A description that the names layer found keeps its place there and is given the entity that it
means. Descriptions of two get a collective entity whose `members` are the two.
"""

from __future__ import annotations

from collections.abc import Callable

from dateline.knowledge import Knowledge
from dateline.knowledge.people import SAME_OFFICE, standing_on
from dateline.reading.antecedents import PRONOUNS
from dateline.reading.arcs import Token
from dateline.reading.mentioned import Mentioned, is_subject
from dateline.reading.owning import COUNTRY_NOUNS, Seen, country_of, is_country
from dateline.reading.reading import Entity, Name

# How far back, in sentences, the country of the article is still "the country".
REACH = 4
# "The two countries" are two of those named in so many sentences, or in more if there are no two.
LATELY = (1, 3, 8, 99)
# What makes one of several holders of an office stand out, from tuning on openly licensed news.
PER_SENTENCE, PER_TOKEN = 1.6, 0.01
SUBJECT, LAST_SUBJECT, GOVERNING, OFTEN = 1.2, 0.4, 1.5, 0.25
NAMED, SAME_COUNTRY = 1.5, 0.5
OFTEN_ENOUGH = 6

POINTERS = ("det", "nummod", "amod", "det:predet", "cc:preconj")
POINTING = frozenset({"the", "this", "that", "these", "those", "both", "such"})
PAIR_NOUNS: dict[str, str] = {
    "country": "state", "nation": "state", "state": "state", "government": "state",
    "neighbour": "state", "neighbor": "state", "power": "state", "capital": "state",
    "leader": "person", "president": "person", "man": "person", "minister": "person",
    "politician": "person", "statesman": "person", "side": "any", "party": "any",
}  # fmt: skip
ORG_NOUNS = frozenset(
    "group organization organisation party movement company agency ministry union bloc alliance "
    "council court body committee commission firm bank newspaper channel network militia "
    "coalition institution department association".split()
)


class Describer:
    """Settles the descriptions of one article while it is walked through."""

    def __init__(self, knowledge: Knowledge, state: Mentioned) -> None:
        self.knowledge = knowledge
        self.state = state
        self.reading = state.reading
        self.parse = state.reading.parse
        self.tokens = state.reading.parse.tokens
        self.entities = state.entities
        self.seen = state.seen

    def settle(self, name: Name) -> None:
        """Give a definite description the entity it means, if an earlier mention tells."""
        head = self.tokens[name.head]
        entity = self.entities[name.entity]
        # "Belarusian capital" is a description, however it begins.
        named = entity.name[:1].isupper() and not entity.name.split()[-1].islower()
        if named and entity.name != name.text:
            return
        words = {k.lower for k in self.parse.kids(head.i, *POINTERS)}
        two = "two" in words or "both" in words
        if two and head.lemma in PAIR_NOUNS:
            self.pair(name.first, PAIR_NOUNS[head.lemma], name)
            return
        if not words & POINTING:
            target = self._held_by(name, head, entity)
        else:
            target = self._meant(name, head, entity)
        if target is not None and target != name.entity:
            name.entity = target
            name.why = f"{name.why}, means an earlier mention"

    def _held_by(self, name: Name, head: Token, entity: Entity) -> int | None:
        """ "His prime minister", "its president": the holder in the possessor's country."""
        owner = self.parse.kid(head.i, "nmod:poss")
        index = self.state.owner.get(owner.i) if owner is not None else None
        noun = entity.offices[0] if entity.offices else head.lemma
        if index is None or owner is None or owner.lower not in PRONOUNS:
            return None
        if noun not in SAME_OFFICE or entity.kind != "PERSON" or entity.collective:
            return None
        found = self._person(name, entity, head.lemma)
        if found is None or found == index:
            return None
        same = self.entities[found].country == self.entities[index].country
        return found if same else None

    def _meant(self, name: Name, head: Token, entity: Entity) -> int | None:
        lemma = head.lemma
        if lemma == "capital" and head.case != "of":
            return self._capital(name)
        if lemma in {"city", "town"}:
            return self._latest(lambda e: e.kind == "PLACE" and "GOV" not in e.roles)
        bare = name.first == name.last
        if lemma in COUNTRY_NOUNS and bare:
            return self._country(name, entity)
        if entity.kind == "PERSON" and not entity.collective:
            return self._person(name, entity, lemma)
        if head.tag == "NNS" and bare and entity.collective and "article" in name.why:
            # "The ministers": those of whom the text told more before.
            return self._latest(
                lambda e: (
                    e.collective
                    and e.index != entity.index
                    and e.kind == entity.kind
                    and not e.members
                    and e.name.lower().split()[-1:] == [head.lower]
                    and " " in e.name
                ),
                2,
            )
        if lemma in ORG_NOUNS and head.tag in {"NN", "NNP"} and bare:
            role = entity.roles[:1]
            return self._latest(
                lambda e: (
                    e.kind == "ORG"
                    and e.name[:1].isupper()
                    and not is_country(e)
                    and (
                        not role
                        or e.roles[:1] == role
                        or role == ("UNK",)
                        or lemma in e.name.lower()
                    )
                )
            )
        return None

    def _latest(self, fits: Callable[[Entity], bool], reach: int = 8) -> int | None:
        """The entity mentioned last (within `reach` sentences) that fits."""
        now = max((s.sentence for s in self.seen.values()), default=0)
        found = [
            (held.last, index)
            for index, held in self.seen.items()
            if now - held.sentence <= reach and fits(self.entities[index])
        ]
        return max(found)[1] if found else None

    def _capital(self, name: Name) -> int | None:
        """ "the capital": a capital named before, else that of the country meant."""
        found = self._latest(lambda e: e.why.startswith("country capital") and not e.roles, 12)
        if found is None:
            code = self.entities[name.entity].country
            country = self.knowledge.countries.by_code.get(code or "")
            if country is None or not country.capital:
                return None
            found = len(self.entities)
            self.entities.append(
                Entity(found, country.capital, "PLACE", country.code, why="capital of the country")
            )
        name.kind = "PLACE"
        return found

    def _country(self, name: Name, entity: Entity) -> int | None:
        """ "the country": the article's own, where it was named; else the one named last."""
        own = country_of(self.entities, entity.country)
        recent = self._latest(lambda e: is_country(e) and "GOV" in e.roles, 2)
        if own is None or recent is None or own == recent:
            return recent if own is None else own
        lately = self.seen.get(own)
        here = self.tokens[name.head].sentence
        if lately is not None and here - lately.sentence <= REACH:
            return own
        other = self.entities[recent].country
        return own if self._spoken_of(entity.country) >= self._spoken_of(other) else recent

    def _spoken_of(self, code: str | None) -> int:
        """How often the text so far named a country or somebody of it."""
        return sum(h.count for k, h in self.seen.items() if self.entities[k].country == code)

    def _person(self, name: Name, entity: Entity, lemma: str) -> int | None:
        noun = entity.offices[0] if entity.offices else lemma
        titles = {noun, lemma, *SAME_OFFICE.get(noun, ())}
        stated = "country of the article" not in name.why
        best: tuple[float, int] | None = None
        for index, held in self.seen.items():
            other = self.entities[index]
            if other.kind != "PERSON" or other.collective or index == name.entity:
                continue
            if stated and other.country and entity.country and other.country != entity.country:
                continue
            offices = {o for office in other.offices for o in (office, office.split()[-1])}
            if not titles & offices:
                continue
            token = self.tokens[name.head]
            score = self._standing_out(token, other, held) + self._article_country(other, entity)
            if best is None or score > best[0]:
                best = (score, index)
        if best is not None:
            return best[1]
        return self._holder(noun, entity)

    def _standing_out(self, token: Token, entity: Entity, held: Seen) -> float:
        """How much somebody stands out as the text has come to the token."""
        score = -PER_SENTENCE * (token.sentence - held.sentence) - PER_TOKEN * (token.i - held.last)
        recent = [s for s in held.subjects if self.tokens[s].sentence >= token.sentence - 1]
        if recent:
            score += SUBJECT
        if is_subject(self.tokens[held.last]):
            score += LAST_SUBJECT
        if recent and self.state.governing(recent, token) is not None:
            score += GOVERNING
        score += OFTEN * min(OFTEN_ENOUGH, held.count)
        return score + (NAMED if entity.name[:1].isupper() else 0.0)

    def _article_country(self, other: Entity, entity: Entity) -> float:
        return SAME_COUNTRY if other.country == entity.country else 0.0

    def _holder(self, noun: str, entity: Entity) -> int | None:
        """Nobody of that office was named: whoever holds it in the country on the day."""
        day = self.reading.article.published
        if noun not in SAME_OFFICE or noun in {"leader", "ruler"} or not entity.country:
            return None
        if entity.roles and "GOV" not in entity.roles:
            # The president of a union holds no office of state.
            return None
        person = self.knowledge.people.holder(noun, entity.country, day)
        if person is None:
            return None
        for other in self.entities:
            if other.name == person.name:
                return other.index
        standing = standing_on(person, day)
        index = len(self.entities)
        self.entities.append(
            Entity(
                index=index,
                name=person.name,
                kind="PERSON",
                country=standing.country,
                roles=standing.roles,
                wikidata=person.wikidata,
                gender=person.gender,
                offices=standing.offices,
                why=f"holder: {standing.why}",
            )
        )
        return index

    # -- pairs ---------------------------------------------------------------------------------

    def pair(self, first: int, kind: str, name: Name | None) -> None:
        """ "the two countries", "both leaders": the two of that kind that were named last."""
        found = self._last_two(kind)
        if found is None:
            return
        index = self.state.pair_entity(found)
        if name is None:
            self.state.refer(self.tokens[first], index, "both of the last two")
        else:
            name.entity = index
            name.why = f"{name.why}, the last two"

    def _last_two(self, kind: str) -> list[int] | None:
        """The two of a kind of which the text spoke most lately; None where there are not two."""

        def fits(entity: Entity) -> bool:
            if entity.members or ("GOV" not in entity.roles and kind == "state"):
                return False
            if kind == "state":
                return is_country(entity)
            if kind == "person":
                return entity.kind == "PERSON" and entity.name[:1].isupper()
            return entity.kind in {"ORG", "GROUP"} or is_country(entity)

        # Of those named lately the two named most often, for a third may pass by.
        now = max((s.sentence for s in self.seen.values()), default=0)
        for reach in LATELY:
            found = [
                (held.count + (2 if held.subjects else 0), held.last, index)
                for index, held in self.seen.items()
                if now - held.sentence <= reach and fits(self.entities[index])
            ]
            if len(found) > 1:
                pair = sorted(found, reverse=True)[:2]
                pair.sort(key=lambda item: item[1])
                return [index for _, _, index in pair]
        return None
