"""What the scorer looks at: named facts about a candidate, its people, its clause and its report.

Every clue is a short text such as `obj=dissident` or `COERCE source GOV`, so that an explanation
can print it. Nothing here is learned; the weights stand in `scorer.json` (see `scorer.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.coding.arguments import Participant
from dateline.coding.candidate import POLITICAL, Candidate, entity_of, is_political
from dateline.coding.lexicon import Lexicon
from dateline.reading.arcs import Sentence, Token
from dateline.reading.reading import Entity, Reading

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
SUBORDINATE = frozenset({"advcl", "acl", "ccomp", "xcomp", "csubj", "parataxis"})
# Sentences of more words fail more often in the parser.
LONG, SHORT = 35, 12
# So far back a report looks at history, not at news.
YEARS = 2
YEAR_DIGITS = 4
SLOTS = frozenset({"nsubj", "obj", "iobj", "obl", "amod", "nmod", "compound", "advmod", "acl"})


@dataclass(slots=True)
class Surroundings:
    """What holds for all candidates of a sentence, or of a report."""

    classes: dict[str, tuple[str, ...]]
    words: dict[int, tuple[str, ...]]
    parties: dict[int, int]
    countries: int
    year: int | None
    acts: dict[int, list[Candidate]]


def surroundings(reading: Reading, lexicon: Lexicon, found: Sequence[Candidate]) -> Surroundings:
    """Gather once a report what its candidates share."""
    acts: dict[int, list[Candidate]] = {}
    for candidate in found:
        acts.setdefault(candidate.token.sentence, []).append(candidate)
    parties: Counter[int] = Counter()
    for name in reading.names:
        if name.entity >= 0 and is_political(reading.entities[name.entity]):
            parties[reading.parse.tokens[name.head].sentence] += 1
    published = reading.article.published
    return Surroundings(
        lexicon.classes_of,
        {},
        dict(parties),
        len({e.country for e in reading.entities if e.country}),
        published.year if published else None,
        acts,
    )


def clues(reading: Reading, candidate: Candidate, around: Surroundings) -> list[str]:
    """The clues that hold for a candidate, each once."""
    found = dict.fromkeys(_all(reading, candidate, around))
    return list(found)


def _all(reading: Reading, candidate: Candidate, around: Surroundings) -> Iterator[str]:
    kind = candidate.type
    yield from _of_entry(candidate, kind)
    yield from _of_word(reading, candidate, kind, around)
    yield from _of_people(reading, candidate, kind)
    yield from _of_clause(reading, candidate, kind)
    yield from _of_sentence(reading, candidate, kind, around)
    yield from _of_neighbours(candidate, kind, around)


def _of_entry(candidate: Candidate, kind: str) -> Iterator[str]:
    """Which entry fits, how narrowly, and what the rules say of it."""
    match = candidate.match
    entry = match.entry
    word = " ".join(entry.words)
    yield kind
    yield f"word {word}"
    yield f"word {word} {kind}"
    fit = match.loose or "entry fits"
    yield fit
    yield f"{fit} {kind}"
    rule = ruled(candidate.dropped)
    yield rule
    yield f"{rule} {kind}"
    for slot in match.missing:
        yield f"lacks {slot}"
        yield f"lacks {slot} {kind}"
    if match.loose:
        yield f"lacks {len(match.missing)}"
        yield f"{match.loose}, lacks {len(match.missing)} {entry.pos}"
    else:
        weight = min(6, int(entry.weight))
        yield f"entry weight {weight}"
        yield f"{rule} entry weight {weight}"
        if len(entry.words) > 1:
            yield "entry of several words"


def ruled(dropped: str) -> str:
    """The kind of reason that the rules have to leave a candidate out."""
    if not dropped:
        return "rules keep it"
    return "rules: " + dropped.partition("“")[0].strip()[:40]


def _of_word(  # noqa: C901 - one paragraph a neighbour
    reading: Reading, candidate: Candidate, kind: str, around: Surroundings
) -> Iterator[str]:
    """The word's part in the sentence, what hangs on it and what it hangs on."""
    parse, act, token = reading.parse, candidate.match.act, candidate.token
    pos = act.pos
    relation = token.relation.split(":")[0]
    yield f"{pos} {kind}"
    yield f"{pos} as {token.relation}"
    yield f"{kind} as {relation}"
    yield f"tag {token.tag} {kind}"
    if token.mark:
        yield f"after “{token.mark}”"
        yield f"{kind} after “{token.mark}”"
    if token.case:
        yield f"in a phrase with “{token.case}”"
        yield f"{kind} in a phrase with “{token.case}”"
    if token.head >= 0:
        above = parse.tokens[token.head]
        yield f"{kind} under {above.lemma}"
        yield f"under a {above.upos} as {relation}"
        for name in around.classes.get(above.lemma, ()):
            yield f"under @{name}"
    if act.passive:
        yield f"passive {kind}"
    for kid in parse.kids(token.i):
        base = kid.relation.split(":")[0]
        if base in SLOTS:
            slot = kid.case if kid.case and base in {"obl", "nmod"} else base
            if base == "obj" or (kid.relation == "nsubj:pass" and act.passive):
                slot = "patient"
            yield from _filler(reading, kid, slot, kind, around)
        elif base in {"xcomp", "ccomp", "advcl"}:
            yield f"{kind} {base} {kid.lemma}"
        elif base in {"det", "nummod", "aux", "cop"} or kid.relation == "compound:prt":
            yield f"{kind} {base} {kid.lower}"
            yield f"{base} {kid.lower}"


def _filler(
    reading: Reading, kid: Token, slot: str, kind: str, around: Surroundings
) -> Iterator[str]:
    """Who or what fills a slot: its classes, the sort of name it is."""
    for name in around.classes.get(kid.lemma, ()):
        yield f"{slot} @{name}"
        yield f"{kind} {slot} @{name}"
    named = reading.name_at(kid.i)
    if named is None:
        yield f"{kind} {slot} a {kid.upos}"
    else:
        entity = reading.entities[named.entity] if named.entity >= 0 else None
        yield f"{kind} {slot} {sort_of(entity)}"


def sort_of(entity: Entity | None) -> str:
    """What is known of somebody, in a word."""
    if entity is None:
        return "somebody"
    if entity.roles and entity.roles[0] in POLITICAL:
        return entity.roles[0]
    if entity.country:
        return "country"
    return entity.roles[0] if entity.roles else f"unknown {entity.kind}"


def _of_people(reading: Reading, candidate: Candidate, kind: str) -> Iterator[str]:
    """Doers and targets: who they are, whether they are there at all."""
    sides = candidate.arguments
    for side, people in (("source", sides.sources), ("target", sides.targets)):
        if not people:
            yield f"no {side}"
            yield f"no {side} {kind}"
            continue
        yield from _of_side(reading, people, side, kind)
    first, second = (_first(reading, p) for p in (sides.sources, sides.targets))
    yield f"{kind} {sort_of(first) if sides.sources else '?'}>" + (
        sort_of(second) if sides.targets else "?"
    )
    if first is not None and second is not None and first.country and second.country:
        same = "one country" if first.country == second.country else "two countries"
        yield same
        yield f"{kind} {same}"


def _first(reading: Reading, people: Sequence[Participant]) -> Entity | None:
    return entity_of(reading, people[0]) if people else None


def _of_side(
    reading: Reading, people: Sequence[Participant], side: str, kind: str
) -> Iterator[str]:
    first = people[0]
    entity = entity_of(reading, first)
    yield f"{side} {sort_of(entity)}"
    yield f"{kind} {side} {sort_of(entity)}"
    yield f"{side} from {first.slot}"
    if not first.direct:
        yield f"{side} inside a phrase"
        yield f"{kind} {side} inside a phrase"
    if entity is not None:
        yield f"{side} {'known' if entity.country else 'unknown'} country"
        yield f"{side} is a {entity.kind}"
        if any(is_political(entity_of(reading, p)) for p in people):
            yield f"{side} political"
            yield f"{kind} {side} political"


def _of_clause(reading: Reading, candidate: Candidate, kind: str) -> Iterator[str]:
    """Tense, standing, quotation, and how deep the act stands."""
    parse, token = reading.parse, candidate.token
    standing = reading.standing_at(token.i)
    status = standing.status if standing else "not judged"
    yield f"told as {status}"
    yield f"{kind} told as {status}"
    clause = parse.clause_of(token.i)
    relation = clause.relation.split(":")[0]
    yield f"clause is {relation}"
    if relation in SUBORDINATE and clause.mark:
        yield f"clause after “{clause.mark}”"
        yield f"{kind} clause after “{clause.mark}”"
    yield f"clause tag {clause.tag}"
    for aux in parse.kids(clause.i, "aux"):
        yield f"clause with {aux.lower}"
    for voice in reading.voices:
        if any(a <= token.start < b for a, b in voice.content):
            yield f"said, {voice.kind}"
            yield f"{kind} said, {voice.kind}"
            break
    depth = 0
    for above in parse.ancestors(token.i):
        depth += above.relation.split(":")[0] in SUBORDINATE or above.relation == "acl:relcl"
    yield f"depth {min(depth, 3)}"


def _of_sentence(
    reading: Reading, candidate: Candidate, kind: str, around: Surroundings
) -> Iterator[str]:
    """Where in the report, how many parties, which other words."""
    sentence = reading.parse.sentence_of(candidate.token.i)
    words = around.words.get(sentence.index)
    if words is None:
        words = around.words[sentence.index] = tuple(_words(reading, sentence, around))
    yield from words
    length = sentence.last - sentence.first
    if length > LONG:
        yield "long sentence"
    elif length < SHORT:
        yield "short sentence"
    parties = min(3, around.parties.get(sentence.index, 0))
    yield f"{parties} parties in the sentence"
    yield f"{kind} {parties} parties"
    if around.parties.get(sentence.index, 0) == 0 and around.countries == 0:
        yield "no party in the report"
    if sentence.index == 0:
        yield "first sentence"


def _words(reading: Reading, sentence: Sentence, around: Surroundings) -> Iterator[str]:
    """The classes of the content words of a sentence, and years long past."""
    seen: set[str] = set()
    for token in reading.parse.tokens[sentence.first : sentence.last]:
        if token.lower.isdigit() and len(token.lower) == YEAR_DIGITS:
            if _is_past(int(token.lower), around.year):
                yield "a year long past"
            continue
        if token.upos in CONTENT and token.upos != "PROPN" and token.lemma not in seen:
            seen.add(token.lemma)
            for name in around.classes.get(token.lemma, ()):
                if name not in seen:
                    seen.add(name)
                    yield f"with @{name}"


FIRST_YEAR, LAST_YEAR = 1000, 2100


def _is_past(number: int, year: int | None) -> bool:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return False
    return year is None or number <= year - YEARS


def _of_neighbours(candidate: Candidate, kind: str, around: Surroundings) -> Iterator[str]:
    """Other candidates of the sentence, and those of the same people."""
    others = [c for c in around.acts.get(candidate.token.sentence, ()) if c is not candidate]
    others = [c for c in others if not c.match.loose and c.token.i != candidate.token.i]
    yield f"{min(3, len(others))} other acts"
    if any(c.type == kind for c in others):
        yield "another act of the type"
        yield f"another {kind}"
    people = {p.name.entity for p in candidate.arguments.sources if p.name.entity >= 0}
    people |= {p.name.entity for p in candidate.arguments.targets if p.name.entity >= 0}
    for other in others:
        theirs = (*other.arguments.sources, *other.arguments.targets)
        if people & {p.name.entity for p in theirs}:
            yield "another act of the same people"
            break
