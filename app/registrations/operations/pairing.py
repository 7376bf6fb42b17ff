"""Two people who come together or not at all.

Whoever asks a friend along keeps a place in line, and no seat, until the friend has answered; a
yes puts the two in line as one. When one of them leaves, the other keeps a seat they have, and
waits for nothing they have not said: without a seat they are asked whether they come alone.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from app.accounts.arrivals import somebody_at
from app.accounts.models import User
from app.accounts.names import one_spelling
from app.kit.db import db, lock
from app.kit.tokens import fingerprint, public_id
from app.moderation.queries import are_kept_apart
from app.registrations import mails, queries, rules
from app.registrations.links import buddy_token
from app.registrations.models import BuddyInvitation, Registration
from app.registrations.operations.filling import refill
from app.registrations.operations.refusals import (
    AskedTooOften,
    BuddyInvitationOver,
    NoBuddyNow,
    OwnInvitation,
)
from app.registrations.operations.steps import move
from app.registrations.rules import Wish
from app.registrations.states import HOLDS_SEAT, State

LASTS = timedelta(days=3)
MOST_ASKED = 3
# What somebody else may have changed before the event was locked.
_WATCHED = ("state", "version", "buddy_id", "awaits_buddy", "wishes", "queue_no")


def begin(registration: Registration, wish: Wish, *, by: User, at: datetime) -> None:
    """Carry out what a new registration says about a friend, where it says anything.

    For whoever holds the event's lock. Raises as `ask_along` and `join` do.
    """
    if wish.buddy_token:
        join(registration, wish.buddy_token, is_new=True, at=at)
    elif wish.buddy_email:
        ask_along(registration, wish.buddy_email, by=by, at=at)


def with_their_slots(wish: Wish, *, by: User, at: datetime) -> Wish:
    """The wish of somebody who was asked along: the slots are those of the one who asked.

    Raises BuddyInvitationOver, OwnInvitation.
    """
    if not wish.buddy_token:
        return wish
    asked = open_invitation(wish.buddy_token, by, at=at)
    return replace(wish, slots=tuple(asked.registration.wishes))


def ask_along(registration: Registration, email: str, *, by: User, at: datetime) -> None:
    """Ask somebody by mail; asking another takes the first question back.

    Locks the event. Raises NoBuddyNow, OwnInvitation, AskedTooOften.
    """
    event = lock(registration.event)
    db.session.refresh(registration, _WATCHED)
    address = one_spelling(email)
    if not _may_ask(registration) or at >= event.starts_at:
        raise NoBuddyNow
    if address == registration.attendee.email:
        raise OwnInvitation
    invitation = queries.buddy_invitation(registration) or BuddyInvitation(
        registration_id=registration.id, times_asked=0
    )
    if invitation.times_asked >= MOST_ASKED:
        raise AskedTooOften
    invitation.times_asked += 1
    invitation.email, invitation.nonce = address, public_id()
    invitation.token_hash = fingerprint(buddy_token(invitation.nonce))
    invitation.invited_at, invitation.answered_at = at, None
    invitation.expires_at = min(at + LASTS, event.starts_at)
    registration.awaits_buddy = True
    db.session.add(invitation)
    db.session.flush()
    whom = somebody_at(address, locale=by.locale, at=at)
    mails.buddy_asked(invitation, whom, at=at)


def open_invitation(token: str, viewer: User | None, *, at: datetime) -> BuddyInvitation:
    """The question behind a link, as long as it can be answered.

    Raises BuddyInvitationOver, OwnInvitation.
    """
    found = queries.buddy_invitation_behind(token)
    if found is None or found.answered_at is not None or at >= found.expires_at:
        raise BuddyInvitationOver
    asker = found.registration
    if viewer is not None and viewer.id == asker.attendee_id:
        raise OwnInvitation
    apart = viewer is not None and are_kept_apart(viewer, asker.attendee)
    if apart or not _may_ask(asker) or not asker.event.is_on:
        raise BuddyInvitationOver
    return found


def join(registration: Registration, token: str, *, is_new: bool = False, at: datetime) -> None:
    """Come along: from now on the two are in line as one, or in the draw with one lot.

    Somebody new stands where the one stands who asked; two who are in line already stand where
    the later of them stands. Somebody who has a seat needs none: then the other goes on alone.
    Locks the event. Raises BuddyInvitationOver, OwnInvitation, NoBuddyNow.
    """
    event = lock(registration.event)
    db.session.refresh(registration, _WATCHED)
    found = open_invitation(token, registration.attendee, at=at)
    asker = found.registration
    if asker.event_id != event.id:
        raise BuddyInvitationOver
    fits = is_new or registration.state in (*HOLDS_SEAT, asker.state)
    if not fits or not _is_free(registration):
        raise NoBuddyNow
    found.answered_at, asker.awaits_buddy = at, False
    if registration.state not in HOLDS_SEAT:
        _tie(asker, registration)
        if is_new:
            _sit_down(asker, registration, at)
    refill(event, at)
    if asker.state not in HOLDS_SEAT:
        mails.buddy_joined(asker, at=at)


def decline(token: str, *, viewer: User | None, at: datetime) -> None:
    """Say no; the one who asked decides whether to come alone. Raises as `open_invitation`."""
    found = open_invitation(token, viewer, at=at)
    lock(found.registration.event)
    found = open_invitation(token, viewer, at=at)
    found.answered_at = at
    mails.buddy_absent(found.registration, at=at)


def come_alone(registration: Registration, *, at: datetime) -> None:
    """Wait for one seat only, without the friend. Locks the event. Raises NoBuddyNow."""
    event = lock(registration.event)
    db.session.refresh(registration, _WATCHED)
    if not registration.awaits_buddy or not registration.is_active:
        raise NoBuddyNow
    registration.awaits_buddy = False
    _take_back(registration, at)
    refill(event, at)


def part(registration: Registration, *, at: datetime) -> None:
    """Untie a place that has just ended from the friend's, who is told and keeps what they have.

    For whoever holds the event's lock and fills afterwards.
    """
    db.session.flush()
    db.session.refresh(registration, ["buddy_id"])
    _take_back(registration, at)
    buddy = queries.buddy_of(registration)
    registration.buddy_id = None
    if buddy is not None:
        buddy.buddy_id = None
        buddy.awaits_buddy = not buddy.holds_seat
        mails.buddy_left(buddy, at=at)


def give_up_waiting(at: datetime) -> int:
    """Tell those whose friend has let the time pass; returns how many."""
    late = queries.unanswered_buddies(at)
    for invitation in late:
        lock(invitation.registration.event)
        db.session.refresh(invitation, ["answered_at"])
        db.session.refresh(invitation.registration, _WATCHED)
        if invitation.answered_at is not None:
            continue
        invitation.answered_at = at
        if invitation.registration.awaits_buddy:
            mails.buddy_absent(invitation.registration, at=at)
    return len(late)


def _tie(asker: Registration, buddy: Registration) -> None:
    asker.buddy_id, buddy.buddy_id = buddy.id, asker.id
    buddy.wishes = list(asker.wishes)


def _sit_down(asker: Registration, buddy: Registration, at: datetime) -> None:
    """Seat two at once where there is room: they have both just said that they come.

    Otherwise the new one stands where the other stands.
    """
    if not asker.state == buddy.state == State.WAITLISTED:
        return
    event = asker.event
    slot_id = rules.first_free(asker.wishes, queries.seats(event), 2)
    if slot_id is None or rules.is_too_late(asker.latest_notice, at, event.starts_at):
        buddy.queue_no = asker.queue_no
        return
    db.session.flush()
    for each in (asker, buddy):
        move(each, State.CONFIRMED, by=buddy.attendee, at=at, reason="together", slot_id=slot_id)
        mails.confirmed(each, at=at)


def _may_ask(registration: Registration) -> bool:
    waits = registration.state in (State.PENDING, State.APPLIED, State.WAITLISTED)
    return waits and registration.buddy_id is None


def _is_free(registration: Registration) -> bool:
    """Whether nobody else comes along with this one, or has been asked to."""
    return registration.buddy_id is None and not registration.awaits_buddy


def _take_back(registration: Registration, at: datetime) -> None:
    """End a question that nobody has answered."""
    invitation = queries.buddy_invitation(registration)
    if invitation is not None and invitation.answered_at is None:
        invitation.answered_at = at
