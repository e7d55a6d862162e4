"""Reports of one happening: through the whole pipeline, and in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline
from dateline.article import make_article
from dateline.event import EventReport
from dateline.linking.blocking import Limits
from dateline.linking.linker import Known, Linked, Linker, LinkText, Told
from tests.linking.made import Telling, actor, place, told

MARCH = (
    "VALPARAISO, Chile (Harbour Wire) - Some 12,000 dock workers and their families marched "
    "through Valparaíso on Saturday to demand higher pensions. Police arrested nine people after "
    "clashes near the port. Union leader Rosa Quiroga said the march was the largest in ten years."
)
ARTICLES = (
    ("wire", "Harbour Wire", "2023-10-15", "Thousands march over pensions", MARCH),
    ("copy", "Inland Post", "2023-10-15", "Thousands march over pensions", MARCH),
    (
        "coast",
        "The Coast",
        "2023-10-15",
        "Dockers take to the streets",
        (
            "Dock workers marched in Valparaíso on Saturday, calling on the government to raise "
            "pensions. The police put the crowd at 8,000. Nine marchers were detained near the "
            "harbour, a police spokeswoman said."
        ),
    ),
    (
        "andes",
        "Daily Andes",
        "2023-10-16",
        "Pension protest in port city",
        (
            "A march of dockers filled the centre of Valparaíso on Saturday. Organisers said "
            "15,000 people protested against low pensions. Rosa Quiroga, who leads the dockers' "
            "union, spoke to the crowd."
        ),
    ),
    (
        "echo",
        "Southern Echo",
        "2023-10-15",
        "Teachers rally in Concepción",
        (
            "CONCEPCION, Chile - About 3,000 teachers marched through Concepción on Saturday to "
            "demand higher pay. There were no arrests, police said."
        ),
    ),
    (
        "lima",
        "Daily Andes",
        "2023-10-15",
        "Foreign ministers meet in Lima",
        (
            "LIMA, Peru - Chile's Foreign Minister Alberto van Klaveren met Peruvian Foreign "
            "Minister Javier González-Olaechea in Lima on Friday to discuss trade."
        ),
    ),
    (
        "talks",
        "The Coast",
        "2023-10-14",
        "Ministers hold talks",
        (
            "Chilean Foreign Minister Alberto van Klaveren held talks with his Peruvian "
            "counterpart Javier González-Olaechea in Lima on Friday. The two discussed trade "
            "and migration."
        ),
    ),
    (
        "total",
        "Harbour Wire",
        "2023-10-16",
        "Protests across Chile",
        (
            "SANTIAGO - More than 40,000 people protested across Chile on Saturday, the interior "
            "ministry said. The largest marches were in Valparaíso and Concepción."
        ),
    ),
    (
        "plan",
        "The Coast",
        "2023-10-12",
        "Dockers plan march",
        (
            "Dock workers will march in Valparaíso on Saturday to demand higher pensions, union "
            "leader Rosa Quiroga said. On Tuesday another group of dockers blocked a road in "
            "Iquique."
        ),
    ),
)


class Coded:
    """The articles above, coded and linked, with ways to ask about them."""

    def __init__(self) -> None:
        self.reports: list[EventReport] = []
        self.texts: dict[str, LinkText] = {}
        for key, outlet, published, title, text in ARTICLES:
            article = make_article(
                text,
                id=key,
                title=title,
                outlet=outlet,
                published=date.fromisoformat(published),
            )
            reading = dateline.read(article)
            self.reports.extend(dateline.code(reading))
            self.texts[key] = LinkText(key, title, outlet, published, reading.article.text)
        self.linked = Linker().link(self.reports, self.texts)
        self.by_id = {r.id: r for r in self.reports}

    def group(self, article: str, trigger: str) -> set[tuple[str, str]]:
        """Article and type of everything in the incident of one report."""
        (report,) = [
            r for r in self.reports if r.article.id == article and r.trigger.text == trigger
        ]
        (group,) = [g for g in self.linked.groups if report.id in g]
        return {(self.by_id[i].article.id, self.by_id[i].type) for i in group}

    def name(self, article: str, trigger: str) -> str:
        """The first report id of the incident of one report."""
        (report,) = [
            r for r in self.reports if r.article.id == article and r.trigger.text == trigger
        ]
        return next(g[0] for g in self.linked.groups if report.id in g)


@pytest.fixture(scope="module")
def coded() -> Coded:
    return Coded()


def test_three_outlets_on_one_march_are_one_incident(coded: Coded) -> None:
    assert {a for a, _ in coded.group("wire", "marched")} >= {"wire", "copy", "coast", "andes"}


def test_a_march_in_another_city_on_the_same_day_is_another_incident(coded: Coded) -> None:
    assert coded.group("echo", "marched") == {("echo", "PROTEST")}


def test_arrests_at_the_march_are_an_incident_of_their_own(coded: Coded) -> None:
    assert coded.group("wire", "arrested") == {
        ("wire", "COERCE"),
        ("copy", "COERCE"),
        ("coast", "COERCE"),
    }


def test_a_meeting_told_in_other_words_is_one_incident(coded: Coded) -> None:
    assert coded.group("lima", "met") == {("lima", "CONSULT"), ("talks", "CONSULT")}


def test_a_plan_that_came_about_where_and_when_it_was_planned_is_linked(coded: Coded) -> None:
    assert ("plan", "PROTEST") in coded.group("wire", "marched")


def test_another_group_elsewhere_is_another_incident(coded: Coded) -> None:
    assert coded.group("plan", "blocked") == {("plan", "PROTEST")}


def test_the_days_total_has_the_marches_as_parts(coded: Coded) -> None:
    total = coded.name("total", "protested")
    assert coded.group("total", "protested") == {("total", "PROTEST")}
    assert coded.linked.part_of[coded.name("wire", "marched")] == total
    assert coded.linked.part_of[coded.name("echo", "marched")] == total
    assert total not in coded.linked.part_of


def test_a_wire_copy_is_the_same_text_and_others_are_not(coded: Coded) -> None:
    same = coded.linked.same_text
    assert same["wire"] == same["copy"]
    assert len(set(same.values())) == len(ARTICLES) - 1


def test_stories_hold_what_is_on_one_matter(coded: Coded) -> None:
    stories = coded.linked.stories
    assert stories["wire"] == stories["copy"] == stories["coast"] == stories["andes"]
    assert stories["lima"] == stories["talks"]
    assert stories["lima"] != stories["wire"]


def test_the_pulls_of_a_pair_add_up_to_its_probability(coded: Coded) -> None:
    assert coded.linked.pairs
    for pair in coded.linked.pairs:
        assert pair.first < pair.second
        total = sum(f.pull for f in pair.factors)
        assert 1 / (1 + 2.718281828**-total) == pytest.approx(pair.probability, abs=0.01)


def test_the_dry_run_counts_pairs_without_scoring(coded: Coded) -> None:
    linker = Linker()
    count = linker.count_pairs(coded.reports, coded.texts)
    assert count >= len([p for p in coded.linked.pairs if p.band != "different"]) / 2
    assert linker.count_pairs(coded.reports, coded.texts, new=set()) == 0


# --- reports made by hand: decisions, order, what is left out ---

TOWNS = ("Minsk", "Brest", "Quito")


def made(number: int, town: str, day: int, *, words: str = "", **more: object) -> Telling:
    """A report of a march in a town on a day of September 2020."""
    sentence = f"Thousands marched through {town} against the count {words} {number}."
    told_day = f"2020-09-{day:02d}"
    telling = told(
        sentence,
        id=f"art-{number}",
        report=f"rep-{number:02d}",
        kind=("PROTEST", "demo"),
        trigger="marched",
        published=told_day,
        outlet=f"Outlet {number}",
    )
    when = dateline.event.When(None, told_day, told_day, "day")
    report = replace(
        telling.report, place=place(town), date=when, sources=(actor("marchers", "OPP"),)
    )
    return Telling(telling.article, replace(report, **more))


def texts_of(tellings: Sequence[Telling]) -> dict[str, LinkText]:
    """What linking needs of the articles."""
    return {
        t.article.id: LinkText(
            t.article.id, None, t.article.outlet, str(t.article.published), t.article.text
        )
        for t in tellings
    }


def link(tellings: Sequence[Telling], **more: object) -> Linked:
    return Linker().link([t.report for t in tellings], texts_of(tellings), **more)  # type: ignore[arg-type]


def test_what_people_decided_is_absolute_both_ways() -> None:
    tellings = [made(1, "Minsk", 13), made(2, "Minsk", 13), made(3, "Quito", 2)]
    assert link(tellings).groups == (("rep-01", "rep-02"), ("rep-03",))
    told_so = (Told("rep-01", "rep-02", same=False), Told("rep-02", "rep-03", same=True))
    linked = link(tellings, told=told_so)
    assert linked.groups == (("rep-01",), ("rep-02", "rep-03"))
    assert {(p.first, p.second) for p in linked.pairs} >= {
        ("rep-01", "rep-02"),
        ("rep-02", "rep-03"),
    }


def test_what_is_only_imagined_is_no_incident_unless_somebody_says_so() -> None:
    tellings = [made(1, "Minsk", 13), made(2, "Minsk", 13, status="hypothetical")]
    assert link(tellings).groups == (("rep-01",),)
    told_so = (Told("rep-01", "rep-02", same=True),)
    assert link(tellings, told=told_so).groups == (("rep-01", "rep-02"),)


def test_a_plan_for_another_day_stays_apart() -> None:
    tellings = [made(1, "Minsk", 13), made(2, "Minsk", 14, status="planned")]
    assert len(link(tellings).groups) == 2


def test_two_marches_of_one_article_are_never_one_incident() -> None:
    first, second = made(1, "Minsk", 13), made(2, "Brest", 13)
    article = replace(first.report.article)
    both = [first, Telling(first.article, replace(second.report, article=article))]
    third = made(3, "Minsk", 13)
    groups = Linker().link([t.report for t in [*both, third]], texts_of([*both, third])).groups
    assert ("rep-02",) in groups
    assert ("rep-01", "rep-03") in groups


def test_articles_without_text_are_linked_by_their_sentences() -> None:
    tellings = [made(1, "Minsk", 13), made(2, "Minsk", 13)]
    linked = Linker().link([t.report for t in tellings], {})
    assert linked.groups == (("rep-01", "rep-02"),)


def test_nothing_gives_nothing() -> None:
    assert Linker().link([], {}) == Linked((), (), {}, {}, {})
    assert Linker().count_pairs([], {}) == 0


def test_old_groups_that_nothing_new_touches_stay_as_they_are() -> None:
    tellings = [made(1, "Minsk", 13), made(2, "Brest", 2), made(3, "Minsk", 13)]
    # A group that linking itself would not have made.
    known = Known({"x": ("rep-02",), "y": ("rep-01",)})
    linked = link(tellings, new={"rep-03"}, known=known)
    assert linked.groups == (("rep-01", "rep-03"), ("rep-02",))
    odd = Known({"x": ("rep-01", "rep-02")})
    assert link(tellings[:2], new=set(), known=odd).groups == (("rep-01", "rep-02"),)


@st.composite
def stores(draw: st.DrawFn) -> tuple[list[Telling], list[int]]:
    """Some reports, and for each the batch in which it comes."""
    count = draw(st.integers(2, 12))
    tellings = [
        made(
            n,
            draw(st.sampled_from(TOWNS)),
            draw(st.integers(10, 14)),
            words=draw(st.sampled_from(["with drums", "in the rain", "and sang for hours", ""])),
            status=draw(st.sampled_from(["occurred", "occurred", "planned", "denied"])),
        )
        for n in range(count)
    ]
    shuffled = draw(st.permutations(tellings))
    return shuffled, [draw(st.integers(0, 2)) for _ in shuffled]


@settings(max_examples=40, deadline=None)
@given(stores())
def test_the_order_of_coming_changes_nothing(store: tuple[list[Telling], list[int]]) -> None:
    tellings, batches = store
    at_once = link(sorted(tellings, key=lambda t: t.report.id)).groups
    there: list[Telling] = []
    known = Known({})
    for batch in range(3):
        new = [t for t, b in zip(tellings, batches, strict=True) if b == batch]
        there.extend(new)
        linked = link(there, new={t.report.id for t in new}, known=known)
        known = Known({g[0]: g for g in linked.groups})
    assert tuple(sorted(known.groups.values())) == at_once


def test_a_crowd_of_reports_is_one_incident_though_not_all_pairs_are_compared() -> None:
    weather = ("with drums", "in the rain", "and sang for hours", "past the river", "")
    tellings = [made(n, "Minsk", 13, words=weather[n % 5]) for n in range(90)]
    linker = Linker(limits=Limits(most=10, text_most=10))
    linked = linker.link([t.report for t in tellings], texts_of(tellings))
    assert linker.count_pairs([t.report for t in tellings], texts_of(tellings)) < 90 * 89 / 4
    assert len(linked.groups) == 1
