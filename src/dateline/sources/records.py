"""What the readers are told, and what they say when a source cannot be read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dateline.errors import SourceError
from dateline.sources.fetching import Fetch

# The columns of a table of articles; `text` or `html` must be there.
COLUMNS = ("text", "html", "id", "title", "published", "outlet", "url")


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What to assume where a source does not say.

    `columns` renames: `{"text": "body"}` reads the text from the column `body`. `encoding` is
    taken as it is, without a guess. `fetch` says what may be fetched of addresses that are named.

    Raises:
        SourceError: an unknown column name or an unknown encoding.
    """

    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    fetch: Fetch = field(default_factory=Fetch)

    def __post_init__(self) -> None:
        """Catch misspellings before the first file is read."""
        for name in self.columns:
            if name not in COLUMNS:
                msg = f"no column is called {name!r}; the names are {', '.join(COLUMNS)}"
                raise SourceError(msg)
        if self.encoding is not None:
            try:
                codecs.lookup(self.encoding)
            except LookupError as error:
                msg = f"no encoding is called {self.encoding!r}; try utf-8, cp1252 or utf-16"
                raise SourceError(msg) from error


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a row of one, that gave no article."""

    path: str
    where: str
    reason: str
    remedy: str

    def line(self) -> str:
        """One line: which file, where in it, what was wrong, what to do."""
        head = ": ".join(part for part in (self.path, self.where, self.reason) if part)
        whole = f"{head}; {self.remedy}" if self.remedy else head
        return " ".join(whole.split())
