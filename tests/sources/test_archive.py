from __future__ import annotations

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.article import Article
from dateline.sources import Failure, count, gather
from tests.sources.web import report


def archive(path: Path, *, packed: bool = True) -> Path:
    html = "text/html; charset=utf-8"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)

        def keep(address: str, content: str, kind: str = html, status: str = "200 OK") -> None:
            told = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                address, "response", payload=io.BytesIO(content.encode()), http_headers=told
            )
            writer.write_record(record)

        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a crawler"}))
        keep("http://pier.example/", "<html><head><title>Home</title></head><body></body></html>")
        keep("http://pier.example/1", report("One", "Dockers walked out in Arica on Monday."))
        keep("http://pier.example/a.png", "no text", "image/png")
        keep("http://pier.example/0", report("Moved", "Dockers."), status="404 Not Found")
        keep("http://pier.example/2", report("Two", "Sailors marched in Iquique."))
        text = io.BytesIO(b"Teachers marched through Arica on Friday.")
        writer.write_record(
            writer.create_warc_record(
                "http://pier.example/3", "conversion", payload=text, warc_content_type="text/plain"
            )
        )
    return path


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False)])
def test_the_pages_of_an_archive_are_articles(tmp_path: Path, name: str, packed: bool) -> None:  # noqa: FBT001
    path = archive(tmp_path / name, packed=packed)
    empty, one, two, three = gather([tmp_path])
    assert isinstance(empty, Failure)
    assert "record 2, http://pier.example/: no story" in empty.line()
    for article, title, number, words in (
        (one, "One", 1, "walked out in Arica"),
        (two, "Two", 2, "marched in Iquique"),
        (three, None, 3, "Teachers marched"),
    ):
        assert isinstance(article, Article)
        assert (article.title, article.url) == (title, f"http://pier.example/{number}")
        assert article.path == str(path)
        assert words in article.text
    assert count([path]) is None


def test_a_damaged_archive_gives_what_came_before(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc", packed=False)
    path.write_bytes(path.read_bytes() + b"no record begins like this\r\n\r\n")
    *before, failure = gather([path])
    assert [a.title for a in before if isinstance(a, Article)] == ["One", "Two", None]
    assert isinstance(failure, Failure)
    assert "after page 4: the archive is damaged" in failure.line()

    packed = archive(tmp_path / "b.warc.gz")
    packed.write_bytes(packed.read_bytes()[:-120])
    *_, failure = gather([packed])
    assert isinstance(failure, Failure)
    assert "damaged gzip" in failure.line()


def test_an_archive_without_pages_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.warc"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        writer.write_record(writer.create_warcinfo_record("empty", {"software": "a crawler"}))
    (failure,) = gather([path])
    assert isinstance(failure, Failure)
    assert "no page" in failure.reason
