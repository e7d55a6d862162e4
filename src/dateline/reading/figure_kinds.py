"""What a number counts: deaths, arrests, people in the street, by noun and governing verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from dateline.event import What
from dateline.reading.arcs import Parse, Token
from dateline.reading.number_patterns import figure_data
from dateline.reading.number_words import Number

COUNTED = ("deaths", "injuries", "arrests", "displaced")
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "ee", "man", "woman", "men", "ese", "i")
BOUND_WORDS = frozenset({"between", "over", "about", "around", "under", "up"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Tables:
    """The word lists of `figures.toml`, by lemma."""

    nouns: dict[str, What]
    passive: dict[str, What]
    states: dict[str, What]
    gatherings: frozenset[str]
    tolls: frozenset[str]
    forces: frozenset[str]
    persons: frozenset[str]
    people: frozenset[str]
    livings: frozenset[str]
    times: frozenset[str]
    verbs: dict[str, frozenset[str]]
    streets: frozenset[str]
    custody: frozenset[str]
    work: frozenset[str]


def load_tables() -> Tables:
    """Compile the word lists."""
    data = figure_data()
    nouns, verbs = data["nouns"], data["verbs"]
    classes = (*COUNTED, "votes", "troops", "participants")
    persons = frozenset(nouns["persons"])
    return Tables(
        nouns={word: cast("What", what) for what in classes for word in nouns[what]},
        passive={word: cast("What", what) for what in COUNTED for word in verbs[what]},
        states={word: cast("What", what) for what in COUNTED for word in data["states"][what]},
        gatherings=frozenset(nouns["gatherings"]),
        tolls=frozenset(nouns["tolls"]),
        forces=frozenset(nouns["forces"]),
        persons=persons,
        livings=frozenset(nouns["livings"]),
        people=persons | frozenset(nouns["groups"]),
        times=frozenset(nouns["times"]),
        verbs={name: frozenset(words) for name, words in verbs.items()},
        streets=frozenset(data["streets"]["words"]),
        custody=frozenset(data["custody"]["words"]),
        work=frozenset(data["work"]["words"]),
    )


class Kinds:
    """Judges what the numbers of one parse count; `known` holds what it has judged, by head."""

    def __init__(self, tables: Tables, parse: Parse) -> None:
        self.tables = tables
        self.parse = parse
        self.tokens = parse.tokens
        self.known: dict[int, What] = {}

    def what(self, number: Number, head: Token, core: Token) -> tuple[What, str]:  # noqa: C901 - rules in order
        """What a number counts, and the rule that says so."""
        if number.unit == "percent":
            return self.share(head, core)
        if number.unit:
            return "money", f"currency {number.unit}"
        tables = self.tables
        nominal = head.upos in NOMINAL and head.i != core.i
        own = tables.nouns.get(head.lemma) or tables.states.get(head.lower)
        if own in COUNTED and not (own == "displaced" and self.casualty(head)):
            return own, f"counted noun: {head.text}"
        found = self.casualty(head) or (self.casualty(core) if core.i != head.i else None)
        if found and (found[0] != "arrests" or self.countable(head, core)):
            return found
        if own == "votes":
            return own, f"counted noun: {head.text}"
        toll = self.toll(core)
        if toll and not nominal:
            return toll
        part = self.part(head)
        if part:
            return part
        judged = self.sent(head, core)
        if judged is None and own != "troops":
            judged = self.protest(head, core)
        if judged:
            return judged
        if own:
            return own, f"counted noun: {head.text}"
        return "other", f"counts {head.lemma}" if nominal else "counts nothing named"

    def share(self, head: Token, core: Token) -> tuple[What, str]:
        """Percent of the vote, or of something else."""
        for token in (
            head,
            core,
            *self.parse.kids(core.i, "nmod"),
            *self.parse.kids(head.i, "nmod"),
        ):
            if self.tables.nouns.get(token.lemma) == "votes":
                return "votes", f"percent of {token.text}"
        sentence = self.parse.sentences[core.sentence]
        for token in self.tokens[core.i + 1 : min(core.i + 7, sentence.last)]:
            if self.tables.nouns.get(token.lemma) == "votes":
                return "votes", f"percent of {token.text}"
        return "other", "percent"

    def countable(self, head: Token, core: Token) -> bool:
        """Whether people are counted: "captured 9 men", "captured 9", not "captured 9 guns"."""
        tables = self.tables
        lemma = head.lemma
        return (
            head.i == core.i
            or head.upos != "NOUN"
            or lemma in tables.people
            or lemma in tables.nouns
            or lemma in tables.forces
            or lemma in tables.livings
            or lemma.endswith(PERSON_ENDINGS)
        )

    def casualty(self, token: Token) -> tuple[What, str] | None:
        """Deaths, injuries, arrests, displaced: by state words and by the governing verb."""
        tables = self.tables
        for kid in self.parse.kids(token.i):
            if kid.relation in {"amod", "acl", "xcomp", "appos", "advmod", "nsubj:pass"} and (
                kid.lower in tables.states
            ):
                return tables.states[kid.lower], f"state: {kid.text}"
            if (
                kid.relation in {"acl", "acl:relcl"}
                and kid.lemma in tables.passive
                and (kid.tag == "VBN" or self.parse.kid(kid.i, "aux:pass") is not None)
            ):
                return tables.passive[kid.lemma], f"state: {kid.text}"
            if kid.relation == "acl:relcl" and kid.lemma in tables.verbs["dying"]:
                return "deaths", f"subject of {kid.text}"
        after = self.tokens[token.i + 1] if token.i + 1 < len(self.tokens) else None
        if (
            after is not None
            and after.lower in tables.states
            and after.sentence == token.sentence
            and self.parse.kid(after.i, "obj", "nsubj:pass") is None
        ):
            return tables.states[after.lower], f"state: {after.text}"
        if token.head >= 0 and self.tokens[token.head].lower == "more" and token.upos == "NUM":
            return self.casualty(self.tokens[token.head])
        if token.relation == "nmod" and token.case == "of" and token.head >= 0:
            above = self.tokens[token.head]
            if above.lemma == "life":
                return self.casualty(above)
            if above.lower in {
                "dozens",
                "scores",
                "hundreds",
                "thousands",
                "millions",
                "couple",
                "handful",
            }:
                return self.casualty(above)
        verb = self.governor(token)
        return self.by_verb(token, verb) if verb is not None else None

    def governor(self, token: Token) -> Token | None:
        """The verb whose argument the token is, through coordination."""
        if token.relation == "conj" and token.head >= 0:
            token = self.tokens[token.head]
        if token.relation.split(":")[0] not in {"nsubj", "obj", "iobj", "obl", "xcomp", "ccomp"}:
            return None
        return self.tokens[token.head] if token.head >= 0 else None

    def by_verb(self, token: Token, verb: Token) -> tuple[What, str] | None:
        """What a verb makes of those who are its subject or object."""
        tables, kids = self.tables, self.parse.kids
        relation = token.relation
        if relation == "conj":
            relation = self.tokens[token.head].relation
        passive = relation == "nsubj:pass"
        # "arrested between 50 and 60 people": the bound word is no preposition of place.
        bounded = relation == "obl" and token.case in BOUND_WORDS and token.i > verb.i
        undergoes = passive or bounded or relation in {"obj", "xcomp", "ccomp"}
        if relation == "nsubj" and verb.tag == "VBN" and not kids(verb.i, "aux", "obj"):
            undergoes = True
        below = kids(verb.i)
        for kid in below:
            if kid.relation == "conj" or kid.i in {token.i, verb.i}:
                continue
            if undergoes and kid.lower in tables.states and kid.i > verb.i:
                return tables.states[kid.lower], f"{verb.text} … {kid.text}"
        if undergoes:
            return self.undergone(token, verb, below)
        return self.done(verb, below) if relation == "nsubj" else None

    def undergone(self, token: Token, verb: Token, below: list[Token]) -> tuple[What, str] | None:
        """Objects and passive subjects: killed, taken into custody, driven from home."""
        tables = self.tables
        found = tables.passive.get(verb.lemma)
        if found is None and verb.relation == "conj" and verb.head >= 0:
            first = self.tokens[verb.head]  # "detained or beat dozens of people"
            if self.parse.kid(first.i, "obj") is None and token.relation != "nsubj:pass":
                found = tables.passive.get(first.lemma)
        if found is None:
            found = next(
                (tables.passive[k.lemma] for k in below
                 if k.relation == "conj" and k.lemma in tables.passive), None,
            )  # fmt: skip
        if found is not None:
            role = "subject of passive" if token.relation == "nsubj:pass" else "object of"
            return found, f"{role} {verb.text}"
        if token.lemma == "life" and verb.lemma in tables.verbs["costing"]:
            return "deaths", f"lives {verb.text}"
        if verb.lemma in tables.verbs["treating"] and any(
            tables.nouns.get(k.lemma) == "injuries" for k in below
        ):
            return "injuries", f"{verb.text} for injuries"
        if any(k.lemma in tables.custody for k in below) and verb.lemma in {
            "take", "hold", "keep", "place", "remand", "remain",
        }:  # fmt: skip
            return "arrests", f"{verb.text} in custody"
        if verb.lemma in tables.verbs["forcing"] and any(
            k.lemma in {"home", "flee", "house", "village"} for k in below
        ):
            return "displaced", f"{verb.text} from home"
        return None

    def done(self, verb: Token, below: list[Token]) -> tuple[What, str] | None:
        """Subjects: died, fled, suffered injuries."""
        tables = self.tables
        if verb.lemma in tables.verbs["dying"] or (
            verb.lemma == "lose" and any(k.lemma == "life" for k in below)
        ):
            return "deaths", f"subject of {verb.text}"
        if verb.lemma in tables.verbs["fleeing"]:
            return "displaced", f"subject of {verb.text}"
        if verb.lemma in tables.verbs["suffering"] and any(
            tables.nouns.get(k.lemma) == "injuries" for k in below
        ):
            return "injuries", f"{verb.text} injuries"
        if verb.lower in tables.states and not any(
            k.relation in {"obj", "nsubj:pass"} for k in below
        ):
            return tables.states[verb.lower], f"state: {verb.text}"
        return None

    def toll(self, core: Token) -> tuple[What, str] | None:
        """“The death toll rose to 12”, “brought to 12 the number of dead”."""
        if core.head < 0:
            return None
        verb = self.tokens[core.head]
        for kid in self.parse.kids(verb.i, "nsubj", "obj", "nsubj:pass", "obl"):
            if kid.lemma not in self.tables.tolls or kid.i == core.i:
                continue
            for below in self.parse.kids(kid.i):
                found = self.tables.nouns.get(below.lemma) or self.tables.states.get(below.lower)
                if found:
                    return found, f"{kid.text} of {below.text}"
                if below.lemma in self.tables.gatherings or below.lemma in self.tables.people:
                    for state in self.parse.kids(below.i, "acl", "amod"):
                        if state.lower in self.tables.states:
                            return self.tables.states[state.lower], f"{kid.text} … {state.text}"
            if kid.lemma == "toll":
                return "deaths", "a toll"
        return None

    def part(self, head: Token) -> tuple[What, str] | None:
        """“Eight people, including three children”: of the same kind as the whole."""
        if head.case not in {"including", "among"} and not any(
            t.lower == "including" for t in self.tokens[max(0, head.i - 4) : head.i]
        ):
            return None
        for above in self.parse.ancestors(head.i):
            if above.i in self.known and above.i < head.i:
                return self.known[above.i], f"part of {above.text}"
        for i in range(
            head.i - 1, max(self.parse.sentences[head.sentence].first, head.i - 12) - 1, -1
        ):
            if i in self.known:
                return self.known[i], f"part of {self.tokens[i].text}"
        return None

    def sent(self, head: Token, core: Token) -> tuple[What, str] | None:
        """Police and guards are troops where they are deployed."""
        if head.lemma not in self.tables.forces:
            return None
        verb = self.governor(head) or self.governor(core)
        if verb is not None and verb.lemma in self.tables.verbs["deploying"]:
            return "troops", f"{verb.text} {head.text}"
        return None

    def protest(self, head: Token, core: Token) -> tuple[What, str] | None:  # noqa: C901 - rules in order
        """People who are the subject of protest words, or stand in "a crowd of"."""
        tables = self.tables
        if head.lemma in tables.gatherings:
            between = self.tokens[core.i + 1 : head.i]
            if any(t.lower == "strong" for t in between) or core.i == head.i:
                return "participants", f"size of the {head.text}"
            return None
        things = (
            head.i != core.i
            and head.upos == "NOUN"
            and head.lemma not in tables.people
            and head.lemma not in tables.nouns
            and head.lemma not in tables.forces
        )
        for token in (head, core):
            above = self.tokens[token.head] if token.head >= 0 else None
            if above is None or above.lemma not in tables.gatherings:
                continue
            if token.case == "by" or (token.case == "of" and not things):
                return "participants", f"{above.text} {token.case} {head.text}"
        if things:
            return None
        outer = self.outer(head).i
        for clause in (*self.parse.kids(head.i, "acl"), *self.parse.kids(outer, "acl")):
            if clause.tag in {"VBG", "VBD"} and clause.lemma in tables.verbs["protesting"]:
                return "participants", f"{clause.text} {head.text}"
        for token in (head, self.outer(head), core):
            verb = self.governor(token)
            if verb is None:
                continue
            for predicate in (verb, *self.parse.kids(verb.i, "conj", "xcomp")):
                judged = self.by_protest(token, predicate)
                if judged:
                    return judged
        return None

    def outer(self, head: Token) -> Token:
        """“Tens of thousands of people”: the outermost noun of an of-chain."""
        for _ in range(3):
            if head.relation == "nmod" and head.case == "of" and head.head >= 0:
                head = self.tokens[head.head]
        return head

    def by_protest(self, token: Token, verb: Token) -> tuple[What, str] | None:
        """Subjects of protest verbs, and those whom a gathering draws."""
        verbs, kids = self.tables.verbs, self.parse.kids(verb.i)
        if token.relation in {"nsubj", "nsubj:pass"}:
            streets = any(
                k.lower in self.tables.streets or k.lemma in self.tables.streets
                for kid in kids
                for k in (kid, *self.parse.kids(kid.i, "nmod"))
                if kid.i != token.i
            )
            if verb.lemma in verbs["protesting"] and (
                streets
                or verb.lemma not in {"join", "stage", "attend", "fill", "pour", "mass"}
                or token.i < verb.i
            ):
                return "participants", f"subject of {verb.text}"
            if verb.lemma in verbs["striking"] and any(k.lemma in self.tables.work for k in kids):
                return "participants", f"{verb.text} at work"
            if verb.lemma in verbs["phrased"] and streets:
                return "participants", f"{verb.text} with a protest word"
        gathering = any(
            k.lemma in self.tables.gatherings for k in kids if k.relation in {"nsubj", "nsubj:pass"}
        )
        if gathering and (
            (token.relation == "obj" and verb.lemma in verbs["drawing"])
            or (token.relation.startswith("obl") and verb.lemma in {"attend", "join"})
        ):
            return "participants", f"those whom the gathering {verb.text}"
        return None
