"""Who "he", "they" and "the president" are: pronouns and definite descriptions.

Every pronoun becomes a reference with the entity of its antecedent, chosen by weighed clues (see
`antecedents.py` and `ranking.py`). A definite description that the names layer found keeps its
place there and is given the entity that it means (see `described.py`). First and second person are
left to the voices layer, which knows who speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, cast

from dateline.knowledge import Knowledge
from dateline.reading.antecedents import PRONOUNS, Candidate, candidates
from dateline.reading.arcs import Token
from dateline.reading.components import Component
from dateline.reading.described import Describer
from dateline.reading.mentioned import Mentioned, is_subject
from dateline.reading.owning import Owners, is_country
from dateline.reading.ranking import load_ranker
from dateline.reading.reading import Name, Reading

__all__ = ["PRONOUNS", "Choose", "component", "resolve"]

RELATIVE = frozenset({"who", "whom", "whose"})
# What somebody acts through, which the text does not name by itself.
OFFICES = frozenset({"office", "campaign", "administration", "team", "camp", "staff", "spokesman"})
# How probable an antecedent has to be before its pronoun tells its gender.
SURE_GENDER = 0.6

# What chooses among candidates: the number of one, how sure that is and why; None leaves it open.
Choice = tuple[int, float, str]
Choose = Callable[[Mentioned, Token, Sequence[Candidate]], Choice | None]


def component(knowledge: Knowledge) -> Component:
    """The component that resolves pronouns and definite descriptions."""
    ranker = load_ranker()

    def choose(_: Mentioned, token: Token, found: Sequence[Candidate]) -> Choice | None:
        kind = PRONOUNS[token.lower]
        chosen = ranker.choose(kind, found)
        return None if chosen is None else (*chosen, ranker.reason(kind, found, *chosen))

    def run(reading: Reading) -> Mapping[str, list[Any]]:
        return resolve(reading, knowledge, choose)

    return Component(
        "coreference",
        "2",
        ("parse", "names", "entities", "places"),
        ("references", "entities"),
        run,
    )


def resolve(reading: Reading, knowledge: Knowledge, choose: Choose) -> dict[str, list[Any]]:
    """References and entities of a reading; `choose` says which candidate a pronoun means."""
    state = Mentioned.start(reading)
    walk = _Walk(state, Describer(knowledge, state), choose)
    walk.run()
    Owners(reading, state.entities, state.references, state.seen).run()
    return {"references": state.references, "entities": state.entities}


class _Walk:
    """One walk through an article."""

    def __init__(self, state: Mentioned, describer: Describer, choose: Choose) -> None:
        self.state = state
        self.describer = describer
        self.choose = choose
        self.parse = state.reading.parse
        self.tokens = state.reading.parse.tokens

    def run(self) -> None:
        """Note every mention and settle every pronoun and description, in the order of the text."""
        heads: dict[int, list[Name]] = {}
        for name in self.state.reading.names:
            heads.setdefault(name.head, []).append(name)
        for token in self.tokens:
            for name in heads.get(token.i, ()):
                if name.why.startswith("noun "):
                    self.describer.settle(name)
                self.state.note(name.entity, token)
            self.state.note_thing(token)
            if token.lower in PRONOUNS:
                self._pronoun(token)
            elif token.lower in RELATIVE and token.tag in {"WP", "WP$"}:
                self._relative(token)
            elif token.lower == "both" and token.relation in {"nsubj", "obj", "nsubj:pass", "obl"}:
                self.describer.pair(token.i, "any", None)
            self.state.note_couple(token)

    def _relative(self, token: Token) -> None:
        """ "who", "whom", "whose": the noun that the clause hangs on."""
        node = token
        for _ in range(4):
            if node.head < 0:
                return
            if node.relation == "acl:relcl":
                break
            node = self.tokens[node.head]
        if node.relation != "acl:relcl" or node.head < 0:
            return
        state = self.state
        index = self._at(node.head)
        if index is None or is_country(state.entities[index]):
            index = self._called(node.head)
        if index is not None and not is_country(state.entities[index]):
            state.refer(token, index, "relative pronoun")
            state.owner[token.i] = index
            if is_subject(token) and index in state.seen:
                state.seen[index].subjects.append(token.i)

    def _at(self, i: int) -> int | None:
        """The entity that the token heads a mention of."""
        name = self.state.by_head.get(i)
        index = self.state.owner.get(i, name.entity if name is not None else -1)
        return index if index >= 0 else None

    def _called(self, i: int) -> int | None:
        """ "Called Ray a tool of the firm who …": the one who is called so."""
        for above in (self.tokens[i], *self.parse.ancestors(i)):
            if above.relation == "xcomp" and above.head >= 0:
                called = self.parse.kid(above.head, "obj")
                return self._at(called.i) if called is not None else None
            if above.relation != "nmod":
                return None
        return None

    def _pronoun(self, token: Token) -> None:
        kind = PRONOUNS[token.lower]
        if token.lower == "it" and self._empty_it(token):
            return
        if kind == "n" and (owner := self._office(token)) is not None:
            self.state.refer(token, owner, "pronoun for somebody's office")
            return
        found = candidates(self.state, token)
        chosen = self.choose(self.state, token, found)
        if chosen is None:
            return
        number, share, why = chosen
        members = found[number].members
        index = members[0] if len(members) == 1 else self.state.pair_entity(members)
        entity = self.state.entities[index]
        if kind in {"m", "f"} and not entity.gender and share > SURE_GENDER:
            entity.gender = cast("Literal['m', 'f']", kind)
        self.state.refer(token, index, why)
        self.state.note(index, token)

    def _office(self, token: Token) -> int | None:
        """ "His office said it …", "the president's campaign": it acts for him."""
        for above in self.parse.ancestors(token.i):
            for t in self.parse.kids(above.i, "nsubj"):
                if t.i < token.i and t.lemma in OFFICES and t.i not in self.state.owner:
                    owner = self.parse.kid(t.i, "nmod:poss")
                    return self.state.owner.get(owner.i) if owner is not None else None
        return None

    def _empty_it(self, token: Token) -> bool:
        if token.relation == "expl":
            return True
        head = self.tokens[token.head] if token.head >= 0 else None
        if head is None:
            return True
        cop = self.parse.kid(head.i, "cop") is not None
        weather = head.lemma in {"be", "seem", "appear", "emerge", "happen", "take"}
        return cop or weather
