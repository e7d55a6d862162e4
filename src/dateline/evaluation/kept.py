"""The split of every gold set into a part to work with and a part to look at last.

The split is a function of the case alone, so that it is the same on every machine. It goes by the
sentence (or document), not by the file: the same sentence stands in more than one of the sets.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal

from dateline.errors import EvaluationError

Part = Literal["dev", "kept", "all"]
PARTS: tuple[Part, ...] = ("dev", "kept", "all")
KEPT_ARTICLES = frozenset({"D12", "D13", "D14", "D15", "D16"})


def part_of(key: str) -> Literal["dev", "kept"]:
    """The half that a text (or the id of a document) falls in; blanks and case do not matter."""
    plain = re.sub(r"\W+", " ", key).strip().lower()
    return "dev" if hashlib.sha256(plain.encode("utf-8", "replace")).digest()[0] % 2 else "kept"


def part_of_article(identity: str) -> Literal["dev", "kept"]:
    """The part of a hand-coded article: a fixed list, since there are few of them."""
    return "kept" if identity in KEPT_ARTICLES else "dev"


def within(part: Part, key: str) -> bool:
    """Whether the case `key` belongs to `part`."""
    return part in ("all", part_of(key))


def check_part(part: str) -> Part:
    """The part of that name.

    Raises:
        EvaluationError: there is none.
    """
    for known in PARTS:
        if part == known:
            return known
    msg = f"no part {part!r}; choose one of {', '.join(PARTS)}"
    raise EvaluationError(msg)
