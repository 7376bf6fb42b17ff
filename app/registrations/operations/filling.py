"""Passing freed seats on: the waitlist moves by itself."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations.steps import move
from app.registrations.rules import Passage, Seats
from app.registrations.states import LatestNotice, State


def fill(event: Event, *, at: datetime) -> int:
    """Pass every free seat on to the head of the line; returns how many people moved.

    Three days or more before the start the next in line is confirmed at once; then they are
    asked, with a deadline; in the last three hours a free seat is open to everyone still waiting.
    Harmless to repeat.

    Locks the event.
    """
    lock(event)
    return refill(event, at)


def refill(event: Event, at: datetime) -> int:
    """Fill, for whoever holds the event's lock already."""
    moved = _end_offers(event, at)
    how = rules.passage(at, event.starts_at)
    if event.status != Status.PUBLISHED or how == Passage.CLOSED:
        return moved
    slots = queries.seats(event)
    if not any(slot.free for slot in slots):
        return moved
    if how == Passage.OPEN:
        _announce_open_seats(event, slots, at)
        return moved
    return moved + _pass_all_on(event, slots, at)


def settle(event: Event, at: datetime) -> None:
    """Pass on the seats of offers that have run out, for whoever holds the event's lock."""
    if _end_offers(event, at):
        refill(event, at)


def lapse(event: Event, *, at: datetime) -> int:
    """End offers that have run out and waits that have become pointless, then fill.

    Returns how many people moved. Locks the event.
    """
    lock(event)
    pointless = [
        registration
        for registration in queries.waiting(event)
        if event.status == Status.PUBLISHED
        and rules.is_too_late(registration.latest_notice, at, event.starts_at)
    ]
    for registration in pointless:
        move(registration, State.LAPSED, by=None, at=at, reason="too_late")
        mails.waited_in_vain(registration, at=at)
    return len(pointless) + refill(event, at)


def _end_offers(event: Event, at: datetime) -> int:
    run_out = (
        sa.select(Registration)
        .options(joinedload(Registration.attendee))
        .where(Registration.event_id == event.id, Registration.state == State.OFFERED)
        .where(Registration.offer_expires_at <= at)
        .order_by(Registration.id)
    )
    ended = list(db.session.scalars(run_out))
    for registration in ended:
        move(registration, State.LAPSED, by=None, at=at, reason="no_answer")
        mails.offer_lapsed(registration, at=at)
    return len(ended)


def _pass_all_on(event: Event, slots: list[Seats], at: datetime) -> int:
    moved = 0
    for registration in queries.waiting(event):
        if not rules.is_too_late(registration.latest_notice, at, event.starts_at):
            before, slots = slots, _pass_on(registration, slots, event, at)
            moved += slots is not before
    return moved


def _pass_on(
    registration: Registration, slots: list[Seats], event: Event, at: datetime
) -> list[Seats]:
    """Give the first wished free seat to one who waits; returns the seats as they are then."""
    slot_id = rules.first_free(registration.wishes, slots)
    if slot_id is None:
        return slots
    if rules.passage(at, event.starts_at) == Passage.AT_ONCE:
        move(registration, State.CONFIRMED, by=None, at=at, reason="promoted", slot_id=slot_id)
        mails.promoted(registration, at=at)
    else:
        _offer(registration, slot_id, event, at)
    return [
        replace(slot, taken=slot.taken + 1) if slot.slot_id == slot_id else slot for slot in slots
    ]


def _offer(registration: Registration, slot_id: int, event: Event, at: datetime) -> None:
    until = rules.offer_until(at, event.starts_at, registration.attendee.timezone)
    move(
        registration,
        State.OFFERED,
        by=None,
        at=at,
        slot_id=slot_id,
        offer_expires_at=until,
    )
    mails.offered(registration, at=at)


def _announce_open_seats(event: Event, slots: list[Seats], at: datetime) -> None:
    """Tell everyone who wished for such a seat and wants to hear until the last moment.

    One letter per seat given back.
    """
    freed = queries.seats_given_back(event)
    for registration in queries.waiting(event):
        is_wished = rules.first_free(registration.wishes, slots) is not None
        if is_wished and registration.latest_notice == LatestNotice.ANY:
            mails.seat_is_open(registration, event, freed, at=at)
