"""A word that fits an entry, with those who take part: what may become an event report."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.arguments import Arguments, Participant
from dateline.coding.matching import Match
from dateline.reading.arcs import Token
from dateline.reading.reading import Entity, Reading

POLITICAL = frozenset(
    {"GOV", "MIL", "COP", "LEG", "JUD", "PTY", "OPP", "REB", "PRO", "IGO", "NGO", "ELI", "REL"}
    | {"LAB", "EDU", "JRN", "MED", "CRM", "BUS", "CVL"}
)
# Who is no party to politics by himself: firms, and people of whom nothing is known.
# How the reason of an entity begins that a table names, ours or the user's.
KNOWN = ("organisation ", "people", "country ")
PRIVATE = frozenset({"BUS", "UNK"})


@dataclass(slots=True)
class Candidate:
    """A match with its participants; `dropped` says why it gives no record (empty: it does)."""

    match: Match
    arguments: Arguments
    dropped: str = ""
    # The scorer's log-odds that this is an act worth a record, how much of them counts in the
    # confidence, and what weighed most in them; None without a scorer.
    pull: float | None = None
    counts: float = 0.0
    weighed: tuple[tuple[str, float], ...] = ()

    @property
    def type(self) -> str:
        """The PLOVER type; matches without one never become candidates."""
        return self.match.entry.type or ""

    @property
    def token(self) -> Token:
        """The word that heads the act."""
        return self.match.act.token


def entity_of(reading: Reading, participant: Participant) -> Entity | None:
    """The entity behind a participant, or None."""
    index = participant.name.entity
    return reading.entities[index] if index >= 0 else None


def is_political(entity: Entity | None) -> bool:
    """Whether an entity can be a party to a political event."""
    if entity is None:
        return False
    return bool(entity.country) or any(role in POLITICAL for role in entity.roles)


def is_private(entity: Entity | None) -> bool:
    """Whether an entity is a firm, or somebody of whom no table knows anything."""
    if entity is None:
        return True
    if not entity.roles:
        return not entity.why.startswith(KNOWN)
    return set(entity.roles) <= PRIVATE
