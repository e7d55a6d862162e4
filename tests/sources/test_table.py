from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dateline.article import Article
from dateline.sources import Failure, SourceOptions, count, gather
from dateline.sources.dates import parse_day

STORY = "Police cleared the main square on Monday. Forty people were detained."
ROWS = [
    {
        "id": "7",
        "title": "One",
        "published": "2021-05-14",
        "outlet": "E",
        "url": "u",
        "text": STORY,
    },
    {"id": "b", "published": "", "text": "A second report, on the strike in the port."},
]


def read(path: Path, **options: object) -> tuple[list[Article], list[Failure]]:
    found = list(gather([path], SourceOptions(**options)))  # type: ignore[arg-type]
    return (
        [f for f in found if isinstance(f, Article)],
        [f for f in found if isinstance(f, Failure)],
    )


def lines(rows: list[dict[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(params=["jsonl", "jsonl.gz", "json", "csv", "semicolon", "parquet"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"rows.{request.param}"
    header = ["id", "title", "published", "outlet", "url", "text"]
    cells = [[str(row.get(name, "")) for name in header] for row in ROWS]
    match request.param:
        case "jsonl":
            path.write_text(lines(ROWS))
        case "jsonl.gz":
            path.write_bytes(gzip.compress(lines(ROWS).encode()))
        case "json":
            path.write_text(json.dumps(ROWS))
        case "parquet":
            source = tmp_path / "in.jsonl"
            source.write_text(lines(ROWS))
            duckdb.read_json(str(source)).write_parquet(str(path))
            source.unlink()
        case _:
            path = path.with_suffix(".csv")
            mark = ";" if request.param == "semicolon" else ","
            quoted = [mark.join(f'"{c}"' for c in row) for row in [header, *cells]]
            path.write_text("\n".join(quoted))
    return path


def test_every_row_is_an_article(table: Path) -> None:
    articles, failures = read(table, published=date(2020, 1, 1), outlet="F")
    assert failures == []
    assert [a.id for a in articles] == ["7", "b"]
    assert [a.published for a in articles] == [date(2021, 5, 14), date(2020, 1, 1)]
    assert [a.outlet for a in articles] == ["E", "F"]
    assert articles[0].text == STORY
    assert (articles[0].title, articles[0].url) == ("One", "u")
    assert articles[1].title is None


def test_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT 'a b c' AS text FROM range(1200)").write_parquet(str(path))
    (tmp_path / "b.txt").write_text(STORY)
    assert count([path, tmp_path / "b.txt"]) == 1201
    assert len(read(path)[0]) == 1200
    (tmp_path / "c.jsonl").write_text("{}")
    assert count([tmp_path / "c.jsonl"]) is None


def test_a_broken_row_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = '{"text": "unclosed\n[1, 2]\n{"text": ""}\n{"text": "x y", "published": "soon"}\n'
    path.write_text(lines(ROWS[:1]) + bad + lines(ROWS[1:]))
    articles, failures = read(path)
    assert len(articles) == 2
    assert [f.where for f in failures] == ["line 2", "line 3", "line 4", "line 5"]
    assert "not JSON" in failures[0].reason
    assert "list" in failures[1].reason
    assert "empty" in failures[2].reason
    assert "YYYY-MM-DD" in failures[3].line()


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_table_without_text_names_its_columns(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    rows = duckdb.sql("SELECT 'Police cleared it.' AS Body, 'x' AS day FROM range(300)")
    if kind == "jsonl":
        path.write_text(lines([{"Body": "Police cleared it.", "day": "x"}] * 300))
    elif kind == "csv":
        rows.write_csv(str(path), header=True)
    else:
        rows.write_parquet(str(path))
    articles, failures = read(path)
    assert articles == []
    assert len(failures) == 1
    assert "Body, day" in failures[0].reason
    assert "--column text=Body" in failures[0].line()
    articles, failures = read(path, columns={"text": "body"})
    assert (len(articles), failures) == (300, [])


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,day\nPolice cleared it.,x\n")
    assert "'story'" in read(path, columns={"text": "story"})[1][0].line()


def test_html_columns(tmp_path: Path) -> None:
    paragraphs = f"<p>{STORY} The union called it an attack on all workers.</p>" * 3
    page = f"<html><body><article><h1>Head of it</h1>{paragraphs}</article></body></html>"
    path = tmp_path / "a.jsonl"
    path.write_text(lines([{"id": "h", "html": page}, {"id": "e", "html": "<p></p>"}]))
    articles, failures = read(path)
    assert [a.id for a in articles] == ["h"]
    assert STORY in articles[0].text
    assert failures[0].where == "line 2"


def test_odd_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "word " * 50_000
    path.write_bytes(
        "﻿Text,ID\r\n".encode()
        + f'"{long}",1\r\n'.encode()
        + "caf\xe9 is shut,2\r\na,b,c,d\r\n".encode("cp1252")
        + b'"two\r\nlines",3\r\n'
    )
    articles, failures = read(path)
    assert [a.id for a in articles] == ["1", "2", "3"]
    assert articles[1].text == "café is shut"
    assert articles[2].text == "two\nlines"
    assert "more cells" in failures[0].reason


def test_tables_that_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,id\n")
    assert "no rows" in read(path)[1][0].line()
    broken = tmp_path / "b.parquet"
    broken.write_bytes(b"PAR1 and then nothing PAR1")
    assert "Parquet" in read(broken)[1][0].line()
    text = tmp_path / "c.parquet"
    text.write_text(STORY)
    assert "not a Parquet file" in read(text)[1][0].line()


def test_wide_text_and_lone_surrogates(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(ROWS).encode("utf-16"))
    assert len(read(path)[0]) == 2
    path.write_text('{"text": "He said \\ud83d and left."}\n')
    read(path)[0][0].text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-05-14", date(2021, 5, 14)),
        ("2021-05-14T23:59:00Z", date(2021, 5, 14)),
        ("20210514", date(2021, 5, 14)),
        ("14 May 2021", date(2021, 5, 14)),
        ("Friday, 14th May 2021", date(2021, 5, 14)),
        ("Sept. 14, 2020", date(2020, 9, 14)),
        ("May 14, 2021, 10:00 AM", date(2021, 5, 14)),
        ("Fri, 14 May 2021 10:00:00 GMT", date(2021, 5, 14)),
        ("14/05/2021", date(2021, 5, 14)),
        ("05/14/2021", date(2021, 5, 14)),
        ("1620986400", date(2021, 5, 14)),
        ("1620986400000", date(2021, 5, 14)),
        ("04/05/2021", None),
        ("2021-13-40", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert parse_day(text) == day
