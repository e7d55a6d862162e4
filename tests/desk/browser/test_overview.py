"""The overview: drawings, the table and the address always show the same events."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.desk.browser.conftest import Desk


def wait_for_filter(page: Any, **expected: str) -> None:
    """Wait until the address has these parameters and the views have followed it."""
    page.wait_for_url(
        lambda url: {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()} == expected
    )
    page.wait_for_selector("body:not([data-busy])")


def shown(page: Any) -> dict[str, int]:
    """How many events each view says that it shows."""
    rows = page.locator("#events tbody tr").count()
    bars = page.locator("#timeline .legend-button").all_inner_texts()
    total = json.loads(page.locator("#page-data").text_content())["events"]
    undated = json.loads(page.locator("#page-data").text_content())["timeline"]["undated"]
    counts = [int(text.rsplit("(", 1)[1].rstrip(")").replace(",", "")) for text in bars]
    return {"table": rows, "timeline": sum(counts) + undated, "data": total}


def test_all_views_start_with_the_same_events(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.entry)

    counts = shown(page)

    assert counts["data"] > 5
    assert set(counts.values()) == {counts["data"]}
    assert page.locator("#map .map-point").count() >= 1
    assert page.locator("#matrix td button").count() >= 3
    assert page.locator("#crowds a.crowd").count() >= 1
    look.is_clean()


def test_a_place_on_the_map_filters_every_view_and_back_brings_them_back(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    before = shown(page)

    page.locator("#map .map-point").first.click()
    page.wait_for_url("**/?place=*")
    page.wait_for_selector("body:not([data-busy])")
    narrowed = shown(page)
    page.go_back()
    wait_for_filter(page)

    assert 0 < narrowed["data"] < before["data"]
    assert set(narrowed.values()) == {narrowed["data"]}
    assert shown(page) == before
    look.is_clean()


def test_the_address_alone_reproduces_a_view(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    page.locator("#timeline .legend-button", has_text="Protest").click()
    wait_for_filter(page, type="PROTEST")
    first = shown(page)

    again = seen(desk).go(page.url)

    assert shown(again) == first
    assert again.locator("#timeline .legend-button", has_text="Protest").get_attribute(
        "aria-pressed"
    )
    look.is_clean()


def test_days_are_chosen_by_dragging_and_by_keyboard(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    drawing = page.locator(".timeline-drawing")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()

    drawing.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?from=*")
    page.wait_for_selector("body:not([data-busy])")
    by_key = shown(page)
    page.locator(".timeline-drawing").focus()
    page.keyboard.press("Escape")
    wait_for_filter(page)
    page.mouse.move(box["x"] + 50, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 60, steps=5)
    page.mouse.up()
    page.wait_for_url("**/?from=*")
    page.wait_for_selector("body:not([data-busy])")

    assert by_key["data"] > 0
    assert shown(page)["data"] >= by_key["data"]
    look.is_clean()


def test_a_cell_of_who_to_whom_shows_that_pair(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    cell = page.locator("#matrix td button").first
    count = int(cell.inner_text())

    cell.click()
    page.wait_for_url("**/?source=*")
    page.wait_for_selector("body:not([data-busy])")

    assert shown(page)["data"] == count
    look.is_clean()


def test_map_moves_and_places_are_reached_by_keyboard(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    world = page.locator(".map-drawing > g").first
    before = world.get_attribute("transform")

    page.locator(".map-drawing").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    moved = world.get_attribute("transform")
    page.keyboard.press("0")
    page.locator("#map .map-point[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?place=*")

    assert moved != before
    look.is_clean()


def test_a_place_known_only_as_a_country_is_no_dot(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    data = json.loads(page.locator("#page-data").text_content())
    countries = [p for p in data["map"]["places"] if p["precision"] == "country"]

    drawn = page.locator("#map .map-point[data-precision='country']")

    assert drawn.count() == len(countries)
    for number in range(drawn.count()):
        assert drawn.nth(number).locator(".point-hatched").count() == 1
        assert "country only" in drawn.nth(number).get_attribute("aria-label")
    look.is_clean()


def test_only_events_in_sight_of_the_map_are_shown(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.root)
    places = json.loads(page.locator("#page-data").text_content())["map"]["places"]

    page.get_by_role("button", name="Only events in sight").click()
    page.wait_for_url("**/?bbox=*")
    page.wait_for_selector("body:not([data-busy])")

    assert shown(page)["data"] == sum(place["events"] for place in places)
    look.is_clean()


def test_filters_are_typed_with_suggestions_and_a_page_of_the_table_is_swapped_alone(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page = look.go(f"{desk.root}/?size=4")
    total = json.loads(page.locator("#page-data").text_content())["events"]
    first = page.locator("#events tbody tr").first.inner_text()
    page.evaluate("document.getElementById('map').dataset.kept = 'yes'")

    page.locator("#events a[rel=next]").first.click()
    page.wait_for_url("**page=2*")
    page.wait_for_selector("#events a[rel=prev]")
    second = page.locator("#events tbody tr").first.inner_text()
    page.locator("#filters [name=actor]").fill("pashi")
    page.locator("#filters .choices li").first.click()
    page.wait_for_url("**actor=Nikol*")
    page.wait_for_selector("body:not([data-busy])")

    assert first != second
    assert page.locator("#map[data-kept]").count() == 1
    assert "page=" not in page.url
    assert 0 < shown(page)["data"] < total
    look.is_clean()


def test_a_table_that_nobody_had_opened_comes_when_it_is(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page = look.go(desk.entry)
    page.locator("#crowds details.twin summary").click()
    page.locator("#timeline .legend-button").first.click()
    page.wait_for_selector("#main[data-filtered='1']")

    # What is open shows the new events at once, what is closed holds nothing until it is opened.
    bar = json.loads(page.locator("#page-data").text_content())
    rows = page.locator("#crowds details.twin tbody tr")
    assert rows.count() == len(bar["crowds"]["crowds"])
    assert page.locator("#timeline details.twin tbody tr").count() == 0
    page.locator("#timeline details.twin summary").click()
    page.wait_for_selector("#timeline details.twin:not([data-later]) tbody tr")
    assert page.locator("#timeline details.twin tbody tr").count() == len(bar["timeline"]["bars"])
    look.is_clean()


def test_the_filters_are_folded_on_a_narrow_screen(desk: Desk, seen: Callable[..., Any]) -> None:
    narrow = seen(desk, viewport={"width": 390, "height": 800})
    page = narrow.go(desk.entry)
    assert not page.locator("#filters").is_visible()
    page.locator("details.filters-box > summary").click()
    page.locator("#filters [name=type][value=PROTEST]").check()
    wait_for_filter(page, type="PROTEST")
    narrow.go(page.url)
    assert page.locator("#filters").is_visible()
    wide = seen(desk)
    assert wide.go(desk.entry).locator("#filters").is_visible()
    narrow.is_clean()
