"""How people have come to a group's evenings so far, for those who run it and for themselves."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.attendance.queries import has_open_claim, is_excused, was_there
from app.events.models import Event
from app.events.queries import HELD
from app.groups.models import Group
from app.insights.rules import LAST_EVENINGS, SETTLED_AFTER, WITHIN, Band, Kept, band
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import State

# A member and a group.
Pair = tuple[int, int]


def bands(group: Group, member_ids: Sequence[int], before: datetime) -> dict[int, Band]:
    """The bands of these people as things stood at that moment; who has none is left out."""
    pairs = [(member_id, group.id) for member_id in member_ids]
    return {member_id: one for (member_id, _group), one in _bands(pairs, before).items()}


def own_bands(member_id: int, groups: Sequence[Group], before: datetime) -> dict[int, Band]:
    """One person's bands by the ids of the groups; a group that says nothing is left out."""
    pairs = [(member_id, group.id) for group in groups]
    return {group_id: one for (_member, group_id), one in _bands(pairs, before).items()}


def groups_attended(member_id: int, before: datetime) -> list[Group]:
    """The groups at whose evenings somebody has ever had a seat."""
    had = (
        sa.select(Event.group_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(Registration.attendee_id == member_id, Registration.state == State.CONFIRMED)
        .where(Event.ends_at <= before)
    )
    return list(db.session.scalars(sa.select(Group).where(Group.id.in_(had)).order_by(Group.name)))


def last_seats(member_id: int, before: datetime) -> dict[int, list[Registration]]:
    """The last seats of somebody where the door was kept, by group, the latest first."""
    latest = sa.func.row_number().over(
        partition_by=Event.group_id, order_by=(Event.starts_at.desc(), Registration.id)
    )
    seats = (
        sa.select(Registration.id, latest.label("latest"))
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == member_id, *_may_count(before))
        .where(sa.or_(Registration.state == State.CONFIRMED, _is_late()))
        .subquery()
    )
    query = (
        sa.select(Registration)
        .join(seats, seats.c.id == Registration.id)
        .options(joinedload(Registration.event).joinedload(Event.group))
        .where(seats.c.latest <= LAST_EVENINGS)
        .order_by(seats.c.latest)
    )
    found: dict[int, list[Registration]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.event.group_id].append(row)
    return found


def _bands(pairs: Sequence[Pair], before: datetime) -> dict[Pair, Band]:
    kept, been = _kept(pairs, before), _been_there(pairs, before)
    found = {pair: band(kept[pair], is_first=pair not in been) for pair in pairs}
    return {pair: one for pair, one in found.items() if one is not None}


def _kept(pairs: Sequence[Pair], before: datetime) -> dict[Pair, list[Kept]]:
    """What became of the last seats of each person in each group, the latest first."""
    came = was_there(Registration.id)
    # What is excused, or may still be put right, counts neither way.
    is_missed = sa.and_(
        Registration.state == State.CONFIRMED,
        ~came,
        ~is_excused(Registration.id),
        ~has_open_claim(Registration.id),
        sa.func.coalesce(Event.closed_at, Event.ends_at) <= before - SETTLED_AFTER,
    )
    what = sa.case((came, Kept.CAME), (_is_late(), Kept.LATE_CANCEL), else_=Kept.MISSED)
    latest = sa.func.row_number().over(
        partition_by=(Registration.attendee_id, Event.group_id),
        order_by=(Event.starts_at.desc(), Registration.id),
    )
    evenings = (
        sa.select(
            Registration.attendee_id, Event.group_id, what.label("what"), latest.label("latest")
        )
        .join(Event, Event.id == Registration.event_id)
        .where(*_among(pairs), *_may_count(before), sa.or_(came, _is_late(), is_missed))
        .subquery()
    )
    query = (
        sa.select(evenings.c.attendee_id, evenings.c.group_id, evenings.c.what)
        .where(evenings.c.latest <= LAST_EVENINGS)
        .order_by(evenings.c.attendee_id, evenings.c.latest)
    )
    found: dict[Pair, list[Kept]] = defaultdict(list)
    for member_id, group_id, kept in db.session.execute(query):
        found[member_id, group_id].append(Kept(kept))
    return found


def _may_count(before: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Which evenings say anything: over, of the last year, and somebody kept the door."""
    return (
        Event.attendance_taken.is_(True),
        Event.ends_at <= before,
        Event.ends_at > before - WITHIN,
    )


def _is_late() -> sa.ColumnElement[bool]:
    return sa.and_(Registration.state == State.CANCELLED, Registration.is_late_cancel)


def _among(pairs: Sequence[Pair]) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether a place is one of those people's in one of those groups: one person, or one group."""
    return (
        Registration.attendee_id.in_({member_id for member_id, _group in pairs}),
        Event.group_id.in_({group_id for _member, group_id in pairs}),
    )


def _been_there(pairs: Sequence[Pair], before: datetime) -> set[Pair]:
    query = (
        sa.select(Registration.attendee_id, Event.group_id)
        .join(Event, Event.id == Registration.event_id)
        .where(*_among(pairs), Event.status.in_(HELD), Event.starts_at < before)
        .where(Registration.state == State.CONFIRMED)
        .distinct()
    )
    return {(member_id, group_id) for member_id, group_id in db.session.execute(query)}
