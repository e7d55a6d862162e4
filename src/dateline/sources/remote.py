"""Articles at an address: of a page, or of all that a feed names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from dateline.article import Article, make_article
from dateline.errors import SourceError
from dateline.sources.addresses import FetchError
from dateline.sources.decoding import decode
from dateline.sources.feeds import (
    Entry,
    Feed,
    article_of_entry,
    read_feed,
    said_by,
)
from dateline.sources.fetching import Answer, Fetcher
from dateline.sources.kinds import kind_of
from dateline.sources.page import article_of_page, declared
from dateline.sources.records import Failure, SourceOptions
from dateline.sources.text import article_of_text

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_FEED_LINK = re.compile(
    r"type\s*=\s*[\"']?application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE
)
_HREF = re.compile(r"href\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)
_CANONICAL = re.compile(r"rel\s*=\s*[\"']?canonical\b", re.IGNORECASE)


def articles_at(
    address: str, fetcher: Fetcher, options: SourceOptions
) -> Iterator[Article | Failure]:
    """The article of a page, or those that a feed holds or leads to."""
    try:
        answer = fetcher.get(address)
        kind = _kind(answer)
        if kind == "feed":
            feed = read_feed(answer.content, answer.address, answer.charset)
            yield from _entries(address, feed, fetcher, options)
        else:
            yield _report(answer, kind, options)
    except FetchError as error:
        yield Failure(address, "", error.reason, error.remedy)
    except SourceError as error:
        yield Failure(address, "", str(error), "")


def _kind(answer: Answer) -> str:
    """`feed`, `page`, `text` or `markdown`.

    Raises:
        FetchError: it is anything else.
    """
    kind = kind_of(urlsplit(answer.address).path, answer.content[: 1 << 16])
    if not kind.readable:
        raise FetchError(f"this is {kind.said}", kind.remedy)
    if kind.name in {"text", "markdown", "page"} and answer.kind in _PAGES:
        return "page"
    if kind.name in {"feed", "page", "text", "markdown"}:
        return kind.name
    raise FetchError(
        f"this is no page and no feed but {kind.name}", "download it and give the file"
    )


def _report(answer: Answer, kind: str, options: SourceOptions) -> Article:
    """The article of one page.

    Raises:
        SourceError: there is none in it.
    """
    if kind != "page":
        found = article_of_text(
            answer.content, answer.address, options, markdown=kind == "markdown"
        )
        return _placed(found, answer.address)
    markup = decode(
        answer.content, options.encoding or declared(answer.content) or _known(answer.charset)
    )
    try:
        found = article_of_page(markup, answer.address, options, answer.address)
    except SourceError as error:
        feed = _feed_of(markup, answer.address)
        if feed is None:
            raise
        msg = f"no story was found in the page; it names a feed that may have some: {feed}"
        raise SourceError(msg) from error
    return _placed(found, _own_address(markup, answer.address))


def _placed(article: Article, address: str) -> Article:
    """The article at an address, whatever address it names itself."""
    return make_article(
        article.text,
        title=article.title,
        outlet=article.outlet,
        url=address,
        published=article.published,
        path=article.path,
    )


def _known(charset: str | None) -> str | None:
    """A charset that the server names, if it is one other than UTF-8, which is tried anyhow."""
    if charset is None or charset.lower() in {"utf-8", "utf8"}:
        return None
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return None
    latin = {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"}
    return "cp1252" if charset.lower() in latin else charset


def _own_address(markup: str, address: str) -> str:
    """The address that a page gives itself, without what a feed hung to it, on the same host."""
    for link in _LINK.findall(markup):
        href = _HREF.search(link)
        if href and _CANONICAL.search(link):
            own = _joined(address, href.group(1) or href.group(2))
            if urlsplit(own).hostname == urlsplit(address).hostname and len(urlsplit(own).path) > 1:
                return own
    return address


def _joined(address: str, href: str) -> str:
    try:
        return str(urljoin(address, href))
    except ValueError:  # brackets that hold no number
        return address


def _feed_of(markup: str, address: str) -> str | None:
    for link in _LINK.findall(markup):
        href = _HREF.search(link)
        if href and _FEED_LINK.search(link):
            return _joined(address, href.group(1) or href.group(2))
    return None


def _entries(
    address: str, feed: Feed, fetcher: Fetcher, options: SourceOptions
) -> Iterator[Article | Failure]:
    """The entries of a fetched feed: those that hold no report are followed to it."""
    limits = fetcher.limits
    kept = feed.entries[: limits.entries]
    if limits.promised is not None:
        limits.promised(len(kept))
    if not kept:
        yield Failure(address, "", "the feed has no entries", "check the address")
    for entry in kept:
        yield _followed(address, entry, feed, fetcher, options)
    left = len(feed.entries) - len(kept)
    if left:
        yield Failure(
            address, "", f"{left} more entries of the feed were left out", "fetch it more often"
        )


def _followed(
    address: str, entry: Entry, feed: Feed, fetcher: Fetcher, options: SourceOptions
) -> Article | Failure:
    where = entry.link or entry.title or "an entry"
    if entry.text:
        try:
            return article_of_entry(entry, feed, address, options)
        except SourceError:
            pass  # then its page has to tell
    if entry.link is None:
        return Failure(address, where, "the entry has no text and leads nowhere", "")
    try:
        answer = fetcher.get(entry.link)
        kind = _kind(answer)
        if kind == "feed":
            return Failure(address, where, "the entry leads to another feed", "give its address")
        return said_by(_report(answer, kind, options), entry, feed, options)
    except FetchError as error:
        return Failure(address, where, error.reason, error.remedy)
    except SourceError as error:
        return Failure(address, where, str(error), "")
