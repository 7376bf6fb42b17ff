"""How ties begin and end."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections import mails
from app.connections.models import Connection, Side
from app.connections.queries import between, has_greeted_enough, runs_a_group_with
from app.connections.rules import ASKED_FOR, REST, Origin, State, in_pair_order
from app.events.models import Event
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.moderation.operations import hold_blocks
from app.moderation.queries import are_kept_apart, is_asking_paused


class CannotConnect(Refused):
    message = _l("You cannot connect with this person.")


class AlreadyConnected(Refused):
    message = _l("You are connected already.")


class MeetFirst(Refused):
    message = _l("You can write with your request once you have been at an event together.")


class GreetedEnough(Refused):
    message = _l("You have written to many new people this week. Please wait a few days.")


class WritingPaused(Refused):
    message = _l("You cannot write to new people just now. A moderator will look at it.")


class NothingToAnswer(Refused):
    message = _l("There is no longer a request to answer.")


def connect(
    one: User, other: User, origin: Origin, *, event: Event | None = None, at: datetime
) -> Connection:
    """Tie two people who have both agreed. Repeating it changes nothing. Locks the pair."""
    connection, _is_new = _row_of(one, other, at)
    if connection.state == State.ACTIVE:
        return connection
    connection.state = State.ACTIVE
    connection.origin = origin
    connection.connected_at, connection.ended_at = at, None
    if event is not None:
        connection.event_id = event.id
    _ensure_sides(connection, at)
    return connection


def request(
    asker: User,
    other: User,
    *,
    event: Event | None,
    at: datetime,
    writes_after: timedelta = timedelta(),
    greeting: str = "",
) -> Connection:
    """Ask `other` to connect; their yes, or their own asking, ties the two.

    Asked again within three months it changes nothing, whatever the answer was. The letter
    leaves `writes_after`, unless they have answered by then. Locks both, then the pair.
    Raises CannotConnect, AlreadyConnected, MeetFirst, GreetedEnough, WritingPaused.
    """
    are_here = hold_blocks(asker, other)
    _require_fair(asker, event, greeting, at)
    if asker.id == other.id or not are_here or are_kept_apart(asker, other):
        raise CannotConnect
    connection, is_new = _row_of(asker, other, at)
    if connection.state == State.ACTIVE:
        raise AlreadyConnected
    if not is_new and connection.awaits(asker, at):
        return accept(connection, by=asker, at=at)
    if connection.is_asked_by(asker, at):
        return connection
    if connection.was_taken_back_by(asker, at):
        # It is the same request as before: no second letter, and a no that was given stays.
        connection.state, connection.greeting = State.REQUESTED, greeting
        return connection
    connection.origin, connection.greeting = _origin(asker, other, event), greeting
    connection.state, connection.asked_by_id, connection.asked_at = State.REQUESTED, asker.id, at
    connection.event_id, connection.ended_at = event.id if event else None, None
    _ensure_sides(connection, at)
    mails.asked_to_connect(connection, other, at=at, not_before=at + writes_after)
    return connection


def accept(connection: Connection, *, by: User, at: datetime) -> Connection:
    """Say yes to a request. Locks both people, then the pair. Raises NothingToAnswer."""
    people = [db.session.get_one(User, key) for key in (connection.low_id, connection.high_id)]
    hold_blocks(*people)
    lock(connection)
    if not connection.awaits(by, at) or are_kept_apart(*people):
        raise NothingToAnswer
    connection.state, connection.connected_at = State.ACTIVE, at
    return connection


def decline(connection: Connection, *, by: User, at: datetime) -> None:
    """Let a request end without a word: to the asker it stays asked. Raises NothingToAnswer."""
    lock(connection)
    if not connection.awaits(by, at):
        raise NothingToAnswer
    connection.ended_at = at


def lapse(at: datetime) -> int:
    """Let every request end that nobody has answered within its time; returns how many.

    One that somebody is just changing waits for the next time. First words that nobody can read
    any more go.
    """
    over = sa.and_(Connection.state != State.ACTIVE, Connection.asked_at <= at - REST)
    unread = sa.select(Connection.id).where(over, Connection.greeting != "")
    db.session.execute(
        sa.update(Connection)
        .where(Connection.id.in_(unread.with_for_update(skip_locked=True)))
        .values(greeting="")
    )
    old = sa.and_(Connection.state == State.REQUESTED, Connection.ended_at.is_(None))
    due = sa.select(Connection.id).where(old, Connection.asked_at <= at - ASKED_FOR)
    ended = (
        sa.update(Connection)
        .where(Connection.id.in_(due.with_for_update(skip_locked=True)))
        .values(ended_at=at)
        .returning(Connection.id)
    )
    return len(db.session.scalars(ended).all())


def remove(connection: Connection, *, by: User, at: datetime) -> None:
    """End a tie: both grants are gone at once, and nobody is told.

    A request is taken back by whoever made it; of whoever was asked it is a silent no. Locks the
    pair. Raises NothingToAnswer.
    """
    lock(connection)
    if connection.state == State.REQUESTED and connection.asked_by_id != by.id:
        return decline(connection, by=by, at=at)
    if connection.state == State.ACTIVE:
        connection.ended_at = at
    connection.state = State.REMOVED
    for owner_id in (connection.low_id, connection.high_id):
        side = db.session.get(Side, (connection.id, owner_id))
        if side is not None:
            side.shares, side.vouched_at, side.changed_at = [], None, at
    return None


def part_from(member: User, *, at: datetime) -> None:
    """Somebody leaves: their own halves are gone, and what others granted them.

    What the others wrote to remember them by stays, under the name of somebody who has left.
    Locks their ties, the oldest first, before anything else of them.
    """
    ends = (Connection.low_id == member.id) | (Connection.high_id == member.id)
    held = sa.select(Connection.id).where(ends).order_by(Connection.id).with_for_update()
    ties = list(db.session.scalars(held))
    theirs = sa.and_(Side.connection_id.in_(ties), Side.owner_id != member.id)
    db.session.execute(sa.delete(Side).where(Side.owner_id == member.id))
    db.session.execute(
        sa.update(Side).where(theirs).values(shares=[], cadence_days=None, snoozed_until=None)
    )
    living = sa.update(Connection).where(Connection.id.in_(ties), Connection.state == State.ACTIVE)
    db.session.execute(living.values(state=State.LEFT, ended_at=at))
    words = sa.update(Connection).where(Connection.id.in_(ties), Connection.greeting != "")
    db.session.execute(words.values(greeting=""))
    asked = sa.delete(Connection).where(
        Connection.id.in_(ties), Connection.state == State.REQUESTED
    )
    db.session.execute(asked)


def _require_fair(asker: User, event: Event | None, greeting: str, at: datetime) -> None:
    """Words are for those one has met, a few people a week, and not while moderators look."""
    if not greeting:
        return
    if is_asking_paused(asker, at):
        raise WritingPaused
    if event is None:
        raise MeetFirst
    if has_greeted_enough(asker, at):
        raise GreetedEnough


def _origin(asker: User, other: User, event: Event | None) -> Origin:
    if event is not None:
        return Origin.MET
    return Origin.COHOST if runs_a_group_with(asker, other) else Origin.ONLINE


def _row_of(one: User, other: User, at: datetime) -> tuple[Connection, bool]:
    """The row of the pair, locked, and whether it was not there before."""
    low_id, high_id = in_pair_order(one.id, other.id)
    row = insert(Connection).values(
        low_id=low_id, high_id=high_id, origin=Origin.ONLINE, state=State.REQUESTED, asked_at=at
    )
    is_new = db.session.scalars(
        row.on_conflict_do_nothing(index_elements=["low_id", "high_id"]).returning(Connection.id)
    ).one_or_none()
    connection = between(one, other)
    if connection is None:
        raise LookupError("the pair was there a moment ago")
    return lock(connection), is_new is not None


def _ensure_sides(connection: Connection, at: datetime) -> None:
    db.session.flush()
    for owner_id in (connection.low_id, connection.high_id):
        if db.session.get(Side, (connection.id, owner_id)) is None:
            db.session.add(
                Side(connection_id=connection.id, owner_id=owner_id, shares=[], changed_at=at)
            )
    db.session.flush()
