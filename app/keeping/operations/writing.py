"""The few letters that remind: one digest a week, and one nudge after three days."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.rules import State
from app.keeping import mails
from app.keeping.models import DigestRun, Pledge, TouchEntry
from app.keeping.rules import week_of, week_starts
from app.kit.db import db
from app.kit.nights import MORNING, after_night
from app.kit.singly import one_by_one

FIRST_NUDGE = timedelta(hours=72)
# A server that was away does not nudge people about what is long over.
NUDGED_WITHIN = timedelta(days=7)


def promise_digests(at: datetime) -> int:
    """Promise this week's digest to everybody whose Monday morning it is; returns how many.

    Twice is as good as once. Whether there is anything to say is seen when a letter leaves.
    """
    zones = db.session.scalars(
        sa.select(User.timezone).where(User.disabled_at.is_(None)).distinct()
    )
    mornings = (zone for zone in zones if _is_morning(zone, at))
    return one_by_one(mornings, partial(_promise_where, at=at))


def nudge(at: datetime) -> int:
    """Remind once, after three days, of new people one meant to be in touch with; how many."""
    query = (
        sa.select(Connection, User)
        .join(Side, Side.connection_id == Connection.id)
        .join(User, User.id == Side.owner_id)
        .where(Connection.state == State.ACTIVE, User.disabled_at.is_(None))
        .where(Connection.connected_at.between(at - NUDGED_WITHIN, at - FIRST_NUDGE))
        .where(Side.cadence_days.is_not(None), Side.muted_at.is_(None))
        .where(Side.nudged_at.is_(None), ~_touched_since())
        .with_for_update(of=Side, skip_locked=True)
    )
    return one_by_one(db.session.execute(query), partial(_nudge, at=at))


def _nudge(whom: "sa.Row[Connection, User]", *, at: datetime) -> None:
    tie, owner = whom
    mails.nudge(tie, owner, at=at, not_before=after_night(at, owner.timezone))
    db.session.get_one(Side, (tie.id, owner.id)).nudged_at = at


def _touched_since() -> "sa.ColumnElement[bool]":
    return sa.exists().where(
        TouchEntry.connection_id == Connection.id,
        TouchEntry.at > Connection.connected_at,
        sa.or_(TouchEntry.owner_id.is_(None), TouchEntry.owner_id == Side.owner_id),
    )


def _is_morning(zone: str, at: datetime) -> bool:
    opens = week_starts(at, zone) + timedelta(hours=MORNING.hour)
    return opens <= at.astimezone(ZoneInfo(zone)) < opens + timedelta(days=1)


def _promise_where(zone: str, at: datetime) -> int:
    monday = week_of(at, zone)
    run = insert(DigestRun).values(timezone=zone, monday=monday, promised_at=at)
    first = run.on_conflict_do_nothing().returning(DigestRun.timezone)
    if db.session.scalars(first).one_or_none() is None:
        return 0
    knows_somebody = sa.exists().where(
        sa.or_(Connection.low_id == User.id, Connection.high_id == User.id),
        Connection.state.in_((State.ACTIVE, State.REQUESTED)),
    )
    promised_something = sa.exists().where(
        Pledge.owner_id == User.id,
        Pledge.due_on.is_not(None),
        Pledge.done_at.is_(None),
        Pledge.dropped_at.is_(None),
    )
    here = sa.select(User).where(
        User.timezone == zone,
        User.disabled_at.is_(None),
        User.email_verified_at.is_not(None),
        sa.or_(knows_somebody, promised_something),
    )
    readers = db.session.scalars(here).all()
    mails.digests(readers, monday, at=at)
    return len(readers)
