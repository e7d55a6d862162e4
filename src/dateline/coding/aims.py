"""Whom an act is aimed at where its own clause does not say so.

The article has often told it elsewhere: the same doer's other acts of the kind are aimed at the
same party, "that claim" is somebody's, and who met somebody and promised something promised it to
him.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.arguments import TOLD, Participant
from dateline.coding.candidate import Candidate, entity_of
from dateline.reading.arcs import Token
from dateline.reading.grammar import agents, subjects, with_conjuncts
from dateline.reading.reading import Name, Reading

# Acts whose other mentions in an article are mostly of one campaign.
CAMPAIGNS = frozenset({"ASSAULT", "COERCE", "SANCTION"})
# What people say, and acts that answer it.
SAID = frozenset(
    "claim comment remark statement accusation allegation assertion suggestion criticism argument "
    "charge notion account characterization description".split()
)
ANSWERING = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
POINTING = frozenset({"this", "that", "these", "those", "such"})
# Verbs of coming together with somebody, to whom what is said next is said.
CONTACT = frozenset("meet approach contact visit call join telephone phone".split())
# Verbs whose object is their subject's own work.
MAKING = frozenset(
    "approve pass propose introduce draft submit offer announce unveil adopt issue present make "
    "table write put sign file release publish".split()
)
# How far before a noun its modifiers stand.
NEAR = 5
SAYING = frozenset({"AGREE", "REQUEST", "THREATEN", "CONCEDE"})
RULING = frozenset({"GOV", "MIL", "COP"})


def aim(reading: Reading, candidates: Sequence[Candidate], story: Sequence[Candidate]) -> None:
    """Find targets for candidates that have none; `story` is what the article tells for sure."""
    for candidate in candidates:
        sides = candidate.arguments
        if candidate.dropped or not candidate.match.entry.frame.targets:
            continue
        if partner := _partner(reading, candidate):
            sides.targets = partner
        if sides.targets:
            continue
        own = {p.name.entity for p in sides.sources}
        sides.targets = (
            _opposed(reading, candidate, own)
            or _sayers(reading, candidate, own)
            or _authors(reading, candidate, own)
            or _same_aim(reading, candidate, story, own)
        )


def _partner(reading: Reading, candidate: Candidate) -> list[Participant]:
    """The other one of a meeting: "A and B met and vowed", "approached the board and offered"."""
    sides, token = candidate.arguments, candidate.token
    if candidate.type not in SAYING or candidate.match.act.pos != "verb":
        return []
    if any(p.direct and p.slot in {"to", "with", "object", "indirect"} for p in sides.targets):
        return []
    parse = reading.parse
    if token.relation != "conj" or token.head < 0:
        return []
    meeting = parse.tokens[token.head]
    if meeting.lemma not in CONTACT or subjects(parse, token.i) != subjects(parse, meeting.i):
        return []
    own = {p.name.entity for p in sides.sources}
    heads = [t.i for t in parse.kids(meeting.i, "obj")]
    heads += [t.i for t in parse.kids(meeting.i, "obl") if t.case in {"with", "to"}]
    for k in with_conjuncts(parse, heads):
        name = reading.name_at(k)
        if name is not None and name.entity not in own and name.kind != "FAC":
            return [_told(name)]
    if meeting.lemma == "meet" and len(sides.sources) > 1:
        other = sides.sources[1:]
        sides.sources = sides.sources[:1]
        return other
    return []


def _opposed(reading: Reading, candidate: Candidate, own: set[int]) -> list[Participant]:
    """Whom "an anti-government rally" is against: the last one called so before it, or the next."""
    if candidate.type != "PROTEST" or candidate.match.act.pos != "noun":
        return []
    here, tokens = candidate.token.i, reading.parse.tokens
    for k in range(max(here - NEAR, reading.parse.sentence_of(here).first), here):
        # One token or three: "anti-government", "anti", "-", "government".
        word = tokens[k].lower
        if word == "anti":
            word = f"anti-{tokens[min(k + 2, here)].lower}"
        prefix, dash, rest = word.partition("-")
        if prefix != "anti" or not dash:
            continue
        called = [n for n in reading.names if n.entity >= 0 and n.text.lower() == rest]
        for name in sorted(called, key=lambda n: (n.head > here, abs(n.head - here))):
            if name.entity not in own:
                return [_told(name)]
    return []


def _sayers(reading: Reading, candidate: Candidate, own: set[int]) -> list[Participant]:
    """Who said "that claim", "those comments": the last one whose words stand before it."""
    if candidate.type not in ANSWERING:
        return []
    parse, act = reading.parse, candidate.match.act
    slots = ("object",) if act.pos == "verb" else ("of", "on", "to", "against")
    for k in (k for slot in slots for k in act.slot(slot)):
        token = parse.tokens[k]
        if token.lemma not in SAID:
            continue
        for clause in parse.kids(token.i, "acl:relcl", "acl"):
            # "the criticism in which he called it unfair"
            for s in subjects(parse, clause.i):
                name = reading.name_at(s)
                if name is not None and name.entity >= 0 and name.entity not in own:
                    return [_told(name)]
        if not _points(reading, token):
            continue
        voices = [v for v in reading.voices if v.source_head >= 0 and v.cue_head < token.i]
        for voice in sorted(voices, key=lambda v: -v.cue_head):
            name = reading.name_at(voice.source_head)
            if name is not None and name.entity >= 0 and name.entity not in own:
                return [_told(name)]
    return []


def _authors(reading: Reading, candidate: Candidate, own: set[int]) -> list[Participant]:
    """Whose "the bill" is that is refused: told with the word before ("a cabinet bill")."""
    if candidate.type not in ANSWERING or candidate.match.act.pos != "verb":
        return []
    parse = reading.parse
    for k in candidate.match.act.slot("object"):
        thing = parse.tokens[k]
        if thing.upos != "NOUN" or reading.name_at(k) is not None:
            continue
        if not any(t.lower in {*POINTING, "the"} for t in parse.kids(k, "det")):
            continue
        years = any(t.text.isdigit() for t in parse.kids(k))
        if years or parse.kids(k, "acl", "acl:relcl"):
            # "the 2007 bill" is another one.
            continue
        for before in reversed(parse.tokens[: min(k, candidate.token.i)]):
            if before.lemma != thing.lemma or before.upos != "NOUN":
                continue
            for name in _owners(reading, before):
                if name.entity >= 0 and name.entity not in own:
                    return [_told(name)]
    return []


def _owners(reading: Reading, thing: Token) -> list[Name]:
    """Who owns or made what a noun names, nearest first."""
    parse = reading.parse
    heads = [t.i for t in parse.kids(thing.i, "nmod:poss", "compound", "amod")]
    heads += [t.i for t in parse.kids(thing.i, "nmod") if t.case in {"by", "from"}]
    for clause in parse.kids(thing.i, "acl", "acl:relcl"):
        heads += agents(parse, clause.i)
    above = parse.tokens[thing.head] if thing.head >= 0 else thing
    if above.lemma in MAKING:
        if thing.relation == "obj":
            heads += subjects(parse, above.i)
        elif thing.relation == "nsubj:pass":
            heads += agents(parse, above.i)
    return [n for k in heads if (n := reading.name_at(k)) is not None and n.head == k]


def _points(reading: Reading, token: Token) -> bool:
    return any(t.lower in POINTING for t in reading.parse.kids(token.i, "det"))


def _same_aim(
    reading: Reading, candidate: Candidate, story: Sequence[Candidate], own: set[int]
) -> list[Participant]:
    """Whom the doer's other acts of the type are aimed at, the last ones before this first."""
    if candidate.type not in CAMPAIGNS or not own:
        return []
    act = candidate.match.act
    if act.pos != "noun" and act.token.lemma not in act.light:
        return []
    mine = {_side_of(reading, p) for p in candidate.arguments.sources} - {None}
    here = candidate.token.i
    others = sorted(
        (c for c in story if c is not candidate and c.type == candidate.type and not c.dropped),
        key=lambda c: (c.token.i > here, abs(c.token.i - here)),
    )
    for other in others:
        targets = [p for p in other.arguments.targets if p.name.entity not in own]
        doers = other.arguments.sources
        same = own & {p.name.entity for p in doers} or mine & {_side_of(reading, p) for p in doers}
        # "destroyed five Humvees": a name that is nobody's.
        targets = [p for p in targets if not p.name.why.startswith("label NORP")]
        if targets and same:
            return [_told(p.name) for p in targets]
    return []


def _side_of(reading: Reading, participant: Participant) -> str | None:
    """The country whose arms or rulers somebody is."""
    entity = entity_of(reading, participant)
    if entity is None or entity.country is None:
        return None
    state = entity.why.startswith("country ")
    return entity.country if state or RULING & set(entity.roles) else None


def _told(name: Name) -> Participant:
    return Participant(name, TOLD, name.head, direct=False)
