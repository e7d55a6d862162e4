"""An event report as the output contract has it, and back again.

This is the one place where reports become JSON: the store keeps it and the exports print it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from dateline.event import EventReport, Reason
from dateline.incident import Incident

_reports = msgspec.json.Decoder(EventReport)
_incidents = msgspec.json.Decoder(Incident)
_reasons = msgspec.json.Decoder(tuple[Reason, ...])


def as_dict(report: EventReport) -> dict[str, Any]:
    """The fields of the output contract, in its order, as plain dicts, lists and values.

    Raises:
        UnicodeEncodeError: a text holds half a surrogate pair.
    """
    # By way of JSON, because msgspec leaves tuples as they are and the contract has arrays.
    fields: dict[str, Any] = msgspec.json.decode(encode(report))
    return fields


def encode(report: EventReport) -> bytes:
    """One report as one line of JSON, without the line's end.

    Raises:
        UnicodeEncodeError: a text holds half a surrogate pair, which no UTF-8 file can.
    """
    fields = msgspec.to_builtins(report)
    # What `explain` prints is ours to change; the contract does not promise it.
    del fields["reasons"]
    return msgspec.json.encode(fields)


def decode(line: bytes | str) -> EventReport:
    """A report from its JSON; it comes without reasons.

    Raises:
        msgspec.DecodeError: the line is no JSON, or its fields are not the contract's.
    """
    return _reports.decode(line)


def encode_reasons(report: EventReport) -> bytes:
    """What `explain` reads, as JSON."""
    return msgspec.json.encode(report.reasons)


def decode_reasons(line: bytes | str) -> tuple[Reason, ...]:
    """The reasons of a report from their JSON."""
    return _reasons.decode(line)


def incident_as_dict(incident: Incident) -> dict[str, Any]:
    """The fields of the output contract, as plain dicts, lists and values."""
    fields: dict[str, Any] = msgspec.json.decode(encode_incident(incident))
    return fields


def encode_incident(incident: Incident) -> bytes:
    """One incident as one line of JSON, without the line's end."""
    disputed = any(q.disputed for q in incident.figures)
    return msgspec.json.encode({**msgspec.to_builtins(incident), "disputed": disputed})


def decode_incident(line: bytes | str) -> Incident:
    """An incident from its JSON."""
    return _incidents.decode(line)
