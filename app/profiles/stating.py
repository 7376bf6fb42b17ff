"""What somebody stands for: said anew, with what they said before for their own eyes."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import db, lock
from app.profiles.models import PastStatement, Profile

MOST_KEPT = 30
"""Earlier versions; what is older goes when another one is added."""


def state(profile: Profile, words: str, *, at: datetime) -> None:
    """Say it in these words from now on; what was said before is kept. Locks the profile."""
    if words == profile.statement:
        return
    lock(profile)
    if words == profile.statement:  # somebody's other browser was faster
        return
    if profile.statement:
        since = profile.statement_at or at
        past = PastStatement(
            member_id=profile.member_id, words=profile.statement, since=since, until=at
        )
        db.session.add(past)
    profile.statement, profile.statement_at = words, at if words else None
    db.session.flush()
    _let_go(profile.member_id)


def say_again(past: PastStatement, profile: Profile, *, at: datetime) -> None:
    """Stand by earlier words again; what stood there meanwhile is kept in their place."""
    state(profile, past.words, at=at)
    db.session.delete(past)


def forget(past: PastStatement) -> None:
    db.session.delete(past)


def said_before(member_id: int) -> list[PastStatement]:
    """What the member said earlier, the latest first."""
    query = sa.select(PastStatement).where(PastStatement.member_id == member_id)
    return list(
        db.session.scalars(query.order_by(PastStatement.until.desc(), PastStatement.id.desc()))
    )


def _let_go(member_id: int) -> None:
    for past in said_before(member_id)[MOST_KEPT:]:
        db.session.delete(past)
