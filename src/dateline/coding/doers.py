"""Doers whom an act's own slots do not name, though its sentence or the report does.

The doer may stand with the verb above ("said at a meeting with", "wrote a letter denouncing"), with
another word for the same act ("killed in a raid by", "the strikes killed"), or where the report
says whom it is blamed on, who claimed it or who issued the paper that does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coding.arguments import Arguments, Participant, again
from dateline.coding.candidate import Candidate, entity_of, is_political
from dateline.coding.scorer import ABSORBED
from dateline.coding.slots import Act
from dateline.reading.arcs import Token
from dateline.reading.grammar import agents, is_passive, joined_with
from dateline.reading.reading import Name, Reading

ABOVE = "subject above"
# Acts done in words: a text that does them has a writer.
IN_WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONSULT"})
# Acts of force, which several words of one clause may tell.
FORCE = frozenset({"ASSAULT", "COERCE"})
# Clauses without a subject of their own that take over one from above.
SHARED = frozenset({"conj", "advcl", "xcomp"})
# Marks of a clause that belongs to a noun or adjective before it.
WITHIN = frozenset({"in", "about", "of", "from", "against", "for", "on", "into"})
CLIMBED = frozenset({"conj", "advcl", "xcomp", "ccomp", "parataxis", "acl"})
# What stands before the noun of a meeting that somebody is at while he does something else.
MEETING_AT = frozenset({"at", "during", "in", "after", "before", "following", "for", "on", "from"})
# What stands before the noun of the act in which harm was done.
HARM_IN = frozenset({"in", "during", "by", "after", "from", "when", "amid", "following"})
# Acts that a report tells more than once, later without their doer: "two were arrested".
RETOLD = frozenset({"ASSAULT", "COERCE", "SANCTION"})
NEAR = 2
# What a body issues, that is then said to do something, and verbs of issuing it.
PAPERS = frozenset(
    "order resolution decree directive law bill ban ruling verdict statement report motion "
    "measure proclamation edict letter declaration constitution act sanction memo".split()
)
# Verbs by which somebody else tells of an act.
REPORTING = frozenset("announce report confirm accept prompt follow hit kill damage".split())
ENGAGED = frozenset({"engage", "involve", "lock", "embroil", "entangle"})
PASSING = frozenset("pass adopt approve issue sign publish enact release vote".split())
HIGHEST = 5


def fill_from_clause(reading: Reading, found: Sequence[Candidate]) -> None:
    """Find doers with the verbs above an act, for those that have none."""
    for candidate in found:
        sides = candidate.arguments
        if not candidate.match.entry.frame.sources:
            continue
        act = candidate.match.act
        if act.pos == "noun":
            if not sides.sources:
                sides.sources = (
                    _at_meeting(reading, candidate)
                    or _blamed(reading, candidate)
                    or _with_its_verb(reading, candidate)
                )
                _take_off(sides)
        elif not act.passive:
            sides.sources = sides.sources or _issuer(reading, candidate)
            amiss = bool(sides.sources) and _at_itself(reading, candidate)
            above = [] if sides.sources and not amiss else _subject_above(reading, candidate)
            if above:
                blamed, sides.sources = sides.sources, above
                _take_off(sides)
                # Whom it was taken to be done by is the pronoun that it is done to.
                sides.targets = sides.targets or blamed
                if amiss and candidate.dropped.startswith(ABSORBED):
                    candidate.dropped = ""


def fill_from_act(reading: Reading, found: Sequence[Candidate]) -> None:
    """Find doers with another word for the same act: "the strikes killed", "killed in a raid"."""
    by_token = {c.token.i: c for c in found}
    for candidate in found:
        sides, act = candidate.arguments, candidate.match.act
        if candidate.dropped or sides.sources or candidate.type not in FORCE or act.pos == "noun":
            continue
        heads = [] if act.passive else act.slot("subject")
        heads = [*heads, *_phrases(reading, candidate)]
        harmed = {p.name.entity for p in sides.targets}
        for k in heads:
            other = by_token.get(k)
            if other is None or other.type not in FORCE or other.match.act.pos != "noun":
                continue
            doers = [p for p in other.arguments.sources if p.name.entity not in harmed]
            if doers:
                sides.sources = [again(p) for p in doers]
                break


def fill_from_story(found: Sequence[Candidate]) -> None:
    """Find doers with another telling of an act: the same done to the same ones, or just before."""
    for n, candidate in enumerate(found):
        sides, act = candidate.arguments, candidate.match.act
        if candidate.dropped or sides.sources or candidate.type not in RETOLD:
            continue
        if not (act.passive or act.pos == "noun"):
            continue
        harmed = {p.name.entity for p in sides.targets if p.name.entity >= 0}
        others = [*reversed(found[:n]), *found[n + 1 :]]
        for other in others:
            if other.type != candidate.type or other.dropped or not other.arguments.sources:
                continue
            if harmed & {p.name.entity for p in other.arguments.sources}:
                continue
            same = harmed & {p.name.entity for p in other.arguments.targets}
            apart = candidate.token.sentence - other.token.sentence
            near = 0 <= apart <= NEAR and other.token.lemma == candidate.token.lemma
            if same or (near and act.passive and candidate.type != "ASSAULT"):
                sides.sources = [again(p) for p in other.arguments.sources]
                break


def _phrases(reading: Reading, candidate: Candidate) -> list[int]:
    parse = reading.parse
    heads = [candidate.token.i]
    if candidate.token.relation == "conj":
        heads.append(candidate.token.head)
    heads += [t.i for t in parse.kids(candidate.token.i, "conj") if t.upos == "VERB"]
    return [t.i for k in heads for t in parse.kids(k, "obl", "obl:agent") if t.case in HARM_IN]


def _issuer(reading: Reading, candidate: Candidate) -> list[Participant]:
    """Who is behind a paper that does something: "the order bars", "it also lifts", once told."""
    act, parse = candidate.match.act, reading.parse
    subject = next((parse.tokens[k] for k in act.slot("subject")), None)
    if subject is None:
        return []
    opens = subject.i <= parse.sentence_of(subject.i).first + 1
    if subject.lower == "it" and opens and reading.name_at(subject.i) is None:
        subject = _paper_before(reading, subject)
    if subject is None or subject.lemma not in PAPERS or reading.name_at(subject.i) is not None:
        return []
    taken = {p.name.entity for p in candidate.arguments.targets}
    for token in reversed(parse.tokens[: subject.i + 1]):
        if token.lemma not in PAPERS or token.upos != "NOUN":
            continue
        owners = parse.kids(token.i, "nmod:poss", "nmod", "amod", "compound")
        heads = [t.i for t in owners if t.case in {"", "by", "of", "from", "'s", "’s"}]
        verb = parse.tokens[token.head] if token.head >= 0 else token
        if verb.lemma in PASSING and token.relation in {"obj", "nsubj:pass"}:
            heads += Act(parse, verb.i, "verb", act.light).slot("subject")
        heads += [k for t in parse.kids(token.i, "acl") for k in agents(parse, t.i)]
        found = _actors(reading, heads, taken)
        if found:
            return [again(p) for p in found[:1]]
    return []


def _paper_before(reading: Reading, pronoun: Token) -> Token | None:
    """The paper that "it" at the head of a sentence goes on from: the subject just before."""
    parse, sentence = reading.parse, pronoun.sentence
    for back in range(1, NEAR + 1):
        if sentence - back < 0:
            return None
        before = parse.sentences[sentence - back]
        for k in range(before.first, before.last):
            token = parse.tokens[k]
            if token.relation in {"nsubj", "nsubj:pass"} and token.lower != "it":
                return token if token.lemma in PAPERS else None
    return None


def _take_off(sides: Arguments) -> None:
    """Whoever turns out to have done it is not whom it was done to."""
    own = {p.name.entity for p in sides.sources}
    sides.targets = [p for p in sides.targets if p.name.entity not in own]


def _at_itself(reading: Reading, candidate: Candidate) -> bool:
    """Whether doer and target are one: "asked that he stay, accusing him", read amiss."""
    act, parse = candidate.match.act, candidate.match.act.parse
    if parse.kid(act.token.i, "nsubj") or act.token.relation not in SHARED:
        return False
    below = parse.kids(act.token.i, "obj", "obl", "xcomp", "advcl", "ccomp")
    below += [t for k in below for t in parse.kids(k.i, "nsubj")]
    objects = [t for t in below if t.lower in {"him", "her", "them", "it"}]
    doers = {p.name.entity for p in candidate.arguments.sources if p.name.entity >= 0}
    mine = {p.name.entity for p in candidate.arguments.targets}
    named = {n.entity for t in objects if (n := reading.name_at(t.i)) is not None}
    # A pronoun that is no target stands for the doer found for it.
    left_out = any(t.relation == "obj" for t in objects) and not candidate.arguments.targets
    return (left_out and candidate.type in IN_WORDS) or bool(doers & (mine | named))


def _subject_above(reading: Reading, candidate: Candidate) -> list[Participant]:
    """The subject of the nearest verb above that is an actor and not whom it is done to."""
    act, parse = candidate.match.act, reading.parse
    token = act.token
    written = token.relation == "acl" and token.tag == "VBG" and candidate.type in IN_WORDS
    if parse.kid(token.i, "nsubj") or not (written or token.relation in SHARED):
        return []
    if token.mark in WITHIN:
        # "skepticism about his sincerity in negotiating" is not his who voices it.
        return []
    barred = {p.name.entity for p in (*candidate.arguments.targets, *candidate.arguments.sources)}
    barred |= {
        n.entity for t in parse.kids(token.i, "obj") if (n := reading.name_at(t.i)) is not None
    }
    if written and reading.name_at(token.head) is not None:
        return []
    for above in _verbs_above(reading, token):
        heads = Act(parse, above.i, "verb", act.light).slot("subject")
        found = [
            Participant(n, ABOVE, k, direct=False)
            for k in heads
            if (n := reading.name_at(k)) is not None and n.kind not in {"FAC", "EVENT"}
        ]
        if heads and not found and candidate.type not in IN_WORDS:
            # "said the strikes had slowed them and killed many": the strikes did.
            return []
        if candidate.type not in IN_WORDS and above.i != token.head:
            return []
        if found and not {p.name.entity for p in found} & barred:
            return found
    return []


def _verbs_above(reading: Reading, token: Token) -> Iterator[Token]:
    tokens = reading.parse.tokens
    for _ in range(HIGHEST):
        if token.head < 0:
            return
        nominal = token.relation in {"obj", "obl", "nmod", "appos", "nsubj:pass"}
        if token.relation not in CLIMBED and not (nominal and token.upos in {"NOUN", "PROPN"}):
            return
        joined = token.relation == "conj"
        token = joined_with(reading.parse, token) if joined else tokens[token.head]
        if token.upos in {"VERB", "ADJ"}:
            yield token


def _at_meeting(reading: Reading, candidate: Candidate) -> list[Participant]:
    """Who does something at a meeting with somebody, or during a visit."""
    sides, parse = candidate.arguments, reading.parse
    token = candidate.token
    if candidate.type != "CONSULT" or not sides.targets or token.relation not in {"obl", "nmod"}:
        return []
    if token.case not in MEETING_AT or token.head < 0:
        return []
    taken = {p.name.entity for p in sides.targets}
    for above in _verbs_above(reading, token):
        if is_passive(parse, above) and not parse.kid(above.i, "obl:agent"):
            # "was received at a meeting with the king", "is expected in the city"
            heads = [t.i for t in parse.kids(above.i, "nsubj:pass")]
        else:
            heads = Act(parse, above.i, "verb", candidate.match.act.light).slot("subject")
        found = _actors(reading, heads, taken)
        if found:
            return found
    return []


def _with_its_verb(reading: Reading, candidate: Candidate) -> list[Participant]:
    """The subject of the verb that an entry asks for, or of one that says who is in it.

    "Submitted their resignations", "is engaged in a war of words".
    """
    parse, token = reading.parse, candidate.token
    if token.head < 0:
        return []
    verb, taken = parse.tokens[token.head], {p.name.entity for p in candidate.arguments.targets}
    if verb.upos != "VERB":
        return []
    asked = {c.slot for c in candidate.match.entry.conditions}
    passive = is_passive(parse, verb)
    if token.relation == "obj" and "verb" in asked and verb.lemma not in REPORTING and not passive:
        return _actors(reading, _subjects(candidate, verb), taken)
    if token.relation == "obl" and token.case == "in" and verb.lemma in ENGAGED:
        heads = [t.i for t in parse.kids(verb.i, "nsubj:pass")] if passive else []
        return _actors(reading, heads or _subjects(candidate, verb), taken)
    return []


def _actors(reading: Reading, heads: Sequence[int], taken: set[int]) -> list[Participant]:
    found: list[Participant] = []
    for k in heads:
        name: Name | None = reading.name_at(k)
        if name is None or name.kind in {"FAC", "EVENT"} or name.entity in taken:
            continue
        participant = Participant(name, ABOVE, k, direct=False)
        if is_political(entity_of(reading, participant)):
            found.append(participant)
    return found


def _blamed(  # noqa: C901 - one way of blaming after the other
    reading: Reading, candidate: Candidate
) -> list[Participant]:
    """On whom a deed is blamed, or who claims it."""
    parse, token = reading.parse, candidate.token
    if candidate.type not in FORCE:
        return []
    taken = {p.name.entity for p in candidate.arguments.targets}
    for clause in parse.kids(token.i, "acl", "acl:relcl"):
        if clause.lemma == "claim" and is_passive(parse, clause):
            return _actors(reading, agents(parse, clause.i), taken)
        if clause.lemma == "blame" and is_passive(parse, clause):
            on = [t.i for t in parse.kids(clause.i, "obl") if t.case in {"on", "upon"}]
            return _actors(reading, on, taken)
    if token.head < 0:
        return []
    above = parse.tokens[token.head]
    if above.lemma == "responsibility" and above.head >= 0 and token.case == "for":
        verb = parse.tokens[above.head]
        claims = verb.lemma in {"claim", "take", "accept", "admit"} and above.relation == "obj"
        return _actors(reading, _subjects(candidate, verb), taken) if claims else []
    if above.lemma == "claim" and token.relation in {"obj", "nsubj:pass"}:
        return _actors(reading, _subjects(candidate, above), taken)
    if above.lemma == "blame":
        if token.relation in {"obj", "nsubj:pass"}:
            below = [*parse.kids(above.i, "obl"), *parse.kids(token.i, "nmod")]
            return _actors(reading, [t.i for t in below if t.case in {"on", "upon"}], set())
        if token.case == "for":
            blamed = parse.kids(above.i, "nsubj:pass" if is_passive(parse, above) else "obj")
            return _actors(reading, [t.i for t in blamed], taken)
    if above.lemma == "accuse" and token.case == "of":
        blamed = parse.kids(above.i, "nsubj:pass" if is_passive(parse, above) else "obj")
        return _actors(reading, [t.i for t in blamed], taken)
    return []


def _subjects(candidate: Candidate, verb: Token) -> list[int]:
    act = candidate.match.act
    return Act(act.parse, verb.i, "verb", act.light).slot("subject")
