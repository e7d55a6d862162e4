"""`dateline query`: SQL over a store."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click


@click.command("query")
@click.argument(
    "path", metavar="STORE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("sql", metavar="SQL")
@click.option(
    "--format",
    "-f",
    "shape",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
)
def command(path: Path, sql: str, shape: str) -> None:
    """Ask a store in SQL; it is opened for reading only.

    \b
    dateline query crisis.duckdb "SELECT type, count(*) AS n FROM events GROUP BY 1 ORDER BY n DESC"
    dateline query crisis.duckdb "FROM failures" --format csv
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    with Store(path, read_only=True) as store:
        names, rows = store.query(sql)
    if shape == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows(rows)
        return
    if shape == "jsonl":
        import msgspec  # noqa: PLC0415

        for row in rows:
            line = msgspec.json.encode(dict(zip(names, row, strict=True)))
            sys.stdout.write(line.decode() + "\n")
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*names)
    for row in rows:
        table.add_row(*("" if v is None else str(v) for v in row))
    Console().print(table)
