"""Joining a group, leaving it, and the roles within."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.groups import mails
from app.groups.journal import Deed, note
from app.groups.models import Group, Membership
from app.groups.queries import is_banned, living_owner_ids, owned_by
from app.groups.rules import Role, outranks
from app.kit.db import db, lock
from app.kit.errors import Refused


class LastOwner(Refused):
    message = _l("A group keeps at least one owner. Make somebody else an owner first.")


class OutOfRank(Refused):
    message = _l("This is for somebody of a higher rank in the group.")
    status = 403


class CannotJoin(Refused):
    """What somebody is told who is banned: nothing that would tell them so."""

    message = _l("This cannot be done right now. If you have a question, ask the organizers.")


class NotAMember(Refused):
    message = _l("This person does not belong to the group any more.")


def join(group: Group, member: User, *, at: datetime) -> None:
    """Make `member` belong. Repeating it changes nothing. Raises CannotJoin."""
    if is_banned(group, member):
        raise CannotJoin
    row = insert(Membership).values(
        group_id=group.id, member_id=member.id, role=Role.MEMBER, joined_at=at
    )
    db.session.execute(row.on_conflict_do_nothing())
    db.session.expire(group, ["team"])


def leave(group: Group, member: User) -> None:
    """End one's own membership. Locks the group. Raises LastOwner."""
    lock(group)
    keep_an_owner(group, member)
    _end(group, member)


def dismiss(group: Group, member: User, *, by: User, at: datetime) -> None:
    """End somebody else's membership; they may join again. Locks the group.

    Raises OutOfRank, LastOwner, NotAMember.
    """
    lock(group)
    _require_member(group, member)
    let_go(group, member, by=by)
    note(group, Deed.MEMBER_DISMISSED, by=by, at=at, details={"member_id": member.id})


def appoint(group: Group, member: User, role: Role, *, by: User, at: datetime) -> None:
    """Give somebody who belongs another role. Locks the group.

    Nobody touches those of their own or a higher rank, nor lifts anybody to it, but owners may.
    Raises OutOfRank, LastOwner, NotAMember.
    """
    lock(group)
    standing = _require_member(group, member)
    require_rank(group, by, over=standing.role)
    require_rank(group, by, over=role)
    if role != Role.OWNER:
        keep_an_owner(group, member)
    if standing.role != role:
        standing.role = role
        note(group, Deed.ROLE_GIVEN, by=by, at=at, details={"member_id": member.id, "role": role})
        if member != by:
            mails.role_given(standing, at=at)
    db.session.flush()
    db.session.refresh(group, ["team"])


def hand_over(group: Group, member: User, *, by: User, at: datetime) -> None:
    """Make somebody who belongs the owner in one's own place; one stays on as an organizer.

    Locks the group. Raises OutOfRank, NotAMember.
    """
    appoint(group, member, Role.OWNER, by=by, at=at)
    appoint(group, by, Role.ORGANIZER, by=by, at=at)


def let_go(group: Group, member: User, *, by: User) -> None:
    """End a membership, if there is one, for somebody of lower rank. Needs the group's lock.

    Raises OutOfRank, LastOwner.
    """
    role = group.role_of(member)
    if role is not None:
        # The moderators of the house stand above the ranks within a group.
        if not by.is_staff:
            require_rank(group, by, over=role)
        keep_an_owner(group, member)
    _end(group, member)


def require_no_group_alone(member: User) -> None:
    """Before an account is closed: no group may be left without anybody who owns it.

    Locks the groups the member owns. Raises LastOwner.
    """
    for group in owned_by(member):
        lock(group)
        keep_an_owner(group, member)


def keep_an_owner(group: Group, leaving: User) -> None:
    """Needs the group's lock. Raises LastOwner."""
    if group.role_of(leaving) == Role.OWNER and living_owner_ids(group) <= {leaving.id}:
        raise LastOwner


def require_rank(group: Group, by: User, *, over: Role) -> None:
    """Raises OutOfRank unless `by` may give and take that role."""
    if not outranks(group.role_of(by), over):
        raise OutOfRank


def _require_member(group: Group, member: User) -> Membership:
    standing = db.session.get(Membership, (group.id, member.id), populate_existing=True)
    if standing is None:
        raise NotAMember
    return standing


def _end(group: Group, member: User) -> None:
    db.session.execute(
        sa.delete(Membership).where(
            Membership.group_id == group.id, Membership.member_id == member.id
        )
    )
    db.session.refresh(group, ["team"])
