"""Articles that try to be markup, scripts or addresses: nothing of them runs or loads anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.desk.browser import hostile
from tests.desk.browser.conftest import Desk, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Articles whose every field is hostile."""
    store = tmp_path_factory.mktemp("hostile") / "hostile.duckdb"
    hostile.make_store(store)
    with served(store) as made:
        yield made


def ran(page: Any) -> Any:
    """What a script of an article would have left behind."""
    return page.evaluate("window.ran")


def harmless(look: Any) -> None:
    """Nothing ran, nothing was asked for, and no element of an article's making is there."""
    page = look.page
    assert ran(page) is None
    assert page.locator("main script:not([type='application/json']), iframe, base").count() == 0
    assert page.locator("img, [onerror], [onload], main [hx-get], main style").count() == 0
    bad = page.locator("a[href]").evaluate_all(
        "links => links.map(a => new URL(a.getAttribute('href'), location.href).protocol)"
        ".filter(p => !['http:', 'https:'].includes(p))"
    )
    assert bad == []
    look.is_clean()


@pytest.mark.parametrize("path", ["/", "/articles", "/incidents", "/review", "/agreement", "/data"])
def test_lists_and_drawings_show_hostile_words_as_words(
    desk: Desk, seen: Callable[..., Any], path: str
) -> None:
    look = seen(desk)
    look.go(desk.entry)

    page = look.go(desk.root + path)

    harmless(look)
    if path in {"/", "/articles", "/review"}:
        assert hostile.HOSTILE[0] in page.locator("main").inner_text()


def test_every_hostile_article_shows_its_text_letter_by_letter(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/articles")
    addresses = page.locator("main a[href^='/articles/']").evaluate_all(
        "links => [...new Set(links.map(a => a.getAttribute('href').split('#')[0]))]"
    )
    texts = []

    for address in addresses:
        page = look.go(desk.root + address)
        texts.append(page.evaluate("document.getElementById('text').textContent").strip())
        # Every mark and field is touched, as a reader would.
        for segment in page.locator("#text .seg.marked").all()[:3]:
            segment.click()
        for field in page.locator(".card .light").all()[:4]:
            field.click()
        harmless(look)

    wanted = {f"{evil} marched in {evil} on Sunday, said {evil}." for evil in hostile.HOSTILE}
    assert wanted <= set(texts)


def test_hostile_names_stay_words_in_drawings_and_filters(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page = look.go(desk.entry)
    page.get_by_role("button", name="Show names").click()
    page.wait_for_selector("text=Show codes")

    for number in range(3):
        page.locator("#map .map-point").nth(number).hover(force=True)
        page.locator("#map .map-point").nth(number).press("Enter")
        page.wait_for_url("**place=*")
        page.wait_for_selector("body:not([data-busy])")
        harmless(look)
        page.go_back()
        page.wait_for_selector("body:not([data-busy])")


def test_arabic_reads_from_right_to_left_and_cyrillic_stays_whole(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    look.go(desk.entry)
    page = look.go(f"{desk.root}/articles")
    found = {}

    for words in (hostile.RIGHT_TO_LEFT, hostile.CYRILLIC):
        look.go(f"{desk.root}/articles")
        page.get_by_role("link", name=words).first.click()
        page.wait_for_selector("html[data-ready]", state="attached")
        found[words] = page.locator("#text").evaluate(
            "n => [getComputedStyle(n).direction, n.textContent]"
        )

    assert found[hostile.RIGHT_TO_LEFT][0] == "rtl"
    assert found[hostile.CYRILLIC][0] == "ltr"
    for words, (_, text) in found.items():
        assert words in text
    look.is_clean()
