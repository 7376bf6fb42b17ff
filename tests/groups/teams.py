"""People with a part in a group."""

from app.accounts.models import User
from app.groups.models import Group, Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, saved


def on_team(group: Group, role: Role, member: User | None = None) -> User:
    """Somebody with that role in `group`."""
    member = member or a_member()
    saved(Membership(group_id=group.id, member_id=member.id, role=role, joined_at=now()))
    db.session.refresh(group)
    return member
