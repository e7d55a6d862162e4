"""The user's own actors: a CSV like ours, JSON lines with the same keys, or a dictionary.

A dictionary has two columns, the words and a code that begins with a country of three letters
and goes on with roles of three letters: `Gondor,GON` and `Prince Imrahil,GONGOV`.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from dateline.errors import KnowledgeError
from dateline.knowledge import organisations, people
from dateline.knowledge.countries import Countries
from dateline.knowledge.organisations import Organisation, Organisations
from dateline.knowledge.people import Office, People, Person
from dateline.knowledge.tables import Row, read_rows

# A text in capitals is a name set in capitals, unless it is as short as an acronym.
LONGEST_ACRONYM = 4
ROLES = frozenset(
    "GOV MIL COP LEG JUD PTY OPP REB PRO CVL JRN MED NGO IGO BUS LAB EDU REL ELI CRM UNK SPY UAF "
    "PRM SET REF AGR HLH MNC DEV HRI ENV SEP INS RAD MOD".split()
)
TITLE = re.compile(
    r"(mr|mrs|ms|dr|sir|lord|lady|dame|king|queen|prince|princess|president|general|gen|colonel|"
    r"captain|minister|senator|governor|chief|pope|bishop|sheikh|imam|emir)\.?[ _]",
    re.IGNORECASE,
)


def add_file(path: Path, countries: Countries, who: People, bodies: Organisations) -> None:
    """Read a file of the user's actors into the tables; they take the place of ours."""
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        rows = _json_rows(path)
        header = list(rows[0].columns) if rows else list(people.HEADER)
    else:
        header = _header(path)
        if header == list(people.HEADER) or header == list(organisations.HEADER):
            rows = list(read_rows(path, header))
        else:
            _add_dictionary(path, header, countries, who, bodies)
            return
    if "office" in header or "gender" in header or "wikidata" in header:
        found = list(people.people_of(rows))
        for person in found:
            person.own = True
        who.add(found)
    else:
        bodies.add(_own(organisations.organisation_of(row)) for row in rows)


def _own(one: Organisation) -> Organisation:
    return Organisation(
        one.name, one.aliases, one.kind, one.country, one.roles, one.start, one.end, own=True
    )


def _header(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [c.strip() for c in next(csv.reader(stream), [])]
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read ({error}); give a UTF-8 CSV or JSON lines file of actors"
        raise KnowledgeError(msg) from error


def _json_rows(path: Path) -> list[Row]:
    """Rows of a JSON lines file, all with the columns of the table they belong to."""
    rows: list[Row] = []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read ({error}); give a UTF-8 file"
        raise KnowledgeError(msg) from error
    values: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            msg = f"{path}:{number}: not JSON ({error.msg}); write one object a line"
            raise KnowledgeError(msg) from error
        if not isinstance(value, dict):
            msg = f"{path}:{number}: {type(value).__name__} instead of an object; write {{…}}"
            raise KnowledgeError(msg)
        values.append((number, value))
    keys = {key for _, value in values for key in value}
    personal = keys & {"office", "role", "gender", "wikidata"}
    header = people.HEADER if personal else organisations.HEADER
    for number, value in values:
        unknown = sorted(set(value) - set(header))
        if unknown:
            msg = f"{path}:{number}: unknown key {unknown[0]!r}; the keys are {', '.join(header)}"
            raise KnowledgeError(msg)
        cells = [_cell(value.get(key)) for key in header]
        rows.append(Row(path, number, {key: n for n, key in enumerate(header)}, cells))
    return rows


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(str(v) for v in value)
    return "" if value is None else str(value)


def _add_dictionary(
    path: Path, header: list[str], countries: Countries, who: People, bodies: Organisations
) -> None:
    """A file of `text,code` lines, with or without that header."""
    rows = list(read_rows(path, header)) if header else []
    columns = {"text": 0, "code": 1}
    if [c.lower() for c in header] not in (["text", "code"], ["name", "code"], ["actor", "code"]):
        rows.insert(0, Row(path, 1, columns, header))
    for row in rows:
        if len(row.cells) != len(columns):
            msg = f"{len(row.cells)} columns"
            raise row.fault(
                msg,
                f"use two (text,code), or the header {','.join(people.HEADER)} or "
                f"{','.join(organisations.HEADER)}",
            )
        text, code = " ".join(row.cells[0].replace("_", " ").split()), row.cells[1].strip()
        if not text:
            msg = "no text before the code"
            raise row.fault(msg, "write text,code")
        country, roles = split_code(code, countries)
        if country is None:
            msg = f"{code!r} is no actor code"
            raise row.fault(msg, "write a country and roles in capitals, as GONGOV")
        if TITLE.match(text):
            role = roles[0] if roles else ""
            office = Office("", country, role, "", "")
            bare = TITLE.sub("", text, count=1)
            names = (bare,)
            who.add([Person(text, names, "", None, [office], own=True)])
        else:
            if text.isupper():
                text = text.title() if len(text) > LONGEST_ACRONYM else text
            bodies.add([Organisation(text, (), "actor", country, roles, own=True)])


def split_code(code: str, countries: Countries) -> tuple[str | None, tuple[str, ...]]:
    """Country ("" if none) and roles of a code such as `GONGOV`; (None, ()) if it is none."""
    if len(code) % 3 or not code.isalpha() or not code.isupper():
        return None, ()
    parts = [code[k : k + 3] for k in range(0, len(code), 3)]
    if not parts:
        return None, ()
    if parts[0] in ROLES and not countries.is_code(parts[0]):
        return "", tuple(parts)
    return parts[0], tuple(parts[1:])
