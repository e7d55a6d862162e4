"""The reader network at run time: words in, tags, trees and names out. Needs no PyTorch."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.errors import ReadingError
from dateline.reading.trees import BARRED, best_tree
from dateline.reading.wordpieces import WordPieces

FOLDER = Path(__file__).parent / "network"
# Pieces that the network reads at once; it was trained on no more. A longer stretch is read in
# windows that overlap by half.
WINDOW = 128
# Pieces of one batch, padding included: more gains no speed and costs memory. A stretch much longer
# than the shortest of a batch opens a new one, for padding costs as much as words.
BATCH = 768
PADDED, PADDED_ANYWAY = 1.2, 3

# How sure the network must be (in log-odds) that a word opens a sentence: after a stop, and where
# none stands before it, as sentences of news hardly ever end.
SURE_AFTER_STOP, SURE_WITHOUT = 0.0, 5.0
_ADDRESS = re.compile(
    r"://|^www\.|.@.+\.|\w\.(?:com|org|net|edu|gov|htm|html|doc|pdf|jpg|xls|txt)(?:$|/)",
    re.IGNORECASE,
)

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Analysis:
    """What the network says of a stretch of words. `heads` count within it, -1 is a root.

    `starts` are the words that open a sentence, the first among them; every sentence has one root.
    `names` are IOB labels.
    """

    upos: list[str]
    tags: list[str]
    heads: list[int]
    relations: list[str]
    names: list[str]
    starts: list[int]


@dataclass(slots=True)
class _Raw:
    """The network's outputs for one stretch of words."""

    upos: NDArray[np.int64]
    tags: NDArray[np.int64]
    names: Floats
    starts: Floats
    arcs: Floats
    dependent: Floats
    governor: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    """Words `first:last` of a stretch, `size` pieces with the two that frame them."""

    stretch: int
    first: int
    last: int
    size: int


class NetworkModel:
    """The network of a folder; `threads` are those of one call."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        onnxruntime = _runtime()
        self.card = _card(folder)
        labels = json.loads((folder / "labels.json").read_text("utf-8"))
        self._upos: list[str] = labels["upos"]
        self._tags: list[str] = labels["tags"]
        self._relations: list[str] = labels["relations"]
        self._names: list[str] = labels["names"]
        self._root = self._relations.index("root")
        self._outside = np.array([name == "O" for name in self._names])
        self._follows = _follows(self._names)
        self._may_begin = np.array([not name.startswith("I-") for name in self._names])
        with np.load(folder / "relations.npz", allow_pickle=False) as weights:
            self._weights: Floats = weights["weights"]
            self._bias: Floats = weights["bias"]
        self.pieces = WordPieces(folder / "vocabulary.txt")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # An arena that grows with the longest batch is never given back.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def analyse(self, stretches: Sequence[Sequence[str]], *, split: bool = True) -> list[Analysis]:
        """Analyse stretches of words; with `split`, each may turn out to be several sentences.

        Stretches of like length are read together, so the outcome may depend on the company in
        the last digit: the same stretches in the same order give the same analyses.
        """
        encoded = [[self.pieces.of(word) for word in words] for words in stretches]
        windows = [
            _Window(n, first, last, size)
            for n, words in enumerate(encoded)
            for first, last, size in _windows([len(ids) for ids, _ in words])
        ]
        raws: list[list[tuple[int, int, _Raw]]] = [[] for _ in stretches]
        for batch in _batches(windows):
            for window, raw in zip(batch, self._run(encoded, batch), strict=True):
                raws[window.stretch].append((window.first, window.last, raw))
        return [
            self._decode(_joined(sorted(parts, key=lambda p: p[0]), len(words)), words, split=split)
            if words
            else Analysis([], [], [], [], [], [])
            for words, parts in zip(stretches, raws, strict=True)
        ]

    def _run(
        self, encoded: Sequence[Sequence[tuple[list[int], int]]], windows: Sequence[_Window]
    ) -> list[_Raw]:
        rows = [self._row(encoded[w.stretch][w.first : w.last]) for w in windows]
        longest = max(len(pieces) for pieces, _, _ in rows)
        words = max(len(where) for _, _, where in rows)
        pieces, cases, mask = (np.zeros((len(rows), longest), np.int64) for _ in range(3))
        first_pieces = np.zeros((len(rows), words), np.int64)
        for k, (ids, spelling, where) in enumerate(rows):
            pieces[k, : len(ids)] = ids
            cases[k, : len(ids)] = spelling
            mask[k, : len(ids)] = 1
            first_pieces[k, : len(where)] = where
        outputs = self._session.run(
            None, {"pieces": pieces, "cases": cases, "mask": mask, "first": first_pieces}
        )
        found: list[_Raw] = []
        for k, (_, _, where) in enumerate(rows):
            n = len(where)
            upos, tags, names, starts, arcs, dependent, governor = (o[k] for o in outputs)
            found.append(
                _Raw(
                    upos=upos[:n],
                    tags=tags[:n],
                    names=names[:n],
                    starts=starts[:n],
                    arcs=arcs[:n, : n + 1],
                    dependent=dependent[:n],
                    governor=governor[: n + 1],
                )
            )
        return found

    def _row(
        self, words: Sequence[tuple[list[int], int]]
    ) -> tuple[list[int], list[int], list[int]]:
        """Pieces, spelling classes and where each word's first piece stands."""
        pieces, cases, where = [self.pieces.start], [0], []
        for ids, case in words:
            where.append(len(pieces))
            pieces += ids
            cases += [case] * len(ids)
        pieces.append(self.pieces.stop)
        cases.append(0)
        return pieces, cases, where

    def _decode(self, raw: _Raw, words: Sequence[str], *, split: bool) -> Analysis:
        n = len(raw.upos)
        starts = [0]
        for k in range(1, n) if split else ():
            # An opening quotation mark is no sentence: what follows it is its first word.
            sure = SURE_AFTER_STOP if _has_stop(words[k - 1]) else SURE_WITHOUT
            if raw.starts[k] > sure and (starts[-1] < k - 1 or _is_word(words[k - 1])):
                starts.append(k)
        heads: list[int] = []
        for first, last in zip(starts, [*starts[1:], n], strict=True):
            columns = [0, *range(first + 1, last + 1)]
            heads += [h + first if h >= 0 else -1 for h in best_tree(raw.arcs[first:last, columns])]
        return Analysis(
            upos=[self._upos[k] for k in raw.upos],
            tags=[self._tags[k] for k in raw.tags],
            heads=heads,
            relations=self._labelled(raw, heads),
            names=self._named(raw.names, words),
            starts=starts,
        )

    def _labelled(self, raw: _Raw, heads: list[int]) -> list[str]:
        head = np.array(heads)
        above = raw.governor[head + 1]
        joint = np.concatenate(
            [np.maximum(raw.dependent + above, 0), raw.dependent * above], axis=1
        )
        scores = joint @ self._weights + self._bias
        scores[:, self._root] = BARRED
        chosen = scores.argmax(1)
        chosen[head < 0] = self._root
        return [self._relations[k] for k in chosen]

    def _named(self, scores: Floats, words: Sequence[str]) -> list[str]:
        """The likeliest labels in which no name goes on that did not begin."""
        addresses = [k for k, word in enumerate(words) if is_address(word)]
        if addresses:
            # What the first piece of an address says of a name is an accident.
            scores = scores.copy()
            scores[addresses] = np.where(self._outside, scores[addresses], BARRED)
        chosen = scores.argmax(1)
        # Most stretches need no search: they hold no name, or only names that begin as they should.
        fits = self._follows[chosen[:-1], chosen[1:]].all() and self._may_begin[chosen[0]]
        if not fits:
            chosen = self._search(scores)
        return [self._names[k] for k in chosen]

    def _search(self, scores: Floats) -> NDArray[np.int64]:
        n = len(scores)
        barred = np.where(self._follows, 0.0, BARRED)
        best = np.where(self._may_begin, scores[0], BARRED)
        back = np.zeros((n, len(best)), np.int64)
        for k in range(1, n):
            paths = best[:, None] + barred
            back[k] = paths.argmax(0)
            best = paths.max(0) + scores[k]
        chosen = np.zeros(n, np.int64)
        chosen[-1] = best.argmax()
        for k in range(n - 1, 0, -1):
            chosen[k - 1] = back[k, chosen[k]]
        return chosen


def _windows(lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Ranges of words with their size: at most `WINDOW` pieces, overlapping by about half."""
    if not lengths:
        return []
    room = WINDOW - 2
    total = sum(lengths)
    if total <= room:
        return [(0, len(lengths), total + 2)]
    ends = np.cumsum(lengths)
    found: list[tuple[int, int, int]] = []
    first = 0
    while True:
        before = int(ends[first - 1]) if first else 0
        last = int(np.searchsorted(ends, before + room, side="right"))
        found.append((first, last, int(ends[last - 1]) - before + 2))
        if last >= len(lengths):
            return found
        first = max(first + 1, int(np.searchsorted(ends, before + room // 2)))


def _batches(windows: Sequence[_Window]) -> list[list[_Window]]:
    """Windows of like size together, the shortest first."""
    found: list[list[_Window]] = []
    for window in sorted(windows, key=lambda w: (w.size, w.stretch, w.first)):
        if (
            found
            and window.size * (len(found[-1]) + 1) <= BATCH
            and window.size <= found[-1][0].size * PADDED + PADDED_ANYWAY
        ):
            found[-1].append(window)
        else:
            found.append([window])
    return found


def is_address(word: str) -> bool:
    """Whether a word is an address of the web or of mail, or the name of a file."""
    return len(word) > 3 and _ADDRESS.search(word) is not None  # noqa: PLR2004 - "a@b"


def _has_stop(word: str) -> bool:
    """Whether a word holds a stop, or closes what may have ended with one."""
    return any(c in ".!?…:\"'”’)" for c in word)


def _is_word(word: str) -> bool:
    return any(c.isalnum() for c in word)


def _follows(names: Sequence[str]) -> NDArray[np.bool_]:
    """Which label may follow which: `I-X` only `B-X` and `I-X`."""

    def fits(before: str, after: str) -> bool:
        return not after.startswith("I-") or before[1:] == after[1:]

    return np.array([[fits(before, after) for after in names] for before in names])


def _joined(parts: list[tuple[int, int, _Raw]], n: int) -> _Raw:
    """One output for a stretch that was read in windows: each word as its best window saw it.

    A window sees a word best that stands far from its edges. An arc is scored by every window that
    holds both ends, and between words that no window holds together there is none.
    """
    if len(parts) == 1:
        return parts[0][2]
    depth = np.full(n, -1)
    owner = np.zeros(n, np.int64)
    for p, (first, last, _) in enumerate(parts):
        place = np.arange(first, last)
        here = np.minimum(place - first, last - 1 - place)
        # At the ends of the stretch there is nothing to see beyond the edge.
        here = np.where((first == 0) & (place < (first + last) // 2), n, here)
        here = np.where((last == n) & (place >= (first + last) // 2), n, here)
        better = here > depth[first:last]
        depth[first:last] = np.where(better, here, depth[first:last])
        owner[first:last] = np.where(better, p, owner[first:last])
    sums = np.zeros((n, n + 1), np.float32)
    counts = np.zeros((n, n + 1), np.float32)
    for first, last, raw in parts:
        columns = np.array([0, *range(first + 1, last + 1)])
        rows = np.arange(first, last)
        sums[np.ix_(rows, columns)] += raw.arcs
        counts[np.ix_(rows, columns)] += 1
    arcs = np.where(counts > 0, sums / np.maximum(counts, 1), np.float32(BARRED))

    def taken(name: str) -> Any:  # noqa: ANN401 - arrays of several kinds
        return np.stack(
            [getattr(parts[owner[k]][2], name)[k - parts[owner[k]][0]] for k in range(n)]
        )

    governor = np.stack(
        [parts[0][2].governor[0]]
        + [parts[owner[k]][2].governor[k - parts[owner[k]][0] + 1] for k in range(n)]
    )
    return _Raw(
        upos=taken("upos"), tags=taken("tags"), names=taken("names"), starts=taken("starts"),
        arcs=arcs.astype(np.float32), dependent=taken("dependent"), governor=governor,
    )  # fmt: skip


def _runtime() -> Any:  # noqa: ANN401 - a module without types
    """ONNX Runtime, which only this parser needs."""
    try:
        import onnxruntime  # noqa: PLC0415 - a quarter of a second, paid only by those who parse
    except ImportError as error:
        msg = (
            "the reader network needs ONNX Runtime, which is not installed: "
            "pip install onnxruntime, or read with --parser spacy"
        )
        raise ReadingError(msg) from error
    return onnxruntime


def _card(folder: Path) -> dict[str, Any]:
    """The model card, after its files were compared with the hashes in it."""
    path = folder / "card.toml"
    if not path.exists():
        msg = (
            f"no reader network in {folder}: reinstall Dateline, or train one with "
            "`dateline train reader`"
        )
        raise ReadingError(msg)
    card = tomllib.loads(path.read_text("utf-8"))
    for name, digest in card["files"].items():
        found = folder / name
        seen = hashlib.sha256(found.read_bytes()).hexdigest() if found.exists() else "missing"
        if seen != digest:
            msg = (
                f"the file {name} of the reader network is not the one that its card names "
                f"(sha256 {seen[:12]}…, expected {digest[:12]}…); reinstall Dateline"
            )
            raise ReadingError(msg)
    return card
