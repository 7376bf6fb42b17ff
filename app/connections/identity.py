"""What is known of who somebody is: steps they have taken, each a fact, and never a score."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import was_there
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import ListVisibility


@dataclass(frozen=True)
class Steps:
    """Nothing that rests on what somebody keeps to themselves, nor on whom they know."""

    has_proven_address: bool
    joined_at: datetime
    was_let_in: bool


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
    )
