"""The reader: parses articles and runs the layers over them, in checked order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from dateline.article import Article
from dateline.errors import ReadingError
from dateline.knowledge import Knowledge
from dateline.reading import (
    coreference,
    figures,
    names,
    places,
    standing,
    times,
    voices,
)
from dateline.reading.arcs import Parse
from dateline.reading.components import Component, apply, check_order
from dateline.reading.parsers import make_parser
from dateline.reading.reading import Reading

LAYERS = (names, times, places, coreference, figures, voices, standing)
# How many articles are parsed in one stream: more gains nothing and holds more in memory.
BATCH = 16
# A share of common English words below this in a text of some length means another language.
COMMON = frozenset(
    "the of and to in a is that for on was with as by at from it he his be are has have an "
    "said not they this who will were or their after been but which had its one we more she i "
    "you".split()
)
# No report is longer; what is, is an archive in one file or a broken scrape.
LONGEST_TEXT = 2_000_000
ENGLISH_SHARE = 0.15
JUDGED_WORDS = 30


class Reader:
    """A parser and the components, ready to read any number of articles."""

    def __init__(self, parser: str | None = None, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or Knowledge()
        self.parser = make_parser(parser)
        self.components: list[Component] = [layer.component(self.knowledge) for layer in LAYERS]
        check_order(self.components)

    @property
    def version(self) -> str:
        """The parser and every component with its version, as statements in a store name them."""
        layers = ",".join(f"{c.name}-{c.version}" for c in self.components)
        return f"{self.parser.name}-{self.parser.version};{layers}"

    def read(self, article: Article) -> Reading:
        """Read one cleaned article.

        Raises:
            ReadingError: the text is empty or not English.
        """
        check_readable(article)
        return self._layers(article, self.parser.parse(article.text))

    def read_all(self, articles: Iterable[Article]) -> Iterator[Reading | ReadingError]:
        """Read articles in order, parsing them in batches; an unreadable one gives its error."""
        stream = iter(articles)
        while batch := list(islice(stream, BATCH)):
            faults: dict[int, ReadingError] = {}
            good: list[Article] = []
            for n, article in enumerate(batch):
                try:
                    check_readable(article)
                    good.append(article)
                except ReadingError as error:
                    faults[n] = error
            parses = self.parser.parse_all([a.text for a in good])
            readings = [self._layers(a, p) for a, p in zip(good, parses, strict=True)]
            rest = iter(readings)
            for n in range(len(batch)):
                yield faults[n] if n in faults else next(rest)

    def _layers(self, article: Article, parse: Parse) -> Reading:
        reading = Reading(article=article, parse=parse)
        for component in self.components:
            apply(component, reading)
        return reading


def check_readable(article: Article) -> None:
    """Raise `ReadingError` for a text without words, of no report's length, or not English."""
    if len(article.text) > LONGEST_TEXT:
        msg = (
            f"the text has {len(article.text):,} characters, a report at most {LONGEST_TEXT:,}; "
            "if it holds many reports, split it or make it a table with one report a row"
        )
        raise ReadingError(msg)
    words = article.text.split()
    if not any(w[0].isalpha() for w in words):
        msg = "no sentence of a story is left after cleaning; see `dateline read` for what was cut"
        raise ReadingError(msg)
    sample = [w.strip(".,;:!?\"'()“”’").lower() for w in words[:2000]]
    if len(sample) >= JUDGED_WORDS:
        share = sum(w in COMMON for w in sample) / len(sample)
        if share < ENGLISH_SHARE:
            msg = (
                f"the text does not look like English ({share:.0%} common English words); "
                "Dateline reads English only: translate it first"
            )
            raise ReadingError(msg)
