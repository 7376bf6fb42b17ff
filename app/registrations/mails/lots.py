"""What a draw has to tell: who sits, who stands in line, and what it still waits for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event, Slot
from app.kit.db import db
from app.kit.letters import Letter, absolute, write
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.registrations.mails.news import news
from app.registrations.models import Draw
from app.registrations.states import State

drawn = news("drawn", State.CONFIRMED, has_calendar=True)
not_drawn = news("not_drawn", State.WAITLISTED, State.NOT_SELECTED)

VALUE = "registrations.value_awaited"


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
