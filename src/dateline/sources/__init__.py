"""From bytes to articles: one file a kind of source.

`gather` takes what a user names (files, folders, globs, addresses, `-` for standard input), tells
each kind by its content as well as by its ending, and gives an `Article` for every report in it or
a `Failure` that says what was wrong and what to do; a failure never stops the other files.

    files.py     paths to files, files to readers
    kinds.py     what a file is, by its first bytes and its ending
    decoding.py  bytes to text, whatever the encoding
    text.py      plain text and Markdown, with front matter
    page.py      HTML
    table.py     one article a row: JSON lines, CSV, Parquet
    feeds.py     RSS, Atom and JSON Feed, an article an entry
    archive.py   web archives (WARC), an article a page
    remote.py    what is at an address: a page, or a feed whose entries are followed
    fetching.py  one address fetched, politely and within limits
    addresses.py which addresses may be fetched: those of the public internet
    dates.py     the dates that people write into tables and headers

Nothing here judges what is story and what is furniture; that is the next room's work.
"""

from dateline.sources.addresses import is_address
from dateline.sources.fetching import Fetch
from dateline.sources.files import count, gather
from dateline.sources.records import COLUMNS, Failure, SourceOptions

__all__ = ["COLUMNS", "Failure", "Fetch", "SourceOptions", "count", "gather", "is_address"]
