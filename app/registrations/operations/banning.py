"""Keeping somebody away from a group: also what they hold at its coming events ends."""

from datetime import datetime

from app.accounts.models import User
from app.accounts.queries import member_at
from app.groups.models import Ban, Group
from app.groups.operations import Unwelcome
from app.groups.operations import ban as put_on_list
from app.kit.db import db
from app.registrations import queries
from app.registrations.operations.removing import remove
from app.registrations.states import Removal


def ban(group: Group, whom: Unwelcome, *, by: User, at: datetime) -> Ban:
    """Keep somebody away, and end their coming places as any other that is withdrawn.

    A name alone ends nothing: it may be a namesake's. Locks the group, then each event.
    Raises CannotBanYourself, NobodyNamed, OutOfRank, LastOwner.
    """
    made = put_on_list(group, whom, by=by, at=at)
    member = whom.member or (member_at(whom.email) if whom.email else None)
    if member is not None and group.role_of(member) is None:
        for registration in db.session.scalars(queries.coming_with(group, member, at)).all():
            remove(registration, Removal.BANNED, by=by, at=at)
    return made
