"""The tables load, are right on known facts, and say where a wrong line stands."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from dateline.errors import KnowledgeError
from dateline.knowledge import Knowledge
from dateline.knowledge.countries import Countries
from dateline.knowledge.organisations import Organisations
from dateline.knowledge.people import People, standing_on, surnames
from dateline.knowledge.tables import fold


def test_all_tables_load_fast() -> None:
    start = time.process_time()
    fresh = Knowledge()
    assert fresh.countries.by_code["BLR"].name == "Belarus"
    assert fresh.people.all
    assert fresh.organisations.all
    assert fresh.roles.nouns["police"].role == "COP"
    assert fresh.modifiers.effects["former"] == "former"
    assert fresh.regions.names
    # The goal is 150 ms; the limit here leaves room for a busy machine.
    assert time.process_time() - start < 0.6


def test_holder_of_an_office_depends_on_the_day(knowledge: Knowledge) -> None:
    people = knowledge.people
    assert (found := people.holder("president", "FRA", date(2013, 1, 1))) is not None
    assert found.name == "François Hollande" or fold(found.name) == "francois hollande"
    assert (found := people.holder("president", "FRA", date(2019, 1, 1))) is not None
    assert found.name == "Emmanuel Macron"
    assert people.holder("president", "BLR", date(1960, 1, 1)) is None


def test_role_on_a_day(knowledge: Knowledge) -> None:
    person = knowledge.people.find("Alexander Lukashenko")
    assert person is not None
    now = standing_on(person, date(2020, 9, 14))
    assert (now.country, now.roles) == ("BLR", ("GOV",))
    merkel = knowledge.people.find("Angela Merkel")
    assert merkel is not None
    assert standing_on(merkel, date(2023, 1, 1)).roles == ("ELI",)


def test_surnames_by_custom() -> None:
    assert "xi" in surnames("Xi Jinping", "CHN")
    assert "putin" in surnames("Vladimir Putin", "RUS")
    assert "sisi" in surnames("Abdel Fattah el-Sisi", "EGY")
    assert "von der leyen" in surnames("Ursula von der Leyen", "DEU")


def test_fold_keeps_the_length() -> None:
    for text in ("Jüri Łódź", "İstanbul", "Straße", "Øresund", "plain"):
        assert len(fold(text)) == len(text)


def test_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "countries.csv"
    header = (
        "iso3,iso2,name,aliases,adjectives,people,capital,capital_aliases,former,region,metonyms"
    )
    path.write_text(f"{header}\nXX,XX,Nowhere,,,,,,,,\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"countries\.csv:2: iso3 is 'XX'"):
        Countries(path)


def test_wrong_day_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text(
        "name,aliases,gender,country,role,office,from,to,wikidata\n"
        "Ann Lee,,f,GBR,GOV,minister,2020-13-01,,\n",
        "utf-8",
    )
    with pytest.raises(KnowledgeError, match=r"some\.csv:2: from is '2020-13-01'"):
        People(tmp_path)


def test_wrong_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "organisations.csv"
    path.write_text("name,kind\nUnion,party\n", "utf-8")
    with pytest.raises(KnowledgeError, match="header"):
        Organisations(path)


def test_own_people_take_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,aliases,gender,country,role,office,from,to,wikidata\n"
        "Angela Merkel,,f,DEU,OPP,opposition leader,2000,,\n",
        "utf-8",
    )
    mine = Knowledge(actors=[path])
    person = mine.people.find("Angela Merkel")
    assert person is not None
    assert standing_on(person, date(2010, 1, 1)).roles == ("OPP",)


def test_own_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Gondor,GON\nPrince Imrahil,GONGOV\nRIDERS_OF_ROHAN,ROHMIL\n", "utf-8")
    mine = Knowledge(actors=[path])
    gondor = mine.organisations.find("Gondor")
    assert gondor is not None
    assert (gondor.country, gondor.roles) == ("GON", ())
    prince = mine.people.find("Imrahil")
    assert prince is not None
    assert prince.offices[0].role == "GOV"
    riders = mine.organisations.find("Riders of Rohan")
    assert riders is not None
    assert riders.roles == ("MIL",)


def test_own_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"name": "Green Front", "country": "GBR", "roles": ["OPP"]}\n', "utf-8")
    found = Knowledge(actors=[path]).organisations.find("Green Front")
    assert found is not None
    assert (found.country, found.roles) == ("GBR", ("OPP",))


def test_own_dictionary_with_a_wrong_code(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Gondor,GON\nMordor,mordor!\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"mine\.csv:2"):
        _ = Knowledge(actors=[path]).people
