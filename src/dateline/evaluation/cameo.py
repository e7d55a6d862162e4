"""CAMEO codes: the manual's examples, and validation records with invented actors.

*Examples*: right if any report of the sentence has the code (or its root, the first two digits).
The roots 01 and 02 hold much that is no event by our codebook; the figure without 01 leaves the
plain statements out.

*Validation*: the invented countries and people are given to the program as a user's file of
actors, made from the records' own codes (see `invented`). Inactive records and codes that are not
CAMEO's (made up for tests of a dictionary) are left out. A gold event is found if source, target
and code are ours. Actors are compared by country and first role; a state that acts as a state is
`RUS` there and `RUSGOV` here, and single organisations have no code of their own here. A record is
exact if all its events are found and nothing else is coded: events that the records' authors did
not mean to code ("after crowds trashed its embassy") count against it.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part
from dateline.evaluation.report import Miss, Score, Table, share
from dateline.evaluation.running import Sentence, coded_sentences, day, part_of_file
from dateline.event import EventReport

MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
ROOTS = 20
STATEMENT = "01"
BODIES = frozenset({"IGO", "NGO", "NGM", "MNC", "INT", "IMG"})
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
    pipeline = pipeline or Pipeline()
    tables = []
    for path in paths:
        shape, rows = part_of_file(path, part)
        if shape == "cameo_examples":
            tables.append(examples(rows, pipeline))
        elif shape == "cameo_validation":
            # The names are learned from all records: they are the actors' file of that set.
            tables.append(validation(rows, rows_of(path), pipeline))
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
        Score(
            "root right",
            share(root, n),
            share(common[0][1], n) if common else None,
            n,
            "PETRARCH-2",
            0.32,
        ),
        Score("root right, without 01", share(eventful_root, eventful), None, eventful),
        Score(
            "exact code",
            share(exact, n),
            share(alike[0][1], n) if alike else None,
            n,
            "PETRARCH-2",
            0.12,
        ),
        Score("nothing coded", share(silent, n), 0.0, n, "PETRARCH-2", 0.43),
        Score("reports a sentence", reports_made / n if n else 0.0, 1.0, n),
    )
    return Table("cameo: the manual's examples", scores, "the commonest code", (), tuple(misses))


def validation(
    rows: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]], ordinary: Pipeline
) -> Table:
    """Validation records, the invented actors of all `known` records given as a dictionary."""
    active = [r for r in rows if r["active"] and _is_cameo(r)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "actors.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("text", "code"))
            find = ordinary.reader.knowledge.countries.find
            fictional = [r for r in known if r["fictional_actors"]]
            writer.writerows(invented(fictional, lambda name: find(name) is not None))
        invented_too = Pipeline(actors=[path], model=ordinary.coder.scorer is not None)
        invented_too.reader.parser = ordinary.reader.parser
        results: dict[str, list[EventReport]] = {}
        for pipeline, is_fiction in ((invented_too, True), (ordinary, False)):
            sentences = [
                Sentence(r["id"], r["text"], day(r["date"]))
                for r in active
                if r["fictional_actors"] is is_fiction
            ]
            coded = coded_sentences(sentences, pipeline)
            for sentence, (_, reports) in zip(sentences, coded, strict=True):
                results[sentence.id] = list(reports)
    found = codes = sides = events = exact = whole = countries = empty = empty_right = 0
    misses = []
    for row in active:
        reports = results[row["id"]]
        gold = {(e["source"], e["target"], e["code"]) for e in row["events"]}
        ours = triples(reports, gold)
        hits = {g for g in gold if any(_same(g, o) for o in ours)}
        events += len(gold)
        found += len(hits)
        codes += sum(any(o[2][:2] == g[2][:2] for o in ours) for g in gold)
        countries += sum(
            any(all(g[k][:n] == o[k][:n] for k, n in ((0, 3), (1, 3), (2, 2))) for o in ours)
            for g in gold
        )
        sides += sum(any(_same_sides(g, o) for o in ours) for g in gold)
        whole += hits == gold
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
        Score("records with all events found", share(whole, n), share(empty, n), n),
        Score("events exact", share(found, events), 0.0, events),
        Score("events with both actors right", share(sides, events), 0.0, events),
        Score("events with countries and root right", share(countries, events), 0.0, events),
        Score("events with root right", share(codes, events), 0.0, events),
        Score("nothing coded where nothing is to be", share(empty_right, empty), 1.0, empty),
    )
    left_out = f"{len(rows) - n} records left out: inactive, or with codes that CAMEO lacks"
    return Table(
        "cameo: validation records", scores, "nothing coded at all", (left_out,), tuple(misses)
    )


def _is_cameo(row: Mapping[str, Any]) -> bool:
    return all(e["code"][:2].isdigit() and 1 <= int(e["code"][:2]) <= ROOTS for e in row["events"])


def _same(gold: Triple, ours: Triple) -> bool:
    """Actors equal, and the code too; a fourth digit more than gold's three is no fault."""
    return _same_sides(gold, ours) and ours[2].startswith(gold[2])


def _same_sides(gold: Triple, ours: Triple) -> bool:
    return all(_actor(gold[k]) == _actor(ours[k]) for k in (0, 1))


def _actor(code: str) -> str:
    """Country and first role of a code; GOV alone is the state itself."""
    country, role = code[:3], code[3:6]
    return country if role == "GOV" or country in BODIES else country + role


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


def invented(
    rows: Iterable[Mapping[str, Any]], real: Callable[[str], bool] = lambda _: False
) -> list[tuple[str, str]]:
    """Words and codes of the invented actors, learned from the records.

    A word that begins like a country's code is that country ("Arnor", ARN). Codes that no such word
    of a sentence explains go to the other names that stand with them in most of their sentences.
    Names of which `real` is true are no invention and are left to the program.
    """
    records = [
        (r["text"], [c for e in r["events"] for c in (e["source"], e["target"]) if _is_code(c)])
        for r in rows
    ]
    countries = {c[:3] for _, codes in records for c in codes}
    words = {w for text, _ in records for w in _names(text) if not real(w)}
    lines = {w: w[:3].upper() for w in words if w[:3].upper() in countries}
    seen: Counter[str] = Counter()
    beside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, codes in records:
        names = {n for n in _names(text) if not any(real(w) for w in (n, *n.split()))}
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
    found: set[str] = set()
    for run in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*", text):
        words = [w for w in run.split() if w.lower() not in PLAIN]
        found.update(w for w in words if not w.isdigit())
        found.update(" ".join(pair) for pair in pairwise(words))
    return found
