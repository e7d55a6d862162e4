"""Every page for everybody: axe finds no serious fault, in light and dark, on narrow screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.browser.conftest import ROOT, Desk, served

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("/", "/articles", "article", "/incidents", "incident", "/review", "/agreement", "/data")


@pytest.fixture(scope="module")
def desk(linked: Path) -> Iterator[Desk]:
    """Reports that are linked, so that every page has something to show."""
    with served(linked) as made:
        yield made


def address(page: Any, desk: Desk, name: str) -> str:
    """The address of a page; of one article or incident, by way of their list."""
    if name.startswith("/"):
        return desk.root + name
    page.goto(f"{desk.root}/{name}s")
    link = page.locator(f"main a[href^='/{name}s/']").first
    return desk.root + str(link.get_attribute("href"))


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not there: npm ci in frontend/")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(desk: Desk, seen: Callable[..., Any], scheme: str) -> None:
    # The policy of the pages forbids a foreign script, axe too.
    look = seen(desk, color_scheme=scheme, bypass_csp=True)
    look.go(desk.entry)
    faults = []
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if scheme == "dark":
        # All but the colours is as in light.
        options["runOnly"] = {"type": "rule", "values": ["color-contrast"]}

    for name in PAGES:
        page = look.go(address(look.page, desk, name))
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", options)
        faults += [
            f"{name}: {v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}"
            for v in found["violations"]
            if v["impact"] in {"serious", "critical"}
        ]

    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_of_a_narrow_screen(
    desk: Desk, seen: Callable[..., Any], name: str
) -> None:
    look = seen(desk, viewport={"width": 360, "height": 720})
    look.go(desk.entry)

    page = look.go(address(look.page, desk, name))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    look.is_clean()


def test_colours_can_be_chosen_and_stay_chosen(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk, color_scheme="light")
    page = look.go(desk.entry)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    button = page.get_by_role("button", name="Colours")

    button.click()
    button.click()
    dark = page.evaluate(ground)
    page.goto(f"{desk.root}/data")
    page.wait_for_selector("html[data-ready]", state="attached")

    assert dark != light
    assert page.evaluate(ground) == dark
    look.is_clean()


def test_the_first_tab_leads_to_the_content(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page = look.go(desk.entry)

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    look.is_clean()
