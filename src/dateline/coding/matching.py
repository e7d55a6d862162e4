"""Which entry of the lexicon fits a word where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
    """A word that may carry an act, and the entry that fits it.

    `loose` is empty where the entry's conditions hold. Other readings of a word, which only the
    scorer may choose, say there what speaks against them; `missing` are the slots of the conditions
    that do not hold.
    """

    act: Act
    entry: Entry
    loose: str = ""
    missing: tuple[str, ...] = ()


# A reading that lacks more than this is no reading of the word.
MOST_MISSING = 1
NOT_MET, BLOCKED, RIVAL = "conditions not met", "read as no event", "another reading fits"


def readings_of_words(
    reading: Reading, lexicon: Lexicon, found: Sequence[Match], sentences: Collection[int]
) -> list[Match]:
    """Other readings that the lexicon knows for words: one match a type, marked as loose.

    Of the entries of a type one that lacks nothing stands for it, else the plainest that lacks one
    condition. Only words of the given sentences are looked at.
    """
    structure = _structure(lexicon)
    at = {m.act.first: m for m in found}
    covered = {k for m in found for k in range(m.act.first, m.act.last + 1)}
    others: list[Match] = []
    for n in sentences:
        sentence = reading.parse.sentences[n]
        for token in reading.parse.tokens[sentence.first : sentence.last]:
            pos = PARTS.get(token.upos)
            fits = at.get(token.i)
            if pos is not None and (fits is not None or token.i not in covered):
                others.extend(_others(reading, token, pos, fits, (lexicon, structure)))
    return others


def _others(
    reading: Reading,
    token: Token,
    pos: str,
    fits: Match | None,
    given: tuple[Lexicon, tuple[frozenset[str], frozenset[str]]],
) -> Iterable[Match]:
    """The other readings of one word."""
    lexicon, structure = given
    own = fits.entry.type if fits else None
    entries = [
        e
        for e in _entries(lexicon, pos, token)
        if len(e.words) == 1 and e.type is not None and e.type != own
    ]
    if not entries or (pos == "noun" and (_is_part_of_name(reading, token) or _names_thing(token))):
        return ()
    act = Act(reading.parse, token.i, pos, structure[0])
    best: dict[str | None, tuple[int, float, Entry, tuple[str, ...]]] = {}
    for entry in entries:
        missing = _missing(entry, act, reading, structure[1])
        if len(missing) > MOST_MISSING:
            continue
        held = best.get(entry.type)
        if held is None or (len(missing), entry.weight) < held[:2]:
            best[entry.type] = (len(missing), entry.weight, entry, missing)
    if not best:
        return ()
    why = RIVAL
    if fits is None:
        why = NOT_MET if _match(reading, lexicon, token, pos, structure) is None else BLOCKED
    return [Match(act, entry, why, missing) for _, _, entry, missing in best.values()]


def _missing(entry: Entry, act: Act, reading: Reading, bundle: frozenset[str]) -> tuple[str, ...]:
    """What an entry asks for and does not find, or must not find and does; at most two slots."""
    missing: list[str] = []
    for condition in entry.conditions:
        if not holds(condition, act, reading, bundle):
            missing.append(condition.slot)
            if len(missing) > MOST_MISSING:
                return tuple(missing)
    for condition in entry.exceptions:
        if holds(condition, act, reading, bundle):
            missing.append(f"not {condition.slot}")
            if len(missing) > MOST_MISSING:
                break
    return tuple(missing)


def _structure(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """The verbs that lend a noun their people, and the nouns that only count."""
    light = lexicon.classes.get("light", frozenset()) | lexicon.classes.get("motion", frozenset())
    return light, lexicon.classes.get("bundle", frozenset())


def matches(reading: Reading, lexicon: Lexicon) -> list[Match]:
    """Every word of the reading that an event entry fits, in text order."""
    found: list[Match] = []
    structure = _structure(lexicon)
    taken = -1
    for token in reading.parse.tokens:
        pos = PARTS.get(token.upos)
        if pos is None or token.i <= taken:
            continue
        match = _match(reading, lexicon, token, pos, structure)
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
    entries = _entries(lexicon, pos, token)
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


def _entries(lexicon: Lexicon, pos: str, token: Token) -> list[Entry]:
    entries = lexicon.lookup(pos, token.lemma)
    if not entries and pos == "noun" and token.lemma.endswith("s"):
        # The parser leaves the plural on words that it takes for names, as in headlines.
        return lexicon.lookup(pos, token.lemma[:-1])
    return entries


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
