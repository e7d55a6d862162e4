"""The library's verbs, in the words of the command line: `read`, `code`, `explain`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import __version__
from dateline.article import Article, hash_of, make_article
from dateline.errors import SourceError
from dateline.event import EventReport

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from dateline.coding.coder import Coder
    from dateline.reading.reader import Reader
    from dateline.reading.reading import Reading
    from dateline.store import Store
    from dateline.store.linking import Outcome


class EventReports(list[EventReport]):
    """A list of event reports that a notebook shows as a table."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """The reports as the output contract has them."""
        from dateline.exports.jsonl import as_dict  # noqa: PLC0415 - kept out of import time

        return [as_dict(report) for report in self]

    def to_polars(self) -> pl.DataFrame:
        """One row a report, flat columns; needs `pip install 'dateline[polars]'`."""
        import polars as pl  # noqa: PLC0415 - an extra

        from dateline.exports.rows import COLUMNS, flat  # noqa: PLC0415

        return pl.DataFrame([flat(r) for r in self], schema=COLUMNS, infer_schema_length=None)

    def to_pandas(self) -> pd.DataFrame:
        """One row a report, flat columns; needs `pip install 'dateline[pandas]'`."""
        import pandas as pd  # noqa: PLC0415 - an extra

        from dateline.exports.rows import COLUMNS, flat  # noqa: PLC0415

        return pd.DataFrame([flat(r) for r in self], columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        from dateline.exports.html import table  # noqa: PLC0415 - notebooks only

        return table(self)


@lru_cache(maxsize=4)
def _reader(parser: str | None, actors: tuple[Path, ...]) -> Reader:
    from dateline.knowledge import Knowledge  # noqa: PLC0415 - heavy, first use
    from dateline.reading.reader import Reader  # noqa: PLC0415

    return Reader(parser, Knowledge(actors=actors))


@lru_cache(maxsize=4)
def _coder(lexicon: tuple[Path, ...], model: bool) -> Coder:  # noqa: FBT001 - a cache's key
    from dateline.coding.coder import Coder  # noqa: PLC0415 - heavy, first use
    from dateline.coding.scorer import load_scorer  # noqa: PLC0415
    from dateline.coding.sides import load_sides  # noqa: PLC0415

    return Coder(lexicon, load_scorer(), load_sides()) if model else Coder(lexicon)


class Pipeline:
    """A reader and a coder with one set of settings, for work on many articles."""

    def __init__(
        self,
        *,
        parser: str | None = None,
        actors: Sequence[Path | str] = (),
        lexicon: Sequence[Path | str] = (),
        min_confidence: float = 0.0,
        model: bool = True,
    ) -> None:
        self.reader = _reader(parser, tuple(Path(p) for p in actors))
        self.coder = _coder(tuple(Path(p) for p in lexicon), model)
        self.min_confidence = min_confidence
        self.own_files = tuple(Path(p) for p in (*actors, *lexicon))

    @property
    def version(self) -> str:
        """Everything that decides what a text gives: statements in a store name it."""
        from dateline.coding.coder import VERSION  # noqa: PLC0415 - heavy, first use

        own = "none"
        if self.own_files:
            own = hash_of(*(path.read_text("utf-8", "replace") for path in self.own_files))[:8]
        parts = (
            f"dateline-{__version__}",
            self.reader.version,
            f"coder-{VERSION}",
            f"own-{own}",
            f"scorer-{self.coder.scorer.version if self.coder.scorer else 'none'}",
            f"sides-{self.coder.sides.version if self.coder.sides else 'none'}",
            f"min-{self.min_confidence:g}",
        )
        return ";".join(parts)

    def clean(self, article: Article) -> Article:
        """The article without its furniture; cleaned articles come back as they are."""
        from dateline.cleaning import clean  # noqa: PLC0415

        return article if article.cleaned else clean(article)

    def read(self, article: Article) -> Reading:
        """Clean and read one article."""
        return self.reader.read(self.clean(article))

    def code(self, reading: Reading) -> EventReports:
        """Code one reading."""
        return EventReports(self.coder.code(reading, min_confidence=self.min_confidence))

    def read_all(self, articles: Iterable[Article]) -> Iterator[Reading | Exception]:
        """Clean and read many articles in order; one that fails gives its error."""
        return self.reader.read_all(self.clean(a) for a in articles)


def article_of(
    source: str | Article,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Article:
    """An article from a text, or the given article as it is.

    Raises:
        SourceError: `published` is no ISO date.
    """
    if isinstance(source, Article):
        return source
    from dateline.sources.decoding import tidy  # noqa: PLC0415 - kept out of import time

    # A text from a notebook is mended as one from a file is: line ends, mojibake, NUL bytes.
    source = tidy(source)
    return make_article(source, published=day_of(published), outlet=outlet, title=title, url=url)


def day_of(value: date | str | None) -> date | None:
    """A day from an ISO date or date-time text.

    Raises:
        SourceError: the text is no ISO date.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        msg = f"the date of publication must be YYYY-MM-DD, saw {value!r}"
        raise SourceError(msg) from error


def read(
    source: str | Article,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    parser: str | None = None,
) -> Reading:
    """Clean and read a report: every layer, with offsets into the cleaned text.

    Args:
        source: the text of a report, or an `Article`.
        published: day of publication; without it "Sunday" stays unresolved.
        outlet: who published it.
        title: its headline, if the text does not begin with it.
        parser: name of an installed spaCy model to use instead of the default.

    Raises:
        ReadingError: the text is empty or not English.
    """
    article = article_of(source, published=published, outlet=outlet, title=title)
    return Pipeline(parser=parser).read(article)


def code(  # noqa: PLR0913 - the options of `dateline code`, by keyword
    source: str | Article | Reading,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    actors: Sequence[Path | str] = (),
    lexicon: Sequence[Path | str] = (),
    min_confidence: float = 0.0,
    parser: str | None = None,
    model: bool = True,
) -> EventReports:
    """Read a report and write down its events.

    Args:
        source: the text of a report, an `Article`, or a `Reading` made by `read`.
        published: day of publication.
        outlet: who published it.
        title: its headline, if the text does not begin with it.
        actors: files of your own actors, laid over ours.
        lexicon: files of your own lexicon entries, laid over ours.
        min_confidence: leave out reports below it (0 to 1).
        parser: name of an installed spaCy model to use instead of the default.
        model: ask the learned scorer too; without it the lexicon and the rules alone decide.

    Raises:
        ReadingError: the text is empty or not English.
        KnowledgeError: one of your files has a line that cannot be used.
    """
    pipeline = Pipeline(
        parser=parser,
        actors=actors,
        lexicon=lexicon,
        min_confidence=min_confidence,
        model=model,
    )
    if isinstance(source, str | Article):
        return pipeline.code(
            pipeline.read(article_of(source, published=published, outlet=outlet, title=title))
        )
    return pipeline.code(source)


def explain(report: EventReport) -> str:
    """Why a report has each of its values: a line a reason, the account of confidence last."""
    from dateline.exports.explanation import text  # noqa: PLC0415

    return text(report)


def link(
    store: Store | Path | str,
    *,
    model: Path | str = "default",
    anew: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> Outcome:
    """Group the event reports of a store into incidents; `store.incidents()` gives them.

    Args:
        store: a `Store` open for writing, or the path of one.
        model: what scores pairs of reports: `default`, another one that ships, or a file.
        anew: link everything again; what people decided holds, and incidents keep their ids.
        progress: called with what is done, of how many, and in which step.

    Raises:
        StoreError: the store cannot be opened or written.
    """
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second
    from dateline.store.linking import link as link_store  # noqa: PLC0415

    if isinstance(store, Store):
        return link_store(store, model=model, anew=anew, progress=progress)
    with Store(store) as opened:
        return link_store(opened, model=model, anew=anew, progress=progress)
