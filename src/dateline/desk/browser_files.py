"""The browser files: found by plain names, served under names that change with the content."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def _manifest(_changed: int) -> dict[str, str]:
    try:
        names = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(plain): str(hashed) for plain, hashed in names.items()}


def manifest() -> dict[str, str]:
    """Plain names to hashed ones, as the build wrote them; empty if it has not run."""
    path = FOLDER / "manifest.json"
    return _manifest(path.stat().st_mtime_ns if path.exists() else 0)


def address(name: str) -> str | None:
    """The address of a browser file; None if it was not built."""
    hashed = manifest().get(name)
    return f"/static/{hashed}" if hashed else None


class _Files(StaticFiles):
    """Files whose names have a hash are kept for good; others are asked for each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = path in manifest().values()
        response.headers["cache-control"] = FOR_GOOD if kept else "no-cache"
        return response


def static_files() -> Any:  # noqa: ANN401 - an ASGI application of either kind
    """The application that serves the folder; one that says so if it was not built."""
    if FOLDER.is_dir():
        return _Files(directory=FOLDER)

    async def missing(scope: Scope, _receive: Any, _send: Any) -> None:  # noqa: ANN401
        raise HTTPException(404, f"the browser files were not built: {scope['path']}")

    return missing
