"""Files to take away: the exports of the events that the filters let through."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from dateline import __version__
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Filters, where
from dateline.desk.incidents import HOW_TO_LINK, NOT_LINKED, is_linked
from dateline.errors import ExportError
from dateline.evaluation.decided import gold_of
from dateline.event import EventReport
from dateline.exports import geojson, jsonl, parquet
from dateline.exports.datasets.files import save
from dateline.exports.datasets.formats import FORMATS
from dateline.exports.datasets.loading import linked_material
from dateline.linking.policies import PolicyError
from dateline.store.records import decode, decode_reasons
from dateline.store.rows import COLUMNS

AT_ONCE = 2000


def events_of_article(desk: Desk, sha: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The events of one article as flat rows."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    return desk.index.table(
        f"SELECT {columns} FROM events WHERE sha256 = ? ORDER BY position", [sha]
    )


def reports(desk: Desk, asked: Filters) -> Iterator[EventReport]:
    """The reports that the filters let through, whole."""
    sql, values = where(asked)
    keys = desk.index.ask(
        f"SELECT reading, position FROM events WHERE {sql} ORDER BY reading, position", values
    )
    for at in range(0, len(keys), AT_ONCE):
        part = keys[at : at + AT_ONCE]
        rows = desk.store.select(
            "SELECT record, reasons FROM reports SEMI JOIN (SELECT unnest(?::BIGINT[]) AS reading,"
            " unnest(?::BIGINT[]) AS position) USING (reading, position)"
            " ORDER BY reading, position",
            [[k[0] for k in part], [k[1] for k in part]],
        )[1]
        for record, reasons in rows:
            yield replace(decode(record), reasons=decode_reasons(reasons))


def export(desk: Desk, name: str, asked: Filters) -> tuple[bytes, str]:
    """The content of an export and its media type.

    Raises:
        DeskError: there is no export of this name.
    """
    made = _EXPORTS.get(name)
    if made is None:
        raise DeskError(
            "not_found", f"there is no export {name!r}", f"there are {', '.join(_EXPORTS)}"
        )
    make, kind = made
    return make(desk, asked), kind


def dataset(desk: Desk, name: str, policy: str | None, asked: Filters) -> bytes:
    """Incidents in the columns of another data set, as a zip of its files and what goes with them.

    Raises:
        DeskError: there is no such data set, nothing is linked, or something does not fit.
    """
    form = FORMATS.get(name)
    if form is None:
        raise DeskError(
            "not_found", f"no data set is called {name!r}", f"there are {', '.join(FORMATS)}"
        )
    if not is_linked(desk):
        raise DeskError("conflict", NOT_LINKED, HOW_TO_LINK.format(path=desk.path))
    try:
        with desk.changing():
            material = linked_material(desk.store, where=_only(desk, asked), policy=policy)
        made = form.export(replace(material, version=__version__))
        with tempfile.TemporaryDirectory(prefix="dateline-desk-") as folder:
            paths = save(made.files, Path(folder) / form.file_name)
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in paths:
                    archive.write(path, path.name)
    except (ExportError, PolicyError) as error:
        raise DeskError("bad_request", str(error), "see docs/exports.md") from error
    return packed.getvalue()


def _only(desk: Desk, asked: Filters) -> str | None:
    """The incidents that the filters let through, as a condition; None for all."""
    if not asked.narrowed():
        return None
    sql, values = where(asked)
    rows = desk.index.ask(
        f"SELECT DISTINCT incident FROM events WHERE incident IS NOT NULL AND ({sql})", values
    )
    # The ids are ours, not the asker's.
    ids = ", ".join("'" + str(identity).replace("'", "''") + "'" for (identity,) in rows)
    return f"id IN ({ids})" if ids else "false"


def _jsonl(desk: Desk, asked: Filters) -> bytes:
    stream = io.StringIO()
    jsonl.write(reports(desk, asked), stream)
    return stream.getvalue().encode()


def _geojson(desk: Desk, asked: Filters) -> bytes:
    stream = io.StringIO()
    geojson.write(reports(desk, asked), stream)
    return stream.getvalue().encode()


def _parquet(desk: Desk, asked: Filters) -> bytes:
    with tempfile.TemporaryDirectory(prefix="dateline-desk-") as folder:
        path = Path(folder) / "events.parquet"
        parquet.write(reports(desk, asked), path)
        return path.read_bytes()


def _incidents(desk: Desk, asked: Filters) -> bytes:
    chosen: set[str] | None = None
    if asked.narrowed():
        sql, values = where(asked)
        chosen = {row[0] for row in desk.index.ask(
            f"SELECT DISTINCT incident FROM events WHERE {sql}", values)}  # fmt: skip
    rows = desk.store.select("SELECT id, record FROM incidents ORDER BY date_start, id")[1]
    return "".join(
        f"{record}\n" for identity, record in rows if chosen is None or identity in chosen
    ).encode()


def _gold(desk: Desk, _: Filters) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in gold_of(desk.store))


_EXPORTS: dict[str, tuple[Callable[[Desk, Filters], bytes], str]] = {
    "events.jsonl": (_jsonl, "application/jsonl"),
    "events.geojson": (_geojson, "application/geo+json"),
    "events.parquet": (_parquet, "application/vnd.apache.parquet"),
    "incidents.jsonl": (_incidents, "application/jsonl"),
    "gold.jsonl": (_gold, "application/jsonl"),
}
