"""Is the confidence a probability? Reliability of the scores on hand-coded articles.

A report counts as right if a gold event of its sentence has its type (the events scorer's pairing).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.api import Pipeline
from dateline.coding.confidence import SCORER
from dateline.errors import EvaluationError
from dateline.evaluation.events import article_of, coded
from dateline.evaluation.gold import articles
from dateline.evaluation.kept import Part, part_of_article
from dateline.evaluation.matching import pairs
from dateline.evaluation.report import Score, Table, precision_recall
from dateline.event import Reason

BINS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One report: its confidence, the evidence in its account, and whether it was right."""

    confidence: float
    evidence: tuple[str, ...]
    right: bool


def evaluate_confidence(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> Table:
    """Expected calibration error and reliability of the confidence on hand-coded articles."""
    judged = judge(paths, pipeline or Pipeline(), part)
    if not judged:
        msg = "no report to judge: the gold files gave none"
        raise EvaluationError(msg)
    share = sum(j.right for j in judged) / len(judged)
    scores = [
        Score("expected calibration error", calibration_error(judged), None, len(judged)),
        Score("Brier score", _brier(judged), share * (1 - share), len(judged)),
    ]
    for low, high, inside in bins(judged):
        if inside:
            right = sum(j.right for j in inside) / len(inside)
            scores.append(
                Score(f"right of those at {low:.1f} to {high:.1f}", right, None, len(inside))
            )
    gold = events_in(paths, part)
    scores.extend(_trade(judged, gold, share))
    return Table("confidence", tuple(scores), "every report given the share of right ones", (), ())


# The `--min-confidence` whose precision and recall are shown.
LEVELS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def _trade(judged: Sequence[Judged], gold: int, share: float) -> Iterator[Score]:
    """Precision, recall and F1 of the types if reports below a confidence are left out."""
    for least in LEVELS:
        kept = [j for j in judged if j.confidence >= least]
        if not kept:
            continue
        right = sum(j.right for j in kept)
        figures = precision_recall(right, len(kept), gold)
        for name, figure, base, of in zip(
            ("P", "R", "F1"),
            figures,
            (share, None, None),
            (len(kept), gold, gold),
            strict=True,
        ):
            yield Score(f"type {name} from {least:g}", figure, base, of)


def events_in(paths: Iterable[Path | str], part: Part) -> int:
    """How many events the gold articles of `part` have."""
    return sum(
        len(a.events) for p in paths for a in articles(p) if part in ("all", part_of_article(a.id))
    )


def judge(paths: Iterable[Path | str], pipeline: Pipeline, part: Part) -> list[Judged]:
    """Every report on the articles of `part`, with whether its type was right."""
    gold = [a for p in paths for a in articles(p) if part in ("all", part_of_article(a.id))]
    found: list[Judged] = []
    for one in gold:
        reports = list(pipeline.coder.code(pipeline.reader.read(article_of(one))))
        ours = [coded(r, one) for r in reports]
        for k in range(len(one.sentences)):
            wanted = [e for e in one.events if e.sentence == k]
            here = [n for n, o in enumerate(ours) if o.sentence == k]
            right = {
                here[o]
                for g, o in pairs(wanted, [ours[n] for n in here])
                if wanted[g].type == ours[here[o]].type
            }
            found.extend(
                Judged(reports[n].confidence, evidence_of(reports[n].reasons), n in right)
                for n in here
            )
    return found


def evidence_of(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The pieces of evidence in an account, without its start and without the scorer's bar."""
    return tuple(
        r.rule
        for r in reasons
        if r.field == "confidence" and r.rule != "start" and not r.rule.startswith(SCORER)
    )


def bins(judged: Sequence[Judged]) -> list[tuple[float, float, list[Judged]]]:
    """The reports in bins of equal width."""
    width = 1 / BINS
    return [
        (
            n * width,
            (n + 1) * width,
            [j for j in judged if min(int(j.confidence * BINS), BINS - 1) == n],
        )
        for n in range(BINS)
    ]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Mean distance of confidence and share of right reports over the bins, by their size."""
    total = 0.0
    for _, _, inside in bins(judged):
        if inside:
            confidence = sum(j.confidence for j in inside)
            total += abs(confidence - sum(j.right for j in inside))
    return total / len(judged)


def _brier(judged: Sequence[Judged]) -> float:
    return sum((j.confidence - j.right) ** 2 for j in judged) / len(judged)
