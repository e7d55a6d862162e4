"""Copies of one text are told from texts of their own."""

from __future__ import annotations

import random

from dateline.linking.texts import groups_of

WORDS = [f"word{k}" for k in range(400)]


def text(seed: int, length: int = 120) -> str:
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    return " ".join(chance.choices(WORDS, k=length))


def test_a_copy_with_a_sentence_changed_is_the_same_text() -> None:
    one = text(1)
    copy = one[: len(one) // 4] + " an editor put this in " + one[len(one) // 4 :]
    assert groups_of([text(2), one, text(3), copy]) == [0, 1, 2, 1]


def test_case_and_blanks_do_not_matter() -> None:
    assert groups_of([text(1), text(1).upper().replace(" ", "\n")]) == [0, 0]


def test_short_notices_are_no_copies() -> None:
    assert groups_of(["Read our daily letter here.", "Read our daily letter here."]) == [0, 1]


def test_a_copy_of_a_copy_is_in_the_group_and_order_does_not_matter() -> None:
    one = text(5, 200).split()
    two = [*one[:150], *text(6, 50).split()]
    three = [*two[40:], *text(7, 30).split()]
    texts = [" ".join(t) for t in (one, two, three)] + [text(8)]
    assert groups_of(texts) == [0, 0, 0, 3]
    assert groups_of(texts[::-1]) == [0, 1, 1, 1]


def test_no_texts_have_no_groups() -> None:
    assert groups_of([]) == []
