"""`dateline undo`: a decision is taken back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.options import by_option, store_argument

if TYPE_CHECKING:
    from dateline.store.decisions import Decision


@click.command("undo")
@store_argument
@click.argument("number", type=int, required=False, metavar="[N]")
@click.option("--list", "listed", is_flag=True, help="List all decisions, and change nothing.")
@by_option
def command(path: Path, number: int | None, listed: bool, by: str) -> None:
    """Take back decision N, or the last one that stands.

    The decision stays in the store, marked with who took it back and when. Its reports go back to
    the incidents that they were in before; if linking has changed those since, they are grouped
    anew without the decision.

    \b
    dateline undo crisis.duckdb --list
    dateline undo crisis.duckdb
    dateline undo crisis.duckdb 3 --by ana
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second
    from dateline.store.decisions import decisions, undo  # noqa: PLC0415

    if listed:
        with Store(path, read_only=True) as store:
            _list(decisions(store), path)
        return
    with Store(path) as store:
        done = undo(store, by, number)
    decision = done.decision
    one, two = decision.given
    click.echo(
        f"{path}: decision {decision.number} ({one} and {two} are {decision.verdict}, by "
        f"{decision.person}) is taken back; its reports are in incident "
        f"{' and '.join(done.incidents) or 'none'}"
    )


def _list(found: Sequence[Decision], path: Path) -> None:
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from dateline.exports.glance import plain  # noqa: PLC0415

    if not found:
        click.echo(f"{path}: nobody has decided anything yet", err=True)
        return
    table = Table("no.", "A", "verdict", "B", "by", "when", "note", "taken back", box=None)
    for d in found:
        undone = f"{d.undone_at:%Y-%m-%d %H:%M} by {d.undone_by}" if d.undone_at else ""
        row = (
            str(d.number),
            d.given[0],
            d.verdict,
            d.given[1],
            d.person,
            f"{d.decided_at:%Y-%m-%d %H:%M}",
            d.note or "",
            undone,
        )
        table.add_row(*(Text(plain(cell)) for cell in row))
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.print(table)
