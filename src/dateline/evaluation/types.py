"""Types on single sentences: PLOVER records, and relations whose two sides are given.

*PLOVER records*: a record is source, target and type. Ours is right if the type is the same and
both sides are (see `matching.side_right`). A gold record whose source words are marked as source
and target at once is mutual: both of ours are looked for on either side. *Actors* are those of all
records of a sentence, whatever their type. Gold's own sectors are read as the codebook's roles
(refugees are civilians, unidentified armed forces rebels or criminals, spies of the government or
the forces), its slips of country codes (JAP, ITL, VTN) as the ISO ones; and since it calls bodies
without a country now IGO and now NGO (Amnesty International is IGO there), one of these codes does
not contradict another, on either side.

*Relations*: of our reports the one whose actors best cover the two given spans is asked for its
type; without any report the answer is wrong. Gold there has YIELD for CONCEDE and RETREAT.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.evaluation.events import baseline, coded, shown
from dateline.evaluation.gold import Coded, Who
from dateline.evaluation.kept import Part
from dateline.evaluation.matching import assign, pairs, same_actor, side_right
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.evaluation.running import Sentence, coded_sentences, day, part_of_file
from dateline.event import Actor, EventReport

OLD_NAMES = {
    "FIGHT": "ASSAULT",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "DEMAND": "REQUEST",
}
YIELD = frozenset({"CONCEDE", "RETREAT"})
CODE = 3
# What gold's sectors are in the codebook; what is not here has the same code there.
SECTORS = {
    "REF": ("CVL",),
    "CIV": ("CVL",),
    "AGR": ("CVL", "BUS"),
    "UAF": ("REB", "CRM"),
    "SPY": ("GOV", "MIL", "COP"),
    "MED": ("JRN", "MED"),
    "JRN": ("JRN", "MED"),
    "SOC": ("NGO", "CVL"),
    "MOS": ("REL", "CVL"),
}
COUNTRIES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
# Codes of those that have no country.
STATELESS = frozenset({"IGO", "NGO", "MNC", "INT", "IMG", "ISM"})


def evaluate_types(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> list[Table]:
    """Score types on PLOVER records and on relations, whichever the files hold."""
    pipeline = pipeline or Pipeline()
    tables = []
    for path in paths:
        shape, rows = part_of_file(path, part)
        if shape == "plover_gsr":
            tables.append(plover_records(rows, pipeline))
        elif shape == "plv_relations":
            tables.append(relations(rows, pipeline))
    return tables


def plover_records(rows: Sequence[Mapping[str, Any]], pipeline: Pipeline) -> Table:
    """PLOVER gold records: detection of actors and types."""
    sentences = [
        Sentence(r["id"], r["text"], None if r["date_is_placeholder"] else day(r["date"]))
        for r in rows
    ]
    ours, plain = _Counts(), _Counts()
    for row, (reading, reports) in zip(rows, coded_sentences(sentences, pipeline), strict=True):
        gold = [_record(e) for e in row["events"]]
        ours.add(row, gold, [_merged(coded(r)) for r in reports])
        if reading is not None:
            plain.add(row, gold, [_merged(b) for b in baseline(reading, pipeline.coder.lexicon)])
    scores = []
    for name, key, peer in (
        ("source, target and type", "all", (0.38, 0.23, 0.28)),
        ("type", "type", None),
        ("actors", "actors", (None, None, 0.49)),
    ):
        us, them = ours.figures(key), plain.figures(key)
        for n, letter in enumerate(("P", "R", "F1")):
            theirs = peer[n] if peer else None
            scores.append(
                Score(
                    f"{name} {letter}",
                    us[n],
                    them[n],
                    ours.gold[key],
                    "PETRARCH-2" if theirs else "",
                    theirs,
                )
            )
    return Table(
        "types: PLOVER records",
        tuple(scores),
        "every lexicon word an event of its commonest type, the nearest names its actors",
        (f"{ours.found['type']} reports on {len(rows)} sentences",),
        tuple(ours.misses),
    )


class _Counts:
    """Right, found and gold records of each kind."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.misses: list[Miss] = []

    def figures(self, key: str) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        return precision_recall(self.right[key], self.found[key], self.gold[key])

    def add(self, row: Mapping[str, Any], gold: list[Coded], ours: list[Coded]) -> None:
        """Compare the records of one sentence."""
        actors = _unique([a for e in gold for a in (*e.sources, *e.targets)])
        found = _unique([a for e in ours for a in (*e.sources, *e.targets)])
        table = [[float(same_actor(g, o)) for o in found] for g in actors]
        self.right["actors"] += sum(1 for g, o in assign(table) if table[g][o])
        self.gold["actors"] += len(actors)
        self.found["actors"] += len(found)
        for key in ("type", "all"):
            self.gold[key] += len(gold)
            self.found[key] += len(ours)
        matched = pairs(gold, ours)
        for g, o in matched:
            if gold[g].type != ours[o].type:
                self._miss("type", row, gold[g], ours[o])
                continue
            self.right["type"] += 1
            if _sides_right(gold[g], ours[o]):
                self.right["all"] += 1
            else:
                self._miss("actors", row, gold[g], ours[o])
        for n in set(range(len(gold))) - {g for g, _ in matched}:
            self._miss("missed", row, gold[n], None)
        for n in set(range(len(ours))) - {o for _, o in matched}:
            self._miss("false", row, None, ours[n])

    def _miss(
        self, kind: str, row: Mapping[str, Any], gold: Coded | None, ours: Coded | None
    ) -> None:
        self.misses.append(
            Miss(
                kind,
                row["id"],
                row["text"],
                shown(gold) if gold else "-",
                shown(ours) if ours else "-",
            )
        )


def _sides_right(gold: Coded, ours: Coded) -> bool:
    if gold.mode == "mutual":
        both = (*ours.sources, *ours.targets)
        return all(any(same_actor(g, o) for o in both) for g in gold.sources)
    return side_right(gold.sources, ours.sources) and side_right(gold.targets, ours.targets)


def _unique(actors: Sequence[Who]) -> list[Who]:
    return list({(a.name, a.country, a.roles): a for a in actors}.values())


def _record(row: Mapping[str, Any]) -> Coded:
    mutual = "SRC/TAR:" in (row.get("markup") or "") and not row["target"]
    return Coded(
        sentence=0,
        trigger=row.get("event_text") or "",
        type=OLD_NAMES.get(row["event"], row["event"]),
        mode="mutual" if mutual else row.get("mode"),
        sources=tuple(_who(a) for a in row["source"]),
        targets=tuple(_who(a) for a in row["target"]),
        place=None,
        date=None,
        figures=frozenset(),
        status="occurred",
        claim=(),
    )


def _who(row: Mapping[str, Any]) -> Who:
    text = row.get("actorText") or ""
    sector = (row.get("sector") or "")[:CODE]
    code = row.get("code") or ""
    country = "IGO" if code in STATELESS else COUNTRIES.get(code, code)
    roles = SECTORS.get(sector, (sector,)) if sector.isalpha() else ()
    return Who(text, text, country or None, roles)


def _merged(event: Coded) -> Coded:
    """The event with one code for all bodies that have no country."""

    def one(who: Who) -> Who:
        return replace(who, country="IGO") if who.country in STATELESS else who

    return replace(
        event,
        sources=tuple(map(one, event.sources)),
        targets=tuple(map(one, event.targets)),
    )


def relations(rows: Sequence[Mapping[str, Any]], pipeline: Pipeline) -> Table:
    """Relations: the type, with source and target given."""
    sentences = [Sentence(r["id"], r["text"]) for r in rows]
    right: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    gold: Counter[str] = Counter(r["plover_root"] for r in rows)
    silent = covered = 0
    misses = []
    for row, (_, reports) in zip(rows, coded_sentences(sentences, pipeline), strict=True):
        spans = spans_of(row["marked"])
        report = best_report(reports, spans.get("s"), spans.get("t"))
        root = "" if report is None else "YIELD" if report.type in YIELD else report.type
        guessed[root] += 1
        silent += report is None
        covered += report is not None and coverage(report, spans.get("s"), spans.get("t")) >= BOTH
        if root == row["plover_root"]:
            right[root] += 1
        else:
            kind = "type" if report else "missed"
            said = shown(replace(coded(report), type=root)) if report else "-"
            misses.append(Miss(kind, row["id"], row["marked"], row["plover_root"], said))
    total = sum(gold.values())
    f1s = [precision_recall(right[t], guessed[t], gold[t])[2] for t in sorted(gold)]
    common = max(gold.values(), default=0)
    scores = [
        Score(
            "root accuracy",
            share(sum(right.values()), total),
            share(common, total),
            total,
            "ZSP (NLI, GPU); PETRARCH-2 .29",
            0.838,
        ),
        Score(
            "root macro F1",
            sum(f1s) / len(f1s) if f1s else 0.0,
            _macro_of_majority(gold),
            total,
            "ZSP (NLI, GPU)",
            0.824,
        ),
        Score("no report", share(silent, total), 0.0, total),
        Score("both sides found", share(covered, total), None, total),
    ]
    scores.extend(
        Score(f"{t} F1", precision_recall(right[t], guessed[t], gold[t])[2], None, gold[t])
        for t in sorted(gold)
    )
    return Table(
        "types: relations with source and target given",
        tuple(scores),
        "the commonest type for every sentence",
        (),
        tuple(misses),
    )


def _macro_of_majority(gold: Counter[str]) -> float:
    total, common = sum(gold.values()), max(gold.values(), default=0)
    return precision_recall(common, total, common)[2] / len(gold) if gold else 0.0


Span = tuple[int, int]
BOTH = 4.0


def spans_of(marked: str) -> dict[str, Span]:
    """Offsets of the spans marked `<s>…</s>` and `<t>…</t>`, as they are without the marks."""
    spans: dict[str, Span] = {}
    opened: dict[str, int] = {}
    shift = 0
    for tag in re.finditer(r"<(/?)([st])>", marked):
        at = tag.start() - shift
        if tag[1]:
            spans[tag[2]] = (opened.get(tag[2], 0), at)
        else:
            opened[tag[2]] = at
        shift += len(tag[0])
    return spans


def coverage(report: EventReport, source: Span | None, target: Span | None) -> float:
    """How well a report's actors cover two spans: 2 a side, half of that for the wrong side."""

    def touch(actors: Sequence[Actor], span: Span | None) -> bool:
        return span is not None and any(
            a.start is not None and a.end is not None and a.start < span[1] and span[0] < a.end
            for a in actors
        )

    straight = 2.0 * touch(report.sources, source) + 2.0 * touch(report.targets, target)
    crossed = 1.0 * touch(report.sources, target) + 1.0 * touch(report.targets, source)
    return max(straight, crossed)


def best_report(
    reports: Sequence[EventReport], source: Span | None, target: Span | None
) -> EventReport | None:
    """The report that speaks of the two spans; of equals one whose trigger lies outside of both."""

    def value(report: EventReport) -> tuple[float, bool, int]:
        at = report.trigger.start
        inside = any(s is not None and s[0] <= at < s[1] for s in (source, target))
        return coverage(report, source, target), not inside, -at

    return max(reports, key=value, default=None)
