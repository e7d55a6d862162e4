"""Time expressions: what is found, and which days it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.article import make_article
from dateline.reading.reading import Reading, TimeMention
from dateline.reading.spacy_parser import SpacyParser
from dateline.reading.times import component, run

# A Monday.
PUBLISHED = date(2020, 9, 14)
Read = Callable[..., list[TimeMention]]


@pytest.fixture(scope="session")
def times(parsed: Callable[..., Reading]) -> Read:
    def read(text: str, published: date | None = PUBLISHED) -> list[TimeMention]:
        return run(parsed(text, published))["times"]

    return read


def test_component_is_declared(knowledge: Any) -> None:
    made = component(knowledge)
    assert (made.name, made.needs, made.gives) == ("times", ("parse",), ("times",))


def test_empty_text(times: Read) -> None:
    assert times(" ") == []


# Sentence, words of the expression, type, TIMEX3 value, first day, last day.
DAYS = [
    # weekdays, against the day of publication and the tense
    ("Crowds filled the square on Sunday.", "Sunday", "2020-09-13"),
    ("Police detained forty people on Monday.", "Monday", "2020-09-14"),
    ("Police detained forty people on Tuesday.", "Tuesday", "2020-09-08"),
    ("The ministers will meet on Tuesday.", "Tuesday", "2020-09-15"),
    ("The ministers are to meet in Rome on Thursday.", "Thursday", "2020-09-17"),
    ("The ministers are meeting on Friday in Rome.", "Friday", "2020-09-18"),
    ("The vote is scheduled for Saturday.", "Saturday", "2020-09-19"),
    ("The strikers agreed to return on Wednesday.", "Wednesday", "2020-09-16"),
    ("The envoy said he would leave on Wednesday.", "Wednesday", "2020-09-16"),
    ("The talks resume on Friday.", "Friday", "2020-09-18"),
    ("The court put off the hearing until Friday.", "Friday", "2020-09-18"),
    ("The offer had been due to expire on Friday.", "Friday", "2020-09-11"),
    ("Rebels have held the port since Thursday.", "Thursday", "2020-09-10"),
    ("He was freed last Monday.", "last Monday", "2020-09-07"),
    ("The trial opens next Wednesday.", "next Wednesday", "2020-09-23"),
    ("They marched for the fifth Sunday since the election.", "the fifth Sunday", "2020-09-13"),
    ("Sunday's rally was the biggest so far.", "Sunday", "2020-09-13"),
    ("Earlier on Monday, troops had closed the bridge.", "Earlier on Monday", "2020-09-14"),
    # from the day of publication
    ("The envoy left yesterday.", "yesterday", "2020-09-13"),
    ("The court will rule tomorrow.", "tomorrow", "2020-09-15"),
    ("Doctors walked out today.", "today", "2020-09-14"),
    ("A mine exploded two days ago.", "two days ago", "2020-09-12"),
    ("He fled the day before yesterday.", "the day before yesterday", "2020-09-12"),
    ("For a third consecutive day, nurses marched.", "a third consecutive day", "2020-09-14"),
    # days of the calendar
    ("The vote was held on August 9.", "August 9", "2020-08-09"),
    ("The vote was held on 9 August.", "9 August", "2020-08-09"),
    ("The vote was held on Aug. 9, 2020.", "Aug. 9, 2020", "2020-08-09"),
    ("The vote was held on the 9th of August, 2020.", "the 9th of August, 2020", "2020-08-09"),
    ("The vote was held on Sunday, August 9.", "Sunday, August 9", "2020-08-09"),
    ("The form is dated 2020-08-09.", "2020-08-09", "2020-08-09"),
    ("The form is dated 8/9/2020.", "8/9/2020", "2020-08-09"),
    ("The form is dated 19/8/2020.", "19/8/2020", "2020-08-19"),
    ("The result is due on 20 December.", "20 December", "2020-12-20"),
    ("The king was crowned on January 20th.", "January 20th", "2020-01-20"),
    ("Workers walked out after the Aug. 9 election.", "the Aug. 9", "2020-08-09"),
    ("Lawmakers will act before the Nov. 3 election.", "the Nov. 3", "2020-11-03"),
    ("The feast is on the second Sunday of August.", "the second Sunday of August", "2020-08-09"),
    ("Fireworks killed two on New Year's Eve.", "New Year's Eve", "2019-12-31"),
]

OTHERS = [
    # weeks, months, seasons, years
    ("They met last week.", "last week", "DATE", "2020-W37", "2020-09-07", "2020-09-13"),
    ("They meet next week.", "next week", "DATE", "2020-W39", "2020-09-21", "2020-09-27"),
    (
        "Shops closed over the weekend.",
        "the weekend",
        "DATE",
        "2020-W37-WE",
        "2020-09-12",
        "2020-09-13",
    ),
    ("They met last month.", "last month", "DATE", "2020-08", "2020-08-01", "2020-08-31"),
    ("They will meet next month.", "next month", "DATE", "2020-10", "2020-10-01", "2020-10-31"),
    ("He died last year.", "last year", "DATE", "2019", "2019-01-01", "2019-12-31"),
    (
        "Voters go to the polls in November.",
        "November",
        "DATE",
        "2020-11",
        "2020-11-01",
        "2020-11-30",
    ),
    ("The king abdicated in May.", "May", "DATE", "2020-05", "2020-05-01", "2020-05-31"),
    (
        "The truce began in early December.",
        "early December",
        "DATE",
        "2019-12",
        "2019-12-01",
        "2019-12-10",
    ),
    ("The truce began in mid-July.", "mid-July", "DATE", "2020-07", "2020-07-11", "2020-07-20"),
    ("The truce began in late July.", "late July", "DATE", "2020-07", "2020-07-21", "2020-07-31"),
    (
        "The treaty was signed in March 1996.",
        "March 1996",
        "DATE",
        "1996-03",
        "1996-03-01",
        "1996-03-31",
    ),
    (
        "He was jailed in June last year.",
        "June last year",
        "DATE",
        "2019-06",
        "2019-06-01",
        "2019-06-30",
    ),
    ("He left office in 1997.", "1997", "DATE", "1997", "1997-01-01", "1997-12-31"),
    (
        "She took power five years ago.",
        "five years ago",
        "DATE",
        "2015",
        "2015-01-01",
        "2015-12-31",
    ),
    (
        "The fighting eased in the summer of 2014.",
        "the summer of 2014",
        "DATE",
        "2014-SU",
        "2014-06-01",
        "2014-08-31",
    ),
    (
        "The fighting eased last winter.",
        "last winter",
        "DATE",
        "2019-WI",
        "2019-12-01",
        "2020-02-29",
    ),
    ("The party ruled through the 1980s.", "the 1980s", "DATE", "198", "1980-01-01", "1989-12-31"),
    (
        "The party ruled in the late 1980s.",
        "the late 1980s",
        "DATE",
        "198",
        "1987-01-01",
        "1989-12-31",
    ),
    (
        "Exports fell in the first quarter of 2019.",
        "the first quarter of 2019",
        "DATE",
        "2019-Q1",
        "2019-01-01",
        "2019-03-31",
    ),
    (
        "Exports fell in the first half of 2019.",
        "the first half of 2019",
        "DATE",
        "2019-H1",
        "2019-01-01",
        "2019-06-30",
    ),
    (
        "He spoke to reporters earlier this month.",
        "earlier this month",
        "DATE",
        "2020-09",
        "2020-09-01",
        "2020-09-14",
    ),
    (
        "Troops will leave by the end of the year.",
        "the end of the year",
        "DATE",
        "2020",
        "2020-09-01",
        "2020-12-31",
    ),
    (
        "In two weeks the courts will close.",
        "two weeks",
        "DATE",
        "2020-W40",
        "2020-09-28",
        "2020-10-04",
    ),
    # ranges
    (
        "Fighting lasted from 9 to 12 August.",
        "9 to 12 August",
        "DATE",
        "2020-08-09/2020-08-12",
        "2020-08-09",
        "2020-08-12",
    ),
    (
        "The rallies of 9-12 August drew crowds.",
        "9-12 August",
        "DATE",
        "2020-08-09/2020-08-12",
        "2020-08-09",
        "2020-08-12",
    ),
    (
        "The rallies of Aug. 9–12 drew crowds.",
        "Aug. 9–12",
        "DATE",
        "2020-08-09/2020-08-12",
        "2020-08-09",
        "2020-08-12",
    ),
    (
        "The strike ran from Aug. 28 to Sept. 3.",
        "Aug. 28 to Sept. 3",
        "DATE",
        "2020-08-28/2020-09-03",
        "2020-08-28",
        "2020-09-03",
    ),
    (
        "He governed between 2015 and 2018.",
        "2015 and 2018",
        "DATE",
        "2015/2018",
        "2015-01-01",
        "2018-12-31",
    ),
    (
        "The war of 1998-2000 ruined both.",
        "1998-2000",
        "DATE",
        "1998/2000",
        "1998-01-01",
        "2000-12-31",
    ),
    # times of day
    (
        "The strike began at 10 a.m. on Friday.",
        "10 a.m. on Friday",
        "TIME",
        "2020-09-11T10:00",
        "2020-09-11",
        "2020-09-11",
    ),
    (
        "The strike began on Friday at 10:30.",
        "Friday at 10:30",
        "TIME",
        "2020-09-11T10:30",
        "2020-09-11",
        "2020-09-11",
    ),
    (
        "Rockets fell late Sunday night.",
        "late Sunday night",
        "TIME",
        "2020-09-13TNI",
        "2020-09-13",
        "2020-09-13",
    ),
    (
        "Rockets fell on the night of 12 September.",
        "the night of 12 September",
        "TIME",
        "2020-09-12TNI",
        "2020-09-12",
        "2020-09-12",
    ),
    (
        "Shells hit the town overnight on Saturday.",
        "overnight on Saturday",
        "TIME",
        "2020-09-12TNI",
        "2020-09-12",
        "2020-09-12",
    ),
    (
        "Gunmen struck this morning.",
        "this morning",
        "TIME",
        "2020-09-14TMO",
        "2020-09-14",
        "2020-09-14",
    ),
    (
        "Gunmen struck last night.",
        "last night",
        "TIME",
        "2020-09-13TNI",
        "2020-09-13",
        "2020-09-13",
    ),
    # how long, how often, and words that only point
    (
        "Over the past two days thirty were killed.",
        "the past two days",
        "DURATION",
        "P2D",
        "2020-09-12",
        "2020-09-14",
    ),
    ("He has ruled for 26 years.", "26 years", "DURATION", "P26Y", None, None),
    ("It was a five-day strike.", "five-day", "DURATION", "P5D", None, None),
    (
        "They talked for two and a half hours.",
        "two and a half hours",
        "DURATION",
        "PT2H30M",
        None,
        None,
    ),
    ("The siege lasted two to three weeks.", "two to three weeks", "DURATION", "P2W", None, None),
    ("He was held for several months.", "several months", "DURATION", "PXM", None, None),
    ("They gather every Sunday.", "every Sunday", "SET", "XXXX-WXX-7", None, None),
    ("The paper prints daily tallies.", "daily", "SET", "P1D", None, None),
    ("The army is now in control.", "now", "DATE", "PRESENT_REF", "2020-09-14", "2020-09-14"),
    ("The two recently met in Oslo.", "recently", "DATE", "PAST_REF", None, None),
    ("Several years ago he fled.", "Several years ago", "DATE", "PAST_REF", None, None),
]


@pytest.mark.parametrize(("text", "words", "day"), DAYS, ids=[w for _, w, _ in DAYS])
def test_day(times: Read, text: str, words: str, day: str) -> None:
    (found,) = times(text)
    assert (found.text, found.type, found.value) == (words, "DATE", day)
    assert found.begin == found.finish == date.fromisoformat(day)
    assert found.precision == "day"
    assert found.why


@pytest.mark.parametrize(
    ("text", "words", "kind", "value", "begin", "finish"), OTHERS, ids=[c[1] for c in OTHERS]
)
def test_period(  # noqa: PLR0913, PLR0917 - the columns of the table above
    times: Read,
    text: str,
    words: str,
    kind: str,
    value: str,
    begin: str | None,
    finish: str | None,
) -> None:
    (found,) = times(text)
    assert (found.text, found.type, found.value) == (words, kind, value)
    assert found.begin == (date.fromisoformat(begin) if begin else None)
    assert found.finish == (date.fromisoformat(finish) if finish else None)


@pytest.mark.parametrize(
    "text",
    [
        "March for your rights, the leaflet told the workers.",
        "The rebels may march on the capital.",
        "Theresa May will not resign.",
        "The judge seconded the motion and came second.",
        "An 80-year-old man and a woman, 45 years old, were hurt.",
        "About 2000 people were hurt.",
        "A bank note of $1999 was found.",
        "She is in her mid-30s.",
        "The Sunday Times printed the letter.",
        "The dead were shot on Bloody Sunday.",
    ],
)
def test_no_time(times: Read, text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "The man was charged on Sept. 3, 2020. A day earlier, he had been questioned.",
            ["2020-09-03", "2020-09-02"],
        ),
        (
            "The man was charged on Sept. 3, 2020. Three days later he was freed.",
            ["2020-09-03", "2020-09-06"],
        ),
        (
            "The man was charged on Sept. 3, 2020. The next day he was freed.",
            ["2020-09-03", "2020-09-04"],
        ),
        ("The man was charged in June 2015. That year he lost his post.", ["2015-06", "2015"]),
        ("Rallies were held on 16 and 23 August.", ["2020-08-16", "2020-08-23"]),
        (
            "The army crossed the border on September 17, 1939. In October the city fell.",
            ["1939-09-17", "1939-10"],
        ),
        (
            "A bomb went off two days ago. Three weeks later its maker was found.",
            ["2020-09-12", "PAST_REF"],
        ),
        ("In May 12 people were killed in the town.", ["2020-05"]),
        (
            "The shop reported a loss for the second quarter. A year ago it made money.",
            ["2020-Q2", "2019-Q2"],
        ),
    ],
)
def test_from_the_date_told(times: Read, text: str, values: list[str]) -> None:
    assert [t.value for t in times(text)] == values


def test_history_runs_by_the_last_date_told(times: Read) -> None:
    text = (
        "War broke out on 1 May 1866. The fort fell on 12 June 1866, and the port on 3 December "
        "1866. On 20 January the king sued for peace."
    )
    assert [t.value for t in times(text)][-1] == "1867-01-20"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Crowds filled the square on Sunday.", "XXXX-WXX-7"),
        ("The vote was held on August 9.", "XXXX-08-09"),
        ("The vote was held in August.", "XXXX-08"),
        ("The envoy left yesterday.", "PAST_REF"),
        ("A mine exploded two days ago.", "PAST_REF"),
        ("They met last week.", "PAST_REF"),
        ("They will meet next week.", "FUTURE_REF"),
    ],
)
def test_without_publication_relative_dates_stay_open(times: Read, text: str, value: str) -> None:
    (found,) = times(text, None)
    assert (found.value, found.begin, found.finish) == (value, None, None)


def test_without_publication_full_dates_resolve(times: Read) -> None:
    first, second = times("He was charged on Sept. 4, 2020. A day later he fled.", None)
    assert (first.value, second.value) == ("2020-09-04", "2020-09-05")


def test_head_ties_the_expression_to_its_clause(parsed: Callable[..., Reading]) -> None:
    reading = parsed("The envoy left on the night of 12 September, and he returned on Monday.")
    heads = [reading.parse.tokens[t.head].lower for t in run(reading)["times"]]
    assert heads == ["night", "monday"]


WORDS = [
    "last",
    "next",
    "this",
    "the",
    "a",
    "early",
    "late",
    "mid-May",
    "Sunday",
    "Sept.",
    "May",
    "March",
    "9",
    "31",
    "2020",
    "1999",
    "2000s",
    "first",
    "second",
    "third",
    "quarter",
    "week",
    "weeks",
    "month",
    "year",
    "years",
    "day",
    "days",
    "of",
    "in",
    "on",
    "at",
    "by",
    "from",
    "to",
    "and",
    "between",
    "until",
    "-",
    "–",
    ",",
    "two",
    "five",
    "ago",
    "later",
    "earlier",
    "before",
    "after",
    "every",
    "end",
    "morning",
    "night",
    "noon",
    "10",
    "p.m.",
    "10:30",
    "9/13/2020",
    "31/31/2020",
    "0",
    "99",
    "half",
    "couple",
    "several",
    "past",
    "Christmas",
    "Day",
    "now",
    "the",
    "future",
    "winter",
    "weekend",
    "century",
    "decade",
    "tomorrow",
    "overnight",
    "was",
    "will",
    "meet",
]


@settings(max_examples=120, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=14),
    published=st.one_of(st.none(), st.dates()),
)
def test_offsets_slice_the_text_and_days_are_in_order(
    parser: SpacyParser, words: list[str], published: date | None
) -> None:
    text = "They met " + " ".join(words) + "."
    parse = parser.parse(text)
    found = run(Reading(article=make_article(text, published=published), parse=parse))["times"]
    end = 0
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert end <= mention.start < mention.end
        assert mention.start <= parse.tokens[mention.head].start < mention.end
        assert (mention.begin is None) == (mention.finish is None)
        assert mention.begin is None or mention.begin <= mention.finish
        assert mention.value
        end = mention.end
