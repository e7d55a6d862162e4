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
# Verbs and nouns of blame and praise, and what comes before the deed: "accused him of lying".
CHARGING = frozenset(
    "accuse blame condemn criticize criticise denounce sue charge indict convict praise thank "
    "fault rebuke slam blast chide reprimand chastise castigate commend arrest detain punish "
    "sanction fine jail suspect".split()
)
CHARGES = frozenset("lawsuit suit complaint charge accusation indictment case".split())
# Adverbs between a noun and the participle that tells of it.
NOW = frozenset({"currently", "now", "still", "already", "previously", "formerly", "allegedly"})
CHARGE_MARKS = frozenset({"of", "for", "with"})
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


def subjects(  # noqa: C901 - one relation after the other
    parse: Parse, i: int, depth: int = 0
) -> list[int]:
    """The grammatical subject of a verb, looked for as far as the sentence shares it."""
    token = parse.tokens[i]
    own = [t.i for t in parse.kids(i, "nsubj", "nsubj:pass") if t.upos in NOMINAL and t.tag != "EX"]
    if own:
        return [_antecedent(parse, token, k) for k in own]
    if token.head < 0 or depth > 5:  # noqa: PLR2004 - no sentence shares a subject deeper
        return []
    head = parse.tokens[token.head]
    relation = token.relation
    if relation != "conj" and (before := _noun_before(parse, token)) is not None:
        return [before]
    if relation == "conj":
        head = joined_with(parse, token)
        return subjects(parse, head.i, depth + 1) if head.upos in {"VERB", "AUX", "ADJ"} else []
    if relation == "xcomp":
        return _controllers(parse, token) or subjects(parse, head.i, depth + 1)
    if relation == "acl:relcl":
        return [] if _has_gap(parse, i) else [head.i]
    if relation == "acl":
        return _of_participle(parse, token, depth)
    if relation == "advcl" and (named := _charged(parse, token) or _attendant(parse, token)):
        return named
    if relation == "advcl" and (head.upos in {"VERB", "ADJ", "NOUN"} or parse.kid(head.i, "cop")):
        return subjects(parse, head.i, depth + 1)
    if relation in {"ccomp", "parataxis"} and token.tag in {"VBG", "VB", "VBN"}:
        return subjects(parse, head.i, depth + 1)
    return []


def joined_with(parse: Parse, token: Token) -> Token:
    """The verb that a second verb goes on from: of two that are open, the one of its tense.

    "Said that he does not believe it and blamed the others" is he who said it.
    """
    head = parse.tokens[token.head]
    mine, its = _tense(parse, token), _tense(parse, head)
    if head.tag in {"VBN", "VBG"} and not parse.kid(token.i, "aux"):
        # "have slowed them, killed many": it shares the auxiliary, too.
        return head
    above = head
    while mine and its and mine != its and above.relation in {"ccomp", "conj"} and above.head >= 0:
        clause, above = above, parse.tokens[above.head]
        if clause.relation == "ccomp" and _tense(parse, above) == mine and above.i < token.i:
            return above
    return head


def _tense(parse: Parse, token: Token) -> str:
    """The finite form of a clause, that of its first auxiliary if it has one."""
    forms = [t for t in parse.kids(token.i, "aux", "aux:pass", "cop") if t.tag != "VBG"]
    tag = min(forms, key=lambda t: t.i).tag if forms else token.tag
    if tag in {"VBD", "VBN"}:
        return "past"
    return tag if tag in {"VBZ", "VBP"} else ""


def _charged(parse: Parse, token: Token) -> list[int]:
    """Who is blamed, sued or praised for doing it: "condemned the army for shelling the town"."""
    head = parse.tokens[token.head]
    if token.tag != "VBG" or token.mark not in CHARGE_MARKS:
        return []
    if head.lemma in CHARGING:
        found = parse.kids(head.i, "nsubj:pass" if is_passive(parse, head) else "obj")
        return [t.i for t in found if t.i < token.i]
    # "filed a lawsuit against the ministry for holding them"
    return [
        t.i
        for thing in parse.kids(head.i, "obj", "nsubj:pass")
        if thing.lemma in CHARGES
        for t in parse.kids(thing.i, "nmod")
        if t.case == "against"
    ]


def _noun_before(parse: Parse, token: Token) -> int | None:
    """The noun of "the team currently looking into it", whatever the parser hangs the verb on."""
    k = token.i - 1
    if token.tag != "VBG" or token.mark or k < 1 or parse.tokens[k].lower not in NOW:
        return None
    noun = parse.tokens[k - 1]
    return noun.i if noun.upos in {"NOUN", "PROPN"} and noun.sentence == token.sentence else None


def _attendant(parse: Parse, token: Token) -> list[int]:
    """Who does it beside the main clause: "were at odds, with the premier calling"."""
    if token.tag != "VBG" or token.mark:
        return []
    for t in parse.kids(token.head, "obl"):
        if t.case == "with" and t.i < token.i and t.upos in {"NOUN", "PROPN", "PRON"}:
            with_ = min(k.i for k in parse.kids(t.i, "case"))
            if with_ > 0 and parse.tokens[with_ - 1].lower == ",":
                return [t.i]
    return []


def _of_participle(parse: Parse, token: Token, depth: int) -> list[int]:
    """The subject of a participle behind a noun."""
    head = parse.tokens[token.head]
    if token.tag == "VB" and token.mark == "to":
        # "became the first state to allow it", "is the third to leave"; not "was his plan to go"
        if parse.kid(head.i, "nmod:poss"):
            return []
        told = head.relation == "xcomp" or bool(parse.kid(head.i, "cop"))
        return subjects(parse, head.i, depth + 1) if told else []
    if token.tag == "VBG" and token.mark in CHARGE_MARKS and head.head >= 0:
        verb = parse.tokens[head.head]
        if verb.lemma in CHARGING and head.relation in {"obj", "nsubj:pass", "nsubj"}:
            return [head.i]
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
    # "took it upon themselves to leave": they do.
    found = [t.i for t in parse.kids(head.i, "obj") if t.lower != "it"]
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
