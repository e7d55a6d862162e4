"""The library in a notebook: read, code, explain, tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import dateline

TEXT = (
    "Miners blocked the road to Oruro on Monday. Police fired tear gas and arrested 14 of them, "
    "the interior minister said."
)


@pytest.fixture(scope="module")
def reports() -> dateline.EventReports:
    return dateline.code(TEXT, published="2022-06-15", outlet="Example News")


def test_read_gives_every_layer_with_true_offsets() -> None:
    reading = dateline.read(TEXT, published=date(2022, 6, 15))
    text = reading.article.text
    assert text == TEXT
    assert [t.value for t in reading.times] == ["2022-06-13"]
    assert any(text[p.start : p.end] == "Oruro" and p.country == "BOL" for p in reading.places)
    assert dateline.code(reading) == dateline.code(TEXT, published="2022-06-15")


def test_tables(reports: dateline.EventReports) -> None:
    assert {r.type for r in reports} >= {"PROTEST", "ASSAULT", "COERCE"}
    frame = reports.to_pandas()
    assert list(frame["type"]) == [r.type for r in reports]
    assert reports.to_polars().height == len(reports)
    assert [d["id"] for d in reports.to_dicts()] == [r.id for r in reports]
    page = reports._repr_html_()
    assert "<table" in page
    assert "Oruro" in page


def test_article_text_cannot_run_in_a_notebook() -> None:
    hostile = "Police in Oruro arrested 14 miners <script>alert(1)</script> on Monday."
    assert "<script>" not in dateline.code(hostile, published="2022-06-15")._repr_html_()


def test_explain_ends_in_the_confidence(reports: dateline.EventReports) -> None:
    text = dateline.explain(reports[0])
    assert "lexicon entry" in text
    assert f"{reports[0].confidence:.2f}" in text.splitlines()[-1]


def test_a_text_is_mended_as_a_file_is() -> None:
    reading = dateline.read("Police in Oruro arr\0ested 14 miners.\r\nThe end.")
    assert reading.article.text == "Police in Oruro arrested 14 miners.\nThe end."


def test_a_time_of_publication_is_taken_by_its_day() -> None:
    reading = dateline.read(TEXT, published=datetime(2022, 6, 15, 8, 30, tzinfo=UTC))
    assert reading.article.published == date(2022, 6, 15)


@pytest.mark.parametrize("wrong", ["yesterday", "15/06/2022", ""])
def test_a_wrong_date_says_what_was_seen(wrong: str) -> None:
    with pytest.raises(dateline.DatelineError, match="must be YYYY-MM-DD"):
        dateline.code(TEXT, published=wrong)


def test_an_unreadable_text_says_why() -> None:
    with pytest.raises(dateline.DatelineError, match="no sentence of a story"):
        dateline.code("...")
