"""Changing an event that people have registered for: nobody loses a seat, everybody hears of it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.events import operations as events
from app.events.models import Event
from app.events.rules import Plan
from app.kit.db import lock
from app.kit.errors import Refused
from app.registrations import mails, queries
from app.registrations.operations.filling import refill


class SlotInUse(Refused):
    message = _l("People have registered for a slot you want to remove. It has to stay.")


def revise(event: Event, plan: Plan, *, at: datetime) -> None:
    """Change the event, pass new seats on, and tell people when time or place are others.

    Fewer seats than people send nobody away; they only let nobody else in.

    Locks the event. Raises SlotInUse.
    """
    lock(event)
    kept = {slot.slot_id for slot in plan.slots}
    removed = [slot.id for slot in event.slots if slot.id not in kept]
    if queries.slots_in_use(event, removed):
        raise SlotInUse
    if events.revise(event, plan, at=at):
        for registration in queries.active(event):
            mails.event_changed(registration, event, at=at)
    refill(event, at)
