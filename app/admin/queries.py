"""What tells the operator that something is not as it should be."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.kit.db import db
from app.registrations.queries import awaited_events, seats, waiting
from app.registrations.rules import first_free


def seats_left_lying(at: datetime) -> list[Event]:
    """Events with a free seat that somebody on the waitlist could still use: ought to be none."""
    query = (
        sa.select(Event)
        .options(joinedload(Event.group))
        .where(Event.id.in_(awaited_events(at)))
        .order_by(Event.starts_at)
    )
    return [event for event in db.session.scalars(query) if _is_left_lying(event, at)]


def _is_left_lying(event: Event, at: datetime) -> bool:
    slots, left = seats(event), event.starts_at - at
    return any(
        first_free(row.wishes, slots) is not None and left >= row.latest_notice.time_needed
        for row in waiting(event)
    )
