"""Between whoever counts as missing and the organizers, once the evening is closed."""

from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.operations.closing import keep_in_step
from app.attendance.operations.correcting import excuse, undo
from app.attendance.operations.record import NothingToUndo, Scan, write
from app.attendance.queries import attendance_of, entries_of, last_lines, outcome_of
from app.attendance.rules import ARRIVALS, Kind, Method, Turnout
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations.models import Registration
from app.registrations.states import State

# What organizers may take back afterwards.
TAKEN_BACK = (*ARRIVALS, Kind.EXCUSE, Kind.DECLINE)


class Answer(StrEnum):
    """What organizers say of somebody who counts as missing."""

    CAME = "came"
    EXCUSED = "excused"
    DECLINED = "declined"


class NotCountedAsMissing(Refused):
    message = _l("You are not counted as missing at this event.")


class AnsweredBefore(Refused):
    message = _l("The organizers have looked at it already. Please write to them.")


class NothingToAnswer(Refused):
    message = _l("Somebody has put this right already.")


_DEEDS = {
    Answer.CAME: Deed.COUNTED_AS_COME,
    Answer.EXCUSED: Deed.EXCUSED,
    Answer.DECLINED: Deed.CLAIM_DECLINED,
}


def claim(registration: Registration, *, by: User, at: datetime) -> bool:
    """Say that one was there after all; False when one has said so before. Locks the registration.

    Raises NotCountedAsMissing once it is final, AnsweredBefore.
    """
    lock(registration)
    said = attendance_of(registration)
    if said.has_claimed:
        return False
    if outcome_of(registration, at) != Turnout.MISSING:
        raise NotCountedAsMissing
    if said.last_word == Kind.DECLINE:
        raise AnsweredBefore
    write(registration, Kind.CLAIM, _by_oneself(registration, at), by=by, at=at)
    return True


def unclaim(registration: Registration, *, by: User, at: datetime) -> bool:
    """Take that back; False when there is nothing to take back. Locks the registration."""
    lock(registration)
    claimed = last_lines([registration], Kind.CLAIM).get(registration.id)
    if claimed is None or not attendance_of(registration).has_claimed:
        return False
    scan = _by_oneself(registration, at)
    write(registration, Kind.UNDO, scan, by=by, at=at).undoes_id = claimed.id
    return True


def answer(
    registration: Registration, said: Answer, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Put right, or not, that somebody counts as missing, whether or not they have said so.

    Locks the event, then the registration. Raises NothingToAnswer.
    """
    event = lock(registration.event)
    lock(registration)
    attendance = attendance_of(registration)
    is_settled = attendance.has_come or (attendance.is_excused and said != Answer.CAME)
    is_not_asked = said == Answer.DECLINED and not attendance.has_claimed
    if is_settled or is_not_asked or registration.state != State.CONFIRMED:
        raise NothingToAnswer
    if said == Answer.CAME:
        scan = Scan(uuid4(), Method.NAME, min(event.starts_at, at))
        write(registration, Kind.IN, scan, by=by, at=at)
        keep_in_step(event)
    elif said == Answer.EXCUSED:
        excuse(registration, Scan(uuid4(), Method.NAME, at), by=by, at=at, reason=reason)
    else:
        write(registration, Kind.DECLINE, Scan(uuid4(), Method.NAME, at), by=by, at=at)
    _write_down(registration, _DEEDS[said], by=by, at=at)


def take_back(event: Event, entry_id: UUID, *, by: User, at: datetime) -> Registration:
    """Take back what organizers have said of somebody, by a further line. Raises NothingToUndo.

    Locks the event, then the registration.
    """
    lock(event)
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.kind not in TAKEN_BACK:
        raise NothingToUndo
    registration = undo(event, entry_id, Scan(uuid4(), Method.NAME, at), by=by, at=at)
    _write_down(registration, Deed.ATTENDANCE_UNDONE, by=by, at=at)
    return registration


def _by_oneself(registration: Registration, at: datetime) -> Scan:
    # One's own number for each line: pressing twice is the same as pressing once.
    name = f"kizuna:afterwards:{registration.public_id}:{len(entries_of(registration))}"
    return Scan(uuid5(NAMESPACE_URL, name), Method.SELF, at)


def _write_down(registration: Registration, deed: Deed, *, by: User, at: datetime) -> None:
    event, details = registration.event, {"member_id": registration.attendee_id}
    note(event.group, deed, by=by, at=at, event=event, details=details)
