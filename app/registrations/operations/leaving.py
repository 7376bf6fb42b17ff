"""Going out: somebody cannot come, or the whole evening is called off."""

from datetime import datetime

from app.accounts.models import User
from app.events import operations as events
from app.events.models import Event
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.following import give_back_what_hangs_on
from app.registrations.operations.refusals import NotRegistered, TooLateToCancel
from app.registrations.operations.steps import move, move_all
from app.registrations.states import State


def cancel(registration: Registration, *, by: User, at: datetime) -> None:
    """Give up a seat or a place in line; the seat goes to whoever waits.

    Locks the event. Raises NotRegistered, TooLateToCancel, Overtaken.
    """
    event = lock(registration.event)
    db.session.refresh(registration, ["state", "version"])
    if not registration.is_active:
        raise NotRegistered
    if event.has_ended(at):
        raise TooLateToCancel
    late = registration.state == State.CONFIRMED and rules.is_late_cancel(at, event.starts_at)
    move(registration, State.CANCELLED, by=by, at=at, reason="cancelled", is_late_cancel=late)
    mails.cancelled(registration, at=at)
    pairing.part(registration, at=at)
    give_back_what_hangs_on(registration, by=by, at=at)
    refill(event, at)


def call_off(event: Event, *, by: User, message: str, at: datetime) -> None:
    """Call the event off and tell everybody who was coming or waiting.

    Locks the event. Raises what events.operations.cancel raises.
    """
    lock(event)
    events.cancel(event, message, by=by, at=at)
    people = queries.active(event)
    move_all(people, State.EVENT_CANCELLED, by=by, at=at, reason="called_off")
    mails.called_off(event, people, at=at)
