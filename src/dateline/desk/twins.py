"""Tables as CSV and JSON lines: the twins of what the pages show."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Codes of actors who are not known begin with a minus, and no spreadsheet computes anything of it.
CODES = re.compile(r"[-;/A-Z]+")


def jsonl(rows: Iterable[dict[str, Any]]) -> str:
    """One row a line."""
    return "".join(msgspec.json.encode(row).decode() + "\n" for row in rows)


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV; words that a spreadsheet would take for a formula get an apostrophe."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return stream.getvalue()


def csv_of_dicts(rows: Sequence[dict[str, Any]], columns: Sequence[str] = ()) -> str:
    """The same from rows that name their columns; without `columns`, those of the first row."""
    names = list(columns) or list(rows[0] if rows else ())
    return csv_of(names, ([row.get(name) for name in names] for row in rows))


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    if isinstance(value, str):
        guarded = value.startswith(FORMULA) and not CODES.fullmatch(value)
        return f"'{value}" if guarded else value
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value
