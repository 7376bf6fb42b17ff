"""Answering: a seat that was offered, a seat that is open to all who wait, a change of wish."""

from datetime import datetime

from app.accounts.models import User
from app.events.rules import Status
from app.kit.db import db, lock
from app.registrations import mails, queries, rules
from app.registrations.models import Registration
from app.registrations.operations.filling import refill
from app.registrations.operations.refusals import NothingOffered, NotRegistered, SeatTaken
from app.registrations.operations.steps import move
from app.registrations.rules import Passage
from app.registrations.states import LatestNotice, State


def accept_offer(registration: Registration, *, by: User, at: datetime) -> None:
    """Take the seat that was offered. Locks the event. Raises NothingOffered."""
    _look_again(registration)
    until = registration.offer_expires_at
    if registration.state != State.OFFERED or until is None or at >= until:
        raise NothingOffered
    move(registration, State.CONFIRMED, by=by, at=at, reason="accepted")
    mails.confirmed(registration, at=at)


def decline_offer(registration: Registration, *, by: User, at: datetime) -> None:
    """Pass the offered seat on to the next in line. Locks the event. Raises NothingOffered."""
    _look_again(registration)
    if registration.state != State.OFFERED:
        raise NothingOffered
    move(registration, State.CANCELLED, by=by, at=at, reason="declined")
    refill(registration.event, at)


def take_open_seat(registration: Registration, *, by: User, at: datetime) -> None:
    """In the last hours before the start: whoever answers first sits.

    Locks the event. Raises NothingOffered, SeatTaken.
    """
    _look_again(registration)
    event = registration.event
    is_open = rules.passage(at, event.starts_at) == Passage.OPEN
    waits = registration.state == State.WAITLISTED
    wants = registration.latest_notice == LatestNotice.ANY
    if not (is_open and waits and wants and event.status == Status.PUBLISHED):
        raise NothingOffered
    slot_id = rules.first_free(registration.wishes, queries.seats(event))
    if slot_id is None:
        raise SeatTaken
    move(registration, State.CONFIRMED, by=by, at=at, reason="open_seat", slot_id=slot_id)
    mails.confirmed(registration, at=at)


def choose(registration: Registration, choices: dict[str, str]) -> None:
    """Change purpose, latest notice or who sees the name. Raises NotRegistered."""
    if not registration.is_active:
        raise NotRegistered
    for name, value in choices.items():
        setattr(registration, name, value)


def _look_again(registration: Registration) -> None:
    """Lock the event, then see the registration as it is now."""
    lock(registration.event)
    db.session.refresh(registration, ["state", "version", "offer_expires_at", "latest_notice"])
