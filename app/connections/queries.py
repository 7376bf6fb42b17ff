"""Who knows whom."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.accounts.queries import is_called
from app.attendance.queries import was_there
from app.connections.models import Connection, ConnectionInvitation, Side, VenueConsent
from app.connections.rules import ASKED_FOR, GREETINGS_A_WEEK, State, Wanted, in_pair_order
from app.events.models import DOORS_OPEN, Event
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
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


def askers_of(member: User) -> "sa.Select[int | None]":
    """Ids of everyone who has asked to connect with `member` and not been answered."""
    return sa.select(Connection.asked_by_id).where(
        sa.or_(Connection.low_id == member.id, Connection.high_id == member.id),
        Connection.state == State.REQUESTED,
        Connection.asked_by_id != member.id,
        Connection.ended_at.is_(None),
    )


def between(one: User, other: User) -> Connection | None:
    """The row of a pair, whatever its state."""
    if one.id == other.id:
        return None
    low_id, high_id = in_pair_order(one.id, other.id)
    query = sa.select(Connection).where(Connection.low_id == low_id, Connection.high_id == high_id)
    return db.session.scalars(query).one_or_none()


def ties_with(member: User, other_ids: Collection[int]) -> dict[int, Connection]:
    """The rows of `member` with several others, by the other; the event they met at is loaded."""
    low, high = Connection.low_id, Connection.high_id
    query = (
        sa.select(Connection)
        .options(joinedload(Connection.event))
        .where(
            sa.or_(
                sa.and_(low == member.id, high.in_(other_ids)),
                sa.and_(high == member.id, low.in_(other_ids)),
            )
        )
    )
    rows = db.session.scalars(query)
    return {row.high_id if row.low_id == member.id else row.low_id: row for row in rows}


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
    """The viewer's own living ties, with both people and the event they met at.

    What the viewer was asked and has answered, or let lapse, is over for them.
    """
    apart = kept_apart(viewer)
    return (
        sa.select(Connection)
        .options(
            joinedload(Connection.low),
            joinedload(Connection.high),
            joinedload(Connection.event),
        )
        .where(sa.or_(Connection.low_id == viewer.id, Connection.high_id == viewer.id))
        .where(
            sa.or_(
                Connection.state == State.ACTIVE,
                sa.and_(
                    Connection.state == State.REQUESTED,
                    sa.or_(Connection.asked_by_id == viewer.id, Connection.ended_at.is_(None)),
                ),
            )
        )
        .where(Connection.low_id.not_in(apart), Connection.high_id.not_in(apart))
    )


def ties_between(viewer: User, other: User) -> "sa.Select[Connection]":
    """The living tie of the two, one at most; nobody is tied to themselves."""
    low, high = sorted((viewer.id, other.id))
    return visible_connections(viewer).where(Connection.low_id == low, Connection.high_id == high)


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


def muted_by(member: User) -> "sa.Select[int]":
    """Ids of everyone whom `member` does not want to be suggested or reminded of."""
    other = sa.case((Connection.low_id == member.id, Connection.high_id), else_=Connection.low_id)
    return (
        sa.select(other)
        .join(Side, Side.connection_id == Connection.id)
        .where(Side.owner_id == member.id, Side.muted_at.is_not(None))
    )


def left_behind(member: User) -> list[tuple[Connection, Side]]:
    """The ties of `member` to people who have left, with what `member` wrote about them."""
    query = (
        sa.select(Connection, Side)
        .join(Side, Side.connection_id == Connection.id)
        .where(Side.owner_id == member.id, Connection.state == State.LEFT)
        .order_by(Connection.ended_at.desc(), Connection.id)
    )
    return [(tie, side) for tie, side in db.session.execute(query)]


def sides_of(owner: User, ties: Iterable[Connection]) -> dict[int, Side]:
    """`owner`'s own halves of several ties, by tie."""
    ids = [tie.id for tie in ties]
    query = sa.select(Side).where(Side.owner_id == owner.id, Side.connection_id.in_(ids))
    return {side.connection_id: side for side in db.session.scalars(query)}


def runs_a_group_with(one: User, other: User) -> bool:
    """Whether the two run a group together."""
    mine, theirs = (
        sa.select(Membership.group_id).where(
            Membership.member_id == person.id, Membership.role.in_(list(RUNS_IT))
        )
        for person in (one, other)
    )
    return db.session.scalars(sa.intersect(mine, theirs).limit(1)).first() is not None


def evening_of_both(one: User, other: User, at: datetime) -> Event | None:
    """The event that is on at `at` and both have a seat at, whatever lists they are on."""
    mine, theirs = (
        sa.select(Registration.event_id).where(
            Registration.attendee_id == person.id, Registration.state == Standing.CONFIRMED
        )
        for person in (one, other)
    )
    query = (
        sa.select(Event)
        .where(Event.id.in_(mine), Event.id.in_(theirs))
        .where(Event.starts_at - DOORS_OPEN <= at, at <= Event.ends_at + DOORS_OPEN)
        .order_by(Event.starts_at.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def agree_at_once(one: User, other: User, evening: Event) -> bool:
    """Whether both have been let in at `evening`, and want to be connected without a question."""
    came = sa.select(Registration.attendee_id).where(
        Registration.event_id == evening.id,
        Registration.attendee_id.in_((one.id, other.id)),
        was_there(Registration.id),
    )
    agreed = sa.select(VenueConsent.member_id).where(VenueConsent.member_id.in_(came))
    return len(set(db.session.scalars(agreed))) == 2  # noqa: PLR2004 -- both


def agrees_at_venues(member: User) -> bool:
    """Whether `member` may be connected at once at an event."""
    return db.session.get(VenueConsent, member.id) is not None


def who_shows(public_id: str, viewer: User) -> User | None:
    """Whoever shows a code; None also for somebody whom a block keeps apart from `viewer`."""
    here = sa.select(User).where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
    theirs = here.where(User.public_id == public_id, User.id.not_in(kept_apart(viewer)))
    return db.session.scalars(theirs).one_or_none()


def open_invitations(owner: User, at: datetime) -> list[ConnectionInvitation]:
    """The links of `owner` by which somebody may still come, the latest first."""
    query = sa.select(ConnectionInvitation).where(
        ConnectionInvitation.owner_id == owner.id,
        ConnectionInvitation.used_at.is_(None),
        ConnectionInvitation.revoked_at.is_(None),
        ConnectionInvitation.expires_at > at,
    )
    return list(db.session.scalars(query.order_by(ConnectionInvitation.made_at.desc())))


def invitations_called(token_hash: str) -> "sa.Select[ConnectionInvitation]":
    """The link with that fingerprint, its owner loaded; one whose owner has left is not there."""
    return (
        sa.select(ConnectionInvitation)
        .join(ConnectionInvitation.owner)
        .options(contains_eager(ConnectionInvitation.owner))
        .where(ConnectionInvitation.token_hash == token_hash, User.disabled_at.is_(None))
    )


def known_people(viewer: User, wanted: Wanted) -> "sa.Select[Connection]":
    """The viewer's ties that stand, as `wanted`; the latest first."""
    mine = sa.and_(Side.connection_id == Connection.id, Side.owner_id == viewer.id)
    query = (
        visible_connections(viewer)
        .outerjoin(Side, mine)
        .where(Connection.state == State.ACTIVE)
        .order_by(Connection.connected_at.desc(), Connection.id)
    )
    away = Side.archived_at.is_not(None)
    query = query.where(away if wanted.is_away else sa.func.coalesce(~away, sa.true()))
    if wanted.mark:
        query = query.where(Side.marks.contains([wanted.mark]))
    if wanted.name:
        called = sa.select(User.id).where(is_called(wanted.name), User.id != viewer.id)
        query = query.where(Connection.low_id.in_(called) | Connection.high_id.in_(called))
    return query


def asked_of(viewer: User, at: datetime) -> list[Connection]:
    """The requests that wait for the viewer's answer, the latest first."""
    query = visible_connections(viewer).where(
        Connection.state == State.REQUESTED,
        Connection.asked_by_id != viewer.id,
        Connection.ended_at.is_(None),
        Connection.asked_at > at - ASKED_FOR,
    )
    return list(db.session.scalars(query.order_by(Connection.asked_at.desc(), Connection.id)))


def marks_of(owner: User) -> list[str]:
    """Every word by which `owner` sorts their ties, the most used first."""
    each = sa.select(sa.func.unnest(Side.marks).label("mark")).where(Side.owner_id == owner.id)
    marks = each.subquery()
    often = sa.func.count().desc()
    query = sa.select(marks.c.mark).group_by(marks.c.mark).order_by(often, marks.c.mark).limit(30)
    return list(db.session.scalars(query))


def has_greeted_enough(member: User, at: datetime) -> bool:
    """Whether `member` has written to as many new people as one may within a week."""
    lately = sa.select(sa.func.count()).where(
        Connection.asked_by_id == member.id,
        Connection.greeting != "",
        Connection.asked_at > at - timedelta(days=7),
    )
    return (db.session.scalar(lately) or 0) >= GREETINGS_A_WEEK
