"""Nouns for bodies that mean a thing as often as an actor: power, campaign, mission, rally."""

from __future__ import annotations

from dateline.reading.arcs import Parse, Token

# What makes an actor of a noun that by itself is a quality, an undertaking or a task.
WITH: dict[str, frozenset[str]] = {
    "power": frozenset(
        "great big world major foreign colonial nuclear regional western eastern global occupying "
        "imperial rival allied leading ruling superior former european arab asian african "
        "neighbouring neighboring mediating belligerent atomic outside external".split()
    ),
    "mission": frozenset(
        "peacekeeping observer observation monitoring diplomatic assistance verification training "
        "trade monitor envoy support advisory stabilisation stabilization rescue aid".split()
    ),
    "campaign": frozenset(
        "presidential election electoral reelection re-election senate gubernatorial mayoral "
        "republican democratic opposition conservative labour labor yes no leave remain".split()
    ),
    "resistance": frozenset("armed islamic popular palestinian french underground".split()),
    "authority": frozenset(
        "palestinian local national regional federal central electoral military civil civilian "
        "religious port tax election competent judicial legal public health aviation transitional "
        "interim supreme land water transport housing airport monetary provincial".split()
    ),
}
# What is an event unless it does something itself.
EVENTS = frozenset({"rally", "march", "procession", "summit", "rebellion", "insurgency"})
# What is no state in the sense of politics: "a state of emergency".
STATES_OF = frozenset(
    "emergency siege war alert affairs disaster calamity exception mind health flux play "
    "readiness shock confusion chaos panic anarchy limbo denial mourning repair".split()
)
# Before these an undertaking is what somebody does, and nobody.
OWNERS = frozenset({"nmod:poss"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})


def is_thing(parse: Parse, token: Token, noun: str, named: bool) -> bool:  # noqa: FBT001 - a fact
    """Whether a noun means no actor here.

    `named` tells that a name of a state, a person or a body stands among its modifiers.
    """
    last = noun.rsplit(" ", 1)[-1]
    if noun in EVENTS:
        return token.relation != "nsubj"
    if noun == "state" and any(
        t.case == "of" and t.lemma in STATES_OF for t in parse.kids(token.i, "nmod")
    ):
        return True
    if noun != last or last not in WITH or token.tag in {"NNS", "NNPS"} or token.upos == "PROPN":
        return False
    if named:
        return False
    before = [k for k in parse.kids(token.i, *MODIFIERS) if k.i < token.i]
    if any(k.lower in WITH[last] for k in before):
        return False
    if last == "campaign":
        owned = bool(parse.kids(token.i, *OWNERS))
        bare = parse.kid(token.i, "det") is not None and parse.kid(token.i, "nmod") is None
        return bool(before) or not (owned or bare)
    if last in {"authority", "resistance"} and not before:
        # "The resistance", "the authority"; "his authority" and "resistance to it" are none.
        article = parse.kid(token.i, "det")
        return article is None or article.lower != "the" or parse.kid(token.i, "nmod") is not None
    return True
