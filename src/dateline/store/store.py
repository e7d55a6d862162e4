"""The `Store`: opens a DuckDB file, adds what was read, and answers in SQL."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from dateline.article import Article, Byline, Cut
from dateline.errors import StoreError
from dateline.event import EventReport
from dateline.incident import Incident
from dateline.store.bulk import insert
from dateline.store.opening import now, open_store, told
from dateline.store.records import decode, decode_incident, decode_reasons
from dateline.store.tables import TABLES, Rows, digest_of, rows_of, text_key

if TYPE_CHECKING:
    import duckdb

# What was added is written when this many reports have gathered, or this many seconds have gone by:
# a row at a time would take longer than reading the article did.
GATHERED = 500
SECONDS = 2.0
FETCHED = 500  # rows that an iteration holds at once


class Store:
    """A DuckDB file of articles and event reports.

    >>> with Store("crisis.duckdb") as store:
    ...     store.add(reading.article, reports, version)

    What was added is in the file after `flush` or `close`, and at the latest two seconds before the
    last `add`. Leaving the `with` block closes the store and keeps what was added, also when it is
    left by an error.

    Args:
        path: the file; it is made if it is not there, unless `read_only`.
        read_only: open for reading; several processes may do so at once.

    Raises:
        StoreError: the file is no store, is newer than this program, or is open elsewhere.
    """

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        """Open or make the file."""
        self.path = Path(path)
        self.read_only = read_only
        self._connection: duckdb.DuckDBPyConnection | None = open_store(
            self.path, read_only=read_only
        )
        # One item an article or failure, so that an interrupted `add` leaves all of it or nothing.
        self._gathered: list[Rows] = []
        self._weight = 0
        # The articles that each reader version has read: a look-up a row would take milliseconds.
        self._known: dict[str, set[str]] = {}
        self._new_texts: set[tuple[str, str]] = set()
        self._written_at = time.monotonic()
        ((newest,),) = self._rows("SELECT coalesce(max(reading), 0) FROM readings")
        self._reading = int(newest)

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what was added, and close."""
        self.close()

    def close(self) -> None:
        """Write what was added, and close the file; a closed store may be closed again."""
        if self._connection is None:
            return
        try:
            self.flush()
        finally:
            self._connection.close()
            self._connection = None

    def knows(self, article: Article, reader_version: str) -> bool:
        """Whether this reader version has read this article already."""
        if reader_version not in self._known:
            sql = "SELECT sha256 FROM readings WHERE reader_version = ?"
            self._known[reader_version] = {row[0] for row in self._rows(sql, [reader_version])}
        return digest_of(article) in self._known[reader_version]

    def add(self, article: Article, reports: Sequence[EventReport], reader_version: str) -> bool:
        """Add a reading of a cleaned article with what it found, be it nothing.

        Returns:
            Whether it was added: False if this version has read this article already.

        Raises:
            StoreError: a report does not belong to the article, or something cannot be written.
        """
        self._writable()
        if self.knows(article, reader_version):
            return False
        number = self._reading + 1
        try:
            rows = rows_of(article, reports, number, reader_version)
        except (ValueError, TypeError) as error:
            msg = f"article {article.id} cannot be stored: {error}"
            raise StoreError(msg) from error
        text = text_key(article)
        if text in self._new_texts:
            rows["texts"] = []
        self._gathered.append(rows)
        self._reading = number
        self._known[reader_version].add(text[0])
        self._new_texts.add(text)
        self._weight += 1 + len(reports)
        if self._weight >= GATHERED or time.monotonic() - self._written_at > SECONDS:
            self.flush()
        return True

    def fail(self, path: str | Path, where: str, reason: str) -> None:
        """Record that a file, or an article in it, could not be read, and why."""
        self._writable()
        self._gathered.append({"failures": [(str(path), where, reason, now())]})

    def flush(self) -> None:
        """Write what was added, all of it or, after an error, nothing.

        Raises:
            StoreError: the file cannot be written.
        """
        connection = self._open()
        if not self._gathered:
            return
        with told(f"{self.path} cannot be written"):
            committing = False
            try:
                connection.execute("BEGIN")
                for table, columns in TABLES.items():
                    rows = [row for some in self._gathered for row in some.get(table, ())]
                    # Two reader versions may have read the same text.
                    insert(connection, table, columns, rows, again=table == "texts")
                committing = True
                connection.execute("COMMIT")
            except BaseException as stop:
                ended = not _rolled_back(connection)
                # A Ctrl-C during the commit arrives after it. An error of the database is no such
                # case: then nothing was written, and all is kept for the next try.
                if committing and ended and not isinstance(stop, Exception):
                    self._forget_gathered()
                raise
        self._forget_gathered()

    def _forget_gathered(self) -> None:
        self._gathered.clear()
        self._weight = 0
        self._new_texts.clear()
        self._written_at = time.monotonic()

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Ask in SQL; nothing can be changed by it.

        Returns:
            The names of the columns, and the rows.

        Raises:
            StoreError: the SQL cannot be run; the message is DuckDB's.
        """
        self.flush()
        with told(f"{self.path}: the query cannot be run"):
            if self.read_only:
                cursor = self._open().cursor()
                cursor.execute(sql)
                return _result(cursor)
            return self._query_beside_writing(sql)

    def select(
        self, sql: str, values: Sequence[Any] = ()
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Ask in SQL of our own with values for its `?`; any thread may ask at any time.

        What was added and is not yet written is not seen.

        Raises:
            StoreError: the SQL cannot be run; the message is DuckDB's.
        """
        with told(f"{self.path} cannot be read"):
            cursor = self._open().cursor()
            cursor.execute(sql, list(values))
            return _result(cursor)

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection whose changes are kept together when the block ends, or not at all.

        Raises:
            StoreError: the store is open for reading only, or something cannot be written.
        """
        self._writable()
        self.flush()
        with told(f"{self.path} cannot be written"):
            cursor = self._open().cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
            except BaseException:
                _rolled_back(cursor)
                raise
            cursor.execute("COMMIT")

    def change(self, steps: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """Run statements of our own with their values, all of them or none.

        Raises:
            StoreError: the store is open for reading only, or a statement cannot be run.
        """
        self._writable()
        with told(f"{self.path} cannot be written"):
            cursor = self._open().cursor()
            cursor.execute("BEGIN")
            try:
                for sql, values in steps:
                    cursor.execute(sql, list(values))
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def articles(self) -> Iterator[Article]:
        """Every article as its newest reading had it, in the order of reading."""
        sql = (
            "SELECT id, text, title, outlet, url, published, path, sha256, cuts, byline"
            " FROM articles ORDER BY reading"
        )
        self.flush()
        for *fields, cuts, byline in self._rows(sql):
            article = Article(*fields)
            yield replace(
                article,
                cuts=msgspec.json.decode(cuts, type=tuple[Cut, ...]),
                byline=msgspec.json.decode(byline, type=Byline) if byline else None,
                cleaned=True,
            )

    def reports(self) -> Iterator[EventReport]:
        """Every event report of the newest readings with its reasons, in the order of reading."""
        sql = "SELECT record, reasons FROM events ORDER BY reading, position"
        self.flush()
        for record, reasons in self._rows(sql):
            yield replace(decode(record), reasons=decode_reasons(reasons))

    def incidents(self, where: str | None = None) -> Iterator[Incident]:
        """The incidents that `link` made, by day and id.

        Args:
            where: a condition in SQL on the columns of the view `incidents`, as in
                "country = 'BLR' AND disputed".

        Raises:
            StoreError: the condition cannot be run; the message is DuckDB's.
        """
        self.flush()
        sql = f"SELECT record FROM (FROM incidents WHERE ({where or 'true'}\n))"  # noqa: S608
        _, rows = self.query(f"{sql} ORDER BY record->>'$.date.start', record->>'$.id'")
        for (record,) in rows:
            yield decode_incident(record)

    def _query_beside_writing(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The same on a file that this process has open for writing."""
        cursor = self._open().cursor()
        statements = cursor.extract_statements(sql)
        # A second statement could end the transaction that keeps the first from writing.
        if len(statements) != 1 or statements[0].type.name == "TRANSACTION":
            msg = "a query of a store that is open for writing is one statement"
            raise StoreError(msg)
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        try:
            cursor.execute(statements[0])
            return _result(cursor)
        finally:
            cursor.execute("ROLLBACK")

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        # A cursor of its own, so that the store can be used while somebody goes through the rows.
        with told(f"{self.path} cannot be read"):
            cursor = self._open().cursor()
            cursor.execute(sql, list(values))
            while rows := cursor.fetchmany(FETCHED):
                yield from rows

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            msg = f"{self.path} is closed: open it again with Store(path)"
            raise StoreError(msg)
        return self._connection

    def _writable(self) -> None:
        self._open()
        if self.read_only:
            msg = f"{self.path} was opened for reading only: open it without read_only to add to it"
            raise StoreError(msg)


def _result(cursor: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[Any, ...]]]:
    if cursor.description is None:
        msg = "the query holds no statement; ask, for example, FROM events LIMIT 10"
        raise StoreError(msg)
    return [column[0] for column in cursor.description], cursor.fetchall()


def _rolled_back(connection: duckdb.DuckDBPyConnection) -> bool:
    """Undo the transaction under way; False if there is none."""
    import duckdb  # noqa: PLC0415 - loaded already

    try:
        connection.execute("ROLLBACK")
    except duckdb.TransactionException:
        return False
    return True
