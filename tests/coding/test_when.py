"""When acts are dated, through the whole pipeline. The 15th of May 2024 was a Wednesday."""

from __future__ import annotations

import pytest

import dateline

DAY = "2024-05-15"


def days(text: str, kind: str, trigger: str = "") -> tuple[str, str] | None:
    found = [
        r
        for r in dateline.code(text, published=DAY, model=False)
        if r.type == kind and trigger in r.trigger.text
    ]
    assert found, f"no {kind} in {text!r}"
    date = found[-1].date
    return (date.start, date.end) if date else None


DATED = [
    ("Thousands of people marched in Tbilisi on Sunday.", "PROTEST", "2024-05-12", "2024-05-12"),
    ("Police arrested eleven activists in Nairobi on Monday and Tuesday.", "COERCE",
     "2024-05-13", "2024-05-14"),
    ("The protests that began on May 2 have spread to Lima.", "PROTEST",
     "2024-05-02", "2024-05-02"),
    ("Today Georgian police arrested the opposition leader.", "COERCE", DAY, DAY),
    ("A joint military exercise is starting near Brest in Belarus.", "COOPERATE", DAY, DAY),
    # The whole month, whatever part of it is meant.
    ("Police arrested the editor earlier this month.", "COERCE", "2024-05-01", "2024-05-31"),
    # A length told in months is told to the month.
    ("Kenya has been shaken by two months of protests.", "PROTEST", "2024-03-01", "2024-05-31"),
    # A clause that tells more of a day.
    ("Lima has been quiet since Friday, when police arrested nine protesters.", "COERCE",
     "2024-05-10", "2024-05-10"),
    # The verbs below tell when a plan takes place.
    ("The two-day summit of African leaders is scheduled to end Friday.", "CONSULT",
     "2024-05-16", "2024-05-17"),
    # Nobody has apologised in 2003 who has done so now.
    ("The former president of Peru has apologized for the raids on the villages of Junin in 2003.",
     "CONCEDE", DAY, DAY),
    # What an attack does, it does on its day.
    ("The bombing of a market in Kano on Saturday killed nine people.", "ASSAULT",
     "2024-05-11", "2024-05-11"),
    ("The ambassador was killed after gunmen stormed the mission in Sanaa on Friday.", "ASSAULT",
     "2024-05-10", "2024-05-10"),
    # The verb's tense tells nothing of a day that an attack owns.
    ("The president will visit the scene of Sunday's attack by rebels on a school in Kano.",
     "ASSAULT", "2024-05-12", "2024-05-12"),
    ("Tunisia agreed to give up its chemical weapons in 2019.", "AGREE",
     "2019-01-01", "2019-12-31"),
    ("The bank declined to pay the rebels on Monday.", "REJECT", "2024-05-13", "2024-05-13"),
    ("The party leader told reporters on Friday that he rejected the offer of the government.",
     "REJECT", "2024-05-10", "2024-05-10"),
    ("The senator spoke of the Sept. 11 attacks by Al Qaeda on the United States.", "ASSAULT",
     "2001-09-11", "2001-09-11"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "start", "end"), DATED)
def test_date_of_the_act(text: str, kind: str, start: str, end: str) -> None:
    assert days(text, kind) == (start, end)


UNDATED = [
    ("The minister condemned the opposition.", "ACCUSE"),
    ("The party urged its supporters to march on Sunday.", "REQUEST"),
    # The day of the saying is not that of what is said.
    ("The governor told the radio on Wednesday that rebels attacked the village.", "ASSAULT"),
    # Nor that of what an act follows upon or is about.
    ("Kenya expelled the envoy on Monday over the killing of a trader.", "ASSAULT"),
    ("A court convicted the activist on Monday for attacking a soldier.", "ASSAULT"),
    ("The bishop has lived in Rome since 2019 after a raid on his house.", "COERCE"),
    # An inquiry goes on for months.
    ("The senate held a hearing on Tuesday in the investigation into the minister.", "ACCUSE"),
]


@pytest.mark.parametrize(("text", "kind"), UNDATED)
def test_no_date_without_a_clue(text: str, kind: str) -> None:
    assert days(text, kind) is None


def test_a_day_after() -> None:
    text = "Georgian police arrested the activist on Tuesday, a day after he accused the president."
    assert days(text, "ACCUSE") == ("2024-05-13", "2024-05-13")


def test_the_next_sentence_goes_on() -> None:
    text = "Thousands marched in Tbilisi on Sunday. Police arrested forty people."
    assert days(text, "COERCE") == ("2024-05-12", "2024-05-12")


GOES_ON = [
    ("The army shelled Homs on Sunday. 'We bombed them,' a general told a reporter.",
     "ASSAULT", None),
    ("The army shelled Homs on Sunday. The minister recently met the king in Amman.",
     "CONSULT", None),
    # Background in a paragraph of its own leaves the story's day as it was.
    (("Thousands marched in Lima on Sunday.\n\nOn April 20 the president met the king.\n\n"
     "Police arrested forty people."), "COERCE", "2024-05-12"),
    # The same doer goes on, farther down.
    (("President Ruto met the king of Jordan on Monday. The weather was fine. The sun shone. "
     "It was hot. Nobody came. Traffic was light. Shops stayed open. "
     "Ruto also met the prime minister."), "CONSULT", "2024-05-13"),
    # What was counted back from is not where the story stands.
    (("Troops shelled the town on Sunday, a week after the truce was signed. "
     "Rebels attacked a bridge."), "ASSAULT", "2024-05-12"),
    ("Marchers blocked the port of Lima on Sunday. Police beat marchers as ministers urged calm.",
     "REQUEST", "2024-05-12"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "day"), GOES_ON)
def test_what_goes_on_from_the_day_told(text: str, kind: str, day: str | None) -> None:
    assert days(text, kind) == ((day, day) if day else None)


def test_the_day_on_which_the_speaker_says_more() -> None:
    text = (
        "President Ruto urged the rebels to lay down their arms. "
        '"We want peace," Ruto said in an address on Sunday.'
    )
    assert days(text, "REQUEST", "urged") == ("2024-05-12", "2024-05-12")


def test_a_night_of_clashes() -> None:
    text = "Lima was calm on Sunday after a night of clashes between police and protesters."
    assert days(text, "ASSAULT") == ("2024-05-11", "2024-05-12")


def test_somebody_is_killed_once() -> None:
    text = (
        "Rebels say that soldiers killed Ahmed Musa. "
        "Ahmed Musa was killed on Friday in Khartoum. The army denies everything."
    )
    assert days(text, "ASSAULT", "killed") == ("2024-05-10", "2024-05-10")
    first = dateline.code(text, published=DAY, model=False)[0]
    assert first.date is not None
    assert first.date.start == "2024-05-10"


def test_what_has_been_done_does_not_go_on() -> None:
    text = "Thousands marched in Tbilisi on Sunday. Police have arrested forty people this year."
    assert days(text, "COERCE") != ("2024-05-12", "2024-05-12")


def test_the_act_spoken_of_again_has_its_day() -> None:
    text = (
        "Supporters of Malian president Ibrahim Keita rallied in Bamako on Tuesday. "
        "They chanted against Friday's ouster of Keita by the army. "
        "Mali's prime minister has condemned the ouster of Keita."
    )
    assert days(text, "COERCE", "ouster") == ("2024-05-10", "2024-05-10")
