"""The gate itself: the figures on our own articles are not below their floors."""

from __future__ import annotations

import json
from pathlib import Path

from dateline.evaluation.tasks import Options, run

FLOORS = Path(__file__).parents[2] / "evaluation" / "floors.toml"


def test_quality_has_not_fallen() -> None:
    outcome = run("", [], Options(floors=FLOORS, as_json=True, errors=3))
    assert outcome.good, "\n".join(fall.line() for fall in outcome.falls)
    data = json.loads(outcome.text)
    assert data["falls"] == []
    assert len(data["tables"][0]["misses"]) <= 3
