"""`dateline claims`: on whose word, did it happen, how many."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import click

from dateline.cli.options import (
    Run,
    coding_options,
    nothing_found,
    options_of,
    pipeline_of,
    readings,
    source_options,
)
from dateline.event import EventReport, Stance

FORMATS = ("table", "jsonl", "csv")
# Where a DuckDB file has its name.
MAGIC = slice(8, 12)


@click.command("claims")
@source_options
@coding_options
@click.option("--voice", metavar="NAME", help="Only voices with this in their name.")
@click.option("--stance", type=click.Choice(get_args(Stance)), help="Only sayings of this stance.")
@click.option("--type", "kind", metavar="TYPE", help="Only events of this type, as in PROTEST.")
@click.option("--numbers", is_flag=True, help="Only sayings with a number.")
@click.option("--others", is_flag=True, help="Leave out what outlets assert on their own word.")
@click.option(
    "--format", "-f", "shape", type=click.Choice(FORMATS), help="Default: by -o's ending, or table."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    published: date | None,
    outlet: str | None,
    columns: tuple[str, ...],
    actors: tuple[Path, ...],
    lexicon: tuple[Path, ...],
    min_confidence: float | None,
    parser: str | None,
    voice: str | None,
    stance: str | None,
    kind: str | None,
    numbers: bool,
    others: bool,
    shape: str | None,
    output: Path | None,
) -> None:
    """List who says what about which event, with which number and standing, voice by voice.

    FILE is whatever `dateline code` reads, or a store. What an outlet asserts on its own word comes
    first and is marked ■; what others say in its pages is marked “ and goes by their name.

    \b
    dateline claims report.txt --published 2024-05-15 --outlet "Example News"
    dateline claims crisis.duckdb --voice police
    dateline claims crisis.duckdb --numbers --format csv -o numbers.csv
    dateline claims reports/ --others --stance denies
    """
    from dateline.exports import claims  # noqa: PLC0415 - kept out of start-up

    shape = shape or _shape_of(output)
    stores = [f for f in files if _is_store(f)]
    sources = tuple(f for f in files if f not in stores)
    run = Run()
    reports: list[EventReport] = []
    for path in stores:
        reports.extend(_stored(path, min_confidence))
    if sources:
        pipeline = pipeline_of(actors, lexicon, min_confidence, parser)
        options = options_of(published, outlet, columns)
        for reading in readings(sources, options, pipeline, run):
            reports.extend(pipeline.code(reading))
    said = [
        s
        for s in claims.sayings(reports)
        if (voice is None or voice.casefold() in s.voice.casefold())
        and (stance is None or s.stance == stance)
        and (kind is None or s.type == kind.upper())
        and (s.number is not None or not numbers)
        and not (others and s.own_word)
    ]
    if reports and not said:
        click.echo(f"no saying fits, among those of {len(reports)} event reports", err=True)
    said = claims.by_voice(said)
    with ExitStack() as stack:
        stream = sys.stdout
        if output is not None:
            stream = stack.enter_context(output.open("w", encoding="utf-8", newline=""))
        {"jsonl": claims.jsonl, "csv": claims.csv, "table": claims.table}[shape](said, stream)
    nothing_found(replace(run, articles=run.articles or len(stores)), len(reports))
    ctx.exit(run.exit_code())


def _stored(path: str, min_confidence: float | None) -> Iterator[EventReport]:
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    with Store(path, read_only=True) as store:
        for report in store.reports():
            if report.confidence >= (min_confidence or 0.0):
                yield report


def _is_store(name: str) -> bool:
    path = Path(name)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(MAGIC.stop)[MAGIC] == b"DUCK"


def _shape_of(output: Path | None) -> str:
    if output is None:
        return "table"
    shape = {"ndjson": "jsonl", "txt": "table"}.get(ending := output.suffix[1:].lower(), ending)
    if shape not in FORMATS:
        msg = f"no format is known for {output.name!r}; choose one of {', '.join(FORMATS)} with -f"
        raise click.UsageError(msg)
    return shape
