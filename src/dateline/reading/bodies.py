"""Mentions, and the names of bodies: the Ministry of Defence, the Green Party, a labelled firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.article import Article
from dateline.knowledge.people import PARTICLES
from dateline.knowledge.roles import Role
from dateline.knowledge.tables import fold
from dateline.reading.arcs import Parse, Token
from dateline.reading.naming_words import (
    BODY_WORDS,
    HONORIFICS,
    INSIDE_NAMES,
    NOMINAL,
    TRIMMED,
    Lexicon,
    Meaning,
)
from dateline.reading.reading import NameKind

# A chamber with a capital letter, a building without.
CAPITAL_ONLY = frozenset({"house"})
# What ends the name of an occupation, and the noun it counts as.
MEN = {"man": "man", "men": "man", "woman": "woman", "women": "woman", "people": "people"}
NOT_MEN = frozenset(
    "specimen regimen abdomen acumen talisman caiman cayman ottoman superhuman nonhuman hitmen "
    "townspeople layman cyclamen foramen albumen stamen bitumen ramen snowman sandman".split()
)


@dataclass(slots=True)
class Mention:
    """A stretch of tokens that means somebody, while it is being worked out who."""

    first: int
    last: int
    head: int
    kind: NameKind
    why: str
    proper: bool
    meanings: Sequence[Meaning] = ()
    role: Role | None = None
    plural: bool = False
    country: str | None = None
    roles: tuple[str, ...] = ()
    former: bool = False
    titles: list[str] = field(default_factory=list)
    gender: str = ""
    entity: int = -1
    noun: int = -1
    owner: int = -1
    local: bool = False
    of_body: bool = False


class BodyFinder:
    """The mentions of one article as they are put down, and the names of bodies among them."""

    def __init__(self, lexicon: Lexicon, article: Article, parse: Parse) -> None:
        self.lexicon = lexicon
        self.parse = parse
        self.tokens = parse.tokens
        self.text = parse.text
        self.folded = fold(parse.text)
        self.day = article.published
        self.taken = [-1] * len(parse.tokens)
        self.mentions: list[Mention] = []
        # Seats of lawmakers, by the last token of the name before them.
        self.seats: dict[int, Mention] = {}

    def _put(self, mention: Mention) -> None:
        for k in range(mention.first, mention.last + 1):
            self.taken[k] = len(self.mentions)
        self.mentions.append(mention)

    def _free(self, first: int, last: int) -> bool:
        return all(self.taken[k] < 0 for k in range(first, last + 1))

    def _head(self, first: int, last: int) -> int:
        return self.parse.span_head(self.tokens[first : last + 1]).i

    def _is_title(self, token: Token) -> bool:
        if token.lower in HONORIFICS:
            return True
        role = self.lexicon.role_of(token.lower)
        return (
            role is not None
            and role.number == "person"
            and role.title
            and token.lower not in PARTICLES
        )

    def _role_at(
        self, token: Token, heads: dict[str, list[tuple[str, ...]]]
    ) -> tuple[Role | None, int]:
        """The longest role noun that ends at `token`, and the token it begins at."""
        tokens = self.tokens
        forms = (token.lower,) if token.lemma == token.lower else (token.lower, token.lemma)
        best: tuple[int, str] | None = None
        for form in forms:
            for words in heads.get(form, ()):
                n = len(words)
                if best is not None and n <= best[0]:
                    break
                begin = token.i - n + 1
                if begin < 0 or any(tokens[begin + k].lower != words[k] for k in range(n - 1)):
                    continue
                best = (n, " ".join(words).replace(" - ", "-").replace(" 's", "'s"))
                break
        if best is None:
            return self._by_ending(token), token.i
        if best[1] in CAPITAL_ONLY and token.text.islower():
            return None, token.i
        return self.lexicon.role_of(best[1]), token.i - best[0] + 1

    def _by_ending(self, token: Token) -> Role | None:
        """The noun that ends a longer one: "counter-protesters", "a deliveryman"."""
        word = token.lemma.lower()
        if token.upos != "NOUN":
            return None
        if "-" in word:
            role = self.lexicon.role_of(word.rsplit("-", 1)[1])
            return role if role is not None and role.number == "person" else None
        for ending, singular in MEN.items():
            if word.endswith(ending) and len(word) > len(ending) + 2 and word not in NOT_MEN:
                return self.lexicon.role_of(singular)
        return None

    def _whole_body(self, first: int, last: int) -> bool:
        """A body whose name begins with, or holds, names of states or papers: one mention."""
        tokens = self.tokens
        while first < last and tokens[first].lower in TRIMMED:
            first += 1
        held = {self.taken[k] for k in range(first, last + 1)} - {-1}
        if not held or first == last or any(tokens[k].tag == "POS" for k in range(first, last + 1)):
            return False
        inside = [self.mentions[n] for n in held]
        if any(m.first < first or m.last > last for m in inside):
            return False
        opening = self.taken[first]
        after = self.mentions[opening].last + 1 if opening >= 0 else first
        known = opening >= 0 and self.mentions[opening].kind == "ORG"
        if known and tokens[last].lower in BODY_WORDS:
            return self._longer(self.mentions[opening], last, inside)
        free = any(
            self.taken[k] < 0 and tokens[k].text[0].isupper() for k in range(after, last + 1)
        )
        if not free or self.taken[last] >= 0 or self._is_title(tokens[last]):
            return False
        if tokens[last].upos != "PROPN" or not all(
            m.kind in {"NORP", "PLACE"} or (m.first == m.last and m.kind != "PERSON")
            for m in inside
        ):
            return False
        self._absorb(first, last)
        self._put(Mention(first, last, self._head(first, last), "ORG", "label ORG", proper=True))
        return True

    def _longer(self, mention: Mention, last: int, inside: Sequence[Mention]) -> bool:
        """ "Red Crescent Society", "Taliban movement": more words for a body that we know."""
        if mention.why != "table" or any(m is not mention for m in inside):
            return False
        number = self.taken[mention.first]
        mention.last, mention.head = last, self._head(mention.first, last)
        for k in range(mention.first, last + 1):
            self.taken[k] = number
        return True

    def _bodies(self) -> None:  # noqa: C901, PLR0912 - one scan left and right of a noun
        """Capital sequences around a noun for a body: the Ministry of Defence, Green Party."""
        tokens = self.tokens
        for token in tokens:
            if token.upos not in NOMINAL or not token.text[0].isupper() or self.taken[token.i] >= 0:
                continue
            role = self.lexicon.role_of(token.lower)
            if role is None or role.number != "body":
                continue
            longer, _ = self._role_at(token, self.lexicon.roles.heads)
            if longer is not None and longer.number == "person":
                continue
            sentence = self.parse.sentence_of(token.i)
            first = last = token.i
            while first > sentence.first and self._in_name(first - 1):
                first -= 1
            while first < token.i and tokens[first].lower in INSIDE_NAMES:
                first += 1
            if last + 2 < sentence.last and tokens[last + 1].lower in {"of", "for", "on"}:
                k = last + 2
                if tokens[k].lower == "the":
                    k += 1
                while k < sentence.last and self._capital(k):
                    last = k
                    k += 1
                    if k + 1 < sentence.last and tokens[k].lower == "of" and self._capital(k + 1):
                        k += 1
            while (
                token.label == "ORG"
                and last + 1 < sentence.last
                and tokens[last + 1].label == "ORG"
                and not tokens[last + 1].label_start
                and self._capital(last + 1)
                and not self._is_title(tokens[last + 1])
            ):
                last += 1
            opens_sentence = token.i == sentence.first
            if first == last and (opens_sentence or token.upos != "PROPN"):
                continue
            if first == last and (role.weak or tokens[max(0, first - 1)].lower in PARTICLES):
                continue
            self._absorb(first, last)
            mention = Mention(
                first, last, self._head(first, last), "ORG", f"named {role.noun}", proper=True
            )
            mention.role = role
            self._put(mention)

    def _absorb(self, first: int, last: int) -> None:
        """Forget names that a longer name holds, but keep the country it names."""
        for k in range(first, last + 1):
            held = self.taken[k]
            if held >= 0:
                mention = self.mentions[held]
                if first <= mention.first and mention.last <= last:
                    mention.owner = 1

    def _capital(self, k: int) -> bool:
        token = self.tokens[k]
        return token.text[0].isupper() and token.upos in {"NOUN", "PROPN", "ADJ"}

    def _in_name(self, k: int) -> bool:
        """Whether token `k` may stand left of a body's noun inside its name."""
        token = self.tokens[k]
        held = self.taken[k]
        if held >= 0 and self.mentions[held].kind == "PERSON":
            return False
        if self._capital(k):
            return token.lower not in {"the", "a", "an"}
        if token.lower in {"'s", "’s"} or token.text in {"-", "&"}:
            # "Women's Union" but not "Russia's Ministry".
            return k > 0 and self._capital(k - 1) and self.taken[k - 1] < 0
        return (
            token.lower in {"and", "of", "for"}
            and k > 0
            and self._capital(k - 1)
            and (
                self._capital(k + 1)
                and self.tokens[k].relation in {"cc", "case"}
                and token.lower == "and"
                and self.taken[k - 1] < 0
            )
        )
