"""CSV: one row a report, the columns of `rows`.

Cells are the report's own words as they stand, so one that begins with `=`, `+`, `-` or `@` is
taken for a formula by spreadsheet programs. `guard_formulas=True` puts an apostrophe before such
words; reading them back with other tools then shows it. Numbers are never touched. CSV knows no
difference between an empty cell and an empty text: both are written as nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from dateline.event import EventReport
from dateline.exports.rows import COLUMNS, flat

# A tab or a line's end before the sign does not keep a spreadsheet from reading a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(reports: Iterable[EventReport], stream: TextIO, *, guard_formulas: bool = False) -> None:
    """Write a header and one row a report; open files with `newline=""`."""
    writer = csv.DictWriter(stream, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    for report in reports:
        row = flat(report)
        if guard_formulas:
            row |= {k: f"'{v}" for k, v in row.items() if _is_formula(v)}
        writer.writerow(row)


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(FORMULA)
