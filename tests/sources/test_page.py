from __future__ import annotations

from dateline.sources.page import _rejoined, article_of_page, declared
from dateline.sources.records import SourceOptions

STORY = "Police cleared the main square on Monday. Forty people were detained, the mayor said."


def test_a_sentence_torn_by_its_links_is_rejoined() -> None:
    torn = "CAIRO: \nEgypt\n's army closed the road, \nofficials said.\nA second line."
    assert (
        _rejoined(torn) == "CAIRO: Egypt's army closed the road, officials said.\n\nA second line."
    )


def test_paragraphs_and_headings_stay_apart() -> None:
    text = f"Night raids\n{STORY}\n“We stay,” she said.\nThe end"
    assert _rejoined(text).split("\n\n") == text.split("\n")


def test_declared_encodings() -> None:
    assert declared(b'<html><meta charset="windows-1251">') == "windows-1251"
    assert declared(b"<meta http-equiv='x' content='text/html; charset=iso-8859-1'>") == "cp1252"
    assert declared(b'<meta charset="utf-8">') is None
    assert declared(b'<meta charset="klingon">') is None


def test_the_day_that_the_page_gives_to_machines() -> None:
    page = f"""<html><head><script type="application/ld+json">
    {{"@type": "NewsArticle", "datePublished": "2021-05-14T23:10:00+02:00"}}</script></head>
    <body><article><h1>Square cleared</h1>{f"<p>{STORY} Again.</p>" * 4}</article></body></html>"""
    article = article_of_page(page, None, SourceOptions())
    assert str(article.published) == "2021-05-14"
