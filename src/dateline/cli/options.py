"""Options that several verbs share, and the loop over articles with its progress and failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from dateline.api import Pipeline, day_of
from dateline.article import Article
from dateline.cli.project import project_of
from dateline.errors import DatelineError, ReadingError, SourceError
from dateline.reading.reading import Reading
from dateline.sources import Failure, SourceOptions, count, gather

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """An ISO date."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | None:
        """A date from YYYY-MM-DD."""
        try:
            return day_of(value)
        except SourceError as error:
            self.fail(str(error), param, ctx)


def source_options(function: F) -> F:
    """Files, and what to assume where a file does not say."""
    for option in (
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="NAME=COLUMN",
            help="A table's column for text, html, id, title, published, outlet or url.",
        ),
        click.option("--outlet", help="Who published it, for files that do not say."),
        click.option(
            "--published",
            type=Day(),
            metavar="YYYY-MM-DD",
            help="Day of publication, for files that do not say.",
        ),
        click.argument("files", nargs=-1, required=True, metavar="FILE..."),
    ):
        function = option(function)
    return function


def coding_options(function: F) -> F:
    """The user's own files, and the parser."""
    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    for option in (
        click.option(
            "--parser",
            metavar="NAME",
            help="spacy, network, or another installed spaCy model.",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            help="Leave out records below it (0 to 1).",
        ),
        click.option("--lexicon", multiple=True, type=path, help="Your own lexicon (CSV)."),
        click.option("--actors", multiple=True, type=path, help="Your own actors (CSV, JSONL)."),
    ):
        function = option(function)
    return function


def options_of(
    published: date | None, outlet: str | None, columns: tuple[str, ...]
) -> SourceOptions:
    """The source options from the command line's values."""
    pairs = {}
    for column in columns:
        name, equals, theirs = column.partition("=")
        if not equals or not theirs:
            msg = f"--column takes NAME=COLUMN, as in text=body; saw {column!r}"
            raise click.UsageError(msg)
        pairs[name] = theirs
    outlet = outlet or project_of(Path()).outlet
    return SourceOptions(published=published, outlet=outlet, columns=pairs)


def pipeline_of(
    actors: tuple[Path, ...] = (),
    lexicon: tuple[Path, ...] = (),
    min_confidence: float | None = None,
    parser: str | None = None,
) -> Pipeline:
    """The pipeline that the command line and the folder's `dateline.toml` ask for."""
    project = project_of(Path())
    return Pipeline(
        parser=parser or project.parser,
        actors=(*project.actors, *actors),
        lexicon=(*project.lexicon, *lexicon),
        min_confidence=project.min_confidence if min_confidence is None else min_confidence,
    )


@dataclass(slots=True)
class Run:
    """What happened to the articles of one run."""

    articles: int = 0
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    stopped: bool = False

    def exit_code(self) -> int:
        """0 if all went well, 1 if something failed, 130 if the user stopped the run."""
        if self.stopped:
            return 130
        return 1 if self.failures else 0


def readings(
    files: tuple[str, ...],
    options: SourceOptions,
    pipeline: Pipeline,
    run: Run,
    skip: Callable[[Article], bool] = lambda _: False,
) -> Iterator[Reading]:
    """Every article of the files, read; failures are said on standard error and go on.

    Articles that `skip` holds for are counted as known and not read.
    """
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    console = Console(stderr=True)
    total = count(files)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal or total == 1,
    )

    def fail(failure: Failure) -> None:
        run.failures.append(failure)
        click.echo(failure.line(), err=True)

    def articles() -> Iterator[Any]:
        for found in gather(files, options):
            if isinstance(found, Failure):
                fail(found)
            elif skip(found):
                run.known += 1
            else:
                names.append((found.path or "-", found.id))
                yield found

    names: list[tuple[str, str]] = []
    with bar:
        task = bar.add_task("reading", total=total)
        for n, reading in enumerate(pipeline.read_all(articles())):
            path, identity = names[n]
            if isinstance(reading, ReadingError):
                fail(Failure(path, identity, str(reading), ""))
            elif isinstance(reading, Exception):
                raise reading
            else:
                run.articles += 1
                if note := undated(reading):
                    click.echo(f"{path}: {note}", err=True)
                yield reading
            bar.advance(task)


def undated(reading: Reading) -> str:
    """What to say of an article without a date whose days hang on one; "" if all is well."""
    if reading.article.published is not None:
        return ""
    open_ended = [t.text for t in reading.times if t.begin is None and t.type == "DATE"]
    if not open_ended:
        return ""
    shown = ", ".join(f"“{t}”" for t in dict.fromkeys(open_ended[:3]))
    return f"no date of publication, so {shown} cannot be told; give --published YYYY-MM-DD"


def nothing_found(run: Run, records: int) -> None:
    """Say why there is no output, if there is none."""
    if not records and run.articles:
        click.echo(
            f"no event found in {run.articles} article(s); `dateline read` shows what was read",
            err=True,
        )


__all__ = [
    "DatelineError",
    "Day",
    "Run",
    "coding_options",
    "nothing_found",
    "options_of",
    "pipeline_of",
    "readings",
    "source_options",
]
