"""Types, codes and the crosswalk to ACLED."""

from __future__ import annotations

import pytest

from dateline.errors import KnowledgeError
from dateline.knowledge.ontology import Ontology

ONTOLOGY = Ontology()


@pytest.mark.parametrize(
    ("kind", "mode", "cameo", "event", "sub_event"),
    [
        ("PROTEST", "demo", "141", "Protests", "Peaceful protest"),
        ("ASSAULT", "firearms", "193", "Battles", "Armed clash"),
        ("COERCE", "arrest", "173", "Strategic developments", "Arrests"),
    ],
)
def test_acled(kind: str, mode: str, cameo: str, event: str, sub_event: str) -> None:
    row = ONTOLOGY.acled_of(kind, mode, cameo)
    assert row is not None
    assert (row.event_type, row.sub_event_type) == (event, sub_event)


def test_acled_does_not_collect_words() -> None:
    assert ONTOLOGY.acled_of("ACCUSE", "disapprove", "111") is None


def test_every_type_has_a_cameo_code_and_a_quad_class() -> None:
    assert len(ONTOLOGY.types) == 16
    for kind in ONTOLOGY.types.values():
        assert kind.cameo in ONTOLOGY.cameo, kind
        assert kind.quad in {1, 2, 3, 4}


def test_closest_climbs_to_the_parent() -> None:
    assert ONTOLOGY.closest("1419").code == "141"
    with pytest.raises(KnowledgeError, match="roots run from 01 to 20"):
        ONTOLOGY.closest("99")
