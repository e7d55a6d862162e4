"""Words for those who act by what they are: offices, occupations, groups, bodies, modifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.knowledge.tables import DATA, fold, read_rows

ROLE_HEADER = ("noun", "role", "number", "kind", "note")
MODIFIER_HEADER = ("word", "effect", "note")
NUMBERS = frozenset({"person", "group", "body"})
OF_STATE = re.compile(r"of a state: ([A-Z]{3})")
KINDS = frozenset({"office", "occupation", "group", "body"})


@dataclass(frozen=True, slots=True)
class Role:
    """A noun (or words that act as one) that means an actor.

    `weak` nouns ("leader", "spokesman", "group") take their role from the words around them.
    `street` nouns ("people", "students") are protesters where they march. `of_state` is the role
    of those who belong to a country by name ("the Chadian militia"). Some nouns are no `title` with
    a capital letter: Hunter may be somebody's first name.
    """

    noun: str
    role: str
    number: str
    kind: str
    weak: bool
    street: bool
    of_state: str = ""
    title: bool = True


class Roles:
    """Nouns for actors, by the folded noun, and by the last word of those with several."""

    def __init__(self, path: Path = DATA / "roles.csv") -> None:
        self.nouns: dict[str, Role] = {}
        for row in read_rows(path, ROLE_HEADER):
            number, kind, note = row["number"], row["kind"], row["note"]
            if number not in NUMBERS:
                msg = f"number is {number!r}"
                raise row.fault(msg, f"write one of {sorted(NUMBERS)}")
            if kind not in KINDS:
                msg = f"kind is {kind!r}"
                raise row.fault(msg, f"write one of {sorted(KINDS)}")
            role = row.code("role", empty=False)
            noun = fold(row.need("noun"))
            self.nouns[noun] = Role(
                noun=noun,
                role=role,
                number=number,
                kind=kind,
                weak=role == "UNK" or note.startswith("take") or "with of:" in note,
                street="PRO" in note and role != "PRO",
                of_state=state.group(1) if (state := OF_STATE.search(note)) else "",
                title="no title" not in note,
            )
        for noun, one in self.nouns.items():
            # "leaders" lean on their surroundings as "leader" does.
            single = self.nouns.get(noun.removesuffix("s"))
            if single is not None and single.weak and not one.weak:
                self.nouns[noun] = replace(one, weak=True)
        self.heads: dict[str, list[tuple[str, ...]]] = {}
        for noun in self.nouns:
            words = tuple(noun.replace("-", " - ").replace("'s", " 's").split())
            self.heads.setdefault(words[-1], []).append(words)
        for phrases in self.heads.values():
            phrases.sort(key=len, reverse=True)


class Modifiers:
    """Words before a noun that change who is meant: a role code, `former`, or `none`."""

    def __init__(self, path: Path = DATA / "modifiers.csv") -> None:
        self.effects: dict[str, str] = {}
        for row in read_rows(path, MODIFIER_HEADER):
            effect = row["effect"]
            if effect not in {"former", "none"}:
                row.code("effect", empty=False)
            self.effects[fold(row.need("word"))] = effect
