"""Letting people in, once, by whatever they show."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.operations.closing import hold_closed
from app.attendance.operations.record import (
    Outcome,
    Scan,
    note_attempt,
    was_tried_since,
    write_arrival,
)
from app.attendance.queries import attendance_of, attendance_when, first_entry, held_at
from app.attendance.rules import ARRIVALS, Code, Flag, Kind, Presence, token_in
from app.events.models import Event
from app.groups.queries import is_banned
from app.kit.db import db, lock
from app.kit.tokens import fingerprint
from app.registrations.models import Registration
from app.registrations.queries import holding
from app.registrations.states import State

# What somebody may want to look into afterwards.
WRITTEN_DOWN = (Code.UNKNOWN, Code.REMOVED)
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
        told = _told_before(event, scan, ours)
        return told or admit_held(event, ours, scan, by=by, at=at)
    elsewhere = db.session.scalars(holding(token_in(text))).one_or_none()
    answer = _not_ours(event, elsewhere)
    return _told_before(event, scan) or _written_down(event, answer, scan, by, at)


def admit(
    event: Event, registration: Registration, scan: Scan, *, by: User | None, at: datetime
) -> Outcome:
    """Let somebody in, once. Two doors at the same moment: one admits, the other is told so.

    Out of the network's reach it has happened already: then it is written down whatever the list
    says, and flagged. Locks the event where it is closed, then the registration.
    """
    hold_closed(event)
    lock(registration)
    told = _told_before(event, scan, registration)
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
        return Outcome(Code.TOO_EARLY, registration)
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


def admitted(registration: Registration, entry: Entry) -> Outcome:
    """What was said when this line was written: welcome, and whether there was a fee to pay.

    It is worked out from what had been received by then, so that it is never said otherwise.
    """
    fee = registration.slot.door_fee if registration.slot else 0
    if Flag.DUPLICATE_ENTRY in entry.flags:
        return Outcome(Code.ALREADY, registration, first_entry(registration), fee, entry.flags)
    is_due = fee and not attendance_when(entry).has_paid
    return Outcome(Code.FEE_DUE if is_due else Code.OK, registration, entry, fee, entry.flags)


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


def _told_before(
    event: Event, scan: Scan, registration: Registration | None = None
) -> Outcome | None:
    """The answer to a scan that was sent before; nobody else gets in by its number."""
    entry = db.session.get(Entry, scan.id)
    if entry is not None:
        is_theirs = registration is not None and entry.registration_id == registration.id
        if registration is not None and is_theirs and entry.kind in ARRIVALS:
            return admitted(registration, entry)
        return Outcome(Code.REJECTED)
    attempt = db.session.get(Attempt, scan.id)
    if attempt is None:
        return None
    about = registration.id if registration is not None else None
    is_same = attempt.event_id == event.id and attempt.registration_id == about
    return Outcome(attempt.code, registration) if is_same else Outcome(Code.REJECTED)


def _written_down(
    event: Event, outcome: Outcome | None, scan: Scan, by: User | None, at: datetime
) -> Outcome:
    answer = outcome or Outcome(Code.UNKNOWN)
    is_same = scan.is_frame and was_tried_since(event, answer, scan, at - HELD_UP)
    if answer.code in WRITTEN_DOWN and not is_same:
        note_attempt(event, answer, scan, by=by, at=at)
    return answer
