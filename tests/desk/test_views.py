from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.desk.articles import segments
from dateline.desk.filters import Filters, Paged, where
from dateline.desk.views import VIEWS
from tests import examples

MARCH, ARREST, STONES, OLD = "a1" * 10, "b2" * 10, "c3" * 10, "d4" * 10
DOCKERS = "d" * 16


def found(client: TestClient, query: str) -> set[str]:
    rows = client.get(f"/api/events?{query}").json()["rows"]
    return {row["id"] for row in rows}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", {MARCH, ARREST, STONES, OLD}),
        ("type=PROTEST", {MARCH, OLD}),
        ("type=protest&type=COERCE", {MARCH, OLD, ARREST}),
        ("from=2023-10-15", {ARREST}),
        ("to=2021-05-01", {OLD}),
        ("from=2021-05-02&to=2023-10-14", {OLD, MARCH}),
        ("country=CHL", {MARCH, OLD, STONES}),
        ("country=chl&type=ASSAULT", {STONES}),
        ("place=3899361", {OLD}),
        ("place=valparaíso", {MARCH, STONES}),
        ("bbox=-72,-34,-71,-32", {MARCH}),
        ("bbox=170,-40,-71,-10", {MARCH}),
        ("mode=demo", {MARCH, OLD}),
        ("actor=rosa quiroga", set()),
        ("actor=dock workers", {MARCH}),
        ("actor=CHLCOP", {STONES}),
        ("source=CHLCOP", set()),
        ("target=guards", {STONES}),
        ("target=@none&type=PROTEST", {MARCH, OLD}),
        ("source=@none", {ARREST, OLD}),
        ("outlet=The Harbour Post", {MARCH, ARREST, STONES}),
        ("outlet=@none", {OLD}),
        ("outlet=@none&outlet=The Harbour Post", {MARCH, ARREST, STONES, OLD}),
        ("voice=Rosa Quiroga", {STONES}),
        ("voice=@own", {MARCH, OLD}),
        ("voice=@own&voice=rosa quiroga", {MARCH, OLD, STONES}),
        ("standing=denied", {STONES}),
        ("min_confidence=0.6", {MARCH, ARREST}),
        ("min_confidence=0.3&max_confidence=0.7", {ARREST, STONES}),
        ("q=DOCKERS march", {MARCH, ARREST, STONES}),
        ("q=pensions workers", {MARCH}),
        ("q=%25", set()),
        ("reviewed=no", {MARCH, ARREST, STONES, OLD}),
        ("reviewed=yes", set()),
        ("from=&type=&q=&min_confidence=", {MARCH, ARREST, STONES, OLD}),
        ("q=' OR 1=1 --", set()),
    ],
)
def test_each_filter_lets_through_what_it_says(
    client: TestClient, query: str, ids: set[str]
) -> None:
    assert found(client, query) == ids


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "bbox=1,2,3",
        "bbox=0,50,10,40",
        "standing=maybe",
        "min_confidence=2",
        "reviewed=perhaps",
        "colour=red",
        "page=0",
        "size=501",
        "sort=record",
        "min_confidence=nan",
        "type=" + "x" * 201,
    ],
)
def test_what_no_filter_understands_is_refused(client: TestClient, query: str) -> None:
    response = client.get(f"/api/events?{query}")
    assert response.status_code == 400
    error = response.json()["error"]
    assert set(error) == {"code", "message", "hint"}
    assert error["code"] == "bad_request"


def test_the_address_of_a_view_reproduces_it() -> None:
    filters = Filters.model_validate(
        {"from": "2020-01-01", "type": ["PROTEST", "AID"], "q": "a b", "min_confidence": "0.5"}
    )
    again = dict[str, Any]()
    for pair in filters.query().split("&"):
        name, value = pair.split("=")
        again.setdefault(name, []).append(value)
    assert again == {
        "from": ["2020-01-01"],
        "type": ["PROTEST", "AID"],
        "q": ["a+b"],
        "min_confidence": ["0.5"],
    }


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=30))
def test_no_value_ever_becomes_part_of_the_sql(values: list[str], words: str) -> None:
    filters = Filters(actor=values, place=values, outlet=values, voice=values, country=values,
                      incident=values, q=words or None)  # fmt: skip
    sql, given_values = where(filters)
    assert sql.count("?") == len(given_values)
    assert re.fullmatch(r"[\w\s()?,.:=<>\[\]]*", sql)
    unlike = [v for v in (*values, *words.split()) if len(v) > 12 and not v.isascii()]
    assert not any(v in sql for v in unlike)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_has_its_twins(client: TestClient, view: Any) -> None:
    api, twin = client.get(f"/api/{view.name}"), client.get(f"/{view.name}.json")
    assert api.status_code == twin.status_code == 200
    assert api.json() == twin.json()
    table = client.get(f"/{view.name}.csv")
    assert table.status_code == 200
    assert table.headers["content-disposition"] == f'attachment; filename="{view.name}.csv"'
    rows = list(csv.reader(io.StringIO(table.text)))
    assert rows[0]
    assert all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.parametrize(
    "page", ["/", "/overview", "/articles", "/incidents", "/review", "/agreement", "/data",
             f"/articles/{DOCKERS}", "/?type=PROTEST&place=3899361", "/articles?type=PROTEST"],
)  # fmt: skip
def test_every_page_is_rendered_and_hands_its_data_along(client: TestClient, page: str) -> None:
    response = client.get(page, headers={"accept": "text/html"})
    assert response.status_code == 200
    start = response.text.index('id="page-data">') + len('id="page-data">')
    json.loads(response.text[start : response.text.index("</script>", start)])
    assert "<main" in response.text
    assert " style=" not in response.text
    assert "onclick" not in response.text
    part = client.get(page, headers={"hx-request": "true"})
    assert part.text.strip().startswith("<main")


def test_the_overview_counts_what_the_filters_let_through(client: TestClient) -> None:
    whole = client.get("/api/overview").json()
    assert (whole["events"], whole["total"]) == (4, 4)
    assert {p["name"]: p["events"] for p in whole["map"]["places"]} == {"Valparaíso": 1, "Arica": 1}
    assert whole["map"]["without_point"] == 2
    assert whole["timeline"]["step"] == "week"
    assert whole["timeline"]["undated"] == 1
    assert sum(bar["events"] for bar in whole["timeline"]["bars"]) == 3
    assert [(c["what"], c["low"], c["high"]) for c in whole["crowds"]["crowds"]] == [
        ("participants", 12000, 12000),
        ("arrests", 9, None),
    ]
    pairs = {(c["source"], c["target"]): c["events"] for c in whole["matrix"]["cells"]}
    assert pairs["CHLOPP", "CHLCOP"] == 1
    assert pairs["", "CVL"] == 1
    facets = whole["facets"]
    assert facets["type"][0] == {"value": "PROTEST", "events": 2}
    assert {"value": "@own", "events": 2} in facets["voice"]
    assert sum(f["events"] for f in facets["confidence"]) == 4
    part = client.get("/api/overview?type=PROTEST").json()
    assert (part["events"], part["total"]) == (2, 4)
    assert part["query"] == "type=PROTEST"
    assert part["facets"]["type"] == [{"value": "PROTEST", "events": 2}]


def test_an_empty_selection_is_a_view_like_any_other(client: TestClient) -> None:
    empty = client.get("/api/overview?type=AID").json()
    assert empty["events"] == 0
    assert empty["timeline"]["bars"] == []
    assert client.get("/?type=AID").status_code == 200


@pytest.mark.parametrize(("first", "last", "step"), [
    ("2023-10-14", "2023-10-16", "day"), ("2021-05-01", "2023-10-16", "week"),
])  # fmt: skip
def test_the_time_line_has_few_bars_that_cover_each_event(
    client: TestClient, first: str, last: str, step: str
) -> None:
    line = client.get(f"/api/timeline?from={first}&to={last}").json()
    assert line["step"] == step
    for bar in line["bars"]:
        assert bar["start"] <= bar["end"]
        assert sum(bar["types"].values()) == bar["events"]


def test_tables_are_paged_and_sorted(client: TestClient) -> None:
    first = client.get("/api/events?size=3&sort=-confidence").json()
    second = client.get("/api/events?size=3&sort=-confidence&page=2").json()
    assert [first["pages"], first["total"]] == [2, 4]
    values = [row["confidence"] for row in first["rows"] + second["rows"]]
    assert values == sorted(values, reverse=True)
    assert client.get("/api/events?page=99").json()["rows"] == []
    for name in ("title", "-published", "reports", "-chosen", "decided"):
        assert len(client.get(f"/api/articles?sort={name}").json()["rows"]) == 3


def test_articles_are_those_with_a_chosen_event(client: TestClient) -> None:
    titles = [r["id"] for r in client.get("/api/articles?type=PROTEST").json()["rows"]]
    assert titles == ["dockers", "rtl"]
    rows = client.get("/api/articles").json()["rows"]
    assert [r["reports"] for r in rows] == [3, 1, 0]


def test_an_article_has_its_text_marks_and_cuts(client: TestClient) -> None:
    shown = client.get(f"/api/articles/{DOCKERS}").json()
    assert shown["text"] == examples.TEXT
    assert "".join(s["text"] for s in shown["segments"]) == examples.TEXT
    assert shown["cuts"][0]["reason"] == "call to read on"
    assert [e["number"] for e in shown["events"]] == [1, 2, 3]
    words = {
        (m["kind"], examples.TEXT[m["start"] : m["end"]])
        for m in shown["marks"]
        if m["event"] == MARCH
    }
    assert {("trigger", "marched"), ("source", "dock workers"), ("place", "Valparaíso"),
            ("date", "on Saturday"), ("figure", "Some 12,000")} <= words  # fmt: skip
    assert ("voice", "Rosa Quiroga") in {
        (m["kind"], examples.TEXT[m["start"] : m["end"]]) for m in shown["marks"]
    }
    reasons = shown["events"][0]["reasons"]
    assert [r["weight"] for r in reasons if r["field"] == "confidence"] == [-0.6, 0.5, 1.7]


def test_an_article_is_found_by_key_by_hash_and_by_its_own_id(client: TestClient) -> None:
    by = [client.get(f"/api/articles/{k}").json() for k in (DOCKERS, "d" * 64, "dockers")]
    assert by[0] == by[1] == by[2]
    assert client.get("/api/articles/nothing").status_code == 404
    assert client.get("/api/articles/abcdef12").status_code == 404


def test_text_from_right_to_left_is_shown_so(client: TestClient) -> None:
    assert client.get("/api/articles/rtl").json()["article"]["direction"] == "rtl"
    assert '<div id="text" dir="rtl"' in client.get("/articles/rtl").text


def test_an_event_leads_to_its_place_in_its_article(client: TestClient) -> None:
    response = client.get(f"/events/{STONES}")
    assert response.status_code == 303
    assert response.headers["location"] == f"/articles/{DOCKERS}#e-{STONES}"
    assert client.get("/events/none").status_code == 404


def test_a_report_like_another_is_pointed_out(client: TestClient) -> None:
    assert client.get(f"/api/events/{MARCH}").json()["similar"] == []


@given(
    st.text(max_size=30).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.lists(st.tuples(st.integers(-2, 35), st.integers(-2, 35)).map(sorted), max_size=6),
        )
    )
)
def test_segments_cover_the_text_once_and_bear_the_marks_over_them(
    made: tuple[str, list[list[int]]],
) -> None:
    text, spans = made
    marks = [{"mark": n, "start": a, "end": b} for n, (a, b) in enumerate(spans)]
    cut = segments(text, marks)
    assert "".join(s["text"] for s in cut) == text
    for segment in cut:
        over = [
            m["mark"]
            for m in marks
            if max(0, m["start"]) <= segment["start"] and segment["end"] <= m["end"]
        ]
        assert segment["marks"] == over


def test_the_data_page_tells_failures_and_versions(client: TestClient) -> None:
    data = client.get("/api/data").json()
    assert data["failures"][0]["path"] == "lost.pdf"
    assert data["store"]["readers"][0]["version"] == "reader-1"
    assert (data["store"]["articles"], data["store"]["events"]) == (3, 4)
    assert "dateline" in data["store"]["programs"]


@pytest.mark.parametrize(
    ("name", "lines"), [("events.jsonl", 2), ("events.geojson", 4), ("incidents.jsonl", 0)]
)
def test_exports_hold_what_the_filters_let_through(
    client: TestClient, name: str, lines: int
) -> None:
    response = client.get(f"/exports/{name}?type=PROTEST")
    assert response.status_code == 200
    assert len(response.text.splitlines()) == lines


def test_parquet_is_exported_and_unknown_exports_are_named(client: TestClient) -> None:
    assert client.get("/exports/events.parquet").content.startswith(b"PAR1")
    response = client.get("/exports/events.xls")
    assert response.status_code == 404
    assert "events.jsonl" in response.json()["error"]["hint"]


def test_types_and_places_and_actors_are_found(client: TestClient) -> None:
    types = client.get("/api/search/types?q=protest").json()["found"]
    assert types[0]["value"] == "PROTEST"
    assert "PROTEST:demo" in [t["value"] for t in types]
    places = client.get("/api/search/places?q=Valparaíso").json()["found"]
    assert ("Valparaíso", "CHL") in [(p["value"], p["country"]) for p in places]
    for typed, name in (
        ("mins", "Minsk"),
        ("port-au", "Port-au-Prince"),
        ("Prince", "Port-au-Prince"),
    ):
        found = client.get("/api/search/places", params={"q": typed}).json()["found"]
        assert name in [p["value"] for p in found[:5]], typed
        assert len(found) <= 20
    assert client.get("/api/search/places?q=%25_").json() == {"found": []}
    actors = client.get("/api/search/actors?q=dock").json()["found"]
    assert actors[0]["value"] == "dock workers"
    assert client.get("/api/search/actors").json() == {"found": []}


def test_paged_filters_keep_their_page_out_of_what_narrows() -> None:
    asked = Paged.model_validate({"page": 3, "type": ["AID"]})
    assert asked.narrowed() == {"type": ["AID"]}
    assert asked.query(page=4) == "type=AID&page=4"
