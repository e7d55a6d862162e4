"""Short articles of our own, coded as Dateline codes them, and incidents made of the reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from dateline.api import Pipeline
from dateline.article import make_article
from dateline.event import EventReport
from dateline.exports.datasets.cases import Case, Gone, Material, cases_of
from dateline.incident import Incident
from dateline.linking.incidents import incident_of

ARTICLES = (
    (
        "Marchers held in Minsk",
        "BBC News",
        "https://news.example/minsk-march",
        date(2020, 9, 14),
        (
            "Around 100,000 people protested in Minsk on Sunday to demand new elections. "
            "Police detained 250 protesters in Minsk on Sunday, the interior ministry said."
        ),
    ),
    (
        "Ministry raises number of detained",
        "Reuters",
        None,
        date(2020, 9, 15),
        (
            "Tens of thousands of people marched in Minsk on Sunday. "
            "Riot police arrested 400 protesters in Minsk on Sunday, rights group Vyasna said."
        ),
    ),
    (
        "Attack on a village",
        "The Guardian",
        "https://paper.example/a?b=1&c=<2>",
        date(2021, 3, 9),
        (
            "Boko Haram killed dozens of villagers in Maiduguri on Monday, police said. "
            "Residents said that Boko Haram had killed at least 40 villagers in Maiduguri on "
            "Monday."
        ),
    ),
    (
        "Thousands rally in Seattle",
        "The Puget Herald",
        "https://herald.example/rally",
        date(2022, 5, 8),
        (
            "Hundreds of teachers rallied in Seattle on Saturday to demand higher pay. "
            "Police arrested nine protesters in Seattle on Saturday. "
            "Four protesters were injured in Seattle on Saturday, medics said."
        ),
    ),
    (
        "Talks and a plan",
        "Agence Exemple",
        None,
        date(2021, 6, 2),
        (
            "The French president met the German chancellor in Paris on Tuesday. "
            "Students plan to protest in Paris on Friday."
        ),
    ),
)


@lru_cache(maxsize=1)
def reports() -> tuple[EventReport, ...]:
    """All event reports of the articles, read and coded as any user's would be."""
    pipeline = Pipeline()
    found: list[EventReport] = []
    for title, outlet, url, published, text in ARTICLES:
        article = make_article(text, title=title, outlet=outlet, url=url, published=published)
        found.extend(pipeline.code(pipeline.read(article)))
    return tuple(found)


def which(test: Callable[[EventReport], bool]) -> list[EventReport]:
    """The reports that a test holds for."""
    return [r for r in reports() if test(r)]


def told(report: EventReport, kind: str, place: str) -> bool:
    """Whether a report is of a type and a place."""
    return report.type == kind and report.place is not None and report.place.name == place


def incident(name: str, *kinds: str, place: str) -> Incident:
    """An incident of all reports of some types at a place."""
    found = which(lambda r: any(told(r, k, place) for k in kinds))
    assert found, f"no report of {kinds} in {place}"
    return incident_of(name, found)


@lru_cache(maxsize=1)
def incidents() -> tuple[Incident, ...]:
    """The incidents that the articles speak of."""
    return (
        incident("minsk-march", "PROTEST", place="Minsk"),
        incident("minsk-arrests", "COERCE", place="Minsk"),
        incident("village-attack", "ASSAULT", place="Maiduguri"),
        incident("seattle-rally", "PROTEST", place="Seattle"),
        incident("seattle-arrests", "COERCE", place="Seattle"),
        # Without a place, as many talks are told.
        replace(incident_of("paris-talks", which(lambda r: r.type == "CONSULT")), place=None),
        incident("paris-plan", "PROTEST", place="Paris"),
    )


READ_AT = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - the store's times have no zone


def material(made: Sequence[Incident] | None = None, policy: str | None = None) -> Material:
    """What an export is given."""
    return Material(
        cases=cases_of(incidents() if made is None else made, reports()),
        gone=(
            Gone("old-one", "minsk-march", READ_AT, "merged into another incident", "BLR", "BLR"),
        ),
        read_at={r.id: READ_AT for r in reports()},
        lengths={r.article.id: 400 for r in reports()},
        districts={5809844: "King County"},
        policy=policy,
        version="0.0",
    )


def case(name: str) -> Case:
    """One incident with its reports."""
    return next(c for c in material().cases if c.incident.id == name)


def moved(made: Incident, **changes: object) -> Incident:
    """An incident with other fields."""
    return replace(made, **changes)  # type: ignore[arg-type]
