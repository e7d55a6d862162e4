"""`dateline train sides`: the weights of `coding/sides.json`, who stands on which side of an act.

It learns from acts whose sides gold tells: hand-coded articles, our own sentences, and acts in news
of others judged by hand. Each side is a choice among everybody who may take part, and nobody. A fit
without each fold of the texts shows how it does on texts unknown to it; a last fit on all texts
gives the weights.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.api import Pipeline
from dateline.article import Article
from dateline.coding.candidate import Candidate
from dateline.coding.candidates import other_readings, ruled
from dateline.coding.side_clues import (
    Side,
    common_clues,
    nobody_clues,
    possible,
    scene_of,
    side_clues,
)
from dateline.coding.sides import SideWeights
from dateline.errors import TrainingError
from dateline.evaluation.events import article_of, who
from dateline.evaluation.gold import Who, articles, rows_of
from dateline.evaluation.kept import part_of_article
from dateline.evaluation.matching import same_actor, trigger_overlap
from dateline.reading.actors import actors_of
from dateline.reading.reading import Name, Reading
from dateline.training.corpora import digest
from dateline.training.examples import OWN, own_files, span_of
from dateline.training.judgements import judged_article
from dateline.training.sparse import Rows, Vector, minimised
from dateline.training.sparse import rows_of as sparse_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

Span = tuple[int, int]
# Somebody of gold: where he stands in the text, or who he is.
Party = Span | Who
SIDES: tuple[Side, Side] = ("source", "target")
COUNTS = {"articles": 1.5, "news": 1.5, "own": 0.2}
PENALTY = 4.0
STEPS = 150
FEWEST = 3
FOLDS = 8
# Lesser weights are left out of the file.
LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """An act of gold with who is on its sides; a side that is None is not known."""

    span: Span | None
    trigger: str
    type: str
    sources: tuple[Party, ...] | None
    targets: tuple[Party, ...] | None
    within: Span | None = None


@dataclass(frozen=True, slots=True)
class SideText:
    """A text with the acts whose sides gold tells."""

    set: str
    key: str
    article: Article
    acts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class SideExample:
    """Somebody who may stand on a side of an act, and whether he does."""

    clues: tuple[str, ...]
    right: bool
    by_rule: bool


@dataclass(frozen=True, slots=True)
class SideCase:
    """One side of an act: everybody who may stand on it, and whether gold leaves it empty."""

    set: str
    key: str
    side: Side
    people: tuple[SideExample, ...]
    nobody: tuple[str, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class TrainedSides:
    """The file, and what was found on texts that the fit did not know."""

    data: dict[str, Any]
    figures: dict[str, float]


def texts_of(path: Path, part: str = "dev") -> list[SideText]:
    """The texts of hand-coded articles (those of a half) or of our own sentences.

    Raises:
        TrainingError: the file is of another shape.
    """
    rows = rows_of(path)
    if {"text", "events", "topic"} <= rows[0].keys():
        return [_own(row, f"{path.stem}:{n}") for n, row in enumerate(rows, 1)]
    if {"text", "sentences", "events"} <= rows[0].keys():
        return [_article(a) for a in articles(path) if part in ("all", part_of_article(a.id))]
    msg = f"{path}: no gold that tells who stands on the sides of an act"
    raise TrainingError(msg)


def _own(row: Mapping[str, Any], key: str) -> SideText:
    text = row["text"]
    acts = []
    for event in row["events"]:
        at = text.find(event["trigger"])
        sides = [_nearest(text, event.get(side), at) for side in SIDES]
        span = (at, at + len(event["trigger"]))
        acts.append(Told(span, event["trigger"], event["type"], sides[0], sides[1]))
    article = Article(id=key, text=text, sha256=key, cleaned=True)
    return SideText("own", key, article, tuple(acts))


def _nearest(text: str, words: str | None, at: int) -> tuple[Span, ...]:
    """Where words stand, as near to a place in the text as they do."""
    if not words:
        return ()
    starts = [m.start() for m in re.finditer(re.escape(words), text)]
    start = min(starts, key=lambda k: abs(k - at), default=-1)
    return ((start, start + len(words)),) if start >= 0 else ()


def _article(gold: Any) -> SideText:  # noqa: ANN401 - a GoldArticle
    acts = tuple(
        Told(None, e.trigger, e.type, e.sources, e.targets, gold.sentences[e.sentence])
        for e in gold.events
    )
    return SideText("articles", gold.id, article_of(gold), acts)


def judged_sides(judgements: Path, corpus: Path) -> list[SideText]:
    """The acts of a corpus whose sides are judged.

    A judgement that has `sources` and `targets` gives where those who stand there are named; null
    is a side that was not judged.
    """
    held: dict[str, list[Any]] = defaultdict(list)
    for row in rows_of(judgements):
        if row["type"] and "sources" in row:
            held[row["article"]].append(row)
    found = []
    for row in rows_of(corpus):
        if row["doc_id"] not in held:
            continue
        article = judged_article(row)
        acts = tuple(
            Told((j["start"], j["end"]), j["trigger"], j["type"], *_spans(j))
            for j in held[row["doc_id"]]
            if article.text[j["start"] : j["end"]] == j["trigger"]
        )
        found.append(SideText("news", row["doc_id"], article, acts))
    return found


def _spans(judgement: Any) -> tuple[tuple[Span, ...] | None, tuple[Span, ...] | None]:  # noqa: ANN401
    sides = []
    for side in ("sources", "targets"):
        held = judgement[side]
        sides.append(None if held is None else tuple((a, b) for a, b in held))
    return sides[0], sides[1]


def cases(texts: Sequence[SideText], pipeline: Pipeline) -> Iterator[SideCase]:
    """Both sides of every act of the texts that the lexicon finds with the right type."""
    readings = pipeline.reader.read_all(t.article for t in texts)
    for text, reading in zip(texts, readings, strict=True):
        if isinstance(reading, Exception):
            continue
        yield from cases_of(text, reading, pipeline)


def cases_of(text: SideText, reading: Reading, pipeline: Pipeline) -> Iterator[SideCase]:
    """The cases of one text."""
    lexicon = pipeline.coder.lexicon
    found = ruled(reading, lexicon)
    pool = [*found, *other_readings(reading, lexicon, found)]
    scene = scene_of(reading, found)
    used: set[int] = set()
    for act in text.acts:
        candidate = _found(act, reading, pool, used)
        if candidate is None:
            continue
        used.add(id(candidate))
        people = possible(reading, candidate, scene)
        known = [(w, common_clues(reading, candidate, w, scene)) for w in people]
        for side, gold in zip(SIDES, (act.sources, act.targets), strict=True):
            if gold is None:
                continue
            mine = candidate.arguments.sources if side == "source" else candidate.arguments.targets
            taken = {p.name.entity for p in mine}
            right = _entities(reading, gold)
            examples = tuple(
                SideExample(
                    tuple(side_clues(reading, candidate, w, side, common)),
                    w.name.entity in right,
                    w.name.entity in taken,
                )
                for w, common in known
            )
            nobody = tuple(nobody_clues(reading, candidate, people, side))
            yield SideCase(text.set, text.key, side, examples, nobody, not gold)


def _found(
    act: Told, reading: Reading, pool: Sequence[Candidate], used: set[int]
) -> Candidate | None:
    """The candidate that is the act of gold: one of its type at its words."""

    def fits(candidate: Candidate) -> bool:
        if candidate.type != act.type or id(candidate) in used:
            return False
        start, end = span_of(reading, candidate)
        if act.span is not None:
            return start < act.span[1] and act.span[0] < end
        inside = act.within is not None and act.within[0] <= start < act.within[1]
        return inside and bool(trigger_overlap(act.trigger, reading.article.text[start:end]))

    here = [c for c in pool if fits(c)]
    return min(here, key=lambda c: (bool(c.match.loose), bool(c.dropped)), default=None)


def _entities(reading: Reading, gold: Iterable[Party]) -> set[int]:
    """The entities that gold means."""
    parties = [_top(reading, p) if isinstance(p, tuple) else p for p in gold]
    return {
        name.entity
        for name in [*reading.names, *reading.references]
        if name.entity >= 0 and any(_is_party(reading, name, p) for p in parties)
    }


def _is_party(reading: Reading, name: Name, party: int | Who) -> bool:
    """Whether a mention is somebody of gold, told by who he is or by the word that names him."""
    if isinstance(party, Who):
        return any(same_actor(party, who(a)) for a in actors_of(reading, name))
    return name.head == party


def _top(reading: Reading, span: Span) -> int:
    """The word of a span that all others of it hang on."""
    inside = [t for t in reading.parse.tokens if span[0] <= t.start < span[1]]
    held = {t.i for t in inside}
    return next((t.i for t in inside if t.head not in held), -1)


def fitted(found: Sequence[SideCase]) -> SideWeights:
    """The weights under which gold's choice among the people of each case, or nobody, is likeliest.

    Where gold has several, any of them will do.
    """
    facts: list[Sequence[str]] = []
    right: list[bool] = []
    owner: list[int] = []
    counts: list[float] = []
    for case in found:
        if not case.empty and not any(one.right for one in case.people):
            continue
        for one in case.people:
            facts.append(one.clues)
            right.append(one.right)
        facts.append(case.nobody)
        right.append(case.empty)
        owner += [len(counts)] * (len(case.people) + 1)
        counts.append(COUNTS[case.set])
    rows = sparse_rows(facts, right, [1.0] * len(facts), FEWEST)
    values = _likeliest(rows, np.array(owner), np.array(counts))
    return SideWeights({n: float(v) for n, v in zip(rows.names, values, strict=True)})


def _likeliest(rows: Rows, owner: NDArray[np.int64], counts: Vector) -> Vector:
    row = np.repeat(np.arange(rows.size), np.diff(rows.ends, prepend=0))
    cases, width = len(counts), len(rows.names)

    def loss(weights: Vector) -> tuple[float, Vector]:
        pulls = np.bincount(row, weights[rows.columns], minlength=rows.size)
        most = np.full(cases, -np.inf)
        np.maximum.at(most, owner, pulls)
        odds = np.exp(pulls - most[owner])
        every = np.bincount(owner, odds, minlength=cases)
        golden = np.bincount(owner, odds * rows.labels, minlength=cases) + 1e-12
        cost = (counts * (np.log(every) - np.log(golden))).sum()
        gaps = counts[owner] * odds * (1 / every[owner] - rows.labels / golden[owner])
        slopes = np.bincount(rows.columns, gaps[row], minlength=width)
        total = float(cost + PENALTY * (weights**2).sum())
        return total, slopes + 2 * PENALTY * weights

    return minimised(loss, np.zeros(width), STEPS)


def fold_of(key: str) -> int:
    """The fold of a text."""
    return zlib.crc32(key.encode()) % FOLDS


def choices(found: Sequence[SideCase]) -> list[int]:
    """For each case whom a fit chooses that did not know its text (len(people): nobody)."""
    chosen = [0] * len(found)
    for fold in range(FOLDS):
        model = fitted([c for c in found if fold_of(c.key) != fold])
        for n, case in enumerate(found):
            if fold_of(case.key) == fold:
                options = [*(one.clues for one in case.people), case.nobody]
                pulls = [model.pull(clues) for clues in options]
                # Of equals nobody, as in the coder.
                chosen[n] = max(reversed(range(len(pulls))), key=pulls.__getitem__)
    return chosen


def is_right(case: SideCase, taken: Sequence[int]) -> bool:
    """Whether a side is right as `evaluate events` has it: empty as in gold, or one of gold's."""
    if case.empty or not taken:
        return case.empty and not taken
    return any(case.people[n].right for n in taken)


def taken_by(case: SideCase, chosen: int) -> list[int]:
    """Whom a choice puts on a side: if the rules have him, all whom they have there."""
    if chosen == len(case.people):
        return []
    return by_rules(case) if case.people[chosen].by_rule else [chosen]


def by_rules(case: SideCase) -> list[int]:
    """Whom the rules alone put on a side."""
    return [n for n, one in enumerate(case.people) if one.by_rule]


def share_right(found: Sequence[SideCase], taken: Sequence[Sequence[int]], of: str) -> float:
    """The share of the sides of a set that are right."""
    hits = [is_right(c, t) for c, t in zip(found, taken, strict=True) if c.set == of]
    return sum(hits) / len(hits) if hits else 0.0


def train(
    paths: Sequence[Path],
    pipeline: Pipeline,
    own: Path = OWN,
    part: str = "dev",
    judged: tuple[Path, Path] | None = None,
) -> TrainedSides:
    """Fit the model of both sides.

    Args:
        paths: gold files; of those with halves only `part` is used.
        pipeline: reader and lexicon.
        own: the folder with our own sentences; files ending in `-dev` are for measuring.
        part: `dev`, unless all of the gold is to be learned from.
        judged: a file of judgements, and the corpus that they are about.

    Raises:
        TrainingError: there is nothing to learn from.
    """
    ours = own_files(own)
    texts = [text for path in (*paths, *ours) for text in texts_of(path, part)]
    if judged is not None:
        texts += judged_sides(*judged)
    found = list(cases(texts, pipeline))
    if not any(one.right for case in found for one in case.people):
        msg = "no act of the gold is found with anybody on its sides; give more gold"
        raise TrainingError(msg)
    figures: dict[str, float] = {}
    data: dict[str, Any] = {}
    for side in SIDES:
        mine = [c for c in found if c.side == side]
        taken = [taken_by(c, k) for c, k in zip(mine, choices(mine), strict=True)]
        alone = [by_rules(c) for c in mine]
        for of in sorted({c.set for c in mine}):
            figures[f"{side} right, {of}"] = share_right(mine, taken, of)
            figures[f"{side} right by rules alone, {of}"] = share_right(mine, alone, of)
        weights = sorted(fitted(mine).weights.items())
        data[side] = {n: round(v, 3) for n, v in weights if abs(v) >= LEAST}
    used = [*paths, *(judged or ()), *ours]
    sets = sorted({c.set for c in found})
    head = {
        "version": hashlib.sha256(json.dumps(data).encode()).hexdigest()[:8],
        "card": {
            "what": "Linear model over named clues: does this one stand on this side of the act?",
            "licence": "Apache-2.0",
            "acts": {s: sum(c.set == s and c.side == "source" for c in found) for s in sets},
            "sets": {p.name: digest(p) for p in used},
            "part": part,
            "on texts unknown to the fit": {n: round(v, 3) for n, v in figures.items()},
        },
    }
    return TrainedSides(head | data, figures)


def as_json(data: Mapping[str, Any]) -> str:
    """The file of the model: one weight a line, so that two of them can be compared."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
