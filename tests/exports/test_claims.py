"""Who says what: sayings, their voices, and the three formats."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from dateline.exports import claims
from tests import examples


def drawn(said: list[claims.Saying]) -> str:
    stream = io.StringIO()
    claims.table(said, stream)
    return stream.getvalue()


def test_each_event_has_its_voice_and_number() -> None:
    march, arrests, stones = claims.sayings(examples.reports())
    assert (march.voice, march.own_word, march.stance) == ("The Harbour Post", True, "asserts")
    assert (march.what, march.low, march.number) == ("participants", 12000, "Some 12,000")
    assert (arrests.voice, arrests.own_word, arrests.cue) == ("a police spokeswoman", False, "said")
    assert (arrests.low, arrests.high, arrests.quoted) == (9, None, True)
    assert (stones.voice, stones.stance, stones.status) == ("Rosa Quiroga", "denies", "denied")
    assert stones.what is None


def test_a_number_outside_the_claim_is_the_outlets_own() -> None:
    report = examples.arrests()
    claim = replace(report.claims[0], start=examples.span("were arrested").start)
    act, number = claims.sayings([replace(report, claims=(claim,))])
    assert (act.voice, act.number) == ("a police spokeswoman", None)
    assert (number.voice, number.own_word, number.low) == ("The Harbour Post", True, 9)


def test_the_innermost_voice_speaks_through_the_others() -> None:
    report = examples.arrests()
    inner = report.claims[0]
    outer = replace(inner, speaker=examples.actor("Rosa Quiroga", "Rosa Quiroga"))
    (saying,) = claims.sayings([replace(report, claims=(outer, inner))])
    assert saying.voice == "a police spokeswoman"
    assert saying.through == ("Rosa Quiroga",)
    assert "by way of Rosa Quiroga" in " ".join(drawn([saying]).split())


def test_without_an_outlet_the_report_itself_speaks() -> None:
    (saying,) = claims.sayings([examples.march(examples.article(outlet=None))])
    assert (saying.voice, saying.own_word) == (claims.UNNAMED, True)


def test_voices_are_grouped_and_outlets_come_first() -> None:
    other = examples.article(id="other", outlet="The Gazette")
    said = claims.by_voice(claims.sayings([*examples.reports(), *examples.reports(other)]))
    voices = [s.voice for s in said]
    assert voices == [
        "The Gazette", "The Harbour Post", *["Rosa Quiroga"] * 2, *["a police spokeswoman"] * 2,
    ]  # fmt: skip
    assert [s.own_word for s in said] == [True, True, False, False, False, False]


def test_the_table_tells_own_word_and_claims_apart() -> None:
    text = drawn(claims.by_voice(claims.sayings(examples.reports())))
    lines = text.splitlines()
    assert lines[0].startswith("■ The Harbour Post: its own word (1)")
    assert "“ a police spokeswoman [CHLCOP] (1), told by The Harbour Post" in text
    assert "own word" in text
    assert "denies" in text
    assert max(map(len, lines)) <= 100


def test_jsonl_and_csv_hold_the_same() -> None:
    said = claims.sayings(examples.reports())
    lines, rows = io.StringIO(), io.StringIO()
    claims.jsonl(said, lines)
    claims.csv(said, rows)
    objects = [json.loads(line) for line in lines.getvalue().splitlines()]
    table = list(csv.DictReader(io.StringIO(rows.getvalue())))
    assert [tuple(o) for o in objects] == [claims.COLUMNS] * 3
    assert [r["voice"] for r in table] == [o["voice"] for o in objects]
    assert [r["own_word"] for r in table] == ["True", "False", "False"]
    assert table[1]["high"] == ""
