"""`dateline ingest`: files, feeds and pages into a store."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.options import Asked, OutputFile, Run, coding_options, readings


@click.command("ingest")
@coding_options
@click.option(
    "--store",
    "path",
    required=True,
    type=OutputFile(),
    help="The DuckDB file; made if it is not there.",
)
@click.pass_context
def command(
    ctx: click.Context,
    asked: Asked,
    path: Path,
) -> None:
    """Code articles into a store; what is there already is not added again.

    \b
    dateline ingest reports/ --store crisis.duckdb
    dateline ingest articles.jsonl --store crisis.duckdb --outlet "Example News"
    dateline ingest https://news.example/feed.xml --store crisis.duckdb
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    pipeline = asked.pipeline()
    run = Run()
    added = reports = 0
    with Store(path) as store:
        try:
            version = pipeline.version
            for reading in readings(asked, pipeline, run, lambda a: store.knows(a, version)):
                found = pipeline.code(reading)
                if store.add(reading.article, found, version):
                    added += 1
                    reports += len(found)
                else:
                    run.known += 1
        except KeyboardInterrupt:
            run.stopped = True
            click.echo("stopped; what was done is kept", err=True)
        for failure in run.failures:
            store.fail(failure.path, failure.where, failure.reason)
    click.echo(
        f"{path}: articles added {added} (event reports {reports}), known already {run.known}, "
        f"failed {len(run.failures)}"
    )
    ctx.exit(run.exit_code())
