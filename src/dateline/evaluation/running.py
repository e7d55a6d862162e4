"""Reading and coding of loose sentences, as the sentence-wise gold sets need it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.api import Pipeline
from dateline.article import Article
from dateline.errors import ReadingError
from dateline.evaluation.gold import Row, rows_of, shape_of
from dateline.evaluation.kept import Part, within
from dateline.event import EventReport
from dateline.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class Sentence:
    """A gold sentence as an article of its own."""

    id: str
    text: str
    published: date | None = None


def part_of_file(path: Path | str, part: Part) -> tuple[str, list[Row]]:
    """The shape of a gold file ("" if unknown) and its records of that part, by their text.

    Raises:
        EvaluationError: the file cannot be read.
    """
    rows = [row for row in rows_of(path) if within(part, row["text"])]
    return shape_of(rows[0]) if rows else "", rows


def coded_sentences(
    sentences: Sequence[Sentence], pipeline: Pipeline
) -> Iterator[tuple[Reading | None, Sequence[EventReport]]]:
    """Reading and reports of each sentence, in order; an unreadable one gives nothing."""
    articles = (
        Article(id=s.id, text=s.text, published=s.published, sha256=s.id, cleaned=True)
        for s in sentences
    )
    for reading in pipeline.reader.read_all(articles):
        if isinstance(reading, ReadingError):
            yield None, ()
        elif isinstance(reading, Exception):
            raise reading
        else:
            yield reading, pipeline.code(reading)


def day(text: str | None) -> date | None:
    """A day from an ISO text; None for no text, and for dates in a form that leaves room."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
