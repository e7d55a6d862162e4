"""Name labels for the treebanks: where a name stands is read off the tree, what it is off evidence.

GUM says of every mention what it is. EWT does not: there the small spaCy model, the tables of what
the world is and all other mentions of the same form vote, and a name on which they do not agree
stays unlabelled, so that the network learns nothing from it.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.evaluation.treebank import Mention, Sentence
from dateline.knowledge import Knowledge
from dateline.knowledge.tables import fold

KINDS = ("PERSON", "ORG", "PLACE", "NORP", "FAC", "EVENT", "DATE")
LABELS = ("O", *(f"{edge}-{kind}" for kind in KINDS for edge in "BI"))


def _words(name: str) -> frozenset[str]:
    listing = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return frozenset(tomllib.loads(listing)[name].split())


_PROPER = frozenset({"NNP", "NNPS"})
_INSIDE = frozenset({"flat", "compound", "amod", "nummod", "nmod:desc", "goeswith"})
_OF = _words("of")
_FACILITY = _words("facility")
_TITLES = _words("titles")
_CALENDAR = _words("calendar")
_PEOPLES = _words("peoples")
_GUM = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "event": "EVENT"}
_SPACY = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "NORP": "NORP", "FAC": "FAC",
    "EVENT": "EVENT", "PRODUCT": "O", "WORK_OF_ART": "O", "LAW": "O", "LANGUAGE": "O",
    "DATE": "DATE",
}  # fmt: skip
_OPENERS = frozenset({"the", "a", "in", "on", "it", "he", "they", "but", "we"})
LONGEST_TIME = 6
# Votes that a kind needs, and by how much it must lead.
ENOUGH, LEAD = 1.0, 0.6


def chunks(sentence: Sentence) -> list[tuple[int, int, int]]:
    """The names of a parsed sentence as (first word, last word, head), by its tree alone."""
    n = len(sentence.words)
    kids: list[list[int]] = [[] for _ in range(n)]
    for k, head in enumerate(sentence.heads):
        if head >= 0:
            kids[head].append(k)
    taken = [False] * n
    found: list[tuple[int, int, int]] = []
    for k in _outermost(sentence):
        if taken[k]:
            continue
        members = {k}
        queue = [k]
        while queue:
            top = queue.pop()
            for kid in kids[top]:
                if not taken[kid] and _belongs(sentence, kids, kid, top):
                    members.add(kid)
                    queue.append(kid)
        first, last = _stretch(sentence, k, members)
        for i in range(first, last + 1):
            taken[i] = True
        found.append((first, last, k))
    return sorted(found)


def _outermost(sentence: Sentence) -> list[int]:
    """Proper nouns, those nearest to the root first."""

    def depth(k: int) -> int:
        steps = 0
        while sentence.heads[k] >= 0:
            k, steps = sentence.heads[k], steps + 1
        return steps

    proper = [k for k, u in enumerate(sentence.upos) if u == "PROPN"]
    return sorted(proper, key=lambda k: (depth(k), k))


def _belongs(sentence: Sentence, kids: list[list[int]], kid: int, top: int) -> bool:
    relation, tag = sentence.relations[kid], sentence.tags[kid]
    word = sentence.words[kid]
    if relation in {"amod", "nummod"}:
        return (
            tag in _PROPER
            or (tag == "CD" and kid == top + 1)
            or (
                word[0].isupper()
                and relation == "amod"
                and top - kid == 1
                and kid > 0
                and sentence.words[top].lower() in _OF | _FACILITY
            )
        )
    if relation in _INSIDE:
        return tag in _PROPER or tag in {"CD", "FW", "GW"} or (word[0].isupper() and kid > 0)
    if relation == "nmod" and sentence.upos[kid] == "PROPN" and kid > top:
        case = [sentence.words[c].lower() for c in kids[kid] if sentence.relations[c] == "case"]
        return case == ["of"] and sentence.words[top].lower() in _OF
    return False


def _stretch(sentence: Sentence, head: int, members: set[int]) -> tuple[int, int]:
    """The members that stand together with the head, over hyphens, "of" and "the"."""
    between = {"-", "of", "the", "&", "and", "'", "/", ".", ",", "’"}
    first = last = head
    for step in (-1, 1):
        k = head
        while True:
            reach = next(
                (d for d in (1, 2, 3) if k + step * d in members
                 and all(sentence.words[k + step * e] in between for e in range(1, d))),
                0,
            )  # fmt: skip
            if not reach:
                break
            k += step * reach
        first, last = min(first, k), max(last, k)
    return first, last


def _demonyms(knowledge: Knowledge) -> set[str]:
    found = {
        fold(word.text)
        for words in knowledge.countries.words.values()
        for word in words
        if word.kind in {"adjective", "people"}
    }
    return found | _PEOPLES


def _is_people(sentence: Sentence, k: int, demonyms: set[str]) -> bool:
    word = sentence.words[k]
    return word[0].isupper() and not word.isupper() and fold(word) in demonyms


def _without_title(sentence: Sentence, first: int, last: int) -> int:
    while first < last and sentence.words[first].lower() in _TITLES:
        first += 1
    return first


def _put(names: list[str | None], first: int, last: int, kind: str | None) -> None:
    for k in range(first, last + 1):
        names[k] = None if kind is None else "O" if kind == "O" else f"{'BI'[k > first]}-{kind}"


def _kind_of_place(words: Sequence[str]) -> str:
    return "FAC" if words[-1].lower() in _FACILITY or words[0].lower() in _FACILITY else "PLACE"


@dataclass(slots=True)
class _Ballot:
    """Votes by the form of a name, and how often a word was the first of a person's name."""

    kinds: dict[str, Counter[str]]
    people: Counter[str]


class Namer:
    """Labels the names of treebank sentences."""

    def __init__(self, knowledge: Knowledge, spacy_model: Any) -> None:  # noqa: ANN401
        self._nlp = spacy_model
        self._demonyms = _demonyms(knowledge)
        self._places = {
            fold(word.text)
            for words in knowledge.countries.words.values()
            for word in words
            if word.kind in {"name", "capital", "former"}
        }
        self._knowledge = knowledge
        # What mentions of a form were, by the corpora read so far.
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)

    def label_marked(self, sentences: Sequence[Sentence]) -> None:
        """Labels from mentions that a corpus marks (GUM), in place."""
        for sentence in sentences:
            names: list[str | None] = ["O"] * len(sentence.words)
            for mention in sentence.mentions:
                if mention.kind == "time" and mention.last - mention.first < LONGEST_TIME:
                    _put(names, mention.first, mention.last, "DATE")
            for first, last, head in chunks(sentence):
                kind = self._marked_kind(sentence, first, last, head)
                dated = any((names[k] or "").endswith("DATE") for k in range(first, last + 1))
                if kind == "DATE" or dated:
                    continue
                start = _without_title(sentence, first, last) if kind == "PERSON" else first
                _put(names, start, last, kind)
                if kind:
                    self._seen[" ".join(sentence.words[start : last + 1]).lower()][kind] += 1
            self._peoples(sentence, names)
            sentence.names = _mended(names)

    def _marked_kind(self, sentence: Sentence, first: int, last: int, head: int) -> str | None:
        if first == last and _is_people(sentence, head, self._demonyms):
            return "NORP"
        around = [m for m in sentence.mentions if m.first <= head <= m.last]
        fitting = [
            m
            for m in around
            if m.first <= first and last <= m.last and self._heads(sentence, m, head)
        ]
        if not fitting:
            return None
        mention = min(fitting, key=lambda m: m.last - m.first)
        if mention.kind == "time":
            return "DATE"
        if mention.kind == "place":
            return _kind_of_place(sentence.words[first : last + 1])
        return _GUM.get(mention.kind, "O")

    @staticmethod
    def _heads(sentence: Sentence, mention: Mention, head: int) -> bool:
        outer = sentence.heads[head]
        return not mention.first <= outer <= mention.last

    def _peoples(self, sentence: Sentence, names: list[str | None]) -> None:
        for k, name in enumerate(names):
            loose = name == "O" or (name is None and sentence.upos[k] == "ADJ")
            if loose and _is_people(sentence, k, self._demonyms):
                names[k] = "B-NORP"

    def label_voted(self, sentences: Sequence[Sentence]) -> None:
        """Labels on which the votes agree (EWT), in place."""
        found = [chunks(s) for s in sentences]
        guesses = self._spacy(sentences)
        ballot = self._ballot(sentences, found, guesses)
        for sentence, names, guess in zip(sentences, found, guesses, strict=True):
            labels: list[str | None] = ["O"] * len(sentence.words)
            for first, last, kind in guess:
                if kind == "DATE" or sentence.upos[first] in {"PROPN", "ADJ"}:
                    _put(labels, first, last, None)
            for chunk in names:
                first, last, _ = chunk
                elected = self._elected(sentence, chunk, guess, ballot)
                start = _without_title(sentence, first, last) if elected == "PERSON" else first
                if start > first:
                    _put(labels, first, start - 1, "O")
                _put(labels, start, last, elected)
            self._peoples(sentence, labels)
            for k, word in enumerate(sentence.words):
                if word.lower() in _CALENDAR and sentence.upos[k] == "PROPN":
                    labels[k] = None
            sentence.names = _mended(labels)

    def _ballot(
        self,
        sentences: Sequence[Sentence],
        found: list[list[tuple[int, int, int]]],
        guesses: list[list[tuple[int, int, str]]],
    ) -> _Ballot:
        """What each form is guessed to be over all sentences, and the first words of people."""
        ballot = _Ballot(defaultdict(Counter), Counter())
        for sentence, names, guess in zip(sentences, found, guesses, strict=True):
            for first, last, _ in names:
                kind, exact = self._guess(sentence, first, last, guess)
                if kind:
                    form = " ".join(sentence.words[first : last + 1]).lower()
                    ballot.kinds[form][kind] += 1
                    if kind == "PERSON" and exact and last > first:
                        ballot.people[sentence.words[first].lower()] += 1
        return ballot

    def _spacy(self, sentences: Sequence[Sentence]) -> list[list[tuple[int, int, str]]]:
        from spacy.tokens import Doc  # noqa: PLC0415 - seconds to load

        docs = (Doc(self._nlp.vocab, words=s.words, spaces=s.spaces) for s in sentences)
        return [
            [(e.start, e.end - 1, _SPACY[e.label_]) for e in doc.ents if e.label_ in _SPACY]
            for doc in self._nlp.pipe(docs)
        ]

    @staticmethod
    def _guess(
        sentence: Sentence, first: int, last: int, guess: list[tuple[int, int, str]]
    ) -> tuple[str, bool]:
        for start, end, kind in guess:
            a, b = start, end
            while a < b and sentence.words[a].lower() in _TITLES | {"the", "a"}:
                a += 1
            if sentence.words[b] in {"'s", "’s"} and b > a:
                b -= 1
            if a <= last and first <= b:
                inner = _without_title(sentence, first, last)
                return kind, (a, b) in {(first, last), (inner, last)}
        return "", False

    def _elected(
        self,
        sentence: Sentence,
        chunk: tuple[int, int, int],
        guess: list[tuple[int, int, str]],
        ballot: _Ballot,
    ) -> str | None:
        first, last, head = chunk
        words = sentence.words[first : last + 1]
        if first == last and _is_people(sentence, head, self._demonyms):
            return "NORP"
        tally: dict[str, float] = defaultdict(float)
        kind, exact = self._guess(sentence, first, last, guess)
        if kind:
            tally[kind] += 1.0 if exact else 0.5
        cast = ballot.kinds[" ".join(words).lower()] + self._seen[" ".join(words).lower()]
        total = sum(cast.values())
        if total > 1:
            for other, count in cast.items():
                tally[other] += count / total
        form = fold(" ".join(words))
        if form in self._places:
            tally["PLACE"] += 1.0
        elif self._knowledge.organisations.find(form):
            tally["ORG"] += 1.0
        elif words[-1].lower() in _FACILITY and last > first:
            tally["FAC"] += 0.6
        elif ballot.people[words[0].lower()] > 2 and sentence.relations[head] != "compound":  # noqa: PLR2004
            tally["PERSON"] += 0.6
        if tally["FAC"] and tally["PLACE"]:
            tally[_kind_of_place(words)] += 0.6
        ranked = sorted(tally.items(), key=lambda item: -item[1])
        (best, most), (_, second) = [*ranked, ("", 0.0), ("", 0.0)][:2]
        return best if most >= ENOUGH and most - second >= LEAD else None

    def label_runs(self, sentences: Sequence[Sentence]) -> None:
        """Labels for sentences without a tree: marked mentions that spaCy finds too (MEANTIME)."""
        for sentence, guess in zip(sentences, self._spacy(sentences), strict=True):
            labels: list[str | None] = [
                None if w[0].isupper() or w[0].isdigit() else "O" for w in sentence.words
            ]
            for start, end, kind in guess:
                _put(labels, start, end, None)
                a = start
                while a < end and sentence.words[a].lower() in _TITLES | {"the", "a"}:
                    a += 1
                b = end - 1 if sentence.words[end] in {"'s", "’s"} and end > a else end
                marked = [m for m in sentence.mentions if m.first <= b and a <= m.last]
                kinds = {_GUM.get(m.kind, "O") for m in marked}
                if kind == "NORP" or (kind in kinds and kind != "O"):
                    _put(labels, a, b, kind)
            if sentence.words[0].lower() in _OPENERS:
                labels[0] = "O"
            sentence.names = _mended(labels)


def leave_dates_open(sentences: Sequence[Sentence]) -> None:
    """Where a corpus marks names but no dates, words that may be of a date stay unlabelled."""
    for sentence in sentences:
        for k, word in enumerate(sentence.words):
            dated = word.lower() in _CALENDAR or any(c.isdigit() for c in word)
            if dated and sentence.names[k] == "O":
                sentence.names[k] = None


def _mended(names: list[str | None]) -> list[str | None]:
    """No label goes on from nothing: an `I` after another kind becomes a `B`."""
    fixed = list(names)
    for k, (before, here) in enumerate(pairwise(["O", *names])):
        if here and here[0] == "I" and (before is None or before[1:] != here[1:]):
            fixed[k] = f"B{here[1:]}"
    return fixed
