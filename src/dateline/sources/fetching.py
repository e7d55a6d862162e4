"""Fetches one address at a time: politely, within limits, and from the public internet only.

Each step of a redirection is judged like the first address: its scheme, the numbers of its host,
the site's robots.txt. The connection goes to a number that was judged, so that a name which means
one host when it is looked at and another when it is used gains nothing. Proxies that the
environment names are not used, because behind one nobody here would see where an address leads.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from dateline.sources.addresses import FetchError, Resolve, Target, checked, resolve, target_of

if TYPE_CHECKING:
    import urllib3
    from protego import Protego

ROBOT = "Dateline"
AGENT = f"{ROBOT}/0.1 (reads news reports for research; one request at a time)"
REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
OK, SEVERAL, NOT_FOUND, GONE, TOO_MANY = 200, 300, 404, 410, 429
REFUSED = frozenset({401, 402, 403, 451})
SERVER_ERRORS = 500
# Longer rests than this are not kept: whoever asks for them wants no visits.
LONGEST_REST = 30.0
_PIECE = 1 << 16
_SAVE = "open it in the browser, save the page and give its file"


@dataclass(frozen=True, slots=True)
class Fetch:
    """What may be fetched, and how much of it.

    `largest` bounds an answer's bytes after unpacking, `seconds` an address with all that it leads
    to, `entries` a feed; `rest` is the pause between two requests to a host. `allow_private` lets
    addresses of private networks through. `promised` is told how many articles a feed names.
    """

    allow_private: bool = False
    largest: int = 10_000_000
    seconds: float = 30.0
    redirections: int = 5
    entries: int = 200
    rest: float = 1.0
    robots: bool = True
    resolve: Resolve = resolve
    promised: Callable[[int], None] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: its content, and the address that it came from in the end."""

    address: str
    content: bytes
    kind: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class _Raw:
    """One answer of a server, as it came."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Fetcher:
    """Fetches addresses one after the other; it remembers when each host was asked last."""

    def __init__(self, limits: Fetch | None = None) -> None:
        self.limits = limits or Fetch()
        self._asked: dict[str, float] = {}
        self._robots: dict[str, Protego | FetchError | None] = {}

    def get(self, address: str) -> Answer:
        """What is at an address.

        Raises:
            FetchError: it may not be fetched, or cannot be.
        """
        target = target_of(address)
        until = time.monotonic() + self.limits.seconds
        for _ in range(self.limits.redirections + 1):
            until += self._wait(target)
            raw = self._ask(target, self.limits.largest, until)
            if raw.status not in REDIRECTIONS or not raw.headers.get("location"):
                return _answer(target, raw)
            target = target_of(urljoin(target.address, raw.headers["location"].strip()))
        raise FetchError(
            f"the address leads on more than {self.limits.redirections} times",
            "give the address to which it leads in the browser",
        )

    def _wait(self, target: Target) -> float:
        """Keep the rules and the rest that the host asks for; the seconds that went by."""
        begun = time.monotonic()
        rest = self.limits.rest
        if self.limits.robots:
            rules = self._rules(target)
            if rules is not None:
                if not rules.can_fetch(target.address, ROBOT):
                    raise FetchError(f"{target.host} asks programs not to fetch this page", _SAVE)
                rest = max(rest, min(rules.crawl_delay(ROBOT) or 0.0, LONGEST_REST))
        since = time.monotonic() - self._asked.get(target.host, -rest)
        if since < rest:
            time.sleep(rest - since)
        return time.monotonic() - begun

    def _rules(self, target: Target) -> Protego | None:
        """The robots.txt of a site, asked for once; None if it has none."""
        if target.origin not in self._robots:
            try:
                self._robots[target.origin] = self._fetch_rules(target)
            except FetchError as error:
                self._robots[target.origin] = error
        found = self._robots[target.origin]
        if isinstance(found, FetchError):
            raise found
        return found

    def _fetch_rules(self, site: Target) -> Protego | None:
        from protego import Protego  # noqa: PLC0415 - with the first page of a site

        target = Target(site.scheme, site.host, site.port, "/robots.txt")
        until = time.monotonic() + self.limits.seconds
        for _ in range(self.limits.redirections + 1):
            raw = self._ask(target, self.limits.largest, until)
            if raw.status in REDIRECTIONS and raw.headers.get("location"):
                target = target_of(urljoin(target.address, raw.headers["location"].strip()))
            elif raw.status >= SERVER_ERRORS or raw.status == TOO_MANY:
                raise FetchError(
                    f"{site.host} does not say what may be fetched (status {raw.status})",
                    "try again later",
                )
            elif raw.status == OK:
                return Protego.parse(raw.content.decode("utf-8", "replace"))
            else:
                break
        return None

    def _ask(self, target: Target, most: int, until: float) -> _Raw:
        """One request to one of the host's numbers."""
        import urllib3  # noqa: PLC0415 - with the first address
        from urllib3.exceptions import HTTPError  # noqa: PLC0415

        numbers = checked(
            target, allow_private=self.limits.allow_private, resolve=self.limits.resolve
        )
        said = ""
        try:
            for number in numbers:
                connection = _connection(target, number, until)
                try:
                    connection.connect()
                except (HTTPError, OSError) as error:
                    connection.close()
                    if isinstance(error, ssl.SSLError | urllib3.exceptions.SSLError):
                        raise FetchError(
                            f"{target.host} has no certificate that can be trusted",
                            "check the address",
                        ) from error
                    said = _short(error)
                    continue
                with _Until(connection, until):
                    return _exchange(connection, target, most)
        finally:
            self._asked[target.host] = time.monotonic()
        raise FetchError(f"{target.host} does not answer ({said})", "try again later")


class _Until:
    """Cuts a connection off when its time is over, however slowly bytes trickle in."""

    def __init__(self, connection: urllib3.connection.HTTPConnection, until: float) -> None:
        self._connection = connection
        # Taken now, because an answer that ends with its connection takes the socket along.
        self._socket = connection.sock
        self._over = False
        self._timer = threading.Timer(max(0.0, until - time.monotonic()), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        self._connection.close()
        if self._over:
            raise _slow() from None

    def _cut(self) -> None:
        self._over = True
        if self._socket is not None:
            with suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)


def _slow() -> FetchError:
    return FetchError("the answer takes too long", "try again later, or " + _SAVE)


def _connection(target: Target, number: str, until: float) -> urllib3.connection.HTTPConnection:
    """A connection to a number, in which the host's name is only told and, for TLS, proved."""
    from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415

    left = until - time.monotonic()
    if left <= 0:
        raise _slow()
    if target.scheme == "http":
        return HTTPConnection(number, target.port, timeout=left)
    return HTTPSConnection(
        number, target.port, timeout=left, server_hostname=target.host, ssl_context=_trusted()
    )


def _trusted() -> ssl.SSLContext:
    """The system's certificates; where it has none, those that come with Python packages."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi  # noqa: PLC0415 - seldom needed

        context.load_verify_locations(certifi.where())
    return context


def _exchange(connection: urllib3.connection.HTTPConnection, target: Target, most: int) -> _Raw:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    host = target.origin.partition("://")[2]
    headers = {
        "Host": host,
        "User-Agent": AGENT,
        "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml,"
        " application/feed+json, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en, *;q=0.5",
        "Connection": "close",
    }
    try:
        connection.request("GET", target.path, headers=headers, preload_content=False)
        response = connection.getresponse()
        pieces: list[bytes] = []
        size = 0
        for piece in response.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size > most:
                raise FetchError(
                    f"the answer is larger than {most // 1_000_000 or 1} MB",
                    "download it and give the file",
                )
            pieces.append(piece)
    except (HTTPError, OSError) as error:
        raise FetchError(
            f"{target.host} broke off its answer ({_short(error)})", "try again later"
        ) from error
    told = {name.lower(): value for name, value in response.headers.items()}
    return _Raw(response.status, told, b"".join(pieces))


def _answer(target: Target, raw: _Raw) -> Answer:
    """The answer, if the server has given what was asked for."""
    status = raw.status
    if status in {NOT_FOUND, GONE}:
        raise FetchError(f"there is no such page (status {status})", "check the address")
    if status in REFUSED:
        raise FetchError(f"{target.host} refuses this page to programs (status {status})", _SAVE)
    if status == TOO_MANY:
        raise FetchError(f"{target.host} asks to come back later (status 429)", "try again later")
    if not OK <= status < SEVERAL or not raw.content.strip():
        what = "an empty page" if OK <= status < SEVERAL else f"status {status}"
        raise FetchError(f"{target.host} answers with {what}", "try again later, or " + _SAVE)
    kind, *more = raw.headers.get("content-type", "").split(";")
    charset = next(
        (
            value.strip().strip("\"'")
            for name, _, value in (part.partition("=") for part in more)
            if name.strip().lower() == "charset"
        ),
        None,
    )
    return Answer(target.address, raw.content, kind.strip().lower(), charset or None)


def _short(error: Exception) -> str:
    """What went wrong, without the library's own names."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "no answer in time"
    inner = error.__cause__ or error
    text = str(getattr(inner, "strerror", None) or inner)
    return text.partition(": ")[2] or text if text.startswith("<") else text[:160]
