"""What happens at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.queries import attendance_of, entries_of, first_entry, known_ids
from app.attendance.rules import Code, Kind, Method, Presence, token_in
from app.events.models import Event
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations.models import Registration
from app.registrations.queries import holding, whole
from app.registrations.states import State

LONGEST_DEVICE = 40


class NothingToUndo(Refused):
    message = _l("There is nothing to undo any more.")


@dataclass(frozen=True)
class Scan:
    """One attempt at the door. `id` is made by the device: the same id is the same attempt."""

    id: UUID
    method: Method
    occurred_at: datetime
    device: str = ""
    # Whoever stands at the door has seen that it is early and lets the person in all the same.
    is_early_all_right: bool = False


@dataclass(frozen=True)
class Outcome:
    """The door's answer, whom it is about, and the entry that let them in. `fee` is in yen."""

    code: Code
    registration: Registration | None = None
    entry: Entry | None = None
    fee: int = 0


def scan_ticket(event: Event, text: str, scan: Scan, *, by: User, at: datetime) -> Outcome:
    """Admit whoever holds the ticket in `text`. The same scan always gives the same answer."""
    registration = db.session.scalars(holding(token_in(text))).one_or_none()
    if registration is None:
        return Outcome(Code.UNKNOWN)
    if registration.event_id != event.id:
        is_ours = registration.event.group_id == event.group_id
        return Outcome(Code.WRONG_EVENT, registration) if is_ours else Outcome(Code.UNKNOWN)
    return admit(event, registration, scan, by=by, at=at)


def admit(
    event: Event, registration: Registration, scan: Scan, *, by: User, at: datetime
) -> Outcome:
    """Let somebody in, once. Two doors at the same moment: one admits, the other is told so.

    Locks the registration.
    """
    lock(registration)
    repeated = db.session.get(Entry, scan.id)
    if repeated is not None:
        return _answer_again(registration, repeated)
    refused = _refusal(registration)
    if refused is not None:
        return Outcome(refused, registration, first_entry(registration))
    is_early = at < event.starts_at and not event.has_doors_open(at)
    if is_early and not scan.is_early_all_right:
        return Outcome(Code.TOO_EARLY, registration)
    return _admitted(registration, _write(registration, Kind.IN, scan, by, at))


def undo(event: Event, entry_id: UUID, scan: Scan, *, by: User, at: datetime) -> Registration:
    """Take an entry back by a further entry. Locks the registration. Raises NothingToUndo."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.event_id != event.id or entry.kind == Kind.UNDO:
        raise NothingToUndo
    about = whole().where(Registration.id == entry.registration_id)
    registration = lock(db.session.scalars(about).one())
    if db.session.get(Entry, scan.id) is not None:
        return registration
    if entry.id in {other.undoes_id for other in entries_of(registration)}:
        raise NothingToUndo
    _write(registration, Kind.UNDO, scan, by, at).undoes_id = entry.id
    return registration


def note_arrivals(
    event: Event, registrations: Iterable[Registration], *, by: User | None, at: datetime
) -> int:
    """Write down who came according to another platform's list; returns how many are new.

    Whoever the door knows anything about already is left alone, so repeating changes nothing.
    """
    known = known_ids(event)
    new = [row for row in registrations if row.id not in known]
    came_at = min(event.starts_at, at)
    for registration in new:
        # The list does not number its lines; the same person always gets the same entry.
        name = f"kizuna:import:{registration.public_id}"
        scan = Scan(uuid5(NAMESPACE_URL, name), Method.IMPORT, came_at)
        db.session.add(_entry(registration, Kind.IN, scan, by, at))
    db.session.flush()
    return len(new)


def _refusal(registration: Registration) -> Code | None:
    """Why this person is not let in just now, whatever the hour."""
    if registration.state == State.REMOVED:
        return Code.REMOVED
    if registration.state != State.CONFIRMED:
        return Code.NOT_CONFIRMED
    is_here = attendance_of(registration).presence == Presence.PRESENT
    return Code.ALREADY if is_here else None


def _answer_again(registration: Registration, entry: Entry) -> Outcome:
    """The answer to a scan that was sent before; nobody else gets in by its number."""
    if entry.registration_id == registration.id and entry.kind == Kind.IN:
        return _admitted(registration, entry)
    return Outcome(Code.REJECTED)


def _admitted(registration: Registration, entry: Entry) -> Outcome:
    fee = registration.slot.door_fee if registration.slot else 0
    return Outcome(Code.FEE_DUE if fee else Code.OK, registration, entry, fee)


def _write(registration: Registration, kind: Kind, scan: Scan, by: User, at: datetime) -> Entry:
    entry = _entry(registration, kind, scan, by, at)
    db.session.add(entry)
    db.session.flush()
    return entry


def _entry(
    registration: Registration, kind: Kind, scan: Scan, by: User | None, at: datetime
) -> Entry:
    return Entry(
        id=scan.id,
        event_id=registration.event_id,
        registration_id=registration.id,
        kind=kind,
        method=scan.method,
        device=scan.device[:LONGEST_DEVICE],
        actor_id=by.id if by else None,
        occurred_at=scan.occurred_at,
        received_at=at,
        flags=[],
    )
