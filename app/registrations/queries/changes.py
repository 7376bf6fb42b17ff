"""What a change of an event meets: who sits where, and who has said they still come."""

from collections.abc import Collection
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app.events.models import Event
from app.events.rules import SlotUse
from app.kit.db import db
from app.notifications.models import Mail
from app.notifications.rules import State as MailState
from app.registrations.models import Change, Draw, Registration
from app.registrations.queries.people import by_reading
from app.registrations.queries.seats import seats_taken
from app.registrations.states import State

SAID_NO = "cannot_after_change"
_WAITS = (State.APPLIED, State.PENDING, State.WAITLISTED)


class Said(StrEnum):
    """What somebody has said after a big change."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


def slot_uses(event: Event) -> dict[int, SlotUse]:
    """What people have made of each slot of `event` so far."""
    ids = [slot.id for slot in event.slots]
    taken, entered = seats_taken(event), _entered(event)
    drawn = set(
        db.session.scalars(
            sa.select(Draw.slot_id).where(Draw.slot_id.in_(ids), Draw.drawn_at.is_not(None))
        )
    )
    return {
        slot_id: SlotUse(taken.get(slot_id, 0), entered.get(slot_id, 0), slot_id in drawn)
        for slot_id in ids
    }


def still_coming(event: Event) -> dict[Said, int]:
    """How many have said what after a big change; all nought where nobody was asked."""
    query = (
        sa.select(*(sa.func.count().filter(_has_said(said)) for said in Said))
        .select_from(Registration)
        .where(Registration.event_id == event.id, Registration.asked_again_at.is_not(None))
    )
    return dict(zip(Said, db.session.execute(query).one(), strict=True))


def who_said(event: Event, said: Said) -> sa.Select[Registration]:
    """Those who said so, by reading, attendee loaded."""
    return (
        sa.select(Registration)
        .options(contains_eager(Registration.attendee))
        .join(Registration.attendee)
        .where(Registration.event_id == event.id, Registration.asked_again_at.is_not(None))
        .where(_has_said(said))
        .order_by(*by_reading())
    )


def has_had_one_like(mail: Mail) -> bool:
    """Whether another letter of that kind about the same place has gone out already."""
    query = sa.select(Mail.id).where(
        Mail.kind == mail.kind,
        Mail.about_id == mail.about_id,
        Mail.id != mail.id,
        Mail.state.in_((MailState.DOT, MailState.SENT)),
    )
    return db.session.scalars(query.limit(1)).first() is not None


def with_people(event_ids: Collection[int]) -> set[int]:
    """Of these events, those that anybody has or had a place at."""
    query = sa.select(Registration.event_id).where(Registration.event_id.in_(event_ids)).distinct()
    return set(db.session.scalars(query)) if event_ids else set()


def _entered(event: Event) -> dict[int, int]:
    wished = (
        sa.select(sa.func.unnest(Registration.wishes).label("slot_id"))
        .where(Registration.event_id == event.id, Registration.state.in_(_WAITS))
        .subquery()
    )
    query = sa.select(wished.c.slot_id, sa.func.count()).group_by(wished.c.slot_id)
    return {slot_id: number for slot_id, number in db.session.execute(query)}  # noqa: C416


def _has_said(said: Said) -> sa.ColumnElement[bool]:
    seated = Registration.state == State.CONFIRMED
    if said == Said.YES:
        return sa.and_(seated, Registration.still_coming_at.is_not(None))
    if said == Said.NOTHING:
        return sa.and_(seated, Registration.still_coming_at.is_(None))
    refused = sa.select(Change.registration_id).where(Change.reason == SAID_NO)
    return sa.and_(Registration.state == State.CANCELLED, Registration.id.in_(refused))
