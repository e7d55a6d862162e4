"""An incident: competing numbers side by side, copies folded, what relates to what lit."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.browser.conftest import Desk, served


@pytest.fixture
def desk(linked: Path, tmp_path: Path) -> Iterator[Desk]:
    """Three reports of one march, linked."""
    with served(Path(shutil.copy(linked, tmp_path / "march.duckdb"))) as made:
        yield made


def open_march(look: Any, desk: Desk) -> Any:
    """The page of the march, by way of the list of incidents."""
    page = look.go(desk.entry)
    look.go(f"{desk.root}/incidents")
    page.get_by_role("link", name="PROTEST").first.click()
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def test_the_claim_table_folds_copies_and_marks_the_conflict(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page = open_march(look, desk)
    rows = page.locator("#claims tbody tr")

    police = rows.filter(has_text="police").inner_text()
    badge = page.locator("#claims .badge.conflict[data-with]").first
    badge.focus()
    lit = page.locator("#claims .related")

    assert rows.count() == 2
    assert "2 copies" in police
    assert "4,000–5,000" in police
    assert "20,000" in rows.filter(has_text="union").inner_text()
    assert lit.count() >= 1
    page.locator("h1").click()
    page.get_by_role("link", name="Dateline", exact=True).focus()
    assert lit.count() == 0
    look.is_clean()


def test_the_map_shows_the_one_place_and_pairs_have_their_account(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page = open_march(look, desk)

    point = page.locator("#map .map-point")
    page.locator("#pairs summary").first.click()

    assert point.count() == 1
    assert "Valparaíso" in point.get_attribute("aria-label")
    assert page.locator("#pairs .account-bar").count() > 3
    look.is_clean()


def test_a_report_is_split_off_and_the_split_undone(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = open_march(look, desk)
    before = page.locator("#reports .card").count()
    incident = page.url

    page.locator("#reports .card", has_text="The Pier").get_by_role("checkbox").check()
    page.locator("#reports [name=person]").fill("Ana")
    with page.expect_navigation():
        page.get_by_role("button", name="Split").click()
    page.goto(incident)
    page.wait_for_selector("html[data-ready]", state="attached")
    split = page.locator("#reports .card").count()
    while page.get_by_role("button", name="Undo").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Undo").first.click()
    page.goto(incident)

    assert split == before - 1
    assert page.locator("#reports .card").count() == before
    look.is_clean()
