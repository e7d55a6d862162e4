"""Hand-coded articles against our event reports, sentence by sentence.

A report of ours belongs to the gold sentence whose range holds the start of its trigger. Within a
sentence gold events and reports are paired one to one so that equal types count most, then both
actors, then the words of the trigger; a pair needs the same type or a common trigger word.

- *detection*: a gold event has a report of any type as its pair.
- *type*: it has one of the same type.
- *type and both actors*: sources and targets are right too. A side is right if both leave it empty
  or at least one actor of ours is a gold one. Gold empty and ours filled is wrong, and the reverse.
  *strict* asks for all actors of both sides and none too many.
- *type and place*, and so on: it has one of the same type with that field right.

The other fields are also judged as a share of the pairs of the same type. A field that gold leaves
empty is right if we leave it empty; the figure "where gold has one" leaves those out.
The baseline takes every noun and verb of the lexicon for an event of its commonest type, the
nearest name before it for its source and the nearest after it for its target. For the other fields
it is the share of the commonest gold value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from dateline.api import Pipeline
from dateline.article import Article
from dateline.coding.lexicon import Lexicon
from dateline.evaluation.gold import Coded, GoldArticle, Who, articles
from dateline.evaluation.kept import Part, part_of_article
from dateline.evaluation.matching import (
    pairs,
    same_actor,
    same_claim,
    same_place,
    side_right,
    side_strict,
)
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.event import Actor, EventReport
from dateline.reading.reading import Reading

BASELINE = "every lexicon word an event of its commonest type, the nearest names its actors"
HUMANS = "two annotators"
# Two independent codings of the articles by the codebook (by language models, not people).
HUMAN_TYPE, HUMAN_BOTH = 0.94, 0.83


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold event and the report paired with it."""

    gold: Coded
    ours: Coded
    where: str
    sentence: str

    @property
    def source(self) -> bool:
        """Whether the sources are right."""
        return side_right(self.gold.sources, self.ours.sources)

    @property
    def target(self) -> bool:
        """Whether the targets are right."""
        return side_right(self.gold.targets, self.ours.targets)


@dataclass(slots=True)
class Tally:
    """Everything counted over the articles."""

    gold: int = 0
    ours: int = 0
    pairs: list[Pair] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    @property
    def typed(self) -> list[Pair]:
        """Pairs of the same type."""
        return [p for p in self.pairs if p.gold.type == p.ours.type]

    def f1(self, right: int) -> tuple[float, float, float]:
        """Precision, recall and F1 for a number of right records."""
        return precision_recall(right, self.ours, self.gold)


def evaluate_events(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> Table:
    """Score the whole program on hand-coded articles.

    Args:
        paths: files in the shape of the hand-coded articles.
        pipeline: a reader and coder; without one, those with default settings.
        part: `dev`, `kept` or `all` articles.
    """
    pipeline = pipeline or Pipeline()
    gold = [a for p in paths for a in articles(p) if part in ("all", part_of_article(a.id))]
    ours, plain = Tally(), Tally()
    # Past the cleaning: a gold text is taken as given.
    readings = pipeline.reader.read_all(article_of(a) for a in gold)
    for one, reading in zip(gold, readings, strict=True):
        if isinstance(reading, Exception):
            raise reading
        reports = pipeline.code(reading)
        compare(one, [coded(r, one) for r in reports], ours)
        compare(one, baseline(reading, pipeline.coder.lexicon, one), plain)
    return table_of(ours, plain)


def article_of(gold: GoldArticle) -> Article:
    """The article as it stands: nothing is cut, so that gold offsets hold."""
    return Article(
        id=gold.id,
        text=gold.text,
        title=gold.title,
        outlet=gold.outlet,
        published=date.fromisoformat(gold.published[:10]) if gold.published else None,
        sha256=gold.id,
        cleaned=True,
    )


def sentence_at(gold: GoldArticle, offset: int) -> int:
    """Index of the gold sentence that holds an offset, or of the next one."""
    starts = [s for s, _ in gold.sentences]
    k = max(0, bisect_right(starts, offset) - 1)
    if offset >= gold.sentences[k][1] and k + 1 < len(starts):
        return k + 1
    return k


def coded(report: EventReport, gold: GoldArticle | None = None) -> Coded:
    """A report of ours as the scorer sees it; without an article everything is one sentence."""
    return Coded(
        sentence=sentence_at(gold, report.trigger.start) if gold else 0,
        trigger=report.trigger.text,
        type=report.type,
        mode=report.mode,
        sources=tuple(who(a) for a in report.sources),
        targets=tuple(who(a) for a in report.targets),
        place=(report.place.name, report.place.country) if report.place else None,
        date=(report.date.start, report.date.end) if report.date else None,
        figures=frozenset((f.what, f.low, f.high) for f in report.figures),
        status=report.status,
        claim=tuple(
            s for c in report.claims for s in (c.speaker.name or "", c.speaker.text or "") if s
        ),
    )


def who(actor: Actor) -> Who:
    """An actor of ours as the scorer sees it."""
    text = actor.text or ""
    return Who(text, actor.name or text, actor.country, actor.roles)


def compare(gold: GoldArticle, ours: Iterable[Coded], tally: Tally) -> None:
    """Pair the events of an article and add them to the tally."""
    wanted: dict[int, list[Coded]] = {}
    found: dict[int, list[Coded]] = {}
    for event in gold.events:
        wanted.setdefault(event.sentence, []).append(event)
    for event in ours:
        found.setdefault(event.sentence, []).append(event)
    for k in sorted(wanted.keys() | found.keys()):
        start, end = gold.sentences[k]
        sentence = " ".join(gold.text[start:end].split())
        where = f"{gold.id}:{k}"
        left, right = wanted.get(k, []), found.get(k, [])
        matched = pairs(left, right)
        tally.gold += len(left)
        tally.ours += len(right)
        for g, o in matched:
            pair = Pair(left[g], right[o], where, sentence)
            tally.pairs.append(pair)
            tally.misses.extend(_differences(pair))
        taken, used = {g for g, _ in matched}, {o for _, o in matched}
        tally.misses.extend(
            Miss("missed", where, sentence, shown(e), "-")
            for n, e in enumerate(left)
            if n not in taken
        )
        tally.misses.extend(
            Miss("false", where, sentence, "-", shown(e))
            for n, e in enumerate(right)
            if n not in used
        )


# The fields beside type and actors: what an event has there, and when two agree.
FIELDS: dict[str, tuple[Callable[[Coded], Hashable], Callable[[Coded, Coded], bool]]] = {
    "mode": (lambda e: e.mode, lambda g, o: g.mode == o.mode),
    "place": (lambda e: e.place, lambda g, o: same_place(g.place, o.place)),
    "date": (lambda e: e.date, lambda g, o: g.date == o.date),
    "figures": (lambda e: e.figures, lambda g, o: g.figures == o.figures),
    "status": (lambda e: e.status, lambda g, o: g.status == o.status),
    "claim": (lambda e: e.claim, lambda g, o: same_claim(g.claim, o.claim)),
}


def _differences(pair: Pair) -> list[Miss]:
    gold, ours = pair.gold, pair.ours
    where, sentence = pair.where, pair.sentence
    if gold.type != ours.type:
        return [Miss("type", where, sentence, shown(gold), shown(ours))]
    found = [
        Miss(side, where, sentence, shown(gold), shown(ours))
        for side, right in (("source", pair.source), ("target", pair.target))
        if not right
    ]
    for name, (value, same) in FIELDS.items():
        if not same(gold, ours):
            left, right_ = (f"{e.type} {e.trigger!r}: {_said(value(e))}" for e in (gold, ours))
            found.append(Miss(name, where, sentence, left, right_))
    return found


def _said(value: object) -> str:
    if isinstance(value, frozenset):
        return (
            ", ".join(f"{what} {low}..{high}" for what, low, high in sorted(value, key=str)) or "-"
        )
    if isinstance(value, tuple):
        return " / ".join(str(v) for v in value) or "-"
    return str(value or "-")


def shown(event: Coded) -> str:
    """An event in one line."""
    left = ", ".join(_actor(a) for a in event.sources) or "?"
    right = ", ".join(_actor(a) for a in event.targets) or "?"
    return f"{event.type} {event.trigger!r}: {left} > {right}"


def _actor(actor: Who) -> str:
    return f"{actor.name} [{actor.country or ''}{'/'.join(('', *actor.roles))}]"


def baseline(reading: Reading, lexicon: Lexicon, gold: GoldArticle | None = None) -> list[Coded]:
    """What the simplest program would code: see the module's docstring."""
    found = []
    parts = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
    for token in reading.parse.tokens:
        part = parts.get(token.upos)
        if part is None:
            continue
        kinds = Counter(
            e.type for e in lexicon.lookup(part, token.lemma) if e.type and len(e.words) == 1
        )
        if not kinds:
            continue
        # Ties go to the first in the alphabet, so that the figure is the same on every run.
        kind = min(kinds, key=lambda t: (-kinds[t], t))
        before, after = _nearest(reading, token.i)
        found.append(
            Coded(
                sentence=sentence_at(gold, token.start) if gold else 0,
                trigger=token.text,
                type=kind,
                mode=None,
                sources=before,
                targets=after,
                place=None,
                date=None,
                figures=frozenset(),
                status="occurred",
                claim=(),
            )
        )
    return found


def _nearest(reading: Reading, i: int) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """The nearest names before and after a token, within its sentence."""
    sentence = reading.parse.sentence_of(i)
    inside = [n for n in reading.names if sentence.first <= n.first and n.last < sentence.last]
    before = max((n for n in inside if n.last < i), key=lambda n: n.last, default=None)
    after = min((n for n in inside if n.first > i), key=lambda n: n.first, default=None)
    sides: list[tuple[Who, ...]] = []
    for name in (before, after):
        if name is None:
            sides.append(())
            continue
        entity = reading.entities[name.entity] if name.entity >= 0 else None
        one = Who(
            name.text,
            entity.name if entity else name.text,
            entity.country if entity else None,
            entity.roles if entity else (),
        )
        sides.append((one,))
    return sides[0], sides[1]


def table_of(ours: Tally, plain: Tally) -> Table:
    """The figures of both tallies side by side."""
    scores: list[Score] = []
    levels: list[tuple[str, Callable[[Tally], int], float | None]] = [
        ("detection", lambda t: len(t.pairs), None),
        ("type", lambda t: len(t.typed), HUMAN_TYPE),
        ("type and source", lambda t: sum(p.source for p in t.typed), None),
        ("type and target", lambda t: sum(p.target for p in t.typed), None),
        ("type and both actors", lambda t: sum(p.source and p.target for p in t.typed), HUMAN_BOTH),
        ("type and all actors, strict", lambda t: sum(map(_strict, t.typed)), None),
    ]
    levels.extend((f"type and {name}", partial(_count_right, name=name), None) for name in FIELDS)
    for name, count, people in levels:
        us, them = ours.f1(count(ours)), plain.f1(count(plain))
        for letter, mine, theirs in zip(("P", "R", "F1"), us, them, strict=True):
            if letter != "F1" and name not in {"detection", "type", "type and both actors"}:
                continue
            peer = people if letter == "F1" else None
            scores.append(
                Score(f"{name} {letter}", mine, theirs, ours.gold, HUMANS if peer else "", peer)
            )
    scores.extend(_fields(ours.typed, plain.typed))
    return Table(
        "events",
        tuple(scores),
        BASELINE,
        (f"{ours.gold} gold events, {ours.ours} reports, {plain.ours} of the baseline",),
        tuple(ours.misses),
    )


def _count_right(tally: Tally, name: str) -> int:
    same = FIELDS[name][1]
    return sum(same(p.gold, p.ours) for p in tally.typed)


def _strict(pair: Pair) -> bool:
    return side_strict(pair.gold.sources, pair.ours.sources) and side_strict(
        pair.gold.targets, pair.ours.targets
    )


def _fields(typed: Sequence[Pair], plain: Sequence[Pair]) -> list[Score]:
    """Accuracy of each field on the pairs of the same type."""
    n = len(typed)
    scores = [
        Score(
            "source",
            share(sum(p.source for p in typed), n),
            share(sum(p.source for p in plain), len(plain)),
            n,
        ),
        Score(
            "target",
            share(sum(p.target for p in typed), n),
            share(sum(p.target for p in plain), len(plain)),
            n,
        ),
    ]
    countries, roles, count = _actor_fields(typed)
    base_country, base_role, base = _actor_fields(plain)
    scores.append(
        Score("actor's country", share(countries, count), share(base_country, base), count)
    )
    scores.append(Score("actor's role", share(roles, count), share(base_role, base), count))
    for name, (value, same) in FIELDS.items():
        right = [same(p.gold, p.ours) for p in typed]
        common = Counter(value(p.gold) for p in typed).most_common(1)
        majority = share(common[0][1], n) if common else None
        scores.append(Score(name, share(sum(right), n), majority, n))
        if name == "status":
            marked, title = [p.gold.status != "occurred" for p in typed], "where not occurred"
        else:
            marked, title = [bool(value(p.gold)) for p in typed], "where gold has one"
        there = [r for r, m in zip(right, marked, strict=True) if m]
        scores.append(Score(f"{name}, {title}", share(sum(there), len(there)), 0.0, len(there)))
    dated = [p for p in typed if p.gold.date]
    near = sum(_overlap(p.gold.date, p.ours.date) for p in dated)
    scores.append(Score("date, overlapping", share(near, len(dated)), 0.0, len(dated)))
    return scores


def _actor_fields(typed: Sequence[Pair]) -> tuple[int, int, int]:
    """Right countries, right roles and number of actors that name the same one as gold."""
    countries = roles = count = 0
    for pair in typed:
        for wanted, found in (
            (pair.gold.sources, pair.ours.sources),
            (pair.gold.targets, pair.ours.targets),
        ):
            for gold in wanted:
                nameless = Who(gold.text, gold.name, None, gold.roles)
                same = [o for o in found if same_actor(nameless, o)]
                if not same:
                    continue
                count += 1
                countries += any(o.country == gold.country for o in same)
                roles += any(
                    set(gold.roles) & set(o.roles) or not (gold.roles or o.roles) for o in same
                )
    return countries, roles, count


def _overlap(gold: tuple[str, str] | None, ours: tuple[str, str] | None) -> bool:
    return gold is not None and ours is not None and gold[0] <= ours[1] and ours[0] <= gold[1]
