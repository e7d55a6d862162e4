"""Whom an act is done to, where its own slots do not say it."""

from __future__ import annotations

import pytest

import dateline

SIDES = [
    ("Norway promised to continue military aid to Mozambique.", "AGREE", "Norway", "Mozambique"),
    ("Norway offered its troops to Mozambique.", "AGREE", "Norway", "Mozambique"),
    ("Close allies such as Norway condemned Chad.", "ACCUSE", "Norway", "Chad"),
    ("Cairo condemned Oslo's decision to send aid to Chad.", "AID", "Norway", "Chad"),
]


@pytest.mark.parametrize(("text", "kind", "source", "target"), SIDES)
def test_sides(text: str, kind: str, source: str, target: str) -> None:
    found = [r for r in dateline.code(text, published="2024-05-15") if r.type == kind]
    assert found, text
    assert [a.name for a in found[0].sources] == [source]
    assert [a.name for a in found[0].targets] == [target]
