"""Timers: events that nobody has written down for the search yet."""

from datetime import datetime

import sqlalchemy as sa

from app.events import search
from app.events.models import Event
from app.kit.db import db

AT_ONCE = 500


def write_down(at: datetime) -> int:
    """Make events found that came by another way than the editor; returns how many."""
    query = sa.select(Event).where(Event.search.is_(None)).order_by(Event.id).limit(AT_ONCE)
    events = list(db.session.scalars(query))
    for event in events:
        search.index(event)
    return len(events)
