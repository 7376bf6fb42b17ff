"""Who has come. Counts are counted from the record, never kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.folding import folded
from app.accounts.models import User
from app.accounts.queries import is_called
from app.attendance.models import Attempt, Entry
from app.attendance.rules import (
    ARRIVALS,
    Attendance,
    Code,
    Kind,
    Presence,
    Step,
    fold,
)
from app.events.models import Event
from app.kit.db import db
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


def entries_of(registration: Registration) -> list[Entry]:
    """Everything the record says about one registration, oldest first."""
    query = sa.select(Entry).where(Entry.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(Entry.occurred_at, Entry.id)))


def attendance_of(registration: Registration) -> Attendance:
    return fold(map(_step, entries_of(registration)))


def first_entry(registration: Registration) -> Entry | None:
    """The entry that let this person in, unless it was undone."""
    entries = entries_of(registration)
    undone = {entry.undoes_id for entry in entries}
    came = (e for e in entries if e.kind in (Kind.IN, Kind.WALK_IN) and e.id not in undone)
    return next(came, None)


def known_ids(event: Event) -> set[int]:
    """Ids of the registrations of which the record says anything at all."""
    return set(_entries_by_registration(event))


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
    expected = db.session.scalars(
        sa.select(sa.func.count())
        .select_from(Registration)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
    ).one()
    entries = _entries_by_registration(event).values()
    present = sum(fold(map(_step, rows)).presence == Presence.PRESENT for rows in entries)
    return present, expected


def present_ids(event: Event) -> set[int]:
    """Ids of the members who are at the event now."""
    return _member_ids(event, lambda attendance: attendance.presence == Presence.PRESENT)


def came_ids(event: Event) -> set[int]:
    """Ids of the members who came at all, also those who left early."""
    return _member_ids(event, lambda attendance: attendance.has_come)


def arrivals(event: Event) -> list[datetime]:
    """When people first came in, in order: the door's curve."""
    folded = (fold(map(_step, rows)) for rows in _entries_by_registration(event).values())
    return sorted(one.first_in_at for one in folded if one.first_in_at is not None)


def was_there(registration_id: "sa.SQLColumnExpression[int]") -> "sa.ColumnElement[bool]":
    """Whether the record lets whoever holds that registration in, as a clause for long lists."""
    entry, undo = aliased(Entry), aliased(Entry)
    is_undone = sa.exists().where(
        undo.registration_id == entry.registration_id,
        undo.kind == Kind.UNDO,
        undo.undoes_id == entry.id,
    )
    return sa.exists().where(
        entry.registration_id == registration_id,
        entry.kind.in_((Kind.IN, Kind.WALK_IN)),
        ~is_undone,
    )


def has_attended(member: User) -> bool:
    """Whether `member` has ever been let in anywhere."""
    query = (
        sa.select(Entry.registration_id)
        .join(Registration, Registration.id == Entry.registration_id)
        .where(Registration.attendee_id == member.id)
        .distinct()
    )
    ids = list(db.session.scalars(query))
    entries = sa.select(Entry).where(Entry.registration_id.in_(ids))
    by_registration = _grouped(db.session.scalars(entries))
    return any(fold(map(_step, rows)).has_come for rows in by_registration.values())


def _called(query: "sa.Select[Registration]", wanted: str) -> "sa.Select[Registration]":
    return query.where(is_called(wanted)) if wanted else query


def _names(person: User) -> tuple[str, ...]:
    written = person.family_name + person.given_name
    western = person.given_name + person.family_name
    return written, western, person.display_name, person.reading


def _member_ids(event: Event, is_meant: Callable[[Attendance], bool]) -> set[int]:
    entries = _entries_by_registration(event)
    meant = [key for key, rows in entries.items() if is_meant(fold(map(_step, rows)))]
    query = sa.select(Registration.attendee_id).where(Registration.id.in_(meant))
    return set(db.session.scalars(query))


def _entries_by_registration(event: Event) -> dict[int, list[Entry]]:
    query = sa.select(Entry).where(Entry.event_id == event.id, Entry.registration_id.is_not(None))
    return _grouped(db.session.scalars(query))


def _grouped(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    grouped: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.registration_id is not None:
            grouped[entry.registration_id].append(entry)
    return grouped


def _guest(registration: Registration, entries: list[Entry]) -> Guest:
    undone = {entry.undoes_id for entry in entries}
    ins = [e for e in entries if e.kind in (Kind.IN, Kind.WALK_IN) and e.id not in undone]
    last = max(ins, key=lambda entry: entry.occurred_at, default=None)
    return Guest(registration, fold(map(_step, entries)), last.id if last else None)


def _step(entry: Entry) -> Step:
    return Step(entry.id, entry.kind, entry.occurred_at, entry.undoes_id)


def flagged(event: Event) -> list[Entry]:
    """Lines of the record that somebody should look at, the newest first, people loaded."""
    query = (
        sa.select(Entry)
        .options(joinedload(Entry.registration).joinedload(Registration.attendee))
        .where(Entry.event_id == event.id, Entry.flags != [], Entry.settled_at.is_(None))
        .order_by(Entry.received_at.desc(), Entry.id)
    )
    return list(db.session.scalars(query))


def attempts_at(event: Event, most: int = 100) -> list[Attempt]:
    """Who was not let in, the latest first; people loaded where it is known who it was."""
    query = (
        sa.select(Attempt)
        .options(joinedload(Attempt.registration).joinedload(Registration.attendee))
        .where(Attempt.event_id == event.id, Attempt.code != Code.ALREADY)
        .order_by(Attempt.received_at.desc(), Attempt.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def roster_for_devices(event: Event) -> list[dict[str, object]]:
    """What a phone keeps of everybody on the list, so that the door works without a network.

    Prints of tickets instead of tickets, names and readings, slot, state, fee due, when they
    came. Nobody's address, answers or purpose.
    """
    entries = _entries_by_registration(event)
    query = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee), joinedload(Registration.slot))
        .where(Registration.event_id == event.id, Registration.ticket_hash.is_not(None))
        .order_by(Registration.id)
    )
    return [_card(row, entries.get(row.id, [])) for row in db.session.scalars(query)]


def _card(row: Registration, entries: list[Entry]) -> dict[str, object]:
    attendance = fold(map(_step, entries))
    fee = row.slot.door_fee if row.slot else 0
    last = _guest(row, entries).last_in
    return {
        "r": row.public_id,
        "h": row.ticket_hash,
        "n": row.attendee.full_name,
        "y": row.attendee.reading,
        "k": " ".join(folded(name) for name in _names(row.attendee) if name),
        "s": row.slot.name if row.slot else "",
        "t": row.state,
        "f": 0 if attendance.has_paid else fee,
        "p": attendance.presence,
        "i": attendance.first_in_at.isoformat() if attendance.first_in_at else None,
        "e": str(last) if last else None,
    }
