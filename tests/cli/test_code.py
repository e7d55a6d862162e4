"""`dateline code`: formats, exit codes, and what bad input is told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import jsonschema
import pytest
from click.testing import CliRunner, Result

from dateline.cli import main

REPORT = """Kenya: teachers march over pay

Thousands of teachers marched through Nairobi on Monday to demand higher pay. Police arrested \
12 protesters.

The education minister, George Magoha, condemned the march.
"""
SCHEMA = Path(__file__).parent / "event.schema.json"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


def dateline(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=given)


def test_jsonl_has_march_and_arrests(report: Path) -> None:
    done = dateline("code", report, "--published", "2021-03-09", "-f", "jsonl")
    assert done.exit_code == 0, done.output
    events = [json.loads(line) for line in done.stdout.splitlines()]
    march = next(e for e in events if e["trigger"]["text"] == "marched")
    assert march["type"] == "PROTEST"
    assert march["place"]["name"] == "Nairobi"
    assert march["date"]["start"] == "2021-03-08"
    assert march["figures"][0]["low"] == 2000
    assert "higher pay" in march["demand"]
    arrest = next(e for e in events if e["type"] == "COERCE")
    assert arrest["sources"][0]["code"] == "KENCOP"
    assert arrest["figures"][0]["low"] == 12
    assert arrest["date"]["start"] == "2021-03-08"
    for event in events:
        span = event["evidence"]
        assert REPORT.count(span["text"]) == 1


def test_same_text_gives_the_same_bytes(report: Path) -> None:
    first = dateline("code", report, "--published", "2021-03-09", "-f", "jsonl").stdout
    assert first == dateline("code", report, "--published", "2021-03-09", "-f", "jsonl").stdout


def test_csv_and_geojson_and_parquet_agree(report: Path, tmp_path: Path) -> None:
    options = ("code", report, "--published", "2021-03-09")
    rows = list(csv.DictReader(io.StringIO(dateline(*options, "-f", "csv").stdout)))
    shapes = json.loads(dateline(*options, "-f", "geojson").stdout)
    out = tmp_path / "events.parquet"
    assert dateline(*options, "-o", out).exit_code == 0
    ids = [r[0] for r in duckdb.read_parquet(str(out)).project("id").fetchall()]
    assert ids == [r["id"] for r in rows]
    assert {f["id"] for f in shapes["features"]} <= set(ids)
    assert "GeoNames" in json.dumps(shapes)


def test_table_shows_who_did_what(report: Path) -> None:
    done = dateline("code", report, "--published", "2021-03-09")
    assert done.exit_code == 0
    for word in ("PROTEST", "COERCE", "Nairobi", "2021-03-08"):
        assert word in done.stdout


def test_explain_names_entry_and_words(report: Path) -> None:
    done = dateline("code", report, "--published", "2021-03-09", "--explain")
    assert "lexicon entry march" in done.stdout
    assert "“marched”" in done.stdout
    events = dateline("code", report, "--published", "2021-03-09", "-f", "jsonl").stdout
    one = json.loads(events.splitlines()[0])["id"]
    shown = dateline("explain", report, "--published", "2021-03-09", "--event", one[:8])
    assert one in shown.stdout
    unknown = dateline("explain", report, "--event", "zzz")
    assert unknown.exit_code == 1
    assert "ids here" in unknown.output


def test_standard_input() -> None:
    done = dateline("code", "-", "-f", "jsonl", "--published", "2021-03-09", given=REPORT)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) >= 2


def test_min_confidence_leaves_records_out(report: Path) -> None:
    every = dateline("code", report, "-f", "jsonl").stdout.splitlines()
    sure = dateline("code", report, "-f", "jsonl", "--min-confidence", "0.99").stdout.splitlines()
    assert len(sure) < len(every)


def test_own_files_and_project_file(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.csv").write_text(
        "word,pos,type,frame,cameo,mode,if,unless,note\n"
        "march,verb,PROTEST,subject>none,1411,demo,subject:teacher,,\n",
        "utf-8",
    )
    (tmp_path / "dateline.toml").write_text('lexicon = ["mine.csv"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    done = dateline("code", report, "-f", "jsonl")
    march = json.loads(done.stdout.splitlines()[0])
    assert march["cameo"] == "1411"
    (tmp_path / "dateline.toml").write_text('lexikon = ["mine.csv"]\n', "utf-8")
    wrong = dateline("code", report)
    assert wrong.exit_code == 1
    assert "unknown key 'lexikon'" in wrong.output


def bad(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


GERMAN = (
    "Tausende Menschen haben am Sonntag in Minsk gegen den Präsidenten demonstriert. Die Polizei "
    "nahm nach eigenen Angaben etwa vierhundert Personen fest, wie das Ministerium mitteilte. "
    "Die Opposition wirft dem Staatschef vor, die Wahl gefälscht zu haben, was dieser bestreitet."
)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
        ("german.txt", GERMAN.encode(), "English"),
        ("furniture.txt", b"Related Topics\n\nShare this with Facebook\n\nRead more\n", "cleaning"),
        ("table.csv", b"name,size\na,1\n", "name"),
        ("long.txt", b"the police said that " * 110_000, "characters"),
    ],
)
def test_bad_file_is_named_and_the_rest_is_coded(
    tmp_path: Path, report: Path, name: str, content: bytes, said: str
) -> None:
    path = bad(tmp_path, name, content)
    done = dateline("code", path, report, "-f", "jsonl", "--published", "2021-03-09")
    assert done.exit_code == 1
    assert '"PROTEST"' in done.stdout
    lines = [line for line in done.stderr.splitlines() if name in line]
    assert len(lines) == 1, done.stderr
    assert said in lines[0]


def test_missing_file_is_named(report: Path) -> None:
    done = dateline("code", "nosuch.txt", report, "-f", "jsonl")
    assert done.exit_code == 1
    assert "nosuch.txt: no such file" in done.stderr
    assert '"PROTEST"' in done.stdout


def test_broken_row_does_not_lose_the_others(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": "a", "text": REPORT}),
        "{broken",
        json.dumps({"id": "b", "text": REPORT}),
    ]
    path = bad(tmp_path, "rows.jsonl", "\n".join(rows).encode())
    done = dateline("code", path, "-f", "jsonl")
    assert done.exit_code == 1
    assert {json.loads(x)["article"]["id"] for x in done.stdout.splitlines()} == {"a", "b"}
    assert "2" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = bad(
        tmp_path, "enc.txt", REPORT.replace("Police", "Police in “Nairobi”").encode(encoding)
    )
    done = dateline("code", path, "-f", "jsonl", "--published", "2021-03-09")
    assert done.exit_code == 0, done.stderr
    assert "“Nairobi”" in done.stdout


def test_nul_bytes_and_mojibake_do_not_stop_it(tmp_path: Path) -> None:
    broken = REPORT.replace("teachers", "tea\0chers") + "â€œWe will go onâ€\x9d, they said."
    path = bad(tmp_path, "nul.txt", broken.encode())
    done = dateline("code", path, "-f", "jsonl")
    assert done.exit_code == 0, done.stderr
    assert '"PROTEST"' in done.stdout


def test_without_a_date_sunday_stays_open_and_says_so(report: Path) -> None:
    done = dateline("code", report, "-f", "jsonl")
    march = json.loads(done.stdout.splitlines()[0])
    assert march["date"] is None
    assert "“Monday” cannot be told; give --published" in done.stderr


def test_wrong_usage_is_exit_2(report: Path) -> None:
    assert dateline("code").exit_code == 2
    assert dateline("code", report, "--published", "next week").exit_code == 2
    assert dateline("code", report, "-f", "parquet").exit_code == 2
    assert dateline("code", report, "-o", "events.xyz").exit_code == 2
    assert dateline("code", report, "--column", "text").exit_code == 2


def test_nothing_found_says_so(tmp_path: Path) -> None:
    path = bad(
        tmp_path, "weather.txt", b"It will be sunny in the north and a little wet elsewhere."
    )
    done = dateline("code", path, "-f", "jsonl")
    assert done.exit_code == 0
    assert "no event found in 1 article" in done.stderr


def test_every_verb_has_help_with_examples() -> None:
    verbs = main.list_commands(None)  # type: ignore[arg-type]
    for verb in verbs:
        done = dateline(verb, "--help")
        assert done.exit_code == 0
        assert f"dateline {verb}" in done.stdout, verb


def test_contract(report: Path) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    done = dateline("code", report, "--published", "2021-03-09", "-f", "jsonl")
    for line in done.stdout.splitlines():
        check.validate(json.loads(line))
