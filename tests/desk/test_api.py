"""The documented API: whatever is asked, nothing fails, and errors have one shape."""

from __future__ import annotations

import httpx
import hypothesis
import pytest
import schemathesis
from starlette.testclient import TestClient

from dateline.desk.errors import CODES
from tests.desk.conftest import BEARER, ORIGIN

# Begins work that goes on in the background: see test_imports.py.
LEFT_OUT = {("POST", "/api/link"), ("POST", "/api/imports"), ("POST", "/api/look-again")}
OURS = {"user-agent", "host", "authorization", "content-length", "x-schemathesis-testcaseid"}


def sent(client: TestClient, case: schemathesis.Case) -> httpx.Response:
    """What a made-up call gets for an answer."""
    request = case.as_transport_kwargs(base_url=ORIGIN)
    headers = {k: v for k, v in dict(request.get("headers") or {}).items() if k.lower() not in OURS}
    data = request.get("data")
    return client.request(
        request["method"],
        request["url"],
        params=request.get("params"),
        content=data if isinstance(data, str | bytes) else None,
        json=request.get("json"),
        headers={**headers, **BEARER},
    )


def test_no_call_fails_and_every_error_has_the_one_shape(writer: TestClient) -> None:
    schema = schemathesis.openapi.from_dict(writer.get("/api/openapi.json").json())
    refused: set[str] = set()
    asked: set[str] = set()
    settings = hypothesis.settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    for found in schema.get_all_operations():
        operation = found.ok()
        if (operation.method.upper(), operation.path) in LEFT_OUT:
            continue

        @settings
        @hypothesis.given(operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            response = sent(writer, case)
            asked.add(case.operation.path)
            assert response.status_code < 500, response.text
            documented = case.operation.definition.raw["responses"]
            assert str(response.status_code) in documented
            if response.status_code >= 400:
                (error,) = response.json().values()
                assert set(error) == {"code", "message", "hint"}
                assert CODES[error["code"]] == response.status_code
                refused.add(error["code"])

        holds()
    assert len(asked) > 40
    assert {"not_found", "bad_request"} <= refused


def test_the_description_has_one_error_and_says_what_needs_the_token(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert "HTTPValidationError" not in described["components"]["schemas"]
    assert set(described["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]) == set(
        CODES
    )
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            assert call["summary"] or call["description"], path
            assert ("security" in call) == (method != "get"), path
            assert "422" not in call["responses"]
            assert "400" in call["responses"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/api/none", 404), ("DELETE", "/api/overview", 405), ("PUT", "/", 405)],
)
def test_what_is_not_there_or_not_allowed_has_the_shape_too(
    client: TestClient, method: str, address: str, status: int
) -> None:
    response = client.request(method, address, headers=BEARER)
    assert response.status_code == status
    assert set(response.json()["error"]) == {"code", "message", "hint"}


def test_static_files_are_kept_only_under_names_with_their_hash(client: TestClient) -> None:
    from dateline.desk.browser_files import manifest  # noqa: PLC0415

    if not manifest():
        pytest.skip("the browser files are not built")
    kept = client.get(f"/static/{manifest()['desk.js']}")
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-type"].startswith("text/javascript")
    assert client.get("/static/manifest.json").headers["cache-control"] == "no-cache"
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404
