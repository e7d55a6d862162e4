"""`dateline train linking`: a scorer of pairs from gold, written as JSON.

Trees are grown on one half of the groups and tried on the other, both ways; the threshold from
which pairs are the same is the one that does best over both. The trees written are then grown on
all of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from dateline.errors import TrainingError
from dateline.evaluation import clusters as scores
from dateline.evaluation.linking_gold import LinkingGold
from dateline.linking.features import FEATURES
from dateline.linking.linker import Run
from dateline.linking.scoring import Bands, Trained, as_text
from dateline.linking.trees import Trees
from dateline.training.boosting import Growth, Truths, grow

THRESHOLDS = tuple(round(0.15 + 0.05 * k, 2) for k in range(11))
# Where there are more pairs, of those that are not the same only one in some is learned from.
MOST_PAIRS = 130_000
GROWTH = {
    "articles": Growth(trees=150, rate=0.08, depth=4, fewest=20, penalty=2.0),
    "rows": Growth(trees=150, rate=0.05, depth=3, fewest=20, penalty=5.0),
    "mentions": Growth(trees=120, rate=0.07, depth=5, fewest=150, penalty=10.0),
}
# What mentions have no say about: documents without dates, places or outlets.
OF_MENTIONS = (
    "sentence",
    "article",
    "same article",
    "depth",
    "names",
    "rare names",
    "numbers",
    "trigger",
    "rare trigger",
    "sources",
    "targets",
    "places",
    "rare actors",
    "crossed",
)
VERSION = 1
NO_TREES = Trees(0.0, (), ())


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained scorer as text, and how it did where it was not trained."""

    text: str
    threshold: float
    figure: float
    pairs: int


def fit(gold: LinkingGold) -> Fitted:
    """Train on gold.

    Raises:
        TrainingError: too little gold to train on.
    """
    features = OF_MENTIONS if gold.shape == "mentions" else tuple(FEATURES)
    growth = GROWTH[gold.shape]
    halves = [_half(gold, k) for k in (0, 1)]
    if not all(h.labels for h in halves):
        msg = "too few groups to train on: give gold with more"
        raise TrainingError(msg)
    figures: dict[float, list[float]] = {t: [] for t in THRESHOLDS}
    for one, other in ((0, 1), (1, 0)):
        trees = _grown(halves[one], features, growth)[0]
        for threshold, figure in _figures(halves[other], trees).items():
            figures[threshold].append(figure)
    threshold = max(THRESHOLDS, key=lambda t: (sum(figures[t]), t))
    trees, same = _grown(gold, features, growth)
    about = [
        f"Trained by `dateline train linking` on {len(same)} pairs, {int(same.sum())} the same.",
        f"Tried on halves in turn: {sum(figures[threshold]) / 2:.3f} at {threshold}.",
    ]
    bands = Bands(threshold, round(threshold / 2, 3))
    text = as_text(trees, bands, str(VERSION), about)
    return Fitted(text, threshold, sum(figures[threshold]) / 2, len(same))


def _half(gold: LinkingGold, half: int) -> LinkingGold:
    """The items of half of the groups; those of one block stay together where there are blocks."""
    chosen = []
    for item in gold.material.items:
        key = str(gold.block[item.id]) if gold.block else gold.labels[item.id]
        if sha256(f"half {key}".encode()).digest()[0] % 2 == half:
            chosen.append(item)
    labels = {i.id: gold.labels[i.id] for i in chosen}
    return replace(gold, material=replace(gold.material, items=chosen), labels=labels)


def _grown(gold: LinkingGold, features: tuple[str, ...], growth: Growth) -> tuple[Trees, Truths]:
    """Trees grown on the candidates of a set, and whether each pair learned from is the same."""
    run = Run(gold.material, Trained("none", Bands(0.5, 0.5), NO_TREES))
    found = gold.candidates(run.items)
    labels = [gold.labels[i.id] for i in run.items]
    ends = zip(found.first.tolist(), found.second.tolist(), strict=True)
    same = np.array([labels[i] == labels[j] for i, j in ends], bool)
    step = -(-len(same) // MOST_PAIRS) or 1
    chosen = np.nonzero(same | (np.arange(len(same)) % step == 0))[0]
    compared = run.comparer.compare(found.first[chosen], found.second[chosen])
    trees = grow(compared, same[chosen], features, growth)
    # Pairs that are not the same were thinned out: the odds that they are go down again by that.
    return replace(trees, start=trees.start - math.log(step)), same[chosen]


def _figures(gold: LinkingGold, trees: Trees) -> dict[float, float]:
    """How each threshold does: CoNLL F1 of mentions, else the mean of pair F1 and B³."""
    made = {}
    ids = [i.id for i in gold.material.items]
    labels = [gold.labels[i] for i in ids]
    run = Run(gold.material, Trained("tried", Bands(THRESHOLDS[-1], THRESHOLDS[0]), trees))
    run.score(gold.candidates(run.items))
    for threshold in reversed(THRESHOLDS):
        groups = run.groups_by(Trained("tried", Bands(threshold, THRESHOLDS[0]), trees))
        group = {i: n for n, g in enumerate(groups) for i in g}
        ours = [group[i] for i in ids]
        if gold.shape == "mentions":
            made[threshold] = scores.conll(ours, labels)
        else:
            made[threshold] = (scores.pairs(ours, labels)[2] + scores.b_cubed(ours, labels)[2]) / 2
    return made
