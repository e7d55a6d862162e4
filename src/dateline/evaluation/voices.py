"""Voices against PolNeAR-shaped gold: is the right content found, and given to the right source.

A voice of ours is paired with a gold attribution if the characters of their contents overlap to at
least half (intersection over union), the best pairs first. The source is right if it shares a
character with the gold one. Gold attributions without content are left out, as usual for this set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.article import make_article
from dateline.errors import EvaluationError
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.reading.arcs import Parse
from dateline.reading.quotes import quotes_of
from dateline.reading.reading import Reading, Voice
from dateline.reading.speech import load_speech
from dateline.reading.voices import find_voices

ENOUGH = 0.5
# The set's own split: what was looked at while the rules were written, and what was not.
WORKED_WITH = frozenset({"train", "annotator-training"})
BASELINE = "every quotation of four words or more is a voice, of the capitalised words next to it"
UTTERANCE = 4
NAME = r"((?:[A-Z][\w’'-]+ ){1,3}?)"
SPOKE = re.compile(rf"\W*(?:{NAME}said|said {NAME})")


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution as the scorer sees it: content and source as character ranges."""

    content: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    kind: str = ""

    def letters(self) -> set[int]:
        """The offsets of the content."""
        return {k for a, b in self.content for k in range(a, b)}


@dataclass(slots=True)
class Counts:
    """Sums over documents."""

    gold: int = 0
    ours: int = 0
    paired: int = 0
    sourced: int = 0
    with_source: int = 0
    by_kind: dict[str, list[int]] = field(default_factory=dict)

    def f1(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the contents."""
        return precision_recall(self.paired, self.ours, self.gold)


def evaluate_voices(
    paths: Iterable[Path | str], parse: Callable[[str], Parse], part: Part = "dev"
) -> Table:
    """Score the voices layer on gold files; `part` "kept" is the set's own held-out split.

    Raises:
        EvaluationError: a file cannot be read or holds no attributions of that part.
    """
    ours, plain = Counts(), Counts()
    misses: list[Miss] = []
    for path in paths:
        for row in rows_of(path):
            if not _within(part, row):
                continue
            gold = gold_of(row, path)
            text = row["text"]
            found = [said_of(v) for v in read_voices(text, parse(text))]
            misses.extend(_misses(str(row.get("doc_id")), text, gold, found))
            count(ours, gold, found)
            count(plain, gold, baseline(text))
    if not ours.gold:
        msg = f"no attributions of part {part!r} in the gold files; see the README of the gold sets"
        raise EvaluationError(msg)
    return Table("voices", tuple(_scores(ours, plain)), BASELINE, misses=tuple(misses))


def read_voices(text: str, parse: Parse) -> list[Voice]:
    """The voices of a parsed text, without names: sources are told by their phrases alone."""
    return find_voices(Reading(article=make_article(text), parse=parse), load_speech())


def _within(part: Part, row: Mapping[str, Any]) -> bool:
    worked = row.get("split", "train") in WORKED_WITH
    return part == "all" or worked == (part == "dev")


def gold_of(row: Mapping[str, Any], path: Path | str) -> list[Said]:
    """The attributions of a gold document that have a content.

    Raises:
        EvaluationError: a field is missing.
    """
    try:
        return [
            Said(
                tuple((a, b) for a, b in one["content_spans"]),
                tuple((a, b) for a, b in one["source_spans"] or ()),
                one["type"] or "",
            )
            for one in row["attributions"]
            if one["content_spans"]
        ]
    except (TypeError, ValueError) as error:
        msg = f"{path}: document {row.get('doc_id')!r} has no usable {error} in its attributions"
        raise EvaluationError(msg) from error


def said_of(voice: Voice) -> Said:
    """One of our voices as the scorer sees it."""
    source = ((voice.source_start, voice.source_end),) if voice.source_head >= 0 else ()
    return Said(voice.content, source, voice.kind)


def baseline(text: str) -> list[Said]:
    """Quotation marks and "X said" right after or before them, by regular expressions."""
    found = []
    for quote in quotes_of(text):
        if len(text[quote.start : quote.end].split()) < UTTERANCE:
            continue
        spoke = SPOKE.match(text, quote.end)
        source: tuple[tuple[int, int], ...] = ()
        if spoke is not None:
            group = 1 if spoke.group(1) else 2
            source = (spoke.span(group),)
        found.append(Said(((quote.start, quote.end),), source))
    return found


def pair(gold: Sequence[Said], ours: Sequence[Said]) -> dict[int, int]:
    """Gold index to our index, best overlap first, at least `ENOUGH`."""
    mine = [s.letters() for s in ours]
    ranked = []
    for g, wanted in enumerate(s.letters() for s in gold):
        for o, got in enumerate(mine):
            both = len(wanted & got)
            if both and both >= ENOUGH * len(wanted | got):
                ranked.append((-both / len(wanted | got), g, o))
    held: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, o in sorted(ranked):
        if g not in held and o not in taken:
            held[g] = o
            taken.add(o)
    return held


def count(counts: Counts, gold: Sequence[Said], ours: Sequence[Said]) -> None:
    """Add one document to the sums."""
    held = pair(gold, ours)
    counts.gold += len(gold)
    counts.ours += len(ours)
    counts.paired += len(held)
    for g, said in enumerate(gold):
        of = counts.by_kind.setdefault(said.kind, [0, 0])
        of[1] += 1
        if g not in held:
            continue
        of[0] += 1
        if said.source:
            counts.with_source += 1
            counts.sourced += _same_source(said, ours[held[g]])


def _same_source(gold: Said, ours: Said) -> bool:
    return any(a < d and c < b for a, b in gold.source for c, d in ours.source)


def _scores(ours: Counts, plain: Counts) -> Iterable[Score]:
    p, r, f = ours.f1()
    bp, br, bf = plain.f1()
    yield Score("content F1", f, bf, ours.gold)
    yield Score("content precision", p, bp, ours.ours)
    yield Score("content recall", r, br, ours.gold)
    yield Score(
        "recall with the right source",
        share(ours.sourced, ours.gold),
        share(plain.sourced, plain.gold),
        ours.gold,
    )
    yield Score(
        "source right, where found",
        share(ours.sourced, ours.with_source),
        share(plain.sourced, plain.with_source),
        ours.with_source,
    )
    for kind in ("direct", "mixed", "indirect"):
        right, of = ours.by_kind.get(kind, [0, 0])
        yield Score(f"{kind} recall", share(right, of), share(*plain.by_kind.get(kind, [0, 0])), of)


def _misses(where: str, text: str, gold: list[Said], ours: list[Said]) -> Iterable[Miss]:
    held = pair(gold, ours)
    for g, said in enumerate(gold):
        words = _words(text, said.content)
        if g not in held:
            yield Miss("missed", where, words, f"{said.kind} {_words(text, said.source)!r}", "")
        elif said.source and not _same_source(said, ours[held[g]]):
            got = _words(text, ours[held[g]].source)
            yield Miss("source", where, words, _words(text, said.source), got)
    for o, said in enumerate(ours):
        if o not in held.values():
            yield Miss("false", where, _words(text, said.content), "", _words(text, said.source))


def _words(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return " … ".join(text[a:b] for a, b in spans)[:160]
