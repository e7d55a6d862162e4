"""Linking against gold: stories, and which reports, articles or mentions are one incident.

*Stories*: articles with the story they belong to. *Incidents*: articles about incidents, rows that
people coded, or ECB+ mentions with their documents (a file of each). The halves are split by the
gold group, so that no incident lies in both; ECB+ has the documents that the file calls dev.

Pairs: of all pairs of items, those in one group. B³: for each item the share of its group. The
table names the model that was used; `dateline train linking` makes one from a dev half.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline.errors import EvaluationError
from dateline.evaluation import clusters as scores
from dateline.evaluation.gold import Row, rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.linking_gold import (
    LinkingGold,
    ParseText,
    Read,
    articles_gold,
    mentions_gold,
    rows_gold,
    shape_of,
)
from dateline.evaluation.report import Miss, Score, Table
from dateline.linking.items import LinkText, day_of, pages_of
from dateline.linking.linker import Run
from dateline.linking.scoring import DEFAULT, Scorer, load
from dateline.linking.stories import stories_of

# The model that ships for each shape: see `training/linking.py`.
MODELS = {"articles": "articles", "rows": "coded", "mentions": "mentions"}
PEERS = {
    "articles": ("TF-IDF clusters with a decay of 7 days", 0.71, 0.91),
    "rows": ("the same city and date (MMAD's rule)", 0.24, 0.76),
    "mentions": ("", 0.0, 0.0),
}
# Part of ECB+ that is scored: its own split, since every topic is in one part.
MENTION_PARTS = {"dev": ("train",), "kept": ("dev",), "all": ("train", "dev", "test")}
NOTES = {
    "articles": ("left out: notices in the place of a story (short, or in three articles or more)",)
}
ITEMS = {"articles": "articles", "rows": "reports", "mentions": "mentions"}


def evaluate_stories(paths: Sequence[Path | str], part: Part = "all") -> Table:
    """Score stories: pairs of articles in one story.

    Raises:
        EvaluationError: the files hold no articles with stories.
    """
    rows = [r for p in paths for r in rows_of(p) if "event_id" in r and "text" in r]
    rows = [r for r in rows if not r.get("damaged") and within(part, str(r["event_id"]))]
    if not rows:
        msg = f"{', '.join(map(str, paths))}: no articles with the story they belong to"
        raise EvaluationError(msg)
    texts = [
        LinkText(str(r["doc_id"]), r.get("title"), r.get("source"), r.get("date"), r["text"])
        for r in rows
    ]
    days = [day_of(t.published) for t in texts]
    ours = stories_of(pages_of(texts).words, days)
    gold = [str(r["event_id"]) for r in rows]
    plain = [t.published[:10] if t.published else t.id for t in texts]
    title = {t.id: t.title or "" for t in texts}
    misses = _misses([t.id for t in texts], [str(n) for n in ours], gold, title)
    return Table(
        "stories",
        (
            *_pair_scores(ours, gold, plain, ("TF-IDF clusters without time", 0.91, 0.95)),
            Score("stories", len(set(ours)), len(set(plain)), len(set(gold))),
        ),
        "articles of one day are one story",
        misses=misses,
    )


def evaluate_incidents(
    paths: Sequence[Path | str], read: Read, parse: ParseText, part: Part = "all"
) -> list[Table]:
    """Score incidents, a table a shape of gold found in the files.

    Args:
        paths: files of articles with incidents, of coded rows, or ECB+ documents and mentions.
        read: reads an article up to names, places, times and figures.
        parse: parses a sentence.
        part: the half of the groups to score.
    """
    found = gold_of(paths, read, parse, part)
    return [table_of(gold, load(MODELS[gold.shape])) for gold in found]


def gold_of(
    paths: Sequence[Path | str], read: Read, parse: ParseText, part: Part
) -> list[LinkingGold]:
    """The gold of the files by its shape.

    Raises:
        EvaluationError: no file holds gold for linking, or mentions lack their documents.
    """
    found: dict[str, list[Row]] = {}
    for path in paths:
        for row in rows_of(path):
            found.setdefault(shape_of(row), []).append(row)
    made: list[LinkingGold] = []
    if "articles" in found:
        made.append(articles_gold(found["articles"], read, part))
    if "rows" in found:
        made.append(rows_gold(found["rows"], part))
    if "mentions" in found:
        chosen = [r for r in found.get("documents", ()) if r["split"] in MENTION_PARTS[part]]
        if not chosen:
            msg = "mentions are scored with their documents: name the file of documents too"
            raise EvaluationError(msg)
        made.append(mentions_gold(chosen, found["mentions"], parse))
    if not any(g.material.items for g in made):
        msg = f"{', '.join(map(str, paths))}: no articles of incidents, coded rows or mentions"
        raise EvaluationError(msg)
    return made


def linked(gold: LinkingGold, scorer: Scorer) -> dict[str, int]:
    """The number of the group that linking gives each item."""
    run = Run(gold.material, scorer)
    found = gold.candidates(run.items)
    groups = run.groups_from(found)
    return {i: n for n, group in enumerate(groups) for i in group}


def table_of(gold: LinkingGold, scorer: Scorer) -> Table:
    """The figures of one set, with the default scorer's beside the trained one's."""
    ids = [i.id for i in gold.material.items]
    labels = [gold.labels[i] for i in ids]
    plain = [str(gold.baseline[i]) for i in ids]
    got = linked(gold, scorer)
    ours = [got[i] for i in ids]
    name, pair, cubed = PEERS[gold.shape]
    rows = [*_pair_scores(ours, labels, plain, (name, pair, cubed))]
    if gold.shape == "mentions":
        extra = (("MUC F1", scores.muc), ("CEAF F1", scores.ceaf))
        rows += [Score(n, f(ours, labels)[2], f(plain, labels)[2], len(ids)) for n, f in extra]
        rows.insert(0, Score("CoNLL F1", scores.conll(ours, labels), scores.conll(plain, labels),
                             len(ids)))  # fmt: skip
    else:
        hand = linked(gold, load(DEFAULT))
        by_hand = [hand[i] for i in ids]
        rows.append(Score("default scorer: pair F1", scores.pairs(by_hand, labels)[2], None, None))
        rows.append(Score("default scorer: B³", scores.b_cubed(by_hand, labels)[2], None, None))
    rows.append(Score("groups", len(set(ours)), len(set(plain)), len(set(labels))))
    told = {i.id: _shown(i.trigger, i.spot.name if i.spot else "") for i in gold.material.items}
    return Table(
        f"incidents: {ITEMS[gold.shape]}",
        tuple(rows),
        gold.baseline_name,
        (f"model: {scorer.version}", *NOTES.get(gold.shape, ())),
        _misses(ids, [str(n) for n in ours], labels, told),
    )


def _shown(trigger: str, place: str) -> str:
    return ", ".join(w for w in (trigger, place) if w)


def _pair_scores(
    ours: scores.Labels, gold: scores.Labels, plain: scores.Labels, peer: tuple[str, float, float]
) -> list[Score]:
    p, r, f = scores.pairs(ours, gold)
    bp, br, bf = scores.pairs(plain, gold)
    name, pair, cubed = peer
    count = len(ours)
    return [
        Score("pair precision", p, bp, count),
        Score("pair recall", r, br, count),
        Score("pair F1", f, bf, count, name, pair or None),
        Score("B³ F1", scores.b_cubed(ours, gold)[2], scores.b_cubed(plain, gold)[2], count, name,
              cubed or None),
    ]  # fmt: skip


def _misses(
    ids: Sequence[str], ours: Sequence[str], gold: Sequence[str], told: dict[str, str]
) -> tuple[Miss, ...]:
    """Neighbours in a group of one side that the other side holds apart."""
    found: list[Miss] = []
    for kind, groups, others in (("split", gold, ours), ("joined", ours, gold)):
        last: dict[str, int] = {}
        for n, group in enumerate(groups):
            before = last.get(group)
            last[group] = n
            if before is not None and others[before] != others[n]:
                both = f"{told[ids[before]]} | {told[ids[n]]}"
                sides = ("one", "two") if kind == "split" else ("two", "one")
                found.append(Miss(kind, f"{ids[before]} {ids[n]}", both, *sides))
    return tuple(found)
