"""What lists of the API ask for that no page does."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.rules import AFTERWARDS
from app.connections.models import Connection
from app.connections.rules import ASKED_FOR, REST, State
from app.events.models import Event
from app.groups.models import Group, Membership
from app.groups.rules import Role
from app.kit.db import db
from app.registrations.models import Registration


def joined(groups: sa.Select[Group], member: User | None) -> sa.Select[Group]:
    """Of `groups`, those `member` belongs to."""
    mine = sa.select(Membership.group_id).where(
        Membership.member_id == (member.id if member else 0)
    )
    return groups.where(Group.id.in_(mine))


def roles_of(member: User | None, group_ids: Collection[int]) -> dict[int, Role]:
    """What `member` is in each of the groups; those they do not belong to are left out."""
    if member is None:
        return {}
    query = sa.select(Membership.group_id, Membership.role).where(
        Membership.member_id == member.id, Membership.group_id.in_(group_ids)
    )
    return {group_id: role for group_id, role in db.session.execute(query)}  # noqa: C416


def places_at(event: Event) -> sa.Select[Registration]:
    """Everybody who ever asked to come, with all that a list says of them."""
    return (
        sa.select(Registration)
        .options(joinedload(Registration.attendee), joinedload(Registration.slot))
        .where(Registration.event_id == event.id)
    )


def door_record(event: Event, reader: User, since: datetime | None) -> sa.Select[Entry]:
    """The door's record, with whom each line is about.

    What is settled between people and organizers afterwards is for those who run the group.
    """
    query = (
        sa.select(Entry)
        .options(joinedload(Entry.registration).joinedload(Registration.attendee))
        .where(Entry.event_id == event.id)
    )
    if since is not None:
        query = query.where(Entry.received_at >= since)
    if not event.group.is_run_by(reader):
        query = query.where(Entry.kind.not_in(AFTERWARDS))
    return query


def door_list(event: Event) -> sa.Select[Registration]:
    """Everybody who ever had a ticket for the event."""
    return places_at(event).where(Registration.ticket_hash.is_not(None))


def living(ties: sa.Select[Connection], member: User, at: datetime) -> sa.Select[Connection]:
    """Of `ties`, those that stand and those still asked for; a no of the other's does not show."""
    is_mine = Connection.asked_by_id == member.id
    asked = sa.or_(
        sa.and_(is_mine, Connection.asked_at > at - REST),
        sa.and_(~is_mine, Connection.ended_at.is_(None), Connection.asked_at > at - ASKED_FOR),
    )
    stands = Connection.state == State.ACTIVE
    return ties.where(sa.or_(stands, sa.and_(Connection.state == State.REQUESTED, asked)))
