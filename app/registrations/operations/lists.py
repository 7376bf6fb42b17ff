"""A whole list at once: many people whose places were decided elsewhere, in a few statements."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db, lock
from app.registrations import mails, queries
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import fill
from app.registrations.operations.following import give_back_what_hangs_on
from app.registrations.operations.inviting import let_see
from app.registrations.operations.steps import enter_all, move
from app.registrations.rules import Arrival
from app.registrations.states import HOLDS_SEAT, Source, State

_NEWS = {
    State.CONFIRMED: mails.confirmed,
    State.WAITLISTED: mails.waitlisted,
    State.CANCELLED: mails.cancelled,
}


@dataclass(frozen=True)
class Brought:
    """One person on the list, the place they hold already, and where the list puts them."""

    attendee: User
    arrival: Arrival
    registration: Registration | None = None


def bring_in_all(
    event: Event, people: list[Brought], *, by: User | None, at: datetime
) -> list[Registration]:
    """Take a whole list over and pass on what it frees; returns the places in its order.

    Seats may be exceeded, which is written down: the other platform has decided. People whose
    address is proven are told, unless the event is over. `people` holds only changes.

    Locks the event.
    """
    lock(event)
    desk = _Desk(event, at)
    desk.take_back([one for one in people if one.arrival.state not in HOLDS_SEAT])
    places = [one.registration or desk.place_for(one) for one in people]
    enter_all(desk.begun, by=by)
    for one in people:
        if one.registration is not None:
            values = desk.seat_for(one.arrival)
            reason = values.pop("reason")
            move(one.registration, one.arrival.state, by=by, at=at, reason=str(reason), **values)
            if one.arrival.state == State.CANCELLED and one.attendee.is_verified:
                pairing.part(one.registration, at=at)
                give_back_what_hangs_on(one.registration, by=by, at=at)
    db.session.flush()
    if not event.has_ended(at):
        _tell(places, at)
    let_see(event, (one.attendee for one in people), at=at)
    fill(event, at=at)
    return places


class _Desk:
    """Gives out seats and places in line, counting along instead of asking for every person."""

    def __init__(self, event: Event, at: datetime) -> None:
        self._event, self._at = event, at
        self._free = {seats.slot_id: seats.free for seats in queries.seats(event)}
        self._line = queries.last_queue_no(event)
        self.begun: list[tuple[Registration, str]] = []

    def take_back(self, people: list[Brought]) -> None:
        """Free the seats of people whom the list puts elsewhere."""
        for one in people:
            held = one.registration
            if held is not None and held.holds_seat and held.slot_id is not None:
                self._free[held.slot_id] += 1

    def place_for(self, one: Brought) -> Registration:
        """A new place, not yet saved."""
        values = self.seat_for(one.arrival)
        reason = str(values.pop("reason"))
        registration = Registration(
            event=self._event,
            attendee=one.attendee,
            state=one.arrival.state,
            wishes=[queries.slot_called(self._event, one.arrival.slot_name).id],
            reference=one.arrival.reference,
            source=one.arrival.source,
            needs_yes=one.arrival.source == Source.IMPORT and not one.attendee.is_verified,
            listed_email=one.arrival.email,
            registered_at=self._at,
            **values,
        )
        self.begun.append((registration, reason))
        return registration

    def seat_for(self, arrival: Arrival) -> dict[str, object]:
        """The slot or the number in line that go with an arrival, and the reason to write down."""
        if arrival.state == State.WAITLISTED:
            self._line += 1
            return {"queue_no": self._line, "slot_id": None, "reason": str(arrival.source)}
        if arrival.state not in HOLDS_SEAT:
            return {"reason": str(arrival.source)}
        slot = queries.slot_called(self._event, arrival.slot_name)
        is_over = self._free[slot.id] <= 0
        self._free[slot.id] -= 1
        reason = f"{arrival.source}_over_capacity" if is_over else str(arrival.source)
        return {"slot_id": slot.id, "reason": reason}


def _tell(places: list[Registration], at: datetime) -> None:
    for registration in places:
        if registration.attendee.is_verified:
            _NEWS[registration.state](registration, at=at)
