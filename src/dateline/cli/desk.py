"""`dateline desk`: a store in the browser."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from dateline.cli.options import Asked, Day, Run, readings
from dateline.sources import Fetch

# What makes a name that of a store, if there is no such file yet.
STORES = (".duckdb", ".db", ".ddb")
NEEDED = ("fastapi", "uvicorn", "jinja2", "python_multipart")


@click.command("desk")
@click.argument("path", metavar="STORE|FILE", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8765 or the next free one.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--read-only", is_flag=True, help="Write nothing; other programs may read too.")
@click.option("--new", is_flag=True, help="Make the store, if it is not there yet.")
@click.option(
    "--allow-private",
    is_flag=True,
    help="Fetch addresses of private networks and of this machine too.",
)
@click.option("--published", type=Day(), metavar="YYYY-MM-DD", help="For a FILE: its day.")
@click.option("--outlet", help="For a FILE: who published it.")
def command(
    path: Path,
    port: int | None,
    no_browser: bool,
    read_only: bool,
    new: bool,
    allow_private: bool,
    published: date | None,
    outlet: str | None,
) -> None:
    """Read, compare, check and correct a store in the browser.

    Reports can be dropped into it on the page, and addresses of feeds and pages given. With a
    report instead of a store, the report is coded into a store that is forgotten afterwards.

    \b
    dateline desk crisis.duckdb
    dateline desk crisis.duckdb --new
    dateline desk crisis.duckdb --read-only --port 8800
    dateline desk report.txt --published 2024-05-15 --outlet "Example News"
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        msg = f"the desk needs {', '.join(missing)}: pip install 'dateline[desk]'"
        raise click.ClickException(msg)
    if is_store(path):
        _there(path, new=new, read_only=read_only)
        page = "/" if path.exists() else "/data"
        _serve(Served(path, page, read_only, allow_private), port, browser=not no_browser)
        return
    if not path.exists():
        msg = f"{path} is not there: name a store ({', '.join(STORES)}) or a report"
        raise click.ClickException(msg)
    with tempfile.TemporaryDirectory(prefix="dateline-desk-") as folder:
        store = Path(folder) / f"{path.stem or 'report'}.duckdb"
        asked = Asked((str(path),), published, outlet, (), None)
        page = code_into(store, asked)
        click.echo("what is decided here is forgotten when the desk is closed", err=True)
        _serve(Served(store, page, allow_private=allow_private), port, browser=not no_browser)


@dataclass(frozen=True, slots=True)
class Served:
    """A store, the page to open, and what may be done with them."""

    store: Path
    page: str = "/"
    read_only: bool = False
    allow_private: bool = False


def _there(path: Path, *, new: bool, read_only: bool) -> None:
    """Say what is made; a name that nobody meant to be new is an error.

    Raises:
        click.ClickException: there is no such store, and none is to be made.
    """
    if path.exists():
        return
    if new and not read_only:
        if not path.parent.is_dir():
            msg = f"the folder {str(path.parent)!r} is not there; make it first"
            raise click.ClickException(msg)
        click.echo(f"{path} is a new store: give it reports on the page Data", err=True)
        return
    msg = (
        f"there is no store {path}; make one with `dateline ingest FILE... --store {path}`, "
        f"or an empty one with `dateline desk {path} --new`"
    )
    raise click.ClickException(msg)


def is_store(path: Path) -> bool:
    """Whether a path is, or by its name would become, a store."""
    if path.is_dir():
        return False
    if not path.exists():
        return path.suffix.lower() in STORES
    with path.open("rb") as stream:
        head = stream.read(12)
    return head[8:12] == b"DUCK" or (not head and path.suffix.lower() in STORES)


def code_into(store: Path, asked: Asked) -> str:
    """Code reports into a new store; the page to open: the article's, or the overview."""
    from dateline.store import Store  # noqa: PLC0415 - DuckDB, a sixth of a second

    pipeline = asked.pipeline()
    run = Run()
    keys: list[str] = []
    with Store(store) as opened:
        version = pipeline.version
        for reading in readings(asked, pipeline, run):
            opened.add(reading.article, pipeline.code(reading), version)
            keys.append(reading.article.sha256)
        for failure in run.failures:
            opened.fail(failure.path, failure.where, failure.reason)
    if not keys:
        msg = "there is no report in it that could be read"
        raise click.ClickException(msg)
    return f"/articles/{keys[0][:16]}" if len(keys) == 1 else "/"


def _serve(served: Served, port: int | None, *, browser: bool) -> None:
    from dateline.desk.desk import Desk  # noqa: PLC0415 - the extra `desk`
    from dateline.desk.server import listening, serve  # noqa: PLC0415

    serving = listening(port)
    desk = Desk(served.store, read_only=served.read_only)
    if desk.why_read_only:
        click.echo(desk.why_read_only, err=True)
    fetch = Fetch(allow_private=served.allow_private)

    def ready(address: str) -> None:
        click.echo(f"Dateline's desk is at {address}")
        click.echo("Ctrl-C ends it.", err=True)

    try:
        serve(desk, serving, path=served.page, browser=browser, ready=ready, fetch=fetch)
    finally:
        desk.close()
