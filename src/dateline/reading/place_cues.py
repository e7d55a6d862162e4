"""Words that an article uses and that belong to the English, or the life, of some countries.

"Sheriff" and "school district" are said in the United States, "borough council" and "£" in the
United Kingdom: they tell which Lancaster a report without any other place means.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.knowledge.tables import DATA, read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.reading.arcs import Token

# So many words of a country's own leave no doubt.
ENOUGH = 2


@cache
def cue_table() -> Mapping[str, tuple[str, ...]]:
    """The words of `country_cues.csv`, each with its countries."""
    rows = read_rows(DATA / "country_cues.csv", ("cue", "countries"))
    return {row["cue"]: row.many("countries") for row in rows}


def country_cues(tokens: Sequence[Token]) -> dict[str, float]:
    """How well the article's words go with each country, at most 1; every word counts once."""
    table = cue_table()
    words = [t.lower for t in tokens]
    seen = set(words) | {f"{a} {b}" for a, b in pairwise(words)}
    votes = Counter(country for cue in seen & table.keys() for country in table[cue])
    heard = len(seen & table.keys())
    return {c: n / max(heard, ENOUGH) for c, n in votes.items()}
