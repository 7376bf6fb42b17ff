"""Changing which slots one would like best, as long as it can still count."""

from collections.abc import Sequence
from datetime import datetime

from app.kit.db import db, lock
from app.registrations import queries
from app.registrations.models import Registration
from app.registrations.operations.filling import refill
from app.registrations.operations.refusals import DrawUnderWay, NotInDraw, NotRegistered
from app.registrations.rules import Seats
from app.registrations.states import State


def rank(registration: Registration, wishes: Sequence[int], *, at: datetime) -> None:
    """Wish for these slots, in order; whoever comes along wishes for the same.

    A place in line is kept, and may turn into a seat at once. Whoever was named for another slot
    is named no more. Locks the event. Raises NotRegistered, DrawUnderWay, NotInDraw.
    """
    event = lock(registration.event)
    db.session.refresh(registration, ["state", "version", "wishes", "buddy_id", "is_nominated"])
    slots = {slot.slot_id: slot for slot in queries.seats(event, at=at)}
    if any(slots[wish].is_drawing for wish in registration.wishes if wish in slots):
        raise DrawUnderWay
    open_to_them = rankable(registration, list(slots.values()))
    wished = [wish for wish in dict.fromkeys(wishes) if wish in open_to_them]
    if not wished:
        raise NotRegistered
    if registration.state == State.APPLIED and not any(slots[w].awaits_draw for w in wished):
        raise NotInDraw
    buddy = queries.buddy_of(registration)
    for row in (registration, *([buddy] if buddy is not None else [])):
        row.is_nominated = row.is_nominated and row.wishes[:1] == wished[:1]
        row.wishes = wished
    db.session.flush()
    refill(event, at)


def rankable(registration: Registration, slots: list[Seats]) -> list[int]:
    """The slots somebody can wish for where they stand now, in page order.

    Nobody gets past an approval or a draw by wishing: only who is in a draw may add another.
    """
    if registration.state not in (State.APPLIED, State.WAITLISTED):
        return []
    in_draw = registration.state == State.APPLIED
    return [
        slot.slot_id
        for slot in slots
        if slot.slot_id in registration.wishes
        or (slot.is_direct and not slot.is_closed)
        or (in_draw and slot.awaits_draw and not slot.is_drawing)
    ]
