"""Parquet: a table of incidents and one of their event reports, for data tools.

The columns are those of the store's views `incidents` and `events`, and `record` with everything
in JSON. A report's incident stands in the column `incident`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dateline.exports.datasets.cases import Material
from dateline.exports.datasets.files import Binary, Output
from dateline.store.bulk import SQL_TYPES, insert
from dateline.store.records import encode, encode_incident
from dateline.store.rows import COLUMNS, INCIDENT_COLUMNS, flat, flat_incident

INCIDENTS: Mapping[str, type] = {**INCIDENT_COLUMNS, "record": str}
REPORTS: Mapping[str, type] = {"incident": str, **COLUMNS, "record": str}


def export(material: Material) -> Output:
    """Both tables."""
    incidents = [
        (*flat_incident(c.incident).values(), encode_incident(c.incident).decode())
        for c in material.cases
    ]
    reports = [
        (c.incident.id, *flat(r).values(), encode(r).decode())
        for c in material.cases
        for r in c.reports
    ]
    return Output(
        (
            Binary(".parquet", partial(write, INCIDENTS, incidents)),
            Binary(".reports.parquet", partial(write, REPORTS, reports)),
        ),
        len(incidents),
        notes=("The column `record` has every claim and every span in JSON.",),
    )


def write(columns: Mapping[str, type], rows: Sequence[tuple[Any, ...]], path: Path) -> None:
    """Write one table to a path."""
    import duckdb  # noqa: PLC0415 - heavy, first use

    named = ", ".join(f'"{name}" {SQL_TYPES[kind]}' for name, kind in columns.items())
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE made ({named})")
        insert(connection, "made", columns, rows)
        target = str(path).replace("'", "''")
        connection.execute(f"COPY made TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
