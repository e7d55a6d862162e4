"""The formats that people read: the terminal's table, the notebook's, and explanations."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

from dateline.event import EventReport, Reason
from dateline.exports import explanation, html, table
from dateline.exports.glance import cells, plain, when, word
from tests import examples


def drawn(reports: list[EventReport]) -> str:
    stream = io.StringIO()
    table.write(reports, stream)
    return stream.getvalue()


def test_the_table_says_who_did_what_on_whose_word() -> None:
    text = drawn(examples.reports())
    words = " ".join(text.split())
    for heading in ("when", "where", "who", "what", "to whom", "how many", "standing"):
        assert heading in words
    for seen in ("2023-10-14", "Valparaíso,", "[CHLLAB]", "PROTEST", "12,000", "spokeswoman"):
        assert seen in text, seen
    assert "Dockers march for pensions (The Harbour Post, 2023-10-16)" in text


def test_the_table_fits_a_hundred_columns_and_breaks_no_common_word() -> None:
    march = examples.march()
    long = replace(
        march,
        sources=(replace(march.sources[0], name="Confederación Nacional de Trabajadores " * 3),),
        targets=march.sources * 3,
        figures=march.figures * 4,
        place=replace(examples.VALPARAISO, name="Llanfairpwllgwyngyllgogerychwyrndrobwll"),
        claims=examples.arrests().claims * 2,
    )
    text = drawn([long, *examples.reports()])
    assert max(len(line) for line in text.splitlines()) <= table.WIDTH
    for whole in ("participants:", "spokeswoman", "occurred", "Confederación"[:13], "2023-10-14"):
        assert whole in text, whole
    # Nothing is cut off: every letter of the longest name is there, in pieces.
    pieces = re.findall(r"^.{13}(\S+)", text, flags=re.MULTILINE)
    assert "Llanfairpwllgwyngyllgogerychwyrndrobwll" in "".join(pieces)


def test_a_table_an_article() -> None:
    other = examples.article(id="other", title="A second report")
    text = drawn([*examples.reports(), examples.march(other)])
    assert text.count("on whose") == 2
    assert "A second report" in text
    assert drawn([]) == ""


def test_the_word_of_the_outlet_is_a_dash_and_that_of_others_has_a_name() -> None:
    assert word(()) == "—"
    assert word(examples.arrests().claims) == "a police spokeswoman"
    assert word(examples.stones().claims) == "Rosa Quiroga (denies)"
    both = (*examples.arrests().claims, *examples.stones().claims)
    assert word(both) == "a police spokeswoman › Rosa Quiroga (denies)"


def test_a_date_that_is_only_the_reports_says_so() -> None:
    assert when(examples.march().date) == "2023-10-14"
    assert when(examples.arrests().date) == "by 2023-10-16"
    assert when(None) == ""


def test_words_of_an_article_cannot_steer_the_terminal() -> None:
    evil = "a\x1b[31mb\x07\u202ec\nd\u00a0e\u00adf"
    assert plain(evil) == "a [31mb c d ef"
    march = examples.march()
    reason = Reason("type", "PROTEST", f"rule {evil}", evil, 0, 3)
    report = replace(
        march,
        demand=evil,
        article=replace(march.article, title=evil, outlet=evil),
        evidence=replace(march.evidence, text=evil),
        trigger=replace(march.trigger, text=evil),
        reasons=(reason, Reason("confidence", "0.3", evil, weight=0.1)),
    )
    for text in (drawn([report]), explanation.text(report)):
        assert "\x1b" not in text
        assert "\u202e" not in text


class Cells(HTMLParser):
    """The cells and row titles of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.titles: list[str | None] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.titles.extend(value for name, value in attrs if name == "title")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_html_escapes_everything() -> None:
    march = examples.march()
    evil = "<script>alert(\"1\" & '2')</script>"
    report = replace(
        march,
        sources=(replace(march.sources[0], name=evil),),
        trigger=replace(march.trigger, text=evil),
        evidence=replace(march.evidence, text=f'" onmouseover="x {evil}'),
        article=replace(march.article, title=evil),
    )
    page = html.table([report, examples.arrests()])
    parsed = Cells()
    parsed.feed(page)
    assert "script" not in parsed.tags
    assert parsed.tags.count("tr") == 3
    assert parsed.tags.count("td") == 2 * len(cells(report))
    assert parsed.titles[0] is not None
    assert parsed.titles[0].startswith(report.evidence.text)
    assert any(evil in w for w in parsed.words)
    assert "2 event reports" in page


def test_an_explanation_names_words_and_rule_of_each_field() -> None:
    text = explanation.text(examples.march())
    lines = text.splitlines()
    assert lines[0].startswith(examples.march().id)
    assert examples.march().evidence.text in text
    assert "“marched” [44:51]: lexicon entry march" in text
    assert "“dock workers” [12:24]: slot subject" in text
    for field in [
        "type",
        "mode",
        "cameo",
        "quad",
        "goldstein",
        "sources",
        "targets",
        "place",
        "date",
        "figures",
        "status",
        "claims",
        "demand",
        "contexts",
    ]:
        assert any(line.startswith(f"  {field} ") for line in lines), field
    assert "none: the outlet itself asserts it" in text


def test_the_account_of_confidence_goes_bar_by_bar() -> None:
    lines = explanation.text(examples.march()).splitlines()
    start = lines.index("  confidence 0.830")
    account = lines[start + 1 :]
    assert [line.split()[0] for line in account] == ["start", "doer", "place", "score"]
    assert ["▒" in line for line in account] == [True, False, False, False]
    assert account[2].count("█") > account[1].count("█") > 0
    assert [line.split()[-1] for line in account] == ["0.35", "0.48", "0.83", "0.83"]
    assert len({line.index("│") for line in account[:3]}) == 1


def test_a_report_without_reasons_says_so() -> None:
    text = explanation.text(examples.arrests())
    assert "came without its reasons" in text
    assert "no account was kept" in text
    assert "a police spokeswoman [CHLCOP]: said (asserts, quoted)" in text


def test_a_reason_for_an_unknown_field_is_shown() -> None:
    report = replace(examples.march(), reasons=(Reason("weather", "rain", "a rule to come"),))
    assert "a rule to come" in explanation.text(report)
