"""Answers of the API: JSON with dates in it, CSV, files to keep, and the one shape of errors."""

from __future__ import annotations

from typing import Any

import msgspec
from pydantic import BaseModel
from starlette.responses import Response

from dateline.desk.errors import CODES


class Problem(BaseModel):
    """What was wrong, in a word that programs know, in a sentence, and what to do."""

    code: str
    message: str
    hint: str


class ErrorAnswer(BaseModel):
    """Every error has this shape."""

    error: Problem


# What the documentation says of every call.
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer, "description": " or ".join(codes)}
    for status, codes in sorted(
        {
            status: [code for code, s in CODES.items() if s == status]
            for status in set(CODES.values()) - {500}
        }.items()
    )
}


def json(value: object, status: int = 200) -> Response:
    """A value as JSON; days and times become ISO texts."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def csv(text: str, name: str) -> Response:
    """A table to keep as a file."""
    return kept(text.encode(), name, "text/csv; charset=utf-8")


def kept(content: bytes, name: str, kind: str) -> Response:
    """A file to keep. Browsers must not show it, for it holds words of articles."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
