"""「合わない」: not for me."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db
from app.matching.models import Dismissal


def dismiss(member: User, other: User, *, at: datetime) -> None:
    """「合わない」: neither is suggested to the other any more. Nobody is told."""
    row = insert(Dismissal).values(member_id=member.id, dismissed_id=other.id, at=at)
    db.session.execute(row.on_conflict_do_nothing())
