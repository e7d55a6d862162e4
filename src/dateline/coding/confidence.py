"""How sure a record is, as a sum of named pulls on a log-odds scale.

The account starts at the prior, adds one bar a piece of evidence and ends at the score. The pulls
stand in `confidence.toml`. `dateline evaluate confidence` measures how well they are calibrated on
hand-coded articles, and `dateline train confidence` fits new ones to such articles. Evidence
without a pull stands in the account with a weight of 0. With the scorer, its log-odds are the last
bar: they count as much as they told right from wrong on texts that its fit did not know.
"""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from importlib.resources import files

from dateline.coding.candidate import Candidate, entity_of
from dateline.event import Reason, Status
from dateline.reading.reading import Reading

# How the scorer's bar in an account begins.
SCORER = "the scorer gives"


@lru_cache(maxsize=1)
def _pulls() -> dict[str, float]:
    table = tomllib.loads(files("dateline.coding").joinpath("confidence.toml").read_text("utf-8"))
    return {name: float(value) for name, value in table["pulls"].items()}


def evidence(reading: Reading, candidate: Candidate, status: Status) -> list[str]:
    """The names of the pieces of evidence that hold for a candidate."""
    arguments = candidate.arguments
    entry = candidate.match.entry
    found = [f"type {candidate.type}", f"word is a {entry.pos}"]
    conditions = min(2, len(entry.conditions))
    found.append(f"{conditions} conditions of the entry hold")
    for side, people in (("doer", arguments.sources), ("target", arguments.targets)):
        if not people:
            found.append(f"no {side}")
            continue
        found.append(f"{side} found")
        if any(not p.direct for p in people):
            found.append(f"{side} only inside a phrase")
        known = [e for p in people if (e := entity_of(reading, p)) is not None]
        if any(e.country and e.roles for e in known):
            found.append(f"{side} with country and role")
    if status not in {"occurred", "ongoing"}:
        found.append("not told as a fact")
    if len(reading.parse.tokens) and _long(reading, candidate):
        found.append("long sentence")
    return found


def _long(reading: Reading, candidate: Candidate) -> bool:
    sentence = reading.parse.sentence_of(candidate.token.i)
    return sentence.last - sentence.first > 40  # noqa: PLR2004 - parses fail more often there


def confidence_of(
    reading: Reading, candidate: Candidate, status: Status
) -> tuple[float, list[Reason]]:
    """The probability that a record is right, and the account of how it came about."""
    pulls = _pulls()
    total = pulls["start"]
    account = [Reason("confidence", f"{_share(total):.2f}", "start", weight=total)]
    for name in evidence(reading, candidate, status):
        pull = pulls.get(name, 0.0)
        total += pull
        account.append(Reason("confidence", f"{_share(total):.2f}", name, weight=pull))
    if candidate.pull is not None:
        total += candidate.counts
        words = ", ".join(f"{clue} {weight:+.1f}" for clue, weight in candidate.weighed)
        rule = f"{SCORER} {candidate.pull:+.1f} ({words})"
        account.append(
            Reason("confidence", f"{_share(total):.2f}", rule, weight=round(candidate.counts, 2))
        )
    return round(_share(total), 3), account


def _share(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))
