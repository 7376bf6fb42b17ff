"""What can happen between two people."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections import mails
from app.connections.models import Connection, Side
from app.connections.people import contacts_filled_in
from app.connections.queries import between, side_of
from app.connections.rules import Origin, State, in_pair_order
from app.events.models import Event
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.moderation.queries import are_kept_apart


class CannotConnect(Refused):
    message = _l("You cannot connect with this person.")


class AlreadyConnected(Refused):
    message = _l("You are connected already.")


class NothingToAnswer(Refused):
    message = _l("There is no longer a request to answer.")


def connect(
    one: User, other: User, origin: Origin, *, event: Event | None = None, at: datetime
) -> Connection:
    """Tie two people who have both agreed. Repeating it changes nothing."""
    connection = between(one, other)
    if connection is None:
        connection = _new_row(one, other, origin, at)
    elif lock(connection).state == State.ACTIVE:
        return connection
    connection.state = State.ACTIVE
    connection.origin = origin
    connection.connected_at, connection.ended_at = at, None
    if event is not None:
        connection.event_id = event.id
    _ensure_sides(connection, at)
    return connection


def request(asker: User, other: User, *, event: Event | None, at: datetime) -> Connection:
    """Ask `other` to connect; their yes, or their own asking, ties the two.

    Asked again within three months it changes nothing, whatever the answer was.
    Raises CannotConnect, AlreadyConnected.
    """
    if asker.id == other.id or are_kept_apart(asker, other):
        raise CannotConnect
    connection = between(asker, other)
    if connection is not None:
        lock(connection)
        if connection.state == State.ACTIVE:
            raise AlreadyConnected
        if connection.awaits(asker, at):
            return accept(connection, by=asker, at=at)
        if connection.is_asked_by(asker, at):
            return connection
    else:
        connection = _new_row(asker, other, Origin.MET if event else Origin.ONLINE, at)
    connection.state, connection.asked_by_id, connection.asked_at = State.REQUESTED, asker.id, at
    connection.event_id, connection.ended_at = event.id if event else None, None
    _ensure_sides(connection, at)
    mails.asked_to_connect(connection, other, at=at)
    return connection


def accept(connection: Connection, *, by: User, at: datetime) -> Connection:
    """Say yes to a request. Raises NothingToAnswer."""
    lock(connection)
    if not connection.awaits(by, at):
        raise NothingToAnswer
    connection.state, connection.connected_at = State.ACTIVE, at
    return connection


def decline(connection: Connection, *, by: User, at: datetime) -> None:
    """Let a request end without a word: to the asker it stays asked. Raises NothingToAnswer."""
    lock(connection)
    if not connection.awaits(by, at):
        raise NothingToAnswer
    connection.ended_at = at


def remove(connection: Connection, *, at: datetime) -> None:
    """End a tie: both grants are gone at once, and nobody is told."""
    lock(connection)
    connection.state, connection.ended_at = State.REMOVED, at
    for owner in (connection.low, connection.high):
        side = side_of(connection, owner)
        if side is not None:
            side.shares, side.changed_at = [], at


def share(connection: Connection, owner: User, fields: Collection[str], *, at: datetime) -> None:
    """Grant exactly `fields` of `owner`'s contacts to the other; the rest is revoked."""
    side = side_of(connection, owner)
    if side is None:
        side = Side(connection_id=connection.id, owner_id=owner.id)
        db.session.add(side)
    side.shares = sorted(set(fields) & contacts_filled_in(owner).keys())
    side.changed_at = at


def remember(connection: Connection, owner: User, note: str, *, at: datetime) -> None:
    """Keep `owner`'s private note about the other."""
    side = side_of(connection, owner)
    if side is not None:
        side.note, side.changed_at = note.strip(), at


def _new_row(one: User, other: User, origin: Origin, at: datetime) -> Connection:
    low_id, high_id = in_pair_order(one.id, other.id)
    connection = Connection(
        low_id=low_id, high_id=high_id, origin=origin, state=State.REQUESTED, asked_at=at
    )
    db.session.add(connection)
    return connection


def _ensure_sides(connection: Connection, at: datetime) -> None:
    db.session.flush()
    for owner_id in (connection.low_id, connection.high_id):
        if db.session.get(Side, (connection.id, owner_id)) is None:
            db.session.add(
                Side(connection_id=connection.id, owner_id=owner_id, shares=[], changed_at=at)
            )
    db.session.flush()
