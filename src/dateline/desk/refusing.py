"""An error as an answer: JSON for programs, a page for people."""

from __future__ import annotations

from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from dateline.desk.errors import DeskError

TWINS = (".json", ".csv", ".jsonl", ".geojson", ".parquet")


def wants_page(scope: Scope) -> bool:
    """Whether whoever asks is a person with a browser."""
    path = scope["path"]
    if path.startswith("/api/") or path == "/api" or path.endswith(TWINS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def refusal(error: DeskError, scope: Scope, headers: dict[str, str] | None = None) -> Response:
    """The answer that says what was wrong and what to do."""
    if not wants_page(scope):
        return JSONResponse(error.as_dict(), error.status, headers)
    # No template here: this must work when everything else does not.
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Dateline</title></head>'
        f"<body><main><h1>{escape(error.message)}</h1><p>{escape(error.hint)}</p>"
        '<p><a href="/">To the overview</a></p></main></body></html>'
    )
    return HTMLResponse(page, error.status, headers)
