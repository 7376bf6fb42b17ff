"""Letters about keeping in touch: a digest with what is due, and one nudge for a new contact."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import side_of, visible_connections
from app.connections.rules import State
from app.keeping.digests import digest_for
from app.keeping.queries import timeline
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all
from app.notifications.rules import Priority, Topic

DIGEST = "keeping.digest"
NUDGE = "keeping.nudge"

STALE = timedelta(days=3)


def digests(readers: Sequence[User], monday: date, *, at: datetime) -> None:
    promises = [
        (
            reader,
            Promise(
                DIGEST,
                f"{DIGEST}:{monday.isoformat()}:{reader.id}",
                priority=Priority.BULK,
                expires_at=at + STALE,
            ),
        )
        for reader in readers
    ]
    post_all(promises, at=at)


def nudge(tie: Connection, owner: User, *, at: datetime, not_before: datetime) -> None:
    key = f"{NUDGE}:{tie.id}:{owner.id}"
    promise = Promise(
        NUDGE, key, about_id=tie.id, not_before=not_before, expires_at=not_before + STALE
    )
    post(owner, promise, at=at)


@composes(DIGEST, topic=Topic.KEEPING)
def _digest(mail: Mail) -> Letter | None:
    digest = digest_for(mail.member, now())
    if digest.is_empty:
        return None
    return write(
        "keeping/mail/digest",
        to=mail.member,
        digest=digest,
        unsubscribe_url=off_url(mail.member, Topic.KEEPING),
    )


@composes(NUDGE, topic=Topic.KEEPING)
def _nudge(mail: Mail) -> Letter | None:
    mine = visible_connections(mail.member).where(
        Connection.id == mail.about_id, Connection.state == State.ACTIVE
    )
    tie = db.session.scalars(mine).one_or_none()
    side = side_of(tie, mail.member) if tie else None
    if tie is None or side is None or side.muted_at or side.cadence_days is None:
        return None
    since = tie.connected_at
    if any(since and touch.at > since for touch in timeline(tie, mail.member, now())):
        return None
    return write(
        "keeping/mail/nudge",
        to=mail.member,
        other=tie.other(mail.member),
        event=tie.event,
        unsubscribe_url=off_url(mail.member, Topic.KEEPING),
    )
