"""Coming in: registering oneself, or being brought in by a list or at the door."""

from datetime import datetime

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations.filling import refill, settle
from app.registrations.operations.refusals import (
    AddressNotProven,
    AlreadyRegistered,
    NoSeatsLeft,
    RegistrationClosed,
    Removed,
)
from app.registrations.operations.steps import enter, move
from app.registrations.rules import Arrival, Wish
from app.registrations.states import HOLDS_SEAT, Source, State


def register(event: Event, attendee: User, wish: Wish, *, at: datetime) -> Registration:
    """Give `attendee` a seat, or a place in line when there is none, and tell them.

    Locks the event, so that two people never take the last seat.
    Raises RegistrationClosed, AddressNotProven, AlreadyRegistered, Removed, NoSeatsLeft.
    """
    lock(event)
    _admit(event, attendee, at)
    settle(event, at)
    slots, wishes = queries.seats(event), _wishes(event, wish)
    slot_id = rules.first_free(wishes, slots)
    if slot_id is None and not rules.may_wait(wishes, slots):
        raise NoSeatsLeft

    registration = _asked_for(event, attendee, wish, at)
    registration.wishes = wishes
    if slot_id is None:
        registration.state, registration.queue_no = State.WAITLISTED, _end_of_line(event)
        enter(registration, by=attendee, reason="full")
        mails.waitlisted(registration, at=at)
    else:
        registration.state, registration.slot_id = State.CONFIRMED, slot_id
        enter(registration, by=attendee, reason="applied")
        mails.confirmed(registration, at=at)
    return registration


def bring_in(
    event: Event, attendee: User, arrival: Arrival, *, by: User | None, at: datetime
) -> Registration:
    """Take over what was decided elsewhere. Repeating it changes nothing; nobody is written to.

    Seats may be exceeded: the other platform, or whoever stands at the door, has decided.

    Locks the event. Raises Removed.
    """
    lock(event)
    if queries.is_removed(event, attendee):
        raise Removed
    registration = queries.registration_of(event, attendee)
    if registration is None:
        registration = _brought(event, attendee, arrival, at)
        enter(registration, by=by, reason=_reason(event, arrival))
    elif registration.state != arrival.state:
        slot = queries.slot_called(event, arrival.slot_name)
        values = {"slot_id": slot.id} if _seated(arrival) else {}
        if arrival.state == State.WAITLISTED:
            values = {"queue_no": _end_of_line(event)}
        reason = _reason(event, arrival)
        move(registration, arrival.state, by=by, at=at, reason=reason, **values)
    refill(event, at)
    return registration


def _admit(event: Event, attendee: User, at: datetime) -> None:
    if not event.is_open(at):
        raise RegistrationClosed
    if not attendee.is_verified:
        raise AddressNotProven
    if queries.registration_of(event, attendee) is not None:
        raise AlreadyRegistered
    if queries.is_removed(event, attendee):
        raise Removed


def _asked_for(event: Event, attendee: User, wish: Wish, at: datetime) -> Registration:
    return Registration(
        event=event,
        attendee=attendee,
        purpose=wish.purpose,
        purpose_note=wish.purpose_note,
        latest_notice=wish.latest_notice,
        list_visibility=wish.list_visibility,
        source=Source.SELF,
        registered_at=at,
    )


def _brought(event: Event, attendee: User, arrival: Arrival, at: datetime) -> Registration:
    slot = queries.slot_called(event, arrival.slot_name)
    return Registration(
        event=event,
        attendee=attendee,
        state=arrival.state,
        slot_id=slot.id if _seated(arrival) else None,
        wishes=[slot.id],
        queue_no=_end_of_line(event) if arrival.state == State.WAITLISTED else None,
        reference=arrival.reference,
        source=arrival.source,
        registered_at=at,
    )


def _reason(event: Event, arrival: Arrival) -> str:
    """Why this arrival: where it came from, and whether it goes beyond the seats there are."""
    slot_id = queries.slot_called(event, arrival.slot_name).id
    full = next(seats.free == 0 for seats in queries.seats(event) if seats.slot_id == slot_id)
    over = full and _seated(arrival)
    return f"{arrival.source}_over_capacity" if over else str(arrival.source)


def _seated(arrival: Arrival) -> bool:
    return arrival.state in HOLDS_SEAT


def _wishes(event: Event, wish: Wish) -> list[int]:
    known = {slot.id for slot in event.slots}
    return [slot_id for slot_id in dict.fromkeys(wish.slots) if slot_id in known]


def _end_of_line(event: Event) -> int:
    db.session.flush()
    return queries.last_queue_no(event) + 1
