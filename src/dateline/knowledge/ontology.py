"""The ontologies: PLOVER types, modes and contexts, CAMEO codes, the crosswalk to ACLED."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from dateline.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code with its name, parent, quad class and Goldstein score."""

    code: str
    name: str
    parent: str
    quad: int
    goldstein: float
    plover_type: str
    plover_mode: str


@dataclass(frozen=True, slots=True)
class PloverType:
    """A PLOVER type with its quad class (1 to 4), modes and the CAMEO code it defaults to."""

    name: str
    description: str
    quad: int
    modes: tuple[str, ...]
    cameo: str


@dataclass(frozen=True, slots=True)
class AcledRow:
    """What a PLOVER type, mode and CAMEO prefix are called in ACLED's terms."""

    plover_type: str
    plover_mode: str
    cameo_prefix: str
    event_type: str
    sub_event_type: str


class Ontology:
    """The tables, each loaded when first used."""

    @cached_property
    def cameo(self) -> dict[str, CameoCode]:
        """CAMEO codes by code."""
        table = {}
        for row in _rows("cameo.csv"):
            table[row["code"]] = CameoCode(
                row["code"],
                row["name"],
                row["parent"],
                int(row["quad"]),
                float(row["goldstein"]),
                row["plover_type"],
                row["plover_mode"],
            )
        return table

    @cached_property
    def types(self) -> dict[str, PloverType]:
        """PLOVER types by name."""
        table = {}
        for name, entry in _toml("plover.toml").items():
            modes = entry.get("modes", {})
            table[name] = PloverType(
                name, entry["description"], int(entry["quad"]), tuple(modes), str(entry["cameo"])
            )
        return table

    @cached_property
    def contexts(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """Cue lemma sequences of PLOVER contexts, by first lemma: (sequence, context)."""
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for context, entry in _toml("contexts.toml").items():
            for cue in entry.get("cues", []):
                words = tuple(str(cue).lower().split())
                table.setdefault(words[0], []).append((words, context))
        return table

    @cached_property
    def acled(self) -> list[AcledRow]:
        """The crosswalk to ACLED, most specific rows first."""
        rows = [
            AcledRow(
                r["plover_type"],
                r["plover_mode"],
                r["cameo_prefix"],
                r["acled_event_type"],
                r["acled_sub_event_type"],
            )
            for r in _rows("acled.csv")
        ]
        return sorted(rows, key=lambda r: (-len(r.cameo_prefix), not r.plover_mode))

    def acled_of(self, kind: str, mode: str | None, cameo: str) -> AcledRow | None:
        """What an act is called in ACLED's terms; None for what ACLED does not collect."""
        for row in self.acled:
            if (
                row.plover_type == kind
                and row.plover_mode in {"", mode}
                and cameo.startswith(row.cameo_prefix)
            ):
                return row
        return None

    def closest(self, code: str) -> CameoCode:
        """The code itself, or the nearest parent that the table has.

        Raises:
            KnowledgeError: if not even the two-digit root is a CAMEO code.
        """
        for length in range(len(code), 1, -1):
            found = self.cameo.get(code[:length])
            if found is not None:
                return found
        msg = f"{code!r} is no CAMEO code; roots run from 01 to 20"
        raise KnowledgeError(msg)


@dataclass(frozen=True, slots=True)
class OwnOntology:
    """Types and word classes of the user's own."""

    types: tuple[PloverType, ...]
    classes: dict[str, frozenset[str]]


def read_own_ontology(path: Path) -> OwnOntology:
    """What a TOML file of the user's declares.

    `[types.NAME]` has a `description`, the quad class `quad` (1 to 4), the CAMEO code `cameo` that
    stands for it in tools that know no other, and perhaps `modes`, a list; `[classes]` has lists of
    words.

    Raises:
        KnowledgeError: the file cannot be read or a declaration is incomplete.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"cannot read the ontology file {path}: {error}"
        raise KnowledgeError(msg) from error
    unknown = set(table) - {"types", "classes"}
    if unknown:
        msg = f"{path}: unknown table {min(unknown)!r}; expected [types.NAME] and [classes]"
        raise KnowledgeError(msg)
    classes = {name: frozenset(words) for name, words in table.get("classes", {}).items()}
    return OwnOntology(
        tuple(_own_type(path, name, entry) for name, entry in table.get("types", {}).items()),
        classes,
    )


def _own_type(path: Path, name: str, entry: dict[str, Any]) -> PloverType:
    wrong = set(entry) - {"description", "quad", "cameo", "modes"}
    missing = {"description", "quad", "cameo"} - set(entry)
    if wrong or missing:
        what = f"unknown key {min(wrong)!r}" if wrong else f"{min(missing)!r} is missing"
        msg = f"{path}: type {name}: {what}; expected description, quad, cameo and perhaps modes"
        raise KnowledgeError(msg)
    if not name.isupper() or entry["quad"] not in {1, 2, 3, 4}:
        msg = f"{path}: type {name}: a name is in capitals and quad is 1 to 4"
        raise KnowledgeError(msg)
    Ontology().closest(str(entry["cameo"]))
    modes = tuple(str(mode) for mode in entry.get("modes", ()))
    return PloverType(name, str(entry["description"]), entry["quad"], modes, str(entry["cameo"]))


def _toml(name: str) -> dict[str, dict[str, Any]]:
    text = files("dateline.knowledge").joinpath("data", "ontology", name).read_text("utf-8")
    return tomllib.loads(text)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("dateline.knowledge").joinpath("data", "ontology", name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))
