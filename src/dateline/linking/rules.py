"""What stands in `data/rules.toml`: which types may be one happening, and words that set apart."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rules:
    """Tables that blocking and comparing go by."""

    together: frozenset[frozenset[str]]
    apart: frozenset[frozenset[str]]
    statuses: frozenset[str]
    wide: re.Pattern[str]
    another: re.Pattern[str]
    several: frozenset[str]

    def compatible(self, one: str, other: str) -> bool:
        """Whether two types may be one happening."""
        return one == other or frozenset((one, other)) in self.together

    def modes_apart(self, one: str | None, other: str | None) -> bool:
        """Whether two modes of one type are never one happening."""
        return bool(one and other) and frozenset((one, other)) in self.apart

    def is_wide(self, words: str) -> bool:
        """Whether words tell of several places together."""
        return self.wide.search(words) is not None

    def is_several(self, trigger: str) -> bool:
        """Whether a trigger tells of several acts at once."""
        return trigger.lower() in self.several

    def is_another(self, words: str) -> bool:
        """Whether the words before a trigger set it off from what was told before."""
        return self.another.search(words) is not None


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The tables that ship with Dateline."""
    data = tomllib.loads(files("dateline.linking").joinpath("data/rules.toml").read_text("utf-8"))
    return Rules(
        together=frozenset(frozenset(pair) for pair in data["types"]["together"]),
        apart=frozenset(frozenset(pair) for pair in data["modes"]["apart"]),
        statuses=frozenset(data["status"]["linked"]),
        wide=re.compile(rf"\b(?:{'|'.join(data['words']['wide'])})\b", re.IGNORECASE),
        another=re.compile(
            rf"\b(?:{'|'.join(data['words']['another'])})(?:\s+\S+){{0,3}}\s*$", re.IGNORECASE
        ),
        several=frozenset(data["words"]["several"]),
    )
