"""Parquet: one row a report, the columns of `rows` with their types."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dateline.event import EventReport
from dateline.exports.files import draft_of
from dateline.exports.rows import COLUMNS, flat
from dateline.store.bulk import SQL_TYPES, insert


def write(reports: Iterable[EventReport], path: Path) -> None:
    """Write the reports to a file; it is there whole or, after an error, as it was before.

    Raises:
        OSError: the folder cannot be written to.
    """
    import duckdb  # noqa: PLC0415 - heavy, first use

    rows = [tuple(flat(report).values()) for report in reports]
    columns = ", ".join(f'"{name}" {SQL_TYPES[kind]}' for name, kind in COLUMNS.items())
    with draft_of(Path(path)) as draft, duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE reports ({columns})")
        insert(connection, "reports", COLUMNS, rows)
        name = str(draft).replace("'", "''")
        connection.execute(f"COPY reports TO '{name}' (FORMAT parquet, COMPRESSION zstd)")
