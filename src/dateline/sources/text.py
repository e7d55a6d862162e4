"""Plain text and Markdown: front matter, headline, hard line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.article import Article, make_article
from dateline.errors import SourceError
from dateline.sources.dates import parse_day
from dateline.sources.decoding import decode
from dateline.sources.records import SourceOptions

# Words for our fields in the headers that note programs, site generators and archives write.
_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "pubdate": "published",
    "date published": "published",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "url": "url",
    "link": "url",
    "id": "id",
}
_ALSO_HEADER = frozenset(
    ["author", "authors", "byline", "tags", "section", "language", "lang", "keywords"]
)
_HEADER_LINE = re.compile(r"([A-Za-z][A-Za-z _-]{1,30})[ \t]*:[ \t]*(.*)")
_FENCED = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_LONG_HEADER = 60  # lines
_HEADLINE_WORDS = range(3, 26)
_HEADLINE_CHARS = 160
_BLANKS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Header:
    """Front matter: its fields in our words, and the offset at which the text begins."""

    fields: Mapping[str, str]
    end: int


def article_of_text(
    data: bytes, path: str | None, options: SourceOptions, *, markdown: bool = False
) -> Article:
    """The article in a text file.

    Raises:
        SourceError: nothing in it, or a date in its header that cannot be read.
    """
    return article_of_string(decode(data, options.encoding), path, options, markdown=markdown)


def article_of_string(
    text: str, path: str | None, options: SourceOptions, *, markdown: bool = False
) -> Article:
    """The article in a decoded text; see `article_of_text`."""
    header = front_matter(text)
    fields = header.fields
    text = text[header.end :]
    heading = None
    if markdown:
        heading = first_heading(text)
        text = without_markup(text)
    text = unwrapped(text).strip()
    if not text:
        msg = "there is no text in it"
        raise SourceError(msg)
    published = options.published
    if fields.get("published"):
        published = parse_day(fields["published"])
        if published is None:
            msg = f"its header gives {fields['published']!r} as its date; write YYYY-MM-DD"
            raise SourceError(msg)
    return make_article(
        text,
        id=fields.get("id") or None,
        title=fields.get("title") or heading or options.title or headline(text),
        outlet=fields.get("outlet") or options.outlet,
        url=fields.get("url") or None,
        published=published,
        path=path,
    )


def front_matter(text: str) -> Header:
    """The header of a text: between lines of `---`, or lines like `Title: …` before a blank one."""
    fenced = _FENCED.match(text)
    if fenced and fenced.group(1).count("\n") < _LONG_HEADER:
        pairs = [m for line in fenced.group(1).split("\n") if (m := _HEADER_LINE.match(line))]
        if pairs:
            return Header(_fields(pairs), fenced.end())
    lead = len(text) - len(text.lstrip("\n"))
    block = _BLANKS.search(text, lead)
    if block is None:
        return Header({}, 0)
    lines = text[lead : block.start()].split("\n")
    found = [m for line in lines if (m := _HEADER_LINE.fullmatch(line))]
    names = {m.group(1).strip().lower() for m in found}
    known = names <= _FIELDS.keys() | _ALSO_HEADER
    # One line may be the story's own ("Source: the ministry"), so its word must be a safe one.
    safe = names & {"title", "headline", "date", "published", "pubdate"}
    if len(found) == len(lines) and known and safe:
        return Header(_fields(found), block.end())
    return Header({}, 0)


def _fields(pairs: list[re.Match[str]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for pair in pairs:
        name = _FIELDS.get(pair.group(1).strip().lower())
        value = pair.group(2).strip().strip("\"'").strip()
        if name and value:
            fields.setdefault(name, value)
    return fields


def headline(text: str) -> str | None:
    """The first line, if it is short, has no full stop and stands before a blank line."""
    line, _, rest = text.lstrip().partition("\n")
    line = line.strip()
    if not rest.strip() or not re.match(r"[ \t]*\n", rest):
        return None
    if line.endswith((".", ",", ";", ":", "—", "–", "-")) or line.startswith("By "):
        return None
    fits = len(line) <= _HEADLINE_CHARS and len(line.split()) in _HEADLINE_WORDS
    return line if fits else None


_WIDEST = 100
_NARROW = 30
_SHARE = 0.3
_ENDS = tuple(".!?:\"”'’)")


def unwrapped(text: str) -> str:
    """Paragraphs whose lines were broken at a column, as one line each.

    A line is a paragraph to the parser, so a text set at 72 columns would be torn apart. Such a
    text is told by its lines: none is wide, and many go on in the next with a small letter.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    if max(map(len, lines), default=0) > _WIDEST:
        return text
    pairs = [(a, b) for a, b in pairwise(lines) if a and b and not b.startswith("  ")]
    broken = sum(_goes_on(a) and b.lstrip()[0].islower() for a, b in pairs)
    if not broken or broken < _SHARE * len(pairs):
        return text
    return "\n\n".join(_paragraphs(lines))


def _goes_on(line: str) -> bool:
    return len(line) >= _NARROW and not line.endswith(_ENDS)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines joined, up to a blank one or one set in; blocks of short lines stay as they are."""
    block: list[str] = []
    for line in (*lines, ""):
        if line and not (block and line.startswith("  ")):
            block.append(line.strip())
            continue
        if block:
            long = sum(len(one) >= _NARROW for one in block[:-1])
            yield (" " if 2 * long >= len(block) - 1 else "\n").join(block)
        block = [line.strip()] if line else []


_MARKDOWN = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"^[ \t]{0,3}\[[^\]]+\]:[ \t]+\S+.*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,2}\.)[ \t]+(?=\S)", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)


def without_markup(text: str) -> str:
    """Markdown's text without its signs."""
    for pattern, put in _MARKDOWN:
        text = pattern.sub(put, text)
    return text


def first_heading(text: str) -> str | None:
    """A Markdown text's first line, if it is a heading."""
    match = re.match(r"\s*#\s+(.+?)\s*#*\s*(?:\n|$)", text)
    return without_markup(match.group(1)) if match else None
