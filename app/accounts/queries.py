"""Finding people by their address, and the browsers they are signed in with."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import SignIn, User
from app.accounts.names import one_spelling
from app.kit.db import db

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)


def member_at(address: str | None) -> User | None:
    """Whoever has that address, proven or not."""
    query = sa.select(User).where(User.email == one_spelling(address))
    return db.session.scalars(query).one_or_none()


def live_sign_ins(at: datetime) -> "sa.Select[SignIn]":
    """Sign-ins that have neither been ended nor grown old, the last used first."""
    return (
        sa.select(SignIn)
        .where(
            SignIn.ended_at.is_(None),
            SignIn.seen_at > at - IDLE,
            SignIn.started_at > at - ABSOLUTE,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )


def sign_ins_of(member: User, at: datetime) -> "sa.Select[SignIn]":
    """The browsers `member` is signed in with."""
    return live_sign_ins(at).where(SignIn.member_id == member.id)
