"""Lotteries: what was promised, who is in, and what has come of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.events.models import Event, Slot
from app.events.rules import Mode, Status
from app.groups.models import Group
from app.kit.db import db
from app.registrations.models import Change, Draw, Registration
from app.registrations.queries.people import attendee_list
from app.registrations.states import State

LOST = "not_drawn"


def lotteries(event: Event) -> list[Slot]:
    """The slots whose seats are given by lot, in page order."""
    return [slot for slot in event.slots if slot.mode == Mode.LOTTERY]


def draws(event: Event) -> dict[int, Draw]:
    """The draw of each lottery of `event` that has been promised, by slot."""
    wanted = [slot.id for slot in lotteries(event)]
    query = sa.select(Draw).where(Draw.slot_id.in_(wanted))
    return {draw.slot_id: draw for draw in db.session.scalars(query)} if wanted else {}


def draw_of_slot(slot_id: int) -> Draw | None:
    query = sa.select(Draw).where(Draw.slot_id == slot_id)
    return db.session.scalars(query).one_or_none()


def drawn_with(draw: Draw) -> list[Slot]:
    """The slots that are drawn together, in page order."""
    query = (
        sa.select(Slot)
        .join(Draw, Draw.slot_id == Slot.id)
        .where(Draw.commitment == draw.commitment, Slot.mode == Mode.LOTTERY)
        .order_by(Slot.position, Slot.id)
    )
    return list(db.session.scalars(query))


def entrants(event: Event) -> list[Registration]:
    """Everybody in a draw of `event`, attendee loaded, in the order of their public names."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee))
        .where(Registration.event_id == event.id, Registration.state == State.APPLIED)
        .order_by(Registration.public_id)
    )
    return list(db.session.scalars(query))


def entrants_called(event: Event, text: str) -> sa.Select[Registration]:
    """Who is in a draw of `event`, found by name or reading, in the order of a list."""
    return attendee_list(event, text, State.APPLIED)


def entries_of(event_id: int, slot_ids: Sequence[int]) -> list[tuple[str, list[int]]]:
    """The public names of everybody in the draw of these slots, with their wishes, by name."""
    query = (
        sa.select(Registration.public_id, Registration.wishes)
        .where(Registration.event_id == event_id, Registration.state == State.APPLIED)
        .order_by(Registration.public_id)
    )
    found = ((name, wishes or list(slot_ids)) for name, wishes in db.session.execute(query))
    return [(name, wishes) for name, wishes in found if set(wishes) & set(slot_ids)]


def entered(event: Event) -> Counter[int]:
    """How many people are in the draw of each slot; a person counts wherever they would sit."""
    wishes = sa.select(Registration.wishes).where(
        Registration.event_id == event.id, Registration.state == State.APPLIED
    )
    return Counter(slot_id for wished in db.session.scalars(wishes) for slot_id in wished)


def nominees(event: Event) -> Sequence[Registration]:
    """Whom the organizers have named, in the order they entered."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee))
        .where(Registration.event_id == event.id, Registration.is_nominated)
        .where(Registration.state == State.APPLIED)
        .order_by(Registration.id)
    )
    return db.session.scalars(query).all()


def losses(group: Group, members: Sequence[User]) -> Counter[int]:
    """How many draws of the group each member lost without getting a seat after all."""
    seated, elsewhere = aliased(Change), aliased(Event)
    sat = sa.exists().where(
        seated.registration_id == Registration.id, seated.to_state == State.CONFIRMED
    )
    query = (
        sa.select(Registration.attendee_id, sa.func.count(Registration.id.distinct()))
        .join(Change, Change.registration_id == Registration.id)
        .join(elsewhere, elsewhere.id == Registration.event_id)
        .where(elsewhere.group_id == group.id, Change.reason == LOST, ~sat)
        .where(Registration.attendee_id.in_([member.id for member in members]))
        .group_by(Registration.attendee_id)
    )
    return Counter({member_id: number for member_id, number in db.session.execute(query)})  # noqa: C416


def due_draws(at: datetime) -> sa.Select[int]:
    """Ids of events with a lottery that should have been drawn by then, or was never promised."""
    undrawn = sa.or_(Draw.id.is_(None), Draw.drawn_at.is_(None) & (Slot.lottery_at <= at))
    return (
        sa.select(Slot.event_id)
        .join(Event, Event.id == Slot.event_id)
        .outerjoin(Draw, Draw.slot_id == Slot.id)
        .where(Slot.mode == Mode.LOTTERY, Event.status == Status.PUBLISHED, undrawn)
        .where(Event.ends_at > at)
        .distinct()
    )


def draws_awaiting_value(event: Event, at: datetime) -> list[Slot]:
    """Lotteries that are due and wait for the organizers to type in the public value."""
    made = draws(event)
    return [
        slot
        for slot in lotteries(event)
        if slot.public_value
        and slot.id in made
        and made[slot.id].drawn_at is None
        and slot.lottery_at is not None
        and slot.lottery_at <= at
    ]
