"""What several of a group struggle with, told so that it points at nobody."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.groups.models import CircleProposal, Group, Membership
from app.groups.queries.groups import is_in
from app.kit.db import db
from app.profiles.models import WorryOf
from app.profiles.traits import Worry

FEWEST = 3
"""So many others than the reader: nobody brings a number there by what they say themselves."""
FEWEST_BESIDES = 3
"""And so many who have not said it: where all have, it would be known of each."""


@dataclass(frozen=True)
class Circle:
    """What enough of a group struggle with, and whether one of them has proposed to meet."""

    worry: Worry
    is_proposed: bool


def circles_for(group: Group, reader: User | None) -> list[Circle]:
    """What the group may be told of itself, for those who belong; never how many, nor who."""
    if reader is None or not is_in(group, reader):
        return []
    query = sa.select(CircleProposal.worry).where(CircleProposal.group_id == group.id)
    proposed = set(db.session.scalars(query))
    return [Circle(worry, worry in proposed) for worry in _shared(group, reader)]


def _shared(group: Group, reader: User) -> list[Worry]:
    others = (
        sa.select(Membership.member_id)
        .join(User, User.id == Membership.member_id)
        .where(Membership.group_id == group.id, Membership.member_id != reader.id)
        .where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
        .subquery()
    )
    everybody = sa.select(sa.func.count()).select_from(others).scalar_subquery()
    who = sa.func.count()
    query = (
        sa.select(WorryOf.worry)
        .join(others, others.c.member_id == WorryOf.member_id)
        .group_by(WorryOf.worry)
        .having(who >= FEWEST, everybody - who >= FEWEST_BESIDES)
        .order_by(WorryOf.worry)
    )
    return list(db.session.scalars(query))
