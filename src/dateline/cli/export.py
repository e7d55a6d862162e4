"""`dateline export`: a store in the columns of other data sets."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline import __version__
from dateline.cli.options import store_argument, writing

if TYPE_CHECKING:
    from dateline.exports.datasets.cases import Material
    from dateline.exports.datasets.files import Output
    from dateline.exports.datasets.formats import Format
    from dateline.store import Store

# Told here so that the help does not load what exporting needs; a test holds them to the tables.
NAMES = (
    "acled", "ucdp", "gdelt", "icews", "polecat", "ccc", "mmad", "maverick", "ftm", "geojson",
    "parquet", "html",
)  # fmt: skip
POLICIES = (
    "lowest", "highest", "latest-official", "conservative", "low-best-high", "low-high", "mean",
)  # fmt: skip


@click.command("export")
@store_argument
@click.option("--as", "name", type=click.Choice(NAMES), required=True, help="The data set.")
@click.option(
    "--output",
    "-o",
    metavar="FILE|FOLDER",
    help="Where to write it with what goes with it; without, the table goes to standard output.",
)
@click.option(
    "--where",
    metavar="SQL",
    help="Only incidents that this holds for, as in \"country = 'BLR'\"; with --reports, reports.",
)
@click.option("--incident", metavar="ID", help="One incident; the beginning of its id will do.")
@click.option(
    "--policy", type=click.Choice(POLICIES), help="Which number, where there must be one."
)
@click.option("--reports", is_flag=True, help="Each event report for itself, linked or not.")
def command(
    path: Path,
    name: str,
    output: str | None,
    where: str | None,
    incident: str | None,
    policy: str | None,
    reports: bool,
) -> None:
    """Write a store's incidents in the exact columns of an existing data set.

    \b
    dateline export crisis.duckdb --as acled -o acled.csv
    dateline export crisis.duckdb --as ccc --policy highest -o counts/
    dateline export crisis.duckdb --as gdelt --where "country = 'BLR'" -o gdelt/
    dateline export crisis.duckdb --as html --incident 4f0c -o incident.html

    Beside a table go its provenance (which reports, words and voices each row rests on) and a text
    about it (policy, what is left out and why). docs/exports.md has what maps to what.

    Exit codes: 0 all is written, 1 something does not fit or cannot be written (then nothing is),
    2 wrong usage.
    """
    from dateline.exports.datasets.formats import FORMATS  # noqa: PLC0415 - out of start-up
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    form = FORMATS[name]
    _check(form, output, where=where, incident=incident, policy=policy, reports=reports)
    with Store(path, read_only=True) as store:
        material = _material(store, where, incident, policy, reports=reports)
    made = form.export(replace(material, version=__version__))
    if output is None:
        _print(made, form)
    else:
        _save(made, form, output)
    _account(made, form, material)


def _check(
    form: Format,
    output: str | None,
    *,
    where: str | None,
    incident: str | None,
    policy: str | None,
    reports: bool,
) -> None:
    """See that the options go together."""
    if incident and (where or reports):
        msg = "--incident names one incident: leave out --where and --reports"
        raise click.UsageError(msg)
    if policy and form.policy is None and form.name != "html":
        msg = f"{form.name} keeps every number or none, so that no policy is needed: leave it out"
        raise click.UsageError(msg)
    if output is None and form.several:
        msg = f"{form.name} is more than one file: name a file or a folder with -o"
        raise click.UsageError(msg)


def _material(
    store: Store, where: str | None, incident: str | None, policy: str | None, *, reports: bool
) -> Material:
    from dateline.exports.datasets import loading  # noqa: PLC0415

    if reports:
        return loading.unlinked_material(store, where=where, policy=policy)
    return loading.linked_material(store, where=where, incident=incident, policy=policy)


def _print(made: Output, form: Format) -> None:
    from dateline.exports.datasets.files import Binary  # noqa: PLC0415

    main = made.files[0]
    assert not isinstance(main, Binary)  # noqa: S101 - those formats are `several`
    main.check()
    main.write(sys.stdout)
    if not form.whole:
        click.echo("provenance and the text about the export are written with -o", err=True)


def _save(made: Output, form: Format, output: str) -> None:
    """Write to a file, or into a folder (one that is there, or a name with a slash at its end)."""
    from dateline.exports.datasets.files import save  # noqa: PLC0415

    path = Path(output)
    with writing(path):
        if path.is_dir() or output.endswith(("/", os.sep)):
            path.mkdir(parents=True, exist_ok=True)
            path /= form.file_name
        paths = save(made.files, path)
    for written in paths:
        click.echo(f"wrote {written}", err=True)


def _account(made: Output, form: Format, material: Material) -> None:
    """Say how much came out and what did not, and why."""
    from dateline.exports.datasets.formats import counted, outside  # noqa: PLC0415

    unit = "event report(s)" if material.unlinked else "incident(s)"
    click.echo(f"{form.name}: {made.rows:,} row(s) of {len(material.cases):,} {unit}", err=True)
    for line in (*counted(made), *outside(material)):
        click.echo(line, err=True)
