# ruff: noqa: INP001 - a script, no package
"""What each layer and the coder cost beside the bare parse, on your own articles.

    python benchmarks/layers.py articles.jsonl --limit 300

FILE is anything that `dateline code` reads. All articles are parsed first; every layer then runs
over all of them by itself, three times, and the fastest pass counts, so that the machine's other
work weighs little. The last lines tell how many articles a second a layer alone would do, and the
whole way (parse, layers, coding) as a multiple of the bare parse of the same run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

from dateline.api import Pipeline
from dateline.article import Article
from dateline.errors import ReadingError
from dateline.reading.arcs import Parse
from dateline.reading.components import Component, apply
from dateline.reading.reader import check_readable
from dateline.reading.reading import Reading
from dateline.sources import Failure, SourceOptions, gather

PASSES = 3
MICRO = 1e6


def articles_of(files: Sequence[str], limit: int, pipeline: Pipeline) -> list[Article]:
    """The first readable articles of the files, cleaned."""
    found: list[Article] = []
    for item in gather(files, SourceOptions()):
        if isinstance(item, Failure):
            continue
        article = pipeline.clean(item)
        try:
            check_readable(article)
        except ReadingError:
            continue
        found.append(article)
        if len(found) == limit:
            break
    return found


def fastest(work: Callable[[], object], passes: int) -> float:
    """Seconds of the fastest pass."""
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def measure(
    articles: Sequence[Article], pipeline: Pipeline, passes: int = PASSES
) -> tuple[int, dict[str, float]]:
    """The number of tokens, and the seconds of the parse, of each layer and of the coder."""
    parser = pipeline.reader.parser
    texts = [a.text for a in articles]
    list(parser.parse_all(texts[:5]))
    parses: list[Parse] = []

    def parse() -> None:
        parses[:] = parser.parse_all(texts)

    seconds = {"parse": fastest(parse, passes)}
    readings = [Reading(article=a, parse=p) for a, p in zip(articles, parses, strict=True)]
    for component in pipeline.reader.components:
        # A layer writes its own records anew, so running it again changes nothing; the first pass
        # also fills its caches, as the first articles of a long run do.
        def layer(component: Component = component) -> None:
            for reading in readings:
                apply(component, reading)

        seconds[component.name] = fastest(layer, passes)
    seconds["coding"] = fastest(lambda: [pipeline.code(r) for r in readings], passes)
    return sum(len(p.tokens) for p in parses), seconds


def report(count: int, tokens: int, seconds: dict[str, float]) -> str:
    """The table of the costs."""
    bare = seconds["parse"]
    lines = [f"{count} articles, {tokens:,} tokens", ""]
    lines.append(f"{'step':<14}{'µs a token':>12}{'of the parse':>14}{'articles/s':>12}")
    for step, taken in [*seconds.items(), ("all", sum(seconds.values()))]:
        cost = taken / tokens * MICRO
        lines.append(f"{step:<14}{cost:>12.1f}{taken / bare:>13.2f}x{count / taken:>12,.0f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--limit", type=int, default=200, help="articles (default 200)")
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--parser", help="another installed model")
    given = parser.parse_args()
    pipeline = Pipeline(parser=given.parser)
    articles = articles_of(given.files, given.limit, pipeline)
    if not articles:
        parser.error("no readable article in the files")
    tokens, seconds = measure(articles, pipeline, given.passes)
    print(report(len(articles), tokens, seconds))  # noqa: T201 - the output


if __name__ == "__main__":
    main()
