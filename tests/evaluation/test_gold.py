from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dateline.errors import EvaluationError
from dateline.evaluation.gold import articles, days_of, rows_of, shape_of
from dateline.evaluation.kept import check_part, part_of, part_of_article, within


def test_days() -> None:
    assert days_of("2024-05-03") == ("2024-05-03", "2024-05-03")
    assert days_of("2024-02") == ("2024-02-01", "2024-02-29")
    assert days_of("1987") == ("1987-01-01", "1987-12-31")
    assert days_of("2024-04/2024-05-03") == ("2024-04-01", "2024-05-03")


def test_rows_plain_and_gzip(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text('{"text": "é"}\n\n{"text": "b"}\n', "utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert rows_of(plain) == rows_of(packed) == ({"text": "é"}, {"text": "b"})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "1: not JSON"),
        ("[]", "1: expected a JSON object"),
        ('{"text": 5}', "1: 'text' is no text"),
        ("\n", "no record"),
        (None, "no such"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(EvaluationError, match=told):
        rows_of(path)


def test_an_article_without_a_field_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "x1", "text": "A.", "sentences": [[0, 2]], "events": [{}]}))
    with pytest.raises(EvaluationError, match=r"gold\.jsonl:1: no 'sent'"):
        articles(path)


def test_an_article_with_a_field_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "x1", "text": "A.", "sentences": [0, 2], "events": []}))
    with pytest.raises(EvaluationError, match=r"gold\.jsonl:1: article 'x1'"):
        articles(path)


def test_shapes() -> None:
    assert shape_of({"text": "", "code": "01", "root": "01"}) == "cameo_examples"
    assert shape_of({"text": ""}) == ""


def test_parts_are_halves_that_do_not_change() -> None:
    cases = [f"Sentence number {n} of many." for n in range(400)]
    kept = [c for c in cases if within("kept", c)]
    assert len(kept) + sum(within("dev", c) for c in cases) == 400
    assert 150 < len(kept) < 250
    assert part_of("The same   sentence!") == part_of("the same sentence")
    assert all(within("all", c) for c in cases)
    assert part_of_article("D12") == "kept"
    assert part_of_article("D01") == "dev"
    with pytest.raises(EvaluationError, match="dev, kept, all"):
        check_part("test")
