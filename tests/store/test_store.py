from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dateline.article import Article
from dateline.errors import StoreError
from dateline.event import EventReport, Reason
from dateline.store import Store
from dateline.store.schema import STORAGE, VERSION
from tests import examples


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crisis.duckdb"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def one(store: Store, sql: str) -> object:
    (((value,),)) = store.query(sql)[1]
    return value


def many(count: int) -> list[tuple[Article, list[EventReport]]]:
    made = []
    for n in range(count):
        article = examples.article(
            id=f"row-{n}", sha256=f"{n:064x}", text=f"{examples.TEXT} Report {n}."
        )
        reports = [replace(r, id=f"{n:08d}-{r.id}") for r in examples.reports(article)]
        made.append((article, reports))
    return made


def test_articles_and_reports_come_back_as_they_went_in(path: Path) -> None:
    article, reports = examples.article(), examples.reports()
    with Store(path) as store:
        assert store.add(article, reports, "reader-1")
    with Store(path, read_only=True) as store:
        assert list(store.articles()) == [article]
        back = list(store.reports())
    assert back == reports
    assert [r.reasons for r in back] == [r.reasons for r in reports]


def test_reading_the_same_article_twice_adds_nothing(path: Path) -> None:
    article, reports = examples.article(), examples.reports()
    with Store(path) as store:
        assert store.add(article, reports, "reader-1")
        assert not store.add(article, reports, "reader-1")
    with Store(path) as store:
        assert store.knows(article, "reader-1")
        before = store.query("SELECT id FROM statements ORDER BY ALL")
        assert not store.add(article, reports, "reader-1")
        assert store.query("SELECT id FROM statements ORDER BY ALL") == before
        assert one(store, "SELECT count(*) FROM readings") == 1
        assert one(store, "SELECT count(*) FROM events") == len(reports)


def test_a_newer_reader_adds_statements_and_keeps_the_old(store: Store) -> None:
    article, reports = examples.article(), examples.reports()
    store.add(article, reports, "reader-1")
    old = store.query("SELECT * FROM statements ORDER BY ALL")[1]
    store.add(article, [replace(reports[0], mode="rally")], "reader-2")
    assert not set(old) - set(store.query("SELECT * FROM statements")[1])
    assert store.query("SELECT id, mode FROM events")[1] == [(reports[0].id, "rally")]
    assert store.query(
        "SELECT value, version FROM statements"
        " WHERE field = 'mode' AND original = 'marched' ORDER BY version"
    )[1] == [('"demo"', "reader-1"), ('"rally"', "reader-2")]
    assert len(list(store.articles())) == 1


def test_offsets_point_into_the_text_they_were_made_for(store: Store) -> None:
    article = examples.article()
    store.add(article, examples.reports(), "reader-1")
    shorter = replace(article, text=article.text[examples.TEXT.index("“At least") :])
    arrests = examples.arrests()
    moved = replace(
        arrests, evidence=replace(arrests.evidence, start=0, end=len(arrests.evidence.text))
    )
    store.add(shorter, [moved], "reader-2")
    assert (
        one(
            store,
            "SELECT count(*) FROM reports p JOIN readings USING (reading)"
            " JOIN texts t USING (sha256, text_sha256)"
            " WHERE substring(t.text, p.evidence_start + 1, p.evidence_end - p.evidence_start)"
            " <> p.evidence",
        )
        == 0
    )
    assert one(store, "SELECT text FROM articles") == shorter.text


def test_finding_nothing_is_a_result(store: Store) -> None:
    assert store.add(examples.article(), [], "reader-1")
    assert store.query("SELECT reader_version, reports FROM readings")[1] == [("reader-1", 0)]
    assert one(store, "SELECT reports FROM articles") == 0
    assert not store.add(examples.article(), [], "reader-1")


def test_a_failure_is_kept_with_its_reason(path: Path) -> None:
    with Store(path) as store:
        store.fail(Path("broken.csv"), "row 7", "no column 'text'")
    with Store(path, read_only=True) as store:
        assert store.query("SELECT path, item, reason, failed_at IS NOT NULL FROM failures")[1] == [
            ("broken.csv", "row 7", "no column 'text'", True)
        ]


def test_statements_keep_words_and_who_says_so(store: Store) -> None:
    store.add(examples.article(), examples.reports(), "reader-1")
    (row,) = store.query(
        "SELECT value, original, start_char, end_char, claimant, stance, outlet, as_of, reader,"
        " version, score FROM statements WHERE field = 'figures' AND claimant IS NOT NULL"
    )[1]
    assert json.loads(row[0])["low"] == 9
    assert examples.TEXT[row[2] : row[3]] == row[1] == "At least nine"
    assert row[4:] == (
        "a police spokeswoman", "asserts", "The Harbour Post", date(2023, 10, 16), "dateline",
        "reader-1", 0.6,
    )  # fmt: skip
    # The outlet itself counts the marchers.
    assert store.query("SELECT DISTINCT claimant FROM statements WHERE original = 'Some 12,000'")[
        1
    ] == [(None,)]
    assert (
        one(store, "SELECT rule FROM statements WHERE field = 'type' AND value = '\"PROTEST\"'")
        == "lexicon entry march"
    )


def test_a_reason_speaks_for_its_own_value_only(store: Store) -> None:
    store.add(examples.article(), [examples.march()], "reader-1")
    assert store.query(
        "SELECT value->>'$', rule, original FROM statements WHERE field = 'contexts' ORDER BY 1"
    )[1] == [("economic", None, "marched"), ("labor", "cue word", "workers")]


def test_words_outside_every_claim_are_the_outlets_own(store: Store) -> None:
    stones = examples.stones()
    union = replace(stones.sources[0], **{
        k: getattr(examples.span("Union leader"), k) for k in ("text", "start", "end")
    })  # fmt: skip
    store.add(examples.article(), [replace(stones, sources=(union,))], "reader-1")
    assert store.query(
        "SELECT field, claimant FROM statements WHERE field IN ('sources', 'targets') ORDER BY 1"
    )[1] == [("sources", None), ("targets", "Rosa Quiroga")]


def test_statements_have_the_same_id_in_every_store(tmp_path: Path) -> None:
    ids = []
    for name in ("a.duckdb", "b.duckdb"):
        with Store(tmp_path / name) as store:
            store.add(examples.article(), examples.reports(), "reader-1")
            ids.append(store.query("SELECT id FROM statements ORDER BY ALL")[1])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_flat_columns_have_types(store: Store) -> None:
    store.add(examples.article(), examples.reports(), "reader-1")
    assert (
        one(
            store,
            "SELECT sum(participants_low)::BIGINT FROM events"
            " WHERE date_start BETWEEN DATE '2023-10-01' AND DATE '2023-10-31' AND latitude < 0",
        )
        == 12000
    )
    assert one(store, "SELECT record->>'demand' FROM events WHERE type = 'PROTEST'") == (
        "higher pensions"
    )


def test_a_query_changes_nothing(path: Path, store: Store) -> None:
    store.add(examples.article(), examples.reports(), "reader-1")
    changes = (
        "DELETE FROM statements",
        "EXPLAIN ANALYZE DELETE FROM statements",
        "DROP TABLE failures",
        "COMMIT; DELETE FROM statements",
        "COMMIT",
    )
    for sql in changes:
        with pytest.raises(StoreError):
            store.query(sql)
    count = one(store, "SELECT count(*) FROM statements")
    assert count
    store.close()
    with Store(path, read_only=True) as reading:
        for sql in changes[:4]:
            with pytest.raises(StoreError):
                reading.query(sql)
        assert one(reading, "SELECT count(*) FROM statements") == count


def test_wrong_sql_says_what_is_wrong(store: Store) -> None:
    with pytest.raises(StoreError, match="evnts"):
        store.query("FROM evnts")


def test_what_was_added_is_kept_when_the_block_is_left_by_an_error(path: Path) -> None:
    def stopped() -> None:
        with Store(path) as store:
            store.add(examples.article(), examples.reports(), "reader-1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    with Store(path, read_only=True) as store:
        assert one(store, "SELECT count(*) FROM events") == 3


class Interrupted:
    """A connection during one of whose statements the user presses Ctrl-C."""

    def __init__(self, connection: Any, statement: str) -> None:
        self.connection = connection
        self.statement = statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def execute(self, sql: str, *values: Any) -> Any:
        result = self.connection.execute(sql, *values)
        if sql.startswith(self.statement):
            self.statement = "nothing more"
            raise KeyboardInterrupt
        return result


@pytest.mark.parametrize("statement", ["BEGIN", "INSERT INTO reports", "COMMIT"])
def test_an_interrupted_write_leaves_each_article_once(path: Path, statement: str) -> None:
    store = Store(path)
    store.add(examples.article(), examples.reports(), "reader-1")
    store._connection = Interrupted(store._connection, statement)
    with pytest.raises(KeyboardInterrupt):
        store.flush()
    store.close()
    with Store(path, read_only=True) as reading:
        assert list(reading.reports()) == examples.reports()
        assert one(reading, "SELECT count(*) FROM readings") == 1


class Full:
    """A connection to a file on a disk that is full for once."""

    def __init__(self, connection: Any, statement: str) -> None:
        self.connection = connection
        self.statement = statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def execute(self, sql: str, *values: Any) -> Any:
        if sql == self.statement:
            self.statement = "nothing more"
            if sql == "COMMIT":
                self.connection.execute("ROLLBACK")  # as the database does by itself
            msg = "disk full"
            raise duckdb.IOException(msg)
        return self.connection.execute(sql, *values)


@pytest.mark.parametrize("statement", ["BEGIN", "COMMIT"])
def test_what_could_not_be_written_is_kept_for_the_next_try(path: Path, statement: str) -> None:
    store = Store(path)
    store.add(examples.article(), examples.reports(), "reader-1")
    store._connection = Full(store._connection, statement)
    with pytest.raises(StoreError, match="disk full"):
        store.flush()
    store.close()
    with Store(path, read_only=True) as reading:
        assert list(reading.reports()) == examples.reports()


def test_a_store_is_read_while_it_is_added_to(store: Store) -> None:
    for article, reports in many(3):
        store.add(article, reports, "reader-1")
    for article in store.articles():
        store.add(article, [], "reader-2")
    assert one(store, "SELECT count(*) FROM readings") == 6
    assert list(store.reports()) == []


def test_reports_that_do_not_belong_to_the_article_are_refused(store: Store) -> None:
    article = examples.article()
    with pytest.raises(StoreError, match="of article"):
        store.add(replace(article, id="other"), examples.reports(), "reader-1")
    with pytest.raises(StoreError, match="do not stand at"):
        store.add(replace(article, text="x" + article.text), examples.reports(), "reader-1")
    with pytest.raises(StoreError, match="surrogates"):
        store.add(replace(article, title="half \ud83d"), [], "reader-1")
    assert one(store, "SELECT count(*) FROM readings") == 0
    assert store.add(article, examples.reports(), "reader-1")


def test_articles_without_a_hash_are_told_apart(store: Store) -> None:
    assert store.add(Article("a", "One text.", cleaned=True), [], "reader-1")
    assert store.add(Article("b", "Another text.", cleaned=True), [], "reader-1")
    assert not store.add(Article("b", "Another text.", cleaned=True), [], "reader-1")


def test_odd_texts_are_kept(store: Store) -> None:
    text = "Null \x00, quote ' and \" and 😀, {json: [\\]}"
    store.add(Article("odd", text, title="; DROP TABLE texts; --", cleaned=True), [], "reader-1")
    (back,) = store.articles()
    assert back.text == text
    reason = Reason("type", "PROTEST", 'rule "of" \\ things\n', "a\x00b")
    store.add(examples.article(), [replace(examples.march(), reasons=(reason,))], "reader-1")
    assert next(store.reports()).reasons == (reason,)


def test_a_second_writer_is_told_to_wait(path: Path) -> None:
    holder = (
        "import sys; from dateline.store import Store\n"
        "with Store(sys.argv[1]):\n    print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        for read_only in (False, True):
            with pytest.raises(StoreError, match="one writer at a time"):
                Store(path, read_only=read_only)
        process.communicate("")
    with Store(path):
        pass


def test_reading_beside_writing_in_one_process_is_told_too(store: Store) -> None:
    with pytest.raises(StoreError, match="one writer at a time"):
        Store(store.path, read_only=True)


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no database " * 2000)
    with pytest.raises(StoreError, match="no DuckDB file"):
        Store(text)
    assert text.read_text() == "no database " * 2000
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE zoo (animal VARCHAR)")
    for read_only in (False, True):
        with pytest.raises(StoreError, match="zoo"):
            Store(other, read_only=read_only)
    with duckdb.connect(str(other)) as connection:
        assert connection.execute("SHOW TABLES").fetchall() == [("zoo",)]
    missing = tmp_path / "missing.duckdb"
    with pytest.raises(StoreError, match="dateline ingest"):
        Store(missing, read_only=True)
    assert not missing.exists()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "no folder" / "x.duckdb")


def test_a_newer_store_is_refused(path: Path) -> None:
    with Store(path) as store:
        store.add(examples.article(), [], "reader-1")
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO meta VALUES (?, 'to come', now())", [VERSION + 1])
    with pytest.raises(StoreError, match="update Dateline"):
        Store(path)


def test_the_file_can_be_opened_by_older_databases(path: Path) -> None:
    with Store(path) as store:
        store.add(examples.article(), examples.reports(), "reader-1")
    with Store(path) as store:
        tags = one(store, "SELECT tags FROM duckdb_databases() WHERE NOT internal")
    assert isinstance(tags, dict)
    kept = tags["storage_version"].lstrip("v").rstrip("+").split(".")
    assert [int(n) for n in kept] <= [int(n) for n in STORAGE.lstrip("v").split(".")]


def test_a_closed_or_reading_store_takes_nothing(path: Path) -> None:
    with Store(path) as store:
        pass
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.add(examples.article(), [], "reader-1")
    with Store(path, read_only=True) as reading, pytest.raises(StoreError, match="reading only"):
        reading.fail("x", "", "y")


def test_a_thousand_articles_are_added_in_seconds(path: Path) -> None:
    made = many(1000)
    start = time.process_time()
    with Store(path) as store:
        for article, reports in made:
            store.add(article, reports, "reader-1")
    # Measured at under two on two cores; ten is what the store promises.
    assert time.process_time() - start < 10
    with Store(path, read_only=True) as store:
        assert one(store, "SELECT count(*) FROM events") == 3000


def test_opening_the_package_does_not_load_the_database() -> None:
    code = "import sys, dateline.store, dateline.exports.jsonl; sys.exit('duckdb' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
