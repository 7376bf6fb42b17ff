"""What stands in one person's recap, as it may be read at this very moment.

Mail and page are drawn from the same values. Everything goes through `visible_people`, so a
block, a closed account or a withdrawn grant holds from the next letter on.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import came_ids
from app.connections.models import Connection
from app.connections.people import card_for, visible_people
from app.connections.queries import made_at_event, side_of
from app.connections.rules import State as Tie
from app.events.models import Event
from app.events.queries import listed_events, upcoming
from app.groups.queries import is_in
from app.kit.db import db
from app.matching.queries import Match, missed, table_mates
from app.recaps.rules import Variant, told
from app.registrations.models import Registration
from app.registrations.queries import counts
from app.registrations.states import Source, State

MOST_MISSED = 3


@dataclass(frozen=True)
class Acquaintance:
    """Somebody the reader met, with what they have let the reader know. `note` is the reader's."""

    person: User
    line: str
    contacts: dict[str, str]
    note: str = ""


@dataclass(frozen=True)
class Recap:
    """What an attendee reads. `came` is None where too few came to be counted."""

    event: Event
    came: int | None
    has_door: bool
    connected: list[Acquaintance]
    mates: list[Acquaintance]
    missed: list[Match]
    next_event: Event | None

    @property
    def has_people(self) -> bool:
        return bool(self.connected or self.mates or self.missed)


@dataclass(frozen=True)
class Figures:
    """What an organizer reads: counts alone, each None where it is under five."""

    registered: int | None
    confirmed: int | None
    came: int | None
    missing: int | None
    walk_ins: int | None
    connections: int | None
    has_door: bool


def recap_for(event: Event, reader: User, variant: Variant, *, at: datetime) -> Recap:
    """The recap of `event` for `reader`. One for somebody who was not there names no people."""
    shows_people = variant == Variant.ATTENDED
    connected = _connected(event, reader) if shows_people else []
    known = {one.person.id for one in connected}
    return Recap(
        event=event,
        came=told(len(came_ids(event))),
        has_door=bool(event.attendance_taken),
        connected=connected,
        mates=_mates(event, reader, known) if shows_people else [],
        missed=_missed(event, reader, known) if shows_people else [],
        next_event=_next_event(event, reader, at),
    )


def figures_of(event: Event) -> Figures:
    """The evening in numbers."""
    by_state, came = counts(event), came_ids(event)
    confirmed = by_state.get(State.CONFIRMED, 0)
    walk_ins = _count(
        Registration.event_id == event.id,
        Registration.source == Source.WALK_IN,
        Registration.state == State.CONFIRMED,
    )
    missing = _count(
        Registration.event_id == event.id,
        Registration.state == State.CONFIRMED,
        Registration.attendee_id.not_in(came),
    )
    made = _count(Connection.event_id == event.id, Connection.state == Tie.ACTIVE)
    return Figures(
        registered=told(sum(by_state.values())),
        confirmed=told(confirmed),
        came=told(len(came)),
        missing=told(missing),
        walk_ins=told(walk_ins),
        connections=told(made),
        has_door=bool(event.attendance_taken),
    )


def _connected(event: Event, reader: User) -> list[Acquaintance]:
    ties = {tie.other(reader).id: tie for tie in made_at_event(event.id, reader)}
    found = []
    for person in _still_visible(reader, set(ties)):
        mine = side_of(ties[person.id], reader)
        found.append(_acquainted(reader, person, mine.note if mine else ""))
    return found


def _mates(event: Event, reader: User, known: set[int]) -> list[Acquaintance]:
    ids = {mate.id for mate in table_mates(event, reader)} - known
    return [_acquainted(reader, person) for person in _still_visible(reader, ids)]


def _missed(event: Event, reader: User, known: set[int]) -> list[Match]:
    matches = [m for m in missed(event, reader, limit=MOST_MISSED) if m.person.id not in known]
    visible = {person.id for person in _still_visible(reader, {m.person.id for m in matches})}
    return [match for match in matches if match.person.id in visible]


def _still_visible(reader: User, ids: set[int]) -> list[User]:
    query = visible_people(reader).where(User.id.in_(ids)).order_by(User.reading, User.id)
    return list(db.session.scalars(query)) if ids else []


def _acquainted(reader: User, person: User, note: str = "") -> Acquaintance:
    card = card_for(reader, person)
    line = card.words.get("headline") or card.words.get("occupation") or ""
    return Acquaintance(person, line, card.contacts, note)


def _next_event(event: Event, reader: User, at: datetime) -> Event | None:
    """What the group does next: for its members, who asked to hear of it by joining."""
    if not is_in(event.group, reader):
        return None
    query = upcoming(listed_events(reader), at).where(
        Event.group_id == event.group_id, Event.id != event.id, Event.cancelled_at.is_(None)
    )
    return db.session.scalars(query.options(joinedload(Event.group)).limit(1)).first()


def _count(*where: sa.ColumnElement[bool]) -> int:
    return db.session.scalars(sa.select(sa.func.count()).where(*where)).one()
