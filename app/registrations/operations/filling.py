"""Passing freed seats on: the waitlist moves by itself."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations.steps import move
from app.registrations.operations.walking import Line
from app.registrations.rules import Passage, Seats
from app.registrations.states import State


def fill(event: Event, *, at: datetime) -> int:
    """Pass every free seat on to the head of the line; returns how many people moved.

    Three days or more before the start the next in line is confirmed at once; then they are
    asked, with a deadline; in the last three hours a free seat is open to everyone still waiting.
    Two who come together move together. Why somebody is passed over is written down.
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
    if not any(slot.can_be_filled for slot in slots):
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

    Two who come together stop waiting together. Returns how many people moved. Locks the event.
    """
    lock(event)
    parties = queries.parties(event) if event.status == Status.PUBLISHED else []
    pointless = [one for party in parties if party.is_too_late(at) for one in party.people]
    for registration in pointless:
        move(registration, State.LAPSED, by=None, at=at, reason="too_late", **_ALONE)
        mails.waited_in_vain(registration, at=at)
    return len(pointless) + refill(event, at)


_ALONE: dict[str, object] = {"buddy_id": None, "awaits_buddy": False}


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
        move(registration, State.LAPSED, by=None, at=at, reason="no_answer", **_ALONE)
        mails.offer_lapsed(registration, at=at)
    return len(ended)


def _pass_all_on(event: Event, slots: list[Seats], at: datetime) -> int:
    """Walk along the line once: seats only become fewer, so nobody need be looked at again."""
    moved = 0
    at_once = rules.passage(at, event.starts_at) == Passage.AT_ONCE
    with Line(event, slots, at) as line:
        for party, slot_id in line.served():
            until = None if at_once else _deadline(party.people, event, at)
            for registration in party.people:
                _give(registration, slot_id, until, at)
            moved += len(party.people)
    return moved


def _deadline(people: list[Registration], event: Event, at: datetime) -> datetime:
    """Until when an offer stands; two people have the night of either."""
    zones = {registration.attendee.timezone for registration in people}
    return max(rules.offer_until(at, event.starts_at, zone) for zone in zones)


def _give(registration: Registration, slot_id: int, until: datetime | None, at: datetime) -> None:
    if until is None:
        move(registration, State.CONFIRMED, by=None, at=at, reason="promoted", slot_id=slot_id)
        mails.promoted(registration, at=at)
        return
    move(registration, State.OFFERED, by=None, at=at, slot_id=slot_id, offer_expires_at=until)
    mails.offered(registration, at=at)


def _announce_open_seats(event: Event, slots: list[Seats], at: datetime) -> None:
    """Tell everyone who wished for such a seat and wants to hear until the last moment.

    One letter per seat given back.
    """
    freed = queries.seats_given_back(event)
    for party in queries.parties(event):
        if rules.first_free(party.wishes, slots, party.size) is None or not party.may_hurry:
            continue
        for registration in party.people:
            mails.seat_is_open(registration, event, freed, at=at)
