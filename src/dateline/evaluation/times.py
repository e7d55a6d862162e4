"""Time expressions against TIMEX3 gold: are they found, and do they mean the right days?

A gold expression is found if one of ours shares a character with it (each of ours counts once, the
one with the longest overlap); *exact* asks for the same words. The value is right if it is the gold
TIMEX3 value, letter by letter. A range of ours is scored as its two ends, as TIMEX3 marks it. All
figures are F1 over all expressions, but *value of those found*.
The baseline finds weekdays, months, years and a few words with a pattern, and takes every weekday
for the last one before the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.article import Article, make_article
from dateline.errors import EvaluationError
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.reading.reading import Reading, TimeMention

BASELINE = "a pattern for weekdays, months, years; a weekday is the last one before publication"
HEIDELTIME = "HeidelTime on TempEval-3"
HEIDELTIME_SPANS, HEIDELTIME_VALUES = 0.907, 0.781
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
PLAIN = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)})"
    rf"|(?P<month>{'|'.join(MONTHS)})(?: (?P<day>\d{{1,2}}))?(?:,? (?P<of>(?:19|20)\d\d))?"
    r"|(?P<year>(?:19|20)\d\d)|(?P<word>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Ll]ast year))\b"
)
AROUND = 40
# What stands between the two ends of a range.
BETWEEN = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|until|till|through)\s+")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression as the scorer sees it."""

    start: int
    end: int
    type: str
    value: str


@dataclass(slots=True)
class Counts:
    """Sums over documents."""

    gold: int = 0
    ours: int = 0
    found: int = 0
    exact: int = 0
    typed: int = 0
    valued: int = 0
    misses: list[Miss] = field(default_factory=list)

    def f1(self, right: int) -> float:
        """F1 for a number of right expressions."""
        return precision_recall(right, self.ours, self.gold)[2]


def evaluate_times(
    paths: Iterable[Path | str],
    read: Callable[[Article], Reading],
    part: Part = "all",
) -> Table:
    """Score the times layer.

    Args:
        paths: files with a document a line: text, day of publication (`dct`), expressions.
        read: reads an article up to and with its times.
        part: the half of the documents to score.

    Raises:
        EvaluationError: a file cannot be read, or holds no time expressions.
    """
    ours, plain = Counts(), Counts()
    for path in paths:
        for row in rows_of(path):
            if "timexes" not in row:
                msg = f"{path}: a record without `timexes`; give a file of time expressions"
                raise EvaluationError(msg)
            if not within(part, str(row.get("doc_id", row["text"]))):
                continue
            text, published = str(row["text"]), _day(row.get("dct"))
            gold = [_timex(t) for t in row["timexes"]]
            reading = read(make_article(text, id=str(row.get("doc_id")), published=published))
            mentions = [end for t in reading.times for end in ends(t)]
            where = str(row.get("doc_id", path))
            compare(gold, mentions, (where, text), ours)
            compare(gold, list(baseline(text, published)), (where, text), plain)
    if not ours.gold:
        msg = "no time expressions in the gold files given"
        raise EvaluationError(msg)
    return _table(ours, plain)


def _day(dct: object) -> date | None:
    try:
        return date.fromisoformat(str(dct)[:10]) if dct else None
    except ValueError:
        return None


def _timex(row: Mapping[str, Any]) -> Timex:
    return Timex(row["start"], row["end"], str(row["type"]), str(row.get("value") or "").strip())


def ends(mention: TimeMention) -> Iterator[Timex]:
    """A time of ours as TIMEX3 has it: a range is marked there as its two ends."""
    values = mention.value.split("/")
    cuts = list(BETWEEN.finditer(mention.text))
    if len(values) != 2 or not cuts:  # noqa: PLR2004 - two ends
        yield Timex(mention.start, mention.end, mention.type, mention.value)
        return
    cut = cuts[-1]
    yield Timex(mention.start, mention.start + cut.start(), mention.type, values[0])
    yield Timex(mention.start + cut.end(), mention.end, mention.type, values[1])


def compare(
    gold: Sequence[Timex], ours: Sequence[Timex], source: tuple[str, str], counts: Counts
) -> None:
    """Count one document; `source` is its name and its text, for the misses."""
    where, text = source
    counts.gold += len(gold)
    counts.ours += len(ours)
    used: set[int] = set()
    for wanted in gold:
        overlaps = [
            (min(wanted.end, t.end) - max(wanted.start, t.start), -k)
            for k, t in enumerate(ours)
            if k not in used
        ]
        best = max(overlaps, default=(0, 0))
        if best[0] <= 0:
            counts.misses.append(_miss("missed", where, text, wanted, None))
            continue
        got = ours[-best[1]]
        used.add(-best[1])
        counts.found += 1
        words = text[wanted.start : wanted.end].strip(), text[got.start : got.end].strip()
        counts.exact += words[0].lower() == words[1].lower()
        counts.typed += wanted.type == got.type
        counts.valued += wanted.value == got.value
        if wanted.value != got.value:
            counts.misses.append(_miss("value", where, text, wanted, got))
    counts.misses.extend(
        _miss("false", where, text, None, t) for k, t in enumerate(ours) if k not in used
    )


def _miss(kind: str, where: str, text: str, gold: Timex | None, ours: Timex | None) -> Miss:
    at = gold or ours
    around = text[max(0, at.start - AROUND) : at.end + AROUND] if at else ""
    return Miss(kind, where, " ".join(around.split()), _shown(text, gold), _shown(text, ours))


def _shown(text: str, timex: Timex | None) -> str:
    if timex is None:
        return "nothing"
    return f"{timex.type} {timex.value} ({text[timex.start : timex.end]})"


def baseline(text: str, published: date | None) -> Iterator[Timex]:
    """Weekdays, months, years and a few words, each read in the simplest way."""
    for match in PLAIN.finditer(text):
        value = _plain_value(match, published)
        yield Timex(match.start(), match.end(), "DATE", value)


def _plain_value(match: re.Match[str], published: date | None) -> str:
    if match["year"]:
        return match["year"]
    if match["month"]:
        year = match["of"] or (f"{published.year}" if published else "XXXX")
        day = f"-{int(match['day']):02d}" if match["day"] else ""
        return f"{year}-{MONTHS.index(match['month']) + 1:02d}{day}"
    if published is None:
        return ""
    if match["weekday"]:
        back = (published.weekday() - WEEKDAYS.index(match["weekday"]) - 1) % 7 + 1
        return (published - timedelta(days=back)).isoformat()
    word = match["word"].lower()
    if word == "last year":
        return f"{published.year - 1}"
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[word]
    return (published + timedelta(days=shift)).isoformat()


def _table(ours: Counts, plain: Counts) -> Table:
    rows = [
        Score(
            "spans F1",
            ours.f1(ours.found),
            plain.f1(plain.found),
            ours.gold,
            HEIDELTIME,
            HEIDELTIME_SPANS,
        ),
        Score(
            "spans precision",
            share(ours.found, ours.ours),
            share(plain.found, plain.ours),
            ours.ours,
        ),
        Score(
            "spans recall", share(ours.found, ours.gold), share(plain.found, plain.gold), ours.gold
        ),
        Score("exact spans F1", ours.f1(ours.exact), plain.f1(plain.exact), ours.gold),
        Score("type F1", ours.f1(ours.typed), plain.f1(plain.typed), ours.gold),
        Score(
            "value F1",
            ours.f1(ours.valued),
            plain.f1(plain.valued),
            ours.gold,
            HEIDELTIME,
            HEIDELTIME_VALUES,
        ),
        Score(
            "value of those found",
            share(ours.valued, ours.found),
            share(plain.valued, plain.found),
            ours.found,
        ),
    ]
    return Table("times", tuple(rows), BASELINE, (), tuple(ours.misses))
