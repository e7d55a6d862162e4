"""FollowTheMoney: statements and the entities they make, held to the model's own terms."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from dateline.exports.datasets import ftm
from dateline.exports.datasets.files import save
from dateline.exports.datasets.formats import FORMATS
from tests.exports.datasets import news

# The properties of the model's schemata that we use, with their types, as the public model has
# them; entities are given with the schema that they must be of.
THING = {"name": "name", "summary": "text", "description": "text", "country": "country",
         "notes": "text", "wikidataId": "identifier", "keywords": "string", "sourceUrl": "url",
         "publisher": "string", "addressEntity": "Address", "proof": "Document"}  # fmt: skip
MODEL: dict[str, dict[str, str]] = {
    "Event": THING | {"startDate": "date", "endDate": "date", "location": "address",
                      "recordId": "string", "involved": "LegalEntity"},
    "Person": THING,
    "Organization": THING,
    "PublicBody": THING,
    "Article": THING | {"title": "string", "publishedAt": "date", "fileName": "string"},
    "Address": THING | {"full": "address", "city": "string", "state": "string",
                        "latitude": "number", "longitude": "number"},
}  # fmt: skip
RANGES = {
    "Address": {"Address"},
    "Document": {"Article"},
    "LegalEntity": {"Person", "Organization", "PublicBody"},
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], list[Any]]:
    form = FORMATS["ftm"]
    folder = tmp_path_factory.mktemp("ftm")
    paths = save(form.export(news.material()).files, folder / form.file_name)
    assert [p.name for p in paths[:2]] == ["ftm.statements.jsonl", "ftm.entities.jsonl"]
    statements, entities = (lines(p) for p in paths[:2])
    return statements, entities


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_statement_is_one_that_the_model_knows(read: tuple[list[Any], list[Any]]) -> None:
    statements, entities = read
    schema_of = {e["id"]: e["schema"] for e in entities}
    for s in statements:
        kind = MODEL[s["schema"]][s["prop"]]
        if kind in RANGES:
            assert s["prop_type"] == "entity"
            assert schema_of[s["value"]] in RANGES[kind]
        else:
            assert s["prop_type"] == kind
        assert s["value"]
        assert s["origin"]


def test_ids_are_made_as_the_model_makes_them(read: tuple[list[Any], list[Any]]) -> None:
    statements, _ = read
    assert len({s["id"] for s in statements}) == len(statements)
    for s in statements:
        key = f"{s['dataset']}.{s['entity_id']}.{s['prop']}.{s['value']}"
        assert s["id"] == hashlib.sha1(key.encode()).hexdigest()  # noqa: S324 - the model's own


def test_entities_hold_what_the_statements_say(read: tuple[list[Any], list[Any]]) -> None:
    statements, entities = read
    said = {(s["entity_id"], s["prop"], s["value"]) for s in statements}
    held = {(e["id"], p, v) for e in entities for p, vs in e["properties"].items() for v in vs}
    assert said == held


def test_people_bodies_and_articles_hang_on_their_event(read: tuple[list[Any], list[Any]]) -> None:
    _, entities = read
    by_id = {e["id"]: e for e in entities}
    talks = by_id[ftm.identity("incident", "paris-talks")]
    involved = [by_id[i]["caption"] for i in talks["properties"]["involved"]]
    assert involved == ["Emmanuel Macron", "Angela Merkel"]
    attack = by_id[ftm.identity("incident", "village-attack")]
    (group,) = (by_id[i] for i in attack["properties"]["involved"])
    assert (group["schema"], group["properties"]["country"]) == ("Organization", ["ng"])
    (article,) = (by_id[i] for i in attack["properties"]["proof"])
    assert article["properties"]["publisher"] == ["The Guardian"]
    # "Protesters" are nobody in particular.
    march = by_id[ftm.identity("incident", "minsk-march")]
    assert "involved" not in march["properties"]
    plan = by_id[ftm.identity("incident", "paris-plan")]
    assert "planned" in plan["properties"]["keywords"]
