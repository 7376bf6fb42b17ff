"""When two people were last in touch, and when it is time again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.queries import visible_connections
from app.connections.rules import State
from app.events.models import Event
from app.events.rules import Status
from app.keeping.models import EveningNoted, TouchEntry
from app.keeping.rules import FIRST_LINE, YEARS_KEPT, Touch, due_at
from app.kit.db import db

AFTER_THE_EVENING = timedelta(hours=2)
# Doors' records come in late; an evening is looked at for the last time after this long.
LATE_RECORDS = timedelta(days=8)


@dataclass(frozen=True)
class Due:
    """Somebody one meant to be in touch with: since when, and when it was or will be time."""

    tie: Connection
    side: Side
    last: datetime
    at: datetime


def last_touch(viewer: User) -> "sa.ColumnElement[datetime]":
    """When the two of a tie were last in touch, as `viewer` knows it; for use inside a query."""
    touched = (
        sa.select(sa.func.max(TouchEntry.at))
        .where(TouchEntry.connection_id == Connection.id, _seen_by(viewer))
        .correlate(Connection)
        .scalar_subquery()
    )
    return sa.func.greatest(Connection.connected_at, touched)


def due_people(viewer: User, until: datetime, *, most: int | None = None) -> list[Due]:
    """Whom `viewer` meant to be in touch with by `until`, the longest overdue first.

    Muted and put away ones are left out.
    """
    last = last_touch(viewer)
    day = sa.func.make_interval(0, 0, 0, Side.cadence_days)
    due = sa.func.greatest(last + day, Side.snoozed_until)
    query = (
        _with_side(viewer)
        .add_columns(last.label("last"))
        .where(Side.cadence_days.is_not(None), Side.muted_at.is_(None))
        .where(Side.archived_at.is_(None), due <= until)
        .order_by(due, Connection.id)
        .limit(most)
    )
    return [
        Due(tie, side, touched, due_at(touched, side.cadence_days, side.snoozed_until))
        for tie, side, touched in db.session.execute(query)
    ]


def without_idea(viewer: User, at: datetime) -> list[Connection]:
    """Ties of the last week for which `viewer` has not written what the two could do together."""
    query = (
        _with_side(viewer)
        .where(Side.idea == "", Side.archived_at.is_(None), Side.muted_at.is_(None))
        .where(Connection.connected_at > at - FIRST_LINE)
        .order_by(Connection.connected_at)
    )
    return [tie for tie, _side in db.session.execute(query)]


def met_again(viewer: User, since: datetime) -> list[tuple[Connection, int]]:
    """Contacts whom `viewer` has met at another event since then, and at how many by now."""
    entry = aliased(TouchEntry)
    number = (
        sa.select(sa.func.count())
        .where(entry.connection_id == Connection.id, entry.kind == Touch.EVENT)
        .correlate(Connection)
        .scalar_subquery()
    )
    lately = sa.exists().where(
        TouchEntry.connection_id == Connection.id,
        TouchEntry.kind == Touch.EVENT,
        TouchEntry.at >= since,
    )
    query = (
        _with_side(viewer)
        .add_columns(number)
        .where(lately, number > 1, Side.muted_at.is_(None))
        .order_by(number.desc(), Connection.id)
    )
    return [(tie, count) for tie, _side, count in db.session.execute(query)]


def timeline(tie: Connection, viewer: User, at: datetime) -> list[TouchEntry]:
    """Everything of the last ten years that `viewer` may know of, the latest first."""
    query = (
        sa.select(TouchEntry)
        .options(joinedload(TouchEntry.event))
        .where(TouchEntry.connection_id == tie.id, _seen_by(viewer))
        .where(TouchEntry.at > at - timedelta(days=365.25 * YEARS_KEPT))
        .order_by(TouchEntry.at.desc(), TouchEntry.id)
    )
    return list(db.session.scalars(query))


def evenings_to_note(at: datetime) -> list[Event]:
    """Events that are over and whose ties have not been touched: once soon, once for good."""
    noted = sa.select(EveningNoted.noted_at).where(EveningNoted.event_id == Event.id)
    seen = noted.scalar_subquery()
    soon = sa.and_(seen.is_(None), Event.ends_at + AFTER_THE_EVENING <= at)
    for_good = sa.and_(seen < Event.ends_at + LATE_RECORDS, Event.ends_at + LATE_RECORDS <= at)
    query = (
        sa.select(Event)
        .where(Event.status.in_((Status.PUBLISHED, Status.CLOSED)))
        .where(Event.ends_at > at - 2 * LATE_RECORDS, sa.or_(soon, for_good))
        .order_by(Event.ends_at)
        .limit(20)
    )
    return list(db.session.scalars(query))


def _with_side(viewer: User) -> "sa.Select[Connection, Side]":
    mine = sa.and_(Side.connection_id == Connection.id, Side.owner_id == viewer.id)
    ties = visible_connections(viewer).where(Connection.state == State.ACTIVE)
    return ties.join(Side, mine).add_columns(Side)


def _seen_by(viewer: User) -> "sa.ColumnElement[bool]":
    return sa.or_(TouchEntry.owner_id.is_(None), TouchEntry.owner_id == viewer.id)
