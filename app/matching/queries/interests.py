"""Whom one has marked or set aside; and among whom one may."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.people import visible_people
from app.events.models import Event
from app.kit.db import db
from app.matching.models.dismissals import Dismissal
from app.matching.models.likes import Like
from app.matching.queries.lists import who_shows_themselves
from app.moderation.queries import kept_apart


def people_liked(member: User) -> list[Like]:
    """What `member` has marked and is still open, with the people, the latest first."""
    query = (
        sa.select(Like)
        .join(User, User.id == Like.liked_id)
        .options(joinedload(Like.liked))
        .where(Like.member_id == member.id, User.disabled_at.is_(None))
        .where(Like.liked_id.not_in(kept_apart(member)))
        .order_by(Like.at.desc(), Like.liked_id)
    )
    return list(db.session.scalars(query))


def people_dismissed(member: User) -> list[User]:
    """Whom `member` has set aside, the latest first."""
    query = (
        sa.select(User)
        .join(Dismissal, Dismissal.dismissed_id == User.id)
        .where(Dismissal.member_id == member.id, User.disabled_at.is_(None))
        .where(User.id.not_in(kept_apart(member)))
        .order_by(Dismissal.at.desc(), User.id)
    )
    return list(db.session.scalars(query))


def fellows_at(event: Event, member: User) -> "sa.Select[User]":
    """Who is on show at an evening together with `member`; nobody for somebody who is not."""
    shown = who_shows_themselves(event)
    ids = shown - {member.id} if member.id in shown else set()
    return visible_people(member).where(User.id.in_(ids))
