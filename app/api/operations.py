"""Keeping what was answered, so that a call sent twice happens once."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.api.models import Reply
from app.kit.db import db
from app.kit.errors import Refused

KEPT_FOR = timedelta(days=1)


class KeyUsedOtherwise(Refused):
    message = _l("This Idempotency-Key has been used for another call. Please choose a new one.")
    status = 422


def begin_reply(member: User, key: str, asked: str, *, at: datetime) -> Reply:
    """The row of that key: a fresh one, or the one that holds the answer already.

    Waits for whoever holds the key at this moment. Raises KeyUsedOtherwise.
    """
    fresh = {"fingerprint": asked, "status": 0, "body": b"", "location": "", "made_at": at}
    row = insert(Reply).values(member_id=member.id, key=key, **fresh)
    row = row.on_conflict_do_update(
        index_elements=[Reply.member_id, Reply.key],
        set_=fresh,
        where=Reply.made_at <= at - KEPT_FOR,
    )
    db.session.execute(row)
    reply = db.session.get_one(Reply, (member.id, key), populate_existing=True)
    if reply.fingerprint != asked:
        raise KeyUsedOtherwise
    return reply


def keep_reply(reply: Reply, status: int, body: bytes, location: str) -> None:
    """Keep what has been answered."""
    reply.status, reply.body, reply.location = status, body, location


def forget_replies(at: datetime) -> int:
    """Drop what has been kept for a day; returns how many."""
    old = sa.delete(Reply).where(Reply.made_at <= at - KEPT_FOR).returning(Reply.key)
    return len(db.session.scalars(old).all())
