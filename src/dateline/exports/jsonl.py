"""JSON lines: the output contract, one event report a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

import msgspec

from dateline.errors import SourceError
from dateline.event import EventReport
from dateline.store.records import as_dict, decode, encode

__all__ = ["as_dict", "read", "write"]


def write(reports: Iterable[EventReport], stream: TextIO) -> None:
    """Write one report a line."""
    stream.writelines(encode(report).decode() + "\n" for report in reports)


def read(stream: Iterable[str]) -> list[EventReport]:
    """Reports from lines that `write` wrote; empty lines count for nothing.

    The reasons that `explain` prints are not part of the contract, so reports come without them.

    Raises:
        SourceError: a line is no event report; the message has its number.
    """
    reports = []
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            reports.append(decode(line))
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            msg = f"line {number} is no event report: {error}"
            raise SourceError(msg) from error
    return reports
