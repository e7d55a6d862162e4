from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.errors import EvaluationError
from dateline.evaluation.gold import articles, rows_of
from tests import examples
from tests.desk.conftest import ORIGIN, Open

MARCH, ARREST, STONES, OLD = "a1" * 10, "b2" * 10, "c3" * 10, "d4" * 10


def decide(client: TestClient, report: str | None, verdict: str, **more: Any) -> Any:
    body = {"report": report, "verdict": verdict, "person": "Ana", **more}
    response = client.post("/api/reviews", json=body)
    assert response.status_code == 201, response.text
    return response.json()


def queued(client: TestClient) -> list[str]:
    return [item["event"] for item in client.get("/api/review").json()["queue"]]


def test_the_queue_begins_where_a_decision_teaches_most(client: TestClient) -> None:
    queue = client.get("/api/review").json()["queue"]
    # 0.41 and 0.6 are near the line; the march is about 12,000 people but far from it.
    assert [item["event"] for item in queue] == [ARREST, STONES, MARCH, OLD]
    scores = [item["score"] for item in queue]
    assert scores == sorted(scores, reverse=True)
    assert queue[0]["why"] == "confidence 0.60, about 9 people"
    assert queue[1]["sources"] == [
        {"text": "marchers", "name": "marchers", "country": "CHL", "role": "OPP"}
    ]


def test_a_decision_leaves_the_queue_and_comes_back_when_undone(writer: TestClient) -> None:
    made = decide(writer, ARREST, "accept", note="heard the same from two people")
    assert ARREST not in queued(writer)
    assert writer.get("/api/events?reviewed=yes").json()["rows"][0]["review"] == "accept"
    shown = writer.get(f"/api/events/{ARREST}").json()["reviews"]
    assert [(r["verdict"], r["person"], r["note"]) for r in shown] == [
        ("accept", "Ana", "heard the same from two people")
    ]
    undone = writer.post(f"/api/reviews/{made['id']}/undo", json={"person": "Ben"}).json()
    assert undone["undone_by"] == "Ben"
    assert ARREST in queued(writer)
    assert [r["undone_by"] for r in writer.get("/api/reviews").json()["reviews"]] == ["Ben"]
    again = writer.post(f"/api/reviews/{made['id']}/undo", json={"person": "Ben"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "conflict")


def test_what_somebody_is_unsure_about_waits_behind_the_rest(writer: TestClient) -> None:
    decide(writer, ARREST, "unsure")
    assert queued(writer)[-1] == ARREST
    assert writer.get("/api/review").json()["decided"] == 0


def test_decisions_outlive_the_desk(opened: Open, path: Path) -> None:
    first = opened()
    first.headers["authorization"] = "Bearer a-token-of-the-tests"
    decide(first, MARCH, "reject")
    decide(first, None, "missed", article="dockers", value=missed("demand"))
    written = [json.loads(line) for line in first.get("/reviews.jsonl").text.splitlines()]
    assert [(r["verdict"], r["report"]) for r in written] == [("reject", MARCH), ("missed", None)]
    assert "verdict" in first.get("/reviews.csv").text.splitlines()[0]
    assert path.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"report": "nothing", "verdict": "accept"}, "not_found"),
        ({"report": MARCH, "verdict": "approve"}, "bad_request"),
        ({"report": MARCH, "verdict": "correct", "value": "AID"}, "bad_request"),
        ({"report": MARCH, "verdict": "correct", "field": "colour", "value": "x"}, "bad_request"),
        ({"report": MARCH, "verdict": "correct", "field": "type", "value": ""}, "bad_request"),
        ({"report": MARCH, "verdict": "correct", "field": "date", "value": "soon"}, "bad_request"),
        ({"report": MARCH, "verdict": "correct", "field": "sources", "value": "x"}, "bad_request"),
        ({"verdict": "accept"}, "bad_request"),
        ({"verdict": "missed", "article": "dockers", "value": {"type": "AID"}}, "bad_request"),
        ({"verdict": "missed", "article": "nowhere", "value": {}}, "bad_request"),
        ({"report": MARCH, "verdict": "accept", "person": ""}, "bad_request"),
        ({"report": MARCH, "verdict": "accept", "mood": "good"}, "bad_request"),
    ],
)
def test_decisions_that_say_too_little_are_refused(
    writer: TestClient, body: dict[str, Any], code: str
) -> None:
    response = writer.post("/api/reviews", json={"person": "Ana", **body})
    assert response.json()["error"]["code"] == code
    assert writer.get("/api/reviews").json() == {"reviews": []}


def missed(word: str) -> dict[str, Any]:
    start = examples.TEXT.index(word)
    return {
        "trigger": word,
        "start": start,
        "end": start + len(word),
        "type": "REQUEST",
        "sources": [{"text": "dock workers", "name": "dock workers", "role": "LAB"}],
        "place": {"name": "Valparaíso", "country": "CHL"},
        "date": "2023-10-14",
    }


def test_decided_articles_are_gold_for_evaluate(opened: Open) -> None:
    client = opened()
    client.headers["authorization"] = "Bearer a-token-of-the-tests"
    decide(client, MARCH, "accept")
    decide(client, ARREST, "correct", field="sources", value=[{"text": "police", "role": "COP"}])
    decide(client, ARREST, "correct", field="date", value="2023-10-15")
    decide(client, None, "missed", article="dockers", value=missed("demand"))
    assert client.get("/exports/gold.jsonl").text == ""
    decide(client, STONES, "reject")
    (line,) = client.get("/exports/gold.jsonl").text.splitlines()
    gold = json.loads(line)
    assert gold["id"] == "dockers"
    assert [(e["type"], e["trigger"]) for e in gold["events"]] == [
        ("PROTEST", "marched"),
        ("REQUEST", "demand"),
        ("COERCE", "arrested"),
    ]
    arrest = gold["events"][2]
    assert arrest["date"] == "2023-10-15"
    assert arrest["sources"][0]["text"] == "police"
    for event in gold["events"]:
        start, end = gold["sentences"][event["sent"]]
        assert start <= event["start"] < end
        assert examples.TEXT[event["start"] : event["end"]] == event["trigger"]


def test_evaluate_reads_a_store_as_gold(opened: Open, path: Path) -> None:
    client = opened()
    client.headers["authorization"] = "Bearer a-token-of-the-tests"
    client.post("/api/reviews", json={"report": OLD, "verdict": "accept", "person": "Ana"})
    opened.desks[-1].close()  # type: ignore[attr-defined]
    (article,) = articles(path)
    assert article.id == "rtl"
    assert article.events[0].type == "PROTEST"
    assert article.events[0].date == ("2021-05-01", "2021-05-02")
    assert article.sentences == ((0, len(article.text)),)


def test_a_store_without_decisions_is_no_gold(path: Path) -> None:
    with pytest.raises(EvaluationError, match="no article of this store is decided"):
        rows_of(path)


# --- the plain forms ------------------------------------------------------------------------------


def test_forms_decide_without_a_script(writer: TestClient) -> None:
    form = {"report": MARCH, "verdict": "accept", "person": "Ana Díaz", "back": "/review?page=1"}
    response = writer.post("/review/decide", data=form, headers={"origin": ORIGIN})
    assert (response.status_code, response.headers["location"]) == (303, "/review?page=1")
    assert 'data-person="Ana Díaz"' in writer.get("/review").text
    assert MARCH not in queued(writer)
    (made,) = writer.get("/api/reviews").json()["reviews"]
    undo = {"review_id": made["id"], "person": "Ana Díaz", "back": "/articles/dockers"}
    assert writer.post("/review/undo", data=undo).status_code == 303
    assert MARCH in queued(writer)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("type", "consult", "CONSULT"),
        ("place", "Viña del Mar (CHL)", {"name": "Viña del Mar", "country": "CHL"}),
        ("place", "", None),
        ("figures", "participants: 100-2,000; deaths: 5; arrests: 40-", [
            {"what": "participants", "low": 100.0, "high": 2000.0},
            {"what": "deaths", "low": 5.0, "high": 5.0},
            {"what": "arrests", "low": 40.0, "high": None},
        ]),
        ("sources", "Rosa Quiroga (CHL LAB); guards", [
            {"text": "Rosa Quiroga", "name": "Rosa Quiroga", "country": "CHL", "role": "LAB"},
            {"text": "guards", "name": "guards", "country": None, "role": None},
        ]),
        ("claim", "", None),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_a_value(
    writer: TestClient, field: str, typed: str, value: object
) -> None:
    form = {"report": MARCH, "verdict": "correct", "person": "Ana", "field": field, "value": typed}
    assert writer.post("/review/decide", data=form).status_code == 303
    assert writer.get("/api/reviews").json()["reviews"][0]["value"] == value


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_no_form_leads_away_from_the_desk(writer: TestClient, back: str) -> None:
    form = {"report": MARCH, "verdict": "accept", "person": "Ana", "back": back}
    response = writer.post("/review/decide", data=form)
    assert response.headers["location"] in {"/", "/review"}


def test_a_missed_event_is_added_by_its_words(writer: TestClient) -> None:
    form = {"article": "dockers", "trigger": "demand", "type": "request", "person": "Ana",
            "sources": "dock workers (CHL LAB)", "back": "/articles/dockers"}  # fmt: skip
    assert writer.post("/review/missed", data=form).status_code == 303
    (made,) = writer.get("/api/articles/dockers").json()["missed"]
    assert made["value"]["start"] == examples.TEXT.index("demand")
    assert "Missed, as people say" in writer.get("/articles/dockers").text
    wrong = writer.post("/review/missed", data=form | {"trigger": "sailed"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "bad_request")
