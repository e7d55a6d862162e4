"""The day that the story stands at, and whether an act goes on from it or is today's news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.coding.candidate import Candidate
from dateline.coding.when_hold import MEASURES, hangs_on, is_apart
from dateline.coding.when_spans import counting, stretched
from dateline.event import When
from dateline.reading.arcs import Token
from dateline.reading.reading import Reading, TimeMention

# How many sentences of a report, headline included, tell the news itself in the perfect tense.
LEAD = 3
# How many sentences a date holds for the acts told after it.
FARTHEST = 5
# And how many for what is told in a main clause.
FARTHEST_MAIN = 10
# And how many for what the same doer goes on to do.
FARTHEST_SAME = 12
# How many helping clauses a participle may stand under.
DEEPEST = 3
# Acts of a day in the world, which go on being told in the sentences after the one that dates them.
CARRIED = frozenset(
    {"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "CONSULT", "AID", "CONCEDE"}
)
LONGEST_SCENE = 7
# How many days before the story an act is its background.
BACKGROUND = 3
# How many sentences back the day of a main verb is looked for.
NEARBY = 2
MAIN = frozenset({"root", "conj", "parataxis"})
GOING_ON = frozenset({"start", "begin", "continue", "take", "resume", "end", "go"})
BEGINNING = frozenset({"begin", "start", "resume"})
ELSEWHEN = frozenset("after before since until when if unless whether".split())
# Where a noun stands that tells an act, and does not only mention it.
TELLING = frozenset({"root", "nsubj", "obj", "conj", "dep", "parataxis"})
# Verbs of what has not changed since an earlier day.
STATES = frozenset({"remain", "stay", "keep", "hold"})
# Adverbs of another time than the one told of just before.
LATELY = frozenset("recently previously formerly once already originally lately".split())
# Adverbs that make of the perfect tense what has long been so.
LONG_SINCE = frozenset("long always often repeatedly never consistently".split())


@dataclass(slots=True)
class Dated:
    """A date with the sentence and paragraph that gave it, for the acts that follow."""

    when: When
    sentence: int
    paragraph: int
    doers: frozenset[int]


def gone_on(before: Dated | None, now: Dated) -> Dated:
    """The scene that an act sets; on the same day those who did something before it stay in it.

    What lies days before the story, told in a paragraph of its own, does not change it.
    """
    if before is None or before.when.start != now.when.start:
        return now if before is None or not _is_background(before, now) else before
    return Dated(now.when, now.sentence, now.paragraph, now.doers | before.doers)


def _is_background(before: Dated, now: Dated) -> bool:
    back = date.fromisoformat(before.when.start) - date.fromisoformat(now.when.end)
    return back.days > BACKGROUND and before.paragraph != now.paragraph


def sets_scene(reading: Reading, candidate: Candidate, when: When) -> bool:
    """Whether the acts told next go on from an act's day: not from an aside's, nor from a year."""
    if when.precision not in {"day", "week", "range"}:
        return False
    if (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days > LONGEST_SCENE:
        return False
    parse = reading.parse
    token = candidate.token
    if counting(reading, token) is not None:
        # "A week after the truce was signed" the story is a week on.
        return False
    predicate = parse.clause_of(token.i)
    if predicate.relation in {"acl", "acl:relcl"}:
        return False
    standing = reading.standing_at(token.i)
    if standing is not None and standing.status == "planned":
        return False
    return token.upos == "VERB" or (
        token.relation.split(":")[0] in TELLING and not parse.kids(token.i, "acl")
    )


def scene_of(reading: Reading, candidate: Candidate, established: Dated | None) -> Dated | None:
    """The day that the story stands at: of the last act, or of a later sentence's main verb."""
    if candidate.type not in CARRIED:
        return established
    parse = reading.parse
    now = candidate.token.sentence
    first = max(now - NEARBY, 0 if established is None else established.sentence + 1)
    cues = {voice.cue_head for voice in reading.voices if not voice.about}
    for k in range(now - 1, first - 1, -1):
        for t, verb in told_days(reading, k):
            if verb.i in cues:
                # What is told next need not have happened when somebody spoke of it.
                continue
            when = stretched(reading, t, verb)
            if when is not None:
                found = Dated(when, k, parse.sentences[k].paragraph, frozenset())
                aside = established is not None and _is_background(established, found)
                if aside and found.paragraph != parse.sentences[now].paragraph:
                    continue
                return found
    return established


def told_days(reading: Reading, k: int) -> list[tuple[TimeMention, Token]]:
    """The days up to publication that sentence `k` tells for its main verb, with that verb."""
    parse = reading.parse
    published = reading.article.published
    sentence = parse.sentences[k]
    found = []
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
            and hangs_on(reading, t, verb.i, verb.i)
            and is_past(reading, verb)
        ):
            found.append((t, verb))
    return found


def carries(reading: Reading, candidate: Candidate, established: Dated) -> bool:
    """Whether an act goes on from the sentence before: told in the past, in a clause of its own.

    Words carry a date only from an act of the same doer.
    """
    token = candidate.token
    sentence = reading.parse.sentence_of(token.i)
    gap = sentence.index - established.sentence
    same = not established.doers.isdisjoint(p.name.entity for p in candidate.arguments.sources)
    main = token.tag in {"VBD", "VBN"} and token.relation in MAIN
    far = FARTHEST_SAME if same and token.upos == "VERB" else FARTHEST_MAIN if main else FARTHEST
    predicate = reading.parse.clause_of(token.i)
    beside = predicate.relation == "advcl" and (
        predicate.mark in {"as", "while"} or (predicate.tag == "VBG" and not predicate.mark)
    )
    beside = beside and gap <= NEARBY and established.when.precision == "day"
    if gap > far or not (same or beside or candidate.type in CARRIED):
        return False
    if predicate.relation in {"acl:relcl", "acl"} and not _is_aside(reading, predicate):
        return False
    quoted = candidate.type in CARRIED and _is_quoted(reading, token)
    if quoted or is_apart(reading, token) or _is_purpose(reading, token):
        return False
    if is_elsewhen(reading, token, established):
        return False
    if (
        token.upos != "VERB"
        and token.relation in {"nmod", "nmod:poss", "compound"}
        and reading.parse.tokens[token.head].lower not in MEASURES
    ):
        return False
    indirect = predicate.relation == "ccomp" and predicate.head < token.i
    if token.upos != "VERB" and token.relation == "nsubj" and indirect:
        # "said the protests were beginning to turn": what has long been going on.
        return False
    if token.lemma in STATES or predicate.lemma in STATES:
        return False
    standing = reading.standing_at(token.i)
    if standing is not None and standing.status not in {"occurred", "ongoing", "denied"}:
        return False
    return not is_fresh(reading, token) and is_past(reading, token)


def _is_quoted(reading: Reading, token: Token) -> bool:
    """Whether an act is told in somebody's own words, which go back to any time."""
    return any(
        voice.kind == "direct" and any(start <= token.start < end for start, end in voice.content)
        for voice in reading.voices
    )


def _is_purpose(reading: Reading, token: Token) -> bool:
    """Whether an act is what was to come of another: "took the money to arm the rebels"."""
    if token.mark != "to" or token.head < 0:
        return False
    over = reading.parse.clause_of(token.head)
    return token.relation != "xcomp" or over.relation not in MAIN


def is_elsewhen(reading: Reading, token: Token, established: Dated | None) -> bool:
    """Whether other times are told since, or before an act in its sentence: then it may be theirs.

    "In April 2007 he gave a speech in Chicago. He accused the president there."
    """
    parse = reading.parse
    verb = parse.clause_of(token.i)
    if any(k.lower in LATELY for k in parse.kids(verb.i, "advmod")):
        return True
    here = token.sentence
    since = established.sentence if established is not None else here - 1
    for t in reading.times:
        sentence = parse.tokens[t.head].sentence
        if not since < sentence <= here or t.begin is None or t.type != "DATE":
            continue
        if established is not None and _covers(t, established.when):
            continue
        far = parse.sentences[sentence].paragraph != parse.sentences[here].paragraph
        if established is not None and far and t.begin.isoformat() < established.when.start:
            # Background, told and done with in a paragraph of its own.
            continue
        main = parse.clause_of(t.head)
        if main.relation in {"acl", "acl:relcl"}:
            continue
        told = sentence < here and main.relation == "root" and hangs_on(reading, t, main.i, main.i)
        if told and is_past(reading, main):
            return True
        if sentence == here and t.end <= token.start and t.precision in {"day", "month"}:
            return _is_gone(reading, t)
    return False


def _covers(t: TimeMention, when: When) -> bool:
    """Whether a time shares a day with another one."""
    if t.begin is None:
        return False
    finish = t.finish or t.begin
    return t.begin.isoformat() <= when.end and when.start <= finish.isoformat()


def _is_gone(reading: Reading, t: TimeMention) -> bool:
    published = reading.article.published
    return published is not None and t.finish is not None and t.finish < published


def _is_aside(reading: Reading, predicate: Token) -> bool:
    """Whether a clause tells how the subject does it: "The minister, speaking in Rome, said"."""
    over = reading.parse.tokens[predicate.head]
    return (
        predicate.relation == "acl"
        and predicate.tag == "VBG"
        and over.relation == "nsubj"
        and reading.parse.clause_of(over.i).relation == "root"
    )


def is_past(reading: Reading, token: Token) -> bool:
    """Whether an act is told in the story's past, not in the present perfect or the present."""
    parse = reading.parse
    predicate = parse.clause_of(token.i)
    for _ in range(DEEPEST):
        helpers = parse.kids(predicate.i, "aux", "aux:pass", "cop")
        finite = [t for t in helpers if t.tag in {"VBD", "VBZ", "VBP", "MD"}]
        if predicate.mark in ELSEWHEN:
            return False
        # A participle stands in the time of the verb above it.
        shared = predicate.tag == "VBN" and predicate.relation == "conj" and not helpers
        if finite or predicate.head < 0 or not (shared or predicate.tag in {"VBG", "VB"}):
            break
        predicate = parse.clause_of(predicate.head)
    if finite:
        before = finite[0].lemma == "have" and predicate.relation == "ccomp"
        # "Said on Monday that it had arrested him": on a day before.
        return finite[0].tag == "VBD" and not before
    return predicate.tag in {"VBD", "VBN", "VBG"}


def is_fresh(reading: Reading, token: Token) -> bool:
    """Present perfect ("has arrived") or present progressive ("is starting") in the lead.

    The act itself must stand so, not only be spoken of by a verb that does.
    """
    parse = reading.parse
    verb = token if token.upos == "VERB" else parse.tokens[token.head] if token.head >= 0 else token
    # What "is starting" does so today, wherever it is told.
    if parse.sentence_of(token.i).index >= LEAD and verb.lemma not in BEGINNING:
        return False
    if token.upos != "VERB" and not (
        token.relation in {"obj", "nsubj:pass"}
        or (token.relation == "nsubj" and verb.lemma in GOING_ON)
    ):
        return False
    begun = parse.tokens[verb.head] if verb.relation == "xcomp" else verb
    if begun.lemma in BEGINNING:
        # "Has begun sending troops"
        verb = begun
    main = parse.clause_of(verb.i)
    # "Troops are closing in, the mayor said": the saying only comes after.
    trailing = main.relation == "ccomp" and main.head > main.i
    if main.relation not in {"root", "conj", "parataxis"} and not trailing:
        return False
    kids = parse.kids(verb.i, "aux", "aux:pass")
    if any(t.tag == "MD" for t in kids):
        return False
    if is_perfect(reading, verb):
        return (
            parse.sentence_of(token.i).index < LEAD
            and not any(
                t.relation == "advmod" and t.lower in LONG_SINCE for t in parse.kids(verb.i)
            )
            and not _has_span(reading, verb.i)
        )
    present = any(t.lower in {"is", "are", "'s", "'re"} for t in kids)
    return present and (verb.tag == "VBG" or any(t.lower == "being" for t in kids))


def is_perfect(reading: Reading, verb: Token) -> bool:
    """Whether a verb stands in the present perfect, which no day of the past goes with."""
    return verb.tag == "VBN" and any(
        t.lower in {"has", "have", "'s", "'ve"} and t.lemma == "have"
        for t in reading.parse.kids(verb.i, "aux", "aux:pass")
    )


def _has_span(reading: Reading, i: int) -> bool:
    """Whether a duration or a "since" phrase makes a perfect tense a long-standing state."""
    return any(
        t.case in {"since", "over", "during"} or (t.case == "for" and t.label in {"DATE", "TIME"})
        for t in reading.parse.kids(i, "obl")
    )
