"""What every page is given, and how a value of ours or of an article gets into HTML."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.desk.browser_files import address
from dateline.desk.desk import Desk
from dateline.desk.filters import Filters, Paged

TEMPLATES = Path(__file__).parent / "templates"
PERSON = "dateline_person"
YEAR = 365 * 24 * 3600
SEE_OTHER = 303
TITLES = {
    "overview": "Overview",
    "articles": "Articles",
    "article": "Article",
    "incidents": "Incidents",
    "incident": "Incident",
    "review": "Review",
    "agreement": "Agreement",
    "code": "Blind coding",
    "settle": "Settle differences",
    "data": "Data",
}
# The views in the head of every page; those in the first group take the filters along.
FILTERED = ("overview", "articles", "incidents", "review")
NAVIGATION = (*FILTERED, "agreement", "data")
# Names the drawings whose tables are wanted; scripts leave out those that nobody has opened.
TWINS = "desk-twins"
_INSIDE_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028",
                  "\u2029": "\\u2029"}  # fmt: skip


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, each compiled once."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        safe_link=safe_link,
        number=number,
        counted=counted,
        range=bounds,
        shown=shown,
        embedded=embedded,
    )
    made.globals.update(static=address, quote=partial(quote, safe=""))
    return made


class Pages:
    """Renders the pages of a desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.environment = environment()

    def show(
        self,
        request: Request,
        page: str,
        asked: Paged | None,
        data: dict[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> Response:
        """One page with its data; only what is in `<main>` if a script asks for that."""
        filters = asked or Paged()
        kept = filters.narrowed()
        query = filters.query()
        values = {
            "page": page,
            "title": TITLES[page],
            "data": data,
            "asked": filters,
            "kept": kept,
            "toggled": partial(toggled, filters),
            "turned": lambda number: f"?{filters.query(page=number)}",
            "query": f"?{query}" if query else "",
            "navigation": [self._entry(name, page, kept) for name in NAVIGATION],
            "read_only": self.desk.read_only,
            "why_read_only": self.desk.why_read_only,
            "copied": self.desk.copied_at is not None,
            "may_write": self._may_write(request),
            "person": person_of(request),
            "here": _here(request),
            "fragment": request.headers.get("hx-request") == "true",
            "with_twin": partial(_with_twin, request.headers.get(TWINS)),
            **(extra or {}),
        }
        html = self.environment.get_template(f"{page}.html").render(values)
        return HTMLResponse(html, headers={"vary": f"hx-request, {TWINS}"})

    def back(self, request: Request, to: str, person: str | None) -> Response:
        """Lead a form back to a page of ours, and keep the name that was given."""
        # A path of another host, or one with a scheme, leads nowhere but home.
        target = to if re.match(r"/(?![/\\])", to) and "\n" not in to and "\r" not in to else "/"
        response = RedirectResponse(target, SEE_OTHER)
        if person:
            response.set_cookie(
                PERSON, quote(person), max_age=YEAR, httponly=True, samesite="strict"
            )
        del request
        return response

    def _entry(self, name: str, page: str, kept: dict[str, Any]) -> dict[str, Any]:
        path = "/" if name == "overview" else f"/{name}"
        query = Filters.model_validate(kept).query() if name in FILTERED else ""
        parents = {"article": "articles", "incident": "incidents", "code": "agreement"}
        return {
            "name": TITLES[name],
            "address": f"{path}?{query}" if query else path,
            "current": parents.get(page, "agreement" if page == "settle" else page) == name,
        }

    def _may_write(self, request: Request) -> bool:
        return bool(getattr(request.state, "may_write", False)) and not self.desk.read_only


def person_of(request: Request) -> str:
    """The name under which somebody decided last in this browser."""
    return unquote(request.cookies.get(PERSON, ""))[:120]


def _with_twin(wanted: str | None, name: str) -> bool:
    """Whether the table of a drawing is to be rendered: of all, if nobody says which."""
    return wanted is None or name in wanted.split(",")


def _here(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def toggled(filters: Filters, name: str, value: str) -> str:
    """The address of the same view with one value of a parameter put in or taken out."""
    values = list(filters.as_dict().get(name) or [])
    changed = [v for v in values if v != value] if value in values else [*values, value]
    return f"?{filters.query(**{name: changed, 'page': None})}"


def safe_link(url: str | None) -> str | None:
    """The address of a page on the web, or None: an article's own words may hold any scheme."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    fits = parts.scheme.lower() in {"http", "https"} and parts.hostname
    return url.strip() if fits else None


def number(value: float | None) -> str:
    """A number with commas; whole ones without a point."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def counted(value: int, what: str) -> str:
    """A number of things: `1 event`, `2 events`."""
    return f"{number(value)} {what}{'' if value == 1 else 's'}"


def bounds(of: dict[str, Any]) -> str:
    """A number with its bounds: `about 400`, `100,000 or more`, `5–7`."""
    low, high = of.get("low"), of.get("high")
    if low is None and high is None:
        return "not said"
    if high is None:
        return f"{number(low)} or more"
    if low is None:
        return f"up to {number(high)}"
    said = number(low) if low == high else f"{number(low)}–{number(high)}"
    return f"about {said}" if of.get("approximate") else said


def shown(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    """Any value of a coded event in words."""
    if value is None or value in ([], ""):
        return "none"
    if isinstance(value, list):
        return "; ".join(shown(v) for v in value)
    if isinstance(value, dict):
        if "what" in value:
            return f"{value['what']}: {bounds(value)}"
        name = value.get("name") or value.get("text") or "unnamed"
        codes = " ".join(str(value[k]) for k in ("country", "role") if value.get(k))
        return f"{name} ({codes})" if codes else str(name)
    return str(value)


def embedded(value: Any) -> Markup:  # noqa: ANN401 - whatever a page is made from
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = msgspec.json.encode(value).decode()
    for sign, escaped in _INSIDE_SCRIPT.items():
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 - every sign that HTML knows is escaped above
