from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dateline.errors import EvaluationError
from dateline.evaluation.cleaning import evaluate_pages, f1, plain_text

BODY = [
    "Police cleared the main square of the capital on Monday and detained forty people.",
    "The union of the port called for a general strike that is to begin on Friday.",
    "It was the first of its kind in the country for eleven years, the mayor said.",
]
PAGE = (
    "<html><head><title>Square cleared</title></head><body><ul><li>Home</li><li>Sport</li></ul>"
    "<article><h1>Square cleared</h1>"
    + "".join(f"<p>{p}</p>" for p in BODY)
    + "<p>Follow us on Twitter</p></article><div>Weather in the valley</div></body></html>"
)


def gold(folder: Path, title: str = "Square cleared") -> Path:
    (folder / "html").mkdir(exist_ok=True)
    (folder / "html" / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    expected = {"title": title, "body": {"summary": [], "sections": [{"paragraphs": BODY}]}}
    row = {"html_path": "html/a.html.gz", "url": None, "expected_versions": ["V1"]}
    path = folder / "pages.jsonl"
    path.write_text(json.dumps({**row, "expected": {"V1": expected}}) + "\n")
    return path


def test_figures(tmp_path: Path) -> None:
    table = evaluate_pages([gold(tmp_path)])
    assert table.value("extraction F1") > 0.9
    assert table.value("story lines kept") == 1.0
    assert table.value("title found") == 1.0
    assert 0.5 <= table.value("furniture lines cut") < 1.0
    assert [m.sentence for m in table.misses if m.kind == "stayed"] == ["Weather in the valley"]


def test_gold_of_another_page_is_left_out(tmp_path: Path) -> None:
    assert evaluate_pages(gold(tmp_path, "Quite another story")).scores[0].of == 0


def test_a_missing_page_is_an_error(tmp_path: Path) -> None:
    path = gold(tmp_path)
    (tmp_path / "html" / "a.html.gz").unlink()
    with pytest.raises(EvaluationError, match=r"a\.html"):
        evaluate_pages(path)


def test_plain_text_has_a_line_a_block() -> None:
    page = "<p>One <b>bold</b>\nword</p><script>no()</script><div>Two<br>three</div><!-- x -->"
    assert plain_text(page) == "One bold word\nTwo\nthree"


def test_f1() -> None:
    assert f1(["a", "b"], ["a", "c"]) == 0.5
    assert f1([], ["a"]) == 0
