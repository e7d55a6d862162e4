from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from dateline.cli.desk import is_store
from dateline.cli.main import main
from dateline.store import Store
from tests import examples

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(\S*)\?token=(\S+)")


def started(*arguments: str) -> subprocess.Popen[str]:
    code = "from dateline.cli import main; main()"
    command = [sys.executable, "-c", code, "desk", *arguments, "--no-browser"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.duckdb"
    article = examples.article()
    with Store(path) as made:
        made.add(article, examples.reports(article), "reader-1")
    return path


@pytest.fixture
def running(store: Path) -> Iterator[subprocess.Popen[str]]:
    process = started(str(store))
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_the_desk_prints_an_address_that_lets_its_owner_write(
    running: subprocess.Popen[str],
) -> None:
    assert running.stdout is not None
    found = ADDRESS.search(running.stdout.readline())
    assert found is not None
    root = f"http://127.0.0.1:{found[1]}"
    with httpx.Client(base_url=root) as client:
        assert client.get("/api/overview").json()["events"] == 3
        body = {"report": "a1" * 10, "verdict": "accept", "person": "Ana"}
        assert client.post("/api/reviews", json=body).status_code == 401
        assert client.get(found[2] or "/", params={"token": found[3]}).status_code == 303
        written = client.post("/api/reviews", json=body, headers={"origin": root})
        assert written.status_code == 201
        assert "server" not in written.headers
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert "Traceback" not in said


def test_a_report_is_coded_into_a_store_that_is_forgotten(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Teachers marched through Arica on Friday to demand higher pay.")
    folder = tmp_path / "temporary"
    folder.mkdir()
    code = "from dateline.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "desk", str(report), "--published", "2023-10-16",
         "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )  # fmt: skip
    assert process.stdout is not None
    found = ADDRESS.search(process.stdout.readline())
    assert found is not None
    page = httpx.get(f"http://127.0.0.1:{found[1]}{found[2]}").text
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert found[2].startswith("/articles/")
    assert "PROTEST" in page
    assert "2023-10-13" in page
    assert not list(folder.glob("dateline-*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "is not there"),
        (["nowhere.duckdb"], "there is no store nowhere.duckdb; make one with `dateline ingest"),
        (["nowhere.duckdb", "--read-only", "--new"], "there is no store"),
        (["folder/nowhere.duckdb", "--new"], "the folder 'folder' is not there"),
        (["crisis.duckdb", "--port", "70000"], "70000"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = CliRunner().invoke(main, ["desk", *arguments])
    assert outcome.exit_code != 0
    assert said in outcome.output
    assert "Traceback" not in outcome.output
    assert not list(tmp_path.iterdir())


def test_a_new_store_is_made_when_asked_for(tmp_path: Path) -> None:
    process = started(str(tmp_path / "new.duckdb"), "--new")
    assert process.stdout is not None
    found = ADDRESS.search(process.stdout.readline())
    assert found is not None
    page = httpx.get(f"http://127.0.0.1:{found[1]}{found[2]}").text
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "is a new store" in said
    assert found[2] == "/data"
    assert "This store" in page


def test_stores_are_told_from_reports_by_their_content(store: Path, tmp_path: Path) -> None:
    renamed = store.rename(tmp_path / "crisis.data")
    text = tmp_path / "text.duckdb"
    text.write_text("Teachers marched.")
    assert is_store(renamed)
    assert not is_store(text)
    assert is_store(tmp_path / "new.duckdb")
    assert not is_store(tmp_path)
