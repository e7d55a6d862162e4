"""The place of an act: its own phrase and clause first, then what the article has established.

Every place of the sentence gets a rank by the path of arcs from it to the act; the lowest rank
counts, and among places of one rank the finest. An actor's country is never a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.coding.candidate import Candidate
from dateline.coding.spots import COMPASS, SITES, UNITS, spots_of
from dateline.event import Place, PlaceHow, Reason
from dateline.reading.arcs import Token
from dateline.reading.reading import PlaceMention, Reading

# Acts that happen at a place; words have one only if the text says where they were spoken.
BODILY = frozenset({"PROTEST", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "COOPERATE", "AID"})
FINENESS = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4, "region": 5}
LOCATIVES = frozenset(
    "in at near through across outside inside on around throughout over along within off above "
    "beside behind beyond between".split()
)
# Where somebody goes or comes from: the place of acts that are a going.
DIRECTIONS = frozenset({"to", "from", "into", "toward", "towards", "onto"})
GOING = frozenset({"CONSULT", "MOBILIZE", "RETREAT", "COERCE", "AID", "PROTEST"})
LEAVING = frozenset({"RETREAT"})
# Acts that are where they pass first of all, and where they end else.
CROSSING = frozenset({"PROTEST"})
# Where an act strikes: "an attack on the airport", "the siege of Aleppo", "fired into the crowd".
STRIKING = frozenset({"on", "against", "of", "at", "into", "to", "for"})
STRUCK = frozenset({"ASSAULT", "COERCE"})
# What a protest is about, not where it is.
ABOUT = frozenset({"against", "for", "over", "about", "after", "to"})
# What happened "before" need not have happened in the same place.
ELSEWHEN = frozenset(
    {"after", "while", "before", "since", "until", "because", "if", "unless", "although"}
)
NOMINAL = frozenset({"nmod", "compound", "appos", "conj", "flat", "amod", "nummod", "dep", "list"})
ARGUMENTS = frozenset({"obl", "obj", "iobj", "nsubj", "advmod", "dislocated", "xcomp"})
# Where somebody is: "police in Tokyo"; and who can be somewhere.
LIVING = frozenset({"in", "at", "across", "near", "outside", "inside", "around"})
CONTAINED = LIVING | {"throughout", "within"}
PEOPLE = frozenset({"PERSON", "GROUP", "ORG", "NORP"})
NOUNLIKE = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "ADV", "PRON"})
# A landmark counts for less than any place in the same country.
LANDMARK = 2.5
# What may be said in between: "the town of", "the outskirts of".
DEEPEST = 8
HIGHEST = 4
# The share of an article's places that its country must have to be what the article is about,
# how often it must be named as a place, and how long a text must be to be about a place at all.
DOMINANT = 0.4
NAMED = 2
# How many sentences of a paragraph a place holds for the acts told after it.
FARTHEST = 3
# A country's adjective and its acting name tell less of where than its name as a place.
ADJECTIVE = 0.4
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
AFTER = _Tie(5, "where what came before it was")
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
                "place",
                place.name,
                "the place that the whole report is about",
                focus.text,
                focus.start,
                focus.end,
            )
    return None, Reason("place", "null", "the text ties no place to it")


def _mentions(reading: Reading, candidate: Candidate) -> tuple[list[PlaceMention], _Tie | None]:
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
    rank = max(CLAUSE, min(t.rank for _, t in ties))
    chosen = [(p, t) for p, t in ties if t.rank <= rank]
    places = _finest(reading, [p for p, _ in chosen])
    best = _with_country(places[0], [p for p, _ in ties])
    tie = next(t for p, t in chosen if p.start == best.start)
    return [best, *places[1:]], tie


def _tie(reading: Reading, candidate: Candidate, p: PlaceMention) -> _Tie | None:
    """How a place hangs on the act; None if it does not."""
    act, kind = candidate.token, candidate.type
    if candidate.match.act.first <= p.head <= candidate.match.act.last:
        return OWN if kind in BODILY and p.head != act.i else None
    actor = _actor_tie(reading, candidate, p)
    if actor is not None:
        located, doer = actor
        if not located or kind not in BODILY:
            return None
        return DOERS if doer else INSIDE
    phrase = _phrase(reading, p, act)
    if phrase.token.head == act.i and _base(reading, phrase.token) in NOMINAL:
        return _under_noun(kind, phrase)
    if phrase.token.head < 0 or phrase.token.relation.split(":")[0] not in ARGUMENTS:
        return None
    if phrase.token.head in {act.i, reading.parse.clause_of(act.i).i}:
        return _beside(act, kind, phrase)
    return _elsewhere(reading, act, kind, phrase)


def _phrase(reading: Reading, p: PlaceMention, act: Token) -> _Phrase:
    """The outermost phrase that a place stands in, below the act's word or in its own clause."""
    tokens = reading.parse.tokens
    token = tokens[p.head]
    cases: list[str] = []
    possessed = False
    for _ in range(DEEPEST):
        if token.case or token.lower in COMPASS:
            # "a road north of Kabul" is near it.
            cases.append((token.case or "near").split()[0])
        if token.relation == "nmod:poss":
            # "Kabul's streets" are in Kabul, "Kabul's demands" are not.
            possessed = tokens[token.head].lemma not in SITES | UNITS.keys()
        if token.head in {-1, act.i} or _base(reading, token) not in NOMINAL:
            break
        token = tokens[token.head]
    if token.label in {"DATE", "TIME"} and token.case and len(cases) > 1:
        # "for a third day near a mosque": the parser hangs the place on the day.
        cases.pop()
    return _Phrase(token, cases[-1] if cases and token.case else "", tuple(cases), possessed)


def _base(reading: Reading, token: Token) -> str:
    """A relation without its subtype; "most of the peninsula" is a noun with its `nmod`."""
    base = token.relation.split(":")[0]
    if base in {"obl", "advmod"} and token.head >= 0:
        return "nmod" if reading.parse.tokens[token.head].upos in NOUNLIKE else base
    return base


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The outermost phrase that a place stands in: its head and all prepositions down to it."""

    token: Token
    case: str
    cases: tuple[str, ...]
    possessed: bool

    @property
    def holds(self) -> bool:
        """Whether something in the phrase is said to be in the place."""
        return any(c in CONTAINED for c in self.cases)

    @property
    def is_place(self) -> bool:
        """Whether the phrase is the place itself, by its name or as "most of the peninsula"."""
        return not self.possessed and all(c == "of" for c in self.cases)


def _beside(act: Token, kind: str, phrase: _Phrase) -> _Tie | None:
    """The tie of a place in a phrase that hangs on the act's verb."""
    bodily = kind in BODILY
    token, first = phrase.token, phrase.case
    if token.relation.split(":")[0] in {"obl", "advmod"}:
        return _oblique(act, kind, phrase)
    if not bodily:
        return None
    if token.relation == "nsubj":
        return DOERS if phrase.holds else None
    if token.relation in {"obj", "nsubj:pass"}:
        if token.head == act.i and phrase.is_place and not first:
            return STRUCK_AT
        return INSIDE if phrase.holds else None
    return None


def _oblique(act: Token, kind: str, phrase: _Phrase) -> _Tie | None:
    """The tie of a place in a preposition phrase of the act's verb."""
    bodily = kind in BODILY
    token, first = phrase.token, phrase.case
    if token.relation == "obl:unmarked" and not phrase.cases and bodily and not phrase.possessed:
        # "patrolled downtown Minsk on Saturday", taken for an adverbial.
        return STRUCK_AT
    if kind in CROSSING and first in DIRECTIONS and _is_way(first, kind):
        return INSIDE
    if first in LOCATIVES or _is_way(first, kind):
        return WITH if bodily or first in {"in", "at", "to", "on"} else None
    if first in STRIKING and kind in STRUCK and token.head == act.i:
        return STRUCK_AT
    if kind == "PROTEST" and first in ABOUT:
        return None
    return INSIDE if bodily and phrase.holds else None


def _elsewhere(reading: Reading, act: Token, kind: str, phrase: _Phrase) -> _Tie | None:
    """The tie of a place in a phrase of another clause of the sentence."""
    bodily = kind in BODILY
    if not bodily and kind != "CONSULT":
        return None
    parse = reading.parse
    clause = parse.clause_of(phrase.token.head)
    tie = _across(reading, act, clause, phrase.token)
    if tie is None or (not bodily and tie is not ABOVE):
        return None
    joined = clause.relation == "conj" or (clause.head == act.i and clause.mark != "to")
    if kind == "PROTEST" and tie is BELOW and not joined:
        # "to protest a report on Jenin": what it is about.
        return None
    if phrase.case in LOCATIVES or phrase.holds:
        return tie
    direct = phrase.token.relation in {"obj", "nsubj:pass"} and (
        not phrase.cases or (phrase.cases == ("of",) and phrase.token.lemma in UNITS)
    )
    return tie if direct and bodily and not phrase.possessed else None


def _under_noun(kind: str, phrase: _Phrase) -> _Tie | None:
    """A place in the phrase that an act's noun heads: "protests in Minsk", "Minsk protests"."""
    token, first = phrase.token, phrase.case
    bodily = kind in BODILY
    if token.relation == "appos":
        return None
    if not first:
        return OWN if token.relation == "compound" or (phrase.possessed and bodily) else None
    if first in LOCATIVES or _is_way(first, kind):
        return OWN if bodily or first in {"in", "at", "to"} else None
    about = kind == "PROTEST" and first in ABOUT
    if phrase.holds and not about and (bodily or kind == "CONSULT"):
        return INSIDE
    return STRUCK_AT if first in STRIKING and kind in STRUCK else None


def _is_way(case: str, kind: str) -> bool:
    """Whether a place that somebody goes to (or leaves) is where the act is."""
    return kind in (LEAVING if case == "from" else GOING) and case in DIRECTIONS


def _across(reading: Reading, act: Token, other: Token, phrase: Token) -> _Tie | None:
    """The tie of a place in another clause of the sentence, by how the clauses hang together."""
    parse = reading.parse
    above = predicate = parse.clause_of(act.i)
    for _ in range(HIGHEST):
        if above.head < 0 or above.mark in ELSEWHEN or above.relation == "ccomp":
            break
        if above.relation == "acl:relcl":
            # "the hub that was rocked by protests": the place is the one told about.
            return ABOVE if above.head == phrase.i else None
        above = parse.clause_of(above.head)
        if above.i == other.i:
            return ABOVE
    below = other
    for _ in range(HIGHEST):
        if below.head < 0 or below.relation in {"ccomp", "parataxis"}:
            return None
        during = below.mark == "while" and below.tag == "VBG"
        if below.mark in ELSEWHEN and below.mark != "after" and not during:
            return None
        up = parse.tokens[below.head]
        if below.relation == "acl:relcl" and up.i != act.i and not parse.is_below(up.i, act.i):
            return DOERS if parse.clause_of(up.i).i == predicate.i else None
        if up.i == act.i or parse.clause_of(up.i).i == predicate.i:
            return AFTER if below.mark == "after" else BELOW
        below = parse.clause_of(up.i)
    return None


def _actor_tie(reading: Reading, candidate: Candidate, p: PlaceMention) -> tuple[bool, bool] | None:
    """Whether a place in an actor's phrase says where they are, and whether they are the doers.

    "The mayor of Minsk" and "Russia's president" only say whose somebody is. None: no actor's.
    """
    parse = reading.parse
    sources, targets = candidate.arguments.sources, candidate.arguments.targets
    for participant in (*sources, *targets):
        name = participant.name
        doer = participant in sources
        token = parse.tokens[p.head]
        if name.head == p.head or (name.start >= p.start and name.end <= p.end):
            # A place that is struck or thronged is one, whoever it stands for.
            if doer and token.case not in LOCATIVES:
                return False, False
            continue
        located = False
        for _ in range(DEEPEST):
            if token.head < 0 or token.relation.split(":")[0] not in NOMINAL:
                break
            located = located or (token.case in LIVING and token.relation == "nmod")
            if token.head == name.head:
                if not doer and name.kind in {"PLACE", "FAC"}:
                    break
                if parse.tokens[name.head].lemma in SITES:
                    break
                return located, doer
            token = parse.tokens[token.head]
        people = name.kind in PEOPLE and parse.tokens[name.head].lemma not in SITES
        if people and name.start <= p.start and p.end <= name.end:
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
        key=lambda p: (
            FINENESS[p.precision or "region"] + LANDMARK * _is_landmark(reading, p),
            p.start,
        ),
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
    """Whether an act goes on where the one told before it was, rather than being only mentioned."""
    parse = reading.parse
    token = candidate.token
    predicate = parse.clause_of(token.i)
    mentioned = predicate.relation in {"acl", "acl:relcl"} or (
        token.upos != "VERB" and token.relation in {"nmod", "nmod:poss", "compound"}
    )
    if mentioned:
        return False
    sentence = parse.sentence_of(token.i)
    gap = sentence.index - established.sentence
    return gap <= 1 or (gap <= FARTHEST and sentence.paragraph == established.paragraph)


def _focus(reading: Reading, candidate: Candidate) -> PlaceMention | None:
    """The place that the article is about, if a participant belongs to its country.

    In the country named most, the place that half of its mentions name, else the country itself.
    """
    country, names, weight = _most_named(reading)
    if country is None:
        return None
    theirs = {
        reading.entities[p.name.entity].country
        for p in (*candidate.arguments.sources, *candidate.arguments.targets)
        if p.name.entity >= 0
    }
    if country not in theirs and (theirs - {None} or candidate.type != "PROTEST"):
        return None
    name = max(names, key=lambda n: names[n], default="")
    if name and names[name] >= weight / 2:
        return next(p for p in reading.places if p.name == name and p.country == country)
    return next(
        (
            p
            for p in reading.places
            if p.country == country and p.precision == "country" and p.kind != "adjective"
        ),
        None,
    )


def _most_named(reading: Reading) -> tuple[str | None, dict[str, float], float]:
    """The country that the article is about, the weights of the places in it, and its own.

    Headline and lead count twice. Adjectives say whose somebody is, not where, so that a country
    must be named as a place, and be so in a good share of the places.
    """
    sentences = reading.parse.sentences
    if len(sentences) < REPORT:
        return None, {}, 0.0
    lead = sentences[2].end
    weights: dict[str, float] = {}
    names: dict[str, dict[str, float]] = {}
    named: dict[str, int] = {}
    for p in reading.places:
        if p.name is None or not p.country:
            continue
        weight = 2.0 if p.start < lead else 1.0
        if p.kind != "place" or reading.parse.tokens[p.head].case == "by":
            weight *= ADJECTIVE
        weights[p.country] = weights.get(p.country, 0.0) + weight
        named[p.country] = named.get(p.country, 0) + (p.kind == "place")
        if p.kind != "adjective" and p.precision != "country":
            inside = names.setdefault(p.country, {})
            inside[p.name] = inside.get(p.name, 0.0) + weight
    country = max(weights, key=lambda c: weights[c], default=None)
    if (
        country is None
        or named[country] < NAMED
        or weights[country] < DOMINANT * sum(weights.values())
    ):
        return None, {}, 0.0
    return country, names.get(country, {}), weights[country]


def _byline_place(reading: Reading, candidate: Candidate) -> Place | None:
    """The dateline's place, for acts that the first two sentences tell without a place."""
    if not reading.origin or candidate.token.sentence > 1:
        return None
    place = _place(reading.origin, "dateline")
    return replace(place, start=None, end=None)
