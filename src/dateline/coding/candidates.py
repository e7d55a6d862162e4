"""Which of the words that fit an entry are acts worth a record of their own.

Peers are blamed most for three false events to one right one. A match is dropped when it is the
content of another act (what is demanded, promised, refused), when nobody in it is a political
actor, when a back-reference tells nothing of its own, or when a neighbour says the same better.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.aims import aim
from dateline.coding.arguments import arguments
from dateline.coding.candidate import Candidate, entity_of, is_political, is_private
from dateline.coding.context import address, answer, look_through, refer_back, share_doer
from dateline.coding.doers import fill_from_act, fill_from_clause, fill_from_story
from dateline.coding.lexicon import Lexicon
from dateline.coding.matching import matches, readings_of_words
from dateline.coding.scorer import ABSORBED, Scorer
from dateline.coding.sides import Sides
from dateline.reading.arcs import Token
from dateline.reading.reading import Reading

# Acts that firms do among themselves every day.
BUSINESS = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "REJECT", "SANCTION"}
    | {"MOBILIZE", "RETREAT"}
)
# What stands under these acts is their content, not a happening of its own.
ABSORBING = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT", "CONCEDE"})
# Acts that may stand without a doer when their place or target is told.
BODILY = frozenset(
    {"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "RETREAT", "AID", "COOPERATE"}
)
# Acts of which a doer must be told (a passive excepted).
SPOKEN = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "COOPERATE"}
)
# Words whose infinitive did not happen.
UNDONE = frozenset(
    {"reluctant", "unwilling", "hesitant", "loath", "unable", "reluctance", "inability", "failure"}
    | {"unwillingness", "fail", "hesitate", "decline", "yet"}
)
SPEECH = frozenset({"say", "tell", "announce", "state", "declare", "report", "add", "note"})
# How far below another act a known act stands without being its content.
DEEP = 3
CHARGES = frozenset({"of", "with", "for"})
# Spans that make what is told by them history.
AGES = frozenset({"year", "decade", "century"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "acl", "nmod", "obl", "obj", "csubj"})


def candidates(
    reading: Reading,
    lexicon: Lexicon,
    scorer: Scorer | None = None,
    sides: Sides | None = None,
) -> list[Candidate]:
    """Every match with its participants; those not worth a record say why in `dropped`.

    With a scorer, it has the last word on which are kept, and may choose another reading of a word.
    With a model of sides, it has the last word on who takes part.
    """
    found = ruled(reading, lexicon)
    if scorer is not None:
        others = other_readings(reading, lexicon, found) if scorer.proposes else []
        found = scorer.choose(reading, lexicon, [*found, *others])
    if sides is not None:
        sides.choose(reading, found)
    merge(reading, found)
    address(reading, found)
    return found


def ruled(reading: Reading, lexicon: Lexicon) -> list[Candidate]:
    """Every match with its participants and what the rules say of it, before any are merged."""
    bundle = lexicon.classes.get("bundle", frozenset())
    found = [
        Candidate(m, arguments(reading, m.act, m.entry, bundle)) for m in matches(reading, lexicon)
    ]
    absorb(reading, found)
    share_doer(reading, found)
    fill_from_clause(reading, found)
    fill_from_act(reading, found)
    refer_back(reading, found)
    fill_from_act(reading, found)
    fill_from_story(found)
    aim(reading, found, found)
    look_through(reading, found)
    answer(found)
    for candidate in found:
        if not candidate.dropped:
            candidate.dropped = lacking(reading, candidate)
    return found


def other_readings(
    reading: Reading,
    lexicon: Lexicon,
    found: Sequence[Candidate],
) -> list[Candidate]:
    """What else the lexicon knows of the words, for the scorer to choose from."""
    bundle = lexicon.classes.get("bundle", frozenset())
    heads = (n.head for n in reading.names if n.entity >= 0)
    political = sorted(
        {
            reading.parse.tokens[k].sentence
            for k in heads
            if (name := reading.name_at(k)) is not None
            and name.entity >= 0
            and is_political(reading.entities[name.entity])
        }
    )
    others = [
        Candidate(m, arguments(reading, m.act, m.entry, bundle))
        for m in readings_of_words(reading, lexicon, [c.match for c in found], political)
    ]
    fill_from_clause(reading, others)
    aim(reading, others, found)
    return [c for c in others if not lacking(reading, c)]


def absorb(reading: Reading, found: Sequence[Candidate]) -> None:
    """Drop what is only the content of another act: demanded, promised, refused, threatened."""
    by_token = {c.token.i: c for c in found}
    for candidate in found:
        below = candidate.token
        relation = below.relation.split(":")[0]
        depth = 0
        for above in reading.parse.ancestors(candidate.token.i):
            depth += 1
            if depth >= DEEP and _is_presupposed(reading, candidate):
                # "stressed the chance that the talks between A and B offered": they are held.
                break
            if relation == "ccomp" and above.lemma in SPEECH and below is not candidate.token:
                # What somebody says there is said, not wished for.
                break
            holder = by_token.get(above.i)
            if (
                holder is not None
                and not holder.dropped
                and _holds_content(holder, candidate, below, relation)
            ):
                candidate.dropped = f"{ABSORBED}{holder.type} “{holder.token.text}”"
                if holder.type == "PROTEST" and not holder.arguments.targets:
                    # "marched to demand that he resign" is aimed at him.
                    own = {p.name.entity for p in holder.arguments.sources}
                    holder.arguments.targets = [
                        p for p in candidate.arguments.targets if p.name.entity not in own
                    ]
                break
            if below.mark in CHARGES and above.relation in {"obj", "nsubj:pass", "obl"}:
                # "accused him of rigging": the parser hangs the charge on the accused.
                relation = "advcl"
                continue
            below = above
            relation = above.relation.split(":")[0]
            if above.relation in {"root", "parataxis", "acl:relcl"}:
                break


def _holds_content(  # noqa: C901 - one paragraph a type of holder
    holder: Candidate, candidate: Candidate, below: Token, relation: str
) -> bool:
    """Whether `candidate`, hanging in the dependent `below` of `holder`, is content of it."""
    if relation == "conj" or relation not in COMPLEMENTS:
        return False
    verb = candidate.match.act.pos == "verb"
    if verb and relation == "advcl" and below.mark == "to" and below.i > holder.token.i:
        # "sent troops to quell the unrest": what an act is for has not been done by it.
        return True
    if holder.type in ABSORBING:
        if holder.token.lemma == "deny":
            # What is denied is a record of its own, with the status of a denial.
            return False
        if relation in {"xcomp", "ccomp"}:
            return holder.type != "CONCEDE" or relation == "xcomp"
        if relation in {"acl", "nmod", "obl", "obj"}:
            return below.i > holder.token.i and _is_wish(holder, below)
        return False
    if holder.type == "PROTEST":
        return relation == "acl" and below.mark == "to" and below.i > holder.token.i
    if holder.type == "ACCUSE":
        # "accused of shelling", "charged with murder": the charge, not a second record.
        if not verb and below is not candidate.token:
            return False
        return (relation in {"obl", "nmod"} and below.case in {"of", "with"}) or (
            relation in {"advcl", "xcomp", "acl"} and below.mark in CHARGES
        )
    if holder.type == candidate.type:
        return relation == "xcomp"
    return False


def _is_presupposed(reading: Reading, candidate: Candidate) -> bool:
    """Whether a noun speaks of an act that is known and has its own people."""
    if candidate.match.act.pos != "noun" or not candidate.arguments.sources:
        return False
    kids = reading.parse.kids(candidate.token.i, "det")
    return any(t.lower in {"the", "this", "these", "those"} for t in kids)


def _is_wish(holder: Candidate, below: Token) -> bool:
    """Nominal content: "called for talks", "promised aid", "rejected a ceasefire"."""
    if holder.match.act.pos == "noun":
        return below.relation == "acl" or below.case in {"for", "to", "of", "on", ""}
    return below.relation == "obj" or below.case in {"for", "to", "on", "of", "with"}


def lacking(reading: Reading, candidate: Candidate) -> str:  # noqa: C901 - reasons in order
    """Why a candidate tells too little for a record, or "" if it tells enough."""
    token = candidate.token
    if token.head >= 0 and token.mark == "to" and token.relation in {"xcomp", "acl", "advcl"}:
        above = reading.parse.tokens[token.head]
        if above.lemma in UNDONE:
            return f"“{above.text}” says that it was not done"
    if not candidate.match.entry.own:
        # Whoever writes an entry wants what it finds, whoever does it.
        return ""
    if _is_history(reading, token):
        return "history, told as years before"
    sources = [entity_of(reading, p) for p in candidate.arguments.sources]
    targets = [entity_of(reading, p) for p in candidate.arguments.targets]
    passive = candidate.match.act.passive
    if not any(is_political(e) for e in [*sources, *targets]):
        if candidate.type in BODILY and _has_place(reading, candidate.token):
            return ""
        if candidate.type == "CONSULT" and passive and _is_vouched_for(reading, candidate.token):
            return ""
        return "nobody in it is a political actor"
    if candidate.type in BUSINESS and all(is_private(e) for e in [*sources, *targets]):
        return "business between firms or private people"
    if candidate.type in SPOKEN and not sources:
        if not passive:
            return "nobody is named who says or does it"
        if candidate.token.relation.startswith("acl") or candidate.match.entry.type == "REJECT":
            return "a participle or denial without anybody who does it"
    return ""


def _is_history(reading: Reading, token: Token) -> bool:
    """“Restored ties five years after crowds burned its embassy”: the clause only counts years."""
    if token.relation != "advcl" or token.mark not in {"after", "since"}:
        return False
    marks = [t.i for t in reading.parse.kids(token.i, "mark")]
    return any(k > 0 and reading.parse.tokens[k - 1].lemma in AGES for k in marks)


def _is_vouched_for(reading: Reading, token: Token) -> bool:
    """Whether a political actor is given as the source for the act."""
    for voice in reading.voices:
        if voice.source_head < 0 or voice.about or voice.cue_head == token.i:
            continue
        if any(a <= token.start and token.end <= b for a, b in voice.content):
            name = reading.name_at(voice.source_head)
            if (
                name is not None
                and name.entity >= 0
                and is_political(reading.entities[name.entity])
            ):
                return True
    return False


def _has_place(reading: Reading, token: Token) -> bool:
    """Whether the act's own clause names a place where it happens."""
    clause = reading.parse.clause_of(token.i)
    sentence = reading.parse.sentence_of(token.i)
    return any(
        sentence.start <= p.start < sentence.end
        and p.kind == "place"
        and p.name is not None
        and reading.parse.is_below(p.head, clause.i)
        for p in reading.places
    )


def merge(reading: Reading, found: Sequence[Candidate]) -> None:
    """Of two candidates of one sentence that tell the same act, keep the fuller one."""
    kept = [c for c in found if not c.dropped]
    for n, first in enumerate(kept):
        for second in kept[n + 1 :]:
            if second.token.sentence != first.token.sentence:
                break
            if first.dropped or second.dropped or not _same_act(reading, first, second):
                continue
            keep, drop = (
                (first, second) if _fullness(first) >= _fullness(second) else (second, first)
            )
            drop.dropped = f"the same act as “{keep.token.text}”"
            _lend(keep, drop)


def _same_act(reading: Reading, first: Candidate, second: Candidate) -> bool:
    if first.type != second.type:
        return False
    parse = reading.parse
    a, b = first.token, second.token
    if (a.relation == "conj" and a.head == b.i) or (b.relation == "conj" and b.head == a.i):
        # "arrested and beat": coordinated acts of one type are told once only if they share both.
        if all(parse.kids(t.i, "obj") for t in (a, b)) and a.upos == b.upos == "VERB":
            return False
        return first.match.entry.cameo == second.match.entry.cameo and _agree(first, second)
    for outer, inner in ((first, second), (second, first)):
        if outer.match.act.pos == "verb" and inner.match.act.pos == "noun":
            slots = ("subject", "object")
            if any(inner.token.i in outer.match.act.slot(slot) for slot in slots):
                # "a strike killed 37", "organised the protests": one act in two words.
                return True
    near = parse.is_below(a.i, b.i) or parse.is_below(b.i, a.i)
    if not near:
        near = parse.clause_of(a.i).i == parse.clause_of(b.i).i
    return near and _agree(first, second)


def _agree(first: Candidate, second: Candidate) -> bool:
    """No side names other people than the other candidate's same side."""
    for a, b in (
        (first.arguments.sources, second.arguments.sources),
        (first.arguments.targets, second.arguments.targets),
    ):
        if a and b and not {p.name.entity for p in a} & {p.name.entity for p in b}:
            return False
    return True


def _fullness(candidate: Candidate) -> float:
    return (
        2.0 * bool(candidate.arguments.sources)
        + 2.0 * bool(candidate.arguments.targets)
        + (0.5 if candidate.match.act.pos == "verb" else 0.0)
        + 0.1 * len(candidate.match.entry.cameo)
    )


def _lend(keep: Candidate, drop: Candidate) -> None:
    """The kept candidate takes over a side that only the dropped one had."""
    if not keep.arguments.sources:
        keep.arguments.sources = [
            p
            for p in drop.arguments.sources
            if p.name.entity not in {q.name.entity for q in keep.arguments.targets}
        ]
    if not keep.arguments.targets:
        keep.arguments.targets = [
            p
            for p in drop.arguments.targets
            if p.name.entity not in {q.name.entity for q in keep.arguments.sources}
        ]
