"""Component `times`: time expressions, with the days that they mean.

Expressions are found by the grammar in `time_rules`; here matches are gone through in text order,
because "a day earlier" counts from the last date told, and neighbours are joined: "noon" and
"Thursday", "from Monday" and "to Friday". Relative expressions count from the date of publication;
without one they get a value that leaves open what is unknown, and no days.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dateline.reading.components import Component
from dateline.reading.reading import Reading, TimeMention
from dateline.reading.time_anchors import anchored
from dateline.reading.time_calendar import Stretch, day_of, nearest_year, safe, shifted
from dateline.reading.time_dates import joined
from dateline.reading.time_feasts import MOVING
from dateline.reading.time_rules import HANDLERS, LATER, ORDER, PATTERN
from dateline.reading.time_scene import Found, Match, Scene
from dateline.reading.time_tense import way_of
from dateline.reading.time_words import TRIGGERS, WORDS

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.reading.arcs import Sentence, Token

Piece = tuple[int, int, Found]
VERSION = "1"
# A story counts as history when it tells this many full dates of long ago, and for each four of
# them at most one day by its nearness.
NARRATIVE_YEARS = 3
NARRATIVE_SHARE = 3
NARRATIVE_GAP = 2
HEADS = "WMuUyYSPwqnKeVcd@XG"
CONNECTORS = frozenset(["to", "and", "-", "–", "—", "until", "till", "through"])
OPENERS = frozenset({"from", "between"})
APPROXIMATE = {
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("at", "least"),
    ("at", "most"),
    ("up", "to"),
    ("no", "more", "than"),
}


def component(_knowledge: Knowledge) -> Component:
    """The times component."""
    return Component("times", VERSION, ("parse",), ("times",), run)


def run(reading: Reading) -> Mapping[str, list[Any]]:
    """Find and resolve the time expressions of a reading."""
    parse = reading.parse
    if not parse.tokens:
        return {"times": []}
    scene = Scene(parse, WORDS.symbols_of(parse.tokens), reading.article.published)
    scene.narrative = _is_narrative(scene)
    mentions: list[TimeMention] = []
    starts = WORDS.starts(parse.tokens)
    for sentence in parse.sentences:
        first, last = bisect_left(starts, sentence.first), bisect_left(starts, sentence.last)
        pieces = _sentence(scene, sentence, starts[first:last])
        if not pieces:
            continue
        mentions.extend(_mention(scene, piece) for piece in _joined(scene, pieces))
    return {"times": anchored(parse, mentions, reading.article.published)}


def _is_narrative(scene: Scene) -> bool:
    """Whether the text tells history: full dates of years long gone, hardly a weekday."""
    symbols, tokens = scene.symbols, scene.parse.tokens
    limit = scene.published.year - NARRATIVE_GAP if scene.published else 9999
    near = symbols.count("y") + symbols.count("W")
    years, i = 0, symbols.find("Y")
    while i >= 0:
        years += int(tokens[i].lower) <= limit and "M" in symbols[max(0, i - 4) : i]
        i = symbols.find("Y", i + 1)
    return years >= max(NARRATIVE_YEARS, near * NARRATIVE_SHARE)


def _sentence(scene: Scene, sentence: Sentence, starts: Sequence[int]) -> list[Piece]:
    """The expressions of one sentence; fixed phrases may start at the tokens `starts`."""
    pieces: list[Piece] = []
    part = scene.symbols[sentence.first : sentence.last]
    here = sentence.first
    if not starts and TRIGGERS.isdisjoint(part) and "CC" not in part:
        return pieces
    while here < sentence.last:
        match = PATTERN.search(scene.symbols, here, sentence.last)
        stop = match.start() if match else sentence.last
        phrases = (_phrase(scene, i, sentence.last) for i in starts if here <= i <= stop)
        piece = next((p for p in phrases if p is not None), None)
        if piece is not None:
            _keep(scene, piece, pieces)
            here = piece[1]
            continue
        if match is None or match.lastgroup is None:
            break
        start, end, found = _meaning(scene, match, sentence.last)
        if found is None:
            here = start + 1
            continue
        here = end
        if found.also is not None:
            _keep(scene, (start, found.cut - 1, found), pieces)
            _keep(scene, (found.cut, end, found.also), pieces)
        elif not found.skip and not _in_name(scene, start, end):
            _keep(scene, (start, end, found), pieces)
    return pieces


def _meaning(scene: Scene, match: re.Match[str], last: int) -> tuple[int, int, Found | None]:
    """What a match means by the first rule, or by the next one that fits at the same place."""
    start, name = match.start(), match.lastgroup or ""
    found = HANDLERS[name](Match(scene, start, match.end()))
    if found is not None:
        return start, match.end(), found
    place = ORDER[name] + 1
    for pattern, handler in LATER[place:]:
        other = pattern.match(scene.symbols, start, last)
        if other is not None and other.end() > start:
            found = handler(Match(scene, start, other.end()))
            if found is not None:
                return start, other.end(), found
    return start, match.end(), None


def _in_name(scene: Scene, first: int, last: int) -> bool:
    """Whether the words belong to a name: the Sunday Times, Black Friday, VOA Today."""
    tokens = scene.parse.tokens
    if first > 0 and scene.symbols[first] == "W" and tokens[first - 1].lower in NAMED_DAYS:
        return True
    if scene.symbols[first] == "y" and first > 0:
        shout, name = tokens[first], tokens[first - 1]
        after = tokens[last] if last < len(tokens) else None
        lower = after is None or not after.text.isupper()
        if name.upos == "PROPN" and name.text.isupper() and shout.text.isupper() and lower:
            # "USA TODAY reported"
            return True
    return (
        all(t.label in NAME_LABELS and t.text[:1].isupper() for t in tokens[first:last])
        and "Y" not in scene.symbols[first:last]
    )


NAMED_DAYS = frozenset({"bloody", "black", "cyber"})
NAME_LABELS = frozenset({"WORK_OF_ART", "ORG", "PRODUCT", "PERSON", "FAC"})


def _keep(scene: Scene, piece: Piece, pieces: list[Piece]) -> None:
    """Add an expression and let what follows count from it."""
    pieces.append(piece)
    found = piece[2]
    stretch = found.stretch
    if (
        found.kind in {"DATE", "TIME"}
        and stretch.begin is not None
        and found.key != "clock"
        and (not stretch.value.endswith("_REF"))
        and not (scene.narrative and _of_now(scene, stretch))
    ):
        scene.told = stretch
        scene.told_year_stated = "Y" in scene.symbols[piece[0] : piece[1]] and (
            stretch.precision in {"day", "month"}
        )
        scene.told_sentence = scene.parse.tokens[piece[0]].sentence
        if found.key == "quarter" and _is_over(scene, stretch):
            scene.told_quarter = stretch


def _of_now(scene: Scene, stretch: Stretch) -> bool:
    """Whether a date in a history is of the writer's own days."""
    return (
        scene.published is not None
        and stretch.begin is not None
        and stretch.begin.year > scene.published.year - NARRATIVE_GAP
    )


def _is_over(scene: Scene, stretch: Stretch) -> bool:
    return scene.published is None or stretch.finish is None or stretch.finish <= scene.published


def _phrase(scene: Scene, i: int, last: int) -> Piece | None:
    """A fixed phrase that starts at token `i`: "at the moment", "Christmas Day"."""
    tokens = scene.parse.tokens
    for words, value, table in WORDS.phrases[tokens[i].lower]:
        end = i + len(words)
        if end > last or any(tokens[i + n].lower != w for n, w in enumerate(words)):
            continue
        if table == "moving":
            found = _moving_feast(scene, i, end, value)
        elif table == "feasts":
            found = _feast(scene, i, value)
        else:
            found = _reference(scene, i, end, value)
        if found is not None:
            return (i, end, found)
    return None


def _reference(scene: Scene, first: int, last: int, value: str) -> Found | None:
    """A word such as "now"; not "the past" of "the past week", nor "the future" of a noun."""
    tokens = scene.parse.tokens
    after = tokens[last].tag if last < len(tokens) else ""
    if tokens[first].lower == "the" and after in {"NN", "NNS", "NNP", "JJ", "CD"}:
        return None
    if tokens[first].lower == "recent" and scene.symbols[last : last + 1] == "U":
        return None
    today = scene.published if value == "PRESENT_REF" else None
    return Found(
        "DATE", Stretch(value, today, today, "day" if today else ""), "word that points, no date"
    )


def _feast(scene: Scene, i: int, value: str) -> Found | None:
    token = scene.parse.tokens[i]
    if not token.text[0].isupper():
        return None
    month, day = (int(x) for x in value.split("-"))
    if scene.published is None:
        return Found("DATE", Stretch(f"XXXX-{value}", None, None, "day"), "feast")
    year = nearest_year(month, day, scene.published, way_of(scene.parse, i))
    date_found = safe(year, month, day)
    return Found("DATE", day_of(date_found), "feast, by tense", "day") if date_found else None


def _moving_feast(scene: Scene, i: int, last: int, rule: str) -> Found | None:
    """Easter, Thanksgiving, Ramadan: of the year told right after, else nearest by tense."""
    token, today = scene.parse.tokens[i], scene.base()
    alone = last == i + 1
    if not token.text[0].isupper() or (alone and token.label in NAME_LABELS):
        return None
    feast = MOVING[rule]
    if scene.symbols[last : last + 1] == "Y":
        return Found("DATE", feast(int(scene.parse.tokens[last].lower)), "feast of that year")
    if today is None:
        return Found("DATE", Stretch("XXXX", None, None, ""), "feast, and no date of publication")
    if not MIN_YEAR < today.year < MAX_YEAR:
        return None
    before = scene.symbols[i - 1] if i else ""
    way = Match(scene, i, last).way(scene.symbols[i])
    way = "past" if before == "L" else "future" if before == "F" else way
    choices = [feast(today.year + n) for n in (-1, 0, 1)]
    fits = [
        s
        for s in choices
        if s.begin is not None
        and (way != "past" or s.begin <= today)
        and (way != "future" or (s.finish or s.begin) >= today)
    ]
    best = min(fits or choices, key=lambda s: abs(((s.begin or today) - today).days))
    return Found("DATE", best, "feast, by tense", "day" if best.precision == "day" else "")


MIN_YEAR, MAX_YEAR = 1583, 9990


def _joined(scene: Scene, pieces: list[Piece]) -> list[Piece]:
    """Join a clock time with its day, and the two ends of a range."""
    joined_pieces: list[Piece] = []
    for piece in pieces:
        if joined_pieces:
            both = _clock_and_day(scene, joined_pieces[-1], piece) or _range(
                scene, joined_pieces[-1], piece
            )
            if both is not None:
                joined_pieces[-1] = both
                continue
        joined_pieces.append(piece)
    return joined_pieces


def _clock_and_day(scene: Scene, one: Piece, other: Piece) -> Piece | None:
    keys = {one[2].key, other[2].key}
    between = [t.lower for t in scene.parse.tokens[one[1] : other[0]]]
    if one[2].key == "daypart" and other[2].key == "day" and between in ([], ["of"], ["on"]):
        part = one[2].stretch.value.partition("T")[2]
        day_found = other[2].stretch
        value = f"{day_found.value.partition('T')[0]}T{part}"
        return (
            one[0],
            other[1],
            Found("TIME", replace(day_found, value=value), other[2].why, "day"),
        )
    if (
        keys != {"clock", "day"}
        or len(between) > 2  # noqa: PLR2004 - "Friday, at noon"
        or not set(between) <= {",", "at", "on", "from"}
    ):
        return None
    clock, day = (one[2], other[2]) if one[2].key == "clock" else (other[2], one[2])
    stretch = day.stretch
    value = f"{stretch.value.partition('T')[0]}T{clock.stretch.value.partition('T')[2]}"
    return (
        one[0],
        other[1],
        Found("TIME", replace(stretch, value=value), f"time of day; {day.why}", "day"),
    )


def _range(scene: Scene, one: Piece, other: Piece) -> Piece | None:
    tokens = scene.parse.tokens
    between = tokens[one[1] : other[0]]
    if len(between) != 1 or between[0].lower not in CONNECTORS:
        return None
    if one[2].key != other[2].key or one[2].key not in {"day", "month", "year"}:
        return None
    if one[2].kind != "DATE" or other[2].kind != "DATE":
        return None
    opened = one[0] > 0 and tokens[one[0] - 1].lower in OPENERS
    word = between[0].lower
    if word == "and" and not (opened and tokens[one[0] - 1].lower == "between"):
        return None
    if not opened and word in {"to", "until", "till"} and one[2].key != "day":
        return None
    found = joined(one[2], _after(scene, one, other))
    return (one[0], other[1], found) if found is not None else None


def _after(scene: Scene, one: Piece, other: Piece) -> Found:
    """The second weekday of a range, moved so that it follows the first."""
    a, b = one[2].stretch.begin, other[2].stretch.begin
    week = 7
    if a is None or b is None or not b < a or (a - b).days >= week:
        return other[2]
    if "W" not in scene.symbols[other[0] : other[1]]:
        return other[2]
    return replace(other[2], stretch=day_of(shifted(b, week)))


def _mention(scene: Scene, piece: Piece) -> TimeMention:
    """The record of an expression, with an "about" or "more than" before it."""
    first, last, found = piece
    tokens, symbols = scene.parse.tokens, scene.symbols
    while first < last - 1 and symbols[first] == "B":
        first += 1
    while last - 1 > first and symbols[last - 1] == ",":
        last -= 1
    head = _head(scene, first, last)
    first = _widened(tokens, first)
    stretch = found.stretch
    start, end = tokens[first].start, tokens[last - 1].end
    return TimeMention(
        start,
        end,
        scene.parse.text[start:end],
        head,
        found.kind,
        stretch.value,
        stretch.begin,
        stretch.finish,
        stretch.precision,
        found.why,
    )


def _head(scene: Scene, first: int, last: int) -> int:
    """The token that ties the expression to its clause."""
    tokens, symbols = scene.parse.tokens, scene.symbols
    outer = [i for i in range(first, last) if not first <= tokens[i].head < last]
    for i in outer:
        if symbols[i] in HEADS:
            return i
    for i in range(first, last):
        if symbols[i] in HEADS:
            return i
    return outer[0] if outer else first


def _widened(tokens: list[Token], first: int) -> int:
    """Take a word for "about" or "more than" into the expression."""
    words = tuple(t.lower for t in tokens[max(0, first - 3) : first])
    sentence = tokens[first].sentence
    for size in (3, 2):
        if words[-size:] in APPROXIMATE and tokens[first - size].sentence == sentence:
            return first - size
    nearly = bool(words) and words[-1] in WORDS.words["nearly"]
    # "Around Wednesday" and "over the week" begin with a preposition.
    if (
        nearly
        and tokens[first - 1].sentence == sentence
        and WORDS.symbol(tokens[first]) not in "HWMy"
    ):
        return first - 1
    return first
