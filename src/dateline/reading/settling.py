"""Names, dates and places hung as the rules expect them, where the treebanks do otherwise.

The treebanks hang a name on its first word and a date on its day. The rules look for the head of a
noun phrase where English has it: "Barack" under "Obama", "5" and "2013" under "May".
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reading.network_model import Analysis

MONTHS = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.",
        "sept.", "sep.", "oct.", "nov.", "dec.",
    }
)  # fmt: skip
# Subtypes that the rules do not know, and what says the same to them.
SAME = {"nmod:unmarked": "obl:unmarked", "advcl:relcl": "advcl", "nsubj:outer": "nsubj"}
# Plural without an "s"; the treebanks are of two minds about their tag.
PLURAL = frozenset({"police", "people", "cattle", "folk", "clergy"})
# Words of a name stand side by side, or with one sign between them.
APART = 2
# How far a month may stand from the day that it belongs to.
NEAR = 4


def settle(words: Sequence[str], analysis: Analysis) -> None:
    """Hang names on their last word, dates on their month, tell apposition from list, in place."""
    for k, word in enumerate(words):
        if analysis.tags[k] == "NN" and word.lower() in PLURAL:
            analysis.tags[k] = "NNS"
    _names(analysis)
    _dates(words, analysis)
    _places(words, analysis)
    analysis.relations[:] = [SAME.get(relation, relation) for relation in analysis.relations]


def _names(analysis: Analysis) -> None:
    """Turn "Barack" with "Obama" below it, flat, into "Obama" with a compound "Barack"."""
    heads, relations, upos = analysis.heads, analysis.relations, analysis.upos
    flats: dict[int, list[int]] = {}
    for k, relation in enumerate(relations):
        head = heads[k]
        if relation == "nmod:desc" and k < head:
            relations[k] = "compound"  # "President Obama", "Mr. Annan"
        elif (
            relation in {"flat", "nmod:desc"}
            and 0 <= head < k
            and k - max(flats.get(head, [head])) <= APART
            and upos[k] == upos[head] == "PROPN"
        ):
            flats.setdefault(head, []).append(k)
    for head, members in flats.items():
        _lift(analysis, head, members[-1])
        for k in (head, *members[:-1]):
            relations[k] = "compound"


def _lift(analysis: Analysis, head: int, kid: int) -> None:
    """Put `kid` in the place of its head; the head and all that hung on it now hang on `kid`."""
    heads, relations = analysis.heads, analysis.relations
    outer, relation = heads[head], relations[head]
    for k, above in enumerate(heads):
        if above == head and k != kid:
            heads[k] = kid
    heads[head] = kid
    heads[kid], relations[kid] = outer, relation


def _dates(words: Sequence[str], analysis: Analysis) -> None:
    """The month heads its day and year: "May 5, 2013", "11 September"."""
    heads, relations, upos = analysis.heads, analysis.relations, analysis.upos
    for k, word in enumerate(words):
        if word.lower() not in MONTHS or upos[k] != "PROPN":
            continue
        head = heads[k]
        if head >= 0 and upos[head] == "NUM" and abs(head - k) <= NEAR:
            _lift(analysis, head, k)
            relations[head] = "nummod"
        for i in range(max(0, k - NEAR), min(len(words), k + NEAR + 1)):
            if heads[i] == k and upos[i] == "NUM":
                relations[i] = "nummod"


def _places(words: Sequence[str], analysis: Analysis) -> None:
    """In "Lagos, Nigeria" the wider place is an apposition; "Lagos, Kano and Jos" are a list."""
    heads, relations, names = analysis.heads, analysis.relations, analysis.names
    listed = {heads[k] for k, relation in enumerate(relations) if relation == "cc"}
    conjuncts: dict[int, int] = {}
    for k, relation in enumerate(relations):
        if relation == "conj":
            conjuncts[heads[k]] = conjuncts.get(heads[k], 0) + 1
    for k, relation in enumerate(relations):
        head = heads[k]
        if (
            relation in {"conj", "nmod:unmarked", "list", "parataxis"}
            and 0 <= head < k
            and names[k] == "B-PLACE"
            and names[head][2:] == "PLACE"
            and "," in words[head + 1 : k]
            and k not in listed
            and conjuncts.get(head, 0) <= 1
        ):
            relations[k] = "appos"
