"""Looking at the outbox, and at what people want no more of."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.notifications.ledger import THE_PAUSE
from app.notifications.models import Mail, Preference, SenderPause
from app.notifications.rules import NEEDS_EYES, State


def outbox(state: State | None = None, kind: str | None = None) -> "sa.Select[Mail]":
    """Every letter: those that need somebody's eyes first, then the newest."""
    needs_eyes = sa.case((Mail.state.in_(NEEDS_EYES), 0), else_=1)
    query = sa.select(Mail).order_by(needs_eyes, Mail.posted_at.desc(), Mail.id.desc())
    if state is not None:
        query = query.where(Mail.state == state)
    if kind:
        query = query.where(Mail.kind == kind)
    return query


def counts() -> dict[State, int]:
    """How many letters stand where."""
    query = sa.select(Mail.state, sa.func.count()).group_by(Mail.state)
    found = {state: number for state, number in db.session.execute(query)}  # noqa: C416
    return {state: found.get(state, 0) for state in State}


def oldest_waiting(at: datetime) -> datetime | None:
    """When the letter that has been due longest should have left; None when none is due."""
    query = sa.select(sa.func.min(Mail.next_try_at)).where(
        Mail.state == State.QUEUED, Mail.next_try_at <= at
    )
    return db.session.scalar(query)


def sender_pause() -> SenderPause | None:
    """Why nothing goes out, or went out last; None when all is well."""
    return db.session.get(SenderPause, THE_PAUSE)


def has_turned_off(member: User, topic: str) -> bool:
    """Whether `member` wants no more mail of that topic."""
    return db.session.get(Preference, (member.id, topic)) is not None


def topics_off(member: User) -> set[str]:
    """Every topic `member` wants no more mail of."""
    query = sa.select(Preference.topic).where(Preference.member_id == member.id)
    return set(db.session.scalars(query))


def member_named(public_id: str) -> "sa.Select[User]":
    """The member a link speaks of."""
    return sa.select(User).where(User.public_id == public_id)
