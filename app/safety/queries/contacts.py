"""Since when two people have to do with each other, and where it began."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.people import visible_people
from app.connections.queries import between, events_shared
from app.events.models import Event
from app.introductions.models import Approach, Introduction
from app.introductions.rules import State as Reached
from app.kit.db import db
from app.matching.queries import people_to_meet
from app.moderation.queries import has_blocked
from app.registrations.models import Registration
from app.registrations.states import State
from app.relay.models import RelayedMessage


@dataclass(frozen=True)
class Contact:
    """The first and the latest time two people had to do with each other; where they met first."""

    first_at: datetime
    last_at: datetime
    event: Event | None


def contact_between(one: User, other: User, at: datetime) -> Contact | None:
    """What the two had to do with each other before `at`, as `one` may know; None for nothing.

    But for evenings: where the other hid from the list, `one` may have met them all the same.
    """
    evenings = _evenings(one, other, at)
    times = [evening.starts_at for evening in evenings]
    tie = between(one, other)
    if tie is not None:
        times += [moment for moment in (tie.asked_at, tie.connected_at) if moment]
    times += [*_introductions(one, other), *_messages(one, other)]
    if not times:
        return None
    event = evenings[0] if evenings and evenings[0].starts_at == min(times) else None
    if event is None and tie is not None and tie.event_id is not None:
        event = db.session.get(Event, tie.event_id, options=[joinedload(Event.group)])
    first_evening = evenings[0] if evenings else None
    return Contact(min(times), max(times), event or first_evening)


def known_person(viewer: User, public_id: str, at: datetime) -> User | None:
    """Somebody `viewer` sees, has met or has blocked; also those who have gone out of sight since.

    Whether the other has blocked `viewer` makes no difference here, so that nobody learns of it:
    they may be reported and blocked like whoever only hides.
    """
    called = User.public_id == public_id
    found = db.session.scalars(sa.select(User).where(called)).one_or_none()
    if found is not None and _has_to_do_with(viewer, found, at):
        return found
    # Also for whoever does not exist: it must not take less time.
    return db.session.scalars(people_to_meet(viewer, at=at).where(called)).first()


def _has_to_do_with(viewer: User, other: User, at: datetime) -> bool:
    seen = db.session.scalars(visible_people(viewer).where(User.id == other.id)).first()
    if seen is not None or has_blocked(viewer, other):
        return True
    return contact_between(viewer, other, at) is not None


def person_to_report(viewer: User, public_id: str, at: datetime) -> User | None:
    """The same, but for oneself."""
    found = known_person(viewer, public_id, at)
    return None if found is None or found.id == viewer.id else found


def met_first_at(viewer: User, other: User, at: datetime) -> Event | None:
    """Where the two first met, as far as `viewer` may know: not where the other hid from the list.

    Who looks after a report is told more.
    """
    evenings, tie = events_shared(viewer, other, at), between(viewer, other)
    if evenings:
        return evenings[-1]
    met = tie.event_id if tie is not None else None
    return db.session.get(Event, met, options=[joinedload(Event.group)]) if met else None


def _evenings(one: User, other: User, at: datetime) -> list[Event]:
    mine, theirs = (
        sa.select(Registration.event_id).where(
            Registration.attendee_id == person.id, Registration.state == State.CONFIRMED
        )
        for person in (one, other)
    )
    query = (
        sa.select(Event)
        .options(joinedload(Event.group))
        .where(Event.id.in_(mine), Event.id.in_(theirs), Event.starts_at <= at)
        .order_by(Event.starts_at)
    )
    return list(db.session.scalars(query))


def _introductions(one: User, other: User) -> list[datetime]:
    """When `one` was asked to meet the other, or to pass on what they ask; when the two were met.

    Whom `one` asks for, they do not know to have been asked before all have said yes.
    """
    three = (Introduction.asker_id, Introduction.connector_id, Introduction.target_id)
    is_in_it = sa.or_(*(party == other.id for party in three))
    put_to_them = (
        sa.select(Approach.asked_at)
        .join(Introduction, Introduction.id == Approach.introduction_id)
        .where(Approach.member_id == one.id, is_in_it)
    )
    come_true = sa.select(Introduction.ended_at).where(
        Introduction.asker_id == one.id, Introduction.state == Reached.INTRODUCED, is_in_it
    )
    moments = [*db.session.scalars(put_to_them), *db.session.scalars(come_true)]
    return [moment for moment in moments if moment is not None]


def _messages(one: User, other: User) -> list[datetime]:
    pair = (one.id, other.id)
    query = sa.select(RelayedMessage.received_at).where(
        RelayedMessage.writer_id.in_(pair), RelayedMessage.reader_id.in_(pair)
    )
    return list(db.session.scalars(query))
