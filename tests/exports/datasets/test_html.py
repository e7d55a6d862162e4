"""The report in HTML: whole, harmless, and with every claim; GeoJSON beside it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.event import EventReport
from dateline.exports.datasets import html
from dateline.exports.datasets.cases import Case
from dateline.exports.datasets.files import Text, save
from dateline.exports.datasets.formats import FORMATS
from dateline.incident import Incident
from dateline.linking.incidents import incident_of
from tests.exports.datasets import news

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Sees that every tag is closed, and gathers tags and what they lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [v or "" for k, v in attrs if k in {"href", "src", "action", "srcset"}]
        assert not any(k.startswith("on") for k, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(*made: Incident, policy: str | None = None) -> tuple[str, Page]:
    output = html.export(news.material(made or None, policy))
    (file,) = output.files
    assert isinstance(file, Text)
    text = "\n".join(file.lines)
    read = Page(text)
    assert read.open == []
    return text, read


def test_a_store_has_its_contents_and_every_incident() -> None:
    text, read = page()
    assert "<h1>7 incidents</h1>" in text
    for made in news.incidents():
        assert f'id="i-{made.id}"' in text
        assert f"#i-{made.id}" in read.links
    assert "GeoNames, CC BY 4.0" in read.text


def test_nothing_runs_and_nothing_is_fetched() -> None:
    text, read = page()
    assert not read.tags & {"script", "img", "link", "iframe", "object", "form", "svg"}
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert "@import" not in text
    # What can be followed leads to a place in the page or to an article.
    assert all(link.startswith(("#i-", "https://")) for link in read.links)
    assert "prefers-color-scheme: dark" in text


def test_claims_stand_with_voice_day_scope_relation_and_words() -> None:
    march = next(i for i in news.incidents() if i.id == "minsk-arrests")
    quantity = march.figures[0]
    disputed = replace(
        quantity,
        relations=(replace(quantity.relations[0], relation="conflict", reason="no number fits"),),
        disputed=True,
    )
    text, read = page(replace(march, figures=(disputed,)))
    assert "<h1>COERCE (arrest), Minsk, BLR, 13 September 2020</h1>" in text
    assert '<span class="badge conflict">disputed</span>' in text
    assert "250 and 400: no number fits" in read.text
    assert "interior ministry" in read.text
    assert "Police detained <mark>250</mark> protesters in Minsk" in text
    assert "2 independent voice(s)." in read.text


def test_a_policy_is_told_beside_the_claims() -> None:
    made = next(i for i in news.incidents() if i.id == "village-attack")
    _, read = page(made, policy="conservative")
    assert "By the policy conservative: 12." in read.text


def hostile(words: str) -> tuple[Incident, Case]:
    """An incident of a report in which a stranger wrote everything that can be written."""
    report: EventReport = news.which(lambda r: news.told(r, "PROTEST", "Seattle"))[0]
    bad = replace(
        report,
        article=replace(report.article, title=words, outlet=words, url=f"javascript:{words}"),
        evidence=replace(report.evidence, text=words),
        demand=words,
        sources=tuple(replace(a, name=words, text=words) for a in report.sources),
        place=replace(report.place, name=words, admin1=words),  # type: ignore[type-var]
        figures=tuple(replace(f, text=words) for f in report.figures),
    )
    made = incident_of("bad", [bad])
    return made, Case(made, (bad,))


@settings(max_examples=60, deadline=None)
@given(
    st.text() | st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;"])
)
def test_whatever_an_article_holds_stays_text(words: str) -> None:
    _, case = hostile(words)
    (file,) = html.export(replace(news.material([]), cases=(case,))).files
    assert isinstance(file, Text)
    read = Page("\n".join(file.lines))
    assert read.open == []
    assert not read.tags & {"script", "img"}
    assert all(link.startswith("#i-") for link in read.links)


def test_geojson_is_a_collection_with_the_claims_in_it(tmp_path: Path) -> None:
    form = FORMATS["geojson"]
    (path,) = save(form.export(news.material()).files, tmp_path / form.file_name)
    assert path.name == "incidents.geojson"
    collection = json.loads(path.read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert (collection["incidents"], collection["without_point"]) == (7, 1)
    assert "CC BY 4.0" in collection["attribution"]
    march = next(f for f in collection["features"] if f["id"] == "minsk-march")
    longitude, latitude = march["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (28, 54)
    claims = march["properties"]["provenance"]["claims"]
    assert [c["text"] for c in claims] == ["Around 100,000", "Tens of thousands"]
    plan = next(f for f in collection["features"] if f["id"] == "paris-plan")
    assert plan["properties"]["statuses"] == ["planned"]


def test_every_claim_of_a_row_leads_back_to_words_in_an_article(tmp_path: Path) -> None:
    form = FORMATS["acled"]
    paths = save(form.export(news.material()).files, tmp_path / form.file_name)
    lines = paths[2].read_text("utf-8").splitlines()
    texts = {title: text for title, *_, text in news.ARTICLES}
    assert len(lines) == 3
    for line in lines:
        account = json.loads(line)
        assert re.fullmatch(r"[A-Z]{3}\d+", account["row"])
        ids = {r["id"] for r in account["reports"]}
        for report in account["reports"]:
            words = report["evidence"]
            text = texts[report["title"]]
            assert text[words["start"] : words["end"]] == words["text"]
        assert {c["report"] for c in account["claims"]} <= ids
    attack = json.loads(next(line for line in lines if '"village-attack"' in line))
    assert attack["figures"]["fatalities"]["policy"] == "conservative"
    assert attack["figures"]["fatalities"]["value"] == 12
