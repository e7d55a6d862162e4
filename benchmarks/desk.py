# ruff: noqa: INP001, T201 - a script, no package, that prints and finds its own folder
"""How long the desk takes with many events, beside the simplest question one can ask the store.

    python benchmarks/desk.py --events 100000

A store is made up (the same one each time) and opened as `dateline desk` opens it. Each address is
asked several times by way of the whole application, guard and JSON included; the median counts,
and beside it the processor's time of all threads, which does not grow when the machine has other
work. The baseline is `SELECT count(*) FROM events` on the store, and the same address on a store
with a hundredth of the events.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.desk.synthetic import make_store

from dateline.desk.app import make_app
from dateline.desk.desk import Desk
from dateline.desk.guard import rules_for

PASSES = 5
FILTER = "type=PROTEST&country=BLR&from=2020-03-01&to=2020-09-30"
ADDRESSES = (
    ("first page, HTML", "/"),
    ("overview, all", "/api/overview"),
    ("overview, filtered", f"/api/overview?{FILTER}"),
    ("overview, one actor", "/api/overview?actor=Actor+3"),
    ("overview, box and voice", "/api/overview?bbox=-20,-30,60,50&voice=Speaker+1"),
    ("overview, words", "/api/overview?q=place+7"),
    ("page with a filter, HTML", f"/?{FILTER}"),
    ("map", "/api/map"),
    ("time line", "/api/timeline"),
    ("crowds", "/api/crowds"),
    ("who to whom", "/api/matrix"),
    ("facets", "/api/facets"),
    ("table, first page", "/api/events"),
    ("table, sorted, page 500", "/api/events?sort=-confidence&page=500"),
    ("review queue", "/api/review"),
    ("list of articles", "/api/articles"),
    ("actors, search", "/api/search/actors?q=actor+29"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds by the clock, and of the processor."""

    clock: float
    processor: float


def cost(act: Callable[[], object]) -> Cost:
    """The median cost of doing something several times."""
    clocks, processors = [], []
    for _ in range(PASSES):
        clock, processor = time.perf_counter(), time.process_time()
        act()
        clocks.append(1000 * (time.perf_counter() - clock))
        processors.append(1000 * (time.process_time() - processor))
    return Cost(statistics.median(clocks), statistics.median(processors))


def measure(events: int, folder: Path) -> tuple[dict[str, Cost], dict[str, float]]:
    """Costs by address, and seconds of what happens once."""
    path = folder / f"made-{events}.duckdb"
    begun = time.perf_counter()
    make_store(path, events)
    made = time.perf_counter() - begun
    begun, worked = time.perf_counter(), time.process_time()
    desk = Desk(path)
    opened, working = time.perf_counter() - begun, time.process_time() - worked
    client = TestClient(make_app(desk, rules_for(8765)), base_url="http://127.0.0.1:8765")
    found: dict[str, Cost] = {}
    for name, address in ADDRESSES:
        found[name] = cost(
            lambda address=address: client.get(  # type: ignore[misc]
                address, headers={"accept": "text/html"}
            ).raise_for_status()
        )
    found["count"] = cost(lambda: desk.store.select("SELECT count(*) FROM events"))
    desk.close()
    once = {"making the store": made, "opening the desk": opened, "  of the processor": working}
    return found, once


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        small, _ = measure(max(1, events // 100), Path(folder))
        large, once = measure(events, Path(folder))
    print(
        f"{'milliseconds':28}{'clock':>8}{'processor':>11}{'clock at 1/100':>16}{'processor':>11}"
    )
    labels = {name: name for name, _ in ADDRESSES} | {"count": "baseline: count(*)"}
    for name, label in labels.items():
        big, little = large[name], small[name]
        print(
            f"{label:28}{big.clock:8.0f}{big.processor:11.0f}"
            f"{little.clock:16.0f}{little.processor:11.0f}"
        )
    for name, seconds in once.items():
        print(f"{name:28}{seconds:8.2f} s")


if __name__ == "__main__":
    main()
