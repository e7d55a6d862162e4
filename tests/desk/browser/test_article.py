"""An article: words and fields light each other, by mouse and by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.desk.browser.conftest import Desk


def open_article(look: Any, desk: Desk, event: int | None = None) -> tuple[Any, dict[str, Any]]:
    """The page of the only article, entered by way of the list of articles."""
    page = look.go(desk.entry)
    page.goto(f"{desk.root}/articles")
    page.locator("a[href^='/articles/']").first.click()
    page.wait_for_selector("html[data-ready]", state="attached")
    data = json.loads(page.locator("#page-data").text_content())
    if event is not None:
        page.goto(f"{page.url.split('#')[0]}#e-{data['events'][event]['id']}")
    return page, data


def lit(page: Any) -> str:
    """The lit words, in the order of the text."""
    return " ".join(page.locator("#text .seg.lit").all_inner_texts())


def test_the_text_is_whole_and_each_kind_has_its_own_line_and_letter(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page, data = open_article(look, desk)

    text = page.evaluate("document.getElementById('text').textContent")
    kinds = {m["kind"] for m in data["marks"]} - {"evidence", "claim"}
    looks = {
        kind: page.locator(f"#text .mark-{kind}").first.evaluate(
            "n => [getComputedStyle(n).borderBottomStyle, getComputedStyle(n).borderBottomWidth,"
            " getComputedStyle(n).borderImageSource, getComputedStyle(n).fontWeight].join()"
        )
        for kind in kinds
    }

    assert text.strip() == data["text"].strip()
    assert kinds >= {"trigger", "source", "target", "place", "date", "figure", "voice"}
    assert len(set(looks.values())) == len(looks)
    assert set(page.locator("#text .mark[data-letter]").evaluate_all(
        "nodes => nodes.map(n => n.dataset.letter)"
    )) == set("!STPDNV")  # fmt: skip
    look.is_clean()


def test_a_click_on_a_field_lights_exactly_its_words(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page, data = open_article(look, desk)
    checked = 0

    for event in data["events"]:
        card = page.locator(f".card[data-event='{event['id']}']")
        for field in ("sources", "targets", "place", "figures"):
            own = [m for m in data["marks"] if m["event"] == event["id"] and m["field"] == field]
            if not own:
                continue
            card.locator(f"[data-field='{field}'] .light").first.click()
            places = page.locator("#text .seg.lit").evaluate_all(
                "nodes => nodes.map(n => [Number(n.dataset.start), Number(n.dataset.end)])"
            )
            wanted = {at for m in own for at in range(m["start"], m["end"])}
            assert {at for start, end in places for at in range(start, end)} == wanted
            checked += 1
    assert checked > 10
    look.is_clean()


def test_a_click_on_words_lights_their_field_and_again_the_next_one(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page, data = open_article(look, desk)
    trigger = next(m for m in data["marks"] if m["kind"] == "trigger")

    page.locator(f"#text .seg[data-start='{trigger['start']}']").click()

    card = page.locator(".card.lit")
    assert card.get_attribute("data-event") == trigger["event"]
    assert card.locator("[data-field].lit").get_attribute("data-field") == trigger["field"]
    look.is_clean()


def test_marks_are_walked_by_keyboard_and_told(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page, _ = open_article(look, desk)

    page.locator("#text").focus()
    page.keyboard.press("ArrowRight")
    first = lit(page)
    page.keyboard.press("ArrowRight")

    assert first
    assert lit(page) != first
    assert ": " in page.locator("#desk-live").inner_text()
    look.is_clean()


def test_an_address_with_an_event_lights_that_event(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page, data = open_article(look, desk, event=3)

    page.wait_for_selector(".card.lit")

    assert page.locator(".card.lit").get_attribute("data-event") == data["events"][3]["id"]
    assert data["events"][3]["trigger"]["text"] in lit(page)
    look.is_clean()


def test_why_opens_the_account_and_hidden_kinds_lose_their_line(
    desk: Desk, seen: Callable[..., Any]
) -> None:
    look = seen(desk)
    page, data = open_article(look, desk)

    page.locator(".card details.why summary").first.click()
    account = page.locator(".card details.why").first.inner_text()
    page.get_by_role("checkbox", name="where").uncheck()

    assert any(r["rule"] in account for r in data["events"][0]["reasons"])
    assert page.locator("#text .mark-place").first.evaluate(
        "n => getComputedStyle(n).borderBottomStyle"
    ) == "none"  # fmt: skip
    look.is_clean()


def test_what_cleaning_cut_can_be_unfolded(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page, data = open_article(look, desk)

    page.locator("details.cuts > summary").first.click()

    for cut in data["cuts"]:
        assert cut["text"].split()[0] in page.locator("details.cuts").first.inner_text()
    assert data["cuts"]
    look.is_clean()


def test_marked_words_become_a_missed_event(desk: Desk, seen: Callable[..., Any]) -> None:
    look = seen(desk)
    page, data = open_article(look, desk)
    start = data["text"].index("walked out")

    page.evaluate(
        """([start, end]) => {
          const at = (point) => {
            for (const seg of document.querySelectorAll('#text .seg')) {
              if (point < Number(seg.dataset.start) || point > Number(seg.dataset.end)) continue;
              const walker = document.createTreeWalker(seg, NodeFilter.SHOW_TEXT);
              return [walker.nextNode(), point - Number(seg.dataset.start)];
            }
          };
          getSelection().setBaseAndExtent(...at(start), ...at(end));
        }""",
        [start, start + len("walked out")],
    )
    page.wait_for_selector(".add-event:not([hidden])")
    page.keyboard.press("m")
    dialog = page.locator("dialog[open]")
    assert "walked out" in dialog.inner_text()
    dialog.get_by_label("Type").fill("rej")
    page.wait_for_selector("dialog .choices li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog.get_by_label("Your name").fill("Ana")
    dialog.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_selector("html[data-ready]", state="attached")

    missed = json.loads(page.locator("#page-data").text_content())["missed"]
    assert [(m["value"]["trigger"], m["value"]["start"], m["person"]) for m in missed] == [
        ("walked out", start, "Ana")
    ]
    assert missed[0]["value"]["type"] == "REJECT"
    look.is_clean()
