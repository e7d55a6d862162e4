"""What the reader network learns from: treebanks, names in news, sentences of our own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.errors import TrainingError
from dateline.evaluation.treebank import Mention, Sentence


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
