"""`dateline link`, `incidents`, `claims --incident`, `decide`, `undo` on a store of articles."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dateline.cli import main

DETENTIONS = (
    "Thousands marched through Minsk on Sunday. Police detained about 250 people in Minsk on "
    "Sunday, Interior Ministry spokeswoman Olga Chemodanova said."
)
OTHER_NUMBERS = (
    "The Belarusian interior ministry said more than 400 people were detained in Minsk on Sunday. "
    "The rights group Viasna said police detained 90 people in Minsk on Sunday."
)
STRIKE = "QUITO - Nurses went on strike in Quito on Monday over unpaid wages."
ARTICLES = [
    ("Courier", "2020-09-13", DETENTIONS),
    ("Herald", "2020-09-13", OTHER_NUMBERS),
    ("Andes", "2020-09-14", STRIKE),
]


def dateline(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("link")
    table = folder / "articles.jsonl"
    rows = [
        {"id": outlet.lower(), "outlet": outlet, "published": published, "text": text}
        for outlet, published, text in ARTICLES
    ]
    table.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    path = folder / "ingested.duckdb"
    assert dateline("ingest", table, "--store", path).exit_code == 0
    return path


@pytest.fixture(scope="module")
def linked_once(ingested: Path) -> Path:
    path = ingested.with_name("linked.duckdb")
    shutil.copy(ingested, path)
    done = dateline("link", path)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def store(linked_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(linked_once, tmp_path / "crisis.duckdb"))


def incidents(store: Path, *more: str) -> list[dict[str, Any]]:
    done = dateline("incidents", store, "-f", "jsonl", *more)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def of_type(store: Path, kind: str) -> dict[str, Any]:
    (found,) = incidents(store, "--where", f"type = '{kind}' AND arrests_low IS NOT NULL")
    return found


def test_a_dry_run_says_how_many_pairs_and_links_nothing(ingested: Path) -> None:
    done = dateline("link", ingested, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "event reports, scoring" in done.stdout
    listed = dateline("incidents", ingested)
    assert listed.exit_code == 0
    assert "no incident yet; `dateline link" in listed.stderr
    assert listed.stdout == ""


def test_linking_says_what_it_made_and_then_has_nothing_to_do(store: Path) -> None:
    done = dateline("link", store)
    assert done.exit_code == 0
    assert "linked 0 of " in done.stdout
    again = dateline("link", store, "--anew")
    assert "(new 0, merged into others 0)" in again.stdout


def test_incidents_come_in_the_contracts_shape(store: Path) -> None:
    found = of_type(store, "COERCE")
    assert set(found) >= {
        "id", "type", "mode", "reports", "outlets", "sources", "targets", "place", "date",
        "figures", "disputed",
    }  # fmt: skip
    assert found["outlets"] == ["Courier", "Herald"]
    assert found["disputed"] is True
    (arrests,) = found["figures"]
    for value in arrests["values"]:
        assert set(value) >= {
            "low", "high", "approximate", "speaker", "outlet", "published", "report", "scope",
        }  # fmt: skip
    relations = {r["relation"] for r in arrests["relations"]}
    assert relations == {"revision", "conflict"}


def test_incidents_in_a_table(store: Path, tmp_path: Path) -> None:
    done = dateline("incidents", store, "--where", "country = 'BLR'")
    assert "Minsk, BLR" in done.stdout
    assert "disputed" in done.stdout
    assert "Quito" not in done.stdout
    out = tmp_path / "found.jsonl"
    assert dateline("incidents", store, "-o", out).exit_code == 0
    assert len(out.read_text("utf-8").splitlines()) == len(incidents(store))


def test_a_condition_that_cannot_be_run_is_one_clear_line(store: Path) -> None:
    done = dateline("incidents", store, "--where", "colour = 'red'")
    assert done.exit_code == 1
    assert "colour" in done.stderr
    assert "Traceback" not in done.output
    nothing = dateline("incidents", store, "--where", "country = 'FRA'")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no incident fits" in nothing.stderr


def test_the_numbers_of_an_incident_with_their_voices(store: Path) -> None:
    identity = of_type(store, "COERCE")["id"]
    done = dateline("claims", store, "--incident", identity[:6], "--policy", "low-best-high")
    assert done.exit_code == 0, done.output
    assert "arrests: 2 independent voice(s), DISPUTED" in done.stdout
    assert "“ Olga Chemodanova [BLRGOV]" in done.stdout
    assert "revision: " in done.stdout
    assert "conflict: " in done.stdout
    assert "one number: 90 / 90 / 400" in done.stdout


def test_the_numbers_as_csv_and_json_lines(store: Path, tmp_path: Path) -> None:
    identity = of_type(store, "COERCE")["id"]
    out = tmp_path / "numbers.csv"
    assert dateline("claims", store, "--incident", identity, "-o", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {r["number"] for r in rows} == {"about 250", "more than 400", "90"}
    assert any("conflict with" in r["relations"] for r in rows)
    lines = dateline("claims", store, "--incident", identity, "-f", "jsonl", "--policy", "lowest")
    (quantity,) = [json.loads(line) for line in lines.stdout.splitlines()]
    assert quantity["policies"]["lowest"]["best"] == 90
    assert quantity["policies"]["lowest"]["how"].startswith("lowest: by Viasna")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--incident", "x", "--numbers"), "leave out the other choices"),
        (("--policy", "lowest"), "--policy goes with --incident"),
        (("--incident", "x", "--policy", "best"), "no policy is called 'best'"),
        (("--incident", "x", "--policy", "mean", "-f", "csv"), "needs --format table or jsonl"),
    ],
)
def test_wrong_choices_of_claims_are_wrong_usage(
    store: Path, options: tuple[str, ...], message: str
) -> None:
    done = dateline("claims", store, *options)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_decision_and_its_undoing(store: Path) -> None:
    before = incidents(store)
    quito = next(i for i in before if "Andes" in i["outlets"])
    other = of_type(store, "COERCE")
    done = dateline(
        "decide", store, "same", quito["id"][:7], other["reports"][0], "--by", "ana",
        "--note", "a test",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "decision 1 by ana" in done.stdout
    assert "now leads to" in done.stdout
    assert len(incidents(store)) == len(before) - 1
    listed = dateline("undo", store, "--list")
    assert "same" in listed.stdout
    assert "a test" in listed.stdout
    undone = dateline("undo", store, "1", "--by", "ben")
    assert undone.exit_code == 0, undone.output
    assert "decision 1" in undone.stdout
    assert incidents(store) == before
    assert "by ben" in " ".join(dateline("undo", store, "--list").stdout.split())
    again = dateline("undo", store, "1")
    assert again.exit_code == 1
    assert "was taken back before, by ben" in again.stderr


def test_errors_are_one_line_with_the_next_step(store: Path, tmp_path: Path) -> None:
    unknown = dateline("decide", store, "same", "zzz", "yyy")
    assert unknown.exit_code == 1
    assert "`dateline incidents` lists them" in unknown.stderr
    assert dateline("decide", store, "maybe", "a", "b").exit_code == 2
    assert dateline("link", tmp_path / "none.duckdb").exit_code == 2
    plain = tmp_path / "plain.txt"
    plain.write_text("no store at all")
    assert "no DuckDB file" in dateline("link", plain).stderr
    model = dateline("link", store, "--anew", "--model", "nonsense")
    assert model.exit_code == 1
    assert "no model of linking is called 'nonsense'" in model.stderr


@pytest.mark.parametrize("verb", ["link", "incidents", "decide", "undo", "claims"])
def test_help_has_an_example(verb: str) -> None:
    done = dateline(verb, "--help")
    assert done.exit_code == 0
    assert f"dateline {verb} crisis.duckdb" in done.stdout
