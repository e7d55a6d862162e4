"""Which words are somebody, and which only look so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.reading.name_spans import seat_end
from dateline.reading.reading import Reading

Read = Callable[..., Reading]


def entity_at(reading: Reading, text: str) -> int | None:
    """The entity of the first mention that holds the beginning of `text`, None if there is none."""
    at = reading.parse.token_at(reading.parse.text.index(text))
    name = None if at is None else reading.name_at(at)
    return None if name is None else name.entity


def code(reading: Reading, text: str) -> tuple[str | None, tuple[str, ...]] | None:
    """Country and roles of the first mention at `text`."""
    index = entity_at(reading, text)
    if index is None:
        return None
    entity = reading.entities[index]
    return entity.country, entity.roles


def test_a_seat_tells_of_a_lawmaker_and_is_nobody(read: Read) -> None:
    reading = read("Rep. Ann Lee, R-Calif., criticised the bill, and Joe Ray (D-Ore.) praised it.")
    assert code(reading, "Ann Lee") == ("USA", ("LEG",))
    assert code(reading, "Joe Ray") == ("USA", ("LEG",))
    assert entity_at(reading, "Calif") is None
    assert [t.text for t in reading.parse.tokens if t.relation == "nsubj"] == ["Lee", "Ray"]


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("Lee , R - Calif. , said", 4),
        ("Lee ( D-N.Y. ) said", 2),
        ("Lee , R - New York , said", 5),
        ("Lee , D - day looms", None),
        ("Vitamin D - Ore. sells", None),
    ],
)
def test_where_a_seat_ends(words: str, last: int | None) -> None:
    assert seat_end(words.split(), 2) == last


@pytest.mark.parametrize(
    ("sentence", "group", "found"),
    [
        ("Tea pickers in Kenya went on strike.", "pickers", ("KEN", ("LAB",))),
        ("Nepali sherpas refused to climb.", "sherpas", ("NPL", ("CVL",))),
        ("Police in Chile beat counter-protesters.", "counter", ("CHL", ("PRO",))),
        ("Police in Chile beat two deliverymen.", "deliverymen", ("CHL", ("CVL",))),
        ("Hundreds marched through Lima in Peru.", "Hundreds", ("PER", ("PRO",))),
        ("Police in Peru said dozens were arrested.", "dozens", ("PER", ("CVL",))),
        ("Roma were evicted near Rome.", "Roma", ("ITA", ("CVL",))),
        ("Chinese paramilitary forces came.", "paramilitary", ("CHN", ("MIL",))),
    ],
)
def test_described_groups(
    read: Read, sentence: str, group: str, found: tuple[str, tuple[str, ...]]
) -> None:
    assert code(read(sentence), group) == found


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("Protesters gathered outside city hall.", "hall"),
        ("The minister condemned the air campaign.", "campaign"),
        ("Voters in Chile gave him the power to rule.", "power"),
        ("The commercial power line broke.", "power"),
        ("The president spoke during a rally.", "rally"),
        ("The army saw F-15 jets over the sea.", "F-15"),
    ],
)
def test_things_are_nobody(read: Read, sentence: str, thing: str) -> None:
    reading = read(sentence)
    index = entity_at(reading, thing)
    assert index is None or thing not in reading.entities[index].name.split()


def test_a_chamber_that_gets_a_bill(read: Read) -> None:
    reading = read("The president of Chile sent the bill back to parliament.")
    assert code(reading, "parliament") == ("CHL", ("LEG",))


def test_the_kind_of_a_body_is_the_body(read: Read) -> None:
    reading = read("Hamas spoke. The Hamas movement agreed. Hamas militants fired at Israel.")
    assert entity_at(reading, "Hamas spoke") == entity_at(reading, "Hamas movement")
    assert entity_at(reading, "movement") == entity_at(reading, "militants")


def test_the_forces_of_a_state_are_one(read: Read) -> None:
    reading = read("The U.S. military came. American troops left. Iraqi troops stayed.")
    assert entity_at(reading, "military") == entity_at(reading, "troops left")
    assert entity_at(reading, "military") != entity_at(reading, "troops stayed")


def test_two_candidates_have_two_campaigns(read: Read) -> None:
    reading = read("The Trump campaign sued the Clinton campaign over the Kerry campaign.")
    campaigns = [n.entity for n in reading.names if n.text == "campaign"]
    assert len(set(campaigns)) == len(campaigns) > 1


def test_the_name_after_the_country_of_an_office(read: Read) -> None:
    reading = read("The U.S. ambassador to Libya Chris Stevens was killed.")
    assert entity_at(reading, "ambassador") == entity_at(reading, "Chris Stevens")


def test_an_office_of_several_words(read: Read) -> None:
    reading = read("The head of state spoke to the minister of defence.")
    found = {n.text: reading.parse.tokens[n.head].text for n in reading.names}
    assert found == {"head of state": "head", "minister of defence": "minister"}


def test_a_firm_is_of_what_stands_beside_it(read: Read) -> None:
    reading = read("A spokesman for Velky Holding, a Czech company, denied it.")
    assert code(reading, "Velky") == ("CZE", ("BUS",))


def test_fighters_said_again_are_the_ones_of_that_name(read: Read) -> None:
    reading = read("FARC rebels freed two men in Colombia. The rebels left.")
    assert entity_at(reading, "FARC") == entity_at(reading, "rebels left")
