"""The place of an act: clause first, then what the article has established; never the doer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.coding.candidate import Candidate
from dateline.event import Place, PlaceHow, Reason
from dateline.reading.arcs import Token
from dateline.reading.reading import PlaceMention, Reading

# Acts that happen at a place; words have one only if the text says where they were spoken.
BODILY = frozenset({"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "COOPERATE"})
FINENESS = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4, "region": 5}
LOCATIVES = frozenset(
    "in at near through across outside inside on around throughout over along into to within "
    "toward towards from off above beside between of against".split()
)
# A place after these is where somebody goes, not where the act is, unless the act is the going.
DIRECTIONS = frozenset({"to", "from", "into", "toward", "towards", "against", "of"})
# What happened "after" or "before" need not have happened in the same place.
ELSEWHEN = frozenset({"after", "before", "since", "when", "while", "until", "because", "as"})
# The share of an article's places that its country must have to be what the article is about.
DOMINANT = 0.4
GOING = frozenset({"CONSULT", "MOBILIZE", "RETREAT", "COERCE"})


@dataclass(slots=True)
class Placed:
    """A place with the sentence and paragraph that gave it, for the acts that follow."""

    place: Place
    sentence: int
    paragraph: int


def place_of(
    reading: Reading, candidate: Candidate, established: Placed | None
) -> tuple[Place | None, Reason]:
    """Where an act happened, and the reason."""
    mentions, how = _mentions(reading, candidate)
    if mentions:
        place = _place(mentions, how)
        best = mentions[0]
        return place, Reason(
            "place", place.name, f"{_HOW[how]}; {best.why}", best.text, best.start, best.end
        )
    if candidate.type in BODILY:
        if established is not None and _carries(reading, candidate, established):
            place = replace(established.place, how="inherited")
            return place, Reason("place", place.name, "told in a sentence before", place.text)
        place_from_byline = _byline_place(reading, candidate)
        if place_from_byline is not None:
            return place_from_byline, Reason(
                "place", place_from_byline.name, "the report's dateline", place_from_byline.text
            )
        focus = _focus(reading, candidate)
        if focus is not None:
            place = _place([focus], "document")
            return place, Reason(
                "place", place.name, "the place that the whole report is about", focus.text,
                focus.start, focus.end,
            )
    return None, Reason("place", "null", "the text ties no place to it")


_HOW = {
    "clause": "in the act's clause",
    "sentence": "in the sentence",
    "paragraph": "in the paragraph",
}


def _mentions(reading: Reading, candidate: Candidate) -> tuple[list[PlaceMention], PlaceHow]:
    """Places of the act's own phrase and clause, finest first; else those of the sentence."""
    parse = reading.parse
    token = candidate.token
    sentence = parse.sentence_of(token.i)
    here = [
        p
        for p in _all_places(reading)
        if sentence.start <= p.start < sentence.end and p.kind == "place" and p.name is not None
    ]
    here = [p for p in here if not _belongs_to_actor(reading, candidate, p)]
    if not here:
        return [], "clause"
    own = [p for p in here if _under(reading, p, token.i, candidate.type)]
    predicate = parse.clause_of(token.i)
    if not own:
        own = [
            p
            for p in here
            if parse.clause_of(p.head).i == predicate.i and _is_locative(reading, p, candidate.type)
        ]
    if not own and candidate.type in BODILY | {"CONSULT"}:
        above = predicate
        # Nor did it where somebody spoke of it.
        while (
            not own
            and above.head >= 0
            and above.mark not in ELSEWHEN
            and above.relation != "ccomp"
        ):
            above = parse.clause_of(above.head)
            own = [
                p
                for p in here
                if parse.clause_of(p.head).i == above.i
                and _is_locative(reading, p, candidate.type)
            ]
        if own:
            return _finest(reading, own), "sentence"
    return (_finest(reading, own), "clause") if own else ([], "clause")


def _all_places(reading: Reading) -> list[PlaceMention]:
    """The places layer, and descriptions that mean one of its places ("the capital")."""
    by_name = {p.name: p for p in reversed([*reading.places, *reading.origin]) if p.name}
    found = list(reading.places)
    known_starts = {p.start for p in reading.places}
    for reference in (*reading.names, *reading.references):
        if (
            reference.kind == "PLACE"
            and reference.entity >= 0
            and reference.start not in known_starts
        ):
            known = by_name.get(reading.entities[reference.entity].name)
            if known is not None:
                found.append(
                    replace(
                        known,
                        start=reference.start,
                        end=reference.end,
                        text=reference.text,
                        head=reference.head,
                        kind="place",
                        why=f"“{reference.text}” means {known.name}",
                    )
                )
    return found


def _phrase(reading: Reading, p: PlaceMention) -> Token:
    """The outermost noun of the chain that a place stands in: "a square in central Minsk"."""
    parse = reading.parse
    token = parse.tokens[p.head]
    for _ in range(8):
        if token.head < 0 or token.relation.split(":")[0] not in {
            "nmod", "compound", "appos", "conj", "flat", "amod",
        }:
            break
        token = parse.tokens[token.head]
    return token


def _under(reading: Reading, p: PlaceMention, i: int, kind: str) -> bool:
    """Whether a place hangs on the act's word through locative phrases alone."""
    parse = reading.parse
    token = parse.tokens[p.head]
    cases = []
    for _ in range(8):
        if token.case:
            cases.append(token.case)
        if token.head < 0:
            return False
        if token.head == i:
            if token.relation in {"obj", "nsubj:pass"} and not cases:
                # "thronged the capital", "shelled Aleppo": the place is what is done to.
                return kind in BODILY
            if token.relation == "nmod:poss" or (token.relation == "compound" and not cases):
                return token.relation == "compound"
            first = cases[-1].split()[0] if cases else ""
            if first in DIRECTIONS and kind not in GOING:
                return False
            return bool(cases) and (first in LOCATIVES or cases[-1] in LOCATIVES)
        token = parse.tokens[token.head]
        if token.upos in {"VERB", "AUX"}:
            return False
    return False


def _is_locative(reading: Reading, p: PlaceMention, kind: str) -> bool:
    """Whether the phrase that a place stands in says where, rather than who or whose."""
    parse = reading.parse
    token = parse.tokens[p.head]
    for _ in range(8):
        case = token.case.split()
        if case:
            if case[0] in DIRECTIONS and case[0] != "of":
                return kind in GOING
            if any(c in LOCATIVES for c in case) and case[0] != "of":
                return True
        if token.relation == "nmod:poss" or token.head < 0:
            return False
        relation = token.relation.split(":")[0]
        if relation not in {"nmod", "obl", "compound", "appos", "conj", "flat", "amod"}:
            return False
        token = parse.tokens[token.head]
        if token.upos in {"VERB", "AUX"}:
            return False
    return False


def _belongs_to_actor(reading: Reading, candidate: Candidate, p: PlaceMention) -> bool:
    """Whether a place only says whose somebody is: "the mayor of Minsk", "Russia's president"."""
    for participant in (*candidate.arguments.sources, *candidate.arguments.targets):
        name = participant.name
        if name.start <= p.start and p.end <= name.end:
            return True
        token = reading.parse.tokens[p.head]
        if token.relation in {"nmod:poss", "compound", "amod"} and token.head == name.head:
            return True
        if token.head == name.head and token.case == "of":
            return True
    return False


def _finest(reading: Reading, places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Finest precision first; of a chain ("Russia's resort of Sochi") the finest alone."""
    order = sorted(places, key=lambda p: (FINENESS.get(p.precision or "region", 5), p.start))
    best = order[0]
    others = [p for p in order[1:] if p.name != best.name and not _contains(p, best)]
    return [best, *others]


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    if outer.precision == "region":
        return True
    if outer.precision == "country":
        return outer.country == inner.country
    return outer.precision == "admin1" and outer.name == inner.admin1


def _place(mentions: Sequence[PlaceMention], how: PlaceHow) -> Place:
    best = mentions[0]
    return Place(
        text=best.text,
        start=best.start,
        end=best.end,
        name=best.name or best.text,
        geonameid=best.geonameid,
        latitude=best.latitude,
        longitude=best.longitude,
        country=best.country,
        admin1=best.admin1,
        precision=best.precision or "region",
        how=how,
        others=tuple(
            {
                "text": p.text,
                "start": p.start,
                "end": p.end,
                "name": p.name,
                "geonameid": p.geonameid,
                "latitude": p.latitude,
                "longitude": p.longitude,
                "country": p.country,
                "precision": p.precision,
            }
            for p in mentions[1:]
        ),
    )


def _carries(reading: Reading, candidate: Candidate, established: Placed) -> bool:
    sentence = reading.parse.sentence_of(candidate.token.i)
    gap = sentence.index - established.sentence
    return gap <= 1 or (gap <= 3 and sentence.paragraph == established.paragraph)  # noqa: PLR2004


def _focus(reading: Reading, candidate: Candidate) -> PlaceMention | None:
    """The place that the article is about, if a participant belongs to its country.

    The country named most (headline and lead count twice); in it the place that half of its
    mentions name, else the country itself.
    """
    lead = reading.parse.sentences[min(2, len(reading.parse.sentences) - 1)].end
    weights: dict[str, float] = {}
    names: dict[tuple[str, str], float] = {}
    for p in reading.places:
        if p.name is None or not p.country:
            continue
        weight = 2.0 if p.start < lead else 1.0
        weights[p.country] = weights.get(p.country, 0.0) + weight
        if p.kind != "adjective" and p.precision != "country":
            names[p.country, p.name] = names.get((p.country, p.name), 0.0) + weight
    if not weights:
        return None
    country = max(weights, key=lambda c: weights[c])
    theirs = {
        reading.entities[p.name.entity].country
        for p in (*candidate.arguments.sources, *candidate.arguments.targets)
        if p.name.entity >= 0
    }
    if country not in theirs or weights[country] < DOMINANT * sum(weights.values()):
        return None
    inside = {name: w for (c, name), w in names.items() if c == country}
    if inside:
        name = max(inside, key=lambda n: inside[n])
        if inside[name] >= weights[country] / 2:
            return next(p for p in reading.places if p.name == name and p.country == country)
    return next(
        (p for p in reading.places if p.country == country and p.precision == "country"), None
    )


def _byline_place(reading: Reading, candidate: Candidate) -> Place | None:
    """The dateline's place, for acts that the first two sentences tell without a place."""
    if not reading.origin or candidate.token.sentence > 1:
        return None
    place = _place(reading.origin, "dateline")
    return replace(place, start=None, end=None)
