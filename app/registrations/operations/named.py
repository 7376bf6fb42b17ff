"""Somebody whom a list from elsewhere names says yes, or no."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.groups.queries import is_banned
from app.kit.db import db, lock
from app.registrations import mails, queries
from app.registrations.models import Registration
from app.registrations.operations import pairing
from app.registrations.operations.filling import refill
from app.registrations.operations.refusals import NothingToDecide, Removed
from app.registrations.operations.steps import move
from app.registrations.states import DECLINED, JOINED, State


def say_yes(registration: Registration, member: User, *, at: datetime) -> Registration:
    """The place that a list gave to a name becomes `member`'s; returns the one they have now.

    Whoever registered here, too, keeps one place: the one with a seat.

    Locks the event. Raises NothingToDecide, Removed.
    """
    stand_in = _held(registration)
    event = registration.event
    if queries.is_removed(event, member) or is_banned(event.group, member):
        raise Removed
    own = queries.registration_of(event, member)
    if own is None or own is registration:
        kept = registration
    else:
        kept, other = _better(own, registration)
        # Nothing else is given back: whoever it is keeps a place here.
        move(other, State.CANCELLED, by=None, at=at, reason=JOINED)
        pairing.part(other, at=at)
    registration.needs_yes = False
    registration.attendee = member if kept is registration else stand_in
    db.session.flush()
    _forget(stand_in, member)
    refill(event, at)
    if kept is registration and not event.has_ended(at):
        _tell(registration, at)
    return kept


def say_no(registration: Registration, *, at: datetime) -> None:
    """Give the place back for whoever the list meant. Later lists do not bring it back.

    Locks the event. Raises NothingToDecide.
    """
    _held(registration)
    # Nobody is named as the actor: that somebody has an account is theirs to tell.
    move(registration, State.CANCELLED, by=None, at=at, reason=DECLINED)
    registration.needs_yes = False
    refill(registration.event, at)


def _held(registration: Registration) -> User:
    """Hold the event and the place; whose name stands there now. Raises NothingToDecide."""
    lock(registration.event)
    lock(registration)
    if not (registration.needs_yes and registration.is_active):
        raise NothingToDecide
    return registration.attendee


def _better(own: Registration, named: Registration) -> tuple[Registration, Registration]:
    """Of two places of one person the one to keep, and the other."""
    takes_over = named.state == State.CONFIRMED and own.state != State.CONFIRMED
    return (named, own) if takes_over else (own, named)


def _forget(stand_in: User, member: User) -> None:
    """Delete a name that only stood in for somebody, once nothing hangs on it any more."""
    if stand_in is member or stand_in.email_verified_at is not None:
        return
    left = sa.select(Registration.id).where(Registration.attendee_id == stand_in.id).limit(1)
    if db.session.scalar(left) is None:
        db.session.delete(stand_in)


def _tell(registration: Registration, at: datetime) -> None:
    if registration.state == State.CONFIRMED:
        mails.confirmed(registration, at=at)
    elif registration.state == State.WAITLISTED:
        mails.waitlisted(registration, at=at)
