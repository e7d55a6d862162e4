"""The full GeoNames dumps laid over the gazetteer, for users who have them.

The packages hold cities and units; the dumps (allCountries, alternateNamesV2, admin1CodesASCII,
admin2Codes; GeoNames, CC BY 4.0) add villages, neighbourhoods, hills and buildings. What the
packages and our own tables know keeps its `id`, and what the dumps know better is corrected; other
rows are streamed into the file, so memory does not grow with the dump.
"""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from dateline.errors import KnowledgeError
from dateline.knowledge.gazetteer import normalise, replacing
from dateline.knowledge.gazetteer_build import (
    ALIAS,
    NAME,
    NEW_ENTRY,
    SAME_CITY,
    SCRIPT,
    Draft,
    Progress,
    bundled,
    distance,
    is_latin,
    row_of,
)

if TYPE_CHECKING:
    from dateline.event import PlacePrecision

CLASSES = "AHLPRSTUV"
DEFAULT_CLASSES = "AP"
PLACES, ALTERNATES, UNITS1, UNITS2 = "places", "alternates", "admin1", "admin2"
KINDS = {
    "allcountries": PLACES,
    "alternatenamesv2": ALTERNATES,
    "alternatenames": ALTERNATES,
    "admin1codesascii": UNITS1,
    "admin2codes": UNITS2,
}
# A country's own extract ("UA.txt") or one of cities ("cities500.zip") has the shape of the whole.
EXTRACT = re.compile(r"[a-z]{2}|cities\d+|no-country")
COLUMNS = {PLACES: 19, ALTERNATES: 4, UNITS1: 4, UNITS2: 4}
LANGUAGES = frozenset({"en", "", "abbr"})
# Kilometres within which a place of a dump is the one of that name in our table.
SAME = {"exact": 10.0, "city": SAME_CITY, "admin2": 150.0, "admin1": 600.0, "region": 300.0}
BATCH = 20_000
FIRST_LINES = 100
SHORTEST = 4
POINTS = frozenset({"MT", "PK", "HLL", "PASS", "CAPE", "VLC", "SPNG", "WLL", "DAM", "FLLS", "PRK"})
# Names wait unsorted in a file of their own, which goes away: the gazetteer stays small.
STAGES = """
PRAGMA stage.journal_mode = OFF; PRAGMA stage.synchronous = OFF;
CREATE TABLE stage.staged (key TEXT, entry INTEGER, use INTEGER);
CREATE TABLE stage.other (geonameid INTEGER, key TEXT, use INTEGER, better TEXT);
"""


@dataclass(frozen=True, slots=True)
class Dumps:
    """The files to import, by kind."""

    places: tuple[Path, ...]
    alternates: Path | None = None
    admin1: Path | None = None
    admin2: Path | None = None

    def all(self) -> list[tuple[Path, str]]:
        """All files, each with its kind."""
        others = ((self.alternates, ALTERNATES), (self.admin1, UNITS1), (self.admin2, UNITS2))
        return [*((p, PLACES) for p in self.places), *((p, kind) for p, kind in others if p)]

    def edition(self, classes: str, min_population: int) -> str:
        """A short name for just these files and settings."""
        parts = [f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p, _ in self.all()]
        digest = hashlib.sha256(";".join([*parts, classes, str(min_population)]).encode())
        return f"geonames-{digest.hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave."""

    path: Path
    read: int
    added: int
    corrected: int


@dataclass(slots=True)
class _State:
    """What the rows of a dump are held against while they stream by."""

    known: dict[int, Draft]
    own: dict[tuple[str, str], list[Draft]]
    iso3: dict[str, str]
    classes: frozenset[str]
    min_population: int
    units: dict[str, tuple[int, str]] = field(default_factory=dict)
    ahead: dict[int, int] = field(default_factory=dict)
    written: set[int] = field(default_factory=set)
    next_id: int = 1
    read: int = 0
    added: int = 0
    corrected: int = 0


def dumps_of(paths: Sequence[Path]) -> Dumps:
    """Sort out files, or the files of folders, by their GeoNames names.

    Raises:
        KnowledgeError: a file is no GeoNames dump, or there are no places among them.
    """
    found: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        if path.is_dir():
            _sort_folder(path, found)
            continue
        kind = _kind(path)
        if kind is None or not path.is_file():
            msg = (
                f"{path} is not a GeoNames dump; expected allCountries, alternateNamesV2, "
                "admin1CodesASCII, admin2Codes or a country's file such as UA, as .txt or .zip"
            )
            raise KnowledgeError(msg)
        found[kind].append(path)
    if not found[PLACES]:
        msg = "no allCountries.txt or .zip (or a country's file such as UA.zip) among the files"
        raise KnowledgeError(msg)

    def one(kind: str) -> Path | None:
        return found[kind][0] if found[kind] else None

    return Dumps(tuple(found[PLACES]), one(ALTERNATES), one(UNITS1), one(UNITS2))


def _sort_folder(folder: Path, found: dict[str, list[Path]]) -> None:
    """Take a folder's dumps: an unpacked file before its archive, the world before countries."""
    by_name: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and _kind(path):
            by_name[path.stem.lower()] = by_name.get(path.stem.lower(), path)
            if path.suffix.lower() == ".txt":
                by_name[path.stem.lower()] = path
    whole = "allcountries" in by_name
    for name, path in by_name.items():
        if not (whole and EXTRACT.fullmatch(name)):
            found[_kind(path) or ""].append(path)


def _kind(path: Path) -> str | None:
    name = path.stem.lower()
    if path.suffix.lower() not in (".txt", ".zip"):
        return None
    return KINDS.get(name) or (PLACES if EXTRACT.fullmatch(name) else None)


def import_dumps(
    dumps: Dumps,
    path: Path,
    *,
    classes: str = DEFAULT_CLASSES,
    min_population: int = 0,
    progress: Progress | None = None,
) -> Imported:
    """Write a gazetteer at `path` from the packages, our tables and the dumps.

    Args:
        dumps: the files.
        path: the gazetteer's place; what is there stays until the new one is whole.
        classes: GeoNames feature classes to take, as letters.
        min_population: the least population of a populated place (class P) to take.
        progress: told each step and the share that is done.

    Raises:
        KnowledgeError: a file cannot be read or has lines of another shape.
    """
    wanted = frozenset(classes.upper().replace(",", "").replace(" ", ""))
    if not wanted or not wanted <= set(CLASSES):
        msg = f"feature classes are letters of {CLASSES}, saw {classes!r}"
        raise KnowledgeError(msg)
    for dump, kind in dumps.all():
        # A wrong file is told at once, not after an hour.
        for _ in islice(_lines(dump, kind), FIRST_LINES):
            pass
        _size(dump)
    tell = progress or (lambda _step, _share: None)
    world = bundled(lambda step, share: tell(step, share * 0.1))
    drafts = world.numbered()
    state = _State(
        known={d.geonameid: d for d in drafts if d.geonameid},
        own=_unnumbered(drafts),
        iso3=world.iso3,
        classes=wanted,
        min_population=min_population,
        next_id=len(drafts) + 1,
    )
    with replacing(path) as part, TemporaryDirectory(dir=path.parent, prefix="import") as stage:
        connection = sqlite3.connect(part)
        try:
            connection.executescript(SCRIPT)
            connection.execute("ATTACH ? AS stage", (str(Path(stage, "names")),))
            connection.executescript(STAGES)
            _read_units(dumps, state)
            _read_places(connection, dumps.places, state, tell)
            connection.executemany(NEW_ENTRY, (row_of(d) for d in drafts))
            connection.executemany(
                "INSERT INTO staged VALUES (?, ?, ?)",
                ((key, d.id, use) for d in drafts for key, use in d.names.items()),
            )
            if dumps.alternates:
                _read_alternates(connection, dumps.alternates, tell)
            _finish(connection, state, dumps.edition(classes, min_population), tell)
        except sqlite3.Error as error:
            msg = f"the gazetteer could not be written beside {path}: {error}"
            raise KnowledgeError(msg) from error
        finally:
            connection.close()
    tell("done", 1.0)
    return Imported(path, state.read, state.added, state.corrected)


def _unnumbered(drafts: Sequence[Draft]) -> dict[tuple[str, str], list[Draft]]:
    """Places of our own table that have no GeoNames number yet, by country and name."""
    found: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.own and not draft.geonameid:
            for key, use in draft.names.items():
                if use == NAME:
                    found[draft.country, key].append(draft)
    return found


def _read_units(dumps: Dumps, state: _State) -> None:
    """Give every unit of the code tables its `id`, before the rows that lie in it come."""
    for path, kind in ((dumps.admin1, UNITS1), (dumps.admin2, UNITS2)):
        if path is None:
            continue
        for code, name, _, number, *_ in _lines(path, kind):
            geonameid = int(number)
            draft = state.known.get(geonameid)
            if draft is not None:
                state.units[code] = draft.id, draft.name
                continue
            state.ahead[geonameid] = state.next_id
            state.units[code] = state.next_id, name
            state.next_id += 1


def _read_places(
    connection: sqlite3.Connection, paths: Sequence[Path], state: _State, tell: Progress
) -> None:
    total = sum(_size(p) for p in paths)
    done = 0
    for path in paths:
        lines = _lines(path, PLACES)
        while batch := list(islice(lines, BATCH)):
            entries: list[tuple[object, ...]] = []
            names: list[tuple[str, int, int]] = []
            for line in batch:
                done += sum(map(len, line)) + len(line)
                _take(line, state, entries, names)
            connection.executemany(NEW_ENTRY, entries)
            connection.executemany("INSERT INTO staged VALUES (?, ?, ?)", names)
            tell(f"{state.read:,} places read", 0.1 + 0.5 * min(1.0, done / max(1, total)))


def _take(
    line: list[str],
    state: _State,
    entries: list[tuple[object, ...]],
    names: list[tuple[str, int, int]],
) -> None:
    """Correct the place that we have with what a line of the dump says, or add a new one."""
    state.read += 1
    geonameid, population = int(line[0]), int(line[14] or 0)
    country = state.iso3.get(line[8], "")
    precision = precision_of(line[6], line[7])
    draft = state.known.get(geonameid) or _same(line, country, precision, state)
    if draft is not None:
        state.corrected += 1
        _correct(draft, line, geonameid, population)
        return
    unit = geonameid in state.ahead
    if not unit and not _wanted(line, country, population, state):
        return
    if geonameid in state.written:
        return
    number = state.ahead.get(geonameid) or state.next_id
    state.next_id += number == state.next_id
    if unit:
        state.written.add(geonameid)
    first = state.units.get(f"{line[8]}.{line[10]}", (0, ""))
    second = state.units.get(f"{line[8]}.{line[10]}.{line[11]}", (0, ""))
    state.added += 1
    entries.append((
        number, geonameid, line[1], float(line[4]), float(line[5]), country,
        line[1] if precision == "admin1" else first[1] or None,
        first[0] if first[0] != number else 0, second[0] if second[0] != number else 0,
        line[7], population, precision, 0,
    ))  # fmt: skip
    for name, use in names_of(line):
        key = normalise(name)
        if key:
            names.append((key, number, use))


def names_of(line: list[str]) -> Iterator[tuple[str, int]]:
    """The names of a place in its line of the dump, each with its use."""
    yield line[1], NAME
    yield line[2], NAME
    for name in line[3].split(","):
        if name[:1].isupper() and len(name) >= SHORTEST and is_latin(name):
            yield name, ALIAS


def _wanted(line: list[str], country: str, population: int, state: _State) -> bool:
    feature_class, code = line[6], line[7]
    if feature_class not in state.classes or (not country and feature_class in "AP"):
        return False
    # Codes that end in H are of places that are no more: ADM1H, PPLH.
    if feature_class in "AP" and code.endswith("H"):
        return False
    return feature_class != "P" or population >= state.min_population


def precision_of(feature_class: str, code: str) -> PlacePrecision:
    """How closely a place of a GeoNames feature class and code is located."""
    if feature_class == "P":
        return "city"
    if feature_class == "A":
        if code.startswith("PCL") or code == "TERR":
            return "country"
        return "admin1" if code in ("ADM1", "ADM1H") else "admin2"
    return "exact" if feature_class in "SR" or code in POINTS else "region"


def _same(line: list[str], country: str, precision: str, state: _State) -> Draft | None:
    """The place of our own table that a line of the dump is about."""
    for name in (line[1], line[2]):
        for draft in state.own.get((country, normalise(name)), ()):
            far = distance(draft.latitude, draft.longitude, float(line[4]), float(line[5]))
            if draft.precision == precision and not draft.geonameid and far < SAME[precision]:
                return draft
    return None


def _correct(draft: Draft, line: list[str], geonameid: int, population: int) -> None:
    draft.geonameid = geonameid
    draft.population = population or draft.population
    if draft.precision != "country" and not draft.own:
        draft.latitude, draft.longitude = float(line[4]), float(line[5])
        draft.feature = line[7] or draft.feature
    if draft.precision != "country":
        for name, use in names_of(line):
            draft.call(name, use)


def _read_alternates(connection: sqlite3.Connection, path: Path, tell: Progress) -> None:
    """English names, abbreviations and names of no language, for the places that are kept."""
    total, done = _size(path), 0
    lines = _lines(path, ALTERNATES)
    while batch := list(islice(lines, BATCH)):
        rows = []
        for line in batch:
            done += sum(map(len, line)) + len(line)
            language, name = line[2], line[3]
            flags = (line + [""] * 4)[4:8]
            if language not in LANGUAGES or not is_latin(name) or len(name) < SHORTEST:
                continue
            preferred = language == "en" and flags[0] == "1" and "1" not in flags[1:]
            key = normalise(name)
            if key:
                rows.append((int(line[1]), key, NAME if preferred else ALIAS, name * preferred))
        connection.executemany("INSERT INTO other VALUES (?, ?, ?, ?)", rows)
        tell("other names", 0.6 + 0.2 * min(1.0, done / max(1, total)))


def _finish(connection: sqlite3.Connection, state: _State, edition: str, tell: Progress) -> None:
    """Join the names to their places, sorted, each name of a place once, by its nearest use."""
    tell("sorting names", 0.82)
    unseen = [number for gid, number in state.ahead.items() if gid not in state.written]
    connection.executescript(
        "CREATE INDEX by_geonameid ON entry (geonameid);"
        "CREATE TEMP TABLE unseen (id INTEGER PRIMARY KEY);"
    )
    # Units that only the code tables name, without a place of their own, hold nothing.
    connection.executemany("INSERT INTO unseen VALUES (?)", [(n,) for n in unseen])
    connection.executescript(
        "UPDATE entry SET admin1_id = 0 WHERE admin1_id IN (SELECT id FROM unseen);"
        "UPDATE entry SET admin2_id = 0 WHERE admin2_id IN (SELECT id FROM unseen);"
        "INSERT INTO staged SELECT o.key, e.id, o.use FROM other o JOIN entry e "
        "ON e.geonameid = o.geonameid WHERE e.precision <> 'country';"
        "UPDATE entry SET name = o.better FROM other o WHERE o.geonameid = entry.geonameid "
        "AND o.better <> '' AND entry.own = 0;"
        "INSERT INTO name SELECT key, entry, min(use) FROM staged GROUP BY key, entry;"
        "DROP INDEX by_geonameid;"
    )
    tell("first words", 0.95)
    words: set[str] = set()
    for (key,) in connection.execute("SELECT DISTINCT key FROM name"):
        words.add(key.partition(" ")[0])
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("first_words", "\n".join(sorted(words))), ("edition", edition)],
    )
    connection.commit()


def _size(path: Path) -> int:
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                return archive.getinfo(_member(archive, path)).file_size
        except (zipfile.BadZipFile, OSError) as error:
            msg = f"{path} is not a whole zip file: {error}"
            raise KnowledgeError(msg) from error
    return path.stat().st_size


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """The file of the archive that bears its name; beside it may lie a readme or language codes."""
    for name in archive.namelist():
        if name.lower() == f"{path.stem}.txt".lower():
            return name
    msg = f"{path} holds no {path.stem}.txt"
    raise KnowledgeError(msg)


def _lines(path: Path, kind: str) -> Iterator[list[str]]:
    """The lines of a dump, split; one of another shape is an error that names it."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
                yield from _split(stream, path, kind)
        else:
            with path.open("rb") as stream:
                yield from _split(stream, path, kind)
    except zipfile.BadZipFile as error:
        msg = f"{path} is not a whole zip file: {error}"
        raise KnowledgeError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror or error}"
        raise KnowledgeError(msg) from error


def _split(stream: IO[bytes], path: Path, kind: str) -> Iterator[list[str]]:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    number, numeric = 0, {PLACES: 0, ALTERNATES: 1}.get(kind, 3)
    try:
        for number, raw in enumerate(text, 1):
            if raw.startswith("#") or not raw.strip():
                continue
            line = raw.rstrip("\r\n").split("\t")
            if len(line) < COLUMNS[kind] or not line[numeric].isdigit():
                msg = (
                    f"{path}, line {number}: not a line of a GeoNames {path.stem} file "
                    f"({len(line)} columns; {COLUMNS[kind]} or more expected); "
                    "is the download whole?"
                )
                raise KnowledgeError(msg)
            yield line
    except UnicodeDecodeError as error:
        msg = f"{path}, after line {number}: not UTF-8; GeoNames files are"
        raise KnowledgeError(msg) from error
