"""Pronouns and descriptions that mean somebody named before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dateline.knowledge import Knowledge
from dateline.reading.actors import actors_of
from dateline.reading.reading import Reading

Read = Callable[..., Reading]


def meant(reading: Reading, word: str) -> list[str | None]:
    """The names that the first token `word` means."""
    token = next(t for t in reading.parse.tokens if t.lower == word)
    name = reading.name_at(token.i)
    assert name is not None, f"nothing at {word!r}"
    return [a.name for a in actors_of(reading, name)]


def test_he_is_the_man_named(read: Read) -> None:
    reading = read("Alexander Lukashenko met Angela Merkel. He promised reforms.")
    assert meant(reading, "he") == ["Alexander Lukashenko"]


def test_she_is_the_woman_named(read: Read) -> None:
    reading = read("Alexander Lukashenko met Angela Merkel. She promised aid.")
    assert meant(reading, "she") == ["Angela Merkel"]


def test_said_they_are_the_sayers(read: Read) -> None:
    reading = read("Protesters marched in Peru. Police said they detained 40 people.")
    assert meant(reading, "they") == ["Police"]


def test_who_is_the_noun_before(read: Read) -> None:
    reading = read("Vladimir Putin, who rules Russia, spoke.")
    assert meant(reading, "who") == ["Vladimir Putin"]


def test_object_is_not_the_subject(read: Read) -> None:
    reading = read("Angela Merkel met Theresa May. Merkel praised her.")
    assert meant(reading, "her") == ["Theresa May"]


def test_the_two_countries(read: Read) -> None:
    reading = read("Russia signed a pact with Belarus. The two countries will trade more.")
    assert meant(reading, "countries") == ["Russia", "Belarus"]


def test_the_president_was_named(read: Read) -> None:
    reading = read("French President Emmanuel Macron flew home. The president will speak today.")
    at = reading.parse.text.rindex("president")
    name = reading.name_at(reading.parse.token_at(at) or 0)
    assert name is not None
    assert reading.entities[name.entity].name == "Emmanuel Macron"


def test_the_capital_is_a_place(read: Read) -> None:
    reading = read("Belarus saw new protests. Crowds filled the capital.")
    name = next(n for n in reading.names if n.text == "capital")
    assert name.kind == "PLACE"
    assert reading.entities[name.entity].name == "Minsk"


def test_empty_it_means_nobody(read: Read) -> None:
    reading = read("Russia sent troops. It is clear that the talks failed.")
    assert all(r.text != "It" for r in reading.references)


def test_his_opponents_are_of_his_country(read: Read) -> None:
    reading = read(
        "Russia watched Russia. Alexander Lukashenko won. Russia cheered, and Russia paid. "
        "His opponents protested."
    )
    name = next(n for n in reading.names if n.text == "opponents")
    assert reading.entities[name.entity].country == "BLR"


def test_a_list_knows_the_gender_of_first_names(knowledge: Knowledge) -> None:
    people = knowledge.people
    assert (people.gender_of("Agnieszka"), people.gender_of("Dwayne")) == ("f", "m")
    # Both genders have it.
    assert people.gender_of("Leslie") == ""


def test_first_person_is_left_to_the_voices(read: Read) -> None:
    reading = read('"I will not resign," Alexander Lukashenko said.')
    assert all(r.text != "I" for r in reading.references)


def test_speaker_of_a_quotation_does_not_say_he(read: Read) -> None:
    reading = read(
        'Vladimir Putin left early. "He was angry," Emmanuel Macron said of the Russian leader.'
    )
    assert meant(reading, "he") == ["Vladimir Putin"]


def test_first_names_tell_the_gender(read: Read, knowledge: Knowledge) -> None:
    assert knowledge.people.gender_of("Angela") == "f"
    reading = read("Angela Brookfield met George Tarrant in Kenya. She praised the plan.")
    assert meant(reading, "she") == ["Angela Brookfield"]


def test_both_of_a_pair_are_members(read: Read) -> None:
    reading = read("Russia signed a pact with Belarus. The two countries will trade more.")
    name = next(n for n in reading.names if "countries" in n.text)
    entity = reading.entities[name.entity]
    assert [reading.entities[k].country for k in entity.members] == ["RUS", "BLR"]


def test_his_prime_minister_is_the_holder_named(read: Read) -> None:
    text = "Prime Minister Édouard Philippe resigned. Emmanuel Macron backed his prime minister."
    reading = read(text, date(2020, 6, 1))
    held = [n for n in reading.names if n.text == "prime minister"]
    assert [reading.entities[n.entity].name for n in held] == ["Édouard Philippe"]


def test_him_is_none_of_two_subjects(read: Read) -> None:
    text = "Alexander Lukashenko spoke. Vladimir Putin and Emmanuel Macron defied him."
    assert meant(read(text), "him") == ["Alexander Lukashenko"]


def test_a_plot_against_him_is_not_his(read: Read) -> None:
    text = "Alexander Lukashenko said that Vladimir Putin was seeking to stage a coup against him."
    assert meant(read(text), "him") == ["Alexander Lukashenko"]


def test_several_in_one_breath_are_they(read: Read) -> None:
    text = "Angela Merkel and Emmanuel Macron met in Berlin. They called for talks."
    assert meant(read(text), "they") == ["Angela Merkel", "Emmanuel Macron"]


def test_a_name_to_come_may_be_meant(read: Read) -> None:
    reading = read("After his return from Minsk, Vladimir Putin spoke.")
    assert meant(reading, "his") == ["Vladimir Putin"]


def test_a_surname_that_is_a_town_too_is_somebody_where_it_acts(read: Read) -> None:
    reading = read("Dana Paris fled the camp. Paris said that she was afraid.")
    assert meant(reading, "she") == ["Dana Paris"]


def test_who_is_called_a_tool_is_who(read: Read) -> None:
    text = "Vladimir Putin called Theresa May a tool of the Americans who plans a coup against him."
    assert meant(read(text), "him") == ["Vladimir Putin"]


def test_every_reference_says_why(read: Read) -> None:
    reading = read("Alexander Lukashenko met Angela Merkel. He promised her reforms.")
    assert [r.text for r in reading.references] == ["He", "her"]
    assert all("% sure: " in r.why for r in reading.references)
