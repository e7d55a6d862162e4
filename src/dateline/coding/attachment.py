"""Figures, voices, standing, demand and contexts of an act."""

from __future__ import annotations

from dateline.coding.candidate import Candidate
from dateline.coding.context import TOLD
from dateline.event import Actor, Claim, Figure, Reason, Status, What
from dateline.knowledge.ontology import Ontology
from dateline.reading.actors import actor_of
from dateline.reading.arcs import Parse
from dateline.reading.reading import FigureMention, Reading, Voice

SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
DEATH_MODES = frozenset({"assassinate", "massacre", "execute", "suicide-attack"})
DEADLY = frozenset(
    "kill murder slay execute assassinate massacre slaughter die death killing murder execution "
    "massacre behead lynch bomb shoot gun fatality casualty toll dead".split()
)
HURTING = frozenset("injure wound hurt injury wounding maim".split())
CLASHING = frozenset({"clash", "fight", "battle", "scuffle", "skirmish"})
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
            Reason("figures", what, f"{rule}; {mention.why}", mention.text, mention.start, mention.end)
        )
    return tuple(found), reasons


def _counts(
    reading: Reading, candidate: Candidate, mention: FigureMention
) -> tuple[What | None, str]:
    """What a figure counts in the act, or None if it counts something else."""
    sources = {p.token for p in candidate.arguments.sources}
    sources |= {p.name.head for p in candidate.arguments.sources}
    targets = {p.token for p in candidate.arguments.targets}
    targets |= {p.name.head for p in candidate.arguments.targets}
    act = candidate.match.act
    head = _counted(reading.parse, mention)
    target_slots = {"object", "of", "poss", "subject"} if act.pos == "noun" else {"object"}
    if candidate.type == "PROTEST":
        if head in sources or head in act.slot("subject") or head in act.slot("of"):
            return "participants", "counts those who protest"
        if mention.what == "participants" and _same_clause(reading.parse, head, act.token.i):
            return "participants", "a number of people in the act's clause"
        return None, ""
    if mention.what in {"deaths", "injuries", "arrests", "displaced", "troops", "money"} and (
        _fits(candidate.type, mention.what)
        and _same_clause(reading.parse, head, act.token.i)
    ):
        return mention.what, "a number of that kind in the act's clause"
    if head in sources and mention.what in {"participants", "troops", "other"}:
        if candidate.type in {"MOBILIZE", "AID"}:
            return "troops", "counts those who move"
        return "participants", "counts those who act"
    in_target = head in targets or any(head in act.slot(s) for s in target_slots)
    if in_target:
        return _what_of_target(candidate, mention)
    return None, ""


def _fits(kind: str, what: What) -> bool:
    return what in {
        "ASSAULT": {"deaths", "injuries"},
        "COERCE": {"arrests", "displaced"},
        "MOBILIZE": {"troops"},
        "AID": {"money", "troops"},
        "AGREE": {"money", "troops"},
        "SANCTION": {"money", "arrests"},
        "RETREAT": {"troops"},
        "REQUEST": {"money"},
    }.get(kind, set())


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


def _counted(parse: Parse, mention: FigureMention) -> int:
    """The counted noun; "dozens of protesters" counts the protesters' phrase by its first word."""
    return mention.head


def _same_clause(parse: Parse, a: int, b: int) -> bool:
    return parse.clause_of(a).i == parse.clause_of(b).i


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
                "claims", speaker.name or speaker.text or "", f"{voice.kind} speech; {voice.why}",
                cue, voice.cue_start, voice.cue_end,
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
        Actor(text, voice.source_start, voice.source_end, text, None, (), "---", None, False),
        -1,
    )


def status_of(reading: Reading, candidate: Candidate) -> tuple[Status, Reason]:
    """Whether the act happened."""
    standing = reading.standing_at(candidate.token.i)
    if standing is None and candidate.match.act.pos == "adj":
        # "ready to intervene if": what it stands for is in the complement.
        for t in reading.parse.kids(candidate.token.i, "xcomp", "advcl", "ccomp"):
            standing = standing or reading.standing_at(t.i)
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
