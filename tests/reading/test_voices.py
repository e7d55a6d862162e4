from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.knowledge import Knowledge
from dateline.reading import voices
from dateline.reading.components import apply
from dateline.reading.quotes import quotes_of
from dateline.reading.reading import Entity, Name, Reading, Voice
from dateline.reading.speech import load_speech

Parsed = Callable[..., Reading]


def find(parsed: Parsed, text: str) -> list[tuple[str, str, str, str]]:
    """Source, cue, content and kind of every voice, as text."""
    return [told(text, v) for v in voices.find_voices(parsed(text), load_speech())]


def told(text: str, v: Voice) -> tuple[str, str, str, str]:
    content = " … ".join(text[a:b] for a, b in v.content)
    source, cue = text[v.source_start : v.source_end], text[v.cue_start : v.cue_end]
    return source, cue, content, v.kind


def stances(parsed: Parsed, text: str) -> list[str]:
    return [v.stance for v in voices.find_voices(parsed(text), load_speech())]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        (
            '"We will not leave the square," Maria Kol said on Sunday.',
            "Maria Kol", "said", "We will not leave the square", "direct",
        ),
        (
            "“We will not leave the square,” said Maria Kol.",
            "Maria Kol", "said", "We will not leave the square", "direct",
        ),
        (
            'Said the mayor: "Nothing happened here last night."',
            "the mayor", "Said", "Nothing happened here last night.", "direct",
        ),
        (
            "‘We are not afraid of the army,’ Lena Brandt told reporters.",
            "Lena Brandt", "told", "We are not afraid of the army", "direct",
        ),
        (
            "Police said they detained about 400 people.",
            "Police", "said", "they detained about 400 people", "indirect",
        ),
        (
            'The minister said the vote was "a farce from beginning to end".',
            "The minister", "said", 'the vote was "a farce from beginning to end', "mixed",
        ),
        (
            "The ministry, said a spokesman, has rejected the plan.",
            "a spokesman", "said", "The ministry … has rejected the plan", "indirect",
        ),
        (
            "Trade, she added, had picked up.",
            "she", "added", "Trade … had picked up", "indirect",
        ),
        (
            "According to witnesses, police fired tear gas.",
            "witnesses", "According to", "police fired tear gas", "indirect",
        ),
        (
            "The march was peaceful, according to the interior ministry.",
            "the interior ministry", "according to", "The march was peaceful", "indirect",
        ),
        (
            "Ivanov told reporters that the talks had failed.",
            "Ivanov", "told", "that the talks had failed", "indirect",
        ),
        (
            "Marta Holt asked whether the army would come.",
            "Marta Holt", "asked", "whether the army would come", "indirect",
        ),
        (
            "Rebels killed 12 soldiers, Reuters reported.",
            "Reuters", "reported", "Rebels killed 12 soldiers", "indirect",
        ),
        (
            "As the agency reported, two people died.",
            "the agency", "reported", "two people died", "indirect",
        ),
        (
            "Police detained 400, ministry says",
            "ministry", "says", "Police detained 400", "indirect",
        ),
        (
            "The claim by the general that rebels had fled was false.",
            "the general", "claim", "that rebels had fled", "indirect",
        ),
        (
            "The opposition accused the government of rigging the vote.",
            "The opposition", "accused", "rigging the vote", "indirect",
        ),
        (
            "The prisoners were told by a guard that they would be freed.",
            "a guard", "told", "that they would be freed", "indirect",
        ),
    ],
)  # fmt: skip
def test_one_voice(
    parsed: Parsed, text: str, source: str, cue: str, content: str, kind: str
) -> None:
    assert (source, cue, content, kind) in find(parsed, text)


@pytest.mark.parametrize(
    "text",
    [
        "Three generals reportedly met in Geneva.",
        "She is said to have fled to Poland.",
        "It is alleged that soldiers looted shops.",
    ],
)
def test_nobody_in_particular(parsed: Parsed, text: str) -> None:
    (voice,) = voices.find_voices(parsed(text), load_speech())
    assert voice.source_head == -1
    assert voice.source_start == voice.source_end == voice.cue_start


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The mayor insisted that the bridge was safe.", "asserts"),
        ("The army denied that its troops had crossed the border.", "denies"),
        ("Opponents accused the president of stealing the vote.", "accuses"),
        ("The union demanded that the minister resign.", "demands"),
        ("The envoy urged both sides to stop the fighting.", "demands"),
        ("Analysts predicted that prices would fall.", "predicts"),
        ("Aid groups warned that the city would run out of water.", "predicts"),
        ("Critics doubted that the court was free.", "doubts"),
        ("The general did not deny that shells had hit the school.", "asserts"),
        ("The minister did not say that talks had begun.", "doubts"),
    ],
)
def test_stance(parsed: Parsed, text: str, stance: str) -> None:
    assert stances(parsed, text)[0] == stance


def test_condemning_is_about_the_act(parsed: Parsed) -> None:
    (voice,) = voices.find_voices(parsed("The union condemned the raid."), load_speech())
    assert voice.about
    assert voice.stance == "accuses"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Orlov calls Belova a puppet of the West.", "Belova a puppet of the West"),
        ("The envoy described the strike as an act of war.", "the strike as an act of war"),
        ("Rights groups called for the men to be freed.", "the men to be freed"),
    ],
)
def test_what_things_are_called(parsed: Parsed, text: str, content: str) -> None:
    assert content in [found[2] for found in find(parsed, text)]


def test_an_inverted_speaker(parsed: Parsed) -> None:
    found = find(parsed, "“Release them,” chanted the crowd outside the court.")
    assert found[0][:3] == ("the crowd outside the court", "chanted", "Release them")


def test_a_phone_call_says_nothing(parsed: Parsed) -> None:
    assert find(parsed, "The president called the prime minister on Monday.") == []


def test_what_could_be_said_was_not(parsed: Parsed) -> None:
    assert find(parsed, "Nobody knows what happens if the court says it is legal.") == []


def test_quotations_go_on(parsed: Parsed) -> None:
    text = '"They beat us for hours," Ana Reyes said. "Then they let us go."'
    (voice,) = voices.find_voices(parsed(text), load_speech())
    assert told(text, voice)[2] == "They beat us for hours … Then they let us go."


def test_an_open_quotation_runs_over_the_paragraph(parsed: Parsed) -> None:
    text = (
        "“They beat us for hours in the yard,” Ana Reyes said. “We had no water.\n\n"
        "“In the morning they let the women go.”"
    )
    (voice,) = voices.find_voices(parsed(text), load_speech())
    assert voice.source_start == text.index("Ana Reyes")
    assert len(voice.content) == 3


def test_a_quotation_alone_in_the_next_paragraph(parsed: Parsed) -> None:
    text = (
        "“They beat us for hours,” Ana Reyes said.\n\n“We will come back to the square tomorrow.”"
    )
    second = voices.find_voices(parsed(text), load_speech())[-1]
    assert text[second.source_start : second.source_end] == "Ana Reyes"
    assert second.cue_head == -1


def test_voices_within_voices(parsed: Parsed) -> None:
    text = "The agency said the minister had claimed that the rebels fled."
    outer, inner = voices.find_voices(parsed(text), load_speech())
    assert told(text, outer)[0] == "The agency"
    assert told(text, inner)[0] == "the minister"
    assert outer.content[0][0] <= inner.content[0][0]
    assert inner.content[0][1] <= outer.content[0][1]


def test_the_participle_is_the_speakers(parsed: Parsed) -> None:
    text = "Kol said the army had left the town, adding that shops were open again."
    found = find(parsed, text)
    assert ("Kol", "said", "the army had left the town", "indirect") in found
    assert ("Kol", "adding", "that shops were open again", "indirect") in found


def test_whoever_is_cited_is_a_source(parsed: Parsed) -> None:
    found = find(parsed, "Rebels killed 12 soldiers, Reuters reported, citing a police report.")
    assert ("a police report", "citing", "Rebels killed 12 soldiers", "indirect") in found


def test_a_paper_speaks_for_its_author(parsed: Parsed) -> None:
    found = find(parsed, "A statement from the ministry said the border was closed.")
    assert found == [("the ministry", "said", "the border was closed", "indirect")]


def test_a_colon_introduces_words(parsed: Parsed) -> None:
    found = find(parsed, "Lena Brandt shook her head: “They will never open that gate again.”")
    assert found[0][0] == "Lena Brandt"
    assert found[0][3] == "direct"


def test_what_is_in_the_speakers_own_words_is_one_voice(parsed: Parsed) -> None:
    text = '"I think we will win and I believe they know it," said Omar Aziz.'
    assert len(find(parsed, text)) == 1


def test_i_and_we_are_the_speaker(parsed: Parsed, knowledge: Knowledge) -> None:
    text = '"We attacked the base," Omar Aziz said.'
    reading = parsed(text)
    speaker = reading.parse.token_at(text.index("Aziz"))
    assert speaker is not None
    start = text.index("Omar")
    reading.entities = [Entity(0, "Omar Aziz", "PERSON")]
    reading.names = [
        Name(start, start + 9, "Omar Aziz", "PERSON", speaker, speaker - 1, speaker, 0)
    ]
    reading.forget_lookups()
    apply(voices.component(knowledge), reading)
    we = reading.parse.token_at(text.index("We"))
    assert we is not None
    name = reading.name_at(we)
    assert name is not None
    assert name.entity == 0


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" and left.', ["no"]),
        ("„Nein“, sagte er.", ["Nein"]),
        ("«Jamais», dit-il.", ["Jamais"]),
        ("``Never,'' he said.", ["Never,"]),
        ("''Never,'' he said.", ["Never,"]),
        ("The protesters' march in the '90s wasn't large.", []),
        ("'The protesters' demands are fair,' he said.", ["The protesters' demands are fair,"]),
        ('"He told me "go home" and left," she said.', ['He told me "go home" and left,']),
        ('A board of 6" and no more.', []),
        ('It was "over.\n"It was "over.', ["over.", "It was", "over."]),
        ("“Open to the end of the line.\nThe next line.", ["Open to the end of the line."]),
        ('"', []),
    ],
)
def test_quotation_marks(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotes_of(text)] == quoted


WORDS = tuple(
    "he said police told that Kol according to reportedly the claim denied was called I they "
    "detained accused of 400 asked whether as added".split()
)
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ['"', "“", "”", "‘", "’", "'", "«", "»", "„", "``", "''", "\n", " ", ". ", ", ", ": "]
        ),
        st.sampled_from(WORDS),
        st.text(max_size=4),
    ),
    max_size=40,
).map(" ".join)


@given(PIECES)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_marks_anywhere(parsed: Parsed, text: str) -> None:
    for quote in quotes_of(text):
        assert 0 <= quote.start < quote.end <= len(text)
    for v in voices.find_voices(parsed(text), load_speech()):
        assert v.content
        assert 0 <= v.source_start <= v.source_end <= len(text)
        assert 0 <= v.cue_start <= v.cue_end <= len(text)
        last = -1
        for start, end in v.content:
            assert last <= start < end <= len(text)
            last = end


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor is confident that talks will resume.", "The mayor", "confident",
         "that talks will resume"),
        ("The union was critical of the new law.", "The union", "critical", "the new law"),
        ("Envoys hoped that the truce would hold.", "Envoys", "hoped", "that the truce would hold"),
    ],
)  # fmt: skip
def test_what_is_held_is_a_voice(
    parsed: Parsed, text: str, source: str, cue: str, content: str
) -> None:
    assert [v[:3] for v in find(parsed, text)] == [(source, cue, content)]
