"""From sentences to event reports: types, doers and targets, what is dropped and carried on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dateline
from dateline.event import EventReport


def code(text: str, published: str = "2024-05-15") -> list[EventReport]:
    return dateline.code(text, published=published, model=False)


def only(text: str, kind: str, published: str = "2024-05-15") -> EventReport:
    found = [r for r in code(text, published) if r.type == kind]
    assert len(found) == 1, [(r.type, r.trigger.text) for r in code(text, published)]
    return found[0]


def names(actors: object) -> list[str]:
    return [a.name or a.text for a in actors]  # type: ignore[attr-defined]


ACTS = [
    ("France condemned the Malian junta on Tuesday.", "ACCUSE", "France", "junta"),
    ("The junta was condemned by France.", "ACCUSE", "France", "junta"),
    ("Kenyan police arrested two opposition leaders in Kisumu.", "COERCE", "police", "opposition"),
    ("Two opposition leaders were arrested by Kenyan police.", "COERCE", "police", "opposition"),
    ("Rebels shelled government troops near the airport.", "ASSAULT", "Rebels", "troops"),
    ("Japan recalled its ambassador from South Korea.", "SANCTION", "Japan", "South Korea"),
    ("The United Nations urged Sudan to open its borders.", "REQUEST", "United Nations", "Sudan"),
    ("Norway sent medicines and tents to Nepal.", "AID", "Norway", "Nepal"),
    ("Ghana refused to extradite him to Togo.", "REJECT", "Ghana", "Togo"),
    ("Pakistan freed 12 Indian fishermen.", "RETREAT", "Pakistan", "Indian fishermen"),
    ("Iran threatened to attack Israel.", "THREATEN", "Iran", "Israel"),
    ("Canada recognised the new government of Gambia.", "SUPPORT", "Canada", "government"),
]


@pytest.mark.parametrize(("text", "kind", "source", "target"), ACTS)
def test_who_did_what_to_whom(text: str, kind: str, source: str, target: str) -> None:
    report = only(text, kind)
    assert any(source in n for n in names(report.sources)), names(report.sources)
    assert any(target in n for n in names(report.targets)), names(report.targets)


NOTHING = [
    "The company released a new album on Friday.",
    "The ministry released a statement on Friday.",
    "She said the economy mattered to everyone.",
    "The striker beat two defenders and scored a goal.",
    "A fire destroyed a warehouse after lightning struck.",
    "The governments agree that the road is long.",
    "The law has been in force for ten years.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_event(text: str) -> None:
    assert [(r.type, r.trigger.text) for r in code(text)] == []


def test_what_is_demanded_is_no_record_of_its_own() -> None:
    reports = code("Thousands marched in Dakar to demand that the president resign.")
    assert [r.type for r in reports] == ["PROTEST"]
    assert "resign" in (reports[0].demand or "")
    assert reports[0].targets, "the one who is to resign is whom it is aimed at"


def test_opinion_that_a_vote_was_rigged_is_no_agreement() -> None:
    report = only("The European Union agrees that the vote was rigged.", "ACCUSE")
    assert report.sources


def test_charge_is_not_coded_beside_the_accusation() -> None:
    reports = code("Ukraine accused Russia of shelling Kharkiv.")
    assert [r.type for r in reports] == ["ACCUSE"]


def test_two_acts_of_one_sentence_are_two_records() -> None:
    kinds = {r.type for r in code("Police beat and arrested dozens of protesters in Harare.")}
    assert kinds == {"ASSAULT", "COERCE"}


def test_bare_noun_takes_over_what_was_told() -> None:
    text = "Miners marched in La Paz on Monday.\n\nThe protests were the largest in years."
    march, protests = [r for r in code(text) if r.type == "PROTEST"]
    assert names(protests.sources) == names(march.sources)


def test_pronoun_is_resolved_and_date_is_carried_on() -> None:
    text = "Students rallied in Dhaka on Sunday. Police said they arrested 40 of them."
    arrest = only(text, "COERCE")
    assert names(arrest.sources) == ["Police"] or arrest.sources[0].code == "BGDCOP"
    assert arrest.date is not None
    assert arrest.date.start == "2024-05-12"
    assert [f.low for f in arrest.figures] == [40]
    assert [c.speaker.roles for c in arrest.claims] == [("COP",)]


def test_meeting_of_two_has_one_on_either_side() -> None:
    report = only("The leaders of Chad and Niger met in Niamey on Monday.", "CONSULT")
    assert report.sources
    assert report.place is not None
    assert report.place.name == "Niamey"


def test_standing() -> None:
    assert only("Norway will send tents to Nepal.", "AGREE").status == "occurred"
    planned = only("The foreign ministers will meet in Vienna on Friday.", "CONSULT")
    assert planned.status == "planned"


def test_office_by_date() -> None:
    early = only("The president of France met Angela Merkel.", "CONSULT", "2009-03-01")
    late = only("The president of France met Angela Merkel.", "CONSULT", "2019-03-01")
    assert names(early.sources) == ["Nicolas Sarkozy"]
    assert names(late.sources) == ["Emmanuel Macron"]


def test_reasons_lead_back_to_the_words() -> None:
    text = "Police in Lagos detained 30 protesters on Monday."
    for report in code(text):
        fields = {r.field for r in report.reasons}
        assert {"type", "cameo", "place", "date", "status", "confidence"} <= fields
        for reason in report.reasons:
            if reason.start is not None and reason.end is not None and reason.text:
                assert text[reason.start : reason.end] == reason.text


def test_ids_are_stable_and_distinct() -> None:
    text = "Police beat and arrested dozens of protesters in Harare. Rebels shelled Goma."
    first, second = [r.id for r in code(text)], [r.id for r in code(text)]
    assert first == second
    assert len(set(first)) == len(first)


WORDS = st.sampled_from(
    "police protesters arrested said that Minsk on Sunday , . \" ' “ ” ( ) and at least 400 the "
    "president was killed by rebels will not may if Russia's he they 's - – ! ? \n\n Mr".split(" ")
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(WORDS, min_size=3, max_size=40))
def test_any_jumble_is_coded_with_true_offsets(words: list[str]) -> None:
    text = " ".join(words)
    try:
        reading = dateline.read(text, published="2020-09-14")
    except dateline.DatelineError:
        return
    cleaned = reading.article.text
    for report in dateline.code(reading):
        assert cleaned[report.evidence.start : report.evidence.end] == report.evidence.text
        assert cleaned[report.trigger.start : report.trigger.end] == report.trigger.text
        for actor in (*report.sources, *report.targets):
            if actor.start is not None and actor.end is not None:
                assert cleaned[actor.start : actor.end] == actor.text


def test_own_countries_are_parties_without_a_role(tmp_path: Path) -> None:
    own = tmp_path / "actors.csv"
    own.write_text("text,code\nArnor,ARN\nGondor,GON\n", "utf-8")
    (report,) = dateline.code("Arnor signed a trade treaty with Gondor.", actors=[own])
    assert report.type == "SUPPORT"
    assert [a.code for a in report.sources] == ["ARN"]
    assert [a.code for a in report.targets] == ["GON"]


def test_business_between_firms_is_no_event() -> None:
    assert code("Acme Widgets agreed to buy Bolt Holdings on Friday.") == []
