"""The training of sides: the cases that gold gives, the fit, the file that it writes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.api import Pipeline
from dateline.cli import main
from dateline.coding.sides import sides_of
from dateline.errors import TrainingError
from dateline.training.sides import (
    SideCase,
    SideExample,
    by_rules,
    cases,
    choices,
    fitted,
    is_right,
    judged_sides,
    share_right,
    taken_by,
    texts_of,
)

ROWS = [
    {
        "text": "Police in Oslo arrested three opposition activists on Friday.",
        "events": [
            {
                "trigger": "arrested",
                "type": "COERCE",
                "source": "Police",
                "target": "three opposition activists",
            }
        ],
        "topic": "arrest",
    },
    {
        "text": "Two journalists were detained at the border.",
        "events": [
            {
                "trigger": "detained",
                "type": "COERCE",
                "source": None,
                "target": "Two journalists",
            }
        ],
        "topic": "arrest",
    },
]


def written(folder: Path) -> Path:
    path = folder / "own.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in ROWS), "utf-8")
    return path


def case(right: int | None, *people: tuple[str, ...], key: str = "a") -> SideCase:
    examples = tuple(SideExample(c, n == right, by_rule=n == 0) for n, c in enumerate(people))
    return SideCase("own", key, "source", examples, ("nobody",), right is None)


def test_sentences_say_who_stands_where(tmp_path: Path) -> None:
    found = list(cases(texts_of(written(tmp_path)), Pipeline(model=False)))
    assert [(c.key, c.side, c.empty) for c in found] == [
        ("own:1", "source", False),
        ("own:1", "target", False),
        ("own:2", "source", True),
        ("own:2", "target", False),
    ]
    assert [sum(p.right for p in c.people) for c in found] == [1, 1, 0, 1]


def test_a_judged_act_gives_its_sides_and_leaves_out_what_was_not_judged(tmp_path: Path) -> None:
    text = "Rebels in the hills of Boma released two nurses. Officials thanked the elders."
    corpus = tmp_path / "news.jsonl.gz"
    with gzip.open(corpus, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"doc_id": "d", "text": text, "title": None, "date": None}) + "\n")
    at, thanked = text.index("released"), text.index("thanked")
    rows = [
        {"article": "d", "start": at, "end": at + 8, "trigger": "released", "type": "RETREAT",
         "sources": [[0, 6]], "targets": None},
        {"article": "d", "start": thanked, "end": thanked + 7, "trigger": "thanked", "type": None},
        {"article": "d", "start": 3, "end": 9, "trigger": "elsewhere", "type": "AID",
         "sources": [], "targets": []},
    ]  # fmt: skip
    judged = tmp_path / "judged.jsonl"
    judged.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    (one,) = judged_sides(judged, corpus)
    assert [(a.type, a.sources, a.targets) for a in one.acts] == [("RETREAT", ((0, 6),), None)]
    (found,) = cases([one], Pipeline(model=False))
    assert found.side == "source"
    assert [p.right for p in found.people].count(True) == 1


def test_the_fit_learns_whom_to_choose() -> None:
    many = [case(0, ("near",), ("far",), key=str(n)) for n in range(12)]
    many += [case(None, ("far",), key=f"n{n}") for n in range(12)]
    model = fitted(many)
    assert model.weights["near"] > model.weights.get("nobody", 0.0) > model.weights["far"]
    taken = [taken_by(c, k) for c, k in zip(many, choices(many), strict=True)]
    assert share_right(many, taken, "own") == 1.0
    assert share_right(many, [by_rules(c) for c in many], "own") == 0.5


@pytest.mark.parametrize(
    ("right", "taken", "expected"),
    [(0, [0], True), (0, [1], False), (0, [], False), (None, [], True), (None, [0], False)],
)
def test_a_side_is_right_as_the_evaluation_has_it(
    right: int | None, taken: list[int], *, expected: bool
) -> None:
    assert is_right(case(right, ("near",), ("far",)), taken) is expected


def test_other_gold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"text": "Nothing."}\n', "utf-8")
    with pytest.raises(TrainingError, match="no gold that tells who stands"):
        texts_of(path)


def test_the_command_writes_a_model_that_loads(tmp_path: Path) -> None:
    own, out = tmp_path / "own", tmp_path / "sides.json"
    own.mkdir()
    written(own)
    result = CliRunner().invoke(main, ["train", "sides", "--own", str(own), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "source right, own on texts unknown to the fit" in result.output
    data = json.loads(out.read_text("utf-8"))
    assert data["card"]["acts"] == {"own": 2}
    assert sides_of(data).version == data["version"]
