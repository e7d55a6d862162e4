"""Who and whom on single sentences: do our sources and targets stand where gold marked its own?

Of the reports of a sentence one is judged: the one whose quad class is that of the sentence, the
first of equals; gold's own spans have no part in the choice. A side of it is right if the head word
of one of its actors lies in a gold span of that side.

- *P*: right sides among those that the report fills, *R*: among those that gold marks. Both over
  the sentences with a report and the sides that gold marks; many of its sentences mark only one
  side though both are told, so that an unmarked side says nothing.
- *of all sentences*: right sides among all that gold marks, sentences without a report too.
- *swapped*: sides whose actor stands in a gold span of the other side only.

A pair that gold marks as related (they met) may stand on either side; one span that holds both is
left out. An actor's head may be that
of any mention in the sentence that is taken for the same one ("the army stepped up its shelling").
The baseline is asked about the same sentences and triggers: the nearest name before the trigger is
its source, the nearest after it its target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.evaluation.gold import rows_of, shape_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.evaluation.running import Sentence, coded_sentences
from dateline.event import Actor, EventReport
from dateline.reading.reading import Reading

SIDES = ("source", "target")
BASELINE = "the nearest name before the same trigger as source, the nearest after it as target"
# The offsets of the spans of each side.
Spans = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Heads:
    """Offsets of the head words of both sides, and the words of the actors for the misses."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    shown: str

    def of(self, side: str) -> tuple[int, ...]:
        """The heads of one side."""
        return self.source if side == "source" else self.target


class _Count:
    """Right, filled and marked sides."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()
        self.marked: Counter[str] = Counter()
        self.swapped = 0

    def add(self, gold: Spans, ours: Heads) -> list[str]:
        """Compare one report; gives the sides that are wrong."""
        wrong = []
        for side, other in (SIDES, SIDES[::-1]):
            heads, spans = ours.of(side), gold.get(side, ())
            if not spans:
                continue
            good = _touches(heads, spans)
            self.right[side] += good
            self.filled[side] += bool(heads)
            self.marked[side] += 1
            self.swapped += not good and _touches(heads, gold.get(other, ()))
            if not good:
                wrong.append(side)
        return wrong


def evaluate_arguments(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> list[Table]:
    """Score sources and targets of sentences with marked spans."""
    pipeline = pipeline or Pipeline()
    tables = []
    for path in paths:
        rows = rows_of(path)
        if rows and shape_of(rows[0]) == "quad_sentences":
            marked = [r for r in rows if r["actors"] and within(part, r["text"])]
            tables.append(quad_sentences(marked, pipeline))
    return tables


def quad_sentences(rows: Sequence[Mapping[str, Any]], pipeline: Pipeline) -> Table:
    """Sentences with a quad class and the spans of source and target."""
    texts = [joined(r["tokens"]) for r in rows]
    sentences = [Sentence(r["id"], text) for r, (text, _) in zip(rows, texts, strict=True)]
    ours, plain, everything = _Count(), _Count(), Counter[str]()
    misses, silent = [], 0
    coded = coded_sentences(sentences, pipeline)
    for row, (text, at), (reading, reports) in zip(rows, texts, coded, strict=True):
        # One span that holds both of a pair cannot tell a source from a target.
        alone = [a["role"] for a in row["actors"]] == ["related"]
        gold = {
            side: [
                (at[a["start_tok"]][0], at[a["end_tok"] - 1][1])
                for a in row["actors"]
                if a["role"] in ({side} if alone else {side, "related"})
            ]
            for side in SIDES
        }
        everything.update(side for side in SIDES if gold[side])
        report = chosen(reports, int(row["penta"] or 0))
        if report is None or reading is None:
            silent += 1
            continue
        found = heads_of(reading, report)
        wrong = ours.add(gold, found)
        plain.add(gold, nearest(reading, report))
        if wrong:
            said = "; ".join(
                f"{side}: {' / '.join(text[a:b] for a, b in gold[side])}" for side in SIDES
            )
            misses.append(Miss("+".join(wrong), row["id"], text, said, found.shown))
    scores = _scores(ours, plain)
    right, base = sum(ours.right.values()), sum(plain.right.values())
    total = sum(everything.values())
    scores.append(Score("of all sentences", share(right, total), share(base, total), total))
    note = f"{len(rows)} sentences with marked sides, {silent} without a report"
    return Table("arguments: quad sentences", tuple(scores), BASELINE, (note,), tuple(misses))


def _scores(ours: _Count, plain: _Count) -> list[Score]:
    scores = []
    for side in SIDES:
        us, them = (
            precision_recall(c.right[side], c.filled[side], c.marked[side]) for c in (ours, plain)
        )
        count = ours.marked[side]
        scores += [
            Score(f"{side} {letter}", a, b, count)
            for letter, a, b in zip(("P", "R", "F1"), us, them, strict=True)
        ]
    count = sum(ours.marked.values())
    scores.append(Score("swapped", share(ours.swapped, count), share(plain.swapped, count), count))
    return scores


def chosen(reports: Sequence[EventReport], quad: int) -> EventReport | None:
    """The first report of that quad class, else the first one."""
    return next((r for r in reports if r.quad == quad), reports[0] if reports else None)


def joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as running text with the offsets of each; marks stand close, as in print."""
    text, at = "", []
    for before, token in pairwise(["(", *tokens]):
        close = token in CLOSE or before in OPEN or token in ENDINGS or token[:1] in APOSTROPHES
        close = close or (before in APOSTROPHES and token in {"s", "re", "ve", "ll"})
        text += "" if close or not text else " "
        at.append((len(text), len(text) + len(token)))
        text += token
    return text, at


CLOSE = frozenset({",", ".", ";", ":", "?", "!", ")", "]", "”", "%", "...", "…"})
OPEN = frozenset({"(", "[", "“", "$", "£", "€", "#"})
ENDINGS = frozenset({"n't", "n’t"})
APOSTROPHES = ("'", "’")


def heads_of(reading: Reading, report: EventReport) -> Heads:
    """The head words of a report's sources and targets."""
    doers, sufferers = (
        ", ".join(a.text or "?" for a in side) for side in (report.sources, report.targets)
    )
    return Heads(
        tuple(_heads(reading, report.sources)),
        tuple(_heads(reading, report.targets)),
        f"{report.type} {report.trigger.text!r}: {doers} > {sufferers}",
    )


def _heads(reading: Reading, actors: Iterable[Actor]) -> Iterable[int]:
    mentions = [*reading.names, *reading.references]
    tokens = reading.parse.tokens
    for actor in actors:
        own = next((n for n in mentions if (n.start, n.end) == (actor.start, actor.end)), None)
        if own is None:
            continue
        yield tokens[own.head].start
        yield from (tokens[n.head].start for n in mentions if n.entity == own.entity >= 0)


def nearest(reading: Reading, report: EventReport) -> Heads:
    """The nearest name on either side of a report's trigger, within its sentence."""
    sentence = reading.parse.sentences[report.sentence]
    start, end = report.trigger.start, report.trigger.end
    before = [n for n in reading.names if sentence.start <= n.start and n.end <= start]
    after = [n for n in reading.names if end <= n.start and n.end <= sentence.end]
    tokens = reading.parse.tokens
    source = max(before, key=lambda n: n.end, default=None)
    target = min(after, key=lambda n: n.start, default=None)
    return Heads(
        (tokens[source.head].start,) if source else (),
        (tokens[target.head].start,) if target else (),
        "",
    )


def _touches(heads: Iterable[int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(a <= head < b for head in heads for a, b in spans)
