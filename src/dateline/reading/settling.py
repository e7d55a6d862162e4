"""Names, dates and places hung as the rules expect them, where the treebanks do otherwise.

The treebanks hang a name on its first word and a date on its day. The rules look for the head of a
noun phrase where English has it: "Barack" under "Obama", "5" and "2013" under "May". They call
"United" in "United Nations" an adjective, which by its tag is a name, and whoever is told that
something is so an indirect object, though the verb has no other.
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
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday "
    "yesterday today tomorrow tonight".split()
)
# A bare day behind a noun in a phrase with one of these dates the verb above: "in a speech Monday".
WHEN = frozenset({"in", "at", "during", "on"})
# Kinds of name that stand in the sentence as one word does.
UNITS = frozenset({"PERSON", "ORG", "FAC", "PLACE"})
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
    _proper(analysis)
    _weekdays(words, analysis)
    _names(analysis)
    _whole_names(analysis)
    _prepositions(analysis)
    _dates(words, analysis)
    _days(words, analysis)
    _places(words, analysis)
    _only_objects(analysis)
    _clauses(analysis)
    analysis.relations[:] = [SAME.get(relation, relation) for relation in analysis.relations]


def _proper(analysis: Analysis) -> None:
    """ "White" in "White House" is a part of the name, whatever part of speech it is elsewhere."""
    tags, heads = analysis.tags, analysis.heads
    for k, tag in enumerate(tags):
        if tag not in {"NNP", "NNPS"}:
            continue
        if analysis.upos[k] in {"ADJ", "VERB", "NOUN", "ADV"}:
            analysis.upos[k] = "PROPN"
        if analysis.relations[k] == "amod" and heads[k] > k and tags[heads[k]] in {"NNP", "NNPS"}:
            analysis.relations[k] = "compound"


def _weekdays(words: Sequence[str], analysis: Analysis) -> None:
    """ "Assad Tuesday", "the scuffles Friday": a day is no part of a name and does nothing."""
    names, heads, relations = analysis.names, analysis.heads, analysis.relations
    for k, word in enumerate(words):
        if word.lower() not in WEEKDAYS:
            continue
        goes_on = k + 1 < len(names) and names[k + 1].startswith("I")
        if names[k] != "O" and not goes_on and names[k] != "I-DATE" and names[k] != "I-EVENT":
            names[k] = "B-DATE"
        head = heads[k]
        if relations[k] == "nsubj" and 0 < k < head:
            # Of two subjects side by side the day is the first one's.
            other = k - 1
            if relations[other] in {"nsubj", "nsubj:pass"} and heads[other] == head:
                heads[k], relations[k] = other, "obl:unmarked"


def _days(words: Sequence[str], analysis: Analysis) -> None:
    """A bare day under a name, or in a phrase of circumstance, dates the verb that both are of."""
    heads, relations, names = analysis.heads, analysis.relations, analysis.names
    cases = {heads[k]: words[k].lower() for k, r in enumerate(relations) if r == "case"}
    for k, word in enumerate(words):
        head = heads[k]
        dated = word.lower() in WEEKDAYS and relations[k].endswith(":unmarked") and k not in cases
        if not dated or head < 0 or heads[head] < 0:
            continue
        named = names[head] != "O" and names[head][2:] != "DATE"
        circumstance = relations[head] == "obl" and cases.get(head) in WHEN
        if k > head and (circumstance or (named and relations[head] in {"obl", "nmod", "obj"})):
            heads[k], relations[k] = heads[head], "obl:unmarked"


def _only_objects(analysis: Analysis) -> None:
    """ "Told reporters that", "warned them": an indirect object without an object is the object."""
    heads, relations = analysis.heads, analysis.relations
    held = {heads[k] for k, relation in enumerate(relations) if relation == "obj"}
    for k, relation in enumerate(relations):
        if relation == "iobj" and heads[k] not in held:
            relations[k] = "obj"


def _clauses(analysis: Analysis) -> None:
    """A clause under a bare noun modifies it; what has a passive subject is a participle."""
    heads, relations, upos = analysis.heads, analysis.relations, analysis.upos
    predicates = {heads[k] for k, r in enumerate(relations) if r == "cop" or r[:5] == "nsubj"}
    for k, relation in enumerate(relations):
        head = heads[k]
        if relation == "advcl" and upos[head] in {"NOUN", "PROPN"} and head not in predicates:
            relations[k] = "acl"
        elif relation == "nsubj:pass" and analysis.tags[head] == "JJ" and upos[head] == "VERB":
            analysis.tags[head] = "VBN"
    for k, relation in enumerate(relations):
        if relation == "cop" and upos[heads[k]] == "VERB" and analysis.tags[heads[k]] == "VBN":
            relations[k] = "aux:pass"


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


def _whole_names(analysis: Analysis) -> None:
    """A name hangs on the sentence by one word, its last; "Bank a Trust Holding" is one thing."""
    heads, relations, names = analysis.heads, analysis.relations, analysis.names
    first = 0
    while first < len(names):
        last = first
        while last + 1 < len(names) and names[last + 1].startswith("I"):
            last += 1
        if names[first] != "O" and last > first and names[first][2:] in UNITS:
            inside = range(first, last + 1)
            outer = [k for k in inside if heads[k] not in inside]
            plain = all(relations[k] not in {"conj", "cc", "appos", "punct"} for k in inside)
            top = max((k for k in inside if analysis.upos[k] == "PROPN"), default=last)
            if len(outer) > 1 and plain and top in outer:
                lead = outer[0]
                heads[top], relations[top] = heads[lead], relations[lead]
                for k, head in enumerate(heads):
                    if head in inside and k not in inside:
                        heads[k] = top
                for k in outer:
                    if k != top:
                        heads[k], relations[k] = top, "compound"
        first = last + 1


def _prepositions(analysis: Analysis) -> None:
    """ "With defence chief Gen. Ray": the preposition is that of the name, not of the title."""
    heads, relations = analysis.heads, analysis.relations
    for k, relation in enumerate(relations):
        if relation == "case":
            head = heads[k]
            while k < head < heads[head] and relations[head] == "compound":
                head = heads[head]
            heads[k] = head


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
