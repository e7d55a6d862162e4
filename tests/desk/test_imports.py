from __future__ import annotations

import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.imports import LONGEST_TEXT, MOST_FILES
from dateline.sources import Fetch
from tests.desk.conftest import BEARER, ORIGIN, Open
from tests.sources.web import Page, report, site

REPORT = (
    "Teachers marched through Arica on Friday to demand higher pay. Police detained about 40 "
    "people, the union said."
)


def finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(600):
        state: dict[str, Any] = client.get(f"/api/imports/{job['id']}").json()
        if state["state"] in {"done", "failed"}:
            return state
        time.sleep(0.1)
    pytest.fail(f"the import did not end: {state}")


def test_a_pasted_text_and_files_become_events_and_incidents(writer: TestClient) -> None:
    form = {"text": REPORT, "title": "Teachers march", "outlet": "La Gaceta",
            "published": "2023-10-16"}  # fmt: skip
    response = writer.post("/api/imports", data=form)
    assert response.status_code == 202
    job = finished(writer, response.json())
    assert (job["state"], job["added"], job["failures"]) == ("done", 1, [])
    assert job["reports"] >= 1
    shown = writer.get(f"/api/articles/{job['articles'][0]}").json()
    assert shown["article"]["outlet"] == "La Gaceta"
    assert "PROTEST" in {e["type"] for e in shown["events"]}
    assert writer.get("/api/events?outlet=La Gaceta").json()["total"] == job["reports"]

    again = finished(writer, writer.post("/api/imports", data=form).json())
    assert (again["added"], again["known"]) == (0, 1)

    files = [
        ("files", ("../../one.txt", f"{REPORT} It rained.".encode(), "text/plain")),
        ("files", ("two.jsonl", b'{"id": "x", "text": "", "title": null}\n', "text/plain")),
        ("files", ("three.txt", b"%PDF-1.4 no text", "text/plain")),
    ]
    mixed = finished(writer, writer.post("/api/imports", files=files).json())
    assert (mixed["state"], mixed["added"]) == ("done", 1)
    assert {f["path"] for f in mixed["failures"]} >= {"three.txt"} or len(mixed["failures"]) >= 1
    paths = [r["path"] for r in writer.get("/api/articles").json()["rows"]]
    assert "one.txt" in paths
    assert writer.get("/api/data").json()["store"]["failures"] == 1 + len(mixed["failures"])
    assert "one.txt" in writer.get("/data").text

    linked = finished(writer, writer.post("/api/link").json())
    assert linked["state"] == "done", linked["message"]
    incidents = writer.get("/api/incidents").json()
    assert incidents["linked"] is True
    assert incidents["total"] >= 1
    identity = incidents["rows"][0]["id"]
    assert writer.get(f"/incidents/{identity}").status_code == 200
    assert len(writer.get("/api/imports").json()["imports"]) == 4


@pytest.mark.parametrize(
    ("form", "files", "code"),
    [
        ({"text": "  "}, None, "bad_request"),
        ({"text": "file:///etc/passwd"}, None, "wrong_type"),
        ({"address": "ftp://news.example/feed.xml"}, None, "wrong_type"),
        ({"address": "https://ana:secret@news.example/"}, None, "wrong_type"),
        ({"address": "news"}, None, "wrong_type"),
        ({"text": REPORT, "published": "yesterday"}, None, "bad_request"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, None, "too_large"),
        ({}, None, "bad_request"),
        ({}, [("report.exe", b"MZ")], "wrong_type"),
        ({}, [("bomb.jsonl.gz", b"\x1f\x8b")], "wrong_type"),
        ({}, [("no ending", b"text")], "wrong_type"),
        ({}, [(f"{n}.txt", b"x") for n in range(MOST_FILES + 1)], "too_large"),
    ],
)
def test_what_the_desk_does_not_take_is_refused_with_a_reason(
    client: TestClient, form: dict[str, str], files: list[tuple[str, bytes]] | None, code: str
) -> None:
    sent = [("files", (name, content)) for name, content in files] if files else None
    response = client.post("/api/imports", data=form, files=sent, headers=BEARER)
    assert response.json()["error"]["code"] == code
    assert response.json()["error"]["message"]
    assert client.get("/api/imports").json() == {"imports": []}


FEED = """<rss version="2.0"><channel><title>Harbour Wire</title>
<item><title>Teachers march</title><link>/one</link><pubDate>16 Oct 2023</pubDate></item>
<item><title>Gone</title><link>/gone</link></item></channel></rss>"""


def test_a_feed_is_fetched_in_the_background(opened: Open) -> None:
    writer = opened(fetch=Fetch(allow_private=True, rest=0.0))
    writer.headers.update(BEARER)
    with site() as web:
        web.pages["/feed"] = Page(FEED, "application/rss+xml")
        web.pages["/one"] = Page(report("Teachers march", REPORT))
        response = writer.post("/api/imports", data={"address": f"{web.root}/feed"})
        assert response.status_code == 202
        job = finished(writer, response.json())
        # An address alone in the box for texts is meant as one.
        form = {"text": f" {web.root}/one\n", "published": "2023-10-16"}
        again = finished(writer, writer.post("/api/imports", data=form).json())
    assert (job["state"], job["added"], job["done"], job["total"]) == ("done", 1, 2, 2)
    (failure,) = job["failures"]
    assert (failure["path"], failure["where"]) == (f"{web.root}/feed", f"{web.root}/gone")
    assert "no such page" in failure["reason"]
    assert again["state"] == "done"
    shown = writer.get(f"/api/articles/{job['articles'][0]}").json()
    assert shown["article"]["url"] == f"{web.root}/one"
    assert shown["article"]["published"] == "2023-10-16"
    assert f"{web.root}/gone" in writer.get("/data").text


def test_a_desk_does_not_fetch_from_private_networks(writer: TestClient) -> None:
    with site() as web:
        job = finished(writer, writer.post("/api/imports", data={"address": web.root}).json())
        assert web.asked == []
    assert (job["state"], job["added"]) == ("done", 0)
    assert "private network" in job["failures"][0]["reason"]


def test_the_form_of_the_data_page_imports(writer: TestClient) -> None:
    response = writer.post("/data/import", data={"text": REPORT}, headers={"origin": ORIGIN})
    assert (response.status_code, response.headers["location"]) == (303, "/data")
    (job,) = writer.get("/api/imports").json()["imports"]
    assert finished(writer, job)["added"] == 1
    page = writer.get("/data").text
    assert f'data-job="{job["id"]}" data-state="done"' in page


def test_an_unknown_import_is_not_found(client: TestClient) -> None:
    assert client.get("/api/imports/none").status_code == 404
