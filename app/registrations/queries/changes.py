"""What a change of an event meets: who sits where, and who has said they still come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.events.rules import SlotUse
from app.kit.db import db
from app.registrations.models import Change, Draw, Registration
from app.registrations.queries.people import by_reading
from app.registrations.queries.seats import seats_taken
from app.registrations.states import State

ASKED_IN_VAIN = "cannot_after_change"
_WAITS = (State.APPLIED, State.PENDING, State.WAITLISTED)


@dataclass(frozen=True)
class Answers:
    """Who has answered after a big change, and who has not yet."""

    yes: Sequence[Registration]
    no: Sequence[Registration]
    silent: Sequence[Registration]

    @property
    def asked(self) -> int:
        return len(self.yes) + len(self.no) + len(self.silent)


def slot_uses(event: Event) -> dict[int, SlotUse]:
    """What people have made of each slot of `event` so far."""
    ids = [slot.id for slot in event.slots]
    taken, entered = seats_taken(event), _entered(event)
    drawn = set(
        db.session.scalars(
            sa.select(Draw.slot_id).where(Draw.slot_id.in_(ids), Draw.drawn_at.is_not(None))
        )
    )
    return {
        slot_id: SlotUse(taken.get(slot_id, 0), entered.get(slot_id, 0), slot_id in drawn)
        for slot_id in ids
    }


def still_coming(event: Event) -> Answers:
    """What those who were asked again have said, by reading."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee))
        .join(Registration.attendee)
        .where(Registration.event_id == event.id, Registration.asked_again_at.is_not(None))
        .where(sa.or_(Registration.state == State.CONFIRMED, _said_no()))
        .order_by(*by_reading())
    )
    asked = list(db.session.scalars(query))
    return Answers(
        yes=[row for row in asked if row.still_coming_at is not None and row.holds_seat],
        no=[row for row in asked if not row.holds_seat],
        silent=[row for row in asked if row.is_asked_again],
    )


def with_people(event_ids: Collection[int]) -> set[int]:
    """Of these events, those that anybody has or had a place at."""
    query = sa.select(Registration.event_id).where(Registration.event_id.in_(event_ids)).distinct()
    return set(db.session.scalars(query)) if event_ids else set()


def _entered(event: Event) -> dict[int, int]:
    wished = (
        sa.select(sa.func.unnest(Registration.wishes).label("slot_id"))
        .where(Registration.event_id == event.id, Registration.state.in_(_WAITS))
        .subquery()
    )
    query = sa.select(wished.c.slot_id, sa.func.count()).group_by(wished.c.slot_id)
    return {slot_id: number for slot_id, number in db.session.execute(query)}  # noqa: C416


def _said_no() -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(Change.registration_id == Registration.id, Change.reason == ASKED_IN_VAIN)
        .correlate(Registration)
    )
