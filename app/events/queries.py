"""Finding events."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event
from app.events.rules import Openness, Status
from app.groups.models import Group, Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db

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
    """Of `events`, those that name every word of `text` in title, text, place or group."""
    query = events.join(Group, Group.id == Event.group_id)
    for word in text.split():
        pattern = f"%{_escaped(word)}%"
        query = query.where(
            sa.or_(
                *(
                    column.ilike(pattern)
                    for column in (
                        Event.title,
                        Event.summary,
                        Event.description,
                        Event.place_name,
                        Event.address,
                        Group.name,
                    )
                )
            )
        )
    return query


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


def record(group: Group, at: datetime) -> Record:
    """How many events the group has held, and since when."""
    held = sa.select(sa.func.count(), sa.func.min(Event.starts_at)).where(
        Event.group_id == group.id,
        Event.ends_at <= at,
        Event.status.in_(HELD),
    )
    number, first_at = db.session.execute(held).one()
    return Record(number, first_at)


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
    run = Event.group_id.in_(mine.where(Membership.role.in_(RUNS_IT)))
    return sa.or_(sa.and_(published, sa.or_(found_by_all, among_us)), run)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
