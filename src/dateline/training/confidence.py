"""`dateline train confidence`: the pulls of `coding/confidence.toml` from hand-coded articles.

A logistic regression with an L2 penalty on the evidence that each report's account names, started
from zero, in plain Python: some hundred reports and some dozen names need no library.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from dateline.api import Pipeline
from dateline.errors import TrainingError
from dateline.evaluation.confidence import Judged, evidence_of
from dateline.training.examples import texts_of

PENALTY = 1.0
STEPS = 4000
RATE = 0.5
# Evidence seen in fewer reports, or lacking in fewer, says nothing that can be fitted.
FEWEST = 8
HALVINGS = 40


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """Pulls on the log-odds scale, `start` first, that fit the reports best.

    Raises:
        TrainingError: the reports are all right or all wrong, or there are none.
    """
    right = sum(j.right for j in judged)
    if right in {0, len(judged)}:
        msg = (
            f"{right} of {len(judged)} reports are right: pulls can be fitted only to reports of "
            "which some are right and some are wrong; give more gold"
        )
        raise TrainingError(msg)
    counts = Counter(name for j in judged for name in set(j.evidence))
    names = sorted(name for name, n in counts.items() if FEWEST <= n <= len(judged) - FEWEST)
    at = {name: n for n, name in enumerate(names, start=1)}
    # What holds for a report: the start, and its evidence.
    rows = [[0, *sorted({at[name] for name in j.evidence if name in at})] for j in judged]
    weights = [0.0] * (len(names) + 1)
    for _ in range(STEPS):
        slopes = [0.0] * len(weights)
        for row, j in zip(rows, judged, strict=True):
            gap = 1 / (1 + math.exp(-sum(weights[n] for n in row))) - j.right
            for n in row:
                slopes[n] += gap
        for n, slope in enumerate(slopes):
            penalty = PENALTY * weights[n] if n else 0.0
            weights[n] -= RATE * (slope + penalty) / len(judged)
    return {"start": weights[0], **dict(zip(names, weights[1:], strict=True))}


def levelled(pulls: Mapping[str, float], judged: Sequence[Judged]) -> dict[str, float]:
    """The pulls with a start by which as many of other reports are held right as are right."""
    beside = [sum(pulls.get(name, 0.0) for name in j.evidence) for j in judged]
    right = sum(j.right for j in judged)
    low, high = -10.0, 10.0
    for _ in range(HALVINGS):
        start = (low + high) / 2
        if sum(1 / (1 + math.exp(-start - pull)) for pull in beside) > right:
            high = start
        else:
            low = start
    return {**pulls, "start": (low + high) / 2}


def judge_sentences(paths: Sequence[Path], pipeline: Pipeline) -> list[Judged]:
    """The reports on labelled sentences: right if an act of the type has one of the same words."""
    texts = [t for path in paths for t in texts_of(path)]
    readings = pipeline.reader.read_all(t.article for t in texts)
    found: list[Judged] = []
    for text, reading in zip(texts, readings, strict=True):
        if isinstance(reading, Exception):
            continue
        ((_, wanted),) = text.stretches
        for report in pipeline.code(reading):
            start, end = report.trigger.start, report.trigger.end
            right = any(
                report.type in act.types and any(a < end and start < b for a, b in act.spans)
                for act in wanted
            )
            found.append(Judged(report.confidence, evidence_of(report.reasons), right))
    return found


def as_toml(pulls: Mapping[str, float], judged: Sequence[Judged]) -> str:
    """The pulls as `confidence.toml` has them, with what they were fitted to."""
    right = sum(j.right for j in judged)
    lines = [
        "# Pulls on the log-odds that a record is right (see confidence.py).",
        f"# Fitted by `dateline train confidence` to {len(judged)} reports, {right} of them right.",
        "[pulls]",
    ]
    for name, value in pulls.items():
        key = name if name.isidentifier() else json.dumps(name, ensure_ascii=False)
        lines.append(f"{key} = {value:.2f}")
    return "\n".join(lines) + "\n"
