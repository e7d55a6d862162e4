from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests import examples
from tests.desk.conftest import ORIGIN

FORM = {"origin": ORIGIN}


def coded(word: str, kind: str, **more: Any) -> dict[str, Any]:
    start = examples.TEXT.index(word)
    return {"trigger": word, "start": start, "end": start + len(word), "type": kind, **more}


WORKERS = [{"text": "dock workers", "name": "dock workers", "role": "LAB"}]
ANA = [
    coded("marched", "PROTEST", sources=WORKERS, date="2023-10-14"),
    coded("arrested", "COERCE", figures=[{"what": "arrests", "low": 9}]),
]
BEN = [
    coded("marched", "PROTEST", sources=WORKERS, date="2023-10-16"),
    coded("arrested", "ASSAULT", figures=[{"what": "arrests", "low": 9}]),
    coded("thrown", "ASSAULT"),
]


def drawn(client: TestClient) -> dict[str, Any]:
    body = {"size": 3, "seed": 4, "coders": ["Ana", "Ben"], "person": "Eva"}
    response = client.post("/api/samples", json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def code(client: TestClient, sample: str, coder: str, events: list[dict[str, Any]]) -> None:
    body = {"sample": sample, "article": "dockers", "coder": coder, "events": events}
    response = client.post("/api/codings", json=body)
    assert response.status_code == 201, response.text


def both(client: TestClient) -> str:
    sample: str = drawn(client)["id"]
    code(client, sample, "Ana", ANA)
    code(client, sample, "Ben", BEN)
    return sample


def test_a_blind_coder_sees_text_and_nothing_of_the_program_or_others(writer: TestClient) -> None:
    sample = drawn(writer)["id"]
    code(writer, sample, "Ben", BEN)
    for _ in range(3):
        shown = writer.get(f"/api/samples/{sample}/next?coder=Ana").json()
        if shown["article"]["text"] == examples.TEXT:
            break
        body = {"sample": sample, "article": shown["article"]["key"], "coder": "Ana", "events": []}
        writer.post("/api/codings", json=body)
    assert set(shown["article"]) == {
        "key", "title", "outlet", "published", "text", "direction", "sentences", "events"
    }  # fmt: skip
    assert shown["article"]["events"] == []
    assert [s["text"] for s in shown["article"]["sentences"]][1].startswith("“At least nine")
    page = writer.get(f"/agreement/{sample}/code?coder=Ana").text
    assert "ASSAULT</option>" in page
    assert "0.83" not in page
    assert "thrown</q>" not in page


def test_agreement_is_measured_between_people_and_with_the_program(writer: TestClient) -> None:
    both(writer)
    (sample,) = writer.get("/api/agreement").json()["samples"]
    pairs = {(p["first"], p["second"]): p for p in sample["pairs"]}
    people = pairs["Ana", "Ben"]
    assert (people["first_events"], people["second_events"]) == (2, 3)
    assert (people["matched"], people["same_type"]) == (2, 1)
    assert people["f1"] == pytest.approx(2 / 5, abs=0.001)
    assert pairs["@dateline", "Ana"]["f1"] == pytest.approx(4 / 5, abs=0.001)
    fields = {f["field"]: f for f in sample["fields"]}
    assert fields["event"]["units"] == 3
    assert fields["type"]["units"] == 2
    assert fields["sources"]["alpha"] == 1
    assert fields["date"]["same"] == 0.5
    table = writer.get("/agreement.csv").text
    assert "alpha,sources,1.0" in table
    assert "0.40" in writer.get("/agreement").text


def test_settling_makes_gold(writer: TestClient) -> None:
    sample = both(writer)
    shown = writer.get(f"/api/samples/{sample}/articles/dockers").json()
    assert [g["differ"] for g in shown["groups"]] == [["date"], ["type"], ["event"]]
    form = {"event-0": "Ana", "field-0-date": "Ben", "event-1": "Ana", "event-2": "none"}
    address = f"/agreement/{sample}/settle/dockers"
    assert writer.get(address).status_code == 200
    assert writer.post(address, data=form, headers=FORM).status_code == 303
    gold = [line for line in writer.get("/exports/gold.jsonl").text.splitlines() if line]
    assert len(gold) == 1
    import json  # noqa: PLC0415

    events = json.loads(gold[0])["events"]
    assert [(e["type"], e["date"]) for e in events] == [("PROTEST", "2023-10-16"), ("COERCE", None)]
    (after,) = writer.get("/api/agreement").json()["samples"]
    assert [a["settled"] for a in after["articles"] if a["coders"]] == [True]


def test_coding_by_plain_forms_adds_takes_out_and_finishes(writer: TestClient) -> None:
    sample = drawn(writer)["id"]
    address = f"/agreement/{sample}/code"
    done = 0
    while True:
        state = writer.get(f"/api/samples/{sample}/next?coder=Ben").json()
        if state["article"] is None:
            break
        base = {"coder": "Ben", "article": state["article"]["key"]}
        if state["article"]["text"] == examples.TEXT:
            add = {**base, "do": "add", "trigger": "marched", "type": "PROTEST", "start": "0"}
            assert writer.post(address, data=add).status_code == 303
            assert writer.post(address, data=add | {"trigger": "thrown"}).status_code == 303
            assert writer.post(address, data=add | {"trigger": "sailed"}).status_code == 400
            assert writer.post(address, data={**base, "do": "drop-1"}).status_code == 303
            now = writer.get(f"/api/samples/{sample}/next?coder=Ben").json()
            assert [e["trigger"] for e in now["article"]["events"]] == ["marched"]
        assert writer.post(address, data={**base, "do": "finish"}).status_code == 303
        done += 1
    assert done == 3
    stale = writer.post(address, data={**base, "do": "finish"})
    assert stale.json()["error"]["code"] == "conflict"


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/api/samples", {"size": 3, "coders": ["Ana"], "person": "Eva"}, 400),
        ("/api/samples", {"size": 3, "coders": ["Ana", "Ana"], "person": "Eva"}, 400),
        ("/api/samples", {"size": 0, "coders": ["Ana", "Ben"], "person": "Eva"}, 400),
        ("/api/codings", {"sample": "no", "article": "dockers", "coder": "Ana", "events": []}, 404),
    ],
)
def test_samples_and_codings_that_cannot_be_are_refused(
    writer: TestClient, address: str, body: dict[str, Any], status: int
) -> None:
    assert writer.post(address, json=body).status_code == status


def test_codings_must_fit_the_sample_and_the_text(writer: TestClient) -> None:
    sample = drawn(writer)["id"]
    base = {"sample": sample, "article": "dockers", "coder": "Ana", "events": []}
    assert writer.post("/api/codings", json=base | {"coder": "Carl"}).status_code == 400
    moved = coded("marched", "PROTEST") | {"start": 0, "end": 7}
    assert writer.post("/api/codings", json=base | {"events": [moved]}).status_code == 400
    assert writer.get(f"/api/samples/{sample}/next?coder=Carl").status_code == 404
    lonely = writer.get(f"/api/samples/{sample}/articles/dockers")
    assert (lonely.status_code, lonely.json()["error"]["code"]) == (409, "conflict")


def test_the_same_seed_draws_the_same_articles(writer: TestClient) -> None:
    body = {"size": 2, "seed": 7, "coders": ["Ana", "Ben"], "person": "Eva"}
    drawn_twice = [writer.post("/api/samples", json=body).json() for _ in range(2)]
    keys = [[a["key"] for a in s["articles"]] for s in drawn_twice]
    assert keys[0] == keys[1]
    assert drawn_twice[0]["id"] != drawn_twice[1]["id"]
