from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.evaluation.events import Tally, article_of, compare, sentence_at, table_of
from dateline.evaluation.gold import Coded, GoldArticle, Who, articles
from dateline.evaluation.report import Table

OWN = Path(__file__).parents[2] / "evaluation" / "own" / "articles.jsonl"
TEXT = "Police arrested ten marchers in Lyon. Ana Lopes condemned the arrests."
POLICE = Who("Police", "French police", "FRA", ("COP",))
CROWD = Who("marchers", "marchers", "FRA", ("PRO",))
LOPES = Who("Ana Lopes", "Ana Lopes", "FRA", ("OPP",))


def event(sentence: int, kind: str, trigger: str, *sides: tuple[Who, ...]) -> Coded:
    sources, targets = sides
    return Coded(
        sentence=sentence,
        trigger=trigger,
        type=kind,
        mode=None,
        sources=sources,
        targets=targets,
        place=None,
        date=None,
        figures=frozenset(),
        status="occurred",
        claim=(),
    )


ARREST = replace(
    event(0, "COERCE", "arrested", (POLICE,), (CROWD,)),
    mode="arrest",
    place=("Lyon", "FRA"),
    date=("2024-05-03", "2024-05-03"),
    figures=frozenset({("arrests", 10.0, 10.0)}),
    claim=("witnesses",),
)
BLAME = event(1, "ACCUSE", "condemned", (LOPES,), ())
GOLD = GoldArticle("T1", TEXT, None, None, "2024-05-04", ((0, 37), (38, 70)), (ARREST, BLAME))


def scored(*ours: Coded) -> tuple[Table, list[str]]:
    tally = Tally()
    compare(GOLD, ours, tally)
    return table_of(tally, Tally()), [m.kind for m in tally.misses]


def test_gold_against_itself_is_perfect() -> None:
    table, misses = scored(*GOLD.events)
    assert misses == []
    assert all(s.value == 1.0 for s in table.scores if s.of)


def test_nothing_found() -> None:
    table, misses = scored()
    assert misses == ["missed", "missed"]
    assert table.value("type F1") == 0.0


def test_wrong_type_counts_as_detected() -> None:
    table, misses = scored(replace(ARREST, type="ASSAULT"), BLAME)
    assert misses == ["type"]
    assert table.value("detection F1") == 1.0
    assert table.value("type P") == 0.5


def test_false_report_lowers_precision_alone() -> None:
    table, misses = scored(ARREST, BLAME, event(1, "COERCE", "arrests", (), ()))
    assert misses == ["false"]
    assert table.value("type R") == 1.0
    assert table.value("type P") == pytest.approx(2 / 3)


def test_sides_are_judged_each_alone() -> None:
    table, misses = scored(replace(ARREST, sources=()), replace(BLAME, targets=(POLICE,)))
    assert misses == ["source", "target"]
    assert table.value("type F1") == 1.0
    assert table.value("type and source F1") == 0.5
    assert table.value("type and both actors F1") == 0.0


def test_one_right_actor_of_several_is_enough_but_not_strictly() -> None:
    table, _ = scored(replace(ARREST, sources=(LOPES, POLICE)), BLAME)
    assert table.value("type and both actors F1") == 1.0
    assert table.value("type and all actors, strict F1") == 0.5


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("mode", {"mode": None}),
        ("place", {"place": ("Paris", "FRA")}),
        ("date", {"date": ("2024-05-02", "2024-05-03")}),
        ("figures", {"figures": frozenset({("arrests", 10.0, None)})}),
        ("status", {"status": "planned"}),
        ("claim", {"claim": ()}),
    ],
)
def test_each_field(name: str, change: dict[str, object]) -> None:
    table, misses = scored(replace(ARREST, **change), BLAME)  # type: ignore[arg-type]
    assert misses == [name]
    assert table.value(name) == 0.5
    assert table.value("type and both actors F1") == 1.0
    if name != "status":
        assert table.value(f"{name}, where gold has one") == 0.0


def test_a_date_that_overlaps_is_told_apart_from_one_that_does_not() -> None:
    assert (
        scored(replace(ARREST, date=("2024-05-01", "2024-05-31")), BLAME)[0].value(
            "date, overlapping"
        )
        == 1.0
    )
    assert (
        scored(replace(ARREST, date=("2024-04-01", "2024-04-30")), BLAME)[0].value(
            "date, overlapping"
        )
        == 0.0
    )


def test_reports_of_one_sentence_are_no_match_for_another() -> None:
    _, misses = scored(replace(ARREST, sentence=1), BLAME)
    assert misses == ["missed", "false"]


def test_sentence_of_an_offset() -> None:
    assert sentence_at(GOLD, 0) == 0
    assert sentence_at(GOLD, 36) == 0
    assert sentence_at(GOLD, 37) == 1
    assert sentence_at(GOLD, 500) == 1


def test_texts_are_taken_as_given() -> None:
    article = article_of(GOLD)
    assert article.cleaned
    assert article.text == TEXT
    assert str(article.published) == "2024-05-04"


def test_our_own_gold_is_sound() -> None:
    found = articles(OWN)
    assert len(found) == 12
    assert sum(len(a.events) for a in found) >= 90
    types = {e.type for a in found for e in a.events}
    assert len(types) == 16
    for row in OWN.read_text("utf-8").splitlines():
        article = json.loads(row)
        assert article["published"]
        for one in article["events"]:
            start, end = article["sentences"][one["sent"]]
            assert one["trigger"] in article["text"][start:end]
            for actor in (*one["sources"], *one["targets"]):
                assert actor["text"] in article["text"][:end]
