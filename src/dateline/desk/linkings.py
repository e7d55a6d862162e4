"""What people say of incidents: one happening, or another one; and how it is taken back."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.forms import PEOPLE
from dateline.desk.incidents import exists, members_of
from dateline.errors import StoreError
from dateline.store.decisions import Decided, Verdict, decide, undo


class Merge(BaseModel):
    """Incidents that are one happening."""

    model_config = ConfigDict(extra="forbid")

    incidents: list[str] = Field(min_length=2, max_length=20)
    person: str = Field(min_length=1, max_length=PEOPLE)
    note: str = Field(default="", max_length=4000)


class Split(BaseModel):
    """Reports of an incident that are another happening."""

    model_config = ConfigDict(extra="forbid")

    reports: list[str] = Field(min_length=1, max_length=500)
    person: str = Field(min_length=1, max_length=PEOPLE)
    note: str = Field(default="", max_length=4000)


def merge(desk: Desk, given: Merge) -> dict[str, Any]:
    """Say that incidents are one happening.

    Raises:
        DeskError: one of them is not there, or a decision that stands speaks against it.
    """
    desk.must_write()
    chosen = list(dict.fromkeys(identity.strip() for identity in given.incidents))
    for identity in chosen:
        exists(desk, identity)
    made: Decided | None = None
    with desk.changing():
        for other in chosen[1:]:
            made = _decided(desk, "same", (chosen[0], other), given.person, given.note)
        desk.relink()
    if made is None:
        raise DeskError("bad_request", "these are one incident already", "name two")
    return _answer(made)


def split(desk: Desk, identity: str, given: Split) -> dict[str, Any]:
    """Say that some reports of an incident are another happening.

    Raises:
        DeskError: a report is not of the incident, all of them are named, or a decision that stands
            speaks against it.
    """
    desk.must_write()
    exists(desk, identity)
    members = members_of(desk, identity)
    foreign = [report for report in given.reports if report not in members]
    if foreign:
        raise DeskError(
            "bad_request", f"report {foreign[0]} is not of this incident", "choose among its own"
        )
    if set(given.reports) == set(members):
        raise DeskError("bad_request", "no report would be left", "leave one of them in")
    leaving = " ".join(dict.fromkeys(given.reports))
    with desk.changing():
        made = _decided(desk, "different", (leaving, identity), given.person, given.note)
        desk.relink()
    return _answer(made)


def undo_linking(desk: Desk, number: int, person: str) -> dict[str, Any]:
    """Take a decision about incidents back.

    Raises:
        DeskError: there is none of this number, or it was taken back before.
    """
    desk.must_write()
    with desk.changing():
        try:
            made = undo(desk.store, person, number)
        except StoreError as error:
            code = "not_found" if "there is no" in str(error) else "conflict"
            raise DeskError(code, str(error), "an incident's page lists its decisions") from error
        desk.relink()
    return _answer(made)


def _decided(
    desk: Desk, verdict: Verdict, pair: tuple[str, str], person: str, note: str
) -> Decided:
    try:
        return decide(desk.store, verdict, pair, person, note=note or None)
    except StoreError as error:
        raise DeskError("conflict", str(error), "an incident's page lists its decisions") from error


def _answer(made: Decided) -> dict[str, Any]:
    return {
        "decision": made.decision.number,
        "incidents": list(made.incidents),
        "incident": made.incidents[0] if made.incidents else None,
    }
