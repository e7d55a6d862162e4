from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.decided import as_gold, decided_events, sentences
from dateline.store.records import as_dict
from dateline.store.reviews import Review
from tests import examples


def review(number: int, verdict: str, report: str | None, **more: object) -> Review:
    made = {"number": number, "id": str(number), "report": report, "article": "x", "field": None,
            "verdict": verdict, "value": None, "person": "Ana", "note": "", "made_at": None,
            **more}  # fmt: skip
    return Review(**made)  # type: ignore[arg-type]


RECORDS = [as_dict(r) for r in examples.reports()]
MARCH, ARREST, STONES = (r["id"] for r in RECORDS)


def test_an_article_is_gold_only_when_every_report_is_decided() -> None:
    one = [review(1, "accept", MARCH), review(2, "reject", ARREST)]
    assert decided_events(RECORDS, one) is None
    assert decided_events(RECORDS, [*one, review(3, "unsure", STONES)]) is None
    both = decided_events(RECORDS, [*one, review(3, "unsure", STONES), review(4, "accept", STONES)])
    assert both is not None
    assert [e["trigger"] for e in both] == ["marched", "thrown"]
    assert decided_events(RECORDS, []) is None


def test_the_last_decision_of_a_report_counts_and_corrections_add_up() -> None:
    made = [
        review(1, "reject", MARCH),
        review(2, "correct", MARCH, field="mode", value="strike"),
        review(3, "correct", MARCH, field="place", value={"name": "Arica", "country": "CHL"}),
        review(4, "correct", MARCH, field="mode", value="riot"),
        review(5, "reject", ARREST),
        review(6, "reject", STONES),
    ]
    events = decided_events(RECORDS, made)
    assert events is not None
    (march,) = events
    assert (march["mode"], march["place"]["name"]) == ("riot", "Arica")
    assert march["sources"] == as_gold(RECORDS[0])["sources"]


def test_a_report_becomes_the_short_form_of_hand_coded_files() -> None:
    gold = as_gold(RECORDS[2])
    assert gold["sources"] == [
        {"text": "marchers", "name": "marchers", "country": "CHL", "role": "OPP"}
    ]
    assert gold["claim"] == "Rosa Quiroga"
    assert gold["date"] is None
    assert as_gold(RECORDS[0])["date"] == "2023-10-14"


def test_sentences_end_at_their_marks_and_known_ones_stay_whole() -> None:
    text = "It rained. Mr. Soto spoke! “Go home,” he said.\n\nThey went at 5.30 p.m. on Monday."
    cut = [text[a:b] for a, b in sentences(text)]
    assert cut[0] == "It rained."
    assert cut[-1].endswith("on Monday.")
    start, end = text.index("Mr."), text.index("“Go")
    assert (start, end - 1) in sentences(text, [(start, end - 1)])


@given(
    st.text(alphabet="aB. !?\n“”é", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4),
)
def test_sentences_cover_all_words_once_in_order(text: str, known: list[tuple[int, int]]) -> None:
    spans = [(a, min(a + n, len(text))) for a, n in known if a < len(text)]
    found = sentences(text, spans)
    assert all(a < b for a, b in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    covered = {i for a, b in found for i in range(a, b)}
    assert all(i in covered for i, c in enumerate(text) if c.strip())
