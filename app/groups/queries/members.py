"""Those who belong to a group, those who run it, and those who are asked to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.accounts.queries import is_called
from app.groups.models import Group, Membership, TeamInvitation
from app.groups.rules import Role
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.moderation.models import Block


def members_of(group: Group, text: str = "", role: Role | None = None) -> sa.Select[Membership]:
    """Who belongs, by reading; found by name or reading. Nobody whose address is unproven."""
    name = sa.func.coalesce(
        sa.func.nullif(User.reading, ""), User.family_name + User.given_name + User.display_name
    )
    query = (
        sa.select(Membership)
        .join(Membership.member)
        .options(contains_eager(Membership.member))
        .where(Membership.group_id == group.id, _is_here())
        .order_by(name, User.id)
    )
    if role is not None:
        query = query.where(Membership.role == role)
    for word in text.split():
        query = query.where(is_called(word))
    return query


def roles_count(group: Group) -> dict[Role, int]:
    """How many people have each role."""
    query = (
        sa.select(Membership.role, sa.func.count())
        .join(Membership.member)
        .where(Membership.group_id == group.id, _is_here())
        .group_by(Membership.role)
    )
    return {role: number for role, number in db.session.execute(query)}  # noqa: C416


def membership_of(group: Group, person_id: str) -> sa.Select[Membership]:
    """The place in the group of the member whose public name that is."""
    return members_of(group).where(User.public_id == person_id)


def team_of(group: Group) -> list[Membership]:
    """Those with a part in running the group, names loaded, owners first."""
    rank = sa.case({role.value: place for place, role in enumerate(Role)}, value=Membership.role)
    query = members_of(group).where(Membership.role != Role.MEMBER)
    return list(
        db.session.scalars(query.order_by(None).order_by(rank.desc(), Membership.joined_at))
    )


def living_owner_ids(group: Group) -> set[int]:
    """Owners who can still sign in: a closed account runs nothing."""
    query = members_of(group, role=Role.OWNER).with_only_columns(Membership.member_id)
    return set(db.session.scalars(query.order_by(None)))


def invitations_open(group: Group, at: datetime) -> sa.Select[TeamInvitation]:
    """Whom the team is waiting for, the latest first."""
    return (
        sa.select(TeamInvitation)
        .options(joinedload(TeamInvitation.by), joinedload(TeamInvitation.member))
        .where(TeamInvitation.group_id == group.id, _is_open(at), ~_is_parted())
        .order_by(TeamInvitation.invited_at.desc(), TeamInvitation.id.desc())
    )


def invitation_behind(token: str) -> TeamInvitation | None:
    """The invitation a letter's link belongs to, group and inviter loaded."""
    query = (
        sa.select(TeamInvitation)
        .options(
            joinedload(TeamInvitation.group),
            joinedload(TeamInvitation.by),
            joinedload(TeamInvitation.member),
        )
        .where(TeamInvitation.token_hash == fingerprint(token))
    )
    return db.session.scalars(query).one_or_none()


def owned_by(member: User) -> list[Group]:
    """The groups `member` owns, alone or not, always in the same order."""
    query = (
        sa.select(Group)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.member_id == member.id, Membership.role == Role.OWNER)
        .order_by(Group.id)
    )
    return list(db.session.scalars(query))


def _is_open(at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        TeamInvitation.accepted_at.is_(None),
        TeamInvitation.ended_at.is_(None),
        TeamInvitation.expires_at > at,
    )


def _is_parted() -> sa.ColumnElement[bool]:
    """Whether one of the two, who asks and who is asked by name, has blocked the other."""
    pair = (TeamInvitation.by_id, TeamInvitation.member_id)
    return sa.exists().where(Block.blocker_id.in_(pair), Block.blocked_id.in_(pair))


def _is_here() -> sa.ColumnElement[bool]:
    return sa.and_(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
