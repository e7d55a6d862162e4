"""The `Article`: one report, its text, and what is known about where it came from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of furniture that cleaning took out of the text.

    `start` and `end` are offsets into the text as it was before cleaning (code points).
    """

    text: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Byline:
    """What stood before the story's first words: `MINSK, Sept 13 (Reuters) -`."""

    text: str
    place: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One news report.

    Before cleaning `text` is the text as it was read; after it, the story alone, and `cuts` lists
    what was taken out. Every offset that Dateline prints points into the cleaned text, in code
    points, end exclusive.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    path: str | None = None
    sha256: str = ""
    cuts: tuple[Cut, ...] = ()
    byline: Byline | None = None
    cleaned: bool = False


def hash_of(*parts: str | None) -> str:
    """SHA-256 of the parts as a JSON list, so that no two lists of parts share a hash."""
    payload = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()


def make_article(  # noqa: PLR0913 - the columns of a table of articles, all by keyword
    text: str,
    *,
    id: str | None = None,  # noqa: A002 - the contract's word for it
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: date | None = None,
    path: str | None = None,
) -> Article:
    """Build an article from its text; without an `id` it is named by a hash of its content."""
    digest = hash_of(text, title, outlet, url, published.isoformat() if published else None)
    return Article(
        id=id or digest[:16],
        text=text,
        title=title,
        outlet=outlet,
        url=url,
        published=published,
        path=path,
        sha256=digest,
    )
