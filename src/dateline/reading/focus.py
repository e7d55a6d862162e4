"""Which country an article is about, and which countries stand near a mention."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from dateline.article import Article
from dateline.knowledge.countries import CountryWord
from dateline.knowledge.organisations import Organisation
from dateline.knowledge.people import Person
from dateline.knowledge.tables import fold
from dateline.reading.arcs import Parse
from dateline.reading.mentions import Mention
from dateline.reading.naming_words import Lexicon

# Where a country is named tells how much the article is about it.
TITLE, LEAD, DATELINE, BODY, OFFICE = 5.0, 2.0, 3.0, 1.0, 0.5
# Capitals and adjectives often name the other side of a story; a place something is in does not.
KINDS = {"capital": 0.5, "metonym": 0.5, "adjective": 0.7, "people": 0.8}
PLACED, ACTING = 1.5, 1.6
LEAD_SENTENCES = 3
CLEAR = 2.0
# Parties go by short names that others bear elsewhere: "PAC", "DPP".
LONGEST_ACRONYM = 5
PARTIES = frozenset({"PTY", "OPP"})
LOCATIVE = frozenset({"in", "across", "throughout", "inside", "at", "near"})


@dataclass(frozen=True, slots=True)
class Focus:
    """The countries of an article: the one it is about, and where each is named."""

    country: str | None
    weights: dict[str, float]
    at: list[int]
    codes: list[str]

    @property
    def clear(self) -> bool:
        """Whether the article is about one country far more than about any other."""
        ranked = sorted(self.weights.values(), reverse=True)
        return len(ranked) <= 1 or ranked[0] >= CLEAR * ranked[1]

    def near(self, i: int) -> str | None:
        """The article's country; of two that share it, the one named last before token `i`."""
        if self.country is None:
            return None
        top = self.weights[self.country]
        rivals = {c for c, w in self.weights.items() if w >= 0.95 * top}
        if len(rivals) <= 1:
            return self.country
        k = bisect_right(self.at, i) - 1
        while k >= 0:
            if self.codes[k] in rivals:
                return self.codes[k]
            k -= 1
        return self.country


def focus_of(lexicon: Lexicon, article: Article, parse: Parse, mentions: list[Mention]) -> Focus:
    """Weigh the countries that an article names."""
    weights: defaultdict[str, float] = defaultdict(float)
    at: list[int] = []
    codes: list[str] = []
    for mention in mentions:
        code = country_word(mention)
        weight = BODY * KINDS.get(_word_kind(mention), 1.0)
        if code is not None and parse.tokens[mention.head].case in LOCATIVE:
            weight = PLACED
        elif code is not None and parse.tokens[mention.head].relation in {"nsubj", "nsubj:pass"}:
            weight *= ACTING
        if code is None and mention.meanings:
            code, weight = _office_country(mention), OFFICE
        if code is None or code in {"IGO", "INT", "NGO", "MNC"}:
            continue
        if any(is_party_acronym(text_of(parse, mention), m) for m in mention.meanings):
            # It leans on the article for its country and cannot tell it.
            continue
        if parse.tokens[mention.head].sentence < LEAD_SENTENCES:
            weight *= LEAD
        weights[code] += weight
        at.append(mention.first)
        codes.append(code)
    for text, weight in (
        (article.title or "", TITLE),
        (article.byline.place or "" if article.byline else "", DATELINE),
    ):
        for code, share in countries_in(lexicon, text):
            weights[code] += weight * share
    best = max(weights, key=lambda c: (weights[c], c), default=None)
    return Focus(best, dict(weights), at, codes)


def text_of(parse: Parse, mention: Mention) -> str:
    """A mention's words."""
    return parse.slice(mention.first, mention.last)


def is_party_acronym(text: str, meaning: object) -> bool:
    """Whether a text is the short name of a party, which says little of whose party it is."""
    return (
        text.isupper()
        and len(text) <= LONGEST_ACRONYM
        and isinstance(meaning, Organisation)
        and not meaning.own
        and not PARTIES.isdisjoint(meaning.roles[:1])
    )


def country_word(mention: Mention) -> str | None:
    """The country that a mention's own words mean, None if they mean none."""
    for meaning in mention.meanings:
        if isinstance(meaning, CountryWord):
            return meaning.code
    return None


def _word_kind(mention: Mention) -> str:
    for meaning in mention.meanings:
        if isinstance(meaning, CountryWord):
            return meaning.kind
    return ""


def _office_country(mention: Mention) -> str | None:
    for meaning in mention.meanings:
        if isinstance(meaning, Person) and meaning.offices:
            return meaning.offices[-1].country
        if isinstance(meaning, Organisation):
            # A name that bodies of several countries bear tells none of them.
            bearers = {m.country for m in mention.meanings if isinstance(m, Organisation)}
            return (meaning.country or None) if len(bearers) == 1 else None
    return None


def countries_in(lexicon: Lexicon, text: str) -> list[tuple[str, float]]:
    """The countries named in a short text, each as often as it is named, with its weight."""
    found: list[tuple[str, float]] = []
    folded = fold(text)
    k = 0
    while k < len(text):
        if text[k].isupper() and (k == 0 or not text[k - 1].isalnum()):
            hit = lexicon.index.longest(text, folded, k)
            if hit is not None:
                for meaning in hit[1]:
                    if isinstance(meaning, CountryWord):
                        found.append((meaning.code, KINDS.get(meaning.kind, 1.0)))
                        break
                    if isinstance(meaning, Organisation) and meaning.country:
                        bearers = {m.country for m in hit[1] if isinstance(m, Organisation)}
                        if len(bearers) == 1:
                            found.append((meaning.country, 1.0))
                        break
                k = hit[0]
                continue
        k += 1
    return found
