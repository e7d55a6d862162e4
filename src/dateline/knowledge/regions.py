"""Regions and other sets of countries: the West, the Gulf states, the Baltics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dateline.knowledge.countries import Countries
from dateline.knowledge.tables import DATA, fold, read_rows

HEADER = ("name", "aliases", "kind", "members")


@dataclass(frozen=True, slots=True)
class Region:
    """A set of countries with a name; `members` are country codes."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    members: tuple[str, ...]

    @property
    def country(self) -> str:
        """The code to print for it: the country itself if there is one member, else INT."""
        return self.members[0] if len(self.members) == 1 else "INT"


class Regions:
    """All regions, by every name."""

    def __init__(self, countries: Countries, path: Path = DATA / "regions.csv") -> None:
        self.names: dict[str, Region] = {}
        for row in read_rows(path, HEADER):
            members: list[str] = []
            for member in row.many("members"):
                if member.startswith("region:"):
                    members += countries.regions.get(member.removeprefix("region:"), [])
                elif countries.is_code(member):
                    members.append(member)
                else:
                    msg = f"{member!r} is no country"
                    raise row.fault(msg, "write alpha-3 codes")
            region = Region(
                row.need("name"), row.many("aliases"), row["kind"], tuple(dict.fromkeys(members))
            )
            for text in (region.name, *region.aliases):
                self.names.setdefault(fold(text), region)
