"""Counting seats, and who waits for one."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import joinedload

from app.events.models import Event, Slot
from app.events.rules import Mode
from app.kit.db import db
from app.registrations.models import Change, Draw, Registration
from app.registrations.rules import Seats
from app.registrations.states import ACTIVE, HOLDS_SEAT, State


@dataclass(frozen=True)
class Left:
    """How full an event is. No capacity means no limit."""

    taken: int
    waiting: int
    capacity: int | None

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity


def seats_left(events: list[Event]) -> dict[int, Left]:
    """How full each of the events is, with one question for all of them."""
    query = (
        sa.select(Registration.event_id, Registration.state, sa.func.count())
        .where(Registration.event_id.in_([event.id for event in events]))
        .where(Registration.state.in_((*HOLDS_SEAT, State.WAITLISTED)))
        .group_by(Registration.event_id, Registration.state)
    )
    found = {(event_id, state): number for event_id, state, number in db.session.execute(query)}
    return {
        event.id: Left(
            taken=sum(found.get((event.id, state), 0) for state in HOLDS_SEAT),
            waiting=found.get((event.id, State.WAITLISTED), 0),
            capacity=_capacity(event),
        )
        for event in events
    }


def _capacity(event: Event) -> int | None:
    numbers = [slot.capacity for slot in event.slots]
    return None if None in numbers else sum(number or 0 for number in numbers)


def seats_taken(event: Event) -> dict[int, int]:
    """How many seats of each slot are confirmed or offered; slots without any are left out."""
    query = (
        sa.select(Registration.slot_id, sa.func.count())
        .where(Registration.event_id == event.id, Registration.state.in_(HOLDS_SEAT))
        .group_by(Registration.slot_id)
    )
    return {slot_id: taken for slot_id, taken in db.session.execute(query) if slot_id}


def seats(event: Event, *, at: datetime | None = None) -> list[Seats]:
    """Every slot of `event` with its seats, in page order.

    Told the time, a lottery whose day has come without having been drawn says so.
    """
    taken, drawn = seats_taken(event), _drawn(event)
    return [
        Seats(
            slot.id,
            slot.capacity,
            taken.get(slot.id, 0),
            slot.has_waitlist,
            slot.mode,
            slot.id in drawn,
            slot.id not in drawn and _is_due(slot, at),
        )
        for slot in event.slots
    ]


def _is_due(slot: Slot, at: datetime | None) -> bool:
    if at is None or slot.lottery_at is None:
        return False
    return slot.mode == Mode.LOTTERY and slot.lottery_at <= at


def _drawn(event: Event) -> set[int]:
    """The lotteries of `event` whose lots are drawn; nothing is asked where there are none."""
    lotteries = [slot.id for slot in event.slots if slot.mode == Mode.LOTTERY]
    if not lotteries:
        return set()
    query = sa.select(Draw.slot_id).where(Draw.slot_id.in_(lotteries), Draw.drawn_at.is_not(None))
    return set(db.session.scalars(query))


def slot_called(event: Event, name: str) -> Slot:
    """The slot called `name`, however it is spelled; else the first."""
    return next((slot for slot in event.slots if _is_called(slot, name)), event.slots[0])


def has_slot(event: Event, name: str) -> bool:
    """Whether one of the event's slots is called `name`, however it is spelled."""
    return any(_is_called(slot, name) for slot in event.slots)


def counts(event: Event) -> dict[State, int]:
    """How many registrations stand in each state; states without any are left out."""
    query = (
        sa.select(Registration.state, sa.func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.state)
    )
    return {state: number for state, number in db.session.execute(query)}  # noqa: C416


def waiting(event: Event) -> list[Registration]:
    """Everyone on the waitlist, the longest waiting first."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee))
        .where(Registration.event_id == event.id, Registration.state == State.WAITLISTED)
        .order_by(Registration.queue_no, Registration.id)
        # Whoever fills may have seen some of them before they held the event's lock.
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def last_queue_no(event: Event) -> int:
    """The highest number ever given in this event's line; 0 when nobody has waited."""
    query = sa.select(sa.func.max(Registration.queue_no)).where(Registration.event_id == event.id)
    return db.session.scalars(query).one() or 0


def seats_given_back(event: Event) -> int:
    """How often a seat of this event has come free so far."""
    query = (
        sa.select(sa.func.count())
        .select_from(Change)
        .join(Registration, Registration.id == Change.registration_id)
        .where(
            Registration.event_id == event.id,
            Change.from_state.in_(HOLDS_SEAT),
            Change.to_state.not_in(HOLDS_SEAT),
        )
    )
    return db.session.scalars(query).one()


def overdue_offers(at: datetime) -> sa.Select[int]:
    """Ids of events in which an offer has run out."""
    return (
        sa.select(Registration.event_id)
        .where(Registration.state == State.OFFERED, Registration.offer_expires_at <= at)
        .distinct()
    )


def awaited_events(at: datetime) -> sa.Select[int]:
    """Ids of events to come for which somebody waits."""
    return (
        sa.select(Registration.event_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.state == State.WAITLISTED, Event.starts_at > at)
        .distinct()
    )


def active(event: Event) -> list[Registration]:
    """Everybody who comes, waits or has been asked, attendee loaded."""
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee))
        .where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
        .order_by(Registration.id)
    )
    return list(db.session.scalars(query))


def slots_in_use(event: Event, slot_ids: list[int]) -> bool:
    """Whether anybody sits in, or wishes for, one of the slots."""
    query = (
        sa.select(Registration.id)
        .where(Registration.event_id == event.id)
        .where(
            sa.or_(
                Registration.slot_id.in_(slot_ids),
                Registration.wishes.overlap(sa.cast(slot_ids, ARRAY(sa.Integer))),
            )
        )
        .limit(1)
    )
    return bool(slot_ids) and db.session.scalars(query).first() is not None


def _is_called(slot: Slot, name: str) -> bool:
    return _folded(slot.name) == _folded(name)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
