"""Event reports built by hand, for tests of what is done with reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dateline.article import Article, Byline, Cut, make_article
from dateline.event import (
    Actor,
    Claim,
    EventReport,
    Excerpt,
    Figure,
    Origin,
    Place,
    Reason,
    When,
)

TEXT = (
    "Some 12,000 dock workers and their families marched through Valparaíso on Saturday to demand "
    "higher pensions. “At least nine people” were arrested, a police spokeswoman said.\n\n"
    "Union leader Rosa Quiroga = “our voice” – denied that marchers had thrown stones 😀 at guards."
)


def article(**changes: Any) -> Article:
    """A cleaned article whose text is not all ASCII."""
    made = make_article(
        TEXT,
        title="Dockers march for pensions",
        outlet="The Harbour Post",
        url="https://harbour.example/dockers?id=1&x=<2>",
        published=date(2023, 10, 16),
        path="reports/dockers.txt",
    )
    cleaned = replace(
        made,
        cuts=(Cut("Read more", "call to read on", 300, 309),),
        byline=Byline("VALPARAÍSO, Oct 16", "VALPARAÍSO", None),
        cleaned=True,
    )
    return replace(cleaned, **changes)


def span(words: str, text: str = TEXT) -> Excerpt:
    """Where words stand in a text."""
    start = text.index(words)
    return Excerpt(words, start, start + len(words))


def actor(words: str, name: str | None = None, *roles: str, country: str | None = "CHL") -> Actor:
    """An actor mentioned in the article."""
    at = span(words)
    code = (country or "") + "".join(roles)
    return Actor(at.text, at.start, at.end, name, country, roles, code or "---", None, not name)


def figure(what: Any, words: str, low: float | None, high: float | None) -> Figure:
    """A figure of the article."""
    at = span(words)
    return Figure(what, at.text, at.start, at.end, low, high, low == high, None)


VALPARAISO = Place(
    **{k: getattr(span("Valparaíso"), k) for k in ("text", "start", "end")},
    name="Valparaíso",
    geonameid=3868626,
    latitude=-33.036,
    longitude=-71.62963,
    country="CHL",
    admin1="Valparaíso",
    precision="city",
    how="clause",
    others=({"text": None, "name": "Viña del Mar", "latitude": -33.02, "geonameid": 3868121},),
)


def origin(of: Article | None = None) -> Origin:
    """What a report says of its article."""
    of = of or article()
    published = of.published.isoformat() if of.published else None
    return Origin(of.id, of.title, of.outlet, of.url, published, of.path)


def march(of: Article | None = None) -> EventReport:
    """A protest that the outlet itself asserts, with a place and a count."""
    trigger = span("marched")
    return EventReport(
        id="a1" * 10,
        article=origin(of),
        sentence=0,
        evidence=span(TEXT[: TEXT.index(" “At")]),
        trigger=trigger,
        type="PROTEST",
        mode="demo",
        contexts=("economic", "labor"),
        cameo="141",
        quad=4,
        goldstein=-6.5,
        sources=(actor("dock workers", None, "LAB"), actor("their families", None, "CVL", "ELI")),
        targets=(),
        place=VALPARAISO,
        date=When("on Saturday", "2023-10-14", "2023-10-14", "day"),
        figures=(figure("participants", "Some 12,000", 12000.0, 12000.0),),
        status="occurred",
        claims=(),
        demand="higher pensions",
        confidence=0.83,
        reasons=(
            Reason("type", "PROTEST", "lexicon entry march", "marched", trigger.start, trigger.end),
            Reason("sources", "dock workers CHLLAB", "slot subject", "dock workers", 12, 24),
            Reason("contexts", "labor", "cue word", "workers", 17, 24),
            Reason("confidence", "0.35", "start", weight=-0.6),
            Reason("confidence", "0.48", "doer found", weight=0.5),
            Reason("confidence", "0.83", "place in the act's clause", weight=1.7),
        ),
    )


def arrests(of: Article | None = None) -> EventReport:
    """Arrests on the word of the police, without a place."""
    start = TEXT.index("“At least")
    content = span("“At least nine people” were arrested")
    return EventReport(
        id="b2" * 10,
        article=origin(of),
        sentence=1,
        evidence=Excerpt(TEXT[start : TEXT.index("\n\n")], start, TEXT.index("\n\n")),
        trigger=span("arrested"),
        type="COERCE",
        mode="arrest",
        contexts=(),
        cameo="173",
        quad=4,
        goldstein=-5.0,
        sources=(),
        targets=(actor("people", None, "CVL", country=None),),
        place=None,
        date=When(None, "2023-10-16", "2023-10-16", "publication"),
        figures=(figure("arrests", "At least nine", 9.0, None),),
        status="occurred",
        claims=(
            Claim(
                actor("a police spokeswoman", None, "COP"),
                "said",
                "asserts",
                quoted=True,
                start=content.start,
                end=content.end,
            ),
        ),
        demand=None,
        confidence=0.6,
    )


def stones(of: Article | None = None) -> EventReport:
    """An assault that somebody denies, on a sentence with signs that formats must guard."""
    start = TEXT.index("Union leader")
    content = span("marchers had thrown stones 😀 at guards")
    return EventReport(
        id="c3" * 10,
        article=origin(of),
        sentence=2,
        evidence=Excerpt(TEXT[start:], start, len(TEXT)),
        trigger=span("thrown"),
        type="ASSAULT",
        mode=None,
        contexts=(),
        cameo="180",
        quad=4,
        goldstein=-9.0,
        sources=(actor("marchers", None, "OPP"),),
        targets=(actor("guards", None, "COP"),),
        place=replace(VALPARAISO, how="inherited", latitude=None, longitude=None, others=()),
        date=None,
        figures=(),
        status="denied",
        claims=(
            Claim(
                actor("Rosa Quiroga", "Rosa Quiroga", "LAB"),
                "denied",
                "denies",
                quoted=False,
                start=content.start,
                end=content.end,
            ),
        ),
        demand=None,
        confidence=0.41,
    )


def reports(of: Article | None = None) -> list[EventReport]:
    """All of them, in the article's order."""
    return [march(of), arrests(of), stones(of)]
