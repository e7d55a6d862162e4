"""Who is said to have done it, against the templates of attack reports (MUC-4).

An analyst wrote for each organisation held responsible how sure the report is: told as a fact,
suspected or accused, claimed or admitted by itself, possible. That is compared with the claims and
status of the records that we code from the same article. The texts are in capitals only, so that
names are found worse than in other news; victims are counted in the table "tolls".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.api import Pipeline
from dateline.article import make_article
from dateline.errors import EvaluationError, ReadingError
from dateline.evaluation.gold import Row, rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table
from dateline.evaluation.running import day
from dateline.evaluation.tolls import sampled
from dateline.event import Actor, EventReport

SAMPLE = 150
FACT, ACCUSED, CLAIMED, POSSIBLE = "fact", "accused", "claimed", "possible"
# The analysts' words, in their order of strength, and what they are called here.
CONFIDENCES = (
    ("CLAIMED OR ADMITTED", CLAIMED),
    ("SUSPECTED OR ACCUSED", ACCUSED),
    ("POSSIBLE", POSSIBLE),
    ("REPORTED AS FACT", FACT),
)
ATTACKS = frozenset({"ASSAULT", "COERCE", "ACCUSE", "PROTEST"})
SMALL_WORDS = frozenset({"of", "the", "and", "for", "de", "la", "del", "los", "las", "y"})


def evaluate_templates(
    paths: Sequence[Path | str], pipeline: Pipeline, part: Part = "all"
) -> Table:
    """Score how sure reports are of who did it.

    Raises:
        EvaluationError: the files hold no templates with a perpetrator.
    """
    rows = [r for p in paths for r in rows_of(p) if "templates" in r and within(part, str(r["id"]))]
    cases = [(r, org, told) for r in rows for org, told in _responsible(r)]
    chosen = {str(r["id"]) for r in sampled(list({str(r["id"]): r for r, _, _ in cases}.values()),
                                            "id", SAMPLE)}  # fmt: skip
    cases = [c for c in cases if str(c[0]["id"]) in chosen]
    if not cases:
        msg = f"{', '.join(map(str, paths))}: no templates with an organisation held responsible"
        raise EvaluationError(msg)
    coded: dict[str, Sequence[EventReport]] = {}
    found = right = 0
    named = 0
    misses = []
    for row, names, told in cases:
        key = str(row["id"])
        if key not in coded:
            coded[key] = _coded(row, pipeline)
        named += any(_is(a, names) for e in coded[key] for a in _actors(e))
        ours = confidence(coded[key], names)
        found += ours is not None
        right += ours == told
        if ours != told:
            misses.append(Miss("confidence", key, names[0], told, ours or "not found"))
    gold = Counter(told for _, _, told in cases)
    most, count = gold.most_common(1)[0]
    of = len(cases)
    return Table(
        "templates",
        (
            Score("organisation is an actor of a record", named / of, None, of),
            Score("organisation does it in a record", found / of, None, of),
            Score("how sure, of all", right / of, count / of, of),
            Score("how sure, of those found", right / max(1, found), count / of, found),
        ),
        f"always {most}",
        notes=(f"a fixed sample of {SAMPLE} documents, in capitals only",),
        misses=tuple(misses),
    )


def _responsible(row: Row) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names of each organisation held responsible in a document, and how surely."""
    seen = set()
    for template in row["templates"]:
        if template["optional"]:
            continue
        for told in template.get("perp_org_confidence") or ():
            names = tuple(told.get("of") or ())
            kind = next((k for word, k in CONFIDENCES if word in " ".join(told["value"])), None)
            if kind is not None and names and names not in seen:
                seen.add(names)
                yield names, kind


def _coded(row: Row, pipeline: Pipeline) -> Sequence[EventReport]:
    article = make_article(row["text"], id=str(row["id"]), published=day(row.get("date")))
    try:
        return pipeline.code(pipeline.read(pipeline.clean(article)))
    except ReadingError:
        return ()


def confidence(events: Sequence[EventReport], names: Sequence[str]) -> str | None:
    """How surely the records say that an organisation did it; None if none says so.

    Its own word for it comes first, then the outlet's own, then that of others.
    """
    kinds = set()
    for event in events:
        speaks = any(_is(c.speaker, names) for c in event.claims)
        does = any(_is(a, names) for a in event.sources)
        accused = event.type == "ACCUSE" and any(_is(a, names) for a in event.targets)
        if not (does or accused) or event.type not in ATTACKS:
            continue
        if speaks and not accused:
            kinds.add(CLAIMED)
        elif accused or any(c.stance == "accuses" for c in event.claims):
            kinds.add(ACCUSED)
        elif event.status in {"hypothetical", "conditional"}:
            kinds.add(POSSIBLE)
        else:
            kinds.add(FACT)
    return next((k for k in (CLAIMED, FACT, ACCUSED, POSSIBLE) if k in kinds), None)


def _actors(event: EventReport) -> Iterator[Actor]:
    yield from event.sources
    yield from event.targets
    yield from (c.speaker for c in event.claims)


def _is(actor: Actor, names: Sequence[str]) -> bool:
    """Whether an actor is the organisation: by a name or acronym, or by most of its words."""
    ours = _words(f"{actor.text or ''} {actor.name or ''}")
    for name in names:
        words = _words(name)
        if words and len(words & ours) * 2 > len(words):
            return True
    return False


def _words(text: str) -> set[str]:
    plain = "".join(c if c.isalnum() else " " for c in text.lower())
    return {w for w in plain.split() if w not in SMALL_WORDS}
