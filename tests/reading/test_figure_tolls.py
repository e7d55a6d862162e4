"""How many a whole report says were killed and hurt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.knowledge import Knowledge
from dateline.reading import figures, times
from dateline.reading.components import apply
from dateline.reading.figure_tolls import Toll, toll_of
from dateline.reading.reading import Reading

Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def toll(knowledge: Knowledge, parsed: Read) -> Callable[..., Toll]:
    layers = [times.component(knowledge), figures.component(knowledge)]

    def run(*texts: str) -> Toll:
        readings = [parsed(text) for text in texts]
        for reading in readings:
            for layer in layers:
                apply(layer, reading)
        return toll_of(*readings)

    return run


@pytest.mark.parametrize(
    ("text", "killed", "hurt"),
    [
        ("Two men were killed and three others wounded in Basra on Monday.", 2, 3),
        ("Five people were shot, two of them fatally, outside the hall.", 2, 3),
        ("Four men were shot, one fatally, near the bridge.", 1, 3),
        ("Ana Ruiz, 30, died after a bomb went off in the market.", 1, 0),
        ("Gunmen opened fire on a bus. Nobody was killed. Seven passengers were injured.", 0, 7),
        ("A boy and four adults were injured in the blast.", 0, 5),
        ("Police are looking into a triple homicide in the old town.", 3, 0),
        ("The fatal shooting shook the village.", 1, 0),
        ("A man killed his wife and two sons before killing himself.", 4, 0),
        ("The blast could have killed hundreds, an officer said.", 0, 0),
        ("He carried a deadly weapon to the rally.", 0, 0),
    ],
)
def test_killed_and_hurt(toll: Callable[..., Toll], text: str, killed: int, hurt: int) -> None:
    found = toll(text)
    assert (found.killed, found.hurt) == (killed, hurt), found


def test_the_headline_goes_before_the_text(toll: Callable[..., Toll]) -> None:
    found = toll("Four people were killed at first.", "Six dead, 12 injured in Quetta blast")
    assert (found.killed, found.hurt) == (6, 12)
    assert "Six dead" in found.why_killed
    assert "12 injured" in found.why_hurt


def test_other_happenings_are_left_out(toll: Callable[..., Toll]) -> None:
    text = (
        "A guard was killed at the depot. The army closed the road. Shops stayed shut. "
        "The mayor left. So far this year 45 people have been killed in the province."
    )
    assert toll(text).killed == 1


def test_nothing_told_is_nothing(toll: Callable[..., Toll]) -> None:
    assert toll("The ministers met in Vienna.") == Toll(0, 0, "", "")
    assert toll_of(None) == Toll(0, 0, "", "")


@given(killed=st.integers(2, 500), hurt=st.integers(2, 500))
def test_any_numbers(toll: Callable[..., Toll], killed: int, hurt: int) -> None:
    found = toll(f"{killed} people were killed and {hurt} wounded in the attack.")
    assert (found.killed, found.hurt) == (killed, hurt)
