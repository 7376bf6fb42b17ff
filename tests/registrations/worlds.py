"""What the tests of registrations ask of the world."""

from datetime import datetime

import sqlalchemy as sa

from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations import queries
from app.registrations.models import Change, Registration
from app.registrations.operations import (
    Wish,
    accept_offer,
    cancel,
    decline_offer,
    register,
    take_open_seat,
)
from app.registrations.states import HOLDS_SEAT, State
from tests.factories import a_member


def somebody_registers(event: Event, *, at: datetime | None = None, **wish: object) -> Registration:
    return register(event, a_member(), Wish(**wish), at=at or now())


def a_full_house(event: Event, waiting: int = 1, **wish: object) -> list[Registration]:
    """Everyone in the order they came; the last `waiting` of them stand in line."""
    seats = sum(slot.capacity for slot in event.slots)
    return [somebody_registers(event, **wish) for _ in range(seats + waiting)]


def loaded(registration: Registration) -> Registration:
    """The registration with its event and its attendee, as a page finds it."""
    return db.session.scalars(queries.whole().where(Registration.id == registration.id)).one()


def gives_up(registration: Registration, at: datetime | None = None) -> None:
    cancel(loaded(registration), by=loaded(registration).attendee, at=at or now())


def accepts(registration: Registration, at: datetime) -> None:
    accept_offer(loaded(registration), by=loaded(registration).attendee, at=at)


def declines(registration: Registration, at: datetime) -> None:
    decline_offer(loaded(registration), by=loaded(registration).attendee, at=at)


def takes_open_seat(registration: Registration, at: datetime) -> None:
    take_open_seat(loaded(registration), by=loaded(registration).attendee, at=at)


def letters_to(registration: Registration) -> list[str]:
    """The kinds of letters promised to whoever registered, in order."""
    query = sa.select(Mail.kind).where(Mail.member_id == registration.attendee_id).order_by(Mail.id)
    return [kind.removeprefix("registrations.") for kind in db.session.scalars(query)]


def states(registrations: list[Registration]) -> list[State]:
    return [registration.state for registration in registrations]


def replayed(registration: Registration) -> State:
    """The state the log leads to; every step must begin where the last one ended."""
    query = sa.select(Change).where(Change.registration_id == registration.id).order_by(Change.id)
    state = None
    for change in db.session.scalars(query):
        assert change.from_state == state
        state = change.to_state
    return state


def seats_held(event: Event) -> int:
    query = sa.select(sa.func.count()).where(
        Registration.event_id == event.id, Registration.state.in_(HOLDS_SEAT)
    )
    return db.session.scalar(query)


def assert_the_log_tells_the_truth(event: Event) -> None:
    for registration in db.session.scalars(
        sa.select(Registration).where(Registration.event_id == event.id)
    ):
        assert replayed(registration) == registration.state
