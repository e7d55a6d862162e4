"""Whom an act is done to, where its own slots do not say it."""

from __future__ import annotations

import pytest

import dateline

SIDES = [
    ("Norway promised to continue military aid to Mozambique.", "AGREE", "Norway", "Mozambique"),
    ("Norway offered its troops to Mozambique.", "AGREE", "Norway", "Mozambique"),
    ("Close allies such as Norway condemned Chad.", "ACCUSE", "Norway", "Chad"),
    ("Cairo condemned Oslo's decision to send aid to Chad.", "AID", "Norway", "Chad"),
    ("Norway recalled its ambassador from Lima.", "SANCTION", "Norway", "Peru"),
    ("Norway lifted the sanctions imposed on Chad.", "CONCEDE", "Norway", "Chad"),
    ("Norway sent troops to the peacekeeping force in Chad.", "AID", "Norway", "Chad"),
    ("Norway offered to send troops to help Chad.", "AGREE", "Norway", "Chad"),
    (
        "If Chad does not act, Norway will bomb its camps, Norway warned.",
        "THREATEN",
        "Norway",
        "Chad",
    ),
    ("Norway stopped bombing the camps of Hezbollah.", "RETREAT", "Norway", "Hezbollah"),
    ("Norway denounced Chad and demanded fresh elections.", "REQUEST", "Norway", "Chad"),
    ("Norway and Chad agreed to cooperate on fishing in Niger.", "AGREE", "Norway", "Chad"),
    (
        "The European Union met on Monday. Norway criticised the Europeans.",
        "ACCUSE",
        "Norway",
        "European Union",
    ),
    (
        "Norway said on Monday that it had asked the Colombian Congress for help.",
        "REQUEST",
        "Norway",
        "Congress of Colombia",
    ),
]


@pytest.mark.parametrize(("text", "kind", "source", "target"), SIDES)
def test_sides(text: str, kind: str, source: str, target: str) -> None:
    found = [r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == kind]
    assert found, text
    assert [a.name for a in found[0].sources] == [source]
    assert [a.name for a in found[0].targets] == [target]


NOBODY = [
    ("Students in Lima gathered outside the university to protest.", "PROTEST"),
    ("Norway moved a brigade towards Oslo.", "MOBILIZE"),
    ("Norway threatened to close the Strait of Magellan.", "THREATEN"),
    ("Norway called for a civilian government.", "REQUEST"),
    ("Kenya's president promised to rebuild Kenya.", "AGREE"),
]


@pytest.mark.parametrize(("text", "kind"), NOBODY)
def test_nobody_is_the_target(text: str, kind: str) -> None:
    found = [r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == kind]
    assert all(not r.targets for r in found), [a.name for r in found for a in r.targets]


def test_an_appointment_is_of_the_person() -> None:
    text = "Norway appointed Mr Rojas defence minister."
    found = [
        r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == "SUPPORT"
    ]
    assert [a.name for a in found[0].targets] == ["Rojas"]


def test_they_are_both_sides() -> None:
    text = "The Kenyan government and the Somali rebels said that they had reached an agreement."
    found = [
        r for r in dateline.code(text, published="2024-05-15", model=False) if r.type == "AGREE"
    ]
    assert [a.country for r in found[:1] for a in (*r.sources, *r.targets)] == ["KEN", "SOM"]
