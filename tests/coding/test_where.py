"""Where acts are placed, through the whole pipeline."""

from __future__ import annotations

import pytest

import dateline
from dateline.event import EventReport, Place

DAY = "2024-05-15"


def one(text: str, kind: str) -> EventReport:
    found = [r for r in dateline.code(text, published=DAY, model=False) if r.type == kind]
    assert found, f"no {kind} in {text!r}"
    return found[0]


def place(text: str, kind: str) -> Place | None:
    return one(text, kind).place


PLACED = [
    ("Thousands of people marched in Tbilisi on Sunday.", "PROTEST", "Tbilisi", "GEO"),
    ("In Nairobi, police arrested eleven activists.", "COERCE", "Nairobi", "KEN"),
    ("Rebels captured the town of Jableh on Monday.", "ASSAULT", "Jableh", "SYR"),
    ("Protests in Lima left the city centre empty.", "PROTEST", "Lima", "PER"),
    ("Students demonstrated in Ankara against Russia's attacks on Kharkiv.", "PROTEST",
     "Ankara", "TUR"),
    ("Gunmen killed nine people in Mali on Friday.", "ASSAULT", "Mali", "MLI"),
    ("Three soldiers were killed when a bomb exploded in Mosul.", "ASSAULT", "Mosul", "IRQ"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "name", "country"), PLACED)
def test_place_of_the_act(text: str, kind: str, name: str, country: str) -> None:
    found = place(text, kind)
    assert found is not None
    assert name in {found.name, found.text}
    assert found.country == country
    assert found.how in {"clause", "sentence"}


NOWHERE = [
    ("U.S. soldiers shot a driver on Monday.", "ASSAULT"),
    ("French police arrested two men on Monday.", "COERCE"),
    ("The mayor of Lyon condemned the government on Monday.", "ACCUSE"),
    ("Germany urged Iran to release the sailors.", "REQUEST"),
]


@pytest.mark.parametrize(("text", "kind"), NOWHERE)
def test_an_actors_country_is_no_place(text: str, kind: str) -> None:
    assert place(text, kind) is None


def test_the_finest_place_counts() -> None:
    found = place("Rebels attacked a village near Goma in eastern Congo on Monday.", "ASSAULT")
    assert found is not None
    assert found.name == "Goma"


def test_several_places_are_all_kept() -> None:
    found = place("Thousands marched in Krakow and Gdansk on Sunday.", "PROTEST")
    assert found is not None
    assert found.text == "Krakow"
    assert [o["text"] for o in found.others] == ["Gdansk"]


def test_a_place_that_no_gazetteer_has() -> None:
    found = place("Seven fighters were killed in the village of Qaza Bela in Syria.", "ASSAULT")
    assert found is not None
    assert found.name == "Qaza Bela"
    assert found.geonameid is None
    assert found.latitude is None
    assert found.country == "SYR"
    assert found.precision == "city"


def test_a_landmark_gives_way() -> None:
    found = place(
        "Gunmen killed two guards in Baqubah, 50 km north of Baghdad, on Monday.", "ASSAULT"
    )
    assert found is not None
    assert found.text == "Baqubah"


def test_the_next_sentence_goes_on_there() -> None:
    text = "Thousands marched in Tbilisi on Sunday. Police arrested forty people."
    found = place(text, "COERCE")
    assert found is not None
    assert (found.name, found.how) == ("Tbilisi", "inherited")


def test_every_place_has_its_reason() -> None:
    report = one("Thousands of people marched in Tbilisi on Sunday.", "PROTEST")
    reason = next(r for r in report.reasons if r.field == "place")
    assert reason.text == "Tbilisi"
    assert reason.rule
