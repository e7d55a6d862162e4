"""Feeds: RSS, Atom and JSON Feed. An entry holds its whole report, or only leads to it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.article import Article, make_article
from dateline.errors import SourceError
from dateline.sources.dates import parse_day
from dateline.sources.decoding import decode, tidy
from dateline.sources.page import article_of_page
from dateline.sources.records import SourceOptions

# A text of so many letters may be the whole report, if it does not end as a teaser does.
_WHOLE = 1000
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
_TEASER = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&#8230;\]|(?:read|see|find out|learn) (?:the )?(?:full |more)"
    r"[^.]{0,40}|continue reading[^.]{0,80}|full story[^.]{0,20})\W*\Z",
    re.IGNORECASE,
)
# What many sites put below each entry.
_APPEARED = re.compile(r"\s*The post .{1,300}? appeared first on .{1,120}?\.?\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `text` is markup, or empty if the feed has only a teaser."""

    title: str | None
    link: str | None
    published: date | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: who publishes it, and its entries in their order."""

    title: str | None
    entries: tuple[Entry, ...]


def read_feed(data: bytes, base: str | None = None, charset: str | None = None) -> Feed:
    """The entries of a feed; relative links are taken from `base`.

    Raises:
        SourceError: it cannot be read as a feed.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_json(data, base)
    import feedparser  # noqa: PLC0415 - with the first feed

    kind = "application/xml" + (f"; charset={charset}" if charset else "")
    headers = {"content-type": kind}
    if base:
        headers["content-location"] = base
    # A stream, because words would be taken for an address or a path.
    found = feedparser.parse(BytesIO(data), response_headers=headers)
    if not found.version and not found.entries:
        said = f" ({found.bozo_exception})" if found.get("bozo") else ""
        msg = f"this cannot be read as a feed{_BLANKS.sub(' ', said)}"
        raise SourceError(msg)
    return Feed(
        _line(found.feed.get("title")), tuple(_entry(entry, base) for entry in found.entries)
    )


def _entry(entry: Any, base: str | None) -> Entry:  # noqa: ANN401 - the library's own kind
    texts = [part.get("value") or "" for part in entry.get("content") or ()]
    texts.append(entry.get("summary") or "")
    day = parse_day(entry.get("published") or entry.get("updated") or "")
    return Entry(
        _line(entry.get("title")), _link(entry.get("link"), base), day, _whole(max(texts, key=len))
    )


def _of_json(data: bytes, base: str | None) -> Feed:
    try:
        found = json.loads(decode(data))
        items = [item for item in found["items"] if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError) as error:
        msg = "this cannot be read as a JSON feed"
        raise SourceError(msg) from error
    entries = []
    for item in items:
        text = item.get("content_html") or ""
        if not text and isinstance(item.get("content_text"), str):
            parts = re.split(r"\n\s*\n", item["content_text"])
            text = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
        day = parse_day(item.get("date_published") or item.get("date_modified") or "")
        link = _link(item.get("url") or item.get("external_url"), base)
        entries.append(Entry(_line(item.get("title")), link, day, _whole(str(text))))
    return Feed(_line(found.get("title")), tuple(entries))


def _whole(text: str) -> str:
    """The markup, if it can be the whole report; a teaser is as good as none."""
    plain = html.unescape(_BLANKS.sub(" ", _TAG.sub(" ", text))).strip()
    plain = _APPEARED.sub("", plain)
    return text if len(plain) >= _WHOLE and not _TEASER.search(plain) else ""


def article_of_entry(entry: Entry, feed: Feed, path: str, options: SourceOptions) -> Article:
    """The report that an entry holds.

    Raises:
        SourceError: there is none in it.
    """
    markup = f"<html><body><article>{entry.text}</article></body></html>"
    return said_by(article_of_page(markup, path, options), entry, feed, options)


def said_by(article: Article, entry: Entry, feed: Feed, options: SourceOptions) -> Article:
    """An article with what its feed says of it: the title, the day, the outlet if it names none."""
    named = article.outlet if article.outlet != urlsplit(article.url or "").netloc else None
    return make_article(
        article.text,
        title=entry.title or article.title,
        outlet=named or options.outlet or feed.title or article.outlet,
        url=article.url or entry.link,
        published=entry.published or article.published or options.published,
        path=article.path,
    )


def _link(link: object, base: str | None) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        return urljoin(base or "", link.strip())
    except ValueError:
        return None


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(tidy(html.unescape(_TAG.sub("", value))).split()) or None
