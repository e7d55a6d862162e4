from __future__ import annotations

import gzip
import io
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.errors import SourceError
from dateline.sources import Failure, SourceOptions, count, gather

STORY = "Police cleared the main square on Monday. Forty people were detained, the mayor said."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Police clear square - Example News</title>
<meta property="og:title" content="Police clear square"><meta property="og:site_name"
content="Example News"><meta property="article:published_time" content="2021-05-14T10:00:00Z">
<link rel="canonical" href="https://example.org/square"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Police clear square</h1><p>{STORY} The union called it an attack on all workers.</p>
<p>The ministry said that the order had come from the court. The café — shut since — reopens.</p>
<p>More marches are planned for Friday in the capital and in three other cities, it said.</p>
</article></body></html>"""


def one(path: Path | str, options: SourceOptions | None = None) -> Article:
    (found,) = gather([path], options)
    assert isinstance(found, Article), found
    return found


def fails(path: Path | str, options: SourceOptions | None = None) -> Failure:
    (found,) = gather([path], options)
    assert isinstance(found, Failure), found
    assert "\n" not in found.line()
    assert str(path) in found.line()
    return found


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_plain_text_with_a_headline(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.txt", f"Police clear main square\n\n{STORY}\n"))
    assert article.title == "Police clear main square"
    assert article.text.startswith("Police clear main square\n\nPolice cleared")
    assert article.path == str(tmp_path / "a.txt")


def test_options_speak_for_files_that_do_not_say(tmp_path: Path) -> None:
    options = SourceOptions(date(2020, 1, 2), "Example News", "A title")
    article = one(write(tmp_path / "a.txt", STORY), options)
    assert (article.published, article.outlet, article.title) == (
        date(2020, 1, 2),
        "Example News",
        "A title",
    )
    dated = one(write(tmp_path / "b.md", f"---\ndate: 2021-05-14\n---\n{STORY}"), options)
    assert dated.published == date(2021, 5, 14)
    page = one(write(tmp_path / "c.html", PAGE), options)
    assert page.published == date(2021, 5, 14)


def test_a_page(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.html", PAGE))
    assert article.title == "Police clear square"
    assert article.outlet == "Example News"
    assert article.published == date(2021, 5, 14)
    assert article.url == "https://example.org/square"
    assert STORY in article.text
    assert "Home" not in article.text


def test_a_page_in_windows_bytes_that_says_so(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
    assert "café — shut" in one(write(tmp_path / "a.html", page.encode("cp1252"))).text


def test_kind_is_told_by_content(tmp_path: Path) -> None:
    assert one(write(tmp_path / "page.txt", PAGE)).outlet == "Example News"
    assert one(write(tmp_path / "page", PAGE)).outlet == "Example News"
    assert one(write(tmp_path / "rows.txt", '{"text": "' + STORY + '"}\n')).text == STORY
    assert one(write(tmp_path / "p.gz", gzip.compress(PAGE.encode()))).outlet == "Example News"
    assert one(write(tmp_path / "t.txt.gz", gzip.compress(STORY.encode()))).text == STORY


def test_folders_globs_and_files_named_twice(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / ".git").mkdir()
    a = write(tmp_path / "in" / "a.txt", STORY)
    write(tmp_path / "in" / "deep" / "b.md", STORY + " Again.")
    write(tmp_path / "in" / "script.py", "print()")
    write(tmp_path / "in" / ".hidden.txt", STORY)
    write(tmp_path / "in" / ".git" / "c.txt", STORY)
    found = list(gather([tmp_path / "in", str(tmp_path / "in" / "*.txt"), a]))
    assert [Path(f.path or "").name for f in found if isinstance(f, Article)] == ["a.txt", "b.md"]
    assert len(found) == 2
    assert count([str(tmp_path / "in"), str(a)]) == 2
    assert len(list(gather([str(tmp_path / "**" / "*.md")]))) == 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(data: bytes) -> list[Article | Failure]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return list(gather(["-"]))

    (text,) = give(STORY.encode())
    assert isinstance(text, Article)
    assert text.text == STORY
    rows = give(('{"text": "' + STORY + '"}\n').encode() * 3)
    assert len(rows) == 3
    (empty,) = give(b"")
    assert isinstance(empty, Failure)
    assert "empty" in empty.line()
    assert count(["-"]) is None


MAGIC = {
    "a.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "a.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
    "a.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "JPEG"),
    "a.docx": (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "Word document"),
    "a.zip": (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", "zip archive"),
    "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "Office"),
    "a.bin": (bytes(range(256)) * 8, "binary"),
    "b.bin": (b"\0" * 500, "binary"),
    "a.rtf": (b"{\\rtf1\\ansi hello}", "RTF"),
    "a.warc": (b"no archive at all", "WARC"),
    "a.rss": (b"no feed at all", "no feed"),
    "feed.xml": (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "no entries"),
}


@pytest.mark.parametrize("name", MAGIC)
def test_what_is_no_report_is_said(tmp_path: Path, name: str) -> None:
    data, word = MAGIC[name]
    failure = fails(write(tmp_path / name, data))
    assert word in failure.reason
    assert failure.remedy


@pytest.mark.parametrize("data", [b"", b"   \n\n", b"\0\0 \0", b"\xef\xbb\xbf\n"])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    fails(write(tmp_path / "a.txt", data))


def test_missing_things_do_not_stop_the_others(tmp_path: Path) -> None:
    good = write(tmp_path / "a.txt", STORY)
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    write(tmp_path / "other" / "a.py", "print()")
    given = [
        tmp_path / "none.txt",
        tmp_path / "*.nothing",
        tmp_path / "empty",
        tmp_path / "other",
        "ftp://example.org/a",
        "a\0b",
        "x" * 5000,
        good,
    ]
    found = list(gather(given))
    assert [isinstance(f, Article) for f in found] == [False] * 7 + [True]
    lines = [f.line() for f in found if isinstance(f, Failure)]
    assert "no such file" in lines[0]
    assert "no file matches" in lines[1]
    assert "empty" in lines[2]
    assert ".py" in lines[3]
    assert "addresses" in lines[4]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", STORY)
    path.chmod(0)
    assert "permission" in fails(path).line()


def test_a_damaged_gzip(tmp_path: Path) -> None:
    packed = gzip.compress(STORY.encode() * 50)
    assert "gzip" in fails(write(tmp_path / "a.txt.gz", packed[:40])).line()


def test_nul_bytes_are_stripped(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", STORY.replace(" ", " \0", 5))).text == STORY


def test_five_megabytes_in_one_paragraph(tmp_path: Path) -> None:
    text = (STORY + " ") * 60_000
    assert len(one(write(tmp_path / "a.txt", text)).text) == len(text) - 1


def test_a_page_without_a_story(tmp_path: Path) -> None:
    failure = fails(write(tmp_path / "a.html", "<html><body></body></html>"))
    assert "no story" in failure.reason


def test_front_matter(tmp_path: Path) -> None:
    header = 'title: "Square cleared"\ndate: 14 May 2021\nauthor: D. N.\nsource: Example'
    fenced = f"---\n{header}\n---\n\n{STORY}"
    article = one(write(tmp_path / "a.txt", fenced))
    assert (article.title, article.outlet, article.published, article.text) == (
        "Square cleared",
        "Example",
        date(2021, 5, 14),
        STORY,
    )
    plain = f"Title: Square cleared\nDate: May 14, 2021\nURL: https://example.org/a\n\n{STORY}"
    article = one(write(tmp_path / "b.txt", plain))
    assert article.published == date(2021, 5, 14)
    assert article.url == "https://example.org/a"
    assert article.text == STORY


def test_a_line_with_a_colon_is_no_header(tmp_path: Path) -> None:
    text = f"Source: the ministry is silent\n\n{STORY}"
    assert one(write(tmp_path / "a.txt", text)).text == text


def test_a_header_with_an_unclear_date(tmp_path: Path) -> None:
    failure = fails(write(tmp_path / "a.txt", f"Title: A b c\nDate: 04/05/2021\n\n{STORY}"))
    assert "YYYY-MM-DD" in failure.line()


def test_markdown(tmp_path: Path) -> None:
    link = "[square](https://example.org)"
    text = f"# Police clear square\n\n**Police** cleared the {link} *today*.\n\n> {STORY}\n"
    article = one(write(tmp_path / "a.md", text))
    assert article.title == "Police clear square"
    assert article.text == (f"Police clear square\n\nPolice cleared the square today.\n\n{STORY}")


def test_hard_line_ends_are_joined(tmp_path: Path) -> None:
    wrapped = (
        "Police cleared the main square of the capital early on Monday after\n"
        "three nights of protest, and detained forty people, the mayor said\n"
        "in a statement.\n\n"
        "The union called for a general strike, the first for eleven years\n"
        "in the country.\n"
    )
    assert one(write(tmp_path / "a.txt", wrapped)).text.count("\n") == 2
    inset = wrapped.replace("\n\n", "\n    ")
    assert one(write(tmp_path / "c.txt", inset)).text.count("\n") == 2
    listed = f"{STORY}\n{STORY}\n{STORY}"
    assert one(write(tmp_path / "b.txt", listed)).text == listed


def test_options_are_checked() -> None:
    with pytest.raises(SourceError, match="body"):
        SourceOptions(columns={"body": "text"})
    with pytest.raises(SourceError, match="encoding"):
        SourceOptions(encoding="klingon")


FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example News</title>
<entry><title>Square cleared</title><link href="https://example.org/square"/>
<published>2021-05-14T22:00:00Z</published><content type="html">&lt;p&gt;WHOLE&lt;/p&gt;</content>
</entry><entry><title>Elsewhere</title><link href="https://example.org/elsewhere"/>
<summary>A teaser</summary></entry></feed>"""


def test_a_saved_feed_gives_the_reports_that_it_holds_and_fetches_none(tmp_path: Path) -> None:
    whole = " ".join(f"On day {n} police cleared the main square again." for n in range(40))
    article, teaser = gather([write(tmp_path / "news.atom", FEED.replace("WHOLE", whole))])
    assert isinstance(article, Article)
    assert (article.title, article.outlet) == ("Square cleared", "Example News")
    assert article.published == date(2021, 5, 14)
    assert article.url == "https://example.org/square"
    assert isinstance(teaser, Failure)
    assert "https://example.org/elsewhere: the feed holds only a teaser" in teaser.line()
