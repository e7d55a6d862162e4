"""Stories and incidents against small gold sets of our own, through the command's own way in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import EvaluationError
from dateline.evaluation.tasks import score

SHOOTINGS = (
    ("i1", "TELMIN, Ohio", "Marcus Oak", "Cedar Street", "2021-03-02", 23),
    ("i1", "DAYTON, Ohio", "Marcus Oak", "Cedar Street", "2021-03-03", 23),
    ("i2", "AKRON, Ohio", "Jenna Birch", "Mill Road", "2021-03-02", 31),
    ("i2", "AKRON, Ohio", "Jenna Birch", "Mill Road", "2021-03-04", 31),
    ("i3", "TULSA, Okla.", "Peter Ash", "Harbor Avenue", "2021-06-10", 54),
)


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    rows = []
    for n, (incident, line, name, street, day, age) in enumerate(SHOOTINGS):
        text = (
            f"{line} - {name}, {age}, was shot and killed on {street} late on Monday, police said. "
            f"Neighbors of {name} heard several shots near the corner of {street} and saw a dark "
            f"car leave. Detectives are looking for witnesses, report number {n * 7 + 3}. "
            f"The family of {name} has asked for help to find whoever did it."
        )
        rows.append(
            {"doc_id": f"d{n}", "incident_id": incident, "title": f"{name} shot on {street}",
             "date": day, "source": f"outlet{n}", "text": text}
        )  # fmt: skip
    return write(tmp_path / "articles.jsonl", rows)


def test_articles_of_an_incident_are_found_together(articles: Path) -> None:
    (table,) = score("incidents", [articles])
    assert table.value("pair F1") == 1
    assert table.value("B³ F1") == 1
    assert table.value("groups") == 3
    assert table.notes[0] == "model: articles-1"
    assert {s.name for s in table.scores} >= {"default scorer: pair F1", "default scorer: B³"}


def test_the_halves_share_no_incident(articles: Path) -> None:
    def count(part: Any) -> int:
        try:
            (table,) = score("incidents", [articles], part)
        except EvaluationError:
            return 0
        return int(table.value("groups"))

    assert count("dev") + count("kept") == 3


def test_rows_that_people_coded_are_scored(tmp_path: Path) -> None:
    base: dict[str, Any] = {
        "country": "Utopia", "date_start": "2011-01-04", "date_end": "2011-01-04",
        "city": "Amaurot", "latitude": 5.0, "longitude": -4.0, "actor1_id": "UTO-1",
        "actor1_type": "Security forces", "actor1_victim": 0.0, "actor1_perpetrator": 1.0,
        "actor1_violence": "Shooting", "target": "Citizens", "event_context": "Protest",
        "deaths_best": 3, "injuries_best": 9, "source_author": "Utopia Wire",
    }  # fmt: skip
    far = {"city": "Mentirano", "latitude": 9.0, "longitude": -7.0, "deaths_best": 0}
    rows = [
        {**base, "id": "1", "event_id": "e1", "source": "Utopia Wire (2011-01-05) Three shot dead"},
        {**base, "id": "2", "event_id": "e1", "source_author": "Morning",
         "source": "Morning (2011-01-05) Police shot three dead"},
        {**base, **far, "id": "3", "event_id": "e2", "source": "Utopia Wire (2011-01-05) Clash"},
    ]  # fmt: skip
    (table,) = score("incidents", [write(tmp_path / "rows.jsonl", rows)])
    assert table.task == "incidents: reports"
    assert table.value("pair F1") == 1


def test_mentions_need_their_documents(tmp_path: Path) -> None:
    words = ["Rebels", "bombed", "the", "bridge", "at", "Telmin", "."]
    documents = [
        {"doc_id": f"1_{n}", "topic": "1", "subtopic": "1a", "split": "dev", "sentences": [words],
         "sent_ids": [0], "text": " ".join(words)}
        for n in range(2)
    ]  # fmt: skip
    mentions = [
        {"doc_id": f"1_{n}", "mention_id": f"m{n}", "kind": "event", "sent_id": 0, "token_ids": [1],
         "cluster": "c1", "in_validated": True}
        for n in range(2)
    ]  # fmt: skip
    told = write(tmp_path / "mentions.jsonl", mentions)
    with pytest.raises(EvaluationError, match="name the file of documents too"):
        score("incidents", [told])
    (table,) = score("incidents", [write(tmp_path / "docs.jsonl", documents), told])
    assert table.value("CoNLL F1") > 0.6
    assert table.value("groups") == 1


def test_stories_are_scored_with_one_day_one_story_beside(tmp_path: Path) -> None:
    flood = "The river Aru rose in Telmin and flooded the old town, rescuers in boats said."
    bank = "The central bank raised its interest rate by half a point to slow inflation."
    rows = [
        {"doc_id": f"{name}{n}", "event_id": name, "date": f"2021-03-0{n + 1}T08:00:00",
         "title": text[:30], "text": f"{text} Report {n}."}
        for name, text in (("flood", flood), ("bank", bank)) for n in range(3)
    ]  # fmt: skip
    (table,) = score("stories", [write(tmp_path / "stories.jsonl", rows)])
    assert table.value("pair F1") == 1
    (figure,) = [s for s in table.scores if s.name == "pair F1"]
    assert figure.baseline == 0


def test_other_gold_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "other.jsonl", [{"text": "No gold for this."}])
    for task in ("stories", "incidents"):
        with pytest.raises(EvaluationError):
            score(task, [path])
