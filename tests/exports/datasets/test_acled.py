"""ACLED's 31 columns: kinds of events, actors, notes, figures, days, deletions."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.errors import ExportError
from dateline.event import Actor, When
from dateline.exports.datasets import acled
from dateline.exports.datasets.cases import Case
from dateline.exports.datasets.columns import columns, toml
from dateline.exports.datasets.files import Row, Table, save
from dateline.exports.datasets.folding import folded
from dateline.exports.datasets.formats import FORMATS
from dateline.exports.datasets.naming import codes_of
from dateline.incident import Incident
from dateline.knowledge.country_codes import country_codes
from tests.exports.datasets import news


def rows(*made: Incident, policy: str | None = None) -> list[Row]:
    output = acled.export(news.material(made or None, policy))
    table = output.files[0]
    assert isinstance(table, Table)
    table.check()
    return list(table.rows)


def row(name: str, **changes: object) -> Row:
    made = next(i for i in news.incidents() if i.id == name)
    (found,) = rows(news.moved(made, **changes))
    return found


def somebody(name: str, country: str | None, *roles: str) -> Actor:
    return Actor(name, 0, len(name), name, country, roles, "---", None, collective=True)


def test_a_march_and_the_arrests_at_it_are_one_row() -> None:
    march = next(r for r in rows() if r["country"] == "Belarus")
    expected = {
        "event_date": "2020-09-13",
        "year": 2020,
        "time_precision": 1,
        "disorder_type": "Demonstrations",
        "event_type": "Protests",
        "sub_event_type": "Protest with intervention",
        "actor1": "Protesters (Belarus)",
        "inter1": "Protesters",
        "actor2": "Police Forces of Belarus",
        "inter2": "State forces",
        "interaction": "State forces-Protesters",
        "iso": 112,
        "region": "Europe",
        "admin1": "Minsk City",
        "location": "Minsk",
        "geo_precision": 1,
        "source": "BBC News; Reuters",
        "source_scale": "International",
        "fatalities": 0,
    }
    assert {k: march[k] for k in expected} == expected
    assert str(march["event_id_cnty"]).startswith("BLR")
    assert str(march["notes"]).startswith(
        "On 13 September 2020, in Minsk (Minsk City), people protested to demand new elections, "
        "and police and riot police intervened."
    )
    # Both voices' numbers are told with their days.
    assert "250 (interior ministry, 14 September 2020, Minsk)" in str(march["notes"])
    assert "400 (Viasna, 15 September 2020, Minsk)" in str(march["notes"])
    assert march["tags"] == "crowd size=between 20000 and 100000"


def test_arrests_without_their_protest_are_arrests() -> None:
    arrests = row("minsk-arrests")
    assert arrests["sub_event_type"] == "Arrests"
    assert (arrests["actor1"], arrests["actor2"]) == (
        "Police Forces of Belarus",
        "Protesters (Belarus)",
    )
    assert arrests["tags"] is None


def test_of_two_protests_at_one_spot_neither_takes_the_arrests() -> None:
    march = next(i for i in news.incidents() if i.id == "minsk-march")
    arrests = next(i for i in news.incidents() if i.id == "minsk-arrests")
    kinds = [r["sub_event_type"] for r in rows(march, replace(march, id="second"), arrests)]
    assert sorted(map(str, kinds)) == ["Arrests", "Peaceful protest", "Peaceful protest"]


def test_a_protest_that_is_only_planned_takes_no_arrests() -> None:
    march = next(i for i in news.incidents() if i.id == "minsk-march")
    planned = tuple(replace(r, status="planned") for r in news.case("minsk-march").reports)
    material = replace(news.material([]), cases=(Case(march, planned), news.case("minsk-arrests")))
    output = acled.export(material)
    assert output.rows == 1
    assert output.left_out == {"not told as a fact": 1}


def test_vague_deaths_follow_acleds_convention_and_policies_change_them() -> None:
    attack = row("village-attack")
    assert attack["sub_event_type"] == "Attack"
    assert (attack["actor1"], attack["inter1"]) == ("Boko Haram", "Rebel group")
    assert (attack["actor2"], attack["civilian_targeting"]) == (
        "Civilians (Nigeria)",
        "Civilian targeting",
    )
    # "Dozens" is 12, and the other voice says at least 40.
    assert attack["fatalities"] == 12
    assert "Fatalities by the policy conservative: 12." in str(attack["notes"])
    made = next(i for i in news.incidents() if i.id == "village-attack")
    (highest,) = rows(made, policy="highest")
    assert highest["fatalities"] == 40
    assert "Fatalities by the policy highest: 40." in str(highest["notes"])


@pytest.mark.parametrize(
    ("precision", "start", "end", "on", "code"),
    [
        ("day", "2021-03-08", "2021-03-08", "2021-03-08", 1),
        ("publication", "2021-03-08", "2021-03-08", "2021-03-08", 2),
        ("week", "2021-03-01", "2021-03-07", "2021-03-04", 2),
        ("month", "2021-02-01", "2021-02-28", "2021-02-14", 3),
    ],
)
def test_days_and_their_precision(precision: str, start: str, end: str, on: str, code: int) -> None:
    made = row("village-attack", date=When("then", start, end, precision))  # type: ignore[arg-type]
    assert (made["event_date"], made["time_precision"]) == (on, code)


def test_an_incident_told_of_several_days_has_a_row_a_day_and_its_dead_once() -> None:
    made = next(i for i in news.incidents() if i.id == "village-attack")
    spanning = replace(made, date=When("since Sunday", "2021-03-07", "2021-03-09", "range"))
    first, second = news.which(lambda r: news.told(r, "ASSAULT", "Maiduguri"))
    moved = replace(second, date=When("Tuesday", "2021-03-09", "2021-03-09", "day"))
    group = folded([Case(spanning, (first, moved))])[0]
    found = acled._rows(group, news.material([]))
    assert isinstance(found, list)
    assert [r["event_date"] for r, _ in found] == ["2021-03-08", "2021-03-09"]
    assert [r["fatalities"] for r, _ in found] == [12, 0]
    assert len({r["event_id_cnty"] for r, _ in found}) == 2


@pytest.mark.parametrize(
    ("sources", "targets", "kind", "one", "two"),
    [
        (
            [("gunmen", "MLI", "REB")],
            [("soldiers", "MLI", "MIL")],
            "Armed clash",
            "Unidentified Armed Group (Mali)",
            "Military Forces of Mali",
        ),
        (
            [("police", "NGA", "COP")],
            [("protesters", "NGA", "PRO")],
            "Excessive force against protesters",
            "Protesters (Nigeria)",
            "Police Forces of Nigeria",
        ),
        (
            [("residents", "NGA", "CVL")],
            [("officers", "NGA", "COP")],
            "Mob violence",
            "Rioters (Nigeria)",
            "Police Forces of Nigeria",
        ),
        (
            [("soldiers", "FRA", "MIL")],
            [("farmers", "NGA", "CVL")],
            "Attack",
            "Military Forces of France",
            "Civilians (Nigeria)",
        ),
    ],
)
def test_who_acts_on_whom_decides_the_kind(
    sources: list[tuple[str, str, str]],
    targets: list[tuple[str, str, str]],
    kind: str,
    one: str,
    two: str,
) -> None:
    made = row(
        "village-attack",
        sources=tuple(somebody(n, c, r) for n, c, r in sources),
        targets=tuple(somebody(n, c, r) for n, c, r in targets),
        mode=None,
    )
    assert (made["sub_event_type"], made["actor1"], made["actor2"]) == (kind, one, two)
    if "FRA" in str(sources):
        assert made["inter1"] == "External/Other forces"
        assert made["assoc_actor_2"] == "Farmers (Nigeria)"


def test_a_side_alone_and_both_sides_in_acleds_order() -> None:
    crowd = acled.Party("Protesters (Chile)", "Protesters")
    police = acled.Party("Police Forces of Chile", "State forces")
    assert acled.interaction(crowd, None) == "Protesters only"
    assert acled.interaction(crowd, police) == "State forces-Protesters"
    assert acled.interaction(police, crowd) == "State forces-Protesters"


def test_what_does_not_fit_is_counted_with_its_reason() -> None:
    output = acled.export(news.material())
    assert output.left_out == {"of no kind that ACLED collects": 1, "not told as a fact": 1}
    made = news.incidents()[0]
    for change, reason in (
        ({"place": None}, "without a place"),
        ({"date": None}, "without a day"),
        ({"place": replace(made.place, country=None)}, "without a country"),  # type: ignore[type-var]
    ):
        output = acled.export(news.material([news.moved(made, **change)]))
        assert (output.rows, dict(output.left_out)) == (0, {reason: 1})


def test_hurt_by_nobody_named_is_no_force_of_the_police() -> None:
    made = next(i for i in news.incidents() if i.id == "village-attack")
    hurt = news.moved(made, sources=(), targets=(somebody("protesters", "NGA", "PRO"),))
    output = acled.export(news.material([hurt]))
    assert dict(output.left_out) == {"of violence against protesters by nobody named": 1}


def test_a_value_outside_acleds_lists_stops_the_export_and_names_the_row(tmp_path: Path) -> None:
    output = FORMATS["acled"].export(news.material())
    table = output.files[0]
    assert isinstance(table, Table)
    wrong = replace(table, rows=[{**table.rows[0], "sub_event_type": "Picnic"}])
    with pytest.raises(ExportError, match=r"BLR\d+.*sub_event_type is 'Picnic'"):
        save([wrong, *output.files[1:]], tmp_path / "acled.csv")
    assert list(tmp_path.iterdir()) == []


def test_files_are_read_back_and_the_deleted_stand_beside(tmp_path: Path) -> None:
    main = tmp_path / "blr.csv"
    paths = save(FORMATS["acled"].export(news.material()).files, main)
    assert [p.name for p in paths] == [
        "blr.csv",
        "blr.deleted.csv",
        "blr.provenance.jsonl",
        "blr.about.txt",
    ]
    with main.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert tuple(read[0]) == columns("acled")
    assert len(read) == 3
    with (tmp_path / "blr.deleted.csv").open(encoding="utf-8", newline="") as stream:
        gone, *arrests = csv.DictReader(stream)
    assert gone["reason"] == "merged into another incident"
    assert gone["now"] == next(r["event_id_cnty"] for r in read if r["country"] == "Belarus")
    # Had the arrests come first, they would have been a row.
    assert [r["reason"] for r in arrests] == ["told in the row of its protest"] * 2
    about = (tmp_path / "blr.about.txt").read_text("utf-8")
    assert "GeoNames" in about
    assert "conservative" in about
    assert "1 not told as a fact" in about


def test_the_lists_are_those_of_acled() -> None:
    assert len(columns("acled")) == 31
    assert len(toml("acled.toml")["sub_events"]) == 25
    regions = {c.acled_region for c in country_codes().values()}
    assert regions <= {
        "Western Africa", "Middle Africa", "Eastern Africa", "Southern Africa", "Northern Africa",
        "South Asia", "Southeast Asia", "Middle East", "Europe", "Caucasus and Central Asia",
        "Central America", "South America", "Caribbean", "East Asia", "North America", "Oceania",
        "Antarctica",
    }  # fmt: skip
    assert codes_of("IGO") is None
    assert codes_of(None) is None


def test_how_wide_outlets_look() -> None:
    assert acled.scale(["Reuters"], "BLR") == "International"
    assert acled.scale(["BelTA", "Reuters"], "BLR") == "National-International"
    assert acled.scale(["A leaflet", "BelTA"], "BLR") == "Other-National"
    assert acled.scale([], "BLR") == "Other"
