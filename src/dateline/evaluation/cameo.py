"""CAMEO codes: the manual's examples, and validation records with invented actors.

*Examples*: right if any report of the sentence has the code (or its root, the first two digits).
The roots 01 and 02 hold much that is no event by our codebook; the figure without 01 leaves the
plain statements out.

*Validation*: the invented countries and people are given to the program as a user's file of
actors, made from the records' own codes (see `invented`). Inactive records and codes that are not
CAMEO's (made up for tests of a dictionary) are left out. A gold event is found if source, target
and code are exactly ours; a record is exact if all are found and nothing else is coded.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.evaluation.gold import rows_of, shape_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table, share
from dateline.evaluation.running import Sentence, coded_sentences, day
from dateline.event import EventReport

MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
ROOTS = 20
STATEMENT = "01"
# Capitalised words of news that name nobody.
PLAIN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december the a an old senior some in on at by "
    "for and or but it he she they his her their there this that more most several prime minister "
    "president foreign deputy leader king general secretary police soldiers lawmakers today".split()
)
Triple = tuple[str, str, str]


def evaluate_cameo(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> list[Table]:
    """Score CAMEO codes on examples and validation records, whichever the files hold."""
    tables = []
    for path in paths:
        rows = [r for r in rows_of(path) if within(part, r["text"])]
        shape = shape_of(rows[0]) if rows else ""
        if shape == "cameo_examples":
            tables.append(examples(rows, pipeline or Pipeline()))
        elif shape == "cameo_validation":
            # The names are learned from all records: they are the actors' file of that set.
            tables.append(validation(rows, rows_of(path)))
    return tables


def examples(rows: Sequence[Mapping[str, Any]], pipeline: Pipeline) -> Table:
    """The manual's example sentences."""
    sentences = [Sentence(r["id"], r["text"]) for r in rows]
    exact = root = silent = eventful = eventful_root = reports_made = 0
    misses = []
    for row, (_, reports) in zip(rows, coded_sentences(sentences, pipeline), strict=True):
        codes = [r.cameo for r in reports]
        hit = any(c[:2] == row["root"] for c in codes)
        exact += row["code"] in codes
        root += hit
        silent += not codes
        reports_made += len(codes)
        if row["root"] != STATEMENT:
            eventful += 1
            eventful_root += hit
        if not hit:
            said = ", ".join(f"{r.cameo} {r.type} {r.trigger.text!r}" for r in reports) or "-"
            kind = "root" if codes else "missed"
            misses.append(Miss(kind, row["id"], row["text"], row["code"], said))
    n = len(rows)
    common = Counter(r["root"] for r in rows).most_common(1)
    alike = Counter(r["code"] for r in rows).most_common(1)
    scores = (
        Score("root right", share(root, n), share(common[0][1], n) if common else None, n,
              "PETRARCH-2", 0.32),
        Score("root right, without 01", share(eventful_root, eventful), None, eventful),
        Score("exact code", share(exact, n), share(alike[0][1], n) if alike else None, n,
              "PETRARCH-2", 0.12),
        Score("nothing coded", share(silent, n), 0.0, n, "PETRARCH-2", 0.43),
        Score("reports a sentence", reports_made / n if n else 0.0, 1.0, n),
    )
    return Table("cameo: the manual's examples", scores, "the commonest code", (), tuple(misses))


def validation(rows: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]) -> Table:
    """Validation records, the invented actors given as a dictionary."""
    active = [r for r in rows if r["active"] and _is_cameo(r)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "actors.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("text", "code"))
            writer.writerows(invented(r for r in known if r["fictional_actors"]))
        pipeline = Pipeline(actors=[path])
        sentences = [Sentence(r["id"], r["text"], day(r["date"])) for r in active]
        results = [list(reports) for _, reports in coded_sentences(sentences, pipeline)]
    found = codes = events = exact = countries = empty = empty_right = 0
    misses = []
    for row, reports in zip(active, results, strict=True):
        gold = {(e["source"], e["target"], e["code"]) for e in row["events"]}
        ours = triples(reports, gold)
        hits = {g for g in gold if any(_same(g, o) for o in ours)}
        events += len(gold)
        found += len(hits)
        codes += sum(any(o[2][:2] == g[2][:2] for o in ours) for g in gold)
        countries += sum(
            any(o[0][:3] == g[0][:3] and o[1][:3] == g[1][:3] and o[2][:2] == g[2][:2]
                for o in ours)
            for g in gold
        )
        right = hits == gold and all(any(_same(g, o) for g in gold) for o in ours)
        exact += right
        if not gold:
            empty += 1
            empty_right += right
        if not right:
            kind = "missed" if not ours else "false" if hits == gold else "record"
            misses.append(Miss(kind, row["id"], row["text"], str(sorted(gold)), str(sorted(ours))))
    n = len(active)
    scores = (
        Score("records exact", share(exact, n), share(empty, n), n, "PETRARCH-2 at best", 0.40),
        Score("events exact", share(found, events), 0.0, events),
        Score("events with countries and root right", share(countries, events), 0.0, events),
        Score("events with root right", share(codes, events), 0.0, events),
        Score("nothing coded where nothing is to be", share(empty_right, empty), 1.0, empty),
    )
    left_out = f"{len(rows) - n} records left out: inactive, or with codes that CAMEO lacks"
    return Table(
        "cameo: validation records", scores, "nothing coded at all", (left_out,), tuple(misses)
    )


def _is_cameo(row: Mapping[str, Any]) -> bool:
    return all(
        e["code"][:2].isdigit() and 1 <= int(e["code"][:2]) <= ROOTS for e in row["events"]
    )


def _same(gold: Triple, ours: Triple) -> bool:
    """Actors equal, and the code too; a fourth digit more than gold's three is no fault."""
    return gold[:2] == ours[:2] and ours[2].startswith(gold[2])


def triples(reports: Iterable[EventReport], gold: set[Triple]) -> set[Triple]:
    """Our records as code triples; a mutual act in both directions where gold has both."""
    ours: set[Triple] = set()
    both = {(s, t) for s, t, _ in gold} & {(t, s) for s, t, _ in gold}
    for report in reports:
        for source in [a.code for a in report.sources] or ["---"]:
            for target in [a.code for a in report.targets] or ["---"]:
                ours.add((source, target, report.cameo))
                if report.type in MUTUAL and (source, target) in both:
                    ours.add((target, source, report.cameo))
    return ours


def invented(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Words and codes of the invented actors, learned from the records.

    A word that begins like a country's code is that country ("Arnor", ARN). Codes that no such word
    of a sentence explains go to the other names that stand with them in most of their sentences.
    """
    records = [
        (r["text"], [c for e in r["events"] for c in (e["source"], e["target"]) if _is_code(c)])
        for r in rows
    ]
    countries = {c[:3] for _, codes in records for c in codes}
    words = {w for text, _ in records for w in _names(text)}
    lines = {w: w[:3].upper() for w in words if w[:3].upper() in countries}
    seen: Counter[str] = Counter()
    beside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, codes in records:
        names = _names(text)
        explained = {lines[w] for w in names if w in lines}
        left = {c for c in codes if c[:3] not in explained}
        for name in names - lines.keys():
            seen[name] += 1
            beside[name].update(left)
    for name in sorted(seen):
        if not beside[name]:
            continue
        code, count = min(beside[name].items(), key=lambda item: (-item[1], len(item[0]), item[0]))
        if count * 2 > seen[name]:
            lines[name] = code
    return sorted(lines.items())


def _is_code(code: str) -> bool:
    return code.isalpha() and code.isupper() and len(code) % 3 == 0


def _names(text: str) -> set[str]:
    """Capitalised words, and pairs of them, that may name somebody."""
    found = set()
    for run in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*", text):
        words = [w for w in run.split() if w.lower() not in PLAIN]
        found.update(w for w in words if not w.isdigit())
        found.update(" ".join(pair) for pair in zip(words, words[1:], strict=False))
    return found
