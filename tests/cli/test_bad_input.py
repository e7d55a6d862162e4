"""What goes wrong at a user's desk: one clear line, the exit code, and no half-written file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dateline as package
from dateline.cli import main
from dateline.store import Store
from tests import examples

REPORT = """Kenya: teachers march over pay

Thousands of teachers marched through Nairobi on Monday. Police arrested 12 protesters.
"""


def dateline(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a report, a store, and files that are something else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 16)
    (tmp_path / "text.duckdb").write_text("not a database\n", "utf-8")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "other.jsonl").write_text('{"a": 1}\n', "utf-8")
    (tmp_path / "kind.jsonl").write_text('{"text": 5}\n', "utf-8")
    with Store(tmp_path / "crisis.duckdb") as store:
        store.add(examples.article(), examples.reports(), "test")
    Store(tmp_path / "new.duckdb").close()
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        ("code missing.txt", 1, "missing.txt: no such file or folder; check the path"),
        ("read empty.txt", 1, "empty.txt: the file is empty"),
        ("explain binary.txt", 1, "binary.txt: this is a binary file"),
        ("code nothing", 1, "nothing: no reports in this folder: it is empty"),
        ("code report.txt -o missing/events.csv", 2, "the folder 'missing' is not there"),
        ("code report.txt -o nothing", 2, "is a directory"),
        ("code report.txt --explain -f csv", 2, "--explain gives text"),
        ("code report.txt --column body=text", 2, "no column is called 'body'"),
        ("code report.txt --parser nosuch", 1, "no spaCy model named 'nosuch'"),
        ("code report.txt --actors binary.txt", 1, "binary.txt: cannot be read"),
        ("ingest report.txt --store text.duckdb", 1, "text.duckdb is no DuckDB file"),
        ("ingest report.txt --store missing/a.duckdb", 2, "the folder 'missing' is not there"),
        ("ingest report.txt --store nothing", 2, "is a directory"),
        ("query text.duckdb FROM", 1, "text.duckdb is no DuckDB file"),
        ("query missing.duckdb FROM", 2, "does not exist"),
        ("query crisis.duckdb SELEC", 1, "crisis.duckdb: the query cannot be run: Parser Error"),
        ("query crisis.duckdb --", 2, "Missing argument"),
        ("claims missing.duckdb", 1, "missing.duckdb: no such file or folder"),
        ("claims new.duckdb", 0, "new.duckdb: no event report to list; `dateline ingest` adds"),
        ("claims crisis.duckdb -o missing/a.csv", 2, "the folder 'missing' is not there"),
        ("places find Xyzzyqq", 1, "no place called 'Xyzzyqq'; check the spelling"),
        ("places import missing", 2, "does not exist"),
        ("places import report.txt", 1, "report.txt is not a GeoNames dump"),
        ("evaluate", 2, "no task; choose one of events"),
        ("evaluate nosuch other.jsonl", 2, "no task is called 'nosuch'; choose one of events"),
        ("evaluate events", 2, "no gold file for 'events'"),
        ("evaluate events other.jsonl --update", 2, "name it with --floors"),
        ("evaluate events --floors other.jsonl", 1, "other.jsonl: needs gold, digest, task"),
        ("evaluate events nothing", 2, "is a directory"),
        ("evaluate events missing.jsonl", 2, "does not exist"),
        ("evaluate events report.txt", 1, "report.txt:1: not JSON"),
        ("nosuch", 2, "No such command 'nosuch'"),
    ],
)
def test_one_line_and_the_exit_code(call: str, code: int, said: str) -> None:
    done = dateline(*call.split())
    assert done.exit_code == code, done.output
    (line,) = [line for line in done.stderr.splitlines() if said in line]
    assert len(line) < 400


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "task", ["events", "types", "cameo", "actors", "arguments", "event-places"]
)
@pytest.mark.parametrize("gold", ["other.jsonl", "kind.jsonl", "empty.txt"])
def test_gold_of_another_shape_is_told(task: str, gold: str) -> None:
    done = dateline("evaluate", task, gold)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {gold}")
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("task", ["places", "times", "voices", "factuality", "figures", "parse"])
def test_gold_for_another_layer_is_told(task: str) -> None:
    done = dateline("evaluate", task, "other.jsonl")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: other.jsonl")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "the query holds no statement"),
        ("/* nothing */", "the query holds no statement"),
        ("SELECT nosuch FROM events", 'cannot be run: Binder Error: Referenced column "nosuch"'),
        ("DROP TABLE texts", "read-only"),
    ],
)
def test_a_query_that_cannot_be_run_is_one_line(sql: str, said: str) -> None:
    done = dateline("query", "crisis.duckdb", sql)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_store_that_another_process_writes_to_is_told(folder: Path) -> None:
    script = "import sys; from dateline import Store; s = Store('crisis.duckdb'); print('open')"
    holder = started(folder, f"{script}; sys.stdout.flush(); sys.stdin.read()")
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        for call in ("query crisis.duckdb SUMMARIZE", "claims crisis.duckdb"):
            done = dateline(*call.split())
            assert done.exit_code == 1
            assert "crisis.duckdb is open for writing elsewhere" in done.stderr
            assert f"(held by the process PID {holder.pid})" in done.stderr
            assert done.stderr.count("\n") == 1
    finally:
        holder.communicate()


@pytest.mark.parametrize("name", ["events.jsonl", "events.parquet", "events.csv"])
def test_an_error_leaves_the_old_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    old = folder / name
    old.write_text("old", "utf-8")
    for home in ("jsonl.encode", "csv.flat", "parquet.insert"):
        monkeypatch.setattr(f"dateline.exports.{home}", full)
    done = dateline("code", "report.txt", "-o", name)
    assert done.exit_code == 1
    assert f"{name} cannot be written: No space left on device" in done.stderr
    assert old.read_text("utf-8") == "old"
    assert not list(folder.glob(".dateline-*"))


def full(*_: object, **__: object) -> None:
    raise OSError(28, os.strerror(28))


def test_a_link_is_followed_and_the_files_rights_stay(folder: Path) -> None:
    real, link = folder / "nothing" / "real.jsonl", folder / "events.jsonl"
    real.write_text("old", "utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    assert dateline("code", "report.txt", "-o", link).exit_code == 0
    assert link.is_symlink()
    assert "PROTEST" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_an_explanation_goes_into_the_file(folder: Path) -> None:
    done = dateline("code", "report.txt", "--explain", "-o", "why.txt")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "lexicon entry march" in (folder / "why.txt").read_text("utf-8")


def started(folder: Path, script: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python that runs a script in the folder, with the same Dateline as this one."""
    home = str(Path(package.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": home},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_keeps_what_was_done(folder: Path) -> None:
    reports = folder / "reports"
    reports.mkdir()
    for n in range(6000):
        (reports / f"{n:04}.txt").write_text(f"{REPORT}\nAt {n} places shops were shut.\n", "utf-8")
    verb = ("ingest", "reports", "--store", "many.duckdb", "--published", "2021-03-09")
    run = started(folder, "from dateline.cli import main; main()", *verb)
    log = folder / "many.duckdb.wal"
    sizes = set()
    while run.poll() is None and len(sizes) < 3:  # none, the tables, the first articles
        sizes.add(log.stat().st_size if log.exists() else 0)
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    assert err == "stopped; what was done is kept\n"
    assert out.startswith("many.duckdb: articles added ")
    with Store(folder / "many.duckdb", read_only=True) as kept:
        _, ((articles,),) = kept.query("SELECT count(*) FROM articles")
    assert 0 < articles < 6000


def test_ctrl_c_anywhere_else_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dateline.store.Store.query", stop)
    monkeypatch.setattr("dateline.store.Store.__init__", lambda *_, **__: None)
    monkeypatch.setattr("dateline.store.Store.close", lambda _: None)
    done = dateline("query", __file__, "FROM events")
    assert (done.exit_code, done.stderr) == (130, "stopped\n")
