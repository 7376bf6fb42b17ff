"""Answering those who ask to come: a seat, a place in line, or a kind no."""

from datetime import datetime

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.guards import require_welcome
from app.registrations.operations.refusals import (
    NoSeatToGive,
    NothingToDecide,
    RegistrationClosed,
)
from app.registrations.operations.steps import about, end_of_line, move
from app.registrations.states import Decision, State

_DEEDS = {
    Decision.CONFIRM: Deed.CONFIRMED,
    Decision.WAITLIST: Deed.WAITLISTED,
    Decision.DECLINE: Deed.DECLINED,
}


def decide(registration: Registration, decision: Decision, *, by: User, at: datetime) -> None:
    """Say yes, not yet or no to somebody who awaits approval, and tell them.

    Locks the seat that the event asks for elsewhere, then the event. Raises NothingToDecide,
    NoSeatToGive, RegistrationClosed, Removed, SeatNeededElsewhere.
    """
    event = registration.event
    queries.has_seat_needed_for(event, registration.attendee, hold=True)
    lock(event)
    decide_held(registration, decision, by=by, at=at)
    note(event.group, _DEEDS[decision], by=by, at=at, event=event, details=about(registration))
    refill(event, at)


def decide_held(registration: Registration, decision: Decision, *, by: User, at: datetime) -> None:
    """Decide, for whoever holds the event's lock already and fills afterwards."""
    db.session.refresh(registration, ["state", "version", "buddy_id", "awaits_buddy"])
    if registration.state != State.PENDING:
        raise NothingToDecide
    event = registration.event
    if not event.is_on or event.has_ended(at):
        raise RegistrationClosed
    if decision == Decision.DECLINE:
        move(registration, State.NOT_SELECTED, by=by, at=at, reason="declined_by_organizer")
        mails.not_selected(registration, at=at)
        pairing.part(registration, at=at)
    elif decision == Decision.WAITLIST or registration.buddy_id or registration.awaits_buddy:
        _put_in_line(registration, event, by, at)
    else:
        _confirm(registration, event, by, at)


def _put_in_line(registration: Registration, event: Event, by: User, at: datetime) -> None:
    """Approved, and in line: for a seat, or for the friend without whom they do not come."""
    require_welcome(event, registration.attendee)
    number = end_of_line(event)
    move(registration, State.WAITLISTED, by=by, at=at, reason="approved", queue_no=number)
    mails.waitlisted(registration, at=at)


def _confirm(registration: Registration, event: Event, by: User, at: datetime) -> None:
    require_welcome(event, registration.attendee)
    slot_id = rules.first_free(registration.wishes, queries.seats(event))
    if slot_id is None:
        raise NoSeatToGive
    move(registration, State.CONFIRMED, by=by, at=at, reason="approved", slot_id=slot_id)
    mails.confirmed(registration, at=at)
