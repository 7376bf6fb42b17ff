"""Two people who come together or not at all: who belongs to whom, and who has been asked.

Rows are read anew each time: whoever asks may have seen them before they held the event's lock.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.registrations.models import BuddyInvitation, Registration
from app.registrations.queries.places import whole
from app.registrations.states import ACTIVE

_ANEW = {"populate_existing": True}


def buddy_of(registration: Registration | None) -> Registration | None:
    """The place of whoever comes along with this one."""
    if registration is None or registration.buddy_id is None:
        return None
    query = whole().where(Registration.id == registration.buddy_id, Registration.state.in_(ACTIVE))
    return db.session.scalars(query.execution_options(**_ANEW)).one_or_none()


def buddy_invitation(registration: Registration | None) -> BuddyInvitation | None:
    """Whom the holder of this place asked along last."""
    if registration is None:
        return None
    query = sa.select(BuddyInvitation).where(BuddyInvitation.registration_id == registration.id)
    return db.session.scalars(query.execution_options(**_ANEW)).one_or_none()


def buddy_invitation_behind(token: str) -> BuddyInvitation | None:
    """The question `token` answers, with the place it came from, the event and the asker."""
    asked_from = joinedload(BuddyInvitation.registration)
    query = (
        sa.select(BuddyInvitation)
        .options(
            asked_from.joinedload(Registration.event).joinedload(Event.group),
            asked_from.joinedload(Registration.attendee),
            asked_from.joinedload(Registration.slot),
        )
        .where(BuddyInvitation.token_hash == fingerprint(token))
    )
    return db.session.scalars(query.execution_options(**_ANEW)).one_or_none()


def unanswered_buddies(at: datetime) -> list[BuddyInvitation]:
    """Questions whose time is over, while the one who asked still waits for a word."""
    asked_from = joinedload(BuddyInvitation.registration, innerjoin=True)
    query = (
        sa.select(BuddyInvitation)
        .join(Registration, Registration.id == BuddyInvitation.registration_id)
        .options(
            asked_from.joinedload(Registration.event), asked_from.joinedload(Registration.attendee)
        )
        .where(BuddyInvitation.answered_at.is_(None), BuddyInvitation.expires_at <= at)
        .where(Registration.state.in_(ACTIVE))
        .order_by(BuddyInvitation.id)
    )
    return list(db.session.scalars(query))
