"""Who has come. Counts are counted from the record, never kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import Attendance, Kind, Presence, Step, fold, is_called
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.queries import confirmed
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


def roster(event: Event, wanted: str = "") -> list[Guest]:
    """Everyone confirmed, by reading, with where they are; only those called `wanted`."""
    entries = _entries_by_registration(event)
    rows = [row for row in confirmed(event) if is_called(_names(row.attendee), wanted)]
    return [_guest(row, entries[row.id]) for row in rows]


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
