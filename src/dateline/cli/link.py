"""`dateline link`: event reports of a store into incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import click

from dateline.cli.options import STOPPED, store_argument


@click.command("link")
@store_argument
@click.option("--dry-run", is_flag=True, help="Say how many pairs would be scored, and stop.")
@click.option(
    "--model",
    default="default",
    show_default=True,
    metavar="NAME|FILE",
    help="What scores pairs of reports: one that ships, or a file.",
)
@click.option("--anew", is_flag=True, help="Link everything again, as after an update.")
@click.pass_context
def command(ctx: click.Context, path: Path, dry_run: bool, model: str, anew: bool) -> None:
    """Group the event reports of a store that speak of the same happening into incidents.

    Only reports that are in no incident yet are linked, so that it may be run after every ingest.
    What people decided (`dateline decide`) always holds. Ctrl-C keeps what is done.

    \b
    dateline link crisis.duckdb --dry-run
    dateline link crisis.duckdb
    dateline incidents crisis.duckdb
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second
    from dateline.store.linking import link, waiting  # noqa: PLC0415

    if dry_run:
        with Store(path, read_only=True) as store:
            would = waiting(store, model=model, anew=anew)
        click.echo(
            f"{path}: would link {would.new:,} of {would.reports:,} event reports, "
            f"scoring {would.pairs:,} pairs at first"
        )
        return
    with Store(path) as store, _Bar() as bar:
        try:
            done = link(store, model=model, anew=anew, progress=bar)
        except KeyboardInterrupt:
            click.echo("stopped; what was linked before is kept", err=True)
            ctx.exit(STOPPED)
    if not done.reports:
        click.echo(f"{path}: no event report to link; `dateline ingest` adds some", err=True)
    click.echo(
        f"{path}: linked {done.new:,} of {done.reports:,} event reports; incidents "
        f"{done.incidents:,} (new {done.made:,}, merged into others {done.merged:,})"
    )


class _Bar:
    """A bar on standard error, one for each step, where somebody looks on."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - a tenth of a second
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TaskID,
            TextColumn,
        )

        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show that so much of a step is done."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what)
        self._progress.update(self._tasks[what], completed=done, total=total)
