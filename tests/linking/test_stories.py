"""Articles on one matter in one time are one story."""

from __future__ import annotations

from dateline.linking.items import LinkText, pages_of
from dateline.linking.stories import WINDOW, stories_of

FLOOD = (
    "The river Aru rose over its banks in Telmin and flooded the old town, the mayor said.",
    "In Telmin the flooded river Aru left hundreds of homes under water, rescuers said.",
    "Rescuers carried families from flooded homes in Telmin as the Aru kept rising.",
)
BANK = (
    "The central bank raised its interest rate by half a point to slow inflation.",
    "Inflation slowed after the central bank raised its interest rate, economists said.",
)


def stories(texts: tuple[str, ...], days: list[int | None]) -> list[int]:
    pages = pages_of([LinkText(str(k), None, None, None, t) for k, t in enumerate(texts)])
    return stories_of(pages.words, days)


def test_two_matters_are_two_stories() -> None:
    found = stories((FLOOD[0], BANK[0], FLOOD[1], BANK[1], FLOOD[2]), [1, 1, 2, 2, 3])
    assert found[0] == found[2] == found[4]
    assert found[1] == found[3]
    assert found[0] != found[1]


def test_the_same_words_a_year_later_are_another_story() -> None:
    late = WINDOW + 1
    assert len(set(stories((FLOOD[0], FLOOD[1]), [1, 1 + late]))) == 2
    assert len(set(stories((FLOOD[0], FLOOD[1]), [1, 2]))) == 1


def test_articles_without_a_day_find_their_story() -> None:
    assert len(set(stories((FLOOD[0], FLOOD[1]), [None, None]))) == 1


def test_a_long_stream_is_cut_at_no_batch() -> None:
    texts = [f"{FLOOD[k % 3]} {k}" for k in range(600)]
    assert len(set(stories(tuple(texts), [k // 50 for k in range(600)]))) == 1


def test_no_articles_have_no_stories() -> None:
    assert stories((), []) == []
