"""A small site on this machine, for tests of fetching: no test asks the network."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    """What the site answers at one path."""

    content: bytes | str = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    # Writes the body itself, piece by piece, for servers that are slow or never end.
    write: Callable[[Callable[[bytes], object]], None] | None = None


@dataclass
class Site:
    """A site that is being served, and what it was asked for."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@contextmanager
def site() -> Iterator[Site]:
    """Serve a site, at first without a page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers.get("host", ""), time.monotonic()))
            page = made.pages.get(self.path, Page("nothing here", status=404))
            body = page.content.encode() if isinstance(page.content, str) else page.content
            self.send_response(page.status)
            self.send_header("content-type", page.kind)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.write is None:
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            try:
                if page.write is None:
                    self.wfile.write(body)
                else:
                    page.write(self.wfile.write)
            except OSError:
                pass  # the reader has had enough

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def report(title: str, words: str, *, own: str = "") -> str:
    """A page with a report."""
    link = f'<link rel="canonical" href="{own}">' if own else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{link}'
        f'<meta property="og:site_name" content="The Pier"></head><body><nav><a href="/">Home</a>'
        f"</nav><article><h1>{title}</h1><p>{words}</p><p>The port was closed for a second day,"
        f" and ships waited outside the harbour, its office said on Tuesday.</p><p>Talks between"
        f" the union and the owners are to go on next week in the capital, both sides said."
        f"</p></article></body></html>"
    )
