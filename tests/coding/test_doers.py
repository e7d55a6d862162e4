"""Who did it, where the act's own slots do not say it."""

from __future__ import annotations

import pytest

import dateline

DOERS = [
    # The verb above, or the one that shares its tense.
    ("Norway said that Chad is calm and condemned Niger.", "ACCUSE", "Norway"),
    ("Norway became the first state to condemn Chad.", "ACCUSE", "Norway"),
    ("Norway demanded that Chad remove the troops, accusing it of aggression.", "ACCUSE", "Norway"),
    ("Norway wrote a letter denouncing Chad.", "ACCUSE", "Norway"),
    ("Norway said the plans are going well after speaking with Chad.", "CONSULT", "Norway"),
    ("Norway backed the plan at a meeting with Chad.", "CONSULT", "Norway"),
    ("Norway is engaged in a war of words with Chad.", "ACCUSE", "Norway"),
    ("Norway imposed a new round of sanctions on Chad.", "SANCTION", "Norway"),
    ("Chad wavered, with Norway, its old ally, even calling for sanctions.", "REQUEST", "Norway"),
    ("Chad praised Norway for sending food aid to Niger.", "AID", "Norway"),
    ("Chad met the Norwegians now investigating the massacre.", "ACCUSE", "Norwegians"),
    # Another word for the same act.
    ("Nine people were killed in an Israeli raid on Gaza.", "ASSAULT", "Israel"),
    ("Nine people died. Chad blamed Norway for the airstrike on its camp.", "ASSAULT", "Norway"),
    ("Nine people were killed in the attack, which was claimed by Hezbollah.", "ASSAULT",
     "Hezbollah"),
    # Told before: by the same act, or by who is behind the paper.
    ("Norway deported two Chadians in May. In June nine were deported.", "COERCE", "Norway"),
    ("Norway's order angered Chad. The order banned Chadian officials.", "COERCE", "Norway"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "doer"), DOERS)
def test_doers(text: str, kind: str, doer: str) -> None:
    found = [r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == kind]
    assert found, text
    assert [a.name for a in found[-1].sources] == [doer]


NOBODY = [
    # Another weapon, another place.
    ("Norway bombed Chad on Monday. The gas attack killed nine Chadians.", "ASSAULT"),
    ("Norway bombed Chad on Monday. The attack in Lima killed nine Peruvians.", "ASSAULT"),
    # Hearsay about a raid does not make the speaker its doer.
    ("Norway said the town had burned and had killed nine Chadians.", "ASSAULT"),
]


@pytest.mark.parametrize(("text", "kind"), NOBODY)
def test_no_doer(text: str, kind: str) -> None:
    found = [r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == kind]
    assert found, text
    assert not found[-1].sources
