"""Whom a pronoun may mean, and the clues that speak for and against each.

A candidate is an entity mentioned lately, several named in one breath, or (for "it" and "they") a
thing that is nobody. Agreement and binding decide who is a candidate at all. What is left is told
by clues, short sentences that hold of a pronoun and a candidate or do not; `ranking.py` weighs
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.reading.arcs import Token
from dateline.reading.grammar import subjects, with_conjuncts
from dateline.reading.mentioned import NOMINAL, Mentioned, is_subject
from dateline.reading.owning import Seen
from dateline.reading.speech import load_speech

PRONOUNS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n",
    "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
}  # fmt: skip
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
# Pronouns that do not mean the subject of their clause, but for places: "took it with him".
HELD = frozenset({"obj", "iobj", "obl", "nmod"})
AROUND = frozenset("with behind around beside before near among above below after over".split())
# How far back, in sentences, an antecedent may stand, and how many of each sort are weighed.
REACH = {"m": 8, "f": 8, "p": 4, "n": 3}
MOST, MOST_THINGS = 12, 5
# What may be meant by a pronoun of each kind.
BODIES = frozenset({"ORG", "PLACE", "NORP"})
NOT_THEY = frozenset({"FAC", "EVENT"})
MANY = 4
FAR = 3
# So many steps from "Lee" in "Ann, Ben and the Lees" up to the noun with a role.
HOPS = 6
# How many mentions in how many sentences are many, and which sentences are the first.
LATELY, OFTEN_LATELY = 2, 3
RANKS = ("mentioned last of all", "mentioned last but one", "two or more were mentioned since")
# What speaks for nobody, where that is a candidate.
NOBODY = "nobody is meant"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a pronoun may mean: entities, one or several; none for a thing.

    `head` is the token of the last mention.
    """

    members: tuple[int, ...]
    head: int
    clues: tuple[str, ...] = ()


@dataclass(slots=True)
class View:
    """A pronoun and what is known of its place before any candidate is looked at."""

    token: Token
    kind: str
    role: str
    quote: int
    paragraph: int
    # Ancestors in order, and by the token of each the relation by which the way down goes on.
    above: dict[int, str] = field(default_factory=dict)
    speaker: int = -1
    shared: frozenset[int] = frozenset()


def candidates(state: Mentioned, token: Token) -> list[Candidate]:
    """All that the pronoun at `token` may mean, with their clues, those mentioned last first."""
    view = _view(state, token)
    couples = list(_couples(state, view))
    # "Kenya and the rebels said that they had agreed": both of them.
    both = {k: c.head for c in couples if _subjects_over(state, view, c) for k in c.members}
    alone = [c for c in _entities(state, view) if not _is_in(state, c, both)]
    found = [*alone, *couples, *_things(state, view)]
    found.sort(key=lambda c: (-c.head, c.members))
    del found[MOST:]
    people = [c for c in found if c.members]
    most = max((_count(state, c) for c in people), default=0)
    nearest_subject = max((s for c in people for s in _subjects_over(state, view, c)), default=-1)
    made = []
    for rank, one in enumerate(found):
        clues = list(_clues(state, view, one))
        if len(people) == 1 and one.members:
            clues.append("nobody else can be meant")
        clues.append(RANKS[min(rank, len(RANKS) - 1)])
        if one.members and _count(state, one) == most > 1:
            clues.append("mentioned most of all")
        if nearest_subject >= 0 and nearest_subject in _subjects_over(state, view, one):
            clues.append("the nearest subject over it")
        made.append(Candidate(one.members, one.head, tuple(clues)))
    return made


def _is_in(state: Mentioned, one: Candidate, both: Mapping[int, int]) -> bool:
    """Whether somebody was last mentioned as one of several in one breath."""
    head = both.get(one.members[0]) if len(one.members) == 1 else None
    parse = state.reading.parse
    return head is not None and one.head in {head, *with_conjuncts(parse, [head])}


def nobody(found: Sequence[Candidate]) -> tuple[str, ...]:
    """The clues for that none of these is meant."""
    return (NOBODY,) if len(found) >= MANY else (NOBODY, f"{NOBODY}, for few can be")


def _view(state: Mentioned, token: Token) -> View:
    parse = state.reading.parse
    view = View(
        token,
        PRONOUNS[token.lower],
        role_of(state, token),
        state.quoted[token.i],
        parse.sentences[token.sentence].paragraph,
    )
    below = token
    for above in parse.ancestors(token.i):
        view.above[above.i] = below.relation
        below = above
    view.speaker = _speaker(state, view)
    if token.lower not in REFLEXIVE and token.relation in HELD and token.case not in AROUND:
        # "a coup against him": whoever plots it, it is not against the plotter.
        predicate = parse.clause_of(token.i)
        view.shared = frozenset([*subjects(parse, predicate.i), *_own_subjects(state, predicate)])
    return view


def _own_subjects(state: Mentioned, predicate: Token) -> list[int]:
    """The words that are subject of a clause, as they stand: "who", not whom it stands for."""
    parse = state.reading.parse
    for _ in range(HOPS):
        found = [t.i for t in parse.kids(predicate.i, "nsubj")]
        if found or predicate.relation not in {"xcomp", "conj"} or predicate.head < 0:
            return found
        predicate = parse.tokens[predicate.head]
    return []


def role_of(state: Mentioned, token: Token) -> str:
    """What a nominal is in its clause, in a plain word."""
    tokens = state.reading.parse.tokens
    for _ in range(HOPS):
        if token.relation in {"conj", "appos", "flat", "compound"} and token.head >= 0:
            token = tokens[token.head]
    return ROLES.get(token.relation) or ROLES.get(token.relation.split(":")[0], "other")


ROLES = {
    "nsubj": "subject",
    "nsubj:pass": "passive subject",
    "obl:agent": "agent",
    "obj": "object",
    "iobj": "object",
    "obl": "oblique",
    "nmod:poss": "possessor",
    "nmod": "attribute",
    "root": "head of the sentence",
}


def _speaker(state: Mentioned, view: View) -> int:
    """The entity whose words the quotation around the pronoun are, if the text says so nearby."""
    if not view.quote:
        return -1
    parse = state.reading.parse
    verbs = load_speech().verbs
    here = view.token.sentence
    for number in (here, here + 1, here - 1):
        if not 0 <= number < len(parse.sentences):
            continue
        sentence = parse.sentences[number]
        if sentence.paragraph != view.paragraph:
            continue
        for token in parse.tokens[sentence.first : sentence.last]:
            if state.quoted[token.i] or not is_subject(token) or token.head < 0:
                continue
            verb = parse.tokens[token.head]
            if verb.lemma in verbs and "quote" in verbs[verb.lemma]:
                index = state.owner.get(token.i, -1)
                name = state.by_head.get(token.i)
                return name.entity if index < 0 and name is not None else index
    return -1


# -- who is a candidate -----------------------------------------------------------------------


def _entities(state: Mentioned, view: View) -> Iterator[Candidate]:
    token = view.token
    for index, held in state.seen.items():
        if token.sentence - held.sentence > REACH[view.kind] or not _agrees(state, view, index):
            continue
        if not bound(state, view.token, held, view.shared):
            yield Candidate((index,), held.last)
    # "After his arrest, Ray said": the subject of a verb above that is still to come.
    for above in view.above:
        for subject in state.reading.parse.kids(above, "nsubj"):
            name = state.by_head.get(subject.i)
            if subject.i < token.i or name is None or name.entity < 0:
                continue
            known = state.seen.get(name.entity)
            if known is not None and token.sentence - known.sentence <= REACH[view.kind]:
                continue
            if view.above[above] in {"advcl", "obl", "dep"} and _agrees(state, view, name.entity):
                yield Candidate((name.entity,), subject.i)


def _agrees(state: Mentioned, view: View, index: int) -> bool:
    entity = state.entities[index]
    person = entity.kind == "PERSON"
    if view.kind in {"m", "f"}:
        return person and not entity.collective and entity.gender in {"", view.kind}
    if view.kind == "n":
        return not person and entity.kind in BODIES and not entity.members
    return bool(entity.members) or entity.kind not in NOT_THEY


def _couples(state: Mentioned, view: View) -> Iterator[Candidate]:
    if view.kind != "p":
        return
    tokens = state.reading.parse.tokens
    done: set[tuple[int, ...]] = set()
    for couple in reversed(state.couples):
        if view.token.sentence - tokens[couple.head].sentence > 1:
            break
        key = tuple(sorted(couple.members))
        longer = any(set(key) < set(d) for d in done)
        held = Seen(couple.head, tokens[couple.head].sentence)
        if key not in done and not longer and not bound(state, view.token, held, view.shared):
            done.add(key)
            yield Candidate(couple.members, couple.head)


def _things(state: Mentioned, view: View) -> Iterator[Candidate]:
    tags = {"n": ("NN", "NNP"), "p": ("NNS", "NNPS")}.get(view.kind)
    if tags is None:
        return
    count = 0
    for thing in reversed(state.things):
        if view.token.sentence - thing.sentence > 1 or count == MOST_THINGS:
            break
        held = Seen(thing.i, thing.sentence)
        if thing.tag in tags and not bound(state, view.token, held, view.shared):
            count += 1
            yield Candidate((), thing.i)


def bound(state: Mentioned, token: Token, held: Seen, shared: frozenset[int]) -> bool:
    """Co-arguments of one verb are different actors; nobody is possessed by himself.

    `shared` are the subjects of the verb that the pronoun is an object of.
    """
    parse = state.reading.parse
    last = parse.tokens[held.last]
    if token.relation == "nmod:poss":
        # "the president and his men" is fine, "his" inside the president's own phrase not.
        return token.head == last.i
    if token.lower in REFLEXIVE:
        return False
    top = last
    while top.relation == "conj" and top.upos in NOMINAL and top.head >= 0:
        top = parse.tokens[top.head]
    if top.head == token.head and token.head >= 0 and top.relation != "conj":
        return True
    # "called him, urging him to": whoever urges is not the one who is urged.
    if any(s in held.subjects or s == held.last for s in shared):
        return True
    return (
        last.upos in NOMINAL
        and parse.is_below(token.i, last.i)
        and not _in_clause_of(state, token, last.i)
    )


def _in_clause_of(state: Mentioned, token: Token, top: int) -> bool:
    """Whether a clause lies between the pronoun and the noun above it."""
    if token.relation in CLAUSES:
        return True
    for above in state.reading.parse.ancestors(token.i):
        if above.i == top:
            return False
        if above.relation in CLAUSES:
            return True
    return False


CLAUSES = frozenset({"acl:relcl", "acl", "parataxis", "ccomp"})


# -- clues ------------------------------------------------------------------------------------


def _count(state: Mentioned, one: Candidate) -> int:
    counts = [state.seen[k].count for k in one.members if k in state.seen]
    return max(counts) if counts else 0


def _subjects_over(state: Mentioned, view: View, one: Candidate) -> list[int]:
    """Mentions of the candidate that are the subject of a verb above the pronoun."""
    tokens = state.reading.parse.tokens
    if len(one.members) != 1:
        found = [one.head] if role_of(state, tokens[one.head]) == "subject" else []
    else:
        held = state.seen.get(one.members[0])
        found = held.subjects if held is not None else []
    return [s for s in found if tokens[s].head in view.above and s < view.token.i]


def _clues(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    yield from _distance(state, view, one)
    yield from _grammar(state, view, one)
    if one.members:
        yield from _quotation(state, view, one)
        yield from _kind(state, view, one)
        yield from _standing(state, view, one)
    else:
        yield "a thing"
        role = role_of(state, state.reading.parse.tokens[one.head])
        yield f"a thing, {role}"
        if role == view.role:
            yield "a thing in the same role"


def _distance(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    parse = state.reading.parse
    last = parse.tokens[one.head]
    token = view.token
    if last.i > token.i:
        yield "named after it as the subject"
        return
    sentences = token.sentence - last.sentence
    words = f"{sentences} sentences before" if sentences else "in the same sentence"
    if sentences > FAR:
        words = "far before"
    yield words
    if view.role in {"subject", "possessor"}:
        yield f"{view.role}: {words}"
    if parse.sentences[last.sentence].paragraph != view.paragraph:
        yield "in a paragraph before"
    if sentences == 1 and parse.sentences[last.sentence].paragraph == view.paragraph:
        yield "in the sentence before, of one paragraph"


def _grammar(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    parse = state.reading.parse
    last, token = parse.tokens[one.head], view.token
    role = role_of(state, last)
    where = "here" if last.sentence == token.sentence else "before"
    yield f"{role} {where}"
    if role == view.role:
        yield f"same role, {role} {where}"
    form = "pronoun" if last.upos == "PRON" else "name" if last.upos == "PROPN" else "noun"
    yield f"{form} {where}"
    if form == "pronoun" and where == "here":
        yield f"pronoun here, and it is {view.role}"
    if last.head in view.above and role in {"object", "oblique"} and last.i < token.i:
        yield f"{role} of a verb over it"
    if last.i in view.above:
        yield "in a clause about it"
    yield from _over(state, view, one)
    yield from _subject(state, view, one)


def _over(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    """Whether the candidate is subject of a verb above the pronoun, and of what sort."""
    parse = state.reading.parse
    over = _subjects_over(state, view, one)
    if over:
        link = view.above[parse.tokens[over[-1]].head]
        verb = parse.tokens[parse.tokens[over[-1]].head]
        if link == "ccomp" and "clause" in load_speech().verbs.get(verb.lemma, {}):
            link = "what it says"
        yield "subject over it"
        yield f"subject over it, by {link.split(':')[0]}"
        if view.role in {"subject", "possessor", "object"}:
            yield f"subject over it, and it is {view.role}"


def _subject(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    """Whether the candidate was a subject in this sentence or the one before."""
    parse = state.reading.parse
    token, before = view.token, view.token.sentence - 1
    role = role_of(state, parse.tokens[one.head])
    held = state.seen.get(one.members[0]) if len(one.members) == 1 else None
    spots = held.subjects if held is not None else [one.head] if role == "subject" else []
    tops = [s for s in spots if parse.tokens[s].sentence == before]
    if tops:
        yield "subject in the sentence before"
        if view.role == "subject":
            yield "subject in the sentence before, and it is one"
        if any(parse.tokens[parse.tokens[s].head].relation == "root" for s in tops):
            yield "main subject of the sentence before"
    if any(parse.tokens[s].sentence == token.sentence and s < token.i for s in spots):
        yield "subject in the same sentence"


def _quotation(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    if not view.quote:
        if state.quoted[one.head]:
            yield "last mentioned in a quotation"
        return
    if view.speaker >= 0 and view.speaker in one.members:
        yield "speaks the quotation"
    yield (
        "last mentioned in the same quotation"
        if state.quoted[one.head] == view.quote
        else "last mentioned outside the quotation"
    )


def _kind(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    parse = state.reading.parse
    if len(one.members) > 1:
        people = all(state.entities[k].kind == "PERSON" for k in one.members)
        yield "several people in one breath" if people else "several in one breath"
        return
    entity = state.entities[one.members[0]]
    last = parse.tokens[one.head]
    if view.kind in {"m", "f"}:
        yield "gender known" if entity.gender else "gender not known"
        yield "has a name" if entity.name[:1].isupper() else "has no name"
        return
    if view.kind == "p" and any(
        one.members[0] in c.members and parse.tokens[c.head].sentence == last.sentence
        for c in state.couples
    ):
        yield "one of several in one breath"
    sort = "members" if entity.members else entity.kind.lower()
    if sort == "person" and entity.collective:
        sort = "people"
    yield f"sort: {sort}"
    if last.upos in NOMINAL:
        plural = last.tag in {"NNS", "NNPS"}
        yield f"sort: {sort}, {'plural' if plural else 'singular'}"
    elif last.upos == "PRON":
        yield "meant by they before" if PRONOUNS.get(last.lower) == view.kind else "other pronoun"
    if entity.roles:
        yield "acts for something"


def _standing(state: Mentioned, view: View, one: Candidate) -> Iterator[str]:
    count = _count(state, one)
    yield "mentioned once" if count <= 1 else "mentioned often" if count >= MANY else "mentioned"
    if len(one.members) != 1:
        return
    held = state.seen.get(one.members[0])
    if held is None:
        return
    parse = state.reading.parse
    if parse.tokens[held.mentions[0]].sentence <= 1:
        yield "in the first sentences of the text"
    here = view.token.sentence
    lately = sum(here - parse.tokens[m].sentence <= LATELY for m in held.mentions)
    if lately >= OFTEN_LATELY:
        yield "mentioned three times lately"
    paragraph = parse.sentences
    if any(paragraph[parse.tokens[m].sentence].paragraph == view.paragraph for m in held.mentions):
        yield "in this paragraph"
