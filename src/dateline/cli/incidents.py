"""`dateline incidents`: what linking made of a store."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.options import opened, output_options, shape_of, store_argument

FORMATS = ("table", "jsonl")


@click.command("incidents")
@store_argument
@click.option(
    "--where",
    metavar="SQL",
    help="Only incidents that this holds for, as in \"country = 'BLR' AND disputed\".",
)
@output_options(FORMATS)
def command(path: Path, where: str | None, shape: str | None, output: Path | None) -> None:
    """List the incidents of a store: each with its reports and every competing number.

    \b
    dateline incidents crisis.duckdb
    dateline incidents crisis.duckdb --where "type = 'PROTEST' AND date_start >= '2020-09-13'"
    dateline incidents crisis.duckdb --where disputed --format jsonl -o incidents.jsonl

    --where may name every column of the view `incidents`: id, type, mode, reports, articles,
    outlets, source_names, target_names, place_name, country, date_start, date_end,
    participants_low, participants_high, arrests_low, deaths_high, disputed, part_of, confidence …
    (`dateline query STORE "DESCRIBE incidents"` lists them).
    """
    from dateline.exports import incidents  # noqa: PLC0415 - kept out of start-up
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    shape = shape or shape_of(output, FORMATS)
    with Store(path, read_only=True) as store:
        found = list(store.incidents(where))
        linked = bool(found) or bool(store.query("FROM incidents LIMIT 1")[1])
    if not found:
        click.echo(_nothing(path, linked=linked), err=True)
        if output is None:
            return
    with opened(output) as stream:
        {"jsonl": incidents.jsonl, "table": incidents.table}[shape](found, stream)


def _nothing(path: Path, *, linked: bool) -> str:
    if linked:
        return f"{path}: no incident fits"
    return f"{path}: no incident yet; `dateline link {path}` makes them of its event reports"
