"""A table for the terminal, one an article: who did what to whom, where, when, how many, says who.

"On whose word" shows a dash where the outlet itself asserts it, and the speaker where it is
somebody's word.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.event import EventReport
from dateline.exports.glance import HEADINGS, cells, heading

# Wide enough for eight columns, narrow enough for a mail or an issue.
WIDTH = 103
# How wide a column's longest word may make it: words longer than this break. With the seven gaps
# these are `WIDTH`; what a column does not need goes to the others.
WORD = dict(zip(HEADINGS, (10, 12, 13, 12, 13, 13, 12, 11), strict=True))


def write(reports: Iterable[EventReport], stream: TextIO) -> None:
    """Write one table an article, in the order given."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(file=stream, highlight=False, markup=False, emoji=False, width=WIDTH)
    for number, (_, group) in enumerate(groupby(reports, key=lambda r: r.article)):
        if number:
            console.print()
        console.print(_table(list(group)))


def _table(reports: list[EventReport]) -> Table:
    table = Table(
        title=Text(heading(reports[0])),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        # The box puts a blank between columns; a line below each row keeps wrapped rows apart.
        padding=(0, 0, 1, 0),
    )
    rows = [cells(report) for report in reports]
    for n, name in enumerate(HEADINGS):
        longest = max(len(w) for row in rows for w in [*row[n].split(), *name.split()])
        table.add_column(name, min_width=min(longest, WORD[name]), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
