"""Days counted from an act whose own day the text tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.reading.reading import Reading
from dateline.reading.times import run

Read = Callable[..., Reading]
WEDNESDAY = date(2020, 8, 12)


def found(parsed: Read, text: str, published: date | None = WEDNESDAY) -> dict[str, str]:
    return {m.text.lower(): m.value for m in run(parsed(text, published))["times"]}


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("Two days after the election on August 9, police fired.", "two days after", "2020-08-11"),
        ("A day after the vote, all met. Sunday's vote was rigged.", "a day after", "2020-08-10"),
        ("He fled a day before the vote. The vote on Sunday was rigged.", "a day before",
         "2020-08-08"),
    ],
)  # fmt: skip
def test_day_of_the_act(parsed: Read, text: str, phrase: str, value: str) -> None:
    assert found(parsed, text)[phrase] == value


def test_without_a_day_it_stays_a_span(parsed: Read) -> None:
    assert found(parsed, "A day after the vote, crowds met.")["a day after"] == "P1D"


def test_no_day_after_publication(parsed: Read) -> None:
    text = "Nine days after the vote on August 9, police fired."
    assert found(parsed, text)["nine days after"] == "P9D"


def test_how_old_a_thing_is(parsed: Read) -> None:
    assert found(parsed, "The month-old protest grew.") == {"month-old": "P1M"}
