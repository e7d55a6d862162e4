"""The film-strip of `docs/desk/`: made from our own report where DESK_PICTURES names a folder."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.desk.browser.conftest import Desk, served

MOST = 400_000  # bytes of all pictures together


def take(page: Any, folder: Path, name: str, scale: float = 1) -> int:
    """Save what is in sight as WebP, and say how large it is."""
    session = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": page.evaluate("scrollY"), "scale": scale, **page.viewport_size}
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": 60, "clip": clip})
    content = base64.b64decode(shot["data"])
    (folder / name).write_bytes(content)
    return len(content)


def test_film_strip(desk: Desk, linked: Path, seen: Callable[..., Any], tmp_path: Path) -> None:
    folder = Path(os.environ.get("DESK_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    look = seen(desk, viewport={"width": 1180, "height": 1480})
    page = look.go(desk.entry)
    sizes = [take(page, folder, "1-overview.webp", 0.7)]

    page.set_viewport_size({"width": 1180, "height": 760})
    look.go(f"{desk.root}/articles")
    page.locator("main a[href^='/articles/']").first.click()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator(".card [data-field='figures'] .light").first.click()
    page.locator(".card.lit details.why > summary").click()
    sizes.append(take(page, folder, "2-article.webp"))

    look.go(f"{desk.root}/review")
    page.locator("#person").fill("Ana")
    page.locator("h1").click()
    page.keyboard.press("c")
    page.locator(".correcting").get_by_role("combobox", name="Type").fill("arrest")
    page.wait_for_selector(".choices:not([hidden]) li")
    sizes.append(take(page, folder, "3-review.webp"))

    with served(linked) as march:
        look = seen(march, viewport={"width": 1180, "height": 760}, color_scheme="dark")
        page = look.go(march.entry)
        look.go(f"{march.root}/incidents")
        page.get_by_role("link", name="PROTEST").first.click()
        page.wait_for_selector("#map .map-point")
        sizes.append(take(page, folder, "4-incident.webp"))

    assert min(sizes) > 5_000
    assert sum(sizes) < MOST
