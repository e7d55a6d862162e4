"""What the reader network learns from: treebanks, names in news, sentences of our own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.errors import TrainingError

# Columns of a CoNLL-U line.
FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, RELATION, MISC = 1, 2, 3, 4, 5, 6, 7, 9
COLUMNS = 10
_ENTITY = re.compile(r"\([^()]*\)?|[^()]+\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention as GUM marks it: words `first` to `last` (inclusive) and its type."""

    first: int
    last: int
    kind: str


@dataclass(slots=True)
class Sentence:
    """One sentence to learn from.

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
    paragraph: bool = False

    @property
    def text(self) -> str:
        """The sentence as it was written."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(w + (" " if s else "") for w, s in pairs).rstrip()


def read_conllu(path: Path) -> list[Sentence]:
    """All sentences of a CoNLL-U file, with GUM's mentions where it has them.

    Raises:
        TrainingError: a line has not ten columns, or its head is no number.
    """
    found: list[Sentence] = []
    document, rows, opens = path.stem, [], False
    open_mentions: list[tuple[str, int, str]] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith("#"):
            if line.startswith("# newdoc id ="):
                document = line.partition("=")[2].strip()
                open_mentions = []
            opens = opens or line.startswith(("# newpar", "# newdoc"))
        elif line.strip():
            row = line.split("\t")
            if len(row) != COLUMNS:
                msg = f"{path}, line {number}: {len(row)} columns; CoNLL-U has {COLUMNS}"
                raise TrainingError(msg)
            rows.append(row)
        elif rows:
            found.append(_sentence(rows, document, open_mentions, paragraph=opens))
            rows, opens = [], False
    if rows:
        found.append(_sentence(rows, document, open_mentions, paragraph=opens))
    return found


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
    sentence.mentions = _mentions([row[MISC] for row in words], open_mentions)
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
                        found.append(Mention(k, k, parts[1]))
                continue
            identity = mark.rstrip(")").split("-")[0]
            for n in range(len(started) - 1, -1, -1):
                if started[n][0] == identity:
                    _, first, kind = started.pop(n)
                    found.append(Mention(first, k, kind))
                    break
    return found


def read_own(folder: Path, tokenizer: Any) -> list[Sentence]:  # noqa: ANN401 - a spaCy tokenizer
    """Our own labelled sentences: `{"text": …, "names": [[start, end, kind], …]}`, one a line.

    Files named `train…` are read; what else stands in the folder is kept for measuring.

    Raises:
        TrainingError: a name does not begin and end where words do.
    """
    found: list[Sentence] = []
    for path in sorted(folder.glob("train*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.strip():
                record = json.loads(line)
                found.append(_own(record, tokenizer, f"{path.name}, line {number}"))
    return found


def _own(record: dict[str, Any], tokenizer: Any, where: str) -> Sentence:  # noqa: ANN401
    doc = [t for t in tokenizer(record["text"]) if not t.is_space]
    starts = {t.idx: k for k, t in enumerate(doc)}
    ends = {t.idx + len(t): k for k, t in enumerate(doc)}
    names: list[str | None] = ["O"] * len(doc)
    for start, end, kind in record["names"]:
        if start not in starts or end not in ends:
            msg = (
                f"{where}: the name {record['text'][start:end]!r} at {start} to {end} does not "
                "begin and end where words do; mend the offsets"
            )
            raise TrainingError(msg)
        for k in range(starts[start], ends[end] + 1):
            names[k] = f"{'B' if k == starts[start] else 'I'}-{kind}"
    return Sentence(
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        document=where,
        names=names,
    )


def read_meantime(path: Path) -> list[Sentence]:
    """The sentences of MEANTIME, its named entities as mentions."""
    kinds = {"PER": "person", "ORG": "organization", "LOC": "place"}
    found: list[Sentence] = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        types = {n["id"]: kinds.get(n["type"], "object") for n in record["instances"]}
        kind_of: dict[str, str] = {}
        for relation in record["relations"]:
            if relation["type"] == "REFERS_TO" and relation["target"]:
                for source in relation["source"]:
                    kind_of[source] = types.get(relation["target"][0], "object")
        spans = [
            (min(e["toks"]), max(e["toks"]), kind_of[e["id"]])
            for e in record["entities"]
            if e["syntactic_type"] in {"NAM", "PRE.NAM"} and e["id"] in kind_of and e["toks"]
        ]
        for first, last in _runs(record["sent"]):
            inside = [s for s in spans if first <= s[0] and s[1] <= last]
            found.append(
                Sentence(
                    words=record["tokens"][first : last + 1],
                    spaces=[True] * (last + 1 - first),
                    document=record["doc_id"],
                    mentions=[Mention(a - first, b - first, kind) for a, b, kind in inside],
                )
            )
    return found


def read_ecb(documents: Path, mentions: Path) -> list[Sentence]:
    """The training sentences of ECB+ whose mentions were checked, its participants as mentions."""
    kinds = {
        "HUMAN_PART_PER": "person", "HUMAN_PART_ORG": "organization", "HUMAN_PART_GPE": "place",
        "LOC_GEO": "place", "LOC_FAC": "place",
    }  # fmt: skip
    marked: dict[tuple[str, int], list[Mention]] = {}
    for line in mentions.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["split"] == "train" and record["in_validated"] and record["type"] in kinds:
            first, last = min(record["token_ids"]), max(record["token_ids"])
            one = Mention(first, last, kinds[record["type"]])
            marked.setdefault((record["doc_id"], record["sent_id"]), []).append(one)
    found: list[Sentence] = []
    for line in documents.read_text("utf-8").splitlines():
        record = json.loads(line)
        for k, words in zip(record["sent_ids"], record["sentences"], strict=True):
            if held := marked.get((record["doc_id"], k)):
                found.append(
                    Sentence(
                        words=words,
                        spaces=[True] * len(words),
                        document=record["doc_id"],
                        mentions=held,
                    )
                )
    return found


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for k in range(1, len(numbers) + 1):
        if k == len(numbers) or numbers[k] != numbers[first]:
            yield first, k - 1
            first = k


def digest(path: Path) -> str:
    """The sha256 of a file, as logs and the model card give it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
