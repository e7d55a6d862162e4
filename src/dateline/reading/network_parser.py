"""Our own reader network as the parser: spaCy's tokenizer, our tags, trees, names and lemmas.

What the network says is Universal Dependencies already; `settling` turns round the few things that
treebanks hang otherwise than the rules expect, and prepositions of several words become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.reading.arcs import Parse, Sentence, Token
from dateline.reading.consistency import make_consistent
from dateline.reading.lemmas import Lemmatizer
from dateline.reading.name_spans import mend_people
from dateline.reading.network_model import FOLDER, Analysis, NetworkModel
from dateline.reading.sentence_ends import sure_ends
from dateline.reading.settling import settle
from dateline.reading.spacy_parser import STRAIGHTEN, keep_hyphenated, lemma_fixes
from dateline.reading.wordpieces import HELD

# Names of the labels that the layers know from spaCy.
LABELS = {"PLACE": "GPE"}
CURRENCY = frozenset({"$", "£", "€", "¥", "us$"})
# Words of a stretch without a sure end; a longer one (a table, a list) is cut at a sign.
MOST_WORDS = 250
BREAKS = frozenset({";", ":", ",", "–", "—", "|", "•", "/"})

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Subordinators of two words count as their second: "so that" opens a that-clause.
SECOND_COUNTS = frozenset({"that", "if", "though"})


class NetworkParser:
    """The reader network behind the arc layer; `threads` are those of one parse."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self._model = NetworkModel(folder, threads)
        self._tokenizer = _new_tokenizer()
        self._lemmas = Lemmatizer(self._model.pieces.ranks, folder / "irregular.csv", lemma_fixes())
        self.name = f"network:{self._model.card['name']}"
        self.version = str(self._model.card["version"])

    def parse(self, text: str) -> Parse:
        """Parse `text`; every line is parsed on its own, so that no sentence crosses a line."""
        if len(self._tokenizer.vocab) > HELD:
            # It keeps every word that it ever saw; a long run must not grow without end.
            self._tokenizer = _new_tokenizer()
        stretches = [s for line in _LINE.finditer(text) for s in self._stretches(line)]
        plain = [[w.translate(STRAIGHTEN) for w, _ in words] for _, words in stretches]
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        paragraphs = {start: n for n, start in enumerate(dict.fromkeys(s for s, _ in stretches))}
        analyses = self._model.analyse(plain)
        for (line, words), analysis in zip(stretches, analyses, strict=True):
            self._append(words, analysis, paragraphs[line], tokens, sentences)
        _fill_cases(tokens)
        return Parse(text, tokens, sentences)

    def parse_all(self, texts: list[str]) -> Iterator[Parse]:
        """Parse several texts, in order.

        Each is parsed by itself: what the network reads together touches its last digits, and a
        text has the same parse whatever it is parsed with.
        """
        for text in texts:
            yield self.parse(text)

    def analyse_words(self, sentences: list[list[str]]) -> list[Analysis]:
        """Plain analyses of sentences whose words are given, as treebanks give them."""
        plain = [[w.translate(STRAIGHTEN) for w in words] for words in sentences]
        analyses = self._model.analyse(plain, split=False)
        for words, analysis in zip(plain, analyses, strict=True):
            make_consistent(words, analysis)
            mend_people(words, analysis.names)
        return analyses

    def lemma(self, word: str, tag: str) -> str:
        """The lemma of a word with a Penn tag."""
        return self._lemmas.of(word.lower(), tag)

    def _stretches(self, line: re.Match[str]) -> Iterator[tuple[int, list[tuple[str, int]]]]:
        """A line's stretches between sure sentence ends: (line start, words with offsets)."""
        start = line.start()
        doc = [t for t in self._tokenizer(line.group().translate(STRAIGHTEN)) if not t.is_space]
        source = line.group()
        words = [(source[t.idx : t.idx + len(t)], start + t.idx) for t in doc]
        opens = sure_ends([w for w, _ in words], [bool(t.whitespace_) for t in doc])
        for first, last in pairwise([*opens, len(words)]):
            for part in _short_enough(words[first:last]):
                yield start, part

    def _append(
        self,
        words: list[tuple[str, int]],
        analysis: Analysis,
        paragraph: int,
        tokens: list[Token],
        sentences: list[Sentence],
    ) -> None:
        """Append a stretch to the tokens and sentences of its article."""
        base, count = len(tokens), len(sentences)
        opens = set(analysis.starts)
        plain = [word for word, _ in words]
        make_consistent(plain, analysis)
        mend_people(plain, analysis.names)
        settle(plain, analysis)
        labels = _labels(words, analysis)
        sentence = count - 1
        for k, (word, start) in enumerate(words):
            sentence += k in opens
            tag, name, head = analysis.tags[k], labels[k], analysis.heads[k]
            lower = word.lower()
            tokens.append(
                Token(
                    i=base + k,
                    start=start,
                    end=start + len(word),
                    text=word,
                    lower=lower,
                    lemma=self._lemmas.of(lower, tag),
                    upos=analysis.upos[k],
                    tag=tag,
                    head=base + head if head >= 0 else -1,
                    relation=analysis.relations[k],
                    sentence=sentence,
                    label=name[2:],
                    label_start=name.startswith("B"),
                )
            )
        for n, (first, last) in enumerate(pairwise([*analysis.starts, len(words)])):
            sentences.append(
                Sentence(
                    index=count + n,
                    first=base + first,
                    last=base + last,
                    start=tokens[base + first].start,
                    end=tokens[base + last - 1].end,
                    paragraph=paragraph,
                )
            )


def _new_tokenizer() -> Any:  # noqa: ANN401 - spaCy's tokenizer
    """The English tokenizer of spaCy: rules alone, no model."""
    from spacy.lang.en import English  # noqa: PLC0415 - a second, paid only by those who parse

    nlp = English()
    keep_hyphenated(nlp)
    return nlp.tokenizer


def _short_enough(words: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    while len(words) > MOST_WORDS:
        places = range(MOST_WORDS - 1, MOST_WORDS // 2, -1)
        cut = next((k + 1 for k in places if words[k][0] in BREAKS), MOST_WORDS)
        yield words[:cut]
        words = words[cut:]
    if words:
        yield words


def _labels(words: list[tuple[str, int]], analysis: Analysis) -> list[str]:
    """Name labels as the layers know them; numbers are told by their tags."""
    labels: list[str] = []
    for k, name in enumerate(analysis.names):
        if name != "O":
            kind = name[2:]
            labels.append(f"{name[:2]}{LABELS.get(kind, kind)}")
        elif analysis.upos[k] == "NUM":
            kind = "MONEY" if k and words[k - 1][0].lower() in CURRENCY else "CARDINAL"
            goes_on = bool(labels) and labels[-1][2:] == kind and analysis.upos[k - 1] == "NUM"
            labels.append(f"{'I' if goes_on else 'B'}-{kind}")
        else:
            labels.append("")
    return labels


def _fill_cases(tokens: list[Token]) -> None:
    """Write each nominal's preposition and each clause's subordinator onto its head token."""
    more: dict[int, list[str]] = {}
    for token in tokens:
        if token.relation == "fixed" and token.head >= 0:
            more.setdefault(token.head, []).append(token.lower)
    for token in tokens:
        if token.head < 0:
            continue
        head = tokens[token.head]
        if token.relation == "case" and token.i < head.i and token.tag != "POS":
            phrase = " ".join((token.lower, *more.get(token.i, ())))
            head.case = f"{head.case} {phrase}".strip()
        elif token.relation == "mark" and not head.mark:
            rest = more.get(token.i, [])
            if rest and rest[-1] == "order":
                continue  # "in order to leave": the "to" that follows is the mark
            head.mark = (
                rest[-1] if rest and rest[-1] in SECOND_COUNTS else " ".join((token.lower, *rest))
            )
