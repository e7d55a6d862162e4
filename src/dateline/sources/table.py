"""Tables of articles: JSON lines, JSON, CSV and Parquet, one article a row."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from dateline.article import Article, make_article
from dateline.errors import SourceError
from dateline.sources.dates import parse_day
from dateline.sources.decoding import decode, tidy
from dateline.sources.page import article_of_page
from dateline.sources.records import COLUMNS, Failure, SourceOptions
from dateline.sources.text import unwrapped

# Names that columns of text often have, to hint at; they are never taken without being named.
_LIKELY = (
    "body",
    "content",
    "article",
    "story",
    "full_text",
    "fulltext",
    "maintext",
    "articletext",
)
# JSON lines may differ from row to row; after so many without text, the table has none.
_ROWS_TO_SEE = 20
_BATCH = 512


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and where it stands; `broken` says why there is none."""

    where: str
    cells: Mapping[str, Any]
    broken: str = ""


def rows_of_json_lines(stream: BinaryIO, encoding: str | None) -> Iterator[Row]:
    """One row a line; a broken line is a broken row."""
    for number, line in enumerate(_lines(stream, encoding), 1):
        if line.strip():
            yield _json_row(f"line {number}", line)


def _json_row(where: str, text: str) -> Row:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return Row(where, {}, f"not JSON ({error.msg}, column {error.colno})")
    except (ValueError, RecursionError) as error:
        return Row(where, {}, f"not usable JSON ({error})")
    return _row_of(where, value)


def _row_of(where: str, value: object) -> Row:
    if isinstance(value, dict):
        return Row(where, value)
    return Row(where, {}, f"expected a JSON object, saw {type(value).__name__}")


def rows_of_json(stream: BinaryIO, encoding: str | None) -> Iterator[Row]:
    """The objects of a JSON list, or the one object; JSON lines under another name as well."""
    text = decode(stream.read(), encoding)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield _json_row(f"line {number}", line)
        return
    if isinstance(value, dict):
        yield Row("", value)
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield _row_of(f"row {number}", one)
    else:
        yield _row_of("", value)


def rows_of_csv(stream: BinaryIO, encoding: str | None) -> Iterator[Row]:
    """Rows of a CSV with a header; the delimiter is the header's most frequent one."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = _lines(stream, encoding)
    header = next(lines, "")
    delimiter = max(",;\t|", key=header.count)

    def again() -> Iterator[str]:
        yield header
        yield from lines

    reader = csv.DictReader(again(), delimiter=delimiter, restkey="", restval=None)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(f"row {number}", {}, f"not CSV ({error})")
            continue
        over = cells.pop("", None)
        if isinstance(over, list):
            yield Row(f"row {number}", {}, f"{len(over)} more cells than the header has columns")
        else:
            yield Row(f"row {number}", cells)


def rows_of_parquet(path: Path, wanted: Iterable[str]) -> Iterator[Row]:
    """Rows of a Parquet file, of which only the columns in `wanted` are read.

    Raises:
        SourceError: the file is no Parquet that DuckDB can read.
    """
    import duckdb  # noqa: PLC0415 - a sixth of a second, and only Parquet needs it

    names = {name.casefold() for name in wanted}
    try:
        with duckdb.connect() as connection:
            seen = connection.execute(
                "DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]
            ).fetchall()
            columns = [str(column[0]) for column in seen]
            used = [c for c in columns if c.casefold() in names] or columns[:1]
            quoted = ", ".join('"' + c.replace('"', '""') + '"' for c in used)
            found = connection.execute(
                f"SELECT {quoted} FROM read_parquet(?)",  # noqa: S608 - quoted column names
                [str(path)],
            )
            number = 0
            while batch := found.fetchmany(_BATCH):
                for values in batch:
                    number += 1
                    # The names of the columns left out are shown if the text is not among them.
                    cells = dict.fromkeys(columns) | dict(zip(used, values, strict=True))
                    yield Row(f"row {number}", cells)
    except duckdb.Error as error:
        msg = f"cannot be read as Parquet ({str(error).splitlines()[0]}); check the export"
        raise SourceError(msg) from error


def count_parquet(path: Path) -> int | None:
    """The number of rows, from the file's own account of itself."""
    import duckdb  # noqa: PLC0415 - only Parquet needs it

    try:
        with duckdb.connect() as connection:
            row = connection.execute(
                "SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]
            ).fetchone()
    except duckdb.Error:
        return None
    return int(row[0]) if row and row[0] is not None else None


def _lines(stream: BinaryIO, encoding: str | None) -> Iterator[str]:
    """The lines of a table, each decoded by itself, so that a large table is never held whole."""
    first = stream.readline()
    if encoding is not None or first.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from (decode(first + stream.read(), encoding) + "\n").splitlines(keepends=True)
        return
    while first:
        line = decode(first)
        yield line if line.endswith("\n") else line + "\n"
        first = stream.readline()


def articles_of_rows(
    rows: Iterable[Row], path: str, options: SourceOptions
) -> Iterator[Article | Failure]:
    """An article for every row, or what is wrong with it."""
    without: list[Failure] = []
    seen = 0
    some_text = False
    for row in rows:
        seen += 1
        if row.broken:
            yield Failure(path, row.where, row.broken, "repair the row; the other rows are read")
            continue
        cells = _renamed(row.cells, options.columns)
        if "text" not in cells and "html" not in cells:
            failure = _no_text(path, row, options)
            if some_text:
                yield failure
                continue
            without.append(failure)
            if len(without) >= _ROWS_TO_SEE:
                break
            continue
        if not some_text:
            yield from without
            without = []
            some_text = True
        yield _article(cells, row.where, path, options)
    if without:
        # All rows alike: one line for the table says it.
        yield replace(without[0], where="") if len(without) > 1 else without[0]
    if not seen:
        yield Failure(path, "", "the table has no rows", "check the file, or leave it out")


def _renamed(cells: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The cells under our names: the user's own names first, ours in any case of letters."""
    lowered = {str(name).strip().casefold(): name for name in cells}
    found: dict[str, Any] = {}
    for ours in COLUMNS:
        theirs = columns.get(ours, ours)
        name = theirs if theirs in cells else lowered.get(theirs.strip().casefold())
        if name is not None:
            found[ours] = cells[name]
    return found


def _no_text(path: str, row: Row, options: SourceOptions) -> Failure:
    names = [str(name) for name in row.cells]
    asked = options.columns.get("text") or options.columns.get("html")
    reason = f"no column {asked!r}" if asked else "no column 'text' or 'html'"
    lowered = {name.casefold(): name for name in names}
    likely = next((lowered[name] for name in _LIKELY if name in lowered), None)
    return Failure(
        path,
        row.where,
        f"{reason}; its columns are {', '.join(names) or 'none'}",
        f"name the column of the text, as in --column text={likely or 'COLUMN'}",
    )


def _article(
    cells: Mapping[str, Any], where: str, path: str, options: SourceOptions
) -> Article | Failure:
    text, markup = _text(cells.get("text")), _text(cells.get("html"))
    if not text.strip() and not markup.strip():
        return Failure(path, where, "its text is empty", "fill it in, or take the row out")
    published = options.published
    given = cells.get("published")
    if given not in (None, ""):
        published = parse_day(given)
        if published is None:
            return Failure(
                path, where, f"cannot tell the day in published {given!r}", "write YYYY-MM-DD"
            )
    own = {name: _cell(cells.get(name)) for name in ("id", "title", "outlet", "url")}
    if text.strip():
        return make_article(
            unwrapped(tidy(text)).strip(),
            id=own["id"],
            title=own["title"] or options.title,
            outlet=own["outlet"] or options.outlet,
            url=own["url"],
            published=published,
            path=path,
        )
    try:
        page = article_of_page(markup, path, options, own["url"])
    except SourceError as error:
        return Failure(path, where, str(error), "")
    return make_article(
        page.text,
        id=own["id"],
        title=own["title"] or page.title,
        outlet=own["outlet"] or page.outlet,
        url=own["url"] or page.url,
        published=published if given not in (None, "") else page.published,
        path=path,
    )


def _text(value: object) -> str:
    """A cell of text; a list of paragraphs is one too."""
    if value is None:
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return "\n\n".join(str(part) for part in value)
    return decode(value) if isinstance(value, bytes) else str(value)


def _cell(value: object) -> str | None:
    if value is None:
        return None
    return " ".join(tidy(str(value)).split()) or None
