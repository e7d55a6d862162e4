"""Figures, voices, standing, demand and contexts of an act."""

from __future__ import annotations

from dateline.coding.arguments import TOLD
from dateline.coding.candidate import Candidate
from dateline.coding.lasting import lasting
from dateline.event import Actor, Claim, Figure, Reason, Status, What
from dateline.knowledge.ontology import Ontology
from dateline.reading.actors import actor_of
from dateline.reading.arcs import Parse, Token
from dateline.reading.reading import FigureMention, Reading, Voice

SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
DEATH_MODES = frozenset({"assassinate", "massacre", "execute", "suicide-attack"})
DEADLY = frozenset(
    "kill murder slay execute assassinate massacre slaughter die death killing murder execution "
    "massacre behead lynch bomb shoot gun fatality casualty toll dead".split()
)
HURTING = frozenset("injure wound hurt injury wounding maim".split())
CLASHING = frozenset({"clash", "fight", "battle", "scuffle", "skirmish"})
# Kinds of number that belong to an act of a type wherever they stand in its clause.
FITTING: dict[str, frozenset[str]] = {
    "ASSAULT": frozenset({"deaths", "injuries"}),
    "COERCE": frozenset({"arrests", "displaced"}),
    "MOBILIZE": frozenset({"troops"}),
    "AID": frozenset({"money", "troops"}),
    "AGREE": frozenset({"money", "troops"}),
    "SANCTION": frozenset({"money", "arrests"}),
    "RETREAT": frozenset({"troops"}),
    "REQUEST": frozenset({"money"}),
}
HARM = frozenset({"deaths", "injuries"})
RESULTING = frozenset("leave kill injure wound hurt cause claim result".split())
FEW = 10
DEMANDING = frozenset(
    "demand call urge press protest seek ask appeal push insist oppose reject denounce condemn "
    "support show mark commemorate voice express".split()
)


def figures_of(reading: Reading, candidate: Candidate) -> tuple[tuple[Figure, ...], list[Reason]]:
    """The numbers that count somebody in the act, with what they count there."""
    found: list[Figure] = []
    reasons: list[Reason] = []
    sentence = reading.parse.sentence_of(candidate.token.i)
    for mention in reading.figures:
        if not sentence.start <= mention.start < sentence.end:
            continue
        what, rule = _counts(reading, candidate, mention)
        if what is None:
            continue
        found.append(
            Figure(
                what,
                mention.text,
                mention.start,
                mention.end,
                mention.low,
                mention.high,
                mention.approximate,
                mention.unit,
            )
        )
        reasons.append(
            Reason(
                "figures", what, f"{rule}; {mention.why}", mention.text, mention.start, mention.end
            )
        )
    return tuple(found), reasons


def _counts(
    reading: Reading, candidate: Candidate, mention: FigureMention
) -> tuple[What | None, str]:
    """What a figure counts in the act, or None if it counts something else."""
    parse, act = reading.parse, candidate.match.act
    # "hundreds of protesters": those who act may be known by either word.
    heads = _chain(parse, mention.head)
    sources = {p.token for p in candidate.arguments.sources}
    sources |= {p.name.head for p in candidate.arguments.sources}
    targets = {p.token for p in candidate.arguments.targets}
    targets |= {p.name.head for p in candidate.arguments.targets}
    target_slots = {"object", "of", "poss", "subject"} if act.pos == "noun" else {"object"}
    busy = _busy_with(parse, mention.head, act.token.i)
    if candidate.type == "PROTEST":
        if heads & (sources | set(act.slot("subject")) | set(act.slot("of"))) and (
            mention.what in {"participants", "other", "troops"}
        ):
            return "participants", "counts those who protest"
        if mention.what == "participants" and not busy and _in_reach(parse, mention, act.token):
            return "participants", "a number of people in the act's clause"
        if mention.what in HARM and _results(parse, mention, act.token):
            return mention.what, "what the act left behind"
        return None, ""
    if mention.what in FITTING.get(candidate.type, ()) and (
        _in_reach(parse, mention, act.token) or _results(parse, mention, act.token)
    ):
        return mention.what, "a number of that kind in the act's clause"
    if heads & sources and mention.what in {"participants", "troops", "other"}:
        if mention.low is not None and mention.low < FEW and _is_definite(parse, mention.head):
            # "the two leaders" names them, it does not count a crowd.
            return None, ""
        if candidate.type in {"MOBILIZE", "AID"}:
            return "troops", "counts those who move"
        return "participants", "counts those who act"
    if heads & targets or any(heads & set(act.slot(slot)) for slot in target_slots):
        return _what_of_target(candidate, mention)
    return None, ""


def _what_of_target(candidate: Candidate, mention: FigureMention) -> tuple[What | None, str]:
    entry, lemma = candidate.match.entry, candidate.token.lemma
    if mention.what == "money":
        return "money", "an amount"
    if candidate.type == "COERCE":
        what: What = "arrests" if entry.mode == "arrest" else "other"
        return what, "counts those whom the act is done to"
    if candidate.type == "ASSAULT":
        if lemma in HURTING:
            return "injuries", "counts those hurt"
        if lemma in DEADLY or entry.mode in DEATH_MODES:
            return "deaths", "counts those killed"
        if entry.frame.mutual or lemma in CLASHING:
            return "participants", "counts those who fight"
        return "other", "counts those attacked"
    if candidate.type == "MOBILIZE":
        return "troops", "counts those deployed"
    if candidate.type in {"RETREAT", "SANCTION", "AID"}:
        return "other" if mention.what == "participants" else mention.what, "counts the targets"
    return None, ""


def _chain(parse: Parse, head: int) -> set[int]:
    """The counted noun, and the words that it is the "of" of: "hundreds of supporters"."""
    chain = {head}
    token = parse.tokens[head]
    while token.relation == "nmod" and token.case == "of" and token.head >= 0:
        token = parse.tokens[token.head]
        chain.add(token.i)
    if token.relation == "conj" and token.head >= 0:
        chain.add(token.head)
    # "hundreds of supporters and residents clashing with …"
    chain.update(k.i for i in tuple(chain) for k in parse.kids(i, "conj") if k.upos != "VERB")
    return chain


def _busy_with(parse: Parse, head: int, act: int) -> bool:
    """Whether those who are counted do something else: "with hundreds clashing with the police"."""
    return any(
        verb.upos == "VERB" and not parse.is_below(act, verb.i)
        for i in _chain(parse, head)
        for verb in parse.kids(i, "acl")
    )


def _is_definite(parse: Parse, head: int) -> bool:
    return any(
        t.lower in {"the", "these", "those", "both"} or t.relation == "nmod:poss"
        for t in parse.kids(head, "det", "nmod:poss")
    )


def _in_reach(parse: Parse, mention: FigureMention, act: Token) -> bool:
    """Whether a number stands in the act's clause, or in one that shares its object with it."""
    counted, own = parse.clause_of(mention.head), parse.clause_of(act.i)
    if counted.i == own.i:
        return True
    # "detained or beat dozens of people": the object of the last verb is that of the first.
    return (
        counted.relation == "conj"
        and counted.head == own.i == act.i
        and parse.kid(act.i, "obj", "nsubj:pass") is None
    )


def _results(parse: Parse, mention: FigureMention, act: Token) -> bool:
    """“… a day of protests, leaving 100 injured”: what came of the act, in a clause below it."""
    if mention.what not in HARM:
        return False
    own = parse.clause_of(act.i)
    for verb in parse.ancestors(mention.head):
        if verb.upos == "VERB" and verb.head == own.i:
            return (
                verb.relation in {"advcl", "conj", "parataxis", "acl"}
                and verb.lemma in RESULTING
                and (verb.tag == "VBG" or verb.relation in {"conj", "acl"})
            )
    return False


def claims_of(reading: Reading, candidate: Candidate) -> tuple[tuple[Claim, ...], list[Reason]]:
    """Whose word the record rests on, outermost first; empty if it is the outlet's own."""
    token = candidate.token
    if candidate.match.act.pos == "noun" and any(
        p.slot == TOLD for p in candidate.arguments.sources
    ):
        # The speaker mentions what the article has told on its own word.
        return (), []
    doers = {p.name.entity for p in candidate.arguments.sources}
    found: list[tuple[int, Claim]] = []
    reasons: list[Reason] = []
    for voice in reading.voices:
        span = next(((a, b) for a, b in voice.content if a <= token.start and token.end <= b), None)
        if span is None or voice.about or voice.cue_head == token.i:
            continue
        speaker, entity = _speaker(reading, voice)
        if speaker is None:
            continue
        if entity in doers and entity >= 0 and candidate.type in SPEECH_ACTS:
            # "She said she condemned the raid": the speaker is the doer, her word is the act.
            continue
        cue = reading.article.text[voice.cue_start : voice.cue_end]
        claim = Claim(speaker, cue, voice.stance, voice.kind != "indirect", span[0], span[1])
        if any(c.speaker.name == speaker.name for _, c in found):
            continue
        found.append((span[0] - span[1], claim))
        reasons.append(
            Reason(
                "claims",
                speaker.name or speaker.text or "",
                f"{voice.kind} speech; {voice.why}",
                cue,
                voice.cue_start,
                voice.cue_end,
            )
        )
    found.sort(key=lambda pair: pair[0])
    return tuple(claim for _, claim in found), reasons


def _speaker(reading: Reading, voice: Voice) -> tuple[Actor | None, int]:
    """The actor behind a voice's source, and its entity."""
    if voice.source_head >= 0:
        name = reading.name_at(voice.source_head)
        if name is not None:
            return actor_of(reading, name), name.entity
    if voice.source_end <= voice.source_start:
        return None, -1
    text = reading.article.text[voice.source_start : voice.source_end]
    return (
        Actor(
            text,
            voice.source_start,
            voice.source_end,
            text,
            None,
            (),
            "---",
            None,
            collective=False,
        ),
        -1,
    )


def status_of(reading: Reading, candidate: Candidate) -> tuple[Status, Reason]:
    """Whether the act happened."""
    standing = reading.standing_at(candidate.token.i)
    if standing is None and candidate.match.act.pos == "adj":
        # "ready to intervene if": what it stands for is in the complement.
        for t in reading.parse.kids(candidate.token.i, "xcomp", "advcl", "ccomp"):
            standing = standing or reading.standing_at(t.i)
    if standing is None or standing.status in {"occurred", "habitual"}:
        lasts = lasting(reading, candidate)
        if lasts is not None:
            return "ongoing", Reason("status", "ongoing", lasts, candidate.token.text)
    if standing is None:
        return "occurred", Reason("status", "occurred", "told as a fact")
    if standing.status == "denied" and any(
        c.slot == "neg" for c in candidate.match.entry.conditions
    ):
        # "would not step down": the negation is the refusal itself, and that was made.
        return "occurred", Reason("status", "occurred", "a refusal is made by its negation")
    return standing.status, Reason(
        "status", standing.status, standing.why or "standing of the word", standing.cue or None
    )


def demand_of(reading: Reading, candidate: Candidate) -> tuple[str | None, Reason | None]:
    """What protesters or a demanding actor want, in the report's words."""
    parse, i = reading.parse, candidate.token.i
    if candidate.type == "PROTEST":
        for clause in parse.kids(i, "advcl", "acl", "xcomp"):
            if clause.lemma in DEMANDING and (clause.mark == "to" or clause.tag == "VBG"):
                return _wish(reading, clause.i, f"purpose of the protest: “{clause.text}”")
        for t in parse.kids(i, "obl", "nmod"):
            if t.case in {"for", "against", "over"} and reading.name_at(t.i) is None:
                return _text_below(reading, t.i, "what the protest is about")
        return None, None
    if candidate.type == "REQUEST":
        return _wish(reading, i, "what is asked for")
    return None, None


def _wish(reading: Reading, i: int, rule: str) -> tuple[str | None, Reason | None]:
    parse = reading.parse
    for t in parse.kids(i, "ccomp", "xcomp", "acl", "advcl"):
        if t.i > i and (t.relation != "advcl" or t.mark == "to"):
            return _text_below(reading, t.i, rule)
    for t in parse.kids(i, "obl", "nmod", "obj"):
        if t.i > i and t.case in {"for", "of", "to", ""}:
            return _text_below(reading, t.i, rule)
    return None, None


def _text_below(reading: Reading, i: int, rule: str) -> tuple[str | None, Reason | None]:
    parse = reading.parse
    members = [k for k in parse.subtree(i) if parse.tokens[k].relation != "punct"]
    first, last = members[0], members[-1]
    text = parse.slice(first, last)
    start = parse.tokens[first].start
    return text, Reason("demand", text, rule, text, start, start + len(text))


def contexts_of(
    reading: Reading, candidate: Candidate, ontology: Ontology
) -> tuple[tuple[str, ...], list[Reason]]:
    """PLOVER contexts whose cue words stand in the sentence."""
    sentence = reading.parse.sentence_of(candidate.token.i)
    tokens = reading.parse.tokens[sentence.first : sentence.last]
    lemmas = [t.lemma for t in tokens]
    found: dict[str, Reason] = {}
    for k, lemma in enumerate(lemmas):
        for words, context in ontology.contexts.get(lemma, ()):
            if context not in found and tuple(lemmas[k : k + len(words)]) == words:
                last = tokens[k + len(words) - 1]
                text = reading.parse.text[tokens[k].start : last.end]
                found[context] = Reason(
                    "contexts", context, "cue word", text, tokens[k].start, last.end
                )
    return tuple(sorted(found)), list(found.values())
