"""The columns and the lists of values that each data set controls, from the files of `data`."""

from __future__ import annotations

import csv
import io
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _columns() -> dict[str, tuple[str, ...]]:
    return {name: tuple(names) for name, names in toml("columns.toml").items()}


def columns(name: str) -> tuple[str, ...]:
    """The columns of a table, in its order."""
    return _columns()[name]


@lru_cache(maxsize=8)
def toml(name: str) -> dict[str, Any]:
    """One of our TOML files."""
    return tomllib.loads(_text(name))


@lru_cache(maxsize=1)
def icews_events() -> dict[str, str]:
    """ICEWS's words for CAMEO codes."""
    return {
        row["code"]: row["text"] for row in csv.DictReader(io.StringIO(_text("icews_events.csv")))
    }


def _text(name: str) -> str:
    return files("dateline.exports.datasets").joinpath("data", name).read_text("utf-8")
