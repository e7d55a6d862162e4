"""Countries: their names, adjectives, peoples, capitals, and the words that stand for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dateline.knowledge.tables import DATA, fold, read_rows

HEADER = (
    "iso3", "iso2", "name", "aliases", "adjectives", "people", "capital", "capital_aliases",
    "former", "region", "metonyms",
)  # fmt: skip
# Codes that stand where a country stands and are none.
SUPRANATIONAL = frozenset({"IGO", "NGO", "MNC", "INT"})

WordKind = Literal["name", "former", "adjective", "people", "capital", "metonym"]


@dataclass(frozen=True, slots=True)
class Country:
    """One country as news writes of it."""

    code: str
    iso2: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: str
    capital_aliases: tuple[str, ...]
    former: tuple[str, ...]
    region: str
    metonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A word or phrase that means a country, and in which way."""

    text: str
    code: str
    kind: WordKind


class Countries:
    """All countries, by code and by every word for them."""

    def __init__(self, path: Path = DATA / "countries.csv") -> None:
        self.by_code: dict[str, Country] = {}
        self.words: dict[str, list[CountryWord]] = {}
        for row in read_rows(path, HEADER):
            code = row.code("iso3", empty=False)
            if code in self.by_code:
                msg = f"{code} stands twice"
                raise row.fault(msg, "put everything of a country in one line")
            country = Country(
                code=code,
                iso2=row["iso2"],
                name=row.need("name"),
                aliases=row.many("aliases"),
                adjectives=row.many("adjectives"),
                people=row.many("people"),
                capital=row["capital"],
                capital_aliases=row.many("capital_aliases"),
                former=row.many("former"),
                region=row["region"],
                metonyms=row.many("metonyms"),
            )
            self.by_code[code] = country
            self._index(country)
        self.regions: dict[str, list[str]] = {}
        for country in self.by_code.values():
            self.regions.setdefault(country.region, []).append(country.code)

    def _index(self, country: Country) -> None:
        capital = (country.capital, *country.capital_aliases) if country.capital else ()
        groups: tuple[tuple[WordKind, tuple[str, ...]], ...] = (
            ("name", (country.name, *country.aliases)),
            ("former", country.former),
            ("adjective", country.adjectives),
            ("people", country.people),
            ("capital", capital),
            ("metonym", country.metonyms),
        )
        for kind, texts in groups:
            for text in texts:
                self.words.setdefault(fold(text), []).append(CountryWord(text, country.code, kind))

    def find(self, text: str) -> CountryWord | None:
        """The first reading of a word or phrase as a country, None if it is none."""
        found = self.words.get(fold(text))
        return found[0] if found else None

    def name_of(self, code: str) -> str:
        """The usual name of a country, or the code itself where it is none of ours."""
        country = self.by_code.get(code)
        return country.name if country else code

    def is_code(self, code: str) -> bool:
        """Whether the output may name `code` as a country."""
        return code in self.by_code or code in SUPRANATIONAL
