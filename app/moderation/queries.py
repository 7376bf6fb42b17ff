"""Who must not meet whom."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.moderation.models import AskingPause, Block


def kept_apart(member: User) -> sa.CompoundSelect[int]:
    """Ids of everyone `member` has blocked or is blocked by."""
    return sa.union(
        sa.select(Block.blocked_id).where(Block.blocker_id == member.id),
        sa.select(Block.blocker_id).where(Block.blocked_id == member.id),
    )


def blocked_ids(member: User) -> "sa.Select[int]":
    """Ids of everyone `member` has blocked."""
    return sa.select(Block.blocked_id).where(Block.blocker_id == member.id)


def has_blocked(member: User, other: User | None) -> bool:
    """Whether `member` has blocked `other`; what the other has done counts for nothing here."""
    return other is not None and db.session.get(Block, (member.id, other.id)) is not None


def are_kept_apart(one: User, other: User) -> bool:
    """Whether either has blocked the other."""
    query = sa.select(Block.blocker_id).where(
        sa.or_(
            sa.and_(Block.blocker_id == one.id, Block.blocked_id == other.id),
            sa.and_(Block.blocker_id == other.id, Block.blocked_id == one.id),
        )
    )
    return db.session.scalars(query).first() is not None


def blocks_among(member_ids: list[int]) -> set[tuple[int, int]]:
    """The pairs (blocker, blocked) within a set of members."""
    query = sa.select(Block.blocker_id, Block.blocked_id).where(
        Block.blocker_id.in_(member_ids), Block.blocked_id.in_(member_ids)
    )
    return {(blocker, blocked) for blocker, blocked in db.session.execute(query)}


def blocked_by(member: User) -> "sa.Select[User]":
    """The people `member` has blocked, the latest first."""
    return (
        sa.select(User)
        .join(Block, Block.blocked_id == User.id)
        .where(Block.blocker_id == member.id)
        .order_by(Block.blocked_at.desc(), User.id)
    )


def is_asking_paused(member: User, at: datetime) -> bool:
    """Whether moderators have asked `member` to ask nobody for a while."""
    pause = db.session.get(AskingPause, member.id)
    return pause is not None and at < pause.until
