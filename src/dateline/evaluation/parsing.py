"""How well a parser parses: tags, trees, the arcs that coding lives on, names, sentence ends.

A parser that takes words as they are given (`analyse_words`) is scored on the gold words. Any other
gets the text, and its words are matched with the gold by their characters; a gold word that it
cuts otherwise counts as wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from dateline.evaluation.gold import rows_of
from dateline.evaluation.report import Score, Table
from dateline.evaluation.treebank import Sentence, read_conllu, read_iob
from dateline.reading.arcs import Parse, Parser
from dateline.reading.network_model import Analysis

# Arcs that coding lives on: what they are called here, and their relations.
ARCS = {
    "subject": frozenset({"nsubj", "nsubj:pass", "nsubj:outer"}),
    "object": frozenset({"obj"}),
    "agent": frozenset({"obl:agent"}),
}
# The kinds of Universal NER, by the labels of parsers.
KINDS = {
    "PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC",
    "PLACE": "LOC",
}  # fmt: skip
TREEBANK, OWN = ".conllu", ".jsonl"
# What a parser may mark besides names.
NOT_NAMES = frozenset({"", "DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"})


@runtime_checkable
class WordParser(Protocol):
    """A parser that takes words as they are given."""

    def analyse_words(self, sentences: list[list[str]]) -> list[Analysis]:
        """One analysis a sentence; none is split."""
        ...


@dataclass(slots=True)
class _Tally:
    """Hits, false alarms and misses of one kind."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, gold: set[tuple[int, int, str]], ours: set[tuple[int, int, str]]) -> None:
        """Count one sentence's records."""
        self.hits += len(gold & ours)
        self.extra += len(ours - gold)
        self.missed += len(gold - ours)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 without any record."""
        whole = 2 * self.hits + self.extra + self.missed
        return 2 * self.hits / whole if whole else 0.0


@dataclass(slots=True)
class _Trees:
    """Counts over a treebank."""

    words: int = 0
    tagged: int = 0
    upos: int = 0
    tags: int = 0
    attached: int = 0
    labelled: int = 0
    arcs: dict[str, _Tally] = field(default_factory=lambda: {name: _Tally() for name in ARCS})


def evaluate_parse(paths: Sequence[Path], parser: Parser) -> list[Table]:
    """A table a file: tags and trees of CoNLL-U, names of IOB2 or of our own JSON lines.

    Punctuation is left out of the tree's figures, and relations count without their subtype.
    """
    scorers = {TREEBANK: _trees, OWN: _own_names}
    return [scorers.get(path.suffix, _names)(path, parser) for path in paths]


def _trees(path: Path, parser: Parser) -> Table:
    sentences = read_conllu(path)
    counts = _Trees()
    for gold, ours in zip(sentences, analyses(sentences, parser), strict=True):
        _count(gold, ours, counts)
    figures = [
        Score("UAS", counts.attached / max(1, counts.words), of=counts.words),
        Score("LAS", counts.labelled / max(1, counts.words), of=counts.words),
        Score("UPOS", counts.upos / max(1, counts.tagged), of=counts.tagged),
        Score("tags", counts.tags / max(1, counts.tagged), of=counts.tagged),
    ]
    for name, tally in counts.arcs.items():
        figures.append(Score(f"{name} arcs F1", tally.f1, of=tally.hits + tally.missed))
    return Table(task=f"parse: {path.name}", scores=tuple(figures))


def _count(gold: Sentence, ours: Analysis, counts: _Trees) -> None:
    for k, upos in enumerate(gold.upos):
        counts.tagged += 1
        counts.upos += ours.upos[k] == upos
        counts.tags += ours.tags[k] == gold.tags[k]
        if upos == "PUNCT":
            continue
        counts.words += 1
        if ours.heads[k] == gold.heads[k]:
            counts.attached += 1
            counts.labelled += _base(ours.relations[k]) == _base(gold.relations[k])
    for name, relations in ARCS.items():
        counts.arcs[name].add(
            _records(gold.heads, gold.relations, relations),
            _records(ours.heads, ours.relations, relations),
        )


def _base(relation: str) -> str:
    return relation.partition(":")[0]


def _records(
    heads: Sequence[int], relations: Sequence[str], wanted: frozenset[str]
) -> set[tuple[int, int, str]]:
    return {(k, heads[k], "") for k, r in enumerate(relations) if r in wanted}


def _names(path: Path, parser: Parser) -> Table:
    sentences = read_iob(path)
    kinds = sorted({n[2:] for s in sentences for n in s.names if n and n != "O"})
    tallies = {kind: _Tally() for kind in kinds}
    for gold, ours in zip(sentences, analyses(sentences, parser), strict=True):
        wanted, found = _spans(gold.words, gold.names), _spans(gold.words, ours.names)
        for kind, tally in tallies.items():
            tally.add({s for s in wanted if s[2] == kind}, {s for s in found if s[2] == kind})
    return _name_table(path, tallies)


def _own_names(path: Path, parser: Parser) -> Table:
    """Names in running text: `{"text": …, "names": [[start, end, kind], …]}`, one a line."""
    records = rows_of(path)
    tallies: dict[str, _Tally] = {}
    parses = parser.parse_all([record["text"] for record in records])
    for record, parse in zip(records, parses, strict=True):
        words = [t.text for t in parse.tokens]
        names = [
            "O" if t.label in NOT_NAMES else f"{'B' if t.label_start else 'I'}-{t.label}"
            for t in parse.tokens
        ]
        ours = {
            (parse.tokens[first].start, parse.tokens[last].end, kind)
            for first, last, kind in _spans(words, names)
        }
        gold = {(start, end, KINDS.get(kind, kind)) for start, end, kind in record["names"]}
        for kind in {k for _, _, k in gold | ours}:
            tallies.setdefault(kind, _Tally()).add(
                {s for s in gold if s[2] == kind}, {s for s in ours if s[2] == kind}
            )
    return _name_table(path, dict(sorted(tallies.items())))


def _name_table(path: Path, tallies: Mapping[str, _Tally]) -> Table:
    whole = _Tally(
        sum(t.hits for t in tallies.values()),
        sum(t.extra for t in tallies.values()),
        sum(t.missed for t in tallies.values()),
    )
    scores = [Score("names F1", whole.f1, of=whole.hits + whole.missed)]
    for kind, tally in tallies.items():
        scores.append(Score(f"{kind} F1", tally.f1, of=tally.hits + tally.missed))
    return Table(task=f"names: {path.name}", scores=tuple(scores))


def _spans(words: Sequence[str], names: Iterable[str | None]) -> set[tuple[int, int, str]]:
    """Names as (first, last, kind), without an article before and a possessive after."""
    found: set[tuple[int, int, str]] = set()
    first, kind = -1, ""
    for k, name in enumerate([*(n or "O" for n in names), "O"]):
        if kind and (name[:1] != "I" or name[2:] != kind):
            last = k - 1
            if words[first].lower() in {"the", "a"} and last > first:
                first += 1
            if words[last] in {"'s", "’s"} and last > first:
                last -= 1
            found.add((first, last, KINDS.get(kind, kind)))
            kind = ""
        if name != "O" and not kind:
            first, kind = k, name[2:]
    return found


def analyses(sentences: Sequence[Sentence], parser: Parser) -> Iterable[Analysis]:
    """What the parser says of the gold words of each sentence."""
    if isinstance(parser, WordParser):
        return parser.analyse_words([s.words for s in sentences])
    return (_aligned(s, parser.parse(s.text)) for s in sentences)


def _aligned(gold: Sentence, parse: Parse) -> Analysis:
    places: dict[tuple[int, int], int] = {}
    at = 0
    for k, word in enumerate(gold.words):
        at = gold.text.index(word, at)
        places[at, at + len(word)] = k
        at += len(word)
    matched = {t.i: places[t.start, t.end] for t in parse.tokens if (t.start, t.end) in places}
    n = len(gold.words)
    ours = Analysis(["_"] * n, ["_"] * n, [-2] * n, ["_"] * n, ["O"] * n, [0])
    for token in parse.tokens:
        if token.i not in matched:
            continue
        k = matched[token.i]
        ours.upos[k], ours.tags[k] = token.upos, token.tag
        ours.relations[k] = token.relation
        ours.heads[k] = -1 if token.head < 0 else matched.get(token.head, -2)
        if token.label:
            ours.names[k] = f"{'B' if token.label_start else 'I'}-{token.label}"
    return ours


def sentence_ends(path: Path, parser: Parser) -> Score:
    """F1 of sentence ends on the paragraphs of a treebank, as running text."""
    tally = _Tally()
    for text, ends in paragraphs(read_conllu(path)):
        ours = {(s.end, 0, "") for s in parser.parse(text).sentences}
        tally.add({(end, 0, "") for end in ends}, ours)
    return Score("sentence ends F1", tally.f1, of=tally.hits + tally.missed)


def paragraphs(sentences: Sequence[Sentence]) -> Iterable[tuple[str, list[int]]]:
    """The running text of each paragraph, and where its sentences end in it."""
    text, ends, document = "", list[int](), ""
    for sentence in sentences:
        if ends and (sentence.paragraph or sentence.document != document):
            yield text, ends
            text, ends = "", []
        document = sentence.document
        text += (" " if text else "") + sentence.text
        ends.append(len(text))
    if ends:
        yield text, ends
