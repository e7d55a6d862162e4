from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.article import make_article
from dateline.evaluation.figures import evaluate_figures, is_right, read_phrases
from dateline.knowledge import Knowledge
from dateline.reading import figures
from dateline.reading.number_words import find_numbers, value_of
from dateline.reading.reading import FigureMention, Reading
from dateline.reading.spacy_parser import SpacyParser

PHRASES = Path(__file__).parent / "figure_phrases.csv"
FLOOR = 0.97


def found_in(parsed: Callable[..., Reading], text: str) -> list[FigureMention]:
    reading = parsed(text)
    tables = figures.load_tables()
    return figures.Finder(tables, reading).run()


def test_phrase_list(parser: SpacyParser, knowledge: Knowledge) -> None:
    run = figures.component(knowledge).run

    def read(texts: list[str]) -> list[Reading]:
        readings = []
        for text, parse in zip(texts, parser.parse_all(texts), strict=True):
            reading = Reading(article=make_article(text), parse=parse)
            reading.figures = run(reading)["figures"]
            readings.append(reading)
        return readings

    (score,) = evaluate_figures([PHRASES], read)
    assert score.numbers > 150
    assert score.right >= FLOOR, score.misses
    assert score.right > score.baseline


def test_phrase_list_reader_takes_empty_rows_as_nothing() -> None:
    nothing = [w for w in read_phrases(PHRASES) if w.nothing]
    assert nothing
    assert all(is_right(w, []) for w in nothing)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-three", 23),
        ("one hundred and five", 105),
        ("two hundred thousand", 200_000),
        ("a million and a half", 1_500_000),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("half a dozen", 6),
        ("a dozen", 12),
        ("three thousand four hundred", 3400),
        ("1,20,000", 120_000),
        ("10 000", 10_000),
        ("3.2m", 3_200_000),
        ("10k", 10_000),
        ("$1.5bn", 1_500_000_000),
        ("nineteen", 19),
    ],
)
def test_value(words: str, value: float) -> None:
    assert value_of(words) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "phrase", "low", "high"),
    [
        ("It rose from 200 to 300 in a week.", "200", 200, 200),
        ("Crowds of 200 to 300 people", "200 to 300", 200, 300),
        ("more than 100 and fewer than 200 people", "more than 100 and fewer than 200", 100, 200),
        ("some 10-15,000 people", "some 10-15,000", 10_000, 15_000),
        ("at least 100,000", "at least 100,000", 100_000, None),
        ("up to about 50 men", "up to about 50", None, 50),
        ("500 or so miners", "500 or so", 500, 500),
    ],
)
def test_bounds_and_span(text: str, phrase: str, low: float, high: float | None) -> None:
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == phrase
    assert (number.low, number.high) == (low, high)


def test_no_range_out_of_scores_dates_and_phones() -> None:
    assert find_numbers("They won 3-1 at home.") == []
    assert find_numbers("Call 555-0199 or +1-222-333-4444.") == []
    assert find_numbers("He ruled 1994-2020.") == []


def test_head_is_the_counted_noun(parsed: Callable[..., Reading]) -> None:
    for text, noun in [
        ("Dozens of masked protesters threw stones.", "protesters"),
        ("Tens of thousands of people marched.", "people"),
        ("At least 12 unarmed civilians died.", "civilians"),
        ("Police arrested 45 of the striking miners.", "miners"),
    ]:
        reading = parsed(text)
        (figure,) = figures.Finder(figures.load_tables(), reading).run()
        assert reading.parse.tokens[figure.head].text == noun


def test_elliptic_number_is_its_own_head(parsed: Callable[..., Reading]) -> None:
    reading = parsed("The death toll rose to 12.")
    (figure,) = figures.Finder(figures.load_tables(), reading).run()
    assert reading.parse.tokens[figure.head].text == "12"
    assert (figure.what, figure.unit) == ("deaths", None)


def test_part_of_a_whole_says_so(parsed: Callable[..., Reading]) -> None:
    whole, part = found_in(parsed, "The raid killed eight people, including three children.")
    assert (whole.what, part.what) == ("deaths", "deaths")
    assert "part of" in part.why


def test_one_person_is_counted_only_as_a_casualty(parsed: Callable[..., Reading]) -> None:
    (figure,) = found_in(parsed, "A policeman was killed in the capital.")
    assert (figure.low, figure.high, figure.what) == (1, 1, "deaths")
    assert figure.text == "A policeman"
    assert figure.why.startswith("one")
    assert found_in(parsed, "A policeman spoke to the crowd.") == []


def test_no_casualties_are_no_deaths_and_no_injuries(parsed: Callable[..., Reading]) -> None:
    found = found_in(parsed, "The army reported no casualties.")
    assert {(f.what, f.low, f.high) for f in found} == {("deaths", 0, 0), ("injuries", 0, 0)}


def test_times_are_left_out(parser: SpacyParser, knowledge: Knowledge) -> None:
    from dateline.reading.reading import TimeMention  # noqa: PLC0415

    text = "About 300 miners died in 1956 accidents."
    reading = Reading(article=make_article(text), parse=parser.parse(text))
    start = text.index("1956")
    reading.times = [TimeMention(start, start + 4, "1956", 0, "DATE", "1956", None, None, "year")]
    found = figures.component(knowledge).run(reading)["figures"]
    assert [f.text for f in found] == ["About 300"]


WORDS = [
    "12",
    "1,000",
    "3.2m",
    "dozens",
    "of",
    "hundreds",
    "thousands",
    "people",
    "were",
    "killed",
    "arrested",
    "at",
    "least",
    "more",
    "than",
    "about",
    "between",
    "two",
    "and",
    "three",
    "to",
    "-",
    "million",
    "$5",
    "percent",
    "the",
    "votes",
    "year-old",
    "no",
    "one",
    "a",
    "policeman",
    ",",
    ".",
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
def test_offsets_hold_on_any_words(parser: SpacyParser, words: list[str]) -> None:
    text = " ".join(words)
    reading = Reading(article=make_article(text), parse=parser.parse(text))
    found = figures.Finder(figures.load_tables(), reading).run()
    for figure in found:
        assert figure.text == reading.parse.text[figure.start : figure.end]
        assert figure.text
        assert 0 <= figure.head < len(reading.parse)
        assert figure.low is not None or figure.high is not None
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
    assert [f.start for f in found] == sorted(f.start for f in found)


@given(st.text(max_size=80))
def test_numbers_of_any_text_lie_in_it(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start <= number.core < number.end <= len(text)
