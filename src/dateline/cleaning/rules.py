"""Line rules: each has a name that says why it cuts, and a test that says where.

The rules themselves stand in `furniture.toml`, with examples of what they must find and what they
must not touch; this module reads that file and joins the rules of a kind into one expression.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.errors import KnowledgeError

DATA = "furniture.toml"
WHERE = ("line", "begins", "ends", "contains", "start", "end")
WHOLE = WHERE[:4]
_ZONES = ("", "head", "tail")
_DEFAULT_WORDS = 60
_LONGEST = 1500  # characters; no furniture is longer
# How much of a line's end is looked at: enough for a credit with three names.
_ENDING = 260


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the reason it gives, where it looks, and what it looks for."""

    reason: str
    where: str
    patterns: tuple[str, ...]
    words: int
    zone: str
    starts_list: bool
    hints: tuple[str, ...]
    examples: tuple[str, ...]
    keeps: tuple[str, ...]

    def may_match(self, lowered: str) -> bool:
        """Whether a line in small letters is worth a closer look."""
        return not self.hints or any(hint in lowered for hint in self.hints)

    def expression(self) -> re.Pattern[str]:
        """What it looks for, as one expression."""
        body = "|".join(f"(?:{p})" for p in self.patterns)
        return re.compile(_framed(self.where, body), re.IGNORECASE)


def _framed(where: str, body: str) -> str:
    if where in ("begins", "start"):
        return rf"(?:{body})"
    if where in ("ends", "end"):
        return rf"(?:{body})\Z"
    return rf"(?:{body})\Z" if where == "line" else rf"(?:{body})"


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's finding in a line: the reason, and the part of the line to cut."""

    reason: str
    start: int
    end: int
    starts_list: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, in the order of the file."""

    whole: tuple[tuple[Rule, re.Pattern[str]], ...]
    edges: tuple[tuple[Rule, re.Pattern[str]], ...]

    def line(self, text: str, zones: Sequence[str]) -> Found | None:
        """The first rule that takes the whole line."""
        if len(text) > _LONGEST:
            return None
        words = text.count(" ") + 1
        lowered = text.lower()
        quoted = text.startswith(("“", '"', "‘"))
        for rule, pattern in self.whole:
            if words > rule.words or (rule.zone and rule.zone not in zones):
                continue
            if quoted and rule.where == "begins":
                continue  # somebody's words, not the outlet's
            if rule.may_match(lowered) and _matches(rule.where, pattern, text):
                return Found(rule.reason, 0, len(text), rule.starts_list)
        return None

    def parts(self, text: str) -> list[Found]:
        """What to cut from the ends of a line that stays."""
        start, end = 0, len(text)
        lowered = text.lower()
        found: list[Found] = []
        for rule, pattern in self.edges:
            if not rule.may_match(lowered):
                continue
            if rule.where == "start":
                match = pattern.match(text, start, end)
                if match and match.end() > start:
                    found.append(Found(rule.reason, start, match.end()))
                    start = match.end()
            else:
                match = pattern.search(text, max(start, end - _ENDING), end)
                if match and match.start() > start:
                    found.append(Found(rule.reason, match.start(), end))
                    end = match.start()
        return found


def _matches(where: str, pattern: re.Pattern[str], text: str) -> bool:
    if where in ("line", "begins"):
        return pattern.match(text) is not None
    if where == "ends":
        return pattern.search(text, max(0, len(text) - _ENDING)) is not None
    return pattern.search(text) is not None


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The rules of the package, compiled."""
    data = tomllib.loads(files("dateline.cleaning").joinpath(DATA).read_text("utf-8"))
    found = rules_of(data)
    compiled = [(rule, rule.expression()) for rule in found]
    return Rules(
        whole=tuple(pair for pair in compiled if pair[0].where in WHOLE),
        edges=tuple(pair for pair in compiled if pair[0].where not in WHOLE),
    )


def rules_of(data: Mapping[str, Any]) -> list[Rule]:
    """The rules in the data of a furniture file.

    Raises:
        KnowledgeError: a rule that lacks something or whose expression is broken.
    """
    words = _expanded(data.get("words", {}))
    return [_rule(number, row, words) for number, row in enumerate(data["rule"], 1)]


def _rule(number: int, row: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    where, zone = row.get("where", ""), row.get("zone", "")
    here = f"{DATA}: rule {number} ({row.get('reason', 'without a reason')})"
    if not row.get("reason") or where not in WHERE or zone not in _ZONES:
        msg = f"{here}: needs a reason, where ({', '.join(WHERE)}) and zone (head, tail) if any"
        raise KnowledgeError(msg)
    patterns = [_filled(pattern, words) for pattern in row.get("patterns", ())]
    if phrases := row.get("phrases"):
        joined = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
        patterns.append(rf"\W*(?:{joined})\W*")
    rule = Rule(
        reason=row["reason"],
        where=where,
        patterns=tuple(patterns),
        words=int(row.get("words", _DEFAULT_WORDS)),
        zone=zone,
        starts_list=bool(row.get("list", False)),
        hints=tuple(row.get("hints", ())),
        examples=tuple(row.get("examples", ())),
        keeps=tuple(row.get("keeps", ())),
    )
    try:
        rule.expression()
    except re.error as error:
        msg = f"{here}: its expression is broken ({error})"
        raise KnowledgeError(msg) from error
    return rule


# The lists in whose words case counts: names and what they are made of.
_CASED = frozenset({"name", "names", "agency", "credit"})


def _expanded(words: Mapping[str, str]) -> dict[str, str]:
    """The lists of words with the lists that stand in them, in the order of the file."""
    done: dict[str, str] = {}
    for name, body in words.items():
        filled = _filled(body, done)
        done[name] = f"(?-i:{filled})" if name in _CASED else f"(?:{filled})"
    return done


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return re.sub(r"(?<![?P])<([a-z]+)>", lambda m: words.get(m.group(1), m.group()), pattern)
