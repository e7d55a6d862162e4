"""The date of an act: clause first, then what the article has established."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.candidate import Candidate
from dateline.event import Reason, When
from dateline.reading.arcs import Token
from dateline.reading.reading import Reading, TimeMention

# How many paragraphs of a report, headline included, tell the news itself in the perfect tense.
LEAD = 2
# No report speaks of events before print by their day; such a year is a misread number.
EARLIEST = 1400
# How many noun phrases a date may stand inside of and still date the verb.
DEEPEST = 3
# How many sentences a date holds for the acts told after it.
FARTHEST = 5
# Acts of a day in the world, which go on being told in the sentences after the one that dates them.
CARRIED = frozenset({"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "CONSULT"})


@dataclass(slots=True)
class Dated:
    """A date with the sentence and paragraph that gave it, for the acts that follow."""

    when: When
    sentence: int
    paragraph: int
    doers: frozenset[int]


def date_of(
    reading: Reading, candidate: Candidate, established: Dated | None
) -> tuple[When | None, Reason]:
    """The days of an act, and the reason."""
    token = candidate.token
    mention, rule = _mention(reading, token)
    if mention is not None and mention.begin is not None:
        finish = mention.finish or mention.begin
        when = When(
            mention.text, mention.begin.isoformat(), finish.isoformat(), mention.precision or "day"
        )
        return when, Reason(
            "date", _shown(when), f"{rule}; {mention.why}", mention.text, mention.start, mention.end
        )
    if mention is not None:
        return None, Reason(
            "date", "null", f"{rule}, but it cannot be resolved without a date of publication",
            mention.text, mention.start, mention.end,
        )
    if established is not None and _carries(reading, candidate, established):
        when = established.when
        return when, Reason("date", _shown(when), "told in the sentence before", when.text)
    published = reading.article.published
    if published is not None and _is_fresh(reading, token):
        day = published.isoformat()
        return When(None, day, day, "publication"), Reason(
            "date", day, "present or perfect tense in fresh news: the day of publication"
        )
    return None, Reason("date", "null", "the text gives no date for it")


def _shown(when: When) -> str:
    return when.start if when.start == when.end else f"{when.start}/{when.end}"


def _mention(reading: Reading, token: Token) -> tuple[TimeMention | None, str]:
    """The time expression of the act: its own, its clause's, or the clause's above it."""
    parse = reading.parse
    sentence = parse.sentence_of(token.i)
    here = [
        t
        for t in reading.times
        if sentence.start <= t.start < sentence.end and t.type in {"DATE", "TIME"}
        and _is_point(t)
    ]
    if not here:
        return None, ""
    predicate = parse.clause_of(token.i)
    for t in here:
        if _hangs_on(reading, t, token.i, token.i):
            return t, "beside the act"
    for t in here:
        if _hangs_on(reading, t, predicate.i, token.i):
            return t, "in the act's clause"
    above = predicate
    while above.head >= 0:
        # A date of the clause above holds for what it governs, but not for what is only mentioned
        # in a relative clause ("the leader, who was jailed, spoke on Sunday").
        if above.relation == "acl:relcl" or (
            above.relation == "acl"
            and above.tag != "VBG"
            and parse.tokens[above.head].upos != "VERB"
        ):
            break
        if above.relation == "ccomp" and _is_before(reading, above):
            # "said on Monday that it had arrested him": the day is that of the saying.
            break
        above = parse.clause_of(above.head)
        for t in here:
            if _hangs_on(reading, t, above.i, token.i):
                return t, "in the clause above"
    return None, ""


def _is_point(t: TimeMention) -> bool:
    """Whether an expression dates an act: "now" and "the future" do not."""
    if t.begin is not None and t.begin.year < EARLIEST:
        return False
    return not t.value.endswith("_REF") or t.value.startswith("PRESENT")


def _hangs_on(reading: Reading, t: TimeMention, top: int, trigger: int) -> bool:
    """Whether a time expression dates the word `top`, directly or by way of a place or object.

    "elections in 2017" and "Wednesday's ouster" date another event than the one they stand beside.
    """
    parse = reading.parse
    token = parse.tokens[t.head]
    while token.head >= 0 and t.start <= parse.tokens[token.head].start < t.end:
        token = parse.tokens[token.head]
    for _ in range(DEEPEST):
        if token.head < 0:
            return token.i == top
        if token.head == top:
            return True
        if token.head != trigger and token.relation in {"nmod:poss", "compound", "amod", "nummod"}:
            return False
        token = parse.tokens[token.head]
        if token.relation.split(":")[0] not in {"obl", "nmod", "obj", "appos", "conj", "nsubj"}:
            return False
        if token.i != trigger and reading.standing_at(token.i) is not None:
            return False
    return False


def _is_before(reading: Reading, token: Token) -> bool:
    """Whether a clause stands in the perfect or in the future, seen from the clause above it."""
    return any(
        t.lemma == "have" or t.tag == "MD" for t in reading.parse.kids(token.i, "aux")
    )


def _carries(reading: Reading, candidate: Candidate, established: Dated) -> bool:
    """Whether an act goes on from the sentence before: told in the past, in a clause of its own.

    Words carry a date only from an act of the same doer.
    """
    token = candidate.token
    sentence = reading.parse.sentence_of(token.i)
    gap = sentence.index - established.sentence
    if gap > FARTHEST:
        return False
    if candidate.type not in CARRIED:
        doers = {p.name.entity for p in candidate.arguments.sources}
        if not doers & established.doers:
            return False
    predicate = reading.parse.clause_of(token.i)
    if predicate.relation in {"acl:relcl", "acl"}:
        return False
    if token.upos != "VERB" and token.relation in {"nmod", "nmod:poss", "compound"}:
        return False
    return not _is_fresh(reading, token) and _is_past(reading, token)


def _is_past(reading: Reading, token: Token) -> bool:
    predicate = reading.parse.clause_of(token.i)
    return predicate.tag in {"VBD", "VBN", "VBG"} or any(
        t.tag == "VBD" for t in reading.parse.kids(predicate.i, "aux", "aux:pass", "cop")
    )


def _is_fresh(reading: Reading, token: Token) -> bool:
    """Present perfect ("has arrived") or present progressive ("is starting")."""
    parse = reading.parse
    verb = token if token.upos == "VERB" else parse.clause_of(token.i)
    kids = parse.kids(verb.i, "aux", "aux:pass")
    if any(t.tag == "MD" for t in kids):
        return False
    has = any(t.lower in {"has", "have", "'s", "'ve"} and t.lemma == "have" for t in kids)
    progressive = verb.tag == "VBG" and any(t.lower in {"is", "are", "'s", "'re"} for t in kids)
    if has and verb.tag == "VBN" and reading.parse.sentence_of(verb.i).paragraph < LEAD:
        return not any(
            t.relation == "advmod" and t.lower in {"long", "always", "often", "repeatedly", "never"}
            for t in parse.kids(verb.i)
        ) and not _has_span(reading, verb.i)
    return progressive


def _has_span(reading: Reading, i: int) -> bool:
    """Whether a duration or a "since" phrase makes a perfect tense a long-standing state."""
    return any(
        t.case in {"since", "over", "during"} or (t.case == "for" and t.label in {"DATE", "TIME"})
        for t in reading.parse.kids(i, "obl")
    )
