"""`dateline decide`: a person puts incidents together, or keeps them apart."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from dateline.cli.options import by_option, store_argument


@click.command("decide")
@store_argument
@click.argument("verdict", type=click.Choice(["same", "different"]))
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@by_option
@click.option("--note", help="Why.")
def command(
    path: Path,
    verdict: Literal["same", "different"],
    first: str,
    second: str,
    by: str,
    note: str | None,
) -> None:
    """Say that two incidents, or event reports, are the same happening, or are not.

    A and B are ids of incidents or event reports, or the beginnings of ids. Incidents that are the
    same become one, under the older id; the other id leads to it. A report that is different leaves
    its incident. Linking never goes against a decision, and `dateline undo` takes it back.

    \b
    dateline decide crisis.duckdb same 4f0c 9a1e --by ana --note "one march, two dates"
    dateline decide crisis.duckdb different 4f0c 77d2
    dateline undo crisis.duckdb
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second
    from dateline.store.decisions import decide  # noqa: PLC0415

    with Store(path) as store:
        done = decide(store, verdict, (first, second), by, note=note)
    one, two = done.decision.given
    click.echo(
        f"{path}: decision {done.decision.number} by {by}: {one} and {two} are {verdict}; "
        f"now in incident {' and '.join(done.incidents)}"
    )
    for old, new in done.change.redirects.items():
        click.echo(f"{old} now leads to {new}")
