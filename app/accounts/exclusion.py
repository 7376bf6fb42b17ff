"""Closing the house to somebody, and opening it again."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import ApiToken, EmailProof, User
from app.accounts.operations import end_sign_ins
from app.kit.db import db


def shut_out(member: User, *, at: datetime) -> None:
    """Close the house to `member`: nobody sees them, and every way in is gone at once."""
    member.disabled_at = member.disabled_at or at
    end_sign_ins(member, at=at)
    keys = sa.update(ApiToken).where(ApiToken.member_id == member.id, ApiToken.revoked_at.is_(None))
    links = sa.update(EmailProof).where(
        EmailProof.member_id == member.id, EmailProof.used_at.is_(None)
    )
    db.session.execute(keys.values(revoked_at=at))
    db.session.execute(links.values(used_at=at))


def let_back_in(member: User) -> None:
    """Open the house again to somebody who was shut out; they sign in anew."""
    member.disabled_at = None
