"""How many of those who had a seat came, over all evenings of a group."""

from datetime import datetime

import sqlalchemy as sa

from app.attendance.queries.record import was_there
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State


def turnout(group_id: int, at: datetime) -> tuple[int, int]:
    """How many came and how many had a seat, where the door was kept and is closed."""
    had_seat = (
        sa.select(was_there(Registration.id).label("came"))
        .select_from(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.group_id == group_id, Event.ends_at <= at)
        .where(Event.attendance_taken.is_(True), Registration.state == State.CONFIRMED)
        .subquery()
    )
    query = sa.select(sa.func.count().filter(had_seat.c.came), sa.func.count())
    came, seats = db.session.execute(query.select_from(had_seat)).one()
    return came, seats
