"""`dateline train linking`: from rows that people coded to a model that links by them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline.cli.train import command
from dateline.linking.scoring import load


def rows(events: int) -> list[dict[str, Any]]:
    """Clashes in made-up towns, each coded by two outlets that differ a little."""
    chance = random.Random(11)  # noqa: S311 - the same in every run
    made = []
    for event in range(events):
        town, day, dead = event % 12, chance.randint(1, 25), chance.choice((0, 1, 4, 9))
        for outlet in ("Utopia Wire", "Morning"):
            told = f"2011-01-{day + chance.choice((0, 0, 0, 1)):02d}"
            made.append(
                {
                    "id": f"{event}-{outlet}",
                    "event_id": f"e{event}",
                    "country": "Utopia",
                    "date_start": told,
                    "date_end": told,
                    "city": f"Town{town}",
                    "latitude": town * 1.5,
                    "longitude": 4.0,
                    "actor1_id": f"UTO-{event % 5}",
                    "actor1_type": "Security forces",
                    "actor1_victim": 0.0,
                    "actor1_perpetrator": 1.0,
                    "target": "Citizens",
                    "event_context": "Protest",
                    "deaths_best": dead + chance.choice((0, 0, 1)),
                    "injuries_best": 9,
                    "source_author": outlet,
                    "source": f"{outlet} (2011-01-27) Clash {event} {outlet}",
                }
            )
    return made


def test_a_model_is_written_that_can_be_linked_by(tmp_path: Path) -> None:
    gold, out = tmp_path / "rows.jsonl", tmp_path / "mine.json"
    gold.write_text("\n".join(json.dumps(r) for r in rows(80)))
    result = CliRunner().invoke(
        command, ["linking", str(gold), "--part", "all", "-o", str(out)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    assert str(out) in result.output
    model = load(out)
    assert model.version == "mine-1"
    assert 0 < model.bands.review <= model.bands.same < 1


def test_too_few_incidents_are_refused(tmp_path: Path) -> None:
    gold = tmp_path / "rows.jsonl"
    gold.write_text("\n".join(json.dumps(r) for r in rows(1)))
    with pytest.raises(Exception, match="too few groups"):
        CliRunner().invoke(
            command,
            ["linking", str(gold), "--part", "all", "-o", str(tmp_path / "mine.json")],
            catch_exceptions=False,
        )
