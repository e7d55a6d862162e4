"""What people type into the plain forms, as values in the form of hand-coded gold."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request

from dateline.desk import agreement
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.desk.forms import GoldEvent
from dateline.store.codings import ADJUDICATED

# "Name (BLR GOV)": a name, and in brackets its country and role if known.
_NAMED = re.compile(r"(?P<name>.+?)\s*(?:\((?P<codes>[^()]*)\))?\s*")
_COUNTRY = re.compile(r"[A-Z]{3}")
# "participants: 100-200", "deaths: 5", "arrests: 400-".
_FIGURE = re.compile(
    r"\s*(?P<what>[a-z]+)\s*:\s*(?P<low>[\d.,]*)\s*(?P<dash>[-–]?)\s*(?P<high>[\d.,]*)\s*"
)
COUNTRY_LENGTH = 3


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form that are texts."""
    form = await request.form(max_files=0, max_fields=500)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def value_of(field: str, text: str) -> Any:  # noqa: ANN401 - whatever the field holds
    """The value that somebody typed for a field.

    Raises:
        DeskError: it cannot be one.
    """
    words = text.strip()
    if field in {"sources", "targets"}:
        return [actor(part) for part in words.split(";") if part.strip()]
    if field == "figures":
        return [figure(part) for part in words.split(";") if part.strip()]
    if field == "place":
        if not words:
            return None
        name, country, _ = _name_and_codes(words)
        return {"name": name, "country": country}
    if field == "type":
        return words.upper()
    return words or None


def actor(words: str) -> dict[str, Any]:
    """An actor from "Name (BLR GOV)"."""
    name, country, role = _name_and_codes(words)
    return {"text": name, "name": name, "country": country, "role": role}


def figure(words: str) -> dict[str, Any]:
    """A number from "participants: 100-200".

    Raises:
        DeskError: it is none.
    """
    found = _FIGURE.fullmatch(words)
    if not found or not (found["low"] or found["high"]):
        raise DeskError(
            "bad_request", f"{words.strip()!r} is no figure", "write it as participants: 100-200"
        )
    try:
        low = float(found["low"].replace(",", "")) if found["low"] else None
        high = float(found["high"].replace(",", "")) if found["high"] else None
    except ValueError:
        raise DeskError("bad_request", f"{words.strip()!r} has no number", "") from None
    if not found["dash"]:
        high = low
    return {"what": found["what"], "low": low, "high": high}


def _name_and_codes(words: str) -> tuple[str, str | None, str | None]:
    found = _NAMED.fullmatch(words.strip())
    if found is None:
        return words.strip(), None, None
    codes = (found["codes"] or "").split()
    country = next((c for c in codes if _COUNTRY.fullmatch(c)), None)
    role = next((c for c in codes if c != country), None)
    return found["name"], country, role


def event_of(fields: dict[str, str], text: str) -> dict[str, Any]:
    """An event from the form for one: its trigger is looked for in the text.

    Raises:
        DeskError: the trigger does not stand in the text, or a field does not fit.
    """
    trigger = fields.get("trigger", "").strip()
    start = _where(trigger, text, fields.get("start", ""))
    event = {
        "trigger": trigger,
        "start": start,
        "end": start + len(trigger),
        "type": fields.get("type", "").strip().upper(),
        "mode": fields.get("mode", "").strip() or None,
        "sources": value_of("sources", fields.get("sources", "")),
        "targets": value_of("targets", fields.get("targets", "")),
        "place": value_of("place", fields.get("place", "")),
        "date": value_of("date", fields.get("date", "")),
        "figures": value_of("figures", fields.get("figures", "")),
        "status": fields.get("status", "").strip() or "occurred",
        "claim": value_of("claim", fields.get("claim", "")),
    }
    try:
        return GoldEvent.model_validate(event).model_dump(mode="json")
    except ValidationError as error:
        said = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors()[:3])
        raise DeskError("bad_request", said, "go back and fill the form anew") from error


def _where(trigger: str, text: str, start: str) -> int:
    """Where a trigger stands: at or after the start that is given, else anywhere."""
    begin = int(start) if start.isdigit() else 0
    at = text.find(trigger, begin) if trigger else -1
    if at < 0:
        at = text.find(trigger) if trigger else -1
    if at < 0:
        raise DeskError(
            "bad_request",
            f"the words {trigger!r} do not stand in the text",
            "copy the word that makes it an event as it is written",
        )
    return at


def take_coding(desk: Desk, identity: str, fields: dict[str, str]) -> None:
    """Add an event to a coder's draft, take one out, or finish the article.

    Raises:
        DeskError: the article is not the next one, or the event does not fit.
    """
    coder = fields.get("coder", "")
    state = agreement.next_article(desk, identity, coder)
    shown = state["article"]
    if shown is None or shown["key"] != fields.get("article"):
        raise DeskError("conflict", "this article is finished already", "go on with the next one")
    events = list(shown["events"])
    do = fields.get("do", "")
    if do == "add":
        events.append(event_of(fields, shown["text"]))
    elif do.startswith("drop-") and do[5:].isdigit() and int(do[5:]) < len(events):
        events.pop(int(do[5:]))
    given = agreement.NewCoding(
        sample=identity,
        article=shown["key"],
        coder=coder,
        events=[GoldEvent.model_validate(e) for e in events],
        done=do == "finish",
    )
    agreement.code(desk, given)


def settle(desk: Desk, identity: str, key: str, fields: dict[str, str]) -> None:
    """Write down what was chosen for each happening and each field that differs.

    Raises:
        DeskError: there is nothing to settle, or a choice names nobody.
    """
    shown = agreement.differences(desk, identity, key)
    events = []
    for number, group in enumerate(shown["groups"]):
        chosen = fields.get(f"event-{number}", next(iter(group["events"])))
        if chosen == "none":
            continue
        event = dict(_of(group, chosen))
        for field in shown["fields"]:
            by = fields.get(f"field-{number}-{field}")
            if by:
                event[field] = _of(group, by).get(field)
        event.pop("sent", None)
        events.append(GoldEvent.model_validate(event))
    given = agreement.NewCoding(
        sample=identity, article=key, coder=ADJUDICATED, events=events, done=True
    )
    agreement.code(desk, given)


def _of(group: dict[str, Any], coder: str) -> dict[str, Any]:
    if coder not in group["events"]:
        raise DeskError("bad_request", f"{coder!r} has not coded this", "choose one of its coders")
    found: dict[str, Any] = group["events"][coder]
    return found
