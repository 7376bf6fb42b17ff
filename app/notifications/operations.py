"""Posting mail: a row now, the network later. And what people and operators decide about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import ARRAY, insert

from app.accounts.models import User
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.queue import enqueue
from app.notifications import promotion
from app.notifications.composers import desk
from app.notifications.jobs import drain
from app.notifications.models import Mail, Notice, Preference, PromotionConsent, SenderPause
from app.notifications.rules import DIGEST, NEEDS_EYES, Priority, State, Way


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
        _put_behind_the_bell(rows)
    if any(row["next_try_at"] == at for row in rows):
        enqueue(drain)


def _put_behind_the_bell(rows: list[dict[str, object]]) -> None:
    """A notice for each letter whose kind is noticed; once for each letter."""
    keys = [row["dedupe_key"] for row in rows if desk(str(row["kind"])).manner.is_noticed]
    if not keys:
        return
    meant = Mail.dedupe_key == sa.any_(sa.literal(keys, ARRAY(sa.Text)))
    letters = sa.select(Mail.id, Mail.member_id, Mail.dated_at).where(meant)
    columns = ["mail_id", "member_id", "shown_at"]
    db.session.execute(insert(Notice).from_select(columns, letters).on_conflict_do_nothing())


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
    choose(member, topic, Way.OFF, at=at)


def turn_on(member: User, topic: str) -> None:
    """Send `member` mail of that topic again, as it comes."""
    mine = sa.and_(Preference.member_id == member.id, Preference.topic == topic)
    db.session.execute(sa.delete(Preference).where(mine))


def choose(member: User, topic: str, way: Way, *, at: datetime) -> None:
    """Let `member` have mail of that topic one by one, once a day with others, or not at all."""
    if way == Way.EACH:
        turn_on(member, topic)
        return
    if way == Way.DIGEST:
        turn_on(member, DIGEST)  # whoever stopped the daily letter wants it again
    row = insert(Preference).values(member_id=member.id, topic=topic, off_at=at, way=way)
    once = row.on_conflict_do_update(
        index_elements=[Preference.member_id, Preference.topic],
        set_={"way": way, "off_at": at},
        where=Preference.way != way,
    )
    db.session.execute(once)


def say_to_promotion(
    member: User, *, is_given: bool, locale: str, source: str, at: datetime
) -> None:
    """Write down a yes or a no to promotion, with the words it was said to. Rows are only added."""
    if promotion.is_wanted_by(member) == is_given:
        return
    row = PromotionConsent(
        member_id=member.id,
        is_given=is_given,
        at=at,
        locale=locale,
        words=promotion.words_in(locale),
        version=promotion.version(locale),
        source=source,
    )
    db.session.add(row)
    db.session.flush()


def read(member: User, *, at: datetime, mail_id: int | None = None) -> None:
    """Mark what stands behind the bell as read: all of it, or one line."""
    mine = sa.update(Notice).where(
        Notice.member_id == member.id, Notice.read_at.is_(None), Notice.shown_at <= at
    )
    if mail_id is not None:
        mine = mine.where(Notice.mail_id == mail_id)
    db.session.execute(mine.values(read_at=at))


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
