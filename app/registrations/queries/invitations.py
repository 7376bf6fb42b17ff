"""Who is invited to an event, and what has come of it."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event, Invitation
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.registrations.models import Registration
from app.registrations.states import ACTIVE


def invitations(event: Event) -> sa.Select[Invitation]:
    """Everybody who is invited, the latest first."""
    return (
        sa.select(Invitation)
        .options(joinedload(Invitation.event))
        .where(Invitation.event_id == event.id)
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )


def invited_count(event: Event) -> int:
    """How many are invited."""
    query = sa.select(sa.func.count()).where(Invitation.event_id == event.id)
    return db.session.scalars(query).one()


def invited_and_registered(event: Event) -> int:
    """How many of those who are invited hold a place. Who they are is not told by address."""
    query = (
        sa.select(sa.func.count(Invitation.id))
        .join(User, User.email == Invitation.email)
        .where(Invitation.event_id == event.id, _has_place())
    )
    return db.session.scalars(query).one()


def invitation_behind(token: str) -> sa.Select[Invitation]:
    """The invitation a link opens."""
    return (
        sa.select(Invitation)
        .options(joinedload(Invitation.event).joinedload(Event.group))
        .where(Invitation.token_hash == fingerprint(token))
    )


def came_by(invitation: Invitation) -> bool:
    """Whether whoever has the invited address holds a place."""
    query = sa.select(User.id).where(User.email == invitation.email, _has_place(invitation))
    return db.session.scalars(query).first() is not None


def _has_place(invitation: Invitation | None = None) -> sa.ColumnElement[bool]:
    event_id = invitation.event_id if invitation else Invitation.event_id
    return sa.exists().where(
        Registration.attendee_id == User.id,
        Registration.event_id == event_id,
        Registration.state.in_(ACTIVE),
    )
