"""Why a report says what it says: for each field value, words and rule; then the confidence.

The account of confidence is drawn bar by bar: where it starts, each piece of evidence with its pull
(on the log-odds scale) and the score after it, and where it ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.event import EventReport, Reason
from dateline.exports.glance import heading, person, plain, when

HALF = 12  # columns of the longest bar to either side
ACCOUNT = "confidence"
# Fields that have no reason of their own.
FOLLOWS = {
    "mode": "follows from the lexicon entry",
    "quad": "follows from the type",
    "goldstein": "follows from the CAMEO code",
}


def text(report: EventReport) -> str:
    """The explanation of one report, as lines of text."""
    lines = [
        f"{report.id}  {report.type}  {heading(report)}",
        f"  sentence {report.sentence} [{report.evidence.start}:{report.evidence.end}]",
        f"  > {plain(report.evidence.text)}",
        "",
    ]
    if not report.reasons:
        lines.extend(["  (this report came without its reasons)", ""])
    explained = _reasons(report)
    widest = max(len(name) for name, *_ in explained)
    for name, value, why in explained:
        lines.append(f"  {name:<{widest}}  {plain(value)}")
        lines.extend(f"  {'':<{widest}}    {line}" for line in why)
    lines.append("")
    lines.extend(_account(report))
    return "\n".join(lines)


def _reasons(report: EventReport) -> list[tuple[str, str, list[str]]]:
    """Each field with its value and the lines that give words and rule."""
    by_field: dict[str, list[Reason]] = {}
    for reason in report.reasons:
        by_field.setdefault(reason.field, []).append(reason)
    explained = []
    for name, value in _values(report):
        why = [_words_and_rule(r) for r in by_field.pop(name, [])]
        if not why and name in FOLLOWS:
            why = [FOLLOWS[name]]
        explained.append((name, value, why))
    by_field.pop(ACCOUNT, None)
    # A reason for a field that this list does not know is shown all the same.
    for name, reasons in by_field.items():
        explained.extend((name, plain(r.value), [_words_and_rule(r)]) for r in reasons)
    return explained


def _values(report: EventReport) -> list[tuple[str, str]]:
    place = report.place
    return [
        ("type", report.type),
        ("mode", report.mode or "none"),
        ("cameo", report.cameo),
        ("quad", str(report.quad)),
        ("goldstein", f"{report.goldstein:g}"),
        ("sources", _listed(person(a) for a in report.sources)),
        ("targets", _listed(person(a) for a in report.targets)),
        ("place", f"{place.name} ({place.precision}, {place.how})" if place else "none"),
        ("date", f"{when(report.date)} ({report.date.precision})" if report.date else "none"),
        ("figures", _listed(f"{f.what} {f.text}" for f in report.figures)),
        ("status", report.status),
        (
            "claims",
            _listed(
                f"{person(c.speaker)}: {c.cue} ({c.stance}{', quoted' if c.quoted else ''})"
                for c in report.claims
            )
            if report.claims
            else "none: the outlet itself asserts it",
        ),
        ("demand", plain(report.demand) if report.demand else "none"),
        ("contexts", _listed(report.contexts)),
    ]


def _words_and_rule(reason: Reason) -> str:
    if reason.text is None:
        return plain(reason.rule)
    words = f"“{plain(reason.text)}”"
    if reason.start is not None and reason.end is not None:
        words += f" [{reason.start}:{reason.end}]"
    return f"{words}: {plain(reason.rule)}"


def _account(report: EventReport) -> list[str]:
    # Evidence that pulls neither way is kept in the record but not drawn.
    bars = [r for r in report.reasons if r.field == ACCOUNT and (r.weight or r.rule == "start")]
    lines = [f"  confidence {report.confidence:.3f}"]
    if not bars:
        lines.append("    no account was kept")
        return lines
    names = [plain(r.rule) for r in bars]
    widest = max(len(name) for name in [*names, "score"])
    longest = max((abs(r.weight or 0.0) for r in bars), default=0.0) or 1.0
    for name, r in zip(names, bars, strict=True):
        weight = r.weight or 0.0
        lines.append(
            f"    {name:<{widest}}  {weight:+.2f}  {_bar(weight / longest)}  {plain(r.value)}"
        )
    lines.append(f"    {'score':<{widest}}  {'':>5}  {'':<{2 * HALF + 1}}  {report.confidence:.2f}")
    return lines


def _bar(share: float) -> str:
    """A bar from the middle: to the right what speaks for the record, to the left what against."""
    length = max(1, round(abs(share) * HALF)) if share else 0
    left = "▒" * length if share < 0 else ""
    right = "█" * length if share > 0 else ""
    return f"{left:>{HALF}}│{right:<{HALF}}"


def _listed(values: Iterable[str]) -> str:
    return "; ".join(plain(v) for v in values) or "none"
