"""Organisations that act in the news: unions of states, parties, forces, rebels, media, firms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.knowledge.tables import DATA, Row, fold, read_rows

HEADER = ("name", "aliases", "kind", "country", "roles", "from", "to")


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation in one stretch of its life (the Taliban in revolt, the Taliban in power)."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    roles: tuple[str, ...]
    start: str = ""
    end: str = ""
    own: bool = False

    def holds_on(self, day: str) -> bool:
        """Whether this stretch covers an ISO day."""
        return self.start <= day and (
            not self.end or day <= self.end + "-99-99"[: 10 - len(self.end)]
        )


class Organisations:
    """All organisations, by every name."""

    def __init__(self, path: Path = DATA / "organisations.csv") -> None:
        self.names: dict[str, list[Organisation]] = {}
        self.all: list[Organisation] = []
        self.add(organisation_of(row) for row in read_rows(path, HEADER))

    def add(self, organisations: Iterable[Organisation]) -> None:
        """Add organisations; the user's own take the place of ours with the same name."""
        for one in organisations:
            self.all.append(one)
            for text in dict.fromkeys((one.name, *one.aliases)):
                held = self.names.setdefault(fold(text), [])
                if one.own:
                    held[:] = [o for o in held if o.own]
                held.append(one)

    def find(self, name: str, day: date | None = None) -> Organisation | None:
        """The organisation of that name, as it was on a day."""
        return current(self.names.get(fold(name), []), day)


def organisation_of(row: Row) -> Organisation:
    """The organisation that a row speaks of."""
    return Organisation(
        name=row.need("name"),
        aliases=row.many("aliases"),
        kind=row["kind"],
        country=row.code("country"),
        roles=row.codes("roles"),
        start=row.day("from"),
        end=row.day("to"),
    )


def current(found: Sequence[Organisation], day: date | None) -> Organisation | None:
    """Of the organisations that share a name, the one that stood on a day, else the latest."""
    iso = day.isoformat() if day else "9999"
    return max(found, key=lambda o: (o.holds_on(iso), o.start), default=None)
