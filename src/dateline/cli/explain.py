"""`dateline explain`: why a record says what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dateline.cli.options import (
    Run,
    coding_options,
    options_of,
    pipeline_of,
    readings,
    source_options,
)


@click.command("explain")
@source_options
@coding_options
@click.option("--event", "event", metavar="ID", help="One record, by its id or the id's beginning.")
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
    event: str | None,
) -> None:
    """Tell for each field of a record which words and which rule or entry gave it.

    \b
    dateline explain report.txt --published 2024-05-15
    dateline explain report.txt --published 2024-05-15 --event 3f2a91
    """
    from dateline.exports.explanation import text  # noqa: PLC0415 - kept out of start-up

    pipeline = pipeline_of(actors, lexicon, min_confidence, parser)
    run = Run()
    seen = []
    for reading in readings(files, options_of(published, outlet, columns), pipeline, run):
        for report in pipeline.code(reading):
            seen.append(report.id)
            if event is None or report.id.startswith(event):
                click.echo(text(report) + "\n")
    if event is not None and not any(i.startswith(event) for i in seen):
        ids = ", ".join(seen) or "none"
        msg = f"no record has an id that begins with {event!r}; ids here: {ids}"
        raise click.ClickException(msg)
    ctx.exit(run.exit_code())
