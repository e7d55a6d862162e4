"""The component `places`: recognition and resolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dateline.article import Byline
from dateline.reading import places
from dateline.reading.components import apply

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.reading.components import Component
    from dateline.reading.reading import PlaceMention, Reading

Reader = Callable[..., list["PlaceMention"]]


@pytest.fixture(scope="module")
def component(knowledge: Knowledge) -> Component:
    return places.component(knowledge)


@pytest.fixture
def read(component: Component, parsed: Callable[..., Reading]) -> Reader:
    def run(text: str, byline: str | None = None) -> list[PlaceMention]:
        reading = parsed(text)
        if byline:
            heading = Byline(text=f"{byline} -", place=byline, agency=None)
            reading.article = replace(reading.article, byline=heading)
        apply(component, reading)
        return reading.places

    return run


def where(found: list[PlaceMention], text: str) -> PlaceMention:
    mentions = [m for m in found if m.text == text]
    assert mentions, f"{text} not among {[m.text for m in found]}"
    return mentions[-1]


def test_fields_and_offsets(read: Reader) -> None:
    text = "Thousands of people marched in Minsk on Sunday."
    mention = where(read(text), "Minsk")
    assert text[mention.start : mention.end] == "Minsk"
    assert (mention.name, mention.country, mention.precision) == ("Minsk", "BLR", "city")
    assert mention.geonameid == 625144
    assert mention.kind == "place"
    assert 0 < mention.confidence <= 1
    assert mention.candidates[0].geonameid == mention.geonameid
    assert len(mention.candidates) <= 5
    assert mention.why


@pytest.mark.parametrize(
    ("text", "name", "country", "precision"),
    [
        ("Troops gathered near the Belarusian city of Brest.", "Brest", "BLR", "city"),
        ("Sailors went on strike in the French port city of Brest.", "Brest", "FRA", "city"),
        ("Farmers blocked roads in the Minsk region.", "Minsk region", "BLR", "admin1"),
        ("A fire broke out in Paris, Texas, on Friday.", "Paris", "USA", "city"),
        ("A fire broke out in Paris on Friday.", "Paris", "FRA", "city"),
        ("Crowds filled Tahrir Square in Cairo.", "Tahrir Square", "EGY", "exact"),
        ("Fighting went on in the Gaza Strip.", "Gaza Strip", "PSE", "admin1"),
        ("A ship was seized in the Black Sea.", "Black Sea", None, "region"),
        ("Police broke up a rally in St. Petersburg, Russia.", "St. Petersburg", "RUS", "city"),
        ("Voters queued in Des Moines, Iowa.", "Iowa", "USA", "admin1"),
        ("A mosque was shelled in Deir ez-Zor, Syria.", "Deir ez-Zor", "SYR", "city"),
        ("Strikes hit Nagorno-Karabakh overnight.", "Nagorno-Karabakh", "AZE", "admin1"),
        ("Leaders of Wales met in Cardiff.", "Wales", "GBR", "admin1"),
        ("A quake shook Mexico on Tuesday.", "Mexico", "MEX", "country"),
    ],
)
def test_resolution(
    read: Reader, text: str, name: str, country: str | None, precision: str
) -> None:
    mention = where(read(text), name)
    assert (mention.country, mention.precision) == (country, precision)


def test_georgia_is_told_by_its_city(read: Reader) -> None:
    assert where(read("Protesters rallied in Tbilisi, Georgia."), "Georgia").country == "GEO"
    assert where(read("Protesters rallied in Atlanta, Georgia."), "Georgia").country == "USA"


def test_the_article_decides(read: Reader) -> None:
    text = (
        "Teachers in Ohio walked out on Monday.\n"
        "Schools in Columbus and Dayton were shut, and pupils in Athens marched."
    )
    assert where(read(text), "Athens").country == "USA"
    text = "Greece came to a standstill.\nFerries stayed in Piraeus and crowds marched in Athens."
    assert where(read(text), "Athens").country == "GRC"


def test_the_byline_decides(read: Reader) -> None:
    text = "A crowd gathered outside the city hall in Hamilton on Monday."
    assert where(read(text, byline="Auckland, New Zealand") or [], "Hamilton")
    near = where(read(text, byline="Glasgow"), "Hamilton")
    assert near.country in {"GBR", "CAN"}


def test_people_are_no_places(read: Reader) -> None:
    found = read("Denzel Washington met Paris Hilton in Lagos.")
    assert [m.text for m in found] == ["Lagos"]


def test_common_words_at_the_start_are_no_places(read: Reader) -> None:
    found = read(
        "Police said nothing. Reading the verdict took hours. March was quiet. Of these, two left."
    )
    assert found == []


def test_other_names_hold_no_places(read: Reader) -> None:
    found = read("The Washington Post reported that West Nile virus had spread in Lagos.")
    assert [m.text for m in found] == ["Lagos"]


def test_adjectives(read: Reader) -> None:
    mention = where(read("Belarusian police detained a Chechen man."), "Belarusian")
    assert (mention.kind, mention.country, mention.precision) == ("adjective", "BLR", "country")
    assert where(read("Police detained a Chechen man."), "Chechen").name == "Chechnya"


def test_metonyms(read: Reader) -> None:
    found = read("Russia accused Ukraine of shelling a village near Belgorod.")
    assert where(found, "Russia").kind == "metonym"
    assert where(found, "Belgorod").kind == "place"
    assert where(read("Russia borders Ukraine."), "Russia").kind == "place"


def test_unknown_places_have_no_name(read: Reader) -> None:
    found = read("Gunmen attacked a checkpoint in Qarabulaqistan, killing two.")
    for mention in found:
        assert mention.name is None
        assert mention.latitude is None
        assert mention.candidates == ()


def test_text_without_places(read: Reader) -> None:
    assert read("Nobody came, and nothing was said.") == []


def test_all_capitals(read: Reader) -> None:
    found = read("THOUSANDS MARCH IN LAGOS AS STRIKE GOES ON")
    assert all(m.text == "LAGOS" for m in found)


def test_offsets_always_match(read: Reader) -> None:
    text = (
        "“We stay,” said a man in Lviv’s centre.\n\nIn the U.S., D.C. and Austin, TX, few noticed."
    )
    for mention in read(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text
    assert where(read(text), "TX").precision == "admin1"


@pytest.mark.parametrize(
    ("text", "words", "name", "precision"),
    [
        ("A bomb went off at Kabul Military Hospital on Sunday.",
         "Kabul Military Hospital", "Kabul", "city"),
        ("Flights were turned back at Baghdad International Airport.",
         "Baghdad International Airport", "Baghdad", "city"),
        ("Thousands of students gathered in Tiananmen Square.",
         "Tiananmen Square", "Tiananmen Square", "exact"),
        ("The trial was moved to Denver. Two men died near Denver Hospital.",
         "Denver Hospital", "Denver", "city"),
    ],
)  # fmt: skip
def test_facilities(read: Reader, text: str, words: str, name: str, precision: str) -> None:
    mention = where(read(text), words)
    assert (mention.name, mention.precision) == (name, precision)


def test_a_facility_of_a_doubtful_city_is_left(read: Reader) -> None:
    assert not read("Two men were treated at Columbia Hospital.")


def test_people_of_a_state(read: Reader) -> None:
    mention = where(read("Hundreds of Ohioans marched against the law."), "Ohioans")
    assert (mention.name, mention.kind) == ("Ohio", "adjective")


def test_capitals_that_open_a_report(read: Reader) -> None:
    assert where(read("BEIRUT — Shelling went on for a third day."), "BEIRUT").country == "LBN"


def test_a_city_before_the_unit_with_that_other_name(read: Reader) -> None:
    found = read("Police in Columbia, South Carolina, arrested two men. Columbia was calm later.")
    assert {m.name for m in found} == {"Columbia", "South Carolina"}


def test_given_spans(knowledge: Knowledge, parsed: Callable[..., Reading]) -> None:
    reading = parsed("Troops left Minsk for Brest.")
    minsk, none, brest = places.PlaceReader(knowledge.gazetteer).at_spans(
        reading, [(12, 17), (400, 410), (22, 27)]
    )
    assert none is None
    assert minsk is not None
    assert brest is not None
    assert brest.scored[0][1].country == "BLR"


def test_hyphenated_names_are_read_whole(read: Reader) -> None:
    (haiti,) = read("Gangs opened fire in Port-au-Prince on Friday.")
    assert (haiti.text, haiti.country) == ("Port-au-Prince", "HTI")
    assert where(read("A bomb went off in Mazar-i-Sharif."), "Mazar-i-Sharif").country == "AFG"


def test_a_mount_by_its_short_form(read: Reader) -> None:
    (mountain,) = read("Climbers were lost on Mt. Kenya.")
    assert (mountain.text, mountain.name) == ("Mt. Kenya", "Mount Kenya")


def test_a_rare_by_name_alone_resolves_nothing(read: Reader) -> None:
    # The dumps know "Kivani" as a spelling of Kewanee, Illinois.
    alone = where(read("Rebels burnt houses in Kivani on Monday, Kenyan police said."), "Kivani")
    assert alone.name is None
    assert "Kewanee" in alone.why
    held = where(read("Police in Illinois sought a man from Kivani on Monday."), "Kivani")
    assert held.name == "Kewanee"


def test_a_list_agrees(read: Reader) -> None:
    found = read("Envoys came from Ghana, Niger, Nigeria and Togo.")
    assert {m.country for m in found} == {"GHA", "NER", "NGA", "TGO"}
    counties = read("Schools in Ohio closed early after storms in Butler and Preble counties.")
    assert where(counties, "Butler").name == "Butler County"
    assert where(counties, "Butler").admin1 == "Ohio"


def test_neighbours_tell_a_country_from_a_state(read: Reader) -> None:
    found = read("Trucks from Armenia and Azerbaijan wait at the border of Georgia.")
    assert where(found, "Georgia").country == "GEO"


def test_the_words_of_a_country_decide(read: Reader) -> None:
    british = "The borough council said pensioners in Lancaster paid £20. Detectives were told."
    american = "The school district in Lancaster told the sheriff. Troopers closed the freeway."
    assert where(read(british), "Lancaster").country == "GBR"
    assert where(read(american), "Lancaster").country == "USA"


def test_a_county_tells_its_town(read: Reader) -> None:
    found = read("The sheriff of Henderson County spoke in Athens, where a school burnt down.")
    assert where(found, "Athens").admin1 == "Texas"


def test_units_inside_other_names_are_witnesses(read: Reader) -> None:
    found = read("Nurses of the University of Kentucky went on strike in Richmond.")
    assert where(found, "Richmond").admin1 == "Kentucky"


def test_why_names_the_evidence_and_the_rival(read: Reader) -> None:
    why = where(read("A fire broke out in Paris, Texas, on Friday."), "Paris").why
    assert "inside the place named after it +" in why
    assert "against Paris" in why
