"""Taking somebody off the list: the reason stays with the organizers."""

from datetime import datetime

from app.accounts.models import User
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.registrations import mails
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.following import give_back_what_hangs_on
from app.registrations.operations.refusals import NotRegistered, TooLateToRemove
from app.registrations.operations.steps import about, move
from app.registrations.states import Removal, State


def remove(registration: Registration, reason: Removal, *, by: User, at: datetime) -> None:
    """End somebody's place, tell them so without a reason, and pass the seat on.

    They cannot register again. Locks the event. Raises NotRegistered, TooLateToRemove.
    """
    event = lock(registration.event)
    remove_held(registration, reason, by=by, at=at)
    details = about(registration) | {"reason": reason.value}
    note(event.group, Deed.REMOVED, by=by, at=at, event=event, details=details)
    refill(event, at)


def remove_held(registration: Registration, reason: Removal, *, by: User, at: datetime) -> None:
    """Remove, for whoever holds the event's lock already and fills afterwards."""
    db.session.refresh(registration, ["state", "version"])
    if not registration.is_active:
        raise NotRegistered
    if registration.event.has_ended(at):
        raise TooLateToRemove
    move(registration, State.REMOVED, by=by, at=at, reason=reason.value)
    mails.removed(registration, at=at)
    pairing.part(registration, at=at)
    give_back_what_hangs_on(registration, by=by, at=at)
