"""Changing a place: what was chosen and answered, or the slot one sits in."""

from datetime import datetime

from app.accounts.models import User
from app.events.models import Slot
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.registrations import mails, queries
from app.registrations.models import Registration
from app.registrations.operations import answering
from app.registrations.operations.filling import refill
from app.registrations.operations.refusals import NotRegistered, NotSeated, SlotFull, SlotNotOpen
from app.registrations.operations.steps import about, move
from app.registrations.states import State


def change_slot(registration: Registration, slot: Slot, *, by: User, at: datetime) -> None:
    """Move somebody from their seat to one in another slot, at once, and pass the old one on.

    Attendees move themselves where seats are given freely, organizers anybody anywhere; whoever
    was moved is told. Locks the event. Raises NotSeated, SlotFull, SlotNotOpen.
    """
    event = lock(registration.event)
    change_slot_held(registration, slot, by=by, at=at)
    if by.id != registration.attendee_id:
        details = about(registration) | {"slot": slot.name}
        note(event.group, Deed.SLOT_CHANGED, by=by, at=at, event=event, details=details)
    refill(event, at)


def change_slot_held(registration: Registration, slot: Slot, *, by: User, at: datetime) -> None:
    """Change the slot, for whoever holds the event's lock already and fills afterwards."""
    db.session.refresh(registration, ["state", "version", "slot_id"])
    if registration.state != State.CONFIRMED or registration.event.has_ended(at):
        raise NotSeated
    if registration.slot_id == slot.id:
        return
    wanted = next((s for s in queries.seats(registration.event) if s.slot_id == slot.id), None)
    is_own = by.id == registration.attendee_id
    if wanted is None or wanted.awaits_draw or (is_own and not wanted.is_direct):
        raise SlotNotOpen
    if wanted.free <= 0:
        raise SlotFull
    move(registration, State.CONFIRMED, by=by, at=at, reason="slot_changed", slot_id=slot.id)
    db.session.expire(registration, ["slot"])
    if not is_own:
        mails.slot_changed(registration, at=at)


def choose(
    registration: Registration, choices: dict[str, str], answers: dict[int, str], *, at: datetime
) -> None:
    """Change purpose and its line, latest notice, who sees the name, and what was answered.

    Somebody who can come at shorter notice than before may move up at once.
    Locks the event. Raises NotRegistered, AnswersMissing.
    """
    event = lock(registration.event)
    db.session.refresh(registration, ["state", "version"])
    if not registration.is_active:
        raise NotRegistered
    for name, value in choices.items():
        setattr(registration, name, value)
    answering.keep(registration, answering.checked(event, answers))
    refill(event, at)
