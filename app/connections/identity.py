"""What is known of who somebody is: steps they have taken, each a fact, and never a score."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import was_there
from app.connections.models import Connection, Side
from app.connections.rules import State
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.registrations.models import Registration
from app.registrations.states import ListVisibility

VOUCHERS = 2
"""So many have to vouch for somebody before it is said."""


@dataclass(frozen=True)
class Steps:
    """Nothing that rests on what somebody keeps to themselves, nor on whom they know.

    Being vouched for is what several have said in so many words; never who, nor how many.
    """

    has_proven_address: bool
    joined_at: datetime
    was_let_in: bool
    is_vouched_for: bool


def steps_of(person: User) -> Steps:
    """How far `person` is known; being let in counts where they were on a list others see."""
    came = sa.select(Registration.id).where(
        Registration.attendee_id == person.id,
        Registration.list_visibility != ListVisibility.ORGANIZERS,
        was_there(Registration.id),
    )
    return Steps(
        has_proven_address=person.email_verified_at is not None,
        joined_at=person.joined_at,
        was_let_in=db.session.scalars(came.limit(1)).first() is not None,
        is_vouched_for=len(db.session.scalars(_vouchers(person)).all()) == VOUCHERS,
    )


def _vouchers(person: User) -> "sa.Select[int]":
    """Those who vouch for `person`, are connected with them still, and kept apart by nothing."""
    is_theirs = sa.or_(Connection.low_id == person.id, Connection.high_id == person.id)
    return (
        sa.select(Side.owner_id)
        .join(Connection, Connection.id == Side.connection_id)
        .join(User, User.id == Side.owner_id)
        .where(is_theirs, Connection.state == State.ACTIVE)
        .where(Side.owner_id != person.id, Side.vouched_at.is_not(None))
        .where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
        .where(Side.owner_id.not_in(kept_apart(person)))
        .limit(VOUCHERS)
    )
