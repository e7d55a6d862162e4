"""What the desk answers when it cannot do what was asked: one shape, one status a code."""

from __future__ import annotations

from dateline.errors import DatelineError

# Every code that an answer may carry, with its status.
CODES = {
    "bad_request": 400,
    "no_token": 401,
    "wrong_token": 403,
    "foreign_host": 403,
    "foreign_origin": 403,
    "not_found": 404,
    "not_allowed": 405,
    "conflict": 409,
    "read_only": 409,
    "too_large": 413,
    "wrong_type": 415,
    "failed": 500,
    "busy": 503,
}


class DeskError(DatelineError):
    """An error of the desk: a code of `CODES`, what was wrong, and what to do next."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return CODES[self.code]

    def as_dict(self) -> dict[str, dict[str, str]]:
        """The one shape of errors."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint}}
