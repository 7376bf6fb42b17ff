"""What somebody has said they would do, for their own eyes; for whom, as far as they may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.queries import visible_connections
from app.connections.rules import State
from app.keeping.models import Pledge
from app.keeping.rules import NAMED_LATE, SOON
from app.kit.db import db

MOST_OFFERED = 200
OPEN = sa.and_(Pledge.done_at.is_(None), Pledge.dropped_at.is_(None))


@dataclass(frozen=True)
class Promised:
    """A promise, and for whom. A contact who is none any more is not named, whatever the reason."""

    row: Pledge
    person: User | None
    has_left: bool = False

    @property
    def is_unnamed(self) -> bool:
        """Whether it is for somebody who was a contact once."""
        return self.row.connection_id is not None and self.person is None and not self.has_left


def own_pledges(owner: User) -> "sa.Select[Pledge]":
    return sa.select(Pledge).where(Pledge.owner_id == owner.id)


def open_pledges(owner: User) -> list[Promised]:
    """What `owner` still means to do: the nearest day first, then what has none."""
    return with_people(db.session.scalars(_in_order(own_pledges(owner).where(OPEN))).all(), owner)


def ended_pledges(owner: User) -> "sa.Select[Pledge]":
    """What is done or let go, the latest first."""
    ended_at = sa.func.coalesce(Pledge.done_at, Pledge.dropped_at)
    return own_pledges(owner).where(~OPEN).order_by(ended_at.desc(), Pledge.id.desc())


def open_count(owner: User) -> int:
    query = sa.select(sa.func.count(Pledge.id)).where(Pledge.owner_id == owner.id, OPEN)
    return db.session.scalars(query).one()


def pledges_soon(owner: User, today: date, most: int) -> list[Promised]:
    """What is due shortly, or was not long ago; but for people `owner` would not be reminded of."""
    muted = sa.select(Side.connection_id).where(
        Side.owner_id == owner.id, Side.muted_at.is_not(None)
    )
    query = own_pledges(owner).where(
        OPEN,
        Pledge.due_on.between(today - NAMED_LATE, today + SOON),
        sa.or_(Pledge.connection_id.is_(None), Pledge.connection_id.not_in(muted)),
    )
    return with_people(db.session.scalars(_in_order(query).limit(most)).all(), owner)


def pledges_in(tie: Connection, owner: User) -> list[Pledge]:
    """What `owner` has promised to the other of a tie, the latest first."""
    query = own_pledges(owner).where(Pledge.connection_id == tie.id)
    return list(db.session.scalars(query.order_by(Pledge.made_at.desc(), Pledge.id.desc())))


def with_people(rows: Sequence[Pledge], owner: User) -> list[Promised]:
    """Each with whom it is for: contacts as they are now, blocks apart."""
    ids = [row.connection_id for row in rows if row.connection_id is not None]
    ties = {tie.id: tie for tie in db.session.scalars(_standing(owner, ids))} if ids else {}
    gone = sa.select(Connection.id).where(Connection.id.in_(ids), Connection.state == State.LEFT)
    left = set(db.session.scalars(gone)) if ids else set()
    return [
        Promised(
            row,
            ties[row.connection_id].other(owner) if row.connection_id in ties else None,
            has_left=row.connection_id in left,
        )
        for row in rows
    ]


def contacts_to_choose(owner: User) -> dict[str, Connection]:
    """Some of `owner`'s contacts by their public names, the latest first."""
    latest = _standing(owner).order_by(Connection.connected_at.desc(), Connection.id.desc())
    ties = db.session.scalars(latest.limit(MOST_OFFERED))
    return {tie.other(owner).public_id: tie for tie in ties}


def contact_called(owner: User, person_id: str) -> Connection | None:
    """`owner`'s standing tie with somebody, by their public name."""
    them = sa.select(User.id).where(User.public_id == person_id, User.id != owner.id)
    query = _standing(owner).where(Connection.low_id.in_(them) | Connection.high_id.in_(them))
    return db.session.scalars(query).one_or_none()


def _standing(owner: User, ids: Sequence[int] | None = None) -> "sa.Select[Connection]":
    query = visible_connections(owner).where(Connection.state == State.ACTIVE)
    return query if ids is None else query.where(Connection.id.in_(ids))


def _in_order(query: "sa.Select[Pledge]") -> "sa.Select[Pledge]":
    return query.order_by(Pledge.due_on.nulls_last(), Pledge.made_at, Pledge.id)
