"""How many a report says were killed and hurt by what it is about.

A report tells it in several ways: "two men were killed", "Ana Ruiz, 30, died", "four were shot, one
of them fatally", or in no number at all ("the fatal shooting"). The rule, in order:

1. Numbers and people are gathered from the headline and the text: those killed, those hurt, and
   those shot or stabbed, of whom nobody knows yet whether they live. What is denied, possible, or
   of another time ("this year", "in separate incidents") is left out.
2. The first number said of the dead is the number of dead, the headline's before the text's. If
   nobody counts, each group of people said to be dead counts as many as it names.
3. The hurt likewise; where only those shot are counted, the dead are taken from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.reading.arcs import Parse, Token
from dateline.reading.figure_kinds import NOMINAL, Tables, load_tables
from dateline.reading.number_patterns import figure_data
from dateline.reading.reading import FigureMention, Reading

KILLED, HURT, SHOT = "killed", "hurt", "shot"
UNREAL = frozenset({"not", "n't", "never", "could", "might", "would", "may", "can", "if", "nearly",
                    "almost", "to", "will", "should"})  # fmt: skip
NOBODY = frozenset({"none", "nobody", "nothing", "who", "that", "which", "everyone", "anyone"})
PEOPLE = frozenset({"PROPN", "NOUN", "PRON", "NUM"})
SPARED = frozenset({"attempted", "no", "potentially", "-", "non"})
# What may stand between a number and the word for what was done: "two men were".
BETWEEN = frozenset({"NOUN", "PROPN", "ADJ", "ADV", "AUX", "DET", "NUM", "ADP", "PRON", "PART"})
FURTHEST = 6
LEAD = 3
LATE = 8
SELF = frozenset({"himself", "herself", "self", "themselves"})
CONDITIONS = frozenset({"critical", "stable"})


@dataclass(frozen=True, slots=True)
class Toll:
    """The numbers of killed and hurt of a report, and the words that say so."""

    killed: int
    hurt: int
    why_killed: str
    why_hurt: str


@dataclass(frozen=True, slots=True)
class Told:
    """One saying that people were killed, hurt or shot, how many, and whether in a number.

    `order` is headline or text, sentence, token. `active` says that the doer is the subject,
    `suicide` that he is the victim.
    """

    kind: str
    count: int
    numbered: bool
    text: str
    order: tuple[int, int, int]
    active: bool = False
    suicide: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    open: frozenset[str]
    dead: frozenset[str]
    hurt: frozenset[str]
    fatal: frozenset[str]
    harmful: frozenset[str]
    unused: frozenset[str]
    elsewhere: tuple[str, ...]
    multiples: dict[str, int]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = figure_data()["tolls"]
    return _Words(
        open=frozenset(data["open"]),
        dead=frozenset(data["dead"]),
        hurt=frozenset(data["hurt"]),
        fatal=frozenset(data["fatal"]),
        harmful=frozenset(data["harmful"]),
        unused=frozenset(data["unused"]),
        elsewhere=tuple(data["elsewhere"]),
        multiples=data["multiples"],
    )


def toll_of(text: Reading | None, headline: Reading | None = None) -> Toll:
    """Killed and hurt by what a report tells, from its text and headline, read with figures."""
    numbered = ((0, headline), (1, text))
    told = [t for n, reading in numbered if reading is not None for t in _Finder(reading, n).run()]
    readings = [reading for _, reading in numbered if reading is not None]
    told.sort(key=lambda t: t.order)
    killed = [t for t in told if t.kind == KILLED]
    hurt = [t for t in told if t.kind == HURT]
    shot = [t for t in told if t.kind == SHOT]
    dead, why_dead = _count(killed)
    if not dead:
        fatal = _mentions(readings, _words().fatal)
        if fatal and not _count(hurt)[0]:
            dead, why_dead = 1, f"nobody counted, but: {fatal}"
    wounded, why = _count(hurt)
    first = next((t for t in shot if t.numbered), None)
    if first is not None:
        left = first.count - dead
        if left > wounded:
            wounded, why = left, f"{first.text} less the dead"
    elif not wounded and not dead:
        if shot:
            wounded, why = _count(shot)
        else:
            harm = _mentions(readings, _words().harmful)
            wounded, why = (1, f"nobody counted, but: {harm}") if harm else (0, "")
    return Toll(dead, wounded, why_dead, why)


def _count(told: Sequence[Told]) -> tuple[int, str]:
    """The first number; else the largest group of people named."""
    numbered = next((t for t in told if t.numbered and t.count), None)
    named = [t for t in told if not t.numbered and t.count]
    if numbered is not None and named and _is_late(numbered, named[0]):
        numbered = None
    chosen = numbered or max(named, key=lambda t: t.count, default=None)
    if chosen is None:
        return 0, ""
    himself = next((t for t in told if t.suicide), None)
    if chosen.active and himself is not None and himself is not chosen:
        # "He killed his wife and son, then himself": who counts the victims leaves out the killer.
        return chosen.count + 1, f"{chosen.text}, and {himself.text}"
    return chosen.count, chosen.text


def _is_late(numbered: Told, named: Told) -> bool:
    """Whether a number comes so long after the people named that it is about something else."""
    return numbered.order[0] > 0 and numbered.order[1] - named.order[1] > LATE


def _mentions(readings: Sequence[Reading], words: frozenset[str]) -> str | None:
    for reading in readings:
        tokens = reading.parse.tokens
        for token in tokens:
            if token.upos != "VERB" and (token.lower in words or token.lemma in words):
                before = tokens[token.i - 1].lower if token.i else ""
                after = tokens[token.i + 1].lower if token.i + 1 < len(tokens) else ""
                if before not in SPARED and after not in _words().unused:
                    return token.text
    return None


class _Finder:
    """What one text tells of people killed, hurt and shot."""

    def __init__(self, reading: Reading, order: int) -> None:
        self.parse: Parse = reading.parse
        self.tokens = reading.parse.tokens
        self.tables: Tables = load_tables()
        self.words = _words()
        self.order = order
        self.figures = {f.head: f for f in reading.figures if f.low is not None}
        self.by_token: dict[int, FigureMention] = dict(self.figures)
        for figure in reading.figures:
            first = self.parse.token_at(figure.start)
            if first is not None:
                for token in self.parse.between(figure.start, figure.end):
                    self.by_token.setdefault(token.i, figure)
        self.skipped = {s.index for s in self.parse.sentences if self._is_elsewhere(s.index)}

    def _is_elsewhere(self, index: int) -> bool:
        sentence = self.parse.sentences[index]
        if self.order == 0 or index < LEAD:
            return False
        text = self.parse.text[sentence.start : sentence.end].lower()
        return any(phrase in text for phrase in self.words.elsewhere)

    def run(self) -> Iterator[Told]:
        """Every saying, in text order."""
        for token in self.tokens:
            if token.sentence in self.skipped:
                continue
            many = self.words.multiples.get(token.lower)
            if many is not None:
                yield from self._multiple(token, many)
                continue
            if token.lower == "fatally":
                yield from self._fatally(token)
                continue
            kind = self._kind(token)
            if kind is None or self._is_unreal(token):
                continue
            counted = self._counted_before(token, kind)
            victims = [t for v in self._victims(token) if (t := self._told(kind, token, v))]
            if counted is None:
                yield from victims
            else:
                # "A boy and four adults were hurt": the tree knows of the boy.
                more = (t for t in victims if t.numbered and counted.text[:9] in t.text)
                yield next((t for t in more if t.count > counted.count), counted)

    def _fatally(self, token: Token) -> Iterator[Told]:
        """“Five were shot, two of them fatally”."""
        for before in reversed(self.tokens[max(0, token.i - 3) : token.i]):
            figure = self.by_token.get(before.i)
            counted = figure is not None and figure.low is not None and self._counts_people(figure)
            if counted or before.lower == "one":
                count = int(figure.low) if figure is not None and figure.low is not None else 1
                text = self.parse.slice(before.i, token.i)
                order = (self.order, token.sentence, token.i)
                yield Told(KILLED, count, numbered=True, text=text, order=order)
                return
            if before.lower not in {"of", "them", "whom"}:
                return

    def _multiple(self, token: Token, many: int) -> Iterator[Told]:
        """“A triple homicide”, “a quadruple shooting”."""
        for after in self.tokens[token.i + 1 : token.i + 3]:
            fatal = after.lower in self.words.fatal or after.lower.startswith("murder")
            if fatal or after.lower.startswith(("shooting", "stabbing")):
                text = self.parse.slice(token.i, after.i)
                kind = KILLED if fatal else SHOT
                order = (self.order, token.sentence, token.i)
                yield Told(kind, many, numbered=True, text=text, order=order)
                if fatal:
                    return

    def _counted_before(self, token: Token, kind: str) -> Told | None:
        """“One dead, 8 injured”: the number in the words right before, whatever the parse."""
        if token.upos == "NOUN" and token.lemma in {"death", "body"}:
            return None
        if self.parse.kid(token.i, "obj") is not None or token.tag in {"VBG", "VBZ", "VBP", "VB"}:
            return None
        for k in range(token.i - 1, max(-1, token.i - FURTHEST), -1):
            before = self.tokens[k]
            if before.sentence != token.sentence or self._kind(before) is not None:
                return None
            figure = self.by_token.get(k)
            if figure is not None:
                if figure.low is None or not self._counts_people(figure):
                    return None
                vague = figure.high is None and figure.approximate
                text = self.parse.text[figure.start : token.end]
                numbered = not vague and not figure.why.startswith(("one:", "none:"))
                numbered = numbered and token.lower not in CONDITIONS
                return Told(
                    kind, int(figure.low), numbered, text, (self.order, token.sentence, token.i)
                )
            if before.upos not in BETWEEN:
                return None
        return None

    def _counts_people(self, figure: FigureMention) -> bool:
        """Whether a figure counts people, or nothing that is named."""
        if figure.what in {"deaths", "injuries"}:
            return True
        unit = figure.unit
        return figure.what in {"other", "troops", "participants"} and (
            unit is None
            or unit in self.tables.people
            or unit in self.tables.livings
            or unit in self.tables.nouns
            or unit in self.tables.forces
        )

    def _kind(self, token: Token) -> str | None:
        """What a word says was done to people; None if nothing."""
        tables, words = self.tables, self.words
        if token.upos not in {"VERB", "ADJ", "NOUN", "AUX", "PROPN"}:
            return None
        dying = token.lemma in tables.verbs["dying"]
        if token.upos in {"VERB", "AUX"} or token.tag.startswith("VB"):
            fatally = self._is_fatal(token)
            if tables.passive.get(token.lemma) == "deaths" or dying or fatally:
                return KILLED
            if token.lemma in words.open:
                return SHOT
            if tables.passive.get(token.lemma) == "injuries":
                return HURT
        if token.lower in words.dead or tables.states.get(token.lower) == "deaths":
            return KILLED
        if token.lower in words.hurt or tables.states.get(token.lower) == "injuries":
            return HURT
        if token.lemma in {"death", "body"} and token.upos == "NOUN":
            return KILLED
        return None

    def _is_fatal(self, token: Token) -> bool:
        """“Fatally shot”, “shot to death”, “found dead”."""
        near = [t.lower for t in self.tokens[max(0, token.i - 1) : token.i + 3]]
        if token.lemma in self.words.open:
            return "fatally" in near[:3] or "death" in near[2:]
        return any(
            k.lower in self.words.dead and k.relation in {"xcomp", "advmod", "amod"}
            for k in self.parse.kids(token.i)
        )

    def _is_unreal(self, token: Token) -> bool:
        """Denied, possible or wanted: "could have killed", "threatened to shoot"."""
        around = [token, *([self.tokens[token.head]] if token.head >= 0 else [])]
        return any(
            k.lower in UNREAL
            for t in around[:1]
            for k in self.parse.kids(t.i, "advmod", "aux", "mark")
        )

    def _victims(self, token: Token) -> Iterator[Token]:
        """The words for those to whom it was done."""
        kids = self.parse.kids
        if token.lemma in {"death", "body"}:
            yield from (k for k in kids(token.i, "nmod") if k.case == "of")
            if token.lemma == "death":
                yield from kids(token.i, "nmod:poss")
            return
        below = kids(token.i)
        passive = [k for k in below if k.relation == "nsubj:pass"]
        objects = [k for k in below if k.relation in {"obj", "iobj"}]
        subjects = [k for k in below if k.relation == "nsubj"]
        active = token.tag.startswith("VB") and token.lemma not in self.tables.verbs["dying"]
        if passive or objects:
            yield from (*passive, *objects)
        elif subjects and (not active or (token.tag == "VBN" and not kids(token.i, "aux"))):
            yield from subjects
        elif token.relation in {"acl", "acl:relcl", "amod"} and token.head >= 0:
            if token.relation == "amod" or token.tag in {"VBN", "JJ", "VBD"} or not active:
                yield self.tokens[token.head]
        elif token.relation in {"xcomp", "ccomp", "conj", "advcl", "advmod", "obl", "dep"} and (
            token.head >= 0
        ):
            above = self.tokens[token.head]
            if above.upos in NOMINAL or above.upos in {"NUM", "PRON"}:
                yield above
            else:
                shared = kids(above.i, "nsubj:pass") if active else kids(above.i, "nsubj")
                yield from shared or kids(above.i, "obj")
        elif token.i in self.by_token:
            yield token

    def _told(self, kind: str, token: Token, victim: Token) -> Told | None:
        """One saying with its number, None if the victim is no person."""
        group = self._group(victim)
        total, numbered = 0, False
        for one in group:
            figure = self.figure_of(one)
            if figure is not None and figure.low is not None:
                if not self._counts_people(figure):
                    return None
                total += int(figure.low)
                vague = figure.high is None and figure.approximate
                numbered = numbered or not (vague or figure.why.startswith(("one:", "none:")))
            elif self._is_person(one):
                total += 1
        if not group or not total:
            return None
        if token.relation == "amod" and kind == HURT and not numbered:
            return None  # "the wounded man", who may have died
        if token.lower in CONDITIONS:
            numbered = False  # "one in critical condition": a part of them
        first, last = min(token.i, victim.i), max(token.i, group[-1].i)
        text = self.parse.slice(first, min(last, first + 12))
        order = (self.order, token.sentence, token.i)
        suicide = group[-1].lower in SELF
        active = victim.relation == "obj" and not suicide
        return Told(kind, total, numbered, text, order, active, suicide)

    def _group(self, victim: Token) -> list[Token]:
        """A victim and those joined to it; empty if it is no person."""
        if victim.upos not in PEOPLE and victim.lower != "old" and victim.i not in self.by_token:
            return []
        if victim.lower in NOBODY:
            above = self.tokens[victim.head] if victim.head >= 0 else victim
            outer = self.tokens[above.head] if above.relation == "acl:relcl" else None
            if outer is None or victim.lower in {"none", "nobody", "nothing"}:
                return []
            victim = outer
        group = [victim, *self.parse.kids(victim.i, "conj")]
        return [v for v in group if v.upos in PEOPLE or v.lower == "old"]

    def figure_of(self, token: Token) -> FigureMention | None:
        """The figure that a word is, or is counted by."""
        found = self.by_token.get(token.i)
        if found is not None:
            return found
        for kid in self.parse.kids(token.i, "nummod"):
            if kid.i in self.by_token:
                return self.by_token[kid.i]
        return None

    def _is_person(self, token: Token) -> bool:
        """One person: a name, a pronoun in the singular, a word for people."""
        if token.upos == "PROPN":
            return token.label in {"PERSON", ""} and token.tag != "NNPS"
        if token.upos == "PRON":
            return token.lower in {"he", "she", "him", "her", "himself", "herself", "self", "his"}
        if token.lower in {"old", "year-old"}:
            return True
        return token.tag == "NN" and (
            token.lemma in self.tables.people
            or token.lemma in self.tables.livings
            or token.lemma in {"self", "victim", "year-old"}
        )
