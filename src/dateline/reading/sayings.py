"""Verbs, nouns and adverbs of speech in their sentences: what each says, and who says it."""

from __future__ import annotations

from dateline.event import Stance
from dateline.reading.arcs import PREDICATES, Parse, Token
from dateline.reading.quotes import QuoteIndex
from dateline.reading.reading import Reading
from dateline.reading.speakers import (
    DOCUMENTS,
    FINITE,
    NOMINAL,
    OBJECT_CONTROL,
    Speakers,
    is_passive_cue,
    issuer_of,
)
from dateline.reading.speech import PREPOSITIONS, Frame, Saying, Speech

LIGHT = frozenset(
    "make issue repeat reject raise level renew voice express deliver have give release face "
    "withdraw reiterate lodge file publish post dismiss drop send".split()
)
# Nouns that are themselves all that is told of the source.
HEARSAY = frozenset({"report", "rumor", "rumour"})
OPINION = frozenset({"believe", "think", "expect", "suppose", "feel", "assume", "claim", "say"})
POSSIBLE = frozenset("could should may might must can ca shall let".split())
# Clauses with these go on with what is said rather than with how it was said.
GOING_ON = frozenset("because if unless since until although though so while when that".split())
HYPOTHETICAL = frozenset({"if", "unless"})
SPEECH_ACT_PERSONS = frozenset("i we you us me one".split())
# The longest name or office before or after a heading's colon.
NAME_WORDS = 4
# Quotations of fewer words may hold a cue that is not the speaker's: he "insisted" that …
SHORT = 5
NEGATIVES = frozenset({"not", "n't", "never", "nobody", "neither", "nor"})


class SayingFinder:
    """The state of one walk through an article."""

    def __init__(self, reading: Reading, speech: Speech, index: QuoteIndex) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.tokens = reading.parse.tokens
        self.speech = speech
        self.index = index
        self.speakers = Speakers(reading.parse, index)
        self.found: list[Saying] = []

    def run(self) -> list[Saying]:
        """All sayings of the article, in text order, headings last."""
        verbs, nouns, adverbs = self.speech.verbs, self.speech.nouns, self.speech.adverbs
        adjectives = self.speech.adjectives
        for token in self.tokens:
            lemma = token.lemma
            if lemma in verbs and token.upos in PREDICATES:
                self._verb(token, verbs[lemma])
            elif lemma in nouns and token.upos == "NOUN":
                self._noun(token, nouns[lemma])
            elif lemma in adjectives and token.upos in {"ADJ", "VERB"}:
                self._adjective(token, adjectives[lemma])
            elif token.lower in adverbs and token.upos == "ADV":
                self._adverb(token, adverbs[token.lower])
            elif token.lower == "according":
                self._according(token)
        self._headings()
        self._part_company()
        return self.found

    # -- spans ---------------------------------------------------------------------------------

    def _runs(self, inside: list[int], *without: int) -> list[tuple[int, int]]:
        """Character ranges of tokens, without the subtrees of `without`, cut where those stand."""
        out: set[int] = set()
        for k in without:
            out.update(self.parse.subtree(k))
        kept = [k for k in inside if k not in out]
        runs: list[list[int]] = []
        for k in kept:
            # A gap of something else (a stray mark, a parser's slip) does not cut the words.
            if runs and not any(m in out for m in range(runs[-1][-1] + 1, k)):
                runs[-1].append(k)
            else:
                runs.append([k])
        spans = []
        for run in runs:
            while run and self.tokens[run[-1]].upos == "PUNCT" and run[-1] != run[0]:
                if self.tokens[run[-1]].text in {"?", "!", ")", "]"}:
                    break
                run.pop()
            while run and self.tokens[run[0]].upos == "PUNCT" and len(run) > 1:
                run.pop(0)
            if run and not all(self.tokens[k].upos in {"PUNCT", "CCONJ"} for k in run):
                spans.append((self.tokens[run[0]].start, self.tokens[run[-1]].end))
        return spans

    def _phrase(self, kid: Token) -> list[tuple[int, int]]:
        """A nominal or clause with its preposition or subordinator left out."""
        heads = [
            k.i
            for k in self.parse.kids(kid.i, "case", "mark")
            if k.i < kid.i and (k.lower in PREPOSITIONS)
        ]
        inside = self.parse.subtree(kid.i)
        spans = self._runs([k for k in inside if k not in heads])
        return spans[:1] and [(spans[0][0], spans[-1][1])]

    # -- verbs ---------------------------------------------------------------------------------

    def _verb(self, verb: Token, frames: dict[str, Frame]) -> None:
        relation = verb.relation
        if relation in {"amod", "aux", "compound", "case", "mark", "aux:pass", "cop"}:
            return
        if verb.lemma == "accord" or self._unsaid(verb):
            return
        if verb.lemma in {"cite", "quote"} and self._citing(verb):
            return
        passive = is_passive_cue(self.parse, verb)
        speaker, subject = self.speakers.of(verb, passive=passive)
        pieces, frame, where = self._content(verb, frames, subject, passive=passive)
        quote = frames.get("quote")
        if not pieces and quote is None:
            return
        if frame is not None and self._own_words(verb, frame, speaker):
            return
        if frame is None and self.index.at(verb.start) >= 0:
            return
        saying = Saying(verb, frame.stance if frame else "asserts", speaker, pieces, quote)
        saying.about = frame.about if frame else False
        saying.stance_set = frame is not None
        self._negate(saying, verb)
        saying.why = f"{verb.lemma!r} with {where}" if where else f"{verb.lemma!r} with a quotation"
        particle = self.parse.kid(verb.i, "compound:prt")
        if particle is not None and particle.i == verb.i + 1:
            saying.cue_span = (verb.start, particle.end)
        self.found.append(saying)

    def _citing(self, verb: Token) -> bool:
        """Whether "…, citing officials" gives the officials as the source of the clause."""
        thing = self.parse.kid(verb.i, "obj")
        if thing is None or verb.tag != "VBG" or verb.relation != "advcl":
            return False
        name = self.reading.name_at(thing.i)
        who = name is not None and name.kind in {"PERSON", "ORG", "GROUP"} and name.head == thing.i
        if not (who or thing.label in {"PERSON", "ORG"} or thing.lemma in DOCUMENTS):
            return False
        above = self.tokens[verb.head]
        inside = self.parse.kid(above.i, "ccomp") if above.lemma in self.speech.verbs else None
        saying = Saying(verb, "asserts", issuer_of(self.parse, thing))
        saying.pieces = self._runs(self.parse.subtree((inside or above).i), verb.i)
        saying.why, saying.stance_set = "'citing' and its source", True
        self.found.append(saying)
        return True

    def _unsaid(self, verb: Token) -> bool:
        """Whether the words are only possible: "could say", "if he says"."""
        if verb.mark in HYPOTHETICAL and verb.relation == "advcl":
            return True
        return any(k.lower in POSSIBLE for k in self.parse.kids(verb.i, "aux"))

    def _own_words(self, verb: Token, frame: Frame, speaker: Token | None) -> bool:
        """Whether the verb only colours the speaker's own words: "I think", "you know", "tell us".

        Inside a quotation only what it reports of others is a voice of its own.
        """
        k = self.index.at(verb.start)
        if k < 0:
            return frame.opinion and speaker is not None and speaker.lower in SPEECH_ACT_PERSONS
        quote = self.index.quotes[k]
        if len(self.parse.text[quote.start : quote.end].split()) < SHORT:
            return False
        if speaker is None or speaker.lower in SPEECH_ACT_PERSONS or frame.opinion or frame.about:
            return True
        if speaker.start >= quote.end:
            return True
        return verb.tag not in {"VBD", "VBZ", "VBN"}

    def _content(
        self, verb: Token, frames: dict[str, Frame], subject: Token | None, *, passive: bool
    ) -> tuple[list[tuple[int, int]], Frame | None, str]:
        """Where the content stands: its ranges, the frame, and the frame's name."""
        pieces: list[tuple[int, int]] = []
        frame: Frame | None = None
        where = ""
        kids = self.parse.kids(verb.i)
        thing = self.parse.kid(verb.i, "obj", "nsubj:pass")
        for kid in [*kids, *(self.parse.kids(thing.i, "nmod", "acl") if thing else ())]:
            name = self._frame_of(kid, verb, frames, passive=passive)
            if not name or kid is subject:
                continue
            if name == "clause":
                spans = self._runs(self.parse.subtree(kid.i), *self._outside(verb, kid))
                pieces.extend(spans)
                pieces.extend(self._stray(verb, kid, subject))
            else:
                pieces.extend(self._phrase(kid))
            if frame is None or name == "clause":
                frame, where = frames[name], _told(name)
        if "clause" in frames and not any(k.relation == "ccomp" for k in kids):
            around = self._around(verb)
            if around:
                return around, frames["clause"], "the clause around it"
        if frame is not None and len(pieces) > 1 and where != _told("clause"):
            # "described the vote as a farce": one content from the object to the end.
            pieces = [(min(a for a, _ in pieces), max(b for _, b in pieces))]
        return pieces, frame, where

    def _frame_of(  # noqa: C901, PLR0912 - one line a relation reads best in one place
        self, kid: Token, verb: Token, frames: dict[str, Frame], *, passive: bool
    ) -> str:
        """The frame that a dependent of the verb fills, or ""."""
        relation, name = kid.relation, ""
        if relation == "ccomp":
            if kid.mark == "to" and kid.i > verb.i:
                name = "to do"
            elif kid.tag == "VBG" and not self.parse.kid(kid.i, "nsubj", "aux", "cop"):
                name = "doing"
            else:
                return next((f for f in ("clause", "named", "object") if f in frames), "")
            return name if name in frames else "clause" if "clause" in frames else ""
        if relation == "xcomp":
            if kid.mark == "to":
                name = "to do"
            elif kid.tag == "VBG":
                name = "doing"
            elif kid.upos in NOMINAL:
                name = "named" if "named" in frames else "object"
            return name if name in frames else ""
        if relation == "obj":
            if passive:
                return ""
            if kid.lower in {"what", "which", "that"} and kid.i < verb.i:
                return ""
            if "named" in frames and self._is_named(verb, kid):
                return "named"
            if "object" in frames:
                return "object"
            return "as" if "as" in frames and self._has_as(verb) else ""
        if relation in {"obl", "advcl", "nmod", "acl"} and kid.i > verb.i:
            if kid.label in {"DATE", "TIME"} or (kid.head != verb.i and "object" in frames):
                return ""
            word = kid.mark if relation in {"advcl", "acl"} else kid.case
            if relation == "advcl" and word in {"whether", "if", "that"}:
                asks = verb.lemma in {"ask", "wonder", "question", "inquire", "doubt", "know"}
                return "clause" if (asks or word == "that") and "clause" in frames else ""
            word = word.split(" ")[0] if word else ""
            if word == "to" and "to do" in frames:
                # "urged them to march", with the verb taken for a noun; "called for it to stop".
                bare = not self.parse.kid(kid.i, "det", "amod", "nmod:poss")
                asked = self.parse.kid(verb.i, "obj") is not None or "for" in frames
                return "to do" if bare and asked else "to" if "to" in frames else ""
            return word if word in PREPOSITIONS and word in frames else ""
        if relation == "nsubj:pass" and "as" in frames and self._has_as(verb):
            return "as"
        return ""

    def _is_named(self, verb: Token, thing: Token) -> bool:
        """Whether the object gets a name: a predicate, or words in quotation marks after it."""
        if self.parse.kid(verb.i, "xcomp", "ccomp") or len(self.parse.kids(verb.i, "obj")) > 1:
            return True
        end = self.tokens[self.parse.subtree(thing.i)[-1]].end
        return bool(self.index.over(verb.end, end + 3))

    def _has_as(self, verb: Token) -> bool:
        kids = self.parse.kids(verb.i, "obl", "advcl")
        return any(k.case == "as" or k.mark == "as" for k in kids)

    def _outside(self, verb: Token, content: Token) -> list[int]:
        """Nothing of the cue belongs to its content."""
        return [verb.i] if self.parse.is_below(verb.i, content.i) else []

    def _stray(self, verb: Token, content: Token, subject: Token | None) -> list[tuple[int, int]]:
        """What belongs to the content though the parse hangs it on the verb of speech.

        "The ministry, said a spokesman, has left": the first subject goes with the content. "Said
        half of the losses were his": a content without a subject takes what stands before it.
        """
        if content.i < verb.i:
            return []
        spans: list[tuple[int, int]] = []
        own = self.parse.kid(content.i, "nsubj", "nsubj:pass", "csubj", "expl")
        if own is None and subject is not None and subject.i > verb.i:
            for kid in self.parse.kids(verb.i, "nsubj", "nsubj:pass", "obl"):
                if kid.i < verb.i:
                    spans.extend(self._runs(self.parse.subtree(kid.i)))
        elif own is None and content.mark != "to":
            for kid in self.parse.kids(verb.i, "obj", "nsubj", "obl", "advcl", "csubj", "dep"):
                dated = kid.label in {"DATE", "TIME"} or verb.lemma in OBJECT_CONTROL
                if verb.i < kid.i < content.i and not dated:
                    spans.extend(self._runs(self.parse.subtree(kid.i)))
        for kid in self.parse.kids(verb.i):
            if kid.i > content.i and _trails(kid):
                spans.extend(self._runs(self.parse.subtree(kid.i)))
        return spans

    def _around(self, verb: Token) -> list[tuple[int, int]]:
        """The clause that "he said" or "as he said" stands in."""
        if verb.head < 0:
            return []
        as_clause = verb.relation == "advcl" and verb.mark == "as"
        if verb.relation != "parataxis" and not as_clause:
            return []
        if self.parse.kid(verb.i, "nsubj") is None:
            return []
        return self._runs(self.parse.subtree(verb.head), verb.i)

    def _negate(self, saying: Saying, verb: Token) -> None:
        """Negation: "did not say that", "does not believe that", "did not deny that"."""
        words = {k.lower for k in self.parse.kids(verb.i, "advmod", "det", "nsubj")}
        if not words & NEGATIVES:
            return
        if saying.stance in {"denies", "doubts"}:
            saying.stance = "asserts"
        elif saying.stance in {"asserts", "predicts"}:
            saying.stance = "denies" if verb.lemma in OPINION - {"say"} else "doubts"
        saying.why = f"negated {saying.why}"

    # -- a second verb of speech ---------------------------------------------------------------

    def _part_company(self) -> None:
        """Reattachment, as in "She said the army had left, adding that …": she adds it.

        A participle of speech after a comma, or a second verb in the tense of the first, that the
        parse put inside what is said goes beside it.
        """
        by_sentence: dict[int, list[Saying]] = {}
        for one in self.found:
            if one.cue is not None:
                by_sentence.setdefault(one.cue.sentence, []).append(one)
        for one in self.found:
            cue = one.cue
            if cue is None or cue.upos not in PREDICATES or not self._is_loose(cue):
                continue
            for outer in by_sentence[cue.sentence]:
                if outer.cue is None or outer is one:
                    continue
                same = cue.tag == "VBG" or {cue.tag, outer.cue.tag} <= FINITE
                if outer.cue.i >= cue.i or not same or not outer.holds(cue.start, cue.end):
                    continue
                k = cue.i - 1
                while k > outer.cue.i and self.tokens[k].upos in {"PUNCT", "CCONJ", "ADV"}:
                    k -= 1
                end = self.tokens[k].end
                outer.pieces = [(a, min(b, end)) for a, b in outer.pieces if a < end]
                one.speaker = outer.speaker
                break

    def _is_loose(self, cue: Token) -> bool:
        """Whether a verb without a subject of its own follows a comma or a dash."""
        if self.parse.kid(cue.i, "nsubj", "nsubj:pass", "mark", "aux:pass") or cue.lemma == "cite":
            return False
        if self.index.at(cue.start) >= 0:
            return False
        if not (cue.tag == "VBG" and cue.relation == "advcl") and cue.relation != "conj":
            return False
        k = cue.i - 1
        while k >= 0 and self.tokens[k].upos in {"CCONJ", "ADV"}:
            k -= 1
        return k >= 0 and self.tokens[k].upos == "PUNCT"

    # -- nouns, adverbs, "according to" --------------------------------------------------------

    def _noun(self, noun: Token, frames: dict[str, Frame]) -> None:
        for kid in self.parse.kids(noun.i):
            if kid.i < noun.i:
                continue
            name = self._noun_frame(kid)
            if name not in frames:
                continue
            saying = Saying(noun, frames[name].stance, about=frames[name].about)
            if self.index.at(noun.start) >= 0:
                return
            saying.pieces = self._phrase(kid)
            saying.speaker = self._noun_speaker(noun)
            saying.why = f"{noun.lemma!r} with {_told(name)}"
            saying.stance_set = True
            if saying.pieces:
                self.found.append(saying)
            return

    def _adjective(self, adjective: Token, frames: dict[str, Frame]) -> None:
        """“He was critical of the raid”, “she is confident that talks will resume”."""
        speaker = self.parse.kid(adjective.i, "nsubj")
        if speaker is None or self.index.at(adjective.start) >= 0:
            return
        if speaker.lower in SPEECH_ACT_PERSONS or speaker.lower == "it":
            return
        for kid in self.parse.kids(adjective.i):
            name = "clause" if kid.relation == "ccomp" else self._noun_frame(kid)
            if kid.i < adjective.i or name not in frames:
                continue
            frame = frames[name]
            saying = Saying(adjective, frame.stance, self.speakers.antecedent(speaker, adjective))
            saying.about, saying.stance_set = frame.about, True
            saying.pieces = self._phrase(kid)
            saying.why = f"{adjective.lemma!r} with {_told(name)}"
            if saying.pieces:
                self.found.append(saying)
            return

    def _noun_frame(self, kid: Token) -> str:
        relation = kid.relation
        if relation in {"acl", "ccomp", "advcl", "xcomp"}:
            if kid.mark == "that":
                return "clause"
            if kid.mark == "to":
                return "to do"
            return kid.mark
        return kid.case.split(" ")[0] if relation in {"nmod", "obl"} else ""

    def _noun_speaker(self, noun: Token) -> Token | None:
        for kid in self.parse.kids(noun.i):
            if kid.relation == "nmod:poss":
                return kid
            if kid.relation in {"nmod", "obl"} and kid.case in {"by", "from"}:
                return kid
            if kid.relation in {"amod", "compound"} and kid.label in {"NORP", "GPE", "ORG"}:
                return kid
        if noun.lemma in HEARSAY:
            return noun
        above = self.tokens[noun.head] if noun.head >= 0 else None
        if above is not None and noun.relation == "obj" and above.lemma in LIGHT:
            return self.speakers.of(above, passive=is_passive_cue(self.parse, above))[0]
        return None

    def _adverb(self, adverb: Token, stance: Stance) -> None:
        """Hearsay, "reportedly", "allegedly": somebody says so whom the text does not name."""
        if adverb.head < 0:
            return
        above = self.tokens[adverb.head]
        if above.upos not in PREDICATES:
            above = self.parse.clause_of(above.i)
        saying = Saying(adverb, stance, why=f"{adverb.lower!r}: on nobody's word in particular")
        saying.pieces = self._runs(self.parse.subtree(above.i), adverb.i)
        if saying.pieces:
            saying.pieces = [(saying.pieces[0][0], saying.pieces[-1][1])]
            self.found.append(saying)

    def _according(self, token: Token) -> None:
        """With "according to the ministry": the rest of the clause is on its word."""
        to = token.i + 1
        if to >= len(self.tokens) or self.tokens[to].lower != "to" or token.head < 0:
            return
        source = self.tokens[token.head]
        if source.upos not in NOMINAL:
            return
        if source.head < 0:
            bounds = self.parse.sentence_of(source.i)
            inside = list(range(bounds.first, bounds.last))
        else:
            above = self.tokens[source.head]
            top = above if above.upos in PREDICATES else self.parse.clause_of(above.i)
            bounds = self.parse.sentence_of(source.i)
            last = self.parse.subtree(source.i)[-1] + 2 >= bounds.last
            if last or token.i == bounds.first:
                # At either end of the sentence it speaks for all of it.
                inside = list(range(bounds.first, bounds.last))
            else:
                inside = self.parse.subtree(top.i)
        spans = self._runs(inside, source.i)
        saying = Saying(
            token, "asserts", issuer_of(self.parse, source), spans, why="'according to'"
        )
        saying.cue_span = (token.start, self.tokens[to].end)
        if spans:
            self.found.append(saying)

    # -- headings ------------------------------------------------------------------------------

    def _headings(self) -> None:
        """Like "Minister: troops have crossed the border" and "Hundreds held: police"."""
        for sentence in self.parse.sentences:
            tokens = self.tokens[sentence.first : sentence.last]
            colons = [t for t in tokens if t.text == ":"]
            if len(colons) != 1 or tokens[-1].text in {".", ":"}:
                continue
            at = colons[0].i - sentence.first
            left, right = tokens[:at], tokens[at + 1 :]
            for name, words in ((left, right), (right, left)):
                if self._may_speak(name) and any(t.upos in PREDICATES for t in words):
                    head = self.parse.span_head(name)
                    saying = Saying(colons[0], "asserts", head, why="a heading with a colon")
                    saying.pieces = self._runs([t.i for t in words])
                    if saying.pieces:
                        self.found.append(saying)
                    break

    def _may_speak(self, tokens: list[Token]) -> bool:
        """Whether a heading's side is nothing but somebody's name or office."""
        if not 0 < len(tokens) <= NAME_WORDS or any(
            t.upos not in {"NOUN", "PROPN", "ADJ"} for t in tokens
        ):
            return False
        name = self.reading.name_at(self.parse.span_head(tokens).i)
        if name is None or name.entity < 0:
            return any(t.label in {"PERSON", "ORG"} for t in tokens)
        # A country before a colon is more often the subject of the story than its source.
        entity = self.reading.entities[name.entity]
        return name.kind in {"PERSON", "ORG", "GROUP"} and not entity.why.startswith("country")


def _trails(kid: Token) -> bool:
    """Whether a dependent after the content goes on with what is said."""
    if kid.relation == "advcl":
        return kid.mark in GOING_ON and kid.tag != "VBG"
    return kid.relation in {"ccomp", "dep"} and kid.mark != "to"


def _told(frame: str) -> str:
    """A frame in words."""
    return {
        "clause": "a clause",
        "to do": "an infinitive",
        "object": "its object",
        "named": "its object and a name for it",
        "doing": "a gerund",
    }.get(frame, f"{frame!r} and a phrase")
