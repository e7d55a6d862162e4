"""Figures: numbers with bounds and what they count — arrests, deaths, people in the street."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dateline.event import What
from dateline.knowledge import Knowledge
from dateline.reading.arcs import Parse, Token
from dateline.reading.components import Component
from dateline.reading.figure_kinds import COUNTED, NOMINAL, Kinds, Tables, load_tables
from dateline.reading.number_words import YEARS, Number, find_numbers
from dateline.reading.reading import FigureMention, Reading

INSIDE = frozenset({"amod", "compound", "nummod", "nmod:poss", "det", "case", "advmod", "acl"})
ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "root", "nmod"})
NAMED = frozenset({"LAW", "PRODUCT", "FAC", "WORK_OF_ART", "EVENT"})
INDEFINITE = frozenset({"a", "an", "another", "one"})
NOBODY = frozenset({"nobody", "none", "noone"})
# "Article 15", "page 3", "Highway 9": nouns that a number names.
NUMBERED = frozenset(
    [
        "no",
        "no.",
        "#",
        "number",
        "chapter",
        "page",
        "phase",
        "grade",
        "article",
        "section",
        "clause",
        "paragraph",
        "resolution",
        "flight",
        "route",
        "highway",
        "room",
        "channel",
        "protocol",
        "amendment",
        "directive",
        "level",
        "stage",
        "line",
        "gate",
        "platform",
        "terminal",
        "unit",
        "block",
        "ward",
        "district",
        "zone",
        "camp",
        "class",
        "type",
        "model",
        "version",
        "volume",
        "part",
        "form",
    ]
)
AGES = frozenset({"aged", "age", "old", "-old", "year-old"})
RECENT = range(1901, YEARS.stop)
OLDEST, LAST_DAY = 120, 31
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
# Words that may stand between a number and the noun it counts.
OPENERS = frozenset({"of", "the", "more", "other", "others", "its", "his", "her", "their", "these"})


def component(_knowledge: Knowledge) -> Component:
    """The component that finds figures."""
    tables = load_tables()

    def run(reading: Reading) -> Mapping[str, list[Any]]:
        return {"figures": Finder(tables, reading).run()}

    return Component("figures", "1", ("parse", "times"), ("figures",), run)


class Finder:
    """Finds the figures of one reading."""

    def __init__(self, tables: Tables, reading: Reading) -> None:
        self.tables = tables
        self.parse: Parse = reading.parse
        self.tokens = reading.parse.tokens
        self.text = reading.parse.text
        self.times = sorted((t.start, t.end) for t in reading.times)
        self.time_starts = [start for start, _ in self.times]
        self.kinds = Kinds(tables, reading.parse)

    def run(self) -> list[FigureMention]:
        """All figures in text order."""
        found = [m for n in find_numbers(self.text) if (m := self.judge(n)) is not None]
        taken = {mention.head for mention in found}
        found.extend(self.worded(taken))
        found.sort(key=lambda m: (m.start, m.end))
        return found

    # --- numbers ----------------------------------------------------------------------------------

    def judge(self, number: Number) -> FigureMention | None:
        """The figure that a number is, or None if it counts nothing."""
        if self.in_time(number):
            return None
        first = self.parse.token_at(number.core)
        last = self.parse.token_at(number.end - 1)
        if first is None or last is None or self.tokens[first].start >= number.end:
            return None
        if self.tokens[first].sentence != self.tokens[last].sentence:
            return None
        core = self.parse.span_head(self.tokens[first : last + 1])
        head = self.counted(last, core)
        if self.is_trap(number, first, last, head):
            return None
        number = self.without_preposition(number, head)
        what, why = self.kinds.what(number, head, core)
        if number.unit:
            unit: str | None = number.unit
        else:
            unit = head.lemma if head.upos in NOMINAL and not first <= head.i <= last else None
        self.kinds.known[head.i] = what
        return FigureMention(
            start=number.start,
            end=number.end,
            text=self.text[number.start : number.end],
            head=head.i,
            what=what,
            low=number.low,
            high=number.high,
            approximate=number.approximate,
            unit=unit,
            why=f"{number.why}; {why}",
        )

    def in_time(self, number: Number) -> bool:
        """Whether the number belongs to a date, a clock time or a span of time."""
        k = bisect_right(self.time_starts, number.end - 1)
        for start, end in self.times[max(0, k - 2) : k]:
            if end > number.core and not (
                # "Three quarters of the shops" are no span of time.
                number.unit == "percent" and start >= number.start and end <= number.end
            ):
                return True
        return False

    def counted(self, last: int, core: Token) -> Token:
        """The counted noun: what the number modifies or what follows; else the number itself."""
        tokens = self.tokens
        sentence = self.parse.sentences[core.sentence]
        k = last + 1
        linked = False
        while k < sentence.last and (tokens[k].lower in OPENERS or tokens[k].upos == "DET"):
            linked = linked or tokens[k].lower == "of"
            k += 1
        if k < sentence.last:
            if linked and tokens[k].lower in self.tables.states:
                return tokens[k]  # "hundreds of injured"
            noun = self.noun_from(k, sentence.last)
            if noun is not None and (linked or noun.lemma not in self.tables.tolls):
                return noun
        above = tokens[core.head] if core.head >= 0 else core
        if core.relation == "nummod" and above.upos in NOMINAL and above.i > last:
            return above
        return core

    def noun_from(self, k: int, end: int) -> Token | None:
        """The head of the noun phrase that begins at token `k`, if one does."""
        tokens = self.tokens
        for _ in range(6):
            if k >= end:
                return None
            token = tokens[k]
            if token.relation == "nmod:poss" and k < token.head < min(end, k + 8):
                k = token.head  # "a few of the mayor's friends"
                token = tokens[k]
            following = tokens[k + 1] if k + 1 < end else None
            if token.upos in NOMINAL:
                if (
                    following is not None
                    and following.upos in NOMINAL
                    and (token.relation in INSIDE and k < token.head <= k + 4)
                ):
                    k += 1
                    continue
                return token
            if token.lower == "-" or token.upos in {"ADJ", "NUM"}:
                k += 1
                continue
            if (
                token.tag in {"VBN", "VBG", "VBD"}
                and following is not None
                and (token.relation in {"amod", "compound"} or following.upos in NOMINAL)
                and token.head > k
                and tokens[token.head].upos in NOMINAL
            ):
                k += 1
                continue
            if (
                token.upos in {"ADV", "CCONJ"}
                and token.head > k
                and (tokens[token.head].upos in {"ADJ", "NOUN"})
            ):
                k += 1
                continue
            return None
        return None

    def is_trap(  # noqa: C901 - rules in order
        self, number: Number, first: int, last: int, head: Token
    ) -> bool:
        """Ages, years, spans of time, numbers in names, "one of", "one another"."""
        tokens = self.tokens
        before = tokens[first - 1] if first else None
        if number.unit is not None:
            return False
        if self.text[number.end : number.end + 1].isalpha():
            return True  # "180ml"
        if head.i > last and head.lemma in self.tables.times:
            return True
        if before is not None and before.lower in AGES:
            return True
        if (
            number.plain
            and number.value <= LAST_DAY
            and (head.lower in MONTHS or (before is not None and before.lower in MONTHS))
        ):
            return True
        if self.is_age(number, first, last):
            return True
        if (
            first > 1
            and self.tokens[first - 2].text == "Group"
            and before is not None
            and (before.lower == "of")
        ):
            return True  # "the Group of Seven"
        word = self.text[number.core : number.end].lower()
        if word == "one" and self.is_pronoun_one(first, head):
            return True
        if (
            number.plain
            and number.value in RECENT
            and (head.i <= last or head.upos not in NOMINAL or head.tag not in {"NNS", "NNPS"})
        ):
            return True
        if before is not None and before.upos == "PROPN" and number.why.startswith("words"):
            spelled = tokens[first]
            if spelled.text[:1].isupper() and before.sentence == spelled.sentence:
                return True  # "Formula One"
        return number.plain and self.is_name_part(first, last, head)

    def is_age(self, number: Number, first: int, last: int) -> bool:
        """“65-year-old”, “a two-week strike”, “the minister, 47,”."""
        tokens = self.tokens
        if last + 1 < len(tokens):
            before = tokens[first - 1] if first else None
            follows = [t.lower for t in tokens[last + 1 : last + 4]]
            if "old" in follows[:3] and "-" in follows[:2]:
                return True
            if follows[0] in self.tables.times or (
                follows[0] == "-" and len(follows) > 1 and follows[1] in self.tables.times
            ):
                return True
            if (
                number.plain
                and before is not None
                and before.text == ","
                and (
                    follows[0] in {",", "."}
                    and number.value <= OLDEST
                    and before.i > 0
                    and tokens[before.i - 1].upos in NOMINAL
                )
            ):
                return True
        return False

    def is_pronoun_one(self, first: int, head: Token) -> bool:
        """“One of”, “no one”, “one another”, “the one that”: no figure."""
        before = self.tokens[first - 1].lower if first else ""
        after = self.tokens[first + 1].lower if first + 1 < len(self.tokens) else ""
        if before in {"no", "any", "every", "some", "each", "this", "that", "which", "the", "-"}:
            return True
        if after in {"of", "another", "-", "day", "time"}:
            return True
        return head.i == first and self.kinds.casualty(self.tokens[first]) is None

    def is_name_part(self, first: int, last: int, head: Token) -> bool:
        """“Boeing 737”, “Article 15”, “No. 10”: the number is a name, it counts nothing."""
        token = self.tokens[first]
        if token.label in NAMED and head.i <= last:
            return True
        if first == 0:
            return False
        before = self.tokens[first - 1]
        if before.sentence != token.sentence:
            return False
        if before.lower in NUMBERED:
            return True
        proper = before.upos == "PROPN" or (
            before.upos == "NOUN" and before.text[:1].isupper() and before.i > 0
        )
        if not proper or before.tag == "NNPS":
            return False
        if (
            self.tokens[min(last + 1, len(self.tokens) - 1)].lower == "of"
            and before.label != "DATE"
        ):
            return True  # "Article 15 of the law"
        return (
            token.head == before.i
            or (before.relation in {"compound", "nmod", "nummod"} and before.head == token.i)
            or (head.i <= last and token.relation in {"nummod", "appos"})
        )

    def without_preposition(self, number: Number, head: Token) -> Number:
        """Drop "over" or "about" from "talks about two issues", where it is a preposition."""
        if number.start == number.core:
            return number
        first = self.parse.token_at(number.start)
        if first is None:
            return number
        word = self.tokens[first]
        if word.lower not in {"over", "about", "around", "under", "above", "below"}:
            return number
        if not (word.relation == "case" and word.head == head.i and number.value < 10):  # noqa: PLR2004
            return number
        bare = find_numbers(self.text[number.core : number.end])
        if not bare:
            return number
        shift = number.core
        return replace(
            bare[0], start=bare[0].start + shift, end=bare[0].end + shift, core=number.core
        )

    # --- "a policeman was killed", "no one was hurt" ----------------------------------------------

    def worded(self, taken: set[int]) -> Iterator[FigureMention]:  # noqa: C901 - two short rules
        """One person, or nobody, who was killed, hurt or arrested."""
        tables = self.tables
        for token in self.tokens:
            if token.relation == "det" and token.head >= 0:
                noun = self.tokens[token.head]
                if noun.i in taken or noun.i < token.i:
                    continue
                if (
                    token.lower in INDEFINITE
                    and noun.lemma in tables.persons
                    and (noun.tag == "NN")
                ):
                    found = self.kinds.casualty(noun)
                    if found:
                        yield self.mention(token, noun, 1, f"one: {found[1]}", found[0])
                elif token.lower == "no":
                    own = tables.nouns.get(noun.lemma)
                    found = self.kinds.casualty(noun)
                    if own in COUNTED and own != "displaced":
                        yield self.mention(token, noun, 0, f"none: no {noun.text}", own)
                        if noun.lemma == "casualty":
                            yield self.mention(token, noun, 0, "none: no casualties", "deaths")
                    elif found and noun.lemma in {*tables.people, "one"}:
                        yield self.mention(token, noun, 0, f"none: {found[1]}", found[0])
            elif token.lower in NOBODY:
                found = self.kinds.casualty(token)
                if found:
                    yield self.mention(token, token, 0, f"none: {found[1]}", found[0])

    def mention(self, first: Token, head: Token, count: int, why: str, what: What) -> FigureMention:
        """A figure said without a number."""
        return FigureMention(
            start=first.start,
            end=head.end,
            text=self.text[first.start : head.end],
            head=head.i,
            what=what,
            low=float(count),
            high=float(count),
            approximate=False,
            unit=head.lemma if head.upos == "NOUN" else None,
            why=why,
        )
