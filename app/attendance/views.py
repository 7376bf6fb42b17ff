"""The door, seen from the phone of whoever stands at it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.attendance import operations
from app.attendance.forms import ScanForm
from app.attendance.operations import Outcome
from app.attendance.queries import attendance_of, counts, roster
from app.attendance.rules import ADMITTED, Code, Method
from app.attendance.wording import ILLEGIBLE, NO_CODE, TONES, VERDICTS
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.qr import Illegible, read_qr
from app.policy import Can
from app.registrations.models import Registration
from app.registrations.queries import holding, whole
from app.web.filters import san
from app.web.find import find

SHOWN = 200
NAMELESS = (Code.UNKNOWN, Code.REMOVED, Code.WRONG_EVENT, Code.REJECTED)

bp = Blueprint("attendance", __name__, url_prefix="/events/<slug>/door")


@bp.get("")
def door(slug: str) -> ResponseReturnValue:
    return _page(_event(slug))


@bp.get("/count")
def count(slug: str) -> ResponseReturnValue:
    present, expected = counts(_event(slug))
    return {"present": present, "expected": expected}


@bp.get("/guests")
def guests(slug: str) -> ResponseReturnValue:
    """The list alone, for a page that is open already."""
    event = _event(slug)
    return render_template("attendance/_guests.html", event=event, **_guests(event))


@bp.post("/scans")
def scan(slug: str) -> ResponseReturnValue:
    """One attempt, by ticket, by picture or by name; a script gets the plate alone."""
    event, form = _event(slug), ScanForm()
    answer = _answer(event, form)
    if not isinstance(answer, Outcome):
        return _unread(event, answer, is_frame=form.frame.data)
    if _is_script():
        return render_template("attendance/_plate.html", event=event, **_told(answer))
    return _page(event, told=_told(answer))


@bp.get("/scans")
def scans(slug: str) -> ResponseReturnValue:
    """Where a search begins on the page that answers a scan: back at the door."""
    return redirect(url_for("attendance.door", slug=slug, q=request.args.get("q")))


@bp.post("/undo/<uuid:entry_id>")
def undo(slug: str, entry_id: UUID) -> ResponseReturnValue:
    event, scan = _event(slug), ScanForm().scan(Method.NAME, now())
    registration = operations.undo(event, entry_id, scan, by=current_user(), at=now())
    if _is_script():
        return render_template("attendance/_undone.html", registration=registration)
    flash(_("Check-in undone: %(name)s", name=san(registration.attendee)), "note")
    return redirect(url_for("attendance.door", slug=slug), 303)


@bp.get("/tickets/<token>")
def scan_page(slug: str, token: str) -> ResponseReturnValue:
    """Where the phone's own camera leads: the name, and one button to let them in."""
    event = _event(slug)
    registration = find(holding(token).where(Registration.event_id == event.id))
    return render_template(
        "attendance/scan_page.html",
        event=event,
        registration=registration,
        attendance=attendance_of(registration),
        token=token,
    )


def _event(slug: str) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.RUN_DOOR, event)
    return event


def _answer(event: Event, form: ScanForm) -> Outcome | Illegible | None:
    """The door's answer; for a picture that holds no ticket, why. None: there is no code in it."""
    by, at = current_user(), now()
    if form.registration.data:
        chosen = whole().where(
            Registration.event_id == event.id, Registration.public_id == form.registration.data
        )
        return operations.admit(event, find(chosen), form.scan(Method.NAME, at), by=by, at=at)
    text = form.ticket.data or _text_in_picture()
    if text is None or isinstance(text, Illegible):
        return text
    return operations.scan_ticket(event, text, form.scan(Method.QR, at), by=by, at=at)


def _text_in_picture() -> str | Illegible | None:
    photo = request.files.get("photo")
    codes = read_qr(photo.read()) if photo else []
    if isinstance(codes, Illegible):
        return codes
    tickets = [text for text in codes if "/t/" in text]
    return next(iter(tickets or codes), None)


def _unread(event: Event, why: Illegible | None, *, is_frame: bool) -> ResponseReturnValue:
    sentence = ILLEGIBLE[why] if why else NO_CODE
    if not _is_script():
        return _page(event, unread=sentence)
    if is_frame:
        return "", 204
    return render_template("attendance/_unread.html", sentence=sentence)


def _page(
    event: Event, told: dict[str, object] | None = None, unread: LazyString | str = ""
) -> str:
    present, expected = counts(event)
    return render_template(
        "attendance/door.html",
        event=event,
        present=present,
        expected=expected,
        unread=unread,
        told=told,
        **_guests(event),
    )


def _guests(event: Event) -> dict[str, object]:
    wanted = request.args.get("q", "").strip()
    found = roster(event, wanted)
    return {"guests": found[:SHOWN], "more": len(found[SHOWN:]), "wanted": wanted}


def _told(outcome: Outcome) -> dict[str, object]:
    return {
        "outcome": outcome,
        "verdict": VERDICTS[outcome.code],
        "tone": TONES[outcome.code],
        "is_admitted": outcome.code in ADMITTED,
        "is_early": outcome.code == Code.TOO_EARLY,
        "shows_person": outcome.code not in NAMELESS,
    }


def _is_script() -> bool:
    return request.headers.get("X-Requested-With") == "door"
