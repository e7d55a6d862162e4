from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.incidents import claim_table
from dateline.store import Store
from dateline.store.linking import link
from tests import examples
from tests.desk.conftest import BEARER, Open

IDS = [f"{n}" * 20 for n in "1234"]


@pytest.fixture
def linked(tmp_path: Path, opened: Open) -> TestClient:
    """Four outlets on one march, with their own counts."""
    path = tmp_path / "linked.duckdb"
    counts = ((12000.0, 12000.0), (12000.0, 12000.0), (3000.0, 3000.0), (12500.0, 12500.0))
    with Store(path) as store:
        for n, (low, high) in enumerate(counts):
            article = examples.article(
                id=f"told-{n}", sha256=f"{n}" * 64, outlet=f"Outlet {n}",
                text=examples.TEXT + (f" It was told {n} times over." if n > 1 else ""),
            )  # fmt: skip
            report = examples.march(article)
            figure = replace(report.figures[0], low=low, high=high)
            store.add(article, [replace(report, id=IDS[n], figures=(figure,))], "reader-1")
        store.flush()
        link(store)
    client = opened(path)
    client.headers.update({**BEARER, "accept": "text/html"})
    return client


def only(client: TestClient) -> dict[str, Any]:
    rows = client.get("/api/incidents").json()["rows"]
    assert [row["reports"] for row in rows] == [4]
    shown: dict[str, Any] = client.get(f"/api/incidents/{rows[0]['id']}").json()
    return shown


def test_reports_of_one_march_stand_side_by_side_with_their_numbers(linked: TestClient) -> None:
    shown = only(linked)
    assert [r["id"] for r in shown["reports"]] == IDS
    (table,) = shown["claims"]
    assert table["what"] == "participants"
    assert table["columns"] == ["2023-10-16"]
    assert {row["speaker"] for row in table["rows"]} == {f"Outlet {n}" for n in range(4)}
    assert all(row["own_word"] for row in table["rows"])
    low = [c["low"] for row in table["rows"] for c in row["cells"]]
    assert sorted(low) == [3000, 12000, 12000, 12500]
    assert shown["pairs"][0]["reasons"]
    identity = shown["incident"]["id"]
    page = linked.get(f"/incidents/{identity}").text
    assert "Who says how many" in page
    assert "12,000" in page
    assert linked.get(f"/incidents/{identity}.csv").text.count("\n") == 5
    assert linked.get(f"/incidents/{identity}.json").json() == shown
    assert linked.get(f"/api/events/{IDS[0]}").json()["incident"] == identity
    assert linked.get(f"/api/events?incident={identity}").json()["total"] == 4
    assert linked.get("/api/incidents?type=AID").json()["rows"] == []


def test_similar_reports_are_pointed_out(linked: TestClient) -> None:
    similar = linked.get(f"/api/events/{IDS[0]}").json()["similar"]
    assert [s["id"] for s in similar] == IDS[1:]


@pytest.mark.parametrize("name", ["acled", "gdelt", "parquet", "html"])
def test_incidents_are_exported_in_the_columns_of_other_data_sets(
    linked: TestClient, name: str
) -> None:
    response = linked.get(f"/exports/datasets/{name}.zip?country=CHL")
    assert response.status_code == 200, response.text
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()
    assert linked.get(f"/exports/datasets/{name}.zip?policy=best").status_code == 400


def test_only_what_the_filters_let_through_is_exported(linked: TestClient) -> None:
    def rows(query: str) -> int:
        content = linked.get(f"/exports/datasets/icews.zip?{query}").content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read("icews.tab").decode().count("\n")

    assert rows("") > rows("type=AID")
    assert linked.get("/exports/datasets/none.zip").status_code == 404


def test_splitting_merging_and_taking_back(linked: TestClient) -> None:
    before = only(linked)
    identity = before["incident"]["id"]
    split = linked.post(
        f"/api/incidents/{identity}/split",
        json={"reports": IDS[2:], "person": "Ana", "note": "another march"},
    )
    assert split.status_code == 200, split.text
    sizes = sorted(row["reports"] for row in linked.get("/api/incidents").json()["rows"])
    assert sizes == [2, 2]
    made = split.json()
    one, other = made["incidents"]
    (near,) = linked.get(f"/api/incidents/{one}").json()["near"]
    assert (near["id"], near["type"], near["place"]) == (other, "PROTEST", "Valparaíso")
    assert f'<option value="{other}">' in linked.get(f"/incidents/{one}").text
    merged = linked.post(
        "/api/incidents/merge", json={"incidents": made["incidents"], "person": "Ana"}
    )
    assert merged.json()["error"]["code"] == "conflict"
    undone = linked.post(f"/api/decisions/{made['decision']}/undo", json={"person": "Ben"})
    assert undone.status_code == 200, undone.text
    after = only(linked)
    assert after["incident"]["id"] == identity
    (decision,) = after["decisions"]
    assert (decision["person"], decision["undone_by"]) == ("Ana", "Ben")
    assert (decision["verdict"], decision["note"]) == ("different", "another march")
    again = linked.post(f"/api/decisions/{made['decision']}/undo", json={"person": "Ben"})
    assert again.status_code == 409


def test_merged_incidents_lead_to_the_one_that_is_left(linked: TestClient) -> None:
    identity = only(linked)["incident"]["id"]
    form = {"reports": IDS[3], "person": "Ana"}
    response = linked.post(f"/incidents/{identity}/split", data=form)
    assert response.status_code == 303
    page = linked.get(response.headers["location"])
    assert page.status_code == 200
    (number,) = [d["id"] for d in linked.get(f"/api/incidents/{identity}").json()["decisions"]]
    undo = {"decision": str(number), "person": "Ana"}
    assert linked.post(f"/incidents/{identity}/undo", data=undo).status_code == 303
    other = response.headers["location"].rsplit("/", 1)[1]
    gone = linked.get(f"/incidents/{other}")
    if other != identity:
        assert (gone.status_code, gone.headers["location"]) == (303, f"/incidents/{identity}")


@pytest.mark.parametrize(
    ("reports", "code"), [(["none"], "bad_request"), (IDS, "bad_request"), ([], "bad_request")]
)
def test_a_split_leaves_something_on_both_sides(
    linked: TestClient, reports: list[str], code: str
) -> None:
    identity = only(linked)["incident"]["id"]
    body = {"reports": reports, "person": "Ana"}
    response = linked.post(f"/api/incidents/{identity}/split", json=body)
    assert response.json()["error"]["code"] == code
    only(linked)


def test_a_store_that_is_not_linked_says_so(client: TestClient) -> None:
    shown = client.get("/api/incidents").json()
    assert shown["linked"] is False
    assert shown["command"].startswith("dateline link ")
    assert "not linked yet" in client.get("/incidents").text
    assert client.get("/exports/datasets/acled.zip").json()["error"]["code"] == "conflict"
    missing = client.get("/api/incidents/none").json()["error"]
    assert missing["code"] == "not_found"
    assert "dateline link" in missing["hint"]


def value(speaker: str | None, low: float, report: str, published: str) -> dict[str, Any]:
    who = {"name": speaker, "text": speaker} if speaker else None
    return {"low": low, "high": low, "approximate": False, "text": str(low), "speaker": who,
            "stance": "asserts", "outlet": f"Outlet {report}", "published": published,
            "report": report, "scope": {"place": None, "start": None, "end": None}}  # fmt: skip


def test_copies_of_a_wire_report_are_folded_and_relations_point_at_each_other() -> None:
    quantity = {
        "what": "deaths", "unit": None, "disputed": True, "voices": 2,
        "values": [
            value("Police", 5, "a", "2023-10-16"), value("Police", 5, "b", "2023-10-16"),
            value("Police", 7, "c", "2023-10-17"), value("The union", 30, "d", "2023-10-16"),
        ],
        "relations": [
            {"first": 0, "second": 2, "relation": "revision", "reason": "later"},
            {"first": 0, "second": 3, "relation": "conflict", "reason": "ranges"},
        ],
    }  # fmt: skip
    reports = [{"id": i, "same_text": "wire" if i in "ab" else i} for i in "abcd"]
    table = claim_table(quantity, reports)
    police, union = table["rows"]
    assert table["columns"] == ["2023-10-16", "2023-10-17"]
    assert [(c["low"], c["copies"]) for c in police["cells"]] == [(5, 2), (7, 1)]
    assert police["outlets"] == ["Outlet a", "Outlet b", "Outlet c"]
    assert police["cells"][0]["with"] == {"revision": ["c"], "conflict": ["d"]}
    assert union["cells"][0]["relations"] == ["conflict"]
