"""What a mention says of itself: country, roles, former or not, titles, gender."""

from __future__ import annotations

from dateline.knowledge.countries import CountryWord
from dateline.knowledge.organisations import Organisation, current
from dateline.knowledge.regions import Region
from dateline.knowledge.roles import Role
from dateline.knowledge.tables import fold
from dateline.reading.arcs import Parse, Token
from dateline.reading.focus import (
    LOCATIVE,
    Focus,
    country_word,
    is_party_acronym,
    text_of,
)
from dateline.reading.mentions import Finder, Mention
from dateline.reading.naming_words import HONORIFICS, PROTEST_VERBS, RANK_NAMES, RANKS

PROTESTS = frozenset("protest demonstration rally march strike riot sit-in vigil clash".split())
# Roles that a modifier may put in the place of the noun's own.
OVERRIDES: dict[str, frozenset[str]] = {
    "MIL": frozenset({"REB", "COP"}),
    "PTY": frozenset({"OPP", "GOV", "REB"}),
    "GOV": frozenset({"OPP", "REB", "IGO"}),
    "REB": frozenset(),
    "CVL": frozenset(
        {"OPP", "REB", "PRO", "MIL", "COP", "GOV", "PTY", "LEG", "REL", "EDU", "LAB", "JRN", "NGO"}
    ),
    "PRO": frozenset(),
    "NGO": frozenset({"OPP", "REB", "PRO"}),
    "COP": frozenset({"MIL"}),
    # "Boko Haram gunmen" are fighters, gunmen of nobody are criminals.
    "CRM": frozenset({"REB"}),
}

MALE = frozenset(
    "man men boy spokesman father son husband brother king prince policeman congressman chairman "
    "businessman gunman fisherman clergyman emperor sultan emir imam dad uncle nephew grandfather "
    "grandson boyfriend widower groom monk duke godfather stepfather stepson serviceman".split()
)
FEMALE = frozenset(
    "woman women girl spokeswoman mother daughter wife sister queen princess policewoman "
    "congresswoman chairwoman businesswoman empress mum mom aunt niece grandmother granddaughter "
    "girlfriend widow bride lady actress nun duchess stepmother stepdaughter "
    "servicewoman".split()
)
FOLLOWERS = frozenset(
    "supporter backer opponent critic loyalist sympathiser sympathizer follower rival".split()
)
# What a body's own name adds to its country's weight when nothing else names that country.
NAMED_ALONE = 1.0
# Whose body a common name means in English where no country is named: "Congress".
UNSAID = "USA"
OF = frozenset({"of", "for", "from", "in", "at", "with", "representing"})


class Describer:
    """Gives mentions their country and roles from their own words and those attached to them."""

    def __init__(self, finder: Finder, focus: Focus) -> None:
        self.focus = focus
        self.lexicon = finder.lexicon
        self.parse: Parse = finder.parse
        self.tokens = finder.tokens
        self.mentions = finder.mentions
        self.seats = finder.seats
        self.day = finder.day
        # The largest mention around each token; modifiers are looked up by token.
        self.by_head: dict[int, Mention] = {}
        self.cover: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.first - m.last):
            self.by_head.setdefault(mention.head, mention)
            for k in range(mention.first, mention.last + 1):
                self.cover[k] = mention

    def run(self) -> None:
        """Describe all: first those that stand alone, then those that lean on others."""
        for mention in self.mentions:
            if mention.proper:
                self._proper(mention)
        nominal = [m for m in self.mentions if not m.proper]
        for mention in nominal:
            if mention.role is not None and not mention.role.weak:
                self._nominal(mention)
        for mention in self.mentions:
            if mention.proper and mention.kind == "ORG" and not mention.meanings:
                self._beside(mention)
        for mention in nominal:
            if mention.role is not None and mention.role.weak:
                self._nominal(mention)

    def _beside(self, mention: Mention) -> None:
        """ "Velky Holding, a Czech company": what stands beside a name tells of it."""
        for kid in self.parse.kids(mention.head, "appos"):
            other = self.cover.get(kid.i)
            if other is None or other.proper or other.role is None or other.role.number != "body":
                continue
            mention.roles = mention.roles or other.roles
            mention.country = mention.country or other.country

    # -- names -------------------------------------------------------------------------------

    def _proper(self, mention: Mention) -> None:
        organisations = [m for m in mention.meanings if isinstance(m, Organisation)]
        if organisations:
            best = self._organisation(mention, organisations)
            if best is None:
                mention.meanings = ()
                self._named_body(mention)
            else:
                mention.meanings = (best,)
                mention.country = best.country or None
                mention.roles = best.roles
                mention.why = f"organisation {best.name}"
        elif mention.kind in {"PLACE", "NORP", "GROUP"} and mention.meanings:
            self._country_name(mention)
        elif mention.kind == "ORG":
            self._named_body(mention)
        elif mention.kind == "PERSON":
            self._titles(mention)

    def _organisation(self, mention: Mention, found: list[Organisation]) -> Organisation | None:
        """Of organisations with one name the one of the country at hand; None if it is another's.

        "Chile's Defense Department" is not the American one.
        """
        owner = self._possessor_country(mention)
        if owner is not None:
            mine = [o for o in found if o.country in {owner, "", "IGO", "NGO", "MNC", "INT"}]
            if not mine:
                return None
            found = mine
        elif len(found) == 1 and (
            self._common(mention, found[0]) or self._distant(mention, found[0])
        ):
            return None
        elif len(found) > 1:
            most = max(self.focus.weights.get(o.country, 0.0) for o in found)
            found = [o for o in found if self.focus.weights.get(o.country, 0.0) == most]
            if not most:
                found = [o for o in found if o.country == UNSAID] or found
        return current(found, self.day)

    def _common(self, mention: Mention, one: Organisation) -> bool:
        """Whether a short name ("National Guard") is borne by bodies of several countries.

        It means the one in our table only where the article is about that one's country.
        """
        if one.own or one.country in {"", "IGO", "INT", "NGO", "MNC", self.focus.country}:
            return False
        text = fold(self.parse.slice(mention.first, mention.last))
        if (
            not {"MIL", "COP"} & set(one.roles)
            and self.focus.weights.get(one.country, 0.0) > NAMED_ALONE
        ):
            # "Congress" is the American one wherever America has a part; forces are local.
            return False
        if text == fold(one.name) or self.lexicon.role_of(text) is None:
            return False
        return self.lexicon.is_common(text)

    def _distant(self, mention: Mention, one: Organisation) -> bool:
        """Whether an acronym of a party is taken for one of a country not spoken of at all.

        "PAC" in a report from Ohio is not the Pan Africanist Congress.
        """
        if not is_party_acronym(text_of(self.parse, mention), one):
            return False
        return bool(self.focus.weights) and one.country not in self.focus.weights

    def _country_name(self, mention: Mention) -> None:
        best = mention.meanings[0]
        if isinstance(best, CountryWord):
            mention.country = best.code
            mention.roles = ("CVL",) if mention.kind == "GROUP" else ("GOV",)
            if mention.kind == "GROUP" and self._ethnic(mention):
                # Ethnic Turks in Bulgaria are Bulgarians of that name.
                mention.country = self._outer_country(mention)
                mention.local = True
            elif mention.kind == "GROUP":
                # "Bosnian Croats", "the Albanians of southern Serbia": where they live counts.
                mention.country = self._home(mention) or mention.country
            if mention.kind == "GROUP" and self._in_street(mention.head):
                mention.roles = ("PRO",)
            mention.why = f"country {best.kind}"
        elif isinstance(best, Region):
            mention.country = best.country
            mention.roles = ("CVL",) if mention.kind == "GROUP" else ("GOV",)
            mention.why = f"region {best.name}"

    def _home(self, mention: Mention) -> str | None:
        """The country that a people lives in, from an adjective or a phrase beside its name."""
        for kid in self.parse.kids(mention.head, "amod", "compound", "nmod"):
            if kid.case not in {"", "of", "in", "from"} or kid.i in range(
                mention.first, mention.last + 1
            ):
                continue
            other = self.cover.get(kid.i)
            if other is not None and other is not mention and (code := country_word(other)):
                return code
        return None

    def _ethnic(self, mention: Mention) -> bool:
        return mention.first > 0 and self.tokens[mention.first - 1].lower in {"ethnic", "minority"}

    def _named_body(self, mention: Mention) -> None:
        """A body that no table knows: its noun gives the role, the words in it the country."""
        tokens = self.tokens
        if mention.role is None:
            for k in (mention.last, mention.first):
                role = self.lexicon.role_of(tokens[k].lower)
                if role is not None and role.number == "body":
                    mention.role = role
                    break
        if mention.role is not None:
            mention.roles = self._combined(mention.role, self._effects(mention.first, mention.last))
        mention.country = self._inner_country(mention) or self._outer_country(mention)
        mention.local = mention.role is not None and mention.role.role in {
            "GOV", "COP", "MIL", "LEG", "JUD", "PTY", "OPP",
        }  # fmt: skip

    def _titles(self, mention: Mention) -> None:
        """Titles in the words before a name: honorifics, ranks, gender."""
        tokens = self.tokens
        floor = self.parse.sentence_of(mention.first).first
        k = mention.first - 1
        roles: list[str] = []
        while k >= floor and tokens[k].lower in HONORIFICS:
            word = tokens[k].lower
            mention.gender = mention.gender or HONORIFICS[word]
            if RANKS.get(word):
                roles.append(RANKS[word])
            if word.rstrip(".") in RANK_NAMES:
                mention.titles.append(RANK_NAMES[word.rstrip(".")])
            k -= 1
        if roles:
            mention.roles = (roles[0],)
            mention.why = f"{mention.why}, rank"
        if mention.last in self.seats:
            # "Ann Lee, D-Ore."
            mention.roles, mention.country = ("LEG",), "USA"

    # -- role nouns --------------------------------------------------------------------------

    def _nominal(self, mention: Mention) -> None:
        role = mention.role
        if role is None:
            return
        effects = self._effects(mention.first, mention.noun)
        mention.former = "former" in effects
        mention.roles = self._combined(role, effects)
        word = self.tokens[mention.last].lower
        mention.gender = "m" if word in MALE else "f" if word in FEMALE else ""
        mention.titles = [role.noun]
        mention.country = self._inner_country(mention) or self._outer_country(mention)
        if role.weak and not any(e.isupper() for e in effects):
            self._lean(mention)
        self._of_body(mention, role)
        if role.of_state and self._inner_country(mention):
            mention.roles = (role.of_state,)
        if mention.former:
            mention.roles = ("ELI",)
        elif role.street and self._in_street(mention.head):
            mention.roles = ("PRO",)
        mention.local = True

    def _of_body(self, mention: Mention, role: Role) -> None:
        """ "The president of the Lawyers' League" heads that, and no state."""
        if role.number != "person" or role.role != "GOV":
            return
        for kid in self.parse.kids(mention.head, "nmod"):
            other = self.cover.get(kid.i)
            union = other is not None and other.kind == "ORG" and other.country == "IGO"
            if kid.case in OF and other is not None and union and other.roles:
                # "Inspectors from the agency" act for it.
                mention.roles, mention.of_body = other.roles, True
                mention.country = "IGO"
                return
            if kid.case != "of" or other is None or other.kind != "ORG" or not other.proper:
                continue
            if not country_word(other) and not set(other.roles) & {"GOV", "IGO"}:
                mention.roles, mention.of_body = other.roles, True
                mention.country = other.country or mention.country

    def _effects(self, first: int, last: int) -> list[str]:
        """What the modifiers in a phrase do, nearest the noun first."""
        tokens, effects = self.tokens, self.lexicon.effects
        found: list[str] = []
        k = last - 1
        while k >= first:
            token = tokens[k]
            begin = k
            while begin - 2 >= first and tokens[begin - 1].text == "-":
                begin -= 2
            word = token.lower if begin == k else "".join(t.lower for t in tokens[begin : k + 1])
            effect = effects.get(word) or effects.get(token.lemma)
            if effect is None and begin < k:
                # "pro-Beijing", "ex-minister": the prefix decides.
                prefix = tokens[begin].lower
                effect = effects.get(prefix) if prefix == "ex" else effects.get(f"{prefix}-")
            if effect is None and token.upos in {"NOUN", "PROPN"}:
                role = self.lexicon.role_of(token.lower)
                effect = role.role if role is not None and not role.weak else None
            if begin == k and k > first:
                pair = self.lexicon.role_of(f"{tokens[k - 1].lower} {token.lower}")
                if pair is not None and not pair.weak:
                    effect, begin = pair.role, k - 1
            if effect is not None and effect != "none":
                found.append(effect)
            k = begin - 1
        return found

    def _combined(self, role: Role, effects: list[str]) -> tuple[str, ...]:
        """A noun's role together with what its modifiers say."""
        codes = [e for e in effects if e.isupper()]
        if role.weak:
            if codes:
                return (codes[0],)
            return (role.role,) if role.role != "UNK" else ()
        allowed = OVERRIDES.get(role.role, frozenset())
        for code in codes:
            if code in allowed:
                return (code,)
        if role.role == "LEG" and "OPP" in codes:
            return ("LEG", "OPP")
        return (role.role,)

    def _in_street(self, head: int) -> bool:
        token = self.tokens[head]
        for _ in range(3):
            if token.relation in {"nsubj", "nsubj:pass"}:
                # "were expected to take to the streets"
                verbs = [self.tokens[token.head], *self.parse.kids(token.head, "xcomp")]
                if token.relation == "nsubj:pass":
                    verbs = verbs[1:]
                return any(
                    verb.lemma in PROTEST_VERBS
                    or any(k.lemma == "street" for k in self.parse.kids(verb.i, "obl", "nmod"))
                    for verb in verbs
                )
            above = self.tokens[token.head].lemma if token.head >= 0 else ""
            if token.case in {"by", "of", "between"} and above in PROTESTS:
                return True
            if token.head < 0 or token.relation not in {"nmod", "conj"}:
                return False
            token = self.tokens[token.head]
        return False

    def _inner_country(self, mention: Mention) -> str | None:
        """The country in the words of the phrase itself."""
        for other in self._nested(mention):
            code = other.country or country_word(other)
            if other is not mention and code and not self._prefixed(other.first):
                if self._ethnic(other):
                    continue
                if (
                    mention.role is not None
                    and mention.role.noun.removesuffix("s") in FOLLOWERS
                    and _is_named(other)
                ):
                    # "Beijing supporters" back it, wherever they are.
                    continue
                if code == "INT" and mention.role and mention.role.number == "person":
                    continue
                return code
        return None

    def _nested(self, mention: Mention) -> list[Mention]:
        found = []
        for k in range(mention.first, mention.last + 1):
            other = self.cover.get(k)
            if other is None or other is mention or other in found:
                continue
            state = other.kind in {"NORP", "PLACE", "ORG"} and country_word(other)
            if state or (other.meanings and other.country):
                found.append(other)
        return found

    def _prefixed(self, k: int) -> bool:
        tokens = self.tokens
        return k > 1 and tokens[k - 1].text == "-" and tokens[k - 2].lower in {"pro", "anti"}

    def _outer_country(self, mention: Mention) -> str | None:
        """The country of the possessor, of an of-phrase, or of where the clause places it."""
        owner = self._possessor_country(mention)
        if owner is not None:
            return owner
        for kid in self.parse.kids(mention.head, "nmod", "obl"):
            if kid.case in OF:
                other = self.cover.get(kid.i)
                if other is not None and other is not mention and other.country:
                    return other.country
        return None

    def _possessor_country(self, mention: Mention) -> str | None:
        tokens = self.tokens
        for kid in self.parse.kids(mention.head, "nmod:poss"):
            other = self.cover.get(kid.i)
            if other is not None and other is not mention:
                code = other.country or country_word(other)
                if code:
                    return code
        # Possessors that the parser hung elsewhere: "Chile's Defense Ministry".
        k = mention.first - 1
        if k >= 1 and tokens[k].lower in {"'s", "’s", "'"}:
            other = self.cover.get(k - 1)
            if other is not None:
                return other.country or country_word(other)
        return None

    def _lean(self, mention: Mention) -> None:
        """Role (and country) of a noun that takes them from whom it belongs to."""
        for kid in self.parse.kids(mention.head, "nmod", "nmod:poss", "compound"):
            if kid.relation == "nmod" and kid.case not in OF:
                continue
            other = self.cover.get(kid.i)
            if other is None or other is mention or other.kind == "PLACE":
                continue
            if other.kind == "PERSON" and other.proper:
                continue
            if other.roles:
                mention.roles = other.roles
                mention.country = mention.country or other.country
                return


def _is_named(mention: Mention) -> bool:
    """Whether a state is named by a noun ("Moscow", "Syria") and not by its adjective."""
    best = mention.meanings[0] if mention.meanings else None
    return isinstance(best, CountryWord) and best.kind not in {"adjective", "people"}


def placed_in(parse: Parse, cover: dict[int, Mention], head: int) -> str | None:
    """The country that the clause of token `head` places itself in: "In Peru, police …"."""
    tokens = parse.tokens
    token: Token = tokens[head]
    for _ in range(4):
        for kid in parse.kids(token.i, "obl", "nmod"):
            if kid.case in LOCATIVE:
                other = cover.get(kid.i)
                if other is not None and other.kind == "PLACE" and other.country:
                    return other.country
        if token.head < 0 or token.upos in {"VERB", "AUX"}:
            return None
        token = tokens[token.head]
    return None
