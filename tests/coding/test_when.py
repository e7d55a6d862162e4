"""When acts are dated, through the whole pipeline. The 15th of May 2024 was a Wednesday."""

from __future__ import annotations

import pytest

import dateline

DAY = "2024-05-15"


def days(text: str, kind: str, trigger: str = "") -> tuple[str, str] | None:
    found = [
        r
        for r in dateline.code(text, published=DAY, model=False)
        if r.type == kind and trigger in r.trigger.text
    ]
    assert found, f"no {kind} in {text!r}"
    date = found[-1].date
    return (date.start, date.end) if date else None


DATED = [
    ("Thousands of people marched in Tbilisi on Sunday.", "PROTEST", "2024-05-12", "2024-05-12"),
    ("Police arrested eleven activists in Nairobi on Monday and Tuesday.", "COERCE",
     "2024-05-13", "2024-05-14"),
    ("The protests that began on May 2 have spread to Lima.", "PROTEST",
     "2024-05-02", "2024-05-02"),
    ("Today Georgian police arrested the opposition leader.", "COERCE", DAY, DAY),
    ("A joint military exercise is starting near Brest in Belarus.", "COOPERATE", DAY, DAY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "start", "end"), DATED)
def test_date_of_the_act(text: str, kind: str, start: str, end: str) -> None:
    assert days(text, kind) == (start, end)


UNDATED = [
    ("The minister condemned the opposition.", "ACCUSE"),
    ("The party urged its supporters to march on Sunday.", "REQUEST"),
]


@pytest.mark.parametrize(("text", "kind"), UNDATED)
def test_no_date_without_a_clue(text: str, kind: str) -> None:
    assert days(text, kind) is None


def test_a_day_after() -> None:
    text = "Georgian police arrested the activist on Tuesday, a day after he accused the president."
    assert days(text, "ACCUSE") == ("2024-05-13", "2024-05-13")


def test_the_next_sentence_goes_on() -> None:
    text = "Thousands marched in Tbilisi on Sunday. Police arrested forty people."
    assert days(text, "COERCE") == ("2024-05-12", "2024-05-12")


def test_what_has_been_done_does_not_go_on() -> None:
    text = "Thousands marched in Tbilisi on Sunday. Police have arrested forty people this year."
    assert days(text, "COERCE") != ("2024-05-12", "2024-05-12")


def test_the_act_spoken_of_again_has_its_day() -> None:
    text = (
        "Supporters of Malian president Ibrahim Keita rallied in Bamako on Tuesday. "
        "They chanted against Friday's ouster of Keita by the army. "
        "Mali's prime minister has condemned the ouster of Keita."
    )
    assert days(text, "COERCE", "ouster") == ("2024-05-10", "2024-05-10")
