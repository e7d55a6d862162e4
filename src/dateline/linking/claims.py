"""The numbers of one incident: all of them, by claimant, scope and day, and how any two relate.

Nothing is averaged away and nothing is left out. Five relations are told apart:

- conflict: different claimants, the same scope, ranges that do not overlap
- revision: one claimant, another number (a later one, where the days of telling say which it is)
- scope difference: the numbers count different places or times
- inconsistency: one article gives one voice two numbers that cannot both be right
- agreement: none of these

While people are still being counted (arrests, injuries, deaths until the day after), an earlier and
lower number of somebody else is no conflict: both may be right. Nor is a number that its own voice
has revised since. Numbers that somebody expects or demands, numbers that are a part of another one,
and numbers of something that has no name of its own among `What` are kept and not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from dateline.event import Claim, EventReport, Figure, What, claim_over
from dateline.incident import Comparison, Quantity, Relation, Value
from dateline.linking.scopes import counted, difference, is_part, scope_of
from dateline.linking.speakers import Sameness, Voice, own_voice, sameness, voice_of

# What is said of the future, or wished for, is no count; neither is what is said to happen always.
UNCOUNTED_STANCES = frozenset({"demands", "predicts", "doubts"})
UNCOUNTED_STATUS = frozenset({"planned", "conditional", "hypothetical", "habitual"})
PEOPLE = frozenset({"participants", "arrests", "injuries", "deaths", "displaced", "troops"})
ONE_OF_MANY = re.compile(r"an?\s", re.IGNORECASE)
# How far off two voices' numbers may be where one of them says "about".
ABOUT = 0.1


@dataclass(frozen=True, slots=True)
class Said:
    """One number with all that comparing it needs; `event_end` is the event's last day."""

    what: What
    unit: str | None
    value: Value
    voice: Voice
    article: str
    comparable: bool
    exact: bool
    event_end: str | None


def quantities(
    reports: Iterable[EventReport], same_text: Mapping[str, int | str] | None = None
) -> tuple[Quantity, ...]:
    """Everything that the reports of one incident say of its quantities.

    Args:
        reports: event reports of one incident.
        same_text: article id to the number of the group of articles that are copies of one text.
    """
    return reconciled(said_of(reports, same_text or {}))


def said_of(reports: Iterable[EventReport], same_text: Mapping[str, int | str]) -> list[Said]:
    """Every number of the reports, in the order of publication, then of the text."""
    listed = sorted(
        reports, key=lambda r: (r.article.published or "9999", r.article.id, r.evidence.start, r.id)
    )
    beside = _beside_names(listed)
    last = max((r.date.end for r in listed if r.date), default=None)
    said = []
    seen: set[tuple[object, ...]] = set()
    for report in listed:
        for figure in report.figures:
            claim = claim_over(report, figure.start, figure.end)
            group = same_text.get(report.article.id)
            voice = _voice(report, claim, beside, None if group is None else str(group))
            one = _said(report, figure, claim, voice, last)
            # Two reports of one sentence may have the same words for their number.
            words = (one.article, figure.start, figure.end, one.value.stance, one.voice)
            if words not in seen:
                seen.add(words)
                said.append(one)
    return said


def _said(
    report: EventReport, figure: Figure, claim: Claim | None, voice: Voice, last: str | None
) -> Said:
    article, place = report.article, report.place
    stance = claim.stance if claim else None
    return Said(
        what=figure.what,
        unit=_kind(figure),
        value=Value(
            low=figure.low,
            high=figure.high,
            approximate=figure.approximate,
            text=figure.text,
            speaker=claim.speaker if claim else None,
            stance=stance,
            outlet=article.outlet,
            published=article.published,
            report=report.id,
            scope=scope_of(report, figure),
        ),
        voice=voice,
        article=article.id,
        comparable=(
            stance not in UNCOUNTED_STANCES
            and report.status not in UNCOUNTED_STATUS
            and not is_part(report, figure)
            and not (figure.low is None and figure.high is None)
            # "21 girls" may be those freed, and "276 girls" those who were taken.
            and figure.what != "other"
            # "A man was held" does not say that nobody else was.
            and not ONE_OF_MANY.match(figure.text)
        ),
        exact=place is not None and place.precision == "exact",
        event_end=last,
    )


def _kind(figure: Figure) -> str | None:
    """What is counted apart: people of a kind of their own, or the unit of what is no people."""
    kind = counted().kinds.get((figure.unit or "").casefold())
    if figure.what in PEOPLE:
        return kind
    return figure.unit


def _voice(
    report: EventReport, claim: Claim | None, beside: Mapping[str, list[str]], group: str | None
) -> Voice:
    if claim is None:
        return own_voice(report.article.outlet, report.article.id, group)
    words = beside.get(claim.speaker.name or "", [])
    return voice_of(claim.speaker, words, report.article.published)


def _beside_names(reports: Sequence[EventReport]) -> dict[str, list[str]]:
    """The words right before and after each speaker's name, anywhere in the incident.

    "Interior Ministry spokeswoman Ana Petrova said" tells what the later "Petrova said" leaves out.
    """
    found: dict[str, list[str]] = {}
    for report in reports:
        text, begin = report.evidence.text, report.evidence.start
        for claim in report.claims:
            name, start, end = claim.speaker.name, claim.speaker.start, claim.speaker.end
            if not name or start is None or end is None or not 0 <= start - begin < len(text):
                continue
            before = _title_before(text[: start - begin])
            after = _title_after(text[end - begin :])
            found.setdefault(name, []).extend(w for w in (before, after) if w)
    return found


def _title_before(text: str) -> str:
    """The words of an office before a name: what stands since the last mark of punctuation."""
    words = text.replace("“", ",").replace("”", ",").replace('"', ",")
    return words.rpartition(",")[2].rpartition(".")[2].strip()


def _title_after(text: str) -> str:
    """An apposition after a name: "Ana Petrova, a spokeswoman for the interior ministry, said"."""
    if not text.startswith(","):
        return ""
    return text[1:].partition(",")[0].partition(".")[0].strip()


# --- comparing ------------------------------------------------------------------------------------


def reconciled(said: Sequence[Said]) -> tuple[Quantity, ...]:
    """Quantities from numbers: one for each thing counted, with every value and relation."""
    groups: dict[tuple[What, str | None], list[Said]] = {}
    for one in said:
        groups.setdefault((one.what, one.unit), []).append(one)
    return tuple(_quantity(group) for _, group in sorted(groups.items(), key=_order))


WHATS: tuple[What, ...] = (
    "participants", "arrests", "injuries", "deaths", "displaced", "troops", "votes", "money",
    "other",
)  # fmt: skip


def _order(group: tuple[tuple[What, str | None], list[Said]]) -> tuple[int, str]:
    what, unit = group[0]
    return WHATS.index(what), unit or ""


def _quantity(group: Sequence[Said]) -> Quantity:
    relations = tuple(comparisons(group))
    return Quantity(
        what=group[0].what,
        unit=group[0].unit,
        values=tuple(s.value for s in group),
        relations=relations,
        voices=independent(group),
        disputed=any(r.relation == "conflict" for r in relations),
    )


def comparisons(group: Sequence[Said]) -> list[Comparison]:
    """How the numbers of one quantity relate, two by two; a statement made twice stands once."""
    exact = frozenset(s.value.scope.place for s in group if s.exact and s.value.scope.place)
    first_of: dict[tuple[object, ...], int] = {}
    for n, one in enumerate(group):
        if one.comparable:
            value = one.value
            key = (value.low, value.high, value.approximate, value.scope, value.published)
            first_of.setdefault((*key, value.stance == "denies", one.voice, one.article), n)
    found = []
    revised: set[int] = set()
    for a, b in combinations(first_of.values(), 2):
        relation = compare(group[a], group[b], exact)
        if relation is None:
            continue
        if relation[0] == "revision":
            old, new = _in_order(group, a, b)
            found.append(Comparison(old, new, *relation))
            if sameness(group[a].voice, group[b].voice) == "same" and dated(found[-1], group):
                revised.add(old)
        else:
            found.append(Comparison(a, b, *relation))
    # What its own voice has since put right is no longer held against anybody.
    return [c for c in found if c.relation != "conflict" or not {c.first, c.second} & revised]


def _in_order(group: Sequence[Said], a: int, b: int) -> tuple[int, int]:
    """Two numbers of one voice, the earlier first; of one day, the lower of a growing count."""
    first, second = group[a].value, group[b].value
    if later(first.published, second.published):
        return b, a
    at_once = not later(second.published, first.published)
    if at_once and group[a].what in counted().running and _point(second) < _point(first):
        return b, a
    return a, b


def dated(revision: Comparison, group: Sequence[Said]) -> bool:
    """Whether it is known which of two numbers came first."""
    old, new = group[revision.first], group[revision.second]
    return old.what in counted().running or later(new.value.published, old.value.published)


def compare(
    first: Said, second: Said, exact: frozenset[str] = frozenset()
) -> tuple[Relation, str] | None:
    """How two numbers of one quantity relate, and why; None where they say nothing of each other.

    `exact` are the places among the scopes that are no whole towns.
    """
    a, b = first.value, second.value
    apart = difference(a.scope, b.scope, exact)
    if apart:
        return "scope_difference", f"they count different things: {apart}"
    who = sameness(first.voice, second.voice)
    denied = (a.stance == "denies") != (b.stance == "denies")
    if denied:
        if who == "different" and overlap(a, b):
            return "conflict", "one voice denies what the other gives"
        return None
    if a.stance == "denies":
        return None
    if who != "different":
        return _of_one_voice(first, second, who)
    if overlap(a, b):
        return "agreement", "two voices, and there is a number that both allow"
    lower, higher = (a, b) if _point(a) <= _point(b) else (b, a)
    if first.what in counted().running and _still_counted(lower, higher, first.event_end):
        return (
            "agreement",
            f"a count as of {lower.published} may be lower than that of {higher.published}",
        )
    return "conflict", "two voices, the same scope, and no number that both allow"


def _of_one_voice(first: Said, second: Said, who: Sameness) -> tuple[Relation, str]:
    a, b = first.value, second.value
    voice = "one voice" if who == "same" else "two names that may mean one voice"
    at_once = not later(a.published, b.published) and not later(b.published, a.published)
    if first.article == second.article and at_once:
        if overlap(a, b, about=0.0):
            return "agreement", f"{voice} in one article, and there is a number that both allow"
        return "inconsistency", f"{voice} in one article, and no number that both allow"
    if same_number(a, b) or (who == "maybe" and overlap(a, b)):
        return "agreement", f"{voice}, one number"
    if at_once:
        return "revision", f"{voice}, two numbers of one day of telling"
    old, new = (b, a) if later(a.published, b.published) else (a, b)
    return (
        "revision",
        f"{voice}: {old.text} as of {old.published}, {new.text} as of {new.published}",
    )


def overlap(a: Value, b: Value, *, about: float = ABOUT) -> bool:
    """Whether there is a number that two values both allow; `about` is the least leeway of one."""
    low_a, high_a = bounds(a, about)
    low_b, high_b = bounds(b, about)
    return low_a <= high_b and low_b <= high_a


def bounds(value: Value, about: float = ABOUT) -> tuple[float, float]:
    """The lowest and highest number that a value allows, infinite where it is open.

    A value that is said to be about a number allows what rounds to it, or `about` of it more and
    less: about 31,000 is 30,500 to 31,500, about 250 is 225 to 275.
    """
    low, high = value.low, value.high
    leeway = 0.0
    if value.approximate and low is not None and low == high:
        leeway = max(_rounding(low) / 2, about * abs(low))
    least = -float("inf") if low is None else low - leeway
    most = float("inf") if high is None else high + leeway
    return least, most


def _rounding(number: float) -> float:
    """The unit of a number's last digit that is not nought: 1,000 for 31,000."""
    whole = int(abs(number))
    unit = 1
    while whole and whole % (unit * 10) == 0:
        unit *= 10
    return float(unit)


def same_number(a: Value, b: Value) -> bool:
    """Whether one voice gives one number twice: "more than 400" and "400", "dozens" and 60."""
    if (_closed(a) and _closed(b)) or _vague(a) or _vague(b):
        return overlap(a, b)
    point_a, point_b = _point(a), _point(b)
    leeway = ABOUT * max(abs(point_a), abs(point_b)) if a.approximate or b.approximate else 0.0
    return abs(point_a - point_b) <= leeway


def _closed(value: Value) -> bool:
    return value.low is not None and value.high is not None


def _vague(value: Value) -> bool:
    """Whether a value is a word such as "hundreds", with which any number from there on goes."""
    return value.approximate and not _closed(value)


def _point(value: Value) -> float:
    """The number that a value names: the only bound, or the middle of two."""
    if value.low is None or value.high is None:
        return value.high if value.low is None and value.high is not None else value.low or 0.0
    return (value.low + value.high) / 2


def later(first: str | None, second: str | None) -> bool:
    """Whether the first day (or time) is surely later; a day is not later than a time within it."""
    if not first or not second:
        return False
    exact = min(len(first), len(second))
    return first[:exact] > second[:exact]


def _still_counted(lower: Value, higher: Value, event_end: str | None) -> bool:
    """Whether the lower number is an earlier one, told while the count was still growing."""
    if not later(higher.published, lower.published):
        return False
    if event_end is None or lower.published is None:
        return True
    last = date.fromisoformat(event_end[:10]) + timedelta(days=counted().running_days)
    return date.fromisoformat(lower.published[:10]) <= last


def independent(group: Sequence[Said]) -> int:
    """How many independent voices there are: a speaker is one, and so are copies of one text."""
    heads: list[Voice] = []
    for one in group:
        if not any(sameness(one.voice, head) == "same" for head in heads):
            heads.append(one.voice)
    return len(heads)


# The strongest relation is what a reader of many must know first.
STRENGTH: tuple[Relation, ...] = (
    "conflict", "inconsistency", "revision", "scope_difference", "agreement",
)  # fmt: skip


def strongest(relations: Iterable[Relation]) -> Relation:
    """The relation that says most about a set of numbers; agreement if there is none."""
    return min(relations, key=STRENGTH.index, default="agreement")
