"""Coming in: registering oneself, or being brought in by a list or at the door."""

from datetime import datetime

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations import answering, pairing
from app.registrations.operations.filling import refill, settle
from app.registrations.operations.guards import require_new, require_open, require_welcome
from app.registrations.operations.inviting import let_see
from app.registrations.operations.refusals import DrawUnderWay, NoSeatsLeft, Removed
from app.registrations.operations.steps import end_of_line, enter, move
from app.registrations.rules import Arrival, Seats, Wish
from app.registrations.states import HOLDS_SEAT, Source, State

_NEWS = {
    State.CONFIRMED: mails.confirmed,
    State.WAITLISTED: mails.waitlisted,
    State.APPLIED: mails.applied,
    State.PENDING: mails.requested,
}


def register(event: Event, attendee: User, wish: Wish, *, at: datetime) -> Registration:
    """Give `attendee` a seat, a place in a draw, in line or before the organizers, and tell them.

    Locks the seat that the event asks for elsewhere, then the event, so that two people never
    take the last seat. Raises RegistrationClosed, RegisteredElsewhere, AddressNotProven,
    AlreadyRegistered, Removed, SeatNeededElsewhere, AnswersMissing, NoSeatsLeft,
    DrawUnderWay, and for two what pairing.begin raises.
    """
    queries.has_seat_needed_for(event, attendee, hold=True)
    lock(event)
    require_open(event, at)
    require_new(event, attendee)
    require_welcome(event, attendee)
    answers = answering.checked(event, wish.answers)
    settle(event, at)
    wish = pairing.with_their_slots(wish, by=attendee, at=at)
    slots, wishes = queries.seats(event, at=at), _wishes(event, wish)
    state = _way_in(wish, wishes, slots)
    registration = _asked_for(event, attendee, wish, at)
    registration.state = state
    registration.wishes = rules.wishes_in(state, wishes, slots)
    _begin(registration, slots, attendee, at)
    answering.keep(registration, answers)
    pairing.begin(registration, wish, by=attendee, at=at)
    return registration


def _way_in(wish: Wish, wishes: list[int], slots: list[Seats]) -> State:
    """Where the wish leads; two who come together stand in line until both have said so.

    Raises NoSeatsLeft, DrawUnderWay.
    """
    state = rules.way_in(wishes, slots)
    if state is None:
        is_drawing = any(slot.is_drawing for slot in slots if slot.slot_id in wishes or not wishes)
        raise DrawUnderWay if is_drawing else NoSeatsLeft
    return State.WAITLISTED if wish.is_for_two and state == State.CONFIRMED else state


def _begin(registration: Registration, slots: list[Seats], attendee: User, at: datetime) -> None:
    """Enter a new registration with what belongs to its state, and tell the news."""
    state = registration.state
    if state == State.CONFIRMED:
        registration.slot_id = rules.first_free(registration.wishes, slots)
    elif state == State.WAITLISTED:
        registration.queue_no = end_of_line(registration.event)
    enter(registration, by=attendee, reason="full" if state == State.WAITLISTED else "applied")
    _NEWS[state](registration, at=at)
    if state == State.PENDING:
        mails.request_came(registration, at=at)


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
            values = {"queue_no": end_of_line(event)}
        reason = _reason(event, arrival)
        move(registration, arrival.state, by=by, at=at, reason=reason, **values)
    let_see(event, [attendee], at=at)
    refill(event, at)
    return registration


def _asked_for(event: Event, attendee: User, wish: Wish, at: datetime) -> Registration:
    return Registration(
        event=event,
        attendee=attendee,
        purpose=wish.purpose,
        purpose_note=wish.purpose_note,
        latest_notice=wish.latest_notice,
        list_visibility=wish.list_visibility,
        conduct=rules.CONDUCT,
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
        queue_no=end_of_line(event) if arrival.state == State.WAITLISTED else None,
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
