"""What Universal Dependencies itself lays down, put right after the network has decided.

The network chooses every relation by itself. An agent has "by", and whoever stands with "by" under
a passive verb is its agent: this much the words decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reading.name_spans import seat_end
from dateline.reading.network_model import Analysis

# What says that a participle is passive, and where one stands that has no helper.
PASSIVE = frozenset({"aux:pass", "nsubj:pass", "csubj:pass"})
REDUCED = frozenset({"acl", "advcl"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# "By Friday", "by 20 percent", "by mistake" name no doer.
MEASURED = frozenset({"NUM", "SYM", "X", "VERB", "ADV", "ADJ"})
NO_DOERS = frozenset(
    "time way day days week weeks month months year years end morning evening night noon midnight "
    "percent cent dollars force mistake accident law monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november "
    "december today tomorrow yesterday then now mail phone email".split()
)


def make_consistent(words: Sequence[str], analysis: Analysis) -> None:
    """Put relations right, in place."""
    kids: list[list[int]] = [[] for _ in words]
    for k, head in enumerate(analysis.heads):
        if head >= 0:
            kids[head].append(k)
    for k in range(len(words)):
        _agents(words, analysis, kids, k)
        _after_infinitive(analysis, kids, k)
        _of_adjective(analysis, k)
        _left_subject(analysis, kids, k)
        _own_subject(analysis, kids, k)
        _who(words, analysis, k)
        _named_after_noun(analysis, kids, k)
        _state(analysis, kids, k)
        _seat(words, analysis, k)
        _part_of_speech(analysis, kids, k)


def _seat(words: Sequence[str], analysis: Analysis, k: int) -> None:
    """ "Ann Lee, D-Ore., voted": the lawmaker votes; party and state are put beside the name."""
    last = seat_end(words, k)
    name = k - 2
    if last is None or name < 0 or analysis.upos[name] != "PROPN":
        return
    heads, relations = analysis.heads, analysis.relations
    analysis.names[k : last + 1] = ["O"] * (last + 1 - k)
    inside = range(k, last + 1)
    top = next((j for j in inside if heads[j] not in inside), k)
    first = name
    while first and analysis.names[first] == "I-PERSON":
        first -= 1
    if heads[name] == top:
        heads[name], relations[name] = heads[top], relations[top]
        for j, head in enumerate(heads):
            if head == top and j not in inside and not first <= j <= name:
                heads[j] = name
    elif heads[top] != name:
        return
    heads[top], relations[top] = name, "appos"


def _part_of_speech(analysis: Analysis, kids: Sequence[Sequence[int]], k: int) -> None:
    """Tag and part of speech are chosen apart; a form of a verb is a verb."""
    tag, upos = analysis.tags[k], analysis.upos
    if tag == "JJ" and any(analysis.relations[j] == "aux:pass" for j in kids[k]):
        # "Were arrested": what has the helper of a passive is a participle.
        analysis.tags[k], upos[k] = "VBN", "VERB"
        return
    if tag.startswith("VB") and upos[k] not in {"VERB", "AUX"}:
        below = {analysis.relations[j] for j in kids[k]}
        if upos[k] == "ADJ" or below & {"aux", "aux:pass", "nsubj", "nsubj:pass", "obj"}:
            upos[k] = "VERB"


def _state(analysis: Analysis, kids: Sequence[Sequence[int]], k: int) -> None:
    """ "Remained in detention", "placed under arrest": a phrase with a preposition is oblique."""
    relations = analysis.relations
    below = {relations[j] for j in kids[k]}
    nominal = relations[k] == "xcomp" and analysis.upos[k] in NOMINAL and "case" in below
    if nominal and not below & {"cop", "mark", "nsubj"}:
        relations[k] = "obl"


def _named_after_noun(analysis: Analysis, kids: Sequence[Sequence[int]], k: int) -> None:
    """ "Through the capital Lima": two words beside each other in one slot are noun and name."""
    relations, heads = analysis.relations, analysis.heads
    before = k - 1
    if (
        before >= 0
        and analysis.upos[k] == "PROPN"
        and analysis.upos[before] == "NOUN"
        and relations[k] == relations[before] == "obl"
        and heads[k] == heads[before]
        and not any(relations[j] == "case" for j in kids[k])
        and analysis.names[k][2:] != "DATE"
    ):
        heads[k], relations[k] = before, "appos"


def _agents(
    words: Sequence[str], analysis: Analysis, kids: Sequence[Sequence[int]], k: int
) -> None:
    """An agent has "by"; a nominal with "by" under a passive is the agent."""
    relations = analysis.relations
    if relations[k] not in {"obl", "obl:agent"}:
        return
    cases = [words[j].lower() for j in kids[k] if relations[j] == "case"]
    if relations[k] == "obl:agent":
        if cases and "by" not in cases:
            relations[k] = "obl"
        return
    head = analysis.heads[k]
    if cases == ["by"] and k > head >= 0 and analysis.tags[head] == "VBN":
        below = {relations[j] for j in kids[head]}
        passive = below & PASSIVE or (relations[head] in REDUCED and not below & {"aux", "obj"})
        other = analysis.upos[k] in MEASURED or words[k].lower() in NO_DOERS
        if passive and not other and not any(relations[j] == "nummod" for j in kids[k]):
            relations[k] = "obl:agent"


def _after_infinitive(analysis: Analysis, kids: Sequence[Sequence[int]], k: int) -> None:
    """ "Asked the army to oust the president": what stands behind an infinitive is its object."""
    head = analysis.heads[k]
    if analysis.relations[k] != "obj" or head < 0:
        return
    for x in kids[head]:
        if (
            head < x < k
            and analysis.relations[x] == "xcomp"
            and analysis.tags[x] == "VB"
            and not any(analysis.relations[j] in {"obj", "ccomp", "xcomp"} for j in kids[x])
        ):
            analysis.heads[k] = x
            return


def _of_adjective(analysis: Analysis, k: int) -> None:
    """ "Set free ten men": an adjective has no object, the verb above it does."""
    head = analysis.heads[k]
    if (
        analysis.relations[k] == "obj"
        and head >= 0
        and analysis.tags[head] == "JJ"
        and analysis.relations[head] == "xcomp"
        and head < k
    ):
        analysis.heads[k] = analysis.heads[head]


def _left_subject(analysis: Analysis, kids: Sequence[Sequence[int]], k: int) -> None:
    """ "Ana Ray, the head of the union, denied it": the verb is the root, the name its subject."""
    relations, upos, heads = analysis.relations, analysis.upos, analysis.heads
    if heads[k] >= 0 or upos[k] != "PROPN" or any(relations[j] == "cop" for j in kids[k]):
        return
    for v in kids[k]:
        if (
            v > k
            and relations[v] == "parataxis"
            and analysis.tags[v] in {"VBD", "VBZ"}
            and upos[v] == "VERB"
            and not any(relations[j].startswith(("nsubj", "expl", "csubj")) for j in kids[v])
        ):
            heads[k], relations[k] = v, "nsubj"
            heads[v], relations[v] = -1, "root"
            return


def _own_subject(analysis: Analysis, kids: Sequence[Sequence[int]], k: int) -> None:
    """ "Denied the army staged a coup": what has a subject of its own is no open complement."""
    if analysis.relations[k] == "xcomp" and any(
        analysis.relations[j] in {"nsubj", "nsubj:pass"} for j in kids[k]
    ):
        analysis.relations[k] = "ccomp"


def _who(words: Sequence[str], analysis: Analysis, k: int) -> None:
    """ "Vows to restore Mr Ray, whose fall": "who" behind a person's name means that person."""
    if words[k].lower() not in {"who", "whose", "whom"} or analysis.tags[k] not in {"WP", "WP$"}:
        return
    heads, names = analysis.heads, analysis.names
    before = k - 2
    # Without a comma the clause may tell which of many "a lawyer of Mr Ray" is.
    if before < 0 or words[k - 1] != "," or names[before][2:] != "PERSON":
        return
    clause = k
    while clause >= 0 and analysis.relations[clause] != "acl:relcl":
        clause = heads[clause]
    if clause < 0:
        return
    top = before
    while heads[top] >= 0 and names[heads[top]][2:] == "PERSON" and heads[top] < k:
        top = heads[top]
    above = heads[clause]
    if above in {top, before} or above > k:
        return
    up = top
    while up >= 0 and up not in {above, clause}:
        up = heads[up]
    if up == above:
        heads[clause] = top
