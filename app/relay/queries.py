"""Who is behind an address, and which letter a report is about."""

import re
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.kit.db import db
from app.notifications.models import Mail
from app.relay.models import RelayedMessage
from app.relay.rules import WORDS_ALONE

# Our Message-IDs: `<kind.uid@domain>`.
OUR_ID = re.compile(
    r"<[a-z0-9._-]+\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^>]+>"
)


def member_called(public_id: str) -> User | None:
    """A member who can write and be written to."""
    query = sa.select(User).where(
        User.public_id == public_id,
        User.email_verified_at.is_not(None),
        User.disabled_at.is_(None),
        User.email.is_not(None),
    )
    return db.session.scalars(query).one_or_none()


def written_lately(writer: User, since: datetime) -> int:
    """How many answers of `writer` have been passed on since then."""
    query = sa.select(sa.func.count()).where(
        RelayedMessage.writer_id == writer.id, RelayedMessage.received_at > since
    )
    return db.session.scalars(query).one()


def have_written(one: User, other: User) -> bool:
    """Whether anything has been passed on between the two, either way."""
    there = sa.and_(RelayedMessage.writer_id == one.id, RelayedMessage.reader_id == other.id)
    back = sa.and_(RelayedMessage.writer_id == other.id, RelayedMessage.reader_id == one.id)
    return db.session.scalar(sa.select(RelayedMessage.id).where(there | back).limit(1)) is not None


def returned_lately(writer: User, since: datetime) -> int:
    """How often `writer` has been asked for words alone since then."""
    query = sa.select(sa.func.count()).where(
        Mail.member_id == writer.id, Mail.kind == WORDS_ALONE, Mail.posted_at > since
    )
    return db.session.scalars(query).one()


def letter_with_id(uid: UUID) -> Mail | None:
    """The letter whose return path names it."""
    return db.session.scalars(sa.select(Mail).where(Mail.uid == uid)).one_or_none()


def letter_named(message_id: str) -> Mail | None:
    """The letter with that Message-ID; None when it is none of ours."""
    found = OUR_ID.fullmatch(message_id.strip().lower())
    return letter_with_id(UUID(found[1])) if found else None


def whole_message(message_id: int | None) -> RelayedMessage | None:
    """An answer with both people."""
    query = (
        sa.select(RelayedMessage)
        .options(joinedload(RelayedMessage.writer), joinedload(RelayedMessage.reader))
        .where(RelayedMessage.id == message_id)
    )
    return db.session.scalars(query).one_or_none()
