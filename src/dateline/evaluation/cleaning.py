"""Scores the first two rooms on recorded pages: extraction, and cleaning on its own.

Each page has the body that its own outlet's reader finds. From it come three questions: does our
extraction give that body (F1 of words, beside all text of the page); does cleaning leave the body
alone (share of its lines that are lost); and how much of what stands around it does cleaning cut
from the page's plain text (share of the other lines that stay)?
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.article import make_article
from dateline.cleaning import clean
from dateline.errors import EvaluationError, SourceError
from dateline.evaluation.gold import rows_of
from dateline.evaluation.report import Miss, Score, Table, share
from dateline.sources.dates import parse_day
from dateline.sources.decoding import decode, tidy
from dateline.sources.page import article_of_page, declared
from dateline.sources.records import SourceOptions

# A page counts if this share of its story's words is among the commonest English ones.
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "was",
        "on",
        "are",
        "with",
        "as",
        "at",
        "by",
        "from",
    ]
)
_ENGLISH = 0.2


@dataclass(frozen=True, slots=True)
class Page:
    """A recorded page and what is to be found in it."""

    path: str
    html: bytes
    url: str | None
    title: str | None
    published: str | None
    body: tuple[str, ...]


@dataclass(slots=True)
class Sums:
    """What is summed up over the pages."""

    pages: int = 0
    f1: float = 0.0
    cleaned_f1: float = 0.0
    naive_f1: float = 0.0
    titles: int = 0
    dates: int = 0
    dated: int = 0
    body_lines: int = 0
    lost: int = 0
    other_lines: int = 0
    stayed: int = 0
    other_words: int = 0
    stayed_words: int = 0


def evaluate_pages(paths: Path | str | Sequence[Path | str]) -> Table:
    """The figures for the English pages of one or more sets of pages.

    Raises:
        EvaluationError: a set, or a page that it names, is missing or has another shape.
    """
    sums = Sums()
    misses: list[Miss] = []
    for path in [paths] if isinstance(paths, Path | str) else paths:
        for page in pages_of(Path(path)):
            if _english(page.body):
                misses.extend(_score(page, sums))
    return Table("pages", tuple(_scores(sums)), "all text of the page", misses=tuple(misses))


def pages_of(path: Path) -> Iterator[Page]:
    """The pages of a set; their files stand beside it."""
    for row in rows_of(path):
        try:
            versions = [row["expected"][name] for name in reversed(row["expected_versions"])]
            data = (path.parent / row["html_path"]).read_bytes()
            html = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
            said = _key(decode(html, declared(html)))
            # A set may name versions of other days beside the page's own: the headline tells.
            expected = next((v for v in versions if v["title"] and _key(v["title"]) in said), None)
            body = tuple(_body(expected.get("body") or {})) if expected else ()
        except (OSError, KeyError, TypeError, AttributeError, IndexError) as error:
            msg = f"{path}: page {row.get('html_path')!r} cannot be used ({error!r})"
            raise EvaluationError(msg) from error
        if expected is None:
            continue
        title, published = expected.get("title"), expected.get("publishing_date")
        yield Page(str(row["html_path"]), html, row.get("url"), title, published, body)


def _body(body: Mapping[str, Any]) -> Iterator[str]:
    yield from body.get("summary") or ()
    for section in body.get("sections") or ():
        yield from section.get("headline") or ()
        yield from section.get("paragraphs") or ()


def _english(body: Sequence[str]) -> bool:
    words = _words(" ".join(body))
    return bool(words) and sum(w in _COMMON for w in words) > _ENGLISH * len(words)


def _score(page: Page, sums: Sums) -> Iterator[Miss]:
    sums.pages += 1
    gold = _words(" ".join(page.body))
    naive = plain_text(decode(page.html, declared(page.html)))
    sums.naive_f1 += f1(_words(naive), gold)
    try:
        article = article_of_page(page.html, page.path, SourceOptions(), page.url)
    except SourceError as error:
        yield Miss("missing", page.path, "", "a story", str(error))
    else:
        ours = f1(_words(article.text), gold)
        sums.f1 += ours
        sums.cleaned_f1 += f1(_words(clean(article).text), gold)
        sums.titles += _same(article.title, page.title)
        if page.published:
            sums.dated += 1
            sums.dates += parse_day(page.published) == article.published
        if ours < _POOR:
            yield Miss("extract", page.path, "", f"{len(gold)} words", f"F1 {ours:.2f}")
    yield from _lost(page, sums)
    yield from _stayed(page, naive, sums)


_POOR = 0.8


def _lost(page: Page, sums: Sums) -> Iterator[Miss]:
    """Lines of the story that cleaning takes out of it, in whole or in part."""
    body = [" ".join(tidy(line).split()) for line in page.body]
    body = [line for line in body if line]
    article = clean(make_article("\n\n".join(body), title=page.title))
    sums.body_lines += len(body)
    for cut in article.cuts:
        if cut.reason != "dateline":
            sums.lost += 1
            yield Miss("lost", page.path, cut.text[:200], "story", cut.reason)


def _stayed(page: Page, naive: str, sums: Sums) -> Iterator[Miss]:
    """Lines of the page outside the story that cleaning leaves."""
    story = _words(" ".join((*page.body, page.title or "")))
    grams = {tuple(story[n : n + 4]) for n in range(len(story))}
    known = {_key(line) for line in (*page.body, page.title or "")}

    def other(line: str) -> bool:
        words = _words(line)
        if not words or _key(line) in known:
            return False
        return not any(tuple(words[n : n + 4]) in grams for n in range(max(1, len(words) - 3)))

    others = Counter(line for line in naive.split("\n") if other(line))
    kept = Counter(clean(make_article(naive, title=page.title)).text.split("\n"))
    for line, number in others.items():
        stays = min(number, kept[line])
        sums.other_lines += number
        sums.stayed += stays
        sums.other_words += number * len(_words(line))
        sums.stayed_words += stays * len(_words(line))
        if stays:
            yield Miss("stayed", page.path, line[:200], "furniture", "kept")


def _scores(sums: Sums) -> Iterator[Score]:
    pages = max(1, sums.pages)
    naive = sums.naive_f1 / pages
    yield Score("extraction F1", sums.f1 / pages, naive, sums.pages)
    yield Score("extraction and cleaning F1", sums.cleaned_f1 / pages, naive, sums.pages)
    yield Score("title found", share(sums.titles, sums.pages), of=sums.pages)
    yield Score("day of publication found", share(sums.dates, sums.dated), of=sums.dated)
    yield Score("story lines kept", 1 - share(sums.lost, sums.body_lines), 1.0, sums.body_lines)
    cut = 1 - share(sums.stayed, sums.other_lines)
    yield Score("furniture lines cut", cut, 0.0, sums.other_lines)
    words = 1 - share(sums.stayed_words, sums.other_words)
    yield Score("furniture words cut", words, 0.0, sums.other_words)


def plain_text(markup: str) -> str:
    """All text of a page, a line a block, as a careless program would take it."""
    from lxml import html  # type: ignore[import-untyped]  # noqa: PLC0415 - with trafilatura, only for pages

    root = html.fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    return _lines(root)


_HIDDEN = frozenset(["script", "style", "noscript", "template", "svg", "head", "iframe"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "em",
        "i",
        "mark",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "font",
        "code",
    ]
)


def _lines(root: Any) -> str:  # noqa: ANN401 - an element of lxml
    from lxml import etree  # noqa: PLC0415 - with trafilatura, only for pages

    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if not isinstance(element.tag, str):
            parts.append(element.tail or "" if not hidden else "")
            continue
        if element.tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
            parts.append(element.tail or "" if event == "end" and not hidden else "")
            continue
        if hidden:
            continue
        block = element.tag not in _INLINE
        if event == "start":
            parts += ["\n" if block else "", element.text or ""]
        else:
            parts += ["\n" if block else "", element.tail or ""]
    lines = (" ".join(tidy(line).split()) for line in _flowed(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _flowed(parts: Sequence[str]) -> str:
    """Text with the line ends of the markup as blanks; those of the blocks stand alone."""
    return "".join(p if p == "\n" else re.sub(r"\s+", " ", p) for p in parts)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _key(text: str) -> str:
    return " ".join(_words(text))


def _same(ours: str | None, gold: str | None) -> bool:
    """Whether two headlines are the same, but for signs and the outlet's name behind."""
    one, two = _key(ours or ""), _key(gold or "")
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


def f1(ours: Sequence[str], gold: Sequence[str]) -> float:
    """F1 of two bags of words."""
    both = (Counter(ours) & Counter(gold)).total()
    return 2 * both / (len(ours) + len(gold)) if both else 0.0
