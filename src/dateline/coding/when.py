"""The date of an act: clause first, then what the article has established."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.coding.candidate import Candidate
from dateline.coding.told import Told
from dateline.event import Reason, When
from dateline.reading.arcs import Token
from dateline.reading.reading import Reading, TimeMention

# How many sentences of a report, headline included, tell the news itself in the perfect tense.
LEAD = 3
# No report speaks of events before print by their day; such a year is a misread number.
EARLIEST = 1400
# How many noun phrases a date may stand inside of and still date the verb.
DEEPEST = 3
# How many sentences a date holds for the acts told after it.
FARTHEST = 5
# Acts of a day in the world, which go on being told in the sentences after the one that dates them.
CARRIED = frozenset(
    {"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "CONSULT", "AID", "CONCEDE"}
)
# Words whose content is another act: a date behind that one's verb is its own.
HOLDING = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT", "ACCUSE", "CONCEDE", "SUPPORT"})
BESIDE, CLAUSE, ABOVE = "beside the act", "in the act's clause", "in the clause above"
MEASURE = re.compile(r"P(\d+)([DWM])")
DAYS = {"D": 1, "W": 7, "M": 30}
NEXT = timedelta(days=1)
LONGEST_SCENE = 7
# How many sentences back the day of a main verb is looked for.
NEARBY = 2
GOING_ON = frozenset({"start", "begin", "continue", "take", "resume", "end", "go"})
ELSEWHEN = frozenset({"after", "before", "since", "until", "when", "if", "unless"})
# Where a noun stands that tells an act, and does not only mention it.
TELLING = frozenset({"root", "nsubj", "obj", "conj", "dep", "parataxis"})
# How many characters before a noun its own measure of time may begin.
LONG_PHRASE = 60
BEFORE_NOUN = frozenset({"amod", "compound", "nummod", "nmod:poss"})
MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
AGO = frozenset({"ago", "earlier", "later", "before", "after"})
# Nouns that only measure the act they are followed by: "a day of protests".
MEASURES = frozenset("day night evening morning weekend".split())


@dataclass(slots=True)
class Dated:
    """A date with the sentence and paragraph that gave it, for the acts that follow."""

    when: When
    sentence: int
    paragraph: int
    doers: frozenset[int]


def date_of(
    reading: Reading,
    candidate: Candidate,
    established: Dated | None,
    told: Told | None = None,
) -> tuple[When | None, Reason]:
    """The days of an act, and the reason."""
    token = candidate.token
    measured = _measured(reading, token, established)
    if measured is not None:
        when, measure = measured
        return when, Reason(
            "date",
            _shown(when),
            "counted from the act it is told with",
            measure.text,
            measure.start,
            measure.end,
        )
    mention, rule = _mention(reading, candidate)
    if mention is None:
        lasting = _lasting(reading, token)
        if lasting is not None:
            return lasting, Reason(
                "date", _shown(lasting), "how long it has gone on, up to publication", lasting.text
            )
    again = (
        told.day_of(candidate)
        if told is not None and rule in {"", ABOVE} and not _is_repeated(reading, token)
        else None
    )
    if again is not None:
        return again, Reason(
            "date", _shown(again), "the day that the article gives for the same act", again.text
        )
    if mention is not None:
        dated = _stretched(reading, mention, token)
        if dated is not None:
            return dated, Reason(
                "date",
                _shown(dated),
                f"{rule}; {mention.why}",
                mention.text,
                mention.start,
                mention.end,
            )
        return None, Reason(
            "date",
            "null",
            f"{rule}, but it cannot be resolved without a date of publication",
            mention.text,
            mention.start,
            mention.end,
        )
    established = _scene(reading, candidate, established)
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


def told_of(reading: Reading, candidates: Iterable[Candidate]) -> Told:
    """The days that stand beside the acts of an article, for where it speaks of them again."""
    dated = []
    for candidate in candidates:
        mention, rule = _mention(reading, candidate)
        if mention is not None and rule in {BESIDE, CLAUSE}:
            when = _stretched(reading, mention, candidate.token)
            if when is not None:
                dated.append((candidate, when))
    return Told(dated)


def sets_scene(reading: Reading, candidate: Candidate, when: When) -> bool:
    """Whether the acts told next go on from an act's day: not from an aside's, nor from a year."""
    if when.precision not in {"day", "week", "range"}:
        return False
    if (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days > LONGEST_SCENE:
        return False
    parse = reading.parse
    token = candidate.token
    predicate = parse.clause_of(token.i)
    if predicate.relation in {"acl", "acl:relcl"}:
        return False
    standing = reading.standing_at(token.i)
    if standing is not None and standing.status == "planned":
        return False
    return token.upos == "VERB" or (
        token.relation.split(":")[0] in TELLING and not parse.kids(token.i, "acl")
    )


def _scene(reading: Reading, candidate: Candidate, established: Dated | None) -> Dated | None:
    """The day that the story stands at: of the last act, or of a later sentence's main verb."""
    if candidate.type not in CARRIED:
        return established
    parse = reading.parse
    now = candidate.token.sentence
    published = reading.article.published
    first = max(now - NEARBY, 0 if established is None else established.sentence + 1)
    for k in range(now - 1, first - 1, -1):
        sentence = parse.sentences[k]
        for t in reading.times:
            if not sentence.start <= t.start < sentence.end or t.begin is None:
                continue
            verb = parse.clause_of(t.head)
            if (
                t.precision == "day"
                and t.type != "DURATION"
                and verb.relation == "root"
                and published is not None
                and t.begin <= published
                and _hangs_on(reading, t, verb.i, verb.i)
                and _is_past(reading, verb)
            ):
                when = _stretched(reading, t, verb)
                if when is not None:
                    return Dated(when, k, sentence.paragraph, frozenset())
    return established


def _measured(
    reading: Reading, token: Token, established: Dated | None
) -> tuple[When, TimeMention] | None:
    """The day of an act that another one came "a day after": counted back from that one's day."""
    parse = reading.parse
    sentence = parse.sentence_of(token.i)
    here = [t for t in reading.times if sentence.start <= t.start < sentence.end]
    for t in here:
        measure = MEASURE.fullmatch(t.value)
        way = t.text.rsplit(None, 1)[-1].lower()
        if measure is None or measure[2] == "M" or way not in {"after", "before"}:
            continue
        if t.end > token.start:
            continue
        between = [x for x in parse.between(t.end, token.start) if x.start >= t.end]
        if any(x.upos in {"VERB", "PUNCT"} and x.i != token.i for x in between):
            continue
        days = int(measure[1]) * (7 if measure[2] == "W" else 1)
        base = next(
            (x.begin for x in reversed(here) if x.end <= t.start and x.precision == "day"), None
        )
        if base is None and established is not None:
            base = date.fromisoformat(established.when.start)
        if base is None:
            return None
        day = (base + timedelta(days=-days if way == "after" else days)).isoformat()
        return When(t.text, day, day, "day"), t
    return None


def _stretched(reading: Reading, t: TimeMention, token: Token) -> When | None:
    """The days of a time expression, with those it is coordinated with or reaches to."""
    if t.begin is None:
        return None
    begin, finish, text = t.begin, t.finish or t.begin, t.text
    precision = t.precision or "day"
    parse = reading.parse
    published = reading.article.published
    k = reading.times.index(t)
    following = reading.times[k + 1] if k + 1 < len(reading.times) else None
    if following is not None and following.begin is not None and following.type == "DATE":
        gap = parse.text[t.end : following.start].strip().lower()
        last = following.finish or following.begin
        if gap == "," and following.precision == t.precision == "day" and "M" in _shape(following):
            # "Tomorrow, the first of May": the date tells which day it is.
            begin, finish, text = following.begin, last, following.text
        elif gap in {"and", "and on"} and begin < following.begin <= begin + NEXT:
            finish, precision, text = last, "range", parse.text[t.start : following.end]
    if parse.tokens[t.head].case.split()[:1] == ["since"] and published and begin < published:
        finish, precision = published, "range"
    duration = _own_duration(reading, token)
    if duration is not None and begin == finish:
        begin, precision = finish - duration, "range"
    return When(text, begin.isoformat(), finish.isoformat(), precision)


def _lasting(reading: Reading, token: Token) -> When | None:
    """The days of an act of which only the length is told: "more than two months of protests"."""
    published = reading.article.published
    parse = reading.parse
    if published is None or token.upos == "VERB" or token.head < 0:
        return None
    for t in reading.times:
        measure = MEASURE.fullmatch(t.value) if t.type == "DURATION" else None
        if measure is None or not token.start - LONG_PHRASE <= t.start < token.start:
            continue
        head = parse.tokens[t.head]
        of = token.relation == "nmod" and token.case == "of" and token.head == t.head
        if of or (head.head == token.i and head.relation in BEFORE_NOUN):
            days = timedelta(days=int(measure[1]) * DAYS[measure[2]])
            if days <= NEXT:
                continue
            return When(t.text, (published - days).isoformat(), published.isoformat(), "range")
    return None


def _shape(t: TimeMention) -> str:
    """`M` if an expression names a month."""
    return "M" if any(word.strip(".,").lower()[:3] in MONTHS for word in t.text.split()) else ""


def _is_repeated(reading: Reading, token: Token) -> bool:
    """Whether an act is told as one that comes again and again: "a rally each year"."""
    top = reading.parse.clause_of(token.i).i
    sentence = reading.parse.sentence_of(token.i)
    return any(
        t.type == "SET"
        and sentence.start <= t.start < sentence.end
        and reading.parse.clause_of(t.head).i == top
        for t in reading.times
    )


def _own_duration(reading: Reading, token: Token) -> timedelta | None:
    """How long a noun's act has gone on: "the week-old protests"."""
    if token.upos == "VERB":
        return None
    for t in reading.times:
        if t.type == "DURATION" and token.start - LONG_PHRASE <= t.start < token.start:
            measure = MEASURE.fullmatch(t.value)
            head = reading.parse.tokens[t.head]
            if measure is not None and head.head == token.i and head.relation in BEFORE_NOUN:
                return timedelta(days=int(measure[1]) * DAYS[measure[2]] - 1)
    return None


def _shown(when: When) -> str:
    return when.start if when.start == when.end else f"{when.start}/{when.end}"


def _mention(reading: Reading, candidate: Candidate) -> tuple[TimeMention | None, str]:
    """The time expression of the act: its own, its clause's, or the clause's above it."""
    parse = reading.parse
    token = candidate.token
    sentence = parse.sentence_of(token.i)
    here = [
        t
        for t in reading.times
        if sentence.start <= t.start < sentence.end
        and t.type in {"DATE", "TIME"}
        and _is_point(t)
        and not _is_of_content(reading, candidate, t)
    ]
    if not here:
        return None, ""
    predicate = parse.clause_of(token.i)
    tops = [(token.i, BESIDE)]
    if token.upos != "VERB":
        tops += [(i, BESIDE) for i in _told_in(reading, token)]
    tops.append((predicate.i, CLAUSE))
    tops += [(i, ABOVE) for i in _above(reading, predicate)]
    for top, rule in tops:
        for t in here:
            if _hangs_on(reading, t, top, token.i):
                return t, rule
    return None, ""


def _told_in(reading: Reading, token: Token) -> list[int]:
    """The clauses that tell of a noun's act, or of what it is done to.

    "The protests that began on June 30"; "a crackdown on protests held 30 years ago".
    """
    parse = reading.parse
    objects = [k.i for k in parse.kids(token.i, "nmod") if k.case in {"on", "against", "of"}]
    return [clause.i for k in (token.i, *objects) for clause in parse.kids(k, "acl")]


def _above(reading: Reading, predicate: Token) -> list[int]:
    """The clauses above a predicate whose date holds for it too.

    The date of the clause above holds for what it governs, but not for what is only mentioned in a
    relative clause ("the leader, who was jailed, spoke on Sunday"), nor for what had been before:
    "said on Monday that it had arrested him" tells the day of the saying.
    """
    parse = reading.parse
    found: list[int] = []
    above = predicate
    while above.head >= 0:
        mentioned = above.relation == "acl" and above.tag != "VBG"
        if above.relation == "acl:relcl" or (mentioned and parse.tokens[above.head].upos != "VERB"):
            break
        if above.relation == "ccomp" and _is_before(reading, above):
            break
        above = parse.clause_of(above.head)
        found.append(above.i)
    return found


def _is_of_content(reading: Reading, candidate: Candidate, t: TimeMention) -> bool:
    """Whether a date is that of what is asked for: "urged them to march on Sunday"."""
    if candidate.type not in HOLDING:
        return False
    over = reading.parse.tokens[t.head]
    if over.head >= 0:
        # "called for a strike on Monday", "urged them to a march on Sunday"
        over = reading.parse.tokens[over.head]
        if over.case in {"for", "to"} and over.text.islower() and over.head == candidate.token.i:
            return True
    return any(
        clause.start < t.start and clause.mark in {"to", ""}
        for clause in reading.parse.kids(candidate.token.i, "xcomp", "advcl", "acl")
        if clause.relation == "xcomp" or clause.mark == "to"
    )


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
            # "The scuffles Friday followed days of protests": another act's day.
            other = parse.tokens[trigger].upos != "VERB" and trigger != top
            return not (other and token.i != trigger and token.relation in {"nsubj", "obj"})
        if token.head != trigger and token.relation in {"nmod:poss", "compound", "amod", "nummod"}:
            return False
        token = parse.tokens[token.head]
        if token.lower in AGO and token.head == top:
            return True
        if token.relation.split(":")[0] not in {"obl", "nmod", "obj", "appos", "conj", "nsubj"}:
            return False
        if token.i != trigger and reading.standing_at(token.i) is not None:
            return False
    return False


def _is_before(reading: Reading, token: Token) -> bool:
    """Whether a clause stands in the perfect or in the future, seen from the clause above it."""
    return any(t.lemma == "have" or t.tag == "MD" for t in reading.parse.kids(token.i, "aux"))


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
    if (
        token.upos != "VERB"
        and token.relation in {"nmod", "nmod:poss", "compound"}
        and reading.parse.tokens[token.head].lower not in MEASURES
    ):
        return False
    if token.tag == "NNS" and token.relation == "nsubj" and predicate.relation == "ccomp":
        # "said the protests were beginning to turn": what has long been going on.
        return False
    standing = reading.standing_at(token.i)
    if standing is not None and standing.status not in {"occurred", "ongoing", "denied"}:
        return False
    return not _is_fresh(reading, token) and _is_past(reading, token)


def _is_past(reading: Reading, token: Token) -> bool:
    """Whether an act is told in the story's past, not in the present perfect or the present."""
    parse = reading.parse
    predicate = parse.clause_of(token.i)
    for _ in range(DEEPEST):
        helpers = parse.kids(predicate.i, "aux", "aux:pass", "cop")
        finite = [t for t in helpers if t.tag in {"VBD", "VBZ", "VBP", "MD"}]
        if predicate.mark in ELSEWHEN:
            return False
        # A participle stands in the time of the verb above it.
        if finite or predicate.tag not in {"VBG", "VB"} or predicate.head < 0:
            break
        predicate = parse.clause_of(predicate.head)
    if finite:
        return finite[0].tag == "VBD"
    return predicate.tag in {"VBD", "VBN", "VBG"}


def _is_fresh(reading: Reading, token: Token) -> bool:
    """Present perfect ("has arrived") or present progressive ("is starting") in the lead.

    The act itself must stand so, not only be spoken of by a verb that does.
    """
    parse = reading.parse
    verb = token if token.upos == "VERB" else parse.tokens[token.head] if token.head >= 0 else token
    if token.upos != "VERB" and not (
        token.relation in {"obj", "nsubj:pass"}
        or (token.relation == "nsubj" and verb.lemma in GOING_ON)
    ):
        return False
    main = parse.clause_of(verb.i)
    if main.relation not in {"root", "conj", "parataxis"}:
        return False
    kids = parse.kids(verb.i, "aux", "aux:pass")
    if any(t.tag == "MD" for t in kids):
        return False
    has = any(t.lower in {"has", "have", "'s", "'ve"} and t.lemma == "have" for t in kids)
    progressive = verb.tag == "VBG" and any(t.lower in {"is", "are", "'s", "'re"} for t in kids)
    if has and verb.tag == "VBN":
        return (
            parse.sentence_of(token.i).index < LEAD
            and not any(
                t.relation == "advmod"
                and t.lower in {"long", "always", "often", "repeatedly", "never"}
                for t in parse.kids(verb.i)
            )
            and not _has_span(reading, verb.i)
        )
    return progressive


def _has_span(reading: Reading, i: int) -> bool:
    """Whether a duration or a "since" phrase makes a perfect tense a long-standing state."""
    return any(
        t.case in {"since", "over", "during"} or (t.case == "for" and t.label in {"DATE", "TIME"})
        for t in reading.parse.kids(i, "obl")
    )
