"""What is written after somebody came in: gone home, paid, excused, a mistake taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.operations.closing import hold_closed, keep_in_step
from app.attendance.operations.record import (
    NothingToUndo,
    Outcome,
    Scan,
    about_nobody,
    add_once,
    note_attempt,
    write,
)
from app.attendance.queries import attendance_of, entries_of
from app.attendance.rules import AFTERWARDS, Code, Flag, Kind, Presence
from app.events.models import Event
from app.kit.db import db, lock
from app.registrations.models import Registration
from app.registrations.queries import whole


def undo(
    event: Event, entry_id: UUID, scan: Scan, *, by: User | None, at: datetime
) -> Registration:
    """Take an entry back by a further entry. Raises NothingToUndo.

    Locks the event where it is closed, then the registration.
    """
    hold_closed(event)
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.event_id != event.id or not _may_take_back(event, entry, by):
        raise NothingToUndo
    about = whole().where(Registration.id == entry.registration_id)
    registration = lock(db.session.scalars(about).one())
    if db.session.get(Entry, scan.id) is not None:
        return registration
    if entry.id in {other.undoes_id for other in entries_of(registration)}:
        raise NothingToUndo
    write(registration, Kind.UNDO, scan, by=by, at=at).undoes_id = entry.id
    keep_in_step(event)
    return registration


def undo_beforehand(
    event: Event, entry_id: UUID, scan: Scan, *, by: User | None, at: datetime
) -> None:
    """Take back a line that is still to be handed in: it has been written down out of reach."""
    line = about_nobody(Kind.UNDO, scan, by=by, at=at)
    line.event_id, line.undoes_id = event.id, entry_id
    add_once(line)


def leave(registration: Registration, scan: Scan, *, by: User | None, at: datetime) -> bool:
    """Write down that somebody has gone home; False when they are not here. Locks the row."""
    lock(registration)
    told = _told_before(scan)
    if told is not None:
        return told
    is_here = attendance_of(registration).presence == Presence.PRESENT
    # Offline it has happened, and the line that says they came may be on its way.
    if not (is_here or scan.is_offline):
        return _nothing_to_write(registration, scan, by, at)
    write(registration, Kind.OUT, scan, by=by, at=at)
    return True


def receive_fee(
    registration: Registration, scan: Scan, *, by: User | None, at: datetime, amount: int | None
) -> bool:
    """Write down that the fee was received, once; False when it had been. Locks the row.

    `amount` is in yen; none means what the slot costs.
    """
    lock(registration)
    told = _told_before(scan)
    if told is not None:
        return told
    has_paid = attendance_of(registration).has_paid
    # Offline it has been taken; somebody has to look whether that was twice.
    if has_paid and not scan.is_offline:
        return _nothing_to_write(registration, scan, by, at)
    fee = registration.slot.door_fee if registration.slot else 0
    flags = (*scan.flags, Flag.PAID_TWICE) if has_paid else scan.flags
    entry = write(registration, Kind.FEE, replace(scan, flags=flags), by=by, at=at)
    entry.amount = fee if amount is None else amount
    return True


def excuse(
    registration: Registration, scan: Scan, *, by: User | None, at: datetime, reason: str = ""
) -> bool:
    """Write down that staying away was all right; False when it had been. Locks the row."""
    lock(registration)
    told = _told_before(scan)
    if told is not None:
        return told
    if attendance_of(registration).is_excused and not scan.is_offline:
        return _nothing_to_write(registration, scan, by, at)
    write(registration, Kind.EXCUSE, scan, by=by, at=at).reason = reason
    return True


def settle(entry: Entry, *, at: datetime) -> None:
    """Somebody has looked at what was flagged and found it right."""
    entry.settled_at = entry.settled_at or at


def _may_take_back(event: Event, entry: Entry, by: User | None) -> bool:
    """Whether `by` may: what organizers have said afterwards is for organizers alone."""
    runs_it = by is not None and event.group.is_run_by(by)
    return entry.kind != Kind.UNDO and (runs_it or entry.kind not in AFTERWARDS)


def _told_before(scan: Scan) -> bool | None:
    """Whether that attempt, which was sent before, was written down; None when it is a new one."""
    if db.session.get(Entry, scan.id) is not None:
        return True
    return False if db.session.get(Attempt, scan.id) is not None else None


def _nothing_to_write(
    registration: Registration, scan: Scan, by: User | None, at: datetime
) -> bool:
    """Keep that there was nothing to write: sent again, there is nothing either."""
    note_attempt(registration.event, Outcome(Code.ALREADY, registration), scan, by=by, at=at)
    return False
