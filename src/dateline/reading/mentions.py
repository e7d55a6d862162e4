"""Finding the mentions of those who can act: names by table and label, role nouns by table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.knowledge.countries import CountryWord
from dateline.knowledge.organisations import Organisation
from dateline.knowledge.people import PARTICLES, Person
from dateline.knowledge.regions import Region
from dateline.knowledge.roles import Role
from dateline.knowledge.tables import fold
from dateline.reading.arcs import Token
from dateline.reading.bodies import BodyFinder, Mention
from dateline.reading.name_spans import seat_end
from dateline.reading.naming_words import (
    ARTICLES,
    BARE_CASES,
    HONORIFICS,
    LABELS,
    NOMINAL,
    NOT_NAMES,
    PROTEST_VERBS,
    TRIMMED,
    Meaning,
)
from dateline.reading.reading import NameKind
from dateline.reading.thing_nouns import is_thing

__all__ = ["Finder", "Mention", "active"]

# A noun that modifies another stands no further from it than this.
FAR = 4
REACH = 3
# Bodies with a house of their own, and what stands before them where the house is meant.
BUILDINGS = frozenset(
    "air base|military base|army headquarters|military headquarters|police station|city hall|"
    "town hall|palace|presidential palace|school|high school|college|university|casino|mosque|"
    "church|synagogue|temple|embassy|consulate|diplomatic mission".split("|")
)
AT_PLACES = frozenset(
    "in at near outside inside around into behind beside across throughout within".split()
)
# Rooms and gardens where news is made.
ROOMS = frozenset(
    {("oval", "office"), ("rose", "garden"), ("situation", "room"), ("cabinet", "room")}
)
MODEL = re.compile(r"[A-Z]{1,4}-\d+[A-Z]?s?")
# Counts of people that need no noun, and what is only done by or to people.
CROWDS = frozenset("hundreds thousands dozens scores millions".split())
SUFFERED = frozenset(
    "kill wound injure arrest detain hurt deport evacuate displace hospitalize hospitalise jail "
    "behead kidnap abduct execute massacre flee die".split()
)
DOING = frozenset({"nsubj", "nsubj:pass", "nmod:poss"})


class Finder(BodyFinder):
    """The mentions of one article, found in passes that never take a token twice."""

    def run(self) -> list[Mention]:
        """All mentions, in text order, nested ones after what holds them."""
        self._seats()
        self._labels("PERSON")
        self._vote()
        self._tables()
        self._bodies()
        self._labels("ORG")
        self._labels("NORP", "GPE", "LOC", "FAC", "EVENT")
        self._titled()
        self._surnames()
        self._role_nouns()
        self._crowds()
        self.mentions.sort(key=lambda m: (m.first, -m.last))
        return self.mentions

    # -- names -------------------------------------------------------------------------------

    def _seats(self) -> None:
        """ "Ann Lee, D-Ore.": party and state behind a name are a lawmaker's seat, and nobody."""
        words = [t.text for t in self.tokens]
        for k in range(2, len(words) - 1):
            last = seat_end(words, k)
            if last is None:
                continue
            seat = Mention(k, last, self._head(k, last), "NORP", "seat", proper=False)
            seat.owner = 1
            self._put(seat)
            self.seats[k - 2] = seat

    def _tables(self) -> None:
        """Names that our tables know, longest first."""
        tokens, text, folded = self.tokens, self.text, self.folded
        longest = self.lexicon.index.longest
        skip = 0
        for token in tokens:
            if token.i < skip or not (
                token.text[0].isupper() or token.upos == "PROPN" or self._article(token)
            ):
                continue
            found = longest(text, folded, token.start)
            if found is None:
                continue
            end, meanings = found
            last = token.i
            while last + 1 < len(tokens) and tokens[last + 1].end <= end:
                last += 1
            if tokens[last].end < end - 1:
                continue
            self._table_hit(token.i, last, meanings)
            skip = last + 1

    def _article(self, token: Token) -> bool:
        """ "al-Shabaab", "el Moudjahid": the Arabic article, which no capital marks."""
        if token.lower not in ARTICLES or token.i + 2 >= len(self.tokens):
            return False
        after = self.tokens[token.i + (2 if self.tokens[token.i + 1].text == "-" else 1)]
        return after.text[0].isupper()

    def _table_hit(self, first: int, last: int, meanings: Sequence[Meaning]) -> None:
        tokens = self.tokens
        held = self.taken[first]
        person = [m for m in meanings if isinstance(m, Person)]
        if held >= 0:
            mention = self.mentions[held]
            if person and mention.first >= first and mention.last <= last:
                mention.first, mention.last = first, last
                mention.head = self._head(first, last)
                mention.meanings = person
            elif person and mention.first <= first < last == mention.last:
                mention.meanings = person
            same = mention.first == first and mention.last == last and not person
            if mention.kind == "PERSON" and (
                mention.meanings or (mention.last > mention.first and not same)
            ):
                return
            if mention.last > last or mention.first < first:
                return
            # A single word that the parser took for a person and that is a country or a body.
            mention.kind, mention.meanings, mention.why = "ORG", meanings, "table"
            mention.first, mention.last = first, last
            mention.head = self._head(first, last)
            mention.kind = self._kind(mention, meanings)
            for k in range(first, last + 1):
                self.taken[k] = held
            return
        if not self._free(first, last):
            return
        if (
            self._joined(first, last)
            or self._direction(first, last, meanings)
            or (first == last and self._lacks_article(first, meanings))
        ):
            return
        alone = last == first and len(person) == len(meanings)
        if alone and tokens[first].upos != "PROPN":
            # One word that is somebody's name only where a parser sees a name at all.
            return
        head = self._head(first, last)
        mention = Mention(first, last, head, "ORG", "table", proper=True, meanings=meanings)
        mention.kind = self._kind(mention, meanings)
        self._put(mention)

    def _direction(self, first: int, last: int, meanings: Sequence[Meaning]) -> bool:
        """ "Western Samoa", "Western Kasai": a part of the sky before a place is no region."""
        if not isinstance(meanings[0], Region) or last + 1 >= len(self.tokens):
            return False
        after = self.tokens[last + 1]
        return (
            self.tokens[first].lower in {"western", "eastern", "northern", "southern", "central"}
            and after.upos == "PROPN"
            and after.text[0].isupper()
            and self.lexicon.role_of(after.lower) is None
        )

    def _lacks_article(self, first: int, meanings: Sequence[Meaning]) -> bool:
        """One common word that is somebody's name only with its article: "The Nation"."""
        named = all(isinstance(m, Organisation) and m.name.startswith("The ") for m in meanings)
        return named and (first == 0 or self.tokens[first - 1].lower != "the")

    def _joined(self, first: int, last: int) -> bool:
        """ "anti-Russian", "US-backed": not the country itself."""
        tokens = self.tokens
        if (
            first > 1
            and tokens[first - 1].text == "-"
            and tokens[first - 1].end == tokens[first].start
        ) and tokens[first - 2].lower in {"pro", "anti", "non", "ex", "un"}:
            return True
        if last + 2 < len(tokens) and tokens[last + 1].text == "-":
            after = tokens[last + 2]
            if after.start == tokens[last + 1].end and after.text.islower():
                if after.lower == "led":
                    # "Saudi-led forces" are theirs who lead.
                    return False
                return after.upos in {"VERB", "ADJ"} or after.lower in {"speaking", "style"}
        return False

    def _kind(self, mention: Mention, meanings: Sequence[Meaning]) -> NameKind:
        """The kind of a table hit; an organisation goes before a person before a country."""
        best = meanings[0]
        if isinstance(best, Person):
            return "PERSON"
        if isinstance(best, Organisation):
            return "ORG"
        head = self.tokens[mention.head]
        if isinstance(best, Region) and self._counted(head):
            # "800,000 Iraqi Kurds" are people, not the authority that the name may mean.
            mention.plural = True
            return "GROUP"
        if isinstance(best, CountryWord):
            if best.kind == "people" and head.tag in {"NNS", "NNPS"}:
                mention.plural = True
                return "GROUP"
            if best.kind in {"adjective", "people"}:
                return "NORP"
            return "PLACE"
        if head.upos == "ADJ" or head.relation in {"amod", "compound"}:
            return "NORP"
        return "PLACE"

    def _counted(self, head: Token) -> bool:
        return head.tag in {"NNS", "NNPS"} and self.parse.kid(head.i, "nummod") is not None

    def _labels(self, *wanted: str) -> None:
        """Names that the parser labelled and nothing has taken yet."""
        tokens = self.tokens
        i = 0
        while i < len(tokens):
            label = tokens[i].label
            if label not in wanted:
                i += 1
                continue
            first = i
            i += 1
            while i < len(tokens) and tokens[i].label == label and not tokens[i].label_start:
                i += 1
            self._labelled(first, i - 1, label)

    def _labelled(self, first: int, last: int, label: str) -> None:  # noqa: C901, PLR0912 - the trims of one span, in order
        tokens = self.tokens
        if label == "ORG" and self._whole_body(first, last):
            return
        while first < last and (
            tokens[first].lower in TRIMMED
            or self.taken[first] >= 0
            or tokens[first].upos == "PUNCT"
        ):
            first += 1
        while last > first and (tokens[last].lower in TRIMMED or tokens[last].upos == "PUNCT"):
            last -= 1
        if first == last and self._opens(tokens[first]):
            return
        if MODEL.fullmatch(self.parse.slice(max(first, last - 2), last)):
            # "F-15", "B-1B": a machine.
            return
        if label == "PERSON":
            while first < last and self._is_title(tokens[first]):
                first += 1
            if not tokens[first].text[0].isupper() and tokens[first].lower not in PARTICLES:
                return
            # The parser leaves "al-" and "el-" out of a name.
            if first > 1 and tokens[first - 1].text == "-" and tokens[first - 2].lower in PARTICLES:
                first -= 2
            if first == last and tokens[first].lower in HONORIFICS:
                return
        if not self._free(first, last) or not any(
            t.text[0].isupper() for t in tokens[first : last + 1]
        ):
            return
        if label == "ORG" and self._is_title(tokens[last]) and not tokens[last].text.isupper():
            # "Arab League Secretary-General": what is left is an office.
            return
        if label in {"NORP", "GPE"} and (
            self._joined(first, last) or tokens[first].lower in {"anti", "pro", "non"}
        ):
            return
        kind = LABELS[label]
        if label == "ORG" and (tokens[first].lower, tokens[last].lower) in ROOMS:
            kind = "FAC"
        head = self._head(first, last)
        if self._is_made(head, label):
            return
        mention = Mention(first, last, head, kind, f"label {label}", proper=True)
        if kind == "NORP" and tokens[head].tag in {"NNS", "NNPS"}:
            mention.kind, mention.plural = "GROUP", True
        self._put(mention)

    def _is_made(self, head: int, label: str) -> bool:
        """ "Five Humvees" are counted things; "Islamic" before its noun is nobody by itself."""
        token = self.tokens[head]
        if label == "NORP":
            if token.tag != "JJ" or token.relation != "amod" or token.head < head:
                return False
            # "A Republican plan" is the party's, a Republican senator himself.
            party = self.lexicon.effects.get(token.lower) == "PTY"
            return not party or self.lexicon.role_of(self.tokens[token.head].lower) is not None
        return token.tag in {"NNS", "NNPS"} and self.parse.kid(head, "nummod") is not None

    def _opens(self, token: Token) -> bool:
        """Whether a role noun owes its capital to the sentence that it begins: "Jihadis"."""
        opens = token.i == self.parse.sentence_of(token.i).first
        if not opens or token.text.isupper() or token.upos not in NOMINAL:
            return False
        role = self.lexicon.role_of(token.lower) or self.lexicon.role_of(token.lemma.lower())
        return role is not None and f" {token.text}" not in self.text

    def _vote(self) -> None:
        """A name taken for a person here and for a body there is what it is most often."""
        votes: dict[str, int] = {}
        for mention in self.mentions:
            text = self.parse.slice(mention.first, mention.last)
            votes.setdefault(text, 2 * self.text.count(text) - 1)
        for token in self.tokens:
            if not token.label_start or token.label not in {"ORG", "GPE", "FAC", "LOC"}:
                continue
            for text in votes:
                if self.text.startswith(text, token.start):
                    votes[text] -= 4
        dropped = [
            m for m in self.mentions
            if m.last > m.first
            and votes[self.parse.slice(m.first, m.last)] < 0
            # "Ana Paris" is nobody's firm.
            and not self.lexicon.knowledge.people.gender_of(self.tokens[m.first].text)
        ]  # fmt: skip
        for mention in dropped:
            mention.kind, mention.why = "ORG", "label ORG elsewhere"

    def _titled(self) -> None:
        """ "Mr Karim", "President Tan": a capital word after a title is a person."""
        tokens = self.tokens
        for token in tokens:
            if not token.text[0].isupper() or token.i + 1 >= len(tokens):
                continue
            held = self.taken[token.i]
            if not self._is_title(token) or (held >= 0 and self.mentions[held].kind != "NORP"):
                continue
            if not tokens[token.i + 1].text[0].isalpha():
                continue
            first = last = token.i + 1
            sentence = self.parse.sentence_of(token.i)
            while last < sentence.last and self._name_part(last):
                last += 1
            last -= 1
            while last > first and not tokens[last].text[0].isupper():
                last -= 1
            if last < first or not tokens[last].text[0].isupper() or self._is_title(tokens[first]):
                continue
            self._put(
                Mention(
                    first, last, self._head(first, last), "PERSON", "after a title", proper=True
                )
            )

    def _name_part(self, k: int) -> bool:
        token = self.tokens[k]
        if self.taken[k] >= 0 or token.label in NOT_NAMES:
            return False
        if token.upos == "PROPN" and token.text[0].isupper():
            return True
        return token.text == "-" or token.lower in PARTICLES

    def is_short(self, mention: Mention) -> bool:
        """Whether a mention is one word, but for particles: "Tan", "el-Tan"."""
        return all(
            self.tokens[k].lower in PARTICLES or self.tokens[k].text == "-"
            for k in range(mention.first, mention.last)
        )

    def _surnames(self) -> None:  # noqa: C901 - the exceptions to one rule
        """Surnames of people named in full elsewhere in the text, or of those in office."""
        known: set[str] = set()
        for named in self.mentions:
            if named.kind == "PERSON" and named.last > named.first:
                known.add(self.tokens[named.last].lower)
        people = self.lexicon.knowledge.people
        for token in self.tokens:
            held = self.taken[token.i]
            if not token.text[0].isupper() or token.label in NOT_NAMES or len(token.text) == 1:
                continue
            mention = self.mentions[held] if held >= 0 else None
            in_text = token.lower in known and token.upos in {"PROPN", "NOUN", "ADJ", "VERB"}
            if mention is not None and (
                mention.kind == "PERSON"
                or (mention.why == "table" and not (in_text and self._is_someone(token, mention)))
                or not self.is_short(mention)
            ):
                continue
            if not in_text:
                if token.upos != "PROPN" or (mention is not None and mention.kind != "ORG"):
                    continue
                if self.lexicon.role_of(token.lower) is not None:
                    continue
                if not active(people.surnames.get(fold(token.text), ()), self.day):
                    continue
            why = (
                "surname of a person named in the text"
                if in_text
                else "surname of an office holder"
            )
            if mention is not None:
                mention.kind, mention.why = "PERSON", why
            else:
                self._put(Mention(token.i, token.i, token.i, "PERSON", why, proper=True))

    def _is_someone(self, token: Token, mention: Mention) -> bool:
        """Whether the surname of somebody in the text, a town's name too, does what people do."""
        return mention.kind == "PLACE" and not token.case and token.relation in DOING

    # -- role nouns --------------------------------------------------------------------------

    def _role_nouns(self) -> None:  # noqa: C901 - the exceptions to one rule
        """Nouns for those who act by what they are, with the words before them."""
        tokens = self.tokens
        heads = self.lexicon.roles.heads
        # From the end, so that "police force" is found before "police".
        for token in reversed(tokens):
            if self.taken[token.i] >= 0 or token.label in {"DATE", "TIME"}:
                continue
            if token.upos not in NOMINAL and not (token.upos == "ADJ" and token.tag == "JJ"):
                continue
            role, start = self._role_at(token, heads)
            if role is None:
                continue
            if token.upos == "ADJ" and role.role not in {"REB", "OPP"}:
                continue
            # "Attorney general", "secretary of state": the last word is not always the head.
            head = self._head(start, token.i)
            if self._modifies_actor(token, role) or self._no_actor(tokens[head], role):
                continue
            if not role.title and (
                token.upos != "NOUN" or token.relation in {"compound", "amod", "fixed", "flat"}
            ):
                continue
            first = self._left_edge(start, token.i)
            mention = Mention(first, token.i, head, "GROUP", f"noun {role.noun}", proper=False)
            mention.role = role
            mention.noun = start
            mention.plural = token.tag in {"NNS", "NNPS"} or role.number != "person"
            if token.upos == "ADJ":
                mention.plural = True
            if role.number == "person" and not mention.plural:
                mention.kind = "PERSON"
            elif role.number == "body" and token.tag in {"NN", "NNP"}:
                mention.kind = "ORG" if role.role not in {"COP", "MIL", "OPP"} else "GROUP"
            for k in range(start, token.i + 1):
                self.taken[k] = len(self.mentions)
            self.mentions.append(mention)

    def _crowds(self) -> None:
        """ "Hundreds marched", "dozens were arrested": a count that stands for people."""
        role = self.lexicon.role_of("people")
        for token in self.tokens:
            if token.lower not in CROWDS or self.taken[token.i] >= 0 or role is None:
                continue
            if token.relation not in {"nsubj", "nsubj:pass"} or self.parse.kid(token.i, "nmod"):
                continue
            verb = self.tokens[token.head]
            if verb.lemma not in PROTEST_VERBS and verb.lemma not in SUFFERED:
                continue
            i = token.i
            crowd = Mention(i, i, i, "GROUP", "noun people", proper=False)
            crowd.role, crowd.noun, crowd.plural = role, i, True
            self._put(crowd)

    def _modifies_actor(self, token: Token, role: Role) -> bool:
        """Whether the noun only modifies another that will be a mention of its own."""
        if token.relation not in {"compound", "amod", "nmod"} or token.head <= token.i:
            return False
        head = self.tokens[token.head]
        if head.i - token.i > FAR:
            return False
        if self.taken[head.i] >= 0:
            # A title before a name is a mention; a word inside an organisation's name is none.
            held = self.mentions[self.taken[head.i]]
            return not (held.kind == "PERSON" and held.proper)
        if token.relation == "nmod" and token.case:
            return False
        other = self.lexicon.role_of(head.lower) or self.lexicon.role_of(head.lemma)
        # "opposition leader Svetlana": the leader is the title, the opposition its modifier.
        following = self.tokens[token.i + 1]
        if other is None and following.i < head.i:
            other = self.lexicon.role_of(following.lower)
        return other is not None and role is not other

    def _no_actor(self, token: Token, role: Role) -> bool:
        """ "into exile", "in power", "to court": one noun without article is no somebody."""
        held = {self.taken[k] for k in range(max(token.i - 2, 0), token.i)} - {-1}
        if is_thing(self.parse, token, role.noun, bool(held)):
            return True
        if role.kind == "body" and role.noun in BUILDINGS and token.case in AT_PLACES:
            # "A rally outside city hall"
            return True
        if role.number == "group" or token.tag != "NN" or token.case not in BARE_CASES:
            return False
        if " of " in role.noun:
            # The preposition is the noun's own: "Secretary of State".
            return False
        if role.role == "LEG" and role.number == "body" and token.case in {"to", "from"}:
            # "Sent the bill back to parliament"
            return False
        return not self.parse.kids(
            token.i, "det", "nmod:poss", "nummod", "amod", "compound", "appos"
        )

    def _left_edge(self, start: int, end: int) -> int:
        """The first of the modifiers that stand directly before the noun at `start` to `end`."""
        tokens = self.tokens
        first = start
        top = tokens[end]
        floor = self.parse.sentence_of(start).first
        k = start - 1
        while k >= floor:
            token = tokens[k]
            held = self.taken[k]
            if held >= 0 and self.mentions[held].kind == "PERSON":
                break
            if (
                token.relation in {"amod", "compound", "nmod", "advmod"}
                and token.head >= k
                and (token.upos in {"ADJ", "NOUN", "PROPN", "VERB"} and not token.case)
            ):
                if token.head <= top.i or (
                    token.head <= start + REACH and (held >= 0 or token.upos != "ADJ")
                ):
                    first = k
                    k -= 1
                    continue
                break
            if token.text == "-" and k - 1 >= floor and tokens[k - 1].end == token.start:
                first = k - 1
                k -= 2
                continue
            break
        return first


def active(people: Sequence[Person], day: object) -> list[Person]:
    """Those of the people whom a bare surname may mean on a day: in office, or lately or soon."""
    iso = str(day) if day else ""
    found = []
    for person in people:
        if not iso:
            if person.rank():
                found.append(person)
            continue
        year = int(iso[:4])
        for office in person.offices:
            if office.start[:4] <= str(year + 1) and (
                not office.end or int(office.end[:4]) >= year - 3
            ):
                found.append(person)
                break
    return found
