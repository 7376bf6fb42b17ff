"""What two who come together hear of each other."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.letters import Letter, write
from app.kit.tokens import public_id
from app.moderation.queries import are_kept_apart
from app.notifications.composers import UNNOTICED, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.registrations import queries
from app.registrations.links import buddy_url
from app.registrations.mails.news import registration_of, whole_letter
from app.registrations.models import BuddyInvitation, Registration

ASKED = "registrations.buddy_asked"
JOINED = "registrations.buddy_joined"
ABSENT = "registrations.buddy_absent"
LEFT = "registrations.buddy_left"


def buddy_asked(invitation: BuddyInvitation, whom: User, *, at: datetime) -> None:
    """Ask whoever has the address. A letter that would come after the end is not sent."""
    promise = Promise(
        ASKED,
        f"{ASKED}:{invitation.nonce}",
        about_id=invitation.id,
        expires_at=invitation.expires_at,
    )
    post(whom, promise, at=at)


def buddy_joined(registration: Registration, *, at: datetime) -> None:
    """Tell the one who asked that the friend comes along."""
    _tell(JOINED, registration, at)


def buddy_absent(registration: Registration, *, at: datetime) -> None:
    """Tell the one who asked that the friend does not come, or has not answered."""
    _tell(ABSENT, registration, at)


def buddy_left(registration: Registration, *, at: datetime) -> None:
    """Tell the other one that the friend cannot come any more."""
    _tell(LEFT, registration, at)


def _tell(kind: str, registration: Registration, at: datetime) -> None:
    key = f"{kind}:{registration.public_id}:{public_id()}"
    post(registration.attendee, Promise(kind, key, about_id=registration.id), at=at)


@composes(ASKED, manner=UNNOTICED)
def _buddy_asked(mail: Mail) -> Letter | None:
    from_whom = joinedload(BuddyInvitation.registration)
    query = (
        sa.select(BuddyInvitation)
        .options(
            from_whom.joinedload(Registration.attendee),
            from_whom.joinedload(Registration.event).joinedload(Event.group),
            from_whom.joinedload(Registration.slot),
        )
        .where(BuddyInvitation.id == mail.about_id)
    )
    row = db.session.scalars(query).one_or_none()
    if row is None or row.answered_at or not row.registration.is_active:
        return None
    if mail.dedupe_key != f"{ASKED}:{row.nonce}":
        return None  # Somebody else has been asked since.
    if are_kept_apart(row.registration.attendee, mail.member):
        return None
    return write(
        "registrations/mail/buddy_asked",
        to=mail.member,
        address=row.email,
        registration=row.registration,
        event=row.registration.event,
        by=row.registration.attendee,
        url=buddy_url(row),
        expires_at=row.expires_at,
    )


@composes(JOINED)
def _buddy_joined(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or registration.holds_seat or not registration.is_active:
        return None
    buddy = queries.buddy_of(registration)
    return whole_letter("buddy_joined", mail, registration, buddy=buddy)


@composes(ABSENT)
def _buddy_absent(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or not registration.awaits_buddy or not registration.is_active:
        return None
    return whole_letter("buddy_absent", mail, registration)


@composes(LEFT)
def _buddy_left(mail: Mail) -> Letter | None:
    registration = registration_of(mail)
    if registration is None or not registration.is_active or registration.buddy_id:
        return None
    return whole_letter("buddy_left", mail, registration)
