"""Dateline reads news reports and writes down what happened.

>>> import dateline
>>> reports = dateline.code("On Sunday thousands marched in Minsk.", published="2020-09-14")

Who did what to whom, where, when, how many, and on whose word, each field leading back to the words
it came from. Importing the package loads nothing heavy: parser and database come with first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.api import EventReports, code, explain, link, read
    from dateline.article import Article
    from dateline.errors import DatelineError
    from dateline.event import EventReport
    from dateline.incident import Incident
    from dateline.reading.reading import Reading
    from dateline.store import Store

__version__ = "0.1.0"

__all__ = [
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

_HOMES = {
    "Article": "dateline.article",
    "DatelineError": "dateline.errors",
    "EventReport": "dateline.event",
    "EventReports": "dateline.api",
    "Incident": "dateline.incident",
    "Reading": "dateline.reading.reading",
    "Store": "dateline.store",
    "code": "dateline.api",
    "explain": "dateline.api",
    "link": "dateline.api",
    "read": "dateline.api",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a public name when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        msg = f"module 'dateline' has no attribute {name!r}; it has: {', '.join(__all__)}"
        raise AttributeError(msg)
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*__all__, "__version__"])
