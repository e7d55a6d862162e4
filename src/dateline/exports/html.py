"""A table for notebooks; everything that comes from an article is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dateline.event import EventReport
from dateline.exports.glance import HEADINGS, cells, heading


def table(reports: Sequence[EventReport]) -> str:
    """One row a report; its sentence and its article show when the mouse rests on it."""
    head = "".join(f"<th>{escape(h)}</th>" for h in HEADINGS)
    body = "".join(_row(report) for report in reports)
    count = f"{len(reports)} event report{'' if len(reports) == 1 else 's'}"
    return (
        f'<table class="dateline"><caption>{count}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(report: EventReport) -> str:
    title = escape(f"{report.evidence.text}\n{heading(report)}", quote=True)
    data = "".join(f"<td>{escape(c, quote=True)}</td>" for c in cells(report))
    return f'<tr title="{title}">{data}</tr>'
