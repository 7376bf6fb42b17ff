"""Letting people in, once, by whatever they show."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.accounts.models import User
from app.attendance.operations.again import admitted, told_before
from app.attendance.operations.closing import hold_closed
from app.attendance.operations.record import (
    Outcome,
    Scan,
    note_attempt,
    was_tried_since,
    write_arrival,
)
from app.attendance.queries import attendance_of, first_entry, held_at
from app.attendance.rules import ARRIVALS, Code, Flag, Kind, Presence, token_in
from app.events.models import Event
from app.groups.queries import is_banned
from app.kit.db import db, lock
from app.kit.tokens import fingerprint
from app.registrations.models import Registration
from app.registrations.queries import holding
from app.registrations.states import State

# A code is held up for a while, and every picture of the film shows it.
HELD_UP = timedelta(seconds=10)


def scan_ticket(event: Event, text: str, scan: Scan, *, by: User | None, at: datetime) -> Outcome:
    """Admit whoever holds the ticket in `text`. The same scan always gives the same answer.

    Locks the event where it is closed, then the registration.
    """
    hold_closed(event)
    shown = Registration.ticket_hash == fingerprint(token_in(text))
    ours = db.session.scalars(held_at(event).where(shown)).one_or_none()
    if ours is not None:
        told = told_before(event, scan, ours, ARRIVALS)
        return told or admit_held(event, ours, scan, by=by, at=at)
    elsewhere = db.session.scalars(holding(token_in(text))).one_or_none()
    answer = _not_ours(event, elsewhere) or Outcome(Code.UNKNOWN)
    told = told_before(event, scan, answer.registration, ARRIVALS)
    return told or _written_down(event, answer, scan, by, at)


def admit(
    event: Event, registration: Registration, scan: Scan, *, by: User | None, at: datetime
) -> Outcome:
    """Let somebody in, once. Two doors at the same moment: one admits, the other is told so.

    Out of the network's reach it has happened already: then it is written down whatever the list
    says, and flagged. Locks the event where it is closed, then the registration.
    """
    hold_closed(event)
    lock(registration)
    told = told_before(event, scan, registration, ARRIVALS)
    return told or admit_held(event, registration, scan, by=by, at=at)


def admit_held(
    event: Event, registration: Registration, scan: Scan, *, by: User | None, at: datetime
) -> Outcome:
    """The same for whom the caller holds, by an attempt that has not been seen before."""
    is_here = attendance_of(registration).presence == Presence.PRESENT
    if scan.is_offline:
        return _written_in_after(registration, scan, by, at, is_here=is_here)
    refused = _refusal(registration, is_here=is_here)
    if refused is not None:
        first = first_entry(registration)
        return _written_down(event, Outcome(refused, registration, first), scan, by, at)
    is_early = at < event.starts_at and not event.has_doors_open(at)
    if is_early and not scan.is_early_all_right:
        return _written_down(event, Outcome(Code.TOO_EARLY, registration), scan, by, at)
    return admitted(registration, write_arrival(registration, Kind.IN, scan, by=by, at=at))


def look(event: Event, text: str, *, at: datetime) -> Outcome:
    """What `scan_ticket` would answer now; nothing is written."""
    registration = db.session.scalars(holding(token_in(text))).one_or_none()
    answer = _not_ours(event, registration)
    if registration is None or answer is not None:
        return answer or Outcome(Code.UNKNOWN)
    is_here = attendance_of(registration).presence == Presence.PRESENT
    refused = _refusal(registration, is_here=is_here)
    if refused is not None:
        return Outcome(refused, registration, first_entry(registration))
    if at < event.starts_at and not event.has_doors_open(at):
        return Outcome(Code.TOO_EARLY, registration)
    fee = registration.slot.door_fee if registration.slot else 0
    return Outcome(Code.FEE_DUE if fee else Code.OK, registration, fee=fee)


def _not_ours(event: Event, registration: Registration | None) -> Outcome | None:
    """What is said to a ticket that is not for this evening; None when it is."""
    if registration is None:
        return Outcome(Code.UNKNOWN)
    if registration.event_id == event.id:
        return None
    is_ours = registration.event.group_id == event.group_id
    return Outcome(Code.WRONG_EVENT, registration) if is_ours else Outcome(Code.UNKNOWN)


def _refusal(registration: Registration, *, is_here: bool) -> Code | None:
    """Why this person is not let in just now, whatever the hour."""
    if is_unwelcome(registration):
        return Code.REMOVED
    if registration.state != State.CONFIRMED:
        return Code.NOT_CONFIRMED
    return Code.ALREADY if is_here else None


def is_unwelcome(registration: Registration) -> bool:
    """Whether the organizers took this person off the list, or let them come no more at all."""
    is_removed = registration.state == State.REMOVED
    return is_removed or is_banned(registration.event.group, registration.attendee)


def _written_in_after(
    registration: Registration, scan: Scan, by: User | None, at: datetime, *, is_here: bool
) -> Outcome:
    flags = list(scan.flags)
    if registration.state != State.CONFIRMED or is_unwelcome(registration):
        flags.append(Flag.ADMITTED_AFTER_CANCEL)
    if is_here:
        flags.append(Flag.DUPLICATE_ENTRY)
    seen = replace(scan, flags=tuple(flags))
    return admitted(registration, write_arrival(registration, Kind.IN, seen, by=by, at=at))


def _written_down(
    event: Event, outcome: Outcome, scan: Scan, by: User | None, at: datetime
) -> Outcome:
    is_repeat = scan.is_frame and was_tried_since(event, outcome, scan, at - HELD_UP)
    note_attempt(event, outcome, scan, by=by, at=at, is_repeat=is_repeat)
    return outcome
