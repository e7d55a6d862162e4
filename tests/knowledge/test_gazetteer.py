"""The gazetteer: building, opening, looking up."""

from __future__ import annotations

import csv
import logging
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

from dateline.errors import KnowledgeError
from dateline.knowledge.gazetteer import (
    Gazetteer,
    GazetteerEntry,
    build,
    cache_folder,
    default_path,
    normalise,
    table,
)
from dateline.knowledge.gazetteer_build import FEATURES, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.knowledge import Knowledge


@pytest.fixture(scope="module")
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    return knowledge.gazetteer


def one(gazetteer: Gazetteer, name: str, country: str, precision: str) -> GazetteerEntry:
    found = [e for e in gazetteer.find(name) if e.country == country and e.precision == precision]
    assert found, f"no {precision} {name} in {country or 'the world'}"
    return found[0]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("São Paulo", "sao paulo"),
        ("the Hague", "hague"),
        ("U.S.", "us"),
        ("Cox's Bazar", "coxs bazar"),
        ("Cox’s Bazar", "coxs bazar"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Łódź", "lodz"),
        ("Theys", "theys"),
        ("", ""),
    ],
)
def test_normalise(name: str, key: str) -> None:
    assert normalise(name) == key
    assert normalise(key) == key


def test_a_city_has_its_id_point_and_unit(gazetteer: Gazetteer) -> None:
    minsk = one(gazetteer, "Minsk", "BLR", "city")
    assert minsk.geonameid == 625144
    assert minsk.latitude == pytest.approx(53.9, abs=0.1)
    assert minsk.longitude == pytest.approx(27.57, abs=0.1)
    assert minsk.feature == "PPLC"
    assert minsk.population > 1_000_000
    brest = one(gazetteer, "Brest", "BLR", "city")
    assert brest.admin1 == "Brest Oblast"
    unit = gazetteer.get(brest.admin1_id)
    assert unit is not None
    assert (unit.precision, unit.country, unit.feature) == ("admin1", "BLR", "ADM1")


def test_most_populous_first(gazetteer: Gazetteer) -> None:
    people = [e.population for e in gazetteer.find("Springfield")]
    assert len(people) > 10
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    ("name", "country"),
    [("Belarus", "BLR"), ("UK", "GBR"), ("UAE", "ARE"), ("Ivory Coast", "CIV"), ("U.S.", "USA")],
)
def test_countries_by_every_name(gazetteer: Gazetteer, name: str, country: str) -> None:
    assert one(gazetteer, name, country, "country").geonameid


def test_adjectives_are_kept_apart(gazetteer: Gazetteer) -> None:
    assert {(e.country, e.use) for e in gazetteer.find("Belarusian")} == {("BLR", "adjective")}
    assert any(e.name == "Chechnya" and e.use == "adjective" for e in gazetteer.find("Chechen"))


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Tahrir Square", "EGY", "exact"),
        ("Black Sea", "", "region"),
        ("Crimea", "UKR", "admin1"),
        ("Scotland", "GBR", "admin1"),
        ("Calif.", "USA", "admin1"),
        ("CA", "USA", "admin1"),
        ("NYC", "USA", "city"),
        ("Ont.", "CAN", "admin1"),
        ("Middle East", "", "region"),
        ("Kiev", "UKR", "city"),
    ],
)
def test_own_places(gazetteer: Gazetteer, name: str, country: str, precision: str) -> None:
    assert one(gazetteer, name, country, precision).own


def test_own_rows_improve_those_of_the_packages(gazetteer: Gazetteer) -> None:
    texas = one(gazetteer, "Tex.", "USA", "admin1")
    assert texas.geonameid == 4736286
    assert texas.latitude == pytest.approx(31.25, abs=0.01)


def test_a_place_is_found_by_the_beginning_of_its_name_or_of_a_word_in_it(
    gazetteer: Gazetteer,
) -> None:
    for typed, name in (
        ("mins", "Minsk"),
        ("port-au", "Port-au-Prince"),
        ("prince", "Port-au-Prince"),
        ("st. pet", "Saint Petersburg"),
        ("new yor", "New York City"),
    ):
        assert name in [e.name for e in gazetteer.having(typed, 5)], typed
    assert gazetteer.having("Minsk", 1)[0].name == "Minsk"
    assert gazetteer.having("Qwxyzopolis", 5) == ()
    assert gazetteer.having("%", 5) == gazetteer.having("", 5) == ()


def test_unknown_names_and_ids(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Qwxyzopolis") == ()
    assert gazetteer.find("") == ()
    assert gazetteer.get(10**9) is None


def test_first_words_cover_every_name(gazetteer: Gazetteer) -> None:
    for name in ("Nagorno-Karabakh", "Sochi", "The Hague", "Belarusian"):
        assert normalise(name).partition(" ")[0] in gazetteer.first_words


def test_opening_takes_no_time(gazetteer: Gazetteer) -> None:
    start = time.perf_counter()
    assert Gazetteer.open(gazetteer.path).find("Lagos")
    assert time.perf_counter() - start < 0.05


def test_tables_are_sound() -> None:
    places = rows_of("places.csv")
    assert len(places) >= 500
    assert {row["kind"] for row in places} <= set(FEATURES)
    assert len({(row["name"], row["country"], row["precision"]) for row in places}) == len(places)
    iso3 = {row["iso3"] for row in rows_of("countries.csv")}
    assert {row["country"] for row in places} - {""} <= iso3
    assert iso3 <= {row["iso3"] for row in rows_of("country_points.csv")}
    for row in places:
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
    text = table("places.csv").decode()
    assert next(csv.reader([text.splitlines()[0]])) == list(places[0])


def test_the_variable_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    assert default_path().parent == tmp_path


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no gazetteer at"):
        Gazetteer.open(tmp_path / "none.sqlite")
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(KnowledgeError, match="set DATELINE_CACHE"):
        build(blocked / "gazetteer.sqlite")
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_text("no database " * 100)
    with pytest.raises(KnowledgeError, match="delete the file"):
        Gazetteer.open(damaged).find("Minsk")


def test_builds_in_the_temporary_folder_when_the_cache_is_blocked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("DATELINE_CACHE", str(blocked))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with caplog.at_level(logging.WARNING):
        built = Gazetteer.open()
    assert "DATELINE_CACHE" in caplog.text
    assert tmp_path in built.path.parents
    assert list(built.path.parent.iterdir()) == [built.path]
    places, names = built.count()
    assert places > 250_000
    assert names > 500_000
    # A second opening finds it.
    assert Gazetteer.open().path == built.path
