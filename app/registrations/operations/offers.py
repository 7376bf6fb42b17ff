"""Answering: a seat that was offered, a seat that is open to all who wait."""

from datetime import datetime

from app.accounts.models import User
from app.events.rules import Status
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.refusals import NothingOffered, SeatTaken
from app.registrations.operations.steps import move
from app.registrations.rules import Passage
from app.registrations.states import LatestNotice, State

_WATCHED = ("state", "version", "offer_expires_at", "latest_notice", "buddy_id", "awaits_buddy")


def accept_offer(registration: Registration, *, by: User, at: datetime) -> None:
    """Take the seat that was offered; of two who come together one says yes for both.

    Locks the event. Raises NothingOffered.
    """
    _look_again(registration)
    until = registration.offer_expires_at
    if registration.state != State.OFFERED or until is None or at >= until:
        raise NothingOffered
    for each in _together(registration):
        if each.state == State.OFFERED:
            move(each, State.CONFIRMED, by=by, at=at, reason="accepted")
            mails.confirmed(each, at=at)


def decline_offer(registration: Registration, *, by: User, at: datetime) -> None:
    """Pass the offered seat on to the next in line; a friend's offer stands, and they are told.

    Locks the event. Raises NothingOffered.
    """
    _look_again(registration)
    if registration.state != State.OFFERED:
        raise NothingOffered
    move(registration, State.CANCELLED, by=by, at=at, reason="declined")
    pairing.part(registration, at=at)
    refill(registration.event, at)


def take_open_seat(registration: Registration, *, by: User, at: datetime) -> None:
    """In the last hours before the start: whoever answers first sits, a friend beside them.

    Locks the event. Raises NothingOffered, SeatTaken.
    """
    _look_again(registration)
    event = registration.event
    is_open = rules.passage(at, event.starts_at) == Passage.OPEN
    waits = registration.state == State.WAITLISTED
    wants = registration.latest_notice == LatestNotice.ANY
    if not (is_open and waits and wants and event.status == Status.PUBLISHED):
        raise NothingOffered
    people = _together(registration)
    if registration.awaits_buddy or not all(one.state == State.WAITLISTED for one in people):
        raise NothingOffered
    slot_id = rules.first_free(registration.wishes, queries.seats(event), len(people))
    if slot_id is None:
        raise SeatTaken
    for each in people:
        move(each, State.CONFIRMED, by=by, at=at, reason="open_seat", slot_id=slot_id)
        mails.confirmed(each, at=at)


def _together(registration: Registration) -> list[Registration]:
    """The place, and that of the friend who comes along, who may stand elsewhere already."""
    buddy = queries.buddy_of(registration)
    if buddy is not None:
        db.session.refresh(buddy, _WATCHED)
    return [registration, *([buddy] if buddy is not None else [])]


def _look_again(registration: Registration) -> None:
    """Lock the event, then see the registration as it is now."""
    lock(registration.event)
    db.session.refresh(registration, _WATCHED)
