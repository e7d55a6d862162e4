"""Actor phrases: the country, the sector and, where known, the person behind a phrase.

Each phrase is put as the subject of a short sentence and read; its subject's entity is our answer.
Without a date of its own a phrase is read as of October 2022, the latest day any of them has.
Sectors that the codebook has no role for count as the role it gives instead: spies are of the
government or the forces, health bodies what else they are, authorities of unrecognised states
governments or rebels, health workers civilians. UNK, given there to "a group of men", is also what
has no role or is CVL here ("civilians, people"). No sector is what that set gives to a country as
such, which the codebook calls GOV. A phrase that has several answers in the set, for several days
that it does not tell, is right with any of them.
The baseline gives the commonest country and sector to every phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.matching import same_name
from dateline.evaluation.report import Miss, Score, Table, share
from dateline.evaluation.running import Sentence, coded_sentences, day
from dateline.reading.reading import Entity, Reading

MADE = date(2022, 10, 1)
# That set's codes for what the codebook calls otherwise.
COUNTRIES = {"EUR": "IGO", "UNO": "IGO", "IGO": "IGO"}
# Codes of ours for those without a country; that set leaves it empty.
STATELESS = frozenset({"NGO", "MNC", "INT"})
# "(diplomat)" behind a title tells two people of one name apart and is no part of it.
BRACKETS = re.compile(r"\s*\([^)]*\)$")
SECTORS = {
    "OPP": {"OPP", "PRO"},
    "SOC": {"NGO", "CVL", "SOC"},
    "AGR": {"AGR", "CVL", "BUS"},
    "MED": {"MED", "HLH", "JRN", "CVL"},
    "JRN": {"JRN", "MED"},
    "REB": {"REB", "UAF"},
    "UAF": {"REB", "UAF"},
    "UNK": {"UNK", "CVL"},
    "SPY": {"SPY", "GOV", "MIL", "COP"},
    "HLH": {"HLH", "MED", "IGO", "NGO", "GOV", "BUS"},
    "PRE": {"PRE", "GOV", "REB", "OPP"},
}
FRAME = " spoke to reporters."


def evaluate_actors(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> Table:
    """Score country, sector and name of actor phrases."""
    pipeline = pipeline or Pipeline()
    rows = [
        r for p in paths for r in rows_of(p) if not r["marked_skip"] and within(part, r["text"])
    ]
    sentences = [
        Sentence(
            r["id"], r["text"][:1].upper() + r["text"][1:] + FRAME, day(r["query_date"]) or MADE
        )
        for r in rows
    ]
    alike: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault((row["text"], row["query_date"]), []).append(row["expected"])
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    gold: dict[str, Counter[str]] = {"country": Counter(), "sector": Counter()}
    misses = []
    for row, (reading, _) in zip(rows, coded_sentences(sentences, pipeline), strict=True):
        entity = subject(reading, len(row["text"])) if reading is not None else None
        for key, wanted, good in judged(row["expected"], entity):
            passed = good or any(
                key == k and g
                for other in alike[row["text"], row["query_date"]]
                for k, _, g in judged(other, entity)
            )
            of[key] += 1
            right[key] += passed
            if key in gold:
                gold[key][wanted] += 1
            if not passed:
                misses.append(
                    Miss(key, row["id"], row["text"], f"{key} {wanted or 'none'}", _shown(entity))
                )
    scores = []
    for key in ("country", "sector", "name"):
        common = gold[key].most_common(1) if key in gold else []
        majority = share(common[0][1], of[key]) if common else 0.0
        scores.append(Score(key, share(right[key], of[key]), majority, of[key]))
    return Table("actors", tuple(scores), "the commonest value for all", (), tuple(misses))


def subject(reading: Reading, length: int) -> Entity | None:
    """The entity of the phrase that fills the first `length` characters."""
    tokens = reading.parse.between(0, length)
    if not tokens:
        return None
    name = reading.name_at(reading.parse.span_head(tokens).i)
    if name is None:
        inside = [n for n in reading.names if n.start < length]
        name = max(inside, key=lambda n: n.end - n.start, default=None)
    return reading.entities[name.entity] if name is not None and name.entity >= 0 else None


def judged(expected: Mapping[str, Any], entity: Entity | None) -> list[tuple[str, str, bool]]:
    """What is expected (country, sector, name) and whether the entity has it."""
    found = []
    country = expected.get("country", expected.get("cc"))
    if country is not None:
        wanted = COUNTRIES.get(country, country)
        ours = (entity and entity.country) or ""
        if not wanted and ours in STATELESS:
            ours = ""
        found.append(("country", wanted, wanted == ours))
    sector = expected.get("code_1")
    if sector is not None:
        roles = set(entity.roles) if entity else set()
        if sector:
            good = bool(SECTORS.get(sector, {sector}) & roles)
            good = good or (sector == "UNK" and not roles)
        else:
            state = entity is not None and entity.why.startswith("country ")
            good = not roles or state
        found.append(("sector", sector, good))
    title = expected.get("title") or expected.get("wiki")
    if title:
        plain = BRACKETS.sub("", title)
        found.append(("name", title, entity is not None and same_name(plain, entity.name)))
    return found


def _shown(entity: Entity | None) -> str:
    if entity is None:
        return "-"
    return f"{entity.name} [{entity.country or ''}{'/'.join(('', *entity.roles))}]; {entity.why}"
