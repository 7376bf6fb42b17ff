"""Finding chores and meals, and what of them each reader may see."""

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State


def comes(event: Event, member: User) -> bool:
    """Whether `member` has a seat at the event, and has said that it is theirs."""
    found = coming(event.id).where(Registration.attendee_id == member.id)
    return db.session.scalars(found).first() is not None


def coming(event_id: "int | InstrumentedAttribute[int]") -> "sa.Select[int]":
    """Ids of everybody with a seat at an event."""
    return sa.select(Registration.attendee_id).where(
        Registration.event_id == event_id,
        Registration.state == State.CONFIRMED,
        ~Registration.needs_yes,
    )
