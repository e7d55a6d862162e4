"""What an article says of the day of an act in one sentence holds where it speaks of it again.

"Wednesday's ouster of the president" dates "the ouster" of two paragraphs before, and of the next.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.coding.candidate import Candidate
from dateline.event import When
from dateline.reading.arcs import Token

# "Any rally" is no rally told of before.
INDEFINITE = frozenset({"another", "some", "any", "each", "every", "no"})
Key = tuple[str, str | None, str | int]


class Told:
    """The days that an article's acts have by their own words, by type and target or word."""

    def __init__(self, dated: Iterable[tuple[Candidate, When]] = ()) -> None:
        self._days: dict[Key, list[tuple[Candidate, When]]] = {}
        for candidate, when in dated:
            for key in _keys(candidate):
                self._days.setdefault(key, []).append((candidate, when))

    def day_of(self, candidate: Candidate) -> When | None:
        """The day of the act that a single noun ("the ouster") speaks of again, if it was told.

        The last day told before the noun counts, else the first one told after it. Acts of one
        code with the same target are the same; without the same target they are if they are single
        nouns and the article gives one day for all of them.
        """
        token = _noun(candidate)
        if token is None:
            return None
        kids = candidate.match.act.parse.kids(token.i, "det")
        if any(t.lower in INDEFINITE for t in kids):
            return None
        for key in _keys(candidate):
            days = self._days.get(key, [])
            if key[2] == candidate.match.entry.cameo:
                days = [d for d in days if not _differ(candidate, d[0])]
                if len({when.start for _, when in days}) > 1:
                    continue
            if days:
                before = [when for c, when in days if c.token.i < token.i]
                return before[-1] if before else days[0][1]
        return None


def _differ(one: Candidate, other: Candidate) -> bool:
    """Whether two acts are done to people with different names."""
    first, second = (
        {p.name.entity for p in c.arguments.targets if p.name.text[:1].isupper()}
        for c in (one, other)
    )
    return bool(first) and bool(second) and not first & second


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
    if token.tag != "NNS" and (not keys or kind == "PROTEST"):
        keys.append((kind, mode, token.lemma))
    if noun is not None and kind != "PROTEST":
        keys.append((kind, mode, entry.cameo))
    return keys
