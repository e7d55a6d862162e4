"""What the article has told before, for acts whose own clause tells too little.

Back-references ("the protests", "these talks") take over the sides of the act that they repeat; an
act done to another act ("condemned the raid") is done to its doers; a refusal answers the one who
asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.arguments import OWN, TOLD, Arguments, Participant, again
from dateline.coding.candidate import Candidate, entity_of, is_political
from dateline.reading.arcs import Sentence, Token
from dateline.reading.reading import Entity, Name, Reading

# How targets were found that the act's own clause does not name.
REPEATED_ACT, THROUGH = "target of the same act before", "doer of the act it is done to"
JUDGED, SHARED = "behind what is judged", "target of the reproach before"
ADDRESSED, ANSWERING = "whom the protesters address", "who asked before"
ANSWERED = frozenset({"REQUEST", "ACCUSE", "PROTEST", "THREATEN"})
ANSWERS = frozenset({"REJECT", "CONCEDE", "RETREAT", "AGREE"})
ASKED = frozenset(
    "demand call request appeal plea claim accusation allegation charge offer proposal ultimatum "
    "pressure criticism suggestion petition invitation threat warning order deadline bid report "
    "question resignation".split()
)
CALLS = frozenset({"PROTEST", "REQUEST", "ACCUSE"})
# Acts that are aimed at somebody even when no slot of the frame names them.
AIMED = frozenset(
    {"REQUEST", "THREATEN", "ACCUSE", "REJECT", "AGREE", "AID", "SUPPORT", "SANCTION"}
)
# Acts of judging what somebody did, and the deeds that are judged.
JUDGING = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
DEEDS = frozenset(
    {"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "AGREE", "CONCEDE", "RETREAT", "REQUEST"}
    | {"THREATEN", "AID", "COOPERATE", "REJECT"}
)
# Acts that are always done to somebody.
DONE_TO = frozenset({"COERCE", "ASSAULT"})
ARMED = frozenset({"MIL", "REB"})
JUDGES = frozenset({"JUD"})
MARCHING = frozenset({"PRO"})
SPEAKING_OUT = frozenset({"PRO", "OPP"})
RULING = frozenset({"GOV"})
# Words that tell a noun from the one told before: "a second shooting".
APART = frozenset("second third another other previous separate different similar further".split())
POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
# What such a noun repeats, where it does not name the act itself.
REPEATED: dict[str, frozenset[str]] = {
    word: frozenset({"AGREE"})
    for word in ("deal", "agreement", "accord", "pact", "treaty", "truce", "ceasefire")
}
TAKEOVERS = frozenset({"coup", "takeover", "putsch", "overthrow", "ouster"})
RULINGS = frozenset({"verdict", "ruling", "judgment", "judgement", "conviction", "sentence"})
# How many sentences back a deed may stand that "the decision" points to.
NEAR = 2
LOCATIVE = frozenset({"in", "at", "near", "through", "across", "inside", "outside", "since"})
# Means by which attacks are told apart.
WEAPONS = frozenset(
    "gas chemical sarin chlorine nerve poison biological suicide car truck bomb missile rocket "
    "drone air knife gun grenade mortar artillery arson acid cyber".split()
)
# Clauses that tell what else happened, not what an act is about.
ASIDE = frozenset({"after", "when", "while", "as", "because", "since", "before", "although"})
CLAUSES = frozenset({"advcl", "acl", "xcomp", "ccomp"})
TIMES = frozenset({"during", "after", "before", "amid", "following", "until"})
# Clauses that tell what did it.
AT_ONCE = frozenset({"when", "after", "as"})
# A crowd, a union or the opposition can be behind "the protests"; a government cannot.
STREET = frozenset({"PRO", "OPP", "CVL", "LAB", "EDU", "REL", "NGO", "PTY", "REB", "BUS", "JRN"})


def refer_back(reading: Reading, found: Sequence[Candidate]) -> None:  # noqa: C901, PLR0912 - one story
    """Fill in the sides of bare nouns that the article has told before.

    A definite noun takes over the sides of the last act of its type; a protest without a doer is
    that of the article's protesters.
    """
    told: dict[str, Arguments] = {}
    acts: dict[str, Token] = {}
    crowd = _crowd(reading)
    for candidate in found:
        if candidate.dropped:
            continue
        sides = candidate.arguments
        if candidate.match.act.pos == "noun" and not sides.sources and not sides.targets:
            before = _takeover(reading, found, candidate) or told.get(candidate.type)
            if before is not None and _is_another(reading, candidate, acts.get(candidate.type)):
                before = None
            if candidate.type == "PROTEST":
                if before is not None:
                    _take_over(sides, before)
                elif crowd is not None:
                    sides.sources = [Participant(crowd, TOLD, crowd.head, direct=False)]
            elif before is not None and (
                candidate.type == "CONSULT" or _is_definite(reading, candidate)
            ):
                _take_over(sides, before)
        elif candidate.match.act.pos == "noun" and not sides.sources:
            # "since his ouster": the doer is the one whom the report named for it before.
            sides.sources = _doer_told(found, candidate)
            if candidate.type == "PROTEST" and crowd is not None and not sides.sources:
                sides.sources = [Participant(crowd, TOLD, crowd.head, direct=False)]
            before = told.get(candidate.type)
            if before is not None and not _is_another(reading, candidate, acts.get(candidate.type)):
                sides.sources = sides.sources or _strikers(reading, candidate, before)
        if not sides.sources:
            continue
        if candidate.type == "PROTEST" and not _is_better_crowd(reading, sides, told):
            continue
        act = candidate.match.act
        names_it = act.pos == "noun" or act.token.lemma in act.light
        if not sides.targets and names_it and candidate.type in DONE_TO:
            sides.targets = _done_to(reading, found, candidate)
        if candidate.type == "ASSAULT" and not _are_political(reading, sides):
            continue
        told[candidate.type] = sides
        acts[candidate.type] = candidate.token


def _is_another(reading: Reading, candidate: Candidate, before: Token | None) -> bool:
    """Whether a noun says that it is not the act told before: "the gas attack" after a raid."""
    if before is None or candidate.type != "ASSAULT":
        return False
    if any(t.lemma in APART for t in reading.parse.kids(candidate.token.i, "amod", "det")):
        return True
    places = _places(reading, candidate.token)
    sentence = reading.parse.sentence_of(before.i)
    if places and not any(reading.parse.tokens[k].text in places for k in _span(sentence)):
        return True
    mine = _kinds(reading, candidate.token) & WEAPONS
    return bool(mine) and not mine & (_kinds(reading, before) | {before.lemma})


def _places(reading: Reading, token: Token) -> set[str]:
    """The places that a noun names as its own: "the Nairobi attack", "the attack in Nairobi"."""
    places = {n.text for n in reading.names if n.kind == "PLACE"}
    below = reading.parse.kids(token.i, "compound", "nmod", "nmod:poss")
    return {t.text for t in below if t.text in places and t.case in {"", "in", "at", "near"}}


def _span(sentence: Sentence) -> range:
    return range(sentence.first, sentence.last)


def _kinds(reading: Reading, token: Token) -> set[str]:
    """What a noun is called besides: its modifiers, and theirs."""
    below = reading.parse.kids(token.i, "amod", "compound", "nmod", "obl", "obj")
    return {t.lemma for t in below} | {
        k.lemma for t in below for k in reading.parse.kids(t.i, "amod", "compound")
    }


def _takeover(
    reading: Reading, found: Sequence[Candidate], candidate: Candidate
) -> Arguments | None:
    """The last forcible act of soldiers or rebels before a mention of "the coup"."""
    last = None
    for other in found if candidate.token.lemma in TAKEOVERS else ():
        if other is candidate:
            break
        armed = _with_role(reading, other.arguments.sources, ARMED)
        if other.type == candidate.type and not other.dropped and armed:
            last = other.arguments
    return last


def _doer_told(found: Sequence[Candidate], candidate: Candidate) -> list[Participant]:
    """The doers of an earlier act of the same type on the same target."""
    targets = {p.name.entity for p in candidate.arguments.targets if p.name.entity >= 0}
    for other in found:
        if other is candidate:
            break
        if (
            other.type == candidate.type
            and not other.dropped
            and other.arguments.sources
            and targets & {p.name.entity for p in other.arguments.targets}
        ):
            return [again(p) for p in other.arguments.sources]
    return []


def _is_better_crowd(reading: Reading, sides: Arguments, told: dict[str, Arguments]) -> bool:
    """Whether these may stand behind "the protests": street actors, protesters first."""
    if not _is_street(reading, sides):
        return False
    before = told.get("PROTEST")
    return (
        before is None
        or bool(_with_role(reading, sides.sources, MARCHING))
        or not _with_role(reading, before.sources, MARCHING)
    )


def _with_role(
    reading: Reading, participants: Sequence[Participant], roles: frozenset[str]
) -> list[Participant]:
    """Those of the participants who have one of the roles."""
    return [
        p
        for p in participants
        if (e := entity_of(reading, p)) is not None and not roles.isdisjoint(e.roles)
    ]


def _done_to(
    reading: Reading, found: Sequence[Candidate], candidate: Candidate
) -> list[Participant]:
    """The targets of an earlier act of the same type by the same doer ("staged the coup")."""
    doers = {_identity(entity_of(reading, p)) for p in candidate.arguments.sources} - {None}
    for other in found:
        if other is candidate:
            break
        if other.type != candidate.type or other.dropped or not other.arguments.targets:
            continue
        if doers & {_identity(entity_of(reading, p)) for p in other.arguments.sources}:
            return [again(p, REPEATED_ACT) for p in other.arguments.targets]
    return []


def _identity(entity: Entity | None) -> tuple[str | None, tuple[str, ...]] | None:
    """Country and roles: "the military" and "the army" of one country are one doer."""
    if entity is None or not entity.roles:
        return None
    return entity.country, entity.roles


def _is_street(reading: Reading, sides: Arguments) -> bool:
    entities = [entity_of(reading, p) for p in sides.sources]
    return any(e is not None and e.roles and e.roles[0] in STREET for e in entities)


def _take_over(sides: Arguments, before: Arguments) -> None:
    sides.sources = [again(p) for p in before.sources]
    sides.targets = [again(p) for p in before.targets]


def _are_political(reading: Reading, sides: Arguments) -> bool:
    return any(is_political(entity_of(reading, p)) for p in sides.sources)


def _is_definite(reading: Reading, candidate: Candidate) -> bool:
    """Whether a noun points back: "the attack", "these talks"."""
    return any(
        t.lower in POINTING
        for t in reading.parse.kids(candidate.token.i, "det", "det:predet", "amod")
    )


def _strikers(reading: Reading, candidate: Candidate, before: Arguments) -> list[Participant]:
    """ "The strike killed two" after "their jets carried out a strike": the doers told before."""
    targets = candidate.arguments.targets
    if not any(p.slot == "struck" for p in targets) or not _is_definite(reading, candidate):
        return []
    own = {p.name.entity for p in targets}
    return [again(p) for p in before.sources if p.name.entity not in own]


def _crowd(reading: Reading) -> Name | None:
    """The mention of protesters that the article makes most of, the earliest of equals."""
    crowds: dict[int, list[Name]] = {}
    for name in reading.names:
        if name.entity >= 0 and reading.entities[name.entity].roles[:1] == ("PRO",):
            crowds.setdefault(name.entity, []).append(name)
    if not crowds:
        return None
    return max(crowds.values(), key=len)[0]


def share_doer(reading: Reading, found: Sequence[Candidate]) -> None:
    """Harm without a doer in its own clause is done by who attacks in the clause that tells when.

    "Nine people were killed when gunmen opened fire on a bus", "after the army shelled the town".
    """
    parse = reading.parse
    for candidate in found:
        sides = candidate.arguments
        bare = candidate.match.act.passive and not sides.sources and not candidate.dropped
        if not bare or candidate.type != "ASSAULT":
            continue
        top = candidate.token
        if top.relation == "conj" and top.head >= 0:
            top = parse.tokens[top.head]
        for clause in parse.kids(top.i, "advcl"):
            if clause.mark not in AT_ONCE:
                continue
            for other in found:
                inside = parse.is_below(other.token.i, clause.i)
                if inside and other.type == "ASSAULT" and other.arguments.sources:
                    sides.sources = [again(p) for p in other.arguments.sources]
                    break
            if sides.sources:
                break


def look_through(reading: Reading, found: Sequence[Candidate]) -> None:
    """Find the target of an act that is done to another act, or aimed at somebody in its content.

    "Police broke up the demonstration" is done to the demonstrators, "condemned the raid" to the
    raiders; "rejected the verdict" answers the court that the sentences before spoke of; "dangled
    the prospect of sanctions against Iran" is aimed at Iran.
    """
    by_token = {c.token.i: c for c in found}
    for n, candidate in enumerate(found):
        sides = candidate.arguments
        if candidate.dropped or not sides.sources or candidate.match.entry.frame.mutual:
            continue
        own = {p.name.entity for p in sides.sources}
        if sides.targets and not all(p.token in by_token for p in sides.targets):
            continue
        sides.targets = (
            _through(candidate, by_token, own)
            or sides.targets
            or _inside(reading, candidate, own)
            or _behind(reading, candidate, found[:n], own)
            or _shared(candidate, by_token, own)
        )


def _inside(reading: Reading, candidate: Candidate, own: set[int]) -> list[Participant]:
    if candidate.type not in AIMED or not candidate.match.entry.frame.targets:
        return []
    name = _first_inside(reading, candidate, own)
    if name is None:
        return []
    return [Participant(name, "inside the content", name.head, direct=False)]


def _behind(
    reading: Reading, candidate: Candidate, before: Sequence[Candidate], own: set[int]
) -> list[Participant]:
    """Who is behind "the decision", "this order", "the verdict": the last one who did something."""
    if candidate.type not in JUDGING:
        return []
    parse, act = reading.parse, candidate.match.act
    slots = ("object", "of", "on", "against", "with", "over", "to")
    heads = [k for slot in slots if act.pos != "noun" or slot != "object" for k in act.slot(slot)]
    for k in heads:
        token = parse.tokens[k]
        pointed = any(t.lower in POINTING for t in parse.kids(k, "det"))
        if not pointed or token.upos != "NOUN" or reading.name_at(k) is not None:
            continue
        if any(t.mark == "to" for t in parse.kids(k, "acl")):
            # "the efforts to keep them out" says itself which ones.
            continue
        repeated = _repeated(reading, token.lemma, before, own)
        if repeated:
            return repeated
        for other in reversed(before):
            if candidate.token.sentence - other.token.sentence > NEAR:
                break
            doers = [p for p in other.arguments.sources if p.name.entity not in own]
            if doers and not other.dropped and other.type in DEEDS:
                return [again(p, JUDGED) for p in doers]
    return []


def _repeated(
    reading: Reading, lemma: str, before: Sequence[Candidate], own: set[int]
) -> list[Participant]:
    """Who made "the deal", who gave "the verdict": the doers of the last act of that kind."""
    kinds = REPEATED.get(lemma, frozenset())
    if not kinds and lemma not in RULINGS | TAKEOVERS:
        return []
    for other in reversed(before):
        doers = [p for p in other.arguments.sources if p.name.entity not in own]
        if lemma in TAKEOVERS:
            doers = _with_role(reading, doers, ARMED)
            if other.type != "COERCE":
                continue
        elif lemma in RULINGS:
            doers = _with_role(reading, doers, JUDGES)
        elif other.type not in kinds:
            continue
        if doers and not other.dropped:
            return [again(p, JUDGED) for p in doers]
    return []


def _shared(
    candidate: Candidate, by_token: dict[int, Candidate], own: set[int]
) -> list[Participant]:
    """Whom a demand after a reproach goes to: "denounced the cabinet and demanded a vote"."""
    token = candidate.token
    before = by_token.get(token.head) if token.relation == "conj" else None
    if candidate.type != "REQUEST" or before is None or before.dropped:
        return []
    if before.type not in {"ACCUSE", "REJECT", "REQUEST"}:
        return []
    return [again(p, SHARED) for p in before.arguments.targets if p.name.entity not in own]


def _through(
    candidate: Candidate, by_token: dict[int, Candidate], own: set[int]
) -> list[Participant]:
    act = candidate.match.act
    slots = dict.fromkeys((*candidate.match.entry.frame.targets, "object", "of", "on", "against"))
    for slot in slots:
        if act.pos == "noun" and slot == "object":
            continue
        for k in act.slot(slot):
            other = by_token.get(k)
            if other is None or other is candidate:
                continue
            found = [again(p, THROUGH) for p in other.arguments.sources if p.name.entity not in own]
            if found:
                return found
    return []


def _first_inside(reading: Reading, candidate: Candidate, own: set[int]) -> Name | None:
    """The first political actor in what follows the trigger inside its own phrase."""
    parse, i = reading.parse, candidate.token.i
    for k in parse.subtree(i):
        if k <= i:
            continue
        token = parse.tokens[k]
        name = reading.name_at(k)
        if name is None or name.head != k or name.entity < 0 or name.entity in own:
            continue
        if name.kind in {"FAC", "EVENT"}:
            continue
        if name.kind == "PLACE" and token.case in LOCATIVE and candidate.type != "AID":
            # Help "in Chad" is help to Chad.
            continue
        if any(
            a.relation == "acl:relcl"
            or (a.relation == "acl" and a.mark == "to" and candidate.type in JUDGING)
            or (a.relation in {"obl", "nmod"} and a.case in TIMES)
            or (a.relation == "conj" and a.upos == "VERB")
            or (a.relation == "advcl" and a.mark in ASIDE)
            or (a.case in LOCATIVE and a.upos == "NOUN" and candidate.type != "AID")
            for a in (token, *_up_to(reading, k, i))
        ):
            continue
        if _is_content(reading, candidate, name, own):
            continue
        if is_political(reading.entities[name.entity]):
            return name
    return None


def _is_content(reading: Reading, candidate: Candidate, name: Name, own: set[int]) -> bool:
    """Whether somebody is part of what is promised or wished for, not whom it is said to."""
    words = {t.lower for t in reading.parse.kids(name.head, "nmod:poss", "det")}
    if candidate.type == "REQUEST":
        token = reading.parse.tokens[name.head]
        chain = [token, *_up_to(reading, name.head, candidate.token.i)]
        above = next((a for a in chain if a.relation in CLAUSES), None)
        if token.case == "against":
            # "asked for help in the fight against him"
            return True
        if above is not None and above is not token and token.relation != "nsubj":
            # "called for using the guard": what is done in the act that is wished for; but "want
            # to see the end of this cabinet".
            return token.case != "of"
    if words & OWN:
        # "willing to withdraw its troops"
        return True
    if candidate.type == "AGREE":
        # "promised to rebuild the country" is not promised to it.
        entity = reading.entities[name.entity]
        here = {reading.entities[k].country for k in own if k >= 0}
        return entity.why.startswith("country ") and entity.country in here
    # "called for a civilian government": what is wished for is not who is asked.
    return candidate.type == "REQUEST" and bool(words & {"a", "an"})


def _up_to(reading: Reading, k: int, top: int) -> list[Token]:
    chain: list[Token] = []
    for above in reading.parse.ancestors(k):
        if above.i == top:
            break
        chain.append(above)
    return chain


def address(reading: Reading, found: Sequence[Candidate]) -> None:
    """A protest told as an act is aimed at whom the article's protesters speak against.

    Bare plurals ("the protests went on") are left without a target.
    """
    called: dict[int, list[Participant]] = {}
    for candidate in found:
        sides = candidate.arguments
        if candidate.type in CALLS and _with_role(reading, sides.sources, SPEAKING_OUT):
            for p in _with_role(reading, sides.targets, RULING):
                called.setdefault(p.name.entity, []).append(p)
    if not called:
        return
    # Whom they call on most; of equals the first.
    addressee = max(called.values(), key=len)[0]
    for candidate in found:
        sides = candidate.arguments
        if candidate.type != "PROTEST" or candidate.dropped or sides.targets:
            continue
        told = candidate.match.act.pos == "verb"
        own = {p.name.entity for p in sides.sources}
        if told and sides.sources and addressee.name.entity not in own:
            sides.targets = [again(addressee, ADDRESSED)]


def _is_answer(candidate: Candidate) -> bool:
    """Whether an act answers somebody: it has no object of its own, or one that was asked or said.

    "Ignored the agreement" refuses an agreement, not the last one who asked for something.
    """
    act = candidate.match.act
    if act.pos == "noun":
        return True
    things = [act.parse.tokens[k] for k in act.slot("object")]
    return all(t.lemma in ASKED or t.upos != "NOUN" for t in things)


def answer(found: Sequence[Candidate]) -> None:
    """A refusal or concession without a target answers who last asked or accused its doer."""
    asked: dict[int, Participant] = {}
    for candidate in found:
        if candidate.dropped:
            continue
        sides = candidate.arguments
        if candidate.type in ANSWERS and not sides.targets and _is_answer(candidate):
            for p in sides.sources:
                if p.name.entity in asked:
                    sides.targets = [again(asked[p.name.entity], ANSWERING)]
                    break
        if candidate.type in ANSWERED and sides.sources:
            for p in sides.targets:
                asked[p.name.entity] = sides.sources[0]
