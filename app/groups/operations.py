"""What can happen to a group."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.groups.models import Group, Membership
from app.groups.rules import Kind, Role
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.slugs import slug_from
from app.kit.tokens import public_id
from app.profiles.traits import Stance


class LastOwner(Refused):
    message = _l("A group keeps at least one owner. Make somebody else an owner first.")


class SlugTaken(Refused):
    message = _l("That address is already taken.")


class AddressNotProven(Refused):
    message = _l("Please confirm your e-mail address first.")


@dataclass(frozen=True)
class Charter:
    """What a group says about itself, disclosure card included."""

    name: str
    kind: Kind
    slug: str = ""
    summary: str = ""
    description: str = ""
    run_by: str = ""
    commercial_tie: str = ""
    sponsor: str = ""
    stance: Stance = Stance.NONE


def found(charter: Charter, by: User, *, at: datetime) -> Group:
    """Found a group; whoever does so owns it. Raises SlugTaken, AddressNotProven."""
    if not by.is_verified:
        raise AddressNotProven
    group = Group(founded_at=at, **(asdict(charter) | {"slug": _free_slug(charter)}))
    db.session.add(group)
    db.session.flush()
    join(group, by, at=at)
    appoint(group, by, Role.OWNER)
    return group


def revise(group: Group, charter: Charter) -> None:
    """Change what the group says about itself. Its address stays, so that links do."""
    for name, value in asdict(charter).items():
        if name != "slug":
            setattr(group, name, value)


def join(group: Group, member: User, *, at: datetime) -> None:
    """Make `member` belong. Repeating it changes nothing."""
    row = insert(Membership).values(
        group_id=group.id, member_id=member.id, role=Role.MEMBER, joined_at=at
    )
    db.session.execute(row.on_conflict_do_nothing())
    db.session.expire(group, ["team"])


def leave(group: Group, member: User) -> None:
    """End a membership. Locks the group. Raises LastOwner."""
    lock(group)
    _keep_an_owner(group, member)
    db.session.execute(
        sa.delete(Membership).where(
            Membership.group_id == group.id, Membership.member_id == member.id
        )
    )
    db.session.refresh(group, ["team"])


def appoint(group: Group, member: User, role: Role) -> None:
    """Give somebody who belongs another role. Locks the group. Raises LastOwner."""
    lock(group)
    if role != Role.OWNER:
        _keep_an_owner(group, member)
    db.session.execute(
        sa.update(Membership)
        .where(Membership.group_id == group.id, Membership.member_id == member.id)
        .values(role=role)
    )
    db.session.refresh(group, ["team"])


def _keep_an_owner(group: Group, leaving: User) -> None:
    owners = {membership.member_id for membership in group.team if membership.role == Role.OWNER}
    if owners == {leaving.id}:
        raise LastOwner


def _free_slug(charter: Charter) -> str:
    """The slug that was asked for, else one made from the name. Raises SlugTaken."""
    wanted = charter.slug or slug_from(charter.name)
    taken = db.session.scalar(sa.select(Group.id).where(Group.slug == wanted)) is not None
    if not taken:
        return wanted
    if charter.slug:
        raise SlugTaken
    return f"{wanted}-{public_id()[:4]}"
