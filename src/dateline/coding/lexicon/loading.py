"""Reading the lexicon's CSV and class files, ours and the user's."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dateline.coding.lexicon.entries import (
    KINDS,
    PREPOSITIONS,
    TESTS,
    VERB_SLOTS,
    Condition,
    Entry,
    Frame,
    Lexicon,
)
from dateline.errors import KnowledgeError
from dateline.knowledge.ontology import Ontology, read_own_ontology

COLUMNS = ["word", "pos", "type", "frame", "cameo", "mode", "if", "unless", "note"]
PARTS_OF_SPEECH = frozenset({"verb", "noun", "adj"})
DEFAULT_FRAMES = {
    "verb": "subject>object",
    "adj": "subject>against|to|of",
    "noun": "poss|by|of|subject>on|against|with|to",
}
# A bare preposition says less than what stands behind it ("for" than "for aid").
CEILINGS = {"prep": 1.5}


def load_lexicon(own_files: Sequence[Path] = ()) -> Lexicon:
    """Our lexicon with the user's files laid over it.

    Files that end in `.toml` declare types and word classes of the user's own, all others are
    tables of entries.

    Raises:
        KnowledgeError: a line that cannot be used, with its file and line number.
    """
    classes, ours = _packaged()
    own = [read_own_ontology(p) for p in own_files if p.suffix == ".toml"]
    types = {t.name: t for declared in own for t in declared.types}
    for declared in own:
        classes = classes | declared.classes
    known = frozenset({*Ontology().types, *types, "NONE"})
    theirs: list[Entry] = []
    for path in (p for p in own_files if p.suffix != ".toml"):
        rows = _rows(_text(path), str(path), classes, own=False)
        theirs.extend(_checked(rows, known))
    replaced = {_key(entry) for entry in theirs}
    lexicon = Lexicon(classes=classes, types=types)
    for entry in [*theirs, *(e for e in ours if not replaced or _key(e) not in replaced)]:
        lexicon.by_word.setdefault((entry.pos, entry.words[0]), []).append(entry)
        lexicon.size += 1
    for entries in lexicon.by_word.values():
        entries.sort(key=lambda e: -e.weight)
    return lexicon


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the lexicon file {path}: {error}"
        raise KnowledgeError(msg) from error


def _checked(rows: Iterable[Entry], known: frozenset[str]) -> Iterable[Entry]:
    for entry in rows:
        if entry.type is not None and entry.type not in known:
            msg = (
                f"{entry.where}: unknown type {entry.type!r}; known: "
                f"{', '.join(sorted(known))}. A type of your own is declared in a .toml file that "
                "is given by --lexicon too"
            )
            raise KnowledgeError(msg)
        yield entry


@lru_cache(maxsize=1)
def _packaged() -> tuple[dict[str, frozenset[str]], tuple[Entry, ...]]:
    """The class lists and entries that come with the package."""
    folder = files("dateline.coding.lexicon")
    classes: dict[str, frozenset[str]] = {}
    for file in sorted(folder.joinpath("classes").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for name, words in tomllib.loads(file.read_text("utf-8")).items():
                classes[name] = classes.get(name, frozenset()) | frozenset(words)
    entries: list[Entry] = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".csv"):
            entries.extend(_rows(file.read_text("utf-8"), file.name, classes, own=True))
    return classes, tuple(entries)


def _key(entry: Entry) -> tuple[object, ...]:
    return (entry.words, entry.pos, frozenset(c.text for c in entry.conditions))


def _rows(
    text: str, source: str, classes: dict[str, frozenset[str]], *, own: bool
) -> Iterable[Entry]:
    reader = csv.reader(io.StringIO(text))
    header = next(reader, None)
    if header != COLUMNS:
        msg = f"{source}, line 1: expected the columns {','.join(COLUMNS)}, saw {header}"
        raise KnowledgeError(msg)
    for cells in reader:
        if not cells or not any(cells):
            continue
        where = f"{source}:{reader.line_num}"
        if len(cells) != len(COLUMNS):
            msg = f"{source}, line {reader.line_num}: {len(cells)} columns, expected {len(COLUMNS)}"
            raise KnowledgeError(msg)
        row = {k: v.strip() for k, v in zip(COLUMNS, cells, strict=True)}
        try:
            yield from _entries(row, where, classes, own=own)
        except ValueError as error:
            msg = f"{source}, line {reader.line_num} ({row['word']}): {error}"
            raise KnowledgeError(msg) from error


def _entries(
    row: dict[str, str], where: str, classes: dict[str, frozenset[str]], *, own: bool
) -> Iterable[Entry]:
    pos = row["pos"]
    if pos not in PARTS_OF_SPEECH:
        msg = f"pos must be verb, noun or adj, saw {pos!r}"
        raise ValueError(msg)
    kind = None if row["type"] == "NONE" else row["type"]
    if not row["type"]:
        msg = "type is empty; write a PLOVER type, or NONE for a reading that is no event"
        raise ValueError(msg)
    if kind and not (row["cameo"].isdigit() and 2 <= len(row["cameo"]) <= 4):  # noqa: PLR2004
        msg = f"cameo must be two to four digits, saw {row['cameo']!r}"
        raise ValueError(msg)
    conditions = tuple(_conditions(row["if"], classes))
    exceptions = tuple(_conditions(row["unless"], classes))
    frame = _frame(row["frame"] or DEFAULT_FRAMES[pos])
    for spelling in row["word"].split("|"):
        words = tuple(spelling.lower().split())
        if not words:
            msg = "word is empty"
            raise ValueError(msg)
        yield Entry(
            words=words,
            pos=pos,
            type=kind,
            frame=frame,
            cameo=row["cameo"],
            mode=row["mode"] or None,
            conditions=conditions,
            exceptions=exceptions,
            where=where,
            own=own,
        )


def _frame(text: str) -> Frame:
    mutual = "<>" in text
    left, mark, right = text.partition("<>" if mutual else ">")
    if not mark:
        msg = f"frame must be SOURCES>TARGETS or A<>B, saw {text!r}"
        raise ValueError(msg)
    return Frame(_slots(left), _slots(right), mutual, text)


def _slots(text: str) -> tuple[str, ...]:
    slots = tuple(s.strip() for s in text.split("|") if s.strip() and s.strip() != "none")
    for slot in slots:
        if slot not in VERB_SLOTS and slot not in PREPOSITIONS:
            msg = f"unknown slot {slot!r}; known: {', '.join(sorted(VERB_SLOTS))}, or a preposition"
            raise ValueError(msg)
    return slots


def _conditions(text: str, classes: dict[str, frozenset[str]]) -> Iterable[Condition]:
    for part in filter(None, (p.strip() for p in text.split(";"))):
        slot, colon, values = part.partition(":")
        slot = slot.strip()
        if not colon or not values.strip():
            msg = f"a condition is slot:value, saw {part!r}"
            raise ValueError(msg)
        if slot not in VERB_SLOTS and slot not in TESTS and slot not in PREPOSITIONS:
            msg = f"unknown slot {slot!r} in {part!r}"
            raise ValueError(msg)
        words: set[str] = set()
        kinds: set[str] = set()
        weight = 3.0
        anything = False
        for value in (v.strip().lower() for v in values.split("|")):
            if value == "*":
                anything, weight = True, min(weight, 1.0)
            elif value.startswith("@"):
                if value[1:] not in classes:
                    msg = f"unknown class {value!r}; known: {', '.join(sorted(classes))}"
                    raise ValueError(msg)
                words |= classes[value[1:]]
                weight = min(weight, 2.0)
            elif value.startswith("#"):
                if value not in KINDS:
                    msg = f"unknown kind {value!r}; known: {', '.join(sorted(KINDS))}"
                    raise ValueError(msg)
                kinds.add(value)
                weight = min(weight, 1.5)
            else:
                words.add(value)
        weight = min(weight, CEILINGS.get(slot, weight))
        yield Condition(slot, frozenset(words), frozenset(kinds), anything, weight, part)
