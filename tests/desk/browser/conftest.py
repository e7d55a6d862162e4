"""One Chromium for all browser tests, and a desk that serves a store while a test looks at it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLE = ROOT / "examples" / "yerevan.txt"
# Without the last three, Chromium asks for hosts of its maker all the time.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()


def chromium() -> str | None:
    """The browser to drive: the one that CHROMIUM names, else the system's."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str | None:
    """Why the browser tests cannot run here; None if they can."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return "browser tests run in one process: pytest tests/desk/browser"
    try:
        import fastapi  # noqa: F401, PLC0415
        import playwright.sync_api  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ImportError as error:
        return f"{error.name} is not installed"
    if chromium() is None:
        return "there is no Chromium: apt-get install chromium, or set CHROMIUM"
    from dateline.desk.browser_files import FOLDER  # noqa: PLC0415

    if build_step().is_built(ROOT / "frontend", FOLDER):
        return None
    return "the desk's browser files are not built from these sources: python hatch_build.py"


def build_step() -> Any:
    """`hatch_build.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    if spec is None or spec.loader is None:
        pytest.fail("hatch_build.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of this folder, with the reason, where they cannot run."""
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    reason = missing() if ours else None
    if reason:
        for item in ours:
            item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Desk:
    """A desk that is being served: its address, and the one that lets the browser write."""

    root: str
    entry: str
    store: Path


@contextmanager
def served(path: Path) -> Iterator[Desk]:
    """Serve the store at a path from a thread."""
    import uvicorn  # noqa: PLC0415

    from dateline.desk.app import make_app  # noqa: PLC0415
    from dateline.desk.desk import Desk as Shown  # noqa: PLC0415
    from dateline.desk.server import listening  # noqa: PLC0415

    shown = Shown(path)
    serving = listening(0)
    config = uvicorn.Config(make_app(shown, serving.rules), log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [serving.socket]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        root = f"http://127.0.0.1:{serving.port}"
        yield Desk(root, serving.address(), path)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        shown.close()
        serving.socket.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@dataclass
class Seen:
    """A page, and all that must not happen on it."""

    page: Any
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def go(self, address: str) -> Any:
        """Open an address and wait until its scripts are in place."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page

    def is_clean(self) -> None:
        """No script failed, the policy had nothing to stop, and no other host was asked."""
        assert self.errors == []
        assert self.foreign == []
        assert self.failed == []


@pytest.fixture
def seen(browser: Any) -> Iterator[Callable[..., Seen]]:
    """Opens pages, each with its own cookies; what goes wrong on them is gathered."""
    contexts = []

    def make(desk: Desk, **options: Any) -> Seen:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        made = Seen(context.new_page())
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.on(
            "console",
            lambda message: made.errors.append(message.text) if message.type == "error" else None,
        )
        made.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((desk.root, "data:", "blob:"))
                else made.foreign.append(request.url)
            ),
        )
        made.page.on(
            "response",
            lambda response: (
                made.failed.append(f"{response.status} {response.url}")
                if response.status >= 400
                else None
            ),
        )
        return made

    yield make
    for context in contexts:
        context.close()


def _run(*words: str | Path) -> None:
    from click.testing import CliRunner  # noqa: PLC0415

    from dateline.cli.main import main  # noqa: PLC0415

    told = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert told.exit_code == 0, told.output


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our example report, coded into a store; tests that write take a copy."""
    store = tmp_path_factory.mktemp("example") / "crisis.duckdb"
    _run("ingest", EXAMPLE, "--published", "2018-04-22", "--store", store)
    return store


# Two reports with one wire text, and one whose source counts otherwise.
WIRE = (
    "VALPARAISO, Oct 15 (Harbour Wire) - Between 4,000 and 5,000 dock workers marched in Valparaiso"
    " on Saturday to demand higher pensions, police said. Police detained 12 people after it."
)
OTHER = (
    "Some 20,000 dock workers marched in Valparaiso on Saturday for higher pensions, the dockers'"
    " union said. Police detained 40 people, the union said."
)
REPORTS = (
    {"title": "Dockers march", "outlet": "Harbour Wire", "published": "2023-10-15", "text": WIRE},
    {"title": "In the streets", "outlet": "The Courier", "published": "2023-10-15", "text": WIRE},
    {"title": "Union counts", "outlet": "The Pier", "published": "2023-10-16", "text": OTHER},
)


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports of one march, coded and linked."""
    folder = tmp_path_factory.mktemp("linked")
    told = "".join(json.dumps(report) + "\n" for report in REPORTS)
    (folder / "reports.jsonl").write_text(told, encoding="utf-8")
    _run("ingest", folder / "reports.jsonl", "--store", folder / "march.duckdb")
    _run("link", folder / "march.duckdb")
    return folder / "march.duckdb"


@pytest.fixture(scope="module")
def desk(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on the example; most modules look at it, one has its own."""
    store = tmp_path_factory.mktemp("desk") / "crisis.duckdb"
    shutil.copy(example, store)
    with served(store) as made:
        yield made
