"""`dateline places`: the gazetteer, built, asked, and widened by the GeoNames dumps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.options import STOPPED, OutputFile
from dateline.errors import KnowledgeError
from dateline.knowledge.gazetteer import Gazetteer, build, default_path
from dateline.knowledge.gazetteer_build import shown_progress
from dateline.knowledge.gazetteer_import import DEFAULT_CLASSES, dumps_of, import_dumps

if TYPE_CHECKING:
    from dateline.knowledge.gazetteer import GazetteerEntry

SHOWN = 30
MEGABYTE = 1_000_000


@click.group("places", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Build the gazetteer, widen it, or look a place up in it.

    The gazetteer is one SQLite file in the user's cache folder (DATELINE_CACHE names another). It
    is built by itself at first use, from GeoNames data that comes with Dateline's packages.

    \b
    dateline places where
    dateline places find "Brest"
    dateline places find "Brest" --country BLR
    dateline places import ~/Downloads/geonames/

    Place data: GeoNames (geonames.org), CC BY 4.0.
    """


@command.command("build")
@click.option("--again", is_flag=True, help="Build anew though a file is there; drops an import.")
def build_command(*, again: bool) -> None:
    """Build the gazetteer now rather than at first use, and print its path.

    \b
    dateline places build
    dateline places build --again
    """
    if again:
        with shown_progress("building the gazetteer") as progress:
            build(default_path(), progress)
    click.echo(Gazetteer.open().path)


@command.command("where")
def where() -> None:
    """Print where the gazetteer is, and what it holds.

    The first line is the path alone, for use in scripts.
    """
    path = default_path()
    click.echo(path)
    if not path.is_file():
        click.echo("not built yet: `dateline places build` does it, or the first reading")
        return
    gazetteer = Gazetteer.open(path)
    places, names = gazetteer.count()
    click.echo(f"{places:,} places, {names:,} names, {path.stat().st_size / MEGABYTE:,.0f} MB")
    source = f"full dumps ({gazetteer.edition})" if gazetteer.edition else "Dateline's packages"
    click.echo(f"from {source}; GeoNames (geonames.org), CC BY 4.0")


@command.command("find")
@click.argument("name")
@click.option("--country", metavar="ISO3", help="Only places of this country, as in BLR.")
@click.option(
    "-n", "--limit", default=SHOWN, show_default=True, type=click.IntRange(1), help="Most rows."
)
def find(name: str, country: str | None, limit: int) -> None:
    """List what the gazetteer knows under NAME, the likeliest meaning first.

    \b
    score  what a place is worth before the article is looked at: a point is a factor of ten in
           population; a country, a capital and a place that bears the name itself gain, a unit
           named after its city loses. The article's other places are weighed on top of it.
    use    how the name belongs to the place: its name, another name, an adjective, a people
    own    whether Dateline's own table knows the place

    \b
    dateline places find "Brest"
    dateline places find "Georgia" --limit 5
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from dateline.reading.place_ranking import prior  # noqa: PLC0415

    scored = [
        (score, e, why)
        for score, e, why in prior(Gazetteer.open().find(name))
        if country is None or e.country == country.upper()
    ]
    if not scored:
        within = f" in {country.upper()}" if country else ""
        msg = (
            f"the gazetteer has no place called {name!r}{within}; check the spelling, or widen it "
            "with `dateline places import`"
        )
        raise click.ClickException(msg)
    headers = ("score", "name", "country", "admin1", "precision", "feature", "population",
               "use", "own", "why", "lat", "lon", "geonameid")  # fmt: skip
    table = Table()
    for header in headers:
        right = header in {"score", "population", "lat", "lon", "geonameid"}
        table.add_column(header, justify="right" if right else "left", no_wrap=right)
    for score, e, why in scored[:limit]:
        table.add_row(f"{score:.2f}", *_shown(e, why))
    console = Console()
    # Into a file or pipe go whole rows.
    console = console if console.is_terminal else Console(width=200)
    console.print(table)
    if len(scored) > limit:
        click.echo(f"{len(scored) - limit} more; --limit shows them", err=True)


def _shown(e: GazetteerEntry, why: str) -> tuple[str, ...]:
    return (
        e.name,
        e.country,
        e.admin1 or "",
        e.precision,
        e.feature,
        f"{e.population:,}",
        e.use,
        "own" if e.own else "",
        why,
        f"{e.latitude:.3f}",
        f"{e.longitude:.3f}",
        str(e.geonameid or ""),
    )


@command.command("import")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH...",
)
@click.option(
    "--classes",
    default=DEFAULT_CLASSES,
    show_default=True,
    help="GeoNames feature classes to take: A units, P towns and villages, S buildings, "
    "T mountains and islands, H waters, L areas and parks, R roads, U under water, V woods.",
)
@click.option(
    "--min-population",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="Leave out towns and villages with fewer people (most villages are listed with 0).",
)
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    help="Write this file instead of the gazetteer in use.",
)
def import_command(
    paths: tuple[Path, ...], classes: str, min_population: int, output: Path | None
) -> None:
    """Widen the gazetteer with the official GeoNames dumps in PATHs.

    A PATH is a folder that holds the files, or a file: allCountries (or a country's own file such
    as UA), alternateNamesV2, admin1CodesASCII, admin2Codes, each as .txt or .zip. Only the first is
    needed; without the code tables new places have no unit, without alternateNamesV2 the other
    names are those of the main file.

    What Dateline knew before keeps its id. The file in use is replaced in one step at the end: if
    the import fails or is interrupted (Ctrl-C) nothing changes, and running it again starts anew.
    A new version of Dateline builds a new file, so import again after an upgrade.

    \b
    dateline places import ~/Downloads/geonames/
    dateline places import allCountries.zip admin1CodesASCII.txt --min-population 500
    dateline places import UA.zip --classes APST
    dateline places build --again        (to undo)

    The whole world takes some ten to twenty minutes and about 1 GB of disk, and as much again while
    it runs; --min-population 500 far less.
    Data: GeoNames (geonames.org), CC BY 4.0.
    """
    dumps = dumps_of(paths)
    target = output or default_path()
    try:
        with shown_progress("importing places") as progress:
            done = import_dumps(
                dumps, target, classes=classes, min_population=min_population, progress=progress
            )
    except KeyboardInterrupt:
        click.echo("stopped; the gazetteer is as it was. Run it again to start anew.", err=True)
        raise click.exceptions.Exit(STOPPED) from None
    except OSError as error:
        msg = f"the gazetteer {target} could not be replaced: {error.strerror or error}"
        raise KnowledgeError(msg) from error
    missing = [n for n, p in (("admin1CodesASCII", dumps.admin1), ("admin2Codes", dumps.admin2))
               if p is None]  # fmt: skip
    if missing:
        click.echo(f"without {' and '.join(missing)}: new places do not know their unit", err=True)
    click.echo(done.path)
    click.echo(
        f"{done.read:,} lines read, {done.added:,} places added, {done.corrected:,} known before"
    )
