"""Standing measured on event words that people scored from -3 (did not happen) to 3 (did)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.evaluation.gold import Row, rows_of
from dateline.reading.arcs import Parse
from dateline.reading.standing import OPEN, Judge
from dateline.reading.standing_cues import Verdict, is_event_word

CLASSES = ("+", "-", "0")
EDGE = 1.5


@dataclass(frozen=True, slots=True)
class FactualityScore:
    """Macro F1 over the three classes, mean absolute error, and the same of "it all happened"."""

    dataset: str
    words: int
    covered: float
    macro_f1: float
    f1: tuple[float, float, float]
    error: float
    majority_macro_f1: float
    majority_error: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A gold event word with our score; `parse` and `token` are there to look at misses."""

    dataset: str
    gold: float
    ours: float
    covered: bool
    parse: Parse
    token: int


def evaluate_factuality(
    paths: Iterable[Path],
    parse: Callable[[list[str]], Iterable[Parse]],
    splits: Sequence[str] = ("dev",),
) -> list[FactualityScore]:
    """Score every gold word of the chosen splits, one line a dataset.

    `parse` parses many texts at once, in order. A word that the layer leaves out (a noun that is
    in no list) is still judged, so that the figures are over all gold words; `covered` is the
    share that the layer judges by itself.
    """
    by_dataset: dict[str, list[Scored]] = defaultdict(list)
    for word in score_words(paths, parse, splits):
        by_dataset[word.dataset].append(word)
    return [summarise(name, words) for name, words in sorted(by_dataset.items())]


def score_words(
    paths: Iterable[Path],
    parse: Callable[[list[str]], Iterable[Parse]],
    splits: Sequence[str],
) -> Iterator[Scored]:
    """Every gold event word with our score."""
    rows: list[tuple[Row, str, list[int]]] = []
    for path in paths:
        chosen = (row for row in rows_of(path) if row["split"] in splits)
        rows.extend((row, *spaced(row["tokens"])) for row in chosen)
    parses = parse([text for _, text, _ in rows])
    for (row, _, starts), parsed in zip(rows, parses, strict=True):
        judge = Judge(parsed)
        for event in row["events"]:
            token = parsed.token_at(starts[event["tok"]])
            if token is None:
                continue
            yield Scored(
                dataset=row["dataset"],
                gold=float(event["factuality"]),
                ours=on_scale_of(row["dataset"], judge.judge(token)),
                covered=is_event_word(parsed.tokens[token]),
                parse=parsed,
                token=token,
            )


def on_scale_of(dataset: str, verdict: Verdict) -> float:
    """Our verdict on a dataset's scale, as its annotators were asked.

    UW asked for the author's belief, open futures included; that is our own scale. UDS-IH2 asked
    whether a thing happened or is happening, yes or no and how sure: what is still open did not
    happen, and over predicates with a "not" its annotators were split, so that those stand between.
    MEANTIME marks certainty apart from time: a plan told for certain has the full score.
    """
    if dataset.startswith("UDS"):
        if verdict.status in OPEN:
            return -2.0
        return max(verdict.score, -1.0)
    if (
        dataset == "MEANTIME"
        and verdict.status in {"occurred", "planned"}
        and (verdict.score >= EDGE)
    ):
        return 3.0
    return verdict.score


def summarise(dataset: str, words: Sequence[Scored]) -> FactualityScore:
    """The figures of one dataset."""
    gold = [w.gold for w in words]
    ours = [w.ours for w in words]
    always = [3.0] * len(words)
    f1 = class_f1(gold, ours)
    return FactualityScore(
        dataset=dataset,
        words=len(words),
        covered=sum(w.covered for w in words) / max(1, len(words)),
        macro_f1=sum(f1) / len(f1),
        f1=(f1[0], f1[1], f1[2]),
        error=mean_error(gold, ours),
        majority_macro_f1=sum(class_f1(gold, always)) / len(CLASSES),
        majority_error=mean_error(gold, always),
    )


def class_of(score: float) -> str:
    """Happened, did not happen, or open."""
    return "+" if score >= EDGE else "-" if score <= -EDGE else "0"


def class_f1(gold: Sequence[float], ours: Sequence[float]) -> list[float]:
    """F1 of each class in the order of `CLASSES`."""
    pairs = [(class_of(g), class_of(o)) for g, o in zip(gold, ours, strict=True)]
    scores = []
    for name in CLASSES:
        right = sum(g == o == name for g, o in pairs)
        total = sum(g == name for g, _ in pairs) + sum(o == name for _, o in pairs)
        scores.append(2 * right / total if total else 0.0)
    return scores


def mean_error(gold: Sequence[float], ours: Sequence[float]) -> float:
    """Mean absolute error."""
    return sum(abs(g - o) for g, o in zip(gold, ours, strict=True)) / max(1, len(gold))


TIGHT = frozenset(
    {".", ",", ";", ":", "?", "!", ")", "%", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'"}
)
QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


def spaced(words: Sequence[str]) -> tuple[str, list[int]]:
    """Tokens as running text, and where each token starts in it."""
    text, starts, opened = "", [], False
    for word in words:
        shown = QUOTES.get(word, word)
        tight = shown in TIGHT or shown.lower() in TIGHT or text.endswith(("(", "$"))
        if shown == '"':
            tight = opened
            opened = not opened
        elif opened and text.endswith('"'):
            tight = True
        if text and not tight:
            text += " "
        starts.append(len(text))
        text += shown.replace("\n", " ")
    return text, starts
