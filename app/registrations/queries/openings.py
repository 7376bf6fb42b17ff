"""Events with a seat left, and what brings those who come to them."""

from collections.abc import Collection

import sqlalchemy as sa

from app.events.models import Event, Slot
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import HOLDS_SEAT, State


def with_free_seats(events: "sa.Select[Event]") -> "sa.Select[Event]":
    """Of `events`, those in which some slot has a seat left."""
    taken = (
        sa.select(sa.func.count())
        .where(Registration.slot_id == Slot.id, Registration.state.in_(HOLDS_SEAT))
        .scalar_subquery()
    )
    has_room = sa.or_(Slot.capacity.is_(None), Slot.capacity > taken)
    return events.where(sa.exists().where(Slot.event_id == Event.id, has_room))


def purposes_at(event_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many come to each event with each purpose; nobody outside may be told small numbers."""
    query = (
        sa.select(Registration.event_id, Registration.purpose, sa.func.count())
        .where(Registration.event_id.in_(event_ids), Registration.state == State.CONFIRMED)
        .where(Registration.purpose != "", ~Registration.needs_yes)
        .group_by(Registration.event_id, Registration.purpose)
    )
    found: dict[int, dict[str, int]] = {}
    for event_id, purpose, number in db.session.execute(query):
        found.setdefault(event_id, {})[purpose] = number
    return found
