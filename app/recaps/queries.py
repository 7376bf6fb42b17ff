"""Whose recaps are due, and who gets which."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.queries import came_ids
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.recaps.models import RecapRun
from app.recaps.rules import CLOSES_AFTER, Variant
from app.registrations.models import Registration
from app.registrations.states import State

CORRECTED_WITHIN = timedelta(days=7)


def events_to_close(at: datetime) -> list[Event]:
    """Events that took place, have been over for two hours and are still open."""
    query = _whole().where(
        Event.status == Status.PUBLISHED,
        Event.ends_at <= at - CLOSES_AFTER,
        Event.id.not_in(sa.select(RecapRun.event_id)),
    )
    return list(db.session.scalars(query.order_by(Event.ends_at)))


def events_corrected(at: datetime) -> list[Event]:
    """Events of the last days whose door was written in after they were closed."""
    written = sa.exists().where(Entry.event_id == Event.id, Entry.received_at > Event.closed_at)
    query = _whole().where(Event.closed_at > at - CORRECTED_WITHIN, written)
    return list(db.session.scalars(query))


def audience(event: Event) -> dict[Variant, list[User]]:
    """Everyone with a proven address who gets a recap, each once: organizers, then the others.

    When nobody was checked in at all, the door was not kept: nobody counts as missing.
    """
    came = came_ids(event)
    organizers = _reachable(
        sa.select(Membership.member_id).where(
            Membership.group_id == event.group_id, Membership.role.in_(RUNS_IT)
        )
    )
    expected = _reachable(
        sa.select(Registration.attendee_id).where(
            Registration.event_id == event.id, Registration.state == State.CONFIRMED
        )
    )
    running = {member.id for member in organizers}
    guests = [member for member in expected if member.id not in running]
    return {
        Variant.ORGANIZER: organizers,
        Variant.ATTENDED: [m for m in guests if not came or m.id in came],
        Variant.NO_SHOW: [m for m in guests if came and m.id not in came],
    }


def is_expected(event: Event, member: User) -> bool:
    """Whether `member` had a seat."""
    query = sa.select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.attendee_id == member.id,
        Registration.state == State.CONFIRMED,
    )
    return db.session.scalars(query).first() is not None


def variant_for(event: Event, member: User) -> Variant | None:
    """Which recap of a closed event `member` may read now; None for whoever had no part in it."""
    if event.closed_at is None:
        return None
    if is_expected(event, member):
        has_come = not event.attendance_taken or member.id in came_ids(event)
        if has_come or not event.group.is_run_by(member):
            return Variant.ATTENDED if has_come else Variant.NO_SHOW
    return Variant.ORGANIZER if event.group.is_run_by(member) else None


def organizers_of(event: Event) -> list[User]:
    """Everyone who runs the group and can be written to."""
    return audience(event)[Variant.ORGANIZER]


def _reachable(ids: sa.Select[int]) -> list[User]:
    query = sa.select(User).where(
        User.id.in_(ids),
        User.email_verified_at.is_not(None),
        User.email.is_not(None),
        User.disabled_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(User.id)))


def _whole() -> sa.Select[Event]:
    return sa.select(Event).options(joinedload(Event.group), joinedload(Event.host))
