"""`dateline code`: files in, event reports out."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from dateline.api import EventReports
from dateline.cli.options import (
    Run,
    coding_options,
    nothing_found,
    options_of,
    pipeline_of,
    readings,
    source_options,
)
from dateline.event import EventReport

FORMATS = ("table", "jsonl", "csv", "parquet", "geojson")


@click.command("code")
@source_options
@coding_options
@click.option(
    "--format", "-f", "shape", type=click.Choice(FORMATS), help="Default: by -o's ending, or table."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@click.option("--explain", is_flag=True, help="Say for each field which words and rule gave it.")
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
    shape: str | None,
    output: Path | None,
    explain: bool,
) -> None:
    """Write down who did what to whom, where, when, how many, and on whose word.

    FILE is a text, Markdown or HTML file, a table of articles (.jsonl, .csv, .parquet), a folder,
    a glob, or - for standard input.

    \b
    dateline code report.txt --published 2024-05-15 --outlet "Example News"
    dateline code pages/*.html --format csv -o events.csv
    dateline code articles.parquet --column text=body -o events.jsonl
    dateline code report.txt --published 2024-05-15 --explain
    """
    shape = shape or _shape_of(output)
    if shape == "parquet" and output is None:
        msg = "parquet is binary: name a file with -o events.parquet"
        raise click.UsageError(msg)
    options = options_of(published, outlet, columns)
    pipeline = pipeline_of(actors, lexicon, min_confidence, parser)
    run = Run()
    reports: list[EventReport] = []
    try:
        for reading in readings(files, options, pipeline, run):
            reports.extend(pipeline.code(reading))
    except KeyboardInterrupt:
        run.stopped = True
        click.echo(f"stopped; keeping {len(reports)} records of what was done", err=True)
    if explain:
        from dateline.exports.explanation import text  # noqa: PLC0415

        click.echo("\n\n".join(text(r) for r in reports))
    elif reports or run.articles:
        write(reports, shape, output)
    nothing_found(run, len(reports))
    ctx.exit(run.exit_code())


def _shape_of(output: Path | None) -> str:
    if output is None:
        return "table"
    ending = output.suffix.lstrip(".").lower()
    shape = {"json": "geojson", "ndjson": "jsonl", "txt": "table"}.get(ending, ending)
    if shape not in FORMATS:
        msg = f"no format is known for {output.name!r}; choose one of {', '.join(FORMATS)} with -f"
        raise click.UsageError(msg)
    return shape


def write(reports: list[EventReport], shape: str, output: Path | None) -> None:
    """Write reports in one of the formats to a file, or to standard output."""
    from dateline.exports import csv, geojson, jsonl, parquet, table  # noqa: PLC0415 - heavy

    if shape == "parquet":
        parquet.write(reports, Path(str(output)))
        return
    with ExitStack() as stack:
        stream = sys.stdout
        if output is not None:
            stream = stack.enter_context(output.open("w", encoding="utf-8", newline=""))
        writer = {"jsonl": jsonl.write, "csv": csv.write, "geojson": geojson.write}.get(shape)
        if writer is not None:
            writer(reports, stream)
        else:
            table.write(EventReports(reports), stream)
