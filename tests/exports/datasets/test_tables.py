"""UCDP, GDELT, ICEWS, POLECAT, CCC, MMAD, MAVERICK: columns, values, and what goes where."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ExportError
from dateline.event import Actor, Figure
from dateline.exports.datasets import ccc, gdelt, icews, maverick, mmad, polecat, ucdp
from dateline.exports.datasets.columns import columns, icews_events
from dateline.exports.datasets.files import Output, Row, Shape, Table, Text, save
from dateline.exports.datasets.formats import FORMATS
from dateline.exports.datasets.numbers import picked, total
from dateline.incident import Incident
from dateline.knowledge.ontology import Ontology
from dateline.linking.incidents import incident_of
from tests.exports.datasets import news

COUNTS = {
    "acled": 31,
    "ucdp": 49,
    "gdelt": 61,
    "gdelt_mentions": 16,
    "icews": 20,
    "polecat": 40,
    "ccc": 40,
    "mmad_events": 12,
    "maverick": 108,
}


def rows(output: Output, index: int = 0) -> list[Row]:
    table = output.files[index]
    assert isinstance(table, Table)
    table.check()
    return list(table.rows)


def only(name: str, **changes: object) -> Incident:
    return news.moved(next(i for i in news.incidents() if i.id == name), **changes)


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_data_set_has_its_number_of_columns(name: str, count: int) -> None:
    assert len(columns(name)) == len(set(columns(name))) == count


@pytest.mark.parametrize("name", ["acled", "ucdp", "gdelt", "ccc", "ftm"])
def test_every_incident_is_in_a_row_or_counted(name: str) -> None:
    output = FORMATS[name].export(news.material())
    held = {i for account in accounts(output) for i in account.get("incidents", [])}
    assert held <= {i.id for i in news.incidents()}
    assert len(held) + output.left_out.total() == len(news.incidents())
    assert output.unit == "incident(s)"


@pytest.mark.parametrize("name", ["icews", "polecat", "mmad", "maverick"])
def test_every_report_is_in_a_row_or_counted(name: str) -> None:
    output = FORMATS[name].export(news.material())
    held = {r["id"] for account in accounts(output) for r in account["reports"]}
    given = {r for i in news.incidents() for r in i.reports}
    assert held <= given
    assert len(held) + output.left_out.total() == len(given)
    assert output.unit == "event report(s)"


def accounts(output: Output) -> list[Any]:
    text = next(f for f in output.files if f.ending == ".provenance.jsonl")
    assert isinstance(text, Text)
    return [json.loads(line) for line in text.lines]


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_store_without_anything_gives_headers_and_no_error(name: str, tmp_path: Path) -> None:
    form = FORMATS[name]
    paths = save(form.export(news.material([])).files, tmp_path / form.file_name)
    assert all(p.is_file() for p in paths)


@pytest.mark.parametrize(
    ("name", "part"),
    [("acled", "minsk-arrests"), ("ucdp", "village-attack"), ("ccc", "seattle-rally")],
)
def test_a_total_is_no_row_beside_its_parts(name: str, part: str) -> None:
    whole = only(part, id="whole")
    both = FORMATS[name].export(news.material([whole, only(part, part_of="whole")]))
    assert both.rows == 1
    assert both.left_out == {"the total of incidents that are rows themselves": 1}
    # Where the part can be no row, the total is one.
    alone = FORMATS[name].export(news.material([whole, only(part, part_of="whole", place=None)]))
    assert alone.rows == 1
    assert alone.left_out == {"without a place": 1}


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(ExportError, match="no policy 'loudest'; choose one of lowest"):
        FORMATS["acled"].export(news.material(policy="loudest"))


# --- UCDP -----------------------------------------------------------------------------------------


def test_ucdp_has_the_deaths_their_bounds_and_who_counted() -> None:
    output = ucdp.export(news.material())
    (row,) = rows(output)
    expected = {
        "type_of_violence": 3,
        "side_a": "Boko Haram",
        "side_b": "Civilians",
        "dyad_name": "Boko Haram - Civilians",
        "source_original": "police;Residents",
        "source_article": '"The Guardian,2021-03-09,Attack on a village"',
        "where_prec": 1,
        "country": "Nigeria",
        "country_id": 475,
        "region": "Africa",
        "date_prec": 1,
        "deaths_civilians": 24,
        "best": 24,
        "low": 24,
        "high": 40,
        "active_year": 0,
    }
    assert {k: row[k] for k in expected} == expected
    assert output.left_out == {"without a death": 5, "not told as a fact": 1}


def test_ucdp_puts_the_state_first_and_counts_the_dead_on_their_side() -> None:
    rebels = Actor("rebels", 0, 6, None, "MLI", ("REB",), "MLIREB", None, collective=True)
    army = Actor("soldiers", 0, 8, None, "MLI", ("MIL",), "MLIMIL", None, collective=True)
    (row,) = rows(
        ucdp.export(news.material([only("village-attack", sources=(rebels,), targets=(army,))]))
    )
    assert row["type_of_violence"] == 1
    assert row["side_a"] == "Government of Mali"
    assert row["side_b"] == "Unidentified armed group (Mali)"
    assert (row["gwnoa"], row["gwnob"]) == (432, None)
    assert (row["deaths_a"], row["deaths_b"], row["best"]) == (24, 0, 24)
    crowd = Actor("men", 0, 3, None, "MLI", ("CVL",), "MLICVL", None, collective=True)
    output = ucdp.export(news.material([only("village-attack", sources=(crowd,))]))
    assert dict(output.left_out) == {"without a side that bears arms": 1}


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_is_in_one_cell_of_the_grid(latitude: float, longitude: float) -> None:
    assert 1 <= ucdp.cell_of(latitude, longitude) <= 360 * 720


def test_the_grid_begins_in_the_south_west() -> None:
    assert ucdp.cell_of(-90, -180) == 1
    assert ucdp.cell_of(-90, -179.4) == 2
    assert ucdp.cell_of(-89.4, -180) == 721


# --- GDELT ----------------------------------------------------------------------------------------


def test_gdelt_events_and_mentions_belong_together(tmp_path: Path) -> None:
    form = FORMATS["gdelt"]
    paths = save(form.export(news.material()).files, tmp_path / form.file_name)
    assert [p.name for p in paths[:2]] == ["gdelt.export.CSV", "gdelt.mentions.CSV"]
    events = [line.split("\t") for line in paths[0].read_text("utf-8").splitlines()]
    mentions = [line.split("\t") for line in paths[1].read_text("utf-8").splitlines()]
    assert {len(e) for e in events} == {61}
    assert {len(m) for m in mentions} == {16}
    assert {m[0] for m in mentions} == {e[0] for e in events}
    march = dict(zip(columns("gdelt"), events[0], strict=True))
    assert (march["SQLDATE"], march["MonthYear"], march["FractionDate"]) == (
        "20200913",
        "202009",
        "2020.6932",
    )
    assert (march["Actor1Code"], march["EventCode"], march["QuadClass"]) == ("BLRCVL", "141", "4")
    assert (march["NumMentions"], march["NumSources"], march["NumArticles"]) == ("2", "2", "2")
    assert (march["ActionGeo_Type"], march["ActionGeo_CountryCode"]) == ("4", "BO")
    assert march["ActionGeo_FullName"] == "Minsk, Minsk City, Belarus"
    assert march["DATEADDED"] == "20240102030405"
    assert march["SOURCEURL"] == "https://news.example/minsk-march"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2016, 7, 1), 2016.4959),
        (date(2017, 6, 24), 2017.4767),
        (date(2007, 7, 4), 2007.5041),
    ],
)
def test_gdelts_fraction_of_the_year(on: date, expected: float) -> None:
    assert gdelt.fraction(on) == expected


def test_american_places_have_their_states() -> None:
    (row,) = rows(gdelt.export(news.material([only("seattle-rally")])))
    assert (row["ActionGeo_Type"], row["ActionGeo_ADM1Code"]) == (3, "USWA")


# --- ICEWS and POLECAT ----------------------------------------------------------------------------


def test_icews_has_a_row_a_pair_and_dates_by_the_story() -> None:
    output = icews.export(news.material([only("minsk-arrests"), only("paris-talks")]))
    made = rows(output)
    assert len(made) == 3
    first = made[0]
    assert first["Event Date"] == "2020-09-14"
    assert (first["Source Name"], first["Source Sectors"]) == ("Police (Belarus)", "Police")
    assert first["Target Name"] == "Protesters (Belarus)"
    assert first["Event Text"] == "Arrest, detain, or charge with legal action"
    assert (first["CAMEO Code"], first["Intensity"]) == ("173", -5.0)
    talks = made[-1]
    assert (talks["Source Name"], talks["Target Name"]) == ("Emmanuel Macron", "Angela Merkel")
    table = output.files[0]
    assert isinstance(table, Table)
    stream = io.StringIO()
    table.write(stream)
    read = list(csv.DictReader(io.StringIO(stream.getvalue()), delimiter="\t"))
    assert read[0]["District"] == "NA"
    assert read[-1]["Story ID"] == str(talks["Story ID"])


def test_icews_words_are_there_for_every_cameo_code() -> None:
    assert set(icews_events()) == set(Ontology().cameo)
    assert icews_events()["138"] == "Threaten with military force"


def test_polecat_says_none_and_counts_what_it_cannot_give() -> None:
    output = polecat.export(news.material())
    made = rows(output)
    attack = next(r for r in made if r["Country"] == "NGA")
    assert (attack["Event Type"], attack["Intensity"], attack["Quad Code"]) == (
        "ASSAULT",
        -9.0,
        "MATERIAL CONFLICT",
    )
    assert (attack["Actor COW"], attack["Primary Recipient Sector"]) == ("475", "CVL")
    assert output.dropped == {"the intensity of CONSULT": 1}
    table = output.files[0]
    assert isinstance(table, Table)
    stream = io.StringIO()
    table.write(stream)
    read = list(csv.DictReader(io.StringIO(stream.getvalue()), delimiter="\t"))
    assert read[0]["District"] == "None"


def test_a_mode_that_polecat_has_not_is_counted() -> None:
    made = only("village-attack")
    reports = [
        replace(r, mode="cleansing")
        for r in news.which(lambda r: news.told(r, "ASSAULT", "Maiduguri"))
    ]
    material = replace(
        news.material([]), cases=(replace(news.case("village-attack"), reports=tuple(reports)),)
    )
    output = polecat.export(material)
    assert [r["Event Mode"] for r in rows(output)] == [None, None]
    assert output.dropped == {"the mode cleansing of ASSAULT": 2}
    assert made.type == "ASSAULT"


# --- protests -------------------------------------------------------------------------------------


def test_ccc_has_american_protests_with_the_arrests_at_them() -> None:
    output = ccc.export(news.material())
    (row,) = rows(output)
    expected = {
        "date": "2022-05-07",
        "locality": "Seattle",
        "state": "WA",
        "type": "rally",
        "claims": "for higher pay",
        "size_low": 200,
        "size_high": 200,
        "size_mean": 200,
        "size_text": "Hundreds",
        "size_cat": 2,
        "arrests": "nine",
        "arrests_any": 1,
        "source_1": "https://herald.example/rally",
        "resolved_county": "King County",
    }
    assert {k: row[k] for k in expected} == expected
    assert output.left_out["outside the United States"] == 2


def test_injuries_at_a_protest_are_the_crowds() -> None:
    hurt = news.which(lambda r: news.told(r, "ASSAULT", "Seattle"))
    made = [only("seattle-rally"), incident_of("hurt", hurt)]
    (row,) = rows(ccc.export(news.material(made)))
    assert (row["injuries_crowd"], row["injuries_crowd_any"]) == ("Four", 1)
    assert (row["injuries_police"], row["injuries_police_any"]) == ("", 0)


def test_sources_have_as_many_columns_as_the_row_with_most() -> None:
    report = news.which(lambda r: news.told(r, "PROTEST", "Seattle"))[0]
    other = replace(
        report,
        id="other",
        article=replace(report.article, id="2", url=None, outlet="The Sound", title="Teachers"),
    )
    case = news.case("seattle-rally")
    material = replace(
        news.material([]),
        cases=(
            replace(case, reports=(report, other)),
            replace(
                case,
                incident=replace(case.incident, id="b", date=replace(report.date)),  # type: ignore[type-var]
            ),
        ),
    )
    made = rows(ccc.export(material))
    assert (made[0]["source_2"], made[1]["source_2"]) == (
        "The Sound (2022-05-08) Teachers",
        "",
    )
    assert len(made[0]) == 42


@pytest.mark.parametrize(
    ("size", "category"),
    [(None, 0), (0, 0), (1, 1), (99, 1), (100, 2), (999, 2), (1000, 3), (9999, 3), (10000, 4)],
)
def test_categories_of_size(size: int | None, category: int) -> None:
    assert ccc.size_category(size) == category


def test_mmad_keeps_each_reports_number_and_makes_events_of_them() -> None:
    output = mmad.export(news.material([only("minsk-march"), only("minsk-arrests")]))
    reports = rows(output)
    assert [r["avg_numparticipants"] for r in reports] in ([100000, 20000], [20000, 100000])
    assert {r["cowcode"] for r in reports} == {370}
    (event,) = rows(output, 1)
    assert event["numreports"] == 2
    assert event["mean_avg_numparticipants"] == 60000
    # Both articles tell of arrests.
    assert event["max_secengagement"] == 2
    assert event["max_scope"] is None


def test_mmads_names_are_plain_letters() -> None:
    assert mmad.ascii_of("Łódź") == "Lodz"
    assert mmad.ascii_of("Diyarbakır") == "Diyarbakir"
    assert mmad.ascii_of("Gießen") == "Giessen"


def test_maverick_has_a_row_a_report_with_the_event_it_speaks_of() -> None:
    output = maverick.export(news.material())
    made = rows(output)
    assert {r["event_id"] for r in made} == {"village-attack"}
    assert sorted(int(str(r["deaths_best"])) for r in made) == [24, 40]
    assert made[0]["actor1_type"] == "Non-state armed actor"
    assert (made[0]["actor1_perpetrator"], made[0]["actor2_victim"]) == (1, 1)
    assert made[0]["source"] == "The Guardian (2021-03-09) Attack on a village"
    assert output.left_out["without violence"] == 7


# --- all ------------------------------------------------------------------------------------------


def test_parquet_is_read_back_with_its_types(tmp_path: Path) -> None:
    form = FORMATS["parquet"]
    main, reports, _ = save(form.export(news.material()).files, tmp_path / form.file_name)
    rows = duckdb.sql(
        f"SELECT id, date_start, arrests_low, arrests_high, record FROM '{main}' ORDER BY id"  # noqa: S608
    ).fetchall()
    assert len(rows) == len(news.incidents())
    arrests = next(r for r in rows if r[0] == "minsk-arrests")
    assert arrests[1:4] == (date(2020, 9, 13), 250, 400)
    joined = duckdb.sql(
        f"SELECT count(*) FROM '{main}' i JOIN '{reports}' r ON r.incident = i.id"  # noqa: S608
    ).fetchall()
    assert joined == [(sum(len(c.reports) for c in news.material().cases),)]


def test_a_policy_that_finds_nothing_gives_way_and_says_so() -> None:
    quantity = news.case("seattle-arrests").quantity("arrests")
    number = picked(quantity, "latest-official", "conservative")
    assert number is not None
    assert (number.best, number.policy) == (9, "conservative")
    assert "no official gives a number; so conservative" in number.why


def test_a_row_twice_or_of_other_columns_is_an_error() -> None:
    table = Table(".csv", ("id", "name"), [{"id": 1, "name": "a"}], key="id")
    table.check()
    with pytest.raises(ExportError, match="row 2 \\(id 1\\) stands twice"):
        replace(table, rows=[*table.rows, *table.rows]).check()
    with pytest.raises(ExportError, match=r"row 1 .*other columns than the format: extra"):
        replace(table, rows=[{"id": 1, "name": "a", "extra": 2}]).check()
    with pytest.raises(ExportError, match="name is nan, which is no number"):
        replace(table, rows=[{"id": 1, "name": float("nan")}]).check()


@given(st.lists(st.text(), min_size=2, max_size=2))
def test_tabs_and_line_ends_in_a_cell_never_part_it(cells: list[str]) -> None:
    table = Table(".tab", ("a", "b"), [{"a": cells[0], "b": cells[1]}], Shape("\t", header=False))
    stream = io.StringIO()
    table.write(stream)
    line = stream.getvalue()
    assert line.endswith("\n")
    assert line.count("\t") == 1
    assert len(line[:-1].splitlines()) <= 1


def test_soldiers_and_villagers_are_added_up_but_soldiers_and_people_are_not() -> None:
    report = news.which(lambda r: news.told(r, "ASSAULT", "Maiduguri"))[1]
    (villagers,) = report.figures
    words = "three soldiers"
    fallen = Figure("deaths", words, 0, len(words), 3.0, 3.0, approximate=False, unit="soldier")
    case = news.case("village-attack")
    for unit, dead in (("villager", 43), ("people", 40)):
        both = replace(report, figures=(replace(villagers, unit=unit), fallen))
        made = incident_of("both", [both])
        found = total(replace(case, incident=made, reports=(both,)), "deaths", (None, "lowest"))
        assert found is not None
        assert found.best == dead
        assert found.why.startswith("added up: lowest") == (unit == "villager")


def test_fallen_soldiers_are_of_the_states_side() -> None:
    report = news.which(lambda r: news.told(r, "ASSAULT", "Maiduguri"))[1]
    words = "three soldiers"
    fallen = Figure("deaths", words, 0, len(words), 3.0, 3.0, approximate=False, unit="soldier")
    army = Actor(words, 0, 3, None, "NGA", ("MIL",), "NGAMIL", None, collective=True)
    both = replace(report, figures=(*report.figures, fallen), targets=(*report.targets, army))
    case = replace(
        news.case("village-attack"), incident=incident_of("both", [both]), reports=(both,)
    )
    (row,) = rows(ucdp.export(replace(news.material([]), cases=(case,))))
    assert (row["side_a"], row["side_b"]) == ("Government of Nigeria", "Boko Haram")
    parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best")
    assert [row[p] for p in parts] == [3, 0, 0, 40, 43]


def test_figures_of_kinds_are_kept_apart() -> None:
    report = news.which(lambda r: news.told(r, "ASSAULT", "Seattle"))[0]
    words = "Seven officers"
    hurt = Figure("injuries", words, 0, len(words), 7.0, 7.0, approximate=False, unit="officer")
    both = replace(report, figures=(*report.figures, hurt))
    made = incident_of("both", [both])
    case = replace(news.case("seattle-rally"), incident=made, reports=(both,))
    assert [v.text for v in case.quantity("injuries").values] == ["Four"]  # type: ignore[union-attr]
    police = case.quantity_of("injuries", "security forces")
    assert police is not None
    assert [v.text for v in police.values] == [words]
