"""The door for a page that works without a network: the roster out, records in, as JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.accounts.access import public
from app.accounts.folding import SYLLABLES, VARIANTS
from app.attendance import operations
from app.attendance.operations import MOST_RECORDS, Record, Result
from app.attendance.queries import Known, counts, roster_since
from app.attendance.rules import Code, Kind, Method
from app.attendance.views.door import bp
from app.attendance.views.keepers import keeper_of
from app.attendance.views.plates import NAMELESS, words_for_leaving
from app.attendance.wording import FLAGS, SENT_AWAY, TONES, VERDICTS
from app.kit.clock import now
from app.web.filters import san


@bp.get("/roster.json")
@public
def roster(slug: str) -> ResponseReturnValue:
    """Names, readings, slots, states and the prints of tickets; nothing else leaves.

    A phone that says what it knows gets what has been written since.
    """
    keeper, at = keeper_of(slug), now()
    found = roster_since(keeper.event, Known.of(request.args.get("known", "")), at=at)
    how_names_are_found = {"variants": VARIANTS, "syllables": SYLLABLES}
    return {
        "at": at.isoformat(),
        "ends": keeper.event.ends_at.isoformat(),
        "starts": keeper.event.starts_at.isoformat(),
        "token": generate_csrf(),
        "known": str(found.known),
        "whole": found.is_whole,
        "people": found.people,
        **(how_names_are_found if found.is_whole else {}),
    }


@bp.post("/records")
@public
def receive(slug: str) -> ResponseReturnValue:
    """Take in what a device wrote down; the answer holds one result for each record."""
    keeper = keeper_of(slug, may_be_late=True)
    body = request.get_json(silent=True)
    records, sent_at = _read(body) or abort(400)
    results = operations.receive(keeper.event, records, keeper.sender, sent_at=sent_at, at=now())
    present, expected = counts(keeper.event)
    return {
        "results": [_told(result, is_over=keeper.is_over) for result in results],
        "present": present,
        "expected": expected,
    }


@bp.get("/over")
@public
def over(slug: str) -> ResponseReturnValue:
    """For a phone that has been sent away: it hands in what it wrote down, and forgets the list."""
    keeper = keeper_of(slug, may_be_late=True)
    if not keeper.is_over:
        return redirect(url_for("attendance.door", slug=slug))
    return render_template("attendance/over.html", event=keeper.event, words=words_for_leaving())


def _told(result: Result, *, is_over: bool) -> dict[str, object]:
    outcome = result.outcome
    is_late = is_over and outcome.code == Code.REJECTED
    about = None if outcome.code in NAMELESS else outcome.registration
    return {
        "id": str(result.id),
        "code": outcome.code,
        "tone": TONES[outcome.code],
        "verdict": str(SENT_AWAY if is_late else VERDICTS[outcome.code]),
        "registration": about.public_id if about is not None else None,
        "person": san(about.attendee) if about is not None else None,
        "entry": str(outcome.entry.id) if outcome.entry else None,
        "flags": outcome.flags,
        "notes": [str(FLAGS[flag]) for flag in outcome.flags if flag in FLAGS],
    }


def _read(body: Any) -> tuple[list[Record], datetime | None] | None:
    """The records in a message; None when it is not one."""
    try:
        rows = body["records"]
        sent_at = _instant(body["sent_at"]) if body.get("sent_at") else None
        if not isinstance(rows, list) or len(rows) > MOST_RECORDS:
            return None
        return [_record(row) for row in rows], sent_at
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _record(row: dict[str, Any]) -> Record:
    """One record. Raises KeyError, TypeError, ValueError, AttributeError."""
    return Record(
        id=UUID(row["id"]),
        kind=Kind(row["kind"]),
        occurred_at=_instant(row["occurred_at"]),
        ticket=_text(row, "ticket"),
        registration=_text(row, "registration"),
        name=_text(row, "name")[:80],
        reading=_text(row, "reading")[:80],
        undoes=UUID(row["undoes"]) if row.get("undoes") else None,
        device=_text(row, "device")[:40],
        method=Method(row.get("method") or Method.QR),
        is_offline=row.get("offline") is True,
        is_early_all_right=row.get("early") is True,
    )


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key) or ""
    if not isinstance(value, str):
        raise TypeError(key)
    # Half of a sign that takes two is none, and no database keeps it.
    return value.replace("\x00", "").encode(errors="ignore").decode()


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
