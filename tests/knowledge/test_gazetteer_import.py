"""Laying GeoNames dumps over the gazetteer, with small files in their format."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import main
from dateline.errors import KnowledgeError
from dateline.knowledge import Knowledge
from dateline.knowledge.gazetteer import Gazetteer, GazetteerEntry
from dateline.knowledge.gazetteer_import import dumps_of, import_dumps, precision_of

# Numbers from 90,000,000 on are of places that we made up.
MADE_UP = 90_000_000
MINSK = 625144


def line(number: int, name: str, feature: str, **more: object) -> str:
    """A line of allCountries."""
    feature_class, code = feature.split(".")
    columns = [
        number, name, more.get("ascii", name), more.get("others", ""), more.get("lat", 53.5),
        more.get("lon", 24.5), feature_class, code, more.get("country", "BY"), "",
        more.get("admin1", "03"), more.get("admin2", ""), "", "", more.get("population", 0), "",
        "", "Europe/Minsk", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(map(str, columns)) + "\n"


ROWS = [
    line(MADE_UP + 1, "Vyalikaya Hrynka", "P.PPL", population=40, others="Big Hrynka,ґринка"),
    line(MADE_UP + 2, "Hrynka Hill", "T.MT"),
    line(MADE_UP + 3, "Stary Hrynkau", "P.PPLH"),
    line(MADE_UP + 4, "Hrynka District", "A.ADM2", admin2="777"),
    line(MADE_UP + 5, "Nova Hrynka", "P.PPLX", population=9000, admin2="777"),
    line(MINSK, "Minsk", "P.PPLC", lat=53.9, lon=27.5667, population=2_000_001, others="Myensk"),
]
OTHERS = [
    f"1\t{MADE_UP + 1}\ten\tGreat Hrynka\t1\t\t\t\n",
    f"2\t{MADE_UP + 1}\tbe\tVialikaja Hrynka\t\t\t\t\n",
    f"3\t{MADE_UP + 1}\tlink\thttps://example.org\t\t\t\t\n",
    f"4\t{MADE_UP + 2}\ten\tMount Hrynka\t\t\t\t\n",
]


def make_folder(home: Path) -> Path:
    """A folder with the four dumps, the main one zipped."""
    home.mkdir()
    with zipfile.ZipFile(home / "allCountries.zip", "w") as archive:
        archive.writestr("allCountries.txt", "".join(ROWS))
    (home / "alternateNamesV2.txt").write_text("".join(OTHERS), "utf-8")
    (home / "admin1CodesASCII.txt").write_text("BY.03\tGrodnenskaya\tGrodnenskaya\t628035\n")
    (home / "admin2Codes.txt").write_text(f"BY.03.777\tHrynka\tHrynka\t{MADE_UP + 4}\n")
    (home / "readme.txt").write_text("Readme for GeoNames Gazetteer extract files\n")
    return home


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("import") / "dumps")


@pytest.fixture(scope="module")
def imported(folder: Path) -> Gazetteer:
    """The gazetteer with everything of the usual classes."""
    path = folder.parent / "cache" / "gazetteer.sqlite"
    result = import_dumps(dumps_of([folder]), path)
    assert (result.path, result.read, result.corrected) == (path, 6, 1)
    return Gazetteer.open(path)


def only(gazetteer: Gazetteer, name: str) -> GazetteerEntry:
    found = gazetteer.find(name)
    assert len(found) == 1
    return found[0]


def test_adds_places(imported: Gazetteer) -> None:
    assert imported.edition.startswith("geonames-")
    village = only(imported, "Big Hrynka")
    assert (village.name, village.country, village.precision) == ("Great Hrynka", "BLR", "city")
    assert village.geonameid == MADE_UP + 1
    assert only(imported, "great hrynka").use == "name"
    assert {"great", "vyalikaya", "nova"} <= imported.first_words
    # A name in Belarusian is taken from neither file, one of class T or of the past not at all.
    assert not imported.find("Vialikaja Hrynka")
    assert not imported.find("Mount Hrynka")
    assert not imported.find("Stary Hrynkau")


def test_places_lie_in_their_units(imported: Gazetteer) -> None:
    district, quarter = only(imported, "Hrynka District"), only(imported, "Nova Hrynka")
    assert quarter.admin2_id == district.id
    assert district.precision == "admin2"
    unit = imported.get(quarter.admin1_id)
    assert unit is not None
    assert (unit.geonameid, unit.precision) == (628035, "admin1")


def test_what_was_known_keeps_its_id(imported: Gazetteer, knowledge: Knowledge) -> None:
    old = next(e for e in knowledge.gazetteer.find("Minsk") if e.geonameid == MINSK)
    new = imported.get(old.id)
    assert new is not None
    assert (new.geonameid, new.name, new.population) == (MINSK, old.name, 2_000_001)
    assert any(e.id == old.id for e in imported.find("Myensk"))


def test_a_broken_file_changes_nothing(imported: Gazetteer, tmp_path: Path) -> None:
    before = imported.path.read_bytes()
    broken = tmp_path / "allCountries.txt"
    broken.write_text(ROWS[0] + "12\tcut o\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"allCountries\.txt, line 2"):
        import_dumps(dumps_of([tmp_path]), imported.path)
    assert imported.path.read_bytes() == before


def test_interrupted(imported: Gazetteer, folder: Path) -> None:
    before = imported.path.read_bytes()

    def interrupt(step: str, _share: float) -> None:
        if step == "sorting names":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_dumps(dumps_of([folder]), imported.path, progress=interrupt)
    assert imported.path.read_bytes() == before
    assert list(imported.path.parent.iterdir()) == [imported.path]


def test_wrong_files(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text("a,b\n")
    with pytest.raises(KnowledgeError, match="not a GeoNames dump"):
        dumps_of([table])
    with pytest.raises(KnowledgeError, match=r"no allCountries\.txt"):
        dumps_of([tmp_path])
    broken = tmp_path / "UA.zip"
    broken.write_bytes(b"PK but no zip")
    with pytest.raises(KnowledgeError, match="not a whole zip file"):
        import_dumps(dumps_of([broken]), tmp_path / "gazetteer.sqlite")
    with pytest.raises(KnowledgeError, match="feature classes"):
        import_dumps(dumps_of([broken]), tmp_path / "gazetteer.sqlite", classes="PX")


@pytest.mark.parametrize(
    ("feature", "precision"),
    [
        ("P.PPLA", "city"), ("A.PCLI", "country"), ("A.ADM1", "admin1"), ("A.ADM3", "admin2"),
        ("S.HSP", "exact"), ("T.MT", "exact"), ("T.ISL", "region"), ("H.LK", "region"),
    ],
)  # fmt: skip
def test_precision(feature: str, precision: str) -> None:
    assert precision_of(*feature.split(".")) == precision


def test_command(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    runner = CliRunner()
    choice = ["--classes", "P,T", "--min-population", "1000"]
    done = runner.invoke(main, ["places", "import", str(folder), *choice])
    assert done.exit_code == 0, done.output
    assert "6 lines read" in done.output
    shown = runner.invoke(main, ["places", "where"])
    assert "full dumps (geonames-" in shown.output
    assert "CC BY 4.0" in shown.output
    found = runner.invoke(main, ["places", "find", "Nova Hrynka", "--country", "blr"])
    assert found.exit_code == 0
    assert "9,000" in found.output
    missing = runner.invoke(main, ["places", "find", "Nova Hrynka", "--country", "FRA"])
    assert missing.exit_code == 1
    gazetteer = Gazetteer.open()
    assert not gazetteer.find("Big Hrynka")
    assert only(gazetteer, "Mount Hrynka").precision == "exact"
