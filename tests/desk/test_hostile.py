"""Words of articles are hostile: they must stay words in every page and every file."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.desk.rendering import embedded, safe_link
from dateline.event import Claim
from dateline.store import Store
from tests import examples
from tests.desk.conftest import BEARER, Open

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028{{7*7}}<!--\"'"
URL = "javascript:alert(document.domain)"


class Tags(HTMLParser):
    """The elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.tags


@pytest.fixture
def hostile(tmp_path: Path, opened: Open) -> TestClient:
    path = tmp_path / "hostile.duckdb"
    text = f"{EVIL} marched in {EVIL}."
    article = examples.article(
        id=EVIL, sha256="9" * 64, text=text, title=EVIL, outlet=f"=cmd|{EVIL}", url=URL, path=EVIL
    )
    march = examples.march(article)
    start = text.index("marched")
    actor = replace(march.sources[0], text=EVIL, name=EVIL, start=0, end=len(EVIL))
    place = replace(examples.VALPARAISO, name=EVIL, start=None, end=None)
    report = replace(
        march,
        id="ee" * 10,
        evidence=replace(march.evidence, text=text, start=0, end=len(text)),
        trigger=replace(march.trigger, text="marched", start=start, end=start + 7),
        sources=(actor,),
        place=place,
        claims=(Claim(actor, EVIL, "asserts", quoted=True, start=0, end=9),),
        reasons=tuple(replace(r, text=EVIL, rule=EVIL, value=EVIL) for r in march.reasons),
    )
    with Store(path) as store:
        store.add(article, [report], EVIL)
        store.fail(EVIL, EVIL, EVIL)
    client = opened(path)
    client.headers.update({**BEARER, "accept": "text/html"})
    return client


@pytest.mark.parametrize(
    "page", ["/", "/articles", f"/articles/{'9' * 16}", "/review", "/data", "/incidents",
             "/agreement",
             "/?actor=" + "%3Cscript%3Ealert(1)%3C/script%3E", "/nowhere/%3Cscript%3Ealert(1)"],
)  # fmt: skip
def test_no_word_of_an_article_becomes_markup(hostile: TestClient, page: str) -> None:
    decision = {"report": "ee" * 10, "verdict": "accept", "person": EVIL, "note": EVIL}
    assert hostile.post("/api/reviews", json=decision).status_code == 201
    response = hostile.get(page)
    assert response.status_code in {200, 404}
    for tag, attributes in tags_of(response.text):
        assert tag != "img"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            value = attributes.get(name) or ""
            assert not value.lower().lstrip().startswith(("javascript:", "data:text", "//"))
        if tag == "script":
            assert attributes.get("type") == "application/json" or (
                attributes.get("src") or ""
            ).startswith("/static/")
    assert "{{7*7}}" in response.text or page.startswith(("/nowhere", "/incid", "/agree", "/?"))
    assert not re.search(r"<script>", response.text)


def test_the_address_of_an_article_is_a_link_only_on_the_web(hostile: TestClient) -> None:
    html = hostile.get(f"/articles/{'9' * 16}").text
    links = [a for tag, a in tags_of(html) if tag == "a" and a.get("target") == "_blank"]
    assert links == []
    assert URL in html


def test_links_to_outlets_tell_them_nothing(client: TestClient) -> None:
    html = client.get("/articles/dockers").text
    (link,) = [a for tag, a in tags_of(html) if tag == "a" and a.get("target") == "_blank"]
    assert link["href"] == "https://harbour.example/dockers?id=1&x=<2>"
    assert {"noopener", "noreferrer"} <= set((link["rel"] or "").split())


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" http://a.example ", "http://a.example"),
        ("HTTPS://A.example", "HTTPS://A.example"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(url: str | None, link: str | None) -> None:
    assert safe_link(url) == link


def test_json_in_a_page_cannot_end_its_element() -> None:
    written = str(embedded({"words": EVIL + "</SCRIPT \u2029&lt;"}))
    assert not set("<>&\u2028\u2029") & set(written)


@pytest.mark.parametrize("name", ["events.csv", "articles.csv", "facets.csv", "data.csv"])
def test_spreadsheets_get_no_formulas(hostile: TestClient, name: str) -> None:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    for row in csv.reader(io.StringIO(hostile.get(f"/{name}").text)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]


def test_files_of_articles_are_kept_and_not_shown(hostile: TestClient) -> None:
    for name in ("events.csv", "exports/events.jsonl", "exports/events.geojson", "reviews.jsonl"):
        headers = hostile.get(f"/{name}").headers
        assert headers["content-disposition"].startswith("attachment")
        assert "html" not in headers["content-type"]
