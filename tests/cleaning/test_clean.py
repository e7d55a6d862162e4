from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.article import Article, make_article
from dateline.cleaning import clean
from dateline.cleaning.dateline import dateline_of
from dateline.cleaning.rules import load_rules

ONE = "Police cleared the main square on Monday and detained forty people, the mayor said."
TWO = "The union called for a general strike on Friday, the first for eleven years."
THREE = "A court will hear the case next week."


def cleaned(*lines: str, title: str | None = None, outlet: str | None = None) -> Article:
    article = make_article("\n\n".join(lines), title=title, outlet=outlet)
    result = clean(article)
    assert all(article.text[c.start : c.end] == c.text for c in result.cuts)
    return result


def reasons(article: Article) -> list[str]:
    return [cut.reason for cut in article.cuts]


def test_a_story_is_left_as_it_is() -> None:
    article = cleaned(ONE, TWO, THREE)
    assert article.text == f"{ONE}\n\n{TWO}\n\n{THREE}"
    assert article.cuts == ()
    assert article.cleaned
    assert article.byline is None


def test_furniture_goes_with_its_reason() -> None:
    article = cleaned(
        "Square cleared in capital", "Related Topics", "image copyrightEPA",
        "image captionThe square on Sunday", ONE, "Advertisement", TWO,
        "2px presentational grey line", "Read More – Source",
        title="Square cleared in capital",
    )  # fmt: skip
    assert article.text == f"Square cleared in capital\n\n{ONE}\n\n{TWO}"
    assert reasons(article) == [
        "related stories", "image credit", "image caption", "advertisement", "decoration",
        "related stories",
    ]  # fmt: skip


def test_line_ends_stay_and_blank_lines_collapse() -> None:
    article = clean(make_article(f"  {ONE}  \n{TWO}\n\n \n\n\n{THREE}\n"))
    assert article.text == f"{ONE}\n{TWO}\n\n{THREE}"


def test_cleaning_twice_is_cleaning_once() -> None:
    article = cleaned("By Dana Novak", ONE, "Share")
    assert clean(article) is article


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("MINSK, Belarus (AP) — ", "Minsk", "AP"),
        ("LONDON (Reuters) - ", "London", "Reuters"),
        ("MINSK, Sept 13 (Reuters) - ", "Minsk", "Reuters"),
        ("Beijing, 4 May (Xinhua) -- ", "Beijing", "Xinhua"),
        ("BEIJING, May 4 (Xinhua) -- ", "Beijing", "Xinhua"),
        ("MOSCOW, September 14. /TASS/. ", "Moscow", "TASS"),
        ("KYIV/MOSCOW, Feb 24 (Reuters) - ", "Kyiv", "Reuters"),
        ("WASHINGTON — ", "Washington", None),
        ("BATON ROUGE, La. — ", "Baton Rouge", None),
        ("Geneva, 4 May 2020 – ", "Geneva", None),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "Port-Au-Prince", "AP"),
        ("ISLAMABAD: ", "Islamabad", None),
        ("NEW DELHI, May 4 (PTI) ", "New Delhi", "PTI"),
        ("(ALBANY, N.Y.) — ", "Albany", None),
        ("(CNN) — ", None, "CNN"),
        ("(Reuters) - ", None, "Reuters"),
        ("Sept 13 (Reuters) - ", None, "Reuters"),
        ("(CNN)", None, "CNN"),
        ("RIO DE JANEIRO (AFP) – ", "Rio De Janeiro", "AFP"),
    ],
)
def test_datelines(line: str, place: str | None, agency: str | None) -> None:
    article = cleaned("Square cleared in the capital", line + ONE, TWO)
    assert article.byline is not None
    assert (article.byline.place, article.byline.agency) == (place, agency)
    assert article.byline.text == line.strip()
    assert article.text == f"Square cleared in the capital\n\n{ONE}\n\n{TWO}"
    assert reasons(article) == ["dateline"]


@pytest.mark.parametrize(
    "line",
    [
        ONE,
        "Belarus — a neighbour of Poland — closed its border on Monday.",
        "NATO (founded in 1949) said that it would not send troops.",
        "UPDATE: Police cleared the main square on Monday morning.",
        "NYT: Police cleared the main square on Monday morning.",
        "UNICEF said that 40 schools had been hit.",
        "BREAKING — Police cleared the main square on Monday morning.",
        "Mr Novak (right) - a lawyer - was freed.",
        "The U.S. — his home for a decade — refused him a visa.",
    ],
)
def test_no_dateline(line: str) -> None:
    assert dateline_of(line) is None


def test_speakers_are_no_datelines() -> None:
    article = cleaned(
        "NOVAK: The police came at night and took all of us away to the station.",
        "SILVA: And what did they say to you when they came to the house that night?",
    )
    assert article.byline is None
    assert article.cuts == ()


def test_bylines_go_and_leave_their_place() -> None:
    article = cleaned("Square cleared in the capital", "Dana Novak in Cairo", ONE, TWO)
    assert article.byline is not None
    assert article.byline.place == "Cairo"
    assert reasons(article) == ["byline"]


def test_glued_furniture_is_cut_in_part() -> None:
    article = cleaned(ONE + " Read more", TWO + " (Reporting by Dana Novak; Editing by Ana Silva)")
    assert article.text == f"{ONE}\n\n{TWO}"
    assert reasons(article) == ["read more", "credits"]


def test_other_headlines_below_a_mark_go_to_the_end() -> None:
    article = cleaned(
        ONE, TWO, "More on this story", "Ministers meet again over the bridge", "Strike spreads",
        "Who is Dana Novak?",
    )  # fmt: skip
    assert article.text.startswith(f"{ONE}\n\n{TWO}")
    assert "Ministers meet" not in article.text
    assert "Strike spreads" not in article.text


def test_a_subheading_below_a_mark_stays() -> None:
    article = cleaned(ONE, "Related Topics", "Night raids", TWO, THREE)
    assert article.text == f"{ONE}\n\nNight raids\n\n{TWO}\n\n{THREE}"


def test_a_headline_is_kept_once() -> None:
    article = cleaned("Square cleared", ONE, "Square cleared", TWO, title="Square cleared")
    assert article.text == f"Square cleared\n\n{ONE}\n\n{TWO}"
    assert reasons(article) == ["repeated headline"]


def test_a_repeated_paragraph_is_kept_once() -> None:
    assert cleaned(ONE, TWO, ONE).text == f"{ONE}\n\n{TWO}"


def test_the_author_at_the_end_goes_unless_part_of_the_story() -> None:
    bio = "Dana Novak is a reporter for Example News in Cairo."
    assert cleaned(ONE, TWO, bio).text == f"{ONE}\n\n{TWO}"
    about = "Dana Novak was held for three days in the capital, her editor said."
    assert bio in cleaned(about, TWO, bio).text


def test_a_menu_goes_and_a_list_of_towns_stays() -> None:
    menu = ["Home", "News", "Sport", "Business", "Travel", "Culture", "Weather", "Search"]
    assert cleaned(*menu, ONE, TWO).text == f"{ONE}\n\n{TWO}"
    towns = ["Aleppo", "Homs", "Hama", "Idlib", "Raqqa", "Deraa", "Palmyra", "Latakia", "Tartus"]
    assert cleaned(ONE, *towns, TWO).cuts == ()


def test_the_outlets_own_name_goes() -> None:
    assert cleaned("Example Herald", ONE, outlet="Example Herald").text == ONE


def test_nothing_but_furniture_leaves_nothing() -> None:
    article = cleaned("Share", "Advertisement", "Read more")
    assert article.text == ""
    assert len(article.cuts) == 3


FURNITURE = [e.replace("|", "") for r, _ in load_rules().whole for e in r.examples]
LINES = st.one_of(
    st.sampled_from([*FURNITURE, ONE, TWO, THREE, "MINSK (AP) — " + ONE, ONE + " Read more"]),
    st.text(max_size=60),
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\n\n", " \n \n", "\r\n"]), LINES)
def test_cleaning_only_ever_takes_away(lines: list[str], between: str, title: str) -> None:
    text = between.join(lines)
    article = clean(make_article(text, title=title))
    rest = iter(text)
    assert all(char in rest for char in article.text), "not a subsequence of the text"
    last = 0
    for cut in article.cuts:
        assert text[cut.start : cut.end] == cut.text
        assert cut.reason
        assert cut.start >= last, "cuts overlap"
        last = cut.end
    letters = sum(not c.isspace() for c in text)
    gone = sum(not c.isspace() for cut in article.cuts for c in cut.text)
    assert letters == gone + sum(not c.isspace() for c in article.text)


@pytest.mark.parametrize(
    "piece",
    ["A", "A ", "A-", "Aa Bb/", "A. ", "(", "— ", "AP/", "Dana Novak, ", "Share ", "a" * 50 + " ",
     "read more ", "12:10 ", "By ", "1 ", ". © 2021 ", "JUST WATCHED "],
)  # fmt: skip
@pytest.mark.parametrize("times", [40, 1_400, 50_000])
def test_no_line_takes_long(piece: str, times: int) -> None:
    started = time.process_time()
    clean(make_article(piece * times))
    assert time.process_time() - started < 1.0
