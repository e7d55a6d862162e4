"""Who the mentions mean: one entity for all mentions of one actor over the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal, cast

from dateline.knowledge.countries import CountryWord
from dateline.knowledge.organisations import Organisation
from dateline.knowledge.people import Person, nearest, standing_on, surnames
from dateline.knowledge.regions import Region
from dateline.knowledge.roles import Role
from dateline.knowledge.tables import fold
from dateline.reading.describing import Describer, placed_in
from dateline.reading.focus import Focus, country_word
from dateline.reading.mentions import Finder, Mention, active
from dateline.reading.name_links import is_whole_army, name_after, name_within
from dateline.reading.phrases import same_spelling, skeleton
from dateline.reading.reading import Entity

# For a week after somebody left office the news is the leaving, and the role is still the old one.
JUST_LEFT = timedelta(days=7)
TITLE_OFFICES = frozenset(
    "president|prime minister|premier|chancellor|king|queen|foreign minister|foreign secretary|"
    "secretary of state|defense minister|defence minister|secretary-general|pope|"
    "supreme leader|emperor|emir|sultan".split("|")
)
# What the people of a region act through.
UNIONS = {"Europe": "European Union"}
BETWEEN = frozenset({"mr", "mrs", "ms", "gen", "dr"})
ACTING = frozenset({"nsubj", "nsubj:pass", "obl:agent", "obj", "iobj", "nmod:poss", "root", "conj"})
PLACE_CASES = frozenset(
    "in at near across into through inside outside throughout around within over along off".split()
)


class Grouper:
    """Builds the entities of one article."""

    def __init__(self, finder: Finder, describer: Describer, focus: Focus) -> None:
        self.finder = finder
        self.lexicon = finder.lexicon
        self.parse = finder.parse
        self.tokens = finder.tokens
        self.mentions = finder.mentions
        self.day = finder.day
        self.cover = describer.cover
        self.focus = focus
        self.entities: list[Entity] = []
        self._keys: dict[object, int] = {}
        self._persons: dict[int, Person] = {}
        # For each person entity the folded surnames by which the text may call them.
        self._surnames: dict[str, list[int]] = {}
        self._skeletons: dict[str, int] = {}
        self._strangers: set[int] = set()

    def run(self) -> list[Entity]:
        """Group all mentions; every mention gets its entity."""
        self._group_people()
        for mention in self.mentions:
            if mention.proper and mention.kind != "PERSON" and not self._united(mention):
                self._named(mention)
        self._acronyms()
        nominal = [m for m in self.mentions if not m.proper]
        for mention in nominal:
            owner = self._described(mention)
            if owner >= 0:
                self._attach(mention, owner)
        self._settle_people()
        for mention in nominal:
            if mention.entity < 0:
                self._nominal(mention)
        return self.entities

    def _group_people(self) -> None:
        """Full names first, so that surnames find them wherever they stand."""
        people = [m for m in self.mentions if m.proper and m.kind == "PERSON"]
        for mention in people:
            if not self.finder.is_short(mention):
                self._full_name(mention)
        for mention in people:
            if self.finder.is_short(mention):
                self._short_name(mention)

    def _new(self, key: object, mention: Mention, name: str) -> int:
        entity = Entity(
            index=len(self.entities),
            name=name,
            kind=mention.kind,
            country=mention.country,
            roles=mention.roles,
            why=mention.why,
        )
        self.entities.append(entity)
        self._keys[key] = entity.index
        return entity.index

    # -- people ------------------------------------------------------------------------------

    def _full_name(self, mention: Mention) -> None:
        text = " ".join(
            t.text
            for t in self.tokens[mention.first : mention.last + 1]
            if len(t.text.strip(".")) > 1 or t.text == "-" or t.i == mention.first
        ).replace(" - ", "-")
        candidates: Sequence[Person] = [m for m in mention.meanings if isinstance(m, Person)]
        if not candidates:
            candidates = self.lexicon.knowledge.people.names.get(fold(text), [])
        if not candidates:
            candidates = self.lexicon.alike(text)
        person = nearest(candidates, self.day)
        key: object = id(person) if person else fold(text)
        form = skeleton(text)
        index = self._keys.get(key)
        if index is None and form in self._skeletons:
            other = self._skeletons[form]
            index = other if same_spelling(self.entities[other].name, text) else None
        if index is None:
            index = self._new(key, mention, person.name if person else text)
            if person is not None:
                self._persons[index] = person
        self._keys.setdefault(key, index)
        self._skeletons.setdefault(form, index)
        country = person.offices[0].country if person and person.offices else ""
        names = [text] if person is None else [text, person.name, *person.aliases]
        for name in names:
            for surname in surnames(name, country or "CHN" if "-" in name else country):
                held = self._surnames.setdefault(surname, [])
                if index not in held:
                    held.append(index)
        mention.entity = index
        self._gender(mention, index)

    def _short_name(self, mention: Mention) -> None:
        word = fold(self.tokens[mention.last].text)
        held = [
            k for k in self._surnames.get(word, ())
            if not mention.gender or self.entities[k].gender in {"", mention.gender}
        ]  # fmt: skip
        if not held:
            held = self._first_name(word)
        if held:
            # Of two with one surname, the one named last before this mention.
            before = [m for m in self.mentions if m.entity in held and m.first < mention.first]
            index = before[-1].entity if before else held[0]
        else:
            index = self._by_surname(mention, word)
        mention.entity = index
        self._gender(mention, index)

    def _first_name(self, word: str) -> list[int]:
        """Entities whose name holds the word anywhere: "Winnie" for "Winnie Mandela"."""
        return [
            k for k, e in enumerate(self.entities)
            if e.kind == "PERSON" and word in fold(e.name).replace("-", " ").split()
        ]  # fmt: skip

    def _by_surname(self, mention: Mention, word: str) -> int:
        people = self.lexicon.knowledge.people
        direct = [m for m in mention.meanings if isinstance(m, Person)]
        found = direct or active(people.surnames.get(word, ()), self.day)
        here = [
            p for p in found
            if any(o.country in self.focus.weights for o in p.offices)
        ]  # fmt: skip
        person = nearest(here or [p for p in found if p.rank()] or direct, self.day)
        key: object = id(person) if person else f"surname {word}"
        index = self._keys.get(key)
        if index is None:
            text = self._text(mention)
            index = self._new(key, mention, person.name if person else text)
            if person is not None:
                self._persons[index] = person
            self._surnames.setdefault(word, []).append(index)
        return index

    def _gender(self, mention: Mention, index: int) -> None:
        entity = self.entities[index]
        if mention.gender and not entity.gender:
            entity.gender = cast("Literal['m', 'f']", mention.gender)
        if mention.roles and not entity.roles:
            entity.roles = mention.roles
        if mention.country and not entity.country:
            entity.country = mention.country
        for title in mention.titles:
            if title not in entity.offices:
                entity.offices = (*entity.offices, title)

    def _settle_people(self) -> None:
        """Country, roles and offices of people, from the tables where they know them."""
        former = {m.entity for m in self.mentions if not m.proper and m.former and m.entity >= 0}
        for index, person in self._persons.items():
            entity = self.entities[index]
            standing = standing_on(person, self.day)
            if standing.roles == ("ELI",) and self.day is not None and index not in former:
                earlier = standing_on(person, self.day - JUST_LEFT)
                if earlier.roles and earlier.roles != ("ELI",):
                    standing = earlier
            said = entity.roles
            entity.name = person.name.split("|")[0]
            entity.country = standing.country or entity.country
            entity.offices = tuple(dict.fromkeys((*standing.offices, *entity.offices)))
            entity.wikidata = person.wikidata
            entity.gender = person.gender or entity.gender
            entity.why = f"people: {standing.why}"
            if self.day is None and index in former:
                entity.roles = ("ELI",)
            elif (
                said
                and index not in former
                and (self.day is None or standing.roles in {("ELI",), ()})
            ):
                # The text gives a role and our table none for the day: the text knows better.
                entity.roles = said
            else:
                entity.roles = standing.roles
        for entity in self.entities:
            if entity.kind != "PERSON" or entity.index in self._persons:
                continue
            if not entity.gender and " " in entity.name:
                people = self.lexicon.knowledge.people
                entity.gender = people.gender_of(entity.name.split()[0])
            if entity.country is None and entity.index not in self._strangers:
                entity.country = self.focus.country
                entity.why += ", country of the article"

    # -- named bodies, countries ---------------------------------------------------------------

    def _named(self, mention: Mention) -> None:
        best = mention.meanings[0] if mention.meanings else None
        text = self._text(mention)
        if isinstance(best, Organisation):
            key: object = f"organisation {best.name}"
            name = best.name
        elif isinstance(best, CountryWord) and mention.kind != "GROUP":
            key, name = self._country_key(mention, best)
        elif isinstance(best, Region) and mention.kind != "GROUP":
            key, name = f"region {best.name}", best.name
        else:
            key, name = f"{mention.kind} {fold(text)}", text
            if mention.local and mention.country is None:
                mention.country = self.focus.near(mention.head)
                mention.why += ", country of the article"
            if mention.country and not text.startswith("the "):
                key = f"{key} {mention.country}"
        if mention.kind == "PLACE" and self._acts(mention) and best is not None:
            mention.kind = "ORG"
        index = self._keys.get(key)
        if index is None:
            index = self._new(key, mention, name)
            entity = self.entities[index]
            entity.collective = mention.kind != "PERSON"
            if mention.kind == "PLACE" and best is None:
                entity.roles = ()
            if isinstance(best, CountryWord | Region) and mention.kind != "GROUP":
                # Where it acts is a matter of the mention.
                entity.kind = "PLACE"
        mention.entity = index

    def _united(self, mention: Mention) -> bool:
        """ "The Europeans" who act are their union, where the text names that before."""
        region = mention.meanings[0] if mention.meanings else None
        if not isinstance(region, Region):
            return False
        if self.tokens[mention.head].tag not in {"NNS", "NNPS"} or not self._acts(mention):
            return False
        union = self._keys.get(f"organisation {UNIONS.get(region.name, '')}")
        if union is not None:
            mention.entity, mention.kind = union, "ORG"
        return union is not None

    def _country_key(self, mention: Mention, word: CountryWord) -> tuple[object, str]:
        countries = self.lexicon.knowledge.countries
        if word.kind == "capital" and not self._acts(mention):
            mention.roles = ()
            return f"city {fold(word.text)} {word.code}", word.text
        return f"country {word.code}", countries.name_of(word.code)

    def _acts(self, mention: Mention) -> bool:
        """Whether a place name stands where an actor stands rather than a place."""
        head = self.tokens[mention.head]
        if head.case in PLACE_CASES:
            return False
        if head.case:
            return head.case in {"by", "with", "against", "between", "from", "to", "on", "than",
                                 "for", "toward", "towards", "among"} and head.relation != "acl" \
                and not self._goes(head.i)  # fmt: skip
        return head.relation in ACTING

    def _goes(self, i: int) -> bool:
        """ "went to Moscow", "flew from Kabul": the place one moves to or from."""
        head = self.tokens[self.tokens[i].head] if self.tokens[i].head >= 0 else None
        return head is not None and head.lemma in MOTION

    def _acronyms(self) -> None:
        """ "Organisation for Peace (OFP)": the letters mean the body named before them."""
        tokens = self.tokens
        for mention in self.mentions:
            k = mention.last + 1
            if mention.kind != "ORG" or k + 2 >= len(tokens) or tokens[k].text != "(":
                continue
            short = tokens[k + 1]
            if tokens[k + 2].text != ")" or not short.text.isupper() or len(short.text) == 1:
                continue
            for other in self.mentions:
                if (
                    other.first == other.last
                    and tokens[other.first].text == short.text
                    and not any(isinstance(m, CountryWord) for m in other.meanings)
                ):
                    if other.meanings and not mention.meanings:
                        # The tables know the letters and not the long name.
                        mention.entity = other.entity
                        continue
                    other.entity, other.kind = mention.entity, "ORG"

    # -- role nouns ----------------------------------------------------------------------------

    def _described(self, mention: Mention) -> int:
        """The person or body that a role noun stands with: title, apposition, predicate."""
        if mention.role is None:
            return -1
        if (body := name_within(self.parse, self.mentions, mention)) is not None:
            # "The rebels" said later are the ones of that name.
            mention.country = mention.country or body.country
            key = self._key_of(mention, mention.role, self._text(mention))
            self._keys.setdefault(key, body.entity)
            return body.entity
        if mention.plural and mention.role.number == "person":
            return -1
        person = mention.role.number == "person"
        for k in self._beside(mention, titles=person):
            other = self.cover.get(k)
            if other is None or not other.proper or (other.kind == "PERSON") != person:
                continue
            if other.kind in {"PERSON", "ORG"}:
                return other.entity
        return -1

    def _beside(self, mention: Mention, *, titles: bool) -> Iterator[int]:
        """Tokens of the names that a role noun may belong to, the surest first."""
        tokens = self.tokens
        if titles:
            # "Mr" and ranks may stand between the role and the name.
            k = mention.last + 1
            while k < len(tokens) and tokens[k].lower.rstrip(".") in BETWEEN:
                k += 1
            yield k
            if (name := name_after(self.parse, self.cover, mention)) is not None:
                yield name.first
        for kid in self.parse.kids(mention.head, "appos"):
            yield kid.i
        head = tokens[mention.head]
        if head.relation == "appos":
            yield head.head
        if titles and self.parse.kid(head.i, "cop") is not None:
            subject = self.parse.kid(head.i, "nsubj")
            if subject is not None:
                yield subject.i

    def _attach(self, mention: Mention, index: int) -> None:
        """Give a person or body what a title or apposition says of it."""
        mention.entity = index
        entity = self.entities[index]
        role = mention.role
        if role is None or entity.kind not in {"PERSON", "ORG"} or self._is_country(entity):
            return
        known = index in self._persons and role.kind != "office"
        if (
            mention.roles
            and not known
            and (not entity.roles or (role.kind == "office" and not role.weak))
        ):
            entity.roles = mention.roles
        if mention.country and not entity.country:
            entity.country = mention.country
        if self._of_stranger(mention):
            self._strangers.add(index)
        if mention.gender and not entity.gender:
            entity.gender = cast("Literal['m', 'f']", mention.gender)
        if entity.kind == "ORG":
            return
        if role.noun not in entity.offices and not mention.former:
            entity.offices = (*entity.offices, role.noun)
        if index not in self._persons:
            entity.why = f"called {role.noun}"

    def _of_stranger(self, mention: Mention) -> bool:
        """Whether somebody belongs to a body that may be of any of the article's countries."""
        if self.focus.clear:
            return False
        for kid in self.parse.kids(mention.head, "nmod", "nmod:poss", "compound"):
            other = self.cover.get(kid.i)
            if (
                other is not None
                and other is not mention
                and other.kind == "ORG"
                and other.proper
                and other.country is None
                and other.roles in {(), ("BUS",)}
            ):
                return True
        return False

    def _is_country(self, entity: Entity) -> bool:
        return entity.why.startswith(("country ", "region "))

    def _nominal(self, mention: Mention) -> None:
        role = mention.role
        if role is None:
            return
        if mention.plural and len(nations := self._nations(mention)) > 1:
            mention.entity = self._several(mention, nations)
            return
        own = mention.country
        if own is None:
            own = placed_in(self.parse, self.cover, mention.head)
        elif role.noun in TITLE_OFFICES and not (
            mention.plural or mention.former or mention.of_body
        ):
            person = self.lexicon.knowledge.people.holder(role.noun, own, self.day)
            if person is not None:
                self._office_holder(mention, person)
                return
        if own is None and role.role != "IGO" and not self._of_stranger(mention):
            own = self.focus.near(mention.head)
            mention.why += ", country of the article"
        elif mention.country and role.noun in GOVERNMENTS and self._bare(mention):
            # "The Chinese government" is China, acting.
            mention.entity = self._country_entity(mention, mention.country)
            return
        before = self.cover.get(mention.noun - 1)
        if own is None and mention.kind == "ORG" and before is not None and before.proper:
            own = self.entities[before.entity].country if before.entity >= 0 else None
        mention.country = own
        name = self._text(mention)
        key = self._key_of(mention, role, name)
        index = self._keys.get(key)
        if index is None:
            index = self._new(key, mention, name)
            entity = self.entities[index]
            entity.collective = mention.plural or mention.kind != "PERSON"
            entity.gender = cast("Literal['m', 'f', '']", mention.gender)
            entity.offices = (role.noun,) if role.kind == "office" else ()
        mention.entity = index

    def _key_of(self, mention: Mention, role: Role, name: str) -> str:
        """What a description has in common with others of the same actor."""
        own = mention.country
        key = f"noun {self.tokens[mention.last].lemma} {own} {'.'.join(mention.roles)}"
        if role.role in {"CVL", "UNK"}:
            # "American people" and "those people" are not one group as the police is.
            key = f"{key} {fold(name)}"
        before = self.cover.get(mention.noun - 1)
        if mention.kind == "ORG" and before is not None and before.kind == "PERSON":
            # The campaigns of two candidates are two.
            key = f"{key} of {before.entity}"
        if own and is_whole_army(self.parse, self.mentions, mention):
            key = f"military {own}"
        if not mention.plural:
            # Two men of one description are not one man; coreference may join them.
            key = f"{key} {mention.first}"
        return key

    def _nations(self, mention: Mention) -> list[Mention]:
        """The states that a plural shares out: "Dutch and Belgian officials" are of two."""
        found: list[Mention] = []
        for kid in self.parse.kids(mention.head, "amod", "compound", "nmod"):
            after = kid.case == "of" and kid.relation == "nmod" and mention.role is not None
            if not after and (kid.case or kid.i > mention.last):
                continue
            chain = [kid, *self.parse.kids(kid.i, "conj")]
            for token in [*chain, *(t for k in chain[1:] for t in self.parse.kids(k.i, "conj"))]:
                other = self.cover.get(token.i)
                if other is None or other is mention or not country_word(other):
                    other = next((m for m in self.mentions if m.head == token.i and m.proper), None)
                if other is None or not country_word(other):
                    continue
                if (other.first > mention.last) != after:
                    continue
                if other.country and other.country not in {m.country for m in found}:
                    found.append(other)
        return found

    def _several(self, mention: Mention, nations: list[Mention]) -> int:
        """One entity for each state's share of a plural, and one that has them as members."""
        noun = self.tokens[mention.last]
        members: list[int] = []
        for nation in nations:
            code = nation.country or ""
            if mention.role is not None and mention.role.noun.removesuffix("s") in GOVERNMENTS:
                members.append(self._country_entity(nation, code))
                continue
            office = mention.role.noun.removesuffix("s") if mention.role else ""
            if office in TITLE_OFFICES and not mention.former:
                # "The presidents of Chad and Niger"
                person = self.lexicon.knowledge.people.holder(office, code, self.day)
                if person is not None:
                    self._office_holder(mention, person)
                    members.append(mention.entity)
                    continue
            key = f"noun {noun.lemma} {code} {'.'.join(mention.roles)}"
            index = self._keys.get(key)
            if index is None:
                index = self._new(key, mention, f"{self._text(nation)} {noun.text}")
                self.entities[index].country = code
                self.entities[index].collective = True
            members.append(index)
        key = f"several {members}"
        index = self._keys.get(key)
        if index is None:
            name = " and ".join(self.entities[k].name for k in members)
            index = self._new(key, mention, name)
            entity = self.entities[index]
            entity.country, entity.collective = None, True
            entity.members = tuple(members)
        return index

    def _bare(self, mention: Mention) -> bool:
        """Whether nothing but a country's adjective stands before the noun."""
        if mention.plural and self.tokens[mention.last].tag == "NNS":
            return False
        held = [self.cover.get(k) for k in range(mention.first, mention.noun)]
        return all(m is not None and m is not mention and m.proper for m in held)

    def _country_entity(self, mention: Mention, code: str) -> int:
        key = f"country {code}"
        index = self._keys.get(key)
        if index is None:
            mention.why = f"country {mention.why}"
            index = self._new(key, mention, self.lexicon.knowledge.countries.name_of(code))
            self.entities[index].kind = "PLACE"
            self.entities[index].collective = True
        return index

    def _office_holder(self, mention: Mention, person: Person) -> None:
        key = id(person)
        index = self._keys.get(key)
        if index is None:
            index = self._new(key, mention, person.name)
            self._persons[index] = person
            entity = self.entities[index]
            standing = standing_on(person, self.day)
            entity.country, entity.roles = standing.country, standing.roles
            entity.offices, entity.wikidata = standing.offices, person.wikidata
            entity.gender, entity.why = person.gender, f"holder: {standing.why}"
        mention.entity = index

    def _text(self, mention: Mention) -> str:
        return self.parse.slice(mention.first, mention.last)


GOVERNMENTS = frozenset({"government", "central government", "regime", "national government"})
MOTION = frozenset(
    "go travel fly arrive return come flee move head visit leave depart sail drive march walk "
    "cross enter journey trip visit road flight border train way".split()
)
