"""The date of an act: clause first, then what the article has established."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from dateline.coding.candidate import Candidate
from dateline.coding.told import Told
from dateline.coding.when_hold import INQUIRIES, hangs_on, is_apart
from dateline.coding.when_scene import (
    CARRIED,
    FARTHEST,
    Dated,
    carries,
    gone_on,
    is_elsewhen,
    is_fresh,
    is_past,
    is_perfect,
    scene_of,
    sets_scene,
    told_days,
)
from dateline.coding.when_spans import lasting, measured, stretched
from dateline.event import Reason, When
from dateline.reading.arcs import Token
from dateline.reading.reading import Reading, TimeMention, Voice

__all__ = ["Dated", "date_of", "gone_on", "sets_scene", "told_of"]

# No report speaks of events before print by their day; such a year is a misread number.
EARLIEST = 1400
# How many words before "since" may tell that it compares: "the largest march in years since".
COMPARED = 10
# How many words a date may stand behind a noun phrase.
REACH = 4
# How many sentences before and after a speaker's words tell the day of what he says.
WORDS_NEARBY = 3
# Where a clause tells the story itself.
MAIN = frozenset({"root", "conj", "parataxis", "advcl", "xcomp"})
WEEK = timedelta(days=7)
# Words whose content is another act: a date behind that one's verb is its own.
HOLDING = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE", "CONCEDE", "SUPPORT"})
BESIDE, CLAUSE, ABOVE = "beside the act", "in the act's clause", "in the clause above"
AGAIN = "the day that the clause tells more of"
# Verbs of what only shows an act, or calls it to mind.
SHOWING = frozenset("show depict capture recall mark commemorate remember describe".split())
# What ties an act to the one that it was done upon, on the same day.
UPON = frozenset({"after", "when", "as", "while"})
# Verbs below which the day of a plan stands: "is scheduled to end on Friday".
PHASES = frozenset("start begin open end close conclude resume continue hold run".split())


def date_of(
    reading: Reading,
    candidate: Candidate,
    established: Dated | None,
    told: Told | None = None,
) -> tuple[When | None, Reason]:
    """The days of an act, and the reason."""
    token = candidate.token
    base = date.fromisoformat(established.when.start) if established is not None else None
    counted = measured(reading, token, base)
    if counted is not None:
        when, measure = counted
        return when, _reason(when, "counted from the act it is told with", measure)
    mention, rule = _mention(reading, candidate)
    if mention is None:
        length = lasting(reading, token)
        if length is not None:
            return length, _reason(length, "how long it has gone on, up to publication")
    again = (
        told.day_of(candidate)
        if told is not None and rule in {"", ABOVE} and not _is_another(reading, token)
        else None
    )
    if again is not None and not _is_over(reading, token, again):
        return again, _reason(again, "the day that the article gives for the same act")
    if mention is not None:
        return _own_day(reading, candidate, mention, rule)
    return _inherited(reading, candidate, established)


def _own_day(
    reading: Reading, candidate: Candidate, mention: TimeMention, rule: str
) -> tuple[When | None, Reason]:
    """The days that an act's own sentence gives."""
    when = _days(reading, candidate, mention, rule)
    if when is not None:
        return when, _reason(when, f"{rule}; {mention.why}", mention)
    why = f"{rule}, but it cannot be resolved without a date of publication"
    return None, _reason(None, why, mention)


def _days(reading: Reading, candidate: Candidate, mention: TimeMention, rule: str) -> When | None:
    when = stretched(reading, mention, candidate.token, point=rule == AGAIN)
    if when is not None and candidate.type == "ASSAULT":
        return _week_before(reading, mention, candidate.token, when)
    return when


def _inherited(
    reading: Reading, candidate: Candidate, established: Dated | None
) -> tuple[When | None, Reason]:
    """The days that an act has by what is told around it."""
    token = candidate.token
    below = _below(reading, candidate)
    if below is not None:
        when = stretched(reading, below, token)
        return when, _reason(when, f"in the clause below; {below.why}", below)
    scene = scene_of(reading, candidate, established)
    if (
        scene is not None
        and not _has_other_day(reading, token)
        and carries(reading, candidate, scene)
    ):
        return scene.when, _reason(scene.when, "told in the sentence before")
    spoken = _day_of_words(reading, candidate, scene)
    if spoken is not None:
        return spoken, _reason(spoken, "the day on which the speaker says more")
    published = reading.article.published
    if published is not None and is_fresh(reading, token):
        day = published.isoformat()
        return When(None, day, day, "publication"), Reason(
            "date", day, "present or perfect tense in fresh news: the day of publication"
        )
    return None, Reason("date", "null", "the text gives no date for it")


def _week_before(reading: Reading, mention: TimeMention, token: Token, when: When) -> When:
    """The weekday before publication, of an attack: nobody knows of one to come.

    "Will visit the scene of Sunday's shooting": the verb's tense tells nothing of it.
    """
    published = reading.article.published
    owner = reading.parse.tokens[mention.head]
    if published is None or owner.relation != "nmod:poss" or owner.head != token.i:
        return when
    day = date.fromisoformat(when.start)
    if not 0 < (day - published).days <= WEEK.days or when.precision != "day":
        return when
    before = (day - WEEK).isoformat()
    return When(when.text, before, before, "day")


def _reason(when: When | None, why: str, mention: TimeMention | None = None) -> Reason:
    shown = "null" if when is None else _shown(when)
    if mention is None:
        return Reason("date", shown, why, when.text if when is not None else None)
    return Reason("date", shown, why, mention.text, mention.start, mention.end)


def told_of(reading: Reading, candidates: Iterable[Candidate]) -> Told:
    """The days that stand beside the acts of an article, for where it speaks of them again."""
    dated = []
    for candidate in candidates:
        mention, rule = _mention(reading, candidate)
        if mention is not None and rule in {BESIDE, CLAUSE, AGAIN}:
            when = _days(reading, candidate, mention, rule)
            if when is not None:
                dated.append((candidate, when))
    persons = frozenset(e.index for e in reading.entities if e.kind == "PERSON")
    return Told(dated, persons)


def _has_other_day(reading: Reading, token: Token) -> bool:
    """Whether an act stands below a clause that has a date of its own, not the story's."""
    parse = reading.parse
    predicate = parse.clause_of(token.i)
    if predicate.relation not in {"ccomp", "advcl"}:
        return False
    over = parse.clause_of(predicate.head)
    return any(
        t.type in {"DATE", "TIME"} and t.begin is not None and hangs_on(reading, t, over.i, over.i)
        for t in reading.times
    )


def _day_of_words(reading: Reading, candidate: Candidate, established: Dated | None) -> When | None:
    """The day of words whose speaker says more, or does something, on a day told close by.

    "The minister urged calm. 'We must talk,' he said in an interview on Monday."
    """
    if candidate.type in CARRIED:
        return None
    doers = {p.name.entity for p in candidate.arguments.sources if p.name.entity >= 0}
    quoted = _day_of_quote(reading, candidate.token, doers, established)
    if quoted is not None:
        return quoted
    parse = reading.parse
    predicate = parse.clause_of(candidate.token.i)
    told = is_past(reading, candidate.token) and candidate.token.mark != "to"
    if predicate.relation not in MAIN or not doers or not told:
        return None
    here = candidate.token.sentence
    nearby = [here + side * n for n in range(1, WORDS_NEARBY + 1) for side in (-1, 1)]
    for k in nearby:
        if not 0 <= k < len(parse.sentences):
            continue
        if is_elsewhen(reading, candidate.token, None):
            break
        for t, verb in told_days(reading, k):
            subjects = (reading.name_at(s.i) for s in parse.kids(verb.i, "nsubj"))
            if any(name is not None and name.entity in doers for name in subjects):
                return stretched(reading, t, verb)
    return None


def _day_of_quote(
    reading: Reading, token: Token, doers: set[int], established: Dated | None
) -> When | None:
    """The day of the saying that gives the words an act is done by, as a quotation."""
    for voice in reading.voices:
        inside = any(start <= token.start < end for start, end in voice.content)
        if not inside or voice.about or voice.kind == "indirect" or voice.cue_head < 0:
            continue
        if _speaker(reading, voice) not in doers:
            continue
        for t in reading.times:
            if t.precision == "day" and hangs_on(reading, t, voice.cue_head, voice.cue_head):
                return stretched(reading, t, reading.parse.tokens[voice.cue_head])
        # "We condemn this": said by who has just done something, in the same telling.
        cue = reading.parse.tokens[voice.cue_head]
        if (
            established is not None
            and not established.doers.isdisjoint(doers)
            and 0 <= cue.sentence - established.sentence <= FARTHEST
            and token.tag in {"VBP", "VBZ"}
            and is_past(reading, cue)
        ):
            return established.when
    return None


def _speaker(reading: Reading, voice: Voice) -> int | None:
    """The entity that speaks, None if nobody is known to."""
    name = reading.name_at(voice.source_head) if voice.source_head >= 0 else None
    return name.entity if name is not None and name.entity >= 0 else None


def _is_over(reading: Reading, token: Token, when: When) -> bool:
    """Whether a day lies on the wrong side of publication for an act: gone by for a plan."""
    published = reading.article.published
    standing = reading.standing_at(token.i)
    if published is None:
        return False
    if standing is not None and standing.status == "planned":
        return when.end < published.isoformat()
    # Nor has been done what was told for a day to come.
    return token.upos == "VERB" and when.start > published.isoformat()


def _is_another(reading: Reading, token: Token) -> bool:
    """Whether an act is not one that the article has told: it is to come, or comes again.

    "A rally each year"; an inquiry, which lasts, has no one day.
    """
    standing = reading.standing_at(token.i)
    feared = standing is not None and standing.status == "hypothetical" and token.upos == "VERB"
    if token.lemma in INQUIRIES or feared:
        return True
    top = reading.parse.clause_of(token.i).i
    sentence = reading.parse.sentence_of(token.i)
    return any(
        t.type == "SET"
        and sentence.start <= t.start < sentence.end
        and reading.parse.clause_of(t.head).i == top
        for t in reading.times
    )


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
        and _is_point(reading, t)
        and not _is_of_content(reading, candidate, t)
    ]
    if not here:
        return None, ""
    predicate = parse.clause_of(token.i)
    own = _told_again(reading, predicate, here)
    if own is not None and not is_apart(reading, token):
        return own, AGAIN
    tops = [(token.i, BESIDE)]
    if token.upos != "VERB":
        tops += [(i, BESIDE) for i in _told_in(reading, token)]
        after = _behind(reading, token, here)
        if after is not None:
            return after, BESIDE
    if not is_apart(reading, token):
        tops.append((predicate.i, CLAUSE))
        tops += [(i, CLAUSE) for i in _phases(reading, candidate, predicate)]
        tops += [(i, ABOVE) for i in _above(reading, candidate, predicate)]
    for top, rule in tops:
        for t in here:
            if hangs_on(reading, t, top, token.i) and _fits(reading, t, token, top, rule):
                return t, rule
    return None, ""


def _fits(reading: Reading, t: TimeMention, token: Token, top: int, rule: str) -> bool:
    """Whether an act told in its tense can be of that time."""
    if _clashes(reading, t, top):
        return False
    if t.value.startswith("PRESENT"):
        # "Now" is only of the verb that it stands with.
        return token.upos == "VERB" and rule == BESIDE
    now = _is_of_now(reading, reading.parse.clause_of(token.i))
    return not (rule == ABOVE and now and _is_gone(reading, t))


def _below(reading: Reading, candidate: Candidate) -> TimeMention | None:
    """The day of what an act was done upon: "was killed after men stormed the camp Tuesday"."""
    parse = reading.parse
    token = candidate.token
    if token.upos != "VERB" or not is_past(reading, token) or is_perfect(reading, token):
        return None
    for clause in parse.kids(token.i, "advcl"):
        if clause.mark not in UPON or not clause.i > token.i or clause.tag != "VBD":
            continue
        mark = next((k for k in parse.kids(clause.i, "mark", "advmod") if k.lower in UPON), None)
        if mark is None or parse.tokens[mark.i - 1].upos in {"NOUN", "ADV"}:
            # Told as "the day after" they had met: not the same day.
            continue
        for t in reading.times:
            if t.precision == "day" and hangs_on(reading, t, clause.i, clause.i):
                return t
    return None


def _told_again(reading: Reading, predicate: Token, here: list[TimeMention]) -> TimeMention | None:
    """The day that a clause tells more of: "since Sunday, when police fired tear gas"."""
    parse = reading.parse
    if predicate.relation == "xcomp":
        # In "since Sunday, when police tried to stop it" the clause is that of "tried".
        predicate = parse.clause_of(predicate.head)
    if predicate.relation not in {"acl:relcl", "acl", "advcl"}:
        return None
    first = next((k for k in parse.kids(predicate.i) if k.lower == "when"), None)
    if first is None:
        return None
    for t in here:
        gap = parse.text[t.end : first.start]
        if t.end <= first.start and gap.strip() in {"", ","}:
            return t
    return None


def _phases(reading: Reading, candidate: Candidate, predicate: Token) -> list[int]:
    """The verbs below a predicate that tell when its act takes place.

    "The talks are to open Friday", "declined to speak on Monday".
    """
    parse = reading.parse
    token = candidate.token
    if token.i == predicate.i and candidate.type in {"REJECT", "AGREE", "CONCEDE"}:
        return [k.i for k in parse.kids(token.i, "xcomp")]
    if token.head != predicate.i or token.relation.split(":")[0] != "nsubj":
        return []
    return [k.i for k in parse.kids(predicate.i, "xcomp") if _is_phase(reading, k)]


def _is_phase(reading: Reading, verb: Token) -> bool:
    """Whether a verb tells only that something begins, goes on or takes place."""
    place = any(k.lower == "place" for k in reading.parse.kids(verb.i, "obj"))
    return verb.lemma in PHASES or (verb.lemma == "take" and place)


def _behind(reading: Reading, token: Token, here: list[TimeMention]) -> TimeMention | None:
    """The date right behind a noun that its clause does not share."""
    after = next((t for t in here if _is_behind(reading, token, t)), None)
    if after is None or is_apart(reading, token):
        return after
    return after if _clashes(reading, after, reading.parse.clause_of(after.head).i) else None


def _is_behind(reading: Reading, token: Token, t: TimeMention) -> bool:
    """Whether a date stands right behind a noun's phrase.

    "Has apologised for the invasion of Iraq in 2003": nobody has done so in 2003.
    """
    parse = reading.parse
    below = parse.subtree(token.i)
    if t.head in below:
        return False
    last = max(i for i in below if parse.tokens[i].start < t.start or i == token.i)
    between = [x for x in parse.tokens[last + 1 :] if x.start < t.start][:REACH]
    return (
        last >= token.i
        and t.start > token.start
        and all(x.upos in {"ADP", "PUNCT"} for x in between)
    )


def _clashes(reading: Reading, t: TimeMention, top: int) -> bool:
    """Whether a verb in the present perfect excludes a time gone by."""
    parse = reading.parse
    if t.precision not in {"day", "month", "year"} or parse.tokens[t.head].case == "since":
        return False
    return _is_gone(reading, t) and is_perfect(reading, parse.tokens[top])


def _is_gone(reading: Reading, t: TimeMention) -> bool:
    """Whether a time lies before the day of publication."""
    published = reading.article.published
    return published is not None and t.finish is not None and t.finish < published


def _is_of_now(reading: Reading, predicate: Token) -> bool:
    """Whether a clause tells what is under way: "as the army is closing in"."""
    helpers = reading.parse.kids(predicate.i, "aux", "aux:pass")
    return predicate.tag == "VBG" and any(t.tag in {"VBZ", "VBP"} for t in helpers)


def _told_in(reading: Reading, token: Token) -> list[int]:
    """The clauses that tell of a noun's act, or of what it is done to.

    "The protests that began on June 30"; "a crackdown on protests held 30 years ago".
    """
    parse = reading.parse
    objects = [k.i for k in parse.kids(token.i, "nmod") if k.case in {"on", "against", "of"}]
    clauses = [clause.i for k in (token.i, *objects) for clause in parse.kids(k, "acl")]
    below = [k.i for i in clauses for k in parse.kids(i, "xcomp") if _is_phase(reading, k)]
    return [*clauses, *below]


def _above(reading: Reading, candidate: Candidate, predicate: Token) -> list[int]:
    """The clauses above a predicate whose date holds for it too.

    The date of the clause above holds for what it governs, but not for what is only mentioned in a
    relative clause ("the leader, who was jailed, spoke on Sunday"), nor for what had been before:
    "said on Monday that it had arrested him" tells the day of the saying. So does "said on Monday
    that troops shelled the town".
    """
    parse = reading.parse
    found: list[int] = []
    above = predicate
    while above.head >= 0:
        over = parse.tokens[above.head]
        mentioned = above.relation == "acl" and (above.tag != "VBG" or above.lemma in SHOWING)
        # "Queued in what the opposition calls a protest": no aside, but the thing itself.
        aside = above.relation == "acl:relcl" and over.lower != "what"
        if aside or (mentioned and over.upos != "VERB"):
            break
        if above.relation in {"ccomp", "advcl"} and _is_before(reading, above):
            break
        if above.mark == "since" or (above.mark == "for" and above.tag == "VBG"):
            # "Was jailed on Monday for attacking the guards"
            break
        if above.relation == "conj" and any(k.tag == "WP" for k in parse.kids(above.i, "nsubj")):
            # "whose son was killed in May and who pleaded with them"
            break
        if above.relation == "ccomp" and _is_reported(reading, candidate, above):
            break
        above = parse.clause_of(above.head)
        found.append(above.i)
    return found


def _is_reported(reading: Reading, candidate: Candidate, content: Token) -> bool:
    """Whether an act is only told of by the clause above, on a day of its own.

    What is under way ("said that it was sending troops") and what the speaker does by his words
    ("said that he opposed it") happens as he says it.
    """
    token = candidate.token
    verb = reading.parse.clause_of(content.head)
    if verb.relation == "acl:relcl":
        # "In what officials say was an attack": the clause above tells it.
        return False
    for voice in reading.voices:
        inside = any(start <= token.start < end for start, end in voice.content)
        if voice.cue_head != verb.i or voice.about or not inside:
            continue
        if candidate.type in CARRIED:
            return not (token.i == content.i and token.tag == "VBG")
        speaker = _speaker(reading, voice)
        doers = {p.name.entity for p in candidate.arguments.sources}
        return bool(doers) and speaker is not None and speaker not in doers
    return False


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
    if candidate.type in {"AGREE", "CONCEDE"} and t.precision != "day" and _is_gone(reading, t):
        # "Agreed to give up its weapons in 2003": what is promised lies ahead.
        return False
    return any(
        clause.start < t.start and clause.mark in {"to", ""} and clause.upos == "VERB"
        for clause in reading.parse.kids(candidate.token.i, "xcomp", "advcl", "acl")
        if clause.relation == "xcomp" or clause.mark == "to"
    )


def _is_point(reading: Reading, t: TimeMention) -> bool:
    """Whether an expression dates an act: "now", "until now" and "the future" do not."""
    if t.begin is not None and t.begin.year < EARLIEST:
        return False
    if _is_compared(reading, t):
        return False
    if t.value.startswith("PRESENT") and reading.parse.tokens[t.head].case in {"until", "till"}:
        return False
    return not t.value.endswith("_REF") or t.value.startswith("PRESENT")


def _is_compared(reading: Reading, t: TimeMention) -> bool:
    """Whether a time only tells how far back a thing has no like: "the largest since 2010"."""
    parse = reading.parse
    head = parse.tokens[t.head]
    if head.case != "since":
        return False
    sentence = parse.sentence_of(head.i)
    before = parse.tokens[sentence.first : head.i]
    return any(k.tag in {"JJS", "RBS"} or k.lower == "first" for k in before[-COMPARED:])


def _is_before(reading: Reading, token: Token) -> bool:
    """Whether a clause stands in the perfect or in the future, seen from the clause above it."""
    helpers = reading.parse.kids(token.i, "aux")
    if token.relation == "advcl":
        return any(t.lower in {"had", "has", "have"} for t in helpers)
    return any(t.lemma == "have" or t.tag == "MD" for t in helpers)
