"""Killed and hurt of a whole article, against those of the incident that it reports.

Two sets have such gold. *Incidents* (gun violence in the United States): each article belongs to an
incident whose killed and injured are known from all that was ever written about it, so that no
article can be right about all of them: many tell of one victim only, or are court reports.
*Templates* (MUC-4): the victims that an analyst took from the article itself, in capitals only.

Reading is the costly part: a fixed sample of each set is read, the articles whose identities hash
lowest.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dateline.article import Article, make_article
from dateline.cleaning import clean
from dateline.errors import ReadingError
from dateline.evaluation.gold import Row, rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table
from dateline.evaluation.running import day
from dateline.reading.figure_tolls import Toll, toll_of
from dateline.reading.number_words import value_of
from dateline.reading.reading import Reading

SAMPLE = 400
# Notices in the place of a story ("this page is gone") are shorter, or stand in many articles.
SHORTEST, MOST_COPIES = 250, 3
_NUMBER = r"(?P<n>\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_BETWEEN = r"(?:[ -]+[\w'’-]+){0,3}?[ ]+"
FIRST_DEAD = re.compile(rf"\b{_NUMBER}{_BETWEEN}(?:killed|dead|slain)\b", re.IGNORECASE)
FIRST_HURT = re.compile(rf"\b{_NUMBER}{_BETWEEN}(?:injured|wounded|hurt|shot)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """An article with the killed and hurt that its gold says; None where the gold has no number."""

    id: str
    title: str
    article: Article
    killed: int | None
    hurt: int | None


def evaluate_tolls(
    paths: Sequence[Path], read: Callable[[Article], Reading], part: Part = "all"
) -> list[Table]:
    """Score the killed and hurt of articles whose incident or templates are known.

    Args:
        paths: any gold files; those of no such shape are passed over.
        read: reads an article up to its figures.
        part: the half to score; incidents are split by incident, templates by document.
    """
    rows = [row for path in paths if path.suffix != ".csv" for row in rows_of(path)]
    sets = {
        "tolls: articles of incidents": list(_incidents(rows, part)),
        "tolls: attack reports in capitals": list(_templates(rows, part)),
    }
    return [_table(name, known, read) for name, known in sets.items() if known]


def sampled(rows: Sequence[Row], key: str, size: int = SAMPLE) -> list[Row]:
    """The same sample on every machine: the rows whose key hashes lowest."""
    ranked = sorted(rows, key=lambda r: hashlib.sha256(str(r[key]).encode()).digest())
    return ranked[:size]


def _incidents(rows: Sequence[Row], part: Part) -> Iterator[Known]:
    numbers = {str(r["incident_id"]): r for r in rows if "num_killed" in r}
    articles = [r for r in rows if "incident_id" in r and "text" in r]
    copies = Counter(r["text"] for r in articles)
    usable = [
        r
        for r in articles
        if str(r["incident_id"]) in numbers
        and within(part, str(r["incident_id"]))
        and len(r["text"]) >= SHORTEST
        and copies[r["text"]] < MOST_COPIES
    ]
    for row in sampled(usable, "doc_id"):
        gold = numbers[str(row["incident_id"])]
        article = make_article(
            row["text"],
            id=str(row["doc_id"]),
            title=row.get("title"),
            outlet=row.get("source"),
            published=day(row.get("date")),
        )
        title = row.get("title") or ""
        yield Known(
            str(row["doc_id"]), title, article, int(gold["num_killed"]), int(gold["num_injured"])
        )


def _templates(rows: Sequence[Row], part: Part) -> Iterator[Known]:
    """Documents of one template; several would be several tolls in one article."""
    usable = [
        r
        for r in rows
        if "templates" in r
        and within(part, str(r["id"]))
        and sum(not t["optional"] for t in r["templates"]) == 1
    ]
    for row in sampled(usable, "id"):
        template = next(t for t in row["templates"] if not t["optional"])
        killed, hurt = victims(template, "DEATH"), victims(template, "INJURY")
        if killed is None and hurt is None:
            continue
        article = make_article(row["text"], id=str(row["id"]), published=day(row.get("date")))
        yield Known(str(row["id"]), "", article, killed, hurt)


def victims(template: Row, effect: str) -> int | None:
    """The number of a template's victims with that effect, None if no number is given.

    A template lists groups of victims by their words, with a number and an effect for each.
    """
    numbers = {
        tuple(n.get("of", ())): n["value"][0] for n in template.get("hum_target_number") or ()
    }
    total = 0
    for told in template.get("hum_target_effect") or ():
        if effect not in told["value"] and f"{effect}:" not in told["value"]:
            continue
        number = re.fullmatch(r"\d+", numbers.get(tuple(told.get("of", ())), ""))
        if number is None:
            return None
        total += int(number[0])
    return total


def _table(name: str, known: Sequence[Known], read: Callable[[Article], Reading]) -> Table:
    tolls = [_toll(k, read) for k in known]
    texts = [f"{k.title}\n{k.article.text}" for k in known]
    first = [(_first(FIRST_DEAD, t), _first(FIRST_HURT, t)) for t in texts]
    most = tuple(
        Counter(v for v in values if v is not None).most_common(1)[0][0]
        for values in ([k.killed for k in known], [k.hurt for k in known])
    )
    got = [(t.killed, t.hurt) for t in tolls]
    scores, misses = [], []
    shares = {
        "ours": got,
        "first": first,
        "most": [(most[0], most[1])] * len(known),
    }
    for place, what in enumerate(("killed", "hurt")):
        gold = [(k.killed, k.hurt)[place] for k in known]
        of = sum(g is not None for g in gold)
        right = {
            who: sum(g is not None and g == v[place] for g, v in zip(gold, values, strict=True))
            for who, values in shares.items()
        }
        scores.append(
            Score(
                f"{what} right",
                right["ours"] / max(1, of),
                right["first"] / max(1, of),
                of,
                f"always {most[place]}",
                right["most"] / max(1, of),
            )
        )
    right_both = {
        who: sum(
            k.killed in (None, v[0]) and k.hurt in (None, v[1])
            for k, v in zip(known, values, strict=True)
        )
        / len(known)
        for who, values in shares.items()
    }
    scores.append(
        Score(
            "both right",
            right_both["ours"],
            right_both["first"],
            len(known),
            f"always {most[0]} and {most[1]}",
            right_both["most"],
        )
    )
    for k, toll in zip(known, tolls, strict=True):
        for what, gold_value, ours, why in (
            ("killed", k.killed, toll.killed, toll.why_killed),
            ("hurt", k.hurt, toll.hurt, toll.why_hurt),
        ):
            if gold_value is not None and gold_value != ours:
                misses.append(
                    Miss(what, k.id, k.title, str(gold_value), f"{ours} ({why})" if why else "0")
                )
    return Table(
        name,
        tuple(scores),
        "the first number before killed, dead; injured, wounded, shot; else 0",
        notes=(f"a fixed sample of at most {SAMPLE} articles",),
        misses=tuple(misses),
    )


def _toll(known: Known, read: Callable[[Article], Reading]) -> Toll:
    """The toll by the headline and the text; of what cannot be read, none."""
    headline = read(make_article(known.title)) if known.title.strip() else None
    with suppress(ReadingError):
        return toll_of(read(clean(known.article)), headline)
    return toll_of(None, headline)


def _first(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return int(value_of(match["n"]) or 0) if match else 0
