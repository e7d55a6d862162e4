"""The JSON API that the pages themselves use, and the `.json` and `.csv` twins of the pages."""

# No `from __future__ import annotations`: FastAPI reads the annotations of functions made in loops.
from datetime import date
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Query, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dateline.desk import agreement, answers, articles, exporting, incidents, review, search
from dateline.desk.answers import ERRORS
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Exported, Filters
from dateline.desk.forms import Decision, Undo
from dateline.desk.imports import Imports
from dateline.desk.linkings import Merge, Split, merge, split, undo_linking
from dateline.desk.twins import csv_of_dicts, jsonl
from dateline.desk.views import VIEWS, View
from dateline.sources import SourceOptions

Id = Annotated[str, Path(min_length=1, max_length=200)]
Words = Annotated[str, Query(max_length=100, description="What the name or code has in it.")]
Short = Annotated[str | None, Form(max_length=400)]


def routes(desk: Desk, imports: Imports) -> APIRouter:
    """All routes of the API and the twins."""
    router = APIRouter(responses=ERRORS)
    for view in VIEWS:
        _view(router, desk, view)
    _details(router, desk)
    _searches(router, desk)
    _reviews(router, desk)
    _coding(router, desk)
    _linking(router, desk)
    _imports(router, imports)
    return router


def _view(router: APIRouter, desk: Desk, view: View) -> None:
    model = view.asked

    def as_json(asked: Annotated[model, Query()]) -> Response:  # type: ignore[valid-type]
        return answers.json(view.json(desk, asked))

    def as_csv(asked: Annotated[model, Query()]) -> Response:  # type: ignore[valid-type]
        return answers.csv(view.csv(desk, asked), f"{view.name}.csv")

    router.get(f"/api/{view.name}", name=view.name, summary=view.what, tags=["views"])(as_json)
    router.get(f"/{view.name}.json", include_in_schema=False)(as_json)
    router.get(f"/{view.name}.csv", name=f"{view.name}_csv", summary=view.what, tags=["csv"])(
        as_csv
    )


def _details(router: APIRouter, desk: Desk) -> None:
    # The twins come first: `{key}` would take "x.json" for a key.
    @router.get("/articles/{key}.csv", tags=["csv"])
    def article_csv(key: Id) -> Response:
        """The events of an article as a table."""
        sha = articles.sha_of(desk, key)
        names, rows = exporting.events_of_article(desk, sha)
        return answers.csv(
            csv_of_dicts([dict(zip(names, r, strict=True)) for r in rows], names),
            f"article-{sha[:16]}.csv",
        )

    @router.get("/articles/{key}.json", include_in_schema=False)
    @router.get("/api/articles/{key}", tags=["details"])
    def article(key: Id) -> Response:
        """An article: its cleaned text with marks, its events with reasons, what was cut."""
        return answers.json(articles.article(desk, key))

    @router.get("/events/{identity}.json", include_in_schema=False)
    @router.get("/api/events/{identity}", tags=["details"])
    def event(identity: Id) -> Response:
        """An event with reasons, decisions and what looks like it."""
        return answers.json(articles.event(desk, identity))

    @router.get("/incidents/{identity}.csv", tags=["csv"])
    def incident_csv(identity: Id) -> Response:
        """The claim tables of an incident, a row a value."""
        rows = incidents.claim_rows(incidents.incident(desk, identity))
        return answers.csv(csv_of_dicts(rows), "incident.csv")

    @router.get("/incidents/{identity}.json", include_in_schema=False)
    @router.get("/api/incidents/{identity}", tags=["details"])
    def incident(identity: Id) -> Response:
        """An incident: reports, claim tables, the pairs that made it, decisions."""
        return answers.json(incidents.incident(desk, identity))

    @router.get("/exports/datasets/{name}.zip", tags=["exports"])
    def data_set(
        name: Id,
        asked: Annotated[Exported, Query()],
    ) -> Response:
        """Incidents in the columns of another data set, with provenance and a text about it."""
        content = exporting.dataset(desk, name, asked.policy, asked)
        return answers.kept(content, f"{name}.zip", "application/zip")

    @router.get("/exports/{name}", tags=["exports"])
    def export(name: Id, asked: Annotated[Filters, Query()]) -> Response:
        """A file of the events that the filters let through.

        It is events.jsonl, events.geojson, events.parquet or incidents.jsonl; gold.jsonl has the
        decided articles.
        """
        content, kind = exporting.export(desk, name, asked)
        return answers.kept(content, name, kind)

    @router.get("/reviews.jsonl", tags=["exports"])
    def reviews_jsonl() -> Response:
        """Every decision, one a line."""
        return answers.kept(
            jsonl(review.decisions(desk)).encode(), "reviews.jsonl", "application/jsonl"
        )


def _searches(router: APIRouter, desk: Desk) -> None:
    @router.get("/api/search/types", tags=["search"])
    def types(q: Words = "") -> Response:
        """Event types and modes."""
        return answers.json(search.types(q))

    @router.get("/api/search/places", tags=["search"])
    def places(q: Words = "") -> Response:
        """Places of the gazetteer, the most populous first."""
        return answers.json(search.places(q))

    @router.get("/api/search/actors", tags=["search"])
    def actors(q: Words = "") -> Response:
        """Actors of this store, then those known by name."""
        return answers.json(search.actors(desk, q))


def _reviews(router: APIRouter, desk: Desk) -> None:
    @router.post("/api/reviews", status_code=201, tags=["review"])
    def decide(decision: Decision) -> Response:
        """Decide about a report, a field of it, or an event that was missed."""
        return answers.json(review.decide(desk, decision), 201)

    @router.post("/api/reviews/{identity}/undo", tags=["review"])
    def undo(identity: Id, by: Undo) -> Response:
        """Take a decision back; it stays in the list, marked so."""
        return answers.json(review.undo(desk, identity, by.person))

    @router.post("/api/look-again", tags=["data"])
    def look_again() -> Response:
        """Take over what other programs have written, and write if that has become possible."""
        desk.look_again()
        return answers.json({"read_only": desk.read_only, "why_read_only": desk.why_read_only})


def _coding(router: APIRouter, desk: Desk) -> None:
    @router.post("/api/samples", status_code=201, tags=["agreement"])
    def draw(asked: agreement.NewSample) -> Response:
        """Draw a sample of articles for blind coding."""
        return answers.json(agreement.draw(desk, asked), 201)

    @router.get("/api/samples/{identity}/next", tags=["agreement"])
    def next_article(
        identity: Id, coder: Annotated[str, Query(min_length=1, max_length=120)]
    ) -> Response:
        """The next article for a coder, without a mark of the program or of other coders."""
        return answers.json(agreement.next_article(desk, identity, coder))

    @router.get("/api/samples/{identity}/articles/{key}", tags=["agreement"])
    def differences(identity: Id, key: Id) -> Response:
        """What the coders of one article say, for whoever settles it."""
        return answers.json(agreement.differences(desk, identity, key))

    @router.post("/api/codings", status_code=201, tags=["agreement"])
    def code(given: agreement.NewCoding) -> Response:
        """Write down what a coder sees; the coder @adjudicated settles an article."""
        return answers.json(agreement.code(desk, given), 201)


def _linking(router: APIRouter, desk: Desk) -> None:
    @router.post("/api/incidents/merge", tags=["incidents"])
    def merged(given: Merge) -> Response:
        """Say that incidents are one happening."""
        return answers.json(merge(desk, given))

    @router.post("/api/incidents/{identity}/split", tags=["incidents"])
    def parted(identity: Id, given: Split) -> Response:
        """Say that some reports of an incident are another happening."""
        return answers.json(split(desk, identity, given))

    @router.post("/api/decisions/{identity}/undo", tags=["incidents"])
    def undone(identity: Annotated[int, Path(ge=1, le=2**31)], by: Undo) -> Response:
        """Take a decision about incidents back."""
        return answers.json(undo_linking(desk, identity, by.person))


def _imports(router: APIRouter, imports: Imports) -> None:
    @router.get("/api/imports", tags=["data"])
    def jobs() -> Response:
        """All imports since the desk was opened, newest first."""
        return answers.json({"imports": imports.jobs()})

    @router.get("/api/imports/{identity}", tags=["data"])
    def job(identity: Id) -> Response:
        """One import: how far it is, and what could not be read."""
        return answers.json(imports.job(identity))

    @router.post("/api/link", status_code=202, tags=["data"])
    def link() -> Response:
        """Find which reports are one happening; the answer is a job to ask after."""
        return answers.json(imports.link(), 202)

    @router.post("/api/imports", status_code=202, tags=["data"])
    async def take(
        files: Annotated[list[UploadFile] | None, File(description="Files to read.")] = None,
        text: Annotated[str | None, Form(description="Or the text of one report.")] = None,
        address: Annotated[
            str | None,
            Form(max_length=4096, description="Or the address of a feed or a page, to fetch."),
        ] = None,
        title: Short = None,
        outlet: Short = None,
        published: Annotated[str | None, Form(max_length=10, description="An ISO day.")] = None,
    ) -> Response:
        """Import files, a pasted text or an address; the answer is a job to ask after."""
        said = Said(text, title, outlet, published, address)
        job = await run_in_threadpool(take_in, imports, files or [], said)
        return answers.json(job, 202)


class Said:
    """What a form says beside the files."""

    def __init__(
        self,
        text: str | None,
        title: str | None,
        outlet: str | None,
        published: str | None,
        address: str | None,
    ) -> None:
        self.address = (address or "").strip()
        self.text, self.title, self.outlet = text or "", title or None, outlet or None
        self.published: date | None = None
        if published:
            try:
                self.published = date.fromisoformat(published)
            except ValueError:
                raise DeskError(
                    "bad_request", f"{published!r} is no day", "write it as 2020-08-16"
                ) from None


def take_in(imports: Imports, files: list[UploadFile], said: Said) -> dict[str, Any]:
    """Hand what a form holds to the imports."""
    chosen = [(PurePath(f.filename or "").name, f.file) for f in files if f.filename]
    options = SourceOptions(published=said.published, outlet=said.outlet, title=said.title)
    if chosen:
        return imports.take_files(chosen, options)
    if said.address:
        return imports.take_address(said.address, options)
    return imports.take_text(
        said.text, title=said.title, outlet=said.outlet, published=said.published
    )
