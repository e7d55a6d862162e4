"""What an event report says, taken apart: a statement a value, with its words and speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from dateline.article import hash_of
from dateline.event import EventReport, Reason, claim_over

READER = "dateline"
# A report has one value of these, so that the field's only reason is the value's.
SINGLE = frozenset({"type", "cameo", "status", "demand", "place", "date"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one field, the words it was read from, and on whose word it rests."""

    report: str
    field: str
    value: str
    original: str | None
    start: int | None
    end: int | None
    claimant: str | None
    stance: str | None
    outlet: str | None
    as_of: str | None
    version: str
    rule: str | None
    score: float

    @property
    def id(self) -> str:
        """A hash of what is said, by whom and read by what: the same statement has the same id."""
        return hash_of(
            self.report,
            self.field,
            self.value,
            self.original,
            None if self.start is None else str(self.start),
            None if self.end is None else str(self.end),
            self.claimant,
            self.stance,
            self.outlet,
            self.as_of,
            READER,
            self.version,
        )[:32]


def statements_of(report: EventReport, version: str) -> list[Statement]:
    """All that a report says; what it leaves open (no place, no mode) is no statement."""
    said = []
    for field, value, words, rule in _values(report):
        text, start, end = words
        claim = claim_over(report, start, end) if field != "claims" else None
        said.append(
            Statement(
                report=report.id,
                field=field,
                value=msgspec.json.encode(value).decode(),
                original=text,
                start=start,
                end=end,
                claimant=(claim.speaker.name or claim.speaker.text) if claim else None,
                stance=claim.stance if claim else None,
                outlet=report.article.outlet,
                as_of=report.article.published,
                version=version,
                rule=rule,
                score=report.confidence,
            )
        )
    return said


Words = tuple[str | None, int | None, int | None]


def _values(report: EventReport) -> Iterator[tuple[str, Any, Words, str | None]]:
    """Field, value, words and rule of everything a report has."""
    trigger: Words = (report.trigger.text, report.trigger.start, report.trigger.end)
    for name in ("type", "mode", "cameo", "status", "demand"):
        value = getattr(report, name)
        if value is not None:
            # The lexicon entry that gave the type gave the mode too.
            reason = _reason(report, "type" if name == "mode" else name, value, None)
            words = _words(reason) if reason and reason.text is not None else None
            default = (value, None, None) if name == "demand" else trigger
            yield name, value, words or default, reason.rule if reason else None
    for context in report.contexts:
        reason = _reason(report, "contexts", context, None)
        words = _words(reason) if reason else trigger
        yield "contexts", context, words, reason.rule if reason else None
    for name in ("sources", "targets", "figures"):
        for item in getattr(report, name):
            reason = _reason(report, name, None, item.start)
            yield name, item, (item.text, item.start, item.end), reason.rule if reason else None
    if report.place:
        place = report.place
        reason = _reason(report, "place", place.name, place.start)
        words = (place.text, place.start, place.end)
        yield "place", place, words, reason.rule if reason else None
    if report.date:
        reason = _reason(report, "date", None, None)
        text = report.date.text
        words = _words(reason) if reason and reason.text == text else (text, None, None)
        yield "date", report.date, words, reason.rule if reason else None
    for claim in report.claims:
        speaker = claim.speaker
        reason = _reason(report, "claims", speaker.name or speaker.text, None)
        words = (speaker.text, speaker.start, speaker.end)
        yield "claims", claim, words, reason.rule if reason else None


def _words(reason: Reason) -> Words:
    return reason.text, reason.start, reason.end


def _reason(report: EventReport, field: str, value: str | None, start: int | None) -> Reason | None:
    """The reason for a value: the one at its words, with its value, or the field's only one."""
    reasons = [r for r in report.reasons if r.field == field]
    for r in reasons:
        if (start is not None and r.start == start) or (value is not None and r.value == value):
            return r
    return reasons[0] if len(reasons) == 1 and field in SINGLE else None
