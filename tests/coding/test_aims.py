"""Whom an act is aimed at, where another verb, noun or sentence tells it."""

from __future__ import annotations

import pytest

import dateline

AIMED = [
    # The verb that the act is the subject of.
    ("A Norwegian air strike killed three Chadian soldiers.", "ASSAULT", "TCD"),
    ("Norway announced a travel ban which targets Chad.", "COERCE", "TCD"),
    # Whoever meets with it.
    ("Chad is facing heavy criticism from Norway.", "ACCUSE", "TCD"),
    # A noun that only counts the act.
    ("Norway imposed a new round of sanctions against Chad.", "SANCTION", "TCD"),
    ("There was an exchange of name-calling between Norway and Chad.", "ACCUSE", "TCD"),
    # Words before the noun.
    ("Chad was calm on Monday. Students held an anti-Chad rally in Oslo.", "PROTEST", "TCD"),
    # Whom the doer's other acts are aimed at.
    (
        "Norway imposed sanctions on Chad in May. The Norwegian sanctions hurt trade in grain.",
        "SANCTION",
        "TCD",
    ),
    # Whose words and works are answered.
    ("“It is a lie,” said Chad's president. Norway disputed that claim.", "REJECT", "TCD"),
    (
        "Norway brushed aside the criticism in which Chad called the plan unfair.",
        "REJECT",
        "TCD",
    ),
    ("Chad proposed a plan in May. Norway rejected the plan.", "REJECT", "TCD"),
    # The other one of a meeting.
    ("Norway's minister approached Chad and offered to send grain.", "AGREE", "TCD"),
    # What is blamed for what.
    ("Norway blamed Chad for a raid on a camp in Niger.", "ACCUSE", "TCD"),
    # Whose doings are to stop.
    ("Norway demanded a halt to all Chadian shelling.", "REQUEST", "TCD"),
]


@pytest.mark.parametrize(("text", "kind", "target"), AIMED)
def test_the_target_is_found(text: str, kind: str, target: str) -> None:
    found = [r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == kind]
    assert found, text
    aimed = found[-1].targets
    assert aimed, text
    assert any(target in (a.name, a.country, a.text) for a in aimed), [a.name for a in aimed]


NOBODY = [
    # What is wished for is not who is asked.
    ("Norway's president called for using the Chadian army in the search.", "REQUEST"),
    # An effort that says itself which one it is.
    ("Norway condemned Chad. Peru denounced the harsh efforts to keep migrants out.", "Chad"),
    # Within one's own country, at nobody.
    ("Norway's president deployed soldiers to the Norwegian coast.", "MOBILIZE"),
]


@pytest.mark.parametrize(("text", "what"), NOBODY)
def test_nobody_is_made_a_target(text: str, what: str) -> None:
    records = dateline.code(text, published="2024-05-15", model=False)
    if what.isupper():
        assert [r.targets for r in records if r.type == what] == [()]
        return
    last = [r for r in records if [a.name for a in r.sources] == ["Peru"]]
    assert all(what not in a.name for r in last for a in r.targets)
    assert last
