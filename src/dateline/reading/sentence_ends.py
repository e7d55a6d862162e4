"""Where a sentence surely ends, by its stops; what a full stop leaves open, the network decides."""

from __future__ import annotations

from collections.abc import Sequence

STOPS = frozenset(".!?…")
CLOSERS = frozenset("\"'”’»)]}")
OPENERS = frozenset("\"'“‘„«([{—–-•*")
# "Maj.", "Brig.", "Corp.": a short capitalised word before a full stop may be cut short.
SHORT = 4


def sure_ends(words: Sequence[str], spaces: Sequence[bool]) -> list[int]:
    """Indices of words that surely open a sentence (0 among them, if there are words).

    `spaces` tells whether a blank follows the word.
    """
    n = len(words)
    opens = [0] if n else []
    k = 0
    while k < n - 1:
        if not _is_stop(words[k]):
            k += 1
            continue
        stop = k
        while k < n - 1 and not spaces[k] and words[k + 1][0] in CLOSERS | STOPS:
            k += 1
        k += 1
        if k < n and spaces[k - 1] and _may_open(words[k]) and not _cut_short(words, stop):
            opens.append(k)
    return opens


def _is_stop(word: str) -> bool:
    return all(c in STOPS for c in word)


def _may_open(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word[0] in OPENERS


def _cut_short(words: Sequence[str], stop: int) -> bool:
    """Whether the stop may belong to a shortened word, or be a pause ("he said … Then")."""
    if words[stop] != ".":
        return words[stop] in {"…", "...", "....", ".."}
    before = words[stop - 1] if stop else ""
    return len(before) <= SHORT and before[:1].isupper()
