"""What comes in: the shapes of decisions and of coded events, checked at the edge."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.desk.errors import DeskError
from dateline.store.reviews import Verdict

PEOPLE = 120


class Decision(BaseModel):
    """A decision of a person about a report, a field of it, or an event that was missed."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    person: str = Field(min_length=1, max_length=PEOPLE)
    report: str | None = Field(default=None, max_length=200)
    article: str | None = Field(default=None, max_length=200, description="For a missed event.")
    field: (
        Literal["type", "mode", "sources", "targets", "place", "date", "figures", "status", "claim"]
        | None
    ) = None
    value: str | list[Any] | dict[str, Any] | None = Field(
        default=None, description="What the field should be, or the missed event."
    )
    note: str = Field(default="", max_length=4000)


class Undo(BaseModel):
    """Who takes a decision back."""

    model_config = ConfigDict(extra="forbid")

    person: str = Field(min_length=1, max_length=PEOPLE)


class GoldActor(BaseModel):
    """An actor in the form of hand-coded gold."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=400)
    name: str | None = Field(default=None, max_length=400)
    country: str | None = Field(default=None, max_length=3)
    role: str | None = Field(default=None, max_length=20)


class GoldPlace(BaseModel):
    """A place in the form of hand-coded gold."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=400)
    country: str | None = Field(default=None, max_length=3)


class GoldFigure(BaseModel):
    """A number in the form of hand-coded gold."""

    model_config = ConfigDict(extra="forbid")

    what: str = Field(max_length=40)
    low: float | None = Field(default=None, allow_inf_nan=False)
    high: float | None = Field(default=None, allow_inf_nan=False)


DAYS = r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?"


class GoldEvent(BaseModel):
    """An event in the form of hand-coded gold; `start` and `end` bound the trigger."""

    model_config = ConfigDict(extra="forbid")

    trigger: str = Field(min_length=1, max_length=400)
    start: int = Field(ge=0, le=2**31)
    end: int = Field(ge=0, le=2**31)
    type: str = Field(min_length=1, max_length=40)
    mode: str | None = Field(default=None, max_length=40)
    sources: list[GoldActor] = Field(default_factory=list, max_length=50)
    targets: list[GoldActor] = Field(default_factory=list, max_length=50)
    place: GoldPlace | None = None
    date: str | None = Field(default=None, pattern=f"^{DAYS}$")
    figures: list[GoldFigure] = Field(default_factory=list, max_length=50)
    status: str = Field(default="occurred", max_length=40)
    claim: str | None = Field(default=None, max_length=400)


class _Corrected(BaseModel):
    """The corrected fields, for their checks."""

    type: str | None = Field(default=None, max_length=40)
    mode: str | None = Field(default=None, max_length=40)
    sources: list[GoldActor] | None = None
    targets: list[GoldActor] | None = None
    place: GoldPlace | None = None
    date: str | None = Field(default=None, pattern=f"^{DAYS}$")
    figures: list[GoldFigure] | None = None
    status: str | None = Field(default=None, max_length=40)
    claim: str | None = Field(default=None, max_length=400)


def checked_value(decision: Decision) -> Any:  # noqa: ANN401 - whatever the field holds
    """The value of a decision in the form of hand-coded gold.

    Raises:
        DeskError: it is not what the field holds.
    """
    field, value = decision.field, decision.value
    if decision.verdict == "missed":
        return _fitting(GoldEvent, value)
    if field is None:
        if value is not None:
            raise DeskError("bad_request", "a value belongs to a field", "name the field")
        return None
    made = _fitting(_Corrected, {field: value})[field]
    if field in {"type", "status"} and not made:
        raise DeskError("bad_request", f"{field} cannot be empty", "choose one")
    return made or [] if field in {"sources", "targets", "figures"} else made


def _fitting(model: type[BaseModel], value: Any) -> dict[str, Any]:  # noqa: ANN401 - see above
    try:
        return model.model_validate(value).model_dump(mode="json")
    except ValueError as error:
        said = " ".join(str(error).split())[:300]
        raise DeskError("bad_request", f"the value does not fit: {said}", "see the form") from error
