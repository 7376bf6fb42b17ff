"""The same id, sent again: the same answer, whatever has happened in between."""

from collections.abc import Collection

from app.attendance.models import Attempt, Entry
from app.attendance.operations.record import Outcome, Scan
from app.attendance.queries import attendance_when, first_entry
from app.attendance.rules import ARRIVALS, Code, Flag, Kind
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.queries import whole

# Of these a device may not know whom they are about.
ABOUT_NOBODY = (Kind.WALK_IN, Kind.UNDO)


def told_before(
    event: Event, scan: Scan, about: Registration | None, kinds: Collection[Kind]
) -> Outcome | None:
    """The answer to an attempt that was sent before; nobody else gets in by its number."""
    entry = db.session.get(Entry, scan.id)
    if entry is not None:
        return entered_before(event, entry, about, kinds)
    attempt = db.session.get(Attempt, scan.id)
    return None if attempt is None else tried_before(event, attempt, about)


def entered_before(
    event: Event, entry: Entry, about: Registration | None, kinds: Collection[Kind]
) -> Outcome:
    """What was said when that line was written, as far as it is about the same."""
    whose = whole().where(Registration.id == entry.registration_id)
    of_whom = db.session.scalars(whose).one_or_none()
    is_theirs = entry.kind in ABOUT_NOBODY
    if about is not None:
        # Whoever had given a seat back and is let in all the same has a new one.
        is_theirs = of_whom is None or of_whom.attendee_id == about.attendee_id
    if entry.event_id != event.id or entry.kind not in kinds or not is_theirs:
        return Outcome(Code.REJECTED)
    if of_whom is not None and entry.kind in ARRIVALS:
        return admitted(of_whom, entry)
    return Outcome(Code.OK, of_whom)


def tried_before(event: Event, attempt: Attempt, about: Registration | None) -> Outcome:
    """What was said to that try, as far as it is about the same."""
    of_whom = about.id if about is not None and about.event_id == event.id else None
    if attempt.event_id != event.id or attempt.registration_id != of_whom:
        return Outcome(Code.REJECTED)
    came = first_entry(about) if about is not None and attempt.code == Code.ALREADY else None
    return Outcome(attempt.code, about, came)


def admitted(registration: Registration, entry: Entry) -> Outcome:
    """What was said when this line was written: welcome, and whether there was a fee to pay.

    It is worked out from what had been received by then, so that it is never said otherwise.
    """
    fee = registration.slot.door_fee if registration.slot else 0
    if Flag.DUPLICATE_ENTRY in entry.flags:
        return Outcome(Code.ALREADY, registration, first_entry(registration), fee, entry.flags)
    is_due = fee and not attendance_when(entry).has_paid
    return Outcome(Code.FEE_DUE if is_due else Code.OK, registration, entry, fee, entry.flags)
