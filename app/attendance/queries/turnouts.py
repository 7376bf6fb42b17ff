"""What became of the seats of an evening that is over, as clauses, counts and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from app.attendance.models import Entry
from app.attendance.queries.clauses import has_open_claim, is_excused, undone, was_there
from app.attendance.queries.record import attendance_of, attendances
from app.attendance.rules import CLOSES_AFTER, Closing, Kind, Turnout, closes_at
from app.attendance.rules import turnout as turnout_of
from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.queries import confirmed_places
from app.registrations.states import State


class Seats(StrEnum):
    """Which seats of an evening are meant."""

    CLAIMED = "claimed"
    MISSING = "missing"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Tally:
    """How many seats there were and what became of them; `missing` are neither here nor excused."""

    seats: int
    came: int
    excused: int
    claimed: int

    @property
    def missing(self) -> int:
        return self.seats - self.came - self.excused


def turnout(group_id: int, at: datetime) -> tuple[int, int]:
    """How many came and how many had a seat, where the door was kept and is closed."""
    had_seat = (
        sa.select(was_there(Registration.id).label("came"))
        .select_from(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.group_id == group_id, Event.ends_at <= at)
        .where(Event.attendance_taken.is_(True), Registration.state == State.CONFIRMED)
        .subquery()
    )
    query = sa.select(sa.func.count().filter(had_seat.c.came), sa.func.count())
    came, seats = db.session.execute(query.select_from(had_seat)).one()
    return came, seats


def tally_of(event: Event) -> Tally:
    """The seats of `event`, counted from the record."""
    seats = (
        sa.select(
            was_there(Registration.id).label("came"),
            is_excused(Registration.id).label("excused"),
            has_open_claim(Registration.id).label("claimed"),
        )
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .subquery()
    )
    query = sa.select(
        sa.func.count(),
        sa.func.count().filter(seats.c.came),
        sa.func.count().filter(seats.c.excused & ~seats.c.came),
        sa.func.count().filter(seats.c.claimed),
    ).select_from(seats)
    return Tally(*db.session.execute(query).one())


def has_anybody_come(event: Event) -> bool:
    """Whether anybody at all has been checked in, walk-ins too."""
    found = sa.exists().where(Registration.event_id == event.id, was_there(Registration.id))
    return bool(db.session.scalar(sa.select(found)))


def seats_of(event: Event, which: Seats) -> sa.Select[Registration]:
    """The seats that are meant, by reading, everything loaded."""
    key = Registration.id
    clauses = {
        Seats.CLAIMED: has_open_claim(key),
        Seats.MISSING: ~was_there(key) & ~is_excused(key) & ~has_open_claim(key),
        Seats.EXCUSED: is_excused(key) & ~was_there(key),
    }
    return confirmed_places(event).where(clauses[which])


def last_lines(registrations: Sequence[Registration], *kinds: Kind) -> dict[int, Entry]:
    """The last line of these kinds that has not been taken back, by registration."""
    query = (
        sa.select(Entry)
        .where(Entry.registration_id.in_([row.id for row in registrations]))
        .where(Entry.kind.in_(kinds), ~undone(Entry))
        .order_by(Entry.occurred_at, Entry.id)
    )
    rows = db.session.scalars(query)
    return {row.registration_id: row for row in rows if row.registration_id is not None}


def closing_of(event: Event) -> Closing:
    return Closing(event.closed_at, event.attendance_taken)


def turnouts(registrations: Sequence[Registration], at: datetime) -> dict[int, Turnout]:
    """What became of each of these places, events loaded. Without a seat nobody can be missing."""
    found = attendances(registrations)
    return {
        row.id: turnout_of(found[row.id], closing_of(row.event), at)
        if row.state == State.CONFIRMED or found[row.id].has_come
        else Turnout.UNTOLD
        for row in registrations
    }


def outcome_of(registration: Registration, at: datetime) -> Turnout:
    """What became of a confirmed seat. The event is loaded."""
    return turnout_of(attendance_of(registration), closing_of(registration.event), at)


def due_to_close(at: datetime) -> list[Event]:
    """Evenings that close by themselves by now, held by nobody else, the first first."""
    query = (
        sa.select(Event)
        .where(Event.status == Status.PUBLISHED, Event.ends_at <= at - CLOSES_AFTER)
        .order_by(Event.ends_at, Event.id)
        .with_for_update(skip_locked=True, of=Event)
    )
    rows = db.session.scalars(query)
    return [event for event in rows if closes_at(event.ends_at, event.reopened_at) <= at]


def out_of_step(since: datetime) -> list[Event]:
    """Evenings closed since then whose record says something else than was noted, locked."""
    came = sa.exists().where(Registration.event_id == Event.id, was_there(Registration.id))
    query = (
        sa.select(Event)
        .where(Event.status == Status.CLOSED, Event.closed_at > since)
        .where(Event.attendance_taken.is_distinct_from(came))
        .order_by(Event.id)
        .with_for_update(skip_locked=True, of=Event)
    )
    return list(db.session.scalars(query))
