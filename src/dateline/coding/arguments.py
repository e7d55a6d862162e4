"""Doers and targets of an act, from the slots that its entry's frame names."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.lexicon import Entry
from dateline.coding.slots import Act
from dateline.reading.arcs import Token
from dateline.reading.grammar import agents, with_conjuncts
from dateline.reading.reading import Name, Reading

# The slot of whoever the article tells of in another sentence or act.
TOLD = "told elsewhere"
LOCATIVE = frozenset({"in", "at", "near", "through", "across", "into", "inside", "outside"})
# Where help goes to, whatever the frame says: "sent a convoy into the country".
RECEIVING = ("to", "for", "into", "toward")
# Longer prepositions that end in one of a frame's and say something else.
APART = frozenset(
    {"according to", "because of", "instead of", "in addition to", "due to", "ahead of", "as of",
     "up to", "thanks to", "prior to", "owing to", "in spite of", "regardless of", "as for",
     "except for"}
)  # fmt: skip
# Slots of the other side of a mutual act, and of what it is about.
BESIDE = frozenset({"with", "between", "to", "and", "against", "object"})
TOPICS = frozenset({"on", "over", "for", "of"})
OWN = frozenset({"its", "his", "her", "their"})
# Words for a body that with "of" are what one does: "the publication of the paper".
DOINGS = frozenset({"publication"})
HELD = frozenset({"hold", "held", "run", "control", "controlled", "occupy"})
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
# Verbs whose object is what goes back or away, not whom it is done to.
TAKING = frozenset({"withdraw", "recall", "pull", "redeploy", "evacuate", "move"})
# Verbs with a person and the office that he gets: "named Mr Lee foreign minister".
NAMING = frozenset({"appoint", "name", "elect", "nominate", "make", "choose", "declare"})
# Where people meet for a protest; to gather there says nothing of whom it is aimed at.
BUILDINGS = frozenset(
    "headquarters university school college station courthouse courtroom barracks hospital mosque "
    "church campus building office prison jail hotel airport hall square park stadium".split()
)
# Words before a noun that tell where an act was done, not who did it.
BESIDE_NOUN = frozenset({"compound", "amod", "nmod"})
# Where else the words around a noun name its target.
BEYOND = {
    "PROTEST": ("against", "anti", "faced"),
    "ACCUSE": ("against", "faced"),
    "SANCTION": ("against", "struck"),
    "REJECT": ("faced",),
    "REQUEST": ("faced",),
    "ASSAULT": ("struck", "against"),
    "COERCE": ("struck", "against"),
}
AIMING = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"})
# Bodies of many states whose help goes to where they serve.
SERVING = frozenset({"force", "mission", "operation", "contingent", "peacekeeping"})
LEAVING = frozenset({"withdrawal", "pullout", "departure", "removal", "exit", "retreat"})
JUDGING = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
STOPPING = frozenset({"RETREAT", "CONCEDE"})
MEDIATION = "045"
# Verbs that stand between a plan and what it is for: "an effort designed to help the two".
MEANT = frozenset({"design", "aim", "intend", "mean"})


@dataclass(frozen=True, slots=True)
class Participant:
    """A mention that takes part in an act, the slot it was found in, and the slot's own token."""

    name: Name
    slot: str
    token: int
    direct: bool


def again(participant: Participant, slot: str = TOLD) -> Participant:
    """Somebody of another act, taken over under a slot of its own."""
    return Participant(participant.name, slot, participant.token, direct=False)


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
    if entry.type == "ASSAULT" and act.pos == "noun":
        sources = [p for p in sources if not _is_ground_of(reading, p)]
    targets = _named_targets(reading, act, entry, bundle, sources)
    if not targets and len(sources) > 1 and sources[0].slot == "between":
        # "name-calling between the two": each does it to the other.
        sources, targets = sources[:1], sources[1:]
    if entry.type == "MOBILIZE":
        # "The president sent troops to the city": within his own country, at nobody.
        rulers = frozenset(k for k in _held(sources) if "GOV" in reading.entities[k].roles)
        targets = [p for p in targets if not _is_own_state(reading, p, rulers)]
    if entry.type in {"AID", "AGREE"}:
        targets = [_served_there(reading, p) for p in targets]
    if act.token.lemma in NAMING:
        targets = [_named_for_office(reading, p) for p in targets]
    kind = entry.type or ""
    targets = [p for p in targets if not _is_scene(reading, p, kind)]
    if not targets and frame.targets and _holds(act, entry):
        targets = [
            _served_there(reading, p)
            for p in _in_content(reading, act, kind, bundle, _held(sources))
            if not _is_scene(reading, p, kind)
        ]
    return Arguments(sources, targets)


def _named_targets(
    reading: Reading,
    act: Act,
    entry: Entry,
    bundle: frozenset[str],
    sources: list[Participant],
) -> list[Participant]:
    """Those whom the frame's target slots name, and slots of the type at large if they do not."""
    kind, taken, lemma = entry.type, _held(sources), act.token.lemma
    targets = _first(reading, act, entry.frame.targets, bundle, taken)
    given = (kind in {"AID", "AGREE"} and lemma in GIVING) or lemma in TAKING
    if targets and given:
        slots = ("from",) if lemma in TAKING else RECEIVING
        targets = [p for p in targets if not _is_given(reading, p)] or _first(
            reading, act, slots, bundle, taken
        )
    if kind == "THREATEN":
        # "warned that it would strike": whoever would act is not who is warned.
        targets = [
            p for p in targets if p.slot != "clause" or not _of_one_country(reading, p, taken)
        ]
    elif kind == "REQUEST":
        targets = _of_those_who_leave(reading, act, targets, bundle, taken) or targets
    if targets:
        return targets
    if kind == "AID":
        targets = _first(reading, act, RECEIVING, bundle, taken)
    elif kind in AIMING and entry.frame.targets:
        targets = _aimed_at(reading, act, bundle, taken)
    if not targets and act.pos == "noun" and entry.frame.targets:
        targets = _first(reading, act, BEYOND.get(kind or "", ()), bundle, taken)
    return targets


def _served_there(reading: Reading, participant: Participant) -> Participant:
    """Help to "the peacekeeping force in Chad" is help to Chad."""
    token = reading.parse.tokens[participant.token]
    if token.lemma not in SERVING or participant.slot == "object":
        return participant
    for t in reading.parse.kids(token.i, "nmod", "obl"):
        held = reading.name_at(t.i)
        if t.case == "in" and held is not None and held.why.startswith("country "):
            return Participant(held, participant.slot, t.i, direct=False)
    return participant


def _of_those_who_leave(
    reading: Reading,
    act: Act,
    targets: list[Participant],
    bundle: frozenset[str],
    taken: frozenset[int],
) -> list[Participant]:
    """ "Demanded the withdrawal of the troops from Chad" asks the troops, not Chad."""
    tokens = reading.parse.tokens
    for p in targets:
        above = tokens[tokens[p.token].head]
        if p.slot == "from" and p.name.kind == "PLACE" and above.lemma in LEAVING:
            return _first(
                reading, Act(act.parse, above.i, "noun", act.light), ("poss", "of"), bundle, taken
            )
    return []


def _aimed_at(
    reading: Reading, act: Act, bundle: frozenset[str], taken: frozenset[int]
) -> list[Participant]:
    """Whom a participle names: "a raid targeting the rebels", "strikes aimed at them"."""
    parse = reading.parse
    verb = act.governor() if act.pos == "noun" else None
    clauses = parse.kids(act.token.i, "acl", "advcl")
    for clause in [*clauses, *(parse.kids(verb.i, "acl", "advcl") if verb else [])]:
        if clause.lemma in {"target", "hit"} and clause.tag == "VBG":
            slots: tuple[str, ...] = ("object",)
        elif clause.lemma in {"aim", "direct"} and clause.tag in {"VBN", "VBD"}:
            slots = ("at", "against")
        else:
            continue
        found = _first(reading, Act(parse, clause.i, "verb", act.light), slots, bundle, taken)
        if found:
            return found
    return []


def _holds(act: Act, entry: Entry) -> bool:
    """Whether the act is about another one, whose participants then count."""
    if entry.type in HOLDING or entry.cameo.startswith(MEDIATION):
        return True
    # "stopped bombing the camps", "failed to renew the embargo"
    return entry.type in STOPPING and bool(act.parse.kids(act.token.i, "xcomp"))


def _named_for_office(reading: Reading, participant: Participant) -> Participant:
    """The person whose new office follows the name, where the parser makes them one phrase."""
    name = participant.name
    if participant.slot != "object" or not name.why.startswith("noun "):
        return participant
    for t in reading.parse.kids(name.head, "compound", "nmod", "appos"):
        held = reading.name_at(t.i)
        if t.i < name.first and held is not None and held.kind == "PERSON" and held is not name:
            return Participant(held, participant.slot, t.i, direct=True)
    return participant


def _is_scene(reading: Reading, participant: Participant, kind: str) -> bool:
    """Whether a target is only where it happens: a strait, a town moved to, a building."""
    name = participant.name
    entity = reading.entities[name.entity] if name.entity >= 0 else None
    if entity is None:
        return False
    if kind == "PROTEST":
        return name.why.startswith("noun ") and reading.parse.tokens[name.head].lemma in BUILDINGS
    if "PLACE" not in {name.kind, entity.kind} or entity.roles:
        return False
    if kind in HOLDING and participant.slot == "object":
        return entity.country is None
    if kind in JUDGING and not participant.direct:
        # "investigated the Nairobi attacks" says where they were.
        return not name.why.startswith("country ")
    return kind == "MOBILIZE"


def _is_ground_of(reading: Reading, participant: Participant) -> bool:
    """Whether a word before a noun is where it happened: "the Nairobi bombing", "school attack"."""
    name = participant.name
    if participant.slot != "poss" or name.entity < 0:
        return False
    if reading.parse.tokens[participant.token].relation not in BESIDE_NOUN:
        return False
    entity = reading.entities[name.entity]
    place = "PLACE" in {name.kind, entity.kind} and "GOV" not in entity.roles
    # The network may take one mention of a town for a body.
    place = place or (not entity.roles and _is_named_place(reading, name.text))
    return place or reading.parse.tokens[name.head].lemma in BUILDINGS


def _is_named_place(reading: Reading, text: str) -> bool:
    return any(n.kind == "PLACE" and n.text == text for n in reading.names)


def _in_content(  # noqa: C901 - the clauses, then the nouns, in order
    reading: Reading, act: Act, kind: str, bundle: frozenset[str], taken: frozenset[int]
) -> list[Participant]:
    """Whom the promised, threatened or refused act would be done to: "vowed to arm the rebels"."""
    parse = reading.parse
    street, stopped = kind == "PROTEST", kind in STOPPING
    slots = DEMANDED if street else DONE_TO
    if kind == "THREATEN":
        # "will not tolerate rallies by the union"
        slots = (*slots, "by")
    # A condition tells better than the threat itself who is warned.
    for clause in sorted(_clauses(act), key=lambda t: t.mark != "if"):
        conditional = kind == "THREATEN" and clause.mark == "if"
        if clause.upos != "VERB" or (
            clause.relation in {"advcl", "acl"} and clause.mark != "to" and not conditional
        ):
            continue
        content = Act(parse, clause.i, "verb", act.light)
        if conditional:
            # "would strike if the neighbour did not yield"
            warned = _first(reading, content, ("subject",), bundle, taken)
            if warned:
                return warned
            continue
        if kind == "THREATEN" and clause.relation == "ccomp":
            # "warned that a blunder by the army would have a price"
            warned = _first(reading, content, ("subject",), bundle, taken)
            if warned and not _of_one_country(reading, warned[0], taken):
                return warned
        found = _first(
            reading, content, ("object", "indirect"), bundle, taken, deep=street or stopped
        )
        if clause.lemma in GIVING or clause.lemma in TAKING:
            found = [p for p in found if not _is_given(reading, p)]
        # "promised to rebuild the country" says nothing of whom it is promised to.
        found = [p for p in found if not _is_own_state(reading, p, taken)]
        for k in () if found else content.slot("object"):
            found = _first(reading, Act(parse, k, "noun", act.light), slots, bundle, taken)
            if found:
                break
        if not found:
            found = _first(reading, content, slots, bundle, taken)
        if found:
            return found
    return [] if street else _in_noun(reading, act, bundle, taken)


def _clauses(act: Act) -> list[Token]:
    """The clauses in which an act may tell its content, the outer ones first."""
    parse = act.parse
    verb = act.governor() if act.pos == "noun" else None
    clauses = parse.kids(act.token.i, "xcomp", "ccomp", "advcl", "acl")
    if verb is not None:
        clauses = [*clauses, *parse.kids(verb.i, "advcl", "xcomp")]
    inner: list[Token] = []
    for clause in clauses:
        # "offered to send troops to help the army", "an effort designed to help the two": a
        # purpose within the content.
        inner += [t for t in parse.kids(clause.i, "advcl") if t.mark == "if"]
        if clause.mark == "to" or clause.lemma in MEANT:
            inner += parse.kids(clause.i, "xcomp", "advcl")
            inner += [t for k in parse.kids(clause.i, "obj") for t in parse.kids(k.i, "acl")]
    return [*clauses, *inner]


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


def _is_own_state(reading: Reading, participant: Participant, taken: frozenset[int]) -> bool:
    name = participant.name
    state = name.entity >= 0 and reading.entities[name.entity].why.startswith("country ")
    return state and _of_one_country(reading, participant, taken)


def _is_given(reading: Reading, participant: Participant) -> bool:
    """Whether a participant is what is sent: troops, peacekeepers, experts of one's own."""
    name = participant.name
    if participant.slot != "object" or not name.why.startswith("noun ") or name.entity < 0:
        return False
    if any(t.lower in OWN for t in reading.parse.kids(name.head, "nmod:poss")):
        return True
    return "MIL" in reading.entities[name.entity].roles


def _held(participants: list[Participant]) -> frozenset[int]:
    """Entities that stand on one side already and cannot stand on the other."""
    return frozenset(p.name.entity for p in participants if p.name.entity >= 0)


def _mutual(reading: Reading, act: Act, entry: Entry, bundle: frozenset[str]) -> Arguments:
    """Both sides act: the first-named one is the source, as the codebook has it."""
    frame = entry.frame
    first = _first(reading, act, frame.sources, bundle, frozenset())
    second = _first(reading, act, frame.targets, bundle, _held(first))
    if len(first) > 1 and (not second or second[0].slot not in BESIDE):
        # "Chad and Niger agreed to a halt in the region": the sides are those who agree.
        return Arguments(first[:1], first[1:])
    if not first and len(second) > 1:
        return Arguments(second[:1], second[1:])
    if first and not second and entry.type in HOLDING:
        second = [
            p for p in _in_content(reading, act, entry.type, bundle, _held(first))
            if p.direct or p.slot not in TOPICS
        ]  # fmt: skip
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
                if slot in MODIFIERS and name.head != k and name.head in act.slot("object"):
                    # "its high commissioner": a word of the object's own name.
                    continue
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
    if token.lemma in bundle | DOINGS and (name is None or name.head == k):
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
        if held is None and (t.relation == "compound" or t.lemma in HELD):
            # "US drone strikes", "a rebel-held area"
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
