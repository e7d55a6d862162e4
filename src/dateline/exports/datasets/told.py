"""Figures and their disputes in plain sentences, as notes of data sets tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.exports.datasets.cases import Case, day
from dateline.exports.datasets.naming import spoken_day
from dateline.exports.datasets.provenance import claimant
from dateline.exports.glance import plain
from dateline.incident import Quantity, Relation, Value

WORDS = {
    "participants": "Number of participants",
    "arrests": "Detained",
    "injuries": "Injured",
    "deaths": "Killed",
    "displaced": "Displaced",
    "troops": "Troops",
    "money": "Money",
    "votes": "Votes",
    "other": "Further figures",
}
# What is said of the values of a quantity, the gravest first.
REMARKS: dict[Relation, str] = {
    "conflict": "these figures are disputed",
    "inconsistency": "one report contradicts itself",
    "revision": "a voice revised its figure",
    "scope_difference": "some count another place or period",
}
MOST = 8


def figures_told(cases: Iterable[Case]) -> list[str]:
    """One sentence a quantity: every value with its voice and day, and what holds between them."""
    return [_quantity(q) for case in cases for q in case.incident.figures if q.what != "money"]


def _quantity(quantity: Quantity) -> str:
    values: dict[tuple[str, str], Value] = {}
    for value in quantity.values:
        values.setdefault((plain(value.text), claimant(value) or ""), value)
    shown = [_value(v) for v in values.values()]
    more = f" and {len(shown) - MOST} more" if len(shown) > MOST else ""
    unit = f" ({plain(quantity.unit)})" if quantity.unit else ""
    sentence = f"{WORDS[quantity.what]}{unit}: {', '.join(shown[:MOST])}{more}"
    remarks = remarks_on(quantity)
    return f"{sentence}; {'; '.join(remarks)}." if remarks else f"{sentence}."


def remarks_on(quantity: Quantity) -> list[str]:
    """What holds between the values, the gravest first."""
    present = {pair.relation for pair in quantity.relations}
    return [words for relation, words in REMARKS.items() if relation in present]


def _value(value: Value) -> str:
    who = claimant(value) or "a report"
    denied = "denied by " if value.stance == "denies" else ""
    when = f", {spoken_day(day(value.published))}" if value.published else ""
    where = f", {plain(value.scope.place)}" if value.scope.place else ""
    return f"{plain(value.text)} ({denied}{plain(who)}{when}{where})"


def joined(names: Sequence[str]) -> str:
    """“a, b and c”."""
    if len(names) < 2:  # noqa: PLR2004 - none or one
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def reported(case: Case) -> str:
    """The lead report's own words, with its outlet and day."""
    report = case.lead
    outlet = report.article.outlet or "An unnamed outlet"
    published = report.article.published
    when = f", {spoken_day(day(published))}" if published else ""
    words = plain(report.evidence.text)
    stop = "" if words.endswith((".", "!", "?")) else "."
    return f"{plain(outlet)}{when}: “{words}{stop}”"
