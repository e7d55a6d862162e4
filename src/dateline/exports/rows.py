"""The flat columns of tables, as the store has them too; see `dateline.store.rows`."""

from dateline.store.rows import COLUMNS, flat

__all__ = ["COLUMNS", "flat"]
