"""A store of articles whose every field tries to be markup, a script or an address to load."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from dateline.article import Article, make_article
from dateline.event import Actor, Claim, EventReport, Excerpt, Figure, Origin, Place, When
from dateline.store import Store

HOSTILE = (
    "<script>window.ran = 1</script>",
    '<img src="/hostile.png" onerror="window.ran = 2">',
    "\"'><svg onload='window.ran = 3'>",
    '</textarea></title></script><script src="/hostile.js"></script>',
    "<style>@import '/hostile.css'; body { display: none }</style>",
    "{{ 7 * 7 }} {% raw %} ${window.ran = 4}",
    '<div hx-get="/hostile" hx-trigger="load" hx-on:htmx:load="window.ran = 5">',
    '<iframe srcdoc="<script>parent.ran = 6</script>"></iframe><base href="https://hostile.example/">',
)
RIGHT_TO_LEFT = "خرج آلاف المتظاهرين إلى شوارع الخرطوم يوم السبت للمطالبة بحكم مدني."
CYRILLIC = "Тысячи людей вышли на улицы Минска в воскресенье, сообщила милиция."


def _words(text: str, words: str) -> Excerpt:
    start = text.index(words)
    return Excerpt(words, start, start + len(words))


def _actor(text: str, words: str, name: str, country: str | None, roles: tuple[str, ...]) -> Actor:
    at = _words(text, words)
    code = (country or "") + "".join(roles)
    return Actor(
        words, at.start, at.end, name, country, roles, code or "---", None, collective=False
    )


def _origin(article: Article) -> Origin:
    published = article.published.isoformat() if article.published else None
    return Origin(article.id, article.title, article.outlet, article.url, published, article.path)


def make_store(path: Path) -> None:
    """Articles whose every field tries to be markup, a script or an address that is loaded."""
    with Store(path) as store:
        for number, evil in enumerate((*HOSTILE, RIGHT_TO_LEFT, CYRILLIC)):
            text = f"{evil} marched in {evil} on Sunday, said {evil}."
            article = replace(
                make_article(
                    text,
                    title=evil,
                    outlet=evil,
                    url=("javascript:window.ran=7" if number % 2 else "data:text/html,<script>"),
                    published=date(2024, 5, 12),
                    path=f"../{evil}",
                ),
                cleaned=True,
            )
            who = _actor(text, evil, evil, None, (evil[:3],))
            report = EventReport(
                id=f"{number:032x}",
                article=_origin(article),
                sentence=0,
                evidence=Excerpt(text, 0, len(text)),
                trigger=_words(text, "marched"),
                type="PROTEST",
                mode="demo",
                contexts=(),
                cameo="141",
                quad=4,
                goldstein=-6.5,
                sources=(who,),
                targets=(who,),
                place=Place(
                    evil,
                    who.start,
                    who.end,
                    evil,
                    None,
                    15.0 + number,
                    30.0,
                    "SDN",
                    evil,
                    "city",
                    "clause",
                ),
                date=When("on Sunday", "2024-05-12", "2024-05-12", "day"),
                figures=(
                    Figure(
                        "participants", evil, 0, len(evil), 5.0, None, approximate=True, unit=evil
                    ),
                ),
                status="occurred",
                claims=(Claim(who, "said", "asserts", quoted=False, start=0, end=len(evil)),),
                demand=evil,
                confidence=0.5,
            )
            store.add(article, [report], "test")
