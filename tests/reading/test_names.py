"""Mentions of those who act, and who they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dateline.event import Actor
from dateline.knowledge import Knowledge
from dateline.reading import names
from dateline.reading.actors import actor_of, actors_of
from dateline.reading.components import apply
from dateline.reading.phrases import PhraseIndex, skeleton
from dateline.reading.reading import Name, Reading

Read = Callable[..., Reading]


def mention(reading: Reading, text: str) -> Name:
    """The last mention that stands at the word `text`."""
    at = reading.parse.token_at(reading.parse.text.rindex(text))
    assert at is not None
    name = reading.name_at(at)
    assert name is not None, f"no mention at {text!r}"
    return name


def actor(reading: Reading, text: str) -> Actor:
    """The actor of the last mention that stands at the word `text`."""
    return actor_of(reading, mention(reading, text))


def test_name_with_title(read: Read) -> None:
    reading = read("Mr Lukashenko met Russian President Vladimir Putin in Sochi.")
    assert actor(reading, "Lukashenko").name == "Alexander Lukashenko"
    assert actor(reading, "Putin").code == "RUSGOV"


def test_opposition_leader_by_apposition(read: Read) -> None:
    reading = read("Zambian opposition leader Joseph Tembo was arrested in Lusaka.")
    assert actor(reading, "Tembo").code == "ZMBOPP"
    assert actor(reading, "leader").text == "Joseph Tembo"


def test_role_from_apposition_after_the_name(read: Read) -> None:
    reading = read("Marta Rojas, a lawmaker from Chile, criticised the plan.")
    assert actor(reading, "Rojas").code == "CHLLEG"


def test_groups_take_the_country_of_the_article(read: Read) -> None:
    reading = read("Thousands marched in Peru on Monday. Police fired tear gas at protesters.")
    assert actor(reading, "Police").code == "PERCOP"
    assert actor(reading, "protesters").code == "PERPRO"


def test_people_who_march_are_protesters(read: Read) -> None:
    reading = read("At least 5,000 people marched through Lima, Peru.")
    assert actor(reading, "people").roles == ("PRO",)
    reading = read("Officers in Peru arrested 40 people.")
    assert actor(reading, "people").roles == ("CVL",)


def test_counted_groups_are_one_mention(read: Read) -> None:
    reading = read("Dozens of opposition supporters were beaten in Kenya.")
    found = actor(reading, "Dozens")
    assert found.text == "Dozens of opposition supporters"
    assert found.code == "KENOPP"
    assert found.collective


def test_country_as_actor_and_as_place(read: Read) -> None:
    reading = read("Russia condemned the raid. Troops were deployed in Ukraine.")
    by_text = {n.text: n.kind for n in reading.names}
    assert by_text["Russia"] == "ORG"
    assert by_text["Ukraine"] == "PLACE"


def test_capital_that_speaks_is_its_country(read: Read) -> None:
    reading = read("Beijing rejected the accusation.")
    assert actor(reading, "Beijing").code == "CHNGOV"


def test_capital_as_place_is_no_government(read: Read) -> None:
    reading = read("Hundreds rallied in Beijing.")
    assert actor(reading, "Beijing").roles == ()


def test_adjective_means_its_country(read: Read) -> None:
    reading = read("The minister resisted Russian pressure.")
    assert actor(reading, "Russian").name == "Russia"


def test_prefix_against_a_country_is_not_the_country(read: Read) -> None:
    reading = read("They say they are not anti-Russian.")
    assert all(n.text not in {"Russian", "anti-Russian"} for n in reading.names)


def test_former_office(read: Read) -> None:
    reading = read("Former minister Paul Odhiambo was detained in Kenya.")
    assert actor(reading, "Odhiambo").roles == ("ELI",)


def test_office_with_country_is_its_holder(read: Read) -> None:
    reading = read("The French president praised the deal.")
    assert actor(reading, "president").name == "Emmanuel Macron"
    reading = read("The French president praised the deal.", date(2010, 5, 1))
    assert actor(reading, "president").name == "Nicolas Sarkozy"


def test_spokesman_takes_the_role_of_his_body(read: Read) -> None:
    reading = read("An army spokesman in Chad denied it.")
    assert actor(reading, "spokesman").code == "TCDMIL"


def test_ministry_with_possessor(read: Read) -> None:
    reading = read("Chile's Defense Ministry denied the report.")
    assert actor(reading, "Ministry").code == "CHLGOV"


def test_transliterations_meet(read: Read) -> None:
    reading = read("Dmitri Karpenko spoke first. Later Dmitry Karpenko left.")
    found = {n.entity for n in reading.names if "Karpenko" in n.text}
    assert len(found) == 1


def test_acronym_means_the_name_before_it(read: Read) -> None:
    reading = read(
        "The Lakeside Farmers Union (LFU) called a strike. The LFU said more would come."
    )
    found = {n.entity for n in reading.names if n.text in {"LFU", "Lakeside Farmers Union"}}
    assert len(found) == 1


def test_power_and_exile_are_nobody(read: Read) -> None:
    reading = read("She was forced into exile after he came to power.")
    assert not reading.names


def test_own_actors_are_found(tmp_path: Path, parsed: Read) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Gondor,GON\nPrince Imrahil,GONGOV\n", "utf-8")
    reading = parsed("Prince Imrahil accused Gondor of treason.")
    apply(names.component(Knowledge(actors=[path])), reading)
    assert actor(reading, "Imrahil").code == "GONGOV"
    assert actor(reading, "Gondor").code == "GON"


def test_offsets_are_the_slices(read: Read) -> None:
    reading = read("The “Blue Front” party’s leader, Zoë Müller, met Mr. Lukashenko in Minsk.")
    for name in [*reading.names, *reading.references]:
        assert reading.parse.text[name.start : name.end] == name.text
        assert 0 <= name.entity < len(reading.entities)


def test_phrase_index_takes_the_longest() -> None:
    index: PhraseIndex[int] = PhraseIndex()
    index.add("Guinea", 1)
    index.add("Guinea-Bissau", 2)
    index.add("US", 3)
    text = "Guinea-Bissau told us"
    assert index.longest(text, text.lower(), 0) == (13, [2])
    assert index.longest(text, text.lower(), 19) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Abdel-Fattah el-Sissi", "Abdel Fattah el-Sisi"),
        ("Aleksandr Lukashenko", "Alexander Lukashenko"),
        ("Moammar Gadhafi", "Muammar Gaddafi"),
    ],
)
def test_skeletons_of_one_name(one: str, two: str) -> None:
    assert skeleton(one)[:3] == skeleton(two)[:3]


def test_a_body_keeps_the_state_in_its_name(read: Read) -> None:
    reading = read("The Chadian Lawyers League and the Peruvian Teachers Union met in Geneva.")
    assert actor(reading, "League").country == "TCD"
    assert actor(reading, "Union").country == "PER"


def test_one_noun_shared_by_two_states(read: Read) -> None:
    reading = read("Senior Dutch and Belgian officials agreed to meet.")
    found = actors_of(reading, mention(reading, "officials"))
    assert [a.code for a in found] == ["NLDGOV", "BELGOV"]


def test_a_people_is_of_where_it_lives(read: Read) -> None:
    assert actor(read("The Hungarians of Slovakia voted."), "Hungarians").country == "SVK"
    assert actor(read("Some 4,000 Iraqi Kurds fled."), "Kurds").code == "IRQCVL"


def test_followers_of_a_capital_are_not_of_its_state(read: Read) -> None:
    text = "In Georgia police fought Moscow supporters. Georgia closed its schools."
    assert actor(read(text), "supporters").country == "GEO"


def test_the_head_of_a_body_heads_no_state(read: Read) -> None:
    reading = read("The president of the Kenyan Teachers Union spoke.")
    assert actor(reading, "president").code == "KENLAB"


def test_the_arabic_article_begins_a_name(read: Read) -> None:
    assert actor(read("Troops fought al-Shabaab in the south."), "al-Shabaab").roles == ("REB",)


def test_today_is_no_part_of_a_paper(read: Read) -> None:
    assert actor(read("The minister visited Russia today."), "Russia").country == "RUS"
    assert actor(read("The minister visited Russia today."), "Russia").name == "Russia"
