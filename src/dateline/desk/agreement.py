"""Blind double coding: samples, what each coder sees, how far they agree, and what settles it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from dateline.desk.articles import direction, sha_of
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.forms import PEOPLE, GoldEvent
from dateline.errors import StoreError
from dateline.evaluation import agreement as measures
from dateline.evaluation.decided import as_gold, sentences
from dateline.evaluation.gold import Coded, coded_of
from dateline.store.codings import (
    ADJUDICATED,
    Coding,
    Sample,
    add_coding,
    codings,
    draw_sample,
    samples,
)

# The program as one more coder, beside the people.
PROGRAM = "@dateline"
ROW = ("sample", "measure", "of", "value", "units")
FIELDS = ("type", "mode", "sources", "targets", "place", "date", "figures", "status", "claim")


class NewSample(BaseModel):
    """A sample to draw."""

    model_config = ConfigDict(extra="forbid")

    size: int = Field(ge=1, le=2000)
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    coders: list[str] = Field(min_length=2, max_length=20)
    person: str = Field(min_length=1, max_length=PEOPLE)


class NewCoding(BaseModel):
    """What a coder sees in an article of a sample; `done` when nothing is to be added."""

    model_config = ConfigDict(extra="forbid")

    sample: str = Field(max_length=40)
    article: str = Field(max_length=200)
    coder: str = Field(min_length=1, max_length=PEOPLE)
    events: list[GoldEvent] = Field(max_length=500)
    done: bool = True


def draw(desk: Desk, asked: NewSample) -> dict[str, Any]:
    """Draw a sample.

    Raises:
        DeskError: there is nothing to draw, too few coders, or nothing can be written.
    """
    desk.must_write()
    with desk.changing():
        try:
            made = draw_sample(
                desk.store, asked.size, asked.coders, seed=asked.seed, person=asked.person
            )
        except StoreError as error:
            raise DeskError("bad_request", str(error), "") from error
    return shown(desk, made)


def sample_of(desk: Desk, identity: str) -> Sample:
    """The sample of an id.

    Raises:
        DeskError: there is none.
    """
    for sample in samples(desk.store):
        if sample.id == identity:
            return sample
    raise DeskError("not_found", "no sample has this id", "the samples are listed on /agreement")


def agreement(desk: Desk) -> dict[str, Any]:
    """All samples with how far each coder is and how far they agree."""
    return {"samples": [shown(desk, sample) for sample in reversed(samples(desk.store))]}


def shown(desk: Desk, sample: Sample) -> dict[str, Any]:
    """A sample, its progress and its agreement over the articles that are done."""
    made = codings(desk.store, sample.id)
    done = [c for c in made if c.done]
    everybody = _by_article(desk, sample, [c for c in done if c.coder != ADJUDICATED])
    people = {
        article: {coder: events for coder, events in by.items() if coder != PROGRAM}
        for article, by in everybody.items()
    }
    settled = {c.article for c in done if c.coder == ADJUDICATED}
    return {
        "id": sample.id,
        "made_at": sample.made_at,
        "made_by": sample.made_by,
        "seed": sample.seed,
        "coders": [
            {
                "name": coder,
                "done": sum(c.coder == coder for c in done),
                "of": len(sample.articles),
            }
            for coder in sample.coders
        ],
        "articles": [
            {
                "key": article[:16],
                "coders": sorted(people.get(article, ())),
                "settled": article in settled,
            }
            for article in sample.articles
        ],
        "fields": [
            {
                "field": f.field,
                "alpha": None if f.alpha is None else round(f.alpha, 3),
                "same": None if f.share is None else round(f.share, 3),
                "units": f.units,
            }
            for f in measures.by_field(people)
        ],
        "pairs": [
            {
                "first": p.first,
                "second": p.second,
                "first_events": p.first_events,
                "second_events": p.second_events,
                "matched": p.matched,
                "same_type": p.same_type,
                "f1": None if p.f1 is None else round(p.f1, 3),
            }
            for p in measures.by_pair(everybody)
        ],
    }


def rows(desk: Desk) -> list[dict[str, Any]]:
    """The figures of all samples, one row a field or pair: what the CSV holds."""
    found: list[dict[str, Any]] = []
    for sample in agreement(desk)["samples"]:
        found.extend(
            {
                "sample": sample["id"],
                "measure": "alpha",
                "of": f["field"],
                "value": f["alpha"],
                "units": f["units"],
            }
            for f in sample["fields"]
        )
        found.extend(
            {
                "sample": sample["id"],
                "measure": "matched-event F1",
                "of": f"{p['first']} / {p['second']}",
                "value": p["f1"],
                "units": p["first_events"] + p["second_events"],
            }
            for p in sample["pairs"]
        )
    return found


def _by_article(
    desk: Desk, sample: Sample, done: Sequence[Coding]
) -> dict[str, dict[str, list[Coded]]]:
    """Article to coder to events, the program among the coders, for articles that are coded."""
    found: dict[str, dict[str, list[Coded]]] = {}
    for article in sample.articles:
        theirs = [c for c in done if c.article == article]
        if not theirs:
            continue
        text, records = _text_and_records(desk, article)
        spans = sentences(text)
        given = {c.coder: list(c.events) for c in theirs}
        given[PROGRAM] = [as_gold(r) for r in records]
        found[article] = {
            coder: [coded_of({"sent": _sentence(e, spans), **e}) for e in events]
            for coder, events in given.items()
        }
    return found


def _sentence(event: dict[str, Any], spans: Sequence[tuple[int, int]]) -> int:
    return next((n for n, (a, b) in enumerate(spans) if a <= event["start"] < b), 0)


def _text_and_records(desk: Desk, article: str) -> tuple[str, list[dict[str, Any]]]:
    rows_ = desk.store.select("SELECT text, reading FROM articles WHERE sha256 = ?", [article])[1]
    if not rows_:
        return "", []
    text, reading = rows_[0]
    records = desk.store.select(
        "SELECT record FROM reports WHERE reading = ? ORDER BY position", [reading]
    )[1]
    return text, [msgspec.json.decode(record) for (record,) in records]


def next_article(desk: Desk, identity: str, coder: str) -> dict[str, Any]:
    """The first article of a sample that a coder has not finished, without a mark of the program.

    Raises:
        DeskError: there is no such sample, or it has no such coder.
    """
    sample = sample_of(desk, identity)
    if coder not in sample.coders:
        raise DeskError(
            "not_found", "this sample has no such coder", f"it has {', '.join(sample.coders)}"
        )
    own = {c.article: c for c in codings(desk.store, sample.id) if c.coder == coder}
    left = [a for a in sample.articles if a not in own or not own[a].done]
    answer: dict[str, Any] = {
        "sample": sample.id,
        "coder": coder,
        "left": len(left),
        "of": len(sample.articles),
        "article": None,
    }
    if left:
        draft = own.get(left[0])
        answer["article"] = plain_article(desk, left[0]) | {
            "events": list(draft.events) if draft else []
        }
    return answer


def plain_article(desk: Desk, sha: str) -> dict[str, Any]:
    """An article as a blind coder sees it: text and sentences, and nothing that was found."""
    ((title, outlet, published, text),) = desk.store.select(
        "SELECT title, outlet, published, text FROM articles WHERE sha256 = ?", [sha]
    )[1]
    return {
        "key": sha[:16],
        "title": title,
        "outlet": outlet,
        "published": published,
        "text": text,
        "direction": direction(text),
        "sentences": [
            {"number": n, "start": a, "end": b, "text": text[a:b]}
            for n, (a, b) in enumerate(sentences(text))
        ],
    }


def code(desk: Desk, given: NewCoding) -> dict[str, Any]:
    """Write down what a coder sees.

    Raises:
        DeskError: sample, article, coder or an event do not fit, or nothing can be written.
    """
    desk.must_write()
    sample = sample_of(desk, given.sample)
    sha = sha_of(desk, given.article)
    text, _ = _text_and_records(desk, sha)
    events = [event.model_dump(mode="json") for event in given.events]
    for event in events:
        if text[event["start"] : event["end"]] != event["trigger"]:
            raise DeskError(
                "bad_request",
                f"the trigger {event['trigger'][:60]!r} does not stand where it is said to",
                "start and end are code points into the article's text",
            )
    with desk.changing():
        try:
            add_coding(desk.store, sample, sha, given.coder, events, done=given.done)
        except StoreError as error:
            raise DeskError("bad_request", str(error), "") from error
    return {
        "sample": sample.id,
        "article": sha[:16],
        "coder": given.coder,
        "events": events,
        "done": given.done,
    }


def differences(desk: Desk, identity: str, key: str) -> dict[str, Any]:
    """What the coders of one article say, happening by happening, for whoever settles it.

    Raises:
        DeskError: there is no such sample or article, or it is not coded by two yet.
    """
    sample = sample_of(desk, identity)
    sha = sha_of(desk, key)
    made = [
        c
        for c in codings(desk.store, sample.id)
        if c.article == sha and c.done and c.coder != ADJUDICATED
    ]
    if len(made) < 2:  # noqa: PLR2004 - there is nothing to settle between fewer
        raise DeskError(
            "conflict",
            "fewer than two coders have finished this article",
            "let them finish it first",
        )
    text, _ = _text_and_records(desk, sha)
    spans = sentences(text)
    raw = {c.coder: [{"sent": _sentence(e, spans), **e} for e in c.events] for c in made}
    coded = {coder: [coded_of(e) for e in events] for coder, events in raw.items()}
    back = {
        id(event): raw[coder][n]
        for coder, events in coded.items()
        for n, event in enumerate(events)
    }
    groups: list[dict[str, Any]] = []
    for shared in measures.shared_events({sha: coded}):
        theirs = {coder: back[id(event)] for coder, event in shared.events.items()}
        apart = [f for f in FIELDS if len({_json(e.get(f)) for e in theirs.values()}) > 1]
        if len(theirs) < len(made):
            apart.insert(0, "event")
        groups.append({"events": theirs, "differ": apart})
    groups.sort(key=lambda g: min(e["start"] for e in g["events"].values()))
    return {
        "sample": sample.id,
        "article": plain_article(desk, sha),
        "coders": sorted(raw),
        "groups": groups,
        "fields": list(FIELDS),
        "settled": any(
            c.article == sha and c.done and c.coder == ADJUDICATED
            for c in codings(desk.store, sample.id)
        ),
    }


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)
