from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from dateline.article import Article
from dateline.desk.app import make_app
from dateline.desk.desk import Desk
from dateline.desk.guard import rules_for
from dateline.desk.imports import Imports
from dateline.event import EventReport
from dateline.sources import Fetch
from dateline.store import Store
from tests import examples

PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"
TOKEN = "a-token-of-the-tests"  # noqa: S105 - of these tests only
BEARER = {"authorization": f"Bearer {TOKEN}"}
SHA = {"dockers": "d" * 64, "rtl": "e" * 64, "empty": "f" * 64}

Open = Callable[..., TestClient]


def in_hebrew() -> tuple[Article, list[EventReport]]:
    """A march elsewhere, two years before, in an article that is written from right to left."""
    text = "המפגינים צעדו בוולפראיסו ביום שישי."
    article = examples.article(
        id="rtl", sha256=SHA["rtl"], text=text, title="הפגנה", outlet=None, url=None, cuts=()
    )
    report = examples.march(article)
    words = replace(
        report.trigger, text="צעדו", start=text.index("צעדו"), end=text.index("צעדו") + 4
    )
    place = replace(examples.VALPARAISO, name="Arica", geonameid=3899361, start=None, end=None,
                    latitude=-18.47, longitude=-70.3, text=None)  # fmt: skip
    march = replace(
        report,
        id="d4" * 10,
        evidence=replace(report.evidence, text=text, start=0, end=len(text)),
        trigger=words,
        place=place,
        sources=(),
        figures=(),
        date=replace(report.date, start="2021-05-01", end="2021-05-02", text=None)
        if report.date
        else None,
        confidence=0.2,
    )
    return article, [march]


def fill(made: Path) -> Path:
    """A store of three articles: one with three reports, one with one, one with none."""
    dockers = examples.article(id="dockers", sha256=SHA["dockers"])
    with Store(made) as store:
        store.add(dockers, examples.reports(dockers), "reader-1")
        article, reports = in_hebrew()
        store.add(article, reports, "reader-1")
        empty = examples.article(id="empty", sha256=SHA["empty"], text="Nothing happened.", cuts=())
        store.add(empty, [], "reader-1")
        store.fail("lost.pdf", "", "this is a PDF; extract its text")
    return made


def client_of(app: ASGIApp) -> TestClient:
    """A client that may read."""
    return TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store, to be copied."""
    return fill(tmp_path_factory.mktemp("desk") / "crisis.duckdb")


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A store of one's own."""
    return Path(shutil.copy(filled, tmp_path / "crisis.duckdb"))


@pytest.fixture(scope="session")
def shown(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ASGIApp]:
    """A desk that many tests look at and none changes."""
    desk = Desk(Path(shutil.copy(filled, tmp_path_factory.mktemp("shown") / "crisis.duckdb")))
    yield make_app(desk, rules_for(PORT, TOKEN))
    desk.close()


@pytest.fixture
def client(shown: ASGIApp) -> TestClient:
    """A client of the desk that none changes."""
    return client_of(shown)


@pytest.fixture
def opened(path: Path) -> Iterator[Open]:
    """A function that opens a store (that of `path`) and gives a client of its desk."""
    desks: list[Desk] = []

    def make(
        store: Path = path, *, read_only: bool = False, fetch: Fetch | None = None
    ) -> TestClient:
        desks.append(Desk(store, read_only=read_only))
        imports = Imports(desks[-1], fetch=fetch)
        return client_of(make_app(desks[-1], rules_for(PORT, TOKEN), imports))

    make.desks = desks  # type: ignore[attr-defined]
    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def writer(opened: Open) -> TestClient:
    """A client with the token, of a desk of one's own."""
    made = opened()
    made.headers.update(BEARER)
    return made
