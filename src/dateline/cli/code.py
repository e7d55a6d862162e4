"""`dateline code`: files in, event reports out."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.options import (
    Asked,
    Run,
    coding_options,
    opened,
    output_options,
    readings,
    say_if_nothing,
    shape_of,
    writing,
)
from dateline.event import EventReport

FORMATS = ("table", "jsonl", "csv", "parquet", "geojson")


@click.command("code")
@coding_options
@output_options(FORMATS)
@click.option("--explain", is_flag=True, help="Say for each field which words and rule gave it.")
@click.pass_context
def command(
    ctx: click.Context,
    asked: Asked,
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
    if explain and shape is not None:
        msg = "--explain gives text: leave --format out"
        raise click.UsageError(msg)
    shape = shape or shape_of(output, FORMATS)
    if shape == "parquet" and output is None:
        msg = "parquet is binary: name a file with -o events.parquet"
        raise click.UsageError(msg)
    pipeline = asked.pipeline()
    run = Run()
    reports: list[EventReport] = []
    try:
        for reading in readings(asked, pipeline, run):
            reports.extend(pipeline.code(reading))
    except KeyboardInterrupt:
        run.stopped = True
        click.echo(f"stopped; keeping the {len(reports)} event reports so far", err=True)
    if explain:
        from dateline.exports.explanation import text  # noqa: PLC0415

        with opened(output) as stream:
            stream.write("\n\n".join(text(r) for r in reports) + "\n")
    elif reports or run.articles:
        write(reports, shape, output)
    say_if_nothing(len(reports), run.articles)
    ctx.exit(run.exit_code())


def write(reports: list[EventReport], shape: str, output: Path | None) -> None:
    """Write reports in one of the formats to a file, or to standard output."""
    from dateline.exports import csv, geojson, jsonl, parquet, table  # noqa: PLC0415 - heavy

    if shape == "parquet" and output is not None:
        with writing(output):
            parquet.write(reports, output)
        return
    writers = {"jsonl": jsonl, "csv": csv, "geojson": geojson, "table": table}
    with opened(output) as stream:
        writers[shape].write(reports, stream)
