"""The places that a sentence names: those of the places layer, and those that no gazetteer has.

"Tahrir Square", "the village of Qaza Ali" and "in Ballymurphy" are places by the words around
them, whether or not anybody knows their coordinates. They come as `PlaceMention`s without any, in
the country of the place that the text puts them in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.event import PlacePrecision
from dateline.reading.arcs import Parse, Sentence, Token
from dateline.reading.reading import Name, PlaceMention, Reading

# What a settlement or a part of one is called, with how exact such a place is.
UNITS: dict[str, PlacePrecision] = {
    **dict.fromkeys(
        "village town city hamlet township settlement capital resort commune kibbutz".split(),
        "city",
    ),
    **dict.fromkeys(
        "district county neighborhood neighbourhood suburb quarter area subdistrict ward borough "
        "municipality sector colony camp enclave outskirts".split(),
        "admin2",
    ),
    **dict.fromkeys("province governorate state region oblast prefecture".split(), "admin1"),
}
# Sites: with a capitalised name they are a place of their own.
SITES = frozenset(
    "square airport airfield airbase base mosque shrine church cathedral temple synagogue bridge "
    "checkpoint crossing hospital palace embassy consulate prison jail stadium hotel market mall "
    "street avenue road highway park station port harbor harbour university school college camp "
    "barracks farm mountain mount hill valley lake river island plant refinery dam border airspace "
    "hilltop trail cemetery monument plaza boulevard headquarters residence terminal gorge forest "
    "desert gate tunnel factory peninsula strait sea gulf coast canal pass heights gorge pocket "
    "farms fields front restaurant cafe bar club home house office building store shop mine bank "
    "banks waters village roundabout courthouse center centre courthouse outpost end part side "
    "half corner zone colony".split()
)
# Sites that a country has abroad.
FOREIGN = frozenset("base embassy consulate checkpoint headquarters office".split())
COMPASS = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern "
    "western".split()
)
# Prepositions after which a name that nobody knows is a place.
WITHIN = frozenset({"in", "at", "near", "outside", "inside", "around"})
UNKNOWN_LABELS = frozenset({"PERSON", "ORG", "NORP", "FAC", "GPE", "LOC", ""})
# Words whose bearers are no places, whatever stands before them.
NO_PLACES = frozenset(
    "congress parliament senate house court government army police ministry council committee "
    "party assembly nato cabinet facebook twitter youtube english arabic french day week month "
    "year war operation battle ramadan christmas easter sunday monday tuesday wednesday thursday "
    "friday saturday january february march april may june july august september october november "
    "december".split()
)


def spots_of(reading: Reading, sentence: Sentence) -> list[PlaceMention]:
    """The places of a sentence, left to right, none inside another."""
    inside = [p for p in _layer(reading, sentence) if p.kind == "place"]
    found = list(inside)
    taken = [(p.start, p.end) for p in reading.places if sentence.start <= p.start < sentence.end]
    for first, last, precision, why in _unknown(reading, sentence):
        start, end = reading.parse.tokens[first].start, reading.parse.tokens[last].end
        held = [p for p in inside if start <= p.start and p.end <= end]
        if any(s < end and start < e for s, e in taken) and not held:
            continue
        taken.append((start, end))
        if any(_is_same(reading, first, last, p) for p in held):
            continue
        # "Kabul airport" lies in Kabul; the embassy of a country need not lie in it.
        if held and held[0].precision == "country" and reading.parse.tokens[last].lower in FOREIGN:
            found = [p for p in found if p not in held]
            continue
        found = [p for p in found if p not in held]
        found.append(_spot(reading.parse, first, last, precision, why, held))
    return [_named(reading.parse, p) for p in sorted(found, key=lambda p: p.start)]


def _is_same(reading: Reading, first: int, last: int, p: PlaceMention) -> bool:
    """Whether a name that the places layer has is only said with the word for what it is."""
    rest = [t for t in reading.parse.tokens[first : last + 1] if not p.start <= t.start < p.end]
    return all(t.lower in UNITS or not t.text[0].isalnum() for t in rest)


def _layer(reading: Reading, sentence: Sentence) -> Iterator[PlaceMention]:
    """The places layer, and descriptions that mean one of its places ("the capital")."""
    known_starts = set()
    names = set()
    for p in reading.places:
        if sentence.start <= p.start < sentence.end:
            known_starts.add(p.start)
            names.add(p.name)
            yield p
    by_name: dict[str, PlaceMention] | None = None
    for reference in (*reading.names, *reading.references):
        if (
            reference.kind != "PLACE"
            or reference.entity < 0
            or not sentence.start <= reference.start < sentence.end
            or reference.start in known_starts
        ):
            continue
        if by_name is None:
            by_name = {p.name: p for p in reversed([*reading.places, *reading.origin]) if p.name}
        known = by_name.get(reading.entities[reference.entity].name)
        if known is not None and known.name not in names:
            yield replace(
                known,
                start=reference.start,
                end=reference.end,
                text=reference.text,
                head=reference.head,
                kind="place",
                why=f"“{reference.text}” means {known.name}",
            )


def _named(parse: Parse, p: PlaceMention) -> PlaceMention:
    """A mention that the gazetteer lacks, with its words for a name."""
    if p.name is not None:
        return p
    first = parse.token_at(p.start) or 0
    # "the village of Bela", "Bela village"
    around = [t.lemma for t in parse.between(p.end, p.end + 2)[:1]]
    if first > 1 and parse.tokens[first - 1].lower == "of":
        around.append(parse.tokens[first - 2].lemma)
    precision = next((UNITS[word] for word in around if word in UNITS), p.precision or "exact")
    return replace(p, name=p.text, precision=precision, why="no gazetteer has it")


def _unknown(
    reading: Reading, sentence: Sentence
) -> Iterator[tuple[int, int, PlacePrecision, str]]:
    """Token ranges of names that the words around them make places."""
    tokens = reading.parse.tokens
    i = sentence.first
    while i < sentence.last:
        if not _is_name(tokens[i]):
            i += 1
            continue
        first = i
        while i + 1 < sentence.last and (
            _is_name(tokens[i + 1])
            or (
                tokens[i + 1].text in {"-", "’", "'"}
                and i + 2 < sentence.last
                and _is_name(tokens[i + 2])
                and tokens[i].end == tokens[i + 1].start
            )
        ):
            i += 1
        last = i
        i += 1
        judged = _judge(reading, first, last, sentence)
        if judged is not None:
            yield judged


def _is_name(token: Token) -> bool:
    if token.upos == "PROPN" and token.lower.startswith(("al-", "el-")):
        return True
    return token.text[0].isupper() and token.upos in {"PROPN", "NOUN", "ADJ", "X"}


def _judge(
    reading: Reading, first: int, last: int, sentence: Sentence
) -> tuple[int, int, PlacePrecision, str] | None:
    """A name that its last word, the word after it or the words before it make a place."""
    tokens = reading.parse.tokens
    ending = tokens[last].lower
    if ending in NO_PLACES:
        return None
    if last > first and (ending in SITES or ending in UNITS):
        if _is_known_actor(reading, reading.name_at(last)):
            return None
        return first, last, UNITS.get(ending, "exact"), f"“{tokens[last].text}” ends its name"
    after = tokens[last + 1] if last + 1 < sentence.last else None
    if after is not None and after.lower in {"'s", "’s"}:
        after = tokens[last + 2] if last + 2 < sentence.last else None
    if (
        after is not None
        and tokens[last].head == after.i
        and (after.lower in UNITS or not _is_actor(reading, after))
    ):
        if after.lower in SITES:
            return first, after.i, "exact", f"a named {after.lower}"
        named = tokens[last].upos == "PROPN" and tokens[last].label != "NORP"
        if after.lower in UNITS and named and tokens[last].lower not in COMPASS:
            return first, last, UNITS[after.lower], f"a named {after.lower}"
    return _before(reading, first, last, sentence)


def _before(
    reading: Reading, first: int, last: int, sentence: Sentence
) -> tuple[int, int, PlacePrecision, str] | None:
    """A name that the words before it make a place: "the village of", "in"."""
    tokens = reading.parse.tokens
    before = tokens[first - 1] if first > sentence.first else None
    if before is not None and before.lower == "of" and first - 2 >= sentence.first:
        unit = tokens[first - 2].lemma
        if unit in UNITS:
            return first, last, UNITS[unit], f"a named {unit}"
    name = reading.name_at(last)
    case = tokens[last].case
    if case in WITHIN and _is_unheard_of(reading, name, first):
        return first, last, "exact", f"a name after “{case}”"
    return None


def _is_actor(reading: Reading, token: Token) -> bool:
    name = reading.name_at(token.i)
    return name is not None and name.kind in {"PERSON", "GROUP"} and name.head == token.i


def _is_known_actor(reading: Reading, name: Name | None) -> bool:
    """Whether a name is that of somebody known: "Islamic State"."""
    if name is None or name.entity < 0 or name.kind in {"PLACE", "FAC"}:
        return False
    entity = reading.entities[name.entity]
    return bool(entity.wikidata or entity.roles)


def _is_unheard_of(reading: Reading, name: Name | None, first: int) -> bool:
    """Whether nobody knows a name for a person's, a body's or a people's."""
    token = reading.parse.tokens[first]
    if token.label not in UNKNOWN_LABELS or token.upos != "PROPN":
        return False
    if name is None or name.entity < 0:
        return name is None
    if name.kind in {"EVENT", "PRON", "GROUP"} or name.first < first:
        return False
    entity = reading.entities[name.entity]
    return not (entity.wikidata or entity.roles or entity.offices)


def _spot(
    parse: Parse,
    first: int,
    last: int,
    precision: PlacePrecision,
    why: str,
    held: Sequence[PlaceMention],
) -> PlaceMention:
    tokens = parse.tokens[first : last + 1]
    start, end = tokens[0].start, tokens[-1].end
    outer = held[0] if held else None
    text = parse.text[start:end]
    return PlaceMention(
        start=start,
        end=end,
        text=text,
        head=parse.span_head(tokens).i,
        name=text.replace("’s ", " ").replace("'s ", " "),
        geonameid=None,
        latitude=outer.latitude if outer and outer.precision != "country" else None,
        longitude=outer.longitude if outer and outer.precision != "country" else None,
        country=outer.country if outer else None,
        admin1=outer.admin1 if outer else None,
        feature=None,
        precision=precision,
        confidence=0.0,
        why=f"{why}; in {outer.name}" if outer else f"{why}; no gazetteer has it",
    )
