"""「合わない」: not for me."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.matching.models.dismissals import Dismissal
from app.matching.models.likes import Like
from app.matching.operations.answering import answer, take_back
from app.matching.rules.feedback import Said


def dismiss(member: User, other: User, *, event: Event | None = None, at: datetime) -> None:
    """「合わない」: neither is suggested to the other any more. Nobody is told.

    The other's own interest stays as it was: they must not notice.
    """
    row = insert(Dismissal).values(member_id=member.id, dismissed_id=other.id, at=at)
    db.session.execute(row.on_conflict_do_nothing())
    liked = sa.delete(Like).where(Like.member_id == member.id, Like.liked_id == other.id)
    db.session.execute(liked)
    answer(member, other, Said.DISMISSED, event=event, at=at)


def take_dismissal_back(member: User, other: User) -> None:
    """Let the two be suggested to each other again, unless the other has turned away, too."""
    mine = sa.delete(Dismissal).where(
        Dismissal.member_id == member.id, Dismissal.dismissed_id == other.id
    )
    db.session.execute(mine)
    take_back(member, other, Said.DISMISSED)
