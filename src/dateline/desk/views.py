"""Every view with its twins: one table of names, parameters, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dateline.desk import agreement, articles, data, incidents, overview, review
from dateline.desk.desk import Desk
from dateline.desk.filters import Filters, Matrix, Paged
from dateline.desk.twins import csv_of, csv_of_dicts

Asked = Any  # one of the models of `filters`


class Nothing(Filters):
    """For views that have no filters: they are taken, so that links may keep them."""


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name is its address, `asked` the model of its parameters."""

    name: str
    what: str
    asked: type[Filters]
    json: Callable[[Desk, Asked], Any]
    csv: Callable[[Desk, Asked], str]


def _events_csv(desk: Desk, asked: Filters) -> str:
    return csv_of(*overview.all_events(desk, asked))


def _part(
    name: str, make: Callable[[Desk, Asked], dict[str, Any]], columns: tuple[str, ...]
) -> Callable[[Desk, Asked], str]:
    """CSV of the list that a view holds under a name."""
    return lambda desk, asked: csv_of_dicts(make(desk, asked)[name], columns)


def _facets_csv(desk: Desk, asked: Filters) -> str:
    rows = [
        (field, entry["value"], entry.get("label", entry["value"]), entry["events"])
        for field, entries in overview.facets(desk, asked).items()
        for entry in entries
    ]
    return csv_of(("field", "value", "label", "events"), rows)


def _whole_queue(desk: Desk, asked: Paged) -> str:
    return csv_of_dicts(review.queue(desk, asked)["queue"], (*review.QUEUE, "score", "why"))


VIEWS = (
    View("overview", "Map, time line, crowds, who-to-whom and facets of the events that the "
         "filters let through.", Filters, overview.overview, _events_csv),
    View("map", "Events by place.", Filters, overview.places,
         _part("places", overview.places, overview.PLACES)),
    View("timeline", "Events by day, week, month or year.", Filters, overview.timeline,
         _part("bars", overview.timeline, overview.BARS)),
    View("crowds", "Numbers of people with their bounds.", Filters, overview.crowds,
         _part("crowds", overview.crowds, overview.CROWDS)),
    View("matrix", "Who to whom.", Matrix, overview.matrix,
         _part("cells", overview.matrix, overview.CELLS)),
    View("facets", "Values of each field with their number of events.", Filters, overview.facets,
         _facets_csv),
    View("events", "The table of events; its CSV has all of them.", Paged, overview.events,
         _events_csv),
    View("articles", "The articles that have an event which the filters let through.", Paged,
         articles.articles,
         lambda desk, asked: csv_of(*articles.list_articles(desk, asked))),
    View("incidents", "The incidents of which a report passes the filters.", Paged,
         incidents.incidents,
         lambda desk, asked: csv_of(*incidents.list_incidents(desk, asked))),
    View("review", "Reports to decide about, first those from which most can be learnt.", Paged,
         review.queue, _whole_queue),
    View("agreement", "Samples for blind coding, progress and agreement.", Nothing,
         lambda desk, _: agreement.agreement(desk),
         lambda desk, _: csv_of_dicts(agreement.rows(desk), agreement.ROW)),
    View("data", "Failures, exports, and the store's own description; its CSV has the failures.",
         Nothing, lambda desk, _: data.data(desk),
         lambda desk, _: csv_of_dicts(data.failures(desk), data.FAILURES)),
    View("reviews", "Every decision, undone ones too.", Nothing,
         lambda desk, _: {"reviews": review.decisions(desk)},
         lambda desk, _: csv_of_dicts(review.decisions(desk), review.REVIEW)),
)  # fmt: skip
