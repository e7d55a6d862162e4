from __future__ import annotations

import pytest

from dateline.evaluation.report import (
    Miss,
    Score,
    Table,
    as_dict,
    precision_recall,
    side_by_side,
    spread,
)
from dateline.evaluation.tasks import Options, shown, tables_from


def miss(kind: str, n: int) -> Miss:
    return Miss(kind, f"T{n}", "A sentence [in brackets].", "gold", "ours")


TABLE = Table(
    "events",
    (Score("type F1", 0.5, 0.25, 10, "people", 0.9), Score("reports a sentence", 2.5)),
    "the commonest type",
    ("ten sentences",),
    (*(miss("missed", n) for n in range(5)), miss("false", 9)),
)


def test_precision_recall() -> None:
    assert precision_recall(1, 2, 4) == pytest.approx((0.5, 0.25, 1 / 3))
    assert precision_recall(0, 0, 0) == (0.0, 0.0, 0.0)


def test_every_kind_of_miss_is_shown_before_a_second_of_one() -> None:
    assert [m.kind for m in spread(TABLE.misses, 2)] == ["missed", "false"]
    assert len(spread(TABLE.misses, 100)) == 6
    assert spread(TABLE.misses, 0) == []


def test_table_as_text() -> None:
    text = shown([TABLE], [], Options(errors=2, width=100))
    assert "0.500" in text
    assert "0.900 people" in text
    assert "baseline: the commonest type" in text
    assert "A sentence [in brackets]." in text


def test_table_as_data() -> None:
    data = as_dict(TABLE, 1)
    assert data["scores"][0]["peer_value"] == 0.9
    assert len(data["misses"]) == 1


def test_plain_figures_become_a_table() -> None:
    (table,) = tables_from("pages", {"ours": {"f1": 0.9}, "baseline": {"f1": 0.4}, "pages": 12})
    assert table.scores == (Score("f1", 0.9, 0.4), Score("pages", 12.0))
    (table,) = tables_from("times", {"spans": {"f1": 0.9, "f1_baseline": 0.5}})
    assert table.scores == (Score("spans f1", 0.9, 0.5),)
    (table,) = tables_from("figures", {"numbers": 8, "right": 0.9, "baseline": 0.5})
    assert table.scores == (Score("numbers", 8.0), Score("right", 0.9, 0.5))


def test_two_parsers_side_by_side() -> None:
    other = Table("events", (Score("type F1", 0.75),), notes=("nine sentences",))
    (table,) = side_by_side({"spacy": [TABLE], "network": [other]})
    data = as_dict(table)
    assert [s["value"] for s in data["scores"]] == [0.5, 2.5]
    assert data["scores"][0]["beside"] == {"network": 0.75}
    assert data["scores"][1]["beside"] == {"network": None}
    assert data["ours"] == "spacy"
    assert data["notes"] == ["ten sentences", "network: nine sentences"]
    text = shown([table], [], Options(width=100))
    assert "spacy" in text
    assert "0.750" in text
    assert "beside" not in as_dict(TABLE)["scores"][0]
