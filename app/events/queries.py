"""Finding events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event, Invitation
from app.events.rules import Openness, Status
from app.groups.models import Group, Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.kit.search import any_of, wanted

# Of text, place, summary and title (D to A), as PostgreSQL counts.
WEIGHTS = (0.05, 0.2, 0.4, 1.0)
MOST_WEIGHED = 500
MOST_OTHERS = 200
HELD = (Status.PUBLISHED, Status.CLOSED)


@dataclass(frozen=True)
class Record:
    """What a group has done so far, counted from the rows."""

    held: int
    first_at: datetime | None


def visible_events(viewer: User | None) -> sa.Select[Event]:
    """Events this viewer may open: drafts only for those who run the group."""
    return (
        sa.select(Event)
        .options(joinedload(Event.group), joinedload(Event.host))
        .where(_is_open_to(viewer))
    )


def listed_events(viewer: User | None) -> sa.Select[Event]:
    """Events that lists show this viewer: published, and not only for those who have the link."""
    return visible_events(viewer).where(
        Event.status != Status.DRAFT,
        Event.openness.in_((Openness.PUBLIC, Openness.MEMBERS)),
    )


def upcoming(events: sa.Select[Event], at: datetime) -> sa.Select[Event]:
    """Of `events`, those that have not ended, the next one first."""
    return events.where(Event.ends_at > at).order_by(Event.starts_at, Event.id)


def past(events: sa.Select[Event], at: datetime) -> sa.Select[Event]:
    """Of `events`, those that are over and took place, the latest first."""
    return events.where(Event.ends_at <= at, Event.status != Status.CANCELLED).order_by(
        Event.starts_at.desc(), Event.id
    )


def about(events: sa.Select[Event], text: str) -> sa.Select[Event]:
    """Of `events`, those in which everything `text` asks for stands, or in their group's name."""
    wants = wanted(text)
    if text.strip() and not wants:
        return events.where(sa.false())
    for want in wants:
        named = sa.select(Group.id).where(_holds(Group.search, want.spelled("A")))
        # An array is worked out once, and then looked up in the index like the words.
        among = Event.group_id == sa.any_(sa.func.array(named.scalar_subquery()))
        events = events.where(sa.or_(_holds(Event.search, want.spelled()), among))
    return events


def best_first(events: sa.Select[Event], text: str) -> sa.Select[Event]:
    """`events` with those first that say most about `text`: in the title rather than below it.

    Of very many only the first few hundred, in the order they had, are weighed.
    """
    question = sa.cast(any_of(wanted(text)), TSQUERY)
    rank = sa.func.ts_rank(sa.cast(WEIGHTS, ARRAY(sa.REAL)), Event.search, question)
    weighed = events.limit(MOST_WEIGHED).subquery()
    return (
        events.where(Event.id.in_(sa.select(weighed.c.id)))
        .order_by(None)
        .order_by(rank.desc(), Event.starts_at, Event.id)
    )


def drafts_of(group: Group) -> list[Event]:
    """What the organizers have not published yet."""
    query = (
        sa.select(Event)
        .options(joinedload(Event.group))
        .where(Event.group_id == group.id, Event.status == Status.DRAFT)
        .order_by(Event.starts_at)
    )
    return list(db.session.scalars(query))


def last_event(group: Group) -> Event | None:
    """The published event of this group that begins last: the next one is usually like it."""
    query = (
        sa.select(Event)
        .where(Event.group_id == group.id, Event.status.in_(HELD))
        .order_by(Event.starts_at.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def others_of(group: Group, at: datetime) -> tuple[Event, ...]:
    """What the group plans and has on, the next one first: what a party after it may be for."""
    query = (
        sa.select(Event)
        .options(joinedload(Event.group))
        .where(Event.group_id == group.id, Event.ends_at > at)
        .where(Event.status.in_((Status.DRAFT, Status.PUBLISHED)))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_OTHERS)
    )
    return tuple(db.session.scalars(query))


def record(group: Group, at: datetime) -> Record:
    """How many events the group has held, and since when."""
    held = sa.select(sa.func.count(), sa.func.min(Event.starts_at)).where(
        Event.group_id == group.id,
        Event.ends_at <= at,
        Event.status.in_(HELD),
    )
    number, first_at = db.session.execute(held).one()
    return Record(number, first_at)


def next_end(group: Group, at: datetime) -> datetime | None:
    """When the next evening of the group will be over, so that one more has been held."""
    query = sa.select(sa.func.min(Event.ends_at)).where(
        Event.group_id == group.id, Event.ends_at > at
    )
    return db.session.scalars(query).one()


def number_of(event: Event) -> int:
    """Which of the group's events this is, counted from 1 in the order they take place."""
    query = sa.select(sa.func.count()).where(
        Event.group_id == event.group_id,
        Event.status.in_(HELD),
        sa.tuple_(Event.starts_at, Event.id) <= (event.starts_at, event.id),
    )
    return db.session.scalars(query).one()


def _is_open_to(viewer: User | None) -> sa.ColumnElement[bool]:
    found_by_all = Event.openness.in_((Openness.PUBLIC, Openness.UNLISTED))
    published = Event.status != Status.DRAFT
    if viewer is None:
        return sa.and_(published, found_by_all)
    mine = sa.select(Membership.group_id).where(Membership.member_id == viewer.id)
    among_us = sa.and_(Event.openness == Openness.MEMBERS, Event.group_id.in_(mine))
    asked = sa.select(Invitation.event_id).where(Invitation.email == viewer.email)
    invited = sa.and_(Event.openness == Openness.INVITED, Event.id.in_(asked))
    run = Event.group_id.in_(mine.where(Membership.role.in_(RUNS_IT)))
    return sa.or_(sa.and_(published, sa.or_(found_by_all, among_us, invited)), run)


def _holds(vector: sa.orm.InstrumentedAttribute[Any], question: str) -> sa.ColumnElement[bool]:
    return vector.op("@@", is_comparison=True)(sa.cast(question, TSQUERY))
