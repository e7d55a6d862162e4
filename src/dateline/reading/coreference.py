"""Who "he", "they" and "the president" are: pronouns and definite descriptions, by rules.

Every pronoun becomes a reference with the entity of its antecedent. A definite description that
the names layer found keeps its place there and is given the entity that it means. Descriptions of
two ("the two countries", "both leaders") get a collective entity whose `members` are the two.
First and second person are left to the voices layer, which knows who speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, cast

from dateline.knowledge import Knowledge
from dateline.knowledge.people import SAME_OFFICE, standing_on
from dateline.reading.arcs import Token
from dateline.reading.components import Component
from dateline.reading.grammar import subjects
from dateline.reading.owning import COUNTRY_NOUNS, Owners, Seen, country_of, is_country
from dateline.reading.reading import Entity, Name, Reading

PRONOUNS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n",
    "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
}  # fmt: skip
RELATIVE = frozenset({"who", "whom", "whose"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
# How far back, in sentences, an antecedent may stand.
REACH = 4
# Weights of the rules, from tuning on openly licensed news with coreference marked.
PER_SENTENCE, PER_TOKEN = 1.6, 0.01
SUBJECT, LAST_SUBJECT, GOVERNING, OFTEN = 1.2, 0.4, 1.5, 0.25
PERSON_FOR_HE, GENDER, ORG_FOR_IT, PLURAL_FOR_THEY, BODY_FOR_THEY = 1.5, 0.8, 0.5, 1.0, 0.4
# "it" is resolved only where nothing else is nearly as likely.
SURE_MARGIN = 0.8
SPEAKER = -3.0
# Below this score nobody is meant; above that one a pronoun tells the gender of its antecedent.
LEAST, SURE_GENDER = -1.0, 1.5

# What somebody acts through, which the text does not name by itself.
OFFICES = frozenset({"office", "campaign", "administration", "team", "camp", "staff", "spokesman"})
# Where a thing stands that the next sentence may speak of, and the entity of any thing.
SALIENT = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "conj", "root"})
THING = Entity(-1, "thing", "EVENT")

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


def component(knowledge: Knowledge) -> Component:
    """The component that resolves pronouns and definite descriptions."""

    def run(reading: Reading) -> Mapping[str, list[Any]]:
        return _Resolver(knowledge, reading).run()

    return Component(
        "coreference",
        "1",
        ("parse", "names", "entities", "places"),
        ("references", "entities"),
        run,
    )


class _Resolver:
    """The state of one walk through an article."""

    def __init__(self, knowledge: Knowledge, reading: Reading) -> None:
        self.knowledge = knowledge
        self.reading = reading
        self.parse = reading.parse
        self.tokens = reading.parse.tokens
        self.entities: list[Entity] = list(reading.entities)
        self.references: list[Name] = []
        self.seen: dict[int, Seen] = {}
        self.by_head: dict[int, Name] = {}
        for name in sorted(reading.names, key=lambda n: n.first - n.last, reverse=True):
            self.by_head[name.head] = name
        self.owner: dict[int, int] = {}
        # Things that nobody is, by the noun: what "it" and "they" may mean besides actors.
        self.things: list[Seen] = []
        self.quoted = _quoted(self.tokens, reading)

    def run(self) -> dict[str, list[Any]]:
        by_first: dict[int, list[Name]] = {}
        for name in self.reading.names:
            by_first.setdefault(name.head, []).append(name)
        for token in self.tokens:
            for name in by_first.get(token.i, ()):
                if name.why.startswith("noun "):
                    self._description(name)
                self._note(name.entity, token)
            if token.upos == "NOUN" and token.i not in by_first and token.relation in SALIENT:
                subject = [token.i] if _is_subject(token) else []
                self.things.append(Seen(token.i, token.sentence, 1, subject))
            if token.lower in PRONOUNS:
                self._pronoun(token)
            elif token.lower in RELATIVE and token.tag in {"WP", "WP$"}:
                self._relative(token)
            elif token.lower == "both" and token.relation in {"nsubj", "obj", "nsubj:pass", "obl"}:
                self._pair(token.i, token.i, "any", None)
        Owners(self.reading, self.entities, self.references, self.seen).run()
        return {"references": self.references, "entities": self.entities}

    def _note(self, index: int, token: Token) -> None:
        """Take down that an entity was just mentioned."""
        if index < 0:
            return
        held = self.seen.get(index)
        if held is None:
            held = self.seen[index] = Seen(token.i, token.sentence)
        held.last, held.sentence = token.i, token.sentence
        held.count += 1
        self.owner[token.i] = index
        if _is_subject(token):
            held.subjects.append(token.i)
        # A name in apposition to a subject is the subject.
        elif (
            token.relation in {"appos", "compound"}
            and token.head >= 0
            and _is_subject(self.tokens[token.head])
        ):
            held.subjects.append(token.head)

    def _refer(self, first: int, last: int, index: int, why: str) -> None:
        start, end = self.tokens[first].start, self.tokens[last].end
        self.references.append(
            Name(start, end, self.parse.text[start:end], "PRON", last, first, last, index, why)
        )

    # -- pronouns ------------------------------------------------------------------------------

    def _relative(self, token: Token) -> None:
        """ "who", "whom", "whose": the noun that the clause hangs on."""
        node = token
        for _ in range(4):
            if node.head < 0:
                return
            if node.relation == "acl:relcl":
                break
            node = self.tokens[node.head]
        if node.relation != "acl:relcl" or node.head < 0:
            return
        index = self.owner.get(node.head)
        if index is None:
            name = self.by_head.get(node.head)
            index = name.entity if name is not None else None
        if index is not None and index >= 0 and not is_country(self.entities[index]):
            self._refer(token.i, token.i, index, "relative pronoun")
            self.owner[token.i] = index
            if _is_subject(token) and index in self.seen:
                self.seen[index].subjects.append(token.i)

    def _pronoun(self, token: Token) -> None:
        kind = PRONOUNS[token.lower]
        if token.lower == "it" and self._empty_it(token):
            return
        if kind == "n" and (owner := self._office(token)) is not None:
            self._refer(token.i, token.i, owner, "pronoun for somebody's office")
            return
        if kind == "p" and (pair := self._coordinated(token)) is not None:
            self._refer(token.i, token.i, pair, "pronoun for a pair")
            self._note(pair, token)
            return
        ranked = sorted(
            ((self._score(token, kind, self.entities[index], held), -held.last, index)
             for index, held in self.seen.items() if self._may(token, kind, index, held)),
            reverse=True,
        )  # fmt: skip
        if not ranked:
            # "He flew in for talks with her. It is their first meeting."
            found = self._last_two("person", (1,)) if kind == "p" else None
            if found is not None:
                self._refer(token.i, token.i, self._pair_entity(found), "pronoun for the last two")
            return
        best, _, index = ranked[0]
        if best < LEAST or self._thing_meant(token, kind, best):
            return
        if kind == "n" and not self._surely(token, ranked):
            return
        entity = self.entities[index]
        if kind in {"m", "f"} and not entity.gender and best > SURE_GENDER:
            entity.gender = cast("Literal['m', 'f']", kind)
        self._refer(token.i, token.i, index, f"pronoun, score {best:.1f}")
        self._note(index, token)

    def _surely(self, token: Token, ranked: Sequence[tuple[float, int, int]]) -> bool:
        """Whether "it" means the first of these: "Ruritania said it", or the only one there is."""
        best, _, index = ranked[0]
        if best < 0:
            return False
        if len(ranked) == 1:
            return True
        if best - ranked[1][0] < SURE_MARGIN:
            return False
        return self._governing(self.seen[index].subjects, token) is not None

    def _thing_meant(self, token: Token, kind: str, best: float) -> bool:
        """Whether a thing is as likely the antecedent of "it" or "they" as the best actor."""
        if kind not in {"n", "p"}:
            return False
        tag = "NN" if kind == "n" else "NNS"
        for held in reversed(self.things):
            if token.sentence - held.sentence > 1:
                break
            if self.tokens[held.last].tag == tag and not self._bound(token, held):
                score = self._score(token, kind, THING, held)
                if score > best - (SURE_MARGIN if kind == "n" else 0.0):
                    return True
        return False

    def _office(self, token: Token) -> int | None:
        """ "His office said it …", "the president's campaign": it acts for him."""
        for above in self.parse.ancestors(token.i):
            for t in self.parse.kids(above.i, "nsubj"):
                if t.i < token.i and t.lemma in OFFICES and t.i not in self.owner:
                    owner = self.parse.kid(t.i, "nmod:poss")
                    return self.owner.get(owner.i) if owner is not None else None
        return None

    def _empty_it(self, token: Token) -> bool:
        if token.relation == "expl":
            return True
        head = self.tokens[token.head] if token.head >= 0 else None
        if head is None:
            return True
        cop = self.parse.kid(head.i, "cop") is not None
        weather = head.lemma in {"be", "seem", "appear", "emerge", "happen", "take"}
        return cop or weather

    def _may(self, token: Token, kind: str, index: int, held: Seen) -> bool:
        """Whether an entity may be the antecedent at all: distance, number, gender, binding."""
        if token.sentence - held.sentence > REACH:
            return False
        entity = self.entities[index]
        person = entity.kind == "PERSON"
        if kind in {"m", "f"}:
            if not person or entity.collective or entity.gender not in {"", kind}:
                return False
        elif kind == "n":
            if person or entity.kind not in {"ORG", "PLACE", "NORP"} or entity.members:
                return False
        elif (person and not entity.collective) or (
            entity.kind in {"PLACE", "NORP", "FAC", "EVENT"} and not entity.members
        ):
            return False
        return not self._bound(token, held)

    def _bound(self, token: Token, held: Seen) -> bool:
        """Co-arguments of one verb are different actors; nobody is possessed by himself."""
        last = self.tokens[held.last]
        if token.relation == "nmod:poss":
            if token.head == last.i or (last.i < token.i and self.parse.is_below(token.i, last.i)):
                # "the president and his men" is fine, "his" inside the president's own phrase not.
                return token.head == last.i
            return False
        if token.lower in REFLEXIVE:
            return False
        top = last
        while top.relation == "conj" and top.upos in {"NOUN", "PROPN"} and top.head >= 0:
            top = self.tokens[top.head]
        if top.head == token.head and token.head >= 0 and top.relation != "conj":
            return True
        if token.relation in {"obj", "iobj", "obl"} and self.tokens[token.head].upos == "VERB":
            # "called him, urging him to": whoever urges is not the one who is urged.
            shared = subjects(self.parse, token.head)
            if any(s in held.subjects or s == held.last for s in shared):
                return True
        return (
            last.upos in {"NOUN", "PROPN"}
            and any(a.i == last.i for a in self.parse.ancestors(token.i))
            and not self._in_relative(token, last.i)
        )

    def _in_relative(self, token: Token, top: int) -> bool:
        """Whether a clause lies between the pronoun and the noun above it."""
        for above in self.parse.ancestors(token.i):
            if above.i == top:
                return False
            if above.relation in {"acl:relcl", "acl", "parataxis", "ccomp"}:
                return True
        return False

    def _score(self, token: Token, kind: str, entity: Entity, held: Seen) -> float:
        score = -PER_SENTENCE * (token.sentence - held.sentence) - PER_TOKEN * (token.i - held.last)
        recent = [s for s in held.subjects if self.tokens[s].sentence >= token.sentence - 1]
        if recent:
            score += SUBJECT
        if _is_subject(self.tokens[held.last]):
            score += LAST_SUBJECT
        if recent and (governing := self._governing(recent, token)) is not None:
            # Who speaks of himself in a quotation says "I".
            own_words = self.quoted[token.i] and not self.quoted[governing]
            score += SPEAKER if own_words and kind in {"m", "f"} else GOVERNING
        score += OFTEN * min(6, held.count)
        if kind in {"m", "f"}:
            score += PERSON_FOR_HE if entity.name[:1].isupper() else 0.0
            score += GENDER if entity.gender == kind else 0.0
        elif kind == "n":
            score += ORG_FOR_IT
        else:
            score += PLURAL_FOR_THEY if entity.kind == "GROUP" or entity.members else 0.0
            score += BODY_FOR_THEY if entity.kind in {"ORG", "NORP"} else 0.0
        return score

    def _governing(self, subjects: list[int], token: Token) -> int | None:
        """ "Police said they …": the one that is the subject of a verb above the pronoun."""
        above = {a.i for a in self.parse.ancestors(token.i)}
        found = (s for s in reversed(subjects) if self.tokens[s].head in above and s < token.i)
        return next(found, None)

    def _coordinated(self, token: Token) -> int | None:
        """ "Ann Lee and Ben Ray said they …": both, if a pair was the last subject."""
        floor = self.parse.sentences[max(0, token.sentence - 1)].first
        for k in range(token.i - 1, floor - 1, -1):
            word = self.tokens[k]
            if word.relation != "conj" or word.head < 0:
                continue
            top = self.tokens[word.head]
            one, two = self.owner.get(top.i), self.owner.get(word.i)
            if not _is_subject(top) or one is None or two is None or one == two:
                continue
            pair = [self.entities[n] for n in (one, two)]
            if any(e.members for e in pair):
                continue
            if all(e.kind == "PERSON" for e in pair):
                return self._pair_entity([one, two])
            if (
                all(e.collective or e.kind == "PERSON" for e in pair)
                and self._governing([top.i], token) is not None
            ):
                # "The government and the rebels said that they had agreed"
                return self._pair_entity([one, two])
        return None

    # -- descriptions --------------------------------------------------------------------------

    def _description(self, name: Name) -> None:
        """Give a definite description the entity it means, if an earlier mention tells."""
        head = self.tokens[name.head]
        entity = self.entities[name.entity]
        # "Belarusian capital" is a description, however it begins.
        named = entity.name[:1].isupper() and not entity.name.split()[-1].islower()
        if named and entity.name != name.text:
            return
        words = {k.lower for k in self.parse.kids(head.i, "det", "nummod", "amod", "det:predet")}
        two = "two" in words or "both" in words
        if two and head.lemma in PAIR_NOUNS:
            self._pair(name.first, name.last, PAIR_NOUNS[head.lemma], name)
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
        index = self.owner.get(owner.i) if owner is not None else None
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
            score = self._score(token, "m", other, held) + self._article_country(other, entity)
            if best is None or score > best[0]:
                best = (score, index)
        if best is not None:
            return best[1]
        return self._holder(noun, entity)

    def _article_country(self, other: Entity, entity: Entity) -> float:
        return 0.5 if other.country == entity.country else 0.0

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

    def _pair(self, first: int, last: int, kind: str, name: Name | None) -> None:
        """ "the two countries", "both leaders": the two of that kind that were named last."""
        found = self._last_two(kind)
        if found is None:
            return
        index = self._pair_entity(found)
        if name is None:
            self._refer(first, last, index, "both of the last two")
        else:
            name.entity = index
            name.why = f"{name.why}, the last two"

    def _last_two(self, kind: str, within: Sequence[int] = (1, 3, 8, 99)) -> list[int] | None:
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
        for reach in within:
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

    def _pair_entity(self, members: list[int]) -> int:
        for entity in self.entities:
            if entity.members and set(entity.members) == set(members):
                return entity.index
        one, two = self.entities[members[0]], self.entities[members[1]]
        index = len(self.entities)
        self.entities.append(
            Entity(
                index=index,
                name=f"{one.name} and {two.name}",
                kind="GROUP",
                country=one.country if one.country == two.country else None,
                roles=one.roles if one.roles == two.roles else one.roles[:1] + two.roles[:1],
                collective=True,
                why="pair",
                members=(members[0], members[1]),
            )
        )
        return index


def _quoted(tokens: list[Token], reading: Reading) -> list[bool]:
    """For each token whether it stands inside quotation marks; a paragraph closes them."""
    found: list[bool] = []
    inside, paragraph = False, -1
    for token in tokens:
        here = reading.parse.sentences[token.sentence].paragraph
        if here != paragraph:
            inside, paragraph = False, here
        if token.text in {"“", "”", '"', "``", "''"}:
            inside = token.text == "“" or (token.text != "”" and not inside)
        found.append(inside)
    return found


def _is_subject(token: Token) -> bool:
    return token.relation in {"nsubj", "nsubj:pass"}
