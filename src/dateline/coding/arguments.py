"""Doers and targets of an act, from the slots that its entry's frame names."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.lexicon import Entry
from dateline.coding.slots import Act
from dateline.reading.grammar import agents, with_conjuncts
from dateline.reading.reading import Name, Reading

LOCATIVE = frozenset({"in", "at", "near", "through", "across", "into", "inside", "outside"})
# Where help goes to, whatever the frame says: "sent a convoy into the country".
RECEIVING = ("to", "for", "into", "toward")
# Longer prepositions that end in one of a frame's and say something else.
APART = frozenset(
    {"according to", "because of", "instead of", "in addition to", "due to", "ahead of", "as of",
     "thanks to", "prior to", "owing to", "in spite of", "regardless of", "as for", "except for"}
)  # fmt: skip
EXAMPLE = frozenset({"like", "such as", "including"})
# Acts that hold another act, and the slots of that one's words that name whom it is done to.
HOLDING = frozenset({"AGREE", "THREATEN", "REJECT", "AID", "PROTEST"})
DONE_TO = ("to", "against", "with", "on", "for", "from", "of", "toward", "between")
# Demands are met "by" somebody.
DEMANDED = ("from", "by", "of", "to", "poss")
# Whoever is sent, lent or promised is the help itself, not whom it goes to.
GIVING = frozenset(
    "send deploy provide contribute offer supply lend dispatch commit pledge promise".split()
)
# Nouns for ground: "the Dutch town of Breda" speaks of Breda.
GROUND = frozenset(
    "town city village region province district island area neighbourhood neighborhood suburb "
    "capital port stronghold enclave county".split()
)
MODIFIERS = frozenset({"poss", "objectmod"})


@dataclass(frozen=True, slots=True)
class Participant:
    """A mention that takes part in an act, the slot it was found in, and the slot's own token."""

    name: Name
    slot: str
    token: int
    direct: bool


@dataclass(slots=True)
class Arguments:
    """Doers and targets, each in text order of their slot."""

    sources: list[Participant]
    targets: list[Participant]


def arguments(reading: Reading, act: Act, entry: Entry, bundle: frozenset[str]) -> Arguments:
    """Fill the entry's frame: for either side the first slot that names an actor counts."""
    frame = entry.frame
    if frame.mutual:
        return _mutual(reading, act, entry, bundle)
    sources = _first(reading, act, frame.sources, bundle, frozenset())
    if not sources and act.pos == "noun":
        sources = _first(reading, act, ("subject",), bundle, frozenset()) if frame.sources else []
    targets = _first(reading, act, frame.targets, bundle, _held(sources))
    if not targets and entry.type == "AID":
        targets = _first(reading, act, RECEIVING, bundle, _held(sources))
    if targets and entry.type in {"AID", "AGREE"} and act.token.lemma in GIVING:
        targets = [p for p in targets if not _is_given(reading, p)] or _first(
            reading, act, RECEIVING, bundle, _held(sources)
        )
    if not targets and sources and entry.type in HOLDING and frame.targets:
        targets = _in_content(reading, act, entry.type, bundle, _held(sources))
    return Arguments(sources, targets)


def _in_content(  # noqa: C901 - the clauses, then the nouns, in order
    reading: Reading, act: Act, kind: str, bundle: frozenset[str], taken: frozenset[int]
) -> list[Participant]:
    """Whom the promised, threatened or refused act would be done to: "vowed to arm the rebels"."""
    parse = reading.parse
    street = kind == "PROTEST"
    slots = DEMANDED if street else DONE_TO
    verb = act.governor() if act.pos == "noun" else None
    clauses = parse.kids(act.token.i, "xcomp", "ccomp", "advcl", "acl")
    if verb is not None:
        clauses = [*clauses, *parse.kids(verb.i, "advcl", "xcomp")]
    for clause in clauses:
        if clause.upos != "VERB" or (clause.relation in {"advcl", "acl"} and clause.mark != "to"):
            continue
        content = Act(parse, clause.i, "verb", act.light)
        if kind == "THREATEN" and clause.relation == "ccomp":
            # "warned that a blunder by the army would have a price"
            warned = _first(reading, content, ("subject",), bundle, taken)
            if warned and not _of_one_country(reading, warned[0], taken):
                return warned
        found = _first(reading, content, ("object", "indirect"), bundle, taken, deep=street)
        for k in () if found else content.slot("object"):
            found = _first(reading, Act(parse, k, "noun", act.light), slots, bundle, taken)
            if found:
                break
        if not found:
            found = _first(reading, content, slots, bundle, taken)
        if found:
            return found
    return [] if street else _in_noun(reading, act, bundle, taken)


def _in_noun(
    reading: Reading, act: Act, bundle: frozenset[str], taken: frozenset[int]
) -> list[Participant]:
    """The same where a noun holds the act: "went back on a promise to the miners"."""
    for k in (*act.slot("object"), *act.slot("on"), *act.slot("to")):
        if reading.name_at(k) is None:
            noun = Act(reading.parse, k, "noun", act.light)
            found = _first(reading, noun, DONE_TO, bundle, taken)
            if found:
                return found
    return []


def _of_one_country(reading: Reading, participant: Participant, taken: frozenset[int]) -> bool:
    entity = participant.name.entity
    countries = {reading.entities[k].country for k in taken}
    return entity >= 0 and reading.entities[entity].country in countries


def _is_given(reading: Reading, participant: Participant) -> bool:
    """Whether a participant is what is sent: troops, peacekeepers, experts of one's own."""
    name = participant.name
    if participant.slot != "object" or not name.why.startswith("noun ") or name.entity < 0:
        return False
    return "MIL" in reading.entities[name.entity].roles


def _held(participants: list[Participant]) -> frozenset[int]:
    """Entities that stand on one side already and cannot stand on the other."""
    return frozenset(p.name.entity for p in participants if p.name.entity >= 0)


def _mutual(reading: Reading, act: Act, entry: Entry, bundle: frozenset[str]) -> Arguments:
    """Both sides act: the first-named one is the source, as the codebook has it."""
    frame = entry.frame
    first = _first(reading, act, frame.sources, bundle, frozenset())
    second = _first(reading, act, frame.targets, bundle, _held(first))
    if not second and len(first) > 1:
        return Arguments(first[:1], first[1:])
    if not first and len(second) > 1:
        return Arguments(second[:1], second[1:])
    if first and not second and entry.type in HOLDING:
        second = _in_content(reading, act, entry.type, bundle, _held(first))
    return Arguments(first, second)


def _first(
    reading: Reading,
    act: Act,
    slots: tuple[str, ...],
    bundle: frozenset[str],
    taken: frozenset[int],
    *,
    deep: bool = True,
) -> list[Participant]:
    """The participants of the first slot that has any; a foreign country one is in comes last."""
    found = _filled(reading, act, slots, bundle, taken, "inner" if deep else "flat")
    # "arrived in Russia for talks with Mr Lee" is a visit to him.
    host = any(
        reading.name_at(k) is not None
        for head in act.slot("for")
        for k in reading.parse.subtree(head)
    )
    if not found and taken and not host and not LOCATIVE.isdisjoint(slots):
        found = _filled(reading, act, slots, bundle, taken, "abroad")
    return found


def _filled(
    reading: Reading,
    act: Act,
    slots: tuple[str, ...],
    bundle: frozenset[str],
    taken: frozenset[int],
    how: str,
) -> list[Participant]:
    """One pass: `flat` takes whole phrases, `inner` also who is in them, `abroad` also places."""
    abroad = how == "abroad"
    for slot in slots:
        inner = slot not in MODIFIERS and (abroad or (how == "inner" and slot not in LOCATIVE))
        found: list[Participant] = []
        for k in act.slot(slot):
            if reading.parse.tokens[k].case in APART:
                continue
            for name, direct in _names_of(reading, k, bundle, inner=inner):
                if name.entity in taken or any(p.name is name for p in found):
                    continue
                if act.pos == "noun" and (
                    name.first <= act.token.i <= name.last or act.first <= name.head <= act.last
                ):
                    # "a two-day summit" is no actor at itself.
                    continue
                here = name.kind == "PLACE" and slot in LOCATIVE
                if name.kind in {"FAC", "EVENT"} or (
                    here and not (abroad and _is_foreign(reading, name, taken))
                ):
                    continue
                found.append(Participant(name, slot, k, direct))
        if found:
            return found
    return []


def _examples(reading: Reading, name: Name) -> list[tuple[Name, bool]]:
    """Those named for a group: "allies like Norway and Chad" are Norway and Chad."""
    if not name.why.startswith("noun "):
        return []
    parse = reading.parse
    heads = [
        t.i for t in parse.kids(name.head, "nmod", "obl")
        if t.case in EXAMPLE or (t.case == "as" and parse.tokens[t.i - 2].lower == "such")
    ]  # fmt: skip
    held = [reading.name_at(k) for k in with_conjuncts(parse, heads)]
    return [(n, False) for n in held if n is not None and not n.why.startswith("noun ")]


def _is_foreign(reading: Reading, name: Name, taken: frozenset[int]) -> bool:
    """Whether a place is a country (or its capital) other than that of whoever acts there."""
    entity = reading.entities[name.entity] if name.entity >= 0 else None
    if entity is None or not taken or not name.why.startswith("country "):
        return False
    return entity.country not in {reading.entities[k].country for k in taken}


def _names_of(
    reading: Reading, k: int, bundle: frozenset[str], *, inner: bool
) -> list[tuple[Name, bool]]:
    """Who the phrase headed by token `k` speaks of; False where only somebody inside it acts."""
    parse = reading.parse
    token = parse.tokens[k]
    name = reading.name_at(k)
    if token.lemma in bundle and (name is None or name.head == k):
        below = [t for t in parse.kids(k, "nmod") if t.case == "of"]
        for t in below:
            held = reading.name_at(t.i)
            if held is not None and held.kind not in {"PLACE", "NORP"}:
                return [(held, True)]
    if name is not None:
        return _examples(reading, name) or [(name, True)]
    if not inner or token.upos in {"VERB", "AUX"}:
        return []
    if token.lemma in GROUND and (place := _ground(reading, k)) is not None:
        return [(place, False)]
    if token.lemma in bundle or token.lemma == "part":
        for t in parse.kids(k, "nmod"):
            if t.case == "of" and t.lemma not in bundle:
                return _names_of(reading, t.i, bundle, inner=inner)
    return _owners(reading, k) or _makers(reading, k)


def _ground(reading: Reading, k: int) -> Name | None:
    """The place that a noun for ground goes with: "the town of Breda"."""
    for t in reading.parse.kids(k, "nmod", "appos", "compound"):
        held = reading.name_at(t.i)
        if held is not None and held.kind == "PLACE" and t.case in {"of", "in", "on", ""}:
            return held
    return None


def _owners(reading: Reading, k: int) -> list[tuple[Name, bool]]:
    """Whom a phrase that is no actor belongs to."""
    parse = reading.parse
    # "the government's decision", "Russian pressure", "a ruling by the court", "talks with Iran":
    # the phrase is no actor, the one it belongs to is.
    for t in parse.kids(k, "nmod:poss", "amod", "compound", "nmod", "obl"):
        if t.relation in {"nmod", "obl"} and t.case not in {"of", "by", "from", ""}:
            continue
        held = reading.name_at(t.i)
        if held is None and t.relation == "compound":
            # "US drone strikes"
            held = next(
                (n for c in parse.kids(t.i, "compound", "amod")
                 if (n := reading.name_at(c.i)) is not None),
                None,
            )  # fmt: skip
        elif held is not None and held.head != t.i:
            continue
        if held is not None and held.kind not in {"FAC", "EVENT"}:
            return [(held, False)]
    return []


def _makers(reading: Reading, k: int) -> list[tuple[Name, bool]]:
    """Whose work a phrase is: "the plan laid out by the minister"."""
    for clause in reading.parse.kids(k, "acl"):
        for a in agents(reading.parse, clause.i):
            held = reading.name_at(a)
            if held is not None:
                return [(held, False)]
    return []
