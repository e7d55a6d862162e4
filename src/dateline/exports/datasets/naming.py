"""What other data sets call actors, countries, places and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from dateline.event import Actor, EventReport, Place, When
from dateline.exports.glance import plain
from dateline.knowledge.countries import Countries
from dateline.knowledge.country_codes import CountryCodes, country_codes
from dateline.knowledge.roles import Roles
from dateline.knowledge.tables import fold

# Roles of those who bear arms for a state, who act for a state, and who bear arms against one.
ARMED_STATE = frozenset({"MIL", "COP"})
STATE = ARMED_STATE | {"GOV", "LEG", "JUD"}
ARMED = ARMED_STATE | {"REB", "CRM"}

Side = Literal["state", "rebels", "criminals", "protesters", "abroad", "unknown", "civilians"]

STATES = dict(
    pair.split("=")
    for pair in (
        "Alabama=AL|Alaska=AK|Arizona=AZ|Arkansas=AR|California=CA|Colorado=CO|Connecticut=CT|"
        "Delaware=DE|District of Columbia=DC|Washington, D.C.=DC|Florida=FL|Georgia=GA|Hawaii=HI|"
        "Idaho=ID|Illinois=IL|Indiana=IN|Iowa=IA|Kansas=KS|Kentucky=KY|Louisiana=LA|Maine=ME|"
        "Maryland=MD|Massachusetts=MA|Michigan=MI|Minnesota=MN|Mississippi=MS|Missouri=MO|"
        "Montana=MT|Nebraska=NE|Nevada=NV|New Hampshire=NH|New Jersey=NJ|New Mexico=NM|"
        "New York=NY|North Carolina=NC|North Dakota=ND|Ohio=OH|Oklahoma=OK|Oregon=OR|"
        "Pennsylvania=PA|Rhode Island=RI|South Carolina=SC|South Dakota=SD|Tennessee=TN|Texas=TX|"
        "Utah=UT|Vermont=VT|Virginia=VA|Washington=WA|West Virginia=WV|Wisconsin=WI|Wyoming=WY"
    ).split("|")
)
"""States of the United States and the two letters for each."""


def codes_of(iso3: str | None) -> CountryCodes | None:
    """The codes of a country; None for what is no country (IGO, NGO) or not known."""
    return country_codes().get(iso3 or "")


def name_of(actor: Actor) -> str:
    """The name, or the words if there is no name, on one line."""
    return plain(actor.name or actor.text or "")


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(Roles().nouns)


def is_proper(actor: Actor) -> bool:
    """Whether an actor has a name of its own: “Boko Haram”, not “riot police” or “Students”."""
    name = name_of(actor)
    if actor.wikidata:
        return True
    words = name.split()
    if not words or not name[:1].isupper():
        return False
    if any(w[:1].isupper() for w in words[1:]):
        return True
    return fold(words[-1]) not in _nouns() and fold(name) not in _nouns()


@lru_cache(maxsize=1)
def _countries() -> Countries:
    return Countries()


def is_country(actor: Actor) -> bool:
    """Whether the name is only that of a country or its people."""
    return _countries().find(name_of(actor)) is not None


def in_sentence(actor: Actor) -> str:
    """The name as it stands within a sentence: “police” for what began one as “Police”."""
    name = name_of(actor)
    first = name.split(" ")[0].split("-")[0]
    if is_proper(actor) or _countries().find(first) is not None:
        return name
    return name[:1].lower() + name[1:]


def names_of(actors: Sequence[Actor]) -> list[str]:
    """The names, each once."""
    return list(dict.fromkeys(n for a in actors if (n := name_of(a))))


def spoken_names(actors: Sequence[Actor]) -> list[str]:
    """The names as they stand within a sentence, each once."""
    return list(dict.fromkeys(n for a in actors if (n := in_sentence(a))))


def listed(parts: Sequence[str], separator: str) -> str:
    """Values in one cell; the separator inside a value becomes a comma, so that it stays one."""
    sign = separator.strip()
    return separator.join(p.replace(sign, ",") for p in parts)


def side_of(actor: Actor, country: str | None = None) -> Side:
    """What kind of side an actor is, seen from the country where it happens."""
    roles = set(actor.roles)
    if "PRO" in roles:
        return "protesters"
    if "REB" in roles:
        return "rebels"
    if roles & STATE:
        return "abroad" if country and actor.country not in {None, country} else "state"
    if "CRM" in roles:
        return "criminals"
    if "IGO" in roles or actor.country == "IGO":
        return "abroad"
    return "unknown" if not roles or roles == {"UNK"} else "civilians"


def is_unarmed(actor: Actor) -> bool:
    """Whether an actor is a civilian in data on violence; not so if nothing is known of him."""
    return side_of(actor) in {"civilians", "protesters"}


def where_text(place: Place) -> str:
    """A place with the unit that holds it, as ACLED writes it in its notes."""
    return (
        f"{place.name} ({place.admin1})" if place.admin1 not in {None, place.name} else place.name
    )


def full_name(place: Place) -> str:
    """City, unit, country: GDELT's form."""
    codes = codes_of(place.country)
    parts = [place.name]
    if place.precision != "country":
        if place.admin1 and place.admin1 != place.name:
            parts.append(place.admin1)
        if codes:
            parts.append(codes.icews if codes.iso3 != "RUS" else "Russia")
    return ", ".join(parts)


def length(when: When) -> int:
    """How many days a span has."""
    return (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days + 1


def spoken_day(when: date) -> str:
    """“13 September 2020”, in English whatever the machine's language."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def source_line(report: EventReport) -> str:
    """The outlet, day and headline of a report, as data sets of reports cite them."""
    article = report.article
    day = f" ({article.published[:10]})" if article.published else ""
    return plain(f"{article.outlet or 'Unnamed outlet'}{day} {article.title or ''}")
