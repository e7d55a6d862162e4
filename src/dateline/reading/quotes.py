"""Quotation marks: which words of a text stand in quotes, whatever marks a newsroom uses.

Straight, typographic, angular and single marks; marks that are missing or do not match never stop
the walk. A quotation that is not closed goes to the end of its paragraph, and is taken up by the
next paragraph if that begins with an opening mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚']")
OPENING = frozenset({"“", "„", "«", "``", "‟"})
# Marks that open as well as close; some newsrooms write two single ones.
PLAIN = frozenset({'"', "''"})
SINGLE = frozenset("‘’‚'")
# What may stand between a blank and an opening mark, and after a closing one.
BEFORE, AFTER = " \t\u00a0([{—–-/:…", " \t\u00a0)]}—–-/.,;:!?…"
ELISION = re.compile(r"(\d0s|\d\d\b|em\b|til\b|n\b|cause\b|tis\b|twas\b)", re.IGNORECASE)
# Stripped from both ends of quoted words.
MARKS = "\"“”„‟«»‘’‚'`"


@dataclass(frozen=True, slots=True)
class Quote:
    """The words between two quotation marks: offsets without the marks.

    `closed` is false if the paragraph ends before the quotation does; `continues` tells that this
    one takes up an unclosed one of the paragraph before.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False


def quotes_of(text: str) -> list[Quote]:
    """The outermost quotations of a text, in order."""
    found: list[Quote] = []
    unclosed = False
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        here = _Line(line.group(), line.start()).run()
        if here and unclosed and not text[line.start() : here[0].start].strip(MARKS + " \t\u00a0"):
            here[0] = Quote(here[0].start, here[0].end, here[0].closed, continues=True)
        found.extend(here)
        unclosed = bool(here) and not here[-1].closed
    return found


class _Line:
    """One walk through the marks of a line."""

    def __init__(self, line: str, offset: int) -> None:
        self.line = line
        self.offset = offset
        self.marks = list(MARK.finditer(line))
        self.found: list[Quote] = []
        # Where the open quotation begins, how deep others are open in it, and of which sort it is.
        self.begun: int | None = None
        self.depth = 0
        self.single = False

    def run(self) -> list[Quote]:
        """The quotations of the line, in order."""
        for n, mark in enumerate(self.marks):
            if mark.group() in SINGLE:
                self._single(n)
            elif not self.single:
                self._double(n)
        if self.begun is not None and not self.single:
            self._add(self.begun, len(self.line), closed=False)
        return self.found

    def _around(self, n: int) -> tuple[str, str]:
        """The characters before and after a mark; a blank at the ends of the line."""
        start, end = self.marks[n].span()
        before = self.line[start - 1] if start else " "
        return before, self.line[end] if end < len(self.line) else " "

    def _single(self, n: int) -> None:
        mark = self.marks[n]
        if self.begun is None:
            if self._opens_single(n):
                self.begun, self.single = mark.end(), True
        elif self.single and self._closes_single(n):
            self._close(mark.start())

    def _double(self, n: int) -> None:
        mark = self.marks[n]
        sign = mark.group()
        before, after = self._around(n)
        opens = before in BEFORE and not after.isspace()
        if self.begun is None:
            # What can only close, after a word or a digit (inches), opens nothing.
            if (
                sign in OPENING
                or opens
                or (sign in PLAIN and (before.isspace() or after not in AFTER))
            ):
                self.begun, self.depth = mark.end(), 0
        elif sign in OPENING or (sign in PLAIN and opens and after.isalnum()):
            if sign == "“" and not opens:
                # The closing mark of some languages, and of some typists.
                self._close(mark.start())
            elif self._left(n) > self.depth + 1:
                self.depth += 1
            else:
                # The closing mark of the one before is missing.
                self._close(mark.start())
                self.begun = mark.end()
        elif self.depth:
            self.depth -= 1
        else:
            self._close(mark.start())

    def _close(self, end: int) -> None:
        if self.begun is not None:
            self._add(self.begun, end, closed=True)
        self.begun, self.depth, self.single = None, 0, False

    def _add(self, start: int, end: int, *, closed: bool) -> None:
        inner = self.line[start:end]
        start += len(inner) - len(inner.lstrip())
        end -= len(inner) - len(inner.rstrip())
        if end > start:
            self.found.append(Quote(self.offset + start, self.offset + end, closed))

    def _left(self, n: int) -> int:
        """How many double marks are left after mark `n`."""
        return sum(1 for m in self.marks[n + 1 :] if m.group() not in SINGLE)

    def _opens_single(self, n: int) -> bool:
        mark = self.marks[n]
        before, after = self._around(n)
        if mark.group() == "’" or before not in BEFORE or after.isspace():
            return False
        if ELISION.match(self.line, mark.end()) and mark.group() != "‘":
            return False
        return any(self._may_close(m) for m in range(n + 1, len(self.marks)))

    def _may_close(self, n: int) -> bool:
        before, after = self._around(n)
        if self.marks[n].group() not in {"’", "'"} or before.isspace():
            return False
        return after in AFTER or after in {'"', "”"}

    def _closes_single(self, n: int) -> bool:
        if not self._may_close(n):
            return False
        if self.line[self.marks[n].start() - 1] not in "sS":
            return True
        # "the protesters' demands": a possessive, unless no other mark can close.
        for m in range(n + 1, len(self.marks)):
            if self._may_close(m):
                return False
            if self.marks[m].group() == "‘":
                break
        return True


class QuoteIndex:
    """Quotations by offset."""

    __slots__ = ("quotes", "starts")

    def __init__(self, quotes: list[Quote]) -> None:
        self.quotes = quotes
        self.starts = [q.start for q in quotes]

    def at(self, offset: int) -> int:
        """Index of the quotation that covers an offset, or -1."""
        k = bisect_right(self.starts, offset) - 1
        return k if k >= 0 and offset < self.quotes[k].end else -1

    def over(self, start: int, end: int) -> list[int]:
        """Indices of quotations that overlap a range."""
        k = max(0, bisect_right(self.starts, start) - 1)
        found = []
        while k < len(self.quotes) and self.starts[k] < end:
            if self.quotes[k].end > start:
                found.append(k)
            k += 1
        return found
