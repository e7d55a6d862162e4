"""What the package promises before anything is read."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest

import dateline

HEAVY = ("spacy", "duckdb", "trafilatura", "numpy", "rich", "click", "msgspec", "polars", "pandas")


def test_public_names_are_exactly_these() -> None:
    assert sorted(dateline.__all__) == [
        "Article",
        "DatelineError",
        "EventReport",
        "EventReports",
        "Incident",
        "Reading",
        "Store",
        "code",
        "explain",
        "link",
        "read",
    ]
    for name in dateline.__all__:
        assert getattr(dateline, name) is not None


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="it has: Article"):
        _ = dateline.nosuchname


def test_import_loads_nothing_heavy() -> None:
    script = f"import sys, dateline; print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "[]"


def test_import_takes_under_150_ms() -> None:
    def took(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - start

    took("import dateline")
    extra = statistics.median(took("import dateline") - took("pass") for _ in range(7))
    assert extra < 0.150
