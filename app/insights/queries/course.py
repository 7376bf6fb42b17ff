"""How numbers have gone from day to day."""

from datetime import datetime

import sqlalchemy as sa

from app.events.models import Event
from app.groups.models import Group, Membership
from app.insights.rules import Day, Step, days_of
from app.kit.db import db
from app.registrations.models import Change, Registration


def course(event: Event, at: datetime) -> list[Day]:
    """Registrations, cancellations, seats and the line of `event`, day by day in its own zone."""
    local = sa.cast(sa.func.timezone(event.timezone, Change.at), sa.Date).label("day")
    query = (
        sa.select(local, Change.from_state, Change.to_state, sa.func.count())
        .join(Registration, Registration.id == Change.registration_id)
        .where(Registration.event_id == event.id)
        .group_by(local, Change.from_state, Change.to_state)
    )
    steps = [Step(*row) for row in db.session.execute(query)]
    return days_of(steps, min(at, event.ends_at), event.timezone)


def joined_by_month(group: Group, months: int, zone: str) -> list[tuple[str, int]]:
    """How many people have joined in each of the last months in which anybody did."""
    month = sa.func.to_char(sa.func.timezone(zone, Membership.joined_at), "YYYY-MM").label("month")
    query = (
        sa.select(month, sa.func.count())
        .where(Membership.group_id == group.id)
        .group_by(month)
        .order_by(month.desc())
        .limit(months)
    )
    return [(name, number) for name, number in db.session.execute(query)][::-1]
