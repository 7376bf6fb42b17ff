"""The end of an evening: who came is in the record now. It may be opened again for a week."""

from datetime import datetime
from functools import partial

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.queries import due_to_close, has_anybody_come, out_of_step, tally_of
from app.attendance.rules import OPEN_FOR, closes_at
from app.events.models import Event
from app.events.rules import Status
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.singly import one_by_one

# What a phone kept to itself is rarely handed in later than this.
LOOKED_AT_FOR = 2 * OPEN_FOR


class NotOverYet(Refused):
    message = _l("The event is still going on. Who came can be closed once it has ended.")


class NothingToClose(Refused):
    message = _l("This event did not take place, so there is nothing to close.")


class NotClosed(Refused):
    message = _l("This is open already.")


class TooLateToReopen(Refused):
    message = _l("A week after the evening who came is final and stays as it is.")


def close(event: Event, *, by: User | None, at: datetime) -> bool:
    """Close the record of who came; False when it was closed before. Locks the event.

    Where nobody was checked in at all the door was not kept, and nobody counts as missing.
    Raises NothingToClose, NotOverYet.
    """
    lock(event)
    if event.status == Status.CLOSED:
        return False
    if not event.is_on:
        raise NothingToClose
    if not event.has_ended(at):
        raise NotOverYet
    event.status, event.closed_at = Status.CLOSED, at
    event.attendance_taken = has_anybody_come(event)
    counted = {"count": tally_of(event).came}
    note(event.group, Deed.ATTENDANCE_CLOSED, by=by, at=at, event=event, details=counted)
    return True


def reopen(event: Event, *, by: User, at: datetime) -> bool:
    """Open the record again until a week after the evening; False when it was opened before.

    Meanwhile nobody counts as missing. Locks the event. Raises NotClosed, TooLateToReopen.
    """
    lock(event)
    if event.is_on and event.reopened_at is not None:
        return False
    if event.status != Status.CLOSED:
        raise NotClosed
    if at >= closes_at(event.ends_at, at):
        raise TooLateToReopen
    event.status, event.reopened_at = Status.PUBLISHED, at
    event.closed_at = event.attendance_taken = None
    note(event.group, Deed.ATTENDANCE_REOPENED, by=by, at=at, event=event)
    return True


def close_due(*, at: datetime) -> int:
    """Close every evening that is due; returns how many. Two at once close each of them once."""
    return one_by_one(due_to_close(at), partial(close, by=None, at=at))


def put_in_step(*, at: datetime) -> int:
    """Note what was handed in just when an evening was being closed; returns how many differed."""
    events = out_of_step(at - LOOKED_AT_FOR)
    for event in events:
        event.attendance_taken = has_anybody_come(event)
    return len(events)


def hold_closed(event: Event) -> None:
    """Before its seats, hold an evening that is closed: one more line may change what it says."""
    if event.status == Status.CLOSED:
        lock(event)


def keep_in_step(event: Event) -> None:
    """After one more line in the record of a closed evening, note whether anybody came."""
    if event.status == Status.CLOSED:
        db.session.flush()
        event.attendance_taken = has_anybody_come(event)
