"""`clean`: a line at a time, cut, cut in part, or keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.article import Article, Byline, Cut
from dateline.cleaning.dateline import dateline_of
from dateline.cleaning.rules import Found, Rules, load_rules

# So many lines from the ends of the text are its head and tail, where bylines and credits stand.
_HEAD = 8
_TAIL = 8
_SENTENCE_END = re.compile(r"[.!?:;,…][\"”’')\]]*\Z|[\"”]\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the blanks around it, and where it stands in the text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)


def clean(article: Article) -> Article:
    """The article with the story alone as its text, what was cut, and the byline set apart.

    A cleaned article comes back as it is.
    """
    if article.cleaned:
        return article
    lines = lines_of(article.text)
    cuts = _whole_lines(lines, article, load_rules())
    byline, extra = _byline(lines, cuts)
    parts: dict[int, list[Found]] = {}
    for n, line in enumerate(lines):
        if n in cuts:
            continue
        found = load_rules().parts(line.text)
        if extra is not None and extra[0] == n:
            found = [extra[1], *(f for f in found if f.start >= extra[1].end)]
        if found:
            parts[n] = found
    text, made = _put_together(article.text, lines, cuts, parts)
    return replace(article, text=text, cuts=tuple(made), byline=byline, cleaned=True)


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank."""
    return [Line(m.group(), m.start()) for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]


def _whole_lines(lines: Sequence[Line], article: Article, rules: Rules) -> dict[int, str]:
    """The numbers of the lines to cut whole, with the reasons."""
    cuts: dict[int, str] = {}
    marks: list[int] = []
    title = _key(article.title or "")
    outlet = _key(article.outlet or "")
    seen: dict[str, int] = {}
    for n, line in enumerate(lines):
        key = _key(line.text)
        found = rules.line(line.text, _zones(n, len(lines)))
        if n == 0 and key == title:
            found = None  # a headline may begin like anything
        if found is not None:
            cuts[n] = found.reason
            if found.starts_list:
                marks.append(n)
        elif title and key == title and (n > 0 and seen):
            cuts[n] = "repeated headline"
        elif outlet and key == outlet:
            cuts[n] = "name of the outlet"
        elif len(line.text) >= _REPEATED and key in seen:
            cuts[n] = "repeated line"
        seen.setdefault(key, n)
    _related_lists(lines, marks, cuts)
    _menus(lines, cuts, title)
    _authors(lines, cuts)
    return cuts


_REPEATED = 40


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _zones(n: int, count: int) -> tuple[str, ...]:
    return (*(("head",) if n < _HEAD else ()), *(("tail",) if n >= count - _TAIL else ()))


def is_heading(text: str) -> bool:
    """Whether a line may be the headline of another story: short, and no sentence's end."""
    if text.endswith(("?", "!")):
        text = text[:-1]
    return len(text.split()) <= _HEADING and not _SENTENCE_END.search(text)


_HEADING = 22
_SUBHEADING = 4


def _related_lists(lines: Sequence[Line], marks: Sequence[int], cuts: dict[int, str]) -> None:
    """Headlines of other stories below a mark such as `More on this story`."""
    for mark in marks:
        n = mark + 1
        below: list[int] = []
        while n < len(lines) and (n in cuts or is_heading(lines[n].text)):
            if n not in cuts:
                below.append(n)
            n += 1
        at_end = n == len(lines)
        for one in below:
            # In the middle of a story a short line may be its own subheading.
            text = lines[one].text
            if at_end or (len(text.split()) > _SUBHEADING and text[-1] not in "?!"):
                cuts[one] = "related story"


_MENU_LINES = 8
_MENU_WORDS = 5
_MENU_KNOWN = 2


def _menus(lines: Sequence[Line], cuts: dict[int, str], title: str) -> None:
    """Long runs of lines of a few words: menus, lists of sections, tags.

    A story has such lists too (the towns under curfew), so some of a menu's lines must be known.
    """
    run: list[int] = []
    for n in range(len(lines) + 1):
        if n < len(lines) and (n in cuts or _menu_line(lines[n].text, title)):
            run.append(n)
            continue
        known = sum(one in cuts for one in run)
        if len(run) >= _MENU_LINES and known >= _MENU_KNOWN:
            for one in run:
                cuts.setdefault(one, "menu")
        run = []


def _menu_line(text: str, title: str) -> bool:
    return (
        len(text.split()) <= _MENU_WORDS
        and not _SENTENCE_END.search(text)
        and text[0].isalpha()
        and _key(text) != title
    )


_BIO = re.compile(
    r"(?P<who>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})(?:, .{3,60},)? "
    r"(?:is|was|covers|reports|writes)\b.{0,120}?"
    r"\b(?:reporter|correspondent|columnist|staff writer|contributing writer|editor|contributor|"
    r"fellow|freelance journalist|bureau chief|reporting on|writes about|covers|reports on|"
    r"covering|politics for|the author of)\b"
)
_BIO_LINES = 3
_BIO_WORDS = 60


def _authors(lines: Sequence[Line], cuts: dict[int, str]) -> None:
    """Who the author is, in the last lines; not if the story itself speaks of that person."""
    kept = [n for n in range(len(lines)) if n not in cuts]
    for n in reversed(kept[-_BIO_LINES:]):
        match = _BIO.match(lines[n].text)
        if match is None or len(lines[n].text.split()) > _BIO_WORDS or n == kept[0]:
            return
        surname = match.group("who").split()[-1]
        others = (lines[k].text for k in kept if k != n)
        if any(re.search(rf"\b{re.escape(surname)}\b", other) for other in others):
            return
        cuts[n] = "about the author"


_STORY_LINES = 4
_PLACE_IN_BYLINE = re.compile(
    r"(?:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3} in|BBC News,|Associated Press,|Reuters,) "
    r"(?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})\W*\Z"
)


def _byline(
    lines: Sequence[Line], cuts: dict[int, str]
) -> tuple[Byline | None, tuple[int, Found] | None]:
    """The dateline before one of the first lines that stay, or the place a cut byline names."""
    kept = [n for n in range(len(lines)) if n not in cuts]
    for n in kept[:_STORY_LINES]:
        found = dateline_of(lines[n].text)
        if found is not None and not _speaker(found[0].text, n, kept, lines):
            byline, end = found
            return byline, (n, Found("dateline", 0, end))
    for n in sorted(cuts)[:_HEAD]:
        if cuts[n] == "byline" and (match := _PLACE_IN_BYLINE.match(lines[n].text)):
            return Byline(lines[n].text, match.group("place"), None), None
    return None, None


def _speaker(words: str, at: int, kept: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether words before a colon are no place: a speaker in a transcript, or a remark.

    A dateline with a colon (`ISLAMABAD: The …`) stands before the first sentence and only there.
    """
    if not words.endswith(":"):
        return False
    first = next((n for n in kept if len(lines[n].text.split()) >= _SENTENCE_WORDS), None)
    return first != at or sum(bool(_SPEAKER.match(lines[n].text)) for n in kept) > 1


_SENTENCE_WORDS = 8
_SPEAKER = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,30}:\s")


def _put_together(
    text: str,
    lines: Sequence[Line],
    cuts: dict[int, str],
    parts: dict[int, list[Found]],
) -> tuple[str, list[Cut]]:
    """The story from the lines that stay, and the cuts in their order."""
    story: list[str] = []
    made: list[Cut] = []
    last_end = 0
    for n, line in enumerate(lines):
        if n in cuts:
            made.append(Cut(line.text, cuts[n], line.start, line.end))
            continue
        start, end = 0, len(line.text)
        for part in parts.get(n, ()):
            if part.start <= start:
                start = part.end
            else:
                end = min(end, part.start)
            at = line.start + part.start
            piece = line.text[part.start : part.end]
            made.append(Cut(piece, part.reason, at, at + len(piece)))
        kept = line.text[start:end].strip()
        if not kept:
            continue
        if story:
            story.append("\n\n" if _blank_between(text, last_end, line.start) else "\n")
        story.append(kept)
        last_end = line.end
    return "".join(story), sorted(made, key=lambda cut: (cut.start, cut.end))


def _blank_between(text: str, start: int, end: int) -> bool:
    return re.search(r"\n[^\S\n]*\n", text[start:end]) is not None
