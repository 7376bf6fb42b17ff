"""One event: begun, published, changed, called off."""

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events import search
from app.events.models import Event, Question, Slot
from app.events.rules import Move, Plan, SlotPlan, Status, how_far
from app.groups.journal import Deed, note
from app.groups.models import Group
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.slugs import slug_from
from app.kit.tokens import public_id


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


class DrawIsOver(Refused):
    message = _l("A slot's draw would be over already. Please choose a later moment for it.")


class EndsBeforeItBegins(Refused):
    message = _l("The end must come after the beginning.")


def draft(
    group: Group, plan: Plan, by: User | None, *, at: datetime, like: Event | None = None
) -> Event:
    """Begin an event; nobody but the organizers sees it yet. It asks what `like` asks.

    Raises EndsBeforeItBegins.
    """
    event = Event(
        group=group,
        host_id=by.id if by else like.host_id if like else None,
        slug=_slug(plan.title),
        made_at=at,
        changed_at=at,
        status=Status.DRAFT,
        sequence=0,
    )
    _take_over(event, plan)
    db.session.add(event)
    db.session.flush()
    if like is not None:
        _ask_the_same(like, event)
    search.index(event)
    if by is not None:
        note(group, Deed.DRAFTED, by=by, at=at, event=event)
    return event


def publish(event: Event, *, by: User | None = None, at: datetime) -> None:
    """Open the page to everybody it is meant for.

    Locks the event. Raises AlreadyPublished, CardMissing, NoPlace, InThePast, DrawIsOver.
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
    if any(slot.lottery_at is not None and slot.lottery_at <= at for slot in event.slots):
        raise DrawIsOver
    event.status = Status.PUBLISHED
    event.published_at = event.changed_at = at
    note(group, Deed.PUBLISHED, by=by, at=at, event=event)


def revise(event: Event, plan: Plan, *, by: User | None = None, at: datetime) -> Move:
    """Change the event; returns how far that takes it from what people said yes to.

    Locks the event. Calendars follow by the sequence number. Raises EndsBeforeItBegins.
    """
    lock(event)
    before = event.plan
    _take_over(event, plan)
    moved = how_far(before, plan)
    event.changed_at = at
    event.sequence += moved > Move.STAYS
    search.index(event)
    db.session.flush()
    note(event.group, Deed.REVISED, by=by, at=at, event=event)
    return moved if event.status == Status.PUBLISHED else Move.STAYS


def cancel(event: Event, message: str, *, by: User | None = None, at: datetime) -> None:
    """Call the event off. Its text can still be changed, to explain. Raises NotPublished."""
    lock(event)
    if event.status != Status.PUBLISHED:
        raise NotPublished
    event.status = Status.CANCELLED
    event.notice = message
    event.cancelled_at = event.changed_at = at
    event.sequence += 1
    note(event.group, Deed.CALLED_OFF, by=by, at=at, event=event)


def explain(event: Event, message: str, *, by: User, at: datetime) -> None:
    """Change what the page of an event that was called off says about it. Locks the event."""
    lock(event)
    if event.notice != message:
        event.notice, event.changed_at = message, at
        note(event.group, Deed.NOTICE_CHANGED, by=by, at=at, event=event)


def _take_over(event: Event, plan: Plan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeItBegins
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
    for field in fields(planned):
        if field.name != "slot_id":
            setattr(slot, field.name, getattr(planned, field.name))
    slot.position = position
    return slot


def _ask_the_same(like: Event, event: Event) -> None:
    still_asked = sa.select(Question).where(
        Question.event_id == like.id, Question.dropped_at.is_(None)
    )
    for asked in db.session.scalars(still_asked):
        db.session.add(
            Question(
                event_id=event.id,
                position=asked.position,
                text=asked.text,
                asks=asked.asks,
                choices=list(asked.choices),
                is_required=asked.is_required,
            )
        )


def _slug(title: str) -> str:
    wanted = slug_from(title)
    if wanted.replace("-", "").isdecimal():  # of 第11回 朝の読書会 only the number is left
        wanted = public_id()
    taken = db.session.scalar(sa.select(Event.id).where(Event.slug == wanted)) is not None
    return f"{wanted}-{public_id()[:4]}" if taken else wanted
