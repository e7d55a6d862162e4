# ruff: noqa: INP001, T201 - a script, no package
"""What linking costs: same text, stories and incidents, over made-up reports.

    python benchmarks/linking.py --reports 100000

The reports are made from a fixed seed: happenings in a thousand towns over a year, each told by one
to eight outlets in texts of made-up names among common words, some of them copies of another. The
baseline of the run is a bare count of the words of all texts; each line says how many things a
second were done and how many times the baseline's time it took. The last line is the most memory
that was in use.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from dateline.event import Actor, EventReport, Excerpt, Figure, Origin, Place, When
from dateline.linking import texts as same_texts
from dateline.linking.items import LinkText, day_of, pages_of
from dateline.linking.linker import Known, Linked, Linker
from dateline.linking.stories import stories_of

TYPES = (("PROTEST", "demo"), ("ASSAULT", "firearms"), ("COERCE", "arrest"), ("CONSULT", None))
SYLLABLES = "ba co di fu ga he ji ko lu ma ne po qui ra so tu va we xi zo".split()
START = date(2023, 1, 1)
TOWNS, COMMON = 1000, 4000
KILOBYTE = 1024


def make_words(count: int, chance: random.Random) -> list[str]:
    """Made-up words."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(count)]


def common_words() -> list[str]:
    """The commonest words of the table that linking goes by, commonest first."""
    table = files("dateline.linking").joinpath("data/words.txt").read_text("utf-8")
    lines = [line.partition("\t")[2].split() for line in table.splitlines()[3:]]
    return [word for line in lines for word in line][:COMMON]


def actor(name: str) -> Actor:
    """A named actor of no country."""
    return Actor(name, None, None, name, None, ("CVL",), "CVL", None, collective=True)


def make_reports(
    count: int, chance: random.Random
) -> tuple[list[EventReport], dict[str, LinkText], dict[str, int]]:
    """Reports, the texts of their articles, and the number of the happening of each report."""
    common = common_words()
    weights = [1 / (k + 3) for k in range(COMMON)]
    towns = [(f"Town{k}", chance.uniform(-50, 60), chance.uniform(-120, 140)) for k in range(TOWNS)]
    reports: list[EventReport] = []
    texts: dict[str, LinkText] = {}
    truth: dict[str, int] = {}
    happening = 0
    while len(reports) < count:
        happening += 1
        kind, mode = chance.choice(TYPES)
        town = chance.choice(towns)
        day = START + timedelta(days=chance.randrange(365))
        who = [w.title() for w in make_words(3, chance)]
        topic = [*make_words(12, chance), *chance.choices(common, weights, k=30), *who, town[0]]
        copied = ""
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            told = chance.choices(topic, k=90) + chance.choices(common, weights, k=130)
            chance.shuffle(told)
            body = copied if copied and chance.random() < 0.2 else " ".join(told)  # noqa: PLR2004
            copied = copied or body
            number = len(texts)
            published = (day + timedelta(days=chance.choice((0, 0, 1, 1, 2)))).isoformat()
            key = f"a{number}"
            texts[key] = LinkText(key, " ".join(told[:8]), f"Outlet {number % 40}", published, body)
            for _ in range(chance.choice((1, 1, 2))):
                told_in = " ".join(chance.choices(topic, k=18))
                report = make_report(len(reports), (kind, mode), texts[key], told_in)
                reports.append(placed(report, town, day, who, chance))
                truth[report.id] = happening
    return reports, texts, truth


def make_report(
    number: int, kind: tuple[str, str | None], text: LinkText, told: str
) -> EventReport:
    """A report with nothing but its words."""
    return EventReport(
        id=f"r{number:07d}",
        article=Origin(text.id, text.title, text.outlet, None, text.published, None),
        sentence=0,
        evidence=Excerpt(told, 0, len(told)),
        trigger=Excerpt("march", 0, 5),
        type=kind[0],
        mode=kind[1],
        contexts=(),
        cameo="141",
        quad=4,
        goldstein=-6.5,
        sources=(),
        targets=(),
        place=None,
        date=None,
        figures=(),
        status="occurred",
        claims=(),
        demand=None,
        confidence=0.8,
    )


def placed(
    report: EventReport,
    town: tuple[str, float, float],
    day: date,
    who: Sequence[str],
    chance: random.Random,
) -> EventReport:
    """The report with place, date, actors and a figure, some of them not told."""
    name, latitude, longitude = town
    place = Place(
        name, 0, 4, name, int(name[4:]), latitude, longitude, "XXX", None, "city", "clause"
    )
    told = When(None, day.isoformat(), day.isoformat(), "day")
    crowd = float(chance.choice((100, 500, 1000)))
    figure = Figure("participants", str(crowd), 0, 3, crowd, crowd, approximate=True, unit=None)
    return replace(
        report,
        place=place if chance.random() < 0.8 else None,  # noqa: PLR2004
        date=told if chance.random() < 0.8 else None,  # noqa: PLR2004
        sources=(actor(who[0]),),
        targets=(actor(who[1]),) if chance.random() < 0.5 else (),  # noqa: PLR2004
        figures=(figure,) if chance.random() < 0.4 else (),  # noqa: PLR2004
    )


def right(found: Linked, truth: dict[str, int]) -> float:
    """Pair F1 of the groups found against the happenings made."""
    ours = {i: n for n, group in enumerate(found.groups) for i in group}
    both = Counter((ours[i], truth[i]) for i in truth)
    mine, theirs = Counter(ours.values()), Counter(truth.values())
    shared, one, other = (sum(n * (n - 1) // 2 for n in c.values()) for c in (both, mine, theirs))
    return 2 * shared / max(1, one + other)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--model", default="default")
    given = parser.parse_args()
    reports, texts, truth = make_reports(given.reports, random.Random(7))  # noqa: S311 - no secret
    articles = list(texts.values())
    word = re.compile(r"\w+")

    def timed(count: int, what: str, seconds: tuple[float, float], base: float | None) -> None:
        wall, busy = seconds
        beside = "" if base is None else f"  {busy / base:6.1f} times the baseline"
        print(
            f"{what:<22}{count / wall:>10,.0f} a second ({wall:.1f} s, {busy:.1f} s busy){beside}"
        )

    clock = Clock()
    for article in articles:
        Counter(word.findall(article.text.lower()))
    base = clock.lap()
    timed(len(articles), "baseline: count words", base, None)
    same_texts.groups_of([a.text for a in articles])
    same = clock.lap()
    timed(len(articles), "same text", same, base[1])
    pages = pages_of(articles)
    words = clock.lap()
    stories_of(pages.words, [day_of(a.published) for a in articles])
    stories = clock.lap()
    timed(len(articles), "stories", plus(words, stories), base[1])
    linker = Linker(given.model)
    pairs = linker.count_pairs(reports, texts)
    timed(len(reports), "dry run", clock.lap(), base[1])
    found = linker.link(reports, texts)
    whole = clock.lap()
    timed(len(reports), "all three relations", whole, base[1])
    others = plus(same, stories)
    alone = (whole[0] - others[0], whole[1] - others[1])
    timed(len(reports), "of it incidents", alone, base[1])
    print(f"{pairs:,} pairs, {len(found.groups):,} incidents, pair F1 {right(found, truth):.3f}")
    new = {r.id for r in reports[-100:]}
    held = {f"i{n}": g for n, g in enumerate(found.groups)}
    clock.lap()
    linker.link(reports, texts, new=new, known=Known(held))
    timed(len(new), "the last 100 again", clock.lap(), base[1])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    print(f"most memory in use: {most:,.0f} MB, the reports and texts themselves included")


def plus(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Two laps together."""
    return one[0] + other[0], one[1] + other[1]


class Clock:
    """Seconds since the last lap, by the wall and of this process's own work."""

    def __init__(self) -> None:
        self.lap()

    def lap(self) -> tuple[float, float]:
        """Seconds of the wall clock and busy seconds since the last call."""
        wall, busy = time.perf_counter(), time.process_time()
        passed = (wall - getattr(self, "wall", wall), busy - getattr(self, "busy", busy))
        self.wall, self.busy = wall, busy
        return passed


if __name__ == "__main__":
    main()
