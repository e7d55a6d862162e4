"""The other pages: a report is pasted and read, a sample coded; all of it without scripts too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.browser.conftest import EXAMPLE, Desk, served

REPORT = (
    "KUMASI, May 4 - About 300 nurses marched in Kumasi on Saturday to demand higher pay. "
    "Police arrested two of them."
)


@pytest.fixture
def desk(example: Path, tmp_path: Path) -> Iterator[Desk]:
    """Our example report, to which others are added."""
    with served(Path(shutil.copy(example, tmp_path / "crisis.duckdb"))) as made:
        yield made


def test_a_pasted_report_is_read_and_opened(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/data")

    page.locator("#import [name=text]").fill(REPORT)
    page.locator("#import [name=title]").fill("Nurses march")
    page.locator("#import [name=published]").fill("2024-05-05")
    with page.expect_navigation():
        page.locator("#import button").click()
    link = page.locator("#jobs").get_by_role("link")
    link.wait_for(timeout=60_000)
    link.click()
    page.wait_for_selector("html[data-ready]", state="attached")

    assert "300 nurses" in page.locator("#text").inner_text()
    assert page.locator(".card").count() >= 1
    look.is_clean()


def test_a_dropped_file_is_chosen_and_known_already(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/data")

    page.evaluate(
        """([name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name, { type: 'text/plain' }));
          for (const kind of ['dragenter', 'drop']) document.getElementById('import')
            .dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true }));
        }""",
        [EXAMPLE.name, EXAMPLE.read_text(encoding="utf-8")],
    )

    assert page.locator("#import input[type=file]").evaluate("n => n.files[0].name") == EXAMPLE.name
    look.is_clean()


def test_a_sample_is_drawn_and_coded_blind(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/agreement")

    page.locator("[name=coders]").fill("Ana, Ben")
    page.locator("[name=person]").fill("Ana")
    with page.expect_navigation():
        page.get_by_role("button", name="Draw").click()
    page.get_by_role("link", name="Code as Ana").click()
    page.locator("[name=trigger]").fill("marched")
    page.locator("select[name=type]").select_option("PROTEST")
    with page.expect_navigation():
        page.get_by_role("button", name="Add").click()

    assert "marched" in page.locator("main ol").last.inner_text()
    assert page.locator(".card, .seg").count() == 0
    look.is_clean()


def test_pages_work_without_scripts(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk, java_script_enabled=False)
    page = look.page
    page.goto(desk.entry)
    all_rows = page.locator("#events tbody tr").count()

    page.locator("#filters [name=type][value=PROTEST]").check()
    page.locator("#filters").get_by_role("button", name="Apply").click()
    rows = page.locator("#events tbody tr").count()
    page.goto(f"{desk.root}/review")
    waiting = page.locator("#queue li[data-event]").count()
    page.locator("#queue [name=person]").first.fill("Ana")
    page.locator("#queue").get_by_role("button", name="Accept").first.click()
    page.wait_for_load_state()

    assert 0 < rows < all_rows
    assert page.locator("#queue li[data-event]").count() == waiting - 1
    look.is_clean()
