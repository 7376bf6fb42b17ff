"""Finding single registrations."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Group, Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.registrations.models import Registration
from app.registrations.states import ACTIVE, State


def whole() -> sa.Select[Registration]:
    """Registrations with everything a page or a letter says about them."""
    return sa.select(Registration).options(
        joinedload(Registration.event).joinedload(Event.group),
        joinedload(Registration.attendee),
        joinedload(Registration.slot),
    )


def visible_registrations(viewer: User | None) -> sa.Select[Registration]:
    """The viewer's own, and those of events the viewer runs."""
    if viewer is None:
        return whole().where(sa.false())
    run = (
        sa.select(Event.id)
        .join(Membership, Membership.group_id == Event.group_id)
        .where(Membership.member_id == viewer.id, Membership.role.in_(RUNS_IT))
    )
    return whole().where(
        sa.or_(Registration.attendee_id == viewer.id, Registration.event_id.in_(run))
    )


def holding(ticket: str) -> sa.Select[Registration]:
    """The registration a ticket stands for, whatever has become of it."""
    return whole().where(Registration.ticket_hash == fingerprint(ticket))


def registration_of(event: Event, member: User | None) -> Registration | None:
    """The place `member` holds at `event`, in whatever active state."""
    if member is None:
        return None
    query = whole().where(
        Registration.event_id == event.id,
        Registration.attendee_id == member.id,
        Registration.state.in_(ACTIVE),
    )
    return db.session.scalars(query).one_or_none()


def last_registration(event: Event, member: User | None) -> Registration | None:
    """The active place of `member`, else how the last one ended."""
    if member is None:
        return None
    query = (
        whole()
        .where(Registration.event_id == event.id, Registration.attendee_id == member.id)
        .order_by(Registration.state.in_(ACTIVE).desc(), Registration.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def is_removed(event: Event, member: User) -> bool:
    """Whether the organizers have taken `member` off the list."""
    query = sa.select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.attendee_id == member.id,
        Registration.state == State.REMOVED,
    )
    return db.session.scalars(query).first() is not None


def position(registration: Registration) -> int:
    """The place in line, counted from 1 among those who still wait."""
    query = sa.select(sa.func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.state == State.WAITLISTED,
        sa.tuple_(Registration.queue_no, Registration.id)
        <= (registration.queue_no, registration.id),
    )
    return db.session.scalars(query).one()


def coming_to(member: User, at: datetime) -> list[Registration]:
    """The confirmed places of `member` at events that have not ended, the next one first."""
    query = (
        whole()
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == member.id, Registration.state == State.CONFIRMED)
        .where(Event.ends_at > at, Event.status == Status.PUBLISHED)
        .order_by(Event.starts_at)
    )
    return list(db.session.scalars(query))


def coming_with(group: Group, member: User, at: datetime) -> sa.Select[Registration]:
    """What `member` holds, in whatever active state, at events of `group` that are not over."""
    return (
        whole()
        .join(Event, Event.id == Registration.event_id)
        .where(Event.group_id == group.id, Event.ends_at > at)
        .where(Registration.attendee_id == member.id, Registration.state.in_(ACTIVE))
        .order_by(Event.id)
    )


def coming_ids(group: Group, at: datetime) -> "sa.Select[int]":
    """Ids of everybody who holds anything at an event of `group` that is not over."""
    return (
        sa.select(Registration.attendee_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.group_id == group.id, Event.ends_at > at)
        .where(Registration.state.in_(ACTIVE))
    )


def history_of(member: User) -> list[Registration]:
    """Every place `member` ever had, the latest evening first."""
    query = (
        whole()
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == member.id)
        .order_by(Event.starts_at.desc(), Registration.id.desc())
    )
    return list(db.session.scalars(query))


def last_choice(member: User) -> Registration | None:
    """The last place `member` asked for, and on what terms."""
    query = (
        sa.select(Registration)
        .where(Registration.attendee_id == member.id, Registration.purpose != "")
        .order_by(Registration.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
