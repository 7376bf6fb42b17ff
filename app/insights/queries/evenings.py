"""Which events an organizer has before them, and what their groups have behind them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import has_open_claim, was_there
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Group, Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State

# As long as the record may still change, an evening that is over is on the desk.
STAYS_FOR = timedelta(days=2)
PUT_RIGHT_WITHIN = timedelta(days=30)
MOST = 60


def evenings_to_run(groups: Sequence[Group], at: datetime) -> list[Event]:
    """What these groups have before them, drafts too, the next one first."""
    query = (
        sa.select(Event)
        .options(joinedload(Event.group))
        .where(Event.group_id.in_([group.id for group in groups]))
        .where(Event.status != Status.CANCELLED)
        .where(sa.or_(Event.ends_at > at - STAYS_FOR, _needs_somebody(at)))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _needs_somebody(at: datetime) -> sa.ColumnElement[bool]:
    """Whether an evening that is over is open again, or somebody says that they were there."""
    is_open_again = Event.reopened_at.is_not(None) & Event.closed_at.is_(None)
    claimed = sa.exists().where(Registration.event_id == Event.id, has_open_claim(Registration.id))
    return (Event.ends_at > at - PUT_RIGHT_WITHIN) & (is_open_again | claimed)


def groups_of_organizer(member: User) -> list[Group]:
    """The groups `member` runs, by name."""
    mine = sa.select(Membership.group_id).where(
        Membership.member_id == member.id, Membership.role.in_(RUNS_IT)
    )
    return list(db.session.scalars(sa.select(Group).where(Group.id.in_(mine)).order_by(Group.name)))


def evenings_held(group: Group, at: datetime) -> sa.Select[Event]:
    """What the group has behind it, the latest first."""
    return (
        sa.select(Event)
        .where(Event.group_id == group.id, Event.ends_at <= at - STAYS_FOR)
        .where(Event.status.in_((Status.PUBLISHED, Status.CLOSED)))
        .order_by(Event.starts_at.desc(), Event.id)
    )


def turnout(events: Sequence[Event]) -> dict[int, tuple[int, int]]:
    """How many had a seat at each of the events, and how many of them came."""
    query = (
        sa.select(Registration.event_id, sa.func.count())
        .where(Registration.event_id.in_([event.id for event in events]))
        .where(Registration.state == State.CONFIRMED)
        .group_by(Registration.event_id)
    )
    seated = dict(iter(db.session.execute(query)))
    came = dict(iter(db.session.execute(query.where(was_there(Registration.id)))))
    return {event.id: (seated.get(event.id, 0), came.get(event.id, 0)) for event in events}
