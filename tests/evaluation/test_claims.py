"""The scorer of claims on rows of our own: cells, labels, baseline."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import EvaluationError
from dateline.evaluation.claims import CELLS, OWN, PAIRS, evaluate_claims, relations_of
from dateline.evaluation.tasks import Options, run
from dateline.incident import Relation
from dateline.linking.claims import STRENGTH

DAY, NEXT = "2031-05-04", "2031-05-05"


def claim(number: int, value: int, claimant: str, **more: Any) -> dict[str, Any]:
    row = {
        "claim_id": f"c{number}", "event_id": "e1", "event_date": DAY, "event_place": "Minsk",
        "indicator": "detained", "value": value, "low": None, "high": None, "modifier": "=",
        "scope": "Minsk", "claimant": claimant, "claimant_type": "government", "as_of": DAY,
        "outlet": f"Paper {number}", "pub_date": DAY, "url": f"https://paper.example/{number}",
    }  # fmt: skip
    return row | more


ROWS = [
    claim(0, 250, "Interior Ministry", modifier="about"),
    claim(1, 400, "MVD (a spokeswoman, Telegram)", as_of=NEXT),
    claim(2, 900, "Interior Ministry", scope="nationwide", as_of=NEXT),
    claim(3, 18000, "MVD", indicator="participants"),
    claim(4, 100000, "(unattributed)", indicator="participants", modifier=">=",
          claimant_type="media"),
    claim(5, 3, "Lantern", indicator="injured_police", claimant_type="ngo"),
]  # fmt: skip
LABELS = [
    ("e1", "detained", "Minsk", "c0 c1", "revision"),
    ("e1", "detained", "nationwide", "c2", "scope_difference"),
    ("e1", "participants", "Minsk", "c3 c4", "conflict"),
    ("e1", "injured_police", "Minsk", "c5", "agreement"),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    return path


def labels(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["event", "indicator", "scope", "claims", "label", "reason"])
        writer.writerows([*row, "because"] for row in rows)
    return path


def test_cells_and_pairs_of_rows() -> None:
    found = relations_of(ROWS)
    assert found.cells == {(e, i, s): label for e, i, s, _, label in LABELS}
    assert found.pairs[frozenset({"c0", "c1"})] == "revision"
    assert found.pairs[frozenset({"c1", "c2"})] == "scope_difference"
    assert found.pairs[frozenset({"c3", "c4"})] == "conflict"


def test_right_and_wrong_labels_are_counted_beside_the_majority(gold: Path, tmp_path: Path) -> None:
    (table,) = evaluate_claims([gold, labels(tmp_path / "cells.csv", LABELS)])
    assert table.value("cells") == 1.0
    assert table.scores[0].baseline == 0.25
    wrong = [(*row[:4], "conflict") for row in LABELS]
    (table,) = evaluate_claims([gold, labels(tmp_path / "cells.csv", wrong)])
    assert table.value("cells") == 0.25
    assert table.value("cells of several claims") == 0.5
    assert [m.ours for m in table.misses] == ["revision", "scope_difference", "agreement"]
    assert table.baseline == "every cell is conflict"


def test_it_runs_as_a_task(gold: Path, tmp_path: Path) -> None:
    outcome = run("claims", [gold, labels(tmp_path / "cells.csv", LABELS)], Options())
    assert "every cell is" in outcome.text


def test_what_is_no_claims_file_is_refused(tmp_path: Path, gold: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"text": "no claim"}\n', "utf-8")
    with pytest.raises(EvaluationError, match="no claims"):
        evaluate_claims([other])
    strange = labels(tmp_path / "cells.csv", [("e9", "detained", "Minsk", "c0", "conflict")])
    with pytest.raises(EvaluationError, match="no cell e9 detained Minsk"):
        evaluate_claims([gold, strange])


def test_our_own_labels_are_whole() -> None:
    known: set[Relation] = set(STRENGTH)
    for name in (CELLS, PAIRS):
        with (OWN / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert all(row["label"] in known and row["reason"] for row in rows)
    with (OWN / CELLS).open(encoding="utf-8", newline="") as file:
        ids = [i for row in csv.DictReader(file) for i in row["claims"].split()]
    assert len(ids) == len(set(ids)) == 97
