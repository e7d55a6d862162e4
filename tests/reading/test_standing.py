from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.knowledge import Knowledge
from dateline.reading import standing
from dateline.reading.reading import Reading, Standing
from dateline.reading.spacy_parser import SpacyParser

SENTENCES = [
    # what goes on and what is to come, by other words
    ("Talks between the two sides were underway in Geneva.", "Talks", "ongoing"),
    ("The summit is scheduled to end on Friday.", "summit", "ongoing"),
    ("He spoke of the protests gripping the capital.", "protests", "ongoing"),
    ("Shops are being looted in the harbour.", "looted", "ongoing"),
    ("The ministry is to send forty refugees home.", "send", "planned"),
    ("A trade accord is to be signed in Agadir.", "signed", "planned"),
    ("The unions called a rally for Friday.", "rally", "planned"),
    ("Police stood ready ahead of the march.", "march", "planned"),
    ("The leaders gather in Oslo tomorrow.", "gather", "planned"),
    ("The general could not rule out a strike.", "strike", "hypothetical"),
    ("They will vote on whether to impeach the president.", "impeach", "hypothetical"),
    ("The army rejected the claim that it had burned the refinery.", "burned", "denied"),
    # occurred
    ("Police arrested twelve students in Lagos.", "arrested", "occurred"),
    ("The ministry said officers had detained forty people.", "detained", "occurred"),
    ("Soldiers have shelled the village.", "shelled", "occurred"),
    ("Union leaders urged the government to resign.", "urged", "occurred"),
    ("The president threatened to close the border.", "threatened", "occurred"),
    ("The minister promised to lower taxes.", "promised", "occurred"),
    ("The general refused to step down.", "refused", "occurred"),
    ("Rebels managed to capture the bridge.", "capture", "occurred"),
    ("The strike began on Monday.", "strike", "occurred"),
    ("The army seized power after a day of clashes.", "clashes", "occurred"),
    ("Farmers marched to demand lower prices.", "demand", "occurred"),
    ("Prime minister urges calm after riots", "urges", "occurred"),
    ("The envoy condemned the attack.", "attack", "occurred"),
    ("Turkey condemns the attack on its embassy.", "condemns", "occurred"),
    ("She was the first minister to resign.", "resign", "occurred"),
    ("The new road enabled traders to reach the port.", "reach", "occurred"),
    # ongoing
    ("Thousands are protesting in the square.", "protesting", "ongoing"),
    ("Troops are surrounding the radio station.", "surrounding", "ongoing"),
    ("Workers have been striking for three weeks.", "striking", "ongoing"),
    ("The ongoing talks focus on trade.", "talks", "ongoing"),
    ("She said she's been protesting since May.", "protesting", "ongoing"),
    # planned
    ("The march would be a test for the party, she said.", "march", "planned"),
    ("The city has a contract to rebuild the bridge.", "rebuild", "planned"),
    ("Merkel To Visit Kyiv Next Week", "Visit", "planned"),
    ("The two presidents will meet in Geneva on Friday.", "meet", "planned"),
    ("The leaders are to sign a treaty next week.", "sign", "planned"),
    ("The queen is due to visit Ghana.", "visit", "planned"),
    ("The union plans to strike in June.", "strike", "planned"),
    ("Parliament is set to vote on the bill.", "vote", "planned"),
    ("The foreign minister is going to visit Cairo.", "visit", "planned"),
    ("He promised to release the prisoners.", "release", "planned"),
    ("Officials said oil exports would be discussed on Friday.", "discussed", "planned"),
    ("President to meet striking miners", "meet", "planned"),
    ("The scheduled talks focus on trade.", "talks", "planned"),
    ("The two sides will hold talks in Oslo.", "talks", "planned"),
    ("Ministers agreed to reopen the port.", "reopen", "planned"),
    # hypothetical
    ("The rebels might attack the capital.", "attack", "hypothetical"),
    ("The army could intervene.", "intervene", "hypothetical"),
    ("Marchers demanded that he resign.", "resign", "hypothetical"),
    ("The crowd marched to demand that the governor step down.", "step", "hypothetical"),
    ("The opposition called for a strike.", "strike", "hypothetical"),
    ("She urged the generals to withdraw.", "withdraw", "hypothetical"),
    ("Witnesses feared a massacre.", "massacre", "hypothetical"),
    ("Analysts warned of a possible coup.", "coup", "hypothetical"),
    ("The group threatened to bomb the pipeline.", "bomb", "hypothetical"),
    ("Protesters tried to storm the palace.", "storm", "hypothetical"),
    ("The government should release the journalists.", "release", "hypothetical"),
    ("Will the president resign?", "resign", "hypothetical"),
    ("They want to overthrow the king.", "overthrow", "hypothetical"),
    ("The EU proposed talks between the rivals.", "talks", "hypothetical"),
    # conditional
    ("If soldiers attack the miners, the union will strike.", "attack", "conditional"),
    ("If the army fires on the crowd, the union will strike.", "strike", "conditional"),
    ("They would withdraw if the shelling stopped.", "withdraw", "conditional"),
    ("Unless prices fall, drivers will block the roads.", "block", "conditional"),
    # denied
    ("The army did not attack the village.", "attack", "denied"),
    ("The guards never opened fire.", "opened", "denied"),
    ("No joint documents would be signed, the aide said.", "signed", "denied"),
    ("Nor would there be a press conference.", "conference", "denied"),
    ("The governor refused to resign.", "resign", "denied"),
    ("The parties failed to reach an agreement.", "reach", "denied"),
    ("The minister denied ordering the raid.", "ordering", "denied"),
    ("The spokesman denied that police had beaten the detainees.", "beaten", "denied"),
    ("The crowd left without attacking the station.", "attacking", "denied"),
    ("No arrests were made.", "arrests", "denied"),
    ("There was no attack, the mayor said.", "attack", "denied"),
    ("The king will not abdicate.", "abdicate", "denied"),
    ("The summit was cancelled.", "summit", "denied"),
    ("The two sides did not hold talks.", "talks", "denied"),
    ("Neither side signed the accord.", "signed", "denied"),
    ("There are no plans to withdraw the troops.", "withdraw", "denied"),
    # habitual
    ("Pensioners usually gather outside the bank.", "gather", "habitual"),
    ("The two ministers meet every month.", "meet", "habitual"),
    ("Police often arrest street traders.", "arrest", "habitual"),
]


def judged(parsed: Callable[..., Reading], text: str) -> dict[str, Standing]:
    reading = parsed(text)
    found = standing.judge_all(reading.parse)
    return {text[s.start : s.end]: s for s in found}


@pytest.mark.parametrize(("text", "word", "status"), SENTENCES)
def test_status(parsed: Callable[..., Reading], text: str, word: str, status: str) -> None:
    found = judged(parsed, text)
    assert word in found, sorted(found)
    assert found[word].status == status, found[word]


def test_score_has_the_sign_of_its_status(parsed: Callable[..., Reading]) -> None:
    for text, word, status in SENTENCES:
        score = judged(parsed, text)[word].score
        assert -3 <= score <= 3
        if status in {"occurred", "ongoing", "habitual"}:
            assert score > 1.5
        if status == "denied":
            assert score < 0


def test_cue_stands_in_the_sentence(parsed: Callable[..., Reading]) -> None:
    text = "The king will not abdicate."
    assert judged(parsed, text)["abdicate"].cue == "will not"


def test_double_negation_happened(parsed: Callable[..., Reading]) -> None:
    found = judged(parsed, "The council did not fail to act.")
    assert found["act"].status == "occurred"


def test_component_gives_one_verdict_a_word(
    parsed: Callable[..., Reading], knowledge: Knowledge
) -> None:
    reading = parsed("Police beat and arrested protesters. They will be tried on Friday.")
    given = standing.component(knowledge).run(reading)["standing"]
    heads = [s.head for s in given]
    assert heads == sorted(set(heads))
    assert {reading.parse.tokens[h].text for h in heads} >= {"beat", "arrested", "tried"}


WORDS = [
    "police",
    "army",
    "crowd",
    "arrested",
    "will",
    "not",
    "may",
    "if",
    "to",
    "protest",
    "attack",
    "talks",
    "hold",
    "the",
    "a",
    "no",
    "never",
    "refuse",
    "plan",
    "would",
    "signed",
    "has",
    "been",
    ",",
    ".",
    "?",
    "and",
    "that",
    "denied",
    "unless",
    "without",
]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
def test_offsets_hold_on_any_words(parser: SpacyParser, words: list[str]) -> None:
    text = " ".join(words)
    parse = parser.parse(text)
    for found in standing.judge_all(parse):
        token = parse.tokens[found.head]
        assert (found.start, found.end) == (token.start, token.end)
        assert -3 <= found.score <= 3
        assert (found.status == "denied") <= (found.score < 1)
