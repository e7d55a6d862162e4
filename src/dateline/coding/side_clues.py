"""What the model of sides looks at: named facts about an act and somebody who may take part in it.

Every clue is a short text such as `by rule in slot object` or `COERCE over GOV`, so that an
explanation can print it. Nothing here is learned; the weights stand in `sides.json` (see
`sides.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dateline.coding.arguments import Participant
from dateline.coding.candidate import Candidate, is_political
from dateline.coding.clues import sort_of
from dateline.reading.arcs import Parse
from dateline.reading.reading import Name, Reading

Side = Literal["source", "target"]
# Whoever is named in so many sentences before the act may take part in it.
BACK = 3
# Longer ways through the tree tell nothing of their own.
LONGEST = 5
FAR = "far"
OPEN = frozenset({"FAC", "EVENT"})
WITH_CASE = frozenset({"obl", "nmod", "acl", "advcl"})
DISTANCES = ((3, "next to it"), (8, "near"), (16, "some words off"))


@dataclass(slots=True)
class Scene:
    """What holds for a whole report: who is in it, how often, where first."""

    mentions: dict[int, list[Name]] = field(default_factory=dict)
    times: Counter[int] = field(default_factory=Counter)
    lead: frozenset[int] = frozenset()
    title: frozenset[int] = frozenset()
    acts: list[Candidate] = field(default_factory=list)
    parts: dict[int, list[tuple[Candidate, Side]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Possible:
    """Somebody who may stand on a side of an act: the mention nearest to it."""

    name: Name
    slot: str
    token: int
    direct: bool


def scene_of(reading: Reading, found: Sequence[Candidate]) -> Scene:
    """Gather once a report who is mentioned where, and who acts where by the rules."""
    scene = Scene(acts=[c for c in found if not c.dropped and not c.match.loose])
    title = (reading.article.title or "").lower()
    lead, titled = set(), set()
    for name in [*reading.names, *reading.references]:
        if name.entity < 0 or name.kind in OPEN:
            continue
        sentence = reading.parse.tokens[name.head].sentence
        scene.mentions.setdefault(sentence, []).append(name)
        scene.times[name.entity] += 1
        if sentence == 0:
            lead.add(name.entity)
        if name.kind != "PRON" and name.text.lower() in title:
            titled.add(name.entity)
    for act in scene.acts:
        for role, people in _people(act):
            for entity in {p.name.entity for p in people}:
                scene.parts.setdefault(entity, []).append((act, role))
    scene.lead, scene.title = frozenset(lead), frozenset(titled)
    return scene


def possible(reading: Reading, candidate: Candidate, scene: Scene) -> list[Possible]:
    """Everybody who may take part: of each the mention that the rules took, or the nearest one."""
    parse, token = reading.parse, candidate.token
    found: dict[int, Possible] = {}
    sides = candidate.arguments
    for p in (*sides.sources, *sides.targets):
        if p.name.entity >= 0:
            found.setdefault(p.name.entity, Possible(p.name, p.slot, p.token, p.direct))
    best: dict[int, tuple[tuple[int, int, int], Name]] = {}
    for sentence in range(token.sentence, max(-1, token.sentence - BACK - 1), -1):
        for name in scene.mentions.get(sentence, ()):
            if name.entity in found or name.first <= token.i <= name.last:
                continue
            back = token.sentence - sentence
            steps = len(steps_between(parse, token.i, name.head)) if not back else 0
            rank = (back, steps, abs(name.head - token.i))
            if name.entity not in best or rank < best[name.entity][0]:
                best[name.entity] = rank, name
    found |= {k: Possible(n, "", n.head, n.first == n.last) for k, (_, n) in best.items()}
    return list(found.values())


def side_clues(
    reading: Reading,
    candidate: Candidate,
    who: Possible,
    side: Side,
    common: Sequence[str],
) -> list[str]:
    """The clues for somebody on a side of an act, each once; `common` are those of both sides."""
    found = dict.fromkeys(common)
    found.update(dict.fromkeys(_of_side(reading, candidate, who, side)))
    return list(found)


def common_clues(
    reading: Reading, candidate: Candidate, who: Possible, scene: Scene
) -> tuple[str, ...]:
    """The clues for somebody that hold for either side."""
    found = [
        *_of_person(reading, candidate, who, scene),
        *_of_way(reading, candidate, who),
        *_of_acts(candidate, who, scene),
    ]
    return tuple(found)


def nobody_clues(
    reading: Reading, candidate: Candidate, people: Sequence[Possible], side: Side
) -> list[str]:
    """The clues for a side on which nobody stands, as far as the text lets us know."""
    return list(dict.fromkeys(_of_nobody(reading, candidate, people, side)))


def _of_nobody(
    reading: Reading, candidate: Candidate, people: Sequence[Possible], side: Side
) -> Iterator[str]:
    act, kind = candidate.match.act, candidate.type
    entry = candidate.match.entry
    sides = candidate.arguments
    mine = sides.sources if side == "source" else sides.targets
    other = sides.targets if side == "source" else sides.sources
    shape = f"{act.pos}{' passive' if act.passive else ''}"
    yield "nobody"
    yield f"nobody, {kind}"
    yield f"nobody, {shape}"
    yield f"nobody, {kind} {shape}"
    yield f"nobody, “{' '.join(entry.words)}”"
    yield f"nobody of {min(5, len(people))}"
    rule = f"by rule in slot {mine[0].slot}" if mine else "rules have nobody"
    yield f"nobody, {rule}"
    yield f"nobody, {rule}, {kind}"
    yield f"nobody, {rule}, {shape}"
    if mine and mine[0].name.entity >= 0:
        yield f"nobody, {rule}, {sort_of(reading.entities[mine[0].name.entity])}"
    if not other:
        yield "nobody on either side" if not mine else "nobody, other side empty"
    frame = entry.frame.sources if side == "source" else entry.frame.targets
    if not frame and not entry.frame.mutual:
        yield "nobody, the entry asks for nobody"
    for kid in reading.parse.kids(act.token.i, "det"):
        yield f"nobody, “{kid.lower}” before the word"
    if act.pos == "noun":
        yield f"nobody, {act.token.tag}"


def _of_side(reading: Reading, candidate: Candidate, who: Possible, side: Side) -> Iterator[str]:
    rule = list(_of_rule(candidate, who, side))
    yield from rule
    yield f"{rule[0]}; {sort_of(reading.entities[who.name.entity])}"
    yield from _of_rule_and_way(reading, candidate, who, rule[0])
    yield from _of_others(reading, candidate, who, side)


def _of_rule_and_way(
    reading: Reading, candidate: Candidate, who: Possible, rule: str
) -> Iterator[str]:
    """What the rules say, with how far somebody is from the act."""
    parse, token = reading.parse, candidate.token
    head = parse.tokens[who.name.head]
    back = token.sentence - head.sentence
    if back:
        yield f"{rule}, {min(back, 2)} sentences back"
        return
    yield f"{rule} way {way_between(parse, token.i, head.i)}"
    clause = parse.clause_of(token.i).i == parse.clause_of(head.i).i
    yield f"{rule}, {'in' if clause else 'not in'} the act's clause"


def _of_rule(candidate: Candidate, who: Possible, side: Side) -> Iterator[str]:
    """What the rules say of this side."""
    sides = candidate.arguments
    mine, other = (
        (sides.sources, sides.targets) if side == "source" else (sides.targets, sides.sources)
    )
    held = next((p for p in mine if p.name.entity == who.name.entity), None)
    kind, pos = candidate.type, candidate.match.act.pos
    if held is not None:
        slot = f"by rule in slot {held.slot}"
        yield "by rule"
        yield slot
        yield f"{kind} {slot}"
        yield f"{pos} {slot}"
        yield f"by rule, {'itself' if held.direct else 'inside a phrase'}"
        yield f"by rule {'alone' if len(mine) == 1 else 'with others'}"
    elif any(p.name.entity == who.name.entity for p in other):
        yield "by rule on the other side"
        yield f"by rule on the other side, this one {'taken' if mine else 'empty'}"
    elif mine:
        yield "rules have somebody else"
        yield f"rules have somebody else, {_first_slot(mine)}"
    else:
        yield "rules have nobody"
        yield f"rules have nobody {kind}"
        yield f"rules have nobody {pos}{' passive' if candidate.match.act.passive else ''}"


def _first_slot(people: Sequence[Participant]) -> str:
    return people[0].slot


def _of_person(
    reading: Reading, candidate: Candidate, who: Possible, scene: Scene
) -> Iterator[str]:
    """Who it is, and what part they play in the report."""
    entity = reading.entities[who.name.entity]
    kind, sort = candidate.type, sort_of(entity)
    yield kind
    yield sort
    yield f"{kind} {sort}"
    yield f"mention {who.name.kind}"
    yield f"{kind} mention {who.name.kind}"
    yield f"entity {entity.kind}"
    if not is_political(entity):
        yield "no political actor"
        yield f"no political actor {kind}"
    times = min(4, scene.times[entity.index])
    yield f"named {times} times"
    if entity.index in scene.lead:
        yield "in the first sentence"
    if entity.index in scene.title:
        yield "in the title"
    name = who.name
    tokens = reading.parse.tokens
    head = tokens[name.head]
    yield f"as {head.relation.split(':')[0]}"
    if head.case:
        yield f"with “{head.case}”"
        yield f"{kind} with “{head.case}”"
        yield f"{name.kind} with “{head.case}”"
    if any(t.lower in {"a", "an"} for t in reading.parse.kids(name.head, "det")):
        yield "not known before"


def _of_way(reading: Reading, candidate: Candidate, who: Possible) -> Iterator[str]:
    """How one comes from the act to the mention: through the tree, in words, in sentences."""
    parse, token, act = reading.parse, candidate.token, candidate.match.act
    kind = candidate.type
    head = parse.tokens[who.name.head]
    back = token.sentence - head.sentence
    if back:
        yield f"{back} sentences back" if back > 0 else "in a later sentence"
        yield f"{kind} {min(back, 2)} sentences back"
        yield f"as {head.relation.split(':')[0]}, {min(back, 2)} sentences back"
        return
    steps = steps_between(parse, token.i, head.i)
    shape = f"{act.pos}{' passive' if act.passive else ''}"
    way = " ".join(steps) if len(steps) <= LONGEST else FAR
    word = " ".join(candidate.match.entry.words)
    yield f"way {way}"
    yield f"{shape} way {way}"
    yield f"{kind} way {way}"
    yield f"“{word}” way {way}"
    yield f"{sort_of(reading.entities[who.name.entity])} way {way}"
    if steps:
        yield f"last step {steps[-1]}"
        yield f"first step {shape} {steps[0]}"
    yield f"{min(len(steps), 6)} steps"
    place = "before" if head.i < token.i else "after"
    distance = next((n for most, n in DISTANCES if abs(head.i - token.i) <= most), "far off")
    yield f"{place} the word"
    yield f"{shape} {place} the word"
    yield f"{place}, {distance}"
    clause = parse.clause_of(token.i).i == parse.clause_of(head.i).i
    yield "in the act's clause" if clause else "in another clause"
    for voice in reading.voices:
        if any(a <= token.start < b for a, b in voice.content):
            if voice.source_head >= 0 and who.name.first <= voice.source_head <= who.name.last:
                yield "speaker of the words that tell it"
                yield f"{kind} speaker of the words that tell it"
            break


def _of_others(reading: Reading, candidate: Candidate, who: Possible, side: Side) -> Iterator[str]:
    """How somebody fits those whom the rules put on the other side."""
    sides = candidate.arguments
    kind = candidate.type
    other = sides.targets if side == "source" else sides.sources
    entity = reading.entities[who.name.entity]
    for p in other[:1]:
        if p.name.entity < 0 or p.name.entity == entity.index:
            continue
        against = reading.entities[p.name.entity]
        yield f"{kind} {sort_of(entity)} with {sort_of(against)}"
        if entity.country and against.country:
            same = "one country" if entity.country == against.country else "two countries"
            yield f"{kind} {same}"
    if not other:
        yield f"{kind} other side empty"


def _of_acts(candidate: Candidate, who: Possible, scene: Scene) -> Iterator[str]:
    """What else somebody does in the report, or what is done to him."""
    entity, kind = who.name.entity, candidate.type
    here = candidate.token.sentence
    last = _last_act(scene, here) if here else None
    for other, role in scene.parts.get(entity, ()):
        if other is candidate:
            continue
        gap = here - other.token.sentence
        where = "before" if gap > 0 else "here" if gap == 0 else "later"
        near = where if abs(gap) <= BACK else f"far {where}"
        yield f"{role} of another act {near}"
        if other.type == kind:
            yield f"{role} of another {kind} {near}"
            yield f"{role} of an act of this type {near}"
        else:
            yield f"{role} of {other.type} {where}, {kind}"
        if other is last:
            yield f"{role} of the last act"
            yield f"{role} of the last act, {other.type} then {kind}"


def _people(candidate: Candidate) -> tuple[tuple[Side, Sequence[Participant]], ...]:
    return ("source", candidate.arguments.sources), ("target", candidate.arguments.targets)


def _last_act(scene: Scene, sentence: int) -> Candidate | None:
    """The first act of the sentence before, or of one that is near."""
    before = [c for c in scene.acts if sentence - BACK <= c.token.sentence < sentence]
    return max(before, key=lambda c: (c.token.sentence, -c.token.i), default=None)


def way_between(parse: Parse, start: int, end: int) -> str:
    """The steps in one, or that there are too many to tell anything."""
    steps = steps_between(parse, start, end)
    return " ".join(steps) if len(steps) <= LONGEST else FAR


def steps_between(parse: Parse, start: int, end: int) -> list[str]:
    """The steps from one word to another of its sentence through the tree.

    `<obj` goes up from an object, `>obl:by` down to a phrase with “by”.
    """
    above = {start: 0}
    up = [start]
    for token in parse.ancestors(start):
        above[token.i] = len(up)
        up.append(token.i)
    down: list[int] = []
    at = end
    while at not in above:
        down.append(at)
        head = parse.tokens[at].head
        if head < 0:
            return [FAR] * (LONGEST + 1)
        at = head
    return [f"<{_relation(parse, i)}" for i in up[: above[at]]] + [
        f">{_relation(parse, i)}" for i in reversed(down)
    ]


def _relation(parse: Parse, i: int) -> str:
    token = parse.tokens[i]
    base = token.relation.split(":")[0]
    if base in WITH_CASE and (token.case or token.mark):
        return f"{base}:{token.case or token.mark}"
    return token.relation
