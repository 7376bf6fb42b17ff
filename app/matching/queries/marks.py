"""Which lists are out of date: a few statements, however many evenings there are."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.attendance.queries import present_ids
from app.connections.people import SHOWN_TO_PARTICIPANTS
from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db
from app.matching.circles import community_ids
from app.matching.marks import mark_of_presence, mark_of_week
from app.matching.models.lists import Listing
from app.matching.models.themes import Theme
from app.matching.queries.lists import who_shows_themselves
from app.matching.rules.listing import COMMUNITY
from app.profiles.models import Profile
from app.registrations.models import Registration
from app.registrations.states import State

AHEAD = timedelta(days=30)
# People are asked afterwards about those they were shown.
KEPT_AFTER = timedelta(days=30)


def marks_of_evenings(at: datetime) -> dict[int, str]:
    """By event to come: who is on show there, when they or the event last changed, and the day."""
    said = sa.func.greatest(Event.changed_at, Theme.changed_at)
    query = (
        sa.select(
            Registration.event_id,
            sa.func.count(),
            sa.func.sum(Registration.id),
            sa.func.greatest(sa.func.max(Profile.changed_at), sa.func.max(said)),
        )
        .join(Event, Event.id == Registration.event_id)
        .outerjoin(Profile, Profile.member_id == Registration.attendee_id)
        .outerjoin(Theme, Theme.event_id == Event.id)
        .where(Event.status == Status.PUBLISHED, Event.cancelled_at.is_(None))
        .where(Event.ends_at > at, Event.starts_at < at + AHEAD)
        .where(Registration.state == State.CONFIRMED)
        .where(Registration.list_visibility.in_(SHOWN_TO_PARTICIPANTS))
        .group_by(Registration.event_id)
    )
    return {
        event_id: f"{count}:{total}:{changed.timestamp() if changed else 0:.3f}:{at.date()}"
        for event_id, count, total, changed in db.session.execute(query)
    }


def marks_of_presence(at: datetime) -> dict[int, str]:
    """By event going on now: who is there."""
    query = sa.select(Event).where(
        Event.status == Status.PUBLISHED,
        Event.starts_at < at + timedelta(hours=3),
        Event.ends_at > at,
    )
    live = [event for event in db.session.scalars(query) if event.is_live(at)]
    return {
        event.id: mark_of_presence(who_shows_themselves(event) & present_ids(event))
        for event in live
    }


def evenings_past(at: datetime) -> list[int]:
    """Ids of events with lists that nobody needs any more."""
    query = (
        sa.select(Listing.event_id)
        .join(Event, Event.id == Listing.event_id)
        .where(Event.ends_at < at - KEPT_AFTER)
    )
    return [id_ for id_ in db.session.scalars(query.distinct()) if id_ is not None]


def mark_of_community(week: datetime) -> str:
    """Which week it is, and about how many they are."""
    people = db.session.scalar(sa.select(sa.func.count()).select_from(community_ids().subquery()))
    before = db.session.scalar(sa.select(Listing.mark).where(Listing.occasion == COMMUNITY))
    return mark_of_week(week, people or 0, before or "")
