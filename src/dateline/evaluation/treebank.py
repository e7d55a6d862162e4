"""Treebanks: sentences in CoNLL-U, with the mentions that GUM marks, and names in IOB2."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from dateline.errors import EvaluationError

# Columns of a CoNLL-U line.
FORM, LEMMA, UPOS, XPOS, HEAD, RELATION, MISC = 1, 2, 3, 4, 6, 7, 9
COLUMNS = 10
_ENTITY = re.compile(r"\([^()]*\)?|[^()]+\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention as GUM marks it: words `first` to `last` (inclusive), its type and its entity."""

    first: int
    last: int
    kind: str
    identity: str = ""


@dataclass(slots=True)
class Sentence:
    """One sentence of gold.

    `heads` are 0-based, -1 for the root. `upos`, `tags`, `heads` and `relations` are empty where a
    corpus has no tree, `names` (IOB, None where it is unknown) where it has no names.
    """

    words: list[str]
    spaces: list[bool]
    document: str
    upos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    # Entities that stand for several others, and those: "they" for the two who met.
    # GUM marks the parts of what is said first ("parents") as bridges to it.
    split: dict[str, set[str]] = field(default_factory=dict)
    paragraph: bool = False

    @property
    def text(self) -> str:
        """The sentence as it was written."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(w + (" " if s else "") for w, s in pairs).rstrip()


def read_conllu(path: Path) -> list[Sentence]:
    """All sentences of a CoNLL-U file, with GUM's mentions where it has them.

    Raises:
        EvaluationError: the file cannot be read, or a line has not ten columns.
    """
    found: list[Sentence] = []
    document, rows, opens = path.stem, [], False
    open_mentions: list[tuple[str, int, str]] = []
    for number, line in enumerate(_lines(path), 1):
        if line.startswith("#"):
            if line.startswith("# newdoc id ="):
                document = line.partition("=")[2].strip()
                open_mentions = []
            opens = opens or line.startswith(("# newpar", "# newdoc"))
        elif line.strip():
            row = line.split("\t")
            if len(row) != COLUMNS:
                msg = f"{path}, line {number}: {len(row)} columns; CoNLL-U has {COLUMNS}"
                raise EvaluationError(msg)
            rows.append(row)
        elif rows:
            found.append(_sentence(rows, document, open_mentions, paragraph=opens))
            rows, opens = [], False
    if rows:
        found.append(_sentence(rows, document, open_mentions, paragraph=opens))
    return found


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read as a treebank ({error})"
        raise EvaluationError(msg) from error
    if not any(line.strip() for line in lines):
        msg = f"{path}: no sentence in this file; give a treebank (.conllu) or names (.iob2)"
        raise EvaluationError(msg)
    return lines


def _sentence(
    rows: list[list[str]],
    document: str,
    open_mentions: list[tuple[str, int, str]],
    *,
    paragraph: bool,
) -> Sentence:
    # "didn't" stands as a range over "did" and "n't": inside it no word is followed by a space.
    glued: set[int] = set()
    for row in rows:
        if "-" in row[0]:
            first, last = (int(n) for n in row[0].split("-"))
            glued.update(range(first, last))
            if "SpaceAfter=No" in row[MISC]:
                glued.add(last)
    words = [row for row in rows if row[0].isdigit()]
    sentence = Sentence(
        words=[row[FORM] for row in words],
        spaces=[int(r[0]) not in glued and "SpaceAfter=No" not in r[MISC] for r in words],
        document=document,
        upos=[row[UPOS] for row in words],
        tags=[row[XPOS] for row in words],
        lemmas=[row[LEMMA] for row in words],
        heads=[int(row[HEAD]) - 1 for row in words],
        relations=[row[RELATION] for row in words],
        paragraph=paragraph,
    )
    notes = [row[MISC] for row in words]
    sentence.mentions = _mentions(notes, open_mentions)
    for note in notes:
        for part in note.split("|"):
            key, _, marks = part.partition("=")
            if key in {"SplitAnte", "Bridge"}:
                for mark in marks.split(","):
                    before, _, after = mark.partition("<")
                    whole, one = (after, before) if key == "SplitAnte" else (before, after)
                    sentence.split.setdefault(whole, set()).add(one)
    return sentence


def _mentions(notes: list[str], started: list[tuple[str, int, str]]) -> list[Mention]:
    found: list[Mention] = []
    started.clear()  # no mention that we learn from crosses a sentence
    for k, note in enumerate(notes):
        marks = next((p[7:] for p in note.split("|") if p.startswith("Entity=")), "")
        for mark in _ENTITY.findall(marks):
            if mark.startswith("("):
                parts = mark.strip("()").split("-")
                if len(parts) > 1:
                    started.append((parts[0], k, parts[1]))
                    if mark.endswith(")"):
                        started.pop()
                        found.append(Mention(k, k, parts[1], parts[0]))
                continue
            identity = mark.rstrip(")").split("-")[0]
            for n in range(len(started) - 1, -1, -1):
                if started[n][0] == identity:
                    _, first, kind = started.pop(n)
                    found.append(Mention(first, k, kind, identity))
                    break
    return found


def read_iob(path: Path) -> list[Sentence]:
    """Sentences of a file with a number, a word and an IOB2 label a line (Universal NER).

    Raises:
        EvaluationError: the file cannot be read, or a line has fewer columns.
    """
    found: list[Sentence] = []
    words: list[str] = []
    names: list[str | None] = []
    for number, line in enumerate([*_lines(path), ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            row = line.split("\t")
            if len(row) < 3:  # noqa: PLR2004 - number, word, label
                msg = f"{path}, line {number}: expected a number, a word and a label"
                raise EvaluationError(msg)
            words.append(row[1])
            names.append(row[2])
        elif words:
            found.append(Sentence(words, [True] * len(words), path.stem, names=names))
            words, names = [], []
    return found
