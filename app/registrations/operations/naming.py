"""Naming people who come first in a draw, as many as was announced before anybody entered."""

from datetime import datetime

from app.accounts.models import User
from app.events.models import Slot
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.registrations import queries
from app.registrations.models import Registration
from app.registrations.operations.refusals import NomineesFull, NotInDraw
from app.registrations.states import State


def nominate(registration: Registration, *, by: User, at: datetime) -> None:
    """Let somebody come first in the draw of their first wish, a friend beside them.

    Locks the event. Raises NotInDraw, NomineesFull.
    """
    event = lock(registration.event)
    people = _party(registration)
    slot = _slot_of(registration, at)
    named = [row for row in queries.nominees(event) if _slot_of(row, at) == slot]
    fresh = [row for row in people if row not in named]
    if slot is None or len(named) + len(fresh) > slot.nominee_max:
        raise NotInDraw if slot is None else NomineesFull
    for row in fresh:
        row.is_nominated = True
        details = {"member_id": row.attendee_id}
        note(event.group, Deed.NOMINATED, by=by, at=at, event=event, details=details)


def withdraw_nomination(registration: Registration, *, by: User, at: datetime) -> None:
    """Let somebody wait for their lot like everybody else. Locks the event. Raises NotInDraw."""
    event = lock(registration.event)
    people = _party(registration)
    if _slot_of(registration, at) is None:
        raise NotInDraw
    for row in people:
        if row.is_nominated:
            row.is_nominated = False
            details = {"member_id": row.attendee_id}
            note(event.group, Deed.UNNOMINATED, by=by, at=at, event=event, details=details)


def _party(registration: Registration) -> list[Registration]:
    """The place and that of the friend who comes along. Raises NotInDraw unless both are in."""
    db.session.refresh(registration, ["state", "version", "buddy_id", "is_nominated", "wishes"])
    buddy = queries.buddy_of(registration)
    people = [registration, *([buddy] if buddy is not None else [])]
    if any(row.state != State.APPLIED for row in people):
        raise NotInDraw
    return people


def _slot_of(registration: Registration, at: datetime) -> Slot | None:
    """The lottery somebody would be named in: their first wish whose draw is still to come."""
    undrawn = {seats.slot_id for seats in queries.seats(registration.event) if seats.awaits_draw}
    open_ones = [
        slot
        for slot in queries.lotteries(registration.event)
        if slot.id in undrawn and (slot.lottery_at is None or slot.lottery_at > at)
    ]
    wishes = registration.wishes or [slot.id for slot in open_ones]
    by_id = {slot.id: slot for slot in open_ones}
    return next((by_id[wish] for wish in wishes if wish in by_id), None)
