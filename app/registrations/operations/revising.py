"""Changing an event that people have registered for: nobody loses a seat, everybody hears of it."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events import operations as events
from app.events.models import Event, Series
from app.events.rules import Move, Plan
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations import mails, queries
from app.registrations.models import Registration
from app.registrations.operations import drawing
from app.registrations.operations.filling import refill
from app.registrations.operations.inviting import send_invitations
from app.registrations.states import State


class SlotInUse(Refused):
    message = _l("People have registered for a slot you want to remove. It has to stay.")


class DrawUnderWay(Refused):
    message = _l("Somebody has entered already, so the terms of the draw stay as announced.")


def publish(event: Event, *, by: User | None, at: datetime) -> None:
    """Open the page, and promise how the lots will be drawn where there are any.

    Locks the event. Raises what events.operations.publish raises.
    """
    events.publish(event, by=by, at=at)
    drawing.promise(event, at=at)
    send_invitations(event, by=by, at=at)


def revise(event: Event, plan: Plan, *, by: User | None = None, at: datetime) -> None:
    """Change one event, pass new seats on, and tell people when time or place are others.

    Fewer seats than people send nobody away; they only let nobody else in. On another day or at
    another place, those who come are asked whether they still do.

    Locks the event. Raises SlotInUse, DrawUnderWay, EndsBeforeItBegins and DrawIsOver.
    """
    is_changed = plan != event.plan
    _apply(event, plan, by=by, at=at)
    if event.series_id is not None and is_changed:
        event.is_one_off = True


def revise_following(event: Event, plan: Plan, *, by: User | None, at: datetime) -> int:
    """Change an evening of a series and all that follow; returns how many follow.

    Each keeps its own day and whatever this change does not touch. Locks the events.
    Raises SlotInUse, EndsBeforeItBegins, NotInSeries.
    """
    before = event.plan
    following = events.plans_after(event, before, plan, at)
    _apply(event, plan, by=by, at=at)
    for other, other_plan in following:
        _apply(other, other_plan, by=by, at=at)
    details = {"count": len(following)}
    note(event.group, Deed.SERIES_REVISED, by=by, at=at, event=event, details=details)
    return len(following)


def keep_ahead(series: Series, *, at: datetime) -> int:
    """Make the evenings of a series that are missing ahead; returns how many.

    What cannot be published yet stays a draft. Locks the series. Harmless to repeat.
    """
    made = events.make_ahead(series, at=at)
    for event in made if series.publishes else []:
        try:
            publish(event, by=None, at=at)
        except Refused:
            continue  # the organizers find the draft, and its page says what is missing
    return len(made)


def leave_out(series: Series, day: date, *, by: User, at: datetime) -> None:
    """Leave one day of a series out; a draft made for it goes. Raises SeriesEnded."""
    drafted = events.skip(series, day, by=by, at=at)
    _drop([drafted] if drafted else [])


def end_series(series: Series, *, by: User, at: datetime) -> None:
    """Make no more evenings; drafts that nobody has touched go. Raises SeriesEnded."""
    _drop(events.end(series, by=by, at=at))


def _apply(event: Event, plan: Plan, *, by: User | None, at: datetime) -> None:
    lock(event)
    kept = {slot.slot_id for slot in plan.slots}
    removed = [slot.id for slot in event.slots if slot.id not in kept]
    if queries.slots_in_use(event, removed):
        raise SlotInUse
    _hold_to_terms(event, plan, at)
    moved = events.revise(event, plan, by=by, at=at)
    if event.is_on:
        drawing.promise(event, at=at)
    if moved > Move.STAYS and not event.has_ended(at):
        if moved == Move.MOVES:
            _ask_again(event, by, at)
        mails.event_changed(event, at=at)
        mails.still_silent(event, at=at)
    refill(event, at)


def _hold_to_terms(event: Event, plan: Plan, at: datetime) -> None:
    """Go on only with a draw that is still to come, on the terms people have entered it on."""
    planned = {slot.slot_id: slot for slot in plan.slots}
    uses = queries.slot_uses(event) if event.is_on else {}
    for was in event.plan.slots:
        now = planned.get(was.slot_id)
        use = uses.get(was.slot_id or 0)
        if now is None or use is None:
            continue
        if not use.allows(was, now):
            raise DrawUnderWay
        if now.lottery_at != was.lottery_at and now.lottery_at and now.lottery_at <= at:
            raise events.DrawIsOver


def _ask_again(event: Event, by: User | None, at: datetime) -> None:
    """Whoever said yes said it to another evening."""
    asked = (
        sa.update(Registration)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .values(asked_again_at=at, still_coming_at=None)
        .returning(Registration.id)
    )
    count = len(db.session.scalars(asked).all())
    if count:
        details = {"count": count}
        note(event.group, Deed.ASKED_AGAIN, by=by, at=at, event=event, details=details)


def _drop(drafts: list[Event]) -> None:
    """Throw drafts away but for those that somebody has been brought into."""
    kept = queries.with_people([event.id for event in drafts])
    for event in drafts:
        if event.id not in kept:
            db.session.delete(event)
    db.session.flush()
