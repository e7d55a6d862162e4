"""Descriptions that hold or lead to the name of whom they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.reading.arcs import Parse
from dateline.reading.bodies import Mention
from dateline.reading.focus import country_word

# Those by whom an armed group acts.
FIGHTERS = frozenset(
    "militants fighters forces rebels insurgents jihadis jihadists gunmen guerrillas guerillas "
    "troops terrorists extremists".split()
)
# The forces of a state as a whole.
MILITARIES = frozenset({"military", "armed forces", "forces", "troops"})
# Nouns that say of what kind a body with a name is.
CLASSES = frozenset(
    "party movement group organization organisation militia network cartel gang sect faction firm "
    "company agency newspaper daily magazine broadcaster channel airline charity alliance league "
    "federation club brand".split()
)
LEADS = frozenset({"to", "of", "for"})


def name_within(parse: Parse, mentions: Sequence[Mention], mention: Mention) -> Mention | None:
    """The name in a description of its bearer: "the Hamas movement", "Hamas militants"."""
    if mention.role is None:
        return None
    noun = mention.role.noun.split()[-1]
    if noun in FIGHTERS:
        # "Two Hamas militants" are two of them.
        fits = parse.kid(mention.head, "nummod") is None
    elif noun in CLASSES and mention.role.number == "body":
        article = parse.kid(mention.head, "det")
        one = parse.tokens[mention.last].tag in {"NN", "NNP"}
        fits = one and (article is None or article.lower == "the")
    else:
        return None
    before = mention.last if noun in FIGHTERS else mention.noun
    for other in mentions if fits else ():
        if other.last != before - 1 or not other.proper or other.kind != "ORG":
            continue
        if noun in FIGHTERS:
            return other if "REB" in other.roles else None
        return None if country_word(other) or other.country == "IGO" else other
    return None


def name_after(parse: Parse, cover: Mapping[int, Mention], mention: Mention) -> Mention | None:
    """ "Ambassador to Libya Chris Stevens": the name that follows what an office is of."""
    tokens, k = parse.tokens, mention.last + 1
    if k + 2 >= len(tokens) or tokens[k].lower not in LEADS:
        return None
    k += 2 if tokens[k + 1].lower == "the" else 1
    of = cover.get(k)
    if of is None or not of.proper or of.first != k or of.last + 1 >= len(tokens):
        return None
    name = cover.get(of.last + 1)
    full = name is not None and name.proper and name.kind == "PERSON" and name.last > name.first
    return name if full else None


def is_whole_army(parse: Parse, mentions: Sequence[Mention], mention: Mention) -> bool:
    """Whether the forces of a state are meant as a whole: "the military", "US troops"."""
    role = mention.role
    if role is None or role.noun.split(" ", 1)[-1] not in MILITARIES or mention.roles != ("MIL",):
        return False
    if parse.kid(mention.head, "nummod") is not None:
        return False
    end = mention.last - (parse.tokens[mention.last - 1].lower == "armed")
    if mention.first == end:
        return role.number == "body"
    held = [
        next((m for m in mentions if m.proper and m.first <= k <= m.last), None)
        for k in range(mention.first, end)
    ]
    return all(m is not None and country_word(m) for m in held)
