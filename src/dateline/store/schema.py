"""The tables of a store, as numbered migrations: a store is brought up to date when opened.

A migration that has been released is never changed; the next change is the next number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dateline.store.bulk import SQL_TYPES
from dateline.store.rows import COLUMNS, INCIDENT_COLUMNS

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

# What linking made of the reports. A row that no longer holds is not deleted: `ended_run` names the
# run that ended it. A run is one act that changed incidents: linking, a decision, an undoing.
LINK_RUNS: dict[str, type] = {
    "run": int,
    "what": str,
    "version": str,
    "started_at": datetime,
    "finished_at": datetime,
    "reports": int,
    "new_reports": int,
    "pairs": int,
    "decision": int,
}
# What the scorer said of two reports, with its account.
PAIR_SCORES: dict[str, type] = {
    "run": int,
    "first": str,
    "second": str,
    "probability": float,
    "band": str,
    "factors": str,
    "version": str,
    "scored_at": datetime,
}
# What people said of two reports, or of two groups of them (ids with blanks between); `given_first`
# and `given_second` are the ids that they named.
DECISIONS: dict[str, type] = {
    "decision": int,
    "verdict": str,
    "first": str,
    "second": str,
    "given_first": str,
    "given_second": str,
    "person": str,
    "note": str,
    "decided_at": datetime,
    "undone_at": datetime,
    "undone_by": str,
}
INCIDENT_REPORTS: dict[str, type] = {
    "incident": str,
    "report": str,
    "run": int,
    "ended_run": int,
}
INCIDENT_RECORDS: dict[str, type] = {
    **INCIDENT_COLUMNS,
    "record": str,
    "run": int,
    "ended_run": int,
}
# Incidents that went up in another one, and those of which no report is left.
REDIRECTS: dict[str, type] = {"incident": str, "target": str, "run": int, "ended_run": int}
TOMBSTONES: dict[str, type] = {"incident": str, "reason": str, "run": int, "ended_run": int}
# Articles that are copies of one text, and those that tell one story.
ARTICLE_GROUPS: dict[str, type] = {
    "article": str,
    "same_text": str,
    "story": str,
    "run": int,
    "ended_run": int,
}

# What people decide about reports. `record` is the report as it was judged, so that the decision
# still says something when a newer reader has found other reports.
REVIEWS: dict[str, type] = {
    "number": int,
    "id": str,
    "report": str,
    "article": str,
    "field": str,
    "verdict": str,
    "value": str,
    "person": str,
    "note": str,
    "made_at": datetime,
    "record": str,
    "undone_at": datetime,
    "undone_by": str,
}
# Articles drawn for coding by several people who do not see each other's work or the program's.
SAMPLES: dict[str, type] = {
    "id": str,
    "made_at": datetime,
    "made_by": str,
    "seed": int,
    "coders": str,
    "articles": str,
}
CODINGS: dict[str, type] = {
    "number": int,
    "sample": str,
    "article": str,
    "coder": str,
    "events": str,
    "done": bool,
    "made_at": datetime,
}

# Columns that hold JSON: handed over as text, kept as JSON so that `record->>'demand'` works.
JSON = {"cuts", "byline", "record", "reasons", "value", "factors"}


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
    Migration(
        2,
        "incidents, pair scores, decisions, redirects, tombstones, groups of articles",
        f"""
CREATE TABLE link_runs (
  {_columns(LINK_RUNS, "run what started_at")}
);
CREATE TABLE pair_scores (
  {_columns(PAIR_SCORES, "run first second probability band version")}
);
CREATE TABLE decisions (
  {_columns(DECISIONS, "decision verdict first second person decided_at")}
);
CREATE TABLE incident_reports (
  {_columns(INCIDENT_REPORTS, "incident report run")}
);
CREATE TABLE incident_records (
  {_columns(INCIDENT_RECORDS, "id type reports record run")}
);
CREATE TABLE redirects (
  {_columns(REDIRECTS, "incident target run")}
);
CREATE TABLE tombstones (
  {_columns(TOMBSTONES, "incident reason run")}
);
CREATE TABLE article_groups (
  {_columns(ARTICLE_GROUPS, "article same_text story run")}
);
CREATE VIEW incidents AS
  SELECT * EXCLUDE (ended_run) FROM incident_records WHERE ended_run IS NULL
  ORDER BY date_start, id;
""",  # noqa: S608 - the columns are ours
    ),
    Migration(
        3,
        "reviews by people, samples for blind coding, codings",
        f"""
CREATE TABLE reviews (
  {_columns(REVIEWS, "number id article verdict person made_at")}
);
CREATE TABLE samples (
  {_columns(SAMPLES, "id made_at seed coders articles")}
);
CREATE TABLE codings (
  {_columns(CODINGS, "number sample article coder events done made_at")}
);
""",
    ),
)
VERSION = MIGRATIONS[-1].number
