"""100,000 events: how long the overview takes to its first paint, and a filter to its views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pytest

from tests.desk.browser.conftest import Desk, served
from tests.desk.synthetic import make_store

EVENTS = 100_000
# Milliseconds. Wanted: first paint under 1,500, a filter under 300, on an idle machine. The floors
# leave room for busy ones, so that the test fails for a slow desk and not for a slow neighbour.
WANTED = {"first paint": 1500, "drawn": 1500, "filter": 300}
SLOWEST = {"first paint": 4500, "drawn": 6000, "filter": 2000}
ROUNDS = 5


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A store of 100,000 events."""
    store = tmp_path_factory.mktemp("many") / "many.duckdb"
    make_store(store, EVENTS)
    with served(store) as made:
        yield made


def painted(page: Any) -> dict[str, float]:
    """When the first letters stood on the page, and when all was drawn, in milliseconds."""
    return dict(
        page.evaluate(
            """() => new Promise((done) => {
              const look = () => {
                const paint = performance.getEntriesByName('first-contentful-paint')[0];
                const drawn = performance.getEntriesByName('desk-painted')[0];
                if (paint) done({
                  'first paint': paint.startTime, drawn: drawn ? drawn.startTime : paint.startTime,
                });
                else requestAnimationFrame(look);
              };
              look();
            })"""
        )
    )


def told(measured: dict[str, float], empty: float) -> str:
    """The figures beside what is wanted and beside a page that shows no events."""
    lines = [f"\n{EVENTS:,} events; a page without any paints in {empty:.0f} ms"]
    lines += [
        f"  {name:<12}{value:6.0f} ms   wanted {WANTED[name]:5,} ms"
        for name, value in measured.items()
    ]
    return "\n".join(lines)


def test_first_paint_and_filters_are_quick_with_100_000_events(
    desk: Desk, seen: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    look = seen(desk)
    page = look.go(desk.entry)
    opened, empty, filtered = [], [], []

    for _ in range(ROUNDS):
        look.go(desk.root)
        opened.append(painted(page))
        look.go(f"{desk.root}/data")
        empty.append(painted(page)["first paint"])
    look.go(desk.root)
    for _ in range(2 * ROUNDS):
        before = page.evaluate("performance.getEntriesByName('desk-filtered').length")
        page.locator("#timeline .legend-button").first.click()
        page.wait_for_selector("body:not([data-busy])")
        page.wait_for_selector(f"#main[data-filtered='{before + 1}']")
        filtered.append(
            page.evaluate(
                "performance.getEntriesByName('desk-filtered').at(-1).startTime"
                " - performance.getEntriesByName('desk-asked').at(-1).startTime"
            )
        )

    measured = {
        "first paint": median(o["first paint"] for o in opened),
        "drawn": median(o["drawn"] for o in opened),
        "filter": median(filtered),
    }
    with capsys.disabled():
        print(told(measured, median(empty)))  # noqa: T201 - the figures are what one runs it for
    for name, value in measured.items():
        assert value < SLOWEST[name], name
    look.is_clean()
