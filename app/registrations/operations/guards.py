"""Who may come at all, whatever the seats."""

from datetime import datetime

from app.accounts.models import User
from app.events.models import Event
from app.groups.queries import is_banned
from app.registrations import queries
from app.registrations.operations.refusals import (
    AddressNotProven,
    AlreadyRegistered,
    RegisteredElsewhere,
    RegistrationClosed,
    Removed,
    SeatNeededElsewhere,
)


def require_open(event: Event, at: datetime) -> None:
    """Go on only while people may register here. Raises RegistrationClosed, RegisteredElsewhere."""
    if event.is_elsewhere:
        raise RegisteredElsewhere
    if not event.is_open(at):
        raise RegistrationClosed


def require_welcome(event: Event, attendee: User) -> None:
    """Go on only with somebody who may come: known, not sent away, and seated where it takes that.

    Whoever was banned reads the same as whoever was removed.
    Raises AddressNotProven, Removed, SeatNeededElsewhere.
    """
    if not attendee.is_verified:
        raise AddressNotProven
    if queries.is_removed(event, attendee) or is_banned(event.group, attendee):
        raise Removed
    if not queries.has_seat_needed_for(event, attendee):
        raise SeatNeededElsewhere


def require_new(event: Event, attendee: User) -> None:
    """Go on only with somebody who holds no place here yet. Raises AlreadyRegistered."""
    if queries.registration_of(event, attendee) is not None:
        raise AlreadyRegistered
