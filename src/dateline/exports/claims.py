"""Who says what about which event, with which number: event reports seen from the voices.

A saying is one event, or one number of an event, on one voice's word. Where a report quotes nobody,
the voice is the outlet itself. Words of a sentence may rest on different voices ("12 people were
held, though the ministry spoke of three"), so each number has the voice over its own words.
"""

from __future__ import annotations

import csv as csv_files
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, TextIO

import msgspec

from dateline.event import Claim, EventReport, Figure, claim_over
from dateline.exports.glance import people, plain, when, where

# What stands for an outlet that nothing names.
UNNAMED = "the report itself"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one voice says of one event, with one of its numbers if it has any.

    `own_word` is true where the outlet itself asserts it; `stance` is then "asserts" and there is
    no cue. `through` are those who pass the word on, outermost first: in "the ministry said that
    the police had counted nine", the voice is the police and it comes through the ministry.
    """

    voice: str
    code: str | None
    own_word: bool
    stance: str
    cue: str | None
    quoted: bool
    through: tuple[str, ...]
    type: str
    mode: str | None
    trigger: str
    sources: str
    targets: str
    place: str
    date: str
    what: str | None
    number: str | None
    low: float | None
    high: float | None
    approximate: bool | None
    status: str
    words: str
    outlet: str | None
    published: str | None
    path: str | None
    event: str


COLUMNS = tuple(f.name for f in fields(Saying))


def sayings(reports: Iterable[EventReport]) -> list[Saying]:
    """Every event, or every number of an event that has some, on whose word; in given order."""
    return [saying for report in reports for saying in _sayings_of(report)]


def by_voice(said: Iterable[Saying]) -> list[Saying]:
    """Sayings grouped by voice: outlets first, then speakers, those who say most first.

    A speaker is one voice over all reports; the reports keep their order below each voice.
    """
    groups: dict[tuple[bool, str, str | None], list[Saying]] = {}
    for saying in said:
        groups.setdefault(key(saying), []).append(saying)
    ordered = sorted(groups.values(), key=lambda g: (not g[0].own_word, -len(g), g[0].voice))
    return [saying for group in ordered for saying in group]


def key(saying: Saying) -> tuple[bool, str, str | None]:
    """What makes two sayings those of one voice."""
    return saying.own_word, saying.voice.casefold(), saying.code


def _sayings_of(report: EventReport) -> list[Saying]:
    trigger = report.trigger
    act = claim_over(report, trigger.start, trigger.end)
    if not report.figures:
        return [_saying(report, act, None)]
    spoken = [(claim_over(report, f.start, f.end), f) for f in report.figures]
    said = [_saying(report, claim, figure) for claim, figure in spoken]
    if not any(claim is act for claim, _ in spoken):
        # The number is somebody else's: the voice of the act asserts the act without it.
        said.insert(0, _saying(report, act, None))
    return said


def _saying(report: EventReport, claim: Claim | None, figure: Figure | None) -> Saying:
    article = report.article
    voice: str = article.outlet or UNNAMED
    code: str | None = None
    through: tuple[str, ...] = ()
    if claim is not None:
        voice = _name(claim)
        code = None if claim.speaker.code == "---" else claim.speaker.code
        through = tuple(_name(c) for c in report.claims[: report.claims.index(claim)])
    return Saying(
        voice=plain(voice),
        code=code,
        own_word=claim is None,
        stance=claim.stance if claim else "asserts",
        cue=plain(claim.cue) or None if claim else None,
        quoted=claim.quoted if claim else False,
        through=through,
        type=report.type,
        mode=report.mode,
        trigger=plain(report.trigger.text),
        sources=plain(people(report.sources)),
        targets=plain(people(report.targets)),
        place=plain(where(report.place)),
        date=when(report.date),
        what=figure.what if figure else None,
        number=plain(figure.text) if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        approximate=figure.approximate if figure else None,
        status=report.status,
        words=plain(report.evidence.text),
        outlet=article.outlet,
        published=article.published,
        path=article.path,
        event=report.id,
    )


def _name(claim: Claim) -> str:
    return plain(claim.speaker.name or claim.speaker.text or "somebody")


# --- formats --------------------------------------------------------------------------------------


def jsonl(said: Iterable[Saying], stream: TextIO) -> None:
    """One saying a line."""
    stream.writelines(msgspec.json.encode(s).decode() + "\n" for s in said)


def csv(said: Iterable[Saying], stream: TextIO) -> None:
    """A header, then a row a saying; those who pass the word on are joined with ` › `."""
    writer = csv_files.DictWriter(stream, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    for saying in said:
        row: dict[str, Any] = {name: getattr(saying, name) for name in COLUMNS}
        row["through"] = " › ".join(saying.through)
        writer.writerow(row)


HEADINGS = ("when", "who", "what", "to whom", "how many", "stance", "standing")


def table(said: Sequence[Saying], stream: TextIO) -> None:
    """A table a voice; an outlet's own word has a black square before its name, others a quote."""
    from rich import box  # noqa: PLC0415 - for people at a terminal only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(file=stream, highlight=False, markup=False, emoji=False, width=100)
    for number, (_, voice) in enumerate(groupby(said, key=key)):
        group = list(voice)
        if number:
            console.print()
        drawn = Table(
            title=Text(headline(group)),
            title_justify="left",
            title_style="bold" if group[0].own_word else "bold cyan",
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )
        for heading in HEADINGS:
            drawn.add_column(heading, overflow="fold")
        for saying in group:
            drawn.add_row(*(Text(cell) for cell in cells(saying)))
        console.print(drawn)


def headline(group: Sequence[Saying]) -> str:
    """The line above a voice's sayings."""
    first = group[0]
    if first.own_word:
        return f"■ {first.voice}: its own word ({len(group)})"
    name = f"{first.voice} [{first.code}]" if first.code else first.voice
    outlets = sorted({s.outlet for s in group if s.outlet})
    told = f", told by {', '.join(outlets)}" if outlets else ""
    return f"“ {name} ({len(group)}){told}"


def cells(saying: Saying) -> tuple[str, ...]:
    """The cells under `HEADINGS`."""
    mode = f" ({saying.mode})" if saying.mode else ""
    stance = "own word" if saying.own_word else saying.stance
    if saying.quoted:
        stance += ", quoted"
    if saying.through:
        stance += f", by way of {' › '.join(saying.through)}"
    return (
        saying.date,
        saying.sources,
        f"{saying.type}{mode}: {saying.trigger}",
        saying.targets,
        f"{saying.what}: {saying.number}" if saying.number else "",
        stance,
        saying.status,
    )
