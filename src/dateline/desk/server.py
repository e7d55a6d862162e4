"""From a store's path to a running server: the port, the token, the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from dateline.desk.app import make_app
from dateline.desk.desk import Desk
from dateline.desk.guard import TOKEN, Rules, rules_for
from dateline.desk.imports import Imports
from dateline.errors import StoreError
from dateline.sources import Fetch

HOST = "127.0.0.1"
DEFAULT_PORT = 8765
# If the default port is taken, the next ones are tried.
PORTS = 20


@dataclass(frozen=True, slots=True)
class Serving:
    """A socket that listens, with the rules of the desk on it."""

    socket: socket.socket
    port: int
    rules: Rules

    def address(self, path: str = "/") -> str:
        """The address to open, which carries the token once."""
        mark = "&" if "?" in path else "?"
        return f"http://{HOST}:{self.port}{path}{mark}{TOKEN}={quote(self.rules.token)}"


def listening(port: int | None = None) -> Serving:
    """A socket on the loopback address, on the port or the first free one.

    Raises:
        StoreError: the port is taken.
    """
    wanted = [port] if port is not None else [*range(DEFAULT_PORT, DEFAULT_PORT + PORTS), 0]
    for number in wanted:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((HOST, number))
        except OSError as error:
            made.close()
            if number == wanted[-1]:
                msg = f"port {number} cannot be had ({error.strerror}): name another with --port"
                raise StoreError(msg) from error
            continue
        made.listen(128)
        chosen = int(made.getsockname()[1])
        return Serving(made, chosen, rules_for(chosen))
    msg = "no port is free"
    raise StoreError(msg)


def serve(
    desk: Desk,
    serving: Serving,
    *,
    path: str = "/",
    browser: bool = True,
    ready: Callable[[str], None] = lambda _: None,
    fetch: Fetch | None = None,
) -> None:
    """Serve a desk until Ctrl-C; `ready` is told the address when it answers."""
    import uvicorn  # noqa: PLC0415 - the extra `desk`

    config = uvicorn.Config(
        make_app(desk, serving.rules, Imports(desk, fetch=fetch)),
        log_level="warning",
        access_log=False,
        server_header=False,
        # Nothing between the browser and here may say who asks.
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    address = serving.address(path)

    def opened() -> None:
        ready(address)
        if browser:
            webbrowser.open(address)

    timer = threading.Timer(0.3, opened)
    timer.daemon = True
    timer.start()
    try:
        server.run(sockets=[serving.socket])
    finally:
        timer.cancel()
        serving.socket.close()
