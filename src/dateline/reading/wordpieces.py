"""Words to the pieces that the network was pre-trained on, and to a class of their spelling.

The pieces are lower-case, as the encoder knows no capitals; what the capitals say goes in beside
them, as one of eight classes a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

UNKNOWN, START, STOP = "[UNK]", "[CLS]", "[SEP]"
# The network reads a word off its first piece; the rest of an address or a hash tells it nothing.
MOST_PIECES = 6
LONGEST_WORD = 100
# Words held with their pieces; a long run over many articles must not grow without end.
HELD = 200_000
CASES = 8


def case_of(word: str) -> int:
    """How a word is spelt.

    0 lower case, 1 digits, 2 signs, 3 upper case, 4 one capital, 5 capital and lower case,
    6 capital and mixed, 7 mixed.
    """
    if word.islower():
        return 0
    if not any(c.isalpha() for c in word):
        return 1 if any(c.isdigit() for c in word) else 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[0].isupper():
        return 5 if word[1:].islower() else 6
    return 7


class WordPieces:
    """The vocabulary, and what each word seen so far is made of.

    `ranks` numbers the pieces; whole words stand in it in the order of how common they are.
    """

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text("utf-8").split("\n")
        self._ids = {piece: k for k, piece in enumerate(lines) if piece}
        self.ranks: Mapping[str, int] = self._ids
        self.start, self.stop = self._ids[START], self._ids[STOP]
        self._unknown = self._ids[UNKNOWN]
        self._seen: dict[str, tuple[list[int], int]] = {}

    def of(self, word: str) -> tuple[list[int], int]:
        """The pieces' numbers and the class of the spelling."""
        found = self._seen.get(word)
        if found is None:
            found = self._pieces(word)[:MOST_PIECES] or [self._unknown], case_of(word)
            if len(self._seen) >= HELD:
                self._seen.clear()
            self._seen[word] = found
        return found

    def _pieces(self, word: str) -> list[int]:
        pieces: list[int] = []
        for part in _parts(word):
            pieces += self._longest_first(part)
        return pieces

    def _longest_first(self, part: str) -> list[int]:
        if len(part) > LONGEST_WORD:
            return [self._unknown]
        pieces: list[int] = []
        at = 0
        while at < len(part):
            prefix = "##" if at else ""
            for end in range(len(part), at, -1):
                number = self._ids.get(prefix + part[at:end])
                if number is not None:
                    pieces.append(number)
                    at = end
                    break
            else:
                return [self._unknown]
        return pieces


def _parts(word: str) -> list[str]:
    """Lower-case stretches without accents; every sign, and every ideograph, on its own."""
    parts: list[str] = []
    joined = False
    for character in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(character)
        if category == "Mn" or category in {"Cc", "Cf"} or character == "\ufffd":
            continue
        if character.isspace():
            joined = False
        elif _stands_alone(character, category):
            parts.append(character)
            joined = False
        elif joined:
            parts[-1] += character
        else:
            parts.append(character)
            joined = True
    return parts


def _stands_alone(character: str, category: str) -> bool:
    code = ord(character)
    if code < 128:  # noqa: PLR2004 - ASCII: what is no letter, digit or space is a sign
        return not character.isalnum()
    return category.startswith("P") or any(low <= code <= high for low, high in IDEOGRAPHS)


IDEOGRAPHS = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F),
)  # fmt: skip
