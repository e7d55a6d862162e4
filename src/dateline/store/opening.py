"""Opening a store's file: locks, files that are something else, and versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import StoreError
from dateline.store.schema import MIGRATIONS, STORAGE, VERSION

if TYPE_CHECKING:
    import duckdb

# Nothing is fetched from the network because of what a query happens to name.
SETTINGS = {"autoinstall_known_extensions": "false"}


def now() -> datetime:
    """The time in UTC, without a zone: DuckDB's plain TIMESTAMP."""
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn DuckDB's errors into `StoreError`s that begin with `what`."""
    import duckdb  # noqa: PLC0415 - heavy, first use

    try:
        yield
    except duckdb.Error as error:
        msg = f"{what}: {first_paragraph(str(error))}"
        raise StoreError(msg) from error


def open_store(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection to a store's file, with all its tables.

    Raises:
        StoreError: the file is no store, is newer than this program, or is open elsewhere.
    """
    if read_only and not path.exists():
        msg = f"{path} is not there: make a store with `dateline ingest FILE... --store {path}`"
        raise StoreError(msg)
    connection = _connect(path, read_only=read_only)
    try:
        with told(f"{path} cannot be read as a store"):
            _migrate(connection, path, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - heavy, first use

    settings = dict(SETTINGS)
    if not read_only:
        settings["storage_compatibility_version"] = STORAGE
    try:
        return duckdb.connect(str(path), read_only=read_only, config=settings)
    except duckdb.Error as error:
        # DuckDB has one class for locks, missing folders and foreign files; only its words differ.
        seen = str(error)
        if "lock" in seen or "different configuration" in seen or "being used" in seen:
            msg = (
                f"{path} is open for writing elsewhere: a store has one writer at a time and, "
                f"while it writes, no reader; wait for it to end and try again ({holder(seen)})"
            )
        elif "valid DuckDB database" in seen:
            msg = f"{path} is no DuckDB file: name another one for the store"
        else:
            msg = f"{path} cannot be opened: {seen}"
        raise StoreError(msg) from error


def holder(seen: str) -> str:
    """Which process holds a lock, from DuckDB's message; the message itself if it does not say."""
    process = re.search(r"\(PID \d+\)", seen)
    return f"held by the process {process[0][1:-1]}" if process else first_paragraph(seen)


def first_paragraph(seen: str) -> str:
    """What DuckDB says, on one line, without the picture of the query that it adds."""
    return " ".join(re.split(r"\n+LINE \d+:", seen)[0].split())


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> None:
    """Bring the tables up to date, one transaction a step."""
    version = _version(connection, path, read_only=read_only)
    if version > VERSION:
        msg = (
            f"{path} was written by a newer Dateline (store version {version}, this one knows "
            f"{VERSION}): update Dateline"
        )
        raise StoreError(msg)
    if version < VERSION and read_only:
        msg = (
            f"{path} has store version {version}, this Dateline needs {VERSION}: open it once for "
            "writing, as `dateline link` does, to bring it up to date"
        )
        raise StoreError(msg)
    for step in MIGRATIONS:
        if step.number <= version:
            continue
        connection.execute("BEGIN")
        try:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS meta"
                " (version INTEGER, what VARCHAR, applied_at TIMESTAMP)"
            )
            connection.execute(step.sql)
            connection.execute("INSERT INTO meta VALUES (?, ?, ?)", [step.number, step.what, now()])
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _version(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> int:
    """The version of the file's tables; 0 for an empty file."""
    tables = {
        row[0]
        for row in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        ).fetchall()
    }
    if {"meta", "readings"} <= tables:
        (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM meta").fetchone()
        return int(version)
    if tables or read_only:
        seen = ", ".join(sorted(tables)) or "no tables"
        msg = f"{path} is a DuckDB file but no Dateline store (it has {seen}): name another file"
        raise StoreError(msg)
    return 0
