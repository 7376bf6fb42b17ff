"""A guest of one evening who never proved an address is forgotten a month later."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import WalkIn
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import Source

KEPT_FOR = timedelta(days=30)
# What stands in place of a name; that somebody came is still counted.
NOBODY = "—"


def forget_guests(*, at: datetime) -> int:
    """Take out the names of guests and of those who only asked; returns how many guests."""
    long_ago = sa.select(Event.id).where(Event.ends_at <= at - KEPT_FOR)
    db.session.execute(sa.delete(WalkIn).where(WalkIn.event_id.in_(long_ago)))
    walked_in = sa.select(Registration.attendee_id).where(
        Registration.source == Source.WALK_IN, Registration.event_id.in_(long_ago)
    )
    is_later = Event.ends_at > at - KEPT_FOR
    otherwise = (
        sa.select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == User.id)
        .where(sa.or_(Registration.source != Source.WALK_IN, is_later))
        .correlate(User)
    )
    guests = (
        sa.update(User)
        .where(User.id.in_(walked_in), ~otherwise.exists())
        .where(User.email_verified_at.is_(None), User.display_name != NOBODY)
        .values(display_name=NOBODY, family_name="", given_name="", reading="", email=None)
        .returning(User.id)
    )
    return len(db.session.scalars(guests).all())
