"""Standing: whether an event happened, goes on, is planned, feared, tied to an if, or denied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.event import Status
from dateline.knowledge import Knowledge
from dateline.reading.arcs import Parse, Token
from dateline.reading.components import Component
from dateline.reading.reading import Reading, Standing
from dateline.reading.standing_clauses import NOMINAL, VERBAL, WITHOUT, Clauses
from dateline.reading.standing_cues import FACT, Verdict, is_event_word, load_cues, negate

OPEN = frozenset({"planned", "conditional", "hypothetical"})
WHENS = frozenset({"until", "till", "before", "when", "as soon as", "once", "after", "while"})
ACCUSING = frozenset({"accuse", "convict", "charge", "acquit", "blame"})
RANKS = frozenset({"one", "first", "second", "third", "last", "few", "only", "latest"})
LEADING = frozenset({"result", "lead", "culminate"})
KEEPING = frozenset({"refrain", "abstain", "prevent", "bar", "ban"})
# What a noun does to the event in its clause: "a plan to attack", "failure to agree".
NOUN_EFFECTS: dict[str, tuple[Status, float]] = {
    "meant": ("planned", 1.5),
    "wished": ("hypothetical", 0.9),
    "against": ("denied", -1.6),
}
MODIFIER_SCORES: dict[Status, float] = {
    "planned": 2.0,
    "hypothetical": 0.9,
    "conditional": 0.8,
    "denied": -1.8,
    "ongoing": 3.0,
    "habitual": 2.5,
    "occurred": 3.0,
}
# "Rejected the claim that …": of a demand or a plan it says something else.
TALES = frozenset(
    ["claim", "allegation", "accusation", "report", "suggestion", "rumour", "rumor", "assertion"]
)
DISMISSING = frozenset({"reject", "dismiss"})


def component(_knowledge: Knowledge) -> Component:
    """The component that judges every event word of a reading."""
    load_cues()

    def run(reading: Reading) -> Mapping[str, list[Any]]:
        return {"standing": judge_all(reading.parse)}

    return Component("standing", "1", ("parse", "voices"), ("standing",), run)


def judge_all(parse: Parse) -> list[Standing]:
    """The standing of every event word, in text order."""
    judge = Judge(parse)
    found = []
    for token in parse.tokens:
        if is_event_word(token):
            verdict = judge.judge(token.i)
            found.append(
                Standing(
                    token.start,
                    token.end,
                    token.i,
                    verdict.status,
                    verdict.score,
                    verdict.cue,
                    verdict.why,
                )
            )
    return found


class Judge:
    """Judges the words of one parse; what it has judged it remembers."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.cues = load_cues()
        self.clauses = Clauses(parse)
        self.known: dict[int, Verdict] = {}

    def judge(self, i: int) -> Verdict:
        """The verdict on token `i`."""
        verdict = self.known.get(i)
        if verdict is None:
            # A parse is a tree; should it ever hold a ring, the fact stops the climb.
            self.known[i] = FACT
            token = self.tokens[i]
            predicate = token.upos in VERBAL or any(
                self.tokens[k].relation == "cop" for k in self.parse.children[i]
            )
            verdict = self.predicate(token) if predicate else self.nominal(token)
            self.known[i] = verdict
        return verdict

    # --- predicates -------------------------------------------------------------------------------

    def predicate(self, token: Token) -> Verdict:
        """A verb, or a word with a copula: its context, then its own modal, tense and negation."""
        kids = [self.tokens[k] for k in self.parse.children[token.i]]
        verdict = self.within(token, kids)
        own = self.clauses.own(token, kids)
        if own is not None and (verdict.status == "occurred" or own.status == "conditional"):
            verdict = own if verdict.score >= 0 else verdict
        elif own is not None and verdict.status == "planned" and own.score < verdict.score:
            verdict = own
        negative = self.clauses.negation(token, kids)
        if negative is not None:
            verdict = negate(verdict, negative)
        return verdict

    # --- the clause around ------------------------------------------------------------------------

    def within(self, token: Token, kids: list[Token]) -> Verdict:
        """What the place of a clause in its sentence says about it."""
        relation = token.relation.split(":")[0]
        if token.head < 0:
            if token.tag == "VB" and token.mark == "to" and self.is_after_name(token):
                return Verdict("planned", 2.0, "to", "headline future")
            return FACT
        head = self.tokens[token.head]
        if relation == "conj":
            return self.joined(token, head, kids)
        if relation in {"xcomp", "ccomp", "csubj"}:
            return self.complement(token, head)
        if relation == "advcl":
            if any(k.relation == "mark" and k.lower == "whether" for k in kids):
                return Verdict("hypothetical", 0.8, "whether", "left open")
            return self.adverbial(token, head)
        if relation == "acl":
            return self.modifying(token, head)
        return FACT

    def is_after_name(self, token: Token) -> bool:
        """“President to meet miners”: something nominal stands before the “to”."""
        first = self.parse.sentences[token.sentence].first
        return any(t.upos in NOMINAL for t in self.tokens[first : token.i])

    def joined(self, token: Token, head: Token, kids: list[Token]) -> Verdict:
        """A conjunct shares the auxiliaries and the governor of the first one, if it has no own."""
        if token.tag == "VBD" or token.tag in {"VBZ", "VBP"} or head.upos not in VERBAL:
            if any(k.relation.startswith("nsubj") for k in kids) or head.upos not in VERBAL:
                return FACT
            return FACT if token.tag == "VBD" or head.tag != token.tag else self.context_of(head)
        if any(k.relation in {"aux", "nsubj", "nsubj:pass"} for k in kids):
            if token.tag != "VBN" or any(k.relation.startswith("nsubj") for k in kids):
                return FACT
            return self.context_of(head)
        return self.judge(head.i)

    def context_of(self, token: Token) -> Verdict:
        """The verdict of the place that a clause stands in, without its own modal."""
        return self.within(token, [self.tokens[k] for k in self.parse.children[token.i]])

    def complement(self, token: Token, head: Token) -> Verdict:  # noqa: C901 - rules in order
        """A clause or infinitive that a verb, adjective or noun governs."""
        cues = self.cues
        if head.upos in {"NOUN", "PROPN"} and not self.clauses.has_copula(head):
            return self.modifying(token, head)
        infinitive = token.mark in {"to", "for"} or (
            token.tag == "VB" and token.relation == "xcomp"
        )
        if token.mark in {"whether", "if"}:
            return Verdict("hypothetical", 0.8, token.mark, "left open")
        if infinitive:
            return self.infinitive(token, head)
        effect = cues.clause.get(head.lemma)
        if token.mark == "from":
            effect = "barred"
        if effect is None and token.relation == "xcomp" and token.tag == "VBG":
            return (
                self.judge(head.i)
                if head.lemma in cues.infinitive and (cues.infinitive[head.lemma] == "through")
                else FACT
            )
        if effect == "wished" and token.mark == "that" and self.clauses.is_subjunctive(token):
            return self.effect("wished", head)
        finite = token.tag in {"VBD", "VBZ", "VBP", "VBN"} or any(
            self.tokens[k].relation == "aux" for k in self.parse.children[token.i]
        )
        if effect == "thought":
            return Verdict("occurred", 1.7, head.text, f"{head.lemma}: somebody's belief")
        if effect in {"wished", "meant"} and finite and head.lemma not in cues.doubtful:
            return FACT
        if effect == "meant" and not infinitive:
            return FACT if token.tag != "VB" else Verdict("planned", 1.7, head.text, "announced")
        if effect == "through":
            outer = self.judge(head.i)
            return outer if outer.status == "denied" else FACT
        if effect == "barred" and token.tag != "VBG":
            effect = None
        return self.effect(effect, head) if effect else FACT

    def infinitive(self, token: Token, head: Token) -> Verdict:  # noqa: C901 - rules in order
        """“plans to meet”, “is to meet”, “was able to leave”."""
        lemma = head.lemma
        kids = self.parse.kids(head.i)
        if lemma == "be":
            subject = self.parse.kid(head.i, "nsubj")
            if head.tag == "VB" or (subject is not None and subject.lemma in self.cues.noun):
                return Verdict("hypothetical", 0.9, f"{head.text} to", "an aim or option")
            planned = Verdict("planned", 2.0, f"{head.text} to", "is to")
            negative = self.clauses.negation(head, kids)
            return negate(planned, negative) if negative else planned
        if lemma == "go" and head.tag == "VBG":
            outer = self.judge(head.i)
            if outer.score < 0:
                return Verdict("denied", -2.2, "going to", "future denied")
            return Verdict("planned", 2.0, "going to", "future")
        if lemma == "have":
            return Verdict("hypothetical", 1.2, f"{head.text} to", "obligation")
        if lemma == "able":
            past = any(k.relation == "cop" and k.lower in {"was", "were"} for k in kids)
            if past:
                return self.judge(head.i)
        if lemma == "about" or any(k.lower == "about" and k.relation == "advmod" for k in kids):
            return Verdict("planned", 1.8, "about to", "about to")
        effect = self.cues.infinitive.get(lemma)
        if effect is None:
            purpose = head.upos in VERBAL and not self.clauses.has_copula(head)
            if purpose:
                return self.purpose(token, head)
            return self.effect("wished", head)
        return self.effect(effect, head)

    def effect(self, effect: str, head: Token) -> Verdict:  # noqa: C901 - a table
        """What a governing word makes of its event, given what became of the word itself."""
        outer = self.judge(head.i)
        if effect == "through":
            if head.lemma in {"continue", "keep", "remain"} and head.tag in {"VBZ", "VBP"}:
                return Verdict("ongoing", 3.0, head.text, "goes on") if outer == FACT else outer
            return outer if outer.status != "habitual" else FACT
        if effect == "against":
            if outer.status in {"occurred", "ongoing"}:
                return Verdict("denied", -1.8, head.text, f"{head.lemma}: did not happen")
            if outer.status == "denied":
                return Verdict("occurred", 2.0, head.text, f"not {head.lemma}")
            return Verdict("denied", -1.0, head.text, f"{head.lemma}")
        if effect == "barred":
            return Verdict("denied", -0.5, head.text, f"{head.lemma}: kept from happening")
        if outer.status == "denied":
            return Verdict("denied", -0.8, f"{outer.cue} {head.text}", f"not {head.lemma}")
        if effect == "meant":
            if outer.status in {"conditional", "hypothetical"}:
                return Verdict(outer.status, 1.0, head.text, outer.why)
            return Verdict("planned", 1.9, head.text, f"{head.lemma}: meant to happen")
        if outer.status == "conditional":
            return Verdict("conditional", 0.7, head.text, outer.why)
        return Verdict("hypothetical", 0.9, head.text, f"{head.lemma}: nothing says it happened")

    def purpose(self, token: Token, head: Token) -> Verdict:
        """“marched to demand”, “flew to Moscow to meet”: as real as what was done for it."""
        outer = self.judge(head.i)
        if outer.status in {"occurred", "ongoing", "habitual"}:
            if token.lemma in self.cues.expressive:
                return Verdict(outer.status, 2.4, "to", "said by the act itself")
            return Verdict("occurred", 2.1, "to", "purpose of something done")
        if outer.status == "denied":
            return Verdict("hypothetical", 0.5, outer.cue, "purpose of something not done")
        return Verdict(outer.status, min(outer.score, 1.6), outer.cue, outer.why)

    def adverbial(self, token: Token, head: Token) -> Verdict:
        """Clauses with if, without, to, before, until, when; participles."""
        mark = token.mark
        if self.clauses.is_if(token):
            return Verdict("conditional", 0.8, mark or "if", "condition")
        if mark in WITHOUT:
            return Verdict("denied", -1.6 if mark == "without" else -2.0, mark, f"{mark}: not done")
        if mark == "from":
            return self.effect("barred", head)
        if mark in {"to", "in order to"} or (mark == "for" and token.tag == "VB"):
            effect = self.cues.infinitive.get(head.lemma)
            if effect and head.upos != "NOUN" and effect != "through":
                return self.effect(effect, head)
            return self.purpose(token, head)
        if mark in WHENS:
            return self.timed(token, head)
        if mark in {"of", "for", "about", "against", "into", "on"} and token.tag == "VBG":
            return self.doing(head)
        if not mark and token.tag in {"VBG", "VBN"} and token.i > head.i:
            outer = self.judge(head.i)
            if outer.status in OPEN:
                return Verdict(outer.status, min(outer.score, 1.6), outer.cue, outer.why)
        return FACT

    def timed(self, token: Token, head: Token) -> Verdict:
        """A clause with when, until or before: open in the present tense, if its head is open."""
        if token.tag not in {"VBZ", "VBP", "VB", "VBG"}:
            return FACT
        outer = self.judge(head.i)
        if outer.status in OPEN:
            return Verdict(outer.status, min(outer.score, 1.4), token.mark, outer.why)
        if outer.status == "denied" and token.mark in {"until", "till"}:
            return Verdict("hypothetical", 1.0, token.mark, "not before this")
        return FACT

    def doing(self, head: Token) -> Verdict:
        """“Accused of taking bribes”, “spoke of leaving”."""
        if head.lemma == "suspect":
            return Verdict("hypothetical", 1.2, head.text, "suspected")
        if head.lemma in ACCUSING:
            return Verdict("occurred", 2.0, head.text, f"{head.lemma}: alleged")
        effect = self.cues.object.get(head.lemma) or self.cues.clause.get(head.lemma)
        return self.effect(effect, head) if effect in {"wished", "against", "meant"} else FACT

    def modifying(self, token: Token, noun: Token) -> Verdict:
        """A clause below a noun: "a plan to attack", "the man who attacked"."""
        if token.relation == "acl:relcl" and token.mark != "to":
            return FACT
        if (
            token.tag in {"VBN", "VBG"}
            and not token.mark
            and (self.clauses.is_negated_noun(noun) or noun.lower in self.cues.negatives)
        ):
            return Verdict("denied", -1.6, f"no {noun.text}", "said of none")
        effect = self.cues.noun.get(noun.lemma)
        infinitive = token.mark == "to" or token.tag == "VB"
        if (
            noun.lemma in self.cues.said
            and noun.head >= 0
            and (
                self.cues.clause.get(self.tokens[noun.head].lemma) == "against"
                or (noun.lemma in TALES and self.tokens[noun.head].lemma in DISMISSING)
            )
        ):
            denial = self.tokens[noun.head]
            return Verdict("denied", -1.6, denial.text, f"{denial.lemma} a {noun.lemma}")
        if effect and (infinitive or token.mark in {"of", "for", "that", "about", "against"}):
            if token.mark == "that" and token.tag in {"VBD", "VBN", "VBZ"} and effect == "meant":
                return FACT
            if self.clauses.is_negated_noun(noun):
                return Verdict("denied", -0.9, f"no {noun.text}", f"no {noun.lemma}")
            outer = self.judge(noun.i)
            if outer.status == "denied" and effect != "against":
                return Verdict("denied", -0.8, outer.cue, outer.why)
            status, score = NOUN_EFFECTS[effect]
            return Verdict(status, score, noun.text, f"{noun.lemma} of or to")
        if token.mark == "to" and noun.head < 0 and noun.upos == "PROPN":
            return Verdict("planned", 2.0, "to", "headline future")
        if infinitive and token.mark == "to":
            return self.meant_for(noun)
        return FACT

    def meant_for(self, noun: Token) -> Verdict:
        """“The money to build it”, “the first to leave”, “the cancelled deal to sell it”."""
        if self.is_ranked(noun):
            return self.judge(noun.i) if self.clauses.has_copula(noun) else FACT
        if self.judge(noun.i).status == "denied":
            return Verdict("denied", -1.8, noun.text, f"the {noun.lemma} came to nothing")
        return Verdict("hypothetical", 1.45, "to", f"what the {noun.lemma} is for")

    def is_ranked(self, noun: Token) -> bool:
        """“The first group to leave”, “one of the few to win”: known by what was done."""
        return noun.lower in RANKS or any(
            k.lower in RANKS or k.tag == "JJS" for k in self.parse.kids(noun.i, "amod")
        )

    # --- event nouns ------------------------------------------------------------------------------

    def nominal(self, token: Token) -> Verdict:
        """An event noun: its own modifiers, then the word that governs it."""
        cues = self.cues
        negative = ""
        for k in self.parse.children[token.i]:
            kid = self.tokens[k]
            if kid.relation == "det" and kid.lower in {"no", "neither"}:
                negative = kid.text
            elif kid.relation == "amod" or (kid.relation in {"det", "compound"}):
                status = cues.modifiers.get(kid.lower)
                if status is not None:
                    if kid.lower == "any":
                        above = self.governed(token)
                        return above if above.score < 0 else self.modified(status, kid)
                    return self.modified(status, kid)
        if negative:
            return Verdict("denied", -2.6, negative, "none")
        if token.case in WITHOUT:
            return Verdict("denied", -2.0, token.case, token.case)
        return self.in_time(token) or self.governed(token)

    def in_time(self, token: Token) -> Verdict | None:
        """“Protests gripping the capital”, “ahead of the march”: it goes on, it is to come."""
        for clause in self.parse.kids(token.i, "acl"):
            if clause.tag == "VBG" and clause.lemma in self.cues.gripping:
                return Verdict("ongoing", 3.0, clause.text, "has hold of a place")
        case = self.parse.kid(token.i, "case")
        if case is not None and case.i > 0 and case.lower == "of":
            before = self.tokens[case.i - 1]
            if before.lower in {"ahead", "eve"}:
                return Verdict("planned", 1.6, before.text, f"{before.lower} of it")
        return None

    def modified(self, status: Status, word: Token) -> Verdict:
        """“planned”, “possible”, “failed”, “ongoing” before the noun."""
        score = MODIFIER_SCORES[status]
        return Verdict(status, score, word.text, f"{word.lower} before it")

    def governed(self, token: Token) -> Verdict:
        """An event noun below a verb or another noun."""
        relation = token.relation.split(":")[0]
        if token.head < 0 or token.head == token.i:
            return FACT
        head, cues = self.tokens[token.head], self.cues
        if relation == "conj":
            return self.governed(head) if head.upos in NOMINAL else FACT
        if relation == "nmod" and head.upos in NOMINAL:
            return self.below_noun(token, head)
        if relation in {"obj", "xcomp", "ccomp"} or token.relation == "nsubj:pass":
            ends = token.relation == "nsubj:pass" and self.running(head, FACT)
            return ends or self.as_object(token, head)
        if relation == "nsubj":
            outer = self.judge(head.i)
            running = self.running(head, outer)
            if running is not None:
                return running
            if head.lemma in cues.subject or self.parse.kid(head.i, "expl") is not None:
                return outer
            # "Talks would focus on trade", "the march will be a test": it is still to come.
            coming = outer.status == "planned" and self.clauses.indefinite(token)
            return self.coming(head) or (outer if coming else FACT)
        return self.as_oblique(token, head) if relation == "obl" else FACT

    def running(self, head: Token, outer: Verdict) -> Verdict | None:
        """“Talks were underway”, “the summit is due to end on Friday”: it goes on."""
        cues, kids = self.cues, self.parse.kids
        if outer.status not in {"occurred", "ongoing", "planned"}:
            return None
        goes_on = head.lower in cues.running or (
            head.lower in cues.running_with and head.case == cues.running_with[head.lower]
        )
        if goes_on and outer.status != "planned" and self.clauses.has_copula(head):
            return Verdict("ongoing", 3.0, head.text, "goes on")
        ends = [t for t in kids(head.i, "xcomp") if t.lemma in cues.ending]
        if ends and head.lemma in {"schedule", "due", "expect", "set"}:
            return Verdict("ongoing", 3.0, ends[0].text, "what is to end has begun")
        return None

    def coming(self, head: Token) -> Verdict | None:
        """“The march would be a test of strength”: what will be something has yet to happen."""
        if not self.clauses.has_copula(head):
            return None
        for aux in self.parse.kids(head.i, "aux"):
            if self.cues.modals.get(aux.lower) in {"will", "would"}:
                return Verdict("planned", 1.6, aux.text, "what will be something")
        return None

    def below_noun(self, token: Token, head: Token) -> Verdict:
        """“Threat of war”, “calls for a strike”."""
        effect = self.cues.noun.get(head.lemma)
        if not effect or token.case not in {"of", "for", "about", "to", "against", "over"}:
            return FACT
        if self.clauses.is_negated_noun(head):
            return Verdict("denied", -0.9, f"no {head.text}", f"no {head.lemma}")
        return self.effect(effect, head)

    def as_object(self, token: Token, head: Token) -> Verdict:
        """“Held talks”, “demanded the release”, “the summit was cancelled”."""
        effect = self.cues.object.get(head.lemma)
        if head.lemma == "rule":
            kids = self.parse.kids(head.i)
            if self.parse.kid(head.i, "compound:prt") is None:
                effect = None
            elif self.clauses.negation(head, kids) is not None:
                return Verdict("hypothetical", 0.8, head.text, "not ruled out")
        if effect not in {None, "through"} and token.lemma in self.cues.said:
            return FACT  # to deny or consider a claim leaves the claim made
        if head.lemma in {"call", "order"} and any(
            k.case == "for" for t in (head, token) for k in self.parse.kids(t.i, "obl", "nmod")
        ):
            # "Called a rally for Friday"
            return Verdict("planned", 1.7, head.text, f"{head.lemma} for a day to come")
        if effect == "wished" and head.lemma == "call":
            effect = "through"  # "called the attack a crime", "called a strike"
        if effect:
            return self.object_effect(effect, head)
        outer = self.judge(head.i)
        open_or_not = outer.status == "denied" or outer.status in OPEN
        return outer if open_or_not and self.clauses.indefinite(token) else FACT

    def as_oblique(self, token: Token, head: Token) -> Verdict:
        """“Called for a strike”, “agreed to a truce”, “could lead to war”."""
        effect = self.cues.object.get(head.lemma)
        wanted = effect in {"wished", "meant"} and token.case in self.cues.wished_for
        if wanted or (head.lemma == "agree" and token.case in {"to", "on"}):
            return self.object_effect(effect or "meant", head)
        outer = self.judge(head.i)
        if head.lemma in LEADING and token.case in {"in", "to"}:
            return outer
        if token.case == "from" and head.lemma in KEEPING:
            return self.effect("barred", head)
        if not self.clauses.indefinite(token):
            return FACT
        if outer.status in OPEN:
            return Verdict(outer.status, min(outer.score, 1.6), outer.cue, outer.why)
        if outer.status == "habitual" and token.case in {"with", "by"}:
            return outer
        if outer.status == "denied" and token.case == "for":
            return Verdict("denied", -1.6, outer.cue, outer.why)
        return FACT

    def object_effect(self, effect: str, head: Token) -> Verdict:
        """The object of a verb: as `effect`; what is announced or held shares the verb's fate."""
        if effect == "barred":
            return Verdict("denied", 0.5, head.text, f"{head.lemma}: forbidden")
        return self.effect(effect, head)
