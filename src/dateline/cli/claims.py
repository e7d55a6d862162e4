"""`dateline claims`: on whose word, did it happen, how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from dateline.cli.options import (
    Asked,
    Run,
    coding_options,
    opened,
    output_options,
    readings,
    say_if_nothing,
    shape_of,
)
from dateline.event import EventReport, Stance

FORMATS = ("table", "jsonl", "csv")
# Where a DuckDB file has its name.
MAGIC = slice(8, 12)


@click.command("claims")
@coding_options
@click.option("--voice", metavar="NAME", help="Only voices with this in their name.")
@click.option("--stance", type=click.Choice(get_args(Stance)), help="Only sayings of this stance.")
@click.option("--type", "kind", metavar="TYPE", help="Only events of this type, as in PROTEST.")
@click.option("--numbers", is_flag=True, help="Only sayings with a number.")
@click.option("--others", is_flag=True, help="Leave out what outlets assert on their own word.")
@click.option(
    "--incident",
    metavar="ID",
    help="Of a linked store: the numbers of one incident, and how they relate.",
)
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NAME",
    help="With --incident: one number by this rule too (lowest, highest, latest-official, "
    "conservative, low-best-high, low-high, mean).",
)
@output_options(FORMATS)
@click.pass_context
def command(
    ctx: click.Context,
    asked: Asked,
    voice: str | None,
    stance: str | None,
    kind: str | None,
    numbers: bool,
    others: bool,
    incident: str | None,
    policies: tuple[str, ...],
    shape: str | None,
    output: Path | None,
) -> None:
    """List who says what about which event, with which number and standing, voice by voice.

    FILE is whatever `dateline code` reads, or a store. What an outlet asserts on its own word comes
    first and is marked ■; what others say in its pages is marked “ and goes by their name.

    \b
    dateline claims report.txt --published 2024-05-15 --outlet "Example News"
    dateline claims crisis.duckdb --voice police
    dateline claims crisis.duckdb --numbers --format csv -o numbers.csv
    dateline claims reports/ --others --stance denies
    dateline claims crisis.duckdb --incident 4f0c --policy lowest
    """
    from dateline.exports import claims  # noqa: PLC0415 - kept out of start-up

    shape = shape or shape_of(output, FORMATS)
    if incident is not None:
        if voice or stance or kind or numbers or others:
            msg = "--incident shows every number of an incident: leave out the other choices"
            raise click.UsageError(msg)
        _show_incident(asked.files, incident, policies, shape, output)
        return
    if policies:
        msg = "--policy goes with --incident"
        raise click.UsageError(msg)
    stores = [f for f in asked.files if _is_store(f)]
    sources = tuple(f for f in asked.files if f not in stores)
    run = Run()
    reports: list[EventReport] = []
    for path in stores:
        held = list(_stored(path, asked.least_confidence()))
        if not held:
            click.echo(f"{path}: no event report to list; `dateline ingest` adds some", err=True)
        reports.extend(held)
    if sources:
        pipeline = asked.pipeline()
        for reading in readings(replace(asked, files=sources), pipeline, run):
            reports.extend(pipeline.code(reading))
    said = [
        s
        for s in claims.sayings(reports)
        if (voice is None or voice.casefold() in s.voice.casefold())
        and (stance is None or s.stance == stance)
        and (kind is None or s.type == kind.upper())
        and (s.number is not None or not numbers)
        and not (others and s.own_word)
    ]
    if reports and not said:
        click.echo(f"no saying fits, among those of {len(reports)} event reports", err=True)
    said = claims.by_voice(said)
    with opened(output) as stream:
        {"jsonl": claims.jsonl, "csv": claims.csv, "table": claims.table}[shape](said, stream)
    say_if_nothing(len(reports), run.articles)
    ctx.exit(run.exit_code())


def _show_incident(
    names: tuple[str, ...],
    given: str,
    policies: tuple[str, ...],
    shape: str,
    output: Path | None,
) -> None:
    from dateline.exports import incidents  # noqa: PLC0415 - kept out of start-up
    from dateline.linking.policies import POLICIES  # noqa: PLC0415
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second
    from dateline.store.decisions import incident_named  # noqa: PLC0415

    if len(names) != 1 or not _is_store(names[0]):
        msg = "--incident needs one store and no other file"
        raise click.UsageError(msg)
    if unknown := [p for p in policies if p not in POLICIES]:
        msg = f"no policy is called {unknown[0]!r}; choose one of {', '.join(POLICIES)}"
        raise click.UsageError(msg)
    if policies and shape == "csv":
        msg = "--policy needs --format table or jsonl: a row of the CSV is one value"
        raise click.UsageError(msg)
    with Store(names[0], read_only=True) as store:
        found = incident_named(store, given)
    if not found.figures:
        click.echo(f"incident {found.id} has no number", err=True)
    with opened(output) as stream:
        if shape == "jsonl":
            incidents.quantities_jsonl(found, policies, stream)
        elif shape == "csv":
            incidents.quantities_csv(found, stream)
        else:
            incidents.quantities_table(found, policies, stream)


def _stored(path: str, min_confidence: float) -> Iterator[EventReport]:
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    with Store(path, read_only=True) as store:
        for report in store.reports():
            if report.confidence >= min_confidence:
                yield report


def _is_store(name: str) -> bool:
    path = Path(name)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(MAGIC.stop)[MAGIC] == b"DUCK"
