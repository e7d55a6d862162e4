"""Names: every mention of somebody who can act, and who that is over the whole article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.knowledge import Knowledge
from dateline.reading.components import Component
from dateline.reading.describing import Describer
from dateline.reading.entities import Grouper
from dateline.reading.focus import focus_of
from dateline.reading.mentions import Finder, Mention
from dateline.reading.naming_words import QUANTITIES, Lexicon
from dateline.reading.reading import Name, Reading


def component(knowledge: Knowledge) -> Component:
    """The component that finds names and entities; the tables are compiled here, once."""
    lexicon = Lexicon(knowledge)

    def run(reading: Reading) -> Mapping[str, list[Any]]:
        finder = Finder(lexicon, reading.article, reading.parse)
        mentions = finder.run()
        focus = focus_of(lexicon, reading.article, reading.parse, mentions)
        describer = Describer(finder, focus)
        describer.run()
        entities = Grouper(finder, describer, focus).run()
        names = [_name(finder, m) for m in mentions if m.entity >= 0 and m.owner < 0]
        return {"names": names, "entities": entities}

    return Component("names", "1", ("parse",), ("names", "entities"), run)


def _name(finder: Finder, mention: Mention) -> Name:
    """The record of a mention; "dozens of students" is one mention headed by "dozens"."""
    tokens = finder.tokens
    first, head = mention.first, mention.head
    if not mention.proper or mention.kind == "GROUP":
        top = tokens[head]
        if top.case == "of" and top.head >= 0 and top.head < first:
            counter = tokens[top.head]
            if (counter.lower in QUANTITIES or counter.upos == "NUM") and finder.taken[
                top.head
            ] < 0:
                head = counter.i
                first = head
    start, end = tokens[first].start, tokens[mention.last].end
    return Name(
        start=start,
        end=end,
        text=finder.text[start:end],
        kind=mention.kind,
        head=head,
        first=first,
        last=mention.last,
        entity=mention.entity,
        why=mention.why,
    )
