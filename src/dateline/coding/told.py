"""What an article says of the day of an act in one sentence holds where it speaks of it again.

"Wednesday's ouster of the president" dates "the ouster" of two paragraphs before, and of the next.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.coding.arguments import Participant
from dateline.coding.candidate import Candidate
from dateline.event import When
from dateline.reading.arcs import Token

# "Any rally" is no rally told of before.
INDEFINITE = frozenset({"another", "some", "any", "each", "every", "no"})
# What tells which act is meant: "the raid", "his arrest", "the Gaza raid".
DEFINING = ("det", "nmod:poss", "compound")
# What is done to one person only once in a story.
ONCE = frozenset({"ASSAULT", "COERCE"})
# Nouns that name whatever was done to somebody.
PLAIN = frozenset({"attack", "assault"})
Key = tuple[str, str | None, str | int]
Days = list[tuple[Candidate, When]]


class Told:
    """The days that an article's acts have by their own words, by type and target or word."""

    def __init__(
        self,
        dated: Iterable[tuple[Candidate, When]] = (),
        persons: frozenset[int] = frozenset(),
    ) -> None:
        self._single = persons
        self._days: dict[Key, Days] = {}
        self._types: dict[str, Days] = {}
        self._persons: dict[tuple[str, int], Days] = {}
        for candidate, when in dated:
            for key in _keys(candidate):
                self._days.setdefault(key, []).append((candidate, when))
            self._types.setdefault(candidate.type, []).append((candidate, when))
            for person in self._targets(candidate):
                self._persons.setdefault((candidate.type, person), []).append((candidate, when))

    def day_of(self, candidate: Candidate) -> When | None:
        """The day of the act that a text speaks of again, if it was told."""
        again = self._of_noun(candidate)
        return again if again is not None else self._of_person(candidate)

    def _of_noun(self, candidate: Candidate) -> When | None:
        """The day of the act that a single noun ("the ouster") speaks of again.

        The last day told before the noun counts, else the first one told after it. Acts of one
        code with the same target are the same; without the same target they are if they are single
        nouns and the article gives one day for all of them.
        """
        token = _noun(candidate)
        if token is None:
            return None
        parse = candidate.match.act.parse
        kids = parse.kids(token.i, "det")
        if any(t.lower in INDEFINITE for t in kids) or not parse.kids(token.i, *DEFINING):
            return None
        for key in _keys(candidate):
            days = self._days.get(key, [])
            if isinstance(key[2], str) or candidate.type == "CONSULT":
                days = [d for d in days if not _differ(candidate, d[0])]
            if isinstance(key[2], str):
                # By its code alone an act is known only where all of its type fell on one day.
                others = self._types.get(candidate.type, []) if _is_code(candidate, key) else days
                others = [d for d in others if not _differ(candidate, d[0])]
                if len({when.start for _, when in [*days, *others]}) > 1:
                    continue
            if days:
                before = [when for c, when in days if c.token.i < token.i]
                return before[-1] if before else days[0][1]
        if token.lemma in PLAIN and any(t.lower in {"the", "this"} for t in kids):
            # "The attack" is the one that the article is about, if all of it fell on one day.
            days = self._types.get(candidate.type, [])
            days = [d for d in days if not _differ(candidate, d[0])]
            if len({when.start for _, when in days}) == 1:
                return days[0][1]
        return None

    def _of_person(self, candidate: Candidate) -> When | None:
        """The day on which somebody was killed or arrested, if the article gives only one."""
        parse = candidate.match.act.parse
        token = candidate.token
        if token.mark == "to" or any(t.tag == "MD" for t in parse.kids(token.i, "aux")):
            return None
        if token.upos == "VERB" and token.tag not in {"VBD", "VBN", "VBZ"}:
            return None
        if token.upos != "VERB" and not parse.kids(token.i, *DEFINING):
            return None
        for person in self._targets(candidate):
            days = self._persons.get((candidate.type, person), [])
            if len({when.start for _, when in days}) == 1:
                return days[0][1]
        return None

    def _targets(self, candidate: Candidate) -> list[int]:
        """The single persons that something is done to which happens once."""
        if candidate.match.entry.mode == "resign":
            sources = candidate.arguments.sources
            return [p.name.entity for p in sources if p.name.entity in self._single]
        if candidate.type not in ONCE:
            return []
        return [p.name.entity for p in candidate.arguments.targets if p.name.entity in self._single]


def _is_code(candidate: Candidate, key: Key) -> bool:
    return key[2] == candidate.match.entry.cameo


def _differ(one: Candidate, other: Candidate) -> bool:
    """Whether two acts are done to people with different names, or two meetings of other people."""
    first, second = (_named(c.arguments.targets) for c in (one, other))
    if one.type == "CONSULT":
        first |= _named(one.arguments.sources)
        second |= _named(other.arguments.sources)
        return len(first & second) < min(len(first), len(second))
    return bool(first) and bool(second) and not first & second


def _named(participants: Iterable[Participant]) -> set[int]:
    return {p.name.entity for p in participants if p.name.text[:1].isupper()}


def _noun(candidate: Candidate) -> Token | None:
    """The single noun that names an act: "the ouster", "staged a coup"."""
    match = candidate.match
    tokens = match.act.parse.tokens[match.act.first : match.act.last + 1]
    return next((t for t in reversed(tokens) if t.upos == "NOUN" and t.tag != "NNS"), None)


def _keys(candidate: Candidate) -> list[Key]:
    entry, token, noun = candidate.match.entry, candidate.token, _noun(candidate)
    kind, mode = candidate.type, entry.mode
    keys: list[Key] = [
        (kind, mode, p.name.entity) for p in candidate.arguments.targets if p.name.entity >= 0
    ]
    if token.upos == "NOUN" and token.tag != "NNS":
        keys.append((kind, mode, token.lemma))
    if noun is not None and kind != "PROTEST":
        keys.append((kind, mode, entry.cameo))
    return keys
