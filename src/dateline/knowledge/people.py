"""People who act in the news, and the offices they held from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from dateline.knowledge.tables import DATA, Row, fold, read_rows

HEADER = ("name", "aliases", "gender", "country", "role", "office", "from", "to", "wikidata")
FIRST_NAMES = DATA / "first_names.csv"
FIRST_NAMES_HEADER = ("name", "gender")

Gender = Literal["m", "f", ""]

# How often more one gender has a first name than the other before it tells the gender.
SURELY = 9
SEVERAL = 3
SHORTEST_NAME = 3

# Where the family name comes first; English-language news keeps that order.
FAMILY_FIRST = frozenset({"CHN", "TWN", "HKG", "MAC", "PRK", "KOR", "SGP", "VNM", "KHM", "MYS"})
PARTICLES = frozenset(
    "al el bin ibn ben abu von van der den de del della di da dos du la le ter ould ag ul".split()
)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v", "vi"})
# Nobody is president and head of state by two different words: what news writes for one office.
SAME_OFFICE = {
    "head of state": ("president", "king", "queen", "emperor", "emir", "sultan"),
    "premier": ("prime minister", "premier", "chancellor", "taoiseach"),
    "prime minister": ("prime minister", "premier", "chancellor", "taoiseach"),
    "chancellor": ("chancellor",),
    "president": ("president", "interim president", "acting president", "transitional president"),
    "foreign secretary": ("foreign secretary", "foreign minister"),
    "foreign minister": ("foreign minister", "foreign secretary", "secretary of state"),
    "secretary of state": ("secretary of state",),
    "defence minister": ("defence minister", "defense minister", "defence secretary"),
    "defense minister": ("defence minister", "defense minister", "defense secretary"),
    "defense secretary": ("defense secretary", "secretary of defense"),
    "leader": (
        "president", "supreme leader", "paramount leader", "head of state", "leader",
        "military ruler", "general secretary", "interim president", "king",
    ),
    "ruler": ("president", "military ruler", "king", "emir", "sultan", "supreme leader"),
    "monarch": ("king", "queen", "emperor", "emir", "sultan"),
}  # fmt: skip
# The offices that a bare surname most likely means.
FIRST_RANK = frozenset(
    "president|prime minister|chancellor|king|queen|supreme leader|premier|secretary-general|"
    "general secretary|opposition leader|pope|emir|sultan|taoiseach|interim president".split("|")
)


@dataclass(frozen=True, slots=True)
class Office:
    """One office or standing of a person, with the days it lasted (ISO prefixes, "" = open)."""

    title: str
    country: str
    role: str
    start: str
    end: str

    def holds_on(self, day: str) -> bool:
        """Whether the office was held on an ISO day."""
        return self.start <= day and (
            not self.end or day <= self.end + "-99-99"[: 10 - len(self.end)]
        )

    def is_over_on(self, day: str) -> bool:
        """Whether the office had ended by an ISO day."""
        return bool(self.end) and day > self.end + "-99-99"[: 10 - len(self.end)]


@dataclass(slots=True)
class Person:
    """Somebody, with all offices that we know of, earliest first."""

    name: str
    aliases: tuple[str, ...]
    gender: Gender
    wikidata: str | None
    offices: list[Office]
    own: bool = False

    def rank(self) -> int:
        """1 if the person ever held an office of the first rank, else 0."""
        return int(any(o.title in FIRST_RANK for o in self.offices))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is on a day: country, roles (best first), titles held, and how we know."""

    country: str | None
    roles: tuple[str, ...]
    offices: tuple[str, ...]
    why: str


class People:
    """All people, by every name, by surname and by office."""

    def __init__(self, folder: Path = DATA / "people") -> None:
        self.all: list[Person] = []
        self.names: dict[str, list[Person]] = {}
        self.surnames: dict[str, list[Person]] = {}
        self._holders: dict[tuple[str, str], list[tuple[Office, Person]]] | None = None
        self._first_names: dict[str, Gender] | None = None
        rows = (row for path in sorted(folder.glob("*.csv")) for row in read_rows(path, HEADER))
        self.add(people_of(rows))

    def add(self, people: Iterable[Person]) -> None:
        """Add people; one of the user's own takes the place of ours with the same name."""
        for person in people:
            if person.own:
                for known in list(self.names.get(fold(person.name), [])):
                    self._drop(known)
            self.all.append(person)
            for text in dict.fromkeys((person.name, *person.aliases)):
                self.names.setdefault(fold(text), []).append(person)
                for surname in surnames(text, person.offices[0].country if person.offices else ""):
                    held = self.surnames.setdefault(surname, [])
                    if person not in held[-1:]:
                        held.append(person)
        self._holders = None

    def _drop(self, person: Person) -> None:
        self.all = [p for p in self.all if p is not person]
        for table in (self.names, self.surnames):
            for key in [k for k, held in table.items() if any(p is person for p in held)]:
                table[key] = [p for p in table[key] if p is not person]

    def gender_of(self, first_name: str) -> Gender:
        """The gender of a first name: that of nine in ten of our people with it, else as listed."""
        if self._first_names is None:
            self._first_names = self._count_first_names()
        return self._first_names.get(fold(first_name), "")

    def _count_first_names(self) -> dict[str, Gender]:
        counts: dict[str, list[int]] = {}
        for person in self.all:
            country = person.offices[0].country if person.offices else ""
            words = fold(person.name).split()
            if len(words) > 1 and person.gender and country not in FAMILY_FIRST:
                counts.setdefault(words[0], [0, 0])[person.gender == "f"] += 1
        rows = read_rows(FIRST_NAMES, FIRST_NAMES_HEADER)
        found = {row["name"]: cast("Gender", row["gender"]) for row in rows}
        for name, (men, women) in counts.items():
            # The people of the news know better than the list, but for one or two of a name.
            if men + women < SEVERAL and name in found:
                continue
            if men >= SURELY * women:
                found[name] = "m"
            else:
                found[name] = "f" if women >= SURELY * men else ""
        return found

    def find(self, name: str, day: date | None = None) -> Person | None:
        """The person of that name; of several, the one who was in office on or nearest the day."""
        return nearest(self.names.get(fold(name), []), day)

    def holder(self, office: str, country: str, day: date | None) -> Person | None:
        """Who held an office in a country on a day (with no day: who held it last)."""
        if self._holders is None:
            self._holders = {}
            for person in self.all:
                for held in person.offices:
                    key = (held.title, held.country)
                    self._holders.setdefault(key, []).append((held, person))
        for title in SAME_OFFICE.get(office, (office,)):
            found = self._holders.get((title, country), [])
            if day is not None:
                iso = day.isoformat()
                found = [pair for pair in found if pair[0].holds_on(iso)]
            if found:
                return max(found, key=lambda pair: pair[0].start)[1]
        return None


def people_of(rows: Iterable[Row]) -> Iterable[Person]:
    """Gather the rows of one name into one person."""
    found: dict[str, Person] = {}
    for row in rows:
        name = row.need("name")
        office = office_of(row)
        gender = row["gender"]
        if gender not in {"m", "f", ""}:
            msg = f"gender is {gender!r}"
            raise row.fault(msg, "write m, f or nothing")
        person = found.get(name)
        if person is not None and not _same(person, office):
            person = None
            name = f"{name}|{office.country}"
            person = found.get(name)
        if person is None:
            found[name] = Person(
                row["name"],
                row.many("aliases"),
                cast("Gender", gender),
                row["wikidata"] or None,
                [office],
            )
            continue
        person.offices.append(office)
        if extra := row.many("aliases"):
            person.aliases = tuple(dict.fromkeys((*person.aliases, *extra)))
        person.wikidata = person.wikidata or row["wikidata"] or None
    for person in found.values():
        person.offices.sort(key=lambda o: o.start)
    return found.values()


def _same(person: Person, office: Office) -> bool:
    """Whether a row of the same name may be the same person (IGO offices fit any country)."""
    countries = {o.country for o in person.offices} - {"IGO", "NGO", "MNC", "INT", ""}
    return not countries or office.country in countries or office.country in {"IGO", "NGO", "INT"}


def office_of(row: Row) -> Office:
    """The office that a row speaks of."""
    start, end = row.day("from"), row.day("to")
    if start and end and start > end + "-99-99"[: 10 - len(end)]:
        msg = f"from {start} is after to {end}"
        raise row.fault(msg, "swap or correct the days")
    return Office(row["office"].lower(), row.code("country"), row.code("role"), start, end)


def surnames(name: str, country: str) -> list[str]:
    """The folded forms by which a person of that name is called for short."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    if len(words) <= 1:
        return []
    last = words[-1]
    found = [last]
    if "-" in last:
        head, _, rest = last.partition("-")
        if head in PARTICLES:
            found.append(rest)
    k = len(words) - 1
    while k > 1 and words[k - 1] in PARTICLES:
        k -= 1
    if k < len(words) - 1:
        found.append(" ".join(words[k:]))
    given, *middle = words[:-1]
    # A middle initial is no name.
    if middle and len(middle[-1]) >= SHORTEST_NAME and middle[-1] not in PARTICLES:
        found.append(f"{middle[-1]} {last}")
    if country in FAMILY_FIRST:
        found.append(given)
    return found


def nearest(people: Sequence[Person], day: date | None) -> Person | None:
    """Of people who share a name, the one most likely meant on a day; None if there are none."""
    iso = day.isoformat() if day else "9999"

    def fit(person: Person) -> tuple[int, int, str]:
        now = any(o.holds_on(iso) for o in person.offices)
        started = [o.start for o in person.offices if o.start <= iso]
        return (int(now), person.rank() if now or started else -1, max(started, default=""))

    return max(people, key=fit, default=None)


def standing_on(person: Person, day: date | None) -> Standing:
    """What a person is on a day: in office, in opposition, formerly in office, or not yet.

    Without a day the latest office counts as held.
    """
    if not person.offices:
        return Standing(None, (), (), "person without an office")
    last = person.offices[-1]
    if day is None:
        latest = (last.role,) if last.role else ()
        return Standing(last.country or None, latest, (last.title,), f"{last.title}, latest known")
    iso = day.isoformat()
    held = [o for o in person.offices if o.holds_on(iso)]
    if held:
        # The office taken last is the one news names; government goes before the rest.
        held.sort(key=lambda o: (o.role != "GOV", o.title not in FIRST_RANK))
        roles = tuple(dict.fromkeys(o.role for o in held if o.role))
        since = held[0]
        country = since.country or None
        return Standing(country, roles, tuple(o.title for o in held), _since(since))
    past = [o for o in person.offices if o.is_over_on(iso)]
    if past:
        left = max(past, key=lambda o: o.end)
        role = "ELI" if left.role not in {"OPP", "REB", "CRM"} else left.role
        return Standing(left.country or None, (role,), (), f"{left.title} until {left.end}")
    first = person.offices[0]
    other = [o for o in person.offices if o.role not in {"GOV", "LEG", "MIL", "JUD"}]
    if other:
        role = other[0].role
        return Standing(other[0].country or None, (role,), (), f"later {other[0].title}")
    return Standing(first.country or None, ("ELI",), (), f"{first.title} only from {first.start}")


def _since(office: Office) -> str:
    until = f" until {office.end}" if office.end else ""
    return f"{office.title} of {office.country or '?'} from {office.start or '?'}{until}"
