"""Which entry of the lexicon fits a word where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.lexicon import Condition, Entry, Lexicon
from dateline.coding.lexicon.entries import PREPOSITIONS, TESTS
from dateline.coding.slots import Act
from dateline.reading.arcs import Token
from dateline.reading.reading import Reading

PARTS = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "AUX": "verb"}
MONEY = frozenset({"$", "€", "£", "¥", "dollar", "euro", "pound", "yen", "yuan", "rouble", "ruble"})


@dataclass(frozen=True, slots=True)
class Match:
    """A word that may carry an act, and the entry that fits it."""

    act: Act
    entry: Entry


def matches(reading: Reading, lexicon: Lexicon) -> list[Match]:
    """Every word of the reading that an event entry fits, in text order."""
    found: list[Match] = []
    light = lexicon.classes.get("light", frozenset()) | lexicon.classes.get("motion", frozenset())
    bundle = lexicon.classes.get("bundle", frozenset())
    taken = -1
    for token in reading.parse.tokens:
        pos = PARTS.get(token.upos)
        if pos is None or token.i <= taken:
            continue
        match = _match(reading, lexicon, token, pos, (light, bundle))
        if match is None:
            continue
        taken = match.act.last
        if match.entry.type is not None:
            found.append(match)
    return found


def _match(
    reading: Reading,
    lexicon: Lexicon,
    token: Token,
    pos: str,
    structure: tuple[frozenset[str], frozenset[str]],
) -> Match | None:
    """The heaviest entry that holds; an entry of type None is returned too (it blocks others)."""
    light, bundle = structure
    entries = lexicon.lookup(pos, token.lemma)
    if not entries and pos == "noun" and token.lemma.endswith("s"):
        # The parser leaves the plural on words that it takes for names, as in headlines.
        entries = lexicon.lookup(pos, token.lemma[:-1])
    if not entries:
        return None
    if pos == "noun" and _is_part_of_name(reading, token):
        return None
    names_thing = pos == "noun" and _names_thing(token)
    act: Act | None = None
    for entry in entries:
        last = _sequence_end(reading, token, entry)
        if last is None or (names_thing and len(entry.words) == 1):
            continue
        head = token.i if last == token.i else _head(reading, token.i, last)
        if act is None or (act.token.i, act.last) != (head, last):
            # Slots are found once an act, and leave out the words of the entry itself.
            act = Act(reading.parse, head, pos, light)
            act.first, act.last = token.i, last
        if all(holds(c, act, reading, bundle) for c in entry.conditions) and not any(
            holds(c, act, reading, bundle) for c in entry.exceptions
        ):
            return Match(act, entry)
    return None


def _names_thing(token: Token) -> bool:
    """Whether a noun only tells one thing from another: "protest leader", "attack helicopter"."""
    return token.relation == "compound" and token.head > token.i


def _is_part_of_name(reading: Reading, token: Token) -> bool:
    """Whether a noun is a month ("in March") or a word of a name ("Economic Cooperation")."""
    if token.upos != "PROPN":
        return False
    if token.label == "DATE":
        return True
    name = reading.name_at(token.i)
    return name is not None and name.kind == "ORG" and name.last > name.first


def _sequence_end(reading: Reading, token: Token, entry: Entry) -> int | None:
    """Index of the last token of the entry's words if they follow `token`, else None."""
    tokens = reading.parse.tokens
    if token.i + len(entry.words) > len(tokens):
        return None
    for k, word in enumerate(entry.words[1:], start=1):
        if word not in {tokens[token.i + k].lemma, tokens[token.i + k].lower}:
            return None
    last = token.i + len(entry.words) - 1
    if entry.pos == "noun" and tokens[last].upos not in {"NOUN", "PROPN", "ADP", "NUM"}:
        # "police charged" is no police charge.
        return None
    return last


def _head(reading: Reading, first: int, last: int) -> int:
    return reading.parse.span_head(reading.parse.tokens[first : last + 1]).i


def holds(
    condition: Condition, act: Act, reading: Reading, bundle: frozenset[str] = frozenset()
) -> bool:
    """Whether a condition of the lexicon is met by an act.

    "Thousands of teachers" meets a condition on teachers: `bundle` are the nouns that only count.
    """
    slot = condition.slot
    if slot in TESTS:
        found = act.tests(slot)
        return bool(found) if condition.anything else not condition.words.isdisjoint(found)
    heads = act.slot(slot)
    if not heads:
        # Particles and prepositions trade places with the parser's mood.
        return condition.anything and slot in PREPOSITIONS and slot in act.tests("prep")
    if condition.anything:
        return True
    tokens = reading.parse.tokens
    heads = [*heads, *(t for k in heads for t in _bundled(reading, k, bundle))]
    if any(tokens[k].lemma in condition.words or tokens[k].lower in condition.words for k in heads):
        return True
    return any(is_kind(kind, k, reading) for kind in condition.kinds for k in heads)


def _bundled(reading: Reading, k: int, bundle: frozenset[str]) -> list[int]:
    if reading.parse.tokens[k].lemma not in bundle:
        return []
    return [t.i for t in reading.parse.kids(k, "nmod") if t.case == "of"]


def is_kind(kind: str, k: int, reading: Reading) -> bool:
    """Whether token `k` is a participant of the kind: `#actor`, `#person`, `#place` and so on."""
    token = reading.parse.tokens[k]
    if kind == "#number":
        return token.upos == "NUM" or any(
            t.upos == "NUM" for t in reading.parse.kids(k, "nummod", "nmod")
        )
    if kind == "#money":
        return token.label == "MONEY" or token.lemma in MONEY
    name = reading.name_at(k)
    if name is None:
        return False
    if kind == "#place":
        return name.kind in {"PLACE", "FAC"}
    if kind == "#actor":
        return name.kind not in {"FAC", "EVENT"}
    if name.entity < 0:
        return False
    entity = reading.entities[name.entity]
    if kind == "#person":
        return not entity.collective and entity.kind not in {"PLACE", "NORP", "ORG"}
    if kind == "#group":
        return entity.collective and name.kind != "PLACE"
    return name.kind in {"PLACE", "NORP"} or "GOV" in entity.roles
