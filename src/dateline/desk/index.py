"""The store's events once more, in memory, in the form in which the pages ask for them.

A view of 100,000 events is drawn anew at every change of a filter, and the store keeps names joined
in cells and speakers inside JSON. Here they are lists, and the newest readings are chosen already.
The index is a DuckDB of its own, so that it is there for stores opened for reading only too.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.desk.columns import Columns, Mask, columns_of
from dateline.store import Store
from dateline.store.opening import SETTINGS, told
from dateline.store.rows import COLUMNS

if TYPE_CHECKING:
    import duckdb

# What the flat columns leave out of the contract's record.
_RECORD = (
    '{"claims":[{"speaker":{"name":"VARCHAR","text":"VARCHAR","code":"VARCHAR"},'
    '"stance":"VARCHAR"}],"figures":[{"what":"VARCHAR","text":"VARCHAR","low":"DOUBLE",'
    '"high":"DOUBLE","approximate":"BOOLEAN","unit":"VARCHAR"}]}'
)
_FLAT = ", ".join(f'e."{name}"' for name in COLUMNS)


def _names(column: str) -> str:
    """The names of a joined cell as a list, empty ones left out."""
    return f"list_filter(string_split(coalesce({column}, ''), ';'), lambda x: x <> '')"


def _keys(side: str) -> str:
    """Everything by which a filter may call the actors of a side."""
    return (
        f"list_transform(list_concat({_names(f'e.{side}_names')}, {_names(f'e.{side}_codes')}),"
        " lambda x: lower(x))"
    )


# The speakers without a name are "somebody": they have words, perhaps, but nobody to filter by.
_EVENTS = f"""
SELECT {_FLAT}, e.reading, e.position, r.sha256, left(r.sha256, 16) AS article_key,
  {_names("e.source_names")} AS sources, {_names("e.target_names")} AS targets,
  {_names("e.source_codes")} AS source_code_list, {_names("e.target_codes")} AS target_code_list,
  {_keys("source")} AS source_keys, {_keys("target")} AS target_keys,
  coalesce(e.geonameid::VARCHAR, lower(e.place_name)) AS place_key,
  lower(concat_ws(' ', e.evidence, e.title)) AS words,
  from_json(e.record, '{_RECORD}') AS said
FROM events e JOIN current_readings r USING (reading)
"""
_VOICES = """
SELECT * EXCLUDE (said),
  list_distinct(list_concat(sources, targets)) AS actors,
  CASE WHEN len(sources) = 0 THEN [''] ELSE list_distinct(sources) END AS source_side,
  CASE WHEN len(targets) = 0 THEN [''] ELSE list_distinct(targets) END AS target_side,
  CASE WHEN len(source_code_list) = 0 THEN [''] ELSE list_distinct(source_code_list) END
    AS source_code_side,
  CASE WHEN len(target_code_list) = 0 THEN [''] ELSE list_distinct(target_code_list) END
    AS target_code_side,
  list_filter(list_transform(said.claims, lambda c: coalesce(c.speaker.name, c.speaker.text,
    'somebody')), lambda x: x <> '') AS voices,
  list_transform(voices, lambda x: lower(x)) AS voice_keys,
  CASE WHEN len(voices) = 0 THEN ['@own'] ELSE list_distinct(voices) END AS voice_side,
  said.figures AS counted,
  coalesce(list_max(list_transform(said.figures, lambda f: greatest(f.low, f.high))), 0) AS size
"""


# The events are numbered, so that arrays can stand beside them; `edition` tells of which table.
_NUMBERED = """
SELECT *, row_number() OVER () - 1 AS row, {} AS edition FROM ({} ORDER BY reading, position)
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The events as arrays, and which of them a filter lets through."""

    columns: Columns
    mask: Mask


class Index:
    """The events, what is decided about them, and which of them are one happening.

    Tables are `base` (an event a row), `decided` (report, verdict) and `linked` (report, incident,
    reports, disputed); the view `events` is `base` with what is linked. `seen` gives the same
    events as arrays, with those marked that a condition lets through.

    `rebuild` and `decide` may be called from any thread, also while others ask.
    """

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415 - heavy, first use

        self._connection = duckdb.connect(":memory:", config=dict(SETTINGS))
        self._lock = threading.Lock()
        self._edition = 0
        # By edition; the one before is kept for whoever is just asking.
        self._columns: dict[int, Columns] = {}
        with told("the desk's index"):
            self._connection.execute("CREATE TABLE decided (report VARCHAR, verdict VARCHAR)")
            self._connection.execute(
                "CREATE TABLE linked (report VARCHAR, incident VARCHAR, reports BIGINT, "
                "disputed BOOLEAN)"
            )

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()

    def rebuild(self, store: Store, linked: Sequence[tuple[str, str, int, bool]] = ()) -> None:
        """Take over what the store holds now."""
        with self._lock, tempfile.TemporaryDirectory(prefix="dateline-desk-") as folder:
            # By way of a file, because a store opened for reading only can have no second
            # database beside it.
            path = str(Path(folder) / "events.parquet").replace("'", "''")
            store.select(f"COPY ({_EVENTS}) TO '{path}' (FORMAT parquet, COMPRESSION lz4_raw)")
            with told("the desk's index"):
                cursor = self._connection.cursor()
                edition = self._edition + 1
                rows = f"{_VOICES} FROM read_parquet('{path}')"
                cursor.execute(
                    f"CREATE OR REPLACE TABLE fresh AS {_NUMBERED.format(edition, rows)}"
                )
                columns = columns_of(lambda sql: _rows(cursor, sql), "fresh")
                self._columns = {
                    **{e: c for e, c in self._columns.items() if e == self._edition},
                    edition: columns,
                }
                cursor.execute("BEGIN")
                cursor.execute("DROP TABLE IF EXISTS base")
                cursor.execute("ALTER TABLE fresh RENAME TO base")
                cursor.execute("COMMIT")
                self._edition = edition
            self._link(linked)
            self._decide(store)

    def relink(self, linked: Sequence[tuple[str, str, int, bool]]) -> None:
        """Take over which reports are one happening."""
        with self._lock:
            self._link(linked)

    def decide(self, store: Store) -> None:
        """Take over the decisions that stand in the store now."""
        with self._lock:
            self._decide(store)

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query of our own, with values for its `?`."""
        return self.table(sql, values)[1]

    def table(
        self, sql: str, values: Sequence[Any] = ()
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The same with the names of the columns."""
        with told("the desk's index"):
            cursor = self._connection.cursor()
            cursor.execute(sql, list(values))
            return [column[0] for column in cursor.description], cursor.fetchall()

    def _link(self, linked: Sequence[tuple[str, str, int, bool]]) -> None:
        with told("the desk's index"):
            cursor = self._connection.cursor()
            cursor.execute("BEGIN")
            cursor.execute("DELETE FROM linked")
            _fill(cursor, "linked", linked)
            # A view, so that linking anew copies nothing of the events.
            cursor.execute(
                "CREATE OR REPLACE VIEW events AS SELECT base.*, linked.incident,"
                " coalesce(linked.disputed, false) AS disputed,"
                " coalesce(linked.reports, 1) AS told"
                " FROM base LEFT JOIN linked ON linked.report = base.id"
            )
            cursor.execute("COMMIT")

    def seen(self, sql: str, values: Sequence[Any]) -> Seen:
        """The events as arrays, with a mark on those that a condition on `base` lets through."""
        with told("the desk's index"):
            cursor = self._connection.cursor()
            cursor.execute(f"SELECT row, edition FROM base WHERE {sql}", list(values))
            found = cursor.fetchnumpy()
            cursor.close()
        rows, editions = found["row"], found["edition"]
        columns = self._columns[int(editions[0]) if len(editions) else self._edition]
        mask = np.zeros(columns.events, dtype=np.bool_)
        mask[rows] = True
        return Seen(columns, mask)

    def _decide(self, store: Store) -> None:
        rows = store.select(
            "SELECT report, last(verdict ORDER BY number) FROM reviews"
            " WHERE undone_at IS NULL AND report IS NOT NULL GROUP BY report"
        )[1]
        with told("the desk's index"):
            cursor = self._connection.cursor()
            cursor.execute("BEGIN")
            cursor.execute("DELETE FROM decided")
            _fill(cursor, "decided", rows)
            cursor.execute("COMMIT")


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = cursor.execute(sql).fetchall()
    return rows


def _fill(cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Whole columns at once; a row at a time takes a hundred times as long."""
    if not rows:
        return
    kinds = {
        "decided": ("VARCHAR", "VARCHAR"),
        "linked": ("VARCHAR", "VARCHAR", "BIGINT", "BOOLEAN"),
    }[table]
    lists = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
    columns = [list(column) for column in zip(*rows, strict=True)]
    cursor.execute(f"INSERT INTO {table} SELECT {lists}", columns)
