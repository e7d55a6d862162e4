"""HTML pages: the story by trafilatura, and what the page says about itself."""

from __future__ import annotations

import logging
import re
from datetime import date

from dateline.article import Article, make_article
from dateline.errors import SourceError
from dateline.sources.dates import parse_day
from dateline.sources.decoding import decode, tidy
from dateline.sources.records import SourceOptions

_CHARSET = re.compile(
    rb"<(?:meta[^>]+|\?xml[^>]+)(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE
)
_HEAD = 4096
# What a page says of its day in places made for machines; the rest is trafilatura's search.
_DAY = re.compile(
    r"(?:[\"']datePublished[\"']\s*:\s*[\"']"
    r"|<meta[^>]+(?:article:published_time|[\"'](?:pubdate|publishdate|date|dc\.date(?:\.issued)?|"
    r"parsely-pub-date|datePublished)[\"'])[^>]*content=[\"'])([^\"']{8,40})",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"<meta[^>]+og:site_name[\"'][^>]*content=(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE
)


def article_of_page(
    data: bytes | str, path: str | None, options: SourceOptions, url: str | None = None
) -> Article:
    """The article in a page.

    Raises:
        SourceError: no story was found in it.
    """
    import trafilatura  # noqa: PLC0415 - half a second, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    markup = data if isinstance(data, str) else decode(data, options.encoding or declared(data))
    try:
        found = trafilatura.bare_extraction(
            markup,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
        )
    except Exception as error:
        msg = f"the page cannot be taken apart ({type(error).__name__}: {error})"
        raise SourceError(msg) from error
    text = _rejoined(tidy(found.text or "")) if found is not None else ""
    if not text:
        msg = "no story was found in the page; save its text as .txt and give that file"
        raise SourceError(msg)
    return make_article(
        text,
        title=_line(found.title) or options.title,
        outlet=_outlet(markup) or _line(found.sitename) or options.outlet,
        url=url or _line(found.url),
        published=_published(markup) or parse_day(found.date or "") or options.published,
        path=path,
    )


_GOES_ON = re.compile(r"[a-z,;.)’”]|['’]s\b")
_CLOSE = re.compile(r"[,;.)’”]|['’]s\b")
_DONE = re.compile(r"[.!?:;][\"”’)]*\Z")


def _rejoined(text: str) -> str:
    """One line a paragraph, a blank line between; links may have torn a sentence apart."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        before = lines[-1] if lines else ""
        torn = before.endswith((" ", ",")) or not _DONE.search(before)
        if before and torn and (before.endswith(" ") or _GOES_ON.match(line)):
            glue = "" if before.endswith(" ") or _CLOSE.match(line) else " "
            lines[-1] = before + glue + line
        else:
            lines.append(line)
    return "\n\n".join(line.strip() for line in lines)


def declared(data: bytes) -> str | None:
    """The encoding that a page declares, if it is a known one other than UTF-8."""
    match = _CHARSET.search(data[:_HEAD])
    if match is None:
        return None
    name = match.group(1).decode("ascii").lower()
    if name in {"utf-8", "utf8", "utf-16"}:  # utf-16 in readable bytes is never true
        return None
    try:
        data[:_HEAD].decode(name, "replace")
    except (LookupError, ValueError):
        return None
    # The standard of the web: who says Latin-1 means Windows'.
    return "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"} else name


def _published(markup: str) -> date | None:
    for match in _DAY.finditer(markup):
        day = parse_day(match.group(1))
        if day is not None:
            return day
    return None


def _outlet(markup: str) -> str | None:
    import html  # noqa: PLC0415 - with the markup only

    match = _SITE.search(markup)
    return _line(html.unescape(match.group(1) or match.group(2))) if match else None


def _line(value: str | None) -> str | None:
    return " ".join(tidy(value).split()) or None if value else None
