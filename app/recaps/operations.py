"""The end of an event: its door closes, and everybody is promised their recap."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.queries import came_ids
from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.notifications.models import Mail
from app.recaps import mails
from app.recaps.models import RecapRun
from app.recaps.queries import audience, organizers_of, variant_for
from app.recaps.rules import Variant
from app.registrations.queries import registration_of


class NotCountedAsMissing(Refused):
    message = _l("You are not counted as missing at this event.")


def close(event: Event, *, at: datetime) -> int:
    """Close the attendance of an event that is over and promise the recaps, once for all.

    The audience is fixed here; what each letter says is decided when it leaves. Returns how many
    people it is. Locks the event.
    """
    lock(event)
    if event.status != Status.PUBLISHED or db.session.get(RecapRun, event.id) is not None:
        return 0
    event.status, event.closed_at = Status.CLOSED, at
    event.attendance_taken = bool(came_ids(event))
    readers = [(member, kind) for kind, people in audience(event).items() for member in people]
    for member, variant in readers:
        mails.promised(event, member, variant, at=at)
    db.session.add(RecapRun(event_id=event.id, begun_at=at, audience=len(readers)))
    db.session.flush()
    return len(readers)


def promise_to_latecomers(event: Event, *, at: datetime) -> int:
    """Promise the recap to people whom the door has written in after the close."""
    have_it = set(
        db.session.scalars(
            sa.select(Mail.member_id).where(
                Mail.kind == mails.KINDS[Variant.ATTENDED], Mail.about_id == event.id
            )
        )
    )
    late = [m for m in audience(event)[Variant.ATTENDED] if m.id not in have_it]
    for member in late:
        mails.promised(event, member, Variant.ATTENDED, at=at)
    return len(late)


def say_i_came(event: Event, *, by: User, at: datetime) -> None:
    """Ask the organizers to put right that `by` counts as missing. Raises NotCountedAsMissing."""
    registration = registration_of(event, by)
    if registration is None or variant_for(event, by) != Variant.NO_SHOW:
        raise NotCountedAsMissing
    for organizer in organizers_of(event):
        mails.says_they_came(registration, organizer, at=at)
