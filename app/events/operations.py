"""What can happen to an event."""

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events.models import Event, Slot
from app.events.rules import Plan, SlotPlan, Status
from app.groups.models import Group
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.slugs import slug_from
from app.kit.tokens import public_id

WHEN_AND_WHERE = ("starts_at", "ends_at", "timezone", "place_name", "address", "online_url")


class CardMissing(Refused):
    message = _l("Before publishing, fill in who runs the group: visitors see that on every event.")


class AlreadyPublished(Refused):
    message = _l("This event is published already.")


class NotPublished(Refused):
    message = _l("Only an event that is published can be called off.")


class InThePast(Refused):
    message = _l("This event would be over already. Please choose a later date.")


class NoPlace(Refused):
    message = _l("Please say where it takes place: a place, or a web address.")


def draft(group: Group, plan: Plan, by: User, *, at: datetime) -> Event:
    """Begin an event; nobody but the organizers sees it yet."""
    event = Event(
        group=group,
        host_id=by.id,
        slug=_slug(plan.title),
        made_at=at,
        changed_at=at,
        status=Status.DRAFT,
        sequence=0,
    )
    _take_over(event, plan)
    db.session.add(event)
    db.session.flush()
    return event


def publish(event: Event, *, at: datetime) -> None:
    """Open the page to everybody it is meant for.

    Locks the event. Raises AlreadyPublished, CardMissing, NoPlace, InThePast.
    """
    group = event.group
    lock(event)
    if event.status != Status.DRAFT:
        raise AlreadyPublished
    if not group.has_disclosed:
        raise CardMissing
    if not (event.place_name or event.online_url):
        raise NoPlace
    if event.has_ended(at):
        raise InThePast
    event.status = Status.PUBLISHED
    event.published_at = event.changed_at = at


def revise(event: Event, plan: Plan, *, at: datetime) -> bool:
    """Change the event; returns whether those who come must hear of it: another time or place.

    Locks the event. Calendars follow by the sequence number.
    """
    lock(event)
    before = [getattr(event, name) for name in WHEN_AND_WHERE]
    _take_over(event, plan)
    moved = before != [getattr(event, name) for name in WHEN_AND_WHERE]
    event.changed_at = at
    event.sequence += moved
    db.session.flush()
    return moved and event.status == Status.PUBLISHED


def cancel(event: Event, message: str, *, at: datetime) -> None:
    """Call the event off. Its text can still be changed, to explain. Raises NotPublished."""
    lock(event)
    if event.status != Status.PUBLISHED:
        raise NotPublished
    event.status = Status.CANCELLED
    event.notice = message
    event.cancelled_at = event.changed_at = at
    event.sequence += 1


def _take_over(event: Event, plan: Plan) -> None:
    for field in fields(plan):
        value = getattr(plan, field.name)
        if field.name != "slots":
            setattr(event, field.name, list(value) if isinstance(value, tuple) else value)
    known = {slot.id: slot for slot in event.slots}
    event.slots = [
        _slot(known.get(planned.slot_id or 0), planned, position)
        for position, planned in enumerate(plan.slots)
    ]


def _slot(slot: Slot | None, planned: SlotPlan, position: int) -> Slot:
    slot = slot or Slot()
    slot.name, slot.capacity = planned.name, planned.capacity
    slot.door_fee, slot.position = planned.door_fee, position
    return slot


def _slug(title: str) -> str:
    wanted = slug_from(title)
    taken = db.session.scalar(sa.select(Event.id).where(Event.slug == wanted)) is not None
    return f"{wanted}-{public_id()[:4]}" if taken else wanted
