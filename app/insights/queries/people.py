"""One person, as those who run the group see them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import was_there
from app.events.models import Event
from app.groups.models import Group
from app.kit.db import db
from app.registrations.models import Change, Registration

HISTORY_SHOWN = 30


@dataclass(frozen=True)
class Past:
    """One earlier place of the same person in the same group."""

    registration: Registration
    came: bool


def earlier_places(registration: Registration, group: Group) -> list[Past]:
    """Where else in the group this person has been on a list, the latest first."""
    query = (
        sa.select(Registration, was_there(Registration.id))
        .join(Event, Event.id == Registration.event_id)
        .options(joinedload(Registration.event).joinedload(Event.group))
        .where(Registration.attendee_id == registration.attendee_id)
        .where(Event.group_id == group.id, Registration.id != registration.id)
        .order_by(Event.starts_at.desc(), Registration.id.desc())
        .limit(HISTORY_SHOWN)
    )
    return [Past(row, came) for row, came in db.session.execute(query)]


def changes_of(registration: Registration) -> list[tuple[Change, User | None]]:
    """Everything that happened to a place, the latest first, with whoever did it."""
    query = (
        sa.select(Change, User)
        .outerjoin(User, User.id == Change.actor_id)
        .where(Change.registration_id == registration.id)
        .order_by(Change.id.desc())
    )
    return [(change, actor) for change, actor in db.session.execute(query)]


def has_come(registration: Registration) -> bool:
    """Whether the record lets this person in."""
    return bool(db.session.scalar(sa.select(was_there(sa.literal(registration.id)))))


def names_of(member_ids: Sequence[int]) -> dict[int, User]:
    """The members with these ids."""
    query = sa.select(User).where(User.id.in_(member_ids))
    return {member.id: member for member in db.session.scalars(query)}
