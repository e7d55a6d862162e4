"""One number by a rule with a name."""

from __future__ import annotations

import pytest

from dateline.event import EventReport
from dateline.incident import Quantity
from dateline.linking.claims import quantities
from dateline.linking.policies import POLICIES, PolicyError, apply, conventions, vague
from tests.linking.made import actor, told

MINISTRY = actor("interior ministry", "GOV")
RIGHTS = actor("Lantern", "NGO")


def count(words: str, low: float | None, high: float | None, **more: object) -> EventReport:
    sentence = f"In all {words} people were detained{more.pop('after', '')}."
    return told(sentence, number=(words, low, high), what="participants", **more).report


@pytest.fixture
def crowd() -> Quantity:
    reports = [
        count("18,000", 18000, 18000, speaker=MINISTRY, outlet="Courier"),
        count("20,000", 20000, 20000, speaker=MINISTRY, outlet="Star", published="2020-09-14"),
        count("at least 100,000", 100000, None, outlet="Herald"),
        count("50,000", 50000, 50000, speaker=RIGHTS, outlet="Star"),
        count("31,000", 31000, 31000, speaker=MINISTRY, after=" across the country"),
    ]
    (quantity,) = quantities(reports)
    return quantity


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("lowest", (None, 20000, None)),
        ("highest", (None, 100000, None)),
        ("latest-official", (None, 20000, None)),
        ("conservative", (None, 20000, None)),
        ("low-best-high", (20000, 50000, 100000)),
        ("low-high", (20000, None, 100000)),
        ("mean", (None, 170000 / 3, None)),
    ],
)
def test_each_policy_gives_its_number_and_says_how(
    crowd: Quantity, name: str, numbers: tuple[float | None, ...]
) -> None:
    chosen = apply(name, crowd)
    assert (chosen.low, chosen.best, chosen.high) == pytest.approx(numbers)
    # The country's number and the one that was revised are not of these.
    assert "of 5 value(s)" in chosen.how
    assert "disputed" in chosen.how
    assert chosen.how.startswith(f"{name}: ")


def test_every_policy_is_held_above_and_takes_no_values() -> None:
    assert len(POLICIES) == 7
    (empty,) = quantities([count("hundreds", 200, None, stance="predicts", speaker=RIGHTS)])
    for name in POLICIES:
        chosen = apply(name, empty)
        assert (chosen.low, chosen.best, chosen.high) == (None, None, None)
        assert chosen.how


@pytest.mark.parametrize(
    ("words", "acled", "ccc"),
    [
        ("hundreds", 100, 200),
        ("Hundreds", 100, 200),
        ("several hundreds of thousands", 100000, 200000),
        ("tens of thousands", 10000, 20000),
        ("dozens", 12, None),
        ("tens", 10, None),
        ("several", 3, None),
        ("hundreds of 300", None, None),
        ("nine", None, None),
    ],
)
def test_vague_words_follow_the_targets_convention(
    words: str, acled: float | None, ccc: float | None
) -> None:
    assert vague(words, conventions()["acled"]) == acled
    assert vague(words, conventions()["ccc"]) == ccc


def test_a_convention_is_named_beside_the_number_it_gave() -> None:
    (quantity,) = quantities([count("hundreds of", 200, None)])
    assert apply("lowest", quantity).best == 200
    acled = apply("conservative", quantity)
    assert acled.best == 100
    assert "ACLED" in acled.how
    assert apply("low-high", quantity).low == 200
    assert apply("lowest", quantity, words="acled").best == 100


def test_one_voice_that_many_cite_weighs_once() -> None:
    reports = [
        count("18,000", 18000, 18000, speaker=MINISTRY, outlet=f"Paper {n}") for n in range(9)
    ]
    reports += [
        count("40,000", 40000, 40000, speaker=RIGHTS, outlet="Star"),
        count("60,000", 60000, 60000, outlet="Herald"),
    ]
    (quantity,) = quantities(reports)
    assert apply("low-best-high", quantity).best == 40000


def test_unknown_names_are_refused_with_the_known_ones(crowd: Quantity) -> None:
    with pytest.raises(PolicyError, match="lowest, highest"):
        apply("median", crowd)
    with pytest.raises(PolicyError, match="acled, ccc"):
        apply("lowest", crowd, words="gdelt")
