"""Promises and threats: acts that their doer says will come.

"We will send tents", said by the sender, is an offer that has been made, not aid that was given;
"we will bomb you" is a threat. A scheduled act told as a fact keeps its own type and is planned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.coding.candidate import Candidate
from dateline.reading.reading import Reading

FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll"})


@dataclass(frozen=True, slots=True)
class Recast:
    """The type and CAMEO code that an announced act has, as codebook ruling 4 has it."""

    type: str
    cameo: str


ANNOUNCED = {
    "AID": Recast("AGREE", "033"),
    "RETREAT": Recast("AGREE", "035"),
    "COOPERATE": Recast("AGREE", "031"),
    "SANCTION": Recast("THREATEN", "131"),
    "COERCE": Recast("THREATEN", "132"),
    "ASSAULT": Recast("THREATEN", "138"),
}


def recast(reading: Reading, candidate: Candidate) -> bool:
    """Turn an announced act into a promise or a threat; whether it was one."""
    announced = ANNOUNCED.get(candidate.type)
    if announced is None or candidate.match.act.pos != "verb" or candidate.match.act.passive:
        return False
    parse, i = reading.parse, candidate.token.i
    future = any(t.lower in FUTURE for t in parse.kids(i, "aux"))
    if not future or not candidate.arguments.sources or not candidate.arguments.targets:
        return False
    if any(t.lower in {"not", "n't", "n’t", "never"} for t in parse.kids(i, "advmod")):
        return False
    if any(t.relation == "advcl" and t.mark in {"if", "unless"} for t in [candidate.token]):
        return False
    if announced.type == "THREATEN" and not _says_so(reading, candidate):
        return False
    match = candidate.match
    entry = replace(
        match.entry,
        type=announced.type,
        cameo=announced.cameo,
        mode=None,
        where=f"{match.entry.where}, announced by its doer: {announced.type}",
    )
    candidate.match = replace(match, entry=entry)
    return True


def _says_so(reading: Reading, candidate: Candidate) -> bool:
    """Whether the doer is the one who says that it will come."""
    doers = {p.name.entity for p in candidate.arguments.sources if p.name.entity >= 0}
    start = candidate.token.start
    for voice in reading.voices:
        if voice.source_head < 0 or not any(a <= start < b for a, b in voice.content):
            continue
        name = reading.name_at(voice.source_head)
        if name is None or name.entity < 0:
            continue
        speaker = reading.entities[name.entity]
        if name.entity in doers or any(
            reading.entities[d].country == speaker.country
            and speaker.country
            and "GOV" in speaker.roles
            for d in doers
        ):
            return True
    return False
