"""Subjects, objects and agents as news shares them, in terms of arcs alone.

Passives, relative clauses, participles, control and coordination: what a reader fills in without
thinking, and what every layer above the parse needs.
"""

from __future__ import annotations

from dateline.reading.arcs import Parse, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
# Verbs that have something done: "ordered two men jailed".
CAUSING = frozenset({"order", "have", "get", "want"})
# What stands before the means by which something is done.
MEANS = frozenset({"by", "including", "through"})
# "Called on them to leave", "appealed to them to leave".
CALLING = frozenset({"call", "appeal", "plead", "press", "push", "pray", "wait", "arrange", "sign"})
CALLED = frozenset({"on", "upon", "for", "to", "with"})
# In "promise them to leave" the one who leaves is the subject, not the object.
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear", "offer", "agree"})


def has_case(token: Token, preposition: str) -> bool:
    """Whether a nominal has the preposition, alone or at either end of a longer one."""
    case = token.case
    return case == preposition or (" " in case and preposition in (case, *case.split()))


def with_conjuncts(parse: Parse, heads: list[int]) -> list[int]:
    """The heads and, after each, the nominals coordinated with it."""
    found: list[int] = []
    for k in heads:
        if k in found:
            continue
        found.append(k)
        found += [
            t.i
            for t in parse.kids(k, "conj")
            if t.upos in NOMINAL and t.i not in found and not t.case
        ]
    return found


def is_passive(parse: Parse, token: Token) -> bool:
    """Whether a verb stands in the passive, also as a reduced relative or a second conjunct."""
    if token.tag != "VBN":
        return False
    relations = {t.relation for t in parse.kids(token.i)}
    if "aux:pass" in relations or "nsubj:pass" in relations:
        return True
    if any(t.relation == "aux" and t.lemma == "have" for t in parse.kids(token.i)):
        return False
    if "obj" in relations:
        return False
    if "nsubj" in relations:
        # "two men found guilty": a participle with a subject and nothing else is a headline's
        # passive; in a full sentence the tagger has mistaken a past tense.
        if "aux" in relations:
            return False
        head = parse.tokens[token.head] if token.head >= 0 else token
        caused = token.relation in {"ccomp", "xcomp"} and head.lemma in CAUSING
        last = parse.tokens[parse.sentence_of(token.i).last - 1]
        return caused or (token.relation == "root" and last.upos != "PUNCT")
    if token.relation == "conj" and token.head >= 0:
        head = parse.tokens[token.head]
        return is_passive(parse, head) or head.tag != "VBN"
    return True


def is_negated(parse: Parse, token: Token) -> bool:
    """Whether the word itself is negated: not, never, no, without."""
    for t in parse.kids(token.i, "advmod", "det", "case", "mark", "cc"):
        if t.lower in {"not", "n't", "n’t", "never", "no", "without", "neither", "nor"}:
            return True
    return False


def agents(parse: Parse, i: int) -> list[int]:
    """The doer of a passive: the by-phrase, also "at the hands of", shared with a conjunct."""
    found = [t.i for t in parse.kids(i, "obl:agent")]
    if not found:
        found = [t.i for t in parse.kids(i, "obl") if t.case == "by" and t.upos in NOMINAL]
    if not found:
        for hands in parse.kids(i, "obl"):
            if hands.lemma == "hand" and hands.case == "at":
                found += [t.i for t in parse.kids(hands.i, "nmod") if t.case == "of"]
    token = parse.tokens[i]
    if not found:
        partners = parse.kids(i, "conj")
        if token.relation == "conj" and token.head >= 0:
            partners = [parse.tokens[token.head]]
        for partner in partners:
            if partner.tag == "VBN":
                found += [t.i for t in parse.kids(partner.i, "obl:agent")]
    return found


def subjects(parse: Parse, i: int, depth: int = 0) -> list[int]:
    """The grammatical subject of a verb, looked for as far as the sentence shares it."""
    token = parse.tokens[i]
    own = [t.i for t in parse.kids(i, "nsubj", "nsubj:pass") if t.upos in NOMINAL and t.tag != "EX"]
    if own:
        return [_antecedent(parse, token, k) for k in own]
    if token.head < 0 or depth > 5:  # noqa: PLR2004 - no sentence shares a subject deeper
        return []
    head = parse.tokens[token.head]
    relation = token.relation
    if relation == "conj":
        return subjects(parse, head.i, depth + 1) if head.upos in {"VERB", "AUX", "ADJ"} else []
    if relation == "xcomp":
        return _controllers(parse, token) or subjects(parse, head.i, depth + 1)
    if relation == "acl:relcl":
        return [] if _has_gap(parse, i) else [head.i]
    if relation == "acl":
        return _of_participle(parse, token, depth)
    if relation == "advcl" and head.upos in {"VERB", "ADJ", "NOUN"}:
        return subjects(parse, head.i, depth + 1)
    if relation in {"ccomp", "parataxis"} and token.tag in {"VBG", "VB", "VBN"}:
        return subjects(parse, head.i, depth + 1)
    return []


def _of_participle(parse: Parse, token: Token, depth: int) -> list[int]:
    """The subject of a participle behind a noun."""
    head = parse.tokens[token.head]
    if token.tag == "VBG" and token.mark:
        # "its hostile acts, including by sending troops": who has them; "an interest in
        # blocking the plan" has not blocked it.
        means = token.mark.split()[-1] in MEANS
        return [t.i for t in parse.kids(head.i, "nmod:poss")] if means else []
    if token.tag == "VBG" and parse.kid(head.i, "cop"):
        # "Peru is the largest donor, giving ten millions": Peru gives.
        return subjects(parse, head.i, depth + 1)
    return [head.i] if token.tag in {"VBG", "VBN"} and head.upos in NOMINAL else []


def _controllers(parse: Parse, token: Token) -> list[int]:
    """Who an infinitive's subject is, if not that of the verb above: "urged them to leave"."""
    head = parse.tokens[token.head]
    if head.lemma in SUBJECT_CONTROL or is_passive(parse, head):
        return []
    found = [t.i for t in parse.kids(head.i, "obj")]
    if not found and head.lemma in CALLING and token.mark == "to":
        found = [t.i for t in parse.kids(head.i, "obl") if t.case in CALLED and t.i < token.i]
    return found


def _antecedent(parse: Parse, verb: Token, k: int) -> int:
    """A relative pronoun stands for the noun that its clause modifies."""
    if parse.tokens[k].lower in RELATIVE and parse.tokens[k].upos == "PRON":
        clause = verb
        if clause.relation == "conj" and clause.head >= 0:
            clause = parse.tokens[clause.head]
        if clause.relation in {"acl:relcl", "acl"} and clause.head >= 0:
            return clause.head
    return k


def _has_gap(parse: Parse, i: int) -> bool:
    """Whether a relative clause lacks its object rather than its subject."""
    return any(t.relation in {"nsubj", "nsubj:pass"} for t in parse.kids(i))


def objects(parse: Parse, i: int) -> list[int]:
    """The object of an active verb; in a relative clause the noun that it modifies."""
    token = parse.tokens[i]
    own = [t.i for t in parse.kids(i, "obj")]
    if own:
        return [_antecedent(parse, token, k) for k in own]
    if token.relation == "acl:relcl" and token.head >= 0:
        kids = parse.kids(i, "nsubj")
        if kids and not any(t.lower in RELATIVE for t in kids):
            obliques = [t for t in parse.kids(i, "case") if t.upos == "ADP"]
            if not obliques:
                return [token.head]
    # "arrested and beat the men": the first of two verbs shares the second's object.
    for partner in parse.kids(i, "conj"):
        if partner.upos == "VERB" and partner.i - i <= 3:  # noqa: PLR2004 - side by side
            return [t.i for t in parse.kids(partner.i, "obj")]
    # "condemned as unjust the arrest": the parser calls a heavy object a complement.
    return [
        t.i
        for t in parse.kids(i, "ccomp", "xcomp")
        if t.upos in {"NOUN", "PROPN"} and not t.mark and not parse.kids(t.i, "cop", "nsubj")
    ]
