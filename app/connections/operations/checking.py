"""Organizers say that they have looked at who somebody is."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.identity import group_that_let_in
from app.connections.models import IdentityCheck
from app.groups.journal import Deed, note
from app.groups.models import Group
from app.kit.db import db
from app.kit.errors import Refused


class HasNotCome(Refused):
    message = _l("You can only say this of people who have come to an event of a group you run.")


def check_identity(person: User, *, by: User, at: datetime) -> None:
    """`by` has seen who `person` is. Doing it again changes nothing. Raises HasNotCome."""
    group = group_that_let_in(person, by)
    if group is None:
        raise HasNotCome
    row = {"member_id": person.id, "by_id": by.id, "group_id": group.id, "at": at}
    made = insert(IdentityCheck).values(row).on_conflict_do_nothing()
    if db.session.scalars(made.returning(IdentityCheck.group_id)).first() is not None:
        note(group, Deed.IDENTITY_CHECKED, by=by, at=at, details={"member_id": person.id})


def take_check_back(person: User, *, by: User, at: datetime) -> None:
    """`by` no longer says so."""
    theirs = (IdentityCheck.member_id == person.id, IdentityCheck.by_id == by.id)
    gone = sa.delete(IdentityCheck).where(*theirs).returning(IdentityCheck.group_id)
    for group_id in db.session.scalars(gone).all():
        group = db.session.get_one(Group, group_id)
        note(group, Deed.IDENTITY_CHECK_ENDED, by=by, at=at, details={"member_id": person.id})
