"""What speaks for a place: the weights that ship, and words that belong to countries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from dateline.reading.place_cues import country_cues, cue_table
from dateline.reading.place_evidence import load_weights, standing_evidence
from dateline.reading.place_ranking import Toponym, prior, rank, reasons

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.reading.reading import Reading

MODULES = ("place_evidence.py", "place_ranking.py")


def test_every_weight_belongs_to_a_piece_of_evidence() -> None:
    code = "".join(files("dateline.reading").joinpath(m).read_text("utf-8") for m in MODULES)
    told = set(re.findall(r'"([a-z][^"\n{}]+)"', code))
    for name in load_weights():
        plain = name.replace("first-level", "{level}-level").replace(
            "second-level", "{level}-level"
        )
        known = name in told or f'"{plain}"' in code or name.startswith("well-known")
        assert known, name


def test_all_evidence_has_a_weight(knowledge: Knowledge) -> None:
    weights = load_weights()
    for name in ("Washington", "Mexico", "Columbia", "Black Sea", "Tahrir Square", "Norfolk"):
        for _, evidence in standing_evidence(knowledge.gazetteer.find(name)):
            assert {told for told, _ in evidence} <= weights.keys()


def test_the_weights_are_plain_numbers() -> None:
    data = json.loads(files("dateline.reading").joinpath("place_weights.json").read_text("utf-8"))
    assert all(isinstance(value, float) for value in data["weights"].values())
    assert data["card"]["what"]


def test_cues_count_once_and_name_countries(parsed: Callable[..., Reading]) -> None:
    tokens = parsed("The sheriff and the other sheriff met at the school district.").parse.tokens
    cues = country_cues(tokens)
    assert cues["USA"] == 1.0
    assert cues["CAN"] == 0.5
    assert country_cues(parsed("Rain fell.").parse.tokens) == {}
    one = country_cues(parsed("The sheriff came.").parse.tokens)
    assert one == {"USA": 0.5}


def test_cues_are_lower_case_and_of_known_countries(knowledge: Knowledge) -> None:
    for cue, countries in cue_table().items():
        assert cue == cue.lower()
        for country in countries:
            assert any(e.country == country for e in knowledge.gazetteer.find(_name(country)))


def _name(iso3: str) -> str:
    names = {"USA": "United States", "GBR": "United Kingdom", "CAN": "Canada", "IRL": "Ireland",
             "AUS": "Australia", "NZL": "New Zealand", "ZAF": "South Africa", "IND": "India",
             "PAK": "Pakistan", "BGD": "Bangladesh", "LKA": "Sri Lanka", "NPL": "Nepal",
             "NGA": "Nigeria", "GHA": "Ghana", "KEN": "Kenya", "TZA": "Tanzania",
             "UGA": "Uganda", "PHL": "Philippines", "MEX": "Mexico"}  # fmt: skip
    return names[iso3]


def test_other_weights_decide_otherwise(knowledge: Knowledge) -> None:
    entries = knowledge.gazetteer.find("Paris")
    toponym = Toponym(0, 0, "paris", entries)
    rank([toponym])
    assert toponym.scored[0][1].country == prior(entries)[0][1].country == "FRA"
    rank([toponym], pull={"population": -1.0})
    assert toponym.scored[0][1].country != "FRA"


@pytest.mark.parametrize("name", ["Qwxyzopolis"])
def test_nothing_to_choose(name: str) -> None:
    toponym = Toponym(0, 0, name.lower(), ())
    rank([toponym])
    assert reasons(toponym) == "not in the gazetteer"
