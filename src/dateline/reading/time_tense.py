"""Whether a time expression is told of the past or the future, by the verb that it hangs on."""

from __future__ import annotations

from typing import Literal

from dateline.reading.arcs import CLAUSES, Parse, Token
from dateline.reading.speech import load_speech
from dateline.reading.time_words import WORDS

Way = Literal["past", "future", ""]


def way_of(parse: Parse, i: int) -> Way:
    """The direction in which the expression headed by token `i` lies; "" if nothing tells."""
    token = parse.tokens[i]
    if token.case == "since":
        return "past"
    seen = 0
    while seen < DEEPEST:
        seen += 1
        verb, way = _climb(parse, token)
        if way is None:
            way = _own(parse, verb, verb.i == parse.tokens[i].head)
        if way is not None:
            return way
        if verb.head < 0:
            return ""
        token = parse.tokens[verb.head]
    return ""


def _climb(parse: Parse, token: Token) -> tuple[Token, Way | None]:
    """The predicate over a token, or a word on the way ("due", "scheduled") that tells all."""
    while token.head >= 0 and not _is_predicate(parse, token):
        if token.upos in {"ADJ", "VERB"} and token.lemma in WORDS.ahead:
            return token, "future"
        token = parse.tokens[token.head]
    return token, None


def _is_predicate(parse: Parse, token: Token) -> bool:
    relation = token.relation
    if relation.partition(":")[0] in CLAUSES:
        return True
    if relation != "conj":
        return False
    return token.upos in {"VERB", "AUX"} or any(
        parse.tokens[k].relation in SUBJECTS for k in parse.children[token.i]
    )


def _own(parse: Parse, verb: Token, direct: bool) -> Way | None:  # noqa: FBT001
    """The direction that a predicate tells by itself, None if that of its governor decides.

    `direct` says that the expression hangs on this very word.
    """
    kids = [parse.tokens[k] for k in parse.children[verb.i]]
    helpers = [k for k in kids if k.relation in AUXILIARIES]
    if any(k.tag == "TO" and k.relation == "mark" for k in kids):
        return _of_infinitive(parse, verb)
    tags = {k.tag for k in helpers}
    perfect = any(k.lemma == "have" for k in helpers)
    if "MD" in tags or perfect:
        return "past" if perfect else "future"
    if (verb.tag in {"VBN", "JJ"} and verb.lemma in WORDS.ahead) or (
        verb.tag == "VBD" and direct and verb.lemma in WORDS.setting
    ):
        return "future"
    if verb.tag == "VBD" or "VBD" in tags or (verb.tag == "VBN" and not helpers):
        return "past"
    return _of_present(verb, helpers, direct)


def _of_present(verb: Token, helpers: list[Token], direct: bool) -> Way | None:  # noqa: FBT001
    """The direction of a predicate that is no past and has no modal."""
    tags = {k.tag for k in helpers}
    if verb.tag == "VBG":
        if verb.mark == "for" and not helpers:
            # "Is to be tried for shooting him in August": of what was done the trial says nothing.
            return ""
        return "future" if helpers else None
    if verb.tag in PRESENT or tags & PRESENT:
        if verb.mark in AHEAD_MARKS:
            return "future"
        # "The talks resume Monday", but "he says Monday's march was banned", and what a report
        # "accuses" somebody of "on Monday" it has said.
        if verb.lemma in load_speech().verbs:
            return "past" if direct and verb.tag in PRESENT else ""
        return "future" if direct and verb.tag in PRESENT else ""
    return None if verb.head >= 0 else ""


def _of_infinitive(parse: Parse, verb: Token) -> Way | None:
    """Ahead lies "agreed to meet on Monday", not "began to fall on Monday"."""
    if verb.head < 0:
        return "future"
    governor = parse.tokens[verb.head]
    if governor.lemma == "suppose" and any(
        parse.tokens[k].lower in {"was", "were"} for k in parse.children[governor.i]
    ):
        # What "was supposed to happen by Monday" did not happen.
        return "past"
    if governor.lemma in WORDS.ahead or governor.lemma == "be":
        gone = any(
            parse.tokens[k].lower == "had" and parse.tokens[k].relation in AUXILIARIES
            for k in parse.children[governor.i]
        )
        return "past" if gone else "future"
    return "future" if governor.upos in {"NOUN", "PROPN", "ADJ"} else None


# "Once the work is done in October": a present that has yet to come.
AHEAD_MARKS = frozenset({"once", "until", "when", "if", "before", "after", "unless"})
DEEPEST = 6
PRESENT = frozenset({"VBZ", "VBP"})
AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
SUBJECTS = AUXILIARIES | {"nsubj", "nsubj:pass"}
