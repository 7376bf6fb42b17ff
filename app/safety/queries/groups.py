"""What becomes of the groups of somebody who closes their account."""

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.groups.models import Group, Membership
from app.groups.queries import owned_by
from app.kit.db import db
from app.registrations.models import Registration


def holds_nobody_but(member: User) -> list[sa.ColumnElement[bool]]:
    """Of a group: nobody else belongs to it, and nobody else ever had a place at its events."""
    others = sa.exists().where(Membership.group_id == Group.id, Membership.member_id != member.id)
    guests = sa.exists().where(
        Event.group_id == Group.id,
        Registration.event_id == Event.id,
        Registration.attendee_id != member.id,
    )
    return [~others, ~guests]


def groups_that_stay_or_go(member: User) -> tuple[list[Group], list[Group]]:
    """What `member` owns: groups with other people in them, and those that would go along."""
    owned = owned_by(member)
    alone = sa.select(Group.id).where(
        Group.id.in_([group.id for group in owned]), *holds_nobody_but(member)
    )
    going = set(db.session.scalars(alone))
    return [it for it in owned if it.id not in going], [it for it in owned if it.id in going]
