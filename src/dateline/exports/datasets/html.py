"""A report in one HTML file that can be mailed: no script, nothing from outside, all escaped.

An incident a section: what, where, when, who; for every quantity a table of claims with who says
it, as of when, for which place and days, and how the values relate; then the words of every report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import groupby

from dateline.event import EventReport
from dateline.exports.datasets.cases import Case, Material, day
from dateline.exports.datasets.files import Output, Text
from dateline.exports.datasets.naming import spoken_day
from dateline.exports.datasets.numbers import picked
from dateline.exports.datasets.provenance import claimant
from dateline.exports.datasets.told import WORDS
from dateline.exports.glance import people, plain, when, where, word
from dateline.incident import Quantity, Relation, Value
from dateline.linking.policies import POLICIES

BADGES: dict[Relation, str] = {
    "conflict": "disputed",
    "inconsistency": "contradiction",
    "revision": "revised",
    "scope_difference": "other scope",
    "agreement": "agrees",
}
# An address may be followed if it leads to a page; anything else is only shown.
SCHEMES = ("http://", "https://")


def export(material: Material) -> Output:
    """One file for all incidents given."""
    cases = sorted(
        material.cases,
        key=lambda c: (c.incident.date.start if c.incident.date else "9999", c.incident.id),
    )
    lines = list(_page(cases, material))
    return Output((Text(".html", lines),), len(cases))


def _page(cases: list[Case], material: Material) -> Iterator[str]:
    title = _title(cases[0]) if len(cases) == 1 else f"{len(cases)} incidents"
    style = files("dateline.exports.datasets").joinpath("data/report.css").read_text("utf-8")
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # Whatever an article holds, a reader of the file fetches nothing and runs nothing.
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{_text(title)}</title><style>\n{style.strip()}\n</style></head><body><main>"
    yield f"<h1>{_text(title)}</h1>"
    yield f'<p class="lead">{_text(_lead(cases, material))}</p>'
    if len(cases) > 1:
        yield from _contents(cases)
    for case in cases:
        yield from _section(case, material, alone=len(cases) == 1)
    yield (
        f"<footer><p>Written by {_text(material.maker)} from news reports, by machine: check the "
        "words of the reports before you rely on a line of it. Names and points of places: "
        "GeoNames, CC BY 4.0.</p></footer></main></body></html>"
    )


def _lead(cases: list[Case], material: Material) -> str:
    reports = sum(len(c.reports) for c in cases)
    outlets = len({o for c in cases for o in c.outlets})
    disputed = sum(any(q.disputed for q in c.incident.figures) for c in cases)
    kind = "event report(s), each for itself" if material.unlinked else "incident(s)"
    lead = f"{len(cases)} {kind}, {reports} report(s) of {outlets} outlet(s)."
    return f"{lead} {disputed} with disputed figures." if disputed else lead


def _contents(cases: list[Case]) -> Iterator[str]:
    yield '<nav><h2>Contents</h2><div class="wide"><table><thead><tr>'
    yield (
        "".join(f"<th>{h}</th>" for h in ("day", "place", "what", "reports", "")) + "</tr></thead>"
    )
    yield "<tbody>"
    for case in cases:
        incident = case.incident
        cells = (
            when(incident.date), where(incident.place), _what(case), str(len(case.reports)),
        )  # fmt: skip
        row = f'<td class="day">{_text(cells[0])}</td><td>{_text(cells[1])}</td>'
        row += f'<td><a href="#i-{_text(incident.id)}">{_text(cells[2])}</a></td>'
        row += f'<td class="n">{cells[3]}</td>'
        disputed = any(q.disputed for q in incident.figures)
        yield f"<tr>{row}<td>{_badge('conflict') if disputed else ''}</td></tr>"
    yield "</tbody></table></div></nav>"


def _section(case: Case, material: Material, *, alone: bool) -> Iterator[str]:
    incident = case.incident
    yield f'<section id="i-{_text(incident.id)}">'
    if not alone:
        yield f"<h2>{_text(_title(case))}</h2>"
    statuses = ", ".join(sorted({r.status for r in case.reports}))
    facts = (
        ("What", _what(case)),
        ("When", when(incident.date) or "not told"),
        ("Where", _where(case)),
        ("Who", plain(people(incident.sources)) or "not told"),
        ("To whom", plain(people(incident.targets))),
        ("Demands", "; ".join(case.demands)),
        ("Standing", statuses),
        ("Told by", ", ".join(case.outlets) or "an unnamed outlet"),
        ("Part of", incident.part_of or ""),
        (
            "Held together",
            f"weakest link {incident.confidence:.2f}" if len(case.reports) > 1 else "",
        ),
        ("Id", incident.id),
    )
    yield "<dl>"
    for name, value in facts:
        if value:
            yield f"<dt>{name}</dt><dd>{_text(value)}</dd>"
    yield "</dl>"
    for quantity in incident.figures:
        yield from _claims(quantity, case, material.policy)
    yield from _reports(case)
    yield "</section>"


def _title(case: Case) -> str:
    incident = case.incident
    parts = [_what(case)]
    if incident.place:
        parts.append(where(incident.place))
    if incident.date and incident.date.start == incident.date.end:
        parts.append(spoken_day(day(incident.date.start)))
    elif incident.date:
        parts.append(when(incident.date))
    return ", ".join(parts)


def _what(case: Case) -> str:
    incident = case.incident
    return f"{incident.type} ({incident.mode})" if incident.mode else incident.type


def _where(case: Case) -> str:
    place = case.incident.place
    if place is None:
        return "not told"
    unit = f", {place.admin1}" if place.admin1 and place.admin1 != place.name else ""
    point = (
        f" ({place.latitude:.4f}, {place.longitude:.4f})"
        if place.latitude is not None and place.longitude is not None
        else ""
    )
    return f"{place.name}{unit}, {place.country or 'no one country'}; {place.precision}{point}"


# --- claims ---------------------------------------------------------------------------------------


def _claims(quantity: Quantity, case: Case, policy: str | None) -> Iterator[str]:
    name = WORDS[quantity.what] + (f" ({quantity.unit})" if quantity.unit else "")
    marks = _badge("conflict") if quantity.disputed else ""
    yield f"<h3>{_text(name)} {marks}</h3>"
    yield '<div class="wide"><table class="claims"><thead><tr>'
    heads = ("who says", "number", "as of", "scope", "", "in these words")
    yield "".join(f"<th>{h}</th>" for h in heads) + "</tr></thead><tbody>"
    evidence = {r.id: r for r in case.reports}
    for index, value in enumerate(quantity.values):
        relations = _relations(quantity, index)
        badges = " ".join(_badge(r, why) for r, why in relations)
        report = evidence.get(value.report)
        cells = (
            _voice(value),
            f"{_text(value.text)}{_bounds(value)}",
            f"<span class='day'>{_text(value.published or 'not told')}</span>",
            _scope(value),
            badges,
            f"<q>{_marked(report, value)}</q>" if report else "",
        )
        yield "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
    yield "</tbody></table></div>"
    yield from _why(quantity)
    asked = _by_policy(quantity, policy)
    yield f"<p class='small'>{quantity.voices} independent voice(s).{asked}</p>"


def _relations(quantity: Quantity, index: int) -> list[tuple[Relation, str]]:
    """How one value relates to others, each relation once, with the first reason."""
    found: dict[Relation, str] = {}
    for pair in quantity.relations:
        if index in {pair.first, pair.second}:
            found.setdefault(pair.relation, pair.reason)
    return [(r, found[r]) for r in BADGES if r in found]


def _why(quantity: Quantity) -> Iterator[str]:
    """The reasons for what is no agreement, each pair a line."""
    odd = [p for p in quantity.relations if p.relation != "agreement"]
    if not odd:
        return
    yield '<ul class="why">'
    for pair in odd:
        one, two = quantity.values[pair.first], quantity.values[pair.second]
        yield (
            f"<li>{_badge(pair.relation)} {_text(one.text)} and {_text(two.text)}: "
            f"{_text(pair.reason)}</li>"
        )
    yield "</ul>"


def _by_policy(quantity: Quantity, policy: str | None) -> str:
    if policy is None or policy not in POLICIES:
        return ""
    number = picked(quantity, policy, policy)
    if number is None:
        return f" By the policy {_text(policy)}: no number."
    ends = f" ({number.low} to {number.high})" if number.low is not None and number.high else ""
    return f" By the policy {_text(number.policy)}: {number.best}{ends}. {_text(number.why)}."


def _voice(value: Value) -> str:
    name = _text(claimant(value) or "the report itself")
    if value.speaker is None:
        return f"<b>{name}</b> <span class='small'>(own word)</span>"
    code = (
        "" if value.speaker.code == "---" else f" <span class='small'>{value.speaker.code}</span>"
    )
    through = f" <span class='small'>in {_text(value.outlet)}</span>" if value.outlet else ""
    stance = "" if value.stance in {None, "asserts"} else f" <i>{_text(value.stance or '')}</i>"
    return f"<b>{name}</b>{code}{stance}{through}"


def _bounds(value: Value) -> str:
    if value.low is None and value.high is None:
        return ""
    low = f"{value.low:,.0f}" if value.low is not None else "…"
    high = f"{value.high:,.0f}" if value.high is not None else "…"
    bounds = low if low == high else f"{low}–{high}"
    if bounds == plain(value.text):
        return ""
    about = "about " if value.approximate else ""
    return f" <span class='small'>{about}{bounds}</span>"


def _scope(value: Value) -> str:
    scope = value.scope
    days = scope.start or ""
    if scope.end and scope.end != scope.start:
        days = f"{days} to {scope.end}"
    dated = f"<span class='day'>{_text(days)}</span>" if days else ""
    return ", ".join(p for p in (_text(scope.place or ""), dated) if p)


def _badge(relation: Relation, why: str = "") -> str:
    title = f' title="{_text(why)}"' if why else ""
    return f'<span class="badge {relation}"{title}>{BADGES[relation]}</span>'


def _marked(report: EventReport, value: Value) -> str:
    """The sentence, the number in it marked."""
    evidence = report.evidence
    figure = next((f for f in report.figures if f.text == value.text), None)
    if figure is None or not evidence.start <= figure.start < figure.end <= evidence.end:
        return _text(evidence.text)
    return _highlighted(evidence.text, figure.start - evidence.start, figure.end - evidence.start)


def _highlighted(text: str, start: int, end: int) -> str:
    """A text with a part of it marked."""
    before, part, after = (
        escape("".join(c if c.isprintable() else " " for c in piece), quote=True)
        for piece in (text[:start], text[start:end], text[end:])
    )
    return f"{before}<mark>{part}</mark>{after}"


# --- reports --------------------------------------------------------------------------------------


def _reports(case: Case) -> Iterator[str]:
    yield f"<h3>Reports ({len(case.reports)})</h3><ol class='reports'>"
    for _, group in groupby(case.reports, key=lambda r: r.article.id):
        found = list(group)
        yield f"<li><cite>{_source(found[0])}</cite>"
        yield from _quotes(found)
        yield "</li>"
    yield "</ol>"


def _quotes(reports: Iterable[EventReport]) -> Iterator[str]:
    for report in reports:
        trigger, evidence = report.trigger, report.evidence
        start, end = trigger.start - evidence.start, trigger.end - evidence.start
        text = evidence.text
        shown = _highlighted(text, start, end) if 0 <= start < end <= len(text) else _text(text)
        spoken = "" if not report.claims else f"; on the word of {_text(word(report.claims))}"
        yield (
            f"<blockquote>{shown}<span class='small'> {_text(report.status)}, "
            f"{report.confidence:.2f}{spoken}</span></blockquote>"
        )


def _source(report: EventReport) -> str:
    article = report.article
    title = _text(article.title or article.path or article.id)
    if article.url and article.url.lower().startswith(SCHEMES):
        title = f'<a href="{_text(article.url)}" rel="noreferrer noopener">{title}</a>'
    origin = ", ".join(p for p in (article.outlet, article.published) if p)
    return f"{title} <span class='small'>{_text(origin)}</span>"


def _text(text: str) -> str:
    """A text of anybody's, made harmless."""
    return escape(plain(text), quote=True)
