"""The door, seen from the phone of whoever stands at it."""

from contextlib import closing
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _

from app.accounts.access import public
from app.attendance import operations
from app.attendance.forms import ScanForm
from app.attendance.operations import Outcome, Scan
from app.attendance.queries import (
    attendance_of,
    counts,
    number_called,
    roster,
    settings_of,
    waiting_outside,
)
from app.attendance.rules import Method, Unclear, ticket_among
from app.attendance.views.keepers import Keeper, keeper_of
from app.attendance.views.plates import told, words_for_devices
from app.attendance.wording import NOT_READ, UNREAD
from app.kit.clock import now
from app.kit.qr import Illegible, read_qr
from app.registrations.models import Registration
from app.registrations.queries import holding, whole
from app.web.filters import san
from app.web.find import find

SHOWN = 60
NOBODY = UUID(int=0)

bp = Blueprint("attendance", __name__, url_prefix="/events/<slug>/door")


@bp.get("")
@public
def door(slug: str) -> ResponseReturnValue:
    return page(keeper_of(slug))


@bp.get("/count")
@public
def count(slug: str) -> ResponseReturnValue:
    present, expected = counts(keeper_of(slug).event)
    return {"present": present, "expected": expected}


@bp.get("/guests")
@public
def guests(slug: str) -> ResponseReturnValue:
    """The list alone, for a page that is open already."""
    keeper = keeper_of(slug)
    return render_template("attendance/_guests.html", event=keeper.event, **_guests(keeper))


@bp.post("/scans")
@public
def scan(slug: str) -> ResponseReturnValue:
    """One attempt, by ticket, by picture or by name; a script gets the plate alone."""
    keeper, form = keeper_of(slug), ScanForm()
    answer = _answer(keeper, form)
    if not isinstance(answer, Outcome):
        return _unread(keeper, answer, is_frame=form.frame.data)
    return plate(keeper, answer, asks=_asks(keeper, form))


@bp.get("/scans")
@public
def scans(slug: str) -> ResponseReturnValue:
    """Where a search begins on the page that answers a scan: back at the door."""
    return redirect(url_for("attendance.door", slug=slug, q=request.args.get("q")))


@bp.post("/undo/<uuid:entry_id>")
@public
def undo(slug: str, entry_id: UUID) -> ResponseReturnValue:
    keeper = keeper_of(slug)
    registration = operations.undo(
        keeper.event, entry_id, by_name(keeper, ScanForm()), by=keeper.member, at=now()
    )
    if is_script():
        return render_template("attendance/_undone.html", registration=registration)
    flash(_("Check-in undone: %(name)s", name=san(registration.attendee)), "note")
    return redirect(url_for("attendance.door", slug=slug), 303)


@bp.get("/tickets/<token>")
@public
def scan_page(slug: str, token: str) -> ResponseReturnValue:
    """Where the phone's own camera leads: the name, and one button to let them in."""
    keeper = keeper_of(slug)
    meant = holding(token).where(Registration.event_id == keeper.event.id)
    registration, outcome = find(meant), operations.look(keeper.event, token, at=now())
    return render_template(
        "attendance/scan_page.html",
        event=keeper.event,
        attendance=attendance_of(registration),
        **told(keeper, outcome, asks=True),
    )


def page(
    keeper: Keeper, said: dict[str, object] | None = None, not_read: LazyString | str = ""
) -> str:
    """The whole door, with what it last said."""
    present, expected = counts(keeper.event)
    return render_template(
        "attendance/door.html",
        event=keeper.event,
        keeper=keeper,
        settings=settings_of(keeper.event),
        waiting=waiting_outside(keeper.event),
        present=present,
        expected=expected,
        unread=not_read,
        not_read=NOT_READ,
        told=said,
        words=words_for_devices(keeper),
        no_entry=NOBODY,
        **_guests(keeper),
    )


def plate(keeper: Keeper, outcome: Outcome, *, asks: bool = False) -> ResponseReturnValue:
    """What the door says to one attempt: alone for a script, else on the whole page."""
    said = told(keeper, outcome, asks=asks)
    if is_script():
        return render_template("attendance/_plate.html", event=keeper.event, **said)
    return page(keeper, said)


def by_name(keeper: Keeper, form: ScanForm) -> Scan:
    """What was tapped, as an attempt."""
    device_id = keeper.sender.device_id
    return form.scan(Method.NAME, now(), door=keeper.name, device_id=device_id)


def chosen(keeper: Keeper, form: ScanForm) -> Registration:
    """The registration somebody tapped on."""
    meant = Registration.public_id == form.registration.data
    return find(whole().where(Registration.event_id == keeper.event.id, meant))


def is_script() -> bool:
    return request.headers.get("X-Requested-With") == "door"


def _answer(keeper: Keeper, form: ScanForm) -> Outcome | Illegible | Unclear:
    """The door's answer; for a picture that shows no ticket to go by, why."""
    event, by, at = keeper.event, keeper.member, now()
    if form.registration.data:
        return operations.admit(event, chosen(keeper, form), by_name(keeper, form), by=by, at=at)
    text = form.ticket.data or _text_in_picture()
    if isinstance(text, Illegible | Unclear):
        return text
    if _asks(keeper, form):
        return operations.look(event, text, at=at)
    device_id = keeper.sender.device_id
    scan = form.scan(Method.QR, at, door=keeper.name, device_id=device_id)
    return operations.scan_ticket(event, text, scan, by=by, at=at)


def _asks(keeper: Keeper, form: ScanForm) -> bool:
    """Whether somebody has to look at the name before anything is written."""
    by_ticket = not form.registration.data and not form.sure.data
    return by_ticket and settings_of(keeper.event).asks_first


def _text_in_picture() -> str | Illegible | Unclear:
    photo = request.files.get("photo")
    if photo is None:
        return Unclear.NO_CODE
    with closing(photo):
        codes = read_qr(photo.read())
    return codes if isinstance(codes, Illegible) else ticket_among(codes)


def _unread(keeper: Keeper, why: Illegible | Unclear, *, is_frame: bool) -> ResponseReturnValue:
    if not is_script():
        return page(keeper, not_read=UNREAD[why])
    # Most pictures of a film show nothing; of two tickets somebody has to hear.
    if is_frame and why != Unclear.TWO_TICKETS:
        return "", 204
    return render_template("attendance/_unread.html", not_read=NOT_READ, sentence=UNREAD[why])


def _guests(keeper: Keeper) -> dict[str, object]:
    wanted = request.args.get("q", "").strip()
    found = roster(keeper.event, wanted, most=SHOWN)
    more = number_called(keeper.event, wanted) - SHOWN if len(found) == SHOWN else 0
    return {"guests": found, "more": more, "wanted": wanted}
