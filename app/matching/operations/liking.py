"""「気になる」: silent interest, told to both once it is mutual, and to nobody before."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.operations import connect
from app.connections.queries import are_connected
from app.connections.rules import Origin
from app.events.models import Event
from app.kit.db import db
from app.kit.errors import Refused
from app.matching import mails
from app.matching.models.dismissals import Dismissal
from app.matching.models.likes import Like
from app.matching.models.lists import Showing
from app.matching.operations.answering import answer, take_back
from app.matching.rules.feedback import Said
from app.moderation.queries import are_kept_apart

# Whoever marks everybody only wants to know who marked them.
MOST_OPEN = 20


class TooManyLikes(Refused):
    message = _l(
        "You have marked 20 people whose answer is still open. Take one back before the next."
    )


class KnownAlready(Refused):
    message = _l("You are connected with this person already.")


@dataclass(frozen=True)
class Liked:
    """What came of it: a connection where the other had said the same, else nothing yet."""

    connection: Connection | None = None

    @property
    def is_mutual(self) -> bool:
        return self.connection is not None


def like(member: User, other: User, *, event: Event | None = None, at: datetime) -> Liked:
    """Keep that `member` would like to meet `other`. Mutual, it connects the two and tells both.

    Whether the other has turned away changes nothing that can be seen. Locks the pair.
    Raises TooManyLikes, KnownAlready.
    """
    _lock_pair(member, other)
    if are_connected(member, other):
        raise KnownAlready
    _require_room(member, other)
    row = insert(Like).values(
        member_id=member.id, liked_id=other.id, event_id=event.id if event else None, at=at
    )
    db.session.execute(row.on_conflict_do_nothing())
    _change_of_mind(member, other)
    answer(member, other, Said.LIKED, event=event, at=at)
    return Liked(_tie(member, other, event, at) if _is_mutual(member, other) else None)


def unlike(member: User, other: User) -> None:
    """Take it back: as if it had never been said. What has become a connection stays one."""
    _lock_pair(member, other)
    _forget(member, other)
    take_back(member, other, Said.LIKED)


def _tie(member: User, other: User, event: Event | None, at: datetime) -> Connection:
    kept = db.session.get(Like, (other.id, member.id))
    where = event.id if event else kept.event_id if kept else None
    found = event or (db.session.get(Event, where) if where else None)
    connection = connect(member, other, Origin.MUTUAL, event=found, at=at)
    _forget(member, other)
    _forget(other, member)
    for reader in (member, other):
        mails.found_each_other(connection, reader, at=at)
    return connection


def _is_mutual(member: User, other: User) -> bool:
    """Whether the other has said so too, and nothing stands between the two."""
    if db.session.get(Like, (other.id, member.id)) is None:
        return False
    has_turned_away = db.session.get(Dismissal, (other.id, member.id)) is not None
    is_here = other.is_verified and other.disabled_at is None
    return is_here and not has_turned_away and not are_kept_apart(member, other)


def _require_room(member: User, other: User) -> None:
    mine = sa.select(sa.func.count()).where(Like.member_id == member.id, Like.liked_id != other.id)
    if db.session.scalars(mine).one() >= MOST_OPEN:
        raise TooManyLikes


def _change_of_mind(member: User, other: User) -> None:
    """Whoever is of interest is no longer dismissed, nor shown in vain."""
    dismissal = sa.delete(Dismissal).where(
        Dismissal.member_id == member.id, Dismissal.dismissed_id == other.id
    )
    showing = sa.delete(Showing).where(
        Showing.viewer_id == member.id, Showing.person_id == other.id
    )
    for statement in (dismissal, showing):
        db.session.execute(statement)


def _forget(member: User, other: User) -> None:
    gone = sa.delete(Like).where(Like.member_id == member.id, Like.liked_id == other.id)
    db.session.execute(gone)


def _lock_pair(one: User, other: User) -> None:
    """Let two who press at the same moment come one after the other."""
    first = min(one.id, other.id)
    db.session.execute(sa.select(User.id).where(User.id == first).with_for_update(key_share=True))
