"""The place of an act: its own phrase and clause first, then what the article has established.

Every place of the sentence gets a rank by the path of arcs from it to the act; the lowest rank
counts, and among places of one rank the finest. An actor's country is never a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.coding.candidate import Candidate
from dateline.coding.spots import COMPASS, KNOWN_SITES, spots_of
from dateline.event import Place, PlaceHow, Reason
from dateline.reading.arcs import Token
from dateline.reading.reading import PlaceMention, Reading

# Acts that happen at a place; words have one only if the text says where they were spoken.
BODILY = frozenset({"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "COOPERATE", "AID"})
FINENESS = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4, "region": 5}
LOCATIVES = frozenset(
    "in at near through across outside inside on around throughout over along within off above "
    "beside amid during by behind beyond about under".split()
)
# Where somebody goes or comes from: the place of acts that are a going.
DIRECTIONS = frozenset({"to", "from", "into", "toward", "towards", "onto"})
GOING = frozenset({"CONSULT", "MOBILIZE", "RETREAT", "COERCE", "AID", "PROTEST"})
# Where an act strikes: "an attack on the airport", "the siege of Aleppo", "fired into the crowd".
STRIKING = frozenset({"on", "against", "of", "at", "into", "to", "for"})
STRUCK = frozenset({"ASSAULT", "COERCE", "PROTEST"})
# What happened "before" need not have happened in the same place.
ELSEWHEN = frozenset({"after", "before", "since", "until", "because", "if", "unless", "although"})
NOMINAL = frozenset({"nmod", "compound", "appos", "conj", "flat", "amod", "nummod", "dep", "list"})
ARGUMENTS = frozenset({"obl", "obj", "iobj", "nsubj", "advmod", "dislocated", "xcomp"})
# What may be said in between: "the town of", "the outskirts of".
DEEPEST = 8
HIGHEST = 4
# The share of an article's places that its country must have to be what the article is about,
# how often it must be named as a place, and how long a text must be to be about a place at all.
DOMINANT = 0.4
NAMED = 2
REPORT = 4

_HOW: dict[PlaceHow, str] = {
    "clause": "in the act's clause",
    "sentence": "in the sentence",
    "paragraph": "in the paragraph",
}


@dataclass(slots=True)
class Placed:
    """A place with the sentence and paragraph that gave it, for the acts that follow."""

    place: Place
    sentence: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Tie:
    """How a place hangs on an act: the lower the rank, the closer."""

    rank: int
    rule: str

    @property
    def how(self) -> PlaceHow:
        return "clause" if self.rank <= CLAUSE else "sentence"


OWN = _Tie(0, "in the act's own phrase")
WITH = _Tie(0, "where the act's clause says")
STRUCK_AT = _Tie(0, "what the act strikes")
INSIDE = _Tie(1, "where the object of the act is")
BELOW = _Tie(2, "in a clause that the act's word governs")
ABOVE = _Tie(3, "in the clause above")
DOERS = _Tie(4, "where those are who do it")
CLAUSE = 1


def place_of(
    reading: Reading, candidate: Candidate, established: Placed | None
) -> tuple[Place | None, Reason]:
    """Where an act happened, and the reason."""
    mentions, tie = _mentions(reading, candidate)
    if mentions and tie is not None:
        place = _place(mentions, tie.how)
        best = mentions[0]
        return place, Reason(
            "place", place.name, f"{tie.rule}; {best.why}", best.text, best.start, best.end
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


def _mentions(
    reading: Reading, candidate: Candidate
) -> tuple[list[PlaceMention], _Tie | None]:
    """The places of the closest rank, finest first, with how the first one hangs on the act."""
    sentence = reading.parse.sentence_of(candidate.token.i)
    spots = spots_of(reading, sentence)
    ties: list[tuple[PlaceMention, _Tie]] = []
    for p in spots:
        tie = _tie(reading, candidate, p)
        if tie is not None:
            ties.append((p, tie))
    if not ties:
        return [], None
    rank = min(t.rank for _, t in ties)
    chosen = [(p, t) for p, t in ties if t.rank == rank]
    places = _finest(reading, [p for p, _ in chosen])
    best = _with_country(places[0], [p for p, _ in ties])
    tie = next(t for p, t in chosen if p.start == best.start)
    return [best, *places[1:]], tie


def _tie(reading: Reading, candidate: Candidate, p: PlaceMention) -> _Tie | None:  # noqa: C901, PLR0911, PLR0912
    """How a place hangs on the act; None if it does not."""
    parse = reading.parse
    act = candidate.token
    kind = candidate.type
    bodily = kind in BODILY
    if candidate.match.first <= p.head <= candidate.match.last:
        return OWN if bodily and p.head != act.i else None
    actor = _actor_tie(reading, candidate, p)
    if actor is not None:
        located, doer = actor
        return DOERS if located and doer and kind in BODILY else None
    token = parse.tokens[p.head]
    cases: list[str] = []
    possessed = False
    for _ in range(DEEPEST):
        if token.case:
            cases.append(token.case.split()[0])
        base = token.relation.split(":")[0]
        if token.relation == "nmod:poss":
            possessed = True
        if token.head == act.i and base in NOMINAL:
            return _under_noun(kind, token, cases, possessed=possessed)
        if token.head < 0 or base not in NOMINAL:
            break
        token = parse.tokens[token.head]
        if token.i == act.i:
            break
    else:
        return None
    if token.head < 0 or token.relation.split(":")[0] not in ARGUMENTS:
        return None
    first = cases[-1] if cases and token.case else ""
    governor = parse.tokens[token.head]
    predicate = parse.clause_of(act.i)
    located = first in LOCATIVES or (first in DIRECTIONS and kind in GOING)
    if governor.i in {act.i, predicate.i}:
        if token.relation.split(":")[0] in {"obl", "advmod"}:
            if located:
                return WITH if bodily or first in {"in", "at", "during", "to", "on"} else None
            if first in STRIKING and kind in STRUCK and governor.i == act.i:
                return STRUCK_AT
            return None
        if not bodily:
            return None
        if token.relation in {"obj", "nsubj:pass"} and governor.i == act.i:
            if not [c for c in cases if c != "of"] and not possessed:
                return STRUCK_AT
            return INSIDE if any(c in LOCATIVES for c in cases) else None
        if token.relation == "obj" and any(c in LOCATIVES for c in cases):
            return INSIDE
        return None
    if not bodily and kind != "CONSULT":
        return None
    if not (first in LOCATIVES or any(c in LOCATIVES for c in cases)):
        direct = token.relation in {"obj", "nsubj:pass"} and not [c for c in cases if c != "of"]
        if not (direct and bodily) or possessed:
            return None
    return _across(reading, act, predicate, parse.clause_of(governor.i))


def _under_noun(kind: str, token: Token, cases: list[str], *, possessed: bool) -> _Tie | None:
    """A place in the phrase that an act's noun heads: "protests in Minsk", "Minsk protests"."""
    if token.relation == "appos":
        return None
    first = cases[-1] if cases and token.case else ""
    if not first:
        if token.relation == "compound" or (possessed and kind in BODILY):
            return OWN
        return None
    if first in LOCATIVES or (first in DIRECTIONS and kind in GOING):
        return OWN if kind in BODILY or first in {"in", "at", "during", "to"} else None
    return STRUCK_AT if first in STRIKING and kind in STRUCK else None


def _across(reading: Reading, act: Token, predicate: Token, other: Token) -> _Tie | None:
    """The tie of a place in another clause of the sentence, by how the clauses hang together."""
    parse = reading.parse
    above = predicate
    for _ in range(HIGHEST):
        if above.head < 0 or above.mark in ELSEWHEN or above.relation == "ccomp":
            break
        above = parse.clause_of(above.head)
        if above.i == other.i:
            return ABOVE
    below = other
    for _ in range(HIGHEST):
        if below.head < 0 or below.mark in ELSEWHEN or below.relation in {"ccomp", "parataxis"}:
            return None
        up = parse.tokens[below.head]
        if below.relation == "acl:relcl" and up.i != act.i and not parse.is_below(up.i, act.i):
            return None
        if up.i == act.i or parse.clause_of(up.i).i == predicate.i:
            return BELOW
        below = parse.clause_of(up.i)
    return None


def _actor_tie(
    reading: Reading, candidate: Candidate, p: PlaceMention
) -> tuple[bool, bool] | None:
    """Whether a place in an actor's phrase says where they are, and whether they are the doers.

    "The mayor of Minsk" and "Russia's president" only say whose somebody is. None: no actor's.
    """
    parse = reading.parse
    arguments = candidate.arguments
    for participant in (*arguments.sources, *arguments.targets):
        name = participant.name
        token = parse.tokens[p.head]
        if name.kind == "PLACE" and name.head == p.head:
            # A place that is struck or thronged is one, whoever it stands for.
            continue
        inside = name.start <= p.start and p.end <= name.end
        for _ in range(DEEPEST):
            if token.head < 0 or token.i == name.head or token.relation.split(":")[0] not in NOMINAL:
                break
            if token.head == name.head:
                doer = participant in arguments.sources
                located = token.case in {"in", "at", "across", "near", "outside", "inside"}
                return located, doer
            token = parse.tokens[token.head]
        if inside:
            return False, False
    return None


def _is_landmark(reading: Reading, p: PlaceMention) -> bool:
    """Whether a place only helps to find another: "20 km west of Kirkuk"."""
    parse = reading.parse
    i = parse.token_at(p.start)
    if i is None or i < 2:  # noqa: PLR2004
        return False
    before, word = parse.tokens[i - 1], parse.tokens[i - 2]
    return (
        (before.lower == "of" and word.lower in COMPASS)
        or (before.lower == "from" and word.lower in {"miles", "kilometers", "kilometres", "km"})
        or before.lower in {"near", "outside"}
    )


def _finest(reading: Reading, places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Finest precision first; of a chain ("Russia's resort of Sochi") the finest alone."""
    order = sorted(
        places,
        key=lambda p: (_is_landmark(reading, p), FINENESS[p.precision or "region"], p.start),
    )
    best = order[0]
    others = [
        p
        for p in order[1:]
        if p.name != best.name and not _contains(p, best) and not _is_landmark(reading, p)
    ]
    return [best, *others]


def _with_country(best: PlaceMention, places: Sequence[PlaceMention]) -> PlaceMention:
    """A place that no gazetteer has lies in the country of those named with it."""
    if best.country is not None:
        return best
    countries = {p.country for p in places if p.country}
    return replace(best, country=countries.pop()) if len(countries) == 1 else best


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    if outer.precision == "region":
        return True
    if outer.precision == "country":
        return inner.country in {outer.country, None}
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
    mentions name, else the country itself. Adjectives say whose somebody is, not where, so that
    a country must be named as a place.
    """
    sentences = reading.parse.sentences
    if len(sentences) < REPORT:
        return None
    lead = sentences[2].end
    weights: dict[str, float] = {}
    names: dict[tuple[str, str], float] = {}
    named: dict[str, int] = {}
    for p in reading.places:
        if p.name is None or not p.country:
            continue
        weight = 2.0 if p.start < lead else 1.0
        weights[p.country] = weights.get(p.country, 0.0) + weight
        if p.kind == "place":
            named[p.country] = named.get(p.country, 0) + 1
        if p.kind != "adjective" and p.precision != "country":
            names[p.country, p.name] = names.get((p.country, p.name), 0.0) + weight
    if not weights:
        return None
    country = max(weights, key=lambda c: weights[c])
    if named.get(country, 0) < NAMED or weights[country] < DOMINANT * sum(weights.values()):
        return None
    theirs = {
        reading.entities[p.name.entity].country
        for p in (*candidate.arguments.sources, *candidate.arguments.targets)
        if p.name.entity >= 0
    }
    if country not in theirs and (theirs - {None} or candidate.type != "PROTEST"):
        return None
    inside = {name: w for (c, name), w in names.items() if c == country}
    if inside:
        name = max(inside, key=lambda n: inside[n])
        if inside[name] >= weights[country] / 2:
            return next(p for p in reading.places if p.name == name and p.country == country)
    return next(
        (
            p
            for p in reading.places
            if p.country == country and p.precision == "country" and p.kind != "adjective"
        ),
        None,
    )


def _byline_place(reading: Reading, candidate: Candidate) -> Place | None:
    """The dateline's place, for acts that the first two sentences tell without a place."""
    if not reading.origin or candidate.token.sentence > 1:
        return None
    place = _place(reading.origin, "dateline")
    return replace(place, start=None, end=None)
