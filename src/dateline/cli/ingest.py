"""`dateline ingest`: files into a store."""

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


@click.command("ingest")
@source_options
@coding_options
@click.option(
    "--store",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The DuckDB file; made if it is not there.",
)
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
    path: Path,
) -> None:
    """Code articles into a store; what is there already is not added again.

    \b
    dateline ingest reports/ --store crisis.duckdb
    dateline ingest articles.jsonl --store crisis.duckdb --outlet "Example News"
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    pipeline = pipeline_of(actors, lexicon, min_confidence, parser)
    run = Run()
    added = records = 0
    with Store(path) as store:
        try:
            options = options_of(published, outlet, columns)
            version = pipeline.version
            for reading in readings(
                files, options, pipeline, run, lambda a: store.knows(a, version)
            ):
                reports = pipeline.code(reading)
                if store.add(reading.article, reports, version):
                    added += 1
                    records += len(reports)
                else:
                    run.known += 1
        except KeyboardInterrupt:
            run.stopped = True
            click.echo("stopped; what was done is kept", err=True)
        for failure in run.failures:
            store.fail(failure.path, failure.where, failure.reason)
    click.echo(
        f"{path}: {added} articles added with {records} event reports, "
        f"{run.known} known already, {len(run.failures)} failed"
    )
    ctx.exit(run.exit_code())
