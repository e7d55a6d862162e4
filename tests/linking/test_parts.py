"""A day's total and its marches."""

from __future__ import annotations

from dateline.linking.items import Item, Spot
from dateline.linking.parts import parts_of
from dateline.linking.rules import rules

CHILE = Spot("chile", "Chile", None, "CHL", narrow=False)
PORT = Spot("port", "Valparaíso", (-33.0, -71.6), "CHL", "Valparaíso")
LIMA = Spot("lima", "Lima", (-12.0, -77.0), "PER", "Lima")


def item(key: str, spot: Spot, days: tuple[int, int] = (10, 10), **more: object) -> Item:
    return Item(key, key, "PROTEST", "demo", spot=spot, days=days, dated=True, **more)  # type: ignore[arg-type]


def parts(*items: Item) -> dict[str, str]:
    return parts_of([(i.id,) for i in items], {i.id: i for i in items}, rules())


def test_a_march_is_part_of_its_countrys_total() -> None:
    total = item("total", CHILE, wide=True)
    assert parts(item("march", PORT), total) == {"march": "total"}


def test_a_march_of_another_country_or_day_is_not() -> None:
    total = item("total", CHILE, wide=True)
    assert parts(item("lima", LIMA), item("later", PORT, (12, 12)), total) == {}


def test_the_narrowest_total_holds_a_march() -> None:
    region = Spot("v", "Valparaíso", None, "CHL", "Valparaíso", narrow=False)
    found = parts(
        item("a-total", CHILE, wide=True), item("march", PORT), item("region", region, wide=True)
    )
    assert found["march"] == "region"


def test_a_report_that_only_names_the_country_is_no_total() -> None:
    assert parts(item("march", PORT), item("vague", CHILE)) == {}


def test_a_year_of_protests_is_no_days_total() -> None:
    assert parts(item("march", PORT), item("year", CHILE, (1, 300), wide=True)) == {}
