"""Readers of the gold files: one record class a shape, blank and broken lines told apart."""

from __future__ import annotations

import calendar
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.errors import EvaluationError
from dateline.evaluation.decided import gold_rows, is_store


@dataclass(frozen=True, slots=True)
class Who:
    """An actor as a scorer sees it: words, name, country and roles, without offsets."""

    text: str
    name: str
    country: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """An event as a scorer sees it, from gold, from us or from a baseline."""

    sentence: int
    trigger: str
    type: str
    mode: str | None
    sources: tuple[Who, ...]
    targets: tuple[Who, ...]
    place: tuple[str, str | None] | None
    date: tuple[str, str] | None
    figures: frozenset[tuple[str, float | None, float | None]]
    status: str
    claim: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A hand-coded article: its text, the character ranges of its sentences, and its events."""

    id: str
    text: str
    title: str | None
    outlet: str | None
    published: str | None
    sentences: tuple[tuple[int, int], ...]
    events: tuple[Coded, ...]


class Row(dict[str, Any]):
    """A record, or an object inside one, that says where it stands when a field is not there."""

    where = ""

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - a field may hold anything
        msg = f"{self.where}: no {key!r} in the record; is this gold for another task?"
        raise EvaluationError(msg)


def rows_of(path: Path | str) -> Sequence[Row]:
    """All records of a JSON lines file (plain or gzip), each file parsed once a run.

    Of a store they are the articles that people have decided about.

    Raises:
        EvaluationError: the file is missing or empty, or a line is no JSON object. A field asked
            for later that a record does not have raises it too.
    """
    return _rows(Path(path), _stamp(Path(path)))


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        msg = f"{path}: no such gold file; give the path of a .jsonl file"
        raise EvaluationError(msg) from error


@lru_cache(maxsize=32)
def _rows(path: Path, _changed: int) -> Sequence[Row]:
    rows = tuple(_read(path))
    if not rows:
        msg = f"{path}: no record in this file; gold has one JSON object a line"
        raise EvaluationError(msg)
    return rows


def _read(path: Path) -> Iterator[Row]:
    number = 0

    def placed(fields: dict[str, Any]) -> Row:
        row = Row(fields)
        row.where = f"{path}:{number}"
        return row

    if is_store(path):
        for fields in gold_rows(path):
            number += 1
            yield json.loads(json.dumps(fields), object_hook=placed)
        return
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                row = json.loads(line, object_hook=placed)
                if not isinstance(row, Row):
                    msg = f"{path}:{number}: expected a JSON object, saw {type(row).__name__}"
                    raise EvaluationError(msg)
                # An article that is marked as damaged may have lost its text.
                if not row.get("damaged") and not isinstance(row.get("text", ""), str):
                    msg = f"{path}:{number}: 'text' is no text; is this gold for another task?"
                    raise EvaluationError(msg)
                yield row
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read as JSON lines ({error})"
        raise EvaluationError(msg) from error
    except json.JSONDecodeError as error:
        msg = f"{path}:{number}: not JSON ({error.msg}); a gold file has one object a line"
        raise EvaluationError(msg) from error


def shape_of(row: Mapping[str, Any]) -> str:
    """Which kind of gold a record is, by its keys; "" if unknown."""
    shapes = (
        ("articles", {"text", "sentences", "events", "published"}),
        ("cameo_validation", {"text", "events", "noevents"}),
        ("plover_gsr", {"text", "events", "date_is_placeholder"}),
        ("plv_relations", {"text", "source", "target", "plover_root"}),
        ("cameo_examples", {"text", "code", "root"}),
        ("actor_phrases", {"text", "function", "expected"}),
        ("quad_sentences", {"text", "penta", "actors"}),
    )
    for shape, keys in shapes:
        if keys <= row.keys():
            return shape
    return ""


def articles(path: Path | str) -> list[GoldArticle]:
    """The hand-coded articles of a file.

    Raises:
        EvaluationError: the file cannot be read, or an article lacks a field.
    """
    found = []
    for row in rows_of(path):
        try:
            found.append(_article(row))
        except (TypeError, ValueError, AttributeError) as error:
            msg = f"{row.where}: article {row['id']!r} has a field of another kind ({error})"
            raise EvaluationError(msg) from error
    return found


def _article(row: Row) -> GoldArticle:
    return GoldArticle(
        id=str(row["id"]),
        text=row["text"],
        title=row.get("title"),
        outlet=row.get("outlet"),
        published=row.get("published"),
        sentences=tuple((int(a), int(b)) for a, b in row["sentences"]),
        events=tuple(coded_of(e) for e in row["events"]),
    )


def coded_of(row: Mapping[str, Any]) -> Coded:
    """An event of a hand-coded article."""
    place = row.get("place")
    return Coded(
        sentence=int(row["sent"]),
        trigger=row["trigger"],
        type=row["type"],
        mode=row.get("mode"),
        sources=tuple(_who(a) for a in row["sources"]),
        targets=tuple(_who(a) for a in row["targets"]),
        place=(place["name"], place.get("country")) if place else None,
        date=days_of(row["date"]) if row.get("date") else None,
        figures=frozenset((f["what"], f.get("low"), f.get("high")) for f in row["figures"]),
        status=row["status"],
        claim=(row["claim"],) if row.get("claim") else (),
    )


def _who(row: Mapping[str, Any]) -> Who:
    role = row.get("role")
    text, name = row.get("text") or "", row.get("name") or row.get("text") or ""
    country = row.get("country")
    return Who(text, name, country, (role,) if role else ())


MONTH = 7
YEAR = 4


def days_of(text: str) -> tuple[str, str]:
    """First and last day of an ISO day, month, year or `start/end`."""
    if "/" in text:
        start, _, end = text.partition("/")
        return days_of(start.strip())[0], days_of(end.strip())[1]
    if len(text) == YEAR:
        return f"{text}-01-01", f"{text}-12-31"
    if len(text) == MONTH:
        last = calendar.monthrange(int(text[:4]), int(text[5:]))[1]
        return f"{text}-01", f"{text}-{last}"
    return text[:10], text[:10]
