"""One person, as those who run the group see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import turnouts
from app.attendance.rules import Turnout
from app.events.models import Event
from app.groups.models import Group
from app.kit.db import db
from app.registrations.models import Change, Registration

HISTORY_SHOWN = 30


@dataclass(frozen=True)
class Past:
    """One earlier place of the same person in the same group."""

    registration: Registration
    turnout: Turnout


def earlier_places(registration: Registration, group: Group, at: datetime) -> list[Past]:
    """Where else in the group this person has been on a list, the latest first."""
    query = (
        sa.select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .options(joinedload(Registration.event).joinedload(Event.group))
        .where(Registration.attendee_id == registration.attendee_id)
        .where(Event.group_id == group.id, Registration.id != registration.id)
        .order_by(Event.starts_at.desc(), Registration.id.desc())
        .limit(HISTORY_SHOWN)
    )
    rows = db.session.scalars(query).all()
    became = turnouts(rows, at)
    return [Past(row, became[row.id]) for row in rows]


def changes_of(registration: Registration) -> list[tuple[Change, User | None]]:
    """Everything that happened to a place, the latest first, with whoever did it."""
    query = (
        sa.select(Change, User)
        .outerjoin(User, User.id == Change.actor_id)
        .where(Change.registration_id == registration.id)
        .order_by(Change.id.desc())
    )
    return [(change, actor) for change, actor in db.session.execute(query)]


def names_of(member_ids: Sequence[int]) -> dict[int, User]:
    """The members with these ids."""
    query = sa.select(User).where(User.id.in_(member_ids))
    return {member.id: member for member in db.session.scalars(query)}
