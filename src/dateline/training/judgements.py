"""Candidates in news of others, judged by hand: which of them are acts, and of which type.

The texts belong to others and are not here. A judgement names the article of a corpus, where the
word stands in its cleaned text, the word itself and the type that the codebook gives it (null: no
event). Whoever has the corpus can train on them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from dateline.article import Article, make_article
from dateline.cleaning import clean
from dateline.errors import TrainingError
from dateline.evaluation.gold import rows_of
from dateline.training.examples import Text, Wanted

NEWS = "news"
DAY = 10


def judged_texts(judgements: Path, corpus: Path) -> list[Text]:
    """The judged articles of a corpus with `doc_id`, `text`, `title` and `date`.

    A judgement whose word does not stand where it should (the text is cleaned otherwise now) is
    left out.

    Raises:
        TrainingError: the corpus has none of the articles.
    """
    held: dict[str, list[Any]] = defaultdict(list)
    for row in rows_of(judgements):
        held[row["article"]].append(row)
    found = []
    for row in rows_of(corpus):
        judged = held.get(row["doc_id"])
        if not judged:
            continue
        article = judged_article(row)
        verdicts = {
            (j["start"], j["end"]): j["type"]
            for j in judged
            if article.text[j["start"] : j["end"]] == j["trigger"]
        }
        wanted = tuple(Wanted(frozenset({t}), ()) for t in verdicts.values() if t)
        stretch = ((0, len(article.text)), wanted)
        found.append(Text(NEWS, row["doc_id"], article, (stretch,), whole=False, verdicts=verdicts))
    if not found:
        msg = f"{corpus} has none of the articles that {judgements} judges; give their corpus"
        raise TrainingError(msg)
    return found


def judged_article(row: Any) -> Article:  # noqa: ANN401 - a record of JSON
    """The cleaned article of a corpus that judgements are about."""
    day = date.fromisoformat(row["date"][:DAY]) if row.get("date") else None
    return clean(make_article(row["text"], published=day, title=row.get("title")))
