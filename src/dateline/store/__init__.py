"""The store: one DuckDB file that keeps articles, readings, event reports and statements.

Nothing in it is overwritten. What is said of an event is a row of its own (a statement) with value,
words, span, claimant, outlet, reader and version; a newer reader adds rows and the old ones stay.
The views `articles` and `events` show what the newest reading of each article found, the view
`incidents` what linking made of it (`linking`, `link_writing`, `linked`) under what people decided
(`decisions`).

One process at a time may write; many may read when none writes.
"""

from dateline.store.store import Store

__all__ = ["Store"]
