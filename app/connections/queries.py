"""Who knows whom."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.rules import State, in_pair_order
from app.events.models import DOORS_OPEN, Event
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing


def contacts_of(member: User) -> sa.CompoundSelect[int]:
    """Ids of everyone `member` is connected with, to be used inside a query."""
    low, high = Connection.low_id, Connection.high_id
    active = Connection.state == State.ACTIVE
    return sa.union_all(
        sa.select(high).where(low == member.id, active),
        sa.select(low).where(high == member.id, active),
    )


def between(one: User, other: User) -> Connection | None:
    """The row of a pair, whatever its state."""
    if one.id == other.id:
        return None
    low_id, high_id = in_pair_order(one.id, other.id)
    query = sa.select(Connection).where(Connection.low_id == low_id, Connection.high_id == high_id)
    return db.session.scalars(query).one_or_none()


def are_connected(one: User, other: User) -> bool:
    """Whether both have said yes and neither has ended it."""
    connection = between(one, other)
    return connection is not None and connection.state == State.ACTIVE


def shared_contacts(one: User, other: User) -> list[User]:
    """Everyone connected with both, in the order of their ids."""
    query = (
        sa.select(User)
        .where(User.id.in_(contacts_of(one)), User.id.in_(contacts_of(other)))
        .where(User.disabled_at.is_(None))
        .order_by(User.id)
    )
    return list(db.session.scalars(query))


def visible_connections(viewer: User) -> "sa.Select[Connection]":
    """The viewer's own living ties, with both people and the event they met at."""
    apart = kept_apart(viewer)
    return (
        sa.select(Connection)
        .options(
            joinedload(Connection.low),
            joinedload(Connection.high),
            joinedload(Connection.event),
        )
        .where(sa.or_(Connection.low_id == viewer.id, Connection.high_id == viewer.id))
        .where(Connection.state != State.REMOVED)
        .where(Connection.low_id.not_in(apart), Connection.high_id.not_in(apart))
    )


def side_of(connection: Connection, owner: User) -> Side | None:
    """The private half that belongs to `owner`."""
    return db.session.get(Side, (connection.id, owner.id))


def made_at_event(event_id: int, member: User) -> list[Connection]:
    """The ties `member` made at one event and still has, with the people."""
    query = visible_connections(member).where(
        Connection.event_id == event_id, Connection.state == State.ACTIVE
    )
    return list(db.session.scalars(query.order_by(Connection.connected_at)))


def events_shared(one: User, other: User, at: datetime) -> list[Event]:
    """Events both were confirmed for and that have begun by `at`, the latest first.

    As `one` may know them: without those where `other` is on no list that participants see.
    """
    mine, theirs = (
        sa.select(Registration.event_id).where(
            Registration.attendee_id == person.id, Registration.state == Standing.CONFIRMED
        )
        for person in (one, other)
    )
    theirs = theirs.where(Registration.list_visibility != ListVisibility.ORGANIZERS)
    query = (
        sa.select(Event)
        .options(joinedload(Event.group))
        .where(Event.id.in_(mine), Event.id.in_(theirs), Event.starts_at - DOORS_OPEN <= at)
        .order_by(Event.starts_at.desc())
    )
    return list(db.session.scalars(query))
