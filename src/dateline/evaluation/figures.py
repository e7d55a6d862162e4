"""Figures measured: numbers of foreign gold sets, and phrases with what they count."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dateline.errors import EvaluationError
from dateline.evaluation.gold import rows_of
from dateline.evaluation.kept import Part, within
from dateline.reading.number_words import Number, find_numbers
from dateline.reading.reading import FigureMention, Reading

Bounds = tuple[float | None, float | None]
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Dates, phone numbers and designations, whose digits the gold calls numbers; they count nothing.
COUNTLESS = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|\+?\d+(?:-\d{3,})+(?:[-/]\d+)*|\b[A-Z]{2,}-\d+|"
    r"\d+(?:-\d+){2,}"
)
LESS = "numbers without dates, phone numbers, names"
INTERVAL = re.compile(r"[\[(](?P<low>-?[\d.]*),(?P<high>-?[\d.]*)[\])]")


@dataclass(frozen=True, slots=True)
class FigureScore:
    """Share of gold numbers that were found with their value, ours and by digits alone."""

    name: str
    numbers: int
    right: float
    baseline: float
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One text with a number in it: bounds, unit (None: any) and what it counts (None: any)."""

    name: str
    text: str
    bounds: Bounds
    unit: str | None = None
    approximate: bool | None = None
    what: str | None = None
    nothing: bool = False


def evaluate_figures(
    paths: Iterable[Path],
    read: Callable[[list[str]], Iterable[Reading]],
    part: Part = "all",
) -> list[FigureScore]:
    """Score the number gold sets (`.jsonl`) and phrase lists (`.csv`) among `paths`.

    The gold sets of other projects hold numbers of every kind, ages and dates too, which the
    layer leaves out on purpose; they measure the number reader below it. One set takes the digits
    of dates, phone numbers and names for numbers: its figures stand with and without these. The
    other gives one and the word as unit where we give the number ("a dozen"). Phrase lists measure
    the layer itself: bounds, approximation and what is counted, through `read`, which reads many
    texts at once, up to and with the figures layer. Files of another shape are passed over.
    """
    scores = []
    for path in paths:
        if path.suffix == ".csv":
            scores.append(_score_phrases(path, read))
            continue
        wanted = [w for w in _gold(path) if within(part, w.text)]
        if len({w.name for w in wanted}) > 1:
            every = [w for w in wanted if w.name != LESS]
            scores.append(_score_numbers("all of the set", every))
            rest = [w for w in wanted if w.name != "numbers"]
            scores.append(_score_numbers("all of the set without dates and the like", rest))
        scores.extend(
            _score_numbers(name, [w for w in wanted if w.name == name])
            for name in sorted({w.name for w in wanted})
        )
    return scores


def _score_numbers(name: str, wanted: Sequence[Wanted]) -> FigureScore:
    """Values found by the number reader, and by looking for digits."""
    right = digits = 0
    misses = []
    for want in wanted:
        found = find_numbers(want.text)
        if any(want.unit in (None, n.unit) and has_value(n, want.bounds) for n in found):
            right += 1
        else:
            misses.append(f"{want.text} -> {want.bounds} {want.unit or ''}".strip())
        plain = [float(d.replace(",", "")) for d in DIGITS.findall(want.text)]
        digits += any(same((v, v), want.bounds) for v in plain)
    total = max(1, len(wanted))
    return FigureScore(name, len(wanted), right / total, digits / total, tuple(misses))


def _score_phrases(path: Path, read: Callable[[list[str]], Iterable[Reading]]) -> FigureScore:
    """Figures of the layer against a list of phrases."""
    wanted = list(read_phrases(path))
    right = digits = 0
    misses = []
    for want, reading in zip(wanted, read([w.text for w in wanted]), strict=True):
        if is_right(want, reading.figures):
            right += 1
        else:
            misses.append(want.text)
        plain = [float(d.replace(",", "")) for d in DIGITS.findall(want.text)]
        if want.nothing:
            digits += not plain
        else:
            digits += want.what == "other" and any(same((v, v), want.bounds) for v in plain)
    total = max(1, len(wanted))
    return FigureScore(path.stem, len(wanted), right / total, digits / total, tuple(misses))


def is_right(want: Wanted, figures: Sequence[FigureMention]) -> bool:
    """Whether the wanted figure is among those found; nothing wanted, nothing found."""
    if want.nothing:
        return not figures
    return any(
        same((f.low, f.high), want.bounds)
        and f.what == want.what
        and f.approximate == want.approximate
        for f in figures
    )


def has_value(number: Number, bounds: Bounds) -> bool:
    """Whether a number is the gold one; ours says "two thirds" as 66.7 percent."""
    low, high = bounds
    if low is None or low != high:
        percent = number.unit == "percent"
        ours = (number.low, number.high)
        shares = tuple(b / 100 if b is not None else None for b in ours)
        return same(ours, bounds) or (percent and same((shares[0], shares[1]), bounds))
    value = number.value
    return same((value, value), bounds) or (
        number.unit == "percent" and low < 1 and abs(value / 100 - low) < 0.001  # noqa: PLR2004
    )


def same(ours: Bounds, gold: Bounds) -> bool:
    """Whether both bounds agree to a thousandth."""
    for mine, theirs in zip(ours, gold, strict=True):
        if (mine is None) != (theirs is None):
            return False
        if (
            mine is not None
            and theirs is not None
            and (abs(mine - theirs) > 1e-3 * max(1.0, abs(theirs)))
        ):
            return False
    return True


PHRASE_COLUMNS = ("phrase", "low", "high", "approximate", "what")


def read_phrases(path: Path) -> Iterator[Wanted]:
    """Rows of a phrase list: phrase, low, high, approximate, what (empty: no figure).

    Raises:
        EvaluationError: the file has no such columns.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        if not set(PHRASE_COLUMNS) <= set(lines.fieldnames or ()):
            msg = f"{path}: a list of phrases has the columns {', '.join(PHRASE_COLUMNS)}"
            raise EvaluationError(msg)
        for row in lines:
            low, high = (float(row[k]) if row[k] else None for k in ("low", "high"))
            yield Wanted(
                name=path.stem,
                text=row["phrase"],
                bounds=(low, high),
                approximate=row["approximate"] == "yes",
                what=row["what"] or None,
                nothing=not row["what"],
            )


def _gold(path: Path) -> Iterator[Wanted]:
    for row in rows_of(path):
        if "req" in row:
            for result in row["res"]:
                if "uncertainty" not in result:
                    value = float(result["value"])
                    yield Wanted("quantulum", row["req"], (value, value))
            continue
        for result in row.get("results", ()):
            want = _recognizer(row["model"], row["text"], result["resolution"] or {})
            if want is None:
                continue
            yield want
            if want.name == "numbers":
                spans = [m.span() for m in COUNTLESS.finditer(row["text"])]
                start = int(result.get("start", 0))
                if not any(a <= start < b for a, b in spans):
                    yield replace(want, name=LESS)


def _recognizer(model: str, text: str, resolution: dict[str, Any]) -> Wanted | None:
    """One gold number of the recognizers set, for the models that are about numbers."""
    value = str(resolution.get("value") or "")
    if model == "NumberRangeModel":
        interval = INTERVAL.fullmatch(value)
        if interval is None:
            return None
        low, high = (float(b) if b else None for b in (interval["low"], interval["high"]))
        return Wanted("number ranges", text, (low, high))
    names = {"NumberModel": "numbers", "PercentModel": "percent", "CurrencyModel": "currency"}
    if model not in names or not re.fullmatch(r"-?[\d.]+(?:E[+-]?\d+)?%?", value):
        return None
    number = float(value.removesuffix("%"))
    unit = "percent" if model == "PercentModel" else resolution.get("isoCurrency")
    return Wanted(names[model], text, (number, number), unit)
