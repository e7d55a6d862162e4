"""Acts that last: a story that still runs, a stand that somebody takes, a place held.

The standing layer says what the grammar says, and grammar tells most lasting acts as facts: "the
protests", "she backs the bill", "he remained in detention". What lasts depends on the kind of act,
so that it is decided here.
"""

from __future__ import annotations

from dateline.coding.candidate import Candidate
from dateline.reading.arcs import Parse, Token
from dateline.reading.reading import Reading

# Taking a stand holds as long as nothing else is said.
STANDS = frozenset(
    {"back", "support", "defend", "oppose", "resist", "endorse", "favour", "favor", "stand", "side",
     "retain", "enjoy", "insist"}
)  # fmt: skip
STAND_TYPES = frozenset({"SUPPORT", "REJECT", "REQUEST", "ACCUSE"})
# "Calls him a puppet": what somebody is called again and again.
NAMING = frozenset({"call", "brand", "label"})
STAYING = frozenset({"remain", "stay", "languish"})
# Nouns that name a state of troops rather than one step.
PRESENCE = frozenset({"movement", "buildup", "build-up", "presence"})
SPANS = frozenset({"day", "week", "month", "year"})
KNOWN = frozenset({"the", "these", "this"})
# In clauses that look back, the story is told by its past days.
BACK = frozenset({"after", "since", "during", "before", "following", "until", "in", "at"})


def lasting(reading: Reading, candidate: Candidate) -> str | None:
    """Why an act that is told as a fact goes on still, or None."""
    token, parse = candidate.token, reading.parse
    if candidate.match.act.pos == "noun":
        if candidate.type == "PROTEST" and _is_running(reading, token):
            return "the report's running story"
        if candidate.type == "MOBILIZE" and token.lemma in PRESENCE and not _dated(reading, token):
            return "a state of forces"
        return None
    if token.lemma in STAYING and candidate.type in {"COERCE", "ASSAULT", "PROTEST", "MOBILIZE"}:
        return "stays as it was"
    if candidate.type in STAND_TYPES and _holds(parse, token) and not _is_headline(reading, token):
        return "a stand that somebody takes"
    return None


def _is_running(reading: Reading, noun: Token) -> bool:
    """“The protests”, “two months of protests”, “the week-old sit-in”, told in the present day."""
    parse = reading.parse
    if _dated(reading, noun):
        return False
    if any(_is_long(parse, kid) for kid in parse.kids(noun.i)):
        return True
    over = parse.tokens[noun.head] if noun.head >= 0 else noun
    today = _is_of_today(parse, parse.clause_of(noun.i))
    if noun.relation == "nmod" and noun.case == "of" and over.lemma in SPANS:
        return over.tag == "NNS" and today and over.case not in BACK
    if noun.tag not in {"NNS", "NNPS"} or noun.case in BACK or parse.kids(noun.i, "nummod"):
        return False
    known = any(t.lower in KNOWN for t in parse.kids(noun.i, "det"))
    return known and (today or noun.relation.startswith("nsubj"))


def _is_long(parse: Parse, kid: Token) -> bool:
    """“Week-old”, “weeklong”, as one word or as the parser takes them apart."""
    if kid.lower.endswith(("-long", "weeklong", "monthlong", "yearlong", "ongoing")):
        return True
    return kid.lower == "old" and any(t.lemma in SPANS for t in parse.kids(kid.i))


def _is_of_today(parse: Parse, clause: Token) -> bool:
    """Whether a clause is told in the present or the present perfect."""
    words = [clause, *parse.kids(clause.i, "aux", "cop")]
    return any(t.tag in {"VBZ", "VBP", "MD"} for t in words) or (
        # "the months of protests wracking the city": the participle takes the time of today.
        clause.tag == "VBG" and not any(t.tag == "VBD" for t in words)
    )


def _dated(reading: Reading, noun: Token) -> bool:
    """Whether a date stands inside the noun's own phrase."""
    return any(
        reading.parse.is_below(t.head, noun.i)
        and t.type in {"DATE", "TIME"}
        and t.begin is not None
        and t.head != noun.i
        and not _is_age(reading.parse, t.head)
        for t in reading.times
    )


def _is_age(parse: Parse, i: int) -> bool:
    head = parse.tokens[i].head
    return head >= 0 and parse.tokens[head].lower in {"old", "long"}


def _holds(parse: Parse, verb: Token) -> bool:
    """A verb of standing by somebody, in the present tense or the present perfect."""
    present = verb.tag in {"VBZ", "VBP"}
    if verb.lemma in NAMING:
        return present and parse.kid(verb.i, "xcomp") is not None
    if verb.lemma not in STANDS:
        return False
    perfect = verb.tag == "VBN" and any(
        t.lower in {"has", "have"} for t in parse.kids(verb.i, "aux")
    )
    return present or (perfect and not any(t.lemma == "be" for t in parse.kids(verb.i, "aux")))


def _is_headline(reading: Reading, token: Token) -> bool:
    """The first line: headlines tell what was done in the present tense."""
    sentence = reading.parse.sentence_of(token.i)
    text = reading.parse.text[sentence.start : sentence.end].rstrip()
    return sentence.paragraph == 0 and not text.endswith((".", "!", "?", "”", '"'))
