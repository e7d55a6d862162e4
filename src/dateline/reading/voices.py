"""Who says what: direct, indirect and mixed speech, by the words of speech and quotation marks.

First every verb, noun and adverb of speech gets the content that its frames allow and its speaker.
Then each quotation is given to the cue that introduces it; those without a cue of their own go to
the voice before them, or to somebody the sentence before speaks of. At last "I" and "we" inside
somebody's words are told who they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dateline.knowledge import Knowledge
from dateline.reading.arcs import PREDICATES, Token
from dateline.reading.components import Component
from dateline.reading.quotes import Quote, QuoteIndex, quotes_of
from dateline.reading.reading import Name, Reading, Voice
from dateline.reading.sayings import SayingFinder
from dateline.reading.speakers import DOCUMENTS, issuer_of
from dateline.reading.speech import Saying, Speech, load_speech

Ranges = tuple[tuple[int, int], ...]
Kind = Literal["direct", "indirect", "mixed"]

FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
# Fewer words than these, and no verb among them: words that are held at arm's length.
SPOKEN_WORDS = 4
# How many words may stand between a quotation and the verb that introduces it.
NEAR = 14
MARK_TOKENS = frozenset({'"', "“", "‘", "'", "``", "''", "„", "«"})
# Share of the content in quotation marks from which speech is direct.
DIRECT = 0.8
# How many sentences after somebody's words a quotation without a cue may still be theirs.
STILL_SPEAKS = 4


def component(_knowledge: Knowledge) -> Component:
    """The component that finds attributions, and who "I" and "we" are in them."""
    speech = load_speech()

    def run(reading: Reading) -> Mapping[str, list[Any]]:
        voices = find_voices(reading, speech)
        return {"voices": voices, "references": [*reading.references, *_selves(reading, voices)]}

    return Component("voices", "1", ("parse", "names", "references"), ("voices", "references"), run)


def find_voices(reading: Reading, speech: Speech) -> list[Voice]:
    """All attributions of an article, in the order of their contents."""
    index = QuoteIndex(quotes_of(reading.parse.text))
    sayings = SayingFinder(reading, speech, index).run()
    _Quoting(reading, index, sayings).run()
    found = [v for s in sayings if not s.dropped and (v := _voice(reading, index, s)) is not None]
    found.sort(key=lambda v: (v.content[0][0], -v.content[-1][1], v.cue_start))
    return found


class _Quoting:
    """Gives every quotation to a saying."""

    def __init__(self, reading: Reading, index: QuoteIndex, sayings: list[Saying]) -> None:
        self.reading = reading
        self.parse = reading.parse
        self.tokens = reading.parse.tokens
        self.index = index
        self.sayings = sayings
        self.able = [s for s in sayings if s.quote is not None and s.cue is not None]
        self.by_sentence: dict[int, list[Saying]] = {}
        for s in self.able:
            if s.cue is not None:
                self.by_sentence.setdefault(s.cue.sentence, []).append(s)
        self.last: Saying | None = None
        self.last_sentence = -99

    def run(self) -> None:
        held: list[Quote] = []
        for quote in self.index.quotes:
            words = self.parse.between(quote.start, quote.end)
            if not words:
                continue
            spoken = _is_spoken(words)
            owner = self._owner(quote, words, spoken=spoken)
            held = self._let_go(held, words)
            if owner is not None:
                for earlier in held:
                    owner.pieces.append((earlier.start, earlier.end))
                held = []
                self._give(owner, quote, words)
            elif spoken and not self._colon(quote, words) and not self._carry_on(quote, words):
                held.append(quote)
        self._flush(held)

    def _give(self, saying: Saying, quote: Quote, words: list[Token]) -> None:
        if self._stands_alone(saying, quote, words):
            inside = [(a, b) for a, b in saying.pieces if self.index.at(a) >= 0 and b <= quote.end]
            saying.pieces = inside
        saying.pieces.append((quote.start, quote.end))
        if saying.quote is not None and not saying.stance_set:
            saying.stance, saying.about = saying.quote.stance, False
        if _is_spoken(words):
            self.last, self.last_sentence = saying, words[-1].sentence

    def _stands_alone(self, saying: Saying, quote: Quote, words: list[Token]) -> bool:
        """Whether a quotation is all that is said: "Never," she said, and left."""
        cue = saying.cue
        if cue is None or cue.start < quote.end or not words[0].text[:1].isupper():
            return False
        whole = _is_spoken(words) or len(words) < SPOKEN_WORDS
        if not whole or self.parse.text[quote.end - 1] not in ",?!.…":
            return False
        before = self.parse.sentence_of(words[0].i).start
        lead = self.parse.text[before : quote.start].rstrip(" \"“'‘")
        return not lead or lead.endswith((":", ","))

    # -- which cue -----------------------------------------------------------------------------

    def _owner(self, quote: Quote, words: list[Token], *, spoken: bool) -> Saying | None:
        """The saying that a quotation belongs to by its place in the sentence."""
        for saying in self.sayings:
            if saying.holds(quote.start, quote.end) and not self._inside(saying, quote):
                return saying
        if not spoken and not _is_set_off(words):
            return None
        after = self._after(quote, words)
        before = self._before(quote, words)
        if after is None or before is None:
            return after or before
        # Between two cues: the one whose own content is still missing.
        return after if before.pieces and not after.pieces else before if after.pieces else after

    def _inside(self, saying: Saying, quote: Quote) -> bool:
        """Whether a cue itself stands inside the quotation."""
        return saying.cue is not None and quote.start <= saying.cue.start < quote.end

    def _after(self, quote: Quote, words: list[Token]) -> Saying | None:
        """A cue that follows: "…," said X; "…," X said; "… ?" asked X as a sentence of its own."""
        last = words[-1]
        stop = last.i + NEAR
        for sentence in (last.sentence, last.sentence + 1):
            for saying in self.by_sentence.get(sentence, ()):
                cue = saying.cue
                if cue is None or not last.i < cue.i <= stop or self._inside(saying, quote):
                    continue
                gap = self.parse.text[quote.end : cue.start]
                if "\n" in gap or self._crosses(quote.end + 1, cue.start):
                    return None
                if sentence > last.sentence and saying.pieces:
                    return None
                if any(c in gap for c in ".;:") and ". " in gap[2:]:
                    return None
                return saying
        return None

    def _before(self, quote: Quote, words: list[Token]) -> Saying | None:
        """A cue before: X said: "…"; X said, "…"; also at the end of the sentence before."""
        first = words[0]
        best: Saying | None = None
        for sentence in (first.sentence - 1, first.sentence):
            for saying in self.by_sentence.get(sentence, ()):
                cue = saying.cue
                if cue is None or cue.i >= first.i or self._inside(saying, quote):
                    continue
                gap = self.parse.text[cue.end : quote.start]
                if sentence < first.sentence and (":" not in gap or ". " in gap or "\n" in gap):
                    continue
                if first.i - cue.i <= NEAR or ":" in gap:
                    best = saying
        if best is not None and best.cue is not None and best.pieces:
            gap = self.parse.text[best.cue.end : quote.start]
            if not any(mark in gap for mark in (",", ":")) and len(gap) > NEAR:
                return None
        return best

    def _crosses(self, start: int, end: int) -> bool:
        """Whether another quotation stands between two offsets."""
        return start < end and bool(self.index.over(start, end))

    # -- quotations without a cue --------------------------------------------------------------

    def _colon(self, quote: Quote, words: list[Token]) -> bool:
        """Whether a colon alone introduces the quotation: "Kol shook her head: …"."""
        colon = words[0].i - 1
        while colon >= 0 and self.tokens[colon].text in MARK_TOKENS:
            colon -= 1
        if colon < 0 or self.tokens[colon].text != ":":
            return False
        speaker = self._subject_before(self.tokens[colon])
        if speaker is None:
            return False
        saying = Saying(self.tokens[colon], "asserts", speaker, [(quote.start, quote.end)])
        saying.why = "a quotation after a colon"
        self.sayings.append(saying)
        self.last, self.last_sentence = saying, words[-1].sentence
        return True

    def _subject_before(self, colon: Token) -> Token | None:
        """The subject of the words before a colon, or whose paper they name."""
        bounds = self.parse.sentence_of(colon.i)
        found = [t for t in self.tokens[bounds.first : colon.i] if t.relation == "nsubj"]
        papers = [t for t in self.tokens[bounds.first : colon.i] if t.lemma in DOCUMENTS]
        for paper in papers if not found else []:
            issuer = issuer_of(self.parse, paper)
            if issuer is not None and issuer.i != paper.i:
                return issuer
        return found[0] if found else None

    def _told_before(self, sentence: int) -> Saying | None:
        """The outermost voice of the sentence before, in the same paragraph."""
        if self._paragraph(sentence) != self._paragraph(sentence - 1):
            return None
        for saying in self.by_sentence.get(sentence - 1, ()):
            if saying.pieces and not saying.about and saying.speaker is not None:
                return saying
        return None

    def _carry_on(self, quote: Quote, words: list[Token]) -> bool:
        """Whether the quotation goes on with the words of the voice just before it."""
        sentence = words[0].sentence
        told = self._told_before(sentence)
        if told is not None and (self.last is None or self.last_sentence < sentence - 1):
            self.last, self.last_sentence = told, sentence - 1
        if self.last is None or not self.last.pieces:
            return False
        same = self._paragraph(sentence) == self._paragraph(self.last_sentence)
        follows = sentence - self.last_sentence <= 1
        if quote.continues or (same and follows):
            self.last.pieces.append((quote.start, quote.end))
            self.last_sentence = words[-1].sentence
            return True
        return False

    def _let_go(self, held: list[Quote], words: list[Token]) -> list[Quote]:
        """Quotations kept for a cue that follows, as long as their paragraph lasts."""
        if held:
            before = self.parse.between(held[-1].start, held[-1].end)
            if self._paragraph(before[0].sentence) != self._paragraph(words[0].sentence):
                self._flush(held)
                return []
        return held

    def _flush(self, held: list[Quote]) -> None:
        """Quotations for which no cue came: by whoever spoke or was spoken of last."""
        for quote in held:
            words = self.parse.between(quote.start, quote.end)
            saying = Saying(None, "asserts", pieces=[(quote.start, quote.end)])
            sentence = words[0].sentence
            if self.last is not None and 0 <= sentence - self.last_sentence <= STILL_SPEAKS:
                saying.speaker = self.last.speaker
                saying.why = "a quotation after the speaker's words"
            else:
                saying.speaker = self._spoken_of(words[0])
                saying.why = "a quotation after a sentence about the speaker"
            if saying.speaker is None:
                saying.why = "a quotation without a speaker"
            else:
                self.last, self.last_sentence = saying, words[-1].sentence
            self.sayings.append(saying)

    def _spoken_of(self, first: Token) -> Token | None:
        """A person who is subject before the quotation, in its sentence or the one before."""
        for sentence in (first.sentence, first.sentence - 1):
            if sentence < 0:
                continue
            bounds = self.parse.sentences[sentence]
            for token in self.tokens[bounds.first : min(bounds.last, first.i)]:
                if token.relation not in {"nsubj", "nsubj:pass"}:
                    continue
                name = self.reading.name_at(token.i)
                person = name is not None and name.kind in {"PERSON", "PRON"}
                if person or token.label == "PERSON" or token.lower in {"he", "she"}:
                    return token
        return None

    def _paragraph(self, sentence: int) -> int:
        if not 0 <= sentence < len(self.parse.sentences):
            return -1
        return self.parse.sentences[sentence].paragraph


def _is_set_off(words: list[Token]) -> bool:
    """Whether a short quotation is cut off from its sentence: "Never," she said."""
    return words[-1].text in {",", "!", "?", "."} and words[0].text[:1].isupper()


def _is_spoken(words: list[Token]) -> bool:
    """Whether quoted words are an utterance rather than a term or a title."""
    plain = [t for t in words if t.upos != "PUNCT"]
    return len(plain) >= SPOKEN_WORDS and any(t.upos in PREDICATES for t in plain)


# -- from a saying to a voice ------------------------------------------------------------------


def _voice(reading: Reading, index: QuoteIndex, saying: Saying) -> Voice | None:
    text = reading.parse.text
    content = _merged(text, index, saying)
    if not content:
        return None
    kind = _kind(index, content)
    start, end, head = _source(reading, saying)
    cue = saying.cue
    if cue is not None:
        begin, finish = saying.cue_span or (cue.start, cue.end)
    else:
        begin = finish = content[0][0]
    if head < 0:
        start = end = begin
    return Voice(
        source_start=start,
        source_end=end,
        source_head=head,
        cue_start=begin,
        cue_end=finish,
        cue_head=cue.i if cue is not None else -1,
        content=content,
        kind=kind,
        stance=saying.stance,
        why=saying.why,
        about=saying.about and kind != "direct",
    )


def _merged(text: str, index: QuoteIndex, saying: Saying) -> Ranges:
    """The pieces in order, grown to whole quotations, joined where they touch, marks stripped."""
    grown = []
    for piece in saying.pieces:
        start, end = piece
        for k in index.over(*piece):
            quote = index.quotes[k]
            cue = saying.cue
            if cue is not None and quote.start <= cue.start < quote.end:
                continue
            # Only where the sentence runs into the quotation; whole ones were given by their cue.
            if start < quote.start < end < quote.end and "\n" not in text[end : quote.end]:
                end = quote.end
            elif quote.start < start < quote.end < end:
                start = quote.start
        grown.append((start, end))
    grown.sort()
    joined: list[list[int]] = []
    for start, end in grown:
        if joined and start <= joined[-1][1] + 3 and not text[joined[-1][1] : start].strip(GLUE):
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    trimmed = (_trim(text, start, end) for start, end in joined)
    return tuple((a, b) for a, b in trimmed if b > a)


GLUE = " \t\u00a0,\"“”„«»‘’'"
EDGE = " \t\n\u00a0,;:—–-\"“”„«»‘’'`"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _kind(index: QuoteIndex, content: Ranges) -> Kind:
    """Direct if (nearly) all of the content is quoted, mixed if some of it is."""
    total = quoted = 0
    for start, end in content:
        total += end - start
        for k in index.over(start, end):
            quote = index.quotes[k]
            # Within a longer quotation everything is quoted; that makes no speech of its own.
            if quote.start >= start - 1 or quote.end <= end + 1:
                quoted += min(end, quote.end) - max(start, quote.start)
    if quoted >= DIRECT * total:
        return "direct"
    return "mixed" if quoted else "indirect"


def _source(reading: Reading, saying: Saying) -> tuple[int, int, int]:
    """Offsets and head of the speaker's phrase."""
    head = saying.speaker
    if head is None:
        return 0, 0, -1
    name = reading.name_at(head.i)
    if name is not None and name.head == head.i:
        return name.start, name.end, head.i
    parse = reading.parse
    inside = [head.i]
    for kid in parse.kids(head.i) if saying.cue is not head else ():
        relation = kid.relation.split(":")[0]
        if relation in {"det", "amod", "compound", "nummod", "flat", "nmod", "case"}:
            if relation == "case" and kid.i < head.i:
                continue
            inside.extend(parse.subtree(kid.i))
    inside.sort()
    # A phrase without a gap around its head.
    k = inside.index(head.i)
    first = last = k
    while first > 0 and inside[first - 1] == inside[first] - 1:
        first -= 1
    while last + 1 < len(inside) and inside[last + 1] == inside[last] + 1:
        last += 1
    tokens = parse.tokens
    return tokens[inside[first]].start, tokens[inside[last]].end, head.i


def _selves(reading: Reading, voices: list[Voice]) -> list[Name]:
    """For "I" and "we" in somebody's own words: references to the one who speaks."""
    parse = reading.parse
    held: dict[int, tuple[int, int]] = {}
    for voice in voices:
        if voice.kind == "indirect" or voice.source_head < 0:
            continue
        name = reading.name_at(voice.source_head)
        if name is None or name.entity < 0:
            continue
        for start, end in voice.content:
            for token in parse.between(start, end):
                if token.lower in FIRST_PERSON and token.upos != "NUM":
                    size = end - start
                    if token.i not in held or size < held[token.i][0]:
                        held[token.i] = (size, name.entity)
    return [
        Name(
            parse.tokens[i].start, parse.tokens[i].end, parse.tokens[i].text, "PRON", i, i, i,
            entity, "whoever speaks",
        )
        for i, (_, entity) in sorted(held.items())
    ]  # fmt: skip
