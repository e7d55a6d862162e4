"""Pronouns, later names and descriptions against the coreference that GUM marks.

Scored are documents of news where a file has any, else all of them. What the layers found is laid
over the gold by the words that head a mention.

- A *pronoun* counts if its entity was mentioned before. It is right if the last mention before it
  that we gave to the same entity (of a pair: to each of its members) is one of the gold entity.
- A *person's name* counts if the person was named before; it is right if both names have the same
  entity of ours.
- A *description* ("the president", "the group") counts if person or organisation were mentioned
  before; it is right if it shares an entity of ours with an earlier mention of the gold entity.

*Right of those resolved* leaves out what we left open; *right of all* counts it as wrong.
The baseline takes for a pronoun the nearest name before it of a kind that fits, for a description
the nearest name of a person or a body, and for a person's name the same words written before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dateline.article import Article
from dateline.evaluation.kept import Part, within
from dateline.evaluation.report import Miss, Score, Table, share
from dateline.evaluation.treebank import Sentence, read_conllu
from dateline.reading.antecedents import PRONOUNS
from dateline.reading.reading import Entity, Name, Reading

BASELINE = "the nearest name before that fits"
NEWS = "_news_"
FORMS = {"m": "he", "f": "she", "p": "they", "n": "it"}
PERSONS, DESCRIPTIONS = "person names", "descriptions"
# Which of our kinds of name a pronoun may mean, for the baseline.
FITTING = {
    "m": frozenset({"PERSON"}),
    "f": frozenset({"PERSON"}),
    "p": frozenset({"GROUP", "ORG"}),
    "n": frozenset({"ORG", "PLACE"}),
}
DEFINITE = frozenset(
    {"the", "this", "that", "these", "those", "both", "his", "her", "its", "their"}
)
DESCRIBED = frozenset({"person", "organization"})
# How the words of one name hang together.
SAME_NAME = frozenset({"flat", "compound", "appos", "nmod:desc"})
# Words around a pronoun that a miss shows.
SHOWN = 160


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention of the gold: words `first` to `last` of its document, head, kind and entity."""

    first: int
    last: int
    head: int
    kind: str
    identity: str


@dataclass(slots=True)
class Document:
    """A treebank's document as running text, with where its words stand and what they mention."""

    id: str
    text: str = ""
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    # For the head of a mention all words that may head it: of "defender Ana Ray" each one.
    heads: dict[int, set[int]] = field(default_factory=dict)
    mentions: list[GoldMention] = field(default_factory=list)
    split: dict[str, set[str]] = field(default_factory=dict)
    published: date | None = None

    def meant(self) -> dict[int, set[str]]:
        """The gold entities of every word that heads a mention."""
        found: dict[int, set[str]] = {}
        for mention in self.mentions:
            for k in self.heads[mention.head]:
                found.setdefault(k, set()).add(mention.identity)
        return found


@dataclass(slots=True)
class _Count:
    """Cases of one kind: all, those that we resolved, those right, and right by the baseline."""

    all: int = 0
    resolved: int = 0
    right: int = 0
    plain: int = 0


def evaluate_coreference(
    paths: Sequence[Path], read: Callable[[Article], Reading], part: Part = "all"
) -> list[Table]:
    """A table a file; `read` gives a reading with names and references."""
    return [_table(path, read, part) for path in paths]


def _table(path: Path, read: Callable[[Article], Reading], part: Part) -> Table:
    counts = {kind: _Count() for kind in (*FORMS.values(), PERSONS, DESCRIPTIONS)}
    misses: list[Miss] = []
    found = [d for d in documents(path) if within(part, d.id)]
    chosen = [d for d in found if NEWS in d.id] or found
    for document in chosen:
        _Judge(document, read(article_of(document)), counts, misses).run()
    scores = []
    for kind, count in counts.items():
        if count.all:
            scores += [
                Score(f"{kind}, right of those resolved",
                      share(count.right, count.resolved), None, count.resolved),
                Score(f"{kind}, right of all",
                      share(count.right, count.all), share(count.plain, count.all), count.all),
            ]  # fmt: skip
    notes = (f"{len(chosen)} documents" + (" of news" if chosen != found else ""),)
    return Table(f"coreference: {path.name}", tuple(scores), BASELINE, notes, tuple(misses))


def article_of(document: Document) -> Article:
    """A document of the gold as an article."""
    return Article(
        id=document.id,
        text=document.text,
        published=document.published,
        sha256=document.id,
        cleaned=True,
    )


def documents(path: Path) -> Iterator[Document]:
    """The documents of a treebank, in order; a paragraph is a line."""
    days = _days(path)
    document: Document | None = None
    for sentence in read_conllu(path):
        if document is None or sentence.document != document.id:
            if document is not None:
                yield document
            document = Document(sentence.document, published=days.get(sentence.document))
        _append(document, sentence)
    if document is not None:
        yield document


def _days(path: Path) -> dict[str, date]:
    """The day on which each document was written, where the treebank says."""
    found: dict[str, date] = {}
    identity = ""
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("# newdoc id ="):
            identity = line.partition("=")[2].strip()
        elif line.startswith("# meta::dateCreated ="):
            try:
                found[identity] = date.fromisoformat(line.partition("=")[2].strip())
            except ValueError:
                continue
    return found


def _append(document: Document, sentence: Sentence) -> None:
    base = len(document.words)
    if document.text:
        document.text += "\n" if sentence.paragraph else " "
    at = len(document.text)
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        document.starts.append(at)
        at += len(word) + space
    document.text += sentence.text
    document.words += sentence.words
    document.upos += sentence.upos
    for mention in sentence.mentions:
        inside = range(mention.first, mention.last + 1)
        head = next((k for k in inside if sentence.heads[k] not in inside), mention.last)
        document.mentions.append(
            GoldMention(
                base + mention.first,
                base + mention.last,
                base + head,
                mention.kind,
                mention.identity,
            )
        )
        heads = {base + k for k in inside if _may_head(sentence, k, head, inside)}
        document.heads.setdefault(base + head, set()).update(heads)
    for whole, members in sentence.split.items():
        document.split.setdefault(whole, set()).update(members)


def _may_head(sentence: Sentence, k: int, head: int, inside: range) -> bool:
    """Whether another treebank might hang a mention on word `k`: on a part of its name."""
    for _ in inside:
        if k == head:
            return True
        name = sentence.upos[k] == "PROPN"
        if sentence.relations[k] not in SAME_NAME or not name or sentence.heads[k] not in inside:
            return False
        k = sentence.heads[k]
    return False


class Key:
    """What the gold of a document says, and whether an answer to it is right.

    `ours` are our mentions, by the gold word that heads them.
    """

    def __init__(
        self, document: Document, ours: Mapping[int, Name], entities: Sequence[Entity]
    ) -> None:
        self.document = document
        self.ours = ours
        self.entities = entities
        self.meant = document.meant()
        self.order = sorted(k for k in ours if document.words[k].lower() not in PRONOUNS)

    def is_right(self, index: int, mention: GoldMention) -> bool:
        """Whether the entity at `index` is the one that a pronoun of the gold means."""
        return self.are_right(self.entities[index].members or (index,), mention)

    def are_right(self, members: Sequence[int], mention: GoldMention) -> bool:
        """Whether these entities together are what a pronoun of the gold means."""
        found = [self._last_meant(entity, mention.head) for entity in members]
        # "A and B" is one mention of both, or the two are said to be what "they" splits into.
        return all(found) and (
            all(mention.identity in f for f in found)
            or (len(members) > 1 and self._are_parts(found, mention))
        )

    def _last_meant(self, entity: int, head: int) -> set[str]:
        """The gold entities of the last mention before a word that we gave to an entity."""
        mine = [k for k in self.order if self.ours[k].entity == entity]
        before = [k for k in mine if k < head]
        chosen = before[-1] if before else (mine[0] if mine else None)
        return self.meant.get(chosen, set()) if chosen is not None else set()

    def _are_parts(self, found: list[set[str]], mention: GoldMention) -> bool:
        split = self.document.split.get(mention.identity, set())
        if all(f & split for f in found):
            return True
        mentions = self.document.mentions
        wholes = [m for m in mentions if m.identity == mention.identity and m.last < mention.first]
        for whole in wholes:
            inside = {
                m.identity for m in mentions if whole.first <= m.first and m.last <= whole.last
            }
            if all(f & inside for f in found):
                return True
        return False


def mentions_at(document: Document, reading: Reading, names: Iterable[Name]) -> dict[int, Name]:
    """Our mentions by the gold word that heads them; of two at one word the first."""
    tokens = reading.parse.tokens
    at = {start: k for k, start in enumerate(document.starts)}
    found: dict[int, Name] = {}
    for name in names:
        k = at.get(tokens[name.head].start)
        if k is not None and name.entity >= 0:
            found.setdefault(k, name)
    return found


class _Judge:
    """One document's gold against our reading of it."""

    def __init__(
        self, document: Document, reading: Reading, counts: dict[str, _Count], misses: list[Miss]
    ) -> None:
        self.document = document
        self.reading = reading
        self.counts = counts
        self.misses = misses
        ranked = sorted(reading.names, key=lambda n: n.first - n.last)
        self.ours = mentions_at(document, reading, [*reading.references, *ranked])
        self.key = Key(document, self.ours, reading.entities)

    def run(self) -> None:
        """Count every case of the document."""
        before: dict[str, list[GoldMention]] = {}
        for mention in sorted(self.document.mentions, key=lambda m: (m.head, m.first)):
            earlier = before.setdefault(mention.identity, [])
            self._case(mention, earlier)
            earlier.append(mention)

    def _case(self, mention: GoldMention, earlier: list[GoldMention]) -> None:
        words, upos = self.document.words, self.document.upos
        form = PRONOUNS.get(words[mention.head].lower())
        split = self.document.split.get(mention.identity, set())
        if form is not None and mention.first == mention.last:
            if earlier or len(split) > 1:
                self._pronoun(mention, form)
        elif not earlier:
            return
        elif mention.kind == "person" and upos[mention.head] == "PROPN":
            named = [m for m in earlier if upos[m.head] == "PROPN"]
            if named:
                self._name(mention, named)
        elif (
            mention.kind in DESCRIBED
            and upos[mention.head] == "NOUN"
            and words[mention.first].lower() in DEFINITE
        ):
            self._description(mention, earlier)

    def _pronoun(self, mention: GoldMention, form: str) -> None:
        ours = self.ours.get(mention.head)
        right = ours is not None and self.key.is_right(ours.entity, mention)
        nearest = self._nearest(mention.head, FITTING[form])
        plain = nearest is not None and mention.identity in self.key.meant.get(nearest, set())
        self._count(FORMS[form], mention, ours, right=right, plain=plain)

    def _nearest(self, head: int, kinds: frozenset[str]) -> int | None:
        found = [
            k for k in self.key.order
            if k < head and self.ours[k].kind in kinds and self.document.upos[k] == "PROPN"
        ]  # fmt: skip
        return found[-1] if found else None

    def _name(self, mention: GoldMention, named: list[GoldMention]) -> None:
        ours, first = self._of(mention), self._of(named[-1])
        right = ours is not None and first is not None and ours.entity == first.entity
        words = self.document.words
        said = {words[k] for k in range(mention.first, mention.last + 1)}
        plain = any(said <= {words[k] for k in range(m.first, m.last + 1)} for m in named)
        self._count(PERSONS, mention, ours, right=right, plain=plain)

    def _of(self, mention: GoldMention) -> Name | None:
        """Our mention at a gold one: at its head, or at another word of the name."""
        heads = sorted(self.document.heads[mention.head], reverse=True)
        return next((self.ours[k] for k in heads if k in self.ours), None)

    def _description(self, mention: GoldMention, earlier: Iterable[GoldMention]) -> None:
        ours = self.ours.get(mention.head)
        entities = {o.entity for m in earlier if (o := self._of(m)) is not None}
        right = ours is not None and ours.entity in entities
        # One that we give to nobody mentioned before is left open.
        if ours is not None and not any(
            self.ours[k].entity == ours.entity for k in self.key.order if k < mention.head
        ):
            ours = None
        kinds = frozenset({"PERSON"}) if mention.kind == "person" else frozenset({"ORG"})
        nearest = self._nearest(mention.head, kinds)
        plain = nearest is not None and mention.identity in self.key.meant.get(nearest, set())
        self._count(DESCRIPTIONS, mention, ours, right=right, plain=plain)

    def _count(
        self, kind: str, mention: GoldMention, ours: Name | None, *, right: bool, plain: bool
    ) -> None:
        count = self.counts[kind]
        count.all += 1
        count.resolved += ours is not None
        count.right += right
        count.plain += plain
        if right:
            return
        starts, text = self.document.starts, self.document.text
        start = starts[mention.first]
        around = text[max(0, start - SHOWN) : starts[mention.last] + SHOWN // 4]
        entity = self.reading.entities[ours.entity].name if ours is not None else "-"
        self.misses.append(
            Miss(
                kind,
                f"{self.document.id}:{start}",
                " ".join(around.split()),
                f"{text[start : starts[mention.last] + len(self.document.words[mention.last])]!r}"
                f" is {self._first_words(mention.identity)!r}",
                f"{entity} ({ours.why})" if ours is not None else "-",
            )
        )

    def _first_words(self, identity: str) -> str:
        one = next(
            (m for m in self.document.mentions
             if m.identity == identity and self.document.upos[m.head] == "PROPN"),
            next(m for m in self.document.mentions if m.identity == identity),
        )  # fmt: skip
        return " ".join(self.document.words[one.first : one.last + 1][:12])
