"""How people have come to a group's evenings so far, for those who run it and for themselves."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.attendance.models import Entry
from app.attendance.queries import was_there
from app.attendance.rules import Kind
from app.events.models import Event
from app.events.queries import HELD
from app.groups.models import Group
from app.insights.rules import LAST_EVENINGS, SETTLED_AFTER, WITHIN, Band, Kept, band
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State


def bands(group: Group, member_ids: Sequence[int], before: datetime) -> dict[int, Band]:
    """The bands of these people as things stood at that moment; who has none is left out."""
    kept = _kept(group, member_ids, before)
    been = _been_here(group, member_ids, before)
    found = {
        member_id: band(kept[member_id], is_first=member_id not in been) for member_id in member_ids
    }
    return {member_id: one for member_id, one in found.items() if one is not None}


def groups_attended(member_id: int, before: datetime) -> list[Group]:
    """The groups at whose evenings somebody has ever had a seat."""
    had = (
        sa.select(Event.group_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(Registration.attendee_id == member_id, Registration.state == State.CONFIRMED)
        .where(Event.ends_at <= before)
    )
    return list(db.session.scalars(sa.select(Group).where(Group.id.in_(had)).order_by(Group.name)))


def _kept(group: Group, member_ids: Sequence[int], before: datetime) -> dict[int, list[Kept]]:
    """What became of the last seats of each person, the latest first."""
    came = was_there(Registration.id)
    is_late = sa.and_(Registration.state == State.CANCELLED, Registration.is_late_cancel)
    is_missed = sa.and_(
        Registration.state == State.CONFIRMED,
        ~came,
        ~_is_excused(),
        Event.ends_at <= before - SETTLED_AFTER,
    )
    what = sa.case((came, Kept.CAME), (is_late, Kept.LATE_CANCEL), else_=Kept.MISSED)
    latest = sa.func.row_number().over(
        partition_by=Registration.attendee_id, order_by=(Event.starts_at.desc(), Registration.id)
    )
    evenings = (
        sa.select(Registration.attendee_id, what.label("what"), latest.label("latest"))
        .join(Event, Event.id == Registration.event_id)
        .where(Event.group_id == group.id, Event.attendance_taken.is_(True))
        .where(Event.ends_at <= before, Event.ends_at > before - WITHIN)
        .where(Registration.attendee_id.in_(member_ids), sa.or_(came, is_late, is_missed))
        .subquery()
    )
    query = (
        sa.select(evenings.c.attendee_id, evenings.c.what)
        .where(evenings.c.latest <= LAST_EVENINGS)
        .order_by(evenings.c.attendee_id, evenings.c.latest)
    )
    found: dict[int, list[Kept]] = defaultdict(list)
    for member_id, kept in db.session.execute(query):
        found[member_id].append(Kept(kept))
    return found


def _is_excused() -> sa.ColumnElement[bool]:
    return sa.exists().where(Entry.registration_id == Registration.id, Entry.kind == Kind.EXCUSE)


def _been_here(group: Group, member_ids: Sequence[int], before: datetime) -> set[int]:
    query = (
        sa.select(Registration.attendee_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.group_id == group.id, Event.status.in_(HELD), Event.starts_at < before)
        .where(Registration.attendee_id.in_(member_ids), Registration.state == State.CONFIRMED)
        .distinct()
    )
    return set(db.session.scalars(query))
