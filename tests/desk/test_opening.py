"""A store has one writer: whoever comes second sees it, but changes nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.desk import overview
from dateline.desk.desk import Desk
from dateline.desk.filters import Paged
from dateline.errors import StoreError
from dateline.store import Store
from tests.desk.conftest import BEARER, Open

HOLDER = """
import sys, time
from dateline.store import Store
from tests import examples
store = Store(sys.argv[1])
article = examples.article(id="late", sha256="1" * 64)
store.add(article, [], "reader-1")
store.flush()
print("held", flush=True)
sys.stdin.readline()
store.close()
"""


READER = """
import sys
from dateline.store import Store
print(Store(sys.argv[1], read_only=True).query("SELECT count(*) FROM readings")[1][0][0])
"""


@pytest.fixture
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the store open for writing, and has written to it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    if process.poll() is None:
        process.communicate("\n", timeout=60)


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_a_store_that_is_being_written_is_shown_as_a_copy(
    held: subprocess.Popen[str], opened: Open, path: Path
) -> None:
    client = opened(path)
    client.headers.update({**BEARER, "accept": "text/html"})
    page = client.get("/").text
    assert "Another program is writing this store: you see a copy" in page
    assert 'data-read-only="true"' in page
    # What the other process has written before is in the copy.
    assert "late" in [r["id"] for r in client.get("/api/articles").json()["rows"]]
    body = {"report": "a1" * 10, "verdict": "accept", "person": "Ana"}
    response = client.post("/api/reviews", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (409, "read_only")
    let_go(held)
    assert client.post("/data/look-again").status_code == 303
    assert 'data-read-only="false"' in client.get("/").text
    assert client.post("/api/reviews", json=body).status_code == 201


def test_a_desk_for_reading_lets_others_read(path: Path, opened: Open) -> None:
    client = opened(path, read_only=True)
    client.headers.update(BEARER)
    assert "opened for reading only" in client.get("/").text
    asked = [sys.executable, "-c", READER, str(path)]
    assert subprocess.run(asked, capture_output=True, check=True, text=True).stdout == "3\n"
    response = client.post("/data/import", data={"text": "Dockers marched."})
    assert response.json()["error"]["code"] == "read_only"
    assert "without --read-only" in response.json()["error"]["hint"]


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    other.write_text("no database")
    with pytest.raises(StoreError, match="is no DuckDB file"):
        Desk(other)
    with pytest.raises(StoreError, match="is not there"):
        Desk(tmp_path / "missing.duckdb", read_only=True)


def test_a_new_store_is_empty_and_says_where_to_begin(tmp_path: Path, opened: Open) -> None:
    client = opened(tmp_path / "new.duckdb")
    for page in ("/", "/review", "/incidents", "/agreement", "/data"):
        assert client.get(page).status_code == 200
    assert "Import some" in client.get("/articles").text


def test_looking_again_takes_over_what_was_written(path: Path, opened: Open) -> None:
    client = opened(path, read_only=True)
    client.headers.update(BEARER)
    assert client.get("/api/articles").json()["total"] == 3
    assert client.post("/api/look-again").json()["read_only"] is True
    assert client.get("/api/articles").json()["total"] == 3


def test_copies_leave_nothing_behind(
    held: subprocess.Popen[str], path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    desk = Desk(path)
    assert any(folder.iterdir())
    desk.close()
    assert not any(folder.iterdir())
    del held


def test_index_and_store_agree_after_a_rebuild(path: Path) -> None:
    desk = Desk(path)
    began = time.monotonic()
    desk.take_over()
    assert time.monotonic() - began < 30
    ((in_store,),) = desk.store.select("SELECT count(*) FROM events")[1]
    assert desk.index.ask("SELECT count(*) FROM events") == [(in_store,)]
    desk.close()
    with Store(path, read_only=True) as store:
        assert store.query("SELECT count(*) FROM events")[1] == [(in_store,)]


def test_views_can_be_asked_while_the_store_is_taken_over(path: Path) -> None:
    desk = Desk(path)
    seen: set[tuple[int, int]] = set()
    failed: list[Exception] = []
    over = threading.Event()

    def ask() -> None:
        filters = Paged.model_validate({"type": ["PROTEST"]})
        while not over.is_set():
            try:
                whole = overview.overview(desk, filters)
                table = overview.events(desk, filters)
            except Exception as error:  # noqa: BLE001 - it is what the test looks for
                failed.append(error)
                return
            seen.add((whole["events"], table["total"]))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        desk.take_over()
    over.set()
    for thread in threads:
        thread.join()
    desk.close()
    assert failed == []
    assert seen == {(2, 2)}
