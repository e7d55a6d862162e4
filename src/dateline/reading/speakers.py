"""Who says it: the speaker of a verb of speech, its own subject or one that it takes over."""

from __future__ import annotations

from dateline.reading.arcs import Parse, Token
from dateline.reading.quotes import QuoteIndex

RELATIVE = frozenset({"who", "which", "that", "whom"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"})
# Verbs whose object, not whose subject, does what the infinitive says.
OBJECT_CONTROL = frozenset(
    "urge ask tell order instruct invite encourage advise call press implore beg force allow "
    "hear see quote cite".split()
)
# Papers that speak for whoever issued them.
DOCUMENTS = frozenset(
    "statement report announcement letter post tweet message communique memo filing release "
    "dispatch article column editorial account estimate".split()
)
FINITE = frozenset({"VBD", "VBZ", "VBP"})


class Speakers:
    """Finds the speakers of an article's verbs of speech."""

    def __init__(self, parse: Parse, index: QuoteIndex) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.index = index

    def of(self, verb: Token, *, passive: bool) -> tuple[Token | None, Token | None]:
        """Who says it, and the verb's own subject (which in a passive is somebody else)."""
        if passive:
            agent = self.parse.kid(verb.i, "obl:agent") or next(
                (k for k in self.parse.kids(verb.i, "obl") if k.case == "by"), None
            )
            return agent, None
        own = self._subject(verb)
        if own is not None:
            return issuer_of(self.parse, self.antecedent(own, verb)), own
        return self._inherited(verb) or self._beside(verb), None

    def _beside(self, verb: Token) -> Token | None:
        """The name right before a verb that the parse left without a subject."""
        if verb.tag not in {"VBD", "VBZ", "VBP"}:
            return None
        k = verb.i - 1
        while k >= 0 and (self.tokens[k].text == "," or self.tokens[k].upos in {"ADV", "AUX"}):
            k -= 1
        if k < 0 or self.tokens[k].sentence != verb.sentence:
            return None
        return self.tokens[k] if self.tokens[k].upos in {"PROPN", "PRON", "NOUN"} else None

    def _subject(self, verb: Token) -> Token | None:
        """The subject next to the verb: "The plan, said Kol, …" has one on either side."""
        found = [k for k in self.parse.kids(verb.i, "nsubj") if k.lower != "there"]
        found = [k for k in found if k.upos in NOMINAL or k.tag.startswith("W")]
        if not found:
            return self._inverted(verb)
        after = [k for k in found if k.i > verb.i]
        return after[0] if after else found[-1]

    def _inverted(self, verb: Token) -> Token | None:
        """The object that is no object: "Never," chanted the crowd."""
        before = self.tokens[verb.i - 1] if verb.i else None
        if before is None or before.upos != "PUNCT" or self.index.at(before.start - 1) < 0:
            return None
        return self.parse.kid(verb.i, "obj") if verb.tag in FINITE else None

    def antecedent(self, subject: Token, verb: Token) -> Token | None:
        """The noun that a relative pronoun stands for."""
        if subject.lower in RELATIVE and verb.relation == "acl:relcl" and verb.head >= 0:
            return self.tokens[verb.head]
        return subject

    def _inherited(self, verb: Token) -> Token | None:
        """The subject of the verb that this one hangs on: "said …, adding that"."""
        node = verb
        for _ in range(4):
            if node.head < 0:
                return None
            above, relation = self.tokens[node.head], node.relation.split(":")[0]
            if relation == "acl" and above.upos in NOMINAL:
                return above
            if relation not in {"conj", "xcomp", "advcl", "ccomp", "acl", "parataxis"}:
                return None
            if relation == "xcomp" or (relation == "ccomp" and node.mark == "to"):
                thing = self.parse.kid(above.i, "obj", "iobj")
                if thing is not None and above.lemma in OBJECT_CONTROL:
                    return thing
            subject = self._subject(above) or self.parse.kid(above.i, "nsubj:pass")
            if subject is not None:
                return self.antecedent(subject, above)
            node = above
        return None


def is_passive_cue(parse: Parse, verb: Token) -> bool:
    """Whether a verb of speech has its speaker in a by-phrase, not in its subject."""
    if parse.kid(verb.i, "aux:pass", "nsubj:pass") is not None:
        return True
    bare = verb.tag == "VBN" and verb.relation in {"acl", "advcl"}
    return bare and parse.kid(verb.i, "aux") is None


def issuer_of(parse: Parse, speaker: Token | None) -> Token | None:
    """Who issued a paper that speaks: the ministry, for "a statement from the ministry"."""
    if speaker is None or speaker.lemma not in DOCUMENTS:
        return speaker
    for kid in parse.kids(speaker.i, "nmod"):
        if kid.relation == "nmod:poss" or kid.case in {"from", "by"}:
            return kid
    return speaker
