"""Fixtures that every room's tests share; the parser is loaded once a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.article import make_article
from dateline.knowledge import Knowledge
from dateline.reading.reading import Reading
from dateline.reading.spacy_parser import SpacyParser


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    """The default parser."""
    return SpacyParser()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What the package knows of the world."""
    return Knowledge()


@pytest.fixture(scope="session")
def parsed(parser: SpacyParser) -> Callable[..., Reading]:
    """A function from text to a reading with nothing but the parse."""

    def make(text: str, published: date | None = date(2024, 5, 15)) -> Reading:
        return Reading(article=make_article(text, published=published), parse=parser.parse(text))

    return make
