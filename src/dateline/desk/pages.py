"""The pages: what the API gives, as HTML that works without a script, and the forms' way in."""

# No `from __future__ import annotations`: FastAPI reads the annotations of functions made in loops.
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query, Request, UploadFile
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dateline.desk import (
    agreement,
    api,
    articles,
    coding_forms,
    data,
    incidents,
    linkings,
    overview,
    review,
    search,
)
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.filters import Filters, Paged
from dateline.desk.forms import PEOPLE, Decision
from dateline.desk.imports import TAKEN, Imports
from dateline.desk.rendering import Pages
from dateline.store.reviews import FIELDS

Id = Annotated[str, Path(min_length=1, max_length=200)]
Text = Annotated[str, Form(max_length=4000)]
Name = Annotated[str, Form(min_length=1, max_length=PEOPLE)]
Asked = Annotated[Paged, Query()]
SEE_OTHER = 303


def routes(desk: Desk, imports: Imports) -> APIRouter:
    """All routes of the pages; the API's documentation leaves them out."""
    router = APIRouter(include_in_schema=False)
    pages = Pages(desk)
    _reading(router, desk, pages)
    _review(router, desk, pages)
    _agreement(router, desk, pages)
    _linking(router, desk)
    _data(router, desk, imports, pages)
    return router


def _reading(router: APIRouter, desk: Desk, pages: Pages) -> None:
    @router.get("/")
    @router.get("/overview")
    def overview_page(request: Request, asked: Asked) -> Response:
        filters = Filters.model_validate(asked.narrowed())
        shown = overview.overview(desk, filters)
        table = overview.events(desk, asked)
        return pages.show(
            request, "overview", asked, shown, {"table": table, "types": search.types()["found"]}
        )

    @router.get("/articles")
    def articles_page(request: Request, asked: Asked) -> Response:
        return pages.show(request, "articles", asked, articles.articles(desk, asked))

    @router.get("/articles/{key}")
    def article_page(request: Request, key: Id) -> Response:
        shown = articles.article(desk, key)
        return pages.show(request, "article", None, shown, {"fields": FIELDS})

    @router.get("/events/{identity}")
    def event_page(identity: Id) -> Response:
        key = articles.event(desk, identity)["article_key"]
        return RedirectResponse(f"/articles/{key}#e-{quote(identity)}", SEE_OTHER)

    @router.get("/incidents")
    def incidents_page(request: Request, asked: Asked) -> Response:
        return pages.show(request, "incidents", asked, incidents.incidents(desk, asked))

    @router.get("/incidents/{identity}")
    def incident_page(request: Request, identity: Id) -> Response:
        now = incidents.leads_to(desk, identity)
        if now is not None:
            return RedirectResponse(f"/incidents/{quote(now)}", SEE_OTHER)
        return pages.show(request, "incident", None, incidents.incident(desk, identity))


def _review(router: APIRouter, desk: Desk, pages: Pages) -> None:
    @router.get("/review")
    def review_page(request: Request, asked: Asked) -> Response:
        shown = review.queue(desk, asked)
        latest = [r for r in reversed(review.decisions(desk)) if r["undone_at"] is None][:20]
        return pages.show(request, "review", asked, shown, {"latest": latest, "fields": FIELDS})

    @router.post("/review/decide")
    def decide(  # noqa: PLR0913, PLR0917 - a form has one parameter a field
        request: Request,
        verdict: Text,
        person: Name,
        report: Text = "",
        field: Text = "",
        value: Text = "",
        note: Text = "",
        back: Text = "/review",
    ) -> Response:
        corrected: Any = None
        if verdict == "correct":
            corrected = coding_forms.value_of(field, value)
        decision = _decision(
            verdict=verdict,
            person=person,
            report=report or None,
            field=(field or None) if verdict == "correct" else None,
            value=corrected,
            note=note,
        )
        review.decide(desk, decision)
        return pages.back(request, back, person)

    @router.post("/review/missed")
    async def missed(request: Request) -> Response:
        fields = await coding_forms.fields_of(request)
        person, back = fields.pop("person", ""), fields.pop("back", "/review")
        article, note = fields.pop("article", ""), fields.pop("note", "")
        text = await run_in_threadpool(lambda: articles.article(desk, article)["text"])
        event = coding_forms.event_of(fields, text)
        decision = _decision(
            verdict="missed", person=person, article=article, value=event, note=note
        )
        await run_in_threadpool(review.decide, desk, decision)
        return pages.back(request, back, person)

    @router.post("/review/undo")
    def undo(request: Request, review_id: Text, person: Name, back: Text = "/review") -> Response:
        review.undo(desk, review_id, person)
        return pages.back(request, back, person)


def _decision(**fields: Any) -> Decision:  # noqa: ANN401 - checked by the model
    try:
        return Decision.model_validate(fields)
    except ValidationError as error:
        said = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors()[:3])
        raise DeskError("bad_request", said, "fill the form anew") from error


def _agreement(router: APIRouter, desk: Desk, pages: Pages) -> None:
    @router.get("/agreement")
    def agreement_page(request: Request) -> Response:
        return pages.show(request, "agreement", None, agreement.agreement(desk))

    @router.post("/agreement")
    def draw(
        request: Request,
        coders: Text,
        person: Name,
        size: Annotated[int, Form(ge=1, le=2000)] = 20,
        seed: Annotated[int, Form(ge=0, le=2**31 - 1)] = 1,
    ) -> Response:
        names = [name.strip() for name in coders.replace(";", ",").split(",") if name.strip()]
        try:
            asked = agreement.NewSample(size=size, seed=seed, coders=names, person=person)
        except ValidationError as error:
            raise DeskError(
                "bad_request", "a sample has at least two coders", "part their names by commas"
            ) from error
        agreement.draw(desk, asked)
        return pages.back(request, "/agreement", person)

    @router.get("/agreement/{identity}/code")
    def code_page(
        request: Request, identity: Id, coder: Annotated[str, Query(min_length=1, max_length=120)]
    ) -> Response:
        shown = agreement.next_article(desk, identity, coder)
        extra = {"types": search.types()["found"]}
        return pages.show(request, "code", None, shown, extra)

    @router.post("/agreement/{identity}/code")
    async def code(request: Request, identity: Id) -> Response:
        fields = await coding_forms.fields_of(request)
        coder = fields.get("coder", "")
        await run_in_threadpool(coding_forms.take_coding, desk, identity, fields)
        return pages.back(request, f"/agreement/{quote(identity)}/code?coder={quote(coder)}", None)

    @router.get("/agreement/{identity}/settle/{key}")
    def settle_page(request: Request, identity: Id, key: Id) -> Response:
        return pages.show(request, "settle", None, agreement.differences(desk, identity, key))

    @router.post("/agreement/{identity}/settle/{key}")
    async def settle(request: Request, identity: Id, key: Id) -> Response:
        fields = await coding_forms.fields_of(request)
        await run_in_threadpool(coding_forms.settle, desk, identity, key, fields)
        return pages.back(request, "/agreement", None)


def _linking(router: APIRouter, desk: Desk) -> None:
    @router.post("/incidents/{identity}/split")
    def split(
        identity: Id,
        person: Name,
        reports: Annotated[list[str], Form()],
        note: Text = "",
    ) -> Response:
        given = linkings.Split(reports=reports, person=person, note=note)
        made = linkings.split(desk, identity, given)
        return RedirectResponse(f"/incidents/{quote(made['incident'])}", SEE_OTHER)

    @router.post("/incidents/{identity}/merge")
    def merge(identity: Id, person: Name, other: Text, note: Text = "") -> Response:
        given = linkings.Merge(incidents=[identity, other.strip()], person=person, note=note)
        made = linkings.merge(desk, given)
        return RedirectResponse(f"/incidents/{quote(made['incident'])}", SEE_OTHER)

    @router.post("/incidents/{identity}/undo")
    def undo(
        identity: Id, decision: Annotated[int, Form(ge=1, le=2**31)], person: Name
    ) -> Response:
        linkings.undo_linking(desk, decision, person)
        return RedirectResponse(f"/incidents/{quote(identity)}", SEE_OTHER)


def _data(router: APIRouter, desk: Desk, imports: Imports, pages: Pages) -> None:
    @router.get("/data")
    def data_page(request: Request) -> Response:
        shown = data.data(desk) | {"imports": imports.jobs()}
        return pages.show(request, "data", None, shown, {"taken": TAKEN})

    @router.post("/data/import")
    async def take(  # noqa: PLR0913, PLR0917 - a form has one parameter a field
        request: Request,
        files: list[UploadFile] | None = None,
        text: Annotated[str, Form()] = "",
        address: Annotated[str, Form(max_length=4096)] = "",
        title: Text = "",
        outlet: Text = "",
        published: Text = "",
    ) -> Response:
        said = api.Said(text, title, outlet, published, address)
        await run_in_threadpool(api.take_in, imports, files or [], said)
        return pages.back(request, "/data", None)

    @router.post("/data/link")
    def link(request: Request) -> Response:
        imports.link()
        return pages.back(request, "/data", None)

    @router.post("/data/look-again")
    def look_again(request: Request) -> Response:
        desk.look_again()
        return pages.back(request, "/", None)
