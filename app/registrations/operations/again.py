"""After a big change: whether those who had said yes still come."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations import mails
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.following import give_back_what_hangs_on
from app.registrations.operations.steps import move
from app.registrations.states import State


class NotAskedAgain(Refused):
    message = _l("This question has been settled already.")


def still_comes(registration: Registration, *, at: datetime) -> None:
    """Write down that somebody comes all the same. Locks the event. Raises NotAskedAgain."""
    _require_asked(registration, at)
    registration.still_coming_at = at


def cannot_come(registration: Registration, *, at: datetime) -> None:
    """Give the seat back; however late, it is not held against them. Locks the event.

    Raises NotAskedAgain.
    """
    _require_asked(registration, at)
    who = registration.attendee
    move(registration, State.CANCELLED, by=who, at=at, reason="cannot_after_change")
    mails.cancelled(registration, at=at)
    pairing.part(registration, at=at)
    give_back_what_hangs_on(registration, by=who, at=at)
    refill(registration.event, at)


def _require_asked(registration: Registration, at: datetime) -> None:
    event = lock(registration.event)
    db.session.refresh(registration, ["state", "version", "asked_again_at", "still_coming_at"])
    if not registration.is_asked_again or event.has_ended(at) or not event.is_on:
        raise NotAskedAgain
