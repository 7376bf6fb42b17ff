"""Who keeps the door, how, and who waits outside."""

import sqlalchemy as sa

from app.attendance.models import DoorDevice, DoorLink, DoorSettings, WalkIn
from app.attendance.rules import SelfCheckIn
from app.events.models import Event
from app.kit.db import db
from app.kit.tokens import fingerprint


def device_with(token: str, slug: str) -> DoorDevice | None:
    """The phone that holds this token, at the door of that event."""
    query = (
        sa.select(DoorDevice)
        .join(DoorLink, DoorLink.id == DoorDevice.link_id)
        .join(Event, Event.id == DoorLink.event_id)
        .where(DoorDevice.token_hash == fingerprint(token), Event.slug == slug)
    )
    return db.session.scalars(query).one_or_none() if token else None


def link_with(token: str) -> DoorLink | None:
    """The helpers' link that carries this token, live or not."""
    query = sa.select(DoorLink).where(DoorLink.token_hash == fingerprint(token))
    return db.session.scalars(query).one_or_none()


def links_of(event: Event) -> list[DoorLink]:
    """Every link to the door of `event`, the newest first."""
    query = sa.select(DoorLink).where(DoorLink.event_id == event.id)
    return list(db.session.scalars(query.order_by(DoorLink.made_at.desc(), DoorLink.id.desc())))


def devices_of(event: Event) -> list[DoorDevice]:
    """Every phone that came to the door of `event` by a link."""
    query = (
        sa.select(DoorDevice)
        .join(DoorLink, DoorLink.id == DoorDevice.link_id)
        .where(DoorLink.event_id == event.id)
        .order_by(DoorDevice.joined_at, DoorDevice.id)
    )
    return list(db.session.scalars(query))


def settings_of(event: Event) -> DoorSettings:
    """How the door of `event` is kept; the usual way where nobody has said otherwise."""
    kept = db.session.get(DoorSettings, event.id)
    return kept or DoorSettings(
        event_id=event.id, self_check_in=SelfCheckIn.OFF, asks_first=False, takes_walk_ins=True
    )


def waiting_outside(event: Event) -> list[WalkIn]:
    """Who has written their name down at the door and waits to be let in, the first first."""
    query = sa.select(WalkIn).where(
        WalkIn.event_id == event.id, WalkIn.entry_id.is_(None), WalkIn.sent_away_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(WalkIn.asked_at, WalkIn.id)))
