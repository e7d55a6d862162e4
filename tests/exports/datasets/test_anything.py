"""Whatever linking gives, every format writes it or counts it, and nothing breaks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.event import Actor, EventReport, Figure, Place, When
from dateline.exports.datasets.cases import Case
from dateline.exports.datasets.files import Table
from dateline.exports.datasets.formats import FORMATS
from dateline.knowledge.country_codes import country_codes
from dateline.knowledge.ontology import Ontology
from dateline.linking.incidents import incident_of
from tests.exports.datasets import news

ROLES = "GOV MIL COP LEG JUD PTY OPP REB PRO CVL JRN NGO IGO BUS LAB EDU REL ELI CRM UNK".split()
COUNTRIES = [*country_codes(), "IGO", "NGO", "INT", None]
CODES = sorted(c for c, row in Ontology().cameo.items() if row.plover_type)

actors = st.builds(
    lambda name, roles, country, collective: Actor(
        name, 0, len(name), name, country, tuple(roles), "---", None, collective=collective
    ),
    st.sampled_from(["police", "Ana Cruz", "Free Hill Movement", "=1;2", "", "teachers"]),
    st.lists(st.sampled_from(ROLES), max_size=3, unique=True),
    st.sampled_from(COUNTRIES),
    st.booleans(),
)
places = st.builds(
    lambda name, country, precision, point: Place(
        name, 0, 1, name, None, *point, country, "Oregon", precision, "clause"
    ),
    st.sampled_from(["Salem", "Łomża;\tOld", "the “Hill”"]),
    st.sampled_from(COUNTRIES),
    st.sampled_from(["exact", "city", "admin2", "admin1", "country", "region"]),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.just((None, None)),
)
days = st.dates().map(lambda d: d.isoformat())
whens = st.builds(
    lambda ends, precision: When(None, min(ends), max(ends), precision),
    st.tuples(days, days),
    st.sampled_from(["day", "week", "month", "season", "year", "range", "publication"]),
)
bounds = st.none() | st.integers(0, 10**7).map(float)
figures = st.builds(
    lambda what, ends, approximate, text, unit: Figure(
        what,
        text,
        0,
        len(text),
        min((e for e in ends if e is not None), default=None),
        ends[1] if ends[0] is None else max((e for e in ends if e is not None), default=None),
        approximate=approximate,
        unit=unit,
    ),
    st.sampled_from(["participants", "arrests", "injuries", "deaths", "displaced", "money"]),
    st.tuples(bounds, bounds),
    st.booleans(),
    st.sampled_from(["dozens", "hundreds", "40", "at least 12", "a; b"]),
    st.sampled_from(["people", "soldier", "civilian", "child", None]),
)


def report_of(base: EventReport, number: int, drawn: tuple[object, ...]) -> EventReport:
    code, sources, targets, place, when, counted, status, published = drawn
    row = Ontology().cameo[str(code)]
    article = replace(base.article, id=f"article {number % 2}", published=published)  # type: ignore[arg-type]
    return replace(
        base,
        id=f"report {number}",
        article=article,
        type=row.plover_type,
        mode=row.plover_mode or None,
        cameo=row.code,
        sources=tuple(sources),  # type: ignore[arg-type]
        targets=tuple(targets),  # type: ignore[arg-type]
        place=place,  # type: ignore[arg-type]
        date=when,  # type: ignore[arg-type]
        figures=tuple(counted),  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
    )


drawn_reports = st.tuples(
    st.sampled_from(CODES),
    st.lists(actors, max_size=3),
    st.lists(actors, max_size=3),
    st.none() | places,
    st.none() | whens,
    st.lists(figures, max_size=3),
    st.sampled_from(["occurred", "ongoing", "planned", "denied"]),
    st.none() | days,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(drawn_reports, min_size=1, max_size=3), max_size=4),
    st.sampled_from([None, "lowest", "highest", "latest-official", "low-high", "mean"]),
)
def test_every_format_takes_whatever_there_is(
    drawn: list[list[tuple[object, ...]]], policy: str | None
) -> None:
    base = news.which(lambda r: news.told(r, "PROTEST", "Minsk"))[0]
    cases = []
    for n, group in enumerate(drawn):
        reports = tuple(report_of(base, n * 10 + m, one) for m, one in enumerate(group))
        cases.append(Case(incident_of(f"incident {n}", reports), reports))
    material = replace(news.material([]), cases=tuple(cases), policy=policy)
    for form in FORMATS.values():
        output = form.export(material)
        for file in output.files:
            file.check()
            if isinstance(file, Table):
                assert all(tuple(row) == file.columns for row in file.rows)
        if form.name in {"ucdp", "gdelt"}:
            assert output.rows + output.left_out.total() == len(cases)
        if form.name in {"icews", "polecat", "maverick"}:
            told = sum(len(c.reports) for c in cases)
            assert output.rows + output.left_out.total() >= told


@settings(max_examples=40, deadline=None)
@given(st.lists(figures, max_size=5), st.sampled_from([None, "lowest", "highest", "mean"]))
def test_ucdps_bounds_hold_the_best_and_the_sides_add_up(
    counted: list[Figure], policy: str | None
) -> None:
    base = news.which(lambda r: news.told(r, "ASSAULT", "Maiduguri"))[0]
    report = replace(base, figures=tuple(replace(f, what="deaths") for f in counted))
    case = Case(incident_of("deaths", [report]), (report,))
    output = FORMATS["ucdp"].export(replace(news.material([]), cases=(case,), policy=policy))
    table = output.files[0]
    assert isinstance(table, Table)
    for row in table.rows:
        low, best, high = (int(str(row[k])) for k in ("low", "best", "high"))
        assert low <= best <= high
        sides = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
        assert sum(int(str(row[s])) for s in sides) == best
