"""The one place where query parameters become SQL: parameterised, never pasted.

`Filters` is what the address says; `where` gives a condition on the index's events with the
values for its `?`. `query` gives the address back, so that links reproduce a view.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dateline.event import Status

OWN_WORD = "@own"
NONE = "@none"
LONGEST = 200
MOST = 50
EAST, NORTH = 180.0, 90.0

Word = Annotated[str, Field(max_length=LONGEST)]
Words = Annotated[list[Word], Field(max_length=MOST)]
Share = Annotated[float, Field(ge=0, le=1)]


# A condition, and the values for its `?`.
Part = tuple[str, list[Any]]


class Filters(BaseModel):
    """Which events; several values of a parameter mean any of them, several parameters all."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Annotated[
        date | None, Field(alias="from", description="First day: events that end on it or later.")
    ] = None
    to: Annotated[
        date | None, Field(description="Last day: events that begin on it or earlier.")
    ] = None
    country: Annotated[Words, Field(description="Alpha-3 codes of where it happened.")] = []
    place: Annotated[Words, Field(description="GeoNames numbers, or names of places.")] = []
    bbox: Annotated[
        str | None,
        Field(
            max_length=LONGEST,
            description="west,south,east,north in degrees; west > east crosses the date line.",
        ),
    ] = None
    type: Annotated[Words, Field(description="PLOVER types.")] = []
    mode: Annotated[Words, Field(description="PLOVER modes.")] = []
    actor: Annotated[
        Words, Field(description="Names or codes on either side; @none for nobody.")
    ] = []
    source: Annotated[
        Words, Field(description="Names or codes of who did it; @none for nobody.")
    ] = []
    target: Annotated[Words, Field(description="Names or codes of to whom; @none for nobody.")] = []
    outlet: Annotated[Words, Field(description="Outlets; @none for reports without one.")] = []
    voice: Annotated[Words, Field(description="Speakers; @own for the outlet's own word.")] = []
    standing: Annotated[
        list[Status], Field(max_length=MOST, description="Whether it happened, will, was denied.")
    ] = []
    min_confidence: Share | None = None
    max_confidence: Share | None = None
    q: Annotated[
        str | None, Field(max_length=LONGEST, description="Words in the evidence or the title.")
    ] = None
    incident: Annotated[Words, Field(description="Incidents by id.")] = []
    reviewed: Annotated[
        Literal["yes", "no"] | None, Field(description="Decided by a person or not.")
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the address holds
        """A form sends the fields that were left empty too."""
        if not isinstance(given, dict):
            return given
        kept: dict[str, Any] = {}
        for name, value in given.items():
            if isinstance(value, list):
                value = [v for v in value if v != ""]  # noqa: PLW2901 - cleaned before use
            if value not in ("", None, []):
                kept[name] = value
        return kept

    @field_validator("bbox")
    @classmethod
    def _box(cls, given: str | None) -> str | None:
        if given is not None:
            box_of(given)
        return given

    def query(self, **changes: Any) -> str:  # noqa: ANN401 - values of any parameter
        """The query string that reproduces this view, with some parameters changed."""
        kept = self.as_dict() | changes
        pairs = [(k, v) for k, v in kept.items() if v not in (None, "", [])]
        return urlencode(pairs, doseq=True)

    def as_dict(self) -> dict[str, Any]:
        """The parameters that are set, by their names in the address."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def narrowed(self) -> dict[str, Any]:
        """Those that choose events: without page, size and order."""
        names = {f.alias or n for n, f in Filters.model_fields.items()}
        return {k: v for k, v in self.as_dict().items() if k in names}


class Paged(Filters):
    """Filters and the part of a table that is asked for."""

    page: Annotated[int, Field(ge=1, le=10_000_000)] = 1
    size: Annotated[int, Field(ge=1, le=500)] = 50
    sort: Annotated[
        str | None, Field(max_length=40, description="A column; -column for downwards.")
    ] = None


class Matrix(Filters):
    """Filters, and what the rows and columns of who-to-whom are."""

    by: Literal["code", "name"] = "code"


class Exported(Filters):
    """Filters, and the policy by which one number is taken out of many."""

    policy: Annotated[Word | None, Field(description="As `dateline export --policy` has it.")] = (
        None
    )


def box_of(text: str) -> tuple[float, float, float, float]:
    """West, south, east, north from `w,s,e,n`.

    Raises:
        ValueError: these are no four numbers of degrees.
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        msg = "bbox is west,south,east,north in degrees, as in 23.2,51.3,32.8,56.2"
        raise ValueError(msg) from error
    if max(abs(west), abs(east)) > EAST or not -NORTH <= south <= north <= NORTH:
        msg = "bbox has degrees from -180 to 180 and -90 to 90, south before north"
        raise ValueError(msg)
    return west, south, east, north


def where(filters: Filters) -> tuple[str, list[Any]]:
    """A condition on `base` or `events`, and the values for its `?` in order."""
    parts = [*_days(filters), *_one_of(filters), *_place(filters), *_words(filters)]
    for sides, values in (
        (("source",), filters.source),
        (("target",), filters.target),
        (("source", "target"), filters.actor),
    ):
        if values:
            parts.append(_sides(sides, values))
    if filters.incident:
        marks = _marks(filters.incident)
        inside = f"id IN (SELECT report FROM linked WHERE incident IN ({marks}))"
        parts.append((inside, list(filters.incident)))
    if filters.reviewed is not None:
        inside = "IN" if filters.reviewed == "yes" else "NOT IN"
        parts.append((f"id {inside} (SELECT report FROM decided)", []))
    sql = " AND ".join(f"({part})" for part, _ in parts) or "true"
    return sql, [value for _, values in parts for value in values]


def _days(filters: Filters) -> list[Part]:
    bounds = (
        ("date_end >= ?", filters.from_),
        ("date_start <= ?", filters.to),
        ("confidence >= ?", filters.min_confidence),
        ("confidence <= ?", filters.max_confidence),
    )
    return [(sql, [value]) for sql, value in bounds if value is not None]


def _one_of(filters: Filters) -> list[Part]:
    columns: dict[str, list[Any]] = {
        "country": [v.upper() for v in filters.country],
        "type": [v.upper() for v in filters.type],
        "mode": [v.lower() for v in filters.mode],
        "status": list(filters.standing),
    }
    return [(f"{c} IN ({_marks(values)})", values) for c, values in columns.items() if values]


def _place(filters: Filters) -> list[Part]:
    parts: list[Part] = []
    if filters.place:
        keys = _lower(filters.place)
        parts.append(
            (f"place_key IN ({_marks(keys)}) OR lower(place_name) IN ({_marks(keys)})", keys * 2)
        )
    if filters.bbox is not None:
        west, south, east, north = box_of(filters.bbox)
        across = "AND" if west <= east else "OR"
        parts.append(
            (
                f"latitude BETWEEN ? AND ? AND (longitude >= ? {across} longitude <= ?)",
                [south, north, west, east],
            )
        )
    return parts


def _sides(sides: Sequence[str], named: list[str]) -> Part:
    """Any of these sides has any of these actors, or nobody."""
    keys = [v for v in _lower(named) if v != NONE]
    any_of = [f"list_has_any({side}_keys, ?::VARCHAR[])" for side in sides if keys]
    values = [keys for _ in any_of]
    if NONE in named:
        any_of.append(" AND ".join(f"len({side}s) = 0" for side in sides))
    return " OR ".join(any_of), values


def _words(filters: Filters) -> list[Part]:
    parts: list[Part] = []
    if filters.outlet:
        named = [v for v in filters.outlet if v != NONE]
        any_of = []
        if named:
            any_of.append(f"outlet IN ({_marks(named)})")
        if NONE in filters.outlet:
            any_of.append("outlet IS NULL")
        parts.append((" OR ".join(any_of), list(named)))
    if filters.voice:
        named = _lower([v for v in filters.voice if v != OWN_WORD])
        any_of, values = [], []
        if named:
            any_of.append("list_has_any(voice_keys, ?::VARCHAR[])")
            values.append(named)
        if OWN_WORD in filters.voice:
            any_of.append("len(voices) = 0")
        parts.append((" OR ".join(any_of), values))
    if filters.q is not None:
        # Each word must stand somewhere; `contains` knows no wildcards that would need escaping.
        parts.extend(("contains(words, ?)", [word]) for word in filters.q.lower().split())
    return parts


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)


def _lower(values: list[str]) -> list[Any]:
    return [v.lower() for v in values]
