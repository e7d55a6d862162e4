"""Who stands where around a word that may carry an act.

An `Act` is a word in a parse with its slots: subject, object, agent and preposition phrases, found
through passives, relative clauses, participles, control and coordination for verbs, and through
possessives, adjectives of nationality, `of`-phrases and light verbs for nouns. A slot holds token
indices, nearest first; it does not know who they are.
"""

from __future__ import annotations

from dateline.reading.arcs import Parse, Token
from dateline.reading.grammar import (
    RELATIVE,
    agents,
    has_case,
    is_negated,
    is_passive,
    objects,
    subjects,
    with_conjuncts,
)

# Prepositions of an act's noun that may follow its "of" phrase: "the sending of troops to Chad".
CARRIED_ON = frozenset({"by", "to", "into", "against", "in"})
# Nouns that only count an act: "a round of sanctions", "a series of strikes".
ROUNDS = frozenset(
    "round series wave set package string number spate slew raft barrage kind type form".split()
)
# Where sanctions, bans and the like are laid.
PUT_ON = frozenset({"on", "against", "upon"})
# What an attack, a ban or a measure does to whoever it meets: "the strike killed nine".
STRIKING = frozenset(
    "kill hit target wound injure destroy strike hurt maim murder affect penalise penalize "
    "punish wreck devastate".split()
)
# Whoever meets with criticism, protest or a threat is whom it is aimed at.
MEETING = frozenset("face draw attract spark provoke trigger prompt earn stir invite".split())
# People who are named by what was done to them: "victims of the attack".
STRUCK = frozenset({"victim", "target", "survivor", "casualty"})


class Act:
    """A trigger word with its slots; slots are found when first asked for."""

    __slots__ = ("_slots", "first", "last", "light", "parse", "passive", "pos", "token")

    def __init__(self, parse: Parse, i: int, pos: str, light: frozenset[str]) -> None:
        self.parse = parse
        self.token: Token = parse.tokens[i]
        self.first = self.last = i
        self.pos = pos
        self.light = light
        self.passive = pos == "verb" and is_passive(parse, self.token)
        self._slots: dict[str, list[int]] = {}

    def slot(self, name: str) -> list[int]:
        """Token indices that stand in the slot, coordinated ones included; empty if none."""
        found = self._slots.get(name)
        if found is None:
            heads = self._verb_slot(name) if self.pos != "noun" else self._noun_slot(name)
            found = self._slots[name] = with_conjuncts(self.parse, heads)
        return found

    # Verbs -----------------------------------------------------------------------------------

    def _verb_slot(self, name: str) -> list[int]:
        parse, i = self.parse, self.token.i
        if name == "subject":
            if self.pos == "adj" and self.token.relation == "amod":
                return [self.token.head]
            if self.passive:
                return agents(parse, i) or self._orderers()
            return subjects(parse, i) or self._planners()
        if name == "object":
            return subjects(parse, i) if self.passive else objects(parse, i)
        if name == "indirect":
            return [t.i for t in parse.kids(i, "iobj")]
        if name == "clause":
            return self._clause_subjects()
        if name == "poss":
            found: list[int] = []
            for k in self.slot("object"):
                found += [t.i for t in parse.kids(k, "nmod:poss")]
                found += [t.i for t in parse.kids(k, "nmod") if t.case in {"of", "by", "from"}]
            return found
        if name == "objectmod":
            return [
                t.i for k in self.slot("object") for t in parse.kids(k, "amod", "compound", "nmod")
            ]
        return self._oblique(name)

    def _orderers(self) -> list[int]:
        """Who has it done: "the judge ordered two men jailed"."""
        token = self.token
        head = self.parse.tokens[token.head] if token.head >= 0 else token
        ordered = token.relation in {"ccomp", "xcomp"} and head.lemma == "order"
        if ordered and head.upos == "VERB" and not self.parse.kid(token.i, "aux:pass"):
            return subjects(self.parse, head.i)
        return []

    def _planners(self) -> list[int]:
        """Whose plan it is: "Cairo's decision to send", "launched a bid to take" the town."""
        parse, token = self.parse, self.token
        if token.relation != "acl" or token.mark != "to" or token.head < 0:
            return []
        plan = parse.tokens[token.head]
        while plan.relation == "nmod" and plan.case == "of" and plan.head >= 0:
            # "aid of 60 million to help them"
            plan = parse.tokens[plan.head]
        owners = [t.i for t in parse.kids(plan.i, "nmod:poss")]
        owners = owners or [
            t.i for t in parse.kids(plan.i, "nmod", "amod", "compound")
            if t.case == "by" or (t.upos in {"PROPN", "ADJ"} and t.i < plan.i and not t.case)
        ]  # fmt: skip
        if owners:
            return owners
        if plan.relation == "obj" and parse.tokens[plan.head].upos == "VERB":
            return subjects(parse, plan.head)
        return []

    def _clause_subjects(self) -> list[int]:
        """Subject of the complement clause, or the object that controls an infinitive."""
        found: list[int] = []
        for clause in self.parse.kids(self.token.i, "ccomp", "xcomp", "advcl"):
            if clause.relation == "advcl" and clause.mark not in {"to", "for"}:
                continue
            # The parser often takes the subject of a wished-for act for part of a noun phrase
            # ("demand that Mr X resign"): a name in front of a clause head counts as its subject.
            found += [
                t.i
                for t in self.parse.kids(clause.i, "nsubj", "compound")
                if t.lower not in RELATIVE
                and (t.relation != "compound" or (t.upos == "PROPN" and clause.mark == "that"))
            ]
        return found or self.slot("object")

    def _oblique(self, preposition: str) -> list[int]:
        parse, i = self.parse, self.token.i
        found = [t.i for t in parse.kids(i, "obl", "nmod") if has_case(t, preposition)]
        if not found:
            # "called on the men to leave", the preposition read as part of the verb
            split = [t.i for t in parse.kids(i, "compound:prt") if t.lower == preposition]
            found = [
                t.i for t in parse.kids(i, "obl") if not t.case and t.i - 1 > i and split
                and t.i > split[0]
            ]  # fmt: skip
        if not found:
            # The parser may hang the phrase on the object, or on the complement.
            below = list(parse.children[i])
            # "named Mr Lee, a critic, as minister": on what the object is called besides.
            below += [
                t.i
                for k in below
                if parse.tokens[k].relation not in {"nsubj", "parataxis"}
                for t in parse.kids(k, "appos")
            ]
            for k in below:
                called = parse.tokens[k].relation == "xcomp" and parse.tokens[k].upos != "VERB"
                if called and preposition == "of":
                    # "called her one of the worst": what somebody is called.
                    continue
                if parse.tokens[k].relation in {"obj", "xcomp", "obl", "nsubj:pass", "appos"}:
                    found += [t.i for t in parse.kids(k, "nmod", "obl") if has_case(t, preposition)]
                    # "lifted the sanctions imposed on them"
                    found += [
                        t.i
                        for clause in parse.kids(k, "acl")
                        if clause.tag == "VBN" and preposition in PUT_ON
                        for t in parse.kids(clause.i, "obl")
                        if has_case(t, preposition)
                    ]
        return found

    # Nouns -----------------------------------------------------------------------------------

    def _noun_slot(self, name: str) -> list[int]:
        parse, i = self.parse, self.token.i
        if name == "poss":
            return [
                t.i
                for k in range(self.first, self.last + 1)
                for t in parse.kids(k, "nmod:poss", "compound", "amod", "nmod", "appos")
                if t.i < i and not t.case and not self.first <= t.i <= self.last
                if not _is_anti(parse, t)
            ]
        if name == "struck":
            return self._struck()
        if name == "faced":
            verb = self._above("obj")
            met = verb is not None and verb.lemma in MEETING
            return subjects(parse, verb.i) if verb is not None and met else []
        if name == "anti":
            return [
                t.i for t in parse.kids(i, "compound", "amod", "nmod")
                if _is_anti(parse, t)
            ]  # fmt: skip
        if name in {"subject", "object"}:
            verb = self.governor()
            if verb is None or (name == "subject" and verb.lemma in MEETING):
                return []
            outer = Act(parse, verb.i, "verb", self.light)
            return [k for k in outer.slot(name) if k != i and not parse.is_below(k, i)]
        if name in {"clause", "objectmod", "indirect"}:
            return []
        found = [t.i for t in parse.kids(i, "nmod", "obl", "acl") if has_case(t, name)]
        return found or self._hung_elsewhere(name)

    def _hung_elsewhere(self, name: str) -> list[int]:
        """A preposition phrase of a noun that the parser hung on another word."""
        parse, i, token = self.parse, self.token.i, self.token
        found: list[int] = []
        if name in CARRIED_ON:
            # "the toppling of the president by the army": on the president.
            below = [t for t in parse.kids(i, "nmod") if t.case == "of"]
            found = [t.i for k in below for t in parse.kids(k.i, "nmod") if has_case(t, name)]
        up = token.relation == "conj" or (
            token.relation in {"nmod", "compound"} and token.case == "of"
        )
        if not found and up and token.head >= 0:
            # "a round of sanctions against them": on the round.
            found = [t.i for t in parse.kids(token.head, "nmod") if has_case(t, name) and t.i > i]
        if not found and name in PUT_ON:
            found = [
                t.i
                for clause in parse.kids(i, "acl")
                if clause.tag == "VBN"
                for t in parse.kids(clause.i, "obl")
                if has_case(t, name)
            ]
        if not found:
            # "staged a protest against X": on the verb; "orchestrated a coup against X": on any.
            verb = self.governor()
            if verb is None and name == "against" and token.relation == "obj":
                verb = parse.tokens[token.head]
            if verb is not None:
                found = [t.i for t in parse.kids(verb.i, "obl") if has_case(t, name) and t.i > i]
        return found

    def _above(self, *relations: str) -> Token | None:
        """The verb that the noun depends on by one of the relations, coordination seen through."""
        token = self.token
        if token.relation == "conj" and token.head >= 0:
            token = self.parse.tokens[token.head]
        if token.relation not in relations or token.head < 0:
            return None
        head = self.parse.tokens[token.head]
        return head if head.upos == "VERB" else None

    def _struck(self) -> list[int]:
        """Whom the verb says it struck: "the blast killed two", "a ban which targets students"."""
        parse, token = self.parse, self.token
        verbs = [self._above("nsubj"), *parse.kids(token.i, "acl:relcl")]
        for verb in verbs:
            if verb is None or is_passive(parse, verb):
                continue
            own = verb.i == token.head or any(
                t.lower in RELATIVE for t in parse.kids(verb.i, "nsubj")
            )
            for deed in (verb, *parse.kids(verb.i, "conj")) if own else ():
                if deed.lemma in STRIKING and (found := objects(parse, deed.i)):
                    return found
        verb = self._above("obl", "obl:agent")
        harmed = verb is not None and verb.lemma in STRIKING and is_passive(parse, verb)
        if verb is not None and harmed and token.case in {"in", "by", "during"}:
            return subjects(parse, verb.i)
        if token.relation == "nmod" and token.case == "of" and token.head >= 0:
            head = parse.tokens[token.head]
            return [head.i] if head.lemma in STRUCK else []
        return []

    def _counted(self) -> Token:
        """The word that stands for the noun in its clause: "imposed a new round of sanctions"."""
        token = self.token
        if token.relation == "conj" and token.head >= 0:
            token = self.parse.tokens[token.head]
        while token.relation == "nmod" and token.case == "of" and token.head >= 0:
            above = self.parse.tokens[token.head]
            if above.lemma not in ROUNDS:
                break
            token = above
        return token

    def governor(self) -> Token | None:
        """The light verb that lends the noun its participants, or None."""
        token = self._counted()
        if token.head < 0:
            return None
        head = self.parse.tokens[token.head]
        direct = token.relation in {"obj", "nsubj:pass"} or (
            token.relation == "obl" and token.case in {"in", "for", "to", "on", "with", "at"}
        )
        if head.upos == "VERB" and direct and head.lemma in self.light:
            return head
        return None

    def tests(self, name: str) -> set[str]:
        """Lemmas for the tests of the lexicon that are no slots: `prt`, `comp`, `mod` and so on."""
        parse, i = self.parse, self.token.i
        if name == "prt":
            return {t.lower for t in parse.kids(i, "compound:prt")} | {
                t.lower for t in parse.kids(i, "advmod", "case") if t.i == i + 1
            }
        if name == "comp":
            return self._complements()
        if name == "that":
            return {
                t.lemma
                for t in parse.kids(i, "ccomp", "acl")
                if t.relation == "ccomp" or t.mark == "that"
            }
        if name == "mod":
            return {
                t.lemma
                for t in parse.kids(i, "amod", "compound", "nummod", "advmod", "nmod")
                if t.i < i or self.pos == "verb"
            }
        if name == "verb":
            return self._governing_lemmas()
        if name == "prep":
            return {w for t in self._below() for w in (*t.case.split(), *_bare(t))}
        if name == "near":
            top = parse.clause_of(i).i
            return {parse.tokens[k].lemma for k in parse.subtree(top)}
        if name == "neg":
            return {"*"} if is_negated(parse, self.token) else set()
        if name == "voice":
            return {"passive" if self.passive else "active"}
        return {t.lemma for t in parse.kids(i, "cop")} if name == "be" else set()

    def _complements(self) -> set[str]:
        """Lemmas of the clauses that say what is asked for, planned or meant."""
        parse, i = self.parse, self.token.i
        found = parse.kids(i, "xcomp", "ccomp", "advcl", "acl")
        if self.pos == "verb":
            # "sent troops to help them": the parser may hang the purpose on the object.
            found += [t for k in self.slot("object") for t in parse.kids(k, "acl")]
        # "with shortages adding to it" only tells what is the case besides.
        return {
            t.lemma
            for t in found
            if t.mark == "to"
            or t.relation == "xcomp"
            or (t.tag == "VBG" and not (t.mark == "with" and parse.kid(t.i, "nsubj")))
        }

    def _below(self) -> list[Token]:
        found = self.parse.kids(self.token.i)
        return found + [t for k in found if k.relation == "obj" for t in self.parse.kids(k.i)]

    def _governing_lemmas(self) -> set[str]:
        token = self._counted()
        if token.head < 0:
            return set()
        head = self.parse.tokens[token.head]
        return {head.lemma} if head.upos in {"VERB", "AUX"} else set()


def _bare(token: Token) -> tuple[str, ...]:
    return (token.lower,) if token.relation in {"case", "compound:prt", "advmod"} else ()


def _is_anti(parse: Parse, token: Token) -> bool:
    """Whether a word is what one is against: "an anti-war rally"."""
    first = token.i
    while first > 0 and parse.tokens[first - 1].text in {"-", "‐", "–"}:
        first -= 1
    before = parse.tokens[first - 1] if first > 0 else token
    return first < token.i and before.lower == "anti"
