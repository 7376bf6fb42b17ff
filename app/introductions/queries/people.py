"""The people one may choose among."""

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.queries import contacts_of
from app.kit.db import db
from app.moderation.queries import kept_apart
from app.profiles.models import Profile


def own_contacts(member: User) -> list[User]:
    """Everybody `member` is connected with, by name."""
    return list(db.session.scalars(_own(member)))


def own_connectors(member: User) -> list[User]:
    """The contacts of `member` who have said that they are glad to introduce people.

    Also those who rest or have been asked enough: that is theirs to know.
    """
    query = _own(member).join(Profile, Profile.member_id == User.id).where(Profile.is_connector)
    return list(db.session.scalars(query))


def _own(member: User) -> "sa.Select[User]":
    return (
        sa.select(User)
        .where(User.id.in_(contacts_of(member)), User.id.not_in(kept_apart(member)))
        .where(User.disabled_at.is_(None), User.email_verified_at.is_not(None))
        .order_by(User.reading, User.family_name, User.given_name, User.id)
    )
