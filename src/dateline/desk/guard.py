"""Who may ask, and who may write: a layer around the app that trusts no request.

A page of a foreign site can make the browser send requests to the loopback address. Therefore:

- the Host header must name the desk itself (a foreign name that points here is DNS rebinding);
- a request that the browser says comes from another origin is refused, unless somebody follows a
  link to a page;
- whatever writes needs the token, as a cookie that other sites cannot send or as a header;
- every answer forbids scripts, styles, frames and connections that are not the desk's own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.desk.errors import DeskError
from dateline.desk.refusing import refusal

READING = frozenset({"GET", "HEAD", "OPTIONS"})
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With "no-referrer" browsers hide the origin of our own forms too, and we would refuse them.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TOKEN = "token"  # noqa: S105 - the name of the parameter, not the token


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard goes by: names of this desk, its token, and the largest body in bytes."""

    hosts: frozenset[str]
    token: str
    cookie: str
    most: int = 32 * 1024 * 1024


def rules_for(port: int, token: str | None = None) -> Rules:
    """The rules of a desk on a port of the loopback address."""
    names = ("127.0.0.1", "localhost", "[::1]")
    hosts = {f"{name}:{port}" for name in names}
    if port == 80:  # noqa: PLR2004 - browsers leave it out
        hosts.update(names)
    # Cookies know no ports: a second desk must not take the first one's.
    return Rules(frozenset(hosts), token or secrets.token_urlsafe(32), f"dateline_desk_{port}")


class Guard:
    """The layer; `app` is called for requests that pass."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and hand it on, or answer why not."""
        if scope["type"] != "http":
            # No websockets here; the start and end of the server pass.
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        headers = Headers(scope=scope)
        try:
            self._check(scope, headers)
            entry = self._entry(scope)
            if entry is not None:
                await self._let_in(entry, guarded)
                return
            scope.setdefault("state", {})["may_write"] = self._has_token(headers)
            limited = _limited(receive, headers, self.rules.most)
        except DeskError as error:
            await refusal(error, scope)(scope, receive, guarded)
            return
        await self.app(scope, limited, guarded)

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.get("host", "").lower()
        if host not in self.rules.hosts:
            raise DeskError(
                "foreign_host",
                "this address does not belong to the desk",
                "open the address that `dateline desk` has printed",
            )
        writes = scope["method"] not in READING
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{host}":
            raise _foreign()
        site = headers.get("sec-fetch-site")
        if site in {"cross-site", "same-site"} and (writes or not _follows_link(headers)):
            raise _foreign()
        if not writes:
            return
        if not self._has_token(headers):
            raise DeskError(
                "no_token",
                "writing needs the token of this desk",
                "open the address with the token that `dateline desk` has printed",
            )
        by_cookie = not headers.get("authorization")
        if by_cookie and origin is None and site != "same-origin":
            # Browsers say where a request that writes comes from; what does not is none.
            raise _foreign()

    def _has_token(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return _same(given.strip(), self.rules.token)
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.rules.cookie)
        except CookieError:
            return False
        return morsel is not None and _same(morsel.value, self.rules.token)

    def _entry(self, scope: Scope) -> str | None:
        """Where to lead a request whose address carries the token; None if it carries none."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in pairs if name == TOKEN]
        if not given or scope["method"] != "GET":
            return None
        if not _same(given[0], self.rules.token):
            raise DeskError(
                "wrong_token",
                "the token in this address is not the one of this desk",
                "open the address that `dateline desk` has printed last",
            )
        rest = urlencode([(n, v) for n, v in pairs if n != TOKEN])
        # A path that begins with two slashes would lead to another host.
        path = "/" + scope.get("raw_path", b"/").decode("latin-1").lstrip("/\\")
        return f"{path}?{rest}" if rest else path

    async def _let_in(self, address: str, send: Send) -> None:
        cookie = f"{self.rules.cookie}={self.rules.token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [
            (b"location", address.encode("latin-1")),
            (b"set-cookie", cookie.encode("latin-1")),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _follows_link(headers: Headers) -> bool:
    return (
        headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    )


def _foreign() -> DeskError:
    return DeskError(
        "foreign_origin",
        "this request comes from another site",
        "only the desk's own pages may ask; programs send `Authorization: Bearer TOKEN`",
    )


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def _limited(receive: Receive, headers: Headers, most: int) -> Receive:
    """The body of a request, refused when it is larger than `most`."""
    said = headers.get("content-length", "0")
    if not said.isdigit() or int(said) > most:
        raise _too_large(most)
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                raise _too_large(most)
        return message

    return counted


def _too_large(most: int) -> DeskError:
    return DeskError(
        "too_large",
        f"this is larger than the desk takes ({most // (1024 * 1024)} MB)",
        "use `dateline ingest FILE --store STORE` for large files",
    )
