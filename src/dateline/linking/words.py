"""Words of a report with their rarity, from a fixed table, so that no text changes another's.

The weight of a word is its inverse document frequency in the news that `data/words.txt` was counted
on; a word that is not in the table is as rare as any. A fixed table keeps the score of a pair the
same whatever else is in the store.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NUMBER = re.compile(r"\d[\d,.]*")
STOP = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did "
    "do does for from had has have he her him his how i if in into is it its just may me more most "
    "my no not now of on one only or other our out over said say says she so some such than that "
    "the their them then there these they this those to two up us was we were what when which who "
    "will with would year you your told according".split()
)
# The shortest ends of words that are cut, each with what is put in its place.
ENDS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
SHORTEST = 4
# Words whose end is no ending.
WHOLE = frozenset("news thing king ring spring morning evening red bed need speed hundred".split())
# A number is not in the table of words: a year says little, any other figure more.
YEAR, DIGITS = 2.0, 5.0


def stem(word: str) -> str:
    """A word in small letters without its possessive, its plural, and -ed or -ing."""
    word = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    if len(word) < SHORTEST or not word.isalpha() or word in WHOLE:
        return word
    for end, instead in ENDS:
        if word.endswith(end) and not word.endswith(("ss", "us", "is")):
            word = word[: len(word) - len(end)] + instead
            break
    for end in ("ing", "ed"):
        rest = word.removesuffix(end)
        if rest != word and len(rest) >= SHORTEST:
            # "stopped" and "stops" are one word, and so are "marching" and "marches".
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "ls" else rest
    return word.removesuffix("e") if len(word) > SHORTEST else word


@lru_cache(maxsize=1)
def _counted() -> tuple[int, dict[str, int]]:
    lines = files("dateline.linking").joinpath("data/words.txt").read_text("utf-8").splitlines()
    total, found = 1, {}
    for line in lines:
        if line.startswith("#"):
            continue
        count, _, words = line.partition("\t")
        if words == "documents":
            total = int(count)
        else:
            found.update(dict.fromkeys(words.split(), int(count)))
    return total, found


@lru_cache(maxsize=500_000)
def stemmed(word: str) -> str:
    """The stem of a word, "" if the word says nothing."""
    return "" if word.lower() in STOP else stem(word)


@lru_cache(maxsize=500_000)
def rarity(word: str) -> float:
    """Inverse document frequency of a stem, 0 to about 10."""
    if word.isdigit():
        return YEAR if len(word) == len("2020") and word[:2] in {"19", "20"} else DIGITS
    total, found = _counted()
    return math.log((1 + total) / (1 + found.get(word, 0)))


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    lines = files("dateline.linking").joinpath("data/acts.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        for word in () if line.startswith("#") else line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


# How alike two triggers are: one head, words of one family, one beside the head, the same beginning
# (of at least so many letters).
SAME_HEAD, FAMILY, BESIDE, BEGINS, PREFIX = 0.9, 0.7, 0.5, 0.6, 5


@lru_cache(maxsize=500_000)
def one_act(one: str, other: str) -> float:
    """How likely two triggers (their stems, head first) tell one act: 1 the same head, 0 no way.

    Words of one family in `data/acts.txt` have `FAMILY`; words that only begin alike, such as
    "nomin-ated" and "nomin-ee", as much of it as they have in common.
    """
    if one == other:
        return 1.0
    first, second = one.split(), other.split()
    if first[0] == second[0]:
        return SAME_HEAD
    best = _alike(first[0], second[0])
    # "open fire" and "fire": another word of the trigger tells the act of the other's head.
    for a, b in ((first, second), (second, first)):
        if len(a) > 1 and max(_alike(word, b[0]) for word in a[1:]) >= FAMILY:
            best = max(best, BESIDE)
    return best


def _alike(one: str, other: str) -> float:
    families = _families()
    if one == other or families.get(one, frozenset()) & families.get(other, frozenset()):
        return FAMILY
    letters = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    begun = next((k for k, (x, y) in enumerate(letters) if x != y), shorter)
    return BEGINS * begun / max(len(one), len(other)) if begun >= PREFIX else 0.0


def stems(text: str) -> list[str]:
    """The stems of the words of a text that say something, in order."""
    return [s for word in WORD.findall(text) if (s := stemmed(word))]


def weights(words: list[str]) -> dict[str, float]:
    """Weight of each word of a text: how often it stands there (damped) times its rarity."""
    return {w: (1 + math.log(n)) * rarity(w) for w, n in Counter(words).items()}
