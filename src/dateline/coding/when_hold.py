"""Whether a time expression holds for a word, or for another act that stands between them."""

from __future__ import annotations

from dateline.reading.arcs import Token
from dateline.reading.reading import Reading, TimeMention

# How many noun phrases a date may stand inside of and still date the verb.
DEEPEST = 3
AGO = frozenset({"ago", "earlier", "later", "before", "after"})
# What ties a noun to its clause that tells of another time: "resigned over the killing".
APART = frozenset("after following before since over about amid despite because until".split())
# "Just after dusk on Saturday" is of Saturday.
DAYTIMES = frozenset("dawn daybreak dusk sunset sunrise nightfall noon midday midnight".split())
# How a time stands that belongs to the noun above it alone.
OWNED = frozenset({"nmod:poss", "compound", "amod", "nummod"})
# Adverbs that parsers tie to the subject: "Today police arrested him".
TODAY = frozenset({"today", "yesterday", "tomorrow", "tonight"})
# What ties a noun to its clause that is where the act takes place.
SCENE = frozenset({"in", "during", "at"})
# Verbs of what an attack does on its day: "the bombing on Saturday killed ten".
DEADLY = frozenset("kill wound injure hurt maim destroy damage claim".split())
# Nouns of what goes on for months, whatever happens to it on a day.
INQUIRIES = frozenset({"probe", "investigation", "inquiry", "enquiry"})
# Nouns that only measure the act they are followed by: "a day of protests".
MEASURES = frozenset("day night evening morning weekend".split())


def hangs_on(reading: Reading, t: TimeMention, top: int, trigger: int) -> bool:
    """Whether a time expression dates the word `top`, directly or by way of a place or object.

    "elections in 2017" and "Wednesday's ouster" date another event than the one they stand beside.
    """
    parse = reading.parse
    token = parse.tokens[t.head]
    while token.head >= 0 and t.start <= parse.tokens[token.head].start < t.end:
        token = parse.tokens[token.head]
    if _is_before_that(reading, token):
        # "Told reporters on Monday that he knew": parsers tie the day to what he knew.
        return parse.tokens[token.head].head == top
    for _ in range(DEEPEST):
        if token.head < 0:
            return token.i == top
        if token.relation.startswith("nsubj") and not _is_of_subject(t, token, parse.tokens[top]):
            return False
        if token.head == top:
            # "The scuffles Friday followed days of protests": another act's day.
            own = t.start <= token.start < t.end
            other = parse.tokens[trigger].upos != "VERB" and trigger != top and not own
            return not (other and token.i != trigger and token.relation in {"nsubj", "obj"})
        if token.head != trigger and token.relation in OWNED and token.lower not in TODAY:
            return False
        token = parse.tokens[token.head]
        if token.lower in AGO and token.head == top:
            return True
        if not _leads_on(reading, token, parse.tokens[top], trigger):
            return False
    return False


def _leads_on(reading: Reading, noun: Token, verb: Token, trigger: int) -> bool:
    """Whether a time below a noun may date the verb above it."""
    if noun.relation.split(":")[0] not in {"obl", "nmod", "obj", "appos", "conj", "nsubj"}:
        return False
    # "Said in an address on Tuesday", "killed in clashes on Sunday": one day for both.
    shared = noun.relation == "obl" and noun.case in SCENE
    return noun.i == trigger or shared or not _is_other_act(reading, noun, verb)


def _is_before_that(reading: Reading, token: Token) -> bool:
    """Whether a word stands before the "that" of the clause which the parse ties it to."""
    parse = reading.parse
    if token.head < 0 or parse.tokens[token.head].relation != "ccomp":
        return False
    return any(k.lower == "that" and k.i > token.i for k in parse.kids(token.head, "mark"))


def _is_other_act(reading: Reading, noun: Token, verb: Token) -> bool:
    """Whether a noun between a time and a verb has the time for itself."""
    if noun.case in APART and noun.lower not in DAYTIMES:
        return True
    deadly = noun.relation == "nsubj" and verb.lemma in DEADLY
    return reading.standing_at(noun.i) is not None and not deadly


def _is_of_subject(t: TimeMention, subject: Token, verb: Token) -> bool:
    """Whether a time inside the subject dates the verb: "police in Kiev on Sunday arrested him".

    "The nominee for governor in 2014 said": a month or year belongs to what the subject is.
    """
    own = t.start <= subject.start < t.end
    return own or t.precision in {"day", "range"} or verb.lemma in DEADLY or verb.upos != "VERB"


def _is_spoken_of(reading: Reading, token: Token) -> bool:
    """Whether a noun's act is what somebody speaks about: "condemned the killing on Monday"."""
    return any(
        voice.about and any(start <= token.start < end for start, end in voice.content)
        for voice in reading.voices
    )


def is_apart(reading: Reading, token: Token) -> bool:
    """Whether a noun's act is only what its clause follows upon or is about."""
    parse = reading.parse
    if token.relation == "amod":
        # "Fired at barricaded buildings"
        return True
    if token.upos == "VERB":
        return False
    if token.lemma in INQUIRIES or _is_spoken_of(reading, token):
        return True
    for _ in range(DEEPEST):
        if token.case.split()[:1] and token.case.split()[0] in APART:
            return True
        if token.head < 0 or token.relation.split(":")[0] not in {"conj", "nmod", "compound"}:
            return False
        token = parse.tokens[token.head]
        if token.lower in MEASURES:
            # "After a night of clashes": counted from the day that follows.
            return False
    return False
