"""What a reader sees at a glance of a report: eight cells, the same in terminal and notebook."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from dateline.event import Actor, Claim, EventReport, Place, When

HEADINGS = (
    "when",
    "where",
    "who",
    "what",
    "to whom",
    "how many",
    "on whose word",
    "standing",
)
# The outlet itself asserts it.
OWN_WORD = "—"


def plain(text: str) -> str:
    """A text on one line, without the control signs that could steer a terminal."""
    visible = (c for c in text if c.isprintable() or unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isprintable() else " " for c in visible).split())


def cells(report: EventReport) -> tuple[str, ...]:
    """The cells under `HEADINGS`, each on one line; what is not known is empty."""
    mode = f" ({report.mode})" if report.mode else ""
    row = (
        when(report.date),
        where(report.place),
        people(report.sources),
        f"{report.type}{mode}: {report.trigger.text}",
        people(report.targets),
        "; ".join(f"{f.what}: {f.text}" for f in report.figures),
        word(report.claims),
        f"{report.status} {report.confidence:.2f}",
    )
    return tuple(plain(cell) for cell in row)


def when(date: When | None) -> str:
    """A day or a span of days; "by" a day if only the date of publication speaks for it."""
    if date is None:
        return ""
    days = date.start if date.start == date.end else f"{date.start} to {date.end}"
    return f"by {days}" if date.precision == "publication" else days


def where(place: Place | None) -> str:
    """The place and its country, and how many further places there are."""
    if place is None:
        return ""
    known = place.country and place.precision not in {"country", "region"}
    name = f"{place.name}, {place.country}" if known else place.name
    return f"{name} and {len(place.others)} more" if place.others else name


def people(actors: Sequence[Actor]) -> str:
    """Names with codes."""
    return "; ".join(person(a) for a in actors)


def person(actor: Actor) -> str:
    """A name, or the words if there is none, with the code if there is one."""
    name = actor.name or actor.text or "unnamed"
    return name if actor.code == "---" else f"{name} [{actor.code}]"


def word(claims: Sequence[Claim]) -> str:
    """Who says so, outermost first; the stance too where it is more than saying so."""
    if not claims:
        return OWN_WORD
    return " › ".join(_speaker(c) for c in claims)


def _speaker(claim: Claim) -> str:
    name = claim.speaker.name or claim.speaker.text or "somebody"
    return name if claim.stance == "asserts" else f"{name} ({claim.stance})"


def heading(report: EventReport) -> str:
    """The article that a report comes from, in one line."""
    article = report.article
    origin = ", ".join(p for p in (article.outlet, article.published) if p)
    name = article.title or article.path or article.id
    return plain(f"{name} ({origin})" if origin else name)
