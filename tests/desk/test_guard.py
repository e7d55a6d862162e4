from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dateline.desk.guard import CSP, rules_for
from tests.desk.conftest import BEARER, ORIGIN, PORT, TOKEN, Open

PAGE = {"accept": "text/html"}


def code(response: object) -> str:
    return response.json()["error"]["code"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        f"127.0.0.1:{PORT + 1}",
        "127.0.0.1.nip.io",
        "",
    ],
)
def test_a_foreign_host_is_refused_even_for_reading(client: TestClient, host: str) -> None:
    response = client.get("/api/overview", headers={"host": host})
    assert (response.status_code, code(response)) == (403, "foreign_host")


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"[::1]:{PORT}"])
def test_all_names_of_the_loopback_address_are_the_desk(client: TestClient, host: str) -> None:
    assert client.get("/api/overview", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_other_origins_may_not_even_read(client: TestClient, headers: dict[str, str]) -> None:
    response = client.get("/api/overview", headers=headers)
    assert (response.status_code, code(response)) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in response.headers


def test_a_link_on_another_site_may_lead_here(client: TestClient) -> None:
    follows = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert client.get("/", headers=follows).status_code == 200


def test_writing_needs_the_token(opened: Open) -> None:
    client = opened()
    body = {"verdict": "accept", "person": "Ana", "report": "a1" * 10}
    response = client.post("/api/reviews", json=body, headers={"origin": ORIGIN})
    assert (response.status_code, code(response)) == (401, "no_token")
    wrong = {"authorization": "Bearer wrong"}
    assert client.post("/api/reviews", json=body, headers=wrong).status_code == 401
    assert client.post("/api/reviews", json=body, headers=BEARER).status_code == 201


def test_the_address_with_the_token_leaves_a_cookie_that_other_sites_cannot_send(
    opened: Open,
) -> None:
    client = opened()
    response = client.get(f"/articles?type=PROTEST&token={TOKEN}")
    assert response.status_code == 303
    assert response.headers["location"] == "/articles?type=PROTEST"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"dateline_desk_{PORT}=" in cookie
    form = {"verdict": "accept", "person": "Ana", "report": "a1" * 10}
    # The cookie alone is not enough: a browser says where a request that writes comes from.
    assert code(client.post("/api/reviews", json=form)) == "foreign_origin"
    assert client.post("/api/reviews", json=form, headers={"origin": ORIGIN}).status_code == 201
    foreign = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-site"}
    assert code(client.post("/api/reviews", json=form, headers=foreign)) == "foreign_origin"


def test_a_wrong_token_in_the_address_is_refused(client: TestClient) -> None:
    response = client.get("/?token=guessed")
    assert (response.status_code, code(response)) == (403, "wrong_token")


def test_an_address_with_a_token_never_leads_to_another_host(client: TestClient) -> None:
    response = client.get(f"{ORIGIN}//evil.example/?token={TOKEN}")
    assert response.headers["location"].startswith("/evil.example")


@pytest.mark.parametrize("address", ["/", "/api/overview", "/nowhere", "/events.csv", "/data"])
def test_every_answer_forbids_what_is_not_ours(client: TestClient, address: str) -> None:
    headers = client.get(address, headers=PAGE).headers
    assert headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


def test_refusals_are_guarded_too(client: TestClient) -> None:
    response = client.get("/", headers={"host": "evil.example", **PAGE})
    assert response.headers["content-security-policy"] == CSP
    assert "<script" not in response.text


def test_large_bodies_are_refused_before_they_are_read(client: TestClient) -> None:
    body = b"x" * (33 * 1024 * 1024)
    response = client.post("/api/reviews", content=body, headers=BEARER)
    assert (response.status_code, code(response)) == (413, "too_large")


def test_a_body_that_hides_its_length_is_refused_as_well(client: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * (1024 * 1024)

    response = client.post("/api/reviews", content=parts(), headers=BEARER)
    assert response.status_code in {400, 413}
    assert response.json()["error"]["code"] in {"bad_request", "too_large"}


def test_each_desk_has_its_own_token_and_cookie() -> None:
    one, other = rules_for(8765), rules_for(8766)
    assert one.token != other.token
    assert len(one.token) > 30
    assert one.cookie != other.cookie


def test_pages_say_that_they_may_only_be_read(client: TestClient) -> None:
    assert 'data-read-only="true"' in client.get("/").text
    assert "This browser may read only" in client.get("/").text
    client.headers.update(BEARER)
    assert 'data-read-only="false"' in client.get("/").text
