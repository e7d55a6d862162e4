"""Component `places`: place names in the text, and the places that they mean.

Recognition looks capitalised words up in the gazetteer, longest name first, and weighs the parser's
name label and the words around; `place_ranking` then chooses among the places of that name.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, Protocol

from dateline.knowledge.gazetteer import HELD, LONGEST, Gazetteer, GazetteerEntry, normalise
from dateline.reading.components import Component
from dateline.reading.place_cues import country_cues
from dateline.reading.place_ranking import Toponym, rank, reasons
from dateline.reading.place_scene import (
    Scene,
    Verdict,
    shouted,
    strength,
    unmistakable,
    with_doubtful,
)
from dateline.reading.place_words import (
    ARTICLES,
    CITY_WORDS,
    CONNECTORS,
    FACILITIES,
    LOCATIVE,
    LOCATIVE_UNKNOWN,
    MIN_LONE,
    NAME_USES,
    NAMED_LABELS,
    NEVER,
    NEVER_LAST,
    PLACE_LABELS,
    PREFIXES,
    STATIVE,
    STAYS_PLACE,
    SUFFIXES,
    UNIT_PLURALS,
    UNIT_WORDS,
)
from dateline.reading.reading import PlaceCandidate, PlaceMention, Reading

VERSION = "2"


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.reading.arcs import Parse, Token

# "Brest, in western Belarus": the most words between, and before a name the most that are read.
FAR_APART = 4
FAR_BEFORE = 5
# Hints are looked for in so many words, of more letters than this.
LONGEST_HINT = 3
SHORTEST_HINT = 3
# A list has so many names, or two with "and".
LIST = 2


class Places(Protocol):
    """The part of the knowledge that this component uses."""

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer."""
        ...


class PlaceReader:
    """Finds and resolves the places of a reading; built once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the gazetteer to look names up in."""
        self.gazetteer = gazetteer
        self._keys: dict[str, str] = {}

    def run(self, reading: Reading) -> Mapping[str, list[PlaceMention]]:
        """The layers `places` and `origin`."""
        toponyms, hints = self.recognise(reading)
        self.resolve(reading, toponyms, hints)
        places = [_mention(reading.parse, t) for t in toponyms]
        return {"places": places, "origin": self._origin(reading, places)}

    def _origin(self, reading: Reading, places: list[PlaceMention]) -> list[PlaceMention]:
        """The dateline's place, in the country that the article speaks of most."""
        byline = reading.article.byline
        if byline is None or not byline.place:
            return []
        name, _, rest = byline.place.partition(",")
        entries = [e for e in self.gazetteer.find(name) if e.use in NAME_USES]
        if not entries:
            return []
        spoken = Counter(p.country for p in places if p.country)
        parents = {e.country for e in self.gazetteer.find(rest)} if rest.strip() else set()
        best = max(
            entries,
            key=lambda e: (
                e.country in parents,
                bool(spoken[e.country]),
                e.precision == "city",
                e.population,
            ),
        )
        return [
            PlaceMention(
                start=0,
                end=0,
                text=byline.place,
                head=-1,
                name=best.name,
                geonameid=best.geonameid,
                latitude=best.latitude,
                longitude=best.longitude,
                country=best.country,
                admin1=best.admin1,
                feature=best.feature,
                precision=best.precision,
                confidence=0.5,
                why="the dateline",
            )
        ]

    def resolve(
        self, reading: Reading, toponyms: list[Toponym], hints: Sequence[Toponym] = ()
    ) -> None:
        """Link toponyms with their surroundings and rank their candidates.

        `hints` are no places of the article, only names of places inside other names; those that
        no toponym covers take part.
        """
        for n in range(len(toponyms)):
            _look_around(reading.parse, toponyms, n)
        _lists(reading.parse, toponyms)
        taken = {k for t in toponyms for k in range(t.first, t.last + 1)}
        free = (t for t in hints if taken.isdisjoint(range(t.first, t.last + 1)))
        rank([*toponyms, *free], self._byline(reading), country_cues(reading.parse.tokens))

    def _byline(self, reading: Reading) -> list[GazetteerEntry]:
        place = reading.article.byline.place if reading.article.byline else None
        return [e for e in self.gazetteer.find(place) if e.use in NAME_USES] if place else []

    def at_spans(self, reading: Reading, spans: Sequence[tuple[int, int]]) -> list[Toponym | None]:
        """Resolve names whose places in the text are given; None where no word of ours stands.

        This is resolution by itself, apart from recognition; the article's other places, as they
        are recognised, bear witness.
        """
        tokens = reading.parse.tokens
        asked: list[Toponym | None] = []
        for start, end in spans:
            inside = [t.i for t in tokens if t.start < end and start < t.end]
            if not inside:
                asked.append(None)
                continue
            key = self._key(reading.parse.text[start:end])
            at = (self.gazetteer.at(shorter) for shorter in _shorter(key))
            entries: tuple[GazetteerEntry, ...] = next((e for e in at if e), ())
            kind, entries = _use(entries, tokens[inside[-1]]) if entries else ("place", entries)
            asked.append(Toponym(inside[0], inside[-1], key, entries, kind=kind))
        named = [t for t in asked if t]
        taken = {k for t in named for k in range(t.first, t.last + 1)}
        places, hints = self.recognise(reading)
        named += [t for t in places if taken.isdisjoint(range(t.first, t.last + 1))]
        named.sort(key=lambda t: t.first)
        self.resolve(reading, named, hints)
        return asked

    def _key(self, text: str) -> str:
        key = self._keys.get(text)
        if key is None:
            key = self._keys[text] = normalise(text)
            if len(self._keys) > HELD:
                self._keys.clear()
        return key

    def recognise(self, reading: Reading) -> tuple[list[Toponym], list[Toponym]]:
        """Place names and adjectives of places, left to right, none inside another.

        Beside them the hints: names of units inside names of something else ("Ohio State").
        """
        parse = reading.parse
        scene = Scene(parse.tokens, _people(reading))
        first_words = self.gazetteer.first_words
        found: list[Toponym] = []
        doubtful: list[Toponym] = []
        hints: list[Toponym] = []
        for sentence in parse.sentences:
            scene.shouted = shouted(parse.tokens[sentence.first : sentence.last])
            i = sentence.first
            while i < sentence.last:
                token = parse.tokens[i]
                i += 1
                key = self._key(token.text) if _may_start(token) else ""
                if not key:
                    continue
                toponym, sure = self._facility(parse, token.i, sentence.last, scene)
                if toponym is None and key.partition(" ")[0] in first_words:
                    toponym, sure = self._longest(parse, token.i, sentence.last, scene)
                if not sure and (token.label in NAMED_LABELS or scene.said_to_be(token.i)):
                    labelled = self._labelled(parse, token.i, sentence.last, scene)
                    toponym, sure = (labelled, True) if labelled else (toponym, False)
                if toponym is not None and sure:
                    found.append(toponym)
                elif toponym is not None:
                    doubtful.append(toponym)
                if toponym is not None:
                    i = toponym.last + 1
                elif hint := self._hint(parse, token.i, sentence.last):
                    hints.append(hint)
        return with_doubtful(scene, found, doubtful), hints

    def _hint(self, parse: Parse, first: int, end: int) -> Toponym | None:
        """A state, a county or a country inside another name, which tells where the story is."""
        tokens = parse.tokens
        for last in range(min(end, first + LONGEST_HINT) - 1, first - 1, -1):
            if not tokens[last].text[0].isupper():
                continue
            key = self._key(parse.slice(first, last))
            if len(key) <= SHORTEST_HINT or key in NEVER:
                continue
            entries = self.gazetteer.at(key)
            county = last > first and tokens[last].lower in UNIT_WORDS
            units = [
                e
                for e in entries
                if e.use in NAME_USES
                and ((e.own and e.precision in ("admin1", "country")) or
                     (county and e.precision == "admin2"))
            ]  # fmt: skip
            if units and tokens[first].label != "PERSON":
                return Toponym(first, last, key, entries, hint=True)
        return None

    def _facility(
        self, parse: Parse, first: int, end: int, scene: Scene
    ) -> tuple[Toponym | None, bool]:
        """A building named after the city that it stands in: "at Kabul Military Hospital".

        It is put in that city, unless the gazetteer has the building itself. A city that is not
        clear from its name must be named alone elsewhere, so the toponym comes with False.
        """
        tokens = parse.tokens
        last = first
        while last + 1 < end and tokens[last + 1].text[0].isupper():
            last += 1
            if tokens[last].lower in FACILITIES:
                break
        if last == first or tokens[last].lower not in FACILITIES:
            return None, False
        known = self.gazetteer.at(self._key(parse.slice(first, last)))
        if known or not scene.locative(first, last):
            return None, False
        for stop in range(last - 1, first - 1, -1):
            key = self._key(parse.slice(first, stop))
            entries = tuple(
                e
                for e in self.gazetteer.at(key)
                if e.use in NAME_USES and e.precision == "city" and strength(e) >= MIN_LONE
            )
            if entries and key not in NEVER:
                toponym = Toponym(first, last, key, entries)
                return toponym, unmistakable(toponym)
        return None, False

    def _longest(
        self, parse: Parse, first: int, end: int, scene: Scene
    ) -> tuple[Toponym | None, bool]:
        """The longest name of the gazetteer that starts at `first`, and whether it is a place.

        A name that may be one, but need not be, comes with False.
        """
        tokens = parse.tokens
        last = first
        stops = [first]
        while last + 1 < min(end, first + LONGEST + 2):
            last += 1
            following = tokens[last]
            if (
                following.text[0].isupper()
                or following.text[0].isdigit()
                or (following.lower in UNIT_WORDS and stops[-1] == last - 1)
            ):
                stops.append(last)
            elif following.lower not in CONNECTORS and not _hyphened(tokens, last):
                break
        stops = [stop for stop in stops if not _goes_on(tokens, stop)]
        maybe: Toponym | None = None
        for last in reversed(stops):
            key = self._key(parse.slice(first, last))
            entries = self.gazetteer.at(key)
            common = last > first and tokens[last].lower in NEVER_LAST
            if not entries or (common and not any(e.own for e in entries)):
                continue
            kind, entries = _use(entries, tokens[last])
            toponym = Toponym(first, last, key, entries, kind=kind)
            verdict = scene.judge(toponym)
            if verdict is Verdict.PLACE:
                return toponym, True
            if verdict is Verdict.DOUBTFUL and maybe is None:
                maybe = toponym
        return maybe, False

    def _labelled(self, parse: Parse, first: int, end: int, scene: Scene) -> Toponym | None:
        """A name that the parser labels as a place and the gazetteer may not know as it stands."""
        tokens = parse.tokens
        token = tokens[first]
        opens = token.label_start or not first or tokens[first - 1].lower in ARTICLES
        if token.label in NAMED_LABELS and (first in scene.people or not opens):
            return None
        last = first
        while last + 1 < end and (
            (token.label and tokens[last + 1].label == token.label)
            or (not token.label and tokens[last + 1].upos == "PROPN")
        ):
            last += 1
            if tokens[last].label_start:
                last -= 1
                break
        while last > first and (
            not tokens[last].text[0].isalnum() or tokens[last].lower in ("'s", "’s")
        ):
            last -= 1
        if token.lower in NEVER and last == first:
            return None
        key = self._key(parse.slice(first, last))
        entries: tuple[GazetteerEntry, ...] = ()
        for shorter in _shorter(key):
            entries = tuple(e for e in self.gazetteer.at(shorter) if e.use in NAME_USES)
            if entries:
                break
        toponym = Toponym(first, last, key, entries)
        if entries:
            return toponym if scene.judge(toponym) is Verdict.PLACE else None
        known = (
            scene.locative(first, last, LOCATIVE_UNKNOWN) or scene.said_to_be(first)
        ) and not scene.other_name(last)
        return toponym if known else None


def _use(
    entries: tuple[GazetteerEntry, ...], token: Token
) -> tuple[Literal["place", "adjective"], tuple[GazetteerEntry, ...]]:
    """Whether the name is used as an adjective (or for people), and the entries for that use."""
    names = tuple(e for e in entries if e.use in NAME_USES)
    if len(names) == len(entries):
        return "place", names
    own_names = [e for e in names if e.own]
    if own_names and token.label in PLACE_LABELS:
        return "place", names
    return "adjective", tuple(e for e in entries if e.use not in NAME_USES)


def _hyphened(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token hangs on the one before by a hyphen: "Prince" in "Port-au-Prince"."""
    one, other = tokens[at - 1], tokens[at]
    return one.end == other.start and "-" in (one.text, other.text)


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name cannot end here: "Port" in "Port-au-Prince" is no place."""
    if last + 3 >= len(tokens) or not _hyphened(tokens, last + 1):
        return False
    inner, following = tokens[last + 2], tokens[last + 3]
    return (
        inner.lower in CONNECTORS
        and inner.start == tokens[last + 1].end
        and (following.text == "-" or following.text[0].isupper())
    )


def _may_start(token: Token) -> bool:
    first = token.text[0]
    if first.isupper():
        return True
    return (
        token.label in NAMED_LABELS
        and first.isalpha()
        and (token.lower.startswith(("al-", "al", "el", "ash", "an-", "ar-", "as-")))
    )


def _people(reading: Reading) -> set[int]:
    """Tokens inside people's names.

    Role nouns ("the Minsk mayor") are no names; a lone word that only the parser takes for a
    person's is judged here again, since it is often a place that the parser has never seen.
    """
    return {
        k
        for name in reading.names
        if name.kind == "PERSON" and not name.why.startswith("noun")
        if name.last > name.first or name.why != "label PERSON"
        for k in range(name.first, name.last + 1)
        if reading.parse.tokens[k].upos == "PROPN"
    }


def _shorter(key: str) -> list[str]:
    """The key itself, then the key without a word such as "central" or "province"."""
    keys = [key]
    keys += [key[len(p) :] for p in PREFIXES if key.startswith(p)]
    keys += [key[: -len(s)] for s in SUFFIXES if key.endswith(s)]
    return keys


def _look_around(parse: Parse, toponyms: list[Toponym], n: int) -> None:
    """Fill in what stands right around toponym `n`."""
    t = toponyms[n]
    if t.kind == "adjective":
        return
    tokens = parse.tokens
    sentence = parse.sentence_of(t.first)
    after = tokens[t.last + 1].lower if t.last + 1 < sentence.last else ""
    if after == "-" and t.last + 2 < sentence.last:
        joined = tokens[t.last + 2].lower
        if joined == "led" or (joined.endswith("ed") and joined not in STAYS_PLACE):
            t.kind = "adjective"
            return
    t.unit_word = after in UNIT_WORDS or (t.last > t.first and tokens[t.last].lower in UNIT_WORDS)
    if n + 1 < len(toponyms):
        other = toponyms[n + 1]
        gap = [g.lower for g in tokens[t.last + 1 : other.first]]
        if (
            other.kind == "place"
            and other.first < sentence.last
            and _leads_to_outer(gap)
            and not (_only_country(t) and _only_country(other))
        ):
            t.within = n + 1
    k = t.first - 1
    while k >= max(sentence.first, t.first - FAR_BEFORE):
        word = tokens[k]
        near = k >= t.first - 2
        t.city_word = t.city_word or (near and word.lower in CITY_WORDS)
        t.unit_word = t.unit_word or (
            k == t.first - 2 and word.lower in UNIT_WORDS and tokens[k + 1].lower == "of"
        )
        if word.upos in ("VERB", "PUNCT", "AUX"):
            break
        k -= 1
    if n and (t.city_word or t.unit_word):
        previous = toponyms[n - 1]
        if previous.kind == "adjective" and previous.last > k:
            t.adjective = frozenset(e.country for e in previous.entries if e.country)


def _only_country(t: Toponym) -> bool:
    """Whether the name is that of a country and of no well-known unit or city: it lies in no other.

    "Niger, Nigeria and Togo", but "Georgia, U.S."
    """
    known = {e.precision for e in t.entries if e.own}
    return known == {"country"}


def _lists(parse: Parse, toponyms: list[Toponym]) -> None:
    """Tell the names of a list of each other: "Ohio, Utah and Maine", "Clay and Grant counties"."""
    n = 0
    while n < len(toponyms):
        stop, joined = n, False
        while stop + 1 < len(toponyms):
            between = parse.tokens[toponyms[stop].last + 1 : toponyms[stop + 1].first]
            gap = [g.lower for g in between]
            if gap not in ([","], [",", "and"], ["and"], ["or"], [",", "or"], [",", "the"]):
                break
            joined = joined or gap[-1] in ("and", "or")
            stop += 1
        group = range(n, stop + 1)
        if joined and len(group) >= LIST:
            after = parse.tokens[toponyms[stop].last + 1 : toponyms[stop].last + 2]
            units = bool(after) and after[0].lower in UNIT_PLURALS
            for k in group:
                t = toponyms[k]
                t.listed = tuple(m for m in group if m != k and toponyms[m].kind == t.kind)
                t.unit_word = t.unit_word or (units and t.kind == "place")
        n = stop + 1


def _leads_to_outer(gap: list[str]) -> bool:
    """Whether the words between two names say that the second holds the first."""
    if gap in ([","], ["("], ["in"], [",", "the"], ["-"]):
        return True
    return 1 < len(gap) <= FAR_APART and gap[0] == "," and _directional(gap[1:])


def _directional(words: list[str]) -> bool:
    return all(
        w in ("in", "the", "north", "south", "east", "west", "central")
        or w.endswith(("ern", "most"))
        for w in words
    )


def _kind(parse: Parse, t: Toponym) -> Literal["place", "adjective", "metonym"]:
    """A place that speaks or acts as a subject stands for its government or people.

    So does a seat of power ("the Kremlin") that the parser takes for an organisation, and the
    European Union, unless something is said to be in it.
    """
    if t.kind == "adjective":
        return "adjective"
    head = parse.span_head(parse.tokens[t.first : t.last + 1])
    if head.label == "ORG" and t.scored and t.scored[0][1].precision in ("exact", "region"):
        return "place" if head.case in LOCATIVE else "metonym"
    if head.relation == "conj" and head.head >= 0:
        head = parse.tokens[head.head]
    if head.relation != "nsubj" or head.head < 0:
        return "place"
    verb = parse.tokens[head.head]
    acts = verb.upos == "VERB" and verb.lemma not in STATIVE
    return "metonym" if acts else "place"


def _mention(parse: Parse, t: Toponym) -> PlaceMention:
    """The layer's record of a ranked toponym."""
    start, end = parse.tokens[t.first].start, parse.tokens[t.last].end
    head = parse.span_head(parse.tokens[t.first : t.last + 1])
    best = t.scored[0][1] if t.scored else None
    return PlaceMention(
        start=start,
        end=end,
        text=parse.text[start:end],
        head=head.i,
        name=best.name if best else None,
        geonameid=best.geonameid if best else None,
        latitude=best.latitude if best else None,
        longitude=best.longitude if best else None,
        country=(best.country or None) if best else None,
        admin1=best.admin1 if best else None,
        feature=best.feature if best else None,
        precision=best.precision if best else None,
        confidence=round(t.weights[0], 3) if t.weights else 0.0,
        candidates=tuple(
            PlaceCandidate(e.geonameid, e.name, e.country or None, round(w, 3))
            for (_, e, _), w in list(zip(t.scored, t.weights, strict=True))[:5]
        ),
        kind=_kind(parse, t),
        why=reasons(t),
    )


def component(knowledge: Places) -> Component:
    """The component; the gazetteer is opened (and built, the first time) here."""
    reader = PlaceReader(knowledge.gazetteer)
    edition = knowledge.gazetteer.edition
    return Component(
        name="places",
        version=f"{VERSION}+{edition}" if edition else VERSION,
        needs=("parse", "names"),
        gives=("places", "origin"),
        run=reader.run,
    )
