"""Whose recaps are due, and who gets which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.queries import (
    attendance_of,
    came_ids,
    closing_of,
    has_anybody_come,
    was_there,
)
from app.attendance.rules import OPEN_FOR, Kind, Turnout, turnout
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.recaps.models import RecapRun
from app.recaps.queries.words import words_for
from app.recaps.rules import CAME, Variant
from app.registrations.models import Registration
from app.registrations.queries import registration_of
from app.registrations.states import ACTIVE, Source, State


@dataclass(frozen=True)
class Claim:
    """Whether somebody who counts as missing may still say they came, has, or was answered no."""

    turnout: Turnout
    is_open: bool
    is_declined: bool
    until: datetime | None

    @property
    def may_be_made(self) -> bool:
        return self.turnout == Turnout.MISSING and not (self.is_open or self.is_declined)


def events_without_recap() -> list[Event]:
    """Events that have been closed and whose recaps nobody has promised yet."""
    query = _whole().where(
        Event.status == Status.CLOSED, Event.id.not_in(sa.select(RecapRun.event_id))
    )
    return list(db.session.scalars(query.order_by(Event.ends_at, Event.id)))


def events_corrected(at: datetime) -> list[Event]:
    """Closed events of the last days whose record was written in since it was last looked at."""
    seen = sa.func.coalesce(RecapRun.looked_at, RecapRun.begun_at)
    written = sa.exists().where(Entry.event_id == Event.id, Entry.received_at > seen)
    query = (
        _whole()
        .join(RecapRun, RecapRun.event_id == Event.id)
        .where(Event.closed_at > at - OPEN_FOR)
        .where(sa.or_(written, Event.closed_at > seen))
    )
    return list(db.session.scalars(query))


def audience(event: Event) -> dict[Variant, list[User]]:
    """Everyone with a proven address who gets a recap, each once: organizers, then the others.

    When nobody was checked in at all, the door was not kept: nobody counts as missing. Whoever
    was still waiting is written to where the organizers want that.
    """
    came = came_ids(event)
    organizers = _reachable(
        sa.select(Membership.member_id).where(
            Membership.group_id == event.group_id, Membership.role.in_(RUNS_IT)
        )
    )
    seated = _seats(event, Registration.state == State.CONFIRMED)
    at_door = _seats(event, seated_at_door())
    running = {member.id for member in organizers}
    guests = [member for member in seated if member.id not in running]
    walked_in = {member.id for member in at_door}
    there = {m.id for m in guests if not came or m.id in came}
    told = running | {member.id for member in guests}
    words = words_for(event)
    late = _seats(event, cancelled_late())
    waiting = _seats(event, Registration.state == State.WAITLISTED)
    return {
        Variant.ORGANIZER: organizers,
        Variant.ATTENDED: [m for m in guests if m.id in there - walked_in],
        Variant.GUEST: [m for m in guests if m.id in there & walked_in],
        Variant.NO_SHOW: [m for m in guests if m.id not in there],
        Variant.LATE_CANCEL: [m for m in late if m.id not in told],
        Variant.WAITING: [m for m in waiting if m.id not in told]
        if words is not None and words.writes_to_waiting
        else [],
    }


def seated_at_door() -> "sa.ColumnElement[bool]":
    """Whether somebody without a place was let in at the door."""
    return sa.and_(Registration.state == State.CONFIRMED, Registration.source == Source.WALK_IN)


def cancelled_late() -> "sa.ColumnElement[bool]":
    """Whether somebody gave their seat back when it was late."""
    return sa.and_(Registration.state == State.CANCELLED, Registration.is_late_cancel)


def is_expected(event: Event, member: User) -> bool:
    """Whether `member` had a seat."""
    query = sa.select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.attendee_id == member.id,
        Registration.state == State.CONFIRMED,
    )
    return db.session.scalars(query).first() is not None


def variant_for(event: Event, member: User) -> Variant | None:
    """Which recap of a closed event `member` may read now; None for whoever had no part in it."""
    return variants_for(event, [member])[member.id]


def variants_for(event: Event, members: Collection[User]) -> dict[int, Variant | None]:
    """The same for several members, by member."""
    if event.closed_at is None and event.reopened_at is None:
        return {member.id: None for member in members}
    places = _last_places(event, [member.id for member in members])
    return {member.id: _variant(event, member, places.get(member.id)) for member in members}


@dataclass(frozen=True)
class _Place:
    """How somebody's last place at the event ended, and whether they were let in."""

    state: State
    source: Source
    is_late_cancel: bool
    has_come: bool


def _variant(event: Event, member: User, place: _Place | None) -> Variant | None:
    variant = _variant_of_seat(event, place) if place is not None else None
    if event.group.is_run_by(member) and variant not in CAME:
        return Variant.ORGANIZER
    return variant


def _variant_of_seat(event: Event, place: _Place) -> Variant | None:
    match place.state:
        case State.CONFIRMED if not place.has_come and has_anybody_come(event):
            return Variant.NO_SHOW
        case State.CONFIRMED:
            return Variant.GUEST if place.source == Source.WALK_IN else Variant.ATTENDED
        case State.CANCELLED if place.is_late_cancel:
            return Variant.LATE_CANCEL
        case State.WAITLISTED:
            words = words_for(event)
            return Variant.WAITING if words and words.writes_to_waiting else None
    return None


def _last_places(event: Event, member_ids: Collection[int]) -> dict[int, _Place]:
    """The active place of each, else how the last one ended; let in by any of them."""
    let_in = sa.func.bool_or(was_there(Registration.id)).over(partition_by=Registration.attendee_id)
    query = (
        sa.select(
            Registration.attendee_id,
            Registration.state,
            Registration.source,
            Registration.is_late_cancel,
            let_in,
        )
        .where(Registration.event_id == event.id, Registration.attendee_id.in_(member_ids))
        .order_by(
            Registration.attendee_id, Registration.state.in_(ACTIVE).desc(), Registration.id.desc()
        )
        .ext(distinct_on(Registration.attendee_id))
    )
    return {member: _Place(*place) for member, *place in db.session.execute(query)}


def claim_at(event: Event, member: User, at: datetime) -> Claim | None:
    """Where it stands with whether `member` was there after all; None where that is no question."""
    registration = registration_of(event, member)
    if registration is None or registration.state != State.CONFIRMED:
        return None
    said = attendance_of(registration)
    found = turnout(said, closing_of(event), at)
    if found in (Turnout.UNTOLD, Turnout.CAME):
        return None
    answered = said.last_word == Kind.DECLINE
    return Claim(found, said.has_claimed, answered, closing_of(event).settles_at)


def organizers_of(event: Event) -> list[User]:
    """Everyone who runs the group and can be written to."""
    return audience(event)[Variant.ORGANIZER]


def _seats(event: Event, clause: "sa.ColumnElement[bool]") -> list[User]:
    """Whoever has such a place at the event, and can be written to."""
    return _reachable(
        sa.select(Registration.attendee_id).where(Registration.event_id == event.id, clause)
    )


def _reachable(ids: sa.Select[int]) -> list[User]:
    query = sa.select(User).where(
        User.id.in_(ids),
        User.email_verified_at.is_not(None),
        User.email.is_not(None),
        User.disabled_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(User.id)))


def _whole() -> sa.Select[Event]:
    return sa.select(Event).options(joinedload(Event.group), joinedload(Event.host))
