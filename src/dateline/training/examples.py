"""From gold to what the scorer learns from: each candidate of a text, right or wrong.

Our own sentences and the hand-coded articles say of every candidate whether it is an act. Other
sets say less: of a relation only the candidates that join its two sides are judged, and of reports
without politics every candidate is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.article import Article
from dateline.coding.candidate import Candidate
from dateline.coding.candidates import merge, other_readings, ruled
from dateline.coding.clues import clues, surroundings
from dateline.coding.scorer import ABSORBED
from dateline.errors import TrainingError
from dateline.evaluation.events import article_of
from dateline.evaluation.gold import articles, rows_of, shape_of
from dateline.evaluation.kept import part_of, part_of_article
from dateline.evaluation.types import OLD_NAMES, YIELD, spans_of
from dateline.reading.reading import Reading

Span = tuple[int, int]
OWN = Path(__file__).parent / "data" / "events"
# Topics of Reuters reports that are no politics.
BUSINESS = frozenset({"earn", "acq"})
MOST_BUSINESS = 600


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that gold has: its type or types, where its words stand (none: anywhere)."""

    types: frozenset[str]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of gold: what is wanted in a stretch of it, and what else is known.

    `whole`: every candidate that is not wanted is wrong. `sides`: only candidates whose people
    stand in both of these are judged. `verdicts`: only candidates at these words are judged.
    """

    set: str
    key: str
    article: Article
    stretches: tuple[tuple[Span, tuple[Wanted, ...]], ...]
    whole: bool = True
    sides: tuple[Span, Span] | None = None
    verdicts: Mapping[Span, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate as the scorer sees it, and whether it is an act of its type."""

    set: str
    key: str
    clues: tuple[str, ...]
    right: bool
    loose: bool


def texts_of(path: Path, part: str = "dev") -> list[Text]:
    """The texts of a gold file, those of the half `part`; our own sentences have no halves.

    Raises:
        TrainingError: the file is of no shape that tells which words are acts.
    """
    rows = rows_of(path)
    if {"text", "events", "topic"} <= rows[0].keys():
        return [_own(row, f"{path.stem}:{n}") for n, row in enumerate(rows, 1)]
    readers: dict[str, Callable[[Mapping[str, Any]], Text]] = {
        "plover_gsr": _plover,
        "plv_relations": _relation,
    }
    shape = shape_of(rows[0])
    if shape == "articles":
        return [_article(a) for a in articles(path) if part in ("all", part_of_article(a.id))]
    if shape in readers:
        chosen = [r for r in rows if part in ("all", part_of(r["text"]))]
        return [readers[shape](row) for row in chosen]
    if {"topics", "text", "dataset"} <= rows[0].keys():
        return _business(rows, part)
    msg = f"{path}: no gold of a shape that tells which words are acts"
    raise TrainingError(msg)


def own_files(folder: Path) -> list[Path]:
    """The files of labelled sentences to learn from; those ending in `-dev` are for measuring."""
    return [p for p in sorted(folder.glob("*.jsonl")) if not p.stem.endswith("-dev")]


def _own(row: Mapping[str, Any], key: str) -> Text:
    text = row["text"]
    wanted = []
    for event in row["events"]:
        at = text.find(event["trigger"])
        if at < 0:
            msg = f"{key}: the trigger {event['trigger']!r} does not stand in the sentence"
            raise TrainingError(msg)
        wanted.append(Wanted(frozenset({event["type"]}), ((at, at + len(event["trigger"])),)))
    return Text("own", key, _loose_article(key, text), (((0, len(text)), tuple(wanted)),))


def _loose_article(key: str, text: str) -> Article:
    return Article(id=key, text=text, sha256=key, cleaned=True)


def _article(gold: Any) -> Text:  # noqa: ANN401 - a GoldArticle
    stretches = []
    for k, (start, end) in enumerate(gold.sentences):
        wanted = []
        for event in gold.events:
            if event.sentence == k:
                at = gold.text.find(event.trigger, start, end)
                spans = ((at, at + len(event.trigger)),) if at >= 0 else ()
                wanted.append(Wanted(frozenset({event.type}), spans))
        stretches.append(((start, end), tuple(wanted)))
    return Text("articles", gold.id, article_of(gold), tuple(stretches))


def _plover(row: Mapping[str, Any]) -> Text:
    text = row["text"]
    wanted = []
    for event in row["events"]:
        spans = []
        for piece in re.findall(r"\(EVT: ?([^)]*)\)", event.get("markup") or ""):
            at = text.find(piece.strip())
            if at >= 0 and piece.strip():
                spans.append((at, at + len(piece.strip())))
        kind = OLD_NAMES.get(event["event"], event["event"])
        wanted.append(Wanted(frozenset({kind}), tuple(spans)))
    stretch = ((0, len(text)), tuple(wanted))
    return Text("plover", text, _loose_article(row["id"], text), (stretch,))


def _relation(row: Mapping[str, Any]) -> Text:
    text, root = row["text"], row["plover_root"]
    types = YIELD if root == "YIELD" else frozenset({root})
    spans = spans_of(row["marked"])
    sides = (spans.get("s", (0, 0)), spans.get("t", (0, 0)))
    stretch = ((0, len(text)), (Wanted(types, ()),))
    article = _loose_article(row["id"], text)
    return Text("relations", text, article, (stretch,), whole=False, sides=sides)


def _business(rows: Sequence[Mapping[str, Any]], part: str) -> list[Text]:
    found = []
    for row in rows:
        topics = set(row["topics"] or ())
        if not topics or not topics <= BUSINESS or not row["text"]:
            continue
        if part in ("all", part_of(row["doc_id"])):
            text = row["text"]
            article = _loose_article(row["doc_id"], text)
            found.append(Text("business", row["doc_id"], article, (((0, len(text)), ()),)))
        if len(found) >= MOST_BUSINESS:
            break
    return found


def examples(texts: Sequence[Text], pipeline: Pipeline) -> Iterator[Example]:
    """Every candidate of the texts that gold judges."""
    lexicon = pipeline.coder.lexicon
    readings = pipeline.reader.read_all(t.article for t in texts)
    for text, reading in zip(texts, readings, strict=True):
        if isinstance(reading, Exception):
            continue
        yield from judged(text, reading, lexicon)


def judged(text: Text, reading: Reading, lexicon: Any) -> Iterator[Example]:  # noqa: ANN401
    """The candidates of one text that gold judges, with their clues."""
    found = ruled(reading, lexicon)
    pool = [*found, *other_readings(reading, lexicon, found)]
    around = surroundings(reading, lexicon, pool)
    facts = [clues(reading, c, around) for c in pool]
    same = _repeated(reading, found)
    for candidate, clue in zip(pool, facts, strict=True):
        right = verdict(text, reading, candidate, pool)
        if right is None or (not right and id(candidate) in same):
            continue
        yield Example(text.set, text.key, tuple(clue), right, bool(candidate.match.loose))


def _repeated(reading: Reading, found: Sequence[Candidate]) -> set[int]:
    """Candidates that the rules merge with another: to call them wrong would be unfair."""
    kept = [(c, c.dropped) for c in found]
    sides = [(list(c.arguments.sources), list(c.arguments.targets)) for c in found]
    merge(reading, found)
    same = {id(c) for c, before in kept if c.dropped and not before}
    for (c, before), (sources, targets) in zip(kept, sides, strict=True):
        c.dropped = before
        c.arguments.sources, c.arguments.targets = sources, targets
    return same


def verdict(  # noqa: C901 - the kinds of gold in order
    text: Text, reading: Reading, candidate: Candidate, pool: Sequence[Candidate]
) -> bool | None:
    """Whether gold has the candidate as an act of its type; None if gold does not say."""
    start, end = span_of(reading, candidate)
    if candidate.dropped.startswith(ABSORBED):
        # The codebook rules on these; there is nothing to learn.
        return None
    if text.verdicts is not None:
        kind = [t for (a, b), t in text.verdicts.items() if a < end and start < b]
        return candidate.type == kind[0] if kind else None
    if text.sides is not None:
        return _joins(candidate, text)
    for stretch, wanted in text.stretches:
        if not stretch[0] <= start < stretch[1]:
            continue
        for act in wanted:
            touch = any(a < end and start < b for a, b in act.spans)
            if candidate.type in act.types and touch:
                return True
        for act in wanted:
            if candidate.type in act.types and not candidate.match.loose:
                # Gold's words lie beside ours: right, if nothing fits its words better.
                rivals = [
                    c
                    for c in pool
                    if c.type in act.types and any(_touches(reading, c, span) for span in act.spans)
                ]
                if not rivals:
                    return None if candidate.dropped else True
        return False if text.whole else None
    return None


def _touches(reading: Reading, candidate: Candidate, span: Span) -> bool:
    start, end = span_of(reading, candidate)
    return start < span[1] and span[0] < end


def span_of(reading: Reading, candidate: Candidate) -> Span:
    """Where the words of a candidate stand."""
    act = candidate.match.act
    return reading.parse.tokens[act.first].start, reading.parse.tokens[act.last].end


def _joins(candidate: Candidate, text: Text) -> bool | None:
    """For a relation: a candidate that joins its two sides is right if its type is theirs."""
    if text.sides is None:
        return None
    sides = candidate.arguments

    def touch(people: Iterable[Any], span: Span) -> bool:
        return any(p.name.start < span[1] and span[0] < p.name.end for p in people)

    first, second = text.sides
    joined = touch(sides.sources, first) and touch(sides.targets, second)
    half = touch(sides.sources, first) or touch(sides.targets, second)
    kind = candidate.type in text.stretches[0][1][0].types
    if joined:
        return kind
    if half and kind and not candidate.match.loose:
        return True
    return False if half and candidate.match.loose else None


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
