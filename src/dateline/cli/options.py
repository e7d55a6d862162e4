"""Options that several verbs share, and the loop over articles with its progress and failures."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast

import click

from dateline.api import Pipeline, day_of
from dateline.article import Article
from dateline.cli.project import project_of
from dateline.errors import ReadingError, SourceError
from dateline.exports.files import text_file
from dateline.reading.reading import Reading
from dateline.sources import Failure, Fetch, SourceOptions, count, gather

# The exit code that a shell expects of a program that Ctrl-C has ended.
STOPPED = 130
Shared = TypeVar("Shared", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """An ISO date."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date | None:
        """A date from YYYY-MM-DD."""
        try:
            return day_of(value)
        except SourceError as error:
            self.fail(str(error), param, ctx)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options that verbs share ask for, before the folder's `dateline.toml` is read."""

    files: tuple[str, ...]
    published: date | None
    outlet: str | None
    columns: tuple[str, ...]
    parser: str | None
    actors: tuple[Path, ...] = ()
    lexicon: tuple[Path, ...] = ()
    min_confidence: float | None = None
    no_model: bool = False
    allow_private: bool = False

    def source_options(self) -> SourceOptions:
        """What to assume where a file does not say."""
        pairs = {}
        for column in self.columns:
            name, equals, theirs = column.partition("=")
            if not equals or not theirs:
                msg = f"--column takes NAME=COLUMN, as in text=body; saw {column!r}"
                raise click.UsageError(msg)
            pairs[name] = theirs
        outlet = self.outlet or project_of(Path()).outlet
        try:
            return SourceOptions(
                published=self.published,
                outlet=outlet,
                columns=pairs,
                fetch=Fetch(allow_private=self.allow_private),
            )
        except SourceError as error:
            raise click.UsageError(str(error)) from error

    def pipeline(self) -> Pipeline:
        """The reader and coder with all settings."""
        project = project_of(Path())
        return Pipeline(
            parser=self.parser or project.parser,
            actors=(*project.actors, *self.actors),
            lexicon=(*project.lexicon, *self.lexicon),
            min_confidence=self.least_confidence(),
            model=not self.no_model,
        )

    def least_confidence(self) -> float:
        """The confidence below which event reports are left out."""
        if self.min_confidence is None:
            return project_of(Path()).min_confidence
        return self.min_confidence


parser_option = click.option(
    "--parser",
    metavar="NAME",
    help="network (the default), spacy, another installed spaCy model, or a network of your own.",
)


model_option = click.option(
    "--no-model",
    is_flag=True,
    help="Leave the learned scorer out: the lexicon and the rules alone decide.",
)


def source_options(function: Shared) -> Shared:
    """Files, what to assume where a file does not say, and the parser; as `asked`."""
    options = (
        parser_option,
        click.option(
            "--allow-private",
            is_flag=True,
            help="Fetch addresses (https://…) of private networks and of this machine too.",
        ),
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
        click.argument("files", nargs=-1, required=True, metavar="FILE|ADDRESS..."),
    )
    return _gathered(function, options)


def coding_options(function: Shared) -> Shared:
    """What `source_options` has, the user's own files and the least confidence; as `asked`."""
    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    options = (
        model_option,
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            help="Leave out event reports below it (0 to 1).",
        ),
        click.option(
            "--lexicon", multiple=True, type=path, help="Your own entries (CSV) or types (TOML)."
        ),
        click.option("--actors", multiple=True, type=path, help="Your own actors (CSV, JSONL)."),
    )
    for option in options:
        function = option(function)
    return source_options(function)


def _gathered(function: Shared, options: Sequence[Callable[[Any], Any]]) -> Shared:
    """The function with the options, their values given to it as one `asked`."""
    names = [field.name for field in fields(Asked)]

    @wraps(function)
    def called(**values: Any) -> Any:  # noqa: ANN401 - whatever the verb takes and gives
        asked = Asked(**{name: values.pop(name) for name in names if name in values})
        return function(asked=asked, **values)

    for option in options:
        called = option(called)
    return cast("Shared", called)


store_argument = click.argument(
    "path", metavar="STORE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def user() -> str:
    """Who runs the program, by the name that the system has."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


by_option = click.option(
    "--by", metavar="NAME", default=user, show_default="your user name", help="Who decides."
)


class OutputFile(click.Path):
    """A file to write, whose folder is looked at before any work is done."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401 - likewise
        """The path, if a file can be written there."""
        path = super().convert(value, param, ctx)
        folder = Path(str(path)).parent
        if not folder.is_dir():
            self.fail(f"the folder {str(folder)!r} is not there; make it first", param, ctx)
        if not os.access(folder, os.W_OK):
            self.fail(f"the folder {str(folder)!r} cannot be written to", param, ctx)
        return path


def output_options(formats: Sequence[str]) -> Callable[[Shared], Shared]:
    """Where to write, and in which of the formats."""

    def decorated(function: Shared) -> Shared:
        for option in (
            click.option("--output", "-o", type=OutputFile(), help="Write to this file."),
            click.option(
                "--format",
                "-f",
                "shape",
                type=click.Choice(formats),
                help="Default: by -o's ending, or table.",
            ),
        ):
            function = option(function)
        return function

    return decorated


# Endings of files that are not a format's own name.
ENDINGS = {"json": "geojson", "ndjson": "jsonl", "txt": "table"}


def shape_of(output: Path | None, formats: Sequence[str]) -> str:
    """The format that a file's ending asks for; a table if there is no file.

    Raises:
        click.UsageError: the ending is that of no format.
    """
    if output is None:
        return "table"
    ending = output.suffix[1:].lower()
    shape = ENDINGS.get(ending, ending)
    if shape not in formats:
        msg = f"no format is known for {output.name!r}; choose one of {', '.join(formats)} with -f"
        raise click.UsageError(msg)
    return shape


@contextmanager
def writing(output: Path) -> Iterator[None]:
    """Turn what the system says against writing a file into one line."""
    try:
        yield
    except OSError as error:
        msg = f"{output} cannot be written: {error.strerror or error}; name another file with -o"
        raise click.ClickException(msg) from error


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """A stream into the file, which is written whole or not at all, or standard output."""
    if output is None:
        yield sys.stdout
        return
    with writing(output), text_file(output) as stream:
        yield stream


# How many articles without a date are named one by one.
NOTES = 3


@dataclass(slots=True)
class Run:
    """What happened to the articles of one run."""

    articles: int = 0
    known: int = 0
    undated: int = 0
    failures: list[Failure] = field(default_factory=list)
    stopped: bool = False

    def note(self, where: str, note: str) -> None:
        """Say what an article without a date leaves open; of many only the first ones."""
        if note:
            self.undated += 1
            if self.undated <= NOTES:
                click.echo(f"{where}: {note}", err=True)

    def note_the_rest(self) -> None:
        """Say how many articles without a date were not named."""
        if self.undated > NOTES:
            click.echo(
                f"{self.undated - NOTES} more article(s) without a date of publication; "
                "for a table name its column with --column published=COLUMN",
                err=True,
            )

    def exit_code(self) -> int:
        """0 if all went well, 1 if something failed, 130 if the user stopped the run."""
        if self.stopped:
            return STOPPED
        return 1 if self.failures else 0


def readings(
    asked: Asked, pipeline: Pipeline, run: Run, skip: Callable[[Article], bool] = lambda _: False
) -> Iterator[Reading]:
    """Every article of the files, read; failures are said on standard error and go on.

    Articles that `skip` holds for are counted as known and not read.
    """
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    console = Console(stderr=True)
    options = asked.source_options()
    total = count(asked.files)
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

    def articles() -> Iterator[Article]:
        for found in gather(asked.files, options):
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
                run.note(f"{path}, article {identity}", undated(reading))
                yield reading
            bar.advance(task)
    run.note_the_rest()


def undated(reading: Reading) -> str:
    """What to say of an article without a date whose days hang on one; "" if all is well."""
    if reading.article.published is not None:
        return ""
    open_ended = [t.text for t in reading.times if t.begin is None and t.type == "DATE"]
    if not open_ended:
        return ""
    shown = ", ".join(f"“{t}”" for t in dict.fromkeys(open_ended[:3]))
    return f"no date of publication, so {shown} cannot be told; give --published YYYY-MM-DD"


def say_if_nothing(reports: int, articles: int) -> None:
    """Say why there is no output, if there is none."""
    if articles and not reports:
        click.echo(
            f"no event found in {articles} article(s); `dateline read` shows what was read",
            err=True,
        )
