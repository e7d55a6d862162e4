"""Incidents written out: JSON lines as the output contract has them, and tables for people.

What numbers an incident has, on whose word, and how they relate, is the second half: one incident
at a time, quantity by quantity.
"""

from __future__ import annotations

import csv as csv_files
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

import msgspec

from dateline.exports.glance import people, plain, when, where
from dateline.incident import Comparison, Incident, Quantity, Value
from dateline.linking.policies import apply
from dateline.linking.scopes import shown_days
from dateline.store.records import encode_incident

WIDTH = 110
HEADINGS = ("incident", "when", "where", "who", "what", "to whom", "how many", "reports")
MANY = 3


def jsonl(incidents: Iterable[Incident], stream: TextIO) -> None:
    """One incident a line."""
    stream.writelines(encode_incident(i).decode() + "\n" for i in incidents)


def table(incidents: Iterable[Incident], stream: TextIO) -> None:
    """One row an incident."""
    _draw([("", HEADINGS, [cells(i) for i in incidents])], stream)


def cells(incident: Incident) -> tuple[str, ...]:
    """The cells under `HEADINGS`."""
    mode = f" ({incident.mode})" if incident.mode else ""
    part = f", part of {incident.part_of}" if incident.part_of else ""
    row = (
        incident.id,
        when(incident.date),
        where(incident.place),
        _some(people((a,)) for a in incident.sources),
        f"{incident.type}{mode}{part}",
        _some(people((a,)) for a in incident.targets),
        "; ".join(number_of(q) for q in incident.figures),
        f"{len(incident.reports)} in {_outlets(incident)}",
    )
    return tuple(plain(cell) for cell in row)


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - MANY} more" if len(listed) > MANY else ""
    return "; ".join(listed[:MANY]) + more


def _outlets(incident: Incident) -> str:
    """Who tells it: by name where they are few."""
    return _some(incident.outlets) or f"{len(incident.articles)} article(s)"


def number_of(quantity: Quantity) -> str:
    """A quantity in short: what, the lowest and the highest as they were said, and if disputed."""
    said = sorted(quantity.values, key=lambda v: (v.low if v.low is not None else v.high) or 0.0)
    words = list(dict.fromkeys(v.text for v in said))
    text = " … ".join(dict.fromkeys((words[0], words[-1])))
    disputed = ", disputed" if quantity.disputed else ""
    return f"{name_of(quantity)}: {text} ({quantity.voices} voice(s){disputed})"


def name_of(quantity: Quantity) -> str:
    """What is counted."""
    return f"{quantity.what} ({quantity.unit})" if quantity.unit else quantity.what


# --- the numbers of one incident ------------------------------------------------------------------


def quantities_jsonl(incident: Incident, policies: Sequence[str], stream: TextIO) -> None:
    """One quantity a line, with the incident's id and what each policy makes of it."""
    for quantity in incident.figures:
        fields: dict[str, Any] = {"incident": incident.id, **msgspec.to_builtins(quantity)}
        fields["policies"] = {p: msgspec.to_builtins(apply(p, quantity)) for p in policies}
        stream.write(msgspec.json.encode(fields).decode() + "\n")


VALUE_COLUMNS = (
    "incident", "what", "unit", "number", "low", "high", "approximate", "voice", "code", "own_word",
    "stance", "place", "from", "to", "as_of", "outlet", "report", "relations",
)  # fmt: skip


def quantities_csv(incident: Incident, stream: TextIO) -> None:
    """One row a value; `relations` names the rows it relates to, counted within its quantity."""
    writer = csv_files.DictWriter(stream, fieldnames=list(VALUE_COLUMNS), lineterminator="\n")
    writer.writeheader()
    for quantity in incident.figures:
        for n, value in enumerate(quantity.values):
            writer.writerow(_row(incident, quantity, n, value))


def _row(incident: Incident, quantity: Quantity, n: int, value: Value) -> dict[str, Any]:
    speaker = value.speaker
    related = [
        f"{c.relation} with {other + 1}"
        for c in quantity.relations
        if n in {c.first, c.second}
        for other in ({c.first, c.second} - {n})
    ]
    return {
        "incident": incident.id,
        "what": quantity.what,
        "unit": quantity.unit,
        "number": plain(value.text),
        "low": value.low,
        "high": value.high,
        "approximate": value.approximate,
        "voice": voice(value),
        "code": speaker.code if speaker else None,
        "own_word": speaker is None,
        "stance": value.stance or "asserts",
        "place": value.scope.place,
        "from": value.scope.start,
        "to": value.scope.end,
        "as_of": value.published,
        "outlet": value.outlet,
        "report": value.report,
        "relations": "; ".join(related),
    }


VALUE_HEADINGS = ("no.", "number", "on whose word", "of where and when", "as of", "told by")


def quantities_table(incident: Incident, policies: Sequence[str], stream: TextIO) -> None:
    """A table a quantity: every value, then how they relate, then what policies make of them."""
    parts = []
    for quantity in incident.figures:
        disputed = ", DISPUTED" if quantity.disputed else ""
        title = f"{name_of(quantity)}: {quantity.voices} independent voice(s){disputed}"
        rows = [
            (
                str(n),
                plain(value.text),
                voice(value) + _stance(value),
                scope(value),
                value.published or "",
                plain(value.outlet or ""),
            )
            for n, value in enumerate(quantity.values, start=1)
        ]
        parts.append((title, VALUE_HEADINGS, rows, _account(quantity, policies)))
    _draw(parts, stream)


def _stance(value: Value) -> str:
    return f" ({value.stance})" if value.stance not in {None, "asserts"} else ""


def _account(quantity: Quantity, policies: Sequence[str]) -> list[str]:
    """Every relation but plain agreement in words, and every policy."""
    lines = [_told(quantity, c) for c in quantity.relations if c.relation != "agreement"]
    agree = sum(c.relation == "agreement" for c in quantity.relations)
    if agree:
        lines.append(f"agreement: {agree} pair(s)")
    for name in policies:
        chosen = apply(name, quantity)
        bounds = [b for b in (chosen.low, chosen.best, chosen.high) if b is not None]
        numbers = " / ".join(f"{b:,.10g}" for b in bounds) or "no number"
        lines.append(f"one number: {numbers} ({chosen.how})")
    return lines


def _told(quantity: Quantity, c: Comparison) -> str:
    first, second = quantity.values[c.first], quantity.values[c.second]
    name = c.relation.replace("_", " ")
    return plain(
        f"{name}: {c.first + 1} {first.text} ({voice(first)}) and "
        f"{c.second + 1} {second.text} ({voice(second)}): {c.reason}"
    )


def voice(value: Value) -> str:
    """Whose word a value is, for people: an outlet's own has a square before it."""
    speaker = value.speaker
    if speaker is None:
        return f"■ {plain(value.outlet or 'the report itself')}"
    name = plain(speaker.name or speaker.text or "somebody")
    return f"“ {name}" + (f" [{speaker.code}]" if speaker.code != "---" else "")


def scope(value: Value) -> str:
    """Place and days that a value counts, in words."""
    return plain(", ".join(p for p in (value.scope.place, shown_days(value.scope)) if p))


def _draw(parts: Sequence[tuple[Any, ...]], stream: TextIO) -> None:
    """Tables, each with a title, headings and rows, and if there are any, lines below."""
    from rich import box  # noqa: PLC0415 - for people at a terminal only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(file=stream, highlight=False, markup=False, emoji=False, width=WIDTH)
    for number, (title, headings, rows, *below) in enumerate(parts):
        if number:
            console.print()
        drawn = Table(
            title=Text(title) if title else None,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )
        for heading in headings:
            # Ids and days are copied or compared: they never break over lines.
            drawn.add_column(
                heading, overflow="fold", no_wrap=heading in {"incident", "as of", "no."}
            )
        for row in rows:
            drawn.add_row(*(Text(cell) for cell in row))
        console.print(drawn)
        for line in (line for lines in below for line in lines):
            console.print(Text(f"  {line}"))
