from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from dateline.article import Article
from dateline.sources import Failure, Fetch, SourceOptions, count, gather
from tests.sources.web import Page, Site, report, site

LONG = " ".join(
    f"Dockers of pier {n} walked out on Monday, the harbour union said." for n in range(20)
)


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as made:
        yield made


def found(web: Site, path: str, **limits: object) -> list[Article | Failure]:
    fetch = Fetch(allow_private=True, rest=0.0, **limits)  # type: ignore[arg-type]
    return list(gather([web.root + path], SourceOptions(outlet="A Library", fetch=fetch)))


def test_a_page_gives_its_article_at_its_own_address(web: Site) -> None:
    own = f"{web.root}/dockers"
    web.pages["/dockers?utm_source=feed"] = Page(
        report("Dockers walk out", "Some 400 dockers walked out in Arica on Monday.", own=own)
    )
    (article,) = found(web, "/dockers?utm_source=feed")
    assert isinstance(article, Article)
    assert (article.title, article.outlet) == ("Dockers walk out", "The Pier")
    assert article.url == own
    assert "Some 400 dockers" in article.text
    assert count([own]) is None


def test_an_address_that_a_page_gives_itself_on_another_host_is_not_believed(web: Site) -> None:
    other = "https://other.example/dockers"
    web.pages["/a"] = Page(report("Dockers walk out", "Some 400 dockers walked out.", own=other))
    (article,) = found(web, "/a")
    assert isinstance(article, Article)
    assert article.url == f"{web.root}/a"


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Wire</title>
<item><title>Dockers &amp;amp; sailors walk out</title><link>/one</link>
<pubDate>Mon, 16 Oct 2023 23:30:00 -0400</pubDate><description>A teaser …</description></item>
<item><title>Whole</title><link>/two</link><pubDate>Tue, 17 Oct 2023 08:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>LONG</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Gone</title><link>/gone</link></item>
<item><title>Elsewhere</title><link>http://10.9.8.7/admin</link></item>
<item><title>A teaser alone</title></item>
</channel></rss>""".replace("LONG", LONG)


def test_a_feed_gives_what_it_holds_and_what_it_leads_to(web: Site) -> None:
    web.pages["/feed"] = Page(RSS, "application/rss+xml")
    web.pages["/one"] = Page(report("The Pier: dockers", "Some 400 dockers walked out in Arica."))
    promised: list[int] = []
    first, second, *rest = found(web, "/feed", promised=promised.append)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.outlet) == ("Dockers & sailors walk out", "The Pier")
    assert (first.published, first.url) == (date(2023, 10, 16), f"{web.root}/one")
    assert "Some 400 dockers" in first.text
    assert (second.title, second.published) == ("Whole", date(2023, 10, 17))
    assert second.url == f"{web.root}/two"
    assert "pier 19" in second.text
    assert "alert" not in second.text
    reasons = [one.reason for one in rest if isinstance(one, Failure)]
    assert [len(rest), "no such page" in reasons[0]] == [3, True]
    assert "leads nowhere" in reasons[2]
    assert promised == [5]
    assert web.paths() == ["/robots.txt", "/feed", "/one", "/gone"]


def test_a_feed_cannot_lead_into_a_private_network(web: Site) -> None:
    # The site itself is named as public; what it links to is looked up as ever.
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="http://[::1]/"/></entry></feed>'
    web.pages["/feed"] = Page(feed, "application/atom+xml")
    outcomes = found(web, "/feed", resolve=lambda host, _: ("127.0.0.1",) if host != "::1" else ())
    (failure,) = outcomes
    assert isinstance(failure, Failure)
    assert "no host" in failure.reason


def test_only_so_many_entries_of_a_feed_are_taken(web: Site) -> None:
    items = [
        {"id": n, "title": f"Report {n}", "url": f"/{n}", "content_text": f"{LONG}\n\nEnd of {n}.",
         "date_published": "2023-10-16T08:00:00Z"}
        for n in range(4)
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Wire", "items": items}
    web.pages["/feed.json"] = Page(json.dumps(feed), "application/feed+json")
    *articles, failure = found(web, "/feed.json", entries=3)
    assert [a.title for a in articles if isinstance(a, Article)] == [
        f"Report {n}" for n in range(3)
    ]
    assert {a.outlet for a in articles if isinstance(a, Article)} == {"A Library"}
    assert isinstance(failure, Failure)
    assert "1 more entries" in failure.reason


HOME = (
    b"<!doctype html><html><head><link rel='alternate' type='application/rss+xml' "
    b"href='/all.rss'></head><body></body></html>"
)


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "a PDF"),
        (b'{"rows": [1, 2]}', "application/json", "no page and no feed"),
        (b"<rss version='2.0'></rss>", "text/xml", "no entries"),
        (HOME, "text/html", "it names a feed"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_said(web: Site, content: bytes, kind: str, said: str) -> None:
    web.pages["/a"] = Page(content, kind)
    (failure,) = found(web, "/a")
    assert isinstance(failure, Failure)
    assert said in failure.line()
    assert web.root in failure.line()


def test_a_text_is_read_as_one(web: Site) -> None:
    web.pages["/a.txt"] = Page(f"Title: Walk-out\nDate: 2023-10-16\n\n{LONG}", "text/plain")
    (article,) = found(web, "/a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("Walk-out", date(2023, 10, 16))
    assert article.url == f"{web.root}/a.txt"
