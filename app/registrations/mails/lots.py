"""What a draw has to tell: who sits, who stands in line, and what it still waits for."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event, Slot
from app.kit.db import db
from app.kit.letters import Letter, absolute, write
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all
from app.registrations.mails.news import news
from app.registrations.models import Draw, Registration
from app.registrations.states import State

news("drawn", State.CONFIRMED, has_calendar=True)
news("not_drawn", State.WAITLISTED, State.NOT_SELECTED)

VALUE = "registrations.value_awaited"


def drawn(people: Sequence[Registration], *, at: datetime) -> None:
    """Tell everybody who has been drawn, all at once."""
    _tell_all("registrations.drawn", people, at)


def not_drawn(people: Sequence[Registration], *, at: datetime) -> None:
    """Tell everybody who has not, and where they stand now."""
    _tell_all("registrations.not_drawn", people, at)


def _tell_all(kind: str, people: Sequence[Registration], at: datetime) -> None:
    promises = [
        (row.attendee, Promise(kind, f"{kind}:{row.public_id}:{row.version}", about_id=row.id))
        for row in people
        if row.attendee.email
    ]
    post_all(promises, at=at)


def value_awaited(organizer: User, draw: Draw, *, at: datetime) -> None:
    """Tell an organizer that the draw waits for the public value; once for every draw."""
    promise = Promise(VALUE, f"{VALUE}:{draw.id}:{organizer.id}", about_id=draw.id)
    post(organizer, promise, at=at)


@composes(VALUE)
def _value_awaited(mail: Mail) -> Letter | None:
    query = (
        sa.select(Slot, Event)
        .join(Event, Event.id == Slot.event_id)
        .join(Draw, Draw.slot_id == Slot.id)
        .options(joinedload(Event.group))
        .where(Draw.id == mail.about_id, Draw.drawn_at.is_(None))
    )
    found = db.session.execute(query).one_or_none()
    if found is None or not found.Event.is_on or not found.Event.group.is_run_by(mail.member):
        return None
    return write(
        "registrations/mail/value_awaited",
        to=mail.member,
        event=found.Event,
        slot=found.Slot,
        url=absolute(f"/events/{found.Event.slug}/nominees"),
    )
