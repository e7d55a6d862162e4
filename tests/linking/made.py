"""Articles of one sentence with the report made of it, for tests of what is done with many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dateline.article import Article, make_article
from dateline.event import Actor, Claim, EventReport, Excerpt, Figure, Origin, Place, When

MINISTRY = "the interior ministry"
POINTS = {
    "Minsk": (625144, 53.9, 27.56667, "BLR"),
    "Brest": (629634, 52.09755, 23.68775, "BLR"),
    "Belarus": (630336, 53.0, 28.0, "BLR"),
    "Quito": (3652462, -0.22985, -78.52495, "ECU"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One article and its one report."""

    article: Article
    report: EventReport


def actor(text: str, *roles: str, country: str | None = "BLR", name: str | None = None) -> Actor:
    """Somebody, without a mention in the text."""
    code = (country or "") + "".join(roles)
    return Actor(text, None, None, name or text, country, roles, code or "---", None, name is None)


def place(name: str, precision: Any = "city") -> Place:
    """A town at its point."""
    geonameid, latitude, longitude, country = POINTS[name]
    return Place(
        text=name,
        start=None,
        end=None,
        name=name,
        geonameid=geonameid,
        latitude=latitude,
        longitude=longitude,
        country=country,
        admin1=None,
        precision=precision,
        how="clause",
    )


def told(sentence: str, **given: Any) -> Telling:
    """A report that a sentence was read as.

    `number` is (words, low, high) of what `what` counts; `speaker` is cited for the whole sentence.
    """
    outlet, published = given.get("outlet", "Courier"), given.get("published", "2020-09-13")
    article = make_article(
        sentence,
        title=given.get("title"),
        outlet=outlet,
        published=date.fromisoformat(published),
        id=given.get("id"),
    )
    article = replace(article, cleaned=True)
    kind, mode = given.get("kind", ("COERCE", "arrest"))
    trigger = given.get("trigger", "detained")
    speaker: Actor | None = given.get("speaker")
    where: str | None = given.get("place", "Minsk")
    end = len(sentence)
    return Telling(
        article,
        EventReport(
            id=given.get("report") or f"r-{article.id}",
            article=Origin(article.id, article.title, outlet, None, published, None),
            sentence=0,
            evidence=Excerpt(sentence, 0, end),
            trigger=span(sentence, trigger),
            type=kind,
            mode=mode,
            contexts=(),
            cameo="173",
            quad=4,
            goldstein=-5.0,
            sources=given.get("sources", (actor("police", "COP"),)),
            targets=given.get("targets", ()),
            place=place(where, given.get("precision", "city")) if where else None,
            date=given.get("date", When("Sunday", "2020-09-13", "2020-09-13", "day")),
            figures=(figure(sentence, given),) if "number" in given else (),
            status=given.get("status", "occurred"),
            claims=(claim(speaker, given.get("stance", "asserts"), end),) if speaker else (),
            demand=None,
            confidence=0.8,
        ),
    )


def claim(speaker: Actor, stance: Any, end: int) -> Claim:
    """The whole sentence on somebody's word."""
    return Claim(speaker, "said", stance, quoted=False, start=0, end=end)


def figure(sentence: str, given: dict[str, Any]) -> Figure:
    """The number of a telling; "about" and "hundreds" are approximate."""
    words, low, high = given["number"]
    at = span(sentence, words)
    vague = not words.startswith(("at least", "more than")) and (low == high) is False
    approximate = words.startswith("about") or vague
    what, unit = given.get("what", "arrests"), given.get("unit", "people")
    return Figure(what, words, at.start, at.end, low, high, approximate, unit)


def span(text: str, words: str) -> Excerpt:
    """Where words stand."""
    start = text.index(words)
    return Excerpt(words, start, start + len(words))
