"""What a clause says by itself about its event: modal, tense, aspect, adverbs, negation."""

from __future__ import annotations

from dateline.reading.arcs import Parse, Token
from dateline.reading.standing_cues import Verdict, load_cues

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PAST = frozenset({"VBD", "VBN"})
PRESENT_BE = frozenset({"is", "are", "am", "'s", "'re", "'m", "’s", "’re", "’m", "be"})
WITHOUT = frozenset({"without", "instead of", "rather than", "instead", "rather"})
NEARLY = frozenset({"nearly", "almost", "barely"})
QUOTES = frozenset({'"', "'", "“", "‘"})
PERIODS = frozenset(
    {
        "day",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "evening",
        "weekend",
        "hour",
        "summer",
        "winter",
        "spring",
        "autumn",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    }
)
RATES = frozenset({"every", "each"})


class Clauses:
    """Reads the clauses of one parse; nothing here looks at what governs a clause."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.cues = load_cues()

    def own(self, token: Token, kids: list[Token]) -> Verdict | None:  # noqa: C901, PLR0912 - one scan of the dependents
        """What modal, aspect and adverbs of the clause itself say; None for a plain fact."""
        cues = self.cues
        found = self.unasserted(token, kids)
        if found is not None:
            return found
        if token.relation == "root" and token.mark in {"if", "unless"}:
            # The parser has hung the "if" on the main clause.
            return Verdict("conditional", 1.0, token.mark, "tied to a condition")
        if token.tag == "VB":
            condition = next((k for k in kids if k.relation == "advcl" and self.is_if(k)), None)
            if condition is not None:
                # "ready to step in if …", "threatened to leave unless …".
                cue = condition.mark or "if"
                return Verdict("conditional", 1.0, cue, "tied to a condition")
        if token.mark == "to" and self.is_to(token, kids):
            return Verdict("planned", 1.9, "to", "is to happen")
        if token.tag == "VBN" and self.is_being(kids):
            return Verdict("ongoing", 3.0, "being", "progressive")
        have = be = None
        for kid in kids:
            if kid.relation == "aux":
                kind = cues.modals.get(kid.lower)
                if kind == "would" and kid.lower != "would" and token.tag in PAST:
                    kind = None  # "he'd gone"
                if kind is not None:
                    found = self.modal(token, kid, kind, kids)
                elif kid.lemma == "have":
                    have = kid
                elif kid.lemma == "be" or kid.lower in PRESENT_BE:
                    be = kid
            elif kid.relation in {"advmod", "det", "obl:unmarked", "obl"}:
                adverb = cues.adverbs.get(kid.lower)
                if adverb == "maybe" and found is None:
                    found = Verdict("hypothetical", 1.4, kid.text, "said to be possible")
                elif adverb == "alleged" and found is None:
                    found = Verdict("occurred", 1.6, kid.text, "alleged")
                elif adverb == "future" and found is None and token.tag in {"VBZ", "VBP"}:
                    found = Verdict("planned", 2.0, kid.text, "told for a day to come")
                elif adverb == "hedged" and found is None:
                    found = Verdict("occurred", 2.0, kid.text, "hedged")
        if found is not None and found.status != "occurred":
            if have is not None and found.cue.lower() in {"would", "should", "could", "'d"}:
                return Verdict("hypothetical", -0.8, f"{found.cue} have", "against the facts")
            return found
        if token.tag == "VBG" and be is not None and token.lemma != "go":
            had = have is not None and have.lower in {"had", "'d", "’d"}
            if be.lower in PRESENT_BE or (be.lower == "been" and not had):
                return Verdict("ongoing", 3.0, be.text, "progressive")
            return found
        if (
            found is None
            and token.tag in {"VBZ", "VBP"}
            and (any(k.lower == "still" and k.relation == "advmod" for k in kids))
        ):
            return Verdict("ongoing", 3.0, "still", "goes on still")
        if found is None and have is None:
            found = self.habit(token, kids)
        return found

    def is_to(self, token: Token, kids: list[Token]) -> bool:
        """“They are to meet”, “it is to be signed”: a form of "be" right before the "to"."""
        return any(
            kid.relation in {"cop", "aux", "aux:pass"}
            and kid.lemma == "be"
            and kid.tag in {"VBZ", "VBP", "VBD"}
            and self.tokens[kid.i + 1].lower == "to"
            for kid in kids
            if kid.i + 1 < token.i
        )

    def is_being(self, kids: list[Token]) -> bool:
        """“Shops are being looted”."""
        passive = any(k.lower == "being" and k.relation == "aux:pass" for k in kids)
        return passive and any(k.relation == "aux" and k.lower in PRESENT_BE for k in kids)

    def modal(self, token: Token, word: Token, kind: str, kids: list[Token]) -> Verdict:
        """will, would, may, can, should, must."""
        condition = next((k for k in kids if k.relation == "advcl" and self.is_if(k)), None)
        if condition is not None:
            score = 1.6 if kind == "will" else 1.0
            cue = f"{word.text} … {condition.mark}"
            return Verdict("conditional", score, cue, "tied to a condition")
        if kind == "will":
            return Verdict("planned", 2.2, word.text, "future")
        if kind == "would":
            if self.reported(token):
                return Verdict("planned", 1.7, word.text, "future of something said")
            return Verdict("hypothetical", 1.5, word.text, "would")
        if kind == "may":
            return Verdict("hypothetical", 0.9, word.text, "possible only")
        if kind == "can":
            return Verdict("hypothetical", 0.7, word.text, "ability")
        if kind == "must":
            return Verdict("hypothetical", 1.6, word.text, "obligation")
        return Verdict("hypothetical", 0.8, word.text, "asked for")

    def is_if(self, token: Token) -> bool:
        """Whether a clause is opened by "if" or its like; "should they attack" too."""
        if token.mark in {"if", "unless", "lest"}:
            return True
        for kid in self.parse.kids(token.i, "advmod", "mark"):
            if kid.lower in {"if", "unless"}:
                return True
        return False

    def reported(self, token: Token) -> bool:
        """Whether the clause is something said, so that its "would" was a future."""
        for above in (token, *self.parse.ancestors(token.i)):
            if above.i != token.i and above.lemma in self.cues.speech:
                return True
            if above.relation.split(":")[0] not in {
                "ccomp",
                "conj",
                "parataxis",
                "xcomp",
                "acl",
                "advcl",
            }:
                break
        for kid in self.parse.kids(token.i, "parataxis", "advcl", "ccomp"):
            if kid.lemma in self.cues.speech and self.parse.kid(kid.i, "nsubj") is not None:
                return True
        # "There would be no press conference": a plain "would" of a report looks ahead too.
        return self.parse.kid(token.i, "expl") is not None or (
            self.parse.kid(token.i, "nsubj:pass") is not None
        )

    def habit(self, token: Token, kids: list[Token]) -> Verdict | None:
        """usually, every week, used to."""
        for kid in kids:
            if self.cues.adverbs.get(kid.lower) == "habitual" and kid.relation == "advmod":
                if token.tag in {"VBZ", "VBP", "VBD", "VBN"}:
                    return Verdict("habitual", 2.5, kid.text, "habit")
            elif kid.relation in {"obl:unmarked", "obl"}:
                for below in self.parse.children[kid.i]:
                    rate = self.tokens[below]
                    if rate.lower in RATES and rate.relation == "det" and kid.lemma in PERIODS:
                        return Verdict("habitual", 2.5, f"{rate.text} {kid.text}", "habit")
        return None

    def unasserted(self, token: Token, kids: list[Token]) -> Verdict | None:
        """Questions and imperatives."""
        if token.relation != "root":
            return None
        sentence = self.parse.sentences[token.sentence]
        opener = self.tokens[sentence.first]
        if opener.text in QUOTES and sentence.last - sentence.first > 1:
            opener = self.tokens[sentence.first + 1]
        asked = any(t.text == "?" for t in self.tokens[max(sentence.last - 2, 0) : sentence.last])
        # "Why did they attack?" takes the attack for known; "Did they attack?" does not.
        if asked and opener.upos in VERBAL:
            return Verdict("hypothetical", 0.6, "?", "question")
        if (
            token.tag == "VB"
            and token.mark != "to"
            and not any(
                k.relation.startswith(("nsubj", "aux", "expl", "csubj"))
                and k.lower not in {"do", "n't"}
                for k in kids
            )
        ):
            return Verdict("hypothetical", 0.6, token.text, "imperative")
        return None

    def negation(self, token: Token, kids: list[Token]) -> str | None:  # noqa: C901, PLR0912 - the exceptions to one rule
        """The negating word of a clause: not, never, nor, a subject or object with "no"."""
        cues = self.cues
        for kid in kids:
            relation = kid.relation
            if relation == "advmod":
                if cues.adverbs.get(kid.lower) == "negative":
                    if kid.lower in NEARLY and kid.i + 1 != token.i:
                        continue
                    if kid.lower == "longer" and self.tokens[kid.i - 1].lower not in {"no", "any"}:
                        continue
                    if kid.lower == "not" and self.follows(kid, "only"):
                        continue
                    return kid.text
            elif relation in {"cc", "cc:preconj"}:
                if kid.lower in {"nor", "neither"}:
                    return kid.text
            elif relation in {"nsubj", "nsubj:pass", "obj", "iobj"}:
                if kid.lower in cues.negatives:
                    return kid.text
                for k in self.parse.children[kid.i]:
                    below = self.tokens[k]
                    if below.relation == "det" and below.lower in {"no", "neither"}:
                        return f"{below.text} {kid.text}"
            elif relation == "det" and kid.lower == "no":
                return kid.text
        first = self.parse.sentences[token.sentence].first
        if token.relation == "root" and self.tokens[first].lower in {"nor", "neither"}:
            return self.tokens[first].text
        return None

    def follows(self, token: Token, word: str) -> bool:
        """Whether the next token is `word`."""
        return token.i + 1 < len(self.tokens) and self.tokens[token.i + 1].lower == word

    def has_copula(self, token: Token) -> bool:
        """Whether the token is the predicate of "be"."""
        return any(self.tokens[k].relation == "cop" for k in self.parse.children[token.i])

    def is_negated_noun(self, noun: Token) -> bool:
        """“no plans to recall”."""
        return any(
            self.tokens[k].lower == "no" and self.tokens[k].relation == "det"
            for k in self.parse.children[noun.i]
        )

    def indefinite(self, token: Token) -> bool:
        """No "the", no "his": the noun is not taken for known."""
        for k in self.parse.children[token.i]:
            kid = self.tokens[k]
            if kid.relation == "nmod:poss" or (
                kid.relation == "det" and kid.lower in {"the", "this", "that", "these", "those"}
            ):
                return False
        return True

    def is_subjunctive(self, token: Token) -> bool:
        """“that he resign”: no auxiliary, no -s after one person."""
        kids = self.parse.kids(token.i)
        return (
            token.tag in {"VB", "VBP"}
            and not any(k.relation == "aux" for k in kids)
            and any(
                k.relation == "nsubj" and (k.tag in {"NN", "NNP"} or k.lower in {"he", "she", "it"})
                for k in kids
            )
        )
