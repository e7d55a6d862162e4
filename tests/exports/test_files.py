"""The formats that other tools read: JSON lines, CSV, Parquet, GeoJSON."""

from __future__ import annotations

import csv as plain_csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.api import EventReports
from dateline.errors import SourceError
from dateline.event import Figure
from dateline.exports import csv, geojson, jsonl, parquet
from dateline.exports.rows import COLUMNS, flat
from tests import examples

FIELDS = [
    "id",
    "article",
    "sentence",
    "evidence",
    "trigger",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "goldstein",
    "sources",
    "targets",
    "place",
    "date",
    "figures",
    "status",
    "claims",
    "demand",
    "confidence",
]


def test_json_lines_have_the_contracts_fields_in_its_order() -> None:
    for report in examples.reports():
        fields = jsonl.as_dict(report)
        assert list(fields) == FIELDS
    march = jsonl.as_dict(examples.march())
    assert list(march["sources"][0]) == (
        ["text", "start", "end", "name", "country", "roles", "code", "wikidata", "collective"]
    )
    assert list(march["place"]) == [
        "text",
        "start",
        "end",
        "name",
        "geonameid",
        "latitude",
        "longitude",
        "country",
        "admin1",
        "precision",
        "how",
        "others",
    ]
    assert march["contexts"] == ["economic", "labor"]


def test_json_lines_come_back_as_they_were() -> None:
    stream = io.StringIO()
    jsonl.write(examples.reports(), stream)
    assert stream.getvalue().count("\n") == 3
    assert json.loads(stream.getvalue().splitlines()[1])["claims"][0]["quoted"] is True
    stream.seek(0)
    assert jsonl.read(stream) == examples.reports()


@given(text=st.text(), low=st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_any_text_and_number_come_back(text: str, low: float | None) -> None:
    figure = Figure("money", text, 0, len(text), low, None, approximate=False, unit=text)
    report = replace(examples.march(), demand=text, figures=(figure,))
    stream = io.StringIO()
    jsonl.write([report], stream)
    stream.seek(0)
    assert jsonl.read(stream) == [report]


def test_a_line_that_is_no_report_is_named() -> None:
    stream = io.StringIO()
    jsonl.write([examples.march()], stream)
    for wrong in ("{}", "no json", stream.getvalue().replace("occurred", "happened")):
        with pytest.raises(SourceError, match="line 3 is no event report"):
            jsonl.read([stream.getvalue(), "\n", wrong])


def test_half_a_surrogate_pair_fails_loudly() -> None:
    with pytest.raises(UnicodeEncodeError):
        jsonl.write([replace(examples.march(), demand="half \ud83d")], io.StringIO())


def test_rows_have_every_column_in_order_and_of_its_type() -> None:
    for report in examples.reports():
        row = flat(report)
        assert list(row) == list(COLUMNS)
        for name, value in row.items():
            assert value is None or type(value) is COLUMNS[name], name


def test_cells_of_one_side_keep_step() -> None:
    march = examples.march()
    nameless = replace(march.sources[0], country=None, roles=(), code="---")
    odd = replace(march.sources[1], name="Bread; Peace; Land")
    row = flat(replace(march, sources=(nameless, odd)))
    cells = [row[f"source_{k}"].split(";") for k in ("names", "countries", "roles", "codes")]
    assert list(zip(*cells, strict=True)) == [
        ("dock workers", "", "", "---"),
        ("Bread, Peace, Land", "CHL", "CVL/ELI", "CHLCVLELI"),
    ]
    assert row["target_names"] is None


def test_counts_stay_bounds() -> None:
    def counts(low: float | None, high: float | None) -> tuple[int | None, int | None]:
        deaths = Figure("deaths", "some", 0, 4, low, high, approximate=True, unit=None)
        later = replace(deaths, low=99.0, high=99.0)
        row = flat(replace(examples.march(), figures=(deaths, later)))
        assert row["participants_low"] is None
        assert row["figures"] == "deaths: some;deaths: some"
        return row["deaths_low"], row["deaths_high"]

    assert counts(3.0, None) == (3, None)
    assert counts(2.5, 2.5) == (2, 3)
    assert counts(1e30, float("inf")) == (None, None)


def test_claims_and_places_in_rows() -> None:
    row = flat(examples.arrests())
    assert row["claims"] == "a police spokeswoman: said (asserts)"
    assert (row["arrests_low"], row["arrests_high"]) == (9, None)
    assert (row["date_start"], row["date_precision"]) == (date(2023, 10, 16), "publication")
    assert (row["place_name"], row["latitude"], row["other_places"]) == (None, None, None)
    assert flat(examples.march())["other_places"] == "Viña del Mar"


def read_csv(text: str) -> list[dict[str, str]]:
    return list(plain_csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_the_rows() -> None:
    stream = io.StringIO(newline="")
    reports = [*examples.reports(), replace(examples.march(), demand='two\nlines, "quoted"')]
    csv.write(reports, stream)
    back = read_csv(stream.getvalue())
    assert [list(r.values()) for r in back] == [
        ["" if v is None else str(v) for v in flat(report).values()] for report in reports
    ]


def test_csv_without_reports_has_its_header() -> None:
    stream = io.StringIO(newline="")
    csv.write([], stream)
    assert stream.getvalue() == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_csv_guards_formulas_only_if_asked(sign: str) -> None:
    report = replace(examples.march(), demand=f"{sign}HYPERLINK(1)")
    for guard, expected in ((False, report.demand), (True, f"'{report.demand}")):
        stream = io.StringIO(newline="")
        csv.write([report], stream, guard_formulas=guard)
        (row,) = read_csv(stream.getvalue())
        assert row["demand"] == expected
        # A number is no formula, also when it is negative.
        assert (row["goldstein"], row["latitude"]) == ("-6.5", "-33.036")


def test_parquet_has_the_rows_with_their_types(tmp_path: Path) -> None:
    path = tmp_path / "it's events.parquet"
    parquet.write(examples.reports(), path)
    with duckdb.connect(":memory:") as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert [c[0] for c in found.description or ()] == list(COLUMNS)
        assert found.fetchall() == [tuple(flat(r).values()) for r in examples.reports()]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_parquet_without_reports_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "none.parquet"
    parquet.write([], path)
    with duckdb.connect(":memory:") as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert {c[0]: str(c[1]) for c in found.description or ()}["date_start"] == "DATE"
        assert found.fetchall() == []


def test_parquet_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    path.write_text("before")
    wrong = replace(examples.march(), article=replace(examples.origin(), published="yesterday"))
    with pytest.raises(ValueError, match="yesterday"):
        parquet.write([examples.march(), wrong], path)
    assert path.read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1


def test_geojson_has_a_point_a_report_and_counts_the_rest() -> None:
    stream = io.StringIO()
    geojson.write(examples.reports(), stream)
    collection = json.loads(stream.getvalue())
    assert collection["type"] == "FeatureCollection"
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-71.62963, -33.036]}
    assert feature["id"] == examples.march().id
    assert feature["properties"]["date_start"] == "2023-10-14"
    assert (collection["reports"], collection["without_point"]) == (3, 2)
    assert "GeoNames" in collection["attribution"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_geojson_is_whole_with_any_number(count: int) -> None:
    stream = io.StringIO()
    geojson.write([examples.march()] * count, stream)
    assert len(json.loads(stream.getvalue())["features"]) == count


def test_data_frames_have_the_columns() -> None:
    reports = EventReports(examples.reports())
    polars = reports.to_polars()
    assert polars.columns == list(COLUMNS)
    assert polars["participants_low"].to_list() == [12000, None, None]
    assert polars["date_start"].to_list()[0] == date(2023, 10, 14)
    assert list(reports.to_pandas().columns) == list(COLUMNS)
    assert EventReports([]).to_polars().columns == list(COLUMNS)
