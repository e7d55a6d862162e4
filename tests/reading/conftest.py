"""Readings with names and what refers back to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.knowledge import Knowledge
from dateline.reading import coreference, names
from dateline.reading.components import apply
from dateline.reading.reading import Reading

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def read(knowledge: Knowledge, parsed: Read) -> Read:
    """A function from text to a reading with names, and with references joined to them."""
    layers = [names.component(knowledge), coreference.component(knowledge)]

    def run(text: str, published: date | None = date(2020, 9, 14)) -> Reading:
        reading = parsed(text, published)
        for layer in layers:
            apply(layer, reading)
        return reading

    return run
