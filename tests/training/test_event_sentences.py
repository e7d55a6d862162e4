"""The event sentences written for training say what they claim, word for word."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import dateline.training
from dateline.knowledge.ontology import Ontology

FOLDER = Path(dateline.training.__file__).parent / "data" / "events"
FILES = sorted(FOLDER.glob("*.jsonl"))
STATUSES = {
    "occurred", "ongoing", "planned", "conditional", "denied", "hypothetical", "habitual",
}  # fmt: skip


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def found(words: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_of_an_event_stands_in_its_sentence(path: Path) -> None:
    for row in rows(path):
        for event in row["events"]:
            assert found(event["trigger"], row["text"]) == 1, row
            for actor in (event["source"], event["target"]):
                assert actor is None or found(actor, row["text"]), row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_types_modes_codes_and_statuses_are_known(path: Path) -> None:
    ontology = Ontology()
    for row in rows(path):
        for event in row["events"]:
            kind = ontology.types[event["type"]]
            assert event["mode"] is None or event["mode"] in kind.modes, row
            assert event["cameo"] in ontology.cameo, row
            assert event["status"] in STATUSES, row


def test_no_sentence_comes_twice_and_all_types_are_there() -> None:
    everything = [row for path in FILES for row in rows(path)]
    assert len({row["text"] for row in everything}) == len(everything)
    types = Counter(event["type"] for row in everything for event in row["events"])
    assert set(types) == set(Ontology().types)
    assert min(types.values()) >= 80
    without = sum(not row["events"] for row in everything) / len(everything)
    assert 0.45 <= without <= 0.55
