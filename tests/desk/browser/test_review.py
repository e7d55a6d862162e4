"""Review by keyboard: a decision is in the store, its undoing too, and gold can be exported."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.browser.conftest import Desk, served


@pytest.fixture
def desk(example: Path, tmp_path: Path) -> Iterator[Desk]:
    """Our example report, without any decision."""
    with served(Path(shutil.copy(example, tmp_path / "crisis.duckdb"))) as made:
        yield made


def reviews(page: Any, desk: Desk) -> list[dict[str, Any]]:
    """What the desk has written down so far."""
    answer = page.request.get(f"{desk.root}/api/reviews")
    assert answer.ok
    found = answer.json()
    return list(found["reviews"])


def test_accept_reject_unsure_correct_and_undo_by_keyboard(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/review")
    ids = page.locator("#queue li[data-event]").evaluate_all("n => n.map(x => x.dataset.event)")
    current = page.locator("#queue li[aria-current='true']")
    page.locator("#person").fill("Ana")
    page.locator("h1").click()

    def press(key: str, number: int) -> None:
        page.keyboard.press(key)
        page.wait_for_selector(f"#queue li[data-event='{ids[number]}'] .decision")

    assert current.get_attribute("data-event") == ids[0]
    press("a", 0)
    press("r", 1)
    press("u", 2)
    assert current.get_attribute("data-event") == ids[3]
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("c")
    form = page.locator(".correcting")
    form.get_by_role("combobox", name="Type").fill("AID")
    page.keyboard.press("Tab")
    form.get_by_label("Standing").select_option("planned")
    form.get_by_role("button", name="Save").click()
    page.wait_for_selector(f"#queue li[data-event='{ids[3]}'][data-decided]")
    page.wait_for_selector(".correcting", state="detached")
    page.locator("h1").click()
    page.keyboard.press("z")
    page.wait_for_selector(f"#queue li[data-event='{ids[3]}']:not([data-decided])")

    made = reviews(page, desk)
    assert [(r["verdict"], r["report"], r["field"]) for r in made[:3]] == [
        ("accept", ids[0], None),
        ("reject", ids[1], None),
        ("unsure", ids[2], None),
    ]
    corrected = {r["field"]: r["value"] for r in made[3:]}
    assert corrected["type"] == "AID"
    assert corrected["status"] == "planned"
    assert [bool(r["undone_at"]) for r in made] == [False] * 3 + [False] * (len(made) - 4) + [True]
    assert {r["person"] for r in made} == {"Ana"}
    look.is_clean()


def test_what_was_decided_has_left_the_queue_after_a_reload_and_the_name_stays(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/review")
    first = page.locator("#queue li[data-event]").first.get_attribute("data-event")
    page.locator("#person").fill("Ana")
    page.locator("h1").click()

    page.keyboard.press("a")
    page.wait_for_selector(f"#queue li[data-event='{first}'] .decision")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")

    assert page.locator("#person").input_value() == "Ana"
    assert page.locator(f"#queue li[data-event='{first}']").count() == 0
    look.is_clean()


def test_typing_in_a_field_decides_nothing(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/review")

    page.keyboard.press("c")
    page.locator(".correcting").get_by_role("combobox", name="Where").fill("")
    page.keyboard.type("a kraal")

    assert reviews(page, desk) == []
    look.is_clean()


def test_without_the_token_the_keys_decide_nothing(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(f"{desk.root}/review")

    page.keyboard.press("a")
    page.keyboard.press("c")

    assert page.locator(".correcting").count() == 0
    assert reviews(page, desk) == []
    look.is_clean()
