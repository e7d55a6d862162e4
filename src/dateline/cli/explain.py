"""`dateline explain`: why an event report says what it says."""

from __future__ import annotations

import click

from dateline.cli.options import Asked, Run, coding_options, readings


@click.command("explain")
@coding_options
@click.option("--event", metavar="ID", help="Only the one whose id is or begins with this.")
@click.pass_context
def command(ctx: click.Context, asked: Asked, event: str | None) -> None:
    """Tell for each field of an event report which words and which rule or entry gave it.

    \b
    dateline explain report.txt --published 2024-05-15
    dateline explain report.txt --published 2024-05-15 --event 3f2a91
    """
    from dateline.exports.explanation import text  # noqa: PLC0415 - kept out of start-up

    pipeline = asked.pipeline()
    run = Run()
    seen = []
    for reading in readings(asked, pipeline, run):
        for report in pipeline.code(reading):
            seen.append(report.id)
            if event is None or report.id.startswith(event):
                click.echo(text(report) + "\n")
    if event is not None and not any(i.startswith(event) for i in seen):
        ids = ", ".join(seen) or "none"
        msg = f"no event report has an id that begins with {event!r}; ids here: {ids}"
        raise click.ClickException(msg)
    ctx.exit(run.exit_code())
