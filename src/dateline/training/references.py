"""`dateline train references`: the weights of `reading/references.json`, from marked coreference.

Each document of the gold is walked through as the reader does it, with a teacher who knows the
answer at every pronoun. What is learned from is the clues of all candidates and which of them are
right. Fits without each fold of the documents tell how well it does on documents that it does not
know; a last fit on all documents gives the weights.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from dateline.article import Article
from dateline.errors import TrainingError
from dateline.evaluation.coreference import (
    NEWS,
    Document,
    GoldMention,
    Key,
    article_of,
    documents,
    mentions_at,
)
from dateline.evaluation.kept import Part, within
from dateline.knowledge import Knowledge
from dateline.reading.antecedents import PRONOUNS, Candidate, nobody
from dateline.reading.arcs import Token
from dateline.reading.coreference import Choice, resolve
from dateline.reading.mentioned import Mentioned
from dateline.reading.ranking import TABLES, Ranker
from dateline.reading.reading import Reading
from dateline.training.corpora import digest
from dateline.training.sparse import Vector, minimised

PENALTY = 3.0
# Clues that hold for fewer candidates say nothing that can be fitted.
FEWEST = 15
FOLDS = 8
STEPS = 200
# Lesser weights are left out of the file.
LEAST = 0.02
# How much news counts beside interviews, biographies and textbooks.
NEWS_COUNTS = 2.0
# How probable an antecedent has to be to be taken: "it" has to be sure.
SURE = {"he and she": 0.4, "they": 0.3, "it": 0.7}
WHAT = "Log-linear model over named clues: whom does this pronoun mean? See reading/ranking.py."


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun of the gold: its candidates, and which are right (last: that none is).

    `kind` is the table of weights that it belongs to.
    """

    kind: str
    document: str
    options: tuple[Candidate, ...]
    right: tuple[bool, ...]


@dataclass(slots=True)
class Teacher:
    """Chooses what the gold says and takes down every case."""

    document: Document
    reading: Reading
    cases: list[Case] = field(default_factory=list)
    marked: dict[int, GoldMention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for mention in self.document.mentions:
            if mention.first == mention.last:
                self.marked[mention.head] = mention

    def __call__(self, state: Mentioned, token: Token, found: Sequence[Candidate]) -> Choice | None:
        """The right candidate, the last mentioned of several; None where none is right."""
        at = {start: k for k, start in enumerate(self.document.starts)}
        k = at.get(token.start)
        mention = self.marked.get(k) if k is not None else None
        kind = PRONOUNS[token.lower]
        if mention is None:
            return None
        names = sorted(self.reading.names, key=lambda n: n.first - n.last)
        ours = mentions_at(self.document, self.reading, [*state.references, *names])
        key = Key(self.document, ours, state.entities)
        right = [self._is_right(key, at, one, mention) for one in found]
        none = not any(right)
        self.cases.append(Case(TABLES[kind], self.document.id, tuple(found), (*right, none)))
        best = next((n for n, r in enumerate(right) if r), None)
        return None if best is None or not found[best].members else (best, 1.0, "taught")

    def _is_right(
        self, key: Key, at: Mapping[int, int], one: Candidate, mention: GoldMention
    ) -> bool:
        if one.members:
            entities = key.entities
            parts = [p for k in one.members for p in entities[k].members or (k,)]
            return key.are_right(parts, mention)
        thing = at.get(self.reading.parse.tokens[one.head].start, -1)
        return mention.identity in key.meant.get(thing, set())


def cases_of(document: Document, reading: Reading, knowledge: Knowledge) -> list[Case]:
    """All pronouns of a document that the gold marks; the reading has all layers before."""
    teacher = Teacher(document, reading)
    resolve(reading, knowledge, teacher)
    return teacher.cases


def ecb_documents(documents: Path, mentions: Path) -> list[Document]:
    """The documents of ECB+ with a pronoun in a chain, those of its training split."""
    marked: dict[str, list[dict[str, Any]]] = {}
    for line in mentions.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["split"] == "train" and record["type"].startswith("HUMAN_PART"):
            marked.setdefault(record["doc_id"], []).append(record)
    found = []
    for line in documents.read_text("utf-8").splitlines():
        record = json.loads(line)
        held = marked.get(record["doc_id"], [])
        if any(r["text"].lower() in PRONOUNS and "SINGLE" not in r["cluster"] for r in held):
            found.append(_ecb_document(record, held))
    return found


def _ecb_document(record: Mapping[str, Any], held: Sequence[Mapping[str, Any]]) -> Document:
    document = Document(record["doc_id"])
    begins: dict[int, int] = {}
    for number, words in zip(record["sent_ids"], record["sentences"], strict=True):
        begins[number] = len(document.words)
        for k, word in enumerate(words):
            shown = MARKS.get(word, word)
            glued = shown in GLUED or shown[:1] in {"'", "’"} or shown in {"n't", "n’t"}
            opened = document.text[-1:] in OPENING
            if document.text and (not k or not (glued or opened)):
                document.text += " "
            document.starts.append(len(document.text))
            document.text += shown
            document.words.append(shown)
    for one in held:
        base = begins[one["sent_id"]]
        first, last = base + min(one["token_ids"]), base + max(one["token_ids"])
        kind = "person" if one["type"].endswith("PER") else "organization"
        document.mentions.append(GoldMention(first, last, last, kind, one["cluster"]))
        document.heads[last] = {last}
    return document


MARKS = {"``": "“", "''": "”"}
OPENING = frozenset({"“", "(", "$"})
GLUED = frozenset({",", ".", ";", ":", "?", "!", ")", "”", "%"})


def headed(document: Document, reading: Reading) -> None:
    """Give the mentions of a document without trees the heads that our parse sees."""
    tokens = reading.parse.tokens
    at = {t.start: t for t in tokens}
    found = []
    for mention in document.mentions:
        inside = [
            at[document.starts[k]]
            for k in range(mention.first, mention.last + 1)
            if document.starts[k] in at
        ]
        head = mention.last
        if inside:
            top = reading.parse.span_head(inside).start
            head = document.starts.index(top)
        heads = document.heads.setdefault(head, {head})
        heads |= {document.starts.index(t.start) for t in inside if t.upos == "PROPN"}
        found.append(replace(mention, head=head))
    document.mentions = found


# -- fitting ----------------------------------------------------------------------------------


def fit(cases: Sequence[Case], penalty: float = PENALTY) -> dict[str, float]:
    """Weights that make the right candidates of cases of one kind likeliest.

    Raises:
        TrainingError: there is no case.
    """
    if not cases:
        msg = "no pronoun with an antecedent in this gold: give a treebank with coreference"
        raise TrainingError(msg)
    rows: list[tuple[str, ...]] = []
    owner: list[int] = []
    right: list[bool] = []
    counts: list[float] = []
    for n, case in enumerate(cases):
        clues = [*(c.clues for c in case.options), nobody(case.options)]
        rows += clues
        owner += [n] * len(clues)
        right += case.right
        counts.append(NEWS_COUNTS if is_news(case.document) else 1.0)
    seen = Counter(clue for row in rows for clue in set(row))
    names = sorted(clue for clue, n in seen.items() if n >= FEWEST)
    at = {clue: k for k, clue in enumerate(names)}
    held = [[at[c] for c in row if c in at] for row in rows]
    columns = np.array([k for row in held for k in row], dtype=np.int64)
    row_of = np.repeat(np.arange(len(held)), [len(row) for row in held])
    case_of = np.array(owner)
    is_right = np.array(right)
    weight = np.array(counts)

    def loss(values: Vector) -> tuple[float, Vector]:
        sums = np.bincount(row_of, values[columns], minlength=len(held))
        top = np.full(len(cases), -np.inf)
        np.maximum.at(top, case_of, sums)
        powers = np.exp(sums - top[case_of])
        total = np.bincount(case_of, powers, minlength=len(cases))
        good = np.bincount(case_of, powers * is_right, minlength=len(cases))
        good = np.maximum(good, 1e-300)
        cost = float((weight * (np.log(total) - np.log(good))).sum())
        gap = weight[case_of] * powers * (1 / total[case_of] - is_right / good[case_of])
        slope = np.bincount(columns, gap[row_of], minlength=len(names))
        return cost + penalty / 2 * float(values @ values), slope + penalty * values

    values = minimised(loss, np.zeros(len(names)), STEPS)
    return {name: float(v) for name, v in zip(names, values, strict=True)}


def is_news(document: str) -> bool:
    """Whether a document of the gold is news: all are that GUM does not say are not."""
    return NEWS in document or not document.startswith("GUM_")


@dataclass(frozen=True, slots=True)
class Trained:
    """The ranker's file, and what was found on documents that the fit did not know."""

    data: dict[str, Any]
    figures: dict[str, float]


def train(
    treebanks: Sequence[Path],
    knowledge: Knowledge,
    read: Callable[[Article], Reading],
    part: Part = "dev",
    ecb: tuple[Path, Path] | None = None,
) -> Trained:
    """The weights from treebanks with coreference and from ECB+.

    Args:
        treebanks: CoNLL-U with GUM's mentions.
        knowledge: the tables that descriptions are settled by.
        read: gives a reading with names, entities and places, but no references.
        part: the half of the news that is learned from; other genres are learned from whole.
        ecb: documents and mentions of ECB+, news in which participants of events are marked.

    Raises:
        TrainingError: there is nothing to learn from.
    """
    cases: list[Case] = []
    for path in treebanks:
        for document in documents(path):
            if not is_news(document.id) or within(part, document.id):
                cases += cases_of(document, read(article_of(document)), knowledge)
    for document in ecb_documents(*ecb) if ecb is not None else ():
        reading = read(article_of(document))
        headed(document, reading)
        # Whom no event takes in is not marked there: what has no antecedent says nothing.
        cases += [c for c in cases_of(document, reading, knowledge) if not c.right[-1]]
    kinds = sorted(set(TABLES.values()))
    by_kind = {kind: [c for c in cases if c.kind == kind] for kind in kinds}
    weights = {}
    for kind in kinds:
        found = sorted(fit(by_kind[kind]).items(), key=lambda w: (-w[1], w[0]))
        weights[kind] = {clue: round(v, 3) for clue, v in found if abs(v) >= LEAST}
    figures = {kind: _unknown(kind, by_kind[kind]) for kind in kinds}
    paths = [*treebanks, *(ecb or ())]
    card = {
        "what": WHAT,
        "licence": "Apache-2.0",
        "pronouns": {kind: len(by_kind[kind]) for kind in kinds},
        "documents": len({c.document for c in cases}),
        "sets": {path.name: {"sha256": digest(path), "part": part} for path in paths},
        "right of those resolved, in documents unknown to the fit": {
            kind: round(value, 3) for kind, value in figures.items()
        },
    }
    text = json.dumps(weights, sort_keys=True)
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Trained({"version": version, "card": card, "least": SURE, "weights": weights}, figures)


def _unknown(kind: str, cases: Sequence[Case]) -> float:
    """The share right of those resolved, each by a fit that did not know its document."""
    right = resolved = 0
    for fold in range(FOLDS):
        held = [c for c in cases if zlib.crc32(c.document.encode()) % FOLDS == fold]
        rest = [c for c in cases if zlib.crc32(c.document.encode()) % FOLDS != fold]
        if not held or not rest:
            continue
        ranker = Ranker({kind: fit(rest)}, SURE)
        letter = next(k for k, table in TABLES.items() if table == kind)
        for case in held:
            chosen = ranker.choose(letter, case.options)
            if chosen is not None:
                resolved += 1
                right += case.right[chosen[0]]
    return right / resolved if resolved else 0.0


def as_json(data: Mapping[str, Any]) -> str:
    """The ranker as `references.json` has it."""
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
