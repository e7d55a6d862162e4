"""Our verdicts on the scales of the gold sets."""

from __future__ import annotations

import pytest

from dateline.evaluation.factuality import class_of, on_scale_of
from dateline.reading.standing_cues import FACT, Verdict

PLAN = Verdict("planned", 1.9, "plans")
FEAR = Verdict("hypothetical", 0.9, "fears")
NOT = Verdict("denied", -2.6, "not")


@pytest.mark.parametrize(
    ("dataset", "classes"),
    [("UW", "++0-"), ("UDS_IH2", "+--0"), ("MEANTIME", "++0-")],
)
def test_each_set_is_scored_as_its_annotators_were_asked(dataset: str, classes: str) -> None:
    ours = [class_of(on_scale_of(dataset, v)) for v in (FACT, PLAN, FEAR, NOT)]
    assert "".join(ours) == classes


def test_meantime_keeps_certainty_apart_from_time() -> None:
    assert on_scale_of("MEANTIME", PLAN) == 3.0
    assert on_scale_of("UW", PLAN) == PLAN.score
