"""`dateline places`: the gazetteer, built and asked."""

from __future__ import annotations

import click

from dateline.knowledge.gazetteer import Gazetteer


@click.group("places")
def command() -> None:
    """Build the gazetteer, or look a place up in it.

    \b
    dateline places build
    dateline places find "Brest"
    """


@command.command("build")
def build() -> None:
    """Build the gazetteer now rather than at first use, and say where it is."""
    click.echo(Gazetteer.open().path)


@command.command("find")
@click.argument("name")
def find(name: str) -> None:
    """List what the gazetteer knows under NAME, largest first. Places: GeoNames, CC BY 4.0."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    entries = Gazetteer.open().find(name)
    if not entries:
        msg = f"the gazetteer has no place called {name!r}"
        raise click.ClickException(msg)
    table = Table("name", "country", "admin1", "precision", "population", "lat", "lon", "geonameid")
    for e in entries[:30]:
        table.add_row(
            e.name,
            e.country or "",
            e.admin1 or "",
            e.precision,
            f"{e.population:,}",
            f"{e.latitude:.3f}",
            f"{e.longitude:.3f}",
            str(e.geonameid or ""),
        )
    Console().print(table)
