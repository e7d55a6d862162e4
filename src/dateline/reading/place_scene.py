"""What the words around a name say for or against its being a place (see `places.py`)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from dateline.reading.place_words import (
    ARTICLES,
    CITY_WORDS,
    CIVIC,
    DWARFED,
    HOLDERS,
    LARGE,
    LISTING,
    LOCATIVE,
    LOCATIVE_PERSON,
    LOCATIVE_UNKNOWN,
    MIN_LOCATIVE,
    MIN_LONE,
    MOST_NAMESAKES,
    NEVER,
    NEVER_ENOUGH,
    NOT_PLACES,
    OTHER_NAME,
    PLACE_LABELS,
    SHORT,
    TIME_LABELS,
    TITLES,
    TITLES_OF,
    UNIT_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.knowledge.gazetteer import GazetteerEntry
    from dateline.reading.arcs import Token
    from dateline.reading.place_ranking import Toponym

# A sentence of fewer words says nothing by its capitals.
MIN_TITLE = 4
POSTAL = 2
DASHES = frozenset({"-", "–", "—", "--"})


class Verdict(Enum):
    """What recognition makes of a name that the gazetteer has."""

    PLACE = 1
    DOUBTFUL = 2
    NOTHING = 3


class Scene:
    """The words around a name, and what they say for or against a place."""

    def __init__(self, tokens: Sequence[Token], people: set[int]) -> None:
        self.tokens = tokens
        self.people = people
        self.shouted = False
        # Last words of people's full names: a lone "Clinton" after "Hillary Clinton" is hers.
        self.surnames = {
            t.lower
            for t, before in zip(tokens[1:], tokens, strict=False)
            if t.label == "PERSON" and before.label == "PERSON" and not t.label_start
        }

    def before(self, first: int) -> Token | None:
        """The token before, if it is in the same sentence."""
        if not first or self.tokens[first - 1].sentence != self.tokens[first].sentence:
            return None
        return self.tokens[first - 1]

    def after(self, last: int) -> Token | None:
        """The token after, if it is in the same sentence."""
        if last + 1 >= len(self.tokens):
            return None
        token = self.tokens[last + 1]
        return token if token.sentence == self.tokens[last].sentence else None

    def locative(self, first: int, last: int, words: frozenset[str] = LOCATIVE) -> bool:
        """Whether a preposition of place or a word such as "town of" or "district" stands by."""
        before, after = self.before(first), self.after(last)
        if before is not None and before.lower in ARTICLES and first > 1:
            before = self.before(first - 1)
        if before is not None and before.lower in words:
            return True
        if before is not None and before.lower == "of" and before.i:
            noun = self.tokens[before.i - 1].text
            if noun in HOLDERS:
                return True
        return after is not None and after.lower in UNIT_WORDS and after.lower != "state"

    def said_to_be(self, first: int) -> bool:
        """Whether "village of" or the like stands right before a capitalised name."""
        before = self.before(first)
        if before is None or before.lower != "of" or not before.i:
            return False
        noun = self.tokens[before.i - 1].text
        return noun in CITY_WORDS and self.tokens[first].upos == "PROPN"

    def titled(self, first: int) -> bool:
        """Whether the place is part of a title: "Duke of York"."""
        before = self.before(first)
        if before is None or before.lower != "of" or not before.i:
            return False
        noun = self.tokens[before.i - 1]
        return noun.text[0].isupper() and noun.lower in TITLES_OF

    def other_name(self, last: int) -> bool:
        """Whether the word after makes the name something else: "Washington Post"."""
        after = self.after(last)
        if after is None:
            return False
        return after.lower in NOT_PLACES or (after.text[0].isupper() and after.lower in OTHER_NAME)

    def judge(self, t: Toponym) -> Verdict:  # noqa: C901, PLR0912 - rules in order
        """Whether the words of `t` are meant as a place."""
        tokens, token, ending = self.tokens, self.tokens[t.first], self.tokens[t.last]
        after = self.after(t.last)
        person = any(
            tokens[k].label == "PERSON" or k in self.people for k in range(t.first, t.last + 1)
        )
        if t.kind == "adjective":
            fits = token.upos in ("ADJ", "PROPN", "NOUN") and not person
            return Verdict.PLACE if fits else Verdict.NOTHING
        if t.key in NEVER or (t.key in SHORT and not token.text.isupper()):
            return Verdict.NOTHING
        if len(t.key) <= POSTAL and t.key not in SHORT:
            return self._postal(t)
        if self.other_name(t.last) or self.titled(t.first):
            return Verdict.NOTHING
        if self._opens(t):
            return Verdict.PLACE
        strong = max(strength(e) for e in t.entries)
        country = any(e.precision == "country" and e.use == "name" for e in t.entries) or (
            t.entries[0].precision == "country"
        )
        inner = self.inside_name(t.first, t.last)
        locative = self.locative(t.first, t.last)
        if person:
            if country and not inner:
                return Verdict.PLACE
            if not inner and strong >= MIN_LONE and self._no_person(t):
                return Verdict.PLACE
            if not inner and t.last > t.first and _known_city(t):
                return Verdict.PLACE
            alone = not inner and ending.label == token.label and t.first not in self.people
            sure = self.locative(t.first, t.last, LOCATIVE_PERSON) and strong >= MIN_LOCATIVE
            if alone and (sure or (unmistakable(t) and ending.lower not in self.surnames)):
                return Verdict.PLACE
            return Verdict.DOUBTFUL if alone else Verdict.NOTHING
        if token.label in PLACE_LABELS and ending.label == token.label:
            return Verdict.PLACE if not inner or strong >= MIN_LONE else Verdict.NOTHING
        if inner:
            civic = after is not None and after.lower in CIVIC
            if civic and strong >= MIN_LOCATIVE:
                return Verdict.PLACE
            return Verdict.PLACE if country and token.label != "ORG" else Verdict.NOTHING
        if country or (unmistakable(t) and token.upos == "PROPN"):
            return Verdict.PLACE
        if self._least(t, locative=locative) <= strong:
            return Verdict.PLACE
        return Verdict.DOUBTFUL if token.upos == "PROPN" else Verdict.NOTHING

    def _opens(self, t: Toponym) -> bool:
        """Whether the name is a dateline: capitals, first in the sentence, before a dash."""
        after = self.after(t.last)
        return (
            after is not None
            and after.text in DASHES
            and self.before(t.first) is None
            and self.tokens[t.first].text.isupper()
            and len(t.key) > POSTAL
            and max(strength(e) for e in t.entries) >= MIN_LONE
        )

    def _no_person(self, t: Toponym) -> bool:
        """Whether the words overrule the parser that took the name for a person's.

        "In Milton Keynes", "Sokoto State", "Alexandria woman charged".
        """
        if t.last > t.first:
            unit = self.tokens[t.last].lower in UNIT_WORDS
            return unit or self.locative(t.first, t.last, LOCATIVE_UNKNOWN)
        after = self.after(t.last)
        known = self.tokens[t.last].lower in self.surnames or t.first in self.people
        return not known and after is not None and after.lower in CIVIC

    def _least(self, t: Toponym, *, locative: bool) -> int:
        """How well known a place must be to be meant here."""
        token = self.tokens[t.first]
        before = self.before(t.first)
        if locative:
            return MIN_LOCATIVE
        if token.label == "FAC":
            return 1
        if token.label in ("ORG", "NORP") and t.entries[0].precision == "region":
            return NEVER_ENOUGH
        if token.label in ("ORG", "NORP") or self.shouted:
            return 1_000_000
        if token.upos != "PROPN":
            return NEVER_ENOUGH
        if before is None:
            return 300_000
        if before.text == "," and t.first > 1 and self.tokens[t.first - 2].text[0].isupper():
            return MIN_LOCATIVE
        return MIN_LONE

    def _postal(self, t: Toponym) -> Verdict:
        """`Austin, TX`, `Tulsa, Ok.`: two letters after a comma, or labelled as a place."""
        token, before = self.tokens[t.first], self.before(t.first)
        stands = before is not None and before.text in (",", "(", "/")
        written = token.text.isupper() or token.text.endswith(".")
        state = any(e.precision == "admin1" and e.own for e in t.entries)
        labelled = token.label == "GPE" and "." in token.text
        return Verdict.PLACE if written and state and (stands or labelled) else Verdict.NOTHING

    def inside_name(self, first: int, last: int) -> bool:
        """Whether capitalised names stand right before or after: part of a longer name."""
        for k, other in ((-1, self.before(first)), (1, self.after(last))):
            if other is None or other.upos != "PROPN" or not other.text[0].isupper():
                continue
            if other.label in TIME_LABELS:
                continue
            if k < 0 and (other.lower in TITLES or other.label in PLACE_LABELS):
                continue
            return True
        return False


def _known_city(t: Toponym) -> bool:
    """Whether all that bears the name and is well known is a city or a unit."""
    known = {e.precision for e in t.entries if e.own}
    return bool(known) and known <= {"city", "admin1", "country"}


def unmistakable(t: Toponym) -> bool:
    """Whether the name is that of one large city and hardly anything else."""
    names = [e for e in t.entries if e.use == "name"]
    if not names or len(names) > MOST_NAMESAKES:
        return False
    cities = [e.population for e in names if e.precision == "city"]
    largest = max(cities, default=0)
    return largest >= LARGE and all(p == largest or p < largest * DWARFED for p in cities)


def with_doubtful(scene: Scene, found: list[Toponym], doubtful: list[Toponym]) -> list[Toponym]:
    """Keep of the doubtful names those that the article elsewhere uses as places or lists as such.

    A doubtful word that is elsewhere the last part of somebody's name stays out.
    """
    if not doubtful:
        return found
    tokens = scene.tokens
    sure = {t.key for t in found if t.kind == "place" and t.entries}
    ends = {t.last for t in found if t.kind == "place"}
    starts = {t.first for t in found if t.kind == "place"}
    for t in doubtful:
        token = tokens[t.first]
        listed = token.label != "PERSON" and (
            (t.first > 1 and tokens[t.first - 1].lower in LISTING and t.first - 2 in ends)
            or (t.last + 2 in starts and tokens[t.last + 1].lower in LISTING)
        )
        if tokens[t.last].lower in scene.surnames:
            continue
        if t.key in sure or (listed and max(strength(e) for e in t.entries) >= MIN_LOCATIVE):
            found.append(t)
            ends.add(t.last)
    return sorted(found, key=lambda t: t.first)


def strength(e: GazetteerEntry) -> int:
    """Population, with what has none counted by how well it is known."""
    if e.precision == "country" or (e.precision == "region" and e.own):
        return 5_000_000
    if e.own:
        return 2_000_000
    return e.population if e.use == "name" or e.precision != "admin2" else e.population // 4


def shouted(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is in title case or capitals, so that capitals say nothing."""
    words = [t for t in tokens if t.text[0].isalpha()]
    return len(words) >= MIN_TITLE and sum(t.text[0].isupper() for t in words) > 0.75 * len(words)
