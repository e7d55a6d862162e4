"""Articles and event reports as rows of the store's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.article import Article, hash_of
from dateline.event import EventReport
from dateline.store import schema
from dateline.store.opening import now
from dateline.store.records import encode, encode_reasons
from dateline.store.rows import flat
from dateline.store.statements import READER, Statement, statements_of

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

TABLES: dict[str, dict[str, type]] = {
    "texts": schema.TEXTS,
    "readings": schema.READINGS,
    "reports": schema.REPORTS,
    "statements": schema.STATEMENTS,
    "failures": schema.FAILURES,
}


def digest_of(article: Article) -> str:
    """The hash of what was read; made here for an article that was built without one."""
    if article.sha256:
        return article.sha256
    published = article.published.isoformat() if article.published else None
    return hash_of(article.text, article.title, article.outlet, article.url, published)


def text_key(article: Article) -> tuple[str, str]:
    """What names one form of an article's text."""
    return digest_of(article), hash_of(article.text)


def rows_of(article: Article, reports: Sequence[EventReport], number: int, version: str) -> Rows:
    """The rows of one reading.

    Raises:
        ValueError: a report does not belong to the article, or a text is no valid Unicode.
    """
    for report in reports:
        _check(article, report)
    digest, text_digest = text_key(article)
    # Half a surrogate pair would only be found when many articles are written at once.
    for words in (article.id, article.title, article.outlet, article.url, article.path, version):
        (words or "").encode()
    article.text.encode()
    statements: dict[str, Statement] = {}
    for report in reports:
        statements.update((s.id, s) for s in statements_of(report, version))
    text = (
        digest,
        text_digest,
        article.id,
        article.title,
        article.outlet,
        article.url,
        article.published,
        article.path,
        article.text,
        _json(article.cuts),
        _json(article.byline) if article.byline else None,
    )
    return {
        "texts": [text],
        "readings": [(number, digest, text_digest, version, now(), len(reports))],
        "reports": [
            (
                number,
                position,
                *flat(report).values(),
                encode(report).decode(),
                encode_reasons(report).decode(),
            )
            for position, report in enumerate(reports)
        ],
        "statements": [_statement(key, s, number) for key, s in statements.items()],
        "failures": [],
    }


def _statement(key: str, said: Statement, number: int) -> Row:
    return (
        key,
        said.report,
        number,
        said.field,
        said.value,
        said.original,
        said.start,
        said.end,
        said.claimant,
        said.stance,
        said.outlet,
        said.as_of,
        READER,
        said.version,
        said.rule,
        said.score,
    )


def _check(article: Article, report: EventReport) -> None:
    """A report whose words are not the article's could never be walked back to them."""
    evidence = report.evidence
    if report.article.id != article.id:
        msg = f"event report {report.id} is of article {report.article.id}"
        raise ValueError(msg)
    if article.text[evidence.start : evidence.end] != evidence.text:
        msg = (
            f"event report {report.id} quotes words that do not stand at "
            f"[{evidence.start}:{evidence.end}] of its text; was another text coded?"
        )
        raise ValueError(msg)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
