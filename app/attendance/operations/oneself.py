"""Checking oneself in by the code on the host's screen; and how a door is kept."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.operations.admitting import admit, is_unwelcome
from app.attendance.operations.record import Outcome, Scan
from app.attendance.passes import is_on_screen
from app.attendance.queries import entries_of, settings_of
from app.attendance.rules import Flag, Method, SelfCheckIn
from app.events.models import Event
from app.kit.db import db
from app.kit.errors import Refused
from app.registrations.queries import registration_of
from app.registrations.states import State


class NotOpenNow(Refused):
    message = _l("You can check yourself in from two hours before the beginning until the end.")


class NoSeatToTake(Refused):
    message = _l("Only somebody with a confirmed seat can check in. Please ask at the door.")


def check_oneself_in(event: Event, member: User, code: str, *, at: datetime) -> Outcome | None:
    """Let `member` in by the code on the screen; None when it is not there now.

    Locks the registration. Raises NotOpenNow, NoSeatToTake.
    """
    settings = settings_of(event)
    is_open = event.has_doors_open(at) and at <= event.ends_at and event.is_on
    if not (settings.lets_check_oneself_in and is_open):
        raise NotOpenNow
    place = registration_of(event, member)
    if place is None or place.state != State.CONFIRMED or is_unwelcome(place):
        raise NoSeatToTake
    if not is_on_screen(event, code, at):
        return None
    # One's own number for each time one comes: pressing twice is the same as pressing once.
    name = f"kizuna:self:{place.public_id}:{len(entries_of(place))}"
    flags = (Flag.UNSEEN,) if settings.self_check_in == SelfCheckIn.BY_EYE else ()
    scan = Scan(uuid5(NAMESPACE_URL, name), Method.SELF, at, flags=flags)
    return admit(event, place, scan, by=member, at=at)


def keep_door(
    event: Event, *, asks_first: bool, takes_walk_ins: bool, self_check_in: SelfCheckIn
) -> None:
    """Say how the door of `event` is kept."""
    kept = settings_of(event)
    kept.asks_first, kept.takes_walk_ins = asks_first, takes_walk_ins
    kept.self_check_in = SelfCheckIn(self_check_in)
    db.session.add(kept)
