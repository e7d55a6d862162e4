"""The one thin layer between a parser and every rule: tokens and arcs in Universal Dependencies.

Rules speak of subjects, objects, agents and obliques with their preposition, never of one parser's
labels. A parser is anything that turns a text into a `Parse`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

# No tree of a sentence is deeper; a ring of heads, which no parser should give, ends here.
DEEPEST = 200


@dataclass(slots=True)
class Token:
    """One word, with offsets into the text it stands in.

    `relation` is the UD relation to `head` (an index into the parse, -1 for a root). `case` is the
    lower-case preposition of a nominal ("in", "against", "because of") or "". `mark` is the
    subordinator of a clause ("that", "if", "to", "after") or "". `label` is the parser's name
    label for the token (PERSON, ORG, GPE, …) or "".
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    upos: str
    tag: str
    head: int
    relation: str
    sentence: int
    case: str = ""
    mark: str = ""
    label: str = ""
    label_start: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Token range `first:last` (end exclusive) and character range `start:end` of a sentence."""

    index: int
    first: int
    last: int
    start: int
    end: int
    paragraph: int


class Parse:
    """All tokens of a text, their arcs and sentences."""

    __slots__ = ("children", "sentences", "starts", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], sentences: list[Sentence]) -> None:
        self.text = text
        self.tokens = tokens
        self.sentences = sentences
        self.children: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head >= 0:
                self.children[token.head].append(token.i)
        self.starts = [token.start for token in tokens]

    def __len__(self) -> int:
        return len(self.tokens)

    def kids(self, i: int, *relations: str) -> list[Token]:
        """Dependents of token `i`; with `relations`, those that stand in one of them.

        A relation without a subtype takes its subtypes too: `nsubj` also finds `nsubj:pass`.
        """
        found = [self.tokens[k] for k in self.children[i]]
        if not relations:
            return found
        return [
            t for t in found if t.relation in relations or t.relation.split(":")[0] in relations
        ]

    def kid(self, i: int, *relations: str) -> Token | None:
        """The first dependent of `i` in exactly one of `relations`, or None."""
        for k in self.children[i]:
            if self.tokens[k].relation in relations:
                return self.tokens[k]
        return None

    def ancestors(self, i: int) -> Iterator[Token]:
        """The head of `i`, its head, and so on to the root."""
        seen = 0
        while (i := self.tokens[i].head) >= 0 and seen < DEEPEST:
            seen += 1
            yield self.tokens[i]

    def subtree(self, i: int) -> list[int]:
        """Indices of `i` and everything below it, in text order."""
        found, queue = [i], [i]
        while queue:
            below = self.children[queue.pop()]
            found.extend(below)
            queue.extend(below)
        found.sort()
        return found

    def is_below(self, i: int, top: int) -> bool:
        """Whether token `i` is `top` or stands in its subtree."""
        return i == top or any(a.i == top for a in self.ancestors(i))

    def clause_of(self, i: int) -> Token:
        """The predicate of the smallest clause that holds token `i` (itself, if it is one)."""
        token = self.tokens[i]
        while (
            token.head >= 0
            and token.relation.split(":")[0] not in CLAUSES
            and not (token.relation == "conj" and token.upos in PREDICATES)
        ):
            token = self.tokens[token.head]
        return token

    def token_at(self, offset: int) -> int | None:
        """Index of the token that covers character `offset`, else of the next one; None at end."""
        k = bisect_right(self.starts, offset) - 1
        if k >= 0 and self.tokens[k].end > offset:
            return k
        return k + 1 if k + 1 < len(self.tokens) else None

    def between(self, start: int, end: int) -> list[Token]:
        """Tokens that overlap the character range `start:end`."""
        first = max(0, bisect_right(self.starts, start) - 1)
        found = []
        for token in self.tokens[first:]:
            if token.start >= end:
                break
            if token.end > start:
                found.append(token)
        return found

    def span_head(self, tokens: list[Token]) -> Token:
        """The token of `tokens` whose head lies outside of them (the first such one)."""
        inside = {t.i for t in tokens}
        for token in tokens:
            if token.head not in inside:
                return token
        return tokens[0]

    def sentence_of(self, i: int) -> Sentence:
        """The sentence that token `i` stands in."""
        return self.sentences[self.tokens[i].sentence]

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` up to and with token `last`."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


CLAUSES = frozenset({"root", "ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"})
PREDICATES = frozenset({"VERB", "AUX"})


class Parser(Protocol):
    """Anything that turns text into tokens and arcs."""

    name: str
    version: str

    def parse(self, text: str) -> Parse:
        """Parse a whole article; sentences never cross a line break."""
        ...

    def parse_all(self, texts: list[str]) -> Iterator[Parse]:
        """Parse several articles, in order."""
        ...
