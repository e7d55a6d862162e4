from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.api import Pipeline
from dateline.article import Article
from dateline.evaluation.places import distance, evaluate_event_places, evaluate_places
from dateline.reading.arcs import Parse
from dateline.reading.reading import PlaceMention, Reading
from dateline.reading.spacy_parser import SpacyParser

TEXT = "Trains from Lyon to Geneva stood still."


def mention(text: str, latitude: float | None, longitude: float | None) -> PlaceMention:
    start = TEXT.index(text)
    return PlaceMention(
        start=start,
        end=start + len(text),
        text=text,
        head=0,
        name=text,
        geonameid=None,
        latitude=latitude,
        longitude=longitude,
        country=None,
        admin1=None,
        feature=None,
        precision="city",
        confidence=1.0,
    )


def test_distance() -> None:
    assert distance((45.75, 4.85), (45.75, 4.85)) == 0
    assert distance((45.75, 4.85), (46.2, 6.15)) == pytest.approx(112, abs=3)
    assert distance((0, 179.5), (0, -179.5)) == pytest.approx(111, abs=1)


def test_places(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    gold = [("Lyon", 45.75, 4.85), ("Geneva", 46.2, 6.15)]
    toponyms = [
        {"start": TEXT.index(t), "end": TEXT.index(t) + len(t), "text": t, "lat": a, "lon": b}
        for t, a, b in gold
    ]
    path.write_text(json.dumps({"doc_id": "1", "text": TEXT, "toponyms": toponyms}) + "\n")
    ours = [mention("Lyon", 45.7, 4.9), mention("Geneva", 42.87, -76.98), mention("stood", 0, 0)]

    def read(article: Article) -> Reading:
        return Reading(article=article, parse=Parse(article.text, [], []), places=ours)

    (table,) = evaluate_places([path], read)
    assert table.value("recognition recall") == 1.0
    assert table.value("recognition precision") == pytest.approx(2 / 3)
    assert table.value("within 161 km, all gold") == 0.5
    assert [m.kind for m in table.misses] == ["far", "false"]


def test_event_places(tmp_path: Path) -> None:
    text = "Police arrested ten protesters in Lyon on Monday."
    spans = [
        {"start": text.index(w), "end": text.index(w) + len(w), "text": w}
        for w in ("arrested", "Lyon")
    ]
    row = {"doc_id": "1", "text": text, "event_spans": spans[:1], "event_locations": spans[1:]}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row) + "\n")
    table = evaluate_event_places([path], Pipeline())
    assert table.value("event words coded") == 1.0
    assert table.value("place F1") == 1.0


def test_wide_places_are_judged_by_what_they_hold(tmp_path: Path, parser: SpacyParser) -> None:
    text = "Talks on grain began in Russia."
    span = {"start": text.index("Russia"), "end": text.index("Russia") + 6, "text": "Russia"}
    path = tmp_path / "set.jsonl"

    def read(article: Article) -> Reading:
        return Reading(article=article, parse=parser.parse(article.text))

    for point, held in (((58.0, 70.0), 1.0), ((48.0, 2.0), 0.0)):
        toponym = {**span, "lat": point[0], "lon": point[1]}
        path.write_text(json.dumps({"doc_id": "1", "text": text, "toponyms": [toponym]}) + "\n")
        (table,) = evaluate_places([path], read)
        assert table.value("gold spans, within 161 km") == 0.0
        assert table.value("gold spans, or the country or unit there") == held
