"""Paths to files, files to readers."""

from __future__ import annotations

import glob
import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

from dateline.article import Article
from dateline.errors import SourceError
from dateline.sources.addresses import is_address
from dateline.sources.archive import articles_of_archive
from dateline.sources.feeds import article_of_entry, read_feed
from dateline.sources.fetching import Fetcher
from dateline.sources.kinds import ENDINGS, Kind, ending, kind_of
from dateline.sources.page import article_of_page
from dateline.sources.records import COLUMNS, Failure, SourceOptions
from dateline.sources.remote import articles_at
from dateline.sources.table import (
    Row,
    articles_of_rows,
    count_parquet,
    rows_of_csv,
    rows_of_json,
    rows_of_json_lines,
    rows_of_parquet,
)
from dateline.sources.text import article_of_text

STANDARD_INPUT = "-"
_HEAD = 1 << 16
# One report larger than this is a table or a dump under the wrong name.
_LARGEST = 64 * 1024 * 1024
# What a folder is searched for. Other JSON than lines is seldom a table of articles.
_IN_FOLDERS = frozenset(ENDINGS) - {".json"}
# Kinds that hold any number of reports.
_MANY = frozenset({"jsonl", "json", "csv", "parquet", "feed", "warc"})
_GZIP = b"\x1f\x8b"

_ROWS: dict[str, Callable[[BinaryIO, str | None], Iterator[Row]]] = {
    "jsonl": rows_of_json_lines,
    "json": rows_of_json,
    "csv": rows_of_csv,
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that the user named, itself or through a folder or glob; or an address."""

    path: str
    is_address: bool = False


def gather(
    paths: Sequence[str | Path], options: SourceOptions | None = None
) -> Iterator[Article | Failure]:
    """Every article of the named files, folders, globs and addresses, in the order named.

    `-` is standard input. What cannot be read gives a `Failure`, and the rest goes on. A file named
    twice is read once.
    """
    options = options or SourceOptions()
    fetcher = Fetcher(options.fetch)
    for found in expand(paths):
        if isinstance(found, Failure):
            yield found
            continue
        if found.is_address:
            yield from articles_at(found.path, fetcher, options)
            continue
        try:
            yield from _read(found.path, options)
        except (OSError, EOFError, zlib.error) as error:
            yield Failure(found.path, "", _said(error), "check the file and its permissions")
        except SourceError as error:
            yield Failure(found.path, "", str(error), "")


def count(paths: Sequence[str | Path]) -> int | None:
    """The number of articles, where it can be had without reading them; None if not."""
    total = 0
    for found in expand(paths):
        if isinstance(found, Failure):
            continue
        kind = ENDINGS.get(ending(found.path), "")
        unknown = found.path == STANDARD_INPUT or found.is_address
        if unknown or kind in _MANY - {"parquet"}:
            return None
        rows = count_parquet(Path(found.path)) if kind == "parquet" else 1
        if rows is None:
            return None
        total += rows
    return total


def expand(paths: Sequence[str | Path]) -> Iterator[_Found | Failure]:
    """The files that the user's words stand for, each once."""
    seen: set[str] = set()
    for given in paths:
        for found in _expand_one(str(given)):
            if isinstance(found, _Found):
                plain = found.is_address or found.path == STANDARD_INPUT
                key = found.path if plain else os.path.realpath(found.path)
                if key in seen:
                    continue
                seen.add(key)
            yield found


def _expand_one(given: str) -> Iterator[_Found | Failure]:
    if given == STANDARD_INPUT:
        yield _Found(given)
        return
    if is_address(given):
        yield _Found(given, is_address=True)
        return
    try:
        is_folder, exists = os.path.isdir(given), os.path.exists(given)  # noqa: PTH110, PTH112
        if exists:
            yield from _folder(given) if is_folder else iter((_Found(given),))
            return
        matches = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207
    except (OSError, ValueError) as error:  # a NUL in the name, a name too long
        yield Failure(given, "", _said(error), "check the path")
        return
    if not matches:
        reason = "no file matches" if glob.has_magic(given) else "no such file or folder"
        yield Failure(given, "", reason, "check the path")
    for match in matches:
        yield from _folder(match) if os.path.isdir(match) else iter((_Found(match),))  # noqa: PTH112


def _folder(folder: str) -> Iterator[_Found | Failure]:
    """The files of a folder and those below it whose ending says that they may hold reports."""
    problems: list[Failure] = []

    def fail(error: OSError) -> None:
        problems.append(Failure(str(error.filename), "", _said(error), "check its permissions"))

    found = False
    others: set[str] = set()
    for root, below, names in os.walk(folder, onerror=fail):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            if ending(name) in _IN_FOLDERS:
                found = True
                yield _Found(os.path.join(root, name))  # noqa: PTH118
            else:
                others.add(ending(name) or "no ending")
    yield from problems
    if not found and not problems:
        saw = f"only files with {', '.join(sorted(others))}" if others else "it is empty"
        yield Failure(
            folder,
            "",
            f"no reports in this folder: {saw}",
            f"looked for {', '.join(sorted(_IN_FOLDERS))}; name other files one by one",
        )


def _read(path: str, options: SourceOptions) -> Iterator[Article | Failure]:
    with _opened(path) as stream:
        head = stream.peek(_HEAD)[:_HEAD]
        if not head:
            yield Failure(path, "", "the file is empty", "check how it was saved, or leave it out")
            return
        kind = kind_of(path, head)
        if not kind.readable:
            yield Failure(path, "", f"this is {kind.said}", kind.remedy)
            return
        if kind.name == "parquet":
            yield from _parquet(path, options)
        elif kind.name in _ROWS:
            rows = _ROWS[kind.name](cast("BinaryIO", stream), options.encoding)
            yield from articles_of_rows(rows, path, options)
        elif kind.name == "warc":
            yield from articles_of_archive(cast("BinaryIO", stream), path, options)
        elif kind.name == "feed":
            yield from _feed(stream, path, options)
        else:
            yield _single(stream, kind, path, options)


def _single(
    stream: BufferedReader, kind: Kind, path: str, options: SourceOptions
) -> Article | Failure:
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return Failure(
            path,
            "",
            f"larger than {_LARGEST // 2**20} MB, too large for one report",
            "split it, or make it a table (.jsonl, .csv, .parquet) with one report a row",
        )
    if not data.strip(b"\0 \t\r\n"):
        return Failure(path, "", "the file holds nothing but blanks", "check how it was saved")
    try:
        if kind.name == "page":
            return article_of_page(data, path, options)
        return article_of_text(data, path, options, markdown=kind.name == "markdown")
    except SourceError as error:
        return Failure(path, "", str(error), "")


def _feed(stream: BufferedReader, path: str, options: SourceOptions) -> Iterator[Article | Failure]:
    """The reports that a saved feed holds; nothing is fetched for those that it only leads to."""
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        yield Failure(path, "", f"larger than {_LARGEST // 2**20} MB, too large for a feed", "")
        return
    try:
        feed = read_feed(data)
    except SourceError as error:
        yield Failure(path, "", str(error), "check how it was saved")
        return
    if not feed.entries:
        yield Failure(path, "", "the feed has no entries", "check how it was saved")
    for entry in feed.entries:
        where = entry.link or entry.title or "an entry"
        if not entry.text:
            remedy = "give the address, and it is fetched" if entry.link else ""
            yield Failure(path, where, "the feed holds only a teaser of this report", remedy)
            continue
        try:
            yield article_of_entry(entry, feed, path, options)
        except SourceError as error:
            yield Failure(path, where, str(error), "")


def _parquet(path: str, options: SourceOptions) -> Iterator[Article | Failure]:
    if path == STANDARD_INPUT or path.lower().endswith(".gz"):
        yield Failure(path, "", "Parquet is read from plain files only", "give the .parquet file")
        return
    wanted = [options.columns.get(name, name) for name in COLUMNS]
    yield from articles_of_rows(rows_of_parquet(Path(path), wanted), path, options)


def _opened(path: str) -> AbstractContextManager[BufferedReader]:
    """The file's bytes, unpacked if they are packed, with a `peek` long enough to tell its kind."""
    if path == STANDARD_INPUT:
        # A pipe gives its first bytes in small pieces, too few to tell the kind.
        data = sys.stdin.buffer.read()
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
        return BufferedReader(cast("RawIOBase", BytesIO(data)), _HEAD)
    stream = cast("BufferedReader", open(path, "rb", buffering=_HEAD))  # noqa: PTH123, SIM115 - closed by the caller
    if stream.peek(2)[:2] == _GZIP:
        return BufferedReader(cast("RawIOBase", gzip.GzipFile(fileobj=stream)), _HEAD)
    return stream


def _said(error: Exception) -> str:
    """An error in words, without Python's own numbers."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return f"a damaged gzip file ({error})"
    return str(getattr(error, "strerror", None) or error)
