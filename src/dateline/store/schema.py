"""The tables of a store, as numbered migrations: a store is brought up to date when opened.

A migration that has been released is never changed; the next change is the next number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dateline.store.bulk import SQL_TYPES
from dateline.store.rows import COLUMNS

# Files are written so that this DuckDB and every later one can open them.
STORAGE = "v1.1.0"

# The columns of each table in the order in which rows are inserted.
TEXTS: dict[str, type] = {
    "sha256": str,
    "text_sha256": str,
    "id": str,
    "title": str,
    "outlet": str,
    "url": str,
    "published": date,
    "path": str,
    "text": str,
    "cuts": str,
    "byline": str,
}
READINGS: dict[str, type] = {
    "reading": int,
    "sha256": str,
    "text_sha256": str,
    "reader_version": str,
    "read_at": datetime,
    "reports": int,
}
REPORTS: dict[str, type] = {
    "reading": int,
    "position": int,
    **COLUMNS,
    "record": str,
    "reasons": str,
}
STATEMENTS: dict[str, type] = {
    "id": str,
    "report": str,
    "reading": int,
    "field": str,
    "value": str,
    "original": str,
    "start_char": int,
    "end_char": int,
    "claimant": str,
    "stance": str,
    "outlet": str,
    "as_of": date,
    "reader": str,
    "version": str,
    "rule": str,
    "score": float,
}
FAILURES: dict[str, type] = {"path": str, "item": str, "reason": str, "failed_at": datetime}

# Columns that hold JSON: handed over as text, kept as JSON so that `record->>'demand'` works.
JSON = {"cuts", "byline", "record", "reasons", "value"}


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: what it brings, and the SQL that brings it."""

    number: int
    what: str
    sql: str


def _columns(columns: dict[str, type], required: str) -> str:
    needed = set(required.split())
    return ",\n  ".join(
        f'"{name}" {"JSON" if name in JSON else SQL_TYPES[kind]}'
        f"{' NOT NULL' if name in needed else ''}"
        for name, kind in columns.items()
    )


# `texts` has a row for every form that an article was cleaned into, so that the offsets of an old
# reading keep pointing into the text they were made for.
MIGRATIONS = (
    Migration(
        1,
        "articles, readings, reports, statements, failures",
        f"""
CREATE TABLE texts (
  {_columns(TEXTS, "sha256 text_sha256 id text cuts")},
  PRIMARY KEY (sha256, text_sha256)
);
CREATE TABLE readings (
  {_columns(READINGS, "reading sha256 text_sha256 reader_version read_at reports")},
  PRIMARY KEY (sha256, reader_version)
);
CREATE TABLE reports (
  {_columns(REPORTS, "reading position id article_id evidence trigger type record reasons")}
);
CREATE TABLE statements (
  {_columns(STATEMENTS, "id report reading field value reader version")}
);
CREATE TABLE failures (
  {_columns(FAILURES, "path reason failed_at")}
);
CREATE VIEW current_readings AS
  SELECT * FROM readings
  QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY reading DESC) = 1;
CREATE VIEW articles AS
  SELECT t.id, t.sha256, t.title, t.outlet, t.url, t.published, t.path, t.text, t.cuts, t.byline,
    r.reading, r.reader_version, r.read_at, r.reports
  FROM current_readings r JOIN texts t USING (sha256, text_sha256)
  ORDER BY r.reading;
CREATE VIEW events AS
  SELECT p.* FROM reports p JOIN current_readings r USING (reading)
  ORDER BY p.reading, p.position;
""",  # noqa: S608 - the columns are ours
    ),
)
VERSION = MIGRATIONS[-1].number
