"""`dateline train types`: the weights of `coding/scorer.json`, from gold and sentences of our own.

The scorer is fitted once without each fold of the texts, to see how it does on texts that it does
not know: from that come the log-odds from which candidates are kept, and the scale of confidence.
A last fit on all texts gives the weights. Sets differ in how much of a text they code, so that
each has a start of its own, of which only the hand-coded articles' is written.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from dateline.api import Pipeline
from dateline.errors import TrainingError
from dateline.evaluation.gold import rows_of as rows_of_file
from dateline.training.corpora import digest
from dateline.training.examples import OWN, Example, Text, examples, own_files, texts_of
from dateline.training.judgements import judged_texts
from dateline.training.sparse import Vector, fit, minimised, rows_of

# How much an example of each set counts: the articles are coded by the codebook, every candidate.
COUNTS = {
    "articles": 2.0,
    "news": 2.0,
    "own": 0.5,
    "plover": 0.5,
    "relations": 0.5,
    "business": 0.3,
}
PENALTY = 2.5
FEWEST = 3
FOLDS = 6
# Lesser weights are left out of the file.
LEAST = 0.02
# The log-odds to choose from: to keep, to take back, to propose another reading.
GRID = (
    (-3.0, -2.5, -2.0, -1.5, -1.0),
    (-1.5, -1.0, -0.5, 0.0, 0.5, 9.0),
    (-0.5, 0.0, 0.5, 1.0, 9.0),
)
# Among levels whose F1 differs by no more, the one that keeps most.
TOLERANCE = 0.003
JUDGED = {"articles": 2.0, "news": 2.0, "plover": 1.0}
KEPT_BY_RULES = "rules keep it"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Start and weights, as they are before small weights are left out."""

    start: float
    weights: Mapping[str, float]

    def pull(self, clues: Sequence[str]) -> float:
        """The log-odds of a candidate with these clues, as if of a hand-coded article."""
        weights = self.weights
        return self.start + sum(weights.get(c, 0.0) for c in clues)


@dataclass(frozen=True, slots=True)
class Trained:
    """The scorer's file, and what was found on texts that the fit did not know."""

    data: dict[str, Any]
    figures: dict[str, float]


def gather(paths: Sequence[Path], own: Path, part: str) -> list[Text]:
    """The texts of gold files and of our own sentences; files ending in `-dev` are for measuring.

    Raises:
        TrainingError: there is nothing to learn from.
    """
    found = [text for path in (*paths, *own_files(own)) for text in texts_of(path, part)]
    if not found:
        msg = f"no text to learn from in {', '.join(map(str, paths)) or own}"
        raise TrainingError(msg)
    return found


def fold_of(example: Example) -> int:
    """The fold of a text: the same text stands in one fold, whatever sets have it."""
    return zlib.crc32(example.key.encode()) % FOLDS


def fitted(found: Sequence[Example]) -> Fitted:
    """The weights that explain the examples best."""
    facts = [_facts(e) for e in found]
    rows = rows_of(facts, [float(e.right) for e in found], [COUNTS[e.set] for e in found], FEWEST)
    penalties = np.array([0.01 if n.startswith("SET ") else PENALTY for n in rows.names])
    start, values = fit(rows, penalties)
    weights = {n: float(v) for n, v in zip(rows.names, values, strict=True)}
    start += weights.get("SET articles", 0.0)
    return Fitted(start, {n: v for n, v in weights.items() if not n.startswith("SET ")})


def _facts(example: Example) -> list[str]:
    # Reports without politics are what the scorer will meet: they start where articles start.
    own = "articles" if example.set in {"business", "news"} else example.set
    return [*example.clues, f"SET {own}"]


def unknown_pulls(found: Sequence[Example]) -> list[float]:
    """For each example the log-odds by a fit that did not know its text."""
    pulls = [0.0] * len(found)
    for fold in range(FOLDS):
        model = fitted([e for e in found if fold_of(e) != fold])
        for n, e in enumerate(found):
            if fold_of(e) == fold:
                pulls[n] = model.pull(e.clues)
    return pulls


def levels(
    found: Sequence[Example], pulls: Sequence[float], gold: Mapping[str, int]
) -> tuple[tuple[float, float, float], dict[str, float]]:
    """The log-odds to keep from that serve the sets best, by their weighed F1."""
    sort = np.array([2 if e.loose else 0 if KEPT_BY_RULES in e.clues else 1 for e in found])
    right = np.array([e.right for e in found])
    sets = np.array([e.set for e in found])
    odds = np.array(pulls)
    tried = []
    for level in product(*GRID):
        kept = odds >= np.array(level)[sort]
        figures = {}
        for name in JUDGED:
            inside = kept & (sets == name)
            hits, all_ours = int(right[inside].sum()), int(inside.sum())
            total = all_ours + gold.get(name, 0)
            figures[f"{name} F1"] = 2 * hits / total if total else 0.0
        mean = sum(w * figures[f"{n} F1"] for n, w in JUDGED.items()) / sum(JUDGED.values())
        tried.append(((level[0], level[1], level[2]), {"mean F1": mean, **figures}))
    most = max(figures["mean F1"] for _, figures in tried)
    good = [t for t in tried if t[1]["mean F1"] >= most - TOLERANCE]
    # Who doubts a report can leave it out by its confidence; one that is dropped nobody sees.
    return min(good, key=lambda t: (t[0][0], -t[1]["mean F1"]))


def scale_of(found: Sequence[Example], pulls: Sequence[float]) -> tuple[float, float]:
    """How much the log-odds tell of what the rules keep in the articles, and their mean.

    The mean is that of our own sentences, if there are any: the articles' texts are known too well.
    """
    firm = [
        (e.set, pull, e.right)
        for e, pull in zip(found, pulls, strict=True)
        if not e.loose and KEPT_BY_RULES in e.clues
    ]
    kept = [(pull, right) for name, pull, right in firm if name == "articles"]
    strange = [pull for name, pull, _ in firm if name == "own"] or [pull for pull, _ in kept]
    if len({right for _, right in kept}) < 2:  # noqa: PLR2004 - right and wrong
        return 0.0, 0.0
    odds = np.array([pull for pull, _ in kept])
    right = np.array([float(r) for _, r in kept])
    centred = odds - odds.mean()

    def loss(values: Vector) -> tuple[float, Vector]:
        logits = values[0] + values[1] * centred
        gaps = 1 / (1 + np.exp(-logits)) - right
        cost = float((np.logaddexp(0, logits) - right * logits).sum())
        return cost, np.array([gaps.sum(), (gaps * centred).sum()])

    return max(0.0, float(minimised(loss, np.zeros(2), 100)[1])), float(np.mean(strange))


def train(
    paths: Sequence[Path],
    pipeline: Pipeline,
    own: Path = OWN,
    part: str = "dev",
    judged: tuple[Path, Path] | None = None,
) -> Trained:
    """Fit the scorer.

    Args:
        paths: gold files; of those with halves only `part` is used.
        pipeline: reader and lexicon; its scorer, if it has one, is not asked.
        own: the folder with our own sentences.
        part: `dev`, unless all of the gold is to be learned from.
        judged: a file of judgements, and the corpus that they are about.
    """
    texts = gather(paths, own, part)
    if judged is not None:
        texts += judged_texts(*judged)
    found = list(examples(texts, pipeline))
    if len({e.right for e in found}) < 2:  # noqa: PLR2004 - right and wrong
        msg = "the gold has no right or no wrong candidate; give more"
        raise TrainingError(msg)
    gold: dict[str, int] = {}
    for text in texts:
        gold[text.set] = gold.get(text.set, 0) + sum(len(w) for _, w in text.stretches)
    pulls = unknown_pulls(found)
    level, figures = levels(found, pulls, gold)
    scale, middle = scale_of(found, pulls)
    model = fitted(found)
    weights = {n: round(v, 3) for n, v in sorted(model.weights.items()) if abs(v) >= LEAST}
    used = [
        *paths,
        *(judged or ()),
        *own_files(own),
    ]
    card = {
        "what": "Linear model over named clues: is this word, here, an act of this type?",
        "licence": "Apache-2.0",
        "examples": {s: sum(e.set == s for e in found) for s in sorted(gold)},
        "acts": gold,
        "sets": {p.name: {"sha256": digest(p), "part": _part(p, part)} for p in used},
        "on texts unknown to the fit": {n: round(v, 3) for n, v in figures.items()},
    }
    data: dict[str, Any] = {
        "version": hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:8],
        "card": card,
        "start": round(model.start, 3),
        "keep": level[0],
        "take_back": level[1],
        "propose": level[2],
        "scale": round(scale, 3),
        "middle": round(middle, 3),
        "weights": weights,
    }
    return Trained(data, figures)


def _part(path: Path, part: str) -> str:
    return "all" if {"topic", "events"} <= rows_of_file(path)[0].keys() else part


def as_json(data: Mapping[str, Any]) -> str:
    """The scorer's file: one weight a line, so that two of them can be compared."""
    head = {k: v for k, v in data.items() if k != "weights"}
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    weights = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {value}"
        for name, value in data["weights"].items()
    )
    return f'{text},\n "weights": {{\n{weights}\n }}\n}}\n'
