"""Finding groups and those who belong."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.groups.models import Group, Membership
from app.groups.rules import Kind, Role
from app.kit.db import db
from app.kit.search import any_of, wanted


def visible_groups(_viewer: User | None) -> sa.Select[Group]:
    """Groups this viewer may see: all of them."""
    return sa.select(Group)


def groups_about(groups: sa.Select[Group], text: str, kind: Kind | None = None) -> sa.Select[Group]:
    """Of `groups`, those of a kind that say what `text` asks for, the best first; else by name."""
    wants = wanted(text)
    if text and not wants:
        return groups.where(sa.false())
    if kind is not None:
        groups = groups.where(Group.kind == kind)
    for want in wants:
        question = sa.cast(want.spelled(), TSQUERY)
        groups = groups.where(Group.search.op("@@", is_comparison=True)(question))
    if wants:
        rank = sa.func.ts_rank(Group.search, sa.cast(any_of(wants), TSQUERY))
        groups = groups.order_by(rank.desc())
    return groups.order_by(Group.name, Group.id)


def members_count(group: Group) -> int:
    """How many people belong."""
    query = sa.select(sa.func.count()).where(Membership.group_id == group.id)
    return db.session.scalars(query).one()


def members_counts(group_ids: list[int]) -> dict[int, int]:
    """How many people belong to each of the groups."""
    query = (
        sa.select(Membership.group_id, sa.func.count())
        .where(Membership.group_id.in_(group_ids))
        .group_by(Membership.group_id)
    )
    return {group_id: number for group_id, number in db.session.execute(query)}  # noqa: C416


def is_in(group: Group, member: User | None) -> bool:
    """Whether `member` belongs, in whatever role."""
    if member is None:
        return False
    return db.session.get(Membership, (group.id, member.id)) is not None


def groups_run_by(member: User) -> list[Group]:
    """The groups in which `member` may publish events."""
    query = (
        sa.select(Group)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.member_id == member.id)
        .where(Membership.role.in_((Role.ORGANIZER, Role.OWNER)))
        .order_by(Group.name)
    )
    return list(db.session.scalars(query))


def groups_of(member: User) -> list[Group]:
    """The groups `member` belongs to."""
    query = (
        sa.select(Group)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.member_id == member.id)
        .order_by(Group.name)
    )
    return list(db.session.scalars(query))


def owners(group: Group) -> list[User]:
    """The people who own the group, names loaded."""
    query = (
        sa.select(Membership)
        .options(joinedload(Membership.member))
        .where(Membership.group_id == group.id, Membership.role == Role.OWNER)
        .order_by(Membership.joined_at)
    )
    return [membership.member for membership in db.session.scalars(query)]
