"""Many rows into DuckDB at once: its `executemany` takes a hundred times as long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

# What a column's Python type is called in SQL. JSON columns are text here and cast by the table.
SQL_TYPES: dict[type, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMP",
}


def insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, type],
    rows: Sequence[tuple[Any, ...]],
    *,
    again: bool = False,
) -> None:
    """Insert rows whose values stand in the order of `columns`.

    Each column goes over as one list, which is how DuckDB keeps them anyway. With `again`, a row
    whose primary key is in the table already is left as it is; without, it is an error.
    """
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    lists = ", ".join(f"unnest(?::{SQL_TYPES[kind]}[])" for kind in columns.values())
    values = [list(column) for column in zip(*rows, strict=True)]
    verb = "INSERT OR IGNORE INTO" if again else "INSERT INTO"
    connection.execute(f"{verb} {table} ({names}) SELECT {lists}", values)
