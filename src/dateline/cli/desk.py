"""`dateline desk`: a store in the browser."""

from __future__ import annotations

import tempfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from dateline.cli.options import Asked, Day, Run, readings

# What makes a name that of a store, if there is no such file yet.
STORES = (".duckdb", ".db", ".ddb")
NEEDED = ("fastapi", "uvicorn", "jinja2", "python_multipart")


@click.command("desk")
@click.argument("path", metavar="STORE|FILE", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8765 or the next free one.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--read-only", is_flag=True, help="Write nothing; other programs may read too.")
@click.option("--published", type=Day(), metavar="YYYY-MM-DD", help="For a FILE: its day.")
@click.option("--outlet", help="For a FILE: who published it.")
def command(
    path: Path,
    port: int | None,
    no_browser: bool,
    read_only: bool,
    published: date | None,
    outlet: str | None,
) -> None:
    """Read, compare, check and correct a store in the browser.

    A store that is not there yet is made, and reports can be dropped into it on the page. With a
    report instead of a store, the report is coded into a store that is forgotten afterwards.

    \b
    dateline desk crisis.duckdb
    dateline desk crisis.duckdb --read-only --port 8800
    dateline desk report.txt --published 2024-05-15 --outlet "Example News"
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        msg = f"the desk needs {', '.join(missing)}: pip install 'dateline[desk]'"
        raise click.ClickException(msg)
    if is_store(path):
        if read_only and not path.exists():
            msg = f"{path} is not there: leave --read-only out to make it"
            raise click.ClickException(msg)
        _serve(path, port, "/", browser=not no_browser, read_only=read_only)
        return
    if not path.exists():
        msg = f"{path} is not there: name a store ({', '.join(STORES)}) or a report"
        raise click.ClickException(msg)
    with tempfile.TemporaryDirectory(prefix="dateline-desk-") as folder:
        store = Path(folder) / f"{path.stem or 'report'}.duckdb"
        asked = Asked((str(path),), published, outlet, (), None)
        page = code_into(store, asked)
        click.echo("what is decided here is forgotten when the desk is closed", err=True)
        _serve(store, port, page, browser=not no_browser, read_only=False)


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


def _serve(path: Path, port: int | None, page: str, *, browser: bool, read_only: bool) -> None:
    from dateline.desk.desk import Desk  # noqa: PLC0415 - the extra `desk`
    from dateline.desk.server import listening, serve  # noqa: PLC0415

    serving = listening(port)
    desk = Desk(path, read_only=read_only)
    if desk.why_read_only:
        click.echo(desk.why_read_only, err=True)

    def ready(address: str) -> None:
        click.echo(f"Dateline's desk is at {address}")
        click.echo("Ctrl-C ends it.", err=True)

    try:
        serve(desk, serving, path=page, browser=browser, ready=ready)
    finally:
        desk.close()
