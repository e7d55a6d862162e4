"""Web archives (WARC): every page that a crawl has kept, and text that was taken out of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, BinaryIO

from dateline.article import Article, make_article
from dateline.errors import SourceError
from dateline.sources.decoding import decode
from dateline.sources.page import article_of_page
from dateline.sources.records import Failure, SourceOptions

# A page larger than this holds something else than a report.
_LARGEST = 16 * 1024 * 1024
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_OK = "200"


@dataclass(frozen=True, slots=True)
class _Page:
    """A record that may hold a report."""

    where: str
    address: str | None
    kind: str
    charset: str | None
    packed: str


def articles_of_archive(
    stream: BinaryIO, path: str, options: SourceOptions
) -> Iterator[Article | Failure]:
    """The articles of a web archive; what is no page in it, or was not there, is passed over."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - with the first archive
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    pages = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), start=1):
            page = _page(record, number)
            if page is None:
                continue
            pages += 1
            yield _article(record, page, path, options)
    except ArchiveLoadFailed as error:
        reason = f"the archive is damaged here ({' '.join(str(error).split())[:120]})"
        yield Failure(path, f"after page {pages}", reason, "take the archive anew")
    else:
        if not pages:
            yield Failure(
                path, "", "the archive holds no page", "it may hold only images or requests"
            )


def _page(record: Any, number: int) -> _Page | None:  # noqa: ANN401 - the library's own kind
    """What the headers of a record say, if it is a page that was found, or text of one."""
    if record.rec_type not in {"response", "resource", "conversion"}:
        return None
    told = record.http_headers
    if told is not None and told.get_statuscode() != _OK:
        return None
    header = told.get_header("Content-Type") if told is not None else None
    header = header or (record.content_type if told is None else None) or ""
    kind, _, more = header.partition(";")
    kind = kind.strip().lower()
    wanted = {"text/plain"} if record.rec_type == "conversion" else _PAGES
    if kind not in wanted:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI")
    address = address.strip("<> ") if address else None
    charset = more.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None
    packed = (told.get_header("Content-Encoding") or "") if told is not None else ""
    where = f"record {number}" + (f", {address}" if address else "")
    return _Page(where, address, kind, charset, packed.strip().lower())


def _article(
    record: Any,  # noqa: ANN401 - the library's own kind
    page: _Page,
    path: str,
    options: SourceOptions,
) -> Article | Failure:
    if page.packed == "br" and find_spec("brotli") is None:
        return Failure(path, page.where, "the page is packed by Brotli", "pip install brotli")
    data = record.content_stream().read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return Failure(path, page.where, "too large for a page", "")
    if not data.strip():
        return Failure(path, page.where, "the page is empty", "")
    charset = options.encoding or page.charset
    try:
        if page.kind in _PAGES:
            markup = decode(data, charset) if charset else data
            return article_of_page(markup, path, options, page.address)
    except SourceError as error:
        return Failure(path, page.where, str(error).partition(";")[0], "")
    return make_article(
        decode(data, charset).strip(),
        title=options.title,
        outlet=options.outlet,
        url=page.address,
        published=options.published,
        path=path,
    )
