"""Posting mail: a row now, the network later. And what people and operators decide about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.queue import enqueue
from app.notifications.jobs import drain
from app.notifications.models import Mail, Preference, SenderPause
from app.notifications.rules import NEEDS_EYES, Priority, State


class NothingToDecide(Refused):
    message = _l("This e-mail is no longer waiting for a decision.")


@dataclass(frozen=True)
class Promise:
    """What is to be told: the kind of letter, the row it is about, and when at the earliest.

    `key` makes the promise unique: the same key is never promised twice.
    """

    kind: str
    key: str
    about_id: int | None = None
    priority: Priority = Priority.PERSONAL
    not_before: datetime | None = None
    expires_at: datetime | None = None


def post(member: User, promise: Promise, *, at: datetime) -> None:
    """Put a letter to `member` into the outbox, within this transaction; once per key."""
    post_all([(member, promise)], at=at)


def post_all(promises: list[tuple[User, Promise]], *, at: datetime) -> None:
    """Put many letters into the outbox at once, as `post` does with one."""
    rows = [_row(member, promise, at) for member, promise in promises]
    if rows:
        once = insert(Mail).on_conflict_do_nothing(index_elements=[Mail.dedupe_key])
        db.session.execute(once, rows)
    if any(row["next_try_at"] == at for row in rows):
        enqueue(drain)


def send_again(mail: Mail, *, at: datetime) -> None:
    """Let a letter that was given up go out once more, under the same Message-ID.

    Raises NothingToDecide.
    """
    _require_stuck(mail)
    mail.state, mail.next_try_at, mail.tries = State.QUEUED, at, 0
    enqueue(drain)


def drop(mail: Mail) -> None:
    """Give a letter up for good. Raises NothingToDecide."""
    _require_stuck(mail)
    mail.state = State.ABORTED


def resume() -> None:
    """Let the sender try again now, whatever made it rest."""
    db.session.execute(sa.delete(SenderPause))
    enqueue(drain)


def turn_off(member: User, topic: str, *, at: datetime) -> None:
    """Send `member` no more of that topic, from this moment on; what is queued stays here too."""
    row = insert(Preference).values(member_id=member.id, topic=topic, off_at=at)
    db.session.execute(row.on_conflict_do_nothing())


def turn_on(member: User, topic: str) -> None:
    """Send `member` mail of that topic again."""
    mine = sa.and_(Preference.member_id == member.id, Preference.topic == topic)
    db.session.execute(sa.delete(Preference).where(mine))


def _row(member: User, promise: Promise, at: datetime) -> dict[str, object]:
    due_at = max(promise.not_before or at, at)
    return {
        "uid": uuid4(),
        "dedupe_key": promise.key,
        "member_id": member.id,
        "kind": promise.kind,
        "about_id": promise.about_id,
        "priority": int(promise.priority),
        "state": State.QUEUED,
        "posted_at": at,
        "dated_at": due_at,
        "next_try_at": due_at,
        "expires_at": promise.expires_at,
        "tries": 0,
        "copies": 0,
        "last_answer": "",
    }


def _require_stuck(mail: Mail) -> None:
    lock(mail)
    if mail.state not in NEEDS_EYES:
        raise NothingToDecide
