"""What mentions are matched against: titles, labels, and the index of all known names."""

from __future__ import annotations

from dateline.knowledge import Knowledge
from dateline.knowledge.countries import CountryWord
from dateline.knowledge.organisations import Organisation
from dateline.knowledge.people import Person
from dateline.knowledge.regions import Region
from dateline.knowledge.roles import Role
from dateline.knowledge.tables import fold
from dateline.reading.phrases import PhraseIndex, same_spelling, skeleton
from dateline.reading.reading import NameKind

Meaning = CountryWord | Organisation | Person | Region

HONORIFICS = {
    "mr": "m", "mr.": "m", "sir": "m", "lord": "m", "king": "m", "prince": "m", "father": "m",
    "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "lady": "f", "dame": "f",
    "queen": "f", "princess": "f", "sister": "f",
    "dr": "", "dr.": "", "prof": "", "prof.": "", "professor": "", "gen": "", "gen.": "",
    "lt.": "", "lt": "", "col.": "", "col": "", "maj.": "", "maj": "", "brig.": "", "capt.": "",
    "sgt.": "", "adm.": "", "cmdr.": "", "sen.": "", "sen": "", "rep.": "", "rep": "", "gov.": "",
    "rev.": "", "sheikh": "m", "sheik": "m", "imam": "m", "ayatollah": "m", "mullah": "m",
    "pope": "m", "archbishop": "", "bishop": "", "cardinal": "m", "emir": "m", "sultan": "m",
}  # fmt: skip
RANK_NAMES = {
    "gen": "general", "lt": "lieutenant", "col": "colonel", "maj": "major", "brig": "brigadier",
    "capt": "captain", "sgt": "sergeant", "adm": "admiral", "cmdr": "commander", "sen": "senator",
    "rep": "representative", "gov": "governor", "rev": "reverend", "king": "king",
    "queen": "queen", "prince": "prince", "princess": "princess", "imam": "imam", "pope": "pope",
    "archbishop": "archbishop", "bishop": "bishop", "cardinal": "cardinal", "emir": "emir",
    "sultan": "sultan", "ayatollah": "ayatollah", "sheikh": "sheikh",
}  # fmt: skip
RANKS = {
    "gen": "MIL", "gen.": "MIL", "lt.": "MIL", "lt": "MIL", "col.": "MIL", "col": "MIL",
    "maj.": "MIL", "maj": "MIL", "brig.": "MIL", "capt.": "MIL", "sgt.": "MIL", "adm.": "MIL",
    "cmdr.": "MIL", "sen.": "LEG", "sen": "LEG", "rep.": "LEG", "rep": "LEG", "gov.": "GOV",
    "rev.": "REL", "king": "GOV", "queen": "GOV", "prince": "GOV", "princess": "GOV",
    "sheikh": "", "imam": "REL", "ayatollah": "REL", "pope": "REL", "archbishop": "REL",
    "bishop": "REL", "cardinal": "REL", "emir": "GOV", "sultan": "GOV",
}  # fmt: skip
LABELS: dict[str, NameKind] = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "NORP": "NORP",
    "FAC": "FAC", "EVENT": "EVENT",
}  # fmt: skip
NOT_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
NOMINAL = frozenset({"NOUN", "PROPN"})
# Words that count people and leave it to "of" to say whom.
QUANTITIES = frozenset(
    "dozen dozens hundred hundreds thousand thousands million millions score scores ten tens "
    "number numbers majority handful group groups crowd crowds couple band bands team teams "
    "member members some many most several few part section sections mass masses lot lots "
    "all both each one two three series wave coalition alliance".split()
)
ARTICLES = frozenset({"al", "el", "ash", "as", "ad", "an", "ul"})
# What may follow the name of a body without making it another one.
BODY_WORDS = frozenset(
    "society societies movement party group organization organisation front agency network "
    "militia corporation company forces".split()
)
# What people do in the street.
PROTEST_VERBS = frozenset(
    "march rally protest demonstrate riot strike chant picket throng pour converge blockade gather "
    "clash mass flood shout assemble swarm boycott".split()
)
BARE_CASES = frozenset({"in", "into", "from", "to", "at", "as", "of"})
INSIDE_NAMES = frozenset({"of", "for", "and", "the", "&", "de", "del", "on", "to", "in"})
# A body of these kinds is named by a capital sequence that ends (or begins) with it.
TRIMMED = frozenset({"the", "a", "an", "'s", "’s"})


class Lexicon:
    """Everything that names are matched against, compiled once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.roles = knowledge.roles
        self.effects = knowledge.modifiers.effects
        self.index: PhraseIndex[Meaning] = PhraseIndex()
        self._skeletons: dict[str, dict[str, list[tuple[str, Person]]]] = {}
        self._common: dict[str, bool] = {}
        self._index_actors()
        self._index_states()

    def _index_actors(self) -> None:
        knowledge = self.knowledge
        for one in knowledge.organisations.all:
            if one.own or one in knowledge.organisations.names.get(fold(one.name), ()):
                self.index.add_all((one.name, *one.aliases), one, any_case=one.own)
        for person in knowledge.people.all:
            texts = (person.name, *person.aliases)
            for text in texts:
                if " " in text or person.own or text[:1].isupper():
                    self.index.add(text, person)

    def _index_states(self) -> None:
        knowledge = self.knowledge
        for words in knowledge.countries.words.values():
            for word in words:
                self.index.add(word.text, word)
        for region in dict.fromkeys(knowledge.regions.names.values()):
            for text in (region.name, *region.aliases):
                if text[0].isupper() or text.startswith("the "):
                    self.index.add(text, region)

    def is_common(self, text: str) -> bool:
        """Whether bodies of two or more countries have a name that holds these words."""
        known = self._common.get(text)
        if known is None:
            table = self.knowledge.organisations.names
            bearers = {o.country for name in table if text in name for o in table[name]}
            known = self._common[text] = len(bearers - {""}) > 1
        return known

    def alike(self, text: str) -> list[Person]:
        """People of our table whose name is another spelling of this one."""
        initial = fold(text)[:1]
        table = self._skeletons.get(initial)
        if table is None:
            # Built for one initial at a time: few articles need more than two or three.
            table = self._skeletons[initial] = {}
            for person in self.knowledge.people.all:
                for name in (person.name, *person.aliases):
                    if " " in name and fold(name[0]) == initial:
                        table.setdefault(skeleton(name), []).append((name, person))
        found = table.get(skeleton(text), ())
        return [person for name, person in found if same_spelling(name, text)]

    def role_of(self, noun: str) -> Role | None:
        """The role noun of that folded surface."""
        return self.roles.nouns.get(noun)
