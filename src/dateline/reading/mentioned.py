"""What an article has said so far: who was mentioned, where, how often and in what role.

One walk through an article fills it, token by token; whoever has to settle a pronoun or a
description looks back into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.reading.arcs import Token
from dateline.reading.owning import Seen
from dateline.reading.quotes import quotes_of
from dateline.reading.reading import Entity, Name, Reading

# Where a thing stands that the next sentence may speak of.
SALIENT = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "conj", "root"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Couple:
    """Several named in one breath, "Ann Lee and Ben Ray": entities, first and last head."""

    members: tuple[int, ...]
    head: int
    last: int


@dataclass(slots=True)
class Mentioned:
    """The state of one walk through an article.

    `owner` gives the entity of a token that heads a mention, `by_head` the name at a head, `things`
    the nouns that nobody is, `quoted` for each token the number of its quotation (0: in none).
    """

    reading: Reading
    entities: list[Entity]
    references: list[Name] = field(default_factory=list)
    seen: dict[int, Seen] = field(default_factory=dict)
    by_head: dict[int, Name] = field(default_factory=dict)
    owner: dict[int, int] = field(default_factory=dict)
    things: list[Token] = field(default_factory=list)
    couples: list[Couple] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)

    @classmethod
    def start(cls, reading: Reading) -> Mentioned:
        """The state before the first word."""
        state = cls(reading, list(reading.entities), quoted=quotations(reading))
        for name in sorted(reading.names, key=lambda n: n.first - n.last, reverse=True):
            state.by_head[name.head] = name
        return state

    def note(self, index: int, token: Token) -> None:
        """Take down that an entity was just mentioned."""
        if index < 0:
            return
        held = self.seen.get(index)
        if held is None:
            held = self.seen[index] = Seen(token.i, token.sentence)
        held.last, held.sentence = token.i, token.sentence
        held.count += 1
        held.mentions.append(token.i)
        self.owner[token.i] = index
        tokens = self.reading.parse.tokens
        if is_subject(token):
            held.subjects.append(token.i)
        # A name in apposition to a subject is the subject.
        elif (
            token.relation in {"appos", "compound"}
            and token.head >= 0
            and is_subject(tokens[token.head])
        ):
            held.subjects.append(token.head)

    def note_thing(self, token: Token) -> None:
        """Take down a noun that no mention has."""
        if token.upos == "NOUN" and token.i not in self.by_head and token.relation in SALIENT:
            self.things.append(token)

    def note_couple(self, token: Token) -> None:
        """Take down that the mention at `token` was joined to others before it by "and"."""
        if token.relation != "conj" or token.head < 0:
            return
        parse = self.reading.parse
        heads = [token.head, *(k.i for k in parse.kids(token.head, "conj") if k.i <= token.i)]
        found = [self.owner[k] for k in heads if k in self.owner]
        members = tuple(dict.fromkeys(found))
        plain = all(not self.entities[k].members for k in members)
        if len(found) == len(heads) and len(members) > 1 and plain:
            self.couples.append(Couple(members, token.head, token.i))

    def refer(self, token: Token, index: int, why: str) -> None:
        """Make the word at `token` a reference to an entity."""
        text = self.reading.parse.text[token.start : token.end]
        i = token.i
        self.references.append(Name(token.start, token.end, text, "PRON", i, i, i, index, why))

    def pair_entity(self, members: Sequence[int]) -> int:
        """The entity whose members these are, made if the text has none yet."""
        for entity in self.entities:
            if entity.members and set(entity.members) == set(members):
                return entity.index
        parts = [self.entities[k] for k in members]
        one, two = parts[0], parts[1]
        names = [p.name for p in parts]
        same = all(p.country == one.country for p in parts)
        index = len(self.entities)
        self.entities.append(
            Entity(
                index=index,
                name=f"{', '.join(names[:-1])} and {names[-1]}",
                kind="GROUP",
                country=one.country if same else None,
                roles=one.roles if one.roles == two.roles else one.roles[:1] + two.roles[:1],
                collective=True,
                why="pair",
                members=tuple(members),
            )
        )
        return index

    def governing(self, subjects: Sequence[int], token: Token) -> int | None:
        """ "Police said they …": the one of these that is subject of a verb above the token."""
        parse = self.reading.parse
        above = {a.i for a in parse.ancestors(token.i)}
        found = (s for s in reversed(subjects) if parse.tokens[s].head in above and s < token.i)
        return next(found, None)


def quotations(reading: Reading) -> list[int]:
    """For each token the number of the quotation that it stands in, 0 where it stands in none."""
    found = [0] * len(reading.parse)
    for number, quote in enumerate(quotes_of(reading.parse.text), start=1):
        for token in reading.parse.between(quote.start, quote.end):
            found[token.i] = number
    return found


def is_subject(token: Token) -> bool:
    """Whether the token is the subject of its clause."""
    return token.relation in SUBJECTS
