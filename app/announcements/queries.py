"""Announcements there are, whom one is for, and how far its letters have come."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.announcements.models import Announcement
from app.announcements.rules import Turnout
from app.attendance.queries import came_ids
from app.events.models import Event
from app.groups.models import Membership
from app.groups.queries import is_banned
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.moderation.queries import are_kept_apart
from app.notifications.models import Mail
from app.notifications.queries import has_turned_off
from app.notifications.rules import State as MailState
from app.registrations.models import Registration
from app.registrations.states import State

EVENT_LETTER = "announcements.event"
GROUP_LETTER = "announcements.group"
WAITING = (MailState.QUEUED, MailState.CLAIMED, MailState.DOT)
UNDELIVERABLE = (MailState.FAILED, MailState.DEAD, MailState.PARKED)


@dataclass(frozen=True)
class Progress:
    """How many letters there are, still to go, taken by nobody, and sent."""

    all: int = 0
    waiting: int = 0
    undeliverable: int = 0

    left: int = 0

    @property
    def done(self) -> int:
        return self.all - self.waiting


def visible_announcements(viewer: User) -> sa.Select[Announcement]:
    """Those of the groups the viewer runs, the latest first."""
    run = sa.select(Membership.group_id).where(
        Membership.member_id == viewer.id, Membership.role.in_(RUNS_IT)
    )
    return (
        sa.select(Announcement)
        .options(
            joinedload(Announcement.group),
            joinedload(Announcement.event).joinedload(Event.group),
            joinedload(Announcement.by),
        )
        .where(Announcement.group_id.in_(run))
        .order_by(Announcement.id.desc())
    )


def recipients(announcement: Announcement) -> sa.Select[User]:
    """Whom it is for as things stand now, by reading; each once, all with a proven address."""
    meant = _coming(announcement) if announcement.event_id else _belonging(announcement)
    name = sa.func.coalesce(sa.func.nullif(User.reading, ""), User.family_name + User.given_name)
    return sa.select(User).where(User.id.in_(meant), _is_reachable()).order_by(name, User.id)


def recipients_count(announcement: Announcement) -> int:
    """How many people it is for."""
    ids = recipients(announcement).with_only_columns(User.id).order_by(None).subquery()
    return db.session.scalars(sa.select(sa.func.count()).select_from(ids)).one()


def unreachable_count(announcement: Announcement) -> int:
    """How many of those it is for have no address that is proven to be theirs."""
    meant = _coming(announcement) if announcement.event_id else _belonging(announcement)
    query = sa.select(sa.func.count()).where(User.id.in_(meant), ~_is_reachable())
    return db.session.scalars(query).one()


def may_read(announcement: Announcement, member: User) -> bool:
    """Whether the letter may leave for `member`: still meant, still wanted, nobody kept apart."""
    meant = recipients(announcement).where(User.id == member.id).order_by(None)
    return (
        db.session.scalars(meant).first() is not None
        and not has_turned_off(member, announcement.scope)
        and (announcement.by is None or not are_kept_apart(announcement.by, member))
        and not is_banned(announcement.group, member)
    )


def progress(announcement: Announcement) -> Progress:
    """How far its letters have come."""
    query = (
        sa.select(Mail.state, sa.func.count())
        .where(Mail.kind.in_((EVENT_LETTER, GROUP_LETTER)), Mail.about_id == announcement.id)
        .group_by(Mail.state)
    )
    found = {state: number for state, number in db.session.execute(query)}  # noqa: C416
    return Progress(
        all=sum(found.values()),
        waiting=sum(found.get(state, 0) for state in WAITING),
        undeliverable=sum(found.get(state, 0) for state in UNDELIVERABLE),
        left=found.get(MailState.SENT, 0),
    )


def whole_announcement(announcement_id: int | None) -> Announcement | None:
    """One with everything its letter says."""
    query = (
        sa.select(Announcement)
        .options(
            joinedload(Announcement.group),
            joinedload(Announcement.event).joinedload(Event.group),
            joinedload(Announcement.by),
        )
        .where(Announcement.id == announcement_id)
    )
    return db.session.scalars(query).one_or_none()


def _coming(announcement: Announcement) -> sa.Select[int]:
    audience, event = announcement.meant_for, db.session.get_one(Event, announcement.event_id)
    query = sa.select(Registration.attendee_id).where(
        Registration.event_id == event.id,
        Registration.state.in_(audience.states),
        Registration.needs_yes.is_(False),
    )
    if audience.slots:
        query = query.where(_wants(audience.slots))
    if audience.turnout != Turnout.ALL:
        came = Registration.attendee_id == sa.any_(
            sa.literal(sorted(came_ids(event)), ARRAY(sa.Integer))
        )
        query = query.where(came if audience.turnout == Turnout.CAME else ~came)
    if audience.newcomers:
        query = query.where(~_been_before(event))
    return query


def _wants(slots: tuple[int, ...]) -> sa.ColumnElement[bool]:
    """Whether somebody sits in one of the slots or, without a seat, has asked for one."""
    wished = Registration.wishes.overlap(sa.literal(list(slots), ARRAY(sa.Integer)))
    asks_for_any = sa.func.cardinality(Registration.wishes) == 0
    waits = sa.and_(Registration.slot_id.is_(None), sa.or_(wished, asks_for_any))
    return sa.or_(Registration.slot_id.in_(slots), waits)


def _been_before(event: Event) -> sa.ColumnElement[bool]:
    before, past = aliased(Registration), aliased(Event)
    return (
        sa.exists()
        .where(before.attendee_id == Registration.attendee_id, before.state == State.CONFIRMED)
        .where(before.event_id == past.id, past.group_id == event.group_id)
        .where(past.starts_at < event.starts_at)
    )


def _belonging(announcement: Announcement) -> sa.Select[int]:
    return sa.select(Membership.member_id).where(Membership.group_id == announcement.group_id)


def _is_reachable() -> sa.ColumnElement[bool]:
    return sa.and_(
        User.email.is_not(None), User.email_verified_at.is_not(None), User.disabled_at.is_(None)
    )
