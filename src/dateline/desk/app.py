"""The desk as a web application: routes, errors in one shape, and the guard around it all."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp

from dateline import __version__
from dateline.desk import api, pages
from dateline.desk.browser_files import static_files
from dateline.desk.desk import Desk
from dateline.desk.errors import CODES, DeskError
from dateline.desk.guard import Guard, Rules
from dateline.desk.imports import Imports
from dateline.desk.refusing import refusal
from dateline.errors import DatelineError

log = logging.getLogger(__name__)
DESCRIPTION = """
What the pages of the desk are made from. Every view has the same parameters here and in the
browser's address. Calls that write need the token: `Authorization: Bearer TOKEN`.
Every error is `{"error": {"code", "message", "hint"}}`.
"""
# Statuses that the framework raises by itself, in our codes.
BY_STATUS = {400: "bad_request", 404: "not_found", 405: "not_allowed", 413: "too_large"}


def make_app(desk: Desk, rules: Rules, imports: Imports | None = None) -> ASGIApp:
    """The application for one desk, guarded by rules.

    Closing the desk is left to whoever opened it.
    """
    takes = imports or Imports(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        takes.close()

    app = FastAPI(
        title="Dateline desk",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        # The documentation pages of the framework load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.include_router(api.routes(desk, takes))
    app.include_router(pages.routes(desk, takes))
    app.mount("/static", static_files())
    for kind in (HTTPException, RequestValidationError, DatelineError, Exception):
        app.add_exception_handler(kind, _said)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return Guard(app, rules)


async def _said(request: Request, error: Exception) -> Response:
    """Any error in the one shape."""
    headers: Mapping[str, str] | None = None
    if isinstance(error, DeskError):
        said = error
    elif isinstance(error, HTTPException):
        code = BY_STATUS.get(error.status_code, "bad_request")
        said = DeskError(code, str(error.detail), "the addresses are listed in /api/openapi.json")
        headers = error.headers
    elif isinstance(error, RequestValidationError):
        said = DeskError("bad_request", _wrong(error), "see /api/openapi.json")
    elif isinstance(error, DatelineError):
        said = DeskError("failed", str(error), "look at the store with `dateline query`")
    else:
        log.error("the desk failed at %s", request.url.path, exc_info=error)
        said = DeskError("failed", "the desk failed at this", "its terminal says more")
    return refusal(said, request.scope, dict(headers) if headers else None)


def _wrong(error: RequestValidationError) -> str:
    """What was wrong with a request, each field with its fault."""
    parts = []
    for one in error.errors()[:5]:
        where = ".".join(str(p) for p in one["loc"] if p not in {"query", "body", "path"})
        parts.append(f"{where}: {one['msg']}" if where else str(one["msg"]))
    return "; ".join(parts) or "the request does not fit"


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The documentation, without the framework's own shape of errors, which is never sent."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
    )
    for path in made["paths"].values():
        for call in path.values():
            call["responses"].pop("422", None)
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"]["properties"]["code"]["enum"] = sorted(CODES)
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in made["paths"].values():
        for method, call in path.items():
            if method != "get":
                call["security"] = [{"token": []}]
    app.openapi_schema = made
    return made
