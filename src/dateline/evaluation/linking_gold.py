"""Gold for linking, of three shapes, as items with the label of their group.

*Articles* of incidents: each article is one report of one incident. Its place, day, people and
numbers are what our own reading finds in it. *Rows* that people coded (MAVERICK): place, day,
actors, numbers as they coded them. *Mentions* (ECB+): words that tell an event, with who does it
and to whom by our parse.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dateline.article import Article, make_article
from dateline.cleaning import clean
from dateline.errors import EvaluationError, ReadingError
from dateline.evaluation.gold import Row
from dateline.evaluation.kept import Part, within
from dateline.evaluation.running import day
from dateline.linking.bags import Hashed
from dateline.linking.blocking import Blocking, Found, Limits
from dateline.linking.items import Item, LinkText, Spot, day_of, pages_of
from dateline.linking.linker import Material
from dateline.linking.rules import rules
from dateline.linking.stories import stories_of
from dateline.linking.texts import groups_of
from dateline.linking.words import rarity, stem, stemmed, stems, weights
from dateline.reading.arcs import Parse, Token
from dateline.reading.reading import PlaceMention, Reading

Read = Callable[[Article], Reading]
ParseText = Callable[[str], Parse]
# Notices in the place of a story ("this page is gone") are shorter, or stand in many articles.
SHORTEST_STORY, MOST_COPIES = 250, 3
NARROW = frozenset({"exact", "city", "admin2"})
# A day told in an article about a happening lies at most so long before its publication.
LONGEST_AGO = 400
OPENING = 300
# Place and day of a whole article are guesses; those of a coded row are not.
OF_ARTICLES = Limits(
    near_text=0.08,
    text_days=LONGEST_AGO,
    near_days=3,
    near_km=60,
    most=15,
    sure=False,
    text_most=30,
)
OF_ROWS = Limits(near_text=2.0, most=60)
MENTION_STORY = 0.22
PUBLISHED = re.compile(r"\((\d{4}-\d\d-\d\d)\)")


@dataclass(frozen=True, slots=True)
class LinkingGold:
    """Items with the label of their gold group, what they are compared by, and a baseline.

    `block` is set where only pairs inside a block (a predicted story) are looked at; else the
    candidates come from blocking. `baseline` has the label that a simple rule gives each item.
    """

    shape: str
    material: Material
    labels: Mapping[str, str]
    baseline: Mapping[str, object]
    baseline_name: str
    block: Mapping[str, int] = field(default_factory=dict)

    def candidates(self, items: Sequence[Item]) -> Found:
        """The pairs of the items (in that order) that are worth a look."""
        if not self.block:
            pages = self.material.pages
            blocking = Blocking(
                items, (pages.at, Hashed(pages.words)), rules(), self.material.limits
            )
            return blocking.pairs(set(range(len(items))))
        members: dict[int, list[int]] = defaultdict(list)
        for n, item in enumerate(items):
            members[self.block[item.id]].append(n)
        table = [(a, b) for m in members.values() for k, a in enumerate(m) for b in m[k + 1 :]]
        pairs = np.array(table, np.int64).reshape(-1, 2)
        return Found(pairs[:, 0], pairs[:, 1])


def shape_of(row: Row) -> str:
    """Which kind of linking gold a record is; "" if none."""
    if {"doc_id", "incident_id", "text"} <= row.keys():
        return "articles"
    if {"event_id", "source_author", "date_start"} <= row.keys():
        return "rows"
    if {"mention_id", "cluster", "token_ids"} <= row.keys():
        return "mentions"
    if {"sentences", "subtopic", "sent_ids"} <= row.keys():
        return "documents"
    return ""


# --- articles ---


def articles_gold(rows: Sequence[Row], read: Read, part: Part = "all") -> LinkingGold:
    """Articles about incidents, read by `read` up to their names, places, times and figures."""
    copies = Counter(r["text"] for r in rows)
    items, texts, labels = [], [], {}
    for row in rows:
        if not within(part, str(row["incident_id"])):
            continue
        if len(row["text"]) < SHORTEST_STORY or copies[row["text"]] >= MOST_COPIES:
            continue
        article = make_article(
            row["text"],
            id=str(row["doc_id"]),
            title=row.get("title"),
            outlet=row.get("source"),
            published=day(row.get("date")),
        )
        try:
            reading = read(clean(article))
        except ReadingError:
            # What cannot be read is still an article of the set: by its words alone.
            reading = None
        items.append(article_item(article, reading))
        told = reading.article.text if reading else article.text
        texts.append(LinkText(article.id, article.title, article.outlet, row.get("date"), told))
        labels[article.id] = str(row["incident_id"])
    same = groups_of([t.text for t in texts])
    same_text = {t.id: n for t, n in zip(texts, same, strict=True)}
    material = Material(items, pages_of(texts), same_text, OF_ARTICLES)
    baseline = {i.id: (i.spot.key, i.days) if i.spot and i.days else i.id for i in items}
    return LinkingGold(
        "articles", material, labels, baseline, "the same place and the same day, as we read them"
    )


def article_item(article: Article, reading: Reading | None) -> Item:
    """A whole article as one report: its weightiest place, first day, people and victims."""
    published = article.published.toordinal() if article.published else None
    text = reading.article.text if reading else article.text
    opening = f"{article.title or ''}. {text[:OPENING]}"
    words = weights(stems(opening))
    if reading is None:
        return Item(article.id, article.id, "ASSAULT", published=published, words=words)
    first = next(iter(_days_told(reading, published)), None)
    figures: dict[str, tuple[float, float]] = {}
    for figure in reading.figures:
        if figure.what in ("deaths", "injuries") and figure.low is not None:
            high = figure.high if figure.high is not None else figure.low * 3
            figures.setdefault(figure.what, (figure.low, high))
    return Item(
        id=article.id,
        article=article.id,
        type="ASSAULT",
        spot=_weightiest(reading),
        days=(first, first) if first else None,
        dated=first is not None,
        published=published,
        outlet=article.outlet,
        sources=_people(reading),
        places=_places_named(reading),
        figures=figures,
        words=words,
    )


def _days_told(reading: Reading, published: int | None) -> Iterator[int]:
    for time in reading.times:
        if time.begin is None or time.begin != time.finish or published is None:
            continue
        ago = published - time.begin.toordinal()
        if 0 <= ago < LONGEST_AGO:
            yield time.begin.toordinal()


def _weightiest(reading: Reading) -> Spot | None:
    """The narrow place that stands most often, near the beginning, and most surely."""
    weight: dict[str, float] = defaultdict(float)
    known: dict[str, PlaceMention] = {}
    told = [(1.5, p) for p in reading.origin]
    told += [(2.0 if p.start < OPENING else 1.0, p) for p in reading.places]
    for worth, place in told:
        if place.precision in NARROW and place.latitude is not None:
            key = str(place.geonameid or place.name)
            weight[key] += worth * place.confidence
            known.setdefault(key, place)
    if not weight:
        return None
    key = max(weight, key=lambda k: (weight[k], k))
    place = known[key]
    point = (float(place.latitude or 0), float(place.longitude or 0))
    return Spot(key, str(place.name), point, place.country, place.admin1)


def _places_named(reading: Reading) -> dict[str, float]:
    found: dict[str, float] = {}
    for place in (*reading.origin, *reading.places):
        if place.name and place.precision in NARROW:
            found[place.name.lower()] = 1.0
        if place.admin1:
            found.setdefault(place.admin1.lower(), 0.5)
    return found


def _people(reading: Reading) -> dict[str, float]:
    """The words of persons' names, by their rarity."""
    found = {}
    for name in reading.names:
        if name.kind == "PERSON":
            for word in name.text.lower().replace("’s", "").replace("'s", "").split():
                plain = word.strip(".,’'")
                if len(plain) > 2:  # noqa: PLR2004 - no initials
                    found[plain] = rarity(plain)
    return found


# --- rows that people coded ---


def rows_gold(rows: Sequence[Row], part: Part = "all") -> LinkingGold:
    """Reports of election violence as people coded them; an article is a `source`."""
    chosen = [r for r in rows if within(part, str(r["event_id"]))]
    items = [_row_item(r) for r in chosen]
    texts = [LinkText(r["source"], None, r["source_author"], None, _headline(r)) for r in chosen]
    labels = {str(r["id"]): str(r["event_id"]) for r in chosen}
    baseline = {i.id: (i.spot.key, i.days) if i.spot and i.spot.narrow else i.id for i in items}
    material = Material(items, pages_of(texts), {}, OF_ROWS)
    return LinkingGold("rows", material, labels, baseline, "the same city and the same days")


def _headline(row: Row) -> str:
    return PUBLISHED.sub("", row["source"]).replace(row["source_author"], "")


def _row_item(row: Row) -> Item:
    published = PUBLISHED.search(row["source"])
    days = sorted(d for k in ("date_start", "date_end") if (d := day_of(row[k])) is not None)
    sources, targets = _sides(row)
    acts = {str(a) for k in range(1, 7) if (a := row.get(f"actor{k}_violence"))}
    context = row.get("event_context")
    places = {w: 1.0 for k in ("city", "location") for w in stems(row.get(k) or "")}
    return Item(
        id=str(row["id"]),
        article=row["source"],
        type="ASSAULT",
        mode=None if context in (None, "Unknown", "Other context") else context,
        spot=_row_spot(row),
        days=(days[0], days[-1]) if days else None,
        dated=bool(days),
        published=day_of(published.group(1)) if published else None,
        outlet=row["source_author"],
        sources=sources,
        targets=targets,
        places=places,
        figures={k: (row[f"{k}_best"], row[f"{k}_best"]) for k in ("deaths", "injuries")},
        trigger=" ".join(sorted(a.lower().replace(" ", "-") for a in acts)),
        words=weights(stems(_headline(row))),
    )


def _row_spot(row: Row) -> Spot:
    country, city = row["country"], row.get("city")
    if "latitude" not in row:
        return Spot(country, country, None, country, None, narrow=False)
    point = (float(row["latitude"]), float(row["longitude"]))
    key = city.lower() if city else f"{point[0]:.3f},{point[1]:.3f}"
    inside = row.get("location")
    return Spot(
        key, city or key, point, country, None, city is not None, inside.lower() if inside else None
    )


def _sides(row: Row) -> tuple[dict[str, float], dict[str, float]]:
    """Who did it and who suffered: the actor weighs more than its kind."""
    sources: dict[str, float] = {}
    targets: dict[str, float] = {}
    for k in range(1, 7):
        victim, doer = row.get(f"actor{k}_victim") == 1, row.get(f"actor{k}_perpetrator") == 1
        told = (("id", 3.0), ("type", 1.0), ("subtype", 1.5))
        words = {str(w).lower(): v for name, v in told if (w := row.get(f"actor{k}_{name}"))}
        if victim:
            targets.update(words)
        if doer or not victim:
            sources.update(words)
    if row["target"] not in ("Unknown", "Other"):
        targets[f"as {row['target'].lower()}"] = 1.5
    return sources, targets


# --- mentions ---


def mentions_gold(
    documents: Sequence[Row], mentions: Iterable[Row], parse: ParseText
) -> LinkingGold:
    """Event mentions of documents, inside predicted stories; documents have no dates."""
    by_id = {d["doc_id"]: d for d in documents}
    chosen = [m for m in mentions if m["kind"] == "event" and m["doc_id"] in by_id]
    if any(m["in_validated"] for m in chosen):
        # The sentences that were checked by hand, as everybody scores this set.
        chosen = [m for m in chosen if m["in_validated"]]
    texts = [LinkText(d["doc_id"], None, None, None, d["text"]) for d in documents]
    pages = pages_of(texts)
    numbers = stories_of(pages.words, [None] * len(texts), MENTION_STORY)
    story = {t.id: n for t, n in zip(texts, numbers, strict=True)}
    parsed: dict[tuple[str, int], tuple[Parse, list[int]]] = {}
    items = []
    for mention in chosen:
        row = by_id[mention["doc_id"]]
        where = (row["doc_id"], mention["sent_id"])
        words = row["sentences"][row["sent_ids"].index(mention["sent_id"])]
        if where not in parsed:
            starts = np.cumsum([0, *(len(w) + 1 for w in words)]).tolist()
            parsed[where] = parse(" ".join(words)), starts
        items.append(_mention_item(mention, words, parsed[where]))
    material = Material(items, pages, {})
    return LinkingGold(
        "mentions",
        material,
        {str(m["mention_id"]): str(m["cluster"]) for m in chosen},
        {i.id: (i.trigger.split(" ")[0], story[i.article]) for i in items},
        "the same head lemma inside a predicted story",
        {i.id: story[i.article] for i in items},
    )


def _mention_item(mention: Row, words: Sequence[str], parsed: tuple[Parse, list[int]]) -> Item:
    parse, starts = parsed
    ends = [starts[k] + len(words[k]) for k in mention["token_ids"]]
    spans = zip((starts[k] for k in mention["token_ids"]), ends, strict=True)
    told = [t for start, end in spans for t in parse.between(start, end)]
    if not told:
        msg = f"{mention.where}: the mention {mention['mention_id']} has no words in its sentence"
        raise EvaluationError(msg)
    head = parse.span_head(told)
    return Item(
        id=str(mention["mention_id"]),
        article=str(mention["doc_id"]),
        type="MENTION",
        sources=_phrases(parse, head, "nsubj", "nmod:poss"),
        targets=_phrases(parse, head, "obj", "iobj", "nsubj:pass"),
        places=_phrases(parse, head, "obl", "nmod"),
        trigger=_trigger(head, told),
        words=weights(stems(" ".join(words))),
        order=int(mention["sent_id"]),
        sentence=int(mention["sent_id"]),
    )


def _trigger(head: Token, told: Sequence[Token]) -> str:
    """The stem of the head, then those of other words that say something; "" for a pronoun."""
    if head.upos in ("PRON", "DET"):
        return ""
    rest = (t for t in told if t.i != head.i and t.upos in ("NOUN", "VERB", "PROPN", "ADJ"))
    return " ".join([stem(head.lemma), *(s for t in rest if (s := stemmed(t.lemma)))])


def _phrases(parse: Parse, head: Token, *relations: str) -> dict[str, float]:
    found = {}
    for kid in parse.kids(head.i, *relations):
        for k in parse.subtree(kid.i):
            if word := stemmed(parse.tokens[k].text):
                found[word] = max(rarity(word), 0.5)
    return found
