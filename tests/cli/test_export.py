"""`dateline export`: files and folders, choices, exit codes, and every example of its page."""

from __future__ import annotations

import csv
import io
import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import main
from dateline.cli.export import NAMES, POLICIES
from dateline.exports.datasets.formats import FORMATS
from dateline.linking import policies
from dateline.store import Store
from tests import examples

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "exports.md"


def dateline(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def unlinked(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.duckdb"
    with Store(path) as made:
        made.add(examples.article(), examples.reports(), "test")
    return path


@pytest.fixture
def store(unlinked: Path) -> Path:
    done = dateline("link", unlinked)
    assert done.exit_code == 0, done.output
    return unlinked


def test_the_help_names_every_format_and_policy() -> None:
    assert tuple(FORMATS) == NAMES
    assert tuple(policies.POLICIES) == POLICIES


def test_a_store_that_was_never_linked_says_what_to_do(unlinked: Path, tmp_path: Path) -> None:
    done = dateline("export", unlinked, "--as", "acled", "-o", tmp_path / "a.csv")
    assert done.exit_code == 1
    assert f"dateline link {unlinked}" in done.stderr
    assert "--reports" in done.stderr
    assert not (tmp_path / "a.csv").exists()


def test_reports_are_exported_each_for_itself(unlinked: Path) -> None:
    done = dateline("export", unlinked, "--as", "acled", "--reports")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(r["actor1"], r["assoc_actor_1"]) for r in rows] == [
        ("Protesters (Chile)", "Labor Group (Chile)")
    ]
    # The gazetteer knows the district.
    assert [r["admin2"] for r in rows] == ["Provincia de Valparaíso"]
    assert "acled: 1 row(s) of 3 event report(s)" in done.stderr
    assert "Left out: 2 event report(s)" in done.stderr


def test_a_folder_gets_the_table_and_what_goes_with_it(store: Path, tmp_path: Path) -> None:
    done = dateline("export", store, "--as", "gdelt", "-o", f"{tmp_path}/new/")
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == [
        "gdelt.about.txt",
        "gdelt.export.CSV",
        "gdelt.mentions.CSV",
        "gdelt.provenance.jsonl",
    ]
    assert done.stdout == ""
    # A folder that is there needs no slash.
    again = dateline("export", store, "--as", "geojson", "-o", tmp_path / "new")
    assert again.exit_code == 0, again.output
    assert (tmp_path / "new" / "incidents.geojson").is_file()


def test_where_and_incident_choose(store: Path) -> None:
    none = dateline("export", store, "--as", "acled", "--where", "country = 'BLR'")
    assert none.exit_code == 0, none.output
    assert none.stdout.count("\n") == 1
    with Store(store, read_only=True) as read:
        identity = next(i.id for i in read.incidents("type = 'PROTEST'"))
    one = dateline("export", store, "--as", "html", "--incident", identity[:6])
    assert one.exit_code == 0, one.output
    assert one.stdout.startswith("<!doctype html>")
    assert "<h1>PROTEST (demo), Valparaíso, CHL, 14 October 2023</h1>" in one.stdout


def test_reports_that_came_after_linking_are_told(store: Path) -> None:
    with Store(store) as made:
        later = examples.article(id="later", sha256="0" * 64)
        reports = [replace(r, id=f"c{n}" * 10) for n, r in enumerate(examples.reports(later))]
        made.add(later, reports, "test")
    done = dateline("export", store, "--as", "acled")
    assert done.exit_code == 0, done.output
    assert re.search(r"\d event report\(s\) are in no incident yet", done.stderr)


def test_rows_that_are_no_more_are_told_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "crisis.duckdb"
    other = examples.article(id="other", sha256="1" * 64, outlet="The Quay")
    with Store(path) as made:
        made.add(examples.article(), [examples.march()], "test")
        elsewhere = replace(examples.VALPARAISO, name="Lima", country="PER", geonameid=3936456)
        far = replace(examples.march(other), id="f0" * 10, place=elsewhere)
        made.add(other, [far], "test")
    dateline("link", path)
    before = exported(path)
    assert sorted(before["acled.csv"]) == sorted(set(before["acled.csv"]))
    assert (len(before["acled.csv"]), before["acled.deleted.csv"]) == (2, [])
    with Store(path, read_only=True) as read:
        first, second = (i.id for i in read.incidents())
    assert dateline("decide", path, "same", first, second).exit_code == 0
    merged = exported(path)
    (row,) = merged["acled.csv"]
    assert set(merged["acled.deleted.csv"]) | {row} >= set(before["acled.csv"])
    assert dateline("undo", path).exit_code == 0
    again = exported(path)
    assert again["acled.csv"] == before["acled.csv"]
    assert not set(again["acled.deleted.csv"]) & set(again["acled.csv"])


def exported(path: Path) -> dict[str, list[str]]:
    """The ids in ACLED's table and in that of deletions."""
    folder = path.parent / "out"
    done = dateline("export", path, "--as", "acled", "-o", f"{folder}/")
    assert done.exit_code == 0, done.output
    found = {}
    for name in ("acled.csv", "acled.deleted.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            found[name] = sorted(r["event_id_cnty"] for r in csv.DictReader(stream))
    return found


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--as", "acled", "--where", "nonsense = 1"), 1, "nonsense"),
        (("--as", "acled", "--incident", "ffff"), 1, "ffff"),
        (("--as", "acled", "--incident", "ab", "--reports"), 2, "leave out --where and --reports"),
        (
            (
                "--as",
                "gdelt",
            ),
            2,
            "name a file or a folder with -o",
        ),
        (("--as", "gdelt", "--policy", "mean", "-o", "x/"), 2, "no policy is needed"),
        (
            (
                "--as",
                "spss",
            ),
            2,
            "spss",
        ),
        ((), 2, "--as"),
        (("--as", "acled", "-o", "/nowhere/at/all.csv"), 1, "cannot be written"),
    ],
)
def test_wrong_usage_is_told(
    store: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = dateline("export", store, *arguments)
    assert done.exit_code == code, done.output
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_an_export_that_fails_leaves_the_old_files(store: Path, tmp_path: Path) -> None:
    main_file = tmp_path / "acled.csv"
    main_file.write_text("mine\n", "utf-8")
    (tmp_path / "acled.deleted.csv").mkdir()
    done = dateline("export", store, "--as", "acled", "-o", main_file)
    assert done.exit_code == 1, done.output
    assert main_file.read_text("utf-8") == "mine\n"


def test_every_command_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(
        r"^```sh\n(.*?)^```", PAGE.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    commands = [line for block in blocks for line in block.splitlines() if line]
    exports = [c for c in commands if " export " in c]
    assert {c.split("--as ")[1].split()[0] for c in exports} == set(NAMES)
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "dateline"
        done = dateline(*arguments)
        assert done.exit_code == 0, f"{command}\n{done.output}"
    assert "Yerevan" in (tmp_path / "acled.csv").read_text("utf-8")
