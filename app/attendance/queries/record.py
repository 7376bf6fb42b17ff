"""Who has come. Counts are counted from the record, never kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.queries import is_called
from app.attendance.models import Attempt, Entry
from app.attendance.queries.clauses import last_moves, undone, was_there
from app.attendance.rules import (
    ARRIVALS,
    LOOKED_INTO,
    Attendance,
    Presence,
    Step,
    fold,
)
from app.events.models import Event
from app.kit.db import db, ids_of
from app.registrations.models import Registration
from app.registrations.queries import confirmed_places
from app.registrations.states import State


@dataclass(frozen=True)
class Guest:
    """One line of the door's list."""

    registration: Registration
    attendance: Attendance
    # The entry that an undo would take back.
    last_in: UUID | None

    @property
    def is_present(self) -> bool:
        return self.attendance.presence == Presence.PRESENT


def held_at(event: Event) -> sa.Select[Registration]:
    """Registrations of `event`, held until the transaction ends, with attendee and slot.

    Whoever asks has the event itself: it is not loaded once more for each of them.
    """
    return (
        sa.select(Registration)
        .options(joinedload(Registration.attendee), joinedload(Registration.slot))
        .where(Registration.event_id == event.id)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    )


def entries_of(registration: Registration) -> list[Entry]:
    """Everything the record says about one registration, oldest first."""
    query = sa.select(Entry).where(Entry.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(Entry.occurred_at, Entry.id)))


def attendance_of(registration: Registration) -> Attendance:
    return fold(map(step, entries_of(registration)))


def attendance_when(entry: Entry) -> Attendance:
    """What the record added up to for whom `entry` is about when that line was received."""
    here = sa.tuple_(Entry.received_at, Entry.occurred_at, Entry.id)
    query = sa.select(Entry).where(
        Entry.registration_id == entry.registration_id,
        here <= sa.tuple_(entry.received_at, entry.occurred_at, entry.id),
    )
    return fold(map(step, db.session.scalars(query)))


def attendances(registrations: Sequence[Registration]) -> dict[int, Attendance]:
    """What the record adds up to for each of them, by the registration's id."""
    said = sa.select(Entry).where(Entry.registration_id.in_([row.id for row in registrations]))
    entries = _grouped(db.session.scalars(said))
    return {row.id: fold(map(step, entries[row.id])) for row in registrations}


def first_entry(registration: Registration) -> Entry | None:
    """The entry that let this person in, unless it was undone."""
    entries = entries_of(registration)
    taken_back = {entry.undoes_id for entry in entries}
    came = (e for e in entries if e.kind in ARRIVALS and e.id not in taken_back)
    return next(came, None)


def known_ids(event: Event) -> set[int]:
    """Ids of the registrations of which the record says anything at all."""
    query = sa.select(Entry.registration_id).where(Entry.event_id == event.id).distinct()
    return {found for found in db.session.scalars(query) if found is not None}


def roster(
    event: Event,
    wanted: str = "",
    *,
    only: "sa.ColumnElement[bool] | None" = None,
    most: int | None = None,
) -> list[Guest]:
    """Who is confirmed, by reading, with where they are.

    `wanted` is part of a name, `only` a clause about registrations, `most` how many at most.
    """
    query = _called(confirmed_places(event), wanted).limit(most)
    rows = db.session.scalars(query if only is None else query.where(only)).all()
    said = sa.select(Entry).where(Entry.registration_id.in_([row.id for row in rows]))
    entries = _grouped(db.session.scalars(said))
    return [_guest(row, entries[row.id]) for row in rows]


def number_called(event: Event, wanted: str) -> int:
    """How many of the confirmed are called so."""
    query = _called(confirmed_places(event), wanted).order_by(None)
    return db.session.scalars(query.with_only_columns(sa.func.count(Registration.id))).one()


def last_in(event: Event, most: int) -> list[int]:
    """Ids of the registrations let in last, the latest first."""
    query = (
        sa.select(Entry.registration_id)
        .where(Entry.event_id == event.id, Entry.kind.in_(ARRIVALS))
        .order_by(Entry.occurred_at.desc(), Entry.id)
        .limit(most)
    )
    return [found for found in db.session.scalars(query) if found is not None]


def counts(event: Event) -> tuple[int, int]:
    """How many are here now, and how many are expected in all."""
    expected = sa.select(sa.func.count(Registration.id)).where(
        Registration.event_id == event.id, Registration.state == State.CONFIRMED
    )
    moves = last_moves(event.id)
    here = sa.select(sa.func.count()).select_from(moves).where(moves.c.kind.in_(ARRIVALS))
    query = sa.select(here.scalar_subquery(), expected.scalar_subquery())
    present, confirmed = db.session.execute(query).one()
    return present, confirmed


def present_ids(event: Event) -> set[int]:
    """Ids of the members who are at the event now."""
    moves = last_moves(event.id)
    query = sa.select(Registration.attendee_id).join(
        moves, moves.c.registration_id == Registration.id
    )
    return ids_of(query.where(moves.c.kind.in_(ARRIVALS)))


def came_ids(event: Event) -> set[int]:
    """Ids of the members who came at all, also those who left early."""
    query = sa.select(Registration.attendee_id).join(
        Entry, Entry.registration_id == Registration.id
    )
    came = query.where(Entry.event_id == event.id, Entry.kind.in_(ARRIVALS), ~undone(Entry))
    return set(db.session.scalars(came.distinct()))


def arrivals(event: Event) -> list[datetime]:
    """When people first came in, in order: the door's curve."""
    first = sa.func.min(Entry.occurred_at)
    query = (
        sa.select(first)
        .where(Entry.event_id == event.id, Entry.registration_id.is_not(None))
        .where(Entry.kind.in_(ARRIVALS), ~undone(Entry))
        .group_by(Entry.registration_id)
        .order_by(first)
    )
    return list(db.session.scalars(query))


def has_attended(member: User) -> bool:
    """Whether `member` has ever been let in anywhere."""
    found = sa.exists().where(Registration.attendee_id == member.id, was_there(Registration.id))
    return bool(db.session.scalar(sa.select(found)))


def _called(query: "sa.Select[Registration]", wanted: str) -> "sa.Select[Registration]":
    return query.where(is_called(wanted)) if wanted else query


def entries_at(event: Event, only: Collection[int] | None = None) -> dict[int, list[Entry]]:
    """What the record of `event` says, by the id of the registration it is about; or of these."""
    query = sa.select(Entry).where(Entry.event_id == event.id, Entry.registration_id.is_not(None))
    if only is not None:
        query = query.where(Entry.registration_id.in_(only))
    return _grouped(db.session.scalars(query))


def _grouped(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    grouped: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.registration_id is not None:
            grouped[entry.registration_id].append(entry)
    return grouped


def _guest(registration: Registration, entries: list[Entry]) -> Guest:
    last = last_arrival(entries)
    return Guest(registration, fold(map(step, entries)), last.id if last else None)


def last_arrival(entries: list[Entry]) -> Entry | None:
    """The entry that an undo would take back."""
    taken_back = {entry.undoes_id for entry in entries}
    ins = [e for e in entries if e.kind in ARRIVALS and e.id not in taken_back]
    return max(ins, key=lambda entry: entry.occurred_at, default=None)


def step(entry: Entry) -> Step:
    """One line of the record as the rules take it."""
    return Step(entry.id, entry.kind, entry.occurred_at, entry.undoes_id)


def flagged(event: Event) -> list[Entry]:
    """Lines of the record that somebody should look at, the newest first, people loaded.

    What takes back a line that nobody has handed in yet is about nobody, and waits for it.
    """
    query = (
        sa.select(Entry)
        .options(joinedload(Entry.registration).joinedload(Registration.attendee))
        .where(Entry.event_id == event.id, Entry.registration_id.is_not(None))
        .where(Entry.flags != [], Entry.settled_at.is_(None))
        .order_by(Entry.received_at.desc(), Entry.id)
    )
    return list(db.session.scalars(query))


def attempts_at(event: Event, most: int = 100) -> list[Attempt]:
    """Who was not let in, the latest first; people loaded where it is known who it was."""
    query = (
        sa.select(Attempt)
        .options(joinedload(Attempt.registration).joinedload(Registration.attendee))
        .where(Attempt.event_id == event.id, Attempt.code.in_(LOOKED_INTO))
        .where(~Attempt.is_repeat)
        .order_by(Attempt.received_at.desc(), Attempt.id)
        .limit(most)
    )
    return list(db.session.scalars(query))
